/* A look (map/looks.js) as the palette of the shader: of each number of a picture its colour, and how it is bordered.
 * A colour's fourth byte tells which numbers are parts of one region. */

import { COUNTED, COUNTS, HEIGHT, ROWS } from "./shader.js";

export const VEIL = 0.7; // as on the flat map
const UNLIT = new Set(["", "neighbour", "mirror", "contributing"]);

/** state → px of its border, as in body_map.css; dashed: told by the form as well. */
const LINES = {
  "": { width: 0.8 },
  neighbour: { width: 1.3, dashed: true },
  mirror: { width: 1.6 },
  contributing: { width: 1.4, dashed: true, hatched: true },
  main: { width: 2 },
  selected: { width: 3, cased: true },
  asked: { width: 3, cased: true },
  wrong: { width: 3, cased: true, hatched: true },
};

/** state → colour where the map's own would answer the question. */
const ASKED = { asked: [231, 196, 77] };

/** "#rrggbb" → three bytes. */
export const bytes = (colour) => [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));

export const mix = (one, other, share) => one.map((value, i) => Math.round(value + (other[i] - value) * share));

/**
 * The palette of a map: 256 numbers wide, HEIGHT rows, four bytes each.
 *
 * @param {any} payload as the server tells it (dermatome/ui/documents/body_3d.py)
 * @param {any} look see map/looks.js; ``nerve`` holds the keys of fields laid over a map
 * @returns {Uint8Array}
 */
export function paletteOf(payload, look) {
  const palette = new Uint8Array(256 * HEIGHT * 4);
  const skin = bytes(payload.colours.skin);
  if (payload.counts?.length) setCounts(palette, payload);
  for (const [role, { numbers, empty }] of Object.entries(payload.sheets).filter(([name]) => name in ROWS)) {
    const set = (number, row, values) => palette.set(values, ((ROWS[role] + row) * 256 + number) * 4);
    const veiled = look.states.size > 0;
    const blank = look.plain ? skin : bytes(empty);
    set(0, 0, [...(veiled ? mix(blank, skin, VEIL) : blank), 0]);
    set(0, 1, [0, 0, role === "ground" && !look.plain && empty !== payload.colours.skin ? 100 : 0, 0]);
    const groups = groupsOf(numbers);
    numbers.forEach((each, i) => {
      if (role === "nerve") return setNerve(each, (row, values) => set(i + 1, row, values), look, payload.colours.nerve);
      const state = each.meta ? look.states.get(each.key) || "" : "";
      set(i + 1, 0, [...shownIn(bytes(each.colour), state, look, skin), groups[i + 1]]);
      set(i + 1, 1, look.plain === "blank" ? [0, 0, 0, 0] : lineOf(each, state, empty === payload.colours.skin));
    });
  }
  return palette;
}

/* Of each map what gives the skin to the root, and whether it counts together with the one before. */
function setCounts(palette, { counts, sheets }) {
  const set = (number, row, values) => palette.set(values, (row * 256 + number) * 4);
  counts.forEach((colour, i) => set(i, COUNTS, [...bytes(colour), 255]));
  COUNTED.filter((name) => sheets[name]).forEach((name, i) => {
    const { gives, maps, again } = sheets[name];
    set(0, 6 + i, [0, 0, again ? 255 : 0, 0]);
    gives.forEach((given, k) => set(k + 1, 6 + i, [given * 255, maps[k] * 255, 0, 0]));
  });
}

/** Of each number the first one of the same region: the parts of a region, published and inferred, are one. */
export function groupsOf(numbers) {
  const first = new Map();
  const groups = new Uint8Array(256);
  numbers.forEach(({ key }, i) => {
    if (!first.has(key)) first.set(key, i + 1);
    groups[i + 1] = first.get(key);
  });
  return groups;
}

function shownIn(colour, state, look, skin) {
  if (look.fills?.[state]) return bytes(look.fills[state]);
  if (look.plain) return ASKED[state] || skin; // colours would tell the roots
  if (!look.states.size) return colour;
  const role = look.colour && ["main", "contributing"].includes(state);
  if (role) return state === "main" ? bytes(look.colour) : mix(bytes(look.colour), skin, 0.45);
  return UNLIT.has(state) ? mix(colour, skin, VEIL) : colour;
}

/* Its second byte: 255 for a dashed line, 128 for what is inferred, which is dotted where it meets what is not. */
function lineOf({ meta, inferred }, state, bare) {
  const { width, dashed, hatched, cased } = LINES[state] || LINES[""];
  if (!meta && bare) return [0, 0, 0, 0];
  if (!meta) return [28, 0, 100, 0]; // left blank: hatched thinly
  return [Math.round(width * 32), dashed ? 255 : inferred ? 128 : 0, hatched ? 255 : 0, cased ? 255 : state ? 128 : 0];
}

function setNerve({ key }, set, look, colour) {
  const laid = look.nerve?.has(key);
  set(0, [...bytes(colour), laid ? 255 : 0]);
  set(1, laid ? [80, 0, 0, 255] : [0, 0, 0, 0]);
}
