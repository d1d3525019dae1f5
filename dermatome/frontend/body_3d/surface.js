/* The skin as its triangles: which of it a line of sight meets, and where that lies on the body in each pose. Asked of the
 * processor: the graphics processor would draw the whole body to tell one pixel, and let the page wait for it. */

export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = ([a, b, c], [d, e, f]) => [b * f - c * e, c * d - a * f, a * e - b * d];
const unit = (vector) => vector.map((value) => value / Math.hypot(...vector));

const RUN = 48; // triangles next to one another that are looked at together

export class Surface {
  /** @param {any} mesh of three.js, its morph targets relative and named
   * @param {string[]} poses the one at rest first, the others as the morph targets are named */
  constructor(mesh, poses) {
    mesh.updateMatrixWorld();
    this.mesh = mesh;
    this.poses = poses;
    this.corners = mesh.geometry.index.array;
    this.stood = new Map(); // weights → where the corners lie
  }

  /* Where the corners lie in millimetres as the body stands, three numbers each, and the balls about runs of triangles.
   * Kept: it seldom stands otherwise. */
  standing(weights) {
    const name = String(weights);
    if (!this.stood.has(name)) {
      const { matrixWorld: { elements: m }, geometry: { attributes: { position }, morphAttributes } } = this.mesh;
      const moved = weights.map((weight, i) => [weight, morphAttributes.position?.[i]]).filter(([weight]) => weight);
      const read = (i, axis) => moved.reduce((sum, [weight, more]) => sum + weight * more.getComponent(i, axis), position.getComponent(i, axis));
      const found = new Float32Array(position.count * 3);
      for (let i = 0; i < position.count; i += 1) found.set(throughMatrix(m, [read(i, 0), read(i, 1), read(i, 2)]), i * 3);
      if (this.stood.size > this.poses.length) this.stood.clear(); // it was on its way from pose to pose
      this.stood.set(name, { points: found, balls: this.balls(found) });
    }
    return this.stood.get(name);
  }

  /* A ball about the box of each run of triangles: its middle and its radius, four numbers. */
  balls(points) {
    const { corners } = this;
    const found = new Float32Array(Math.ceil(corners.length / 3 / RUN) * 4);
    for (let first = 0, k = 0; first < corners.length; first += RUN * 3, k += 4) {
      const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
      for (let i = first; i < Math.min(corners.length, first + RUN * 3); i += 1) {
        for (let axis = 0; axis < 3; axis += 1) {
          const value = points[corners[i] * 3 + axis];
          if (value < low[axis]) low[axis] = value;
          if (value > high[axis]) high[axis] = value;
        }
      }
      found.set(low.map((value, axis) => (value + high[axis]) / 2), k);
      found[k + 3] = Math.hypot(...low.map((value, axis) => high[axis] - value)) / 2 + 0.01; // numbers are rounded
    }
    return found;
  }

  /** The first skin on a line of sight that is turned to where that begins; null where there is none.
   * @param {number[]} from
   * @param {number[]} to
   * @param {number[]} weights of the poses
   * @returns {?{uv: number[], at: Record<string, number[]>, normal: Record<string, number[]>}} */
  hit(from, to, weights) {
    const { points, balls } = this.standing(weights);
    const way = unit(to.map((value, i) => value - from[i]));
    const right = unit(cross(way, Math.abs(way[1]) < 0.9 ? [0, 1, 0] : [0, 0, 1])), up = cross(right, way);
    const sight = { from, way, right, up };
    let nearest = Math.hypot(...to.map((value, i) => value - from[i])), found = null;
    for (let k = 0; k < balls.length; k += 4) {
      const x = balls[k] - from[0], y = balls[k + 1] - from[1], z = balls[k + 2] - from[2], radius = balls[k + 3];
      const along = x * way[0] + y * way[1] + z * way[2];
      if (x * x + y * y + z * z - along * along > radius * radius || along < -radius || along - radius > nearest) continue;
      const met = this.met(points, (k / 4) * RUN, sight, nearest);
      if (met) [nearest, found] = [met.depth, met];
    }
    return found && this.place(found);
  }

  /* The nearest triangle of a run that a line of sight meets within a depth. Seen along the way, where it is a point, the
   * three areas that it makes with the sides of a triangle have the same sign inside; what two triangles share both count. */
  met(points, first, { from, way, right, up }, nearest) {
    const { corners } = this;
    const depthOf = (corner) => dot(points.subarray(corner * 3, corner * 3 + 3), way) - dot(from, way);
    const [x0, y0] = [dot(from, right), dot(from, up)];
    const across = [0, 0, 0, 0, 0, 0];
    let found = null;
    for (let i = first * 3, end = Math.min(corners.length, (first + RUN) * 3); i < end; i += 3) {
      for (let k = 0; k < 3; k += 1) {
        const at = corners[i + k] * 3, x = points[at], y = points[at + 1], z = points[at + 2];
        across[2 * k] = x * right[0] + y * right[1] + z * right[2] - x0;
        across[2 * k + 1] = x * up[0] + y * up[1] + z * up[2] - y0;
      }
      const [ax, ay, bx, by, cx, cy] = across;
      const one = bx * cy - by * cx, two = cx * ay - cy * ax, three = ax * by - ay * bx;
      const area = one + two + three;
      if (one < 0 || two < 0 || three < 0 || !area) continue;
      const shares = [one / area, two / area, three / area];
      const depth = shares.reduce((sum, share, k) => sum + share * depthOf(corners[i + k]), 0);
      if (depth < 0 || depth > nearest) continue;
      nearest = depth;
      found = { triangle: i / 3, shares, depth };
    }
    return found;
  }

  /* What lies in a triangle where its corners weigh so much: its place on the unfolded skin, in millimetres and its unit
   * normal in each pose. */
  place({ triangle, shares }) {
    const { geometry: { attributes, morphAttributes }, matrixWorld, morphTargetDictionary } = this.mesh;
    const mean = (read) => shares.reduce((sum, share, k) => sum + share * read(this.corners[triangle * 3 + k]), 0);
    const told = { uv: [mean((i) => attributes.uv.getX(i)), mean((i) => attributes.uv.getY(i))], at: {}, normal: {} };
    for (const pose of this.poses) {
      const target = morphTargetDictionary[pose];
      const of = (name) => [0, 1, 2].map((axis) => mean((i) => attributes[name].getComponent(i, axis)
        + (target === undefined ? 0 : morphAttributes[name][target].getComponent(i, axis))));
      told.at[pose] = throughMatrix(matrixWorld.elements, of("position"));
      told.normal[pose] = unit(of("normal"));
    }
    return told;
  }
}

/* A point moved by a matrix, its columns one after the other. */
function throughMatrix(m, /** @type {number[]} */ [x, y, z]) {
  return [0, 1, 2].map((i) => m[i] * x + m[4 + i] * y + m[8 + i] * z + m[12 + i]);
}
