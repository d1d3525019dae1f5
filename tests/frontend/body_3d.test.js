/* The body in the round, as far as it needs no canvas: stands, palettes, places for names. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { clear, roomiest } from "../../dermatome/frontend/body_3d/names.js";
import { mix, paletteOf } from "../../dermatome/frontend/body_3d/palette.js";
import { fromBytes, ROWS } from "../../dermatome/frontend/body_3d/shader.js";
import { between, distanceOf, flatPoint, seenFrom, standOf, standsOf } from "../../dermatome/frontend/body_3d/stands.js";

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

test("a stand fits in a wide picture by its height and in a narrow one by its width", () => {
  const stand = { size: [400, 800] };
  assert.equal(distanceOf(stand, 24, 2), distanceOf({ size: [1, 800] }, 24, 1));
  assert.equal(distanceOf(stand, 24, 0.25), distanceOf({ size: [1, 1600] }, 24, 1));
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

test("a place of the skin is where the flat views of front and back have it: heights are from the floor", () => {
  assert.deepEqual(flatPoint([100.04, -17, 60], [0, 0, 0.6], BOUNDS), { view: "anterior", x: 100, y: 800 });
  assert.deepEqual(flatPoint([100, -17, -60], [0, 0, -0.6], BOUNDS), { view: "posterior", x: -100, y: 800 });
});

test("a coordinate comes back from its three bytes", () => {
  for (const value of [0, 0.123456, 0.5, 0.999]) {
    const bits = [1, 256, 65536].map((factor) => Math.floor(((value * factor) % 1) * 256));
    assert.ok(Math.abs(fromBytes(bits) - value) < 1e-6);
  }
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

test("what a root carries is filled in its colour, what it only contributes to is hatched as well", () => {
  const palette = paletteOf(PAYLOAD, { states: new Map([["S1|right", "main"], ["L5|right", "contributing"]]), colour: "#102030" });
  assert.deepEqual(at(palette, ROWS.ground, 1).slice(0, 3), [16, 32, 48]);
  assert.equal(at(palette, ROWS.ground + 1, 1)[2], 0);
  assert.equal(at(palette, ROWS.ground + 1, 2)[2], 255);
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
