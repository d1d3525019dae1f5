/* How well each root is known, on the body: pattern, colour and words say the same. */

import { classed, node, placeTip, svg, themeOf } from "../base/dom.js";
import { regionKey } from "../plate/frame.js";
import { patterned } from "../plate/patterns.js";
import { Views } from "../plate/views.js";
import { _, N_ } from "../base/words.js";

const GRADES = {
  weak: N_("weak: practise these"), fair: N_("getting there"), firm: N_("firm"), new: N_("not practised yet"),
};
// Strokes laid over each colour: the weaker, the denser.
const PATTERNS = { weak: "M0 0L8 8M8 0L0 8", fair: "M0 8L8 0", firm: "M4 3.4V4.6" };

export default class StrengthMap {
  /** @type {any} */
  data;

  constructor(parent) {
    this.legend = classed("ul", "ps-legend");
    this.tip = classed("div", "da-tip");
    this.tip.setAttribute("role", "tooltip");
    this.tip.hidden = true;
    this.element = classed("div", "da-map ps");
    this.views = new Views(this.element, {
      rows: () => [{ views: this.data.views, height: Math.min(560, Math.max(window.innerHeight * 0.6, 320)) }],
      lookOf: (slot) => this.lookOf(slot),
      listener: {
        pick: ({ meta }) => this.pick(meta),
        hover: (region, _plate, at) => this.hover(region, at),
        leave: () => { this.tip.hidden = true; },
      },
    });
    this.views.stage.setAttribute("aria-busy", "true");
    this.element.append(patterned("ps", PATTERNS), this.views.stage, this.legend, this.tip);
    parent.append(this.element);
  }

  dispose() {
    this.views.dispose();
    this.element.remove();
  }

  async update(data, send) {
    this.data = data;
    this.send = send;
    this.legend.replaceChildren(...Object.entries(GRADES).map(([grade, said]) => node("li", {},
      svg("svg", { viewBox: "0 0 24 16", "aria-hidden": "true" },
        svg("rect", { width: 24, height: 16, style: `fill: ${grade === "new" ? "var(--ps-new)" : `url(#ps-${grade})`}` })), _(said))));
    this.element.dataset.theme = themeOf(this.element);
    await this.views.show(data.map, data.views, data.v);
    this.views.stage.removeAttribute("aria-busy");
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
}
