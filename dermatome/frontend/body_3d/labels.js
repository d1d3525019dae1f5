/* Writes names over the body at rest: badges of what is chosen first, then of what is roomiest. */

import { classed } from "../base/dom.js";
import { clear, inside, roomiest } from "./names.js";
import { posed } from "./marks.js";
import { groupsOf } from "./palette.js";
import { POSES } from "./places.js";

const STEP = 4; // px of the screen a place of the picture that is looked through
const HIGH = 15; // px a line takes
const LETTER = 7.2; // px of a letter, about
const SAME = 15; // mm: nearer is the same place

export function writeNames(solid) {
  const { body, names } = solid;
  const [width, height] = [Math.ceil(body.width / STEP), Math.ceil(body.height / STEP)];
  const found = body.numbers(width, height);
  const { ground, over } = solid.payload.sheets;
  // Rows come from below; what lies far behind has no name; a name over two fields is that of the one laid over.
  const numbersOf = (channel) => Uint8Array.from({ length: width * height }, (_each, i) => {
    const from = ((height - 1 - Math.floor(i / width)) * width + (i % width)) * 4;
    return found[from + 1] ? 0 : found[from + channel];
  });
  const fields = [[ground, 0], ...(over ? [[over, 2]] : [])].flatMap(([{ numbers }, channel]) => {
    const groups = groupsOf(numbers);
    const places = roomiest(numbersOf(channel).map((number) => groups[number]), width, height);
    return [...places].map(([number, place]) => named(solid, numbers[number - 1], place));
  });
  const wanted = [...fields, ...marked(solid)].filter(Boolean).map((name) => inside(name, body.width, body.height));
  names.replaceChildren(...clear(wanted).map(({ text, badge, x, y }) => {
    const name = classed("span", badge ? "da-solid-name da-solid-badge" : "da-solid-name", text);
    name.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    return name;
  }));
}

/* The name of a region in its roomiest place, if there is room. */
function named({ look, size }, entry, place) {
  if (!entry?.meta) return null;
  const badge = look.badges.has(entry.key);
  if (look.nameless && !badge) return null;
  const text = badge ? `${look.signs?.get(entry.key) ?? "✓"} ${look.badges.get(entry.key)}`.trim() : look.glyphs.get(entry.key) || entry.label;
  const [wide, high] = sizeOf(text, badge, size);
  const fits = place.r * STEP * 2 > high * 0.8 && 2 * Math.min(place.left, place.right) * STEP > wide * 0.7;
  if (!fits && !(badge && place.count > 4)) return null;
  return { text, badge, width: wide + 6, height: high, x: place.x * STEP, y: place.y * STEP, rank: (badge ? 0 : 1e6) - place.r };
}

/* The names of lit marks, beside them, where they are seen. */
function marked({ body, look, marks, size }) {
  return marks.map(({ key, path, label, lit, sign }) => {
    const badge = look.badges.get(key) || (lit || !key) && label;
    const place = path[Math.floor(path.length / 2)];
    const spot = badge && body.onScreen(posed(place.at, POSES, body.weights));
    if (!spot || !seen(body, spot, place)) return null;
    const text = `${sign ?? "✓"} ${badge}`.trim();
    const [width, height] = sizeOf(text, true, size);
    return { text, badge: true, width, height, x: spot.x, y: spot.y - height / 2 - 12, rank: 0 };
  });
}

/* Whether a place is what is seen where it lies. */
function seen(body, { x, y }, place) {
  const at = body.at(x, y)?.place.at.anatomical;
  return Boolean(at) && Math.hypot(...at.map((value, i) => value - place.at.anatomical[i])) < SAME;
}

const sizeOf = (text, badge, { type = 1 }) => [text.length * LETTER * type + (badge ? 14 : 0), HIGH * type + (badge ? 10 : 1)];
