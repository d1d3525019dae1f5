/* How plates share a rectangle. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { arrange, sidesAmong } from "../../dermatome/frontend/plate/layout.js";

const ROOM = { width: 900, height: 600, gap: 12, caption: 24 };

test("every plate keeps its proportions and has its place once", () => {
  const aspects = [0.55, 0.55, 0.3, 0.3, 1.2, 0.9];
  const plan = arrange(aspects, aspects.map(() => 1), [], ROOM);
  const plates = plan.flat(2);
  assert.deepEqual(plates.map(({ index }) => index), [0, 1, 2, 3, 4, 5]);
  for (const { index, width, height } of plates) {
    assert.ok(Math.abs(width - aspects[index] * height) <= 2, `plate ${index}: ${width} x ${height}`);
  }
});

test("no row is wider than the room, and all rows fit its height", () => {
  for (const count of [1, 2, 4, 10]) {
    const aspects = Array.from({ length: count }, (_, i) => 0.4 + 0.1 * (i % 4));
    const plan = arrange(aspects, aspects.map(() => 1), [], ROOM);
    const wide = plan.map((row) => row.reduce((sum, [plate]) => sum + plate.width, (row.length - 1) * ROOM.gap));
    const high = plan.reduce((sum, row) => sum + row[0][0].height + ROOM.caption, (plan.length - 1) * ROOM.gap);
    assert.ok(Math.max(...wide) <= ROOM.width + 1, `${count} plates: rows of ${wide}`);
    assert.ok(high <= ROOM.height + 1, `${count} plates: ${high} px high`);
  }
});

test("the two sides of the body stand one above the other where that makes all plates larger", () => {
  const plan = arrange([0.45, 0.45, 0.4, 0.4], [1, 1, 1, 1], [[2, 3]], { ...ROOM, width: 700 });
  const stacked = plan.flat().filter((cell) => cell.length === 2);
  assert.deepEqual(stacked.map((cell) => cell.map(({ index }) => index)), [[2, 3]]);
});

test("without plates there are no rows", () => {
  assert.deepEqual(arrange([], [], [], ROOM), []);
});

test("the sides of the body are a pair where they stand next to each other", () => {
  assert.deepEqual(sidesAmong(["anterior", "lateral-left", "lateral-right"]), [[1, 2]]);
  assert.deepEqual(sidesAmong(["lateral-left", "anterior", "lateral-right"]), []);
  assert.deepEqual(sidesAmong(["lateral-right"]), []);
});
