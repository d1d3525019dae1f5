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
import { Stage } from "./stage.js";
import { Timer } from "./timer.js";
import { placeTip, themeOf } from "../base/dom.js";
import { _, n_ } from "../base/words.js";

export default class Practice {
  /** @type {any} */
  bar;
  /** @type {any} */
  count;
  /** @type {any} */
  progress;
  /** @type {any} */
  clock;
  /** @type {any} */
  end;
  /** @type {any} */
  sure;
  /** @type {any} */
  question;
  /** @type {any} */
  kind;
  /** @type {any} */
  prompt;
  /** @type {any} */
  details;
  /** @type {any} */
  tests;
  /** @type {any} */
  done;
  /** @type {any} */
  how;
  /** @type {any} */
  lit;
  /** @type {any} */
  maps;
  /** @type {any} */
  colours;
  /** @type {any} */
  round;
  /** @type {any} */
  answers;
  /** @type {any} */
  choices;
  /** @type {any} */
  write;
  /** @type {any} */
  trouble;
  /** @type {any} */
  skip;
  /** @type {any} */
  verdict;
  /** @type {any} */
  next;
  /** @type {any} */
  more;
  /** @type {any} */
  report;
  /** @type {any} */
  said;
  /** @type {any} */
  why;
  /** @type {any} */
  note;
  /** @type {any} */
  label;
  /** @type {any} */
  input;
  /** @type {any} */
  submit;
  /** @type {any} */
  live;
  /** @type {any} */
  alert;

  constructor(parent) {
    this.element = document.createElement("section");
    this.element.className = "da-map pr";
    this.element.innerHTML = `
      <header class="pr-bar">
        <p class="pr-count"></p>
        <progress class="pr-progress"></progress>
        <div class="pr-clock"></div>
        <button type="button" class="pr-quiet pr-end"></button>
        <div class="pr-sure" role="group" hidden><span></span><button type="button"></button><button type="button"></button></div>
      </header>
      <div class="pr-question">
        <p class="pr-kind"></p>
        <h2 class="pr-prompt" tabindex="-1" id="pr-prompt"></h2>
        <ul class="pr-details"></ul>
        <p class="pr-how"></p>
        <div class="pr-tests" hidden></div>
        <p class="pr-lit da-live"></p>
      </div>
      <div class="pr-maps"><button type="button" class="pr-quiet pr-round" hidden></button><button type="button" class="pr-quiet pr-colours" hidden></button><p class="da-note"></p></div>
      <div class="pr-answers">
        <div class="pr-choices" role="group" aria-labelledby="pr-prompt"></div>
        <button type="button" class="pr-done" hidden></button>
        <form class="pr-write" autocomplete="off" novalidate>
          <label for="pr-text"></label>
          <div><input id="pr-text" type="text" autocapitalize="characters" spellcheck="false" autocomplete="off"
            aria-describedby="pr-trouble"><button type="submit"></button></div>
          <p id="pr-trouble" class="pr-trouble"></p>
        </form>
        <button type="button" class="pr-quiet pr-skip"></button>
      </div>
      <div class="pr-verdict" tabindex="-1" role="group" aria-labelledby="pr-said" aria-describedby="pr-why" hidden>
        <h3 id="pr-said"></h3>
        <div id="pr-why"></div>
        <button type="button" class="pr-next"></button>
        <div class="pr-more panel"></div>
      </div>
      <div class="pr-report" tabindex="-1" role="group" aria-labelledby="pr-score" hidden>
        <h2 id="pr-score"></h2>
        <div></div>
      </div>
      <div class="da-tip" role="tooltip" hidden></div>
      <div class="da-live" role="status" aria-live="polite"></div>
      <div class="da-live" role="alert"></div>`;
    this.element.tabIndex = -1; // a click beside the choices leaves the number keys alive
    parent.append(this.element);
    const find = (selector) => this.element.querySelector(selector);
    for (const name of ["round", "bar", "count", "progress", "clock", "end", "sure", "question", "kind", "prompt", "details", "tests", "done", "how", "lit", "maps",
      "colours", "answers", "choices", "write", "trouble", "skip", "verdict", "next", "more", "report"]) this[name] = find(`.pr-${name}`);
    [this.said, this.why, this.note] = [find("#pr-said"), find("#pr-why"), find(".da-note")];
    [this.label, this.input, this.submit] = ["label", "input", "[type=submit]"].map((name) => this.write.querySelector(name));
    this.tip = find(".da-tip");
    [this.live, this.alert] = [find("[role=status]"), find("[role=alert]")];
    this.stage = new Stage({
      pick: (picked) => this.pick(picked),
      hover: (region, plate, at) => this.hover(region, at),
      leave: () => { this.tip.hidden = true; },
      fail: (error) => this.fail(error),
      flat: () => this.round.click(), // it is on
      refuse: () => this.say(_("The face belongs to the trigeminal nerve. Choose the region of a spinal root.")),
    });
    this.maps.prepend(this.stage.element);
    this.drawing = new Drawing({ answer: (squares) => this.answer({ squares }), open: () => !this.answered && !this.data.preview });
    this.stage.element.before(this.drawing.element);
    this.timer = new Timer({
      say: (text) => { this.alert.textContent = text; },
      over: () => this.send({ do: "time" }),
      more: () => this.send({ do: "more" }),
      off: () => this.send({ do: "unlimited" }),
    });
    this.clock.append(this.timer.element);
    this.n = 0;
    this.bind();
  }

  dispose() {
    this.timer.stop();
    this.stage.dispose();
    this.element.remove();
  }

  bind() {
    this.choices.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (!this.data.question.several) this.answer({ choice: button.dataset.id });
      else if (!this.answered) button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    });
    this.done.addEventListener("click", () => this.answer({ marks: marked(this.choices) }));
    this.tests.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button || this.answered || this.data.preview || button.dataset.state) return;
      button.dataset.state = "asked";
      this.send({ do: "test", q: this.data.question.id, test: button.dataset.id });
    });
    this.write.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.input.value.trim()) this.answer({ text: this.input.value.trim() });
      else this.complain(_("Type a root first, such as S1."));
    });
    this.skip.addEventListener("click", () => this.answer({ skip: true }));
    this.next.addEventListener("click", () => this.goOn());
    this.colours.addEventListener("click", () => {
      this.coloured = !this.coloured;
      this.dress();
      this.stage.paint();
    });
    this.round.addEventListener("click", () => {
      this.solid = !this.solid;
      this.draw();
    });
    this.end.addEventListener("click", () => (this.data.exam ? this.askSure(true) : this.send({ do: "end" })));
    const [, yes, no] = this.sure.children;
    yes.addEventListener("click", () => this.send({ do: "end" }));
    no.addEventListener("click", () => {
      this.askSure(false);
      this.end.focus();
    });
    this.verdict.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.target !== this.verdict) return;
      event.preventDefault();
      this.goOn();
    });
    // Number keys choose while the focus is with the question, and nowhere else.
    this.element.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !/^[1-9]$/.test(event.key)) return;
      if (event.target !== this.input) this.choices.querySelectorAll("button")[Number(event.key) - 1]?.click();
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
    showTests(this.tests, data.tests || [], fresh, (text) => this.say(text));
    this.judge();
    this.complain(data.trouble || "");
    // Whoever has begun to write or to choose elsewhere, while this came, is left alone.
    const free = !data.preview && (!reopened || !document.activeElement || document.activeElement === document.body);
    if (fresh && free) this.moveTo(this.prompt);
    if (judged && free) this.moveTo(this.verdict);
    if (data.trouble) this.input.focus();
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
    for (const part of [this.bar, this.question, this.maps, this.answers, this.verdict]) part.hidden = true;
    this.report.hidden = false;
    const [heading, body] = this.report.children;
    heading.textContent = data.report.title;
    body.innerHTML = data.report.html; // made, and escaped, by the server
    if (!shown && !reopened) {
      this.report.focus({ preventScroll: true });
      this.element.scrollIntoView({ block: "start" });
    }
    this.element.dataset.shown = "report";
  }

  moveTo(element) {
    element.focus({ preventScroll: true });
    if (element === this.prompt) {
      const top = this.element.getBoundingClientRect().top;
      if (top < 50 || top > window.innerHeight / 2) this.element.scrollIntoView({ block: "start" });
    } else {
      element.scrollIntoView({ block: "nearest" });
    }
  }

  header() {
    const { at, of, clock, verdict, session } = this.data;
    const count = _("Question %(at)s of %(of)s", { at, of });
    this.count.textContent = this.data.title ? `${this.data.title} · ${count}` : count;
    this.progress.max = of;
    this.progress.value = at - (verdict ? 0 : 1);
    this.progress.setAttribute("aria-label", _("Questions answered"));
    this.end.textContent = _("End here");
    this.bar.hidden = Boolean(this.data.preview);
    this.timer.update(clock, session);
  }

  /* A test that has ended cannot be gone on with, so ending one takes two steps. */
  askSure(open) {
    const [text, yes, no] = this.sure.children;
    text.textContent = n_("End the test? %(n)s question is open.", "End the test? %(n)s questions are open.",
      this.data.of - this.data.at + 1);
    yes.textContent = _("End the test");
    no.textContent = _("Go on");
    this.sure.setAttribute("aria-label", text.textContent);
    this.sure.hidden = !open;
    this.end.hidden = open;
    if (open) no.focus();
  }

  ask() {
    const { question } = this.data;
    this.askSure(false);
    this.report.hidden = true;
    for (const part of [this.question, this.answers]) part.hidden = false;
    this.maps.hidden = !question.plates.length;
    this.kind.textContent = question.kind;
    this.prompt.textContent = question.prompt;
    this.details.hidden = !question.details.length;
    this.details.replaceChildren(...question.details.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
    const keys = Object.assign(document.createElement("span"), { className: "pr-keys", textContent: question.keys });
    this.how.replaceChildren(`${question.how} `, keys);
    this.choices.hidden = !question.choices.length;
    this.choices.replaceChildren(...question.choices.map(({ id, label }, i) => {
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
    this.done.hidden = !question.several;
    this.done.textContent = _("Answer");
    this.write.hidden = !question.free;
    this.label.textContent = question.choices.length ? _("Or type the root") : _("Type the root");
    this.submit.textContent = _("Answer");
    this.input.value = "";
    this.skip.textContent = this.data.exam ? _("Leave this one out") : _("I do not know");
    this.alert.textContent = "";
    this.live.textContent = "";
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
    for (const button of [...this.choices.children, ...this.tests.querySelectorAll("button")]) {
      if (this.answered) button.setAttribute("aria-disabled", "true");
      else if (!button.dataset.state || button.parentElement === this.choices) button.removeAttribute("aria-disabled");
    }
    if (this.data.question.several) {
      const marks = verdict && !this.given ? verdict.marks : this.given ? this.given.marks || [] : marked(this.choices);
      markSeveral(this.choices, marks, verdict?.answers || (this.given && this.data.question.accept) || null);
    }
    else for (const button of this.choices.children) {
      const { id } = button.dataset;
      const mine = id === given;
      const state = right.includes(id) ? "right" : mine && (verdict || known === false) ? "wrong" : mine ? "mine" : "";
      button.dataset.state = state;
      button.setAttribute("aria-pressed", String(mine));
      button.lastElementChild.textContent = { right: `✓ ${_("Right answer")}`, wrong: `✗ ${_("Your answer")}` }[state] || "";
    }
    this.element.dataset.answered = this.answered ? (known === null ? "given" : known ? "right" : "wrong") : "";
    this.input.readOnly = this.answered;
    this.submit.disabled = this.answered;
    this.done.hidden = this.answered || !this.data.question.several || Boolean(this.data.preview);
    this.skip.hidden = this.answered || Boolean(this.data.preview);
  }

  complain(text) {
    this.trouble.textContent = text;
    this.input.setAttribute("aria-invalid", String(Boolean(text)));
    if (text) this.alert.textContent = text;
  }

  judge() {
    const { verdict } = this.data;
    this.verdict.hidden = !verdict;
    this.element.dataset.judged = verdict ? "yes" : "no";
    this.mark();
    if (!verdict) return;
    this.element.dataset.answered = verdict.right ? "right" : "wrong";
    // Not to know is no mistake.
    this.verdict.dataset.right = verdict.right ? "yes" : verdict.skipped ? "open" : "no";
    this.said.textContent = verdict.said;
    // Both are made, and escaped, by the server.
    this.why.innerHTML = verdict.why;
    this.more.innerHTML = verdict.more;
    this.next.textContent = verdict.last ? _("Finish") : _("Next question");
  }

  /* ---- maps -------------------------------------------------------------------------------------- */

  async draw() {
    const { data } = this;
    const { v, plotly, question, verdict } = data;
    const theme = themeOf(this.element);
    this.dress();
    let plates = verdict?.plates || question.plates;
    if (this.solid && question.click) plates = [...new Set(plates.map(([map]) => map))].map((map) => [map, "3d"]);
    this.maps.hidden = !plates.length;
    clear(this.maps);
    try {
      const note = await this.stage.show(plates, {
        v, plotly, theme, told: Boolean(verdict) && !this.data.exam, lookOf: (map) => this.lookOf(map),
      });
      if (data !== this.data) return;
      await this.drawing.offer(this.stage.solidOf(), question.draw, theme);
      this.lit.textContent = verdict ? "" : this.stage.litWords(question.shown);
      if (note !== null) this.note.textContent = verdict || !question.secret ? note : "";
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
    this.round.hidden = !question.click;
    this.round.textContent = _("3D");
    this.round.setAttribute("aria-pressed", String(Boolean(this.solid)));
    this.colours.hidden = !offered;
    this.colours.textContent = _("Colours");
    this.colours.setAttribute("aria-pressed", String(Boolean(this.coloured)));
  }

  fail(error) {
    this.stage.forget();
    failed(this.maps, error, () => this.draw(), _("The map could not be drawn: %(why)s."));
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
    this.tip.replaceChildren(name, ...(region.info.told_hint ? [region.info.told_hint] : []));
    placeTip(this.tip, at);
  }

  say(text) {
    this.live.textContent = text;
  }
}
