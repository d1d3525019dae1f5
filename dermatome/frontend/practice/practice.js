/* One question after another: question, map, answers, verdict, next.
 *
 * An answer is marked here at once, as right or wrong where the question brought what is right; the words of the
 * verdict come from the server, which judges, keeps the answer and says why. The focus follows: after an answer to
 * the verdict, whose next stop is the button that goes on, then to the new question. */

import { clear, failed } from "../base/failure.js";
import { regionKey } from "../plate/frame.js";
import { markSeveral, marked, showTests } from "./patient.js";
import { lookOn } from "./looks.js";
import { Drawing } from "./drawing.js";
import { layOut } from "./page.js";
import { Stage } from "./stage.js";
import { Timer } from "./timer.js";
import { placeTip, themeOf } from "../base/dom.js";
import { _, n_ } from "../base/words.js";

export default class Practice {
  constructor(parent) {
    this.parts = layOut();
    this.element = this.parts.element;
    parent.append(this.element);
    this.stage = new Stage({
      pick: (picked) => this.pick(picked),
      hover: (region, plate, at) => this.hover(region, at),
      leave: () => { this.parts.tip.hidden = true; },
      fail: (error) => this.fail(error),
      flat: () => this.parts.round.click(), // it is on
      lost: () => this.drawing.withdraw(),
      refuse: () => this.say(_("The face belongs to the trigeminal nerve. Choose the region of a spinal root.")),
    });
    this.parts.maps.prepend(this.stage.element);
    this.drawing = new Drawing({ answer: (squares) => this.answer({ squares }), open: () => !this.answered && !this.data.preview, moved: () => this.stage.refit() });
    this.stage.element.before(this.drawing.element);
    this.timer = new Timer({
      say: (text) => { this.parts.alert.textContent = text; },
      over: () => this.send({ do: "time" }),
      more: () => this.send({ do: "more" }),
      off: () => this.send({ do: "unlimited" }),
    });
    this.parts.clock.append(this.timer.element);
    this.n = 0;
    this.bind();
  }

  dispose() {
    this.timer.stop();
    this.stage.dispose();
    this.element.remove();
  }

  bind() {
    this.parts.choices.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (!this.data.question.several) this.answer({ choice: button.dataset.id });
      else if (!this.answered) button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    });
    this.parts.done.addEventListener("click", () => this.answer({ marks: marked(this.parts.choices) }));
    this.parts.tests.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || this.answered || this.data.preview || button.dataset.state) return;
      button.dataset.state = "asked";
      this.send({ do: "test", q: this.data.question.id, test: button.dataset.id });
    });
    this.parts.write.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.parts.input.value.trim()) this.answer({ text: this.parts.input.value.trim() });
      else this.complain(_("Type a root first, such as S1."));
    });
    this.parts.skip.addEventListener("click", () => this.answer({ skip: true }));
    this.parts.next.addEventListener("click", () => this.goOn());
    this.parts.colours.addEventListener("click", () => {
      this.coloured = !this.coloured;
      this.dress();
      this.stage.paint();
    });
    this.parts.round.addEventListener("click", () => {
      this.solid = !this.solid;
      this.draw();
    });
    this.parts.end.addEventListener("click", () => (this.data.exam ? this.askSure(true) : this.send({ do: "end" })));
    const [, yes, no] = this.parts.sure.children;
    yes.addEventListener("click", () => this.send({ do: "end" }));
    no.addEventListener("click", () => {
      this.askSure(false);
      this.parts.end.focus();
    });
    this.parts.verdict.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.parts.verdict) return;
      event.preventDefault();
      this.goOn();
    });
    // Number keys choose while the focus is with the question, and nowhere else.
    this.element.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
      if (event.target !== this.parts.input) this.parts.choices.querySelectorAll("button")[Number(event.key) - 1]?.click();
    });
  }

  /** Take over what the server says; called on every rerun and on every change of theme. */
  async update(data, send) {
    this.post = send;
    if (data.report) return this.conclude(data);
    const fresh = data.question.id !== this.data?.question?.id || data.session !== this.data?.session;
    const reopened = !this.data;
    const judged = data.verdict && (fresh || !this.data?.verdict);
    this.n = Math.max(this.n, data.n);
    this.data = data;
    if (fresh) {
      this.given = null;
      this.shownAt = performance.now();
      this.going = false;
      this.drawing.clear();
    }
    if (data.trouble) this.given = null;
    this.element.dataset.theme = themeOf(this.element);
    this.element.dataset.map = data.question.plates.length ? "yes" : "no";
    this.header();
    if (fresh) this.ask();
    showTests(this.parts.tests, data.tests || [], fresh, (text) => this.say(text));
    this.judge();
    this.complain(data.trouble || "");
    // Whoever has begun to write or to choose elsewhere, while this came, is left alone.
    const free = !data.preview && (!reopened || !document.activeElement || document.activeElement === document.body);
    if (fresh && free) this.moveTo(this.parts.prompt);
    if (judged && free) this.moveTo(this.parts.verdict);
    if (data.trouble) this.parts.input.focus();
    await this.draw();
    if (data !== this.data) return; // the next question did not wait for this map
    this.element.dataset.shown = `${data.question.id} ${data.verdict ? "judged" : "asked"}`; // tests wait for this
    if (data.ahead) this.stage.ahead(data.ahead, { theme: themeOf(this.element), v: data.v });
  }

  /* The end: how it went. */
  conclude(data) {
    const reopened = !this.data;
    const shown = this.data?.report && this.data.session === data.session;
    this.data = data;
    this.element.dataset.theme = themeOf(this.element);
    this.element.dataset.map = "no";
    this.timer.stop();
    for (const part of [this.parts.bar, this.parts.question, this.parts.maps, this.parts.answers, this.parts.verdict]) part.hidden = true;
    this.parts.report.hidden = false;
    const [heading, body] = this.parts.report.children;
    heading.textContent = data.report.title;
    body.innerHTML = data.report.html; // made, and escaped, by the server
    if (!shown && !reopened) {
      this.parts.report.focus({ preventScroll: true });
      this.element.scrollIntoView({ block: "start" });
    }
    this.element.dataset.shown = "report";
  }

  moveTo(element) {
    element.focus({ preventScroll: true });
    if (element === this.parts.prompt) {
      const top = this.element.getBoundingClientRect().top;
      if (top < 50 || top > window.innerHeight / 2) this.element.scrollIntoView({ block: "start" });
    } else {
      element.scrollIntoView({ block: "nearest" });
    }
  }

  header() {
    const { at, of, clock, verdict, session } = this.data;
    const count = _("Question %(at)s of %(of)s", { at, of });
    this.parts.count.textContent = this.data.title ? `${this.data.title} · ${count}` : count;
    this.parts.progress.max = of;
    this.parts.progress.value = at - (verdict ? 0 : 1);
    this.parts.progress.setAttribute("aria-label", _("Questions answered"));
    this.parts.end.textContent = _("End here");
    this.parts.bar.hidden = Boolean(this.data.preview);
    this.timer.update(clock, session);
  }

  /* A test that has ended cannot be gone on with, so ending one takes two steps. */
  askSure(open) {
    const [text, yes, no] = this.parts.sure.children;
    text.textContent = n_("End the test? %(n)s question is open.", "End the test? %(n)s questions are open.",
      this.data.of - this.data.at + 1);
    yes.textContent = _("End the test");
    no.textContent = _("Go on");
    this.parts.sure.setAttribute("aria-label", text.textContent);
    this.parts.sure.hidden = !open;
    this.parts.end.hidden = open;
    if (open) no.focus();
  }

  ask() {
    const { question } = this.data;
    this.askSure(false);
    this.parts.report.hidden = true;
    for (const part of [this.parts.question, this.parts.answers]) part.hidden = false;
    this.parts.maps.hidden = !question.plates.length;
    this.parts.kind.textContent = question.kind;
    this.parts.prompt.textContent = question.prompt;
    this.parts.details.hidden = !question.details.length;
    this.parts.details.replaceChildren(...question.details.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    const keys = Object.assign(document.createElement("span"), { className: "pr-keys", textContent: question.keys });
    this.parts.how.replaceChildren(`${question.how} `, keys);
    this.parts.choices.hidden = !question.choices.length;
    this.parts.choices.replaceChildren(...question.choices.map(({ id, label }, i) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.id = id;
      const number = Object.assign(document.createElement("kbd"), { textContent: i + 1 });
      number.setAttribute("aria-hidden", "true");
      const text = Object.assign(document.createElement("span"), { textContent: label });
      const sign = Object.assign(document.createElement("b"), { className: "pr-sign" });
      button.append(number, text, sign);
      return button;
    }));
    this.parts.done.hidden = !question.several;
    this.parts.done.textContent = _("Answer");
    this.parts.write.hidden = !question.free;
    this.parts.label.textContent = question.choices.length ? _("Or type the root") : _("Type the root");
    this.parts.submit.textContent = _("Answer");
    this.parts.input.value = "";
    this.parts.skip.textContent = this.data.exam ? _("Leave this one out") : _("I do not know");
    this.parts.alert.textContent = "";
    this.parts.live.textContent = "";
  }

  /* ---- answering --------------------------------------------------------------------------------- */

  get answered() {
    return Boolean(this.given || this.data.verdict);
  }

  pick({ meta, point, certain, whole }) {
    if (this.answered || !this.data.question.click) return;
    if (!point && !meta.id) return; // blank skin that no flat view shows
    const key = regionKey(meta.id, meta.side);
    const what = whole ? { region: [point?.view || this.data.question.plates[0][1], meta.id, meta.side] } : { at: [point.view, point.x, point.y], certain: certain && meta.layer !== "unmapped" };
    this.answer(what, key, point);
  }

  answer(what, key = null, point = null) {
    if (this.answered || this.data.preview) return;
    this.given = { ...what, key, point };
    this.complain("");
    this.mark();
    const seconds = Math.round((performance.now() - this.shownAt) / 100) / 10;
    const { certain, ...told } = what;
    this.send({ do: "answer", q: this.data.question.id, seconds, ...told });
  }

  send(message) {
    this.n += 1;
    this.post({ ...message, n: this.n });
  }

  goOn() {
    if (!this.data.verdict || this.going) return;
    this.going = true;
    this.send({ do: "next", q: this.data.question.id });
  }

  /* What can be said before the server speaks: null where only it can tell. */
  known() {
    const { accept, click } = this.data.question;
    if (!this.given || !accept) return null;
    if (this.given.skip) return false;
    if (this.given.choice) return accept.includes(this.given.choice);
    if (this.given.marks) return accept.length === this.given.marks.length && accept.every((id) => this.given.marks.includes(id));
    if (this.given.key && click && this.given.certain !== false) return accept.includes(this.given.key);
    return null;
  }

  /* Mark the answer, on map and choices, with as much as is known. */
  mark() {
    this.stage.paint();
    const verdict = this.data.verdict;
    const known = this.known();
    const right = verdict?.answers || (known === null ? [] : this.data.question.accept);
    const given = verdict ? verdict.given : this.given?.choice;
    for (const button of [...this.parts.choices.children, ...this.parts.tests.querySelectorAll("button")]) {
      if (this.answered) button.setAttribute("aria-disabled", "true");
      else if (!button.dataset.state || button.parentElement === this.parts.choices) button.removeAttribute("aria-disabled");
    }
    if (this.data.question.several) {
      const marks = verdict && !this.given ? verdict.marks : this.given ? this.given.marks || [] : marked(this.parts.choices);
      markSeveral(this.parts.choices, marks, verdict?.answers || (this.given && this.data.question.accept) || null);
    }
    else for (const button of this.parts.choices.children) {
      const { id } = button.dataset;
      const mine = id === given;
      const state = right.includes(id) ? "right" : mine && (verdict || known === false) ? "wrong" : mine ? "mine" : "";
      button.dataset.state = state;
      button.setAttribute("aria-pressed", String(mine));
      button.lastElementChild.textContent = { right: `✓ ${_("Right answer")}`, wrong: `✗ ${_("Your answer")}` }[state] || "";
    }
    this.element.dataset.answered = this.answered ? (known === null ? "given" : known ? "right" : "wrong") : "";
    this.parts.input.readOnly = this.answered;
    this.parts.submit.disabled = this.answered;
    this.parts.done.hidden = this.answered || !this.data.question.several || Boolean(this.data.preview);
    this.parts.skip.hidden = this.answered || Boolean(this.data.preview);
  }

  complain(text) {
    this.parts.trouble.textContent = text;
    this.parts.input.setAttribute("aria-invalid", String(Boolean(text)));
    if (text) this.parts.alert.textContent = text;
  }

  judge() {
    const { verdict } = this.data;
    this.parts.verdict.hidden = !verdict;
    this.element.dataset.judged = verdict ? "yes" : "no";
    this.mark();
    if (!verdict) return;
    this.element.dataset.answered = verdict.right ? "right" : "wrong";
    // Not to know is no mistake.
    this.parts.verdict.dataset.right = verdict.right ? "yes" : verdict.skipped ? "open" : "no";
    this.parts.said.textContent = verdict.said;
    // Both are made, and escaped, by the server.
    this.parts.why.innerHTML = verdict.why;
    this.parts.more.innerHTML = verdict.more;
    this.parts.next.textContent = verdict.last ? _("Finish") : _("Next question");
  }

  /* ---- maps -------------------------------------------------------------------------------------- */

  async draw() {
    const { data } = this;
    const { v, plotly, question, verdict } = data;
    const theme = themeOf(this.element);
    this.dress();
    let plates = verdict?.plates || question.plates;
    if (this.solid && question.click) plates = [...new Set(plates.map(([map]) => map))].map((map) => [map, "3d"]);
    this.parts.maps.hidden = !plates.length;
    clear(this.parts.maps);
    try {
      const note = await this.stage.show(plates, {
        v, plotly, theme, told: Boolean(verdict) && !this.data.exam, lookOf: (map) => this.lookOf(map),
      });
      if (data !== this.data) return;
      await this.drawing.offer(this.stage.solidOf(), question.draw, theme);
      this.parts.lit.textContent = verdict ? "" : this.stage.litWords(question.shown);
      if (note !== null) this.parts.note.textContent = verdict || !question.secret ? note : "";
    } catch (error) {
      if (data !== this.data) return;
      this.fail(error);
    }
  }

  /* How much of the map is shown while the question stands. */
  dress() {
    const { question, verdict, exam } = this.data;
    const offered = question.drawing === "borders" && !verdict && !exam;
    this.element.dataset.difficulty = verdict ? "" : offered && this.coloured ? "colours" : question.drawing;
    this.parts.round.hidden = !question.click;
    this.parts.round.textContent = _("3D");
    this.parts.round.setAttribute("aria-pressed", String(Boolean(this.solid)));
    this.parts.colours.hidden = !offered;
    this.parts.colours.textContent = _("Colours");
    this.parts.colours.setAttribute("aria-pressed", String(Boolean(this.coloured)));
  }

  fail(error) {
    this.stage.forget();
    failed(this.parts.maps, error, () => this.draw(), _("The map could not be drawn: %(why)s."));
  }

  lookOf(map) {
    const { question, verdict, exam } = this.data;
    const named = Boolean(verdict) && !exam;
    const plain = this.element.dataset.difficulty === "colours" ? "" : this.element.dataset.difficulty;
    return { ...lookOn(map, this.data, this.given, this.known()), plain, nameless: !named, prefer: question.plates[0]?.[1] };
  }

  hover(region, at) {
    if (!this.data.verdict || this.data.exam) return; // names would answer the question
    const name = document.createElement("strong");
    name.textContent = region.info.told ?? region.info.name;
    this.parts.tip.replaceChildren(name, ...(region.info.told_hint ? [region.info.told_hint] : []));
    placeTip(this.parts.tip, at);
  }

  say(text) {
    this.parts.live.textContent = text;
  }
}
