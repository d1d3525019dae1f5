/* The body map: switches, a toolbar and one plate per view, in step with each other and with the server.
 *
 * A choice is painted here first and reported to the server afterwards; the server's answer carries the
 * number of the choice it has seen, so an answer to an older choice never paints over a newer one. What a
 * choice means on a map is worked out in looks.js; what belongs to the layers beside the dermatomes is
 * fetched when it is asked for, or when the browser has nothing else to do.
 */

import { assetUrl, loadCatalogue, loadModule, loadPlate, loadPlotly, loadSolid, loadStyle } from "../base/assets.js";
import { failed } from "../base/failure.js";
import { button, classed, option, painted, parts, placeTip, themeOf, toggle } from "../base/dom.js";
import { prepareAhead } from "./ahead.js";
import { Find } from "./find.js";
import {
  announcementOf, choiceOf, LAYERS, layerOf, lookInRound, lookOn, mapOf, openingOf, rootsOfPicked, subjectOf,
} from "./looks.js";
import { describe } from "./linked.js";
import { emptyKey, legendItems, numberOf, writeKey } from "./legend.js";
import { place, SOLID } from "./places.js";
import { Slot } from "../plate/slot.js";
import { Switches } from "./switches.js";
import { Toolbar } from "./toolbar.js";
import { _ } from "../base/words.js";

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
  /** @type {{ width: number, height: number }} what the plates were laid out for, in px */
  laidOut;
  /** @type {Find} */
  find;
  /** @type {import("../types").Catalogues} */
  catalogues;
  /** @type {import("../types").MapState} */
  state;
  /** @type {(choice: import("../types").MapChoice) => void} */
  send;
  /** @type {?import("../types").MapChoice} */
  unsaid; // the last choice, until the server is told of it

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
    this.means = classed("div", "da-means");
    this.key = emptyKey();
    this.legend.append(this.means, ...this.key);
    this.slots = new Map(); // key → slot
    this.catalogues = /** @type {any} */ ({}); // by layer, as they are fetched
    this.count = 0; // choices made here
    this.marks = { labels: true, key_points: false };
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(this.element);
    this.onResize = () => this.resize();
    window.addEventListener("resize", this.onResize);
    this.onPress = ({ target }) => { if (this.state?.prompt && !this.element.contains(target)) this.report(); };
    window.addEventListener("click", this.onPress, true); // before what is pressed hears of it
  }

  dispose() {
    this.resizer.disconnect();
    window.removeEventListener("resize", this.onResize);
    window.removeEventListener("click", this.onPress, true);
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
    const open = button(_("Layers, map, roots"), () => unfold(open.getAttribute("aria-expanded") !== "true"), { className: "da-chip da-open" });
    const unfold = (on) => {
      this.element.classList.toggle("da-unfolded", on);
      open.setAttribute("aria-expanded", String(on));
    };
    this.fold = () => unfold(false);
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
    const message = this.unsaid = this.message("views" in choice);
    this.hideTip();
    if (this.wanted() !== this.drawn) await this.show();
    else this.paint();
    if (message.n !== this.count) return; // a newer choice reports itself
    clearTimeout(this.timer);
    // What the reader looks at is painted first. When it is on the screen the server hears of it, and while it answers,
    // controls and words follow: a task that is put off for a moment waits behind the drawing of those.
    await painted();
    await Promise.all([...this.slots.values()].map((slot) => slot.drawn?.()));
    if (message.n !== this.count || !this.element.isConnected) return;
    if (delay) this.timer = setTimeout(() => this.report(), delay);
    else this.report();
    this.refresh();
    this.announce();
  }

  /* Tell the server of the last choice, unless it has been told. */
  report() {
    const message = this.unsaid;
    this.unsaid = null;
    if (message) this.send(message);
  }

  /** @param {boolean} viewed whether views were chosen, of which maps side by side say nothing else
   * @returns {import("../types").MapChoice} */
  message(viewed = false) {
    const { root, side, scheme, point, part, kind, item, difference, guess, views } = this.state;
    /** @type {any} */
    const message = { root, side, scheme, n: this.count };
    if (this.switches || viewed) message.views = views;
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
    this.means.replaceChildren(...legendItems(this));
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
    await place(this);
    if (this.drawn !== wanted) return;
    writeKey(this); // what was drawn before is shown without being drawn
    this.means.replaceChildren(...legendItems(this));
    this.stage.removeAttribute("aria-busy");
    this.element.dataset.ready = wanted; // tests and print wait for this
    prepareAhead(this);
  }

  caption({ title, full_title }, i) {
    const { plates, captions } = this.state;
    return captions?.[i] || (plates ? full_title : title);
  }

  addSlot({ map, view }) {
    const listener = {
      // On a screen seen from afar there is no room for a key.
      ...(this.state.fill ? {} : { number: (meta) => numberOf(meta, this.catalogues), drawn: () => writeKey(this) }),
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

  resize() {
    this.tellPage();
    // A scrollbar that comes or goes with the length of the panel is no reason to redraw the body.
    const { width, height } = this.laidOut || {};
    if (Math.abs(this.element.clientWidth - width) < 20 && this.roomy() === height) return;
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => place(this).catch((error) => this.fail(error, () => this.show())));
  }

  /* What the page lays out by the map (style.css). */
  tellPage() {
    const atlas = /** @type {?HTMLElement} */ (this.element.closest(".st-key-atlas"));
    if (!atlas) return;
    // What stands beside the map, in its bar, leaves the screen with it.
    atlas.style.setProperty("--tall", `${this.element.offsetHeight}px`);
    // What is said above the map takes its height from the map's.
    const notes = document.querySelector(".st-key-notes");
    atlas.style.setProperty("--notes", notes ? `${atlas.getBoundingClientRect().top - notes.getBoundingClientRect().top}px` : "0px");
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
