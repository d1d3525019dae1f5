/* A field that is asked for, drawn on the body in the round instead of pointed at: brushes, and a button that hands it in. */

import { loadModule } from "../base/assets.js";
import { button, classed, mark, node, radioGroup } from "../base/dom.js";
import { Trail } from "../base/trail.js";
import { _ } from "../base/words.js";

const RADIUS = 1.7; // squares
const COLOURS = { light: [123, 45, 142], dark: [217, 140, 240] };

export class Drawing {
  /** @type {any} */
  solid;
  /** @type {any} */
  squares;

  /** @param {{ answer(squares: [string, number, number][]): void, open(): boolean, moved(): void }} question ``open`` until it is answered;
   *     ``moved`` is called when the brushes come or go above the body */
  constructor(question) {
    this.question = question;
    this.trail = new Trail();
    this.mode = "paint";
    this.draws = button(_("Draw it"), () => this.turnOn(!this.on));
    this.modes = radioGroup(_("What a finger or the mouse does"), "da-sides", (mode) => this.choose(mode), [["paint", _("Paint")], ["erase", _("Erase")], ["move", _("Turn and zoom")]]);
    const stroke = (change) => () => {
      change();
      this.show();
    };
    this.undoes = button(_("Undo"), stroke(() => this.trail.undo()));
    this.clears = button(_("Wipe off"), stroke(() => this.trail.replace(new Set())));
    this.done = button(_("Answer"), () => question.answer(this.trail.told()));
    this.how = node("p", { className: "pr-how" });
    this.how.setAttribute("role", "status");
    this.tools = classed("div", "pr-brushes", this.modes, this.undoes, this.clears, this.done);
    this.element = classed("div", "pr-draw", this.draws, this.tools, this.how);
    this.element.hidden = true;
    this.choose("paint");
  }

  /** A new question: nothing is painted. */
  clear() {
    this.trail.clear();
    this.show();
  }

  /** Offer to draw on a body, or no longer; what is painted stays to be seen.
   * @param {any} solid the body where there is one
   * @param {?Record<string, number>} steps the widths of squares where the question may be drawn
   * @param {string} theme */
  async offer(solid, steps, theme) {
    const shown = solid?.body?.mesh && !solid.failed;
    this.element.hidden = !(shown && steps && this.question.open());
    this.theme = theme;
    if (!shown || !steps) return;
    if (this.solid !== solid) this.squares = this.strokes = null;
    this.solid = solid;
    this.steps = steps;
    await this.turnOn(Boolean(this.on));
  }

  /** There is no body to draw on any more. */
  withdraw() {
    this.element.hidden = true;
  }

  /* Squares are looked for when somebody draws, and not before. */
  async prepare(solid) {
    const [{ Squares }, { Strokes }] = await Promise.all([loadModule("body_3d/squares.js"), loadModule("body_3d/strokes.js")]);
    if (solid !== this.solid || solid.disposed || this.squares) return;
    this.squares = new Squares(solid.body.places, this.steps);
    this.strokes = new Strokes(solid, this.squares, this.brush());
  }

  brush() {
    return {
      paints: () => this.question.open() && this.mode !== "move",
      radius: (step) => RADIUS * step,
      begin: () => this.trail.begin(),
      put: (texels) => {
        this.squares.stamp(this.trail.squares, texels, this.mode === "erase");
        this.show();
      },
      end: () => {
        this.trail.end();
        this.show();
      },
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
    const moved = this.tools.hidden !== !this.on;
    this.tools.hidden = !this.on;
    this.say();
    this.show();
    if (moved) this.question.moved();
  }

  say() {
    const said = {
      paint: _("Paint all of it: front, back and sides. A drag that begins beside the body turns it."),
      erase: _("A stroke wipes paint off the body, a drag that begins beside it turns it."),
      move: _("A drag turns the body; to paint it, choose Paint."),
    }[this.mode];
    this.how.textContent = this.on ? `${said} ${_("By keyboard, answer on the flat map: 3D off.")}` : "";
  }

  show() {
    this.undoes.disabled = this.trail.empty;
    this.clears.disabled = this.done.disabled = !this.trail.squares.size;
    if (this.squares && !this.solid.disposed) this.solid.body.setPaint(this.squares.picture(this.trail.squares), COLOURS[this.theme]);
  }
}
