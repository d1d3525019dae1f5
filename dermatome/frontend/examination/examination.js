/* The examination: worksheet, body and classification side by side. The worksheet lives here; the server classifies
 * it, and says when another one is to be laid out (``turn``). */

import { loadJson } from "../base/assets.js";
import { classed, node, themeOf } from "../base/dom.js";
import { _ } from "../base/words.js";
import { Grid, keypad } from "./grid.js";
import { Results } from "./results.js";
import { regionsOf, ScoreBody } from "./score_body.js";

const PAUSE = 150; // ms without a key before the server is told
const OBSERVED = ["voluntary_anal_contraction", "deep_anal_pressure"];
const NOTES = ["date", "examiner"];
const SETS = [1, 5, 10, 20]; // examinations in a row

export default class Examination {
  constructor(parent) {
    this.n = 0;
    this.lit = [];
    this.here = "";
    this.grid = new Grid({ changed: () => this.edited(), moved: (key) => this.moved(key), said: (text) => this.say(text) });
    this.body = new ScoreBody({ pick: (root, side, modality) => this.grid.go(`${side}.${modality}.${root}`) });
    this.results = new Results({ light: (cells) => this.light(cells), act: (message) => this.act(message), go: (key) => this.goTo(key) });
    this.about = classed("p", "ex-about");
    this.said = classed("p", "ex-said");
    this.said.setAttribute("role", "status");
    this.rest = classed("div", "ex-rest");
    this.bar = classed("div", "ex-bar ex-choose");
    this.sheet = classed("section", "ex-sheet");
    this.element = classed("div", "ex", this.bar, this.sheet, this.body.element, this.results.element);
    parent.append(this.element);
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
    this.element.classList.toggle("ex-locked", Boolean(data.case));
    this.turn = data.turn;
    this.grid.locked = Boolean(data.case);
    this.results.before = null;
    this.results.step = -1;
    this.results.open.clear();
    this.lit = [];
    this.grid.load(data.sheet);
    this.drawRest(data.sheet);
    this.say("");
  }

  /* ---- what stands below the grid ---- */

  drawRest(sheet) {
    const locked = this.grid.locked;
    const observed = OBSERVED.map((name) => {
      const set = classed("fieldset", "ex-observed", node("legend", { textContent: this.document.observations[name] }));
      set.dataset.key = `.${name}.`;
      for (const [value, text] of Object.entries(this.document.observed)) {
        const input = node("input", { type: "radio", name, value, checked: sheet[name] === value, disabled: locked });
        input.addEventListener("change", () => this.edited());
        set.append(node("label", {}, input, text));
      }
      return set;
    });
    const muscles = ["right", "left"].map((side) => {
      const name = `${side}_lowest_non_key_muscle`;
      const select = node("select", { name, disabled: locked }, new Option(_("none"), ""), ...this.document.muscles.map((level) => new Option(level, level)));
      select.value = sheet[name] || "";
      select.addEventListener("change", () => this.edited());
      return node("label", {}, node("span", { textContent: _("Lowest non-key muscle that moves, %(side)s", { side: this.document.sides[side] }) }), select);
    });
    const notes = [
      ...NOTES.map((name) => this.field(name === "date" ? _("Date") : _("Examiner"), node("input", { name, type: name === "date" ? "date" : "text", value: sheet[name] || "", maxLength: 200 }))),
      this.field(_("Comments"), node("textarea", { name: "comments", value: sheet.comments || "", rows: 3, maxLength: 2000 })),
    ];
    const details = node("details", { open: NOTES.concat("comments").some((name) => sheet[name]) }, node("summary", { textContent: _("Date, examiner, comments") }), ...notes);
    this.reasons = { ...sheet.impaired_by };
    this.why = classed("fieldset", "ex-flags");
    this.flagged = "";
    this.rest.replaceChildren(this.why, ...observed, ...muscles, ...(locked ? [] : [details]));
    this.drawFlags();
  }

  /* For each score with a star a line that says what impairs it. */
  drawFlags() {
    const flagged = [...this.grid.scores].filter(([, score]) => score.includes("*")).map(([key]) => key);
    this.why.hidden = !flagged.length || this.grid.locked;
    if (String(flagged) === this.flagged) return; // who writes in one of them goes on writing
    this.flagged = String(flagged);
    this.why.replaceChildren(node("legend", { textContent: _("What else impairs, where a score has *") }), ...flagged.map((key) => this.flag(key)));
  }

  flag(key) {
    const input = node("input", { type: "text", value: this.reasons[key] || "", maxLength: 200, placeholder: _("such as a cast or a plexus injury") });
    input.addEventListener("input", () => { this.reasons[key] = input.value; });
    return this.field(this.grid.name(key), input);
  }

  field(text, input) {
    input.addEventListener("input", () => this.edited());
    return node("label", {}, node("span", { textContent: text }), input);
  }

  /* What to practise, or to begin anew. */
  chooser() {
    const select = (label, choices) => {
      const made = node("select", {}, ...Object.entries(choices).map(([value, text]) => new Option(text, value)));
      this.bar.append(node("label", {}, node("span", { textContent: label }), made));
      return made;
    };
    const button = (text, act) => {
      const made = node("button", { type: "button", textContent: text });
      made.addEventListener("click", act);
      this.bar.append(made);
      return made;
    };
    button(_("Empty the worksheet"), () => this.act({ do: "empty" }));
    this.again = button(_("Bring back what stood here"), () => this.act({ do: "bring" }));
    const profile = select(_("Practise"), this.document.profiles);
    const difficulty = select(_("Difficulty"), this.document.difficulties);
    const many = select(_("How many"), Object.fromEntries(SETS.map((n) => [n, n])));
    button(_("Draw an examination"), () => this.act({ do: "practise", profile: profile.value, difficulty: difficulty.value, of: Number(many.value) }));
  }

  /* ---- what happens here ---- */

  written() {
    const fields = [...this.rest.querySelectorAll("input, select, textarea")].map((input) => /** @type {any} */ (input));
    const told = fields.filter(({ name, type, checked }) => name && (type !== "radio" || checked)).map(({ name, value }) => [name, value]);
    const flagged = Object.entries(this.reasons || {}).filter(([key, why]) => why && this.grid.scores.get(key)?.includes("*"));
    return { ...Object.fromEntries(OBSERVED.map((name) => [name, ""])), ...Object.fromEntries(told), ...this.grid.written(), impaired_by: Object.fromEntries(flagged) };
  }

  edited() {
    this.lit = [];
    this.say("");
    this.n += 1;
    this.drawFlags();
    this.paint();
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.tell(), PAUSE);
  }

  tell() {
    clearTimeout(this.waiting);
    this.waiting = null;
    this.send({ do: "edit", n: this.n, turn: this.turn, sheet: this.written() });
  }

  /* The results ask for something: "try" and "back" are of "what if", the rest goes to the server. */
  act(message) {
    if (message === "try") {
      this.kept = this.written();
    } else if (message === "back") {
      this.grid.load(this.kept);
      this.drawRest(this.kept);
      this.edited();
    } else {
      if (this.waiting) clearTimeout(this.waiting);
      this.n += 1;
      this.send({ ...message, n: this.n });
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

  light(cells) {
    this.lit = cells;
    this.body.follow(cells);
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
    const lit = regionsOf(this.lit);
    this.body.update(this.grid.scores, lit.length ? lit : regionsOf([this.here]));
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
