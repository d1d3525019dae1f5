/* Painting on the body in the round: what lies under the brush on the screen is painted, from where it was to where it is.
 * Where a stroke begins beside the body it turns it, as every drag does while nothing is to be painted. */

import { placeOn } from "./hand.js";
import { ASKED, uvFromBytes } from "./shader.js";
import { texelOf } from "./squares.js";

const FINE = 8; // places looked at from the middle of the brush to its edge

/** The places a brush passes, [x, y], from one to the next no further apart than half its radius.
 * @param {number[]} from
 * @param {number[]} to
 * @param {number} radius */
export function passed(from, to, radius) {
  const [[x0, y0], [x1, y1]] = [from, to];
  const pieces = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / Math.max(1, radius / 2)));
  return Array.from({ length: pieces + 1 }, (_each, i) => [x0 + ((x1 - x0) * i) / pieces, y0 + ((y1 - y0) * i) / pieces]);
}

/** The places under a brush at [x, y].
 * @param {number[]} at
 * @param {number} radius */
export function under(at, radius) {
  const [x, y] = at;
  const grain = Math.max(1, radius / FINE);
  const found = [[x, y]];
  for (let dx = -radius; dx <= radius; dx += grain) {
    for (let dy = -radius; dy <= radius; dy += grain) if (Math.hypot(dx, dy) <= radius) found.push([x + dx, y + dy]);
  }
  return found;
}

export class Strokes {
  /** @type {?{pointer: number, last: number[], seen: Uint8Array}} */
  stroke = null;

  /** @param {any} solid see solid.js
   * @param {import("./squares.js").Squares} squares
   * @param {{ paints(): boolean, radius(step: number): number, begin(): void, put(texels: number[]): void, end(): void }} brush
   *     ``radius`` in mm of a brush on squares so wide */
  constructor(solid, squares, brush) {
    this.solid = solid;
    this.squares = squares;
    this.brush = brush;
    solid.strokes = this;
    const on = (type, run) => solid.canvas.addEventListener(type, (event) => run(event) && event.stopPropagation(), { capture: true, signal: solid.unbind.signal });
    on("pointerdown", (event) => this.press(event));
    on("pointermove", (event) => this.holds(event) && this.go(placeOn(solid, event)));
    for (const type of ["pointerup", "pointercancel"]) on(type, (event) => this.holds(event) && this.lift());
  }

  /* While a stroke is drawn no other finger does anything. */
  press(event) {
    if (this.stroke) return true;
    if (this.solid.strokes !== this || !this.brush.paints() || !event.isPrimary || event.button || event.target !== this.solid.body?.canvas) return false;
    if (!this.begin(placeOn(this.solid, event), event.pointerId)) return false;
    this.solid.stopTurning();
    event.target.setPointerCapture(event.pointerId);
    return true;
  }

  holds({ pointerId }) {
    return this.stroke?.pointer === pointerId;
  }

  begin(place, pointer) {
    const { body } = this.solid;
    const seen = body.numbers(Math.round(body.width), Math.round(body.height), ASKED.uv); // the eye does not move meanwhile
    this.stroke = { pointer, seen, last: place };
    if (this.texelAt(place) === null) {
      this.stroke = null;
      return false;
    }
    this.brush.begin();
    return this.go(place);
  }

  go(place) {
    const texel = this.texelAt(place);
    const square = texel === null ? null : this.squares.of(texel);
    this.wide = (square?.step && this.brush.radius(square.step) / this.solid.body.mmPerPx) || this.wide;
    const found = new Set(passed(this.stroke.last, place, this.wide).flatMap((at) => under(at, this.wide)).map((at) => this.texelAt(at)));
    found.delete(null);
    this.stroke.last = place;
    this.brush.put([...found]);
    return true;
  }

  lift() {
    this.stroke = null;
    this.brush.end();
    return true;
  }

  /** A dab, as by a key. */
  dab(place) {
    if (this.brush.paints() && this.begin(place, NaN)) this.lift();
  }

  texelAt(/** @type {number[]} */ [x, y]) {
    const { width, height } = this.solid.body;
    const [wide, high] = [Math.round(width), Math.round(height)];
    const [column, row] = [Math.floor(x), high - 1 - Math.floor(y)];
    if (column < 0 || row < 0 || column >= wide || row >= high) return null;
    const at = (row * wide + column) * 4;
    const uv = uvFromBytes([...this.stroke.seen.subarray(at, at + 4)]);
    return uv[0] || uv[1] ? texelOf(uv) : null;
  }
}
