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
const SKIN = { light_touch: true, pin_prick: true };
const PATTERNS = { altered: "M0 8L8 0", absent: "M0 0L8 8M8 0L0 8", untested: "M4 3.4V4.6" };

/** The skin that cells of the worksheet are about, as regions of the body. */
export const regionsOf = (cells) => cells.map((key) => key.split(".")).filter(([, modality]) => modality in SKIN)
  .map(([side, , level]) => `${level}|${side}`);

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

  /** Say which map is drawn, and build what stands round it. ``fill``: as high as there is room, else as the screen asks. */
  async show(v, document, fill = false) {
    this.v = v;
    this.document = document;
    this.fills = fill;
    this.element.dataset.theme = themeOf(this.element);
    this.choice.replaceChildren(node("legend", { textContent: _("The body shows") }), ...Object.keys(SKIN).map((modality) => {
      const input = node("input", { type: "radio", name: `ex-modality-${fill}`, value: modality, checked: modality === this.modality });
      input.addEventListener("change", () => {
        this.modality = modality;
        this.paint();
      });
      return node("label", {}, input, document.modalities[modality].name);
    }), classed("span", "ex-map", document.map_name));
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
    const { v, document: { map, rows } } = this;
    const views = rows.flat();
    const { plotly } = await loadCatalogue("dermatome", v);
    const [library, ...payloads] = await Promise.all([loadPlotly(plotly),
      ...views.map((view) => loadPlate(map, view, this.element.dataset.theme, v))]);
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
      payloads[i].link = (path) => assetUrl(path, v);
      this.slots.get(view).load(payloads[i], payloads[i].title);
    });
    await this.place();
    this.element.dataset.ready = "yes";
  }

  async place() {
    const width = this.element.clientWidth;
    if (!width || !this.plotly) return;
    this.size = this.measure();
    // The whole body first; what lies between the legs small below it.
    const tall = this.fills ? this.stage.clientHeight / 1.1 : Math.min(620, Math.max(window.innerHeight * 0.62, 320));
    this.stage.replaceChildren(...this.document.rows.flatMap((views, i) => {
      const row = views.map((view) => this.slots.get(view));
      const room = { width, height: i ? tall * 0.3 : tall * 0.75, gap: 10, caption: 24 };
      const plan = arrange(row.map((slot) => slot.payload.aspect), row.map(() => 1), [], room);
      for (const { index, ...size } of plan.flat(2)) row[index].resize(size);
      return inRows(plan, row);
    }));
    for (const slot of this.slots.values()) await slot.show(this.plotly, this.lookOf(slot));
  }

  /** Colour the body by other scores, and outline regions of it. */
  update(scores, lit) {
    this.scores = scores;
    this.lit = new Set(lit);
    this.paint();
  }

  /** Show what cells are about: pin prick, if only that is spoken of. */
  follow(cells) {
    const spoken = cells.map((key) => key.split(".")[1]).filter((modality) => modality in SKIN);
    if (spoken.length && !spoken.includes(this.modality)) this.modality = spoken[0];
    for (const input of this.choice.querySelectorAll("input")) input.checked = input.value === this.modality;
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

  measure() {
    return [this.element.clientWidth, this.fills ? this.element.clientHeight : 0];
  }

  resize() {
    if (!this.size || this.measure().every((now, i) => Math.abs(now - this.size[i]) < 20)) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.place().catch(() => this.tryDraw()));
  }
}
