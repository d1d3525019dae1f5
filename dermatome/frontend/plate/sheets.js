/* The sheets a plate is laid on, one above the other. Plotly's picture and the sheet with relief, lines and names are
 * drawn once and left alone; what a choice changes lies on two sheets of its own, under and over the relief. Each is a
 * layer of the browser's own (body_map.css), so that a choice repaints its own sheets and nothing else.
 */

import { svg } from "../base/dom.js";
import { axesOf, ABOVE_RELIEF, traceOf, tracesIn } from "./plotly.js";

const NAMES = ["under", "still", "over"]; // from below

/** The sheets of a plate: ``under``, ``still`` and ``over``, each a group in px of the plot area. */
export class Sheets {
  /** @type {any} */
  under;
  /** @type {any} */
  still;
  /** @type {any} */
  over;

  constructor(host) {
    this.host = host;
    this.roots = NAMES.map((name) => svg("svg", { class: `da-sheet da-sheet-${name}`, "aria-hidden": "true" },
      this[name] = svg("g", {})));
    this.lines = svg("g", { class: "da-lines" });
    this.relief = svg("g", {});
    this.labels = svg("g", { class: "da-labels" });
    this.still.append(this.relief, this.lines, this.labels);
    this.marks = svg("g", { class: "da-marks" });
    this.hovered = svg("g", {});
    this.ring = svg("g", { class: "da-ring" });
    this.over.append(this.hovered, this.marks, this.ring);
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
