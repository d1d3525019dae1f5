/* The part of the body a plate shows: zoom and pan, and the way from millimetres to the screen and back. */

import { axesOf } from "./plotly.js";

const MAX_ZOOM = 14;
export const SMALL = 220; // px: the width of a plate below which nothing stands on bare skin, and no button beside the head

/** What names a region of a plate. */
export const regionKey = (id, side) => `${id}|${side}`;

export class Frame {
  /** @type {any} */
  plotly;
  /** @type {{ width: number, height: number, type?: number, spill?: number }} */
  size;
  /** @type {import("../types").Payload} */
  payload;

  /** @param {HTMLElement} host where the plate is drawn */
  constructor(host, listener) {
    this.host = host;
    this.listener = listener;
    this.regions = new Map(); // key → {key, path, meta, info, state}
    this.home = null; // ranges of the whole body
    this.window = null; // ranges shown now
    this.frame = 0;
  }

  zoomLevel() {
    if (!this.home) return 1;
    return (this.home.x[1] - this.home.x[0]) / (this.window.x[1] - this.window.x[0]);
  }
  /** Zoom by a factor, keeping the point under ``client`` (default: the middle) where it is. */
  zoom(factor, client) {
    const level = this.zoomLevel();
    const next = Math.min(MAX_ZOOM, Math.max(1, level * factor));
    const { x, y } = this.window;
    const [fx, fy] = client ? this.toData(client.x, client.y) : [(x[0] + x[1]) / 2, (y[0] + y[1]) / 2];
    const shrink = level / next;
    this.setWindow(next, fx + ((x[0] + x[1]) / 2 - fx) * shrink, fy + ((y[0] + y[1]) / 2 - fy) * shrink);
  }
  pan(dx, dy) {
    const { xaxis, yaxis } = axesOf(this.host);
    const { x, y } = this.window;
    const mx = (dx / xaxis._length) * (x[1] - x[0]);
    const my = (dy / yaxis._length) * (y[1] - y[0]);
    this.setWindow(this.zoomLevel(), (x[0] + x[1]) / 2 - mx, (y[0] + y[1]) / 2 + my);
  }
  reset() {
    this.setWindow(1, 0, 0);
  }
  /* Show a window of the body at a zoom level around a centre, never beyond the plate's edge. */
  setWindow(level, cx, cy) {
    const range = (home, centre) => {
      const half = (home[1] - home[0]) / 2 / level;
      const middle = Math.min(home[1] - half, Math.max(home[0] + half, centre));
      return [middle - half, middle + half];
    };
    this.window = { x: range(this.home.x, cx), y: range(this.home.y, cy) };
    this.host.classList.toggle("da-zoomed", level > 1.001);
    this.host.dataset.zoom = level.toFixed(2);
    cancelAnimationFrame(this.frame);
    this.drawn = this.extent();
    this.frame = requestAnimationFrame(() => {
      this.plotly.relayout(this.host, { "xaxis.range": this.window.x, "yaxis.range": this.window.y });
    });
    this.listener.leave();
  }
  /** Millimetres → px inside the plot area. */
  toPixels([x, y]) {
    const { xaxis, yaxis } = axesOf(this.host);
    return [xaxis.l2p(x), yaxis.l2p(y)];
  }
  /** Position on the screen → millimetres. */
  toData(clientX, clientY) {
    const { xaxis, yaxis } = axesOf(this.host);
    const box = this.host.getBoundingClientRect();
    return [xaxis.p2l(clientX - box.left - xaxis._offset), yaxis.p2l(clientY - box.top - yaxis._offset)];
  }
  /** Where a region's anchor lies on the screen. */
  clientAnchor(region) {
    const { xaxis, yaxis } = axesOf(this.host);
    const box = this.host.getBoundingClientRect();
    const [x, y] = this.toPixels(region.info.at || [0, 0]);
    return { x: box.left + xaxis._offset + x, y: box.top + yaxis._offset + y };
  }
  /* Radius in px of the largest circle inside a region. */
  radius(region) {
    return (region.info.r / (this.window.x[1] - this.window.x[0])) * axesOf(this.host).xaxis._length;
  }
  /* How many times its usual size what the figure shows has here. */
  grown() {
    const { xaxis } = axesOf(this.host);
    return xaxis._length / (this.window.x[1] - this.window.x[0]) / this.payload.figure.layout.meta.px_per_mm;
  }
  /* How many times its usual size what is written has, for screens seen from afar. */
  type() {
    return this.size.type || 1;
  }
  extent() {
    return [this.size.width, this.size.height, this.type(), this.size.spill || 0, ...this.window.x, ...this.window.y].join(" ");
  }
  regionOf(target) {
    const path = target.closest?.(".da-region");
    return path ? this.regions.get(regionKey(path.dataset.id, path.dataset.side)) : null;
  }
}
