/* Where on a plate a name may stand: beside the body, clear of other names and their lines. All in px of the plot area,
 * worked out from the drawn outline; the page is never asked for a size. */

const CELL = 2; // px of the grid on which body and page are told apart
const CLEAR = 2; // px kept between the body and a name
const ANGLES = [0, 14, -14, 28, -28, 45, -45, 62, -62, 80, -80].map((degrees) => (degrees / 180) * Math.PI);
const STEP = 4; // px from one distance tried to the next
const SLANT = 40; // px that a line may be longer rather than steeper, by the square of radians: names stand beside what they name
const THROUGH = 2; // a px of a line across the body costs so many beside it

let pencil;

/** A canvas to draw and measure on that is never shown. */
const sketch = () => (pencil ||= document.createElement("canvas").getContext("2d", { willReadFrequently: true }));

/** Width of a text in px. */
export function widthOf(text, size, family, bold = true) {
  const pen = sketch();
  pen.font = `${bold ? 700 : 400} ${size}px ${family}`;
  return pen.measureText(text).width;
}

/** What is taken of a plate: the body, and the boxes and lines laid on it so far. */
export class Room {
  /** @param {string} body outline as an SVG path
   *  @param {{x0: number, y0: number, x1: number, y1: number}} page where names may stand */
  constructor(body, page) {
    this.page = page;
    this.boxes = []; // {x, y, wide, high}: middle and halves
    this.lines = [];
    this.spots = []; // boxes that names keep clear of, but lines need not
    this.columns = Math.ceil((page.x1 - page.x0) / CELL);
    this.rows = Math.ceil((page.y1 - page.y0) / CELL);
    const pen = sketch();
    pen.canvas.width = Math.max(1, this.columns);
    pen.canvas.height = Math.max(1, this.rows);
    pen.setTransform(1 / CELL, 0, 0, 1 / CELL, -page.x0 / CELL, -page.y0 / CELL);
    const shape = new Path2D(body);
    pen.lineWidth = 2 * CLEAR;
    pen.fill(shape, "evenodd");
    pen.stroke(shape);
    this.sums = summed(pen.getImageData(0, 0, pen.canvas.width, pen.canvas.height), pen.canvas.width);
  }

  /* Whether any of a box lies on the body. */
  onBody({ x, y, wide, high }) {
    const column = (px) => Math.min(this.columns, Math.max(0, Math.round((px - this.page.x0) / CELL)));
    const row = (py) => Math.min(this.rows, Math.max(0, Math.round((py - this.page.y0) / CELL)));
    const [left, right, top, low] = [column(x - wide), column(x + wide), row(y - high), row(y + high)];
    const at = (r, c) => this.sums[r * (this.columns + 1) + c];
    return at(low, right) - at(top, right) - at(low, left) + at(top, left) > 0;
  }

  free(box) {
    const { x0, y0, x1, y1 } = this.page;
    if (box.x - box.wide < x0 || box.x + box.wide > x1 || box.y - box.high < y0 || box.y + box.high > y1) return false;
    return ![...this.boxes, ...this.spots].some((other) => touch(box, other)) && !this.lines.some((line) => crosses(line, box));
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

  /** The best place beside the body for a box with a line to a point: {x, y, wide, high, line}, or null; ``over`` lets
   * the line cross what is written. */
  beside([x, y], wide, high, over = false) {
    let best = null;
    const middle = (this.page.x0 + this.page.x1) / 2;
    for (const outward of x < middle ? [-1, 1] : [1, -1]) {
      for (const angle of ANGLES) {
        const [dx, dy] = [outward * Math.cos(angle), Math.sin(angle)];
        for (let distance = 6; distance < 260; distance += STEP) {
          if (best && distance > best.cost) break;
          const box = { x: x + dx * distance + outward * wide, y: y + dy * distance, wide, high };
          if (box.x - wide < this.page.x0 || box.x + wide > this.page.x1) break;
          if (this.onBody(box) || !this.free(box)) continue;
          /** @type {[[number, number], [number, number]]} */
          const line = [[box.x - outward * (wide + 1), box.y], [x, y]];
          const cost = Math.hypot(line[0][0] - x, line[0][1] - y) + THROUGH * this.through(line) + SLANT * angle ** 2;
          if ((!best || cost < best.cost) && (over || this.clear(line))) best = { ...box, line, cost };
          break;
        }
      }
    }
    return best;
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

/** Whether a line meets a box. */
export function crosses(line, { x, y, wide, high }) {
  if (line.some(([px, py]) => Math.abs(px - x) < wide && Math.abs(py - y) < high)) return true;
  const corners = [[x - wide, y - high], [x + wide, y - high], [x + wide, y + high], [x - wide, y + high]];
  return corners.some((corner, i) => meet(line, [corner, corners[(i + 1) % 4]]));
}
