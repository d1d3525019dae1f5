/* The surface cut along the borders of what lies on it: every region its own triangles, with its name and colour. */

import { mix, bytes } from "./palette.js";
import { _ } from "../base/words.js";

const HALVINGS = 7; // of an edge, to where a border crosses it: a fiftieth of a millimetre
const FINER = 3; // times that triangles are divided in four where regions meet
const BLANK = "#d9d2c7";

/**
 * What a picture of labels tells at a place of the unfolded skin: the number of the region. The border is found between
 * the four texels around, as it is drawn (dermatome/atlas/surface.py says the same).
 *
 * @param {{ texels: Uint8Array, width: number, height: number }} picture as Sheets.read() has it
 * @returns {(uv: number[]) => number}
 */
export function reader({ texels, width, height }) {
  return ([u, v]) => {
    const [x, y] = [Math.min(Math.max(u * width - 0.5, 0), width - 1.001), Math.min(Math.max(v * height - 0.5, 0), height - 1.001)];
    const [left, top] = [Math.floor(x), Math.floor(y)];
    const [right, down] = [x - left, y - top];
    const corners = [0, 1, width, width + 1].map((step) => (top * width + left + step) * 4);
    const shares = [(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down];
    let [best, most] = [0, -Infinity];
    for (const corner of corners) {
      const label = texels[corner];
      const vote = corners.reduce((sum, each, k) => sum + shares[k] * (texels[each] === label ? 1 : -1) * texels[each + 2], 0);
      if (vote > most) [best, most] = [label, vote];
    }
    return best;
  };
}

/**
 * Cut triangles along borders.
 *
 * @param {ArrayLike<number>} index three corners a triangle
 * @param {number[][]} uvs of the corners, on the unfolded skin
 * @param {(uv: number[]) => number} labelAt
 * @returns {{ added: number[][][], pieces: Map<number, number[]> }} ``added``: new corners, each as what it is
 *     between, [[corner, share], …]; label → the corners of its triangles
 */
export function cut(index, uvs, labelAt) {
  const places = [...uvs], labels = uvs.map(labelAt), added = [], pieces = new Map(), known = new Map();
  const sharesOf = (i) => (i < uvs.length ? [[i, 1]] : added[i - uvs.length]);
  const add = (/** @type {number[][]} */ between) => {
    added.push(between.flatMap(([i, share]) => sharesOf(i).map(([corner, part]) => [corner, part * share])));
    places.push([0, 1].map((axis) => between.reduce((sum, [i, share]) => sum + share * places[i][axis], 0)));
    labels.push(labelAt(places[places.length - 1]));
    return places.length - 1;
  };
  // The same corner on an edge for the triangles on either side of it.
  const once = (kind, i, j, make) => {
    const [from, to] = i < j ? [i, j] : [j, i];
    const name = `${kind} ${from} ${to}`;
    if (!known.has(name)) known.set(name, make(from, to));
    return known.get(name);
  };
  const middle = (i, j) => once("middle", i, j, (from, to) => add([[from, 0.5], [to, 0.5]]));
  const crossing = (i, j) => once("border", i, j, (from, to) => {
    let [low, high] = [0, 1];
    for (let k = 0; k < HALVINGS; k += 1) {
      const t = (low + high) / 2;
      if (labelAt(places[from].map((value, axis) => value + t * (places[to][axis] - value))) === labels[from]) low = t;
      else high = t;
    }
    return add([[from, 1 - high], [to, high]]);
  });
  const put = (label, ...corners) => {
    if (!pieces.has(label)) pieces.set(label, []);
    pieces.get(label).push(...corners);
  };
  const divide = (a, b, c, finer) => {
    if (labels[a] === labels[b] && labels[b] === labels[c]) return put(labels[a], a, b, c);
    // Where more than two regions meet a triangle is too coarse.
    const [p, q, r] = finer ? [middle(a, b), middle(b, c), middle(c, a)] : [a, b, c];
    if (finer && new Set([a, b, c, p, q, r].map((corner) => labels[corner])).size > 2) {
      for (const part of [[a, p, r], [p, b, q], [r, q, c], [p, q, r]]) divide(part[0], part[1], part[2], finer - 1);
    } else part(a, b, c);
  };
  const part = (a, b, c) => {
    if (labels[b] === labels[c]) return part(b, c, a);
    if (labels[c] === labels[a]) return part(c, a, b);
    if (labels[a] === labels[b]) {
      const [p, q] = [crossing(a, c), crossing(b, c)];
      put(labels[a], a, b, q, a, q, p);
      return put(labels[c], p, q, c);
    }
    const [p, q, r] = [crossing(a, b), crossing(b, c), crossing(c, a)];
    const mean = add([[a, 1 / 3], [b, 1 / 3], [c, 1 / 3]]);
    put(labels[a], a, p, mean, a, mean, r);
    put(labels[b], b, q, mean, b, mean, p);
    put(labels[c], c, r, mean, c, mean, q);
  };
  for (let i = 0; i < index.length; i += 3) divide(index[i], index[i + 1], index[i + 2], FINER);
  return { added, pieces };
}

const LAID = 256; // times the number of what is laid over another

/** What lies at a place of the skin as one number, of all pictures of a map together.
 * @param {any} payload as the server tells it (dermatome/ui/documents/body_3d.py)
 * @param {(role: string) => (uv: number[]) => number} readerOf */
export function labeller({ sheets, counts }, readerOf) {
  if (!counts.length) {
    const ground = readerOf("ground"), over = sheets.over ? readerOf("over") : () => 0;
    return (uv) => ground(uv) + LAID * over(uv);
  }
  const maps = Object.keys(sheets).filter((role) => role.startsWith("map")).map((role) => ({ ...sheets[role], at: readerOf(role) }));
  return (uv) => {
    let [gives, of, own] = [0, 0, [0, 0]];
    for (const map of maps) {
      const label = map.at(uv) - 1;
      if (!map.again) [gives, of, own] = [gives + own[0], of + own[1], [0, 0]];
      own = [Math.max(own[0], map.gives[label] || 0), Math.max(own[1], map.maps[label] || 0)];
    }
    gives += own[0];
    return gives ? gives + 8 * (of + own[1]) : 0;
  };
}

/** How a region is called and coloured that has such a number: "C6, right (ISNCSCI map (2019), published)". */
export function regionOf({ sheets: { ground, over }, counts, full_title, colours }, label) {
  const those = [ground.numbers[(label % LAID) - 1], over?.numbers[Math.floor(label / LAID) - 1]].filter(Boolean);
  const shown = those.filter(({ meta }) => meta);
  if (!shown.length) {
    const name = [...those.map((each) => each.name), _("not mapped")].filter(Boolean).join(", ");
    return { name: `${name} (${full_title})`, colour: bytes(BLANK), regions: [] };
  }
  const drawn = shown.some(({ meta }) => meta.layer === "territory");
  const basis = !drawn ? "" : shown.every(({ inferred }) => inferred) ? _("inferred") : _("published");
  const counted = counts[(label % 8) - 1];
  const colour = counted ? bytes(counted) : shown.map((each) => bytes(each.colour)).reduce((one, other) => mix(one, other, 0.5));
  return {
    name: `${shown.map((each) => each.name).join(" + ")} (${[full_title, basis].filter(Boolean).join(", ")})`,
    colour: colour || bytes(colours.skin),
    regions: shown.map(({ key, name, inferred, meta }) => ({ key, name, ...(drawn ? { basis: inferred ? "inferred" : "published" } : {}), layer: meta.layer })),
  };
}
