/* What follows from the scores: results with their reasons, one after the other on request; marks in practice. */

import { button, classed, node } from "../base/dom.js";
import { _, n_ } from "../base/words.js";

const said = (reason) => {
  const line = node("p", {}, `${reason.text} `);
  for (const { n, title, href } of reason.sources) line.append(node("a", { href, title, textContent: String(n), className: "ex-cite" }), " ");
  return line;
};

export class Results {
  /** @type {Record<string, [string, string][]>} what may be answered in practice and its words, by result */
  choices;

  /** @param {{light: (cells: string[], result?: string) => void, act: (message: any) => void, go: (key: string) => void}} listener */
  constructor(listener) {
    this.listener = listener;
    this.element = classed("div", "ex-results");
    this.open = new Set();
    this.step = -1;
    this.before = null;
  }

  update(data) {
    this.data = data;
    if (data.case && !data.case.done) this.before = null;
    if (!data.results) this.step = -1;
    this.draw();
  }

  draw() {
    const { data } = this;
    const parts = data.case ? [this.practice()] : [];
    if (data.results) parts.push(this.head(), this.list(), this.totals(), ...this.notes());
    if (!data.case) parts.push(this.missing());
    const focused = /** @type {any} */ (document.activeElement)?.dataset?.keep;
    this.element.replaceChildren(...parts.filter(Boolean));
    if (focused) /** @type {any} */ (this.element.querySelector(`[data-keep="${CSS.escape(focused)}"]`))?.focus({ preventScroll: true });
  }

  button(keep, text, act, pressed) {
    const made = button(text, act);
    made.dataset.keep = keep;
    if (pressed !== undefined) made.setAttribute("aria-pressed", String(pressed));
    return made;
  }

  /* ---- results ---- */

  head() {
    const bar = classed("div", "ex-bar", node("h2", { textContent: _("Classification") }));
    if (this.step < 0) bar.append(this.button("explain", _("Explain step by step"), () => this.explain(0)));
    if (!this.data.case) {
      bar.append(this.button("what-if", this.before ? _("End “what if”") : _("What if …"), () => this.whatIf(), Boolean(this.before)));
    }
    const parts = [bar];
    if (this.before) parts.push(node("p", { textContent: _("Change scores: what would be other stands beside each result. Ending it brings the examination back.") }));
    if (this.step >= 0) parts.push(this.stepper());
    return classed("div", "ex-head", ...parts);
  }

  list() {
    const list = classed("dl", "ex-list");
    this.data.results.forEach((result, i) => {
      const key = `${result.result}|${result.side}`;
      const was = this.before?.get(key);
      const why = this.button(`why-${key}`, _("Why?"), () => this.toggle(key, result));
      why.setAttribute("aria-expanded", String(this.open.has(key)));
      why.setAttribute("aria-label", _("Why? %(name)s", { name: result.name }));
      const value = node("dd", {}, node("b", { textContent: result.value }));
      if (was !== undefined && was !== result.value) value.append(classed("span", "ex-was", _("was %(value)s", { value: was })));
      value.append(why);
      if (this.open.has(key)) value.append(classed("div", "ex-why", ...result.why.map(said)));
      const row = classed("div", "ex-result", node("dt", { textContent: result.name }), value);
      row.classList.toggle("ex-now", i === this.step);
      list.append(row);
    });
    return list;
  }

  totals() {
    const table = classed("table", "ex-totals", node("caption", { textContent: _("Totals") }));
    for (const { name, value } of this.data.totals) {
      table.append(node("tr", {}, node("th", { scope: "row", textContent: name }), node("td", { textContent: value })));
    }
    const details = node("details", { open: this.totalsOpen }, node("summary", { textContent: _("Totals") }), table);
    details.addEventListener("toggle", () => { this.totalsOpen = details.open; });
    return details;
  }

  notes() {
    return this.data.notes.map((note) => classed("p", "ex-note", note));
  }

  missing() {
    const { missing } = this.data;
    if (!missing.length) return null;
    const text = n_("%(n)s cell is not scored yet:", "%(n)s cells are not scored yet:", missing.length);
    const names = missing.slice(0, 6).map(({ name }) => name).join(", ");
    return classed("p", "ex-missing", `${text} ${names}${missing.length > 6 ? " …" : ""} `,
      this.button("missing", _("Go to the first"), () => this.listener.go(missing[0].key)));
  }

  toggle(key, result) {
    if (!this.open.delete(key)) this.open.add(key);
    this.listener.light(this.open.has(key) ? result.why.flatMap(({ cells }) => cells) : [], result.result);
    this.draw();
  }

  whatIf() {
    if (this.before) {
      this.before = null;
      this.listener.act("back");
    } else {
      this.before = new Map(this.data.results.map((result) => [`${result.result}|${result.side}`, result.value]));
      this.listener.act("try");
    }
    this.draw();
  }

  /* ---- step by step ---- */

  stepper() {
    const { results } = this.data;
    const result = results[this.step];
    const steps = _("Step %(n)s of %(all)s", { n: this.step + 1, all: results.length });
    const text = classed("div", "ex-step", node("p", { className: "ex-count", textContent: steps }),
      node("h3", { textContent: `${result.name}: ${result.value}` }), ...result.why.map(said));
    text.setAttribute("aria-live", "polite");
    const back = this.button("step-back", _("Back"), () => this.explain(this.step - 1));
    const on = this.button("step-on", _("Next"), () => this.explain(this.step + 1));
    back.disabled = this.step === 0;
    on.disabled = this.step === results.length - 1;
    return classed("div", "ex-stepper", text, classed("div", "ex-bar", back, on, this.button("step-end", _("Close"), () => this.explain(-1))));
  }

  explain(step) {
    this.step = Math.min(step, this.data.results.length - 1);
    this.draw();
    const result = this.data.results[this.step];
    this.listener.light(result ? result.why.flatMap(({ cells }) => cells) : [], result?.result);
    const wanted = this.step < 0 ? "explain" : "step-on";
    const button = /** @type {any} */ (this.element.querySelector(`[data-keep="${wanted}"]`));
    (button?.disabled ? /** @type {any} */ (this.element.querySelector('[data-keep="step-back"]')) : button)?.focus({ preventScroll: true });
  }

  /* ---- practice ---- */

  practice() {
    const { data: { case: task }, choices } = this;
    const title = task.of > 1 ? _("Classify this examination: %(n)s of %(of)s", task) : _("Classify this examination");
    const form = classed("form", "ex-practice", node("h2", { textContent: title }));
    if (task.of > 1) form.append(classed("p", "ex-note", task.done && task.n === task.of ? _("This was the last one of the set.") : _("Whoever opens the address of this page gets the same set.")));
    if (task.score) form.append(node("p", { textContent: task.score }));
    if (task.marks.length) form.append(this.marks(task.marks));
    if (task.done) {
      if (task.pitfalls.length) form.append(node("h3", { textContent: _("What made it hard") }), node("ul", {}, ...task.pitfalls.map((textContent) => node("li", { textContent }))));
      form.append(this.button("next-case", _("Next examination"), () => this.listener.act({ do: "next" })));
    } else {
      form.append(node("p", { textContent: _("Stage %(n)s of %(all)s. Answer ND where the scores leave it open.", { n: task.stage + 1, all: task.stages }) }));
      for (const { result, side, name } of task.asked) form.append(this.question(result, side, name, choices[result]));
      form.append(node("button", { type: "submit", className: "ex-check", textContent: _("Check") }));
    }
    form.append(this.button("leave", _("End practice"), () => this.listener.act({ do: "leave" })));
    form.addEventListener("submit", (event) => this.answer(event, task));
    return form;
  }

  question(result, side, name, choices) {
    const select = node("select", { required: true, name: `${result}|${side}` }, new Option(_("Choose …"), ""), ...choices.map(([value, text]) => new Option(text, value)));
    return node("label", { className: "ex-question" }, node("span", { textContent: name }), select);
  }

  answer(event, task) {
    event.preventDefault();
    const told = new FormData(/** @type {HTMLFormElement} */ (event.currentTarget));
    this.listener.act({ do: "answer", answers: task.asked.map(({ result, side }) => [result, side, String(told.get(`${result}|${side}`))]) });
  }

  marks(marks) {
    const list = classed("ul", "ex-marks", ...marks.map((mark) => {
      const sign = mark.correct ? _("✓ right") : _("✗ not %(given)s, but %(right)s", mark);
      const show = this.button(`show-${mark.name}`, _("Show where"), () => this.listener.light(mark.why.flatMap(({ cells }) => cells), mark.result));
      show.setAttribute("aria-label", _("Show where: %(name)s", { name: mark.name }));
      const line = node("li", {}, node("b", { textContent: `${mark.name}: ${mark.correct ? mark.given : ""} ` }), sign, " ", show, ...mark.why.map(said));
      line.dataset.right = mark.correct ? "yes" : "no";
      return line;
    }));
    list.setAttribute("aria-live", "polite");
    return list;
  }
}
