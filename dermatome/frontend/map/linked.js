/* Maps laid side by side: what stands above each, and how they share a narrow screen. */

import { node } from "../base/dom.js";
import { _ } from "../base/words.js";

export const HEAD = 74; // px above a plate for its name, its kind and what it says of the spot
export const APART = 44; // px between plates, so that the heads have room
const NARROW = 560; // px: below, the maps stand in one row to swipe through
const SHARE = 0.84; // of the width that one map takes there, so that the next one shows
const TALLEST = 0.66; // of the window's height

/** Write above a plate which map it is and what it says; ``lit`` marks those that give the spot to the root. */
export function describe(slot, { name, kind, note, lit }) {
  slot.caption.replaceChildren(node("b", { textContent: name }), node("span", { textContent: kind }),
    node("span", { className: lit ? "da-says da-says-yes" : "da-says", textContent: note }));
}

/** The plan of a row to swipe through, as of arrange(), or null where there is room for more. */
export function swiped(aspects, width, screen) {
  if (width >= NARROW) return null;
  return [aspects.map((aspect, index) => {
    const wide = Math.floor(Math.min(width * SHARE, aspect * screen * TALLEST));
    return [{ index, width: wide, height: Math.floor(wide / aspect) }];
  })];
}

/** What the marks on maps side by side mean: [key, text].
 * @param {import("../types").MapState} state */
export function legendOfAll({ root, plates = [], inferred }, { dermatome }) {
  const shown = plates.map(([map]) => dermatome.schemes[map]).filter(Boolean);
  if (!shown.length) return [];
  const entries = [["selected", _("%(root)s on that map", { root })]];
  if (shown.some(({ overlapping }) => overlapping)) entries.push(["shared", _("striped: two fields overlap")]);
  if (inferred && shown.some((map) => map.inferred)) entries.push(["inferred", _("paler, dotted border: inferred by the atlas")]);
  if (shown.some((map) => map.partial || (map.inferred && !inferred))) entries.push(["unmapped", _("hatched: left blank")]);
  entries.push(["pin", _("the spot chosen")]);
  return entries;
}
