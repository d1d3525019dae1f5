/* The body coloured by the scores: pattern, colour and words say the same. Skin for sensation, key muscles for movement. */

import { classed, node, placeTip, svg, themeOf } from "../base/dom.js";
import { _, N_ } from "../base/words.js";
import { regionKey } from "../plate/frame.js";
import { patterned } from "../plate/patterns.js";
import { plates, Views } from "../plate/views.js";
import { keyOf } from "./entry.js";
import { loadKeyMuscles } from "./muscles.js";
import { layPoints, paintPoints } from "./points.js";

const MODALITIES = ["light_touch", "pin_prick", "motor"];
const MUSCLES = "muscles"; // in place of a map
const SKIN_WORDS = { normal: N_("2 normal"), altered: N_("1 altered"), absent: N_("0 absent"), untested: N_("NT not testable"), open: N_("not scored") };
const WORDS = {
  light_touch: SKIN_WORDS, pin_prick: SKIN_WORDS,
  motor: { ...SKIN_WORDS, normal: N_("5 normal"), altered: N_("1 to 4 weak"), absent: N_("0 no movement") },
};
const MOST_NAMED = 3; // muscles
const PATTERNS = { altered: "M0 8L8 0", absent: "M0 0L8 8M8 0L0 8", untested: "M4 3.4V4.6" };
const fill = (grade) => (grade in PATTERNS ? `url(#ex-${grade})` : `var(--ex-${grade})`);

/** The places of the body that cells of the worksheet are about. */
const placesOf = (cells) => cells.map((key) => key.split(".")).filter(([side]) => side)
  .map(([side, modality, level]) => placeOf(level, side, modality === "motor"));
const placeOf = (level, side, motor) => `${level}|${side}|${motor ? "muscle" : "skin"}`;

export class ScoreBody {
  /** @type {any} what worksheet and body are made of */
  document;

  /** @param {{pick: (root: string, side: string, modality: string) => void}} listener */
  constructor(listener) {
    this.listener = listener;
    this.modality = "light_touch";
    this.scores = new Map();
    this.lit = new Set();
    this.legend = classed("ul", "ex-legend");
    this.named = "";
    this.tip = classed("div", "da-tip");
    this.tip.hidden = true;
    this.choice = classed("fieldset", "ex-modality");
    this.element = classed("div", "da-map ex-body");
    const leave = () => { this.tip.hidden = true; };
    this.views = new Views(this.element, {
      rows: () => this.rows(),
      lookOf: (slot) => this.lookOf(slot),
      measure: () => [this.element.clientWidth, this.fills ? this.element.clientHeight : 0],
      fetch: (map, ...how) => (map === MUSCLES ? loadKeyMuscles(this.document.key_muscles, ...how) : plates(map, ...how)),
      drawn: (slot) => {
        layPoints(slot, this.document.levels, { pick: ({ root, side }) => this.pick(root, side), hover: ({ root, side, name }, at) => this.tell(name, root, side, at), leave });
        this.paintPoints(slot);
      },
      listener: {
        points: true,
        pick: ({ meta }) => this.pick(this.levelOf(meta.id), meta.side),
        hover: ({ meta, info }, _plate, at) => this.hover(meta, info, at),
        leave,
      },
    });
    this.element.append(patterned("ex", PATTERNS), this.choice, this.views.stage, this.legend, this.tip);
  }

  dispose() {
    this.views.dispose();
  }

  /** Say which map is drawn, and build what stands round it. ``fills``: as high as there is room, else as the screen asks. */
  async show(v, document, fills = false) {
    this.v = v;
    this.document = document;
    this.fills = fills;
    this.element.dataset.theme = themeOf(this.element);
    this.choice.replaceChildren(node("legend", { textContent: _("The body shows") }), ...MODALITIES.map((modality) => {
      const input = node("input", { type: "radio", name: `ex-modality-${fills}`, value: modality, checked: modality === this.modality });
      input.addEventListener("change", () => this.turn(modality));
      return node("label", {}, input, document.modalities[modality].name);
    }), this.map = classed("span", "ex-map"));
    await this.draw();
  }

  /* Show another column. */
  turn(modality) {
    const other = this.motor() !== (modality === "motor");
    this.modality = modality;
    for (const input of this.choice.querySelectorAll("input")) input.checked = input.value === modality;
    if (other && this.document) this.draw();
    this.paint();
  }

  async draw() {
    const { map, rows } = this.document;
    this.caption();
    this.legend.replaceChildren(...Object.entries(WORDS[this.modality]).map(([grade, said]) => node("li", {},
      svg("svg", { viewBox: "0 0 24 16", "aria-hidden": "true" }, svg("rect", { width: 24, height: 16, style: `fill: ${fill(grade)}` })), _(said))));
    await this.views.show(this.motor() ? MUSCLES : map, rows.flat(), this.v);
  }

  /* Which map is drawn, or which muscles are spoken of. */
  caption() {
    if (this.map) this.map.textContent = this.motor() ? [_("key muscles"), this.named].filter(Boolean).join(" · ") : this.document.map_name;
  }

  /* The whole body first; what lies between the legs small below it. */
  rows() {
    const tall = this.fills ? this.views.stage.clientHeight / 1.1 : Math.min(620, Math.max(window.innerHeight * 0.62, 320));
    return this.document.rows.map((views, i) => ({ views, height: i ? tall * 0.3 : tall * 0.75 }));
  }

  motor() {
    return this.modality === "motor";
  }

  /* The level of a muscle or a piece of skin; none for the face. */
  levelOf(id) {
    const level = this.document.key_muscles[id] || id;
    return this.document.levels.includes(level) ? level : "";
  }

  pick(level, side) {
    if (level) this.listener.pick(level, side, this.modality);
  }

  /** Colour the body by other scores, and outline what cells are about. */
  update(scores, cells) {
    this.scores = scores;
    this.lit = new Set(placesOf(cells));
    this.paint();
  }

  /** Show what cells are about: muscles where a motor ``result`` rests on them, else the column shown, if it is among
   * those spoken of. The key muscles among them are named. */
  follow(cells, result) {
    const columns = cells.map((key) => key.split(".")).filter(([side]) => side);
    const spoken = columns.map(([, modality]) => modality);
    const wanted = result?.startsWith("motor") && spoken.includes("motor") ? "motor" : spoken.includes(this.modality) ? this.modality : spoken[0];
    if (wanted && wanted !== this.modality) this.turn(wanted);
    const levels = new Set(columns.filter(([, modality]) => modality === "motor").map(([, , level]) => level));
    const names = [...levels].slice(0, MOST_NAMED).map((level) => `${level}: ${this.document.actions[level]}`);
    this.named = [...names, ...(levels.size > MOST_NAMED ? ["…"] : [])].join(" · ");
    this.caption();
  }

  paint() {
    this.views.paint();
    for (const slot of this.views.slots.values()) this.paintPoints(slot);
  }

  paintPoints(slot) {
    paintPoints(slot, (level, side) => ({ lit: this.lit.has(placeOf(level, side, false)), said: this.said(level, side) }));
  }

  score(level, side, modality = this.modality) {
    return (this.scores.get(keyOf(side, modality, level)) || "").replace(/\*/g, "");
  }

  grade(score, modality) {
    if (!score) return "open";
    if (score === "NT") return "untested";
    if (score === "0") return "absent";
    return score === this.document.modalities[modality].normal ? "normal" : "altered";
  }

  said(level, side) {
    const score = this.score(level, side);
    const grade = this.grade(score, this.modality);
    return this.motor() && grade === "altered" ? score : _(WORDS[this.modality][grade]);
  }

  lookOf({ payload }) {
    // A plate that is still to be replaced keeps what it shows.
    const motor = payload.figure.layout.meta.layer === "myotome";
    const modality = motor === this.motor() ? this.modality : motor ? "motor" : "light_touch";
    const words = Object.fromEntries(Object.entries(WORDS[modality]).map(([grade, said]) => [grade, _(said)]));
    const look = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words };
    for (const key of Object.keys(payload.regions)) {
      const [id, side] = key.split("|");
      const level = this.levelOf(id);
      if (!level) continue;
      look.roles.set(regionKey(id, side), this.grade(this.score(level, side, modality), modality));
      if (this.lit.has(placeOf(level, side, motor))) look.states.set(regionKey(id, side), "selected");
    }
    return look;
  }

  hover({ id, side }, { name }, at) {
    const level = this.levelOf(id);
    if (level) this.tell(this.motor() ? name : `${level} ${this.document.sides[side]}`, level, side, at);
  }

  tell(name, level, side, at) {
    this.tip.textContent = `${name}: ${this.said(level, side)}`;
    placeTip(this.tip, at);
  }
}
