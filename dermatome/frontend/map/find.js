/* The search box of the map: name a place, a muscle, a jerk, a nerve, a sign, and what is meant lights up.
 *
 * What a word means the server tells (dermatome/library/meant.py), with a reason. A combobox with a list box as the
 * ARIA patterns have it: arrows walk the list, Enter takes, Escape leaves. */

import { loadJson } from "../base/assets.js";
import { node } from "../base/dom.js";
import { _ } from "../base/words.js";

const PAUSE = 90; // ms without a key before the server is asked
const SLASH_OFF = "dermatome-slash-off";
let boxes = 0; // numbers the ids of list and options, which are global to the page

export class Find {
  /** @param {string} version the build
   *  @param {(choice: object, said: string) => void} choose told what to light, and why */
  constructor(version, choose) {
    this.version = version;
    this.choose = choose;
    this.id = `da-find-${(boxes += 1)}`;
    this.scheme = ""; // the map asked of
    this.found = [];
    this.at = -1;
    this.hasty = false;
    this.input = node("input", { type: "search", className: "da-find-input", autocomplete: "off", spellcheck: false,
      maxLength: 80, placeholder: _("Name a place, muscle, jerk, nerve…") });
    for (const [name, value] of Object.entries({ role: "combobox", "aria-label": _("Find on the map"), "aria-autocomplete": "list",
      "aria-expanded": "false", "aria-controls": this.id, "aria-keyshortcuts": "/" })) this.input.setAttribute(name, value);
    this.key = node("kbd", { textContent: "/", title: _("The key / comes here") });
    this.key.setAttribute("aria-hidden", "true");
    this.list = node("ul", { className: "da-find-list", id: this.id, hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", _("What it may mean"));
    this.said = node("div", { className: "da-heard" });
    this.said.setAttribute("role", "status");
    this.element = node("div", { className: "da-find" }, this.input, this.key, this.list, this.said);
    this.listen();
  }

  listen() {
    this.input.addEventListener("input", () => {
      this.hasty = false;
      this.ask();
    });
    this.input.addEventListener("focus", () => this.ask());
    this.input.addEventListener("blur", () => this.shut());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.at));
    });
    this.abort = new AbortController();
    window.addEventListener("keydown", (event) => {
      const typing = /** @type {any} */ (event.target).closest?.("input, textarea, select, [contenteditable], dialog");
      if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey || !this.slash) return;
      event.preventDefault();
      this.input.focus();
      this.input.select();
    }, { signal: this.abort.signal });
    this.slash = !localStorage.getItem(SLASH_OFF);
  }

  dispose() {
    clearTimeout(this.timer);
    this.abort.abort();
  }

  /** Whether the key / leads here: who speaks to the browser may want it off. */
  get slash() {
    return !this.key.hidden;
  }

  set slash(on) {
    this.key.hidden = !on;
    if (on) localStorage.removeItem(SLASH_OFF);
    else localStorage.setItem(SLASH_OFF, "yes");
  }

  ask() {
    clearTimeout(this.timer);
    const words = this.input.value.trim();
    this.asked = words;
    this.timer = setTimeout(async () => {
      const query = new URLSearchParams({ q: words, ...(this.scheme ? { scheme: this.scheme } : {}) });
      const found = await loadJson(`find.json?${query}`, this.version).catch(() => []);
      if (this.asked !== words || document.activeElement !== this.input) return;
      this.show(found, words);
      if (this.hasty && found.length) this.take(0);
    }, PAUSE);
  }

  show(found, words) {
    this.found = found;
    this.shownFor = words;
    this.list.replaceChildren(...found.map(({ title, why }, at) => {
      const option = node("li", { id: `${this.id}-${at}` }, node("b", { textContent: title }), node("span", { textContent: why }));
      option.setAttribute("role", "option");
      option.dataset.at = at;
      return option;
    }));
    if (!found.length) {
      const none = node("li", { className: "da-find-none", textContent: _("Nothing on the map goes by that name.") });
      none.setAttribute("role", "option");
      none.setAttribute("aria-disabled", "true");
      this.list.append(none);
    }
    this.open(true);
    this.move(words && found.length ? 0 : -1);
    this.said.textContent = found.length ? "" : _("Nothing on the map goes by that name.");
  }

  open(open) {
    this.list.hidden = !open;
    this.input.setAttribute("aria-expanded", String(open));
  }

  shut() {
    clearTimeout(this.timer);
    this.hasty = false;
    this.asked = null;
    this.open(false);
    this.move(-1);
  }

  move(at) {
    this.at = at;
    const options = [...this.list.children];
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === at)));
    if (options[at]?.id) {
      this.input.setAttribute("aria-activedescendant", options[at].id);
      options[at].scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    const count = this.found.length;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      if (this.list.hidden) this.ask();
      else if (count) this.move((this.at + step + (this.at < 0 && step < 0 ? 1 : 0) + count) % count);
    } else if (event.key === "Enter") {
      const current = !this.list.hidden && this.shownFor === this.input.value.trim();
      if (current && this.at >= 0) this.take(this.at);
      else if (!current) {
        this.hasty = this.input.value.trim() !== ""; // Enter came before the answer: its first line is meant
        this.ask();
      }
    } else if (event.key === "Escape") {
      if (this.list.hidden) this.input.value = "";
      else this.shut();
    } else return;
    event.preventDefault();
  }

  take(at) {
    const { title, why, choice } = this.found[at];
    this.input.value = title;
    this.input.select();
    this.shut();
    this.choose(choice, `${title}: ${why}`);
  }
}
