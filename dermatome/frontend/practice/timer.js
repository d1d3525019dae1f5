/* The clock of a test. It can be hidden, prolonged as often as wanted, or taken away; it speaks up at half time and
 * near the end, not every second. */

import { _, n_ } from "../base/words.js";

const SPOKEN = [600, 300, 120, 60, 30]; // seconds left at which the rest is announced
const WARN = 60; // seconds left from which on the reader is asked about more time

export class Timer {
  /** @type {string} */
  test;
  /** @type {HTMLElement} */
  left;

  /** @param {{say: Function, over: Function, more: Function, off: Function}} listener what the clock leads to */
  constructor(listener) {
    this.listener = listener;
    this.element = document.createElement("div");
    this.element.className = "pr-timer";
    this.element.setAttribute("role", "group");
    this.element.innerHTML = `
      <span class="pr-left" role="timer" aria-live="off"></span>
      <button type="button" data-do="hide"></button>
      <button type="button" data-do="more"></button>
      <button type="button" data-do="off"></button>`;
    this.left = this.element.querySelector(".pr-left");
    this.element.addEventListener("click", (event) => {
      const what = /** @type {Element} */ (event.target).closest("button")?.dataset.do;
      if (what === "hide") this.hide(!this.hidden);
      else if (what) this.listener[what]();
    });
    this.hidden = false;
  }

  /**
   * @param {?{left: number, of: number}} clock seconds left of seconds; null when there is no limit
   * @param {string} test names the test, for the next one starts its own clock
   */
  update(clock, test) {
    if (this.test !== test) Object.assign(this, { test, ends: null, limit: null, done: false });
    this.element.hidden = !clock;
    clearInterval(this.ticking);
    this.ticking = null;
    if (!clock) return;
    this.element.setAttribute("aria-label", _("Time left"));
    // The server says again what is left with every answer; only a changed limit moves the end.
    if (this.limit !== clock.of || !this.ends) this.ends = performance.now() + clock.left * 1000;
    if (this.limit !== clock.of) this.spoken = new Set(SPOKEN.filter((at) => at >= clock.left));
    this.limit = clock.of;
    this.element.querySelector('[data-do="more"]').textContent = _("More time");
    this.element.querySelector('[data-do="off"]').textContent = _("No time limit");
    this.hide(this.hidden);
    if (!this.done) this.ticking = setInterval(() => this.tick(), 250);
    this.tick();
  }

  hide(hidden) {
    this.hidden = hidden;
    this.left.hidden = hidden;
    this.element.querySelector('[data-do="hide"]').textContent = hidden ? _("Show the time") : _("Hide the time");
  }

  tick() {
    const left = Math.max(0, (this.ends - performance.now()) / 1000);
    const [minutes, seconds] = [Math.floor(left / 60), Math.floor(left % 60)];
    this.left.textContent = `${minutes}:${String(seconds).padStart(2, "0")}`;
    this.element.classList.toggle("pr-short", left <= WARN);
    const half = this.limit / 2;
    for (const at of [...SPOKEN, half]) {
      if (left > at || this.spoken.has(at) || left < at - 5) continue;
      this.spoken.add(at);
      this.listener.say(this.spell(at) + (at <= WARN ? ` ${_("More time can be had with the button beside the clock.")}` : ""));
    }
    if (left <= 0 && !this.done) {
      this.done = true;
      clearInterval(this.ticking);
      this.listener.over();
    }
  }

  spell(seconds) {
    if (seconds < 60) return n_("%(n)s second left.", "%(n)s seconds left.", Math.round(seconds));
    return n_("%(n)s minute left.", "%(n)s minutes left.", Math.round(seconds / 60));
  }

  stop() {
    clearInterval(this.ticking);
    this.done = true;
    this.element.hidden = true;
  }
}
