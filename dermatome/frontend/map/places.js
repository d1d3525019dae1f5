/* Where the plates of a map stand on the page, and how large. */

import { arrange, heightOf, sidesAmong } from "../plate/layout.js";
import { inRows } from "../plate/slot.js";
import { APART, HEAD, swiped } from "./linked.js";
import { _ } from "../base/words.js";

export const SOLID = "3d"; // shown like a view, drawn by parts of its own that are loaded when it is first asked for
const WHOLE_BODY = [SOLID, "anterior", "posterior", "lateral-left", "lateral-right"]; // drawn larger than close-ups
const GAP = 12; // px between plates
const CAPTION = 24; // px of caption above a plate
const NAMES = 12; // px beside each whole body that are left to its names

/** Lay the plates out for the room there is, and draw each at its size. */
export async function place(map) {
  const width = map.element.clientWidth;
  if (!width || !map.placed) return;
  map.laidOut = { width, height: map.roomy() };
  const slots = [...map.placed.keys()].map((key) => map.slots.get(key));
  const views = slots.map((slot) => slot.view);
  map.element.classList.toggle("da-close", !views.every((view) => WHOLE_BODY.includes(view))); // leaves less room (style.css)
  const [gap, caption] = map.state.about ? [APART, HEAD] : [GAP, CAPTION];
  const side = map.state.about ? APART / 2 : 0; // beside the outer plates, for their names (body_map.css)
  const names = map.state.about ? 0 : NAMES * views.filter((view) => WHOLE_BODY.includes(view)).length;
  const room = { width: width - 2 * side, height: heightFor(map, width, slots.length), gap, caption: caption * map.type() };
  const weights = views.map((view) => (WHOLE_BODY.includes(view) ? 1.8 : 1));
  // The body in the round fills what room there is by itself, and stands upright beside others.
  const aspects = slots.map((slot) => slot.payload.aspect || (slots.length > 1 ? 0.7 : width / (room.height - room.caption)));
  const shape = JSON.stringify([[...map.placed.keys()], aspects, room]);
  const row = map.state.about && swiped(aspects, width, window.innerHeight);
  const plan = row || arrange(aspects, weights, sidesAmong(views), { ...room, width: room.width - names });
  map.element.classList.toggle("da-swiped", Boolean(row));
  if (row) map.note.textContent = _("Swipe sideways to see all maps.");
  for (const cells of plan) {
    // What a row leaves free is shared out around its plates, and names may stand there.
    const taken = cells.reduce((sum, cell) => sum + Math.max(...cell.map((plate) => plate.width)), gap * (cells.length - 1));
    const spare = row ? 0 : (room.width - taken) / (cells.length + 1);
    const spill = row ? 0 : Math.max(0, Math.floor(Math.min(side + spare, (gap + spare) / 2)) - 2);
    for (const { index, ...size } of cells.flat()) slots[index].resize({ ...size, type: map.type(), spill });
  }
  if (map.shape !== shape) {
    map.shape = shape;
    map.element.style.setProperty("--da-free", `${Math.max(0, room.height - heightOf(plan, room))}px`); // see body_map.css
    map.stage.replaceChildren(...inRows(plan, slots));
  }
  // One after another: the first plate is on the screen while the others are still being drawn.
  for (const [key] of map.placed) await map.slots.get(key)?.show(map.plotly, map.lookOf(key));
}

/* Height for all plates, in px: what the window leaves on a wide screen, more where the page scrolls anyway. */
function heightFor(map, width, count) {
  const screen = window.innerHeight;
  if (map.state.fill) return map.stage.clientHeight; // its place has a height of its own
  if (map.state.height) return screen * map.state.height; // beside a text it must fit as a whole
  const kept = parseFloat(getComputedStyle(map.stage).minHeight); // where the page keeps its place free
  if (kept) return count > 5 ? kept * 1.9 : kept;
  if (width < 560) return screen * (count > 4 ? 2 : count > 1 ? 1.1 : 0.75);
  const above = map.stage.getBoundingClientRect().top + window.scrollY;
  const left = Math.max(screen - Math.min(above, screen * 0.4) - 56, 420);
  return count > 5 ? left * 1.9 : left;
}
