/* Views of one map that stand together: fetched, laid out in rows, and laid out anew where they get more or less room. */

import { assetUrl, loadCatalogue, loadPlate, loadPlotly } from "../base/assets.js";
import { classed } from "../base/dom.js";
import { failed } from "../base/failure.js";
import { _ } from "../base/words.js";
import { arrange } from "./layout.js";
import { inRows, Slot } from "./slot.js";

const GAP = 10;
const CAPTION = 24;
const MOVED = 20; // px of more or less room that are worth a new layout

/** Fetch the plates of a map. */
export const plates = (map, views, theme, v) => Promise.all(views.map((view) => loadPlate(map, view, theme, v)));

export class Views {
  /** @type {any} */
  plotly;
  /** @type {?number[]} */
  size;

  /**
   * @param {HTMLElement} element whose width they have; ``data-ready`` says that they are drawn
   * @param {object} parts
   * @param {Partial<{pick: Function, hover: Function, leave: Function, refuse: Function, points: boolean}>} parts.listener as for a plate
   * @param {(width: number) => {views: string[], height: number}[]} parts.rows what stands in each row, and its height
   * @param {(slot: Slot) => any} parts.lookOf
   * @param {() => number[]} [parts.measure] the room there is, in px
   * @param {typeof plates} [parts.fetch]
   * @param {(slot: Slot) => void} [parts.made] hears of each new place
   * @param {(slot: Slot) => void} [parts.drawn] hears when a plate was drawn, by whomever
   */
  constructor(element, { listener, rows, lookOf, measure = () => [element.clientWidth], fetch = plates, made = () => {}, drawn = () => {} }) {
    this.element = element;
    this.listener = listener;
    this.rows = rows;
    this.lookOf = lookOf;
    this.measure = measure;
    this.fetch = fetch;
    this.made = made;
    this.drawn = drawn;
    this.slots = new Map();
    this.stage = classed("div", "da-stage");
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(element);
  }

  dispose() {
    this.resizer.disconnect();
    for (const slot of this.slots.values()) slot.dispose();
  }

  /** Show views of a map; what cannot be drawn is said in its place. */
  async show(map, views, v) {
    const wanted = this.wanted = { map, views, theme: this.element.dataset.theme, v };
    try {
      await this.draw(wanted);
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error) {
    this.size = null;
    this.stage.replaceChildren();
    failed(this.stage, error, () => this.show(this.wanted.map, this.wanted.views, this.wanted.v), _("The map could not be drawn: %(why)s."));
  }

  async draw(wanted) {
    const { map, views, theme, v } = wanted;
    const { plotly } = await loadCatalogue("dermatome", v);
    const [library, payloads] = await Promise.all([loadPlotly(plotly), this.fetch(map, views, theme, v)]);
    if (wanted !== this.wanted) return;
    this.plotly = library;
    views.forEach((view, i) => {
      payloads[i].link = (path) => assetUrl(path, v);
      this.slotOf(view).load(payloads[i], payloads[i].title);
    });
    await (this.size ? this.redraw() : this.place());
    this.element.dataset.ready = "yes";
  }

  slotOf(view) {
    if (!this.slots.has(view)) {
      const slot = new Slot(view, { hover() {}, leave() {}, refuse() {}, ...this.listener, drawn: () => this.drawn(slot) });
      this.slots.set(view, slot);
      this.made(slot);
    }
    return this.slots.get(view);
  }

  async place() {
    const { clientWidth: width } = this.element;
    if (!width || !this.plotly) return;
    this.size = this.measure();
    this.stage.replaceChildren(...this.rows(width).flatMap(({ views, height }) => {
      const row = views.map((view) => this.slots.get(view));
      const plan = arrange(row.map((slot) => slot.payload.aspect), row.map(() => 1), [], { width, height, gap: GAP, caption: CAPTION });
      for (const { index, ...size } of plan.flat(2)) row[index].resize(size);
      return inRows(plan, row);
    }));
    await this.redraw();
  }

  async redraw() {
    for (const slot of this.slots.values()) {
      await slot.show(this.plotly, this.lookOf(slot));
      this.drawn(slot);
    }
  }

  paint() {
    for (const slot of this.slots.values()) if (slot.payload) slot.paint(this.lookOf(slot));
  }

  resize() {
    if (!this.size || this.measure().every((now, i) => Math.abs(now - this.size[i]) < MOVED)) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.place().catch((error) => this.fail(error)));
  }
}
