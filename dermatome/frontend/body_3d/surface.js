/* The skin as its triangles: where a place of the unfolded skin lies on the body, in each pose. */

const CELLS = 128; // a side of the unfolded skin, in cells that know their triangles
const EDGE = -0.2; // a place is told in 16 bits: it may fall beside the edge of the triangle it is of

const cellOf = (value) => Math.min(CELLS - 1, Math.max(0, Math.floor(value * CELLS)));

export class Surface {
  /** @param {any} mesh of three.js, its morph targets relative and named
   * @param {string[]} poses the one at rest first, the others as the morph targets are named */
  constructor(mesh, poses) {
    mesh.updateMatrixWorld();
    this.mesh = mesh;
    this.poses = poses;
    const { index, attributes: { uv } } = mesh.geometry;
    this.corners = index.array;
    this.u = Float64Array.from({ length: uv.count }, (_each, i) => uv.getX(i));
    this.v = Float64Array.from({ length: uv.count }, (_each, i) => uv.getY(i));
    this.cells = this.sorted();
  }

  /* The triangles that reach into each cell, one cell after the other, and where each cell begins. */
  sorted() {
    const begins = new Uint32Array(CELLS * CELLS + 1);
    this.reached((cell) => { begins[cell + 1] += 1; });
    for (let i = 0; i < CELLS * CELLS; i += 1) begins[i + 1] += begins[i];
    const next = begins.slice(), triangles = new Uint32Array(begins[CELLS * CELLS]);
    this.reached((cell, triangle) => { triangles[next[cell]] = triangle; next[cell] += 1; });
    return { begins, triangles };
  }

  reached(tell) {
    const { corners, u, v } = this;
    for (let triangle = 0; triangle * 3 < corners.length; triangle += 1) {
      const a = corners[triangle * 3], b = corners[triangle * 3 + 1], c = corners[triangle * 3 + 2];
      const left = cellOf(Math.min(u[a], u[b], u[c])), right = cellOf(Math.max(u[a], u[b], u[c]));
      const last = cellOf(Math.max(v[a], v[b], v[c]));
      for (let row = cellOf(Math.min(v[a], v[b], v[c])); row <= last; row += 1) {
        for (let column = left; column <= right; column += 1) tell(row * CELLS + column, triangle);
      }
    }
  }

  /* The corners of the triangle a place lies in and what each weighs there; null beside the skin. */
  within(/** @type {number[]} */ [u, v]) {
    const { begins, triangles } = this.cells;
    const cell = cellOf(v) * CELLS + cellOf(u);
    let best = null, least = EDGE;
    for (let i = begins[cell]; i < begins[cell + 1]; i += 1) {
      const [a, b, c] = [0, 1, 2].map((k) => this.corners[triangles[i] * 3 + k]);
      const [x, y] = [this.u[c], this.v[c]];
      const [ax, ay, bx, by] = [this.u[a] - x, this.v[a] - y, this.u[b] - x, this.v[b] - y];
      const area = ax * by - ay * bx;
      const first = ((u - x) * by - (v - y) * bx) / area, second = (ax * (v - y) - ay * (u - x)) / area;
      const shares = [first, second, 1 - first - second];
      if (!(Math.min(...shares) > least)) continue;
      least = Math.min(...shares);
      best = { corners: [a, b, c], shares };
    }
    return best;
  }

  /** Where a place of the unfolded skin lies, in millimetres, and the unit normal there, of each pose; beside the skin both
   * are no numbers.
   * @param {number[]} uv
   * @returns {{at: Record<string, number[]>, normal: Record<string, number[]>}} */
  place(uv) {
    const found = this.within(uv);
    const { geometry, matrixWorld, morphTargetDictionary } = this.mesh;
    const { attributes, morphAttributes } = geometry;
    const told = { at: {}, normal: {} };
    const mean = (values, more) => {
      const read = (i, axis) => values.getComponent(i, axis) + (more ? more.getComponent(i, axis) : 0);
      return [0, 1, 2].map((axis) => found.corners.reduce((sum, i, k) => sum + found.shares[k] * read(i, axis), 0));
    };
    for (const pose of this.poses) {
      const target = morphTargetDictionary[pose];
      const of = (name) => (found ? mean(attributes[name], target === undefined ? null : morphAttributes[name][target]) : [NaN, NaN, NaN]);
      const normal = of("normal"), length = Math.hypot(...normal);
      told.at[pose] = throughMatrix(matrixWorld.elements, of("position"));
      told.normal[pose] = normal.map((value) => value / length);
    }
    return told;
  }
}

/* A point moved by a matrix, its columns one after the other. */
function throughMatrix(m, /** @type {number[]} */ [x, y, z]) {
  return [0, 1, 2].map((i) => m[i] * x + m[4 + i] * y + m[8 + i] * z + m[12 + i]);
}
