/* The plate of the key muscles, made of two. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { keyMuscles } from "../../dermatome/frontend/examination/muscles.js";

const shape = (id) => ({ meta: { layer: "myotome", id, side: "right" } });
const plate = (name, radii) => ({
  label: `Front. ${Object.keys(radii).length} regions.`,
  regions: Object.fromEntries(Object.entries(radii).map(([id, r]) => [`${id}|right`, { name: `${id}, right`, r }])),
  limbs: [{ name: "Right arm", regions: Object.keys(radii).map((id) => `${id}|right`) }],
  figure: {
    data: [{ meta: { layer: "body" }, line: { width: 4 } }, ...Object.keys(radii).map(shape),
      { meta: { layer: "lines" }, of: name }, { meta: { layer: "key_points" } }],
    layout: { annotations: [{ name: "label biceps right" }, { name: "side" }, {}] },
  },
});

test("key muscles of both depths make one plate, each level named once a side", () => {
  const made = keyMuscles(plate("superficial", { biceps: 9, deltoid: 8 }), plate("deep", { brachialis: 3, supinator: 4, profundus: 5 }),
    { biceps: "C5", brachialis: "C5", profundus: "C8" });
  assert.deepEqual(Object.entries(made.regions).map(([key, { name, label }]) => [key, name, label]), [
    ["brachialis|right", "C5: brachialis, right", []],
    ["profundus|right", "C8: profundus, right", ["C8"]],
    ["biceps|right", "C5: biceps, right", ["C5"]],
  ]);
  assert.deepEqual(made.figure.data.map(({ meta, of }) => meta.id || of || meta.layer), ["body", "brachialis", "profundus", "biceps", "superficial"]);
  assert.deepEqual(made.figure.layout.annotations, [{ name: "side" }, {}]);
  assert.deepEqual(made.limbs, [{ name: "Right arm", regions: ["biceps|right", "brachialis|right", "profundus|right"] }]);
  assert.equal(made.label, "Front. 3 regions.");
});
