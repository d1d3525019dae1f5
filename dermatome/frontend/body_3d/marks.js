/* Marks on the skin, in one draw call: key points, places of reflexes, where the reader pointed. */

import { bytes, mix, VEIL } from "./palette.js";
import { mark, MARKS } from "./shader.js";

const FINGER = 28; // mm about a mark that mean it
const STEP = 1.5; // mm between the dots a stroke is drawn with
const LIT = new Set(["selected", "main", "asked", "wrong"]);
const PX = { key_point: 9, pin: 19, tap: 15, lit: 20, stroke: 5, head: 17 };

/**
 * What is marked on a body.
 *
 * @param {any} payload as the server tells it (dermatome/ui/documents/body_3d.py)
 * @param {any} look see map/looks.js; ``pins`` and ``point`` as for a plate, ``marks`` what is switched on
 * @param {(point: import("../types").Point) => any} placeOf where a point of a flat view lies on the body, null for nowhere
 * @returns {any[]} [{key?, path, kind, colour, lit, label?, sign?}], ``path`` the places of a mark
 */
export function marksOf(payload, look, placeOf) {
  const { marks = [], colours } = payload;
  const found = [];
  for (const each of marks) {
    if (each.kind === "key_point") {
      if (look.marks?.key_points) found.push({ ...each, colour: bytes(colours.ink) });
      continue;
    }
    const state = look.states.get(each.key) || "";
    const lit = LIT.has(state);
    const own = look.colour && ["main", "contributing"].includes(state) ? bytes(look.colour) : bytes(each.colour);
    const away = look.states.size && !lit && state !== "contributing";
    found.push({ ...each, lit, colour: away ? mix(own, bytes(colours.skin), VEIL) : own });
  }
  for (const point of [look.point, ...(look.pins || [])]) {
    const place = point && placeOf(point);
    if (place) found.push({ kind: "pin", path: [place], colour: bytes(colours.ink), label: point.label, sign: point.sign });
  }
  return found;
}

/** Of marks that can be picked the one at a place at rest, if one is. */
export function nearestOf(marks, at) {
  const far = ({ path }) => Math.min(...path.map((place) => Math.hypot(...place.at.anatomical.map((value, i) => value - at[i]))));
  const [first] = marks.map((each) => [far(each), each]).sort(([a], [b]) => a - b);
  return first && first[0] < FINGER ? first[1] : null;
}

/** The dots a mark is drawn with: [{place, behind, px, style, colour}]. */
export function dotsOf({ kind, path, colour, lit }, ink) {
  const one = (place, px, style, of = colour, behind = place) => ({ place, behind, px, style, colour: of });
  if (kind === "key_point") return [one(path[0], PX.key_point, MARKS.dot)];
  if (kind === "pin") return [one(path[0], PX.pin, MARKS.ring)];
  if (kind === "tap") return [one(path[0], lit ? PX.lit : PX.tap, MARKS.disc)];
  const along = dense(path);
  const [last, behind] = [along[along.length - 1], along[Math.max(0, along.length - 4)]];
  const wide = lit ? 2 : 0;
  return [
    ...along.map((place) => one(place, PX.stroke + wide + 3, MARKS.plain, ink)), one(last, PX.head + wide + 6, MARKS.head, ink, behind),
    ...along.map((place) => one(place, PX.stroke + wide, MARKS.plain)), one(last, PX.head + wide, MARKS.head, colour, behind),
  ];
}

/* A path with places as near to one another as they are drawn. */
function dense(path) {
  const mixed = (a, b, t) => Object.fromEntries(Object.keys(a).map((pose) => [pose, a[pose].map((value, i) => value + (b[pose][i] - value) * t)]));
  return path.flatMap((place, i) => {
    const next = path[i + 1];
    if (!next) return [place];
    const far = Math.hypot(...place.at.anatomical.map((value, k) => value - next.at.anatomical[k]));
    const count = Math.max(1, Math.round(far / STEP));
    return Array.from({ length: count }, (_each, k) => ({ at: mixed(place.at, next.at, k / count), normal: mixed(place.normal, next.normal, k / count) }));
  });
}

/** A vector of a place in between the poses; ``weights`` of all but the first. */
export function posed(of, poses, weights) {
  const rest = 1 - weights.reduce((sum, each) => sum + each, 0);
  return of[poses[0]].map((value, i) => value * rest + weights.reduce((sum, each, k) => sum + each * of[poses[k + 1]][i], 0));
}

export class Marks {
  /** @param {any} three the library
   * @param {any} uniforms those of the skin
   * @param {string[]} poses the one at rest first */
  constructor(three, uniforms, poses) {
    this.three = three;
    this.poses = poses;
    this.dots = [];
    this.points = new three.Points(new three.BufferGeometry(), new three.ShaderMaterial({ ...mark, uniforms, depthWrite: false }));
    Object.assign(this.points, { frustumCulled: false, renderOrder: 1, visible: false });
  }

  /** @param {any[]} marks as marksOf() has them
   * @param {number[]} ink three bytes
   * @param {number[]} weights of the poses */
  set(marks, ink, weights) {
    const { BufferAttribute, BufferGeometry } = this.three;
    this.dots = marks.flatMap((each) => dotsOf(each, ink));
    this.points.visible = this.dots.length > 0;
    this.points.geometry.dispose();
    this.points.geometry = new BufferGeometry();
    const add = (name, size, valuesOf) => this.points.geometry.setAttribute(name, new BufferAttribute(new Float32Array(this.dots.flatMap(valuesOf)), size));
    add("colour", 3, ({ colour }) => colour.map((byte) => byte / 255));
    add("style", 2, ({ px, style }) => [px, style]);
    add("position", 3, ({ place }) => posed(place.at, this.poses, weights));
    add("normal", 3, ({ place }) => posed(place.normal, this.poses, weights));
    add("behind", 3, ({ behind }) => posed(behind.at, this.poses, weights));
    this.shown = String(weights);
  }

  /** Go with the body. */
  pose(weights) {
    if (!this.dots.length || this.shown === String(weights)) return;
    this.shown = String(weights);
    const { position, normal, behind } = this.points.geometry.attributes;
    this.dots.forEach((dot, i) => {
      position.setXYZ(i, ...posed(dot.place.at, this.poses, weights));
      normal.setXYZ(i, ...posed(dot.place.normal, this.poses, weights));
      behind.setXYZ(i, ...posed(dot.behind.at, this.poses, weights));
    });
    for (const each of [position, normal, behind]) each.needsUpdate = true;
  }

  dispose() {
    this.points.geometry.dispose();
    this.points.material.dispose();
  }
}
