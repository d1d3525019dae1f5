/* The examination: worksheet, body and classification side by side. The worksheet lives here; the server classifies
 * it, and says when another one is to be laid out (``turn``). */

import { loadJson } from "../base/assets.js";
import { button, classed, node, themeOf } from "../base/dom.js";
import { _ } from "../base/words.js";
import { fieldsOf, sheetOf } from "./entry.js";
import { Grid, keypad } from "./grid.js";
import { Results } from "./results.js";
import { ScoreBody } from "./score_body.js";

const PAUSE = 150; // ms after a key in which others are awaited; the first one is told at once
const OBSERVED = ["voluntary_anal_contraction", "deep_anal_pressure"];
const NOTES = ["date", "examiner", "comments"];
const SETS = [1, 5, 10, 20]; // examinations in a row

export default class Examination {
  constructor(parent) {
    this.n = 0;
    this.lit = [];
    this.here = "";
    this.grid = new Grid({ changed: () => this.edited(), moved: (key) => this.moved(key), said: (text) => this.say(text), turned: (name) => this.turned(name) });
    this.body = new ScoreBody({ pick: (root, side, modality) => this.grid.go(`${side}.${modality}.${root}`) });
    this.results = new Results({ light: (cells, result) => this.light(cells, result), act: (message) => this.act(message), go: (key) => this.goTo(key) });
    this.about = classed("p", "ex-about");
    this.said = classed("p", "ex-said");
    this.said.setAttribute("role", "status");
    this.rest = classed("div", "ex-rest");
    this.rest.addEventListener("keydown", (event) => this.turnBack(event));
    this.rest.addEventListener("input", ({ target }) => this.wrote(target));
    this.bar = classed("div", "ex-bar ex-choose");
    this.sheet = classed("section", "ex-sheet");
    this.element = classed("div", "ex", this.bar, this.sheet, this.body.element, this.results.element);
    parent.append(this.element);
    // Who leaves has done so before a pause is over.
    this.element.addEventListener("focusout", ({ relatedTarget }) => { if (!this.element.contains(relatedTarget)) this.tellRest(); });
  }

  dispose() {
    clearTimeout(this.waiting);
    this.body.dispose();
    this.element.remove();
  }

  async update(data, send) {
    this.data = data;
    this.send = send;
    this.element.dataset.theme = themeOf(this.element);
    if (!this.document) await this.build();
    if (data.turn !== this.turn) this.layOut(data);
    // An answer to an older worksheet than the one that stands here would only flicker.
    if (data.n >= this.n) {
      this.results.update(data);
      this.grid.total(data.totals);
      this.again.hidden = !data.own;
      if (data.trouble) this.say(data.trouble);
    }
    this.paint();
    if (data.cell && data.cell !== this.begun) this.goTo(this.begun = data.cell);
    this.element.dataset.ready = "yes";
  }

  async build() {
    this.document = await loadJson("examination.json", this.data.v);
    this.results.choices = this.document.choices;
    this.grid.build(this.document);
    this.sheet.setAttribute("aria-label", _("Worksheet"));
    this.sheet.replaceChildren(classed("div", "ex-scroll", this.grid.table), classed("div", "ex-foot", this.about, this.said, keypad(this.grid)), this.rest);
    this.chooser();
    this.body.show(this.data.v, this.document);
  }

  /* Lay out what the server holds. */
  layOut(data) {
    // What one wrote oneself can be come back to, from a case or the first of all sheets there is no way.
    const back = this.turn !== undefined && !this.grid.locked && !data.case;
    this.element.classList.toggle("ex-locked", Boolean(data.case));
    this.turn = data.turn;
    this.grid.locked = Boolean(data.case);
    this.results.before = null;
    this.results.step = -1;
    this.results.open.clear();
    this.lit = [];
    this.grid.load(fieldsOf(data.sheet), back);
    this.drawRest();
    this.say("");
  }

  /* ---- what stands below the grid ---- */

  drawRest() {
    const { locked, scores } = this.grid;
    const observed = OBSERVED.map((name) => {
      const set = classed("fieldset", "ex-observed", node("legend", { textContent: this.document.observations[name] }));
      set.dataset.key = `.${name}.`;
      for (const [value, text] of Object.entries(this.document.observed)) {
        set.append(node("label", {}, node("input", { type: "radio", name, value, disabled: locked }), text));
      }
      return set;
    });
    const muscles = ["right", "left"].map((side) => this.field(_("Lowest non-key muscle that moves, %(side)s", { side: this.document.sides[side] }),
      node("select", { name: `${side}_lowest_non_key_muscle`, disabled: locked }, new Option(_("none"), ""), ...this.document.muscles.map((level) => new Option(level, level)))));
    const details = node("details", { open: NOTES.some((name) => scores.get(name)) }, node("summary", { textContent: _("Date, examiner, comments") }),
      this.field(_("Date"), node("input", { name: "date", type: "date" })),
      this.field(_("Examiner"), node("input", { name: "examiner", type: "text", maxLength: 200 })),
      this.field(_("Comments"), node("textarea", { name: "comments", rows: 3, maxLength: 2000 })));
    this.why = classed("fieldset", "ex-flags");
    this.flagged = "";
    this.rest.replaceChildren(this.why, ...observed, ...muscles, ...(locked ? [] : [details]));
    this.fillRest();
  }

  /** @returns {any[]} the fields that are no cells */
  fields() {
    return [...this.rest.querySelectorAll("input, select, textarea")];
  }

  /* Show in the fields what is written in them. */
  fillRest() {
    this.drawFlags();
    for (const input of this.fields()) {
      const value = this.grid.scores.get(input.name) || "";
      if (input.type === "radio") input.checked = input.value === value;
      else if (input.value !== value) input.value = value;
    }
  }

  /* For each score with a star a line that says what impairs it. */
  drawFlags() {
    const flagged = [...this.grid.scores].filter(([key, score]) => this.grid.cells.has(key) && score.includes("*")).map(([key]) => key);
    this.why.hidden = !flagged.length || this.grid.locked;
    if (String(flagged) === this.flagged) return; // who writes in one of them goes on writing
    this.flagged = String(flagged);
    this.why.replaceChildren(node("legend", { textContent: _("What else impairs, where a score has *") }), ...flagged.map((key) => this.flag(key)));
  }

  flag(key) {
    const name = `impaired_by.${key}`;
    return this.field(this.grid.name(key), node("input", { name, type: "text", value: this.grid.scores.get(name) || "", maxLength: 200,
      placeholder: _("such as a cast or a plexus injury") }));
  }

  field(text, input) {
    return node("label", {}, node("span", { textContent: text }), input);
  }

  /* A word that is typed is taken back as a whole. */
  wrote({ name, value, type }) {
    this.grid.change([[name, value]], (type === "text" || type === "textarea") && !/\s$/.test(value));
  }

  turnBack(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.altKey || (key !== "z" && key !== "y")) return;
    event.preventDefault();
    this.grid.turnBack(key === "y" || event.shiftKey);
  }

  /* A field that is no cell was taken back. */
  turned(name) {
    const input = this.fields().find((each) => each.name === name && (each.type !== "radio" || each.checked || !this.grid.scores.get(name)));
    if (!input) return;
    if (input.closest("details")) input.closest("details").open = true;
    input.focus();
  }

  /* What to practise, or to begin anew. */
  chooser() {
    const select = (label, choices) => {
      const made = node("select", {}, ...Object.entries(choices).map(([value, text]) => new Option(text, value)));
      this.bar.append(node("label", {}, node("span", { textContent: label }), made));
      return made;
    };
    const add = (text, act) => {
      const made = button(text, act);
      this.bar.append(made);
      return made;
    };
    add(_("Empty the worksheet"), () => this.act({ do: "empty" }));
    this.again = add(_("Bring back what stood here"), () => this.act({ do: "bring" }));
    const profile = select(_("Practise"), this.document.profiles);
    const difficulty = select(_("Difficulty"), this.document.difficulties);
    const many = select(_("How many"), Object.fromEntries(SETS.map((n) => [n, n])));
    add(_("Draw an examination"), () => this.act({ do: "practise", profile: profile.value, difficulty: difficulty.value, of: Number(many.value) }));
  }

  /* ---- what happens here ---- */

  edited() {
    this.lit = [];
    this.say("");
    this.n += 1;
    this.fillRest();
    this.paint();
    if (this.waiting) this.untold = true;
    else this.tell();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.tellRest();
    }, PAUSE);
  }

  tell() {
    this.untold = false;
    this.send({ do: "edit", n: this.n, ...this.sheetNow() });
  }

  tellRest() {
    if (this.untold) this.tell();
  }

  sheetNow() {
    return { turn: this.turn, sheet: sheetOf(this.grid.scores) };
  }

  /* The results ask for something: "try" and "back" are of "what if", the rest goes to the server. */
  act(message) {
    if (message === "try") {
      this.kept = new Map(this.grid.scores);
    } else if (message === "back") {
      this.grid.change([...this.grid.scores.keys()].map((name) => [name, this.kept.get(name) || ""]));
    } else {
      this.n += 1;
      this.send({ ...message, n: this.n, ...(this.untold ? this.sheetNow() : {}) });
      this.untold = false;
    }
  }

  moved(key) {
    const { side, modality, level } = this.grid.cells.get(key).dataset;
    const where = modality === "motor" ? this.document.actions[level] : this.document.points[level];
    const layer = modality === "motor" ? "&layer=myotome" : "";
    const link = node("a", { href: `./?root=${level}&side=${side}${layer}`, textContent: _("%(level)s on the map", { level }) });
    this.about.replaceChildren(node("b", { textContent: this.grid.name(key) }), ` ${where || ""} `, link);
    this.here = key;
    this.body.follow([key]);
    this.paintBody();
  }

  light(cells, result) {
    this.lit = cells;
    this.body.follow(cells, result);
    this.paint();
    const first = cells.find((key) => this.grid.cells.has(key));
    if (first) this.grid.cells.get(first).scrollIntoView({ block: "nearest" });
  }

  paint() {
    this.grid.paint(new Set(this.lit));
    for (const set of this.rest.querySelectorAll("fieldset")) set.classList.toggle("ex-lit", this.lit.includes(set.dataset.key));
    this.paintBody();
  }

  paintBody() {
    this.body.update(this.grid.scores, this.lit.length ? this.lit : [this.here]);
  }

  goTo(key) {
    if (this.grid.cells.has(key)) return this.grid.go(key);
    const set = /** @type {any} */ ([...this.rest.querySelectorAll("fieldset")].find((each) => each.dataset.key === key));
    set?.querySelector("input").focus();
  }

  say(text) {
    this.said.textContent = text;
  }
}
