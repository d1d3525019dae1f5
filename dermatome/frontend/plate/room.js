/* Where on a plate a name may stand: beside the body, clear of other names and their lines. All in px of the plot area,
 * worked out from the drawn outline; the page is never asked for a size. */

const CELL = 2; // px of the grid on which body and page are told apart
const CLEAR = 2; // px kept between the body and a name
const ANGLES = [0, 14, -14, 28, -28, 45, -45, 62, -62, 80, -80].map((degrees) => (degrees / 180) * Math.PI);
const ROWS = [0, 3, -3, 6, -6, 9, -9, 12, -12, 16, -16, 20, -20, 25, -25]; // px above and below a height
const REACH = 260; // px: no name stands farther away
const STEP = 4; // px from one distance tried to the next
const SLANT = 40; // px that a line may be longer rather than steeper, by the square of radians: names stand beside what they name
const THROUGH = 2; // a px of a line across the body costs so many beside it
const UNRULY = 60; // px that a line may be longer rather than its name out of the order of the regions
const ASTRAY = 80; // px that a line may be longer rather than lead to the other side of the body

let pencil;

/** A canvas to draw and measure on that is never shown. */
const sketch = () => (pencil ||= document.createElement("canvas").getContext("2d", { willReadFrequently: true }));

/** Width of a text in px. */
export function widthOf(text, size, family, bold = true) {
  const pen = sketch();
  pen.font = `${bold ? 700 : 400} ${size}px ${family}`;
  return pen.measureText(text).width;
}

/** A shape on a grid, asked whether boxes lie on it. */
class Shape {
  /** @param {string} d an SVG path
   *  @param {{x0: number, y0: number, x1: number, y1: number}} page what of it is looked at
   *  @param {number} edge px its outline is wide: laid on it, or where negative taken from it
   *  @param {string} outline of what more than its outline is laid on it */
  constructor(d, page, edge, outline = "") {
    this.page = page;
    this.columns = Math.max(1, Math.ceil((page.x1 - page.x0) / CELL));
    this.rows = Math.max(1, Math.ceil((page.y1 - page.y0) / CELL));
    const pen = sketch();
    pen.canvas.width = this.columns;
    pen.canvas.height = this.rows;
    pen.setTransform(1 / CELL, 0, 0, 1 / CELL, -page.x0 / CELL, -page.y0 / CELL);
    const shape = new Path2D(d);
    pen.lineWidth = Math.abs(edge);
    pen.fill(shape, "evenodd");
    if (edge < 0) pen.globalCompositeOperation = "destination-out";
    pen.stroke(shape);
    pen.stroke(new Path2D(outline));
    this.sums = summed(pen.getImageData(0, 0, this.columns, this.rows), this.columns);
  }

  /* How many cells there are of a box, and how many of them lie on the shape. */
  cells({ x, y, wide, high }) {
    const column = (px) => Math.min(this.columns, Math.max(0, Math.round((px - this.page.x0) / CELL)));
    const row = (py) => Math.min(this.rows, Math.max(0, Math.round((py - this.page.y0) / CELL)));
    const [left, right, top, low] = [column(x - wide), column(x + wide), row(y - high), row(y + high)];
    const at = (r, c) => this.sums[r * (this.columns + 1) + c];
    return { all: (low - top) * (right - left), on: at(low, right) - at(top, right) - at(low, left) + at(top, left) };
  }
}

/** What is taken of a plate: the body, and the boxes and lines laid on it so far. */
export class Room {
  /** @param {string} body outline as an SVG path
   *  @param {{x0: number, y0: number, x1: number, y1: number}} page where names may stand */
  constructor(body, page) {
    this.page = page;
    this.boxes = []; // {x, y, wide, high}: middle and halves
    this.lines = [];
    this.orderly = false; // whether names beside the body are to stand in the order of their regions
    this.spots = []; // boxes that names keep clear of, but lines need not
    this.lay(body);
  }

  /** What names beside the body keep clear of, an SVG path; ``outline``: a second one, of which the edge alone counts. */
  lay(body, outline = "") {
    this.body = new Shape(body, this.page, 2 * CLEAR, outline);
  }

  /* Whether any of a box lies on the body. */
  onBody(box) {
    return this.body.cells(box).on > 0;
  }

  /** The place within a region, an SVG path, for a box of these halves: the one nearest to a point, or null. */
  inside(region, wide, high, [x, y]) {
    let best = null;
    for (let row = region.page.y0 + high; row <= region.page.y1 - high; row += CELL) {
      for (let column = region.page.x0 + wide; column <= region.page.x1 - wide; column += CELL) {
        const box = { x: column, y: row, wide, high };
        const far = Math.hypot(column - x, row - y);
        if (best && far >= best.far) continue;
        const { all, on } = region.cells(box);
        if (on === all && this.free(box)) best = { ...box, far };
      }
    }
    return best;
  }

  free(box) {
    const { x0, y0, x1, y1 } = this.page;
    if (box.x - box.wide < x0 || box.x + box.wide > x1 || box.y - box.high < y0 || box.y + box.high > y1) return false;
    return !this.boxes.some((other) => touch(box, other)) && !this.spots.some((other) => touch(box, other))
      && !this.lines.some((line) => crosses(line, box));
  }

  take(box, line) {
    this.boxes.push(box);
    if (line) this.lines.push(line);
  }

  /** From now on, what is taken can be given back. */
  keep() {
    this.kept = [this.boxes.length, this.lines.length];
  }

  giveBack() {
    [this.boxes.length, this.lines.length] = this.kept;
  }

  /** The best place beside the body for a box with a line to a point: {x, y, wide, high, line, cost}, or null where
   * it would cost more than ``most``; ``over`` lets the line cross what is written. */
  beside([x, y], wide, high, most = 2 * REACH, over = false) {
    const outward = x < (this.page.x0 + this.page.x1) / 2 ? -1 : 1;
    const here = this.outward([x, y], wide, high, outward, most, over);
    return this.outward([x, y], wide, high, -outward, here ? here.cost - ASTRAY : most, over) || here;
  }

  /* The best place on a way to one side. */
  outward([x, y], wide, high, outward, most, over) {
    let best = null;
    for (const angle of ANGLES) {
      const [dx, dy] = [outward * Math.cos(angle), Math.sin(angle)];
      const limit = best ? best.cost : most;
      const box = this.along([x + outward * wide, y], [dx, dy], wide, high, Math.min(REACH, limit));
      const found = box && this.joined(box, [x, y], outward, SLANT * angle ** 2, limit, over);
      best = found || best;
    }
    return best;
  }

  /** The best place for a box on one side of the body with a line to a point, at about a height; or null. */
  level([x, y], wide, high, most, outward, height) {
    let best = null;
    for (const by of ROWS) {
      const box = this.along([x + outward * wide, height + by], [outward, 0], wide, high, best ? best.cost : most);
      const found = box && this.joined(box, [x, y], outward, 2 * Math.abs(by), best ? best.cost : most);
      best = found || best;
    }
    return best;
  }

  /* The first box that is free on a way outward. */
  along([x, y], [dx, dy], wide, high, most) {
    for (let distance = 6; distance < most; distance += STEP) {
      const box = { x: x + dx * distance, y: y + dy * distance, wide, high };
      if (box.x - wide < this.page.x0 || box.x + wide > this.page.x1) return null;
      if (!this.onBody(box) && this.free(box)) return box;
    }
    return null;
  }

  /* A box with its line to a point, where that costs less than the best so far and is clear. */
  joined(box, [x, y], outward, cost, most, over = false) {
    /** @type {[[number, number], [number, number]]} */
    const line = [[box.x - outward * (box.wide + 1), box.y], [x, y]];
    const beside = cost + Math.hypot(line[0][0] - x, line[0][1] - y);
    if (beside >= most || !(over || this.clear(line))) return null;
    const dear = beside + (this.orderly ? UNRULY * this.lines.filter((other) => turned(line, other)).length : 0);
    if (dear >= most) return null;
    const all = dear + THROUGH * this.through(line);
    return all < most ? { ...box, line, cost: all } : null;
  }

  /* Whether a line meets neither a name nor another line. */
  clear(line) {
    return !this.boxes.some((box) => crosses(line, box)) && !this.lines.some((other) => meet(line, other));
  }

  through([[ax, ay], [bx, by]]) {
    const steps = Math.ceil(Math.hypot(bx - ax, by - ay) / CELL);
    let inside = 0;
    for (let i = 1; i < steps; i += 1) {
      const [x, y] = [ax + ((bx - ax) * i) / steps, ay + ((by - ay) * i) / steps];
      if (this.onBody({ x, y, wide: CELL / 2, high: CELL / 2 })) inside += CELL;
    }
    return inside;
  }
}

/** A region, by its SVG path, as names are fitted into it: what of it the page shows, without its border. */
export function shapeOf(d, { x0, y0, x1, y1 }) {
  const numbers = (d.match(/-?\d+(\.\d+)?/g) || []).map(Number);
  const [xs, ys] = [0, 1].map((odd) => numbers.filter((_, i) => i % 2 === odd));
  const least = (all, edge) => Math.max(edge, Math.floor(all.reduce((a, b) => Math.min(a, b), Infinity)));
  const most = (all, edge) => Math.min(edge, Math.ceil(all.reduce((a, b) => Math.max(a, b), -Infinity)));
  const page = { x0: least(xs, x0), y0: least(ys, y0), x1: most(xs, x1), y1: most(ys, y1) };
  return page.x1 > page.x0 && page.y1 > page.y0 ? new Shape(d, page, -2) : null;
}

/* Sums over the cells above and to the left: any box is then told from four of them. */
function summed({ data }, columns) {
  const rows = data.length / 4 / columns;
  const sums = new Uint32Array((rows + 1) * (columns + 1));
  for (let r = 0; r < rows; r += 1) {
    let along = 0;
    for (let c = 0; c < columns; c += 1) {
      along += data[4 * (r * columns + c) + 3] > 40 ? 1 : 0;
      sums[(r + 1) * (columns + 1) + c + 1] = sums[r * (columns + 1) + c + 1] + along;
    }
  }
  return sums;
}

/** Whether two boxes, {x, y, wide, high} with middle and halves, lie on each other. */
export const touch = (one, other) =>
  Math.abs(one.x - other.x) < one.wide + other.wide && Math.abs(one.y - other.y) < one.high + other.high;

const side = ([ax, ay], [bx, by], [x, y]) => Math.sign((bx - ax) * (y - ay) - (by - ay) * (x - ax));
const meet = ([a, b], [c, d]) => side(a, b, c) !== side(a, b, d) && side(c, d, a) !== side(c, d, b);

/** Whether two lines to the same side lead to their names in another order than that of what they name. */
export const turned = ([[ax, ay], [bx, by]], [[cx, cy], [dx, dy]]) => (ax < bx) === (cx < dx) && (ay - cy) * (by - dy) < 0;

/** Whether a line meets a box. */
export function crosses(line, { x, y, wide, high }) {
  const [[ax, ay], [bx, by]] = line;
  if (Math.max(ax, bx) < x - wide || Math.min(ax, bx) > x + wide || Math.max(ay, by) < y - high || Math.min(ay, by) > y + high) return false;
  if (line.some(([px, py]) => Math.abs(px - x) < wide && Math.abs(py - y) < high)) return true;
  const corners = [[x - wide, y - high], [x + wide, y - high], [x + wide, y + high], [x - wide, y + high]];
  return corners.some((corner, i) => meet(line, [corner, corners[(i + 1) % 4]]));
}
