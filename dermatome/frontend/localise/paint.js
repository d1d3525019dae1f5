/* The body to paint numb skin on: a brush of three sizes, an eraser, undo; the leading places lie under the paint.
 * In its place the muscles can be shown, to say which are weak and which strong.
 *
 * What is painted are squares of a grid in millimetres, so that a stroke is the same at every size of the page. The
 * server hears of all squares after each stroke. By keyboard, skin is chosen by name from the lists beside it. */

import { button, classed, mark, node, placeTip, radioGroup, svg, themeOf } from "../base/dom.js";
import { failed } from "../base/failure.js";
import { Trail } from "../base/trail.js";
import { _ } from "../base/words.js";
import { regionKey } from "../plate/frame.js";
import { plotOf } from "../plate/plotly.js";
import { Views } from "../plate/views.js";
import { LAYERS, Power, SIGNS, STATES } from "./power.js";
import { Round } from "./round.js";

const BRUSHES = { small: 0.6, medium: 1.7, large: 3.4 }; // radius in squares
const NARROW = 560; // px
const KEPT = "dermatome-localise-3d"; // set where the reader has asked for the body in the round

const keyOf = (view, x, y) => `${view}|${x}|${y}`;

export default class Paint {
  /** @type {any} */
  data;
  /** @type {any} */
  stroke;

  constructor(parent) {
    this.trail = new Trail();
    this.mode = "paint";
    this.brush = "medium";
    this.layer = "skin";
    this.power = new Power();
    this.key = classed("ul", "lo-key");
    this.said = node("p", { className: "lo-said muted" });
    this.said.setAttribute("role", "status");
    this.tip = classed("div", "da-tip");
    this.tip.hidden = true;
    this.round = new Round(this.brushInRound());
    this.element = classed("div", "da-map lo-paint");
    this.views = new Views(this.element, {
      rows: (width) => this.rows(width),
      lookOf: (slot) => this.lookOf(slot),
      made: (slot) => this.stroked(slot),
      drawn: (slot) => this.overlay(slot),
      listener: {
        pick: ({ meta }) => this.press(meta),
        hover: (region, _plate, at) => this.point(region, at),
        leave: () => { this.tip.hidden = true; },
      },
    });
    this.element.append(this.layers(), this.tools(), this.said, this.round.element, this.views.stage, this.key, this.tip);
    this.set();
    parent.append(this.element);
  }

  dispose() {
    this.views.dispose();
    this.round.close();
    this.element.remove();
  }

  layers() {
    const group = radioGroup(_("What the body shows"), "da-sides", (layer) => {
      this.layer = layer;
      mark(group, layer);
      this.set();
      this.draw();
    }, Object.entries(LAYERS).map(([layer, name]) => [layer, _(name)]));
    mark(group, this.layer);
    return classed("div", "lo-tools lo-layers", group);
  }

  /* What the body shows, and what a finger does to it, as the styles want to know. */
  set() {
    const { dataset } = this.element;
    dataset.layer = this.onSkin() ? "skin" : "muscles";
    dataset.mode = this.onSkin() ? this.mode : "move";
    this.said.textContent = this.onSkin() ? "" : _("A press on a muscle says that it is weak, the next that it is strong, the third neither.");
  }

  onSkin() {
    return this.layer === "skin";
  }

  tools() {
    this.modes = radioGroup(_("What a finger or the mouse does"), "da-sides", (mode) => this.choose("mode", mode, this.modes),
      [["paint", _("Paint")], ["erase", _("Erase")], ["move", _("Move and zoom")]]);
    this.brushes = radioGroup(_("Size of the brush"), "da-sides", (brush) => this.choose("brush", brush, this.brushes),
      [["small", _("Small")], ["medium", _("Medium")], ["large", _("Large")]]);
    this.undoes = button(_("Undo"), () => {
      this.trail.undo();
      this.changed();
    }, { disabled: true });
    this.clears = button(_("Wipe off"), () => {
      this.trail.replace(new Set());
      this.changed();
    }, { disabled: true });
    mark(this.modes, this.mode);
    mark(this.brushes, this.brush);
    this.turns = button(_("3D"), () => {
      this.turnRound(!this.solid);
      this.showRound();
    });
    this.turnRound(Boolean(sessionStorage.getItem(KEPT)));
    return classed("div", "lo-tools lo-brushes", this.modes, this.brushes, this.undoes, this.clears, this.turns);
  }

  /* Whether the body in the round is wanted; a page that is loaded again knows. */
  turnRound(on) {
    this.solid = on;
    this.turns.setAttribute("aria-pressed", String(on));
    this.modes.querySelector("[data-value=move] span").textContent = on ? _("Move, turn and zoom") : _("Move and zoom");
    if (on) sessionStorage.setItem(KEPT, "yes");
    else sessionStorage.removeItem(KEPT);
  }

  choose(what, value, group) {
    this[what] = value;
    this.set();
    this.round.say();
    mark(group, value);
  }

  /** Take over what the server says; its squares count only when it has put other ones there. */
  async update(data, send) {
    this.send = send;
    const other = !this.data || this.data.turn !== data.turn;
    this.data = data;
    if (data.n >= (this.n || 0)) this.power.read(data.power); // else it does not know of the last press yet
    this.n = Math.max(this.n || 0, data.n);
    if (other) this.trail.clear(new Set(data.paint.map((square) => keyOf(square[0], square[1], square[2]))));
    this.element.dataset.theme = themeOf(this.element);
    await this.draw();
  }

  legend() {
    const lines = this.onSkin() ? this.data.names.map((name, i) => [i ? "--lo-next" : "--lo-lit", name])
      : Object.entries(STATES).map(([state, said]) => [`--lo-${state}`, `${SIGNS[state]} ${_(said)}`]);
    this.key.replaceChildren(...lines.map(([colour, said]) => node("li", {}, node("i", { style: `background: var(${colour})` }), said)));
  }

  async draw() {
    const { map, rows, v } = this.data;
    this.legend();
    await this.views.show(this.onSkin() ? map : this.layer, rows.flat(), v);
    this.mind();
  }

  /* The same on the body in the round, where that is wanted. */
  showRound() {
    if (!this.solid || !this.onSkin()) return this.round.close();
    const style = getComputedStyle(this.element);
    const colours = Object.fromEntries(["numb", "lit", "next"].map((name) => [name, style.getPropertyValue(`--lo-${name}`).trim()]));
    this.round.show(this.data, this.element.dataset.theme, colours)
      .catch((error) => failed(this.round.element, error, () => this.showRound()));
  }

  /* The brush as it paints the body in the round: the same squares, the same strokes to undo. */
  brushInRound() {
    return {
      painted: () => this.trail.squares,
      mode: () => this.mode,
      radius: (step) => BRUSHES[this.brush] * step,
      begin: () => this.trail.begin(),
      end: () => {
        this.trail.end();
        this.changed();
      },
      flat: () => {
        this.turnRound(false);
        this.showRound();
      },
    };
  }

  /* A finger or the mouse paints on a place. */
  stroked(slot) {
    const begin = (event) => {
      if (this.mode === "move" || !this.onSkin() || event.button) return;
      event.preventDefault();
      event.stopPropagation();
      slot.canvas.setPointerCapture(event.pointerId);
      this.trail.begin();
      this.stroke = { slot, last: null };
      this.stamp(event);
    };
    const go = (event) => {
      if (this.stroke?.slot !== slot) return;
      event.stopPropagation();
      this.stamp(event);
    };
    const end = (event) => {
      if (this.stroke?.slot !== slot) return;
      event.stopPropagation();
      this.stroke = null;
      this.trail.end();
      this.tell();
    };
    slot.canvas.addEventListener("pointerdown", begin, true);
    slot.canvas.addEventListener("pointermove", go, true);
    slot.canvas.addEventListener("pointerup", end, true);
    slot.canvas.addEventListener("pointercancel", end, true);
  }

  /* Paint the squares under the brush, from where it was to where it is. */
  stamp(event) {
    const { slot } = this.stroke;
    const step = this.data.steps[slot.view];
    const [x, y] = slot.plate.toData(event.clientX, event.clientY).map((mm) => mm / step);
    const [fromX, fromY] = this.stroke.last || [x, y];
    const pieces = Math.max(1, Math.ceil(Math.hypot(x - fromX, y - fromY)));
    for (let i = 0; i <= pieces; i += 1) this.dab(slot, fromX + ((x - fromX) * i) / pieces, fromY + ((y - fromY) * i) / pieces);
    this.stroke.last = [x, y];
    this.overlay(slot);
  }

  dab({ view }, x, y) {
    const radius = BRUSHES[this.brush];
    for (let i = Math.ceil(x - radius); i <= x + radius; i += 1) {
      for (let j = Math.ceil(y - radius); j <= y + radius; j += 1) {
        if (Math.hypot(i - x, j - y) > radius) continue;
        if (this.mode === "erase") this.trail.squares.delete(keyOf(view, i, j));
        else this.trail.squares.add(keyOf(view, i, j));
      }
    }
  }

  /* Other squares than this hand has just laid on a place. */
  changed() {
    for (const slot of this.views.slots.values()) this.overlay(slot);
    this.tell();
  }

  tell() {
    this.mind();
    this.n += 1;
    this.send({ n: this.n, paint: this.trail.told() });
  }

  press({ layer, id, name }) {
    if (layer !== "myotome") return;
    this.power.press(id);
    this.n += 1;
    this.send({ n: this.n, muscle: id, state: this.power.told.get(id) || "" });
    this.views.paint();
    this.said.textContent = `${name}: ${this.power.said(id)}`;
    this.tip.hidden = true;
  }

  point({ meta, info }, at) {
    if (meta.layer !== "myotome") return;
    this.tip.textContent = `${info.name}: ${this.power.said(meta.id)}`;
    placeTip(this.tip, at);
  }

  mind() {
    this.undoes.disabled = this.trail.empty;
    this.clears.disabled = !this.trail.squares.size;
    this.showRound();
  }

  rows(width) {
    const tall = Math.min(640, Math.max(window.innerHeight * 0.7, 340));
    // On a phone a hand is too small a thing to paint on in a row of five.
    const [body, near] = this.data.rows;
    const below = width < NARROW ? [near.slice(0, 2), near.slice(2, 4), near.slice(4)] : [near];
    return [{ views: body, height: tall * 0.75 }, ...below.map((views) => ({ views, height: Math.max(tall * 0.3, 190) }))];
  }

  lookOf(slot) {
    if (!this.onSkin()) return this.power.look(slot.payload, this.data.side);
    const look = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words: {} };
    for (const key of Object.keys(slot.payload.regions)) {
      const [id, side] = key.split("|");
      if (id in this.data.lit) look.roles.set(regionKey(id, side), `lit${this.data.lit[id]}`);
    }
    return look;
  }

  overlay(slot) {
    const { plate } = slot;
    const plot = plate && plotOf(plate.host);
    if (!plot) return;
    const layer = plot.querySelector(".lo-strokes") || plot.appendChild(svg("path", { class: "lo-strokes", "aria-hidden": "true" }));
    const step = this.data.steps[slot.view];
    const [left, top] = plate.toPixels([0, step]);
    const [right, bottom] = plate.toPixels([step, 0]);
    const [wide, high] = [right - left, bottom - top];
    const d = [...this.trail.squares].map((key) => key.split("|")).filter(([view]) => view === slot.view).map(([, i, j]) => {
      const [x, y] = plate.toPixels([(Number(i) - 0.5) * step, (Number(j) + 0.5) * step]);
      return `M${x.toFixed(1)} ${y.toFixed(1)}h${wide.toFixed(1)}v${high.toFixed(1)}h${(-wide).toFixed(1)}z`;
    }).join("");
    if (layer.laid === `${plate.drawn} ${d}`) return; // what is laid on anew is painted anew, with all the plate
    layer.laid = `${plate.drawn} ${d}`;
    layer.setAttribute("d", d);
    this.clip(slot, plot, layer);
  }

  /* Paint beside the body is not seen; the server leaves it out as well. */
  clip({ view, plate }, plot, layer) {
    const id = `lo-body-${view}`;
    let clip = plot.querySelector(`#${id}`);
    if (!clip) {
      clip = plot.insertBefore(svg("clipPath", { id }), layer);
      layer.setAttribute("clip-path", `url(#${id})`);
    }
    const skin = [...plate.regions.values()].map(({ path }) => path.getAttribute("d"));
    const blank = [...plot.querySelectorAll(".da-blank")].map((path) => path.getAttribute("d"));
    clip.replaceChildren(...[...skin, ...blank].map((d) => svg("path", { d })));
  }
}
