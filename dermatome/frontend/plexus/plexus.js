/* A plexus: strands from the roots to the nerves under a button for each root, part and nerve. */

import { classed, node, svg, themeOf } from "../base/dom.js";
import { _ } from "../base/words.js";

const EM = 13; // px of the layout to one em: the figure grows and shrinks with its letters
const em = (px) => `${(px / EM).toFixed(3)}em`;

export default class PlexusFigure {
  /** @type {any} */
  data;
  /** @type {any[]} */
  strands = [];
  /** @type {Map<string, any>} */
  buttons = new Map();

  constructor(parent) {
    this.figure = classed("div", "px-figure");
    this.figure.setAttribute("role", "group");
    this.box = classed("div", "da-map px-box", this.figure);
    this.box.tabIndex = -1;
    parent.append(this.box);
  }

  dispose() {
    this.box.remove();
  }

  update(data, send) {
    this.send = send;
    const drawn = this.data?.title === data.title;
    this.data = data;
    this.box.dataset.theme = themeOf(this.box);
    if (!drawn) this.draw();
    this.colour();
    this.light(data.chosen);
    this.box.dataset.ready = "yes";
  }

  draw() {
    const { data } = this;
    this.figure.setAttribute("aria-label", data.title);
    this.figure.style.width = em(data.width);
    this.figure.style.height = em(data.height);
    this.box.style.setProperty("--px-width", String(data.width / EM));
    this.strands = data.strands.map(({ path, verified }) => svg("g", { class: `px-strand${verified ? "" : " px-unread"}` },
      svg("path", { d: path, class: "px-casing" }), svg("path", { d: path, class: "px-core" })));
    const picture = svg("svg", { viewBox: `0 0 ${data.width} ${data.height}`, "aria-hidden": "true" }, ...this.strands);
    this.buttons = new Map(data.nodes.map((each) => [each.id, this.button(each)]));
    const columns = data.columns.map((title, n) => {
      const own = data.nodes.filter(({ column }) => column === n);
      const column = node("div", {}, node("span", { className: "px-title", textContent: title, style: `left: ${em(own[0].x)}; width: ${em(Math.max(...own.map(({ width }) => width)))}` }),
        ...own.map(({ id }) => this.buttons.get(id)));
      column.setAttribute("role", "group");
      column.setAttribute("aria-label", title || data.columns.findLast(Boolean));
      return column;
    });
    this.figure.replaceChildren(picture, ...columns);
    this.box.scrollLeft = 0;
  }

  button({ id, kind, label, title, x, y, width, roots }) {
    const made = node("button", { type: "button", className: `px-node px-${kind}`, textContent: label, title });
    made.setAttribute("aria-label", title);
    made.style.cssText = `left: ${em(x)}; top: ${em(y)}; width: ${em(width)}; min-height: ${em(Math.max(24, roots * 6 + 6))}`;
    made.addEventListener("click", () => {
      const chosen = this.data.chosen === id ? "" : id;
      this.data.chosen = chosen;
      this.light(chosen);
      this.send({ part: chosen, n: Date.now() });
    });
    return made;
  }

  colour() {
    const colours = this.data.colours[this.box.dataset.theme];
    this.data.strands.forEach(({ root }, n) => this.strands[n].style.setProperty("--px-root", colours[root]));
    for (const [id, button] of this.buttons) button.style.setProperty("--px-root", colours[id] || "transparent");
  }

  light(chosen) {
    const own = this.data.nodes.find(({ id }) => id === chosen);
    this.figure.toggleAttribute("data-chosen", !!own);
    this.strands.forEach((strand, n) => strand.classList.toggle("px-lit", !!own?.strands.includes(n)));
    for (const [id, button] of this.buttons) {
      const lit = !!own?.way.includes(id);
      button.classList.toggle("px-lit", lit);
      button.setAttribute("aria-pressed", String(id === chosen));
      if (lit && id !== chosen) button.setAttribute("aria-description", _("on the way"));
      else button.removeAttribute("aria-description");
    }
  }
}
