/* The button that opens lecture mode, on every page; what lecture mode needs is fetched when it is opened.
 *
 * The prepared lecture is kept with the tab as well, so that a reload of the page does not lose it. */

import { _, speak } from "../base/words.js";

const KEY = "F8"; // no character key: it can take nothing away from what people type or what helps them read
const KEPT = "dermatome-lecture";
const BEGIN = "dermatome-lecture-begin"; // asks the button of the page to start at a step

class Start {
  constructor(parent) {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "dl-start";
    this.button.setAttribute("aria-keyshortcuts", KEY);
    this.button.addEventListener("click", () => this.open());
    parent.append(this.button);
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    window.addEventListener("keydown", (event) => {
      if (event.key !== KEY || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.open();
    }, { signal });
    window.addEventListener(BEGIN, ({ detail }) => this.open(detail), { signal });
  }

  async update(data, send) {
    this.data = data;
    await speak(data);
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
    const plain = steps.map(({ state, ...step }) => step);
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
      this.button.title = _("The map could not be drawn: %(why)s. Reload the page to try again.", { why: error.message });
      this.button.setAttribute("aria-label", this.button.title);
    }
  }

  dispose() {
    this.listeners.abort();
    this.lecture?.leave();
    this.button.remove();
  }
}

/* On the page where lectures are prepared: start the one at hand. */
class Begin {
  constructor(parent) {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "dl-begin";
    this.button.addEventListener("click", () => window.dispatchEvent(new CustomEvent(BEGIN, { detail: this.at })));
    parent.append(this.button);
  }

  async update(data) {
    this.at = data.begin;
    await speak(data);
    this.button.textContent = data.begin ? _("Start at step %(n)s", { n: data.begin + 1 }) : _("Start the lecture");
  }

  dispose() {
    this.button.remove();
  }
}

const made = new WeakMap(); // mount point → what stands there; Streamlit calls again at every rerun

export default function lectureStart({ data, parentElement, setTriggerValue }) {
  let own = made.get(parentElement);
  if (!own) {
    own = "begin" in data ? new Begin(parentElement) : new Start(parentElement);
    made.set(parentElement, own);
  }
  own.update(data, (kept) => setTriggerValue("restore", kept));
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    made.delete(parentElement);
    own.dispose();
  });
}
