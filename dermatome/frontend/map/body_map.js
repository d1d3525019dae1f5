/* The body map: switches, a toolbar and one plate per view, in step with each other and with the server.
 *
 * A choice is painted here first and reported to the server afterwards; the server's answer carries the
 * number of the choice it has seen, so an answer to an older choice never paints over a newer one. What a
 * choice means on a map is worked out in looks.js; what belongs to the layers beside the dermatomes is
 * fetched when it is asked for, or when the browser has nothing else to do.
 */

import { assetUrl, loadCatalogue, loadModule, loadPlate, loadPlotly, loadSolid, loadStyle } from "../base/assets.js";
import { failed } from "../base/failure.js";
import { node, option, painted, parts, placeTip, themeOf, toggle } from "../base/dom.js";
import { arrange, heightOf, sidesAmong } from "../plate/layout.js";
import { Find } from "./find.js";
import {
  announcementOf, choiceOf, LAYERS, layerOf, lookInRound, lookOn, mapOf, mapsNear, openingOf, rootsOfPicked, subjectOf,
} from "./looks.js";
import { APART, describe, HEAD, swiped } from "./linked.js";
import { legendItems } from "./legend.js";
import { inRows, Slot } from "../plate/slot.js";
import { Switches } from "./switches.js";
import { Toolbar } from "./toolbar.js";
import { _ } from "../base/words.js";

const GAP = 12;
const CAPTION = 24; // px of caption above a plate
const SOLID = "3d"; // shown like a view, drawn by parts of its own that are loaded when it is first asked for
const WHOLE_BODY = [SOLID, "anterior", "posterior", "lateral-left", "lateral-right"]; // drawn larger than close-ups
const REST = 700; // ms without a choice before anything is fetched or drawn ahead
const MOST_PREPARED = 5; // views drawn ahead; more would take too much room
const REST_DELAY = 400; // a body that is turned on is told of where it ends
const KEY_DELAY = 140; // ms: stepping through roots with the arrow keys reports only where it ends
const CHOSEN = ["root", "side", "scheme", "layer", "depth", "kind", "item", "difference", "point", "part", "inferred", "views", "stand"];

const bodyMaps = new WeakMap(); // element → its map

/** The map drawn in an element, if it is one. */
export const bodyMapOf = (element) => bodyMaps.get(element);

export default class BodyMap {
  /** @type {HTMLElement} */
  head;
  /** @type {HTMLElement} */
  top;
  /** @type {HTMLElement} */
  stage;
  /** @type {HTMLElement} */
  legend;
  /** @type {HTMLElement} */
  note;
  /** @type {HTMLElement} */
  tip;
  /** @type {HTMLElement} */
  live;
  /** @type {Toolbar} */
  toolbar;
  /** @type {Switches} */
  switches;
  /** @type {any} */
  Solid;
  /** @type {Find} */
  find;
  /** @type {import("../types").Catalogues} */
  catalogues;
  /** @type {import("../types").MapState} */
  state;
  /** @type {(choice: import("../types").MapChoice) => void} */
  send;

  constructor(parent) {
    this.element = document.createElement("div");
    this.element.className = "da-map";
    this.element.innerHTML = `
      <div class="da-head"></div>
      <div class="da-top"></div>
      <div class="da-stage" aria-busy="true"></div>
      <div class="da-legend" role="group"></div>
      <p class="da-note"></p>
      <div class="da-tip" role="tooltip" hidden></div>
      <div class="da-live" role="status" aria-live="polite"></div>`;
    parent.append(this.element);
    bodyMaps.set(this.element, this);
    [this.head, this.top, this.stage, this.legend, this.note, this.tip, this.live] = parts(this.element);
    this.slots = new Map(); // key → slot
    this.catalogues = /** @type {any} */ ({}); // by layer, as they are fetched
    this.count = 0; // choices made here
    this.marks = { labels: true, key_points: false };
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(this.element);
    this.onResize = () => this.resize();
    window.addEventListener("resize", this.onResize);
  }

  dispose() {
    this.resizer.disconnect();
    window.removeEventListener("resize", this.onResize);
    clearTimeout(this.timer);
    this.find?.dispose();
    for (const slot of this.slots.values()) slot.dispose();
    this.element.remove();
  }

  /** Take over what the server says; called at every run of the page and at every change of theme.
   * @param {import("../types").MapMessage} data
   * @param {(choice: import("../types").MapChoice) => void} send */
  async update(data, send) {
    this.send = send;
    this.told = data;
    try {
      this.catalogues.dermatome ||= await loadCatalogue("dermatome", data.v);
      if (this.told !== data) return; // the server has spoken again meanwhile
      this.take(data);
    } catch (error) {
      this.fail(error, () => this.update(data, send));
      return;
    }
    await this.show();
  }

  take(data) {
    this.legend.setAttribute("aria-label", _("Legend"));
    const opening = openingOf(this.catalogues);
    const ours = data.n < this.count && this.state;
    const kept = ours && Object.fromEntries(CHOSEN.map((name) => [name, ours[name]]));
    this.count = Math.max(this.count, data.n);
    // Of the message, "part" is this part of the page; of the state, a part of the body that was named.
    this.state = { ...opening, ...data, part: null, ...kept, theme: themeOf(this.element) };
    if (!(this.state.layer in LAYERS)) this.state.layer = opening.layer; // spinal levels have a page of their own
    this.element.dataset.theme = this.state.theme;
    this.element.style.setProperty("--da-type", String(this.type()));
    if (data.marks) this.marks = data.marks;
  }

  /* Bring catalogues, switches, plates and words in line with the state. */
  async show() {
    try {
      await this.fetchCatalogues();
      this.toolbar ||= this.addToolbar();
      if (this.state.switches) this.switches ||= this.addSwitches();
      this.refresh();
      await this.draw();
    } catch (error) {
      this.fail(error, () => this.show());
    }
  }

  async fetchCatalogues() {
    const { v, plates, layer: chosen } = this.state;
    const layers = new Set([chosen, ...(plates || []).map(([map]) => layerOf(map, this.catalogues))]);
    const wanted = [...layers].filter((layer) => !this.catalogues[layer]);
    await Promise.all(wanted.map(async (layer) => { this.catalogues[layer] = await loadCatalogue(layer, v); }));
  }

  addToolbar() {
    const toolbar = new Toolbar(this.catalogues.dermatome, {
      chooseRoot: (root, byKey) => this.choose({ root, point: null }, byKey ? KEY_DELAY : 0),
      chooseSide: (side, byKey) => this.choose({ side, point: null }, byKey ? KEY_DELAY : 0),
      showInferred: (inferred) => this.choose({ inferred }),
      toggle: (mark, on) => {
        this.marks[mark] = on;
        this.refresh();
      },
    });
    this.top.append(toolbar.element);
    return toolbar;
  }

  /* The bar, the strip's menu in it, and the search box; on a narrow screen all but the box stand behind a button. */
  addSwitches() {
    const switches = new Switches(this.catalogues, (choice, byKey) => this.choose(choice, byKey ? KEY_DELAY : 0));
    const menu = this.toolbar.menu;
    this.find = new Find(this.state.v, (choice, said) => this.found(choice, said));
    const slash = toggle(_("Key / finds"), (on) => {
      this.find.slash = on;
      slash.setAttribute("aria-pressed", String(on));
    });
    slash.setAttribute("aria-pressed", String(this.find.slash));
    menu.lastElementChild.append(switches.viewOptions, option(_("Keyboard"), slash));
    switches.element.append(menu);
    const open = node("button", { type: "button", className: "da-chip da-open", textContent: _("Layers, map, roots") });
    const unfold = (on) => {
      this.element.classList.toggle("da-unfolded", on);
      open.setAttribute("aria-expanded", String(on));
    };
    this.fold = () => unfold(false);
    open.addEventListener("click", () => unfold(open.getAttribute("aria-expanded") !== "true"));
    this.fold();
    this.head.append(this.find.element, open, switches.element);
    // On a narrow screen the panel may lie over the map like a sheet: what a key brings the focus to is shown.
    this.element.addEventListener("focusin", ({ target }) => {
      if (open.offsetParent && /** @type {Element} */ (target).matches(":focus-visible")) {
        this.element.closest('[data-testid="stMain"]')?.scrollTo({ top: 0 });
      }
    });
    return switches;
  }

  /* What was named in the search box: lit, and said why. */
  async found(choice, said) {
    const { layer } = openingOf(this.catalogues);
    await this.choose({ layer, kind: null, item: null, difference: false, point: null, part: null, ...choice });
    this.live.textContent = said;
  }

  /* ---- choosing ---------------------------------------------------------------------------- */

  /** Change the state, show it, and report it once it is painted. */
  async choose(choice, delay = 0) {
    this.count += 1;
    this.touched = performance.now();
    const layer = choice.layer || this.state.layer;
    const left = layer === this.state.layer ? {} : { kind: null, item: null, difference: false };
    // A place that was named, not pointed at, goes with the next place or root.
    const elsewhere = "point" in choice ? { part: null } : {};
    Object.assign(this.state, { guess: false }, left, elsewhere, choice);
    this.fold?.();
    const message = this.message();
    this.hideTip();
    if (this.wanted() !== this.drawn) await this.show();
    else this.paint();
    if (message.n !== this.count) return; // a newer choice reports itself
    clearTimeout(this.timer);
    // What the reader looks at is painted first; controls, words and the server hear of it when it is on the screen.
    await painted();
    await Promise.all([...this.slots.values()].map((slot) => slot.drawn?.()));
    if (message.n !== this.count || !this.element.isConnected) return;
    this.refresh();
    this.announce();
    this.timer = setTimeout(() => this.send(message), delay);
  }

  /** @returns {import("../types").MapChoice} */
  message() {
    const { root, side, scheme, point, part, kind, item, difference, guess, views } = this.state;
    /** @type {any} */
    const message = { root, side, scheme, n: this.count };
    if (this.switches) message.views = views;
    const opening = openingOf(this.catalogues);
    for (const name of ["layer", "depth", "inferred", "stand"]) if (this.state[name] !== opening[name]) message[name] = this.state[name];
    if (item) Object.assign(message, { kind, item, difference });
    if (point) message.at = [point.view, point.x, point.y];
    else if (part) message.part = part;
    if (guess) message.guess = true;
    return message;
  }

  /* A region was chosen. Where fields overlap the browser's choice is a guess the server may correct. */
  pick({ meta, point, certain }, map) {
    // Of maps side by side the one picked on is the one meant.
    const meant = this.state.plates && map in this.catalogues.dermatome.schemes ? { scheme: map } : {};
    this.choose({ ...choiceOf(meta, point, this.catalogues[meta.layer]), ...meant, guess: !certain });
  }

  refresh() {
    const { theme, root, layer } = this.state;
    if (!this.catalogues[layer]) return; // it is on its way, and so is another refresh
    this.paint();
    this.describeAll();
    const { about, bare, plates } = this.state;
    const shown = JSON.stringify([CHOSEN.map((name) => this.state[name]), theme, about, bare, plates, this.marks, Boolean(this.switches)]);
    if (this.refreshed === shown) return; // the server's answer seldom changes what is said
    this.refreshed = shown;
    this.legend.style.setProperty("--da-lit", this.catalogues.dermatome.colours[theme][root] || "transparent");
    this.element.dataset.layer = layer;
    this.top.hidden = Boolean(this.state.bare);
    this.element.classList.toggle("da-linked", Boolean(this.state.about));
    this.toolbar.update({ ...this.state, marks: this.marks }, rootsOfPicked(this.state, this.catalogues));
    this.switches?.update(this.state);
    if (this.find) this.find.scheme = this.state.scheme;
    for (const [mark, on] of Object.entries(this.marks)) this.element.classList.toggle(`da-hide-${mark}`, !on);
    this.legend.replaceChildren(...legendItems(this));
  }

  /** Outline the regions of some roots, as the pointer does one; an empty set takes that away. */
  preview(roots) {
    for (const slot of this.slots.values()) slot.plate?.point(...[...slot.plate.regions.values()].filter(({ meta }) => roots.has(meta.root)));
  }

  /* Show the choice on every plate. */
  paint() {
    if (this.placed && this.wanted() === this.drawn) for (const [key, slot] of this.slots) slot.paint(this.lookOf(key));
  }

  /* Of maps side by side, what each says; the texts come from the server, which knows why one is silent. */
  describeAll() {
    (this.state.about || []).forEach((about, i) => {
      const slot = this.slots.get(this.state.plates[i].join(" "));
      if (slot) describe(slot, about);
    });
  }

  lookOf(key) {
    const { map, view } = this.placed.get(key);
    const look = (view === SOLID ? lookInRound : lookOn)(map, subjectOf(this.state), this.catalogues);
    const { stand, step } = this.state;
    return view === SOLID ? { ...look, marks: this.marks, stand, step } : look;
  }

  announce() {
    this.live.textContent = announcementOf(subjectOf(this.state), this.catalogues);
  }

  /* ---- drawing ----------------------------------------------------------------------------- */

  /* What belongs on the stage: key → {map, view}. Several maps of one view lie side by side. */
  wantedPlates() {
    const { plates, views } = this.state;
    const pairs = plates || views.map((view) => [mapOf(this.state, this.catalogues), view]);
    return new Map(pairs.map(([map, view]) => [plates ? `${map} ${view}` : view, { map, view }]));
  }

  wanted() {
    const maps = [...this.wantedPlates().values()].map(({ map, view }) => `${map}/${view}`);
    return `${maps} ${this.state.theme} ${this.state.v} ${this.type()}${this.state.inferred ? "" : " published"}`;
  }

  /* How many times its usual size what is written on the map has: for screens seen from afar. */
  type() {
    return this.state.type || 1;
  }

  async draw() {
    const wanted = this.wanted();
    if (this.drawn === wanted) return;
    this.drawn = wanted;
    const { theme, v, inferred } = this.state;
    this.stage.setAttribute("aria-busy", "true");
    if (!this.slots.size) this.stage.innerHTML = `<p class="da-wait">${_("Drawing the map…")}</p>`;
    const placed = this.wantedPlates();
    const views = [...placed.values()].map(({ view }) => view);
    const [plotly, solid, ...payloads] = await Promise.all([
      views.some((view) => view !== SOLID) ? loadPlotly(this.catalogues.dermatome.plotly) : null,
      views.includes(SOLID) ? Promise.all([loadModule("body_3d/solid.js"), loadStyle("body_3d/body_3d.css")]) : null,
      ...[...placed.values()].map(({ map, view }) => (view === SOLID ? loadSolid(map, theme, v, inferred) : loadPlate(map, view, theme, v, inferred)))]);
    if (this.drawn !== wanted) return; // the reader has moved on meanwhile
    this.plotly = plotly;
    if (solid) [{ Solid: this.Solid }] = solid;
    this.placed = placed;
    for (const [key, slot] of this.slots) {
      if (placed.has(key)) continue;
      slot.dispose();
      this.slots.delete(key);
    }
    [...placed].forEach(([key, plate], i) => {
      if (!this.slots.has(key)) this.slots.set(key, this.addSlot(plate));
      payloads[i].link = (path) => assetUrl(path, v);
      this.slots.get(key).load(payloads[i], this.caption(payloads[i], i));
    });
    this.note.textContent = this.state.plates ? "" : `${payloads[0].caption || payloads[0].figure.layout.meta.caption} ${_("Ctrl and the wheel, or two fingers, zoom.")}`;
    this.describeAll();
    await this.place();
    if (this.drawn !== wanted) return;
    this.legend.replaceChildren(...legendItems(this));
    this.stage.removeAttribute("aria-busy");
    this.element.dataset.ready = wanted; // tests and print wait for this
    this.prefetch();
  }

  caption({ title, full_title }, i) {
    const { plates, captions } = this.state;
    return captions?.[i] || (plates ? full_title : title);
  }

  addSlot({ map, view }) {
    const listener = {
      pick: (picked) => this.pick(picked, map),
      hover: (region, from, at) => this.showTip(region, at),
      leave: () => this.hideTip(),
      refuse: (region, from, at) => {
        this.showTip(region, at);
        this.live.textContent = `${region.info.name}. ${region.info.hint}`;
      },
      ...(this.state.fill ? {} : { stood: (stand) => this.choose({ stand }, REST_DELAY) }),
      flat: () => this.choose({ views: openingOf(this.catalogues).views }),
      turned: (one) => { for (const slot of this.slots.values()) if (slot !== one) slot.follow?.(one); },
    };
    return view === SOLID ? new this.Solid(view, listener, Boolean(this.state.about || this.state.fill)) : new Slot(view, listener);
  }

  /* Fetch what a switch would show next, and where a mouse is at hand also draw it out of sight: one thing at a
   * time, while the browser is idle and the reader rests. */
  prefetch() {
    if (!this.switches || navigator.connection?.saveData) return;
    const { theme, v, inferred } = this.state;
    const views = this.state.views.filter((view) => view !== SOLID);
    const maps = mapsNear(this.state, this.catalogues);
    const jobs = [
      ...Object.keys(LAYERS).map((layer) => () => loadCatalogue(layer, v)),
      ...maps.flatMap((map) => views.map((view) => () => loadPlate(map, view, theme, v, inferred))),
    ];
    if (matchMedia("(pointer: fine)").matches && views.length <= MOST_PREPARED) {
      jobs.push(...maps.flatMap((map) => views.map((view) => () => this.prepare(map, view))));
    }
    const idle = window.requestIdleCallback || ((task) => setTimeout(task, 200));
    const drawn = this.drawn;
    const next = () => {
      if (this.drawn !== drawn || !this.element.isConnected) return;
      const rest = REST - (performance.now() - this.touched);
      if (rest > 0) setTimeout(() => idle(next), rest);
      else if (jobs.length) jobs.shift()().catch(() => {}).then(() => idle(next));
      else this.element.dataset.ahead = drawn;
    };
    this.touched ||= 0;
    idle(next);
  }

  async prepare(map, view) {
    const { theme, v, inferred } = this.state;
    const payload = await loadPlate(map, view, theme, v, inferred);
    payload.link = (path) => assetUrl(path, v);
    await this.slots.get(view)?.prepare(this.plotly, payload);
  }

  /* Lay the plates out for the room there is, and draw each at its size. */
  async place() {
    const width = this.element.clientWidth;
    if (!width || !this.placed) return;
    this.laidOut = { width, height: this.roomy() };
    const slots = [...this.placed.keys()].map((key) => this.slots.get(key));
    const views = slots.map((slot) => slot.view);
    this.element.classList.toggle("da-close", !views.every((view) => WHOLE_BODY.includes(view))); // leaves less room (style.css)
    const [gap, caption] = this.state.about ? [APART, HEAD] : [GAP, CAPTION];
    const side = this.state.about ? APART / 2 : 0; // beside the outer plates, for their names (body_map.css)
    const room = { width: width - 2 * side, height: this.room(width, slots.length), gap, caption: caption * this.type() };
    const weights = views.map((view) => (WHOLE_BODY.includes(view) ? 1.8 : 1));
    // The body in the round fills what room there is by itself, and stands upright beside others.
    const aspects = slots.map((slot) => slot.payload.aspect || (slots.length > 1 ? 0.7 : width / (room.height - room.caption)));
    const shape = JSON.stringify([[...this.placed.keys()], aspects, room]);
    const row = this.state.about && swiped(aspects, width, window.innerHeight);
    const plan = row || arrange(aspects, weights, sidesAmong(views), room);
    this.element.classList.toggle("da-swiped", Boolean(row));
    if (row) this.note.textContent = _("Swipe sideways to see all maps.");
    for (const cells of plan) {
      // What a row leaves free is shared out around its plates, and names may stand there.
      const taken = cells.reduce((sum, cell) => sum + Math.max(...cell.map((plate) => plate.width)), gap * (cells.length - 1));
      const spare = row ? 0 : (room.width - taken) / (cells.length + 1);
      const spill = row ? 0 : Math.max(0, Math.floor(Math.min(side + spare, (gap + spare) / 2)) - 2);
      for (const { index, ...size } of cells.flat()) slots[index].resize({ ...size, type: this.type(), spill });
    }
    if (this.shape !== shape) {
      this.shape = shape;
      this.element.style.setProperty("--da-free", `${Math.max(0, room.height - heightOf(plan, room))}px`); // see body_map.css
      this.stage.replaceChildren(...inRows(plan, slots));
    }
    // One after another: the first plate is on the screen while the others are still being drawn.
    for (const [key] of this.placed) await this.slots.get(key)?.show(this.plotly, this.lookOf(key));
  }

  /* Height for all plates: what the window leaves on a wide screen, more where the page scrolls anyway. */
  room(width, count) {
    const screen = window.innerHeight;
    if (this.state.fill) return this.stage.clientHeight; // its place has a height of its own
    if (this.state.height) return screen * this.state.height; // beside a text it must fit as a whole
    const kept = parseFloat(getComputedStyle(this.stage).minHeight); // where the page keeps its place free
    if (kept) return count > 5 ? kept * 1.9 : kept;
    if (width < 560) return screen * (count > 4 ? 2 : count > 1 ? 1.1 : 0.75);
    const above = this.stage.getBoundingClientRect().top + window.scrollY;
    const left = Math.max(screen - Math.min(above, screen * 0.4) - 56, 420);
    return count > 5 ? left * 1.9 : left;
  }

  resize() {
    // What stands beside the map, in its bar, leaves the screen with it (style.css).
    /** @type {?HTMLElement} */ (this.element.closest(".st-key-atlas"))?.style.setProperty("--tall", `${this.element.offsetHeight}px`);
    // A scrollbar that comes or goes with the length of the panel is no reason to redraw the body.
    const { width, height } = this.laidOut || {};
    if (Math.abs(this.element.clientWidth - width) < 20 && this.roomy() === height) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.place().catch((error) => this.fail(error, () => this.show())));
  }

  roomy() {
    return this.state?.fill ? this.element.clientHeight : window.innerHeight;
  }

  fail(error, again) {
    this.drawn = this.shape = this.placed = null;
    for (const slot of this.slots.values()) slot.dispose();
    this.slots.clear();
    this.stage.replaceChildren();
    this.stage.removeAttribute("aria-busy");
    failed(this.stage, error, again, _("The map could not be drawn: %(why)s."));
  }

  /* ---- tooltip ----------------------------------------------------------------------------- */

  showTip(region, at) {
    if (this.tipKey !== region) {
      this.tipKey = region;
      const name = document.createElement("strong");
      name.textContent = region.info.name;
      this.tip.replaceChildren(name, ...(region.info.hint ? [region.info.hint] : []));
    }
    placeTip(this.tip, at);
  }

  hideTip() {
    this.tipKey = null;
    this.tip.hidden = true;
  }
}
