/* The body in the round, as far as it needs no canvas: stands, palettes, places for names. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { glbOf } from "../../dermatome/frontend/body_3d/glb.js";
import { dotsOf, marksOf, nearestOf, posed } from "../../dermatome/frontend/body_3d/marks.js";
import { beside, clear, inside, roomiest } from "../../dermatome/frontend/body_3d/names.js";
import { mix, paletteOf } from "../../dermatome/frontend/body_3d/palette.js";
import { onSheet, viewsFor, within } from "../../dermatome/frontend/body_3d/places.js";
import { cut, labeller, reader, regionOf } from "../../dermatome/frontend/body_3d/regions.js";
import { MARKS, ROLES, ROWS, uvFromBytes, WAYS } from "../../dermatome/frontend/body_3d/shader.js";
import { MOST_PAIRS, orderOf, Sheets, tableOf } from "../../dermatome/frontend/body_3d/sheets.js";
import { inTurn } from "../../dermatome/frontend/body_3d/squares.js";
import { passed, under } from "../../dermatome/frontend/body_3d/strokes.js";
import { between, distanceOf, seenFrom, sizeAt, standOf, standOfTurn, standsOf, turnText } from "../../dermatome/frontend/body_3d/stands.js";
import { Surface } from "../../dermatome/frontend/body_3d/surface.js";

const BOUNDS = { anatomical: [[-460, -817, -95], [460, 860, 203]], lithotomy: [[-500, -300, -95], [500, 860, 700]] };
const near = (found, wanted) => found.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) < 1e-6, `${found} for ${wanted}`));

test("sides are the patient's: the left is where x grows", () => {
  const { left, right, front, soles } = standsOf(BOUNDS);
  assert.equal(seenFrom(left.toward).around, "left");
  assert.equal(seenFrom(right.toward).around, "right");
  assert.deepEqual(seenFrom(front.toward), { around: "front", height: "" });
  assert.equal(seenFrom(soles.toward).height, "bottom");
  assert.deepEqual(seenFrom([-1, 0.9, -1]), { around: "back right", height: "above" });
});

test("the perineum is seen in its own pose, everything else in the anatomical one", () => {
  const poses = Object.entries(standsOf(BOUNDS)).map(([id, { pose }]) => [id, pose]);
  assert.deepEqual(poses.filter(([, pose]) => pose !== "anatomical"), [["perineum", "lithotomy"]]);
});

test("from every side that has a name the feet are in the picture, the nearer one too", () => {
  const { front, back, left, right } = standsOf(BOUNDS);
  for (const stand of [front, back, left, right]) {
    const distance = distanceOf(stand, 24, 2);
    for (const foot of [[240, -817, 150], [-240, -817, -20]]) {
      const at = foot.map((value, i) => value - stand.centre[i]);
      const nearer = at.reduce((sum, value, i) => sum + value * stand.toward[i], 0);
      assert.ok(Math.abs(at[1]) / (distance - nearer) < Math.tan((12 * Math.PI) / 180), `${stand.toward}`);
    }
  }
});

test("a stand fits in a wide picture by its height and in a narrow one by its width", () => {
  const stand = { size: [400, 800] };
  assert.equal(distanceOf(stand, 24, 2), distanceOf({ size: [1, 800] }, 24, 1));
  assert.equal(distanceOf(stand, 24, 0.25), distanceOf({ size: [1, 1600] }, 24, 1));
});

test("a turn of the hand comes back from the address, on the same screen as near as before", () => {
  const seen = { toward: between([0.6, 0, 0.8], [0, 1, 0], 0.4), centre: [10, -120, 75], pose: "lithotomy" };
  for (const aspect of [0.5, 1, 1.8]) {
    const stand = standOfTurn(turnText({ ...seen, size: sizeAt(2000, 24, aspect) }));
    assert.ok(Math.abs(distanceOf(stand, 24, aspect) - 2000) < 5);
    assert.deepEqual([stand.centre, stand.pose], [seen.centre, seen.pose]);
    stand.toward.forEach((value, i) => assert.ok(Math.abs(value - seen.toward[i]) < 0.02));
  }
  assert.equal(standOfTurn(turnText({ ...seen, size: [5, 5], pose: "anatomical" })).pose, "anatomical");
  for (const named of ["front", "perineum", "best", ""]) assert.equal(standOfTurn(named), null);
});

test("the way from one stand to another stays on the sphere and does not go through the body", () => {
  for (const [from, to] of [[[0, 0, 1], [1, 0, 0]], [[0, 0, 1], [0, 0, -1]], [[0, 1, 0], [0, -1, 0]]]) {
    for (const t of [0, 0.3, 0.5, 0.7, 1]) assert.ok(Math.abs(Math.hypot(...between(from, to, t)) - 1) < 1e-6);
    near(between(from, to, 0), from);
    near(between(from, to, 1), to);
  }
});

test("of a region in several parts the largest tells where it is seen best", () => {
  const part = (area, toward) => ({ area, stand: { toward, centre: { anatomical: [1, 2, 3] } } });
  const stand = standOf([part(10, [1, 0, 0]), part(90_000, [0, 0, -1])], "lithotomy");
  assert.deepEqual(stand.toward, [0, 0, -1]);
  assert.deepEqual(stand.centre, [1, 2, 3]);
  assert.equal(standOf([{ area: 3, stand: null }], "anatomical"), null);
});

// ---- places

const flat = (view, right, up, more = {}) => ({ view, right, up, shift: [0, 817], low: [-460, 0], high: [460, 1680], depth: [-10, 200], side: "left", ...more });
const FRONT = flat("anterior", [1, 0, 0], [0, 1, 0]);
const BACK = flat("posterior", [-1, 0, 0], [0, 1, 0], { depth: [-180, 95] });
const LEFT = flat("lateral-left", [0, 0, -1], [0, 1, 0]);
const SOLE = flat("foot-sole", [1, 0, 0], [0, 0, 1], { shift: [-134, 32], low: [11, 0], high: [100, 235], depth: [764, 817] });

test("a place of the skin is where the flat views have it: heights are from the floor, the back is seen from behind", () => {
  assert.deepEqual(onSheet(FRONT, [100, -17, 60]), { x: 100, y: 800, depth: 60 });
  assert.deepEqual(onSheet(BACK, [100, -17, -60]), { x: -100, y: 800, depth: 60 });
  assert.deepEqual(onSheet(SOLE, [184, -810, 40]), { x: 50, y: 72, depth: 810 });
});

test("a view shows what lies on its sheet and as deep as it goes: the knee is not on the view of the sole", () => {
  assert.ok(within(SOLE, { x: 50, y: 72, depth: 810 }));
  assert.ok(!within(SOLE, { x: 50, y: 72, depth: 300 }));
  assert.ok(!within(SOLE, { x: 150, y: 72, depth: 810 }));
});

test("front and back come first, then the view that the skin faces, and before all the one that is asked about", () => {
  const views = (normal, prefer) => viewsFor([SOLE, LEFT, BACK, FRONT], "left", normal, prefer).map(({ view }) => view);
  assert.equal(views([0, 0, 1])[0], "anterior");
  assert.equal(views([0.9, 0, -0.4])[0], "posterior");
  assert.equal(views([0, -1, 0.1])[0], "foot-sole"); // from the front it is seen edge-on
  assert.equal(views([0, 0, 1], "foot-sole")[0], "foot-sole");
});

test("a place of the unfolded skin comes back from its bytes", () => {
  for (const share of [0, 0.123456, 0.5, 0.999]) {
    const [u, v] = [share, 1 - share].map((each) => Math.floor(each * 65535));
    near(uvFromBytes([u >> 8, v >> 8, u % 256, v % 256]), [u / 65535, v / 65535]);
  }
});

const numbers = (size, values) => ({
  count: values.length / size,
  getX: (i) => values[i * size], getY: (i) => values[i * size + 1], getComponent: (i, axis) => values[i * size + axis],
});
/** Two triangles of the unfolded skin that make a square; the second pose lifts one corner and leans its normal. */
const SHEET = {
  geometry: {
    index: { array: [0, 1, 2, 2, 1, 3] },
    attributes: {
      uv: numbers(2, [0.2, 0.2, 0.6, 0.2, 0.2, 0.6, 0.6, 0.6]),
      position: numbers(3, [0, 0, 0, 10, 0, 0, 0, 10, 0, 10, 10, 0]),
      normal: numbers(3, [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1]),
    },
    morphAttributes: {
      position: [numbers(3, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4])],
      normal: [numbers(3, [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0])],
    },
  },
  matrixWorld: { elements: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0, 5, 0, 0, 1] },
  morphTargetDictionary: { raised: 0 },
  updateMatrixWorld() {},
};

test("what a line of sight meets lies where its triangle does, in each pose", () => {
  const surface = new Surface(SHEET, ["rest", "raised"]);
  const seen = surface.hit([10, 5, 100], [10, 5, -100], [0]);
  near(seen.at.rest, [10, 5, 0]);
  near(seen.at.raised, [10, 5, 0]);
  near(seen.uv, [0.3, 0.3]);
  const edge = surface.hit([25, 10, 100], [25, 10, -100], [0]); // half way up the edge that is raised
  near(edge.at.raised, [25, 10, 4]);
  near(edge.normal.rest, [0, 0, 1]);
  near(surface.hit([25, 10, 100], [25, 10, -100], [1]).at.rest, [25, 10, 0]);
  const { normal } = surface.hit([24.999, 19.999, 100], [24.999, 19.999, -100], [0]);
  assert.ok(Math.abs(normal.raised[0] - Math.SQRT1_2) < 1e-3);
});

test("beside the skin, behind it, too near and too far nothing is met", () => {
  const surface = new Surface(SHEET, ["rest"]);
  assert.equal(surface.hit([40, 5, 100], [40, 5, -100], [0]), null);
  assert.equal(surface.hit([10, 5, -100], [10, 5, 100], [0]), null); // its inner side
  assert.equal(surface.hit([10, 5, -1], [10, 5, -100], [0]), null);
  assert.equal(surface.hit([10, 5, 100], [10, 5, 1], [0]), null);
});

test("of two layers of skin the one nearer to the eye is met, from wherever it looks", () => {
  const { geometry } = SHEET;
  const { position, normal, uv } = geometry.attributes;
  const twice = (of, size, move) => numbers(size, [0, 1].flatMap((k) => Array.from({ length: 4 }, (_each, i) => Array.from({ length: size }, (_none, axis) =>
    (size === 2 ? [of.getX(i), of.getY(i)][axis] : of.getComponent(i, axis)) + (axis === 2 ? k * move : 0))).flat()));
  const attributes = { position: twice(position, 3, 10), normal: twice(normal, 3, 0), uv: twice(uv, 2, 0) };
  const array = [4, 5, 6, 6, 5, 7, ...geometry.index.array];
  const surface = new Surface({ ...SHEET, morphTargetDictionary: {}, geometry: { index: { array }, attributes, morphAttributes: {} } }, ["rest"]);
  near(surface.hit([10, 5, 100], [10, 5, -100], []).at.rest, [10, 5, 20]);
  near(surface.hit([-90, 5, 120], [110, 5, -80], []).at.rest, [10, 5, 20]); // aslant
  near(surface.hit([10, 5, 19], [10, 5, -100], []).at.rest, [10, 5, 0]);
});

test("of many triangles none is overlooked: a ball is met where it is, and nowhere beside it", () => {
  const [around, over] = [60, 30];
  const points = Array.from({ length: (around + 1) * (over + 1) }, (_each, i) => {
    const [a, b] = [((i % (around + 1)) / around) * 2 * Math.PI, (Math.floor(i / (around + 1)) / over) * Math.PI];
    return [100 * Math.sin(b) * Math.cos(a), 100 * Math.cos(b), -100 * Math.sin(b) * Math.sin(a)];
  });
  const array = Array.from({ length: around * over }, (_each, i) => {
    const [one, two] = [0, 1].map((down) => (Math.floor(i / around) + down) * (around + 1) + (i % around));
    return [one, two, one + 1, one + 1, two, two + 1];
  }).flat();
  const attributes = { position: numbers(3, points.flat()), normal: numbers(3, points.flat()), uv: numbers(2, points.flatMap(() => [0, 0])) };
  const surface = new Surface({ ...SHEET, matrixWorld: { elements: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1] }, morphTargetDictionary: {}, geometry: { index: { array }, attributes, morphAttributes: {} } }, ["rest"]);
  for (let i = 0; i < 3000; i += 1) {
    const [a, b, r] = [i * 2.4, Math.acos(1 - (2 * (i + 0.5)) / 3000), (i % 110) + 0.5]; // from all sides, at all distances from its middle
    const way = [Math.sin(b) * Math.cos(a), Math.cos(b), Math.sin(b) * Math.sin(a)];
    const side = [-Math.sin(a), 0, Math.cos(a)];
    const [from, to] = [500, -500].map((far) => way.map((value, axis) => value * far + side[axis] * r));
    const found = surface.hit(from, to, []);
    if (r > 100) assert.equal(found, null);
    if (r < 99) assert.ok(Math.hypot(...found.at.rest.map((value, axis) => value - way[axis] * Math.sqrt(1e4 - r * r) - side[axis] * r)) < 8);
  }
});

test("whichever way a border runs its dashes are stretched by less than a seventh", () => {
  for (let up = -90; up <= 90; up += 3) {
    for (let around = 0; around < 360; around += 3) {
      const [a, b] = [around, up].map((degrees) => (degrees * Math.PI) / 180);
      const along = [Math.cos(a) * Math.cos(b), Math.sin(a) * Math.cos(b), Math.sin(b)];
      const nearest = Math.max(...WAYS.map((way) => Math.abs(way.reduce((sum, value, i) => sum + value * along[i], 0)) / Math.hypot(...way)));
      assert.ok(nearest > 0.88, `${along}`);
    }
  }
});

// ---- strokes

test("a stroke leaves no gap, however far the pointer jumps", () => {
  for (const to of [[0, 0], [3, 1], [240, -90]]) {
    const places = passed([0, 0], to, 8);
    assert.deepEqual([places[0], places[places.length - 1]], [[0, 0], to]);
    places.slice(1).forEach(([x, y], i) => assert.ok(Math.hypot(x - places[i][0], y - places[i][1]) <= 4));
  }
});

test("what lies under a brush is a disc, looked at finely enough and not more often than needed", () => {
  for (const radius of [0.5, 6, 80]) {
    const places = under([10, 20], radius);
    assert.ok(places.every(([x, y]) => Math.hypot(x - 10, y - 20) <= radius));
    assert.ok(places.length < 400);
    if (radius > 1) assert.ok(places.length > 60);
  }
});

test("hands and feet are painted in their own small squares, other skin in those of the whole body", () => {
  const order = inTurn({ anterior: 12, posterior: 12, perineum: 9, "hand-dorsal": 5, "foot-sole": 5 });
  assert.deepEqual(order, ["hand-dorsal", "foot-sole", "anterior", "posterior", "perineum"]);
});

// ---- marks

const POSES = ["anatomical", "arms-raised", "lithotomy"];
const placeAt = (x) => ({ at: Object.fromEntries(POSES.map((pose, i) => [pose, [x, 100 * i, 0]])), normal: Object.fromEntries(POSES.map((pose) => [pose, [0, 0, 1]])) });
const REFLEX = { key: "biceps|right", kind: "tap", meta: { layer: "reflex" }, colour: "#ff0000", label: "biceps", path: [placeAt(-200)] };
const MARKED = { colours: { ink: "#000000", skin: "#ffffff" }, marks: [REFLEX, { kind: "key_point", path: [placeAt(0)] }] };
const look = (more = {}) => ({ states: new Map(), ...more });

test("key points are marked where they are switched on, reflexes always, and the place pointed at where the body has it", () => {
  const kinds = (of, placeOf = () => placeAt(1)) => marksOf(MARKED, of, placeOf).map(({ kind }) => kind);
  assert.deepEqual(kinds(look()), ["tap"]);
  assert.deepEqual(kinds(look({ marks: { key_points: true } })), ["tap", "key_point"]);
  assert.deepEqual(kinds(look({ point: { view: "anterior", x: 0, y: 0 } })), ["tap", "pin"]);
  assert.deepEqual(kinds(look({ point: { view: "anterior", x: 0, y: 0 } }), () => null), ["tap"]);
});

test("a lit reflex is larger, not only of another colour, and what is not lit recedes", () => {
  const px = (state) => dotsOf(marksOf(MARKED, look({ states: new Map([["biceps|right", state]]) }), () => null)[0], [0, 0, 0])[0].px;
  assert.ok(px("main") > px("neighbour"));
  const [away] = marksOf(MARKED, look({ states: new Map([["triceps|right", "main"]]) }), () => null);
  assert.deepEqual(away.colour, mix([255, 0, 0], [255, 255, 255], 0.7));
});

test("a stroke is drawn all along and ends in the head of an arrow that points its way", () => {
  const dots = dotsOf({ kind: "stroke", path: [placeAt(0), placeAt(30)], colour: [1, 2, 3] }, [0, 0, 0]);
  const heads = dots.filter(({ style }) => style === MARKS.head);
  assert.equal(heads.length, 2); // its edge and itself
  for (const { place, behind } of heads) assert.ok(place.at.anatomical[0] > behind.at.anatomical[0]);
  const along = dots.filter(({ style }) => style === MARKS.plain).map(({ place }) => place.at.anatomical[0]);
  for (let x = 0; x < 30; x += 1) assert.ok(along.some((each) => Math.abs(each - x) < 2));
});

test("a mark is meant near to it, the nearest first, and goes with the pose of the body", () => {
  const other = { ...REFLEX, key: "triceps|right", path: [placeAt(-180)] };
  assert.equal(nearestOf([REFLEX, other], [-184, 0, 0]).key, "triceps|right");
  assert.equal(nearestOf([REFLEX, other], [0, 0, 0]), null);
  near(posed(placeAt(5).at, POSES, [0, 0.5]), [5, 100, 0]);
});

// ---- palettes

const number = (key, colour, more = {}) => ({ key, colour, meta: { id: key }, ...more });
const PAYLOAD = {
  colours: { skin: "#ffffff", nerve: "#123456" },
  sheets: {
    ground: { empty: "#eeeeee", numbers: [number("S1|right", "#ff0000"), number("L5|right", "#00ff00"), number("S1|right", "#ff8888")] },
    nerve: { empty: "#ffffff", numbers: [number("sural|right", "#123456"), number("tibial|right", "#654321")] },
  },
};
const NOTHING = { states: new Map() };
const at = (palette, row, n) => [...palette.slice((row * 256 + n) * 4, (row * 256 + n) * 4 + 4)];

test("with nothing chosen every region has its own colour and a thin border, and its parts are one", () => {
  const palette = paletteOf(PAYLOAD, NOTHING);
  assert.deepEqual(at(palette, ROWS.ground, 1), [255, 0, 0, 1]);
  assert.deepEqual(at(palette, ROWS.ground, 2), [0, 255, 0, 2]);
  assert.deepEqual(at(palette, ROWS.ground, 3), [255, 136, 136, 1]);
  assert.deepEqual(at(palette, ROWS.ground + 1, 1).slice(1), [0, 0, 0]);
});

test("a choice keeps its colour and the rest recedes; neither is told by colour alone", () => {
  const palette = paletteOf(PAYLOAD, { states: new Map([["S1|right", "selected"], ["L5|right", "neighbour"]]) });
  assert.deepEqual(at(palette, ROWS.ground, 1), [255, 0, 0, 1]);
  assert.deepEqual(at(palette, ROWS.ground, 2).slice(0, 3), mix([0, 255, 0], [255, 255, 255], 0.7));
  const [selected, neighbour, part] = [1, 2, 3].map((n) => at(palette, ROWS.ground + 1, n));
  assert.ok(selected[0] > neighbour[0]);
  assert.deepEqual(part, selected);
  assert.equal(selected[1], 0);
  assert.equal(neighbour[1], 255);
});

test("what is inferred is known by the border it has, whichever way it is coloured", () => {
  const { ground } = PAYLOAD.sheets;
  const numbers = ground.numbers.map((each, i) => ({ ...each, inferred: i === 2 }));
  const payload = { ...PAYLOAD, sheets: { ...PAYLOAD.sheets, ground: { ...ground, numbers } } };
  const second = (look, n) => at(paletteOf(payload, look), ROWS.ground + 1, n)[1];
  assert.deepEqual([1, 2, 3].map((n) => second(NOTHING, n)), [0, 0, 128]);
  assert.deepEqual([1, 3].map((n) => second({ states: new Map([["S1|right", "neighbour"]]) }, n)), [255, 255]);
});

test("what a root carries is filled in its colour, what it only contributes to is hatched as well", () => {
  const palette = paletteOf(PAYLOAD, { states: new Map([["S1|right", "main"], ["L5|right", "contributing"]]), colour: "#102030" });
  assert.deepEqual(at(palette, ROWS.ground, 1).slice(0, 3), [16, 32, 48]);
  assert.equal(at(palette, ROWS.ground + 1, 1)[2], 0);
  assert.equal(at(palette, ROWS.ground + 1, 2)[2], 255);
});

test("in a question no colour tells a root: regions are skin, what is asked about is marked, on a bare body no border shows", () => {
  const asked = { states: new Map([["S1|right", "asked"]]) };
  const palette = paletteOf(PAYLOAD, { ...asked, plain: "borders" });
  assert.deepEqual(at(palette, ROWS.ground, 2).slice(0, 3), [255, 255, 255]);
  assert.notDeepEqual(at(palette, ROWS.ground, 1).slice(0, 3), [255, 255, 255]);
  assert.ok(at(palette, ROWS.ground + 1, 2)[0] > 0);
  assert.equal(at(paletteOf(PAYLOAD, { ...NOTHING, plain: "blank" }), ROWS.ground + 1, 2)[0], 0);
});

test("of a nerve laid over a map only its own fields show", () => {
  const palette = paletteOf(PAYLOAD, { ...NOTHING, nerve: new Set(["sural|right"]) });
  assert.deepEqual(at(palette, ROWS.nerve, 1), [18, 52, 86, 255]);
  assert.equal(at(palette, ROWS.nerve, 2)[3], 0);
  assert.equal(at(palette, ROWS.nerve + 1, 2)[0], 0);
});

// ---- names

test("a name stands in the middle of the roomiest part of its region", () => {
  const width = 9;
  const rows = ["000000000", "011111000", "011111020", "011111000", "011111000", "011111000", "000000010"];
  const found = roomiest([...rows.join("")].map(Number), width, rows.length);
  const { x, y, r, left, right } = found.get(1);
  assert.deepEqual([x, y, left, right], [3, 3, 2, 2]);
  assert.equal(r, 3);
  assert.equal(found.get(1).count, 26);
  assert.equal(found.has(0), false);
});

test("of names that would collide the first in rank stands", () => {
  const name = (text, x, rank) => ({ text, x, y: 10, width: 20, height: 10, rank });
  assert.deepEqual(clear([name("b", 15, 2), name("a", 0, 1), name("c", 40, 3)]).map(({ text }) => text), ["a", "c"]);
});

/* A body 40 places wide on a sheet of 100, with a small region 1 on a large one 2. */
const SMALL = (() => {
  const [width, height] = [100, 60];
  const numbers = Uint8Array.from({ length: width * height }, (_each, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x < 30 || x >= 70) return 0;
    return x >= 34 && x < 42 && y >= 20 && y < 26 ? 1 : 2;
  });
  return { numbers, skin: numbers.map((each) => (each ? 255 : 0)), width, height };
})();

test("a sign that would hide its region stands beside the body, on the side that is nearer, and where it hides little it stays", () => {
  const places = roomiest(SMALL.numbers, SMALL.width, SMALL.height);
  const size = [14, 6];
  const free = beside(SMALL, 1, places.get(1), size, []);
  assert.ok(free.x < 30 && free.x + 7 <= 34, `${free.x}`); // most of it on paper
  assert.ok(Math.abs(free.y - 23) < 12);
  assert.equal(beside(SMALL, 2, places.get(2), size, []), null);
  // Another sign there keeps it off; on a sheet without room it stays on its region.
  const other = beside(SMALL, 1, places.get(1), size, [{ ...free, wide: 14, high: 6 }]);
  assert.ok(Math.abs(other.x - free.x) >= 14 || Math.abs(other.y - free.y) >= 6);
  assert.equal(beside(SMALL, 1, places.get(1), [120, 6], []), null);
});

test("a name at the edge is moved into the picture, any other stays", () => {
  const name = { text: "✓ S1", width: 40, height: 20 };
  assert.deepEqual(inside({ ...name, x: 95, y: -3 }, 100, 50), { ...name, x: 80, y: 10 });
  assert.deepEqual(inside({ ...name, x: 50, y: 25 }, 100, 50), { ...name, x: 50, y: 25 });
});

// ---- the surface for other tools

/* A sheet of the unfolded skin, 64 texels wide, on which region 1 is a disc of radius 0.3 about the middle of region 2. */
const DISC = (() => {
  const [width, height] = [64, 64];
  const texels = new Uint8Array(width * height * 4);
  for (let i = 0; i < width * height; i += 1) {
    const far = Math.hypot(((i % width) + 0.5) / width - 0.5, (Math.floor(i / width) + 0.5) / height - 0.5) - 0.3;
    texels.set([far < 0 ? 1 : 2, far < 0 ? 2 : 1, Math.min(200, Math.abs(far) * 800), 255], i * 4);
  }
  return { texels, width, height };
})();
const GRID = 20;
const FLAT = (() => {
  const uvs = Array.from({ length: (GRID + 1) ** 2 }, (_each, i) => [(i % (GRID + 1)) / GRID, Math.floor(i / (GRID + 1)) / GRID]);
  const index = Array.from({ length: GRID * GRID }, (_each, i) => {
    const at = Math.floor(i / GRID) * (GRID + 1) + (i % GRID);
    return [at, at + 1, at + GRID + 2, at, at + GRID + 2, at + GRID + 1];
  }).flat();
  return { uvs, index };
})();

test("triangles are cut along borders: the parts have the areas of their regions, none is turned over, nothing is lost", () => {
  const { added, pieces } = cut(FLAT.index, FLAT.uvs, reader(DISC));
  const places = [...FLAT.uvs, ...added.map((shares) => shares.reduce(([u, v], [i, share]) => [u + share * FLAT.uvs[i][0], v + share * FLAT.uvs[i][1]], [0, 0]))];
  const areas = new Map([...pieces].map(([label, corners]) => {
    let sum = 0;
    for (let i = 0; i < corners.length; i += 3) {
      const [[ax, ay], [bx, by], [cx, cy]] = corners.slice(i, i + 3).map((corner) => places[corner]);
      const area = ((bx - ax) * (cy - ay) - (by - ay) * (cx - ax)) / 2;
      assert.ok(area > -1e-9);
      sum += area;
    }
    return [label, sum];
  }));
  assert.ok(Math.abs(areas.get(1) - Math.PI * 0.09) < 0.003, `${areas.get(1)}`);
  assert.ok(Math.abs(areas.get(1) + areas.get(2) - 1) < 1e-9);
});

test("what is saved for other tools is read by a reader of glTF, its regions by name", async () => {
  const { GLTFLoader } = await import("three/examples/jsm/loaders/GLTFLoader.js");
  const three = { POSITION: Float32Array.of(0, 0, 0, 1, 0, 0, 0, 1, 0), NORMAL: Float32Array.of(0, 0, 1, 0, 0, 1, 0, 0, 1), TEXCOORD_0: new Float32Array(6) };
  const names = ["C6, right (ISNCSCI map (2019), published)", "Näheres ✓"];
  const file = glbOf({ name: "map", attributes: three, targets: [["raised", { POSITION: new Float32Array(9), NORMAL: new Float32Array(9) }]], asset: { copyright: "CC0 1.0" },
    pieces: names.map((name) => ({ name, colour: [255, 0, 128], extras: { regions: [] }, corners: [0, 1, 2] })) });
  const { scene, asset } = await new GLTFLoader().parseAsync(await file.arrayBuffer(), "");
  const found = [];
  scene.traverse((each) => { if (each.isMesh) found.push(each); });
  assert.deepEqual(found.map(({ material }) => material.name), names);
  assert.deepEqual(Object.keys(found[0].morphTargetDictionary), ["raised"]);
  assert.equal(asset.copyright, "CC0 1.0");
});

test("a region is named with its side, its map and whether that draws it; two that overlap are both named", () => {
  const sheet = (...numbers) => ({ numbers });
  const region = (key, name, more = {}) => ({ key, name, colour: "#ff0000", meta: { layer: "territory" }, ...more });
  const payload = { full_title: "Foerster map (1933)", counts: [], colours: { skin: "#ffffff" },
    sheets: { ground: sheet(region("C6|right", "C6, right"), region("C7|right", "C7, right", { inferred: true })), over: sheet(region("C8|right", "C8, right")) } };
  assert.equal(regionOf(payload, 1).name, "C6, right (Foerster map (1933), published)");
  assert.equal(regionOf(payload, 2).name, "C7, right (Foerster map (1933), inferred)");
  assert.equal(regionOf(payload, 1 + 256).name, "C6, right + C8, right (Foerster map (1933), published)");
  assert.equal(regionOf(payload, 0).name, "not mapped (Foerster map (1933))");
});

test("where maps agree the surface is cut by how many give the skin to the root, two pictures of a map counting once", () => {
  const map = (gives, again = false) => ({ gives, maps: [1], again });
  const payload = { counts: ["#1", "#2", "#3"], sheets: { ground: {}, map0: map([1]), map1: map([0]), map2: map([1], true), map3: map([0]) } };
  assert.equal(labeller(payload, () => () => 1)([0, 0]), 2 + 8 * 3);
  assert.equal(labeller(payload, (role) => () => (role === "map0" ? 0 : 1))([0, 0]), 1 + 8 * 2);
  assert.equal(labeller(payload, () => () => 0)([0, 0]), 0);
});

test("a pair of regions comes back from its number", () => {
  const pairs = Array.from({ length: 700 }, (_each, i) => i * 90 + 1);
  const [order, table] = [orderOf(pairs), tableOf([undefined, pairs])];
  pairs.forEach((pair, i) => {
    assert.equal(order[pair * 2] + 256 * order[pair * 2 + 1], i);
    assert.deepEqual([...table.slice((MOST_PAIRS + i) * 2, (MOST_PAIRS + i) * 2 + 2)], [pair >> 8, pair & 255]);
  });
});

test("of two maps wanted one after the other the later lies on the body, whichever is there first", async () => {
  const uniforms = Object.fromEntries([...ROLES, "pairs"].map((role) => [role, { value: null }]));
  class Made { constructor(...given) { Object.assign(this, { given, dispose() { this.gone = true; } }); } }
  const sheets = new Sheets({ ShaderMaterial: Made, DataTexture: Made }, {}, uniforms);
  const there = {};
  sheets.of = (address) => new Promise((done) => { there[address] = () => done(sheets.packed.get(address) || sheets.packed.set(address, Object.assign(new Made(), { texture: address })).get(address)); });
  const [first, second] = ["first", "second"].map((address) => sheets.lay({ ground: { address, pairs: [258] } }));
  there.second();
  assert.equal(await second, true);
  there.first();
  assert.equal(await first, false);
  assert.deepEqual(ROLES.map((role) => uniforms[role].value), ROLES.map(() => "second"));
  const third = sheets.lay({ ground: { address: "third", pairs: [258] } });
  there.third();
  assert.equal(await third, true);
  assert.deepEqual([...sheets.packed.keys()], ["third"]);
});
