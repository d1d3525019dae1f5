/* A field that is asked for, drawn on the body in the round instead of pointed at: brushes, and a button that hands it in. */

import { loadModule } from "../base/assets.js";
import { classed, mark, node, radioGroup } from "../base/dom.js";
import { _ } from "../base/words.js";

const RADIUS = 1.7; // squares
const COLOURS = { light: [123, 45, 142], dark: [217, 140, 240] };
const KEPT = 60; // strokes that can be undone

export class Drawing {
  /** @type {any} */
  solid;
  /** @type {any} */
  squares;

  /** @param {{ answer(squares: [string, number, number][]): void, open(): boolean }} question ``open`` until it is answered */
  constructor(question) {
    this.question = question;
    this.painted = new Set();
    this.before = [];
    this.mode = "paint";
    const button = (text, press) => {
      const made = node("button", { type: "button", textContent: text });
      made.addEventListener("click", press);
      return made;
    };
    this.draws = button(_("Draw it"), () => this.turnOn(!this.on));
    this.modes = radioGroup(_("What a finger or the mouse does"), "da-sides", (mode) => this.choose(mode), [["paint", _("Paint")], ["erase", _("Erase")], ["move", _("Turn and zoom")]]);
    this.undoes = button(_("Undo"), () => this.undo());
    this.clears = button(_("Wipe off"), () => this.replace(new Set()));
    this.done = button(_("Answer"), () => question.answer([...this.painted].map((key) => key.split("|")).map(([view, x, y]) => [view, Number(x), Number(y)])));
    this.how = node("p", { className: "pr-how" });
    this.how.setAttribute("role", "status");
    this.tools = classed("div", "pr-brushes", this.modes, this.undoes, this.clears, this.done);
    this.element = classed("div", "pr-draw", this.draws, this.tools, this.how);
    this.element.hidden = true;
    this.choose("paint");
  }

  /** A new question: nothing is painted. */
  clear() {
    this.painted = new Set();
    this.before = [];
    this.show();
  }

  /** Offer to draw on a body, or no longer; what is painted stays to be seen.
   * @param {any} solid the body where there is one
   * @param {?Record<string, number>} steps the widths of squares where the question may be drawn
   * @param {string} theme */
  async offer(solid, steps, theme) {
    this.element.hidden = !(solid?.body?.mesh && steps && this.question.open());
    this.theme = theme;
    if (!solid?.body?.mesh || !steps) return;
    if (this.solid !== solid) this.squares = this.strokes = null;
    this.solid = solid;
    this.steps = steps;
    await this.turnOn(Boolean(this.on));
  }

  /* Squares are looked for when somebody draws, and not before. */
  async prepare(solid) {
    const [{ Squares }, { Strokes }] = await Promise.all([loadModule("body_3d/squares.js"), loadModule("body_3d/strokes.js")]);
    if (solid !== this.solid || solid.disposed || this.squares) return;
    this.squares = new Squares(solid.body.places, this.steps);
    this.strokes = new Strokes(solid, this.squares, this.brush());
  }

  brush() {
    let before = new Set();
    return {
      paints: () => this.question.open() && this.mode !== "move",
      radius: (step) => RADIUS * step,
      begin: () => { before = new Set(this.painted); },
      put: (texels) => {
        this.squares.stamp(this.painted, texels, this.mode === "erase");
        this.show();
      },
      end: () => this.keep(before),
    };
  }

  choose(mode) {
    this.mode = mode;
    mark(this.modes, mode);
    this.say();
  }

  /* While it is drawn a press paints; else it answers, as on the flat map. */
  async turnOn(on) {
    this.on = on;
    if (on && this.solid && !this.squares) await this.prepare(this.solid);
    if (this.solid) this.solid.strokes = this.on && this.question.open() ? this.strokes : null;
    this.draws.setAttribute("aria-pressed", String(this.on));
    this.tools.hidden = !this.on;
    this.say();
    this.show();
  }

  say() {
    const said = {
      paint: _("Paint all of it: front, back and sides. A drag that begins beside the body turns it."),
      erase: _("A stroke wipes paint off the body, a drag that begins beside it turns it."),
      move: _("A drag turns the body; to paint it, choose Paint."),
    }[this.mode];
    this.how.textContent = this.on ? `${said} ${_("By keyboard, answer on the flat map: 3D off.")}` : "";
  }

  keep(before) {
    this.before = [...this.before, before].slice(-KEPT);
    this.show();
  }

  undo() {
    this.painted = this.before.pop() || this.painted;
    this.show();
  }

  replace(painted) {
    const before = this.painted;
    this.painted = painted;
    this.keep(before);
  }

  show() {
    this.undoes.disabled = !this.before.length;
    this.clears.disabled = this.done.disabled = !this.painted.size;
    if (this.squares && !this.solid.disposed) this.solid.body.setPaint(this.squares.picture(this.painted), COLOURS[this.theme]);
  }
}
