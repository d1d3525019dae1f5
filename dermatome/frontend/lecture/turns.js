/* From what a lecture shows on the map to the next of its kind: root, layer, views, map, side, with or without what is
 * inferred. ``turn`` is 1 or -1. */

import { _ } from "../base/words.js";

const LAYERS = [["dermatome", "superficial"], ["myotome", "superficial"], ["myotome", "deep"], ["reflex", "superficial"], ["nerve", "superficial"]];
const SIDES = ["right", "left", "both"];

const turned = (list, at, by) => list[(at + by + list.length) % list.length];

export function turnRoot(lecture, turn) {
  const roots = lecture.catalogue.groups.flatMap((group) => group.roots.map(({ id }) => id));
  lecture.revealed = new Set(lecture.step.shown); // the next root is told as the step tells its own
  lecture.newest = null;
  lecture.set({ root: turned(roots, roots.indexOf(lecture.state.root), turn), difference: false, kind: null, item: null, stand: "" });
}

export function turnLayer(lecture, turn) {
  const { state } = lecture;
  const at = LAYERS.findIndex(([layer, depth]) => layer === state.layer && (layer !== "myotome" || depth === state.depth));
  const [layer, depth] = turned(LAYERS, at, turn);
  lecture.set({ layer, depth, kind: null, item: null, difference: false });
}

export function turnView(lecture, turn) {
  const sets = lecture.book.views;
  const at = sets.findIndex(({ views }) => String(views) === String(lecture.state.views));
  lecture.set({ views: turned(sets, at < 0 && turn < 0 ? 0 : at, turn).views, stand: "" });
}

export function turnMap(lecture, turn) {
  const maps = Object.keys(lecture.book.maps);
  lecture.set({ scheme: turned(maps, maps.indexOf(lecture.state.scheme), turn), layer: "dermatome", kind: null, item: null, difference: false });
}

export function turnSide(lecture, turn) {
  lecture.set({ side: turned(SIDES, SIDES.indexOf(lecture.state.side), turn) });
}

export function turnInferred(lecture) {
  if (infers(lecture)) lecture.set({ inferred: !lecture.state.inferred });
  else lecture.tell(_("Nothing on the screen is inferred."));
}

/** Whether something on the screen is inferred, or would be. */
export function infers(lecture) {
  const { layer, scheme } = lecture.state;
  return !lecture.other && layer === "dermatome" && Boolean(lecture.plates().plates || lecture.catalogue.schemes[scheme].inferred);
}
