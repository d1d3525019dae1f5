/* What of a plate needs no browser: labels that do not touch, fields a point lies in. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { choose, depthIn, refused } from "../../dermatome/frontend/plate/choice.js";
import { Frame, regionKey } from "../../dermatome/frontend/plate/frame.js";
import { crosses, touch } from "../../dermatome/frontend/plate/room.js";
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
