/* From a place of the unfolded skin to where it lies on the body and on the flat views, and back. What is seen from where
 * the graphics processor tells, a pixel at a time; where it lies the triangles do (surface.js). A place is {uv, at, normal}:
 * pose → millimetres, and the unit normal there. */

import { ASKED, uvFromBytes } from "./shader.js";

/** The one at rest first. */
export const POSES = ["anatomical", "arms-raised", "lithotomy"];
const NEAR = 4; // mm: nearer is the same skin
const SEEN = 0.25; // skin turned further away is seen edge-on
const MARGIN = 1.5; // mm about what a view shows

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const cross = ([a, b, c], [d, e, f]) => [b * f - c * e, c * d - a * f, a * e - b * d];

/** Towards the eye of a flat view. */
export const toward = ({ right, up }) => cross(right, up);

/** Where a place lies on the sheet of a flat view, and how near to the viewer; ``at`` in the view's pose. */
export function onSheet({ right, up, shift }, at) {
  return { x: dot(at, right) + shift[0], y: dot(at, up) + shift[1], depth: dot(at, cross(right, up)) };
}

/** Whether a view shows that part of its sheet at all. */
export function within({ low, high, depth: [far, near] }, { x, y, depth }) {
  return x > low[0] - MARGIN && x < high[0] + MARGIN && y > low[1] - MARGIN && y < high[1] + MARGIN && depth > far - MARGIN && depth < near + MARGIN;
}

/** The views of a side that may show a place, the likeliest first.
 * @param {number[]} normal of the skin at rest
 * @param {string} [prefer] a view that is asked about */
export function viewsFor(projections, side, normal, prefer) {
  const facing = ({ right, up }) => dot(cross(right, up), normal);
  const order = ["anterior", "posterior"];
  const rank = (each) => (each.view === prefer ? 9 : 0) + (order.includes(each.view) && facing(each) > SEEN ? 2 : 0) + facing(each);
  return projections.filter((each) => each.side === side).sort((a, b) => rank(b) - rank(a));
}

export class Places {
  /** @param {any} body see scene.js
   * @param {any[]} projections how the flat views are made of the body: assets/body_3d/README.md */
  constructor(body, projections) {
    this.body = body;
    this.projections = projections;
    this.known = new Map(); // what was asked before
  }

  once(name, find) {
    if (!this.known.has(name)) this.known.set(name, find());
    return this.known.get(name);
  }

  /** A place by its uv. */
  place(uv) {
    return this.once(String(uv), () => ({ uv, ...this.body.surface.place(uv) }));
  }

  /* What of the unfolded skin a camera sees in its only pixel. */
  seenBy(camera) {
    return uvFromBytes([...this.body.numbers(1, 1, ASKED.uv, camera)]);
  }

  inPose(pose, ask) {
    const { weights } = this.body;
    this.body.posed(this.body.weightsOf(pose));
    ask();
    this.body.posed(weights);
  }

  /** A camera that sees a piece of a flat view's sheet, as deep as the view goes; a millimetre where no size is told. */
  through({ right, up, shift, depth: [far, near] }, x, y, width = 1, height = 1) {
    const { OrthographicCamera, Vector3 } = this.body.three;
    const toward = cross(right, up);
    const at = (deep) => [0, 1, 2].map((i) => right[i] * (x - shift[0]) + up[i] * (y - shift[1]) + toward[i] * deep);
    const camera = new OrthographicCamera(-width / 2, width / 2, height / 2, -height / 2, 0, near - far + 2 * MARGIN);
    camera.position.fromArray(at(near + MARGIN));
    camera.up.fromArray(up);
    camera.lookAt(new Vector3(...at(far)));
    return camera;
  }

  /** The same place on a flat view that shows it, {view, x, y}; null where none does. */
  flat(uv, prefer) {
    const { at, normal } = this.place(uv);
    const side = at.anatomical[0] >= 0 ? "left" : "right";
    for (const view of viewsFor(this.projections, side, normal.anatomical, prefer)) {
      const spot = onSheet(view, at[view.pose]);
      if (!within(view, spot)) continue;
      let seen = [NaN, NaN];
      this.inPose(view.pose, () => { seen = this.seenBy(this.through(view, spot.x, spot.y)); });
      const there = this.place(seen).at[view.pose];
      const apart = Math.hypot(...there.map((value, i) => value - at[view.pose][i]));
      const round = (value) => Math.round(value * 10) / 10;
      if (apart < NEAR) return { view: view.view, x: round(spot.x), y: round(spot.y) };
    }
    return null;
  }

  /** The place that a flat view shows at a point; null beside the body. */
  of({ view, x, y }) {
    return this.once(`${view} ${x} ${y}`, () => {
      const from = this.projections.find((each) => each.view === view && x > each.low[0] - MARGIN && x < each.high[0] + MARGIN);
      if (!from) return null;
      let found = null;
      this.inPose(from.pose, () => { found = this.seenBy(this.through(from, x, y)); });
      return found && (found[0] || found[1]) ? this.place(found) : null;
    });
  }
}
