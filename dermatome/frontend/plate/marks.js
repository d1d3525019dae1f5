/* What a selection looks like on a plate (see map/looks.js). It lies on two sheets of its own: under the relief one
 * veil over all that recedes, and colours that are not the still picture's; over it outlines, signs and names. The
 * still picture keeps what it is: only names for assistive technology change on it.
 */

import { svg } from "../base/dom.js";
import { badge, glyph } from "./badges.js";
import { refused } from "./choice.js";
import { MARKS } from "./sheets.js";

/** The look of a plate on which nothing is selected. */
export const NOTHING = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words: {} };
// A look may also hold ``signs`` (region key → what its badge says before the name, "✓" by default), ``colour`` (in
// which roles are filled), ``pins`` and ``point``.

const HATCHED = new Set(["contributing", "wrong"]);
const CASED = new Set(["selected", "asked", "wrong"]);
const LIT = new Set(["selected", "main", "asked", "wrong"]); // what no veil covers
const [THIN, THICK] = [1.6, 3]; // px of the outline of what is selected: on a narrow region it would leave nothing of the colour
const FILLED = ["main", "contributing"]; // states that are filled in the colour of the look

/** Show a look: what each region is to the selection (see looks.js). */
export function paint(plate, look) {
  plate.look = look || NOTHING;
  if (!plate.sheets) return;
  const shown = `${plate.drawn} ${signature(plate.look)}`;
  if (plate.painted === shown) return; // the server's answer seldom changes what is seen
  plate.painted = shown;
  const badges = roomiest(plate, plate.look.badges);
  for (const region of plate.regions.values()) tell(region, plate.look);
  layUnder(plate);
  layOver(plate, badges);
  // A name gives way to the badge that takes its place.
  for (const [key, label] of plate.names) {
    const away = plate.replaced.has(key);
    if (label.away === away) continue;
    label.away = away;
    for (const node of label.nodes) node.style.display = away ? "none" : "";
  }
  plate.setTabStop();
  plate.drawRing();
}

const signature = ({ states, roles, badges, glyphs, signs, words, colour, point, pins }) =>
  JSON.stringify([...[states, roles, badges, glyphs, signs].map((map) => map && [...map]), words, colour, point, pins]);

/* Put into words, for assistive technology, what a region is; nothing is written that is there already. */
function tell(region, { states, roles, words }) {
  const { path } = region;
  const [state, role] = [states.get(region.key) || "rest", roles.get(region.key) || ""];
  const said = [region.info.hint, words[role]].filter(Boolean).join(". ");
  if (region.state !== state) path.dataset.state = state;
  if (region.state !== state && !refused(region.meta)) path.setAttribute("aria-pressed", String(state === "selected"));
  if (region.role !== role) path.dataset.role = role;
  if (region.said !== said) {
    if (said) path.setAttribute("aria-description", said);
    else path.removeAttribute("aria-description");
  }
  Object.assign(region, { state, role, said });
}

const outline = (region) => region.path.getAttribute("d");
const together = (regions) => regions.map(outline).join("");

/* One veil over the body with a hole for what is lit. */
function layUnder(plate) {
  const { sheets, look, body, skin } = plate;
  const regions = [...plate.regions.values()];
  const lit = regions.filter(({ state }) => LIT.has(state));
  const veiled = look.states.size > 0;
  // Holes that overlap would close each other: there a mask takes the place of a path with holes.
  const masked = veiled && plate.overlaps && lit.length > 1;
  sheets.draw("da-kept", masked ? body : "");
  sheets.draw("da-hole", masked ? together(lit) : "");
  sheets.draw("da-veil", !veiled ? "" : masked ? body : body + together(lit), { fill: skin, mask: masked ? `url(#da-holes-${plate.id})` : "none" });
  for (const filled of FILLED) {
    sheets.draw(`da-fill da-fill-${filled}`, look.colour ? together(regions.filter(({ state }) => state === filled)) : "",
      { fill: look.colour || "none" });
  }
}

function layOver(plate, badges) {
  const { sheets, look: { glyphs, signs } } = plate;
  const drawn = new Map(MARKS.map((name) => [name, ""]));
  const add = (name, region) => drawn.has(name) && drawn.set(name, drawn.get(name) + outline(region));
  let hatched = "";
  const signed = [];
  plate.room.giveBack();
  plate.replaced = new Set();
  const texts = [...badges.values()];
  for (const region of plate.regions.values()) {
    const { key, state } = region;
    if (state === "rest") continue;
    if (HATCHED.has(state)) hatched += outline(region);
    if (CASED.has(state)) add("da-casing", region);
    add(`da-mark da-${state}`, region);
    const name = badges.get(key);
    if (name) signed.push(...badge(plate, region, name, signs && (signs.get(key) ?? "✓"), texts.indexOf(name) !== texts.lastIndexOf(name)));
    else if (state === "selected" || glyphs.has(key)) signed.push(...glyph(plate, region, glyphs.get(key) || "✓"));
  }
  sheets.draw("da-hatch", hatched);
  sheets.outline(thickness(plate));
  for (const [name, d] of drawn) sheets.draw(name, d);
  sheets.signs.replaceChildren(...signed, ...pin(plate));
}

/* Of the outline of what is selected, by the narrowest of it. */
function thickness(plate) {
  const radii = [...plate.regions.values()].filter(({ state, info }) => CASED.has(state) && info.r).map((region) => plate.radius(region));
  return Math.max(THIN, Math.min(THICK * plate.type(), ...radii.map((radius) => radius / 3)));
}

/* Of regions that would carry the same badge, the roomiest of each side carries it. */
function roomiest(plate, badges) {
  const best = new Map();
  for (const [key, text] of badges) {
    const region = plate.regions.get(key);
    const name = region && `${text}|${region.meta.side}`;
    if (region && !(best.get(name)?.info.r >= region.info.r)) best.set(name, region);
  }
  return new Map([...best.values()].map(({ key }) => [key, badges.get(key)]));
}

/* Where the reader pointed, and places with a name. */
function pin(plate) {
  return [plate.look.point, ...(plate.look.pins || [])].filter((point) => point?.view === plate.view).map((point) => {
    const [cx, cy] = plate.toPixels([point.x, point.y]);
    const mark = svg("g", { class: "da-pin" }, svg("circle", { cx, cy, r: 4.5 }), svg("circle", { cx, cy, r: 1.2 }));
    if (point.label) mark.append(...badge(plate, { info: { at: [point.x, point.y], r: 0 } }, point.label, point.sign));
    return mark;
  });
}
