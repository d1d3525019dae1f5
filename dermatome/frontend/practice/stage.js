/* The maps of a question: plates without labels, whose regions go by neutral names until the answer is in. */

import { assetUrl, loadBlindPlate, loadModule, loadPlotly, loadSolid, loadStyle } from "../base/assets.js";
import { classed } from "../base/dom.js";
import { arrange } from "../plate/layout.js";
import { inRows, Slot } from "../plate/slot.js";
import { _ } from "../base/words.js";

const GAP = 12;
const CAPTION = 24;
const SOLID = "3d";

export class Stage {
  /** @type {any} */
  Solid;

  /** @param {{pick: Function, hover: Function, leave: Function, refuse: Function, flat: Function, lost: Function, fail: Function}} listener as for a plate
   *     and a body in the round; ``fail`` gets the error of a map that could not be drawn anew */
  constructor(listener) {
    this.listener = listener;
    this.element = classed("div", "da-stage");
    this.slots = new Map(); // "map view" → slot
    this.placed = [];
    this.told = false;
    this.resizer = new ResizeObserver(() => this.resize());
    this.resizer.observe(this.element);
  }

  dispose() {
    this.resizer.disconnect();
    for (const slot of this.slots.values()) slot.dispose();
  }

  /**
   * Show maps with a look on each.
   *
   * @param {[string, string][]} plates (map id, view) in order; none clears the stage
   * @param {{theme: string, v: string, plotly: string, told: boolean, lookOf: Function}} how ``told`` lets the
   *     regions go by their real names; ``lookOf(map, view)`` gives the look
   * @returns {Promise<?string>} the words to print below; null when another call has overtaken this one
   */
  async show(plates, how) {
    this.how = how;
    const wanted = `${plates} ${how.theme} ${how.v}`;
    const same = this.wanted === wanted;
    this.wanted = wanted;
    if (!same) this.drawn = this.draw(plates, wanted);
    await this.drawn;
    if (this.wanted !== wanted) return null; // the next question has come meanwhile
    if (same) {
      this.tell();
      this.paint();
    }
    if (this.placed.length !== 1) return "";
    const { caption, figure } = this.placed[0].slot.payload;
    return caption || figure.layout.meta.caption;
  }

  async draw(plates, wanted) {
    const { theme, v, plotly } = this.how;
    this.element.setAttribute("aria-busy", "true");
    this.element.hidden = !plates.length;
    if (plates.length) {
      const solid = plates.some(([, view]) => view === SOLID);
      const [drawing, made, ...payloads] = await Promise.all([loadPlotly(plotly),
        solid ? Promise.all([loadModule("body_3d/solid.js"), loadStyle("body_3d/body_3d.css")]) : null,
        ...plates.map(([map, view]) => (view === SOLID ? loadSolid(map, theme, v, false) : loadBlindPlate(map, view, theme, v)))]);
      if (this.wanted !== wanted) return;
      this.plotly = drawing;
      if (made) [{ Solid: this.Solid }] = made;
      this.placed = plates.map(([map, view], i) => {
        const slot = this.slotOf(map, view);
        payloads[i].link = (path) => assetUrl(path, v);
        slot.load(payloads[i], plates.length > 1 ? payloads[i].full_title : payloads[i].title);
        return { map, view, slot };
      });
      this.tell();
      await this.place();
      if (this.wanted !== wanted) return;
      this.element.dataset.ready = wanted;
    } else {
      this.placed = [];
      this.element.replaceChildren();
      this.shape = null;
    }
    this.element.removeAttribute("aria-busy");
  }

  /** Start from nothing, after a failure. */
  forget() {
    this.wanted = this.shape = null;
    this.placed = [];
    this.element.replaceChildren();
    this.element.removeAttribute("aria-busy");
  }

  /** Fetch maps that a later question will show. */
  ahead(plates, { theme, v }) {
    for (const [map, view] of plates) loadBlindPlate(map, view, theme, v).catch(() => {});
  }

  slotOf(map, view) {
    const key = `${map} ${view}`;
    const kept = this.slots.get(key);
    if (kept?.failed) kept.dispose(); // what the browser could not draw then it may be able to now
    const slot = (!kept?.failed && kept) || (view === SOLID ? new this.Solid(view, this.listener, true) : new Slot(view, this.listener));
    this.slots.delete(key);
    this.slots.set(key, slot); // the one used last comes last
    for (const [old, { element }] of this.slots) {
      if (this.slots.size <= 8 || element.isConnected) break;
      this.slots.get(old).dispose();
      this.slots.delete(old);
    }
    return slot;
  }

  /** The body in the round, where it is shown. */
  solidOf() {
    return this.placed.find(({ view }) => view === SOLID)?.slot;
  }

  paint() {
    for (const { map, view, slot } of this.placed) slot.paint(this.how.lookOf(map, view));
  }

  /** Where a lit region lies, for those who do not see it. */
  litWords(shown) {
    const plate = shown && this.placed.find(({ map }) => map === shown.map)?.slot.plate;
    const regions = [...(plate?.regions.values() || [])].filter(({ meta }) => meta.id === shown.id && (!shown.side || meta.side === shown.side));
    return regions.length ? _("Lit on the map: %(regions)s.", {
      regions: regions.map(({ info }) => [info.name, info.hint].filter(Boolean).join(". ")).join("; "),
    }) : "";
  }

  /* Let the regions go by their neutral or by their real names. */
  tell() {
    for (const { slot, view } of this.placed) {
      if (view === SOLID) continue; // names nothing until it is told to
      for (const info of Object.values(slot.payload.regions)) {
        info.blind ||= { name: info.name, hint: info.hint };
        info.name = this.how.told ? info.told : info.blind.name;
        info.hint = this.how.told ? info.told_hint : info.blind.hint;
      }
      for (const region of slot.plate?.regions.values() || []) {
        region.path.setAttribute("aria-label", region.info.name);
      }
    }
  }

  async place() {
    const width = this.element.clientWidth;
    if (!width || !this.plotly || !this.placed.length) return;
    this.laidOut = { width, height: window.innerHeight };
    const slots = this.placed.map(({ slot }) => slot);
    const room = { width, height: this.room(width), gap: GAP, caption: CAPTION };
    const aspects = slots.map((slot) => slot.payload.aspect || (slots.length > 1 ? 0.7 : width / (room.height - CAPTION)));
    const plan = arrange(aspects, slots.map(() => 1), [], room);
    for (const { index, ...size } of plan.flat(2)) slots[index].resize(size);
    const shape = this.placed.map(({ map, view }) => `${map} ${view}`).join() + JSON.stringify(plan);
    if (this.shape !== shape) {
      this.shape = shape;
      this.element.replaceChildren(...inRows(plan, slots));
    }
    for (const { map, view, slot } of this.placed) await slot.show(this.plotly, this.how.lookOf(map, view));
  }

  /* The whole map stays in sight, on a phone with room for question and verdict. */
  room(width) {
    const screen = window.innerHeight;
    if (width < 560) return Math.max(screen * 0.5, 300);
    const scrolled = this.element.closest("[data-testid=stMain]")?.scrollTop || 0;
    const above = this.element.getBoundingClientRect().top + scrolled + window.scrollY;
    return Math.max(screen - Math.min(above, screen * 0.4) - 56, 420);
  }

  resize() {
    const { width, height } = this.laidOut || {};
    if (!this.placed.length) return;
    if (Math.abs(this.element.clientWidth - width) < 20 && window.innerHeight === height) return;
    this.refit();
  }

  /** Fit the maps in what room there is now. */
  refit() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(() => this.place().catch((error) => this.listener.fail(error)));
  }
}
