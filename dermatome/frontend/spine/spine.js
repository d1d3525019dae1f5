/* The vertebral column: two views in step, drawn by plotly, made clickable, with the names of what is
 * chosen and what belongs to it between them.
 *
 * As on the body map, a choice is painted here first and reported to the server afterwards. */

import { loadJson, loadPlotly } from "../base/assets.js";
import { failed } from "../base/failure.js";
import { themeOf } from "../base/theme.js";
import { _ } from "../base/words.js";

const SVG = "http://www.w3.org/2000/svg";
const CONFIG = { staticPlot: true, displayModeBar: false, responsive: false };
const MAX_ZOOM = 8;
const WHOLE_FITS = 1000; // px of the window: in a lower one half the column would lie below the fold

const loadView = (view, data, theme) =>
  loadJson(`spine/${view}/${data.conus}/${data.transitional}/${theme}.json`, data.v);

function svg(name, attributes, ...children) {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

function html(name, className, text = "") {
  const node = document.createElement(name);
  node.className = className;
  node.textContent = text;
  return node;
}

const keyOf = (kind, id) => `${kind}|${id}`;

/* One view: the figure, its clickable paths, labels and marks. */
class View {
  constructor(name, owner) {
    this.name = name;
    this.owner = owner;
    this.element = html("figure", "sp-view");
    this.element.dataset.view = name;
    this.caption = html("figcaption", "");
    this.host = html("div", "sp-canvas");
    this.element.append(this.caption, this.host);
    this.things = new Map(); // key → paths
    this.bind();
  }

  async show(plotly, payload, box, size) {
    this.plotly = plotly;
    this.payload = payload;
    this.box = box;
    this.size = size;
    this.caption.textContent = payload.title;
    const { data, layout } = payload.figure;
    const [x0, y0, x1, y1] = box;
    await plotly.react(this.host, structuredClone(data), {
      ...structuredClone(layout),
      width: size.width,
      height: size.height,
      autosize: false,
      xaxis: { ...layout.xaxis, range: [x0, x1] },
      yaxis: { ...layout.yaxis, range: [y0, y1] },
    }, CONFIG);
    this.decorate();
  }

  decorate() {
    const plot = this.host.querySelector(".scatterlayer")?.parentNode;
    if (!plot) return;
    const hadFocus = this.host.contains(document.activeElement);
    this.things.clear();
    for (const trace of plot.querySelectorAll(".scatterlayer > .trace")) {
      const meta = trace.__data__?.[0]?.trace?.meta || {};
      trace.dataset.part = meta.part || "";
      const path = trace.querySelector(".js-fill");
      if (!path || !meta.kind) continue;
      const key = keyOf(meta.kind, meta.id);
      if (!this.things.has(key)) this.things.set(key, []);
      this.things.get(key).push(path);
      path.classList.add("sp-thing");
      path.dataset.key = key;
      path.dataset.part = meta.part;
    }
    const main = this.host.querySelector(".main-svg");
    main.setAttribute("role", "group");
    main.setAttribute("aria-label", _(
      "%(view)s. Up and down arrows: next of the same kind. Left and right: another kind. Enter selects.",
      { view: this.payload.title }));
    for (const [key, paths] of this.things) {
      // One path of a thing speaks for all of them.
      const main = paths.find((path) => path.dataset.part === "body") || paths[0];
      for (const path of paths) path.toggleAttribute("aria-hidden", path !== main);
      main.setAttribute("role", "button");
      main.setAttribute("aria-label", this.payload.things[key].name);
      main.setAttribute("tabindex", "-1");
      paths.main = main;
    }
    const layer = (name) => plot.querySelector(`.${name}`) || plot.appendChild(svg("g", { class: name }));
    [this.marks, this.labels, this.hits, this.ring] = ["sp-marks", "sp-labels", "sp-hits", "sp-ring"].map(layer);
    this.paint();
    if (hadFocus && this.focusKey) this.things.get(this.focusKey)?.main.focus({ preventScroll: true });
  }

  /* ---- painting ---------------------------------------------------------------------------- */

  paint() {
    if (!this.marks) return;
    const states = this.owner.states();
    const nodes = [];
    this.host.classList.toggle("sp-has-choice", states.size > 0);
    for (const [key, paths] of this.things) {
      const state = states.get(key) || "rest";
      paths.main.setAttribute("aria-pressed", String(state === "chosen"));
      for (const path of paths) {
        path.dataset.state = state;
        if (state === "rest") continue;
        nodes.push(...this.outline(path, state));
      }
    }
    for (const shape of this.owner.data.shapes || []) {
      if (shape.view !== this.name) continue;
      const d = `${shape.rings.map((ring) => `M${ring.map((p) => this.toPixels(p).map((v) => v.toFixed(1)).join(",")).join("L")}`).join("")}`;
      nodes.push([3, svg("path", { class: `sp-shape sp-shape-${shape.kind}`, d })]);
      if (shape.kind === "herniation") nodes.push([4, svg("path", { class: "sp-hatch", d, style: `fill: url(#sp-hatch-${this.name})` })]);
    }
    nodes.sort((a, b) => a[0] - b[0]);
    const hatch = svg("defs", {}, svg("pattern", {
      id: `sp-hatch-${this.name}`, width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
    }, svg("line", { x1: 0, y1: 0, x2: 0, y2: 4, class: "sp-hatch-line" })));
    // A herniation takes the root of its own side only.
    const middle = this.toPixels([0, 0])[0];
    for (const [side, x] of [["left", middle - 3000], ["right", middle]]) {
      hatch.append(svg("clipPath", { id: `sp-half-${side}` }, svg("rect", { x, y: -100, width: 3000, height: 4000 })));
    }
    this.marks.replaceChildren(hatch, ...nodes.map(([, node]) => node));
    this.write(states);
    this.setTabStop();
  }

  /* An outline that shows on any ground. A root is too thin for one: it gets a halo and keeps its colour. */
  outline(path, state) {
    const d = path.getAttribute("d");
    if (path.dataset.part !== "root") {
      return [[0, svg("path", { class: "sp-casing", d })], [1, svg("path", { class: `sp-mark sp-${state}`, d })]];
    }
    const colour = getComputedStyle(path).fill;
    const core = svg("path", { class: `sp-core sp-${state}`, d });
    core.style.fill = colour;
    core.style.stroke = colour;
    const nodes = [[2, svg("path", { class: `sp-halo sp-${state}`, d })], [2.1, svg("path", { class: `sp-halo-inner sp-${state}`, d })], [2.2, core]];
    if (state === "taken" && this.name === "back" && this.owner.data.side) {
      for (const [, node] of nodes) node.setAttribute("clip-path", `url(#sp-half-${this.owner.data.side})`);
    }
    return nodes;
  }

  /* Names: on the thing where there is room, else beside it; crowded ones wait for a closer look. */
  write(states) {
    const scale = this.scale();
    const last = {};
    const hits = [];
    const nodes = this.payload.labels.map((label) => {
      const key = keyOf(label.kind, label.id);
      const state = states.get(key) || "rest";
      const [x, y] = this.toPixels(label.at);
      if (x < -40 || y < 4 || x > this.size.width + 40 || y > this.size.height - 3) return null;
      const [wide, high] = label.room.map((mm) => mm * scale);
      const inside = label.anchor === "middle";
      let size = inside ? Math.min(13.5, high * 0.82, wide / (0.64 * label.text.length)) : Math.min(12.5, Math.max(9, 3.1 * scale * 2));
      if (inside && size < 7) return null;
      // What is marked is named in the gutter; here its leader would run through the name.
      if (this.name === "back" && label.anchor === "end" && state !== "rest") return null;
      const column = `${label.kind} ${label.anchor}`;
      if (!inside) {
        if (Math.abs(y - (last[column] ?? -99)) < size * 0.92) return null;
        last[column] = y;
      }
      const node = svg("text", {
        x, y, "font-size": size.toFixed(1), "text-anchor": label.anchor, "dominant-baseline": "central",
        class: `sp-label sp-label-${inside ? "in" : "out"} sp-label-${label.kind}`, "aria-hidden": "true",
      });
      node.dataset.state = state;
      node.textContent = label.text;
      if (!inside) hits.push(this.hit(key, x, y, size, label));
      return node;
    });
    if (this.name === "back" || scale > 1) {
      // The roots are thin: a disc round the ganglion catches a finger.
      for (const [key, { at }] of Object.entries(this.payload.things)) {
        if (!key.startsWith("root")) continue;
        const sides = this.name === "back" ? [at, [-at[0], at[1]]] : [at];
        for (const [cx, cy] of sides.map((p) => this.toPixels(p))) {
          const circle = svg("circle", { cx, cy, r: Math.min(11, Math.max(5, 3.4 * scale)), class: "sp-hit" });
          circle.dataset.key = key;
          hits.push(circle);
        }
      }
    }
    this.labels.replaceChildren(...nodes.filter(Boolean));
    this.hits.replaceChildren(...hits);
  }

  hit(key, x, y, size, label) {
    const width = size * 0.62 * label.text.length + 6;
    const left = { start: x - 3, end: x - width + 3 }[label.anchor];
    const node = svg("rect", { x: left, y: y - size * 0.75, width, height: size * 1.5, class: "sp-hit" });
    node.dataset.key = key;
    return node;
  }

  scale() {
    return this.size.width / (this.box[2] - this.box[0]);
  }

  toPixels([x, y]) {
    const [x0, , , y1] = this.box;
    return [(x - x0) * this.scale(), (y1 - y) * this.scale()];
  }

  /* Where a leader from the gutter meets a thing; null when it lies outside the window. */
  anchor(key, gutterOnLeft) {
    const at = this.payload?.things[key]?.at;
    if (!at) return null;
    const mirrored = this.name === "back" && key.startsWith("root") && gutterOnLeft && this.owner.data.side !== "right" ? [-at[0], at[1]] : at;
    const [x, y] = this.toPixels(mirrored);
    return y < 0 || y > this.size.height || x < 0 || x > this.size.width ? null : [x, y];
  }

  /* ---- mouse, touch, keyboard ----------------------------------------------------------------- */

  bind() {
    const { host } = this;
    const keyAt = (event) => event.target.closest?.("[data-key]")?.dataset.key;
    host.addEventListener("click", (event) => {
      const key = keyAt(event);
      if (key && !this.owner.dragged) this.owner.choose(key);
    });
    host.addEventListener("pointermove", (event) => {
      const key = keyAt(event);
      if (event.pointerType === "touch" || !key) return this.owner.hideTip();
      this.owner.showTip(this.payload.things[key].name, event.clientX, event.clientY);
    });
    host.addEventListener("pointerleave", () => this.owner.hideTip());
    host.addEventListener("pointerdown", (event) => this.owner.dragStart(event));
    host.addEventListener("focusin", (event) => {
      const key = keyAt(event);
      if (!key) return;
      this.focusKey = key;
      this.setTabStop();
      if (event.target.matches(":focus-visible")) {
        this.drawRing();
        const box = event.target.getBoundingClientRect();
        this.owner.showTip(this.payload.things[key].name, box.right, box.bottom);
      }
    });
    host.addEventListener("focusout", () => {
      this.ring?.replaceChildren();
      this.owner.hideTip();
    });
    host.addEventListener("keydown", (event) => this.onKey(event));
  }

  onKey(event) {
    const key = event.target.dataset?.key;
    if (!key || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (event.key === "Enter" || event.key === " ") this.owner.choose(key);
    else if (event.key === "Escape") this.owner.hideTip();
    else if (step) this.move(key, step);
    else return;
    event.preventDefault();
  }

  move(key, [down, across]) {
    const [kind, id] = key.split("|");
    const { order, things } = this.payload;
    let next;
    if (down) {
      next = keyOf(kind, order[kind][order[kind].indexOf(id) + down]);
    } else {
      const kinds = Object.keys(order);
      const other = kinds[(kinds.indexOf(kind) + across + kinds.length) % kinds.length];
      const y = things[key].at[1];
      const near = (one) => Math.abs(things[keyOf(other, one)].at[1] - y);
      next = keyOf(other, [...order[other]].sort((a, b) => near(a) - near(b))[0]);
    }
    const paths = this.things.get(next);
    if (!paths) return;
    this.owner.reveal(this, next);
    paths.main.focus({ preventScroll: true });
    paths.main.scrollIntoView({ block: "nearest" });
  }

  setTabStop() {
    const chosen = keyOf(this.owner.choice.kind, this.owner.choice.id);
    const stop = this.things.has(this.focusKey) ? this.focusKey : this.things.has(chosen) ? chosen : this.things.keys().next().value;
    for (const [key, paths] of this.things) paths.main.setAttribute("tabindex", key === stop ? "0" : "-1");
  }

  drawRing() {
    const paths = this.things.get(this.focusKey) || [];
    this.ring.replaceChildren(...paths.flatMap((path) => ["sp-ring-outer", "sp-ring-inner"].map((name) =>
      svg("path", { class: name, d: path.getAttribute("d") }))));
  }

  dispose() {
    if (this.plotly) this.plotly.purge(this.host);
  }
}

export default class SpineMap {
  constructor(parent) {
    this.element = html("div", "sp-map");
    this.bar = html("div", "sp-bar");
    this.stage = html("div", "sp-stage");
    this.stage.setAttribute("aria-busy", "true");
    this.leaders = svg("svg", { class: "sp-leaders", "aria-hidden": "true" });
    this.gutter = html("div", "sp-gutter");
    this.tip = html("div", "sp-tip");
    this.tip.hidden = true;
    this.live = html("div", "sp-live");
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
    if (!this.data) this.stage.append(html("p", "sp-wait", _("Drawing the column…")));
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
    this.callouts();
  }

  /* ---- layout ---------------------------------------------------------------------------------- */

  async draw() {
    const { data, theme } = this;
    const wanted = [data.conus, data.transitional, theme, data.v].join(" ");
    if (this.drawn === wanted) return this.refresh();
    this.wanted = wanted;
    this.stage.setAttribute("aria-busy", "true");
    const [plotly, side, back] = await Promise.all([loadPlotly(data.plotly), loadView("side", data, theme), loadView("back", data, theme)]);
    if (this.wanted !== wanted) return;
    this.plotly = plotly;
    this.payloads = { side, back };
    if (!this.bar.childElementCount) this.makeBar();
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
    let gutter = narrow ? (this.shown.length > 1 ? 66 : 96) : Math.min(190, Math.max(120, width * 0.2));
    const most = narrow ? 1500 : this.window === "whole" ? Math.max(window.innerHeight * 1.08, 900) : Math.max(window.innerHeight * 0.66, 520);
    const scale = Math.min((width - gutter) / mm, most / tall);
    gutter = Math.min(narrow ? 110 : 210, width - mm * scale);
    this.gap = { gutter, narrow };
    const height = Math.round(tall * scale);
    const gutterBox = html("div", "sp-gap");
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
    this.callouts();
    this.updateBar();
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

  /* The names of what is chosen and what belongs to it, between the views, tied to both of them. */
  callouts() {
    if (!this.gap || !this.payloads) return;
    const marks = this.pending ? [{ ...this.choice, state: "chosen", label: this.payloads.side.things[keyOf(this.choice.kind, this.choice.id)].name }] : this.data.marks;
    const entries = marks.map((mark) => {
      const key = keyOf(mark.kind, mark.id);
      const ends = {};
      for (const name of this.shown) {
        const view = this.views[name];
        const at = mark.at ? this.inside(view, mark.at[name]) : view.anchor(key, name === "back");
        if (at) ends[name] = at;
      }
      const heights = Object.values(ends).map(([, y]) => y);
      if (!heights.length) return null;
      return { mark, key, ends, y: heights.reduce((a, b) => a + b) / heights.length };
    }).filter(Boolean).sort((a, b) => a.y - b.y);
    const boxes = entries.map(({ mark, key }) => {
      const box = document.createElement(this.payloads.side.things[key] ? "button" : "div");
      box.className = `sp-callout sp-callout-${mark.state}`;
      const [head, ...rest] = mark.label.split(" | ");
      box.append(html("strong", "", `${{ chosen: "✓ ", taken: "✕ " }[mark.state] || ""}${head}`), ...rest.map((line) => html("span", "", line)));
      if (box.tagName === "BUTTON") {
        box.type = "button";
        box.addEventListener("click", () => this.choose(key));
      }
      return box;
    });
    this.gutter.replaceChildren(...boxes);
    const heights = boxes.map((box) => box.offsetHeight);
    const tall = this.gutter.clientHeight;
    const tops = [];
    let floor = 0;
    entries.forEach(({ y }, i) => {
      tops[i] = Math.max(floor, y - heights[i] / 2);
      floor = tops[i] + heights[i] + 6;
    });
    let ceiling = tall;
    for (let i = tops.length - 1; i >= 0; i -= 1) {
      tops[i] = Math.min(tops[i], ceiling - heights[i]);
      ceiling = tops[i] - 6;
    }
    boxes.forEach((box, i) => { box.style.top = `${tops[i]}px`; });
    this.tie(entries, boxes);
  }

  inside(view, point) {
    if (!point) return null;
    const [x, y] = view.toPixels(point);
    return y < 0 || y > view.size.height ? null : [x, y];
  }

  /* Leaders from each name to the thing in both views. */
  tie(entries, boxes) {
    const stage = this.stage.getBoundingClientRect();
    this.leaders.setAttribute("width", stage.width);
    this.leaders.setAttribute("height", stage.height);
    const lines = entries.flatMap(({ mark, ends }, i) => {
      const box = boxes[i].getBoundingClientRect();
      const y = box.top + Math.min(box.height / 2, 13) - stage.top;
      return Object.entries(ends).flatMap(([name, [ex, ey]]) => {
        const host = this.views[name].host.getBoundingClientRect();
        const [tx, ty] = [host.left - stage.left + ex, host.top - stage.top + ey];
        const x = name === "side" ? box.left - stage.left : box.right - stage.left;
        const bend = name === "side" ? x - 10 : x + 10;
        const d = `M${x},${y}L${bend},${y}L${tx},${ty}`;
        return [svg("path", { class: "sp-leader-casing", d }), svg("path", { class: `sp-leader sp-leader-${mark.state}`, d }),
          svg("circle", { class: "sp-leader-end", cx: tx, cy: ty, r: 2.6 })];
      });
    });
    this.leaders.replaceChildren(...lines);
  }

  /* ---- toolbar --------------------------------------------------------------------------------- */

  makeBar() {
    const { titles } = this.payloads.side;
    this.bar.replaceChildren(
      this.group(_("Part of the column"), Object.entries(titles), (name) => {
        this.turned = true;
        this.setWindow(name);
      }),
      this.group(_("Views"), [["both", _("Both")], ["side", _("Side view")], ["back", _("Back view")]], (name) => {
        this.shown = name === "both" ? ["side", "back"] : [name];
        this.redraw();
      }),
      this.group(_("Zoom"), [["in", "+"], ["out", "−"], ["up", "↑"], ["down", "↓"]], (name) => {
        if (name === "up" || name === "down") this.step(name === "up" ? 1 : -1);
        else this.zoom(name === "in" ? 1.5 : 1 / 1.5);
      }),
    );
    const names = [_("Zoom in"), _("Zoom out"), _("Move up"), _("Move down")];
    this.bar.lastChild.querySelectorAll("button").forEach((button, i) => button.setAttribute("aria-label", names[i]));
  }

  group(name, items, act) {
    const group = html("div", "sp-group");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", name);
    for (const [id, title] of items) {
      const button = html("button", "sp-button", title);
      button.type = "button";
      button.dataset.name = id;
      button.addEventListener("click", () => act(id));
      group.append(button);
    }
    return group;
  }

  updateBar() {
    const [parts, views] = this.bar.children;
    if (!parts) return;
    const view = this.shown.length > 1 ? "both" : this.shown[0];
    for (const button of parts.children) button.setAttribute("aria-pressed", String(button.dataset.name === this.window && this.zoomed === 1));
    for (const button of views.children) button.setAttribute("aria-pressed", String(button.dataset.name === view));
    this.stage.classList.toggle("sp-zoomed", this.zoomed > 1);
    for (const name of ["up", "down"]) this.bar.querySelector(`[data-name="${name}"]`).hidden = this.zoomed === 1;
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
    this.tip.hidden = false;
    const box = this.tip.getBoundingClientRect();
    const left = Math.min(x + 14, window.innerWidth - box.width - 8);
    const top = y + 18 + box.height > window.innerHeight ? y - box.height - 10 : y + 18;
    this.tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
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
