/* The keys of lecture mode. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ACTIONS, actionOf, helpRows } from "../../dermatome/frontend/lecture/keys.js";

test("no key stands for two things", () => {
  const keys = ACTIONS.flatMap((action) => action.keys);
  assert.equal(new Set(keys).size, keys.length);
});

test("what presenters' clickers send goes forward, back, black and away", () => {
  const sent = { PageDown: "forward", PageUp: "back", b: "black", ".": "black", F5: "first", Escape: "leave" };
  for (const [key, id] of Object.entries(sent)) assert.equal(actionOf({ key, shiftKey: false }).id, id, key);
});

test("Shift turns round what has a way back, whatever the case of the letter", () => {
  assert.deepEqual(actionOf({ key: "R", shiftKey: true }), { id: "root", turn: -1, key: "r" });
  assert.deepEqual(actionOf({ key: "R", shiftKey: false }), { id: "root", turn: 1, key: "r" });
  assert.equal(actionOf({ key: "T", shiftKey: true }).turn, 1);
  assert.equal(actionOf({ key: "z", shiftKey: false }), null);
});

test("every action is in the list of keys", () => {
  assert.equal(helpRows().length, ACTIONS.length);
  for (const [keys, text] of helpRows()) assert.ok(keys && text);
});
