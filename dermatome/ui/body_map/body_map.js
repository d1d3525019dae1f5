/* The body map: a toolbar and one plate per view, in step with each other and with the server.
 *
 * A choice is painted here first and reported to the server afterwards; the server's answer carries the
 * number of the choice it has seen, so an answer to an older choice never paints over a newer one.
 */

import { assetUrl, loadCatalogue, loadPlate, loadPlotly } from "./assets.js";
import { arrange } from "./layout.js";
import { Plate, regionKey } from "./plate.js";
import { Toolbar } from "./toolbar.js";

const GAP = 12;
const CAPTION = 24; // px of caption above a plate
const WHOLE_BODY = ["anterior", "posterior", "lateral-left", "lateral-right"]; // drawn larger than close-ups
const KEY_DELAY = 140; // ms: stepping through roots with the arrow keys reports only where it ends

function node(tag, className, children = []) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

class BodyMap {
  constructor(parent) {
    this.element = document.createElement("div");
    this.element.className = "da-map";
    this.element.innerHTML = `
      <div class="da-top"></div>
      <div class="da-stage" aria-busy="true"></div>
      <div class="da-legend" role="group" aria-label="Legend"></div>
      <p class="da-note"></p>
      <div class="da-tip" role="tooltip" hidden></div>
      <div class="da-live" role="status" aria-live="polite"></div>`;
    parent.append(this.element);
    [this.top, this.stage, this.legend, this.note, this.tip, this.live] = this.element.children;
    this.plates = new Map(); // view → {plate, figure element, payload}
    this.count = 0; // choices made here
    this.layers = { labels: true, key_points: false };
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(this.element);
    this.onResize = () => this.resize();
    window.addEventListener("resize", this.onResize);
  }

  dispose() {
    this.resizer.disconnect();
    window.removeEventListener("resize", this.onResize);
    clearTimeout(this.timer);
    for (const { plate } of this.plates.values()) plate.dispose();
    this.element.remove();
  }

  /** Take over what the server says; called on every rerun and on every change of theme. */
  async update(data, send) {
    this.send = send;
    const newer = data.n >= this.count;
    const { root, side } = newer || !this.state ? data : this.state;
    this.count = Math.max(this.count, data.n);
    this.state = { ...data, root, side, theme: this.theme() };
    this.element.dataset.theme = this.state.theme;
    try {
      this.catalogue ||= await loadCatalogue(data.v);
      this.toolbar ||= this.addToolbar();
      this.refresh();
      await this.draw();
    } catch (error) {
      this.fail(error);
    }
  }

  addToolbar() {
    const toolbar = new Toolbar(this.catalogue, {
      chooseRoot: (root, byKey) => this.choose({ root, side: this.state.side }, byKey ? KEY_DELAY : 0),
      chooseSide: (side, byKey) => this.choose({ root: this.state.root, side }, byKey ? KEY_DELAY : 0),
      toggleLayer: (layer, on) => {
        this.layers[layer] = on;
        this.refresh();
      },
    });
    this.top.append(toolbar.element);
    return toolbar;
  }

  theme() {
    const colour = getComputedStyle(this.element).getPropertyValue("--st-background-color").trim();
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = "#ffffff";
    probe.fillStyle = colour; // an unknown colour leaves white
    const [r, g, b] = [1, 3, 5].map((i) => parseInt(probe.fillStyle.slice(i, i + 2), 16));
    return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
  }

  /* ---- choosing ---------------------------------------------------------------------------- */

  choose(choice, delay = 0) {
    this.count += 1;
    Object.assign(this.state, { root: choice.root, side: choice.side });
    this.refresh();
    this.announce();
    clearTimeout(this.timer);
    const message = { ...choice, n: this.count };
    // After the paint, so that what the reader sees never waits for the network.
    this.timer = setTimeout(() => this.send(message), delay);
  }

  selection() {
    const { root, side } = this.state;
    if (!root) return null;
    const near = new Set();
    for (const each of side === "both" ? ["left", "right"] : [side]) {
      const found = this.catalogue.schemes[this.state.scheme].neighbours[regionKey(root, each)] || [];
      for (const key of found) near.add(key);
    }
    return { root, side, neighbours: near };
  }

  refresh() {
    const selection = this.selection();
    for (const { plate } of this.plates.values()) plate.paint(selection);
    this.toolbar?.update({ ...this.state, layers: this.layers });
    for (const [layer, on] of Object.entries(this.layers)) {
      this.element.classList.toggle(`da-hide-${layer}`, !on);
    }
    this.legend.replaceChildren(...this.legendItems());
  }

  /* What the marks mean; the neighbours are named and can be stepped to from here. */
  legendItems() {
    const { root, side, scheme } = this.state;
    if (!root) return [];
    const map = this.catalogue.schemes[scheme];
    const item = (key, text, more = []) => node("span", "da-legend-item", [node("i", `da-key da-key-${key}`), text, ...more]);
    const items = [item("selected", root)];
    if (side !== "both") items.push(item("mirror", "other side"));
    const near = this.neighbourRoots();
    if (near.length) items.push(item("neighbour", near.length > 1 ? "neighbours" : "neighbour", near.map((name) => this.step(name))));
    if (map.partial) items.push(item("unmapped", "not mapped"));
    if (this.layers.key_points) items.push(item("point", "key sensory point"));
    return items;
  }

  step(root) {
    const button = node("button", "da-step", [root]);
    button.type = "button";
    button.title = `Go to ${this.catalogue.names[root]}`;
    button.setAttribute("aria-label", button.title);
    button.addEventListener("click", () => {
      this.choose({ root, side: this.state.side });
      this.legend.querySelector(".da-step")?.focus(); // the pressed button is gone: stay among its kind
    });
    return button;
  }

  neighbourRoots() {
    const near = [...(this.selection()?.neighbours || [])].map((key) => key.split("|")[0]);
    return [...new Set(near)].filter((name) => name !== this.state.root && this.catalogue.names[name]);
  }

  announce() {
    const { root, side, scheme } = this.state;
    const map = this.catalogue.schemes[scheme];
    const where = side === "both" ? "both sides" : side;
    if (!map.roots.includes(root)) {
      this.live.textContent = `${root}: not drawn on the ${map.name} map.`;
      return;
    }
    const names = this.neighbourRoots().join(", ");
    this.live.textContent = `${root}, ${where}, selected on the ${map.name} map. Neighbours: ${names}.`;
  }

  /* ---- drawing ----------------------------------------------------------------------------- */

  async draw() {
    const { scheme, views, theme, v } = this.state;
    const wanted = `${scheme} ${views} ${theme} ${v}`;
    if (this.drawn === wanted) return;
    this.drawn = wanted;
    this.stage.setAttribute("aria-busy", "true");
    if (!this.plates.size) this.stage.innerHTML = `<p class="da-wait">Drawing the map…</p>`;
    const [plotly, ...payloads] = await Promise.all(
      [loadPlotly(this.catalogue.plotly), ...views.map((view) => loadPlate(scheme, view, theme, v))]);
    if (this.drawn !== wanted) return; // the reader has moved on meanwhile
    this.plotly = plotly;
    for (const [view, { plate }] of this.plates) {
      if (views.includes(view)) continue;
      plate.dispose();
      this.plates.delete(view);
    }
    views.forEach((view, i) => {
      if (!this.plates.has(view)) this.plates.set(view, this.addPlate(view));
      payloads[i].link = (path) => assetUrl(path, v);
      this.plates.get(view).payload = payloads[i];
      this.plates.get(view).caption(payloads[i]);
    });
    this.note.textContent = payloads[0].figure.layout.meta.caption;
    await this.place();
    this.stage.removeAttribute("aria-busy");
    this.element.dataset.ready = wanted; // tests and print wait for this
  }

  addPlate(view) {
    const figure = document.createElement("figure");
    figure.className = "da-plate";
    figure.dataset.view = view;
    figure.innerHTML = `
      <figcaption></figcaption>
      <div class="da-canvas-slot"></div>
      <div class="da-zoom" role="group">
        <button type="button" data-zoom="in" title="Zoom in">+</button>
        <button type="button" data-zoom="out" title="Zoom out">−</button>
        <button type="button" data-zoom="reset" title="Show the whole plate">⤢</button>
      </div>`;
    const plate = new Plate(figure.querySelector(".da-canvas-slot"), {
      pick: (choice) => this.choose(choice),
      hover: (region, from, at) => this.showTip(region, at),
      leave: () => this.hideTip(),
      refuse: (region, from, at) => {
        this.showTip(region, at);
        this.live.textContent = `${region.info.name}. ${region.info.hint}`;
      },
    });
    figure.querySelector(".da-zoom").addEventListener("click", (event) => {
      const action = event.target.closest("button")?.dataset.zoom;
      if (action === "reset") plate.reset();
      else if (action) plate.zoom(action === "in" ? 1.6 : 1 / 1.6);
    });
    const caption = ({ title }) => {
      figure.querySelector("figcaption").textContent = title;
      figure.querySelector(".da-zoom").setAttribute("aria-label", `Zoom: ${title}`);
      for (const button of figure.querySelectorAll(".da-zoom button")) {
        button.setAttribute("aria-label", `${button.title}: ${title}`);
      }
    };
    return { plate, figure, caption };
  }

  /* Lay the plates out for the room there is, and draw each at its size. */
  async place() {
    const width = this.element.clientWidth;
    if (!width || !this.plotly) return;
    this.placed = { width, height: window.innerHeight };
    const { views } = this.state;
    const plates = views.map((view) => this.plates.get(view)).filter(Boolean);
    const aspects = plates.map(({ payload }) => payload.aspect);
    const left = views.indexOf("lateral-left");
    const pairs = left >= 0 && views[left + 1] === "lateral-right" ? [[left, left + 1]] : [];
    const room = { width, height: this.room(width, plates.length), gap: GAP, caption: CAPTION };
    const shown = [];
    const weights = views.map((view) => (WHOLE_BODY.includes(view) ? 1.8 : 1));
    const rows = arrange(aspects, weights, pairs, room).map((row) => node("div", "da-row", row.map((cell) =>
      node("div", "da-cell", cell.map(({ index, ...size }) => {
        const { plate, figure, payload } = plates[index];
        figure.style.width = `${size.width}px`;
        figure.style.setProperty("--da-height", `${size.height}px`);
        plate.selection = this.selection();
        shown.push([plate, payload, size]);
        return figure;
      })))));
    this.stage.replaceChildren(...rows);
    // One after another: the first plate is on the screen while the others are still being drawn.
    for (const [plate, payload, size] of shown) await plate.show(this.plotly, payload, size);
  }

  /* Height for all plates: what the window leaves on a wide screen, more where the page scrolls anyway. */
  room(width, count) {
    const screen = window.innerHeight;
    if (this.state.height) return screen * this.state.height; // beside a text it must fit as a whole
    if (width < 560) return screen * (count > 4 ? 2 : count > 1 ? 1.1 : 0.75);
    const above = this.stage.getBoundingClientRect().top + window.scrollY;
    const left = Math.max(screen - Math.min(above, screen * 0.4) - 56, 420);
    return count > 5 ? left * 1.9 : left;
  }

  resize() {
    // A scrollbar that comes or goes with the length of the panel is no reason to redraw the body.
    const { width, height } = this.placed || {};
    if (Math.abs(this.element.clientWidth - width) < 20 && window.innerHeight === height) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.place().catch((error) => this.fail(error)));
  }

  fail(error) {
    this.drawn = null;
    const note = document.createElement("p");
    note.className = "da-error";
    note.setAttribute("role", "alert");
    note.textContent = `The map could not be drawn: ${error.message}. Reload the page to try again.`;
    this.stage.replaceChildren(note);
    this.stage.removeAttribute("aria-busy");
    for (const { plate } of this.plates.values()) plate.dispose();
    this.plates.clear();
  }

  /* ---- tooltip ----------------------------------------------------------------------------- */

  showTip(region, at) {
    if (this.tipKey !== region) {
      this.tipKey = region;
      const name = document.createElement("strong");
      name.textContent = region.info.name;
      this.tip.replaceChildren(name, ...(region.info.hint ? [region.info.hint] : []));
    }
    this.tip.hidden = false;
    const box = this.tip.getBoundingClientRect();
    const x = Math.min(Math.max(8, at.x + 14), window.innerWidth - box.width - 8);
    const y = at.y + 18 + box.height > window.innerHeight ? at.y - box.height - 12 : at.y + 18;
    this.tip.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }

  hideTip() {
    this.tipKey = null;
    this.tip.hidden = true;
  }
}

const maps = new WeakMap(); // mount point → its map; Streamlit calls again at every rerun

export default function bodyMap({ data, parentElement, setTriggerValue }) {
  let map = maps.get(parentElement);
  if (!map) {
    map = new BodyMap(parentElement);
    maps.set(parentElement, map);
  }
  map.update(data, (choice) => setTriggerValue("pick", choice));
  // Streamlit also calls this when a newer call has overtaken this one; the map goes only with its place.
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    maps.delete(parentElement);
    map.dispose();
  });
}
