/* The map beside an article. It is the map of the map page, with the text in the place of the server: a mention
 * lights its region, a paragraph previews the regions it names, and a region marks its mentions in the text.
 *
 * Mentions are links of the form <a class="mention" data-root="L5 S1" data-sense="disc" data-said="…">. Without
 * this script, or opened in another tab, they lead to the map page. */

import { button, parts } from "../base/dom.js";
import BodyMap from "../map/body_map.js";
import { _, n_ } from "../base/words.js";

const BLOCK = "[id^='p-']";

export default class ReadingMap {
  /** @type {HTMLElement} */
  status;
  /** @type {HTMLElement} */
  mount;
  /** @type {BodyMap} */
  map;
  /** @type {string} */
  side;
  /** @type {string} */
  root;

  constructor(parent) {
    this.element = document.createElement("div");
    this.element.className = "da-reading";
    this.element.innerHTML = `
      <p class="da-lit" role="status"></p>
      <div class="da-lit-map"></div>`;
    parent.append(this.element);
    [this.status, this.mount] = parts(this.element);
    this.n = 0;
    // Where the map has scrolled out of sight (phones), what is lit is said at the foot of the screen instead.
    this.watch = new IntersectionObserver(([{ isIntersecting }]) => {
      this.status.classList.toggle("away", !isIntersecting);
    });
    this.watch.observe(this.mount);
    this.listeners = new AbortController();
    const listen = (type, act) => document.addEventListener(type, act, { signal: this.listeners.signal });
    listen("click", (event) => this.onClick(event));
    listen("pointerover", (event) => this.preview(event.target));
    listen("focusin", (event) => this.preview(event.target));
    listen("focusout", (event) => event.relatedTarget || this.preview(null));
  }

  dispose() {
    this.listeners.abort();
    this.watch.disconnect();
    this.map?.dispose();
    this.element.remove();
  }

  update(data) {
    const first = !this.data;
    this.data = data;
    if (first) this.root = data.root;
    this.draw();
    if (!first) return;
    if (data.root) this.tell(_("%(root)s dermatome", { root: data.root }));
    else this.status.textContent = _("Choose a label in the text to see its region, or a region to find it in the text.");
  }

  draw() {
    const data = { ...this.data, root: this.root ?? null, side: this.side ?? "both", n: this.n };
    this.map ||= new BodyMap(this.mount);
    this.map.update(data, (choice) => this.onPick(choice));
  }

  text() {
    return document.querySelector(this.data.text);
  }

  mentions() {
    return [...(this.text()?.querySelectorAll("a.mention") || [])];
  }

  onClick(event) {
    const link = event.target.closest?.("a.mention");
    if (!link || !this.text()?.contains(link) || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const roots = rootsOf(link); // of several, as in "L5–S1 disc", the one the article is about, else the first
    this.light(roots.includes(this.data.root) ? this.data.root : roots[0], link.dataset.said, link);
  }

  /* A region was chosen on the map itself. */
  onPick({ root, side, n }) {
    Object.assign(this, { root, side, n });
    this.tell(_("%(root)s dermatome", { root }));
    this.mark();
  }

  light(root, said, link) {
    Object.assign(this, { root, side: "both", n: this.n + 1 });
    this.draw();
    this.tell(said, link);
    this.mark();
  }

  /* Mark the lit root in the text. */
  mark() {
    this.status.classList.add("chosen");
    for (const each of this.mentions()) each.classList.toggle("lit", rootsOf(each).includes(this.root));
  }

  /* Say what is lit, on which map, and what the words meant. */
  tell(said, link) {
    const badge = document.createElement("span");
    badge.className = "badge";
    if (link) badge.dataset.sense = link.dataset.sense;
    badge.textContent = said;
    const names = { dermatome: _("%(root)s dermatome", { root: this.root }), map: this.data.map };
    const parts = [badge, `${said.startsWith(names.dermatome) ? _("lit on the %(map)s map", names)
      : _("%(dermatome)s lit on the %(map)s map", names)} `];
    const atlas = document.createElement("a");
    const { lang, terms } = this.data;
    atlas.href = `./?${new URLSearchParams({ root: this.root, ...(lang && { lang }), ...(terms && { terms }) })}`;
    atlas.textContent = _("Open in the atlas");
    const named = this.mentions().filter((each) => rootsOf(each).includes(this.root));
    this.status.replaceChildren(...parts, atlas, this.nextButton(named, link), this.mapButton());
  }

  mapButton() {
    return button(_("Show map"), () => this.mount.scrollIntoView({ block: "center" }), { className: "da-to-map" });
  }

  /* Steps through the places of the text that name the lit root. */
  nextButton(named, link) {
    if (named.length < (link ? 2 : 1)) return "";
    const button = document.createElement("button");
    button.type = "button";
    let at = named.indexOf(link);
    const label = () => {
      button.textContent = at < 0 ? n_("Named once here", "Named %(n)s times here", named.length)
        : _("%(n)s of %(of)s", { n: at + 1, of: named.length });
      const leads = _("go to the next mention of %(root)s", { root: this.root });
      button.setAttribute("aria-label", `${button.textContent}: ${leads}`);
    };
    button.addEventListener("click", () => {
      at = (at + 1) % named.length;
      named[at].scrollIntoView({ block: "center" });
      named[at].focus({ preventScroll: true });
      label();
    });
    label();
    return button;
  }

  /* Outline the regions named in the paragraph under the pointer or the focus. */
  preview(target) {
    const inText = target?.closest && this.text()?.contains(target);
    const block = inText && (target.closest("a.mention") || target.closest(BLOCK));
    const links = !block ? [] : block.matches("a.mention") ? [block] : [...block.querySelectorAll("a.mention")];
    const roots = new Set(links.flatMap(rootsOf));
    this.mount.classList.toggle("da-previewing", roots.size > 0);
    for (const path of /** @type {NodeListOf<SVGPathElement>} */ (this.mount.querySelectorAll(".da-region"))) {
      path.classList.toggle("da-preview", roots.has(path.dataset.root));
    }
    this.map?.preview(roots);
  }
}

const rootsOf = (link) => (link.dataset.root || "").split(" ").filter(Boolean);
