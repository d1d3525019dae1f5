/* From a place on the body to where it lies on the flat views, and back: what is seen from where the triangles tell
 * (surface.js). A place is {uv, at, normal}: on the unfolded skin; pose → millimetres, and the unit normal there. */

import { cross, dot } from "./surface.js";

/** The one at rest first. */
export const POSES = ["anatomical", "arms-raised", "lithotomy"];
const NEAR = 4; // mm: nearer is the same skin
const SEEN = 0.25; // skin turned further away is seen edge-on
const MARGIN = 1.5; // mm about what a view shows

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

  inPose(pose, ask) {
    const { weights } = this.body;
    this.body.posed(this.body.weightsOf(pose));
    ask();
    this.body.posed(weights);
  }

  /** A camera that sees a piece of a flat view's sheet, as deep as the view goes. */
  through(view, x, y, width, height) {
    const { OrthographicCamera, Vector3 } = this.body.three;
    const [from, to] = sight(view, x, y);
    const camera = new OrthographicCamera(-width / 2, width / 2, height / 2, -height / 2, 0, view.depth[1] - view.depth[0] + 2 * MARGIN);
    camera.position.fromArray(from);
    camera.up.fromArray(view.up);
    camera.lookAt(new Vector3(...to));
    return camera;
  }

  /* What a flat view shows at a point of its sheet; null beside the body. */
  seenIn(view, x, y) {
    return this.body.surface.hit(...sight(view, x, y), this.body.weightsOf(view.pose));
  }

  /** The same place on a flat view that shows it, {view, x, y}; null where none does. */
  flat({ at, normal }, prefer) {
    const side = at.anatomical[0] >= 0 ? "left" : "right";
    for (const view of viewsFor(this.projections, side, normal.anatomical, prefer)) {
      const spot = onSheet(view, at[view.pose]);
      const there = within(view, spot) && this.seenIn(view, spot.x, spot.y)?.at[view.pose];
      const round = (value) => Math.round(value * 10) / 10;
      if (there && Math.hypot(...there.map((value, i) => value - at[view.pose][i])) < NEAR) return { view: view.view, x: round(spot.x), y: round(spot.y) };
    }
    return null;
  }

  /** The place that a flat view shows at a point; null beside the body. */
  of({ view, x, y }) {
    const name = `${view} ${x} ${y}`;
    if (!this.known.has(name)) {
      const from = this.projections.find((each) => each.view === view && x > each.low[0] - MARGIN && x < each.high[0] + MARGIN);
      this.known.set(name, from ? this.seenIn(from, x, y) : null);
    }
    return this.known.get(name);
  }
}

/* The line of sight to a point of a flat view's sheet, as deep as the view goes. */
function sight({ right, up, shift, depth: [far, near] }, x, y) {
  const eye = cross(right, up);
  const at = (deep) => [0, 1, 2].map((i) => right[i] * (x - shift[0]) + up[i] * (y - shift[1]) + eye[i] * deep);
  return [at(near + MARGIN), at(far - MARGIN)];
}
