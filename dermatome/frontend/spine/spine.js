/* The vertebral column: two views in step, drawn by plotly, made clickable, with the names of what is
 * chosen and what belongs to it between them.
 *
 * As on the body map, a choice is painted here first and reported to the server afterwards. */

import { loadJson, loadPlotly } from "../base/assets.js";
import { node, placeTip, svg, themeOf } from "../base/dom.js";
import { failed } from "../base/failure.js";
import { _ } from "../base/words.js";
import { makeBar, updateBar } from "./bar.js";
import { callouts } from "./callouts.js";
import { keyOf, View } from "./view.js";

const MAX_ZOOM = 8;
const WHOLE_FITS = 1000; // px of the window: in a lower one half the column would lie below the fold

const loadView = (view, data, theme) =>
  loadJson(`spine/${view}/${data.conus}/${data.transitional}/${theme}.json`, data.v);

export default class SpineMap {
  /** @type {boolean} */
  turned;

  constructor(parent) {
    this.element = node("div", { className: "sp-map" });
    this.bar = node("div", { className: "sp-bar" });
    this.stage = node("div", { className: "sp-stage" });
    this.stage.setAttribute("aria-busy", "true");
    this.leaders = svg("svg", { class: "sp-leaders", "aria-hidden": "true" });
    this.gutter = node("div", { className: "sp-gutter" });
    this.tip = node("div", { className: "sp-tip" });
    this.tip.hidden = true;
    this.live = node("div", { className: "sp-live" });
    this.live.setAttribute("role", "status");
    this.element.append(this.bar, this.stage, this.tip, this.live);
    parent.append(this.element);
    this.views = { side: new View("side", this), back: new View("back", this) };
    this.shown = ["side", "back"];
    this.window = "whole";
    this.zoomed = 1;
    this.count = 0;
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(this.element);
    this.listeners = new AbortController();
    window.addEventListener("pointermove", (event) => this.drag(event), { signal: this.listeners.signal });
    for (const end of ["pointerup", "pointercancel"]) {
      window.addEventListener(end, () => { this.pressed = null; }, { signal: this.listeners.signal });
    }
  }

  dispose() {
    this.resizer.disconnect();
    this.listeners.abort();
    for (const view of Object.values(this.views)) view.dispose();
    this.element.remove();
  }

  async update(data, send) {
    if (!this.data) this.stage.append(node("p", { className: "sp-wait" }, _("Drawing the column…")));
    const before = this.data;
    this.send = send;
    this.data = data;
    this.count = Math.max(this.count, data.n);
    if (!this.pending || data.n >= this.pending.n) {
      this.pending = null;
      this.choice = { kind: data.kind, id: data.id };
    }
    this.theme = themeOf(this.element);
    this.element.dataset.theme = this.theme;
    this.follow(before);
    await this.show();
    if (before && data.said !== before.said) this.live.textContent = data.said;
  }

  async show() {
    try {
      await this.draw();
    } catch (error) {
      this.fail(error);
    }
  }

  /* Turn to the stretch of the column the server asks for when that changes; on a screen too small for the whole
   * column also to where the choice lies, until the reader has turned to a stretch. */
  follow(before) {
    const { data } = this;
    const small = !this.turned && (this.element.clientWidth < 560 || window.innerHeight < WHOLE_FITS);
    const wanted = small && data.window === "whole" ? data.near : data.window;
    const had = before && (small && before.window === "whole" ? before.near : before.window);
    if (wanted !== had) this.setWindow(wanted, false);
  }

  /* What is marked: what the server says, and before it has answered at least what was just chosen. */
  states() {
    const marked = new Map();
    if (!this.pending) for (const mark of this.data.marks) marked.set(keyOf(mark.kind, mark.id), mark.state);
    if (this.choice) marked.set(keyOf(this.choice.kind, this.choice.id), "chosen");
    return marked;
  }

  choose(key) {
    const [kind, id] = key.split("|");
    this.count += 1;
    this.choice = { kind, id };
    this.pending = { n: this.count };
    this.refresh();
    const message = { kind, id, n: this.count };
    setTimeout(() => this.send(message), 0);
  }

  refresh() {
    for (const name of this.shown) this.views[name].paint();
    callouts(this);
  }

  /* ---- layout ---------------------------------------------------------------------------------- */

  async draw() {
    const { data, theme } = this;
    const wanted = [data.high, data.conus, data.transitional, theme, data.v].join(" ");
    if (this.drawn === wanted) return this.refresh();
    this.wanted = wanted;
    this.stage.setAttribute("aria-busy", "true");
    const [plotly, side, back] = await Promise.all([loadPlotly(data.plotly), loadView("side", data, theme), loadView("back", data, theme)]);
    if (this.wanted !== wanted) return;
    this.plotly = plotly;
    this.payloads = { side, back };
    if (!this.bar.childElementCount) makeBar(this);
    await this.place();
    this.drawn = wanted;
    this.stage.removeAttribute("aria-busy");
    this.element.dataset.ready = wanted;
  }

  boxes() {
    const boxes = {};
    for (const name of this.shown) {
      let [x0, y0, x1, y1] = this.payloads[name].windows[this.window];
      if (this.zoomed > 1) {
        const height = (y1 - y0) / this.zoomed;
        const middle = Math.min(y1 - height / 2, Math.max(y0 + height / 2, this.centre ?? (y0 + y1) / 2));
        this.centre = middle;
        const centre = this.canalAt(name, middle);
        const width = Math.max((x1 - x0) / this.zoomed, 46);
        [x0, x1] = [centre - width / 2, centre + width / 2];
        [y0, y1] = [middle - height / 2, middle + height / 2];
      }
      boxes[name] = [x0, y0, x1, y1];
    }
    return boxes;
  }

  /* The middle of the column at a height: a window that follows it shows what matters. */
  canalAt(name, y) {
    if (name === "back") return 0;
    const { things, order } = this.payloads.side;
    const near = [...order.vertebra].sort((a, b) => Math.abs(things[keyOf("vertebra", a)].at[1] - y) - Math.abs(things[keyOf("vertebra", b)].at[1] - y));
    return things[keyOf("vertebra", near[0])].at[0] + 14;
  }

  async place() {
    const width = this.element.clientWidth;
    if (!width || !this.payloads) return;
    this.placed = { width, height: window.innerHeight };
    const boxes = this.boxes();
    const mm = this.shown.reduce((sum, name) => sum + boxes[name][2] - boxes[name][0], 0);
    const tall = boxes[this.shown[0]][3] - boxes[this.shown[0]][1];
    const narrow = width < 560;
    const type = this.data.type || 1; // names grow with the screen of a lecture, which also says how high it is
    let gutter = narrow ? (this.shown.length > 1 ? 66 : 96) : Math.min(190 * type, Math.max(120, width * 0.2));
    const most = this.data.high || (narrow ? 1500 : this.window === "whole" ? Math.max(window.innerHeight * 1.08, 900) : Math.max(window.innerHeight * 0.66, 520));
    const scale = Math.min((width - gutter) / mm, most / tall);
    gutter = Math.min(narrow ? 110 : 210 * type, width - mm * scale);
    this.gap = { gutter, narrow };
    const height = Math.round(tall * scale);
    const gutterBox = node("div", { className: "sp-gap" });
    gutterBox.style.width = `${gutter}px`;
    const order = this.shown.length > 1 ? [this.views.side.element, gutterBox, this.views.back.element]
      : this.shown[0] === "side" ? [this.views.side.element, gutterBox] : [gutterBox, this.views.back.element];
    gutterBox.append(this.gutter);
    this.stage.replaceChildren(...order, this.leaders);
    for (const name of this.shown) {
      const box = boxes[name];
      const size = { width: Math.round((box[2] - box[0]) * scale), height };
      await this.views[name].show(this.plotly, this.payloads[name], box, size);
    }
    this.gutter.style.height = `${height}px`;
    callouts(this);
    updateBar(this);
  }

  redraw() {
    return this.place().catch((error) => this.fail(error));
  }

  resize() {
    const { width, height } = this.placed || {};
    if (!this.payloads || (Math.abs(this.element.clientWidth - width) < 8 && window.innerHeight === height)) return;
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.redraw());
  }

  setWindow(name, redraw = true) {
    this.window = name;
    this.zoomed = 1;
    this.centre = undefined;
    if (redraw || this.drawn) this.redraw();
  }

  zoom(factor) {
    const chosen = this.payloads.side.things[keyOf(this.choice.kind, this.choice.id)];
    if (this.zoomed === 1 && chosen) this.centre = chosen.at[1];
    this.zoomed = Math.min(MAX_ZOOM, Math.max(1, this.zoomed * factor));
    if (this.zoomed < 1.05) this.zoomed = 1;
    this.redraw();
  }

  /* Move a zoomed window by most of its height. */
  step(up) {
    const [, y0, , y1] = this.views[this.shown[0]].box;
    this.centre = (y0 + y1) / 2 + up * (y1 - y0) * 0.6;
    this.redraw();
  }

  /* Keep what the keyboard has reached inside a zoomed window. */
  reveal(view, key) {
    const [, y] = view.payload.things[key].at;
    const [, y0, , y1] = view.box;
    if (y > y0 + 2 && y < y1 - 2) return;
    if (this.zoomed > 1) this.centre = y;
    else this.window = "whole";
    this.redraw();
  }

  dragStart(event) {
    this.dragged = false;
    if (event.button !== 0) return;
    this.pressed = { y: event.clientY, centre: this.centre };
  }

  drag(event) {
    if (!this.pressed || this.zoomed === 1 || event.pointerType === "touch") return;
    const by = event.clientY - this.pressed.y;
    if (Math.abs(by) < 5 && !this.dragged) return;
    this.dragged = true;
    this.centre = this.pressed.centre + by / this.views[this.shown[0]].scale();
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => this.redraw());
  }

  showTip(text, x, y) {
    this.tip.textContent = text;
    placeTip(this.tip, { x, y });
  }

  hideTip() {
    this.tip.hidden = true;
  }

  fail(error) {
    this.drawn = null;
    this.stage.replaceChildren();
    this.stage.removeAttribute("aria-busy");
    failed(this.stage, error, () => this.show(), _("The column could not be drawn: %(why)s."));
  }
}
