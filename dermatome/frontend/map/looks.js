/* What a selection means on each kind of map: which map is drawn, how each region looks, and in what words.
 *
 * A look is {states, roles, badges, glyphs, words, point}. ``states`` (region key → selected, main, contributing,
 * neighbour or mirror) decides outline and hatching, ``roles`` (→ main or contributing) whether the region is filled
 * in the root's colour, ``badges`` and ``glyphs`` the text on it. None of it is told by colour alone.
 * ``colour`` is that of the root.
 */

import { regionKey } from "../plate/frame.js";
import { _, n_, N_ } from "../base/words.js";

export const LAYERS = {
  dermatome: N_("Dermatomes"),
  myotome: N_("Muscles"),
  reflex: N_("Reflexes"),
  nerve: N_("Skin nerves"),
};
export const DEPTHS = { superficial: N_("Superficial"), deep: N_("Deep") };
const KINDS = { myotome: "muscle", reflex: "reflex", nerve: "nerve" };
const LAYER_OF = { muscle: "myotome", reflex: "reflex", nerve: "nerve" };
const NAMED = 4; // muscles of a movement: the names of more would hide them
const OTHER = { left: "right", right: "left" };

/** What goes without saying in messages both ways, and what a selection is before anything is picked. */
export const openingOf = ({ dermatome }) =>
  ({ ...dermatome.opening, kind: null, item: null, difference: false, point: null, guess: false });

/** The id of the map a state shows, as plates are called. */
export function mapOf(state, { dermatome: { maps } }) {
  const { difference, kind, layer, scheme } = state;
  const named = difference && kind === "nerve" ? maps.difference : maps[layer] || scheme;
  return named.replace(/{(\w+)}/g, (whole, name) => state[name]);
}

/** The layer whose catalogue a map is read with. */
export function layerOf(map, { dermatome: { maps } }) {
  const [layer] = Object.entries(maps).find(([, named]) => map.startsWith(named.split("{")[0])) || ["dermatome"];
  return layer === "difference" ? "nerve" : layer;
}

/** The maps one switch away from what is shown. */
export function mapsNear(state, catalogues) {
  const { layer, depth } = state;
  const near = layer === "dermatome" ? Object.keys(catalogues.dermatome.schemes) : [state.scheme];
  const shown = { ...state, kind: null };
  for (const other of Object.keys(LAYERS)) {
    if (other !== "dermatome") near.push(mapOf({ ...shown, layer: other, depth: Object.keys(DEPTHS)[0] }, catalogues));
  }
  if (layer === "myotome") near.push(mapOf({ ...shown, depth: depth === "deep" ? "superficial" : "deep" }, catalogues));
  return [...new Set(near)].filter((map) => map !== mapOf(state, catalogues));
}

/** The state as it is shown: what is picked beside a root is the subject, and the root steps back. */
export const subjectOf = (state) => (state.item && !state.difference ? { ...state, root: null } : state);

/** The roots of what is picked, or null where a root is the subject.
 * @param {import("../types").MapState} state */
export function rootsOfPicked({ kind, item, difference }, catalogues) {
  const items = kind === "movement" ? catalogues.myotome?.movements : catalogues[LAYER_OF[kind]]?.items;
  return item && !difference && items?.[item] ? new Set(items[item].roots) : null;
}

/** The choice that picking a region makes, as a change of the state. */
export function choiceOf(meta, point, catalogue) {
  const place = meta.side in OTHER ? { side: meta.side, point } : { point }; // the midline is of no side
  if (meta.layer === "territory") return { root: meta.root, ...place };
  if (meta.layer === "nerve") return { kind: "nerve", item: catalogue.fields[meta.id].nerve, ...place };
  if (KINDS[meta.layer]) return { kind: KINDS[meta.layer], item: meta.id, ...place };
  return { point }; // maps made of maps: there is nothing to choose but the place
}

/** How the regions of one map look. */
export function lookOn(map, state, catalogues) {
  const look = {
    states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words: {}, point: state.point,
  };
  if (!state.root && !state.item) return look;
  const { schemes, maps, colours } = catalogues.dermatome;
  look.colour = colours?.[state.theme]?.[state.root];
  if (schemes[map] && state.root) onTerritories(look, schemes[map], state);
  else if (layerOf(map, catalogues) === "myotome") onItems(look, state, catalogues.myotome, musclesPicked);
  else if (map === maps.reflex) onItems(look, state, catalogues.reflex, picked);
  else if (map === maps.nerve) onFields(look, state, catalogues.nerve);
  return look;
}

/** How the regions of one map look on the body in the round, where a nerve held against a root is laid over its map. */
export function lookInRound(map, state, catalogues) {
  if (!state.difference) return lookOn(map, state, catalogues);
  const look = lookOn(state.scheme, { ...state, quiet: true }, catalogues);
  const { fields } = catalogues.nerve.items[state.item];
  look.nerve = new Set(fields.flatMap((id) => sidesOf(state.side).map((side) => regionKey(id, side))));
  return look;
}

const shortened = (name) => name.replace(/ \(.*/, "");

const sidesOf = (side) => (side === "both" ? ["left", "right"] : [side]);

function onTerritories(look, scheme, { root, side, quiet, nameless }) {
  for (const each of quiet ? [] : sidesOf(side)) {
    for (const key of scheme.neighbours[regionKey(root, each)] || []) look.states.set(key, "neighbour");
  }
  if (side !== "both" && !quiet) look.states.set(regionKey(root, OTHER[side]), "mirror");
  for (const each of sidesOf(side)) {
    look.states.set(regionKey(root, each), "selected");
    if (!nameless) look.badges.set(regionKey(root, each), root);
  }
}

/* Muscles and reflexes: what the root carries chiefly, what as well, and what is picked. */
function onItems(look, state, catalogue, pickedOf) {
  const { root, side } = state;
  const { main, contributing, key } = rootsOf(state, catalogue);
  const starred = new Set(key);
  const sides = [...sidesOf(side), "midline"];
  if (root) look.words = { main: _("Mainly %(root)s", { root }), contributing: _("%(root)s contributes", { root }) };
  for (const id of contributing) light(look, id, sides, "contributing");
  for (const id of main) {
    light(look, id, sides, "main", starred.has(id) ? "★" : "✓");
    if (side !== "both") light(look, id, [OTHER[side]], "main", null, "mirror");
  }
  const chosen = pickedOf(state, catalogue);
  stepBack(look, chosen);
  for (const id of chosen) {
    for (const each of sides) {
      look.states.set(regionKey(id, each), "selected");
      look.badges.set(regionKey(id, each), shortened(catalogue.items[id].name));
    }
  }
  if (chosen.length > NAMED) {
    look.badges.clear();
    for (const id of chosen) for (const each of sides) look.glyphs.set(regionKey(id, each), "✓");
  }
}

/* Where something of the layer is picked, that is what the map is about: the root's others are thin dashes. */
function stepBack(look, chosen) {
  if (!chosen.length) return;
  for (const key of look.states.keys()) look.states.set(key, "neighbour");
  look.glyphs.clear();
}

function light(look, id, sides, role, glyph, state = role) {
  for (const each of sides) {
    look.roles.set(regionKey(id, each), role);
    look.states.set(regionKey(id, each), state);
    if (glyph) look.glyphs.set(regionKey(id, each), glyph);
  }
}

export const rootsOf = ({ root }, catalogue) => catalogue.roots[root] || { main: [], contributing: [], key: [] };

const picked = ({ item }, catalogue) => (item && catalogue.items[item] ? [item] : []);

const musclesPicked = ({ kind, item }, catalogue) =>
  kind === "movement" ? catalogue.movements[item].muscles.filter((id) => catalogue.items[id]) : picked({ item }, catalogue);

function onFields(look, { root, side, kind, item }, { items, fields }) {
  const sides = sidesOf(side);
  if (root) look.words = { contributing: _("Carries fibres of %(root)s", { root }) };
  for (const [id, field] of Object.entries(fields)) {
    if (field.roots.includes(root)) light(look, id, sides, "contributing");
  }
  if (kind !== "nerve") return;
  stepBack(look, [item]);
  for (const id of items[item].fields) {
    for (const each of sides) {
      look.states.set(regionKey(id, each), "selected");
      look.badges.set(regionKey(id, each), shortened(items[item].name));
    }
    if (side !== "both" && !look.states.has(regionKey(id, OTHER[side]))) look.states.set(regionKey(id, OTHER[side]), "mirror");
  }
}

/* ---- words ---------------------------------------------------------------------------------------- */

/** What the marks on screen mean: [{key, text, steps?}], for the legend. ``steps`` are roots to go to. */
export function legendOf(state, catalogues) {
  const { root, side, layer, item } = state;
  const entries = [];
  const add = (key, text, more = {}) => entries.push({ key, text, ...more });
  if (item && layer !== "dermatome") {
    add("selected", itemName(state, catalogues));
    if (root) add("neighbour", _("others of %(root)s", { root }));
    return entries;
  }
  if (!root) {
    return entries;
  }
  if (layer === "myotome" || layer === "reflex") {
    const [mainly, keyMuscle] = [_("mainly %(root)s", { root }), _("ISNCSCI key muscle")];
    add("main", `✓ ${mainly}`);
    if (layer === "myotome" && rootsOf(state, catalogues.myotome).key.length) add("star", `★ ${keyMuscle}`);
    add("contributing", _("%(root)s contributes", { root }));
    return entries;
  }
  if (layer === "nerve") {
    add("contributing", _("carries fibres of %(root)s", { root }));
    return entries;
  }
  const map = catalogues.dermatome.schemes[state.scheme];
  const unmapped = () => {
    if (map.inferred && state.inferred) add("inferred", map.inferred.means);
    if (map.partial || (map.inferred && !state.inferred)) add("unmapped", _("not mapped"));
  };
  if (state.quiet) {
    unmapped(); // lecture mode: the root alone is lit, and named above the map
    return entries;
  }
  add("selected", root);
  if (side !== "both") add("mirror", _("other side"));
  const steps = neighbourRoots(state, catalogues);
  if (steps.length) add("neighbour", n_("neighbour", "neighbours", steps.length), { steps });
  unmapped();
  return entries;
}

const itemName = ({ layer, kind, item }, catalogues) =>
  (kind === "movement" ? catalogues[layer].movements : catalogues[layer].items)[item]?.name || "";

/** The spinal roots whose territories border on the selected one. */
export function neighbourRoots({ root, side, scheme }, { dermatome }) {
  const keys = sidesOf(side).flatMap((each) => dermatome.schemes[scheme].neighbours[regionKey(root, each)] || []);
  const names = keys.map((key) => key.split("|")[0]);
  return [...new Set(names)].filter((name) => name !== root && dermatome.names[name]);
}

/** How many muscles of the root, or of the item picked, lie in the depth that is not shown, and how to say it. */
export function hiddenBeneath(state, { myotome }) {
  if (state.layer !== "myotome") return null;
  const other = state.depth === "deep" ? "superficial" : "deep";
  const chosen = musclesPicked(state, myotome);
  const { main, contributing } = rootsOf(subjectOf(state), myotome);
  const count = (ids) => ids.filter((id) => myotome.items[id].depth === other).length;
  if (chosen.length && count(chosen)) {
    return { depth: other, text: chosenMuscles(other, { n: count(chosen) }) };
  }
  const found = count([...main, ...contributing]);
  return found ? { depth: other, text: musclesOfRoot(other, { n: found, root: state.root }) } : null;
}

const musclesOfRoot = (depth, said) => depth === "deep"
  ? _("Deep muscles of %(root)s: %(n)s", said)
  : _("Superficial muscles of %(root)s: %(n)s", said);
const chosenMuscles = (depth, said) => depth === "deep"
  ? _("Deep muscles chosen: %(n)s", said)
  : _("Superficial muscles chosen: %(n)s", said);

/** A side of the patient in a sentence. */
const sideWord = (side) => ({ left: _("left"), right: _("right"), both: _("both sides") })[side];

/** One sentence for screen readers. */
export function announcementOf(state, catalogues) {
  const { root, side, scheme, layer, item, kind, difference } = state;
  const where = sideWord(side);
  const { schemes } = catalogues.dermatome;
  if (!root) return item ? _("%(name)s, %(side)s, selected.", { name: itemName(state, catalogues), side: where }) : "";
  if (difference) {
    return _("%(root)s on the %(map)s map laid over %(nerve)s, %(side)s.",
      { root, map: schemes[scheme].name, nerve: catalogues.nerve.items[item].name, side: where });
  }
  if (layer === "myotome" || layer === "reflex") {
    const catalogue = catalogues[layer];
    const { main, contributing } = rootsOf(state, catalogue);
    const name = kind === "movement" ? catalogue.movements[item].name : catalogue.items[item]?.name;
    const counts = { root, main: main.length, also: contributing.length };
    const said = layer === "myotome" ? _("%(root)s: %(main)s muscles mainly, %(also)s as well.", counts)
      : _("%(root)s: %(main)s reflexes mainly, %(also)s as well.", counts);
    return `${name ? `${_("%(name)s, %(side)s, selected.", { name, side: where })} ` : ""}${said}`;
  }
  if (layer === "nerve") {
    return item ? _("%(name)s, %(side)s, selected.", { name: catalogues.nerve.items[item].name, side: where })
      : _("Fields that carry fibres of %(root)s are marked.", { root });
  }
  const left = state.inferred ? [] : schemes[scheme].inferred?.roots || [];
  if (!schemes[scheme].roots.includes(root) || left.includes(root)) return _("%(root)s: not drawn on the %(map)s map.", { root, map: schemes[scheme].name });
  const names = neighbourRoots(state, catalogues).join(", ");
  return _("%(root)s, %(side)s, selected on the %(map)s map. Neighbours: %(names)s.",
    { root, side: where, map: schemes[scheme].name, names });
}
