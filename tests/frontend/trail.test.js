/* Strokes of paint are taken back one by one, whatever they did. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Trail } from "../../dermatome/frontend/base/trail.js";

const stroke = (trail, ...keys) => {
  trail.begin();
  for (const key of keys) trail.squares.add(key);
  trail.end();
};

test("each stroke is taken back, and so is wiping all of it off", () => {
  const trail = new Trail();
  trail.undo();
  assert.deepEqual([trail.empty, trail.told()], [true, []]);
  stroke(trail, "anterior|1|2");
  stroke(trail, "anterior|1|2", "posterior|-3|4");
  trail.replace(new Set());
  assert.deepEqual(trail.told(), []);
  trail.undo();
  assert.deepEqual(trail.told(), [["anterior", 1, 2], ["posterior", -3, 4]]);
  trail.undo();
  assert.deepEqual(trail.told(), [["anterior", 1, 2]]);
  trail.undo();
  assert.deepEqual([trail.empty, trail.told()], [true, []]);
});

test("what another hand puts there cannot be taken back, and old strokes are forgotten", () => {
  const trail = new Trail();
  stroke(trail, "anterior|0|0");
  trail.clear(new Set(["anterior|9|9"]));
  trail.undo();
  assert.deepEqual(trail.told(), [["anterior", 9, 9]]);
  for (let i = 0; i < 70; i += 1) stroke(trail, `anterior|${i}|0`);
  for (let i = 0; i < 70; i += 1) trail.undo();
  assert.ok(trail.empty && trail.squares.size === 11);
});
