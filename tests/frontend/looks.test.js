/* What a selection means on each kind of map. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  announcementOf, choiceOf, hiddenBeneath, layerOf, legendOf, lookOn, mapOf, mapsNear, neighbourRoots, openingOf, subjectOf,
} from "../../dermatome/frontend/map/looks.js";

const CATALOGUES = {
  dermatome: {
    opening: { layer: "dermatome", depth: "superficial", views: ["anterior"], inferred: true },
    maps: { myotome: "muscles-{depth}", reflex: "reflexes", nerve: "nerves", difference: "difference-{scheme}-{root}-{item}" },
    names: { L4: "L4, fourth", L5: "L5, fifth", S1: "S1, first" },
    schemes: {
      one: { name: "One", roots: ["L5", "S1"], partial: true, neighbours: { "S1|right": ["L5|right", "V1|right"], "S1|left": ["L5|left"] } },
      two: { name: "Two", roots: ["L5"], neighbours: {} },
    },
  },
  myotome: {
    items: { soleus: { name: "soleus (deep calf)", depth: "deep" }, glutei: { name: "gluteus maximus", depth: "superficial" } },
    movements: { push: { name: "pushing off", muscles: ["soleus", "glutei"] } },
    roots: { S1: { main: ["soleus"], contributing: ["glutei"], key: ["soleus"] } },
  },
  reflex: { items: { ankle: { name: "ankle jerk" } }, roots: { S1: { main: ["ankle"], contributing: [], key: [] } } },
  nerve: { items: { sural: { name: "sural nerve", fields: ["sural-field"] } }, fields: { "sural-field": { nerve: "sural", roots: ["S1"] } }, pairs: [] },
};

const state = (change = {}) => ({ ...openingOf(CATALOGUES), root: "S1", side: "right", scheme: "one", ...change });

test("each layer names the map it shows, and each map its layer", () => {
  const shown = { dermatome: "one", myotome: "muscles-superficial", reflex: "reflexes", nerve: "nerves" };
  for (const [layer, map] of Object.entries(shown)) {
    assert.equal(mapOf(state({ layer }), CATALOGUES), map);
    assert.equal(layerOf(map, CATALOGUES), layer);
  }
  const laid = mapOf(state({ layer: "nerve", kind: "nerve", item: "sural", difference: true }), CATALOGUES);
  assert.equal(laid, "difference-one-S1-sural");
  assert.equal(layerOf(laid, CATALOGUES), "nerve");
  assert.equal(layerOf("agreement-S1", CATALOGUES), "dermatome");
});

test("the maps one switch away are all others, each once", () => {
  assert.deepEqual(mapsNear(state(), CATALOGUES), ["two", "muscles-superficial", "reflexes", "nerves"]);
  assert.ok(mapsNear(state({ layer: "myotome" }), CATALOGUES).includes("muscles-deep"));
});

test("a picked region changes root, muscle, reflex or nerve, and never the side where there is none", () => {
  const point = { view: "anterior", x: 1, y: 2 };
  assert.deepEqual(choiceOf({ layer: "territory", root: "L5", side: "left" }, point, {}), { root: "L5", side: "left", point });
  assert.deepEqual(choiceOf({ layer: "myotome", id: "soleus", side: "midline" }, point, {}), { kind: "muscle", item: "soleus", point });
  assert.equal(choiceOf({ layer: "nerve", id: "sural-field", side: "right" }, point, CATALOGUES.nerve).item, "sural");
  assert.deepEqual(choiceOf({ layer: "agreement", id: "3", side: "midline" }, point, {}), { point });
});

test("on a published map the root is selected, its neighbours and its other side are marked", () => {
  const { states, badges } = lookOn("one", state(), CATALOGUES);
  assert.deepEqual(Object.fromEntries(states), { "L5|right": "neighbour", "V1|right": "neighbour", "S1|left": "mirror", "S1|right": "selected" });
  assert.equal(badges.get("S1|right"), "S1");
  assert.equal(lookOn("one", state({ side: "both" }), CATALOGUES).states.get("S1|left"), "selected");
});

test("a movement lights its muscles and names them, unless their names would hide them", () => {
  const look = lookOn("muscles-superficial", state({ layer: "myotome", kind: "movement", item: "push" }), CATALOGUES);
  assert.equal(look.states.get("soleus|right"), "selected");
  assert.equal(look.badges.get("soleus|right"), "soleus");
  const many = { ...CATALOGUES.myotome.items, a: { name: "a" }, b: { name: "b" }, c: { name: "c" } };
  const moves = { push: { name: "pushing off", muscles: ["soleus", "glutei", "a", "b", "c"] } };
  const crowded = { ...CATALOGUES, myotome: { ...CATALOGUES.myotome, items: many, movements: moves } };
  const signs = lookOn("muscles-superficial", state({ layer: "myotome", kind: "movement", item: "push" }), crowded);
  assert.equal(signs.badges.size, 0);
  assert.equal(signs.glyphs.get("glutei|right"), "✓");
});

test("what is picked is the subject, and the root steps back", () => {
  const picked = state({ layer: "myotome", kind: "muscle", item: "soleus" });
  assert.equal(subjectOf(picked).root, null);
  assert.equal(subjectOf(state()).root, "S1");
  const { states } = lookOn("muscles-superficial", subjectOf(picked), CATALOGUES);
  assert.deepEqual([...states.keys()].filter((key) => !key.startsWith("soleus|")), []);
  assert.deepEqual(legendOf(subjectOf(picked), CATALOGUES).map(({ text }) => text), [CATALOGUES.myotome.items.soleus.name]);
});

test("what is picked steps forward, and the root's others step back", () => {
  const look = lookOn("muscles-superficial", state({ layer: "myotome", kind: "muscle", item: "glutei" }), CATALOGUES);
  assert.equal(look.states.get("glutei|right"), "selected");
  assert.equal(look.states.get("soleus|right"), "neighbour");
  assert.equal(look.badges.get("glutei|right"), "gluteus maximus");
  const keys = legendOf(state({ layer: "myotome", kind: "muscle", item: "glutei" }), CATALOGUES).map(({ key }) => key);
  assert.deepEqual(keys, ["selected", "neighbour"]);
});

test("nothing is lit without a root, or on a map laid over another", () => {
  assert.equal(lookOn("one", state({ root: null }), CATALOGUES).states.size, 0);
  assert.equal(lookOn("difference-one-S1-sural", state({ layer: "nerve" }), CATALOGUES).states.size, 0);
});

test("neighbours to step to are spinal roots alone", () => {
  assert.deepEqual(neighbourRoots(state(), CATALOGUES), ["L5"]);
  assert.deepEqual(legendOf(state(), CATALOGUES).map(({ key }) => key), ["selected", "mirror", "neighbour", "unmapped"]);
});

test("what lies in the other depth is counted", () => {
  assert.equal(hiddenBeneath(state(), CATALOGUES), null);
  assert.deepEqual(hiddenBeneath(state({ layer: "myotome" }), CATALOGUES), { depth: "deep", text: "Deep muscles of S1: 1" });
});

test("a map that leaves the root out is announced as such", () => {
  assert.equal(announcementOf(state({ scheme: "two" }), CATALOGUES), "S1: not drawn on the Two map.");
  assert.match(announcementOf(state(), CATALOGUES), /^S1, right, selected on the One map\. Neighbours: L5\.$/);
});
