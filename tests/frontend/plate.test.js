/* What of a plate needs no browser: labels that do not touch, fields a point lies in. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { shortOf } from "../../dermatome/frontend/plate/badges.js";
import { choose, depthIn, refused } from "../../dermatome/frontend/plate/choice.js";
import { Frame, regionKey } from "../../dermatome/frontend/plate/frame.js";
import { putInOrder, unruly } from "../../dermatome/frontend/plate/order.js";
import { crosses, Room, touch } from "../../dermatome/frontend/plate/room.js";
import { legendOfAll, swiped } from "../../dermatome/frontend/map/linked.js";

test("boxes that touch and lines that cross are told from those that do not", () => {
  const box = { x: 50, y: 50, wide: 20, high: 6 };
  assert.ok(touch(box, { x: 60, y: 52, wide: 20, high: 6 }));
  assert.ok(!touch(box, { x: 95, y: 50, wide: 20, high: 6 }));
  assert.ok(crosses([[0, 50], [100, 50]], box));
  assert.ok(!crosses([[0, 60], [100, 60]], box));
});

test("depth is the distance to a border, not to the outline of the body", () => {
  // A square of 10 mm whose left side is the body's outline.
  const trace = { x: [0, 10, 10, 0, 0], y: [0, 0, 10, 10, 0] };
  const element = { __data__: [{ trace }] };
  assert.equal(depthIn(element, [1, 5], new Set()), 1);
  assert.equal(depthIn(element, [1, 5], new Set(["0 0", "0 10"])), 5);
});

test("the face is named but cannot be chosen", () => {
  const told = [];
  const plate = {
    view: "anterior", clientAnchor: () => ({ x: 0, y: 0 }),
    listener: { refuse: () => told.push("refused"), pick: ({ point, whole }) => told.push([point, whole]) },
  };
  choose(plate, { meta: { kind: "trigeminal" } }, [1, 2]);
  choose(plate, { meta: { kind: "spinal" } }, [1.234, -2.06], true, true);
  assert.ok(refused({ kind: "trigeminal" }));
  assert.deepEqual(told, ["refused", [{ view: "anterior", x: 1.2, y: -2.1 }, true]]);
});

test("a point of the screen and its millimetres are each other's inverse, zoomed or not", () => {
  const axis = (offset) => ({ _length: 200, _offset: offset, l2p: (v) => v * 2, p2l: (p) => p / 2 });
  const host = { _fullLayout: { xaxis: axis(10), yaxis: axis(20) }, getBoundingClientRect: () => ({ left: 5, top: 7 }) };
  const frame = new Frame(host, {});
  frame.home = { x: [0, 100], y: [0, 100] };
  frame.window = { x: [25, 75], y: [25, 75] };
  assert.equal(frame.zoomLevel(), 2);
  const { x, y } = frame.clientAnchor({ info: { at: [30, 40] } });
  assert.deepEqual(frame.toData(x, y), [30, 40]);
  assert.equal(frame.radius({ info: { r: 5 } }), 20);
  assert.equal(regionKey("S1", "left"), "S1|left");
});

test("maps side by side are swiped through on a narrow screen alone", () => {
  assert.equal(swiped([0.5, 0.5], 900, 800), null);
  const [row] = swiped([0.5, 0.5], 400, 800);
  assert.deepEqual(row.map(([{ index }]) => index), [0, 1]);
  assert.ok(row.every(([{ width }]) => width <= 400 * 0.84));
});

test("the legend of maps side by side says only what is on them", () => {
  const dermatome = { schemes: { a: {}, b: { partial: true, inferred: { means: "…", roots: [] } } } };
  const keys = (plates, inferred) => legendOfAll({ root: "S1", plates, inferred }, { dermatome }).map(([key]) => key);
  assert.deepEqual(keys([["a", "anterior"]], true), ["selected", "pin"]);
  assert.deepEqual(keys([["a", "anterior"], ["b", "anterior"]], true), ["selected", "inferred", "unmapped", "pin"]);
  assert.deepEqual(keys([["agreement-S1", "anterior"]], true), []);
});

/* Room around a body that is a band across the middle of the page. */
const roomAround = ({ body = () => false, marks = [] } = {}) => Object.assign(Object.create(Room.prototype), {
  page: { x0: -200, x1: 200, y0: -200, y1: 200 }, spots: [], boxes: [], lines: [], marks, onBody: body, orderly: false,
});

test("a line from a name ends where its band is nearest to the name", () => {
  const room = roomAround({ body: ({ x, wide, y }) => Math.abs(y) < 20 && Math.abs(x) - wide < 90 });
  const ends = [[-80, 4], [80, 4]];
  const right = room.beside([5, 0], 8, 4, 300, false, ends);
  assert.deepEqual(right.line[1], [80, 4]);
  assert.deepEqual(room.beside([-5, 0], 8, 4, 300, false, ends).line[1], [-80, 4]);
  assert.ok(room.beside([5, 0], 8, 4).cost > right.cost, "else it crosses half of the body");
});

test("no line leads across what another name is of, where there is another way", () => {
  const at = [50, 0];
  const mark = { x: 80, y: 0, wide: 6, high: 6 };
  const body = (box) => touch(box, { x: 50, y: 0, wide: 45, high: 80 });
  assert.ok(crosses(roomAround({ body }).beside(at, 8, 4).line, mark));
  assert.ok(!crosses(roomAround({ body, marks: [mark] }).beside(at, 8, 4).line, mark));
  const own = { x: 50, y: 0, wide: 6, high: 6 };
  assert.ok(crosses(roomAround({ body, marks: [own] }).beside(at, 8, 4).line, own), "to its own mark it leads");
});

test("a sign stands above or below where there is no room at the side", () => {
  const hand = (box) => touch(box, { x: -170, y: 0, wide: 30, high: 20 });
  const place = roomAround({ body: (box) => hand(box) || box.x > -130 }).upright([-180, 5], 20, 9, 190);
  assert.ok(place && !hand(place));
  assert.ok(place.x - 20 >= -200, "within the page");
  assert.deepEqual(place.line[1], [-180, 5]);
  assert.equal(Math.sign(place.y - place.line[0][1]), Math.sign(place.y), "the line leaves its near edge");
});

test("a line to a region ends before the name that is written there", () => {
  const own = { x: 50, y: 0, wide: 8, high: 4 };
  const line = [[0, 0], [50, 0]];
  assert.deepEqual(shortOf(line, own), [40.5, 0]);
  const [x, y] = shortOf([[50, -60], [50, 0]], own);
  assert.deepEqual([x, y], [50, -5.5]);
  assert.deepEqual(shortOf(line, null), [50, 0]);
  assert.deepEqual(shortOf(line, { ...own, line: [[90, 0], [50, 0]] }), [50, 0], "a name beside the body is not in its way");
  assert.deepEqual(shortOf([[0, 0], [20, 0]], own), [20, 0], "nor is one it does not reach");
});

/* A name beside the body at a height, with a line to a place. */
const beside = (y, to, x = 100) => ({ x, y, box: { x, y, wide: 8, high: 4 }, line: [[x - 9, y], [0, to]] });

const orderly = (names, taken = []) => {
  const room = Object.create(Room.prototype);
  Object.assign(room, { page: { x0: -200, x1: 200, y0: 0, y1: 200 }, spots: [], onBody: () => false, beside: () => null,
    boxes: [...names.map(({ box }) => box), ...taken], lines: names.map(({ line }) => line) });
  putInOrder({ room, names: new Map(names.map((name, i) => [i, name])) });
  return room;
};

test("names beside the body change places until they stand as their regions do", () => {
  const names = [beside(50, 30), beside(20, 60, 120), beside(80, 90, 60)];
  const [upper, lower, third] = names;
  const room = orderly(names);
  assert.deepEqual([upper.y, lower.y, third.y], [20, 50, 80]);
  assert.deepEqual([upper.x, lower.x], [120, 100], "each has the whole place of the other");
  assert.deepEqual(upper.line, [[111, 20], [0, 30]], "the line leads to what it names");
  assert.equal(unruly(room.lines), 0);
  assert.equal(room.boxes.length, 3);
});

test("names stay where a change would lay a line over another name", () => {
  const names = [beside(50, 30), beside(20, 60, 120)];
  const room = orderly(names, [{ x: 60, y: 25, wide: 4, high: 6 }]);
  assert.deepEqual(names.map(({ y }) => y), [50, 20]);
  assert.deepEqual(room.lines, names.map(({ line }) => line));
});

test("names on two sides of the body are in no order with each other", () => {
  assert.equal(unruly([[[100, 50], [0, 30]], [[-100, 20], [0, 60]]]), 0);
  assert.equal(unruly([[[100, 50], [0, 30]], [[120, 20], [0, 60]]]), 1);
});
