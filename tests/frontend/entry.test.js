/* What keys do on the worksheet. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf, sheetOf, Trail, typed } from "../../dermatome/frontend/examination/entry.js";

const TOUCH = { scores: ["0", "1", "2", "NT", "0*", "1*", "0**", "1**", "NT*", "NT**"], normal: "2" };
const MOTOR = { scores: ["0", "1", "2", "3", "4", "5", "NT", "0*", "4*", "NT*"], normal: "5" };

test("a digit that may stand there stands there, another is refused", () => {
  assert.deepEqual(typed("1", "", TOUCH), { score: "1" });
  assert.deepEqual(typed("3", "1", TOUCH), { refused: "score" });
  assert.deepEqual(typed("5", "NT", MOTOR), { score: "5" });
  assert.deepEqual(typed("6", "", MOTOR), { refused: "score" });
});

test("a star goes round over a score that is not normal, and over no other", () => {
  const round = ["0", "0*", "0**", "0"];
  for (let i = 0; i < 3; i += 1) assert.deepEqual(typed("*", round[i], TOUCH), { score: round[i + 1] });
  assert.deepEqual(typed("*", "NT", MOTOR), { score: "NT*" });
  assert.deepEqual(typed("*", "5", MOTOR), { refused: "normal" });
  assert.deepEqual(typed("*", "2", TOUCH), { refused: "normal" });
  assert.deepEqual(typed("*", "2", MOTOR), { score: "2*" });
  assert.deepEqual(typed("*", "", MOTOR), { refused: "star" });
});

test("n is not testable, Backspace clears, other keys are none of the worksheet's", () => {
  assert.deepEqual(typed("n", "1", TOUCH), { score: "NT" });
  assert.deepEqual(typed("Backspace", "1**", TOUCH), { score: "" });
  for (const key of ["a", "Tab", "Escape", "F2"]) assert.equal(typed(key, "1", TOUCH), null);
});

test("what was done can be undone and done again, step by step", () => {
  const [scores, trail] = [new Map([["a", "1"]]), new Trail()];
  assert.ok(trail.make(scores, [["a", "2"], ["b", "0"]]));
  assert.ok(!trail.make(scores, [["a", "2"]]), "nothing changed");
  assert.ok(trail.make(scores, [["b", "1"]]));
  assert.equal(trail.undo(scores), "b");
  assert.deepEqual([...scores], [["a", "2"], ["b", "0"]]);
  trail.undo(scores);
  assert.deepEqual([...scores], [["a", "1"], ["b", ""]]);
  assert.equal(trail.undo(scores), undefined);
  trail.redo(scores);
  assert.deepEqual([...scores], [["a", "2"], ["b", "0"]]);
  trail.make(scores, [["a", "0"]]);
  assert.equal(trail.redo(scores), undefined, "a new change ends the old future");
});

test("a worksheet is fields, and fields are a worksheet", () => {
  const sheet = {
    date: "2026-05-01", right: { motor: { C5: "5", C6: "" } }, left: { light_touch: { "S4-5": "1*" } },
    deep_anal_pressure: "Yes", left_lowest_non_key_muscle: null, impaired_by: { "left.light_touch.S4-5": "scar. Old." },
  };
  const fields = fieldsOf(sheet);
  assert.equal(fields.get("left.light_touch.S4-5"), "1*");
  assert.equal(fields.get("impaired_by.left.light_touch.S4-5"), "scar. Old.");
  assert.deepEqual(sheetOf(fields), { ...sheet, left_lowest_non_key_muscle: "" });
  fields.set("left.light_touch.S4-5", "1");
  assert.deepEqual(sheetOf(fields).impaired_by, {}, "without a star nothing else impairs it");
});

test("a word is taken back as a whole, and a field between two words apart", () => {
  const [fields, trail] = [new Map(), new Trail()];
  for (const typed of ["a", "ab"]) trail.make(fields, [["comments", typed]], true);
  trail.make(fields, [["comments", "ab "]]);
  trail.make(fields, [["comments", "ab c"]], true);
  trail.make(fields, [["deep_anal_pressure", "No"]]);
  trail.make(fields, [["comments", "ab cd"]], true);
  const back = [];
  for (let name = trail.undo(fields); name; name = trail.undo(fields)) back.push(`${name}: ${fields.get("comments")}`);
  assert.deepEqual(back, ["comments: ab c", "deep_anal_pressure: ab c", "comments: ab", "comments: "]);
  while (trail.redo(fields));
  assert.deepEqual([...fields], [["comments", "ab cd"], ["deep_anal_pressure", "No"]]);
});
