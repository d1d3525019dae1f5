/* The body in the round beside the flat views to paint on: it shows the leading places and what is painted, and a click
 * on it paints a dab. */

import { loadModule, loadSolid, loadStyle } from "../base/assets.js";
import { classed } from "../base/dom.js";

const TALL = 0.8; // of the window's height

export class Round {
  /** @type {any} */
  solid;

  /** @param {(point: import("../types").Point) => void} dab */
  constructor(dab) {
    this.dab = dab;
    this.element = classed("div", "lo-round");
  }

  /** Show what the server tells and what is painted, in colours of the page. */
  async show(data, theme, squares, colours) {
    const wanted = (this.wanted = `${data.map} ${theme} ${data.v}`);
    const [payload, { Solid }] = await Promise.all([loadSolid(data.map, theme, data.v), loadModule("body_3d/solid.js"), loadStyle("body_3d/body_3d.css")]);
    if (this.wanted !== wanted) return;
    // Only views that can be painted take a dab.
    const projections = payload.projections.filter(({ view }) => view in data.steps);
    const shown = this.shown === wanted ? this.solid.payload : { ...payload, projections };
    this.shown = wanted;
    this.solid ||= new Solid("3d", { pick: ({ point }) => point && this.dab(point), hover: () => {}, leave: () => {}, refuse: () => {}, flat: () => this.close() }, true);
    this.solid.load(shown, payload.title);
    this.solid.resize({ width: this.element.clientWidth, height: Math.round(window.innerHeight * TALL) });
    this.element.replaceChildren(this.solid.element);
    await this.solid.show(null, lookOf(shown, data.lit, colours));
    this.paint(squares, data.steps, colours.numb);
  }

  paint(squares, steps, colour) {
    const { body } = this.solid || {};
    if (!body?.mesh) return;
    const bytes = [1, 3, 5].map((i) => parseInt(colour.slice(i, i + 2), 16));
    body.setPaint(body.places.painted(steps, (view, x, y) => squares.has(`${view}|${x}|${y}`)), bytes);
  }

  close() {
    this.solid?.dispose();
    this.solid = null;
    this.shown = null;
    this.element.replaceChildren();
  }
}

function lookOf({ regions }, lit, colours) {
  const look = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words: {}, plain: "lit", nameless: true, fills: { main: colours.lit, contributing: colours.next } };
  for (const key of Object.keys(regions)) {
    const place = lit[key.split("|")[0]];
    if (place !== undefined) look.states.set(key, place ? "contributing" : "main");
  }
  return look;
}
