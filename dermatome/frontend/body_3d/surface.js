/* The skin as its triangles: which of it a line of sight meets, and where that lies on the body in each pose. Asked of the
 * processor: the graphics processor would draw the whole body to tell one pixel, and let the page wait for it. */

export const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = ([a, b, c], [d, e, f]) => [b * f - c * e, c * d - a * f, a * e - b * d];
const unit = (vector) => vector.map((value) => value / Math.hypot(...vector));

export class Surface {
  /** @param {any} mesh of three.js, its morph targets relative and named
   * @param {string[]} poses the one at rest first, the others as the morph targets are named */
  constructor(mesh, poses) {
    mesh.updateMatrixWorld();
    this.mesh = mesh;
    this.poses = poses;
    const { index, attributes: { position } } = mesh.geometry;
    this.corners = index.array;
    this.across = new Float32Array(position.count * 2);
    this.stood = new Map(); // weights → where the corners lie
  }

  /* Where the corners lie in millimetres as the body stands, three numbers each. Kept: it seldom stands otherwise. */
  standing(weights) {
    const name = String(weights);
    if (!this.stood.has(name)) {
      const { matrixWorld: { elements: m }, geometry: { attributes: { position }, morphAttributes } } = this.mesh;
      const moved = weights.map((weight, i) => [weight, morphAttributes.position?.[i]]).filter(([weight]) => weight);
      const read = (i, axis) => moved.reduce((sum, [weight, more]) => sum + weight * more.getComponent(i, axis), position.getComponent(i, axis));
      const found = new Float32Array(position.count * 3);
      for (let i = 0; i < position.count; i += 1) found.set(throughMatrix(m, [read(i, 0), read(i, 1), read(i, 2)]), i * 3);
      if (this.stood.size > this.poses.length) this.stood.clear(); // it was on its way from pose to pose
      this.stood.set(name, found);
    }
    return this.stood.get(name);
  }

  /** The first skin on a line of sight that is turned to where that begins; null where there is none.
   * @param {number[]} from
   * @param {number[]} to
   * @param {number[]} weights of the poses
   * @returns {?{triangle: number, uv: number[], at: Record<string, number[]>, normal: Record<string, number[]>}} */
  hit(from, to, weights) {
    const { corners, across } = this;
    const way = unit(to.map((value, i) => value - from[i]));
    const right = unit(cross(way, Math.abs(way[1]) < 0.9 ? [0, 1, 0] : [0, 0, 1])), up = cross(right, way);
    const points = this.standing(weights);
    const [x0, y0] = [dot(from, right), dot(from, up)];
    for (let i = 0, k = 0; k < across.length; i += 3, k += 2) { // seen along the way, where it is a point
      const x = points[i], y = points[i + 1], z = points[i + 2];
      across[k] = x * right[0] + y * right[1] + z * right[2] - x0;
      across[k + 1] = x * up[0] + y * up[1] + z * up[2] - y0;
    }
    const depthOf = (corner) => dot(points.subarray(corner * 3, corner * 3 + 3), way) - dot(from, way);
    let nearest = Math.hypot(...to.map((value, i) => value - from[i])), found = null;
    for (let i = 0; i < corners.length; i += 3) {
      const a = corners[i] * 2, b = corners[i + 1] * 2, c = corners[i + 2] * 2;
      const third = across[a] * across[b + 1] - across[a + 1] * across[b];
      if (third < 0) continue;
      const first = across[b] * across[c + 1] - across[b + 1] * across[c];
      if (first < 0) continue;
      const second = across[c] * across[a + 1] - across[c + 1] * across[a];
      const area = first + second + third;
      if (second < 0 || !area) continue;
      const shares = [first / area, second / area, third / area];
      const depth = shares.reduce((sum, share, k) => sum + share * depthOf(corners[i + k]), 0);
      if (depth < 0 || depth > nearest) continue;
      nearest = depth;
      found = { triangle: i / 3, shares };
    }
    return found && this.place(found);
  }

  /* What lies in a triangle where its corners weigh so much: its place on the unfolded skin, in millimetres and its unit
   * normal in each pose. */
  place({ triangle, shares }) {
    const { geometry: { attributes, morphAttributes }, matrixWorld, morphTargetDictionary } = this.mesh;
    const mean = (read) => shares.reduce((sum, share, k) => sum + share * read(this.corners[triangle * 3 + k]), 0);
    const told = { triangle, uv: [mean((i) => attributes.uv.getX(i)), mean((i) => attributes.uv.getY(i))], at: {}, normal: {} };
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
