/* The body in the round beside the flat views to paint on: it shows the leading places and what is painted, and is painted
 * itself, in the squares of the flat views, with the same brush. */

import { loadModule, loadSolid, loadStyle } from "../base/assets.js";
import { classed, node } from "../base/dom.js";
import { _ } from "../base/words.js";

const TALL = 0.7; // of the window's height: the brushes stay in sight

export class Round {
  /** @type {any} */
  solid;
  /** @type {any} */
  squares;
  /** @type {string} */
  colour;

  /** @param {{ painted(): Set<string>, mode(): string, radius(step: number): number, begin(): void, end(): void, flat(): void }} brush
   *     ``flat`` is called by who wants the flat views alone */
  constructor(brush) {
    this.brush = brush;
    this.how = node("p", { className: "lo-how muted" });
    this.how.setAttribute("role", "status");
    this.place = classed("div", "lo-solid");
    this.element = classed("div", "lo-round", this.how, this.place);
    this.close();
  }

  /** Show what the server tells and what is painted, in colours of the page. */
  async show(data, theme, colours) {
    this.element.hidden = false;
    this.say();
    const wanted = (this.wanted = `${data.map} ${theme} ${data.v}`);
    const [payload, { Solid }, ...paints] = await Promise.all([loadSolid(data.map, theme, data.v), loadModule("body_3d/solid.js"),
      loadModule("body_3d/squares.js"), loadModule("body_3d/strokes.js"), loadStyle("body_3d/body_3d.css")]);
    if (this.wanted !== wanted) return;
    const solid = (this.solid ||= new Solid("3d", { pick: () => {}, hover: () => {}, leave: () => {}, refuse: () => {}, flat: this.brush.flat, lost: () => this.say() }, true));
    solid.load(payload, payload.title);
    solid.resize({ width: this.place.clientWidth, height: Math.round(window.innerHeight * TALL) });
    if (!solid.element.isConnected) this.place.replaceChildren(solid.element);
    await solid.show(null, lookOf(payload, data.lit, colours));
    if (this.solid !== solid || !solid.body?.mesh) return;
    if (!solid.strokes) this.takeStrokes(paints, data.steps);
    this.colour = colours.numb;
    this.paint();
  }

  takeStrokes(/** @type {any[]} */ [{ Squares }, { Strokes }], steps) {
    this.squares = new Squares(this.solid.body.places, steps);
    const { brush } = this;
    return new Strokes(this.solid, this.squares, {
      paints: () => brush.mode() !== "move",
      radius: brush.radius,
      begin: brush.begin,
      end: brush.end,
      put: (texels) => {
        this.squares.stamp(brush.painted(), texels, brush.mode() === "erase");
        this.paint();
      },
    });
  }

  /* What a drag does now, in words. */
  say() {
    this.element.dataset.mode = this.brush.mode();
    this.how.textContent = this.solid?.failed ? "" : {
      paint: _("A stroke paints the body, a drag that begins beside it turns it. By keyboard, choose skin from the lists."),
      erase: _("A stroke wipes paint off the body, a drag that begins beside it turns it."),
      move: _("A drag turns the body; to paint it, choose Paint."),
    }[this.brush.mode()];
  }

  paint() {
    const bytes = [1, 3, 5].map((i) => parseInt(this.colour.slice(i, i + 2), 16));
    this.solid.body.setPaint(this.squares.picture(this.brush.painted()), bytes);
  }

  close() {
    this.element.hidden = true;
    this.solid?.dispose();
    this.solid = this.squares = null;
    this.place.replaceChildren();
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
