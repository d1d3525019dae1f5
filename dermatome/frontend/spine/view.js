/* One view of the column: the figure, its clickable paths, labels and marks. */

import { node, svg } from "../base/dom.js";
import { _ } from "../base/words.js";
import { CONFIG, fillOf, plotOf, traceOf, tracesIn } from "../plate/plotly.js";

/** What names a thing of the column. */
export const keyOf = (kind, id) => `${kind}|${id}`;

export class View {
  /** @type {SVGGElement} */
  marks;
  /** @type {SVGGElement} */
  labels;
  /** @type {SVGGElement} */
  hits;
  /** @type {SVGGElement} */
  ring;

  constructor(name, owner) {
    this.name = name;
    this.owner = owner;
    this.element = node("figure", { className: "sp-view" });
    this.element.dataset.view = name;
    this.caption = node("figcaption");
    this.host = node("div", { className: "sp-canvas" });
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
    const plot = plotOf(this.host);
    if (!plot) return;
    const hadFocus = this.host.contains(document.activeElement);
    this.things.clear();
    for (const trace of tracesIn(plot)) {
      const meta = traceOf(trace).meta || {};
      trace.dataset.part = meta.part || "";
      const path = fillOf(trace);
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
