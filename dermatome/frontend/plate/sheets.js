/* The sheets a plate is laid on, one above the other. Plotly's picture and the sheet with relief, lines and names are
 * drawn once and left alone; what a choice changes lies on two sheets of its own, under and over the relief. Each is a
 * layer of the browser's own (body_map.css), so that a choice repaints its own sheets and nothing else.
 */

import { svg } from "../base/dom.js";
import { axesOf, ABOVE_RELIEF, traceOf, tracesIn } from "./plotly.js";

const NAMES = ["under", "still", "over"]; // from below

/** The classes of outlines, the lower ones first. */
export const MARKS = ["da-mark da-neighbour", "da-mark da-mirror", "da-mark da-contributing", "da-casing", "da-mark da-main",
  "da-mark da-wrong", "da-mark da-asked", "da-mark da-selected"];

/** The sheets of a plate: ``under``, ``still`` and ``over``, each a group in px of the plot area. */
export class Sheets {
  /** @type {any} */
  under;
  /** @type {any} */
  still;
  /** @type {any} */
  over;
  /** @type {string} */
  thick;

  /** @param {HTMLElement} host where they are laid
   * @param {number} id of the plate: patterns and masks have names of their own in the page */
  constructor(host, id) {
    this.host = host;
    this.id = id;
    this.roots = NAMES.map((name) => svg("svg", { class: `da-sheet da-sheet-${name}`, "aria-hidden": "true" },
      this[name] = svg("g", {})));
    this.lines = svg("g", { class: "da-lines" });
    this.relief = svg("g", {});
    this.labels = svg("g", { class: "da-labels" });
    this.still.append(this.relief, this.lines, this.labels);
    this.paths = new Map(); // class → its one path: a choice draws it anew, and the page gets no new elements to style
    this.holes = svg("mask", { id: `da-holes-${id}`, maskUnits: "userSpaceOnUse", x: -9e3, y: -9e3, width: 18e3, height: 18e3 },
      this.path("da-kept", { fill: "#fff" }), this.path("da-hole", { fill: "#000" }));
    this.under.append(this.holes, ...["da-veil", "da-fill da-fill-main", "da-fill da-fill-contributing"].map((name) => this.path(name)));
    this.signs = svg("g", {});
    this.hovered = svg("g", {});
    this.ring = svg("g", { class: "da-ring" });
    const hatch = svg("pattern", { id: `da-hatch-${id}`, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      svg("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "da-hatch-line" }));
    const marks = svg("g", { class: "da-marks" }, svg("defs", {}, hatch), this.path("da-hatch", { fill: `url(#da-hatch-${id})` }),
      ...MARKS.map((name) => this.path(name)), this.signs);
    this.over.append(this.hovered, marks, this.ring);
  }

  path(name, attributes = {}) {
    const path = svg("path", { class: name, ...attributes });
    this.paths.set(name, path);
    return path;
  }

  /** Draw the path of a class; an empty outline takes it away. */
  draw(name, d, attributes = {}) {
    const path = this.paths.get(name);
    for (const [key, value] of Object.entries({ d, ...attributes })) if (path.getAttribute(key) !== value) path.setAttribute(key, value);
  }

  /** How thick, in px, the outline of what is selected is; a white one twice as thick lies under it (body_map.css). */
  outline(thick) {
    const said = thick.toFixed(1);
    if (this.thick !== said) this.over.style.setProperty("--da-thick", said);
    this.thick = said;
  }

  /** Lay the sheets over a picture that plotly has just drawn. */
  lay(plot, { width, height }, images) {
    const { xaxis, yaxis } = axesOf(this.host);
    this.roots.forEach((root) => {
      root.setAttribute("width", width);
      root.setAttribute("height", height);
      root.firstChild.setAttribute("transform", `translate(${xaxis._offset},${yaxis._offset})`);
      if (root.parentNode !== this.host) this.host.append(root);
    });
    this.layRelief(images, xaxis, yaxis);
    // Plotly draws what it misses anew, so its lines may be taken away to lie above the relief.
    this.lines.replaceChildren(...[...tracesIn(plot)].filter((trace) => ABOVE_RELIEF.has(traceOf(trace).meta?.layer)));
  }

  layRelief(images, xaxis, yaxis) {
    this.relief.replaceChildren(...images.map((image) => {
      const [left, top] = [xaxis.l2p(image.x), yaxis.l2p(image.y)];
      return svg("image", {
        href: image.link, class: "da-relief", preserveAspectRatio: "none", x: left, y: top,
        width: xaxis.l2p(image.x + image.sizex) - left, height: yaxis.l2p(image.y - image.sizey) - top, opacity: image.opacity ?? 1,
      });
    }));
  }
}
