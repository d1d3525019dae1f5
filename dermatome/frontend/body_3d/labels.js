/* Writes names over the body at rest: badges of what is chosen first, then of what is roomiest. */

import { classed } from "../base/dom.js";
import { beside, clear, inside, roomiest } from "./names.js";
import { posed } from "./marks.js";
import { groupsOf } from "./palette.js";
import { POSES } from "./places.js";

const STEP = 4; // px of the screen a place of the picture that is looked through
const HIGH = 15; // px a line takes
const LETTER = 7.2; // px of a letter, about
const SAME = 15; // mm: nearer is the same place

/** What is written over the body as it stands now: [{text, badge, x, y, width, height, from?}] in px of the canvas; a sign
 * that stands beside its region has a line to it ``from`` there. */
export function namesOf(solid) {
  const { body } = solid;
  const [width, height] = [Math.ceil(body.width / STEP), Math.ceil(body.height / STEP)];
  const found = body.numbers(width, height);
  const { ground, over } = solid.payload.sheets;
  // Rows come from below.
  const read = (valueOf) => Uint8Array.from({ length: width * height }, (_each, i) => valueOf(((height - 1 - Math.floor(i / width)) * width + (i % width)) * 4));
  const skin = read((from) => found[from + 3]);
  const taken = [];
  // What lies far behind has no name; a name over two fields is that of the one laid over.
  const fields = [[ground, 0], ...(over ? [[over, 2]] : [])].flatMap(([{ numbers }, channel]) => {
    const groups = groupsOf(numbers);
    const picture = { numbers: read((from) => (found[from + 1] ? 0 : groups[found[from + channel]])), skin, width, height };
    const places = roomiest(picture.numbers, width, height);
    return [...places].map(([number, place]) => aside(named(solid, numbers[number - 1], place), picture, number, place, taken));
  });
  const wanted = [...fields, ...marked(solid)].filter(Boolean).map((name) => inside(name, body.width, body.height));
  return clear(wanted);
}

export function writeNames(solid) {
  solid.names.replaceChildren(...namesOf(solid).flatMap(({ text, badge, x, y, from }) => {
    const name = classed("span", badge ? "da-solid-name da-solid-badge" : "da-solid-name", text);
    name.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    if (!from) return [name];
    const line = classed("span", "da-solid-leader");
    line.style.width = `${Math.hypot(x - from[0], y - from[1])}px`;
    line.style.transform = `translate(${from[0]}px, ${from[1]}px) rotate(${Math.atan2(y - from[1], x - from[0])}rad)`;
    return [line, name];
  }));
}

/* A sign that would hide much of its region stands beside it, as on the flat views. */
function aside(name, picture, number, place, taken) {
  if (!name?.badge) return name;
  const [wide, high] = [name.width / STEP, name.height / STEP];
  const free = beside(picture, number, place, [wide, high], taken);
  taken.push({ ...(free || place), wide, high });
  return free ? { ...name, x: free.x * STEP, y: free.y * STEP, from: [name.x, name.y] } : name;
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
