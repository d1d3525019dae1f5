/* Where on a plate a name may stand: beside the body, clear of other names and their lines. All in px of the plot area,
 * worked out from the drawn outline; the page is never asked for a size. */

const CELL = 2; // px of the grid on which body and page are told apart
const CLEAR = 2; // px kept between the body and a name
const ANGLES = [0, 14, -14, 28, -28, 45, -45, 62, -62, 80, -80].map((degrees) => (degrees / 180) * Math.PI);
const ROWS = [0, 3, -3, 6, -6, 9, -9, 12, -12, 16, -16, 20, -20, 25, -25]; // px above and below a height
const ASIDE = [0, -0.6, 0.6, -1, 1]; // half widths that a box above or below a point stands to the side
const REACH = 260; // px: no name stands farther away
const STEP = 4; // px from one distance tried to the next
const SLANT = 40; // px that a line may be longer rather than steeper, by the square of radians: names stand beside what they name
const THROUGH = 2; // a px of a line across the body costs so many beside it
const UNRULY = 60; // px that a line may be longer rather than its name out of the order of the regions
const ACROSS = 90; // px that a line may be longer rather than lead across what another name is of
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
    this.all = this.sums.at(-1); // cells of the page that lie on the shape
  }

  /* How many cells there are of a box, and how many of them lie on the shape. */
  cells(box) {
    const [high, wide] = [this.row(box.y + box.high) - this.row(box.y - box.high), this.column(box.x + box.wide) - this.column(box.x - box.wide)];
    return { all: high * wide, on: this.on(box) };
  }

  column(px) {
    return Math.min(this.columns, Math.max(0, Math.round((px - this.page.x0) / CELL)));
  }

  row(py) {
    return Math.min(this.rows, Math.max(0, Math.round((py - this.page.y0) / CELL)));
  }

  /* How many cells of a box lie on the shape: asked for every place that is tried. */
  on(box) {
    const [sums, wide] = [this.sums, this.columns + 1];
    const left = this.column(box.x - box.wide);
    const right = this.column(box.x + box.wide);
    const top = this.row(box.y - box.high) * wide;
    const low = this.row(box.y + box.high) * wide;
    return sums[low + right] - sums[top + right] - sums[low + left] + sums[top + left];
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
    this.marks = []; // boxes of what is named, where that is small: a line across one would seem to name it
    this.lay(body);
  }

  /** What names beside the body keep clear of, an SVG path; ``outline``: a second one, of which the edge alone counts. */
  lay(body, outline = "") {
    this.body = new Shape(body, this.page, 2 * CLEAR, outline);
  }

  /* Whether any of a box lies on the body. */
  onBody(box) {
    return this.body.on(box) > 0;
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
   * it would cost more than ``most``; ``over`` lets the line cross what is written. A line from the left leads to the
   * first of ``ends``, one from the right to the second. */
  beside([x, y], wide, high, most = 2 * REACH, over = false, ends = [[x, y], [x, y]]) {
    const outward = this.away(x);
    /** @returns {any} */
    const to = (out) => ends[out < 0 ? 0 : 1];
    const here = this.outward(to(outward), wide, high, outward, most, over);
    return this.outward(to(-outward), wide, high, -outward, here ? here.cost - ASTRAY : most, over) || here;
  }

  /** Which way leads away from the middle of the page. */
  away(x) {
    return x < (this.page.x0 + this.page.x1) / 2 ? -1 : 1;
  }

  /** The best place on a way to one side. */
  outward([x, y], wide, high, outward, most, over) {
    let best = null;
    for (const angle of ANGLES) {
      const [dx, dy] = [outward * Math.cos(angle), Math.sin(angle)];
      const limit = best ? best.cost : most;
      const slant = SLANT * angle ** 2;
      // A line is shorter than its way by 1 px at most.
      const box = this.along([x + outward * wide, y], [dx, dy], wide, high, Math.min(REACH, limit - slant + 1));
      const found = box && this.joined(box, [x, y], outward, slant, limit, over);
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

  /** The best place above or below a point, clear of the body, for a box with a line to it, whatever that crosses; or null. */
  upright([x, y], wide, high, most) {
    let best = null;
    for (const aside of ASIDE) for (const down of [1, -1]) {
      const middle = Math.min(this.page.x1 - wide, Math.max(this.page.x0 + wide, x + aside * wide));
      const limit = best ? best.cost : most;
      const box = this.along([middle, y + down * high], [0, down], wide, high, Math.min(REACH, limit));
      if (!box) continue;
      const from = Math.min(box.x + wide - high, Math.max(box.x - wide + high, x));
      best = this.led(box, [[from, box.y - down * high], [x, y]], Math.abs(middle - x), limit) || best;
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
    return this.led(box, line, cost + (this.orderly ? UNRULY * this.lines.filter((other) => turned(line, other)).length : 0), most);
  }

  /* A box with its line, where that costs less than the best so far. */
  led(box, line, cost, most) {
    const [[ax, ay], [bx, by]] = line;
    const dear = cost + Math.hypot(ax - bx, ay - by) + ACROSS * this.marks.filter((mark) => !holds(mark, bx, by) && crosses(line, mark)).length;
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
    const cell = { x: 0, y: 0, wide: CELL / 2, high: CELL / 2 };
    let inside = 0;
    for (let i = 1; i < steps; i += 1) {
      cell.x = ax + ((bx - ax) * i) / steps;
      cell.y = ay + ((by - ay) * i) / steps;
      if (this.onBody(cell)) inside += CELL;
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

// No lists are taken apart below: these are asked some hundred thousand times for one plate.
const holds = (box, x, y) => Math.abs(box.x - x) <= box.wide && Math.abs(box.y - y) <= box.high;
const side = (a, b, p) => Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]));
const meet = (one, other) => side(one[0], one[1], other[0]) !== side(one[0], one[1], other[1])
  && side(other[0], other[1], one[0]) !== side(other[0], other[1], one[1]);

/** Whether two lines to the same side lead to their names in another order than that of what they name. */
export const turned = (one, other) =>
  (one[0][0] < one[1][0]) === (other[0][0] < other[1][0]) && (one[0][1] - other[0][1]) * (one[1][1] - other[1][1]) < 0;

/** Whether a line meets a box. */
export function crosses(line, box) {
  const [a, b] = [line[0], line[1]];
  const left = box.x - box.wide;
  const right = box.x + box.wide;
  const top = box.y - box.high;
  const low = box.y + box.high;
  if (Math.max(a[0], b[0]) < left || Math.min(a[0], b[0]) > right || Math.max(a[1], b[1]) < top || Math.min(a[1], b[1]) > low) return false;
  // Where their extents meet, so do they unless all corners lie on one side of the line.
  const corner = (x, y) => (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0]);
  const [one, two, three, four] = [corner(left, top), corner(right, top), corner(right, low), corner(left, low)];
  return Math.min(one, two, three, four) <= 0 && Math.max(one, two, three, four) >= 0;
}
