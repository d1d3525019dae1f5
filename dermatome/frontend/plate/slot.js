/* A place on the page for one view: caption, zoom buttons, and the plates drawn there so far.
 *
 * Going back to a map drawn before costs no drawing, and all maps of a view share the part of the body shown.
 */

import { SMALL } from "./frame.js";
import { Plate } from "./plate.js";
import { classed, parts } from "../base/dom.js";
import { _ } from "../base/words.js";

const KEPT = 10; // plates; one takes some hundred nodes

/** The rows of a plan, as of arrange(), with the slots in their cells. */
export const inRows = (plan, slots) => plan.map((row) => classed("div", "da-row", ...row.map((cell) =>
  classed("div", "da-cell", ...cell.map(({ index }) => slots[index].element)))));

export class Slot {
  /** @type {HTMLElement} */
  caption;
  /** @type {HTMLElement} */
  canvas;
  /** @type {HTMLElement} */
  zoom;

  /** @param {object} listener as for a plate */
  constructor(view, listener) {
    this.view = view;
    this.listener = listener;
    this.plates = new Map(); // payload → plate, the one used longest ago first
    const whole = _("Show the whole plate");
    this.element = document.createElement("figure");
    this.element.className = "da-plate";
    this.element.dataset.view = view;
    this.element.innerHTML = `
      <figcaption></figcaption>
      <div class="da-canvas-slot"></div>
      <div class="da-zoom" role="group">
        <button type="button" data-zoom="in" title="${_("Zoom in")}">+</button>
        <button type="button" data-zoom="out" title="${_("Zoom out")}">−</button>
        <button type="button" data-zoom="reset" title="${whole}">⤢</button>
      </div>`;
    [this.caption, this.canvas, this.zoom] = parts(this.element);
    this.zoom.addEventListener("click", (event) => {
      const action = /** @type {Element} */ (event.target).closest("button")?.dataset.zoom;
      if (action === "reset") this.plate?.reset();
      else if (action) this.plate?.zoom(action === "in" ? 1.6 : 1 / 1.6);
    });
  }

  /** Take a payload; it is drawn by :meth:`show`. */
  load(payload, title) {
    this.payload = payload;
    this.caption.textContent = title;
    this.zoom.setAttribute("aria-label", _("Zoom: %(view)s", { view: title }));
    for (const button of this.zoom.querySelectorAll("button")) {
      button.setAttribute("aria-label", `${button.title}: ${title}`);
    }
  }

  /** ``spill``: px beside the plate that its names may take. */
  resize({ width, height, type, spill = 0 }) {
    this.size = { width, height, type, spill };
    this.element.style.width = `${width}px`;
    this.element.classList.toggle("da-small", width < SMALL);
    this.element.style.setProperty("--da-height", `${height}px`);
    this.element.style.setProperty("--da-spill", `${spill}px`);
  }

  /** Show the payload with a look, drawing it if this slot has not drawn it yet. */
  async show(plotly, look) {
    const before = this.plate;
    const plate = this.plateOf(this.payload);
    this.plate = plate;
    plate.look = look;
    if (before !== plate) this.canvas.replaceChildren(plate.host);
    const drawn = await plate.show(plotly, this.payload, this.size, before?.window);
    if (!drawn) plate.paint(look);
    for (const [payload, old] of this.plates) {
      if (this.plates.size <= KEPT) break;
      if (old === this.plate) continue;
      old.dispose();
      this.plates.delete(payload);
    }
  }

  /** Draw a payload out of sight, so that showing it later is quick; false when that was done before. */
  async prepare(plotly, payload) {
    if (this.plates.has(payload)) return false;
    await this.plateOf(payload).show(plotly, payload, this.size, this.plate?.window);
    return true;
  }

  /* The plate of a payload, made if need be and now the one used last. */
  plateOf(payload) {
    const plate = this.plates.get(payload) || new Plate(document.createElement("div"), this.listener);
    this.plates.delete(payload);
    this.plates.set(payload, plate);
    return plate;
  }

  paint(look) {
    this.plate?.paint(look);
  }

  dispose() {
    for (const plate of this.plates.values()) plate.dispose();
    this.plates.clear();
    this.element.remove();
  }
}
