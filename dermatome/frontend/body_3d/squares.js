/* The squares of the flat views that skin is painted in (localise/paint.js), and which of them lies where on the unfolded
 * skin: asked of the graphics processor once, so that a stroke asks it nothing. A square is "view|column|row". */

import { toward } from "./places.js";
import { ASKED } from "./shader.js";

export const PICTURE = 1024; // texels of the unfolded skin
const GRAIN = 1; // mm of a pixel of the flat views
const SEEN = 0.25; // skin turned further away is seen edge-on
const SPREAD = 3; // texels about one that is seen

export const texelOf = (/** @type {number[]} */ [u, v]) => Math.min(PICTURE - 1, Math.floor(v * PICTURE)) * PICTURE + Math.min(PICTURE - 1, Math.floor(u * PICTURE));

/** Views in the order in which they take a stroke: hands and feet, whose squares are small; then the whole body. */
export function inTurn(steps) {
  const rank = (view) => ["hand", "foot", "anterior", "posterior"].findIndex((each) => view.startsWith(each)) + 1 || 9;
  return Object.keys(steps).sort((a, b) => rank(a) - rank(b));
}

/** The squares of one view: numbers from 1, and of each texel the number of its square, 0 where the view has none. */
class Grid {
  constructor(view, step, pieces) {
    this.view = view;
    this.step = step;
    const least = (i) => Math.floor(Math.min(...pieces.map(({ low }) => low[i])) / step) - 1;
    this.left = least(0);
    this.low = least(1);
    this.rows = Math.ceil(Math.max(...pieces.map(({ high }) => high[1])) / step) + 2 - this.low;
    const columns = Math.ceil(Math.max(...pieces.map(({ high }) => high[0])) / step) + 2 - this.left;
    this.most = 1 + columns * this.rows;
    this.table = new Uint16Array(PICTURE * PICTURE);
  }

  number(column, row) {
    return 1 + (column - this.left) * this.rows + row - this.low;
  }

  key(number) {
    return `${this.view}|${Math.floor((number - 1) / this.rows) + this.left}|${((number - 1) % this.rows) + this.low}`;
  }

  /* What no pixel fell on lies in the square beside it. */
  spread() {
    for (let ring = 0; ring < SPREAD; ring += 1) {
      const before = this.table.slice();
      for (let i = PICTURE; i < before.length - PICTURE; i += 1) {
        if (!before[i]) this.table[i] = before[i - 1] || before[i + 1] || before[i - PICTURE] || before[i + PICTURE];
      }
    }
  }
}

export class Squares {
  /** @param {any} places see places.js
   * @param {Record<string, number>} steps view → width of a square in mm */
  constructor(places, steps) {
    const faint = [];
    this.grids = inTurn(steps).map((view) => {
      const pieces = places.projections.filter((each) => each.view === view);
      const grid = new Grid(view, steps[view], pieces);
      for (const from of pieces) faint.push(look(places, from, grid));
      return grid;
    });
    for (const [grid, texel, number] of faint.flat()) if (!this.grids.some(({ table }) => table[texel])) grid.table[texel] = number;
    for (const grid of this.grids) grid.spread();
    this.canvas = Object.assign(document.createElement("canvas"), { width: PICTURE, height: PICTURE });
  }

  /** The square a texel is painted in, and its width; null where no view shows that skin. */
  of(texel) {
    const grid = this.grids.find(({ table }) => table[texel]);
    return grid ? { key: grid.key(grid.table[texel]), step: grid.step } : null;
  }

  /** Every square that shows a texel. */
  all(texel) {
    return this.grids.filter(({ table }) => table[texel]).map((grid) => grid.key(grid.table[texel]));
  }

  /** Paint what lies at texels, in a set of squares, or wipe it off in every view that shows it. */
  stamp(painted, texels, wipes) {
    for (const texel of texels) {
      if (wipes) for (const key of this.all(texel)) painted.delete(key);
      else {
        const square = this.of(texel);
        if (square) painted.add(square.key);
      }
    }
  }

  /** A picture of the unfolded skin, white where it is painted. @param {Set<string>} painted */
  picture(painted) {
    const image = new ImageData(PICTURE, PICTURE);
    const texels = new Uint32Array(image.data.buffer);
    const on = new Map(this.grids.map(({ view, most }) => [view, new Uint8Array(most)]));
    const some = new Set();
    for (const key of painted) {
      const [view, column, row] = key.split("|");
      const grid = this.grids.find((each) => each.view === view);
      on.get(view)[grid.number(Number(column), Number(row))] = 1;
      some.add(grid);
    }
    for (const { view, table } of some) {
      const own = on.get(view);
      for (let i = 0; i < table.length; i += 1) if (own[table[i]]) texels[i] = 0xffffffff;
    }
    this.canvas.getContext("2d").putImageData(image, 0, 0);
    return this.canvas;
  }
}

/* Write down what a view shows where; returns what it sees edge-on, [[grid, texel, number]]. */
function look(places, from, grid) {
  const faint = [];
  const [wide, high] = [0, 1].map((i) => Math.ceil((from.high[i] - from.low[i]) / GRAIN));
  const camera = places.through(from, from.low[0] + (wide * GRAIN) / 2, from.low[1] + (high * GRAIN) / 2, wide * GRAIN, high * GRAIN);
  const [ex, ey, ez] = toward(from);
  let [spots, normals] = [new Uint8Array(), new Uint8Array()];
  places.inPose(from.pose, () => { [spots, normals] = [ASKED.uv, ASKED.normal].map((which) => places.body.numbers(wide, high, which, camera)); });
  for (let at = 0; at < spots.length; at += 4) {
    const [u, v] = [(spots[at] * 256 + spots[at + 2]) / 65535, (spots[at + 1] * 256 + spots[at + 3]) / 65535];
    if (!u && !v) continue;
    const [column, row] = [(at / 4) % wide, Math.floor(at / 4 / wide)];
    const texel = texelOf([u, v]);
    const number = grid.number(Math.round((from.low[0] + (column + 0.5) * GRAIN) / grid.step), Math.round((from.low[1] + (row + 0.5) * GRAIN) / grid.step));
    const facing = ex * (normals[at] / 127.5 - 1) + ey * (normals[at + 1] / 127.5 - 1) + ez * (normals[at + 2] / 127.5 - 1);
    if (facing > SEEN) grid.table[texel] = number;
    else faint.push([grid, texel, number]);
  }
  return faint;
}
