/* The plate of the key muscles: those of the superficial muscles' plate over those of the deep ones'. */

import { loadPlate } from "../base/assets.js";

const DEPTHS = ["muscles-superficial", "muscles-deep"];

const made = new WeakMap(); // superficial plate → what was made of it: a plate that is the same object is not drawn again

/** Fetch the plates of the key muscles. @param {Record<string, string>} levels muscle → the level it is the key muscle of */
export const loadKeyMuscles = (levels, views, theme, v) => Promise.all(views.map(async (view) => {
  const [superficial, deep] = await Promise.all(DEPTHS.map((map) => loadPlate(map, view, theme, v)));
  if (!made.has(superficial)) made.set(superficial, keyMuscles(superficial, deep, levels));
  return made.get(superficial);
}));

/** One plate of two, with key muscles only, each side of a level named where it has most room. */
export function keyMuscles(superficial, deep, levels) {
  const isKey = (key) => key.split("|")[0] in levels;
  const found = [deep, superficial].flatMap(({ regions }) => Object.entries(regions)).filter(([key]) => isKey(key));
  const regions = Object.fromEntries(found.map(([key, region]) => {
    const [id, side] = key.split("|");
    const beside = found.filter(([other]) => levels[other.split("|")[0]] === levels[id] && other.endsWith(`|${side}`));
    const roomiest = beside.every(([, { r }]) => r <= region.r);
    return [key, { ...region, name: `${levels[id]}: ${region.name}`, label: roomiest ? [levels[id]] : [] }];
  }));
  const shapes = [deep, superficial].flatMap(({ figure }) => figure.data.filter(({ meta }) => meta.id in levels));
  const [body, ...lines] = superficial.figure.data.filter(({ meta }) => !meta.id && meta.layer !== "key_points");
  const outline = { ...body, line: { ...body.line, width: body.line.width / 2 } }; // no skin covers its inner half
  const { layout } = superficial.figure;
  const annotations = layout.annotations.filter(({ name }) => !name?.startsWith("label "));
  const limbs = new Map();
  for (const limb of [...superficial.limbs, ...deep.limbs]) limbs.set(limb.name, [...(limbs.get(limb.name) || []), ...limb.regions.filter(isKey)]);
  return {
    ...superficial,
    label: superficial.label.replace(/\d+/, String(found.length)),
    regions,
    limbs: [...limbs].filter(([, owned]) => owned.length).map(([name, owned]) => ({ name, regions: owned })),
    figure: { ...superficial.figure, data: [outline, ...shapes, ...lines], layout: { ...layout, annotations } },
  };
}
