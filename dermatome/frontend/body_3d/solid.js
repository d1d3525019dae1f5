/* A place on the page for the body in the round: its stands, the canvas, and the names over it. To the map it is one
 * more view (plate/slot.js): it takes a payload, a size and a look, and tells what the reader picks. */

import { button, classed, list, node, toggle } from "../base/dom.js";
import { Body, contextOn } from "./scene.js";
import { FINE, saveMenu } from "./files.js";
import { bindHand } from "./hand.js";
import { writeNames } from "./labels.js";
import { marksOf, nearestOf } from "./marks.js";
import { bytes, groupsOf, paletteOf } from "./palette.js";
import { inPose, seenFrom, standOf, standOfTurn, standsOf, turnText } from "./stands.js";
import { _, N_ } from "../base/words.js";

const STANDS = { front: N_("Front"), back: N_("Back"), right: N_("Right side"), left: N_("Left side"), soles: N_("Soles"), perineum: N_("Perineum") };
const POSES = { anatomical: N_("Anatomical"), "arms-raised": N_("Arms raised"), lithotomy: N_("Lithotomy") };
const USUAL_PX = 1000; // a larger picture has larger names and broader lines, as a print has
const MOST_GROWN = 2.5;

export const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Solid {
  /** @type {?HTMLSelectElement} */
  regions;
  /** @type {?Body} */
  body;
  /** @type {Promise<void>} */
  making;
  /** @type {AbortController} */
  unbind;
  /** @type {?import("./strokes.js").Strokes} where skin is painted and not chosen */
  strokes = null;

  /** @param {string} view
   * @param {any} listener as for a plate; ``flat`` is called by who wants the flat views instead, ``lost`` when it
   *     cannot be shown, ``turned`` when it is seen from elsewhere
   * @param {boolean} narrow one of several that turn together: a list of stands in place of the bar */
  constructor(view, listener, narrow = false) {
    this.narrow = narrow;
    this.view = view;
    this.listener = listener;
    this.pose = "anatomical";
    this.caption = node("figcaption");
    this.canvas = classed("div", "da-solid");
    this.names = classed("div", "da-solid-names");
    this.names.setAttribute("aria-hidden", "true");
    this.where = classed("p", "da-solid-where");
    this.where.setAttribute("role", "status");
    this.bar = classed("div", "da-solid-bar");
    this.slot = classed("div", "da-canvas-slot", this.bar, this.canvas);
    this.element = node("figure", { className: "da-plate da-round" }, this.caption, this.slot);
    this.element.dataset.view = view;
    this.fades = { root: 1, nerve: 1 };
    this.marks = [];
  }

  load(payload, title) {
    this.payload = payload;
    this.title = title;
    this.caption.textContent = title;
  }

  resize({ width, height, type = 1 }) {
    const grown = Math.min(MOST_GROWN, Math.max(1, Math.min(width, height) / USUAL_PX));
    this.element.style.width = `${width}px`;
    this.element.style.setProperty("--da-height", `${height}px`);
    this.canvas.style.setProperty("--da-type", String(type * grown));
    this.size = { width, height, type: type * grown, grown };
  }

  /** Show the payload with a look; what it takes is fetched when it is first shown. */
  async show(_plotly, look) {
    this.look = look;
    const { payload } = this;
    if (this.failed) return;
    if (!this.body) await (this.making ||= this.make(payload));
    else if (this.shown !== payload) await this.body.setSheets(payload);
    if (this.disposed || this.failed || this.payload !== payload) return;
    if (this.shown !== payload) {
      this.shown = payload;
      this.painted = null;
      this.fillBar();
    }
    this.fit();
    this.paint(look);
  }

  async make(payload) {
    const surface = node("canvas", { tabIndex: 0 });
    const context = contextOn(surface);
    if (!context) return this.fail(_("This browser cannot draw in three dimensions here (WebGL is missing or switched off). The flat views show the same maps."));
    surface.setAttribute("role", "application");
    surface.addEventListener("webglcontextlost", (event) => {
      event.preventDefault();
      if (this.disposed) return;
      this.body.lost = true;
      this.fail(_("The graphics processor dropped the picture. The flat views show the same maps."));
    });
    this.canvas.replaceChildren(surface, this.names, this.where);
    this.body = await Body.load(surface, context, payload, {
      drawn: () => this.count(),
      moved: () => this.moved(),
      rested: () => this.rested(),
    });
    if (this.disposed) return this.body.dispose();
    bindHand(this, surface);
    this.fit();
    this.stand(standsOf(payload.bounds).front, false, true);
  }

  /* How much is drawn, for who wants to know: one call a frame, and no frame at rest. */
  count() {
    const { dataset } = this.element;
    dataset.frames = String(Number(dataset.frames || 0) + 1);
    dataset.calls = String(this.body?.calls);
    dataset.triangles = String(this.body?.triangles);
  }

  /* Say plainly that it cannot be shown, and offer the flat views. */
  fail(text) {
    this.failed = true;
    const flat = button(_("Show the flat views"), () => this.listener.flat(), { className: "da-chip da-solid-flat" });
    const note = classed("div", "da-solid-note", node("p", { textContent: text }), flat);
    note.setAttribute("role", "alert");
    this.bar.replaceChildren();
    this.canvas.replaceChildren(note);
    this.listener.lost?.();
  }

  fit() {
    if (!this.body || !this.size) return;
    const width = this.size.width;
    const height = Math.max(120, this.size.height - this.bar.offsetHeight);
    if (this.body.width === width && this.body.height === height) return;
    this.canvas.style.height = `${height}px`;
    this.body.grown = this.size.grown;
    this.body.resize(width, height);
    if (this.standing) this.stand(this.standing, false, true);
  }

  paint(look) {
    this.look = look;
    if (!this.body || this.failed) return;
    const shown = JSON.stringify([[...look.states], [...(look.nerve || [])], look.colour, look.plain, look.fills]);
    if (this.painted !== shown) {
      this.painted = shown;
      this.body.setPalette(paletteOf(this.payload, look));
    }
    const { point, pins, marks } = look;
    const marked = JSON.stringify([this.painted, point, pins, marks]);
    if (this.marked !== marked) {
      this.marked = marked;
      this.marks = marksOf(this.payload, look, (spot) => this.body.places.of(spot));
      this.body.setMarks(this.marks, bytes(this.payload.colours.ink));
      this.element.dataset.marks = String(this.marks.length);
    }
    this.goTo(look);
    this.element.dataset.lit = [...look.states].filter(([, state]) => state === "selected").map(([key]) => key).join(" ");
  }

  /** Wait until what was painted last is to be seen. */
  async drawn() {
    if (this.body && !this.failed) await this.body.drawn();
  }

  /* Where the address or a step of a lecture looks from; once, then the hand turns the body. What is lit may change while
   * the body stays: the address then tells where it stands, not "best". */
  goTo({ stand, step = "" }) {
    const lit = stand === "best" && step !== "" ? [...this.litKeys()].join() : "";
    const wanted = `${stand} ${step} ${lit}`;
    if (!stand || this.wanted === wanted) return;
    if (stand === "best" && !this.litKeys().size) return; // nothing is lit yet
    const first = this.wanted === undefined;
    this.wanted = wanted;
    if (stand === "best") this.showBest(!first);
    else this.stand(standOfTurn(stand) || standsOf(this.payload.bounds)[stand], !first, true);
  }

  /* A stand the reader asks for by name. */
  goOn(id) {
    if (id === "best") return this.showBest();
    this.stand(standsOf(this.payload.bounds)[id], true, true);
    this.tellStand(id);
  }

  /* Tell where it is looked at from, a name or a turn, so that the address says what is seen. */
  tellStand(stand) {
    if (!this.listener.stood) return; // a step of a lecture has a stand of its own
    this.wanted = `${stand}  `;
    this.listener.stood(stand);
  }

  /* Whoever turned it by hand: once it rests the address is to say so. */
  tellTurn() {
    if (this.body.run || this.following) return;
    const seen = { ...this.body.seen, pose: this.pose };
    const turn = turnText(seen);
    if (this.told === turn) return;
    this.told = turn;
    this.standing = seen;
    this.tellStand(turn);
  }

  /* ---- the bar ----------------------------------------------------------------------------- */

  fillBar() {
    if (this.narrow) return this.bar.replaceChildren(this.standList());
    const stands = Object.entries(STANDS).map(([id, name]) => {
      const made = button(_(name), () => this.goOn(id), { className: "da-chip" });
      made.dataset.stand = id;
      return made;
    });
    this.best = button("", () => this.goOn("best"), { className: "da-chip" });
    this.best.dataset.stand = "best";
    this.turning = toggle(_("Turn"), (on) => this.turnOnce(on));
    this.turning.setAttribute("aria-pressed", "false");
    const poses = Object.entries(POSES).filter(([id]) => this.payload.bounds[id]).map(([id, name]) => [id, _(name)]);
    this.poses = list(_("Pose"), "", poses, (pose) => this.stand(inPose(pose, this.payload.bounds, this.body.toward)));
    this.poses.value = this.pose;
    this.bar.replaceChildren(classed("div", "da-sides", ...stands), this.best, this.turning, this.poses,
      ...(this.numbered().some(({ stand }) => stand) ? [this.regionList()] : []),
      ...this.sliders(), saveMenu(this));
    this.nameBest();
  }

  standList() {
    const stands = list(_("Stand"), _("Stand…"), [...Object.entries(STANDS).map(([id, name]) => [id, _(name)]), ["best", _("Most of what is lit")]], (id) => {
      stands.value = "";
      if (id) this.goOn(id);
    });
    return stands;
  }

  /* Every region by name, for who cannot point at it. */
  regionList() {
    const named = this.numbered().filter(({ meta }) => meta).map(({ key, name }) => [key, name]);
    const choices = [...new Map(/** @type {any} */ (named))];
    this.regions = list(_("Region"), _("Region…"), choices, (key) => {
      const { meta } = this.numbered().find((each) => each.key === key && each.meta) || {};
      this.regions.value = "";
      if (!meta) return;
      if (meta.kind === "trigeminal") return this.refuse(key);
      this.listener.pick({ meta, point: null, certain: true, whole: true });
      this.showKeys(new Set([key]));
    });
    return this.regions;
  }

  sliders() {
    if (!this.payload.sheets.nerve) return [];
    return [classed("div", "da-solid-fades", ...[["root", _("Root")], ["nerve", _("Nerve")]].map(([which, name]) => {
      const slider = node("input", { type: "range", min: "0", max: "100", value: String(this.fades[which] * 100) });
      slider.addEventListener("input", () => {
        this.fades[which] = slider.valueAsNumber / 100;
        this.body.fade(this.fades.root, this.fades.nerve);
      });
      return node("label", { className: "da-solid-fade" }, name, slider);
    }))];
  }

  /* Every region of the map, those laid over others too, and what is marked by a place. */
  numbered() {
    const { ground, over } = this.payload.sheets;
    return [...ground.numbers, ...(over?.numbers || []), ...this.payload.marks.filter(({ meta }) => meta)];
  }

  litKeys() {
    const states = this.look?.states || new Map();
    const those = (...wanted) => {
      const keys = [...states].filter(([, state]) => wanted.includes(state)).map(([key]) => key);
      return new Set(this.numbered().filter(({ key, stand }) => stand && keys.includes(key)).map(({ key }) => key));
    };
    const lit = those("selected", "main");
    return lit.size ? lit : those("contributing"); // of the skin nerves a root is nowhere the only one
  }

  nameBest() {
    if (!this.best) return;
    const [key] = this.litKeys();
    this.best.hidden = !key;
    const names = new Set(this.numbered().filter((each) => this.litKeys().has(each.key)).map(({ label }) => label));
    this.best.textContent = names.size === 1 ? _("Show %(name)s", { name: [...names][0] }) : _("Show what is lit");
  }

  showBest(gently = true) {
    this.showKeys(this.litKeys(), gently);
  }

  showKeys(keys, gently = true) {
    const [largest] = this.numbered().filter(({ key, stand }) => stand && keys.has(key)).sort((a, b) => b.area - a.area);
    const stand = largest && standOf(this.numbered().filter(({ key }) => key === largest.key), this.pose);
    if (stand) this.stand(stand, gently);
  }

  /* Go to a stand; one that is ``known`` need not be told when it is reached. */
  async stand(stand, gently = true, known = false) {
    this.stopTurning();
    this.standing = stand;
    this.pose = stand.pose;
    if (this.poses) this.poses.value = stand.pose;
    const there = await this.body.stand(stand, gently && !still());
    if (there && known) this.told = turnText({ ...this.body.seen, pose: this.pose });
  }

  async turnOnce(on) {
    this.turning.setAttribute("aria-pressed", String(on));
    if (!on) return this.body.stop();
    if (still()) { // in quarters, without motion between
      this.body.turn(Math.PI / 2);
    } else await this.body.once();
    this.turning.setAttribute("aria-pressed", "false");
  }

  stopTurning() {
    this.body?.stop();
    this.turning?.setAttribute("aria-pressed", "false");
  }

  /* ---- what is seen ------------------------------------------------------------------------ */

  moved() {
    this.element.classList.add("da-moving");
    if (!this.following) this.listener.turned?.(this);
  }

  rested() {
    if (this.disposed || this.failed || !this.body.mesh) return;
    this.element.classList.remove("da-moving");
    this.tellWhere();
    this.tellTurn();
    this.nameBest();
    writeNames(this);
    this.body.ready();
    this.body.refine(FINE, this.payload.v);
    this.element.dataset.rested = String(Number(this.element.dataset.rested || 0) + 1);
  }

  tellWhere() {
    const { around, height } = seenFrom(this.body.toward);
    const where = WHERE[height === "top" || height === "bottom" ? height : around];
    const said = height === "above" ? _("%(where)s and above", { where: _(where) })
      : height === "below" ? _("%(where)s and below", { where: _(where) }) : _(where);
    if (this.where.textContent === said) return;
    this.where.textContent = said;
    const keys = _("Arrow keys turn the body, plus and minus zoom, Home shows all of it, Enter chooses what lies in the middle.");
    const named = this.regions ? ` ${_("The list of regions names them all.")}` : "";
    this.canvas.firstElementChild.setAttribute("aria-label", `${this.payload.full_title}, ${this.title}, ${said}. ${keys}${named}`);
  }

  /** What lies at a place of the canvas, and whether nothing else does; null beside the body. */
  entryAt(x, y) {
    const marks = this.payload.marks.filter(({ meta }) => meta);
    const found = this.body.at(x, y);
    if (!found) return null;
    const { ground, over } = this.payload.sheets;
    const mark = marks.length && nearestOf(marks, found.place.at.anatomical);
    if (mark) return { ...found, entry: mark, certain: true };
    const entries = [ground.numbers[found.ground - 1], over?.numbers[found.over - 1]].filter((each) => each?.meta);
    return { ...found, entry: entries[0], certain: entries.length < 2 };
  }

  /** Choose what lies at a place of the canvas. */
  choose(x, y, { clientX, clientY }) {
    if (this.strokes) return this.strokes.dab([x, y]);
    const found = this.entryAt(x, y);
    if (!found) return;
    const { entry, certain } = found;
    if (entry?.meta.kind === "trigeminal") return this.refuse(entry.key, { x: clientX, y: clientY });
    const point = this.body.places.flat(found.place, this.look.prefer);
    if (entry) this.listener.pick({ meta: entry.meta, point, certain: certain || !point, whole: !point });
    else if (point) this.listener.pick({ meta: { layer: "unmapped" }, point, certain: true, whole: false });
  }

  refuse(key, at = { x: 0, y: 0 }) {
    this.listener.refuse({ key, info: this.payload.regions[key] || {} }, this, at);
  }

  hover(x, y, at) {
    const found = this.entryAt(x, y);
    const known = found?.entry;
    this.body.hovered = known && found.ground && this.look.plain !== "blank" && !this.payload.counts.length ? groupsOf(this.payload.sheets.ground.numbers)[found.ground] : 0;
    if (known) this.listener.hover({ key: found.entry.key, info: this.payload.regions[found.entry.key] }, this, at);
    else this.listener.leave();
  }

  leave() {
    if (this.body) this.body.hovered = 0;
    this.listener.leave();
  }

  /** Be seen from where another is seen. */
  follow(other) {
    if (!this.body?.mesh || !other.body) return;
    this.following = true;
    this.pose = other.pose;
    this.body.follow(other.body);
    this.told = turnText({ ...this.body.seen, pose: this.pose }); // the one that is turned tells it
    this.following = false;
  }

  home() {
    this.goOn("front");
  }

  prepare() {
    return false;
  }

  dispose() {
    this.disposed = true;
    this.unbind?.abort();
    this.body?.dispose();
    this.element.remove();
  }
}

const WHERE = {
  front: N_("seen from the front"), "front left": N_("seen from the front left"), left: N_("seen from the left"),
  "back left": N_("seen from the back left"), back: N_("seen from the back"), "back right": N_("seen from the back right"),
  right: N_("seen from the right"), "front right": N_("seen from the front right"), top: N_("seen from above"),
  bottom: N_("seen from below"),
};

