/* A step that is an examination: its worksheet and the body coloured by it, neither to be changed, what was revealed
 * last lit on both. The results stand where the facts of the map do. */

import { loadJson, loadStyle } from "../base/assets.js";
import { classed, node, themeOf } from "../base/dom.js";
import { _ } from "../base/words.js";
import { fieldsOf } from "../examination/entry.js";
import { Grid } from "../examination/grid.js";
import { ScoreBody } from "../examination/score_body.js";

const OBSERVED = ["voluntary_anal_contraction", "deep_anal_pressure"];

export class Examined {
  /** @type {any} what worksheet and body are made of */
  document;

  constructor(parent) {
    this.grid = new Grid({ changed: () => {}, moved: (key) => this.light([key]), said: () => {} });
    this.grid.locked = true;
    this.body = new ScoreBody({ pick: (root, side, modality) => this.grid.go(`${side}.${modality}.${root}`) });
    this.rest = classed("div", "dl-observed");
    this.element = classed("div", "ex dl-exam", classed("div", "dl-sheet-side", this.grid.table, this.rest), this.body.element);
    parent.replaceChildren(this.element);
  }

  dispose() {
    this.body.dispose();
    this.element.remove();
  }

  /** Lay out an examination, once. */
  async show({ sheet, totals }, v) {
    [this.document] = await Promise.all([loadJson("examination.json", v), loadStyle("examination/examination.css")]);
    this.element.dataset.theme = themeOf(this.element);
    this.grid.build(this.document);
    this.grid.load(fieldsOf(sheet));
    this.grid.total(totals);
    const { observations, observed, sides } = this.document;
    const muscles = ["right", "left"].map((side) => [side, sheet[`${side}_lowest_non_key_muscle`]]).filter(([, level]) => level);
    this.rest.replaceChildren(
      ...OBSERVED.map((name) => this.observed(`.${name}.`, observations[name], observed[sheet[name]] || _("not scored"))),
      ...muscles.map(([side, level]) => this.observed("", _("Lowest non-key muscle that moves, %(side)s", { side: sides[side] }), level)),
    );
    await this.body.show(v, this.document, true);
  }

  observed(key, name, value) {
    const line = node("p", {}, `${name}: `, node("b", {}, value));
    line.dataset.key = key;
    return line;
  }

  /** Outline cells, and the skin or the muscles they are about. */
  light(cells, result) {
    this.grid.paint(new Set(cells));
    for (const line of this.rest.children) line.classList.toggle("ex-lit", cells.includes(line.dataset.key));
    this.body.follow(cells, result);
    this.body.update(this.grid.scores, cells);
  }
}
