/* Texts in the language of the page. */

import assert from "node:assert/strict";
import { afterEach, mock, test } from "node:test";
import { _, n_, speak, spokenBy } from "../../dermatome/frontend/base/words.js";

const GERMAN = { "Lit: %(name)s": "Leuchtet: %(name)s", "%(n)s root": ["%(n)s Wurzel", "%(n)s Wurzeln"] };
const answers = (body, ok = true, status = 200) =>
  mock.method(globalThis, "fetch", async () => ({ ok, status, json: async () => body }));

afterEach(() => mock.restoreAll());

test("English needs nothing fetched", async () => {
  const fetched = answers({});
  await speak({ v: "1" });
  assert.equal(_("Lit: %(name)s", { name: "S1" }), "Lit: S1");
  assert.equal(n_("%(n)s root", "%(n)s roots", 2), "2 roots");
  assert.equal(fetched.mock.callCount(), 0);
});

test("words that could not be fetched are an error with its status, and are asked for again", async () => {
  answers({}, false, 500);
  await assert.rejects(speak({ v: "2", lang: "de" }), { status: 500 });
  mock.restoreAll();
  answers(GERMAN);
  await speak({ v: "2", lang: "de" });
  assert.equal(_("Lit: %(name)s", { name: "S1" }), "Leuchtet: S1");
});

test("a server that cannot be reached is told from one that answers", async () => {
  mock.method(globalThis, "fetch", async () => { throw new TypeError("Failed to fetch"); });
  await assert.rejects(speak({ v: "3", lang: "de" }), { unreachable: true });
});

test("plurals, and what has no translation, read well", async () => {
  answers(GERMAN);
  await speak({ v: "4", lang: "de" });
  assert.deepEqual([1, 3].map((n) => n_("%(n)s root", "%(n)s roots", n)), ["1 Wurzel", "3 Wurzeln"]);
  assert.equal(_("never %(seen)s, %(left)s", { seen: "x" }), "never x, %(left)s");
});

test("language and terms tell one page's words from another's", () => {
  assert.notEqual(spokenBy({ lang: "de" }), spokenBy({ lang: "de", terms: "la" }));
  assert.equal(spokenBy({}), spokenBy({ lang: "" }));
});
