/* One plate: one map of the body seen from one direction, drawn by plotly, made clickable and paintable.
 *
 * Plotly draws every region as an SVG path. A plate finds those paths, names them, lets mouse, touch
 * and keyboard choose one, and shows a look (see map/looks.js) by attributes on the paths and by marks laid
 * over them. Plotly may replace its paths whenever it redraws, so all of that is done again after a redraw.
 */

import { svg } from "../base/dom.js";
import { refused } from "./choice.js";
import { Frame, regionKey } from "./frame.js";
import { bindGestures } from "./gestures.js";
import { bindKeys } from "./keys.js";
import { writeTexts } from "./labels.js";
import { NOTHING, paint } from "./marks.js";
import { CONFIG, fillOf, plotOf, traceOf, tracesIn } from "./plotly.js";
import { Sheets } from "./sheets.js";

const FINE = 1400; // device px of a view from which on the relief in full is seen

let plates = 0; // numbers the pattern ids: they are global to the document

export class Plate extends Frame {
  /** @type {any} */
  limbs;
  /** @type {any} */
  beneath;
  /** @type {Sheets} */
  sheets;
  /** @type {number} */
  scaleStart;
  /** @type {AbortController} */
  windowListeners;
  /** @type {boolean} */
  ringed;

  /**
   * @param {HTMLElement} host an empty element the plate fills
   * @param {{pick: Function, hover: Function, leave: Function, refuse: Function}} listener told what the reader
   *     does; ``pick`` gets the region, the point in millimetres, whether no other region lies under the point, and
   *     whether the region was meant as a whole; ``drawn``, where there is one, hears of every drawing; ``points``
   *     says that key sensory points can be pressed, so that names keep clear of them
   */
  constructor(host, listener) {
    super(host, listener);
    this.id = (plates += 1);
    this.look = NOTHING;
    this.focusKey = null;
    this.pointers = new Map();
    host.classList.add("da-plate-canvas");
    bindGestures(this);
    bindKeys(this);
  }

  /** Draw the payload at a size; resolves when the paths are on the page. What is drawn so already stays: false.
   * @param {?{x: number[], y: number[]}} [window] what to show of the body, in millimetres; all of it by default
   */
  async show(plotly, payload, size, window) {
    this.plotly = plotly;
    this.payload = payload;
    const figure = payload.figure;
    this.home = { x: [...figure.layout.xaxis.range], y: [...figure.layout.yaxis.range] };
    this.view = payload.view;
    this.window = window || this.window || this.home;
    this.host.classList.toggle("da-zoomed", this.zoomLevel() > 1.001);
    this.size = size;
    if (this.drawn === this.extent()) return false;
    this.drawn = this.extent();
    const { images, annotations, ...layout } = figure.layout;
    // A screen seldom shows the relief in full: most get the smaller copy.
    const fine = Math.max(size.width, size.height) * this.zoomLevel() * Math.min(devicePixelRatio, 2) > FINE;
    this.images = (images || []).map((image) => ({ ...image, link: payload.link(fine ? image.source : image.source.replace("/", "/screen/")) }));
    // Title and caption, which hang on the page and not on the body, stand outside the drawing.
    this.texts = (annotations || []).filter((text) => text.xref !== "paper");
    const sized = {
      ...layout,
      width: size.width,
      height: size.height,
      margin: { l: 0, r: 0, t: 0, b: 0 },
      autosize: false,
      hovermode: false,
      dragmode: false,
      xaxis: { ...layout.xaxis, range: this.window.x },
      yaxis: { ...layout.yaxis, range: this.window.y },
    };
    // Plotly writes into the data it is given, and the payload is shared by all plates of a page.
    this.decorated = false;
    try {
      await plotly.react(this.host, structuredClone(figure.data), structuredClone(sized), CONFIG);
    } catch (error) {
      this.drawn = ""; // the next time it is shown it is drawn again
      throw error;
    }
    if (!this.listening) {
      /** @type {any} */ (this.host).on("plotly_afterplot", () => this.decorate());
      this.listening = true;
    }
    if (!this.decorated) this.decorate();
    return true;
  }

  dispose() {
    cancelAnimationFrame(this.frame);
    this.windowListeners.abort();
    if (this.plotly) this.plotly.purge(this.host);
  }

  /* ---- after every redraw ------------------------------------------------------------------ */

  decorate() {
    const plot = plotOf(this.host);
    if (!plot) return;
    const hadFocus = this.host.contains(document.activeElement);
    this.decorated = true;
    this.regions.clear();
    this.painted = this.stop = null;
    for (const trace of tracesIn(plot)) {
      const { meta = {}, x, y, fillcolor } = traceOf(trace);
      trace.dataset.layer = meta.layer || "";
      const path = fillOf(trace);
      if (meta.layer === "body") Object.assign(this, { body: path.getAttribute("d"), skin: fillcolor, foot: Math.min(...y) });
      if (meta.layer === "scale_bar") [this.scaleStart] = x;
      if (path && meta.layer === "unmapped") path.classList.add("da-blank");
      if (!path || !meta.id || !meta.side) continue;
      const key = regionKey(meta.id, meta.side);
      const info = this.payload.regions[key] || {};
      this.regions.set(key, { key, path, meta, info });
      this.name(path, meta, info);
    }
    const drawing = this.host.querySelector(".main-svg");
    drawing.setAttribute("role", "group");
    drawing.setAttribute("aria-label", this.payload.label);
    this.groupByLimb(drawing);
    this.layBeneath();
    this.sheets ||= new Sheets(this.host, this.id);
    this.sheets.lay(plot, this.size, this.images);
    writeTexts(this);
    this.point(null);
    this.paint(this.look);
    this.listener.drawn?.();
    if (hadFocus && this.focusKey) this.regions.get(this.focusKey)?.path.focus({ preventScroll: true });
  }

  /* Screen readers walk through the body limb by limb. Plotly keeps the traces in the order they are painted, so
   * each limb only claims its regions. */
  groupByLimb(drawing) {
    this.limbs ||= svg("g", { class: "da-limbs" });
    const groups = (this.payload.limbs || []).map(({ name, regions }) => {
      const owned = regions.map((key) => this.regions.get(key)?.path.id).filter(Boolean);
      return svg("g", { role: "group", "aria-label": name, "aria-owns": owned.join(" ") });
    });
    this.limbs.replaceChildren(...groups);
    drawing.append(this.limbs);
  }

  name(path, meta, info) {
    path.id = `da-${this.id}-${meta.id}-${meta.side}`;
    path.classList.add("da-region");
    Object.assign(path.dataset, { id: meta.id, side: meta.side, view: this.view, layer: meta.layer });
    if (meta.root) path.dataset.root = meta.root;
    path.setAttribute("role", "button");
    path.setAttribute("tabindex", "-1");
    path.setAttribute("aria-label", info.name || `${meta.id}, ${meta.side}`);
    if (refused(meta)) path.setAttribute("aria-disabled", "true");
  }

  /* The second painting of a map whose fields overlap is striped: its colour lies beneath all fields as well, so
   * that stripes are seen only where two fields share the skin. */
  layBeneath() {
    const over = [...this.regions.values()].filter(({ meta }) => meta.over);
    this.overlaps = over.length > 0 || this.regions.values().next().value?.meta.layer === "reflex";
    if (!over.length) return;
    this.beneath ||= svg("g", { class: "da-beneath", "aria-hidden": "true" });
    this.beneath.replaceChildren(...over.map(({ path, meta }) => svg("path", { d: path.getAttribute("d"), fill: meta.over })));
    this.regions.values().next().value.path.closest(".trace").before(this.beneath);
  }

  /** Show a look: what each region is to the selection (see map/looks.js). */
  paint(look) {
    paint(this, look);
  }

  /* ---- pointer and keyboard ---------------------------------------------------------------- */

  /* One tab stop a plate: the region focused last, else the selected one, else the first. */
  setTabStop() {
    const stop = this.regions.get(this.focusKey)
      || [...this.regions.values()].find((r) => r.state === "selected")
      || this.regions.values().next().value;
    if (stop === this.stop) return;
    this.stop?.path.setAttribute("tabindex", "-1");
    stop?.path.setAttribute("tabindex", "0");
    this.stop = stop;
  }

  drawRing() {
    const region = this.ringed ? this.regions.get(this.focusKey) : null;
    if (this.ringAround === region) return;
    this.ringAround = region;
    const d = region?.path.getAttribute("d");
    this.sheets.ring.replaceChildren(...(region
      ? [svg("path", { class: "da-ring-outer", d }), svg("path", { class: "da-ring-inner", d })] : []));
  }

  /** Show which region the pointer is over, or several that are meant; none by default. */
  point(...regions) {
    const d = regions.map((region) => region?.path.getAttribute("d") || "").join("");
    if (this.pointed === d) return;
    this.pointed = d;
    this.sheets?.hovered.replaceChildren(...(d ? [svg("path", { class: "da-hover", d })] : []));
  }

  focus(region) {
    this.focusKey = region.key;
    this.setTabStop();
    region.path.focus({ preventScroll: true });
  }

  bringIntoView(region) {
    const { x, y } = this.window;
    const [ax, ay] = region.info.at || [];
    if (ax === undefined || (ax > x[0] && ax < x[1] && ay > y[0] && ay < y[1])) return;
    this.setWindow(this.zoomLevel(), ax, ay);
  }
}
