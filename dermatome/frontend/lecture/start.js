/* The button that opens lecture mode, on every page; what lecture mode needs is fetched when it is opened.
 *
 * The prepared lecture is kept with the tab as well, so that a reload of the page does not lose it. */

import { button } from "../base/dom.js";
import { failed } from "../base/failure.js";
import { _ } from "../base/words.js";

const KEY = "F8"; // no character key: it can take nothing away from what people type or what helps them read
const KEPT = "dermatome-lecture";
export const BEGIN = "dermatome-lecture-begin"; // asks the button of the page to start at a step

export default class Start {
  /** @type {import("./lecture.js").Lecture} */
  lecture;

  constructor(parent) {
    this.button = button("", () => this.open(), { className: "dl-start" });
    this.button.setAttribute("aria-keyshortcuts", KEY);
    this.place = parent;
    parent.append(this.button);
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    window.addEventListener("keydown", (event) => {
      if (event.key !== KEY || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open();
    }, { signal });
    window.addEventListener(BEGIN, (event) => this.open(/** @type {CustomEvent} */ (event).detail), { signal });
  }

  update(data, send) {
    this.data = data;
    const sign = document.createElement("i");
    sign.className = "dl-sign";
    sign.setAttribute("aria-hidden", "true");
    const name = document.createElement("span");
    name.textContent = _("Lecture mode");
    this.button.replaceChildren(sign, name);
    this.button.title = _("Show the map on the whole screen (%(key)s)", { key: KEY });
    this.keep(data, send);
    this.lecture?.update(data);
  }

  /* A new session of the same tab has lost its lecture: hand it back. */
  keep({ file, steps, begun }, send) {
    const kept = sessionStorage.getItem(KEPT);
    if (!begun) {
      if (kept && this.offered !== kept) send(kept);
      this.offered = kept;
      return;
    }
    const plain = steps.map(({ state, told, ...step }) => step);
    if (plain.length || file.title) sessionStorage.setItem(KEPT, JSON.stringify({ ...file, steps: plain }));
    else sessionStorage.removeItem(KEPT);
  }

  /** Open lecture mode with what the page shows, or at a step of the prepared lecture. */
  async open(at = null) {
    if (this.lecture?.isOpen()) return;
    // At once, while the browser still counts this as the reader's own act.
    const full = document.documentElement.requestFullscreen?.().catch(() => {});
    try {
      const { Lecture } = await import("./lecture.js");
      this.lecture ||= new Lecture(this.data);
      this.lecture.update(this.data);
      await this.lecture.open(at, full);
    } catch (error) {
      if (document.fullscreenElement) document.exitFullscreen();
      this.lecture?.leave();
      failed(this.place, error, () => this.open(at), _("Lecture mode could not be opened: %(why)s."));
    }
  }

  dispose() {
    this.listeners.abort();
    this.lecture?.leave();
    this.button.remove();
  }
}
