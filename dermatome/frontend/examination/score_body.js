/* The body coloured by the scores: pattern, colour and words say the same. */

import { assetUrl, loadCatalogue, loadPlate, loadPlotly } from "../base/assets.js";
import { failed } from "../base/failure.js";
import { classed, node, placeTip, svg, themeOf } from "../base/dom.js";
import { _, N_ } from "../base/words.js";
import { regionKey } from "../plate/frame.js";
import { arrange } from "../plate/layout.js";
import { inRows, Slot } from "../plate/slot.js";
import { keyOf } from "./entry.js";

const SCORES = { 2: N_("2 normal"), 1: N_("1 altered"), 0: N_("0 absent"), NT: N_("NT not testable"), "": N_("not scored") };
const GRADE = { 2: "normal", 1: "altered", 0: "absent", NT: "untested", "": "open" };
const PATTERNS = { altered: "M0 8L8 0", absent: "M0 0L8 8M8 0L0 8", untested: "M4 3.4V4.6" };

export class ScoreBody {
  /** @param {{pick: (root: string, side: string, modality: string) => void}} listener */
  constructor(listener) {
    this.listener = listener;
    this.modality = "light_touch";
    this.scores = new Map();
    this.lit = new Set();
    this.slots = new Map();
    this.stage = classed("div", "da-stage");
    this.legend = classed("ul", "ex-legend");
    this.tip = classed("div", "da-tip");
    this.tip.hidden = true;
    this.choice = classed("fieldset", "ex-modality");
    this.element = classed("div", "da-map ex-body", this.defs(), this.choice, this.stage, this.legend, this.tip);
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(this.element);
  }

  defs() {
    const patterns = Object.entries(PATTERNS).map(([grade, d]) => svg("pattern",
      { id: `ex-${grade}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
      svg("rect", { width: 8, height: 8, style: `fill: var(--ex-${grade})` }),
      svg("path", { d, style: "stroke: #16181d; stroke-width: 1.3; stroke-linecap: round; stroke-opacity: .8; fill: none" })));
    return svg("svg", { width: 0, height: 0, "aria-hidden": "true", style: "position: absolute" }, svg("defs", {}, ...patterns));
  }

  dispose() {
    this.resizer.disconnect();
    for (const slot of this.slots.values()) slot.dispose();
  }

  /** Say which map is drawn, and build what stands round it. */
  async show(data, document) {
    this.data = data;
    this.document = document;
    this.element.dataset.theme = themeOf(this.element);
    this.choice.replaceChildren(node("legend", { textContent: _("The body shows") }), ...["light_touch", "pin_prick"].map((modality) => {
      const input = node("input", { type: "radio", name: "ex-modality", value: modality, checked: modality === this.modality });
      input.addEventListener("change", () => {
        this.modality = modality;
        this.paint();
      });
      return node("label", {}, input, document.modalities[modality].name);
    }));
    this.legend.replaceChildren(...Object.entries(SCORES).map(([score, said]) => node("li", {},
      svg("svg", { viewBox: "0 0 24 16", "aria-hidden": "true" }, svg("rect", { width: 24, height: 16, style: `fill: ${this.fill(GRADE[score])}` })), _(said))));
    await this.tryDraw();
  }

  fill(grade) {
    return grade in PATTERNS ? `url(#ex-${grade})` : `var(--ex-${grade})`;
  }

  async tryDraw() {
    try {
      await this.draw();
    } catch (error) {
      this.stage.replaceChildren();
      failed(this.stage, error, () => this.tryDraw(), _("The map could not be drawn: %(why)s."));
    }
  }

  async draw() {
    const { data } = this;
    const views = data.rows.flat();
    const { plotly } = await loadCatalogue("dermatome", data.v);
    const [library, ...payloads] = await Promise.all([loadPlotly(plotly),
      ...views.map((view) => loadPlate(data.map, view, this.element.dataset.theme, data.v))]);
    this.plotly = library;
    views.forEach((view, i) => {
      if (!this.slots.has(view)) {
        this.slots.set(view, new Slot(view, {
          pick: ({ meta }) => { if (meta.root && !meta.root.startsWith("V")) this.listener.pick(meta.root, meta.side, this.modality); },
          hover: (region, plate, at) => this.hover(region, at),
          leave: () => { this.tip.hidden = true; },
          refuse: () => {},
        }));
      }
      payloads[i].link = (path) => assetUrl(path, data.v);
      this.slots.get(view).load(payloads[i], payloads[i].title);
    });
    await this.place();
    this.element.dataset.ready = "yes";
  }

  async place() {
    const width = this.element.clientWidth;
    if (!width || !this.plotly) return;
    this.width = width;
    // The whole body first; what lies between the legs small below it.
    const tall = Math.min(620, Math.max(window.innerHeight * 0.62, 320));
    this.stage.replaceChildren(...this.data.rows.flatMap((views, i) => {
      const row = views.map((view) => this.slots.get(view));
      const room = { width, height: i ? tall * 0.3 : tall * 0.75, gap: 10, caption: 24 };
      const plan = arrange(row.map((slot) => slot.payload.aspect), row.map(() => 1), [], room);
      for (const { index, ...size } of plan.flat(2)) row[index].resize(size);
      return inRows(plan, row);
    }));
    for (const slot of this.slots.values()) await slot.show(this.plotly, this.lookOf(slot));
  }

  /** Colour the body by other scores, and outline some of it. */
  update(scores, lit) {
    this.scores = scores;
    this.lit = lit;
    this.paint();
  }

  paint() {
    for (const slot of this.slots.values()) if (slot.payload) slot.paint(this.lookOf(slot));
  }

  score(root, side) {
    return (this.scores.get(keyOf(side, this.modality, root)) || "").replace(/\*/g, "");
  }

  lookOf(slot) {
    const words = Object.fromEntries(Object.entries(SCORES).map(([score, said]) => [GRADE[score], _(said)]));
    const look = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words };
    for (const key of Object.keys(slot.payload.regions)) {
      const [root, side] = key.split("|");
      if (root.startsWith("V")) continue;
      look.roles.set(regionKey(root, side), GRADE[this.score(root, side)]);
      if (this.lit.has(key)) look.states.set(regionKey(root, side), "selected");
    }
    return look;
  }

  hover({ meta }, at) {
    if (!meta.root || meta.root.startsWith("V")) return;
    this.tip.textContent = `${meta.root} ${this.document.sides[meta.side]}: ${_(SCORES[this.score(meta.root, meta.side)])}`;
    placeTip(this.tip, at);
  }

  resize() {
    if (Math.abs(this.element.clientWidth - this.width) < 20) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.place().catch(() => this.tryDraw()));
  }
}
