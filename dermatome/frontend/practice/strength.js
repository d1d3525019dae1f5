/* How well each root is known, on the body: pattern, colour and words say the same. */

import { assetUrl, loadCatalogue, loadPlate, loadPlotly } from "../base/assets.js";
import { failed } from "../base/failure.js";
import { arrange } from "../plate/layout.js";
import { regionKey } from "../plate/frame.js";
import { inRows, Slot } from "../plate/slot.js";
import { parts, placeTip, svg, themeOf } from "../base/dom.js";
import { _, N_ } from "../base/words.js";

const GRADES = {
  weak: N_("weak: practise these"), fair: N_("getting there"), firm: N_("firm"), new: N_("not practised yet"),
};
// Strokes laid over each colour: the weaker, the denser.
const PATTERNS = { weak: "M0 0L8 8M8 0L0 8", fair: "M0 8L8 0", firm: "M4 3.4V4.6" };

export default class StrengthMap {
  /** @type {HTMLElement} */
  stage;
  /** @type {HTMLElement} */
  legend;
  /** @type {HTMLElement} */
  tip;

  constructor(parent) {
    this.element = document.createElement("div");
    this.element.className = "da-map ps";
    this.element.innerHTML = `<div class="da-stage" aria-busy="true"></div><ul class="ps-legend"></ul>
      <div class="da-tip" role="tooltip" hidden></div>`;
    parent.append(this.element);
    [this.stage, this.legend, this.tip] = parts(this.element);
    const patterns = Object.entries(PATTERNS).map(([grade, d]) => svg("pattern",
      { id: `ps-${grade}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      svg("rect", { width: 8, height: 8, style: `fill: var(--ps-${grade})` }),
      svg("path", { d, style: "stroke: #16181d; stroke-width: 1.3; stroke-linecap: round; stroke-opacity: .8; fill: none" })));
    this.element.prepend(svg("svg", { width: 0, height: 0, "aria-hidden": "true", style: "position: absolute" }, svg("defs", {}, ...patterns)));
    this.slots = new Map();
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(this.element);
  }

  dispose() {
    this.resizer.disconnect();
    for (const slot of this.slots.values()) slot.dispose();
    this.element.remove();
  }

  async update(data, send) {
    this.data = data;
    this.send = send;
    this.legend.replaceChildren(...Object.entries(GRADES).map(([grade, said]) => {
      const item = document.createElement("li");
      item.append(svg("svg", { viewBox: "0 0 24 16", "aria-hidden": "true" },
        svg("rect", { width: 24, height: 16, style: `fill: ${grade === "new" ? "var(--ps-new)" : `url(#ps-${grade})`}` })), _(said));
      return item;
    }));
    this.element.dataset.theme = themeOf(this.element);
    await this.show();
  }

  async show() {
    try {
      await this.draw();
    } catch (error) {
      this.fail(error);
    }
  }

  fail(error) {
    this.stage.replaceChildren();
    this.stage.removeAttribute("aria-busy");
    failed(this.stage, error, () => this.show(), _("The map could not be drawn: %(why)s."));
  }

  async draw() {
    const { data } = this;
    const { theme } = this.element.dataset;
    const { plotly } = await loadCatalogue("dermatome", data.v);
    const [library, ...payloads] = await Promise.all([loadPlotly(plotly),
      ...data.views.map((view) => loadPlate(data.map, view, theme, data.v))]);
    this.plotly = library;
    data.views.forEach((view, i) => {
      if (!this.slots.has(view)) {
        this.slots.set(view, new Slot(view, {
          pick: ({ meta }) => this.pick(meta),
          hover: (region, plate, at) => this.hover(region, at),
          leave: () => { this.tip.hidden = true; },
          refuse: () => {},
        }));
      }
      payloads[i].link = (path) => assetUrl(path, data.v);
      this.slots.get(view).load(payloads[i], payloads[i].title);
    });
    await this.place();
    this.stage.removeAttribute("aria-busy");
    this.element.dataset.ready = "yes";
  }

  pick({ root }) {
    if (root) this.send({ root, n: Date.now() });
  }

  lookOf(slot) {
    const look = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words: Object.fromEntries(Object.entries(GRADES).map(([grade, said]) => [grade, _(said)])) };
    for (const key of Object.keys(slot.payload.regions)) {
      const [root, side] = key.split("|");
      if (!root.startsWith("V")) look.roles.set(regionKey(root, side), this.data.grades[root] || "new");
    }
    return look;
  }

  hover(region, at) {
    const { root } = region.meta;
    if (root.startsWith("V")) return;
    this.tip.textContent = `${root}: ${_(GRADES[this.data.grades[root] || "new"])}`;
    placeTip(this.tip, at);
  }

  async place() {
    const width = this.element.clientWidth;
    if (!width || !this.plotly) return;
    this.width = width;
    const slots = this.data.views.map((view) => this.slots.get(view));
    const room = { width, height: Math.min(560, Math.max(window.innerHeight * 0.6, 320)), gap: 12, caption: 24 };
    const plan = arrange(slots.map((slot) => slot.payload.aspect), slots.map(() => 1), [], room);
    for (const { index, ...size } of plan.flat(2)) slots[index].resize(size);
    if (!this.stage.querySelector(".da-row")) this.stage.replaceChildren(...inRows(plan, slots));
    for (const slot of slots) await slot.show(this.plotly, this.lookOf(slot));
  }

  resize() {
    if (Math.abs(this.element.clientWidth - this.width) < 20) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.place().catch((error) => this.fail(error)));
  }
}
