/* Lecture mode: the map on the whole screen, the name, and what the teacher reveals, step by step.
 *
 * The map is the map of the other pages, told what to show as the server tells it there. Every step, reveal and
 * change happens here; nothing goes to the server. */

import { loadCatalogue, loadJson, loadStyle } from "../base/assets.js";
import BodyMap, { bodyMapOf } from "../map/body_map.js";
import { node } from "../base/dom.js";
import { fetchAhead } from "./ahead.js";
import { actionOf } from "./keys.js";
import { drawOther, dropOthers, pathTo } from "./others.js";
import { drawQr } from "./phones.js";
import { buildBar, buildHelp, drawBar, drawFacts, drawName, mapName } from "./screen.js";
import { centre, light, moveSpot } from "./spotlight.js";
import { turnInferred, turnLayer, turnMap, turnRoot, turnSide, turnView } from "./turns.js";
import { openingOf } from "../map/looks.js";
import { _ } from "../base/words.js";

const SIZES = [0.8, 1, 1.25, 1.6, 2];
const REST = 3500; // ms without a sign of the teacher until the buttons withdraw

export class Lecture {
  /** @type {any} */
  book;
  /** @type {any} */
  catalogue;
  /** @type {any} */
  buttons;
  /** @type {HTMLElement} */
  position;
  /** @type {HTMLElement} */
  before;
  /** @type {{ x: number, y: number }} */
  spot;
  /** @type {BodyMap} */
  map;

  constructor(data) {
    this.data = data;
    this.n = 0;
    this.at = -1; // −1: what the page showed, else the step
    this.size = 1;
    this.on = { spot: false, qr: false, help: false, labels: true, dark: null };
    this.build();
  }

  /* ---- the screen ---------------------------------------------------------------------------------- */

  build() {
    this.element = node("dialog", { className: "dl" });
    this.element.setAttribute("aria-label", _("Lecture mode"));
    this.element.tabIndex = -1;
    this.element.innerHTML = `
      <div class="dl-name"><h2 class="dl-root"></h2><div><p class="dl-what"></p><p class="dl-map"></p></div></div>
      <div class="dl-stage"></div>
      <div class="dl-other" tabindex="0" role="region" hidden></div>
      <div class="dl-facts" tabindex="0" role="region"><dl></dl><p class="dl-sources"></p></div>
      <div class="dl-spot" hidden></div>
      <section class="dl-sheet dl-qr" hidden></section>
      <section class="dl-sheet dl-help" tabindex="0" hidden></section>
      <div class="dl-blank" hidden></div>
      <div class="dl-bar" role="toolbar"></div>
      <button type="button" class="dl-leave"></button>
      <div class="da-live" role="status" aria-live="polite"></div>`;
    const part = (name) => this.element.querySelector(`.${name}`);
    this.parts = Object.fromEntries(["root", "what", "map", "stage", "other", "facts", "sources", "spot", "qr", "help", "blank", "bar", "leave"]
      .map((name) => [name, part(`dl-${name}`)]));
    this.live = part("da-live");
    this.parts.facts.setAttribute("aria-label", _("Facts"));
    this.parts.other.setAttribute("aria-label", _("What this step shows"));
    this.parts.leave.textContent = "✕";
    this.parts.leave.title = _("Leave lecture mode (Esc)");
    this.parts.leave.setAttribute("aria-label", this.parts.leave.title);
    this.parts.leave.addEventListener("click", () => this.leave());
    buildBar(this);
    buildHelp(this);
    this.element.addEventListener("close", () => this.left());
    // The page's own shortcuts are none of ours here.
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    this.element.addEventListener("pointermove", (event) => {
      this.stir();
      if (this.on.spot) light(this, { x: event.clientX, y: event.clientY });
    });
    this.element.addEventListener("pointerdown", () => this.stir());
    // After a click on the map the arrow keys are the clicker's again; with Tab they are the map's.
    this.element.addEventListener("click", (event) => {
      if (!event.target.closest("button, a, label, .dl-facts, .dl-help, .dl-other:not([data-page=examination])")) this.element.focus({ preventScroll: true });
    });
  }

  /** Take over what the server says: another lecture, another language. */
  update(data) {
    this.data = data;
  }

  isOpen() {
    return this.element.open;
  }

  /** Fill the screen with what the page shows, or with a step. ``full``: the promise of the whole screen. */
  async open(at, full) {
    const { v } = this.data;
    const known = Promise.all([
      loadJson("lecture.json", v), loadCatalogue("dermatome", v), ...["map/body_map.css", "spine/spine.css", "lecture/lecture.css"].map(loadStyle),
    ]);
    [this.book, this.catalogue] = await known;
    this.catalogues = { dermatome: this.catalogue };
    this.before = /** @type {HTMLElement} */ (document.activeElement);
    document.body.append(this.element);
    this.listeners = new AbortController();
    const { signal } = this.listeners;
    window.addEventListener("keydown", (event) => this.onKey(event), { signal, capture: true });
    window.addEventListener("resize", () => this.fit(), { signal });
    document.addEventListener("fullscreenchange", () => this.onFullscreen(), { signal });
    const page = document.querySelector(".stApp");
    if (page) this.element.style.setProperty("--st-font", getComputedStyle(page).fontFamily);
    this.element.showModal();
    this.element.focus();
    this.full = false;
    await full;
    this.onFullscreen();
    this.on = { ...this.on, spot: false, qr: false, help: false };
    this.on.dark ??= matchMedia("(prefers-color-scheme: dark)").matches || isDark(this.before);
    if (at !== null && this.data.steps[at]) this.go(at);
    else this.begin();
    this.stir();
    fetchAhead(this);
  }

  leave() {
    if (this.element.open) this.element.close();
  }

  left() {
    this.listeners?.abort();
    navigator.keyboard?.unlock?.();
    clearTimeout(this.timer);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
    this.element.remove();
    this.map?.dispose();
    this.map = null;
    dropOthers(this);
    this.before?.focus?.();
  }

  onFullscreen() {
    if (document.fullscreenElement) {
      this.full = true;
      // Or Escape would end the full screen before any script hears of it. Some browsers do not let go of it.
      navigator.keyboard?.lock?.(["Escape"]).catch(() => {});
    } else if (this.full && !this.staying && !this.closeSheet()) this.leave();
    else this.full = false;
    this.staying = false;
    this.fit();
  }

  /* Escape takes away what lies over the map first; false if nothing does. */
  closeSheet() {
    const open = ["help", "qr"].find((sheet) => this.on[sheet]);
    if (open) this.flip(open);
    return Boolean(open);
  }

  /* Buttons appear when the teacher moves, and withdraw. */
  stir() {
    this.element.classList.remove("dl-quiet");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.element.classList.add("dl-quiet"), REST);
  }

  /* ---- steps --------------------------------------------------------------------------------------- */

  begin() {
    this.last = this.at;
    this.at = -1;
    this.step = this.book.free;
    const { map, labels } = onPage();
    this.take({ ...this.data.state, ...map }, labels ?? true, this.step.shown);
  }

  go(at, everything = false) {
    this.at = this.last = at;
    this.step = this.data.steps[at];
    const { state, labels, shown, reveals } = this.step;
    this.take(state, labels, everything ? [...shown, ...reveals] : shown);
  }

  take(state, labels, shown) {
    this.other = this.step.told || null; // what is shown in place of the map
    this.about = this.other?.what ? this.other : null;
    this.state = { ...openingOf(this.catalogues), ...state, point: null };
    this.on.labels = labels;
    this.revealed = new Set(this.each(shown));
    this.newest = null;
    this.tell(this.position.textContent);
    this.draw();
  }

  /* An examination is named by its results, which come one by one. */
  each(reveals) {
    const results = Object.keys(this.other?.explained || {});
    return results.length ? reveals.flatMap((reveal) => (reveal === "name" ? results : reveal)) : reveals;
  }

  forward() {
    const next = this.each(this.step.reveals).find((each) => !this.revealed.has(each) && this.hasSomething(each));
    const { steps } = this.data;
    if (next) this.toggle(next, true);
    else if (this.at >= 0 && this.at + 1 < steps.length) this.go(this.at + 1);
    else if (this.at < 0 && steps.length) this.go(Math.min((this.last ?? -1) + 1, steps.length - 1));
    else this.tell(_("This is the last step."));
  }

  back() {
    const last = this.each(this.step.reveals).findLast((each) => this.revealed.has(each) && this.hasSomething(each));
    if (last) this.toggle(last, false);
    else if (this.at > 0) this.go(this.at - 1, true);
    else this.tell(_("This is the first step."));
  }

  toggle(reveal, on = !this.each([reveal]).every((each) => this.revealed.has(each))) {
    const all = this.each([reveal]);
    for (const each of all) this.revealed[on ? "add" : "delete"](each);
    const explained = (each) => this.other?.explained?.[each];
    this.newest = on ? (all.length === 1 ? reveal : null) : [...this.revealed].findLast(explained) || null;
    this.draw();
    if (on) this.tell(all.map((each) => this.said(each)).join(" "));
  }

  /* Whether revealing it would change anything on the screen. */
  hasSomething(reveal) {
    if (this.rows(reveal).length) return true;
    if (this.other) return reveal === "name" && Boolean(this.other.lines?.some(({ answer }) => answer));
    return !this.book.facts.includes(reveal) && reveal !== "note" && (reveal !== "maps" || this.state.layer === "dermatome");
  }

  /* What there is to read of it beside the map. */
  rows(reveal) {
    const { step: { title, note }, other } = this;
    if (reveal === "note") return note ? [{ label: title, text: note, sources: [] }] : [];
    if (other?.explained) return other.explained[reveal] || [];
    return (!other?.lines && this.book.roots[this.state.root]?.facts[reveal]) || [];
  }

  said(reveal) {
    if (reveal === "note") return this.step.note;
    const rows = this.rows(reveal).map(({ label, value, text }) => `${[label, value].filter(Boolean).join(": ")}: ${text}`);
    if (rows.length || this.other) return rows.join(" ");
    return reveal === "maps" ? _("Other maps") : this.title();
  }

  tell(text) {
    this.live.textContent = text;
  }

  /* ---- keys and buttons ---------------------------------------------------------------------------- */

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    const own = (what) => target.closest?.(what);
    const arrow = key.startsWith("Arrow");
    if (this.on.spot && arrow && event.shiftKey) {
      moveSpot(this, key);
    } else if (own(".da-region, .sp-thing, .dl-other input, [role=gridcell], .da-solid canvas") && (arrow || ["Enter", " ", "+", "-", "=", "0", "Home"].includes(key))) {
      return; // whoever tabbed into the map moves within it
    } else if (own("button, a") && (key === "Enter" || key === " ")) {
      return;
    } else if (own(".dl-facts, .dl-help, .dl-other") && (key === "ArrowUp" || key === "ArrowDown")) {
      return; // scrolls
    } else {
      const action = actionOf(event);
      if (key === "Tab") this.stir();
      if (!action) return;
      if (!this.parts.blank.hidden && action.id !== "leave") this.blank(null, action.id);
      else this.act(action.id, action.turn, action.key);
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  act(id, turn = 1, key = "") {
    const { steps } = this.data;
    const acts = {
      forward: () => this.forward(),
      back: () => this.back(),
      skip: () => this.skip(turn),
      first: () => (steps.length ? this.go(0) : this.begin()),
      last: () => steps.length && this.go(steps.length - 1),
      root: () => turnRoot(this, turn),
      layer: () => turnLayer(this, turn),
      view: () => turnView(this, turn),
      map: () => turnMap(this, turn),
      side: () => turnSide(this, turn),
      labels: () => this.flip("labels"),
      inferred: () => turnInferred(this),
      reveal: () => this.toggle(this.book.reveals[Number(key) - 1]),
      spot: () => this.flip("spot"),
      size: () => this.resize(key === "-" ? -1 : 1),
      theme: () => this.flip("dark"),
      qr: () => this.flip("qr"),
      black: () => this.blank("black"),
      white: () => this.blank("white"),
      fullscreen: () => this.turnFullscreen(),
      help: () => this.flip("help"),
      leave: () => (key === "Escape" && this.closeSheet()) || this.leave(),
    };
    acts[id]();
  }

  skip(turn) {
    const at = this.at + turn;
    if (this.data.steps[at]) this.go(at);
    else this.tell(turn > 0 ? _("This is the last step.") : _("This is the first step."));
  }

  set(change) {
    Object.assign(this.state, change);
    this.other = this.about = null; // whatever is turned is turned on the map
    this.draw();
    this.tell(this.title());
  }

  /* Another thing on the column was clicked. */
  onColumn(kind, id) {
    this.other = { ...this.other, path: pathTo(this.other, kind, id), address: `levels?${kind}=${id}` };
    this.draw();
  }

  flip(what) {
    this.on[what] = !this.on[what];
    if (what === "qr" && this.on.qr) drawQr(this);
    if (what === "spot" && this.on.spot) this.radius ||= 0.16;
    this.draw();
    const sheet = { help: this.parts.help }[what];
    if (sheet && this.on[what]) sheet.focus();
    else if (sheet) this.element.focus({ preventScroll: true });
  }

  blank(colour, id) {
    const { blank } = this.parts;
    // Any key brings the picture back; the other colour's key changes the colour.
    const wanted = colour || (id === "white" && blank.dataset.colour === "black" ? "white" : null);
    blank.hidden = !wanted;
    blank.dataset.colour = wanted || "";
    this.tell(wanted ? _("The screen is blank.") : this.title());
  }

  resize(by) {
    if (this.on.spot) {
      this.radius = Math.min(0.45, Math.max(0.05, this.radius * (by > 0 ? 1.2 : 1 / 1.2)));
      light(this, this.spot);
      return;
    }
    const at = SIZES.indexOf(this.size);
    this.size = SIZES[Math.min(SIZES.length - 1, Math.max(0, at + by))];
    this.fit();
  }

  async turnFullscreen() {
    if (!document.fullscreenElement) return document.documentElement.requestFullscreen().catch(() => {});
    this.staying = true;
    return document.exitFullscreen();
  }

  /* ---- drawing ------------------------------------------------------------------------------------- */

  /* Marks and labels on the map grow with the screen, so that the last row reads them. */
  type() {
    return Math.max(1, (Math.min(window.innerHeight, window.innerWidth * 0.75) / 480) * Math.min(1.25, this.size));
  }

  fit() {
    this.element.style.setProperty("--dl-size", this.size);
    if (this.state) this.draw();
  }

  draw() {
    const { element, parts } = this;
    element.dataset.theme = this.on.dark ? "dark" : "light";
    // The map has the whole width until there is something to read.
    const facts = [...this.revealed].some((each) => this.rows(each).length);
    const maps = this.plates();
    element.classList.toggle("dl-with-facts", facts && !maps.plates); // maps side by side want all the room
    element.classList.toggle("dl-maps", Boolean(maps.plates));
    parts.stage.hidden = Boolean(this.other);
    parts.other.hidden = !this.other;
    drawName(this);
    drawFacts(this);
    drawBar(this);
    parts.qr.hidden = !this.on.qr;
    parts.help.hidden = !this.on.help;
    if (this.on.qr) drawQr(this);
    element.dataset.step = this.at;
    element.dataset.revealed = [...this.revealed].join(" ");
    element.dataset.page = this.other?.page || "map";
    if (this.other) this.drawing = drawOther(this).then(() => { drawName(this); drawFacts(this); });
    else this.drawMap(maps);
    this.drawing.then(() => centre(this));
  }

  drawMap(maps) {
    const { parts, state } = this;
    const named = this.revealed.has("name"); // else labels and badges would tell it
    this.map ||= new BodyMap(parts.stage);
    this.drawing = this.map.update({
      ...this.data, ...state, ...maps, stand: state.stand || "best", step: `${this.at} ${state.root}`, n: (this.n += 1), root: this.revealed.has("territory") ? state.root : null,
      quiet: true, nameless: !named, fill: true, type: this.type(), marks: { labels: this.on.labels && named, key_points: false },
    }, (choice) => this.onPick(choice));
  }

  /* The other maps are shown as maps, side by side, in the view that shows most of the root. */
  plates() {
    if (this.other || !this.revealed.has("maps") || this.state.layer !== "dermatome") return {};
    const maps = Object.entries(this.book.maps);
    const view = this.roomiest();
    return {
      plates: maps.map(([map]) => [map, view]),
      captions: maps.map(([, map]) => mapName(map)),
    };
  }

  roomiest() {
    const { views, root, side } = this.state;
    const slots = this.map?.slots || new Map();
    const room = (view) => {
      const regions = slots.get(view)?.payload?.regions || {};
      return Math.max(0, ...(side === "both" ? ["left", "right"] : [side]).map((each) => regions[`${root}|${each}`]?.r || 0));
    };
    const best = [...views].sort((a, b) => room(b) - room(a))[0];
    // While other plates are up, those of this map are gone: what was best stays.
    if (room(best) > 0 || !views.includes(this.best)) this.best = best;
    return this.best;
  }

  title() {
    const { root } = this.state;
    return `${root}, ${this.parts.what.textContent}, ${this.parts.map.textContent}`;
  }

  onPick(choice) {
    this.n = Math.max(this.n, choice.n);
    const { root, side, layer, depth, kind, item, difference, inferred } = { ...openingOf(this.catalogues), ...choice };
    if (root !== this.state.root) this.newest = null;
    Object.assign(this.state, { root: root ?? this.state.root, side, layer, depth, kind, item, difference, inferred }, choice.views && { views: choice.views });
    // Who points at a region wants it lit and named; other views are chosen where one cannot be shown.
    if (!choice.views) this.revealed.add("name").add("territory");
    this.draw();
  }
}

/* What the page behind shows, if it shows a map. */
function onPage() {
  const map = bodyMapOf(document.querySelector(".stApp .da-map"));
  if (!map?.state?.root) return {};
  const { root, side, scheme, layer, depth, kind, item, difference, inferred, stand, views } = map.state;
  return { map: { root, side, scheme, layer, depth, kind, item, difference, inferred, stand, ...(views ? { views } : {}) }, labels: map.marks.labels };
}

function isDark(element) {
  const page = element?.closest?.(".stApp") || document.querySelector(".stApp");
  const [r, g, b] = (page && getComputedStyle(page).backgroundColor.match(/[\d.]+/g)?.map(Number)) || [255, 255, 255];
  return 0.299 * r + 0.587 * g + 0.114 * b < 128;
}
