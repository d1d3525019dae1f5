/* Writes names over the body at rest: badges of what is chosen first, then of what is roomiest. */

import { classed } from "../base/dom.js";
import { clear, roomiest } from "./names.js";
import { groupsOf } from "./palette.js";

const STEP = 4; // px of the screen a place of the picture that is looked through
const HIGH = 15; // px a line takes
const LETTER = 7.2; // px of a letter, about

export function writeNames(solid) {
  const { body, look, names } = solid;
  const [width, height] = [Math.ceil(body.width / STEP), Math.ceil(body.height / STEP)];
  const found = body.numbers(width, height);
  const entries = solid.payload.sheets.ground.numbers;
  const groups = groupsOf(entries);
  const numbers = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = ((height - 1 - y) * width + x) * 4; // rows come from below
      numbers[y * width + x] = found[from + 1] ? 0 : groups[found[from]];
    }
  }
  const wanted = [];
  for (const [number, place] of roomiest(numbers, width, height)) {
    const entry = entries[number - 1];
    if (!entry?.meta) continue;
    const badge = look.badges.get(entry.key) && look.states.get(entry.key) === "selected";
    const text = badge ? `✓ ${look.badges.get(entry.key)}` : look.glyphs.get(entry.key) || entry.label;
    const wide = text.length * LETTER + (badge ? 14 : 0);
    const fits = place.r * STEP * 2 > HIGH * 0.8 && 2 * Math.min(place.left, place.right) * STEP > wide * 0.7;
    if (!fits && !(badge && place.count > 4)) continue;
    wanted.push({ text, badge, wide, width: wide + 6, height: HIGH + (badge ? 10 : 1),
      x: place.x * STEP, y: place.y * STEP, rank: (badge ? 0 : 1e6) - place.r });
  }
  names.replaceChildren(...clear(wanted).map(({ text, badge, x, y }) => {
    const name = classed("span", badge ? "da-solid-name da-solid-badge" : "da-solid-name", text);
    name.style.transform = `translate(${x}px, ${y}px) translate(-50%, -50%)`;
    return name;
  }));
}
