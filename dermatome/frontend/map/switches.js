/* Above the map: which layer, and within it which map, depth, muscle, movement, reflex or nerve. */

import { list, mark, node, option, radio, radioGroup, toggle } from "../base/dom.js";
import { DEPTHS, LAYERS } from "./looks.js";
import { _ } from "../base/words.js";

const byName = ([, one], [, other]) => one.localeCompare(other);
const translated = (texts) => Object.fromEntries(Object.entries(texts).map(([id, text]) => [id, _(text)]));
const named = (items) => Object.entries(items).map(([id, { name }]) => [id, name]).sort(byName);

export class Switches {
  /** @param {object} catalogues by layer; more arrive later
   *  @param {(choice: object, byKey?: boolean) => void} choose told what to change */
  constructor(catalogues, choose) {
    this.catalogues = catalogues;
    this.choose = choose;
    this.layers = this.radios(_("Layer"), translated(LAYERS), (layer) => ({ layer }));
    this.layers.classList.add("da-tabs");
    const schemes = Object.entries(catalogues.dermatome.schemes).map(([id, { name }]) => [id, name]);
    this.schemes = this.radios(_("Published map"), Object.fromEntries(schemes), (scheme) => ({ scheme }));
    this.depths = this.radios(_("Depth"), translated(DEPTHS), (depth) => ({ depth }));
    this.more = node("div", { className: "da-options" });
    this.element = node("div", { className: "da-switches" }, this.layers, this.more);
  }

  radios(label, choices, change) {
    const group = radioGroup(label, "da-sides", (value, byKey) => this.choose(change(value), byKey));
    group.append(...Object.entries(choices).map(([value, text]) => radio(value, text)));
    return group;
  }

  update(state) {
    mark(this.layers, state.layer);
    mark(this.schemes, state.scheme);
    mark(this.depths, state.depth);
    if (this.built !== state.layer) {
      this.built = state.layer;
      this.lists = {};
      this.compare = null;
      this.more.replaceChildren(...this[state.layer]());
    }
    for (const [kind, select] of Object.entries(this.lists)) select.value = state.kind === kind ? state.item : "";
    if (this.compare) this.updateCompare(state);
  }

  dermatome() {
    return [option(_("Published map"), this.schemes)];
  }

  myotome() {
    const { items, movements } = this.catalogues.myotome;
    return [option(_("Depth"), this.depths), this.listOf("muscle", _("Muscle"), _("Choose a muscle…"), named(items)),
      this.listOf("movement", _("Movement"), _("Choose a movement…"), named(movements))];
  }

  reflex() {
    return [this.listOf("reflex", _("Reflex"), _("Choose a reflex…"), named(this.catalogues.reflex.items))];
  }

  nerve() {
    const { items, pairs } = this.catalogues.nerve;
    this.compare = toggle("", (on) => this.choose({ difference: on }));
    this.pairs = list(_("Look-alikes"), _("Choose a pair…"), pairs.map(({ root, nerve }, i) => [String(i), `${root} / ${items[nerve].name}`]),
      (index) => {
        const pair = pairs[index];
        if (pair) this.choose({ root: pair.root, kind: "nerve", item: pair.nerve, difference: true, point: null });
      });
    this.comparedMap = option(_("on the map"), this.schemes);
    return [this.listOf("nerve", _("Nerve"), _("Choose a nerve…"), named(items)), this.compare, option(_("Look-alikes"), this.pairs), this.comparedMap];
  }

  updateCompare({ root, item, difference }) {
    const { pairs } = this.catalogues.nerve;
    this.compare.hidden = !item;
    this.compare.textContent = _("Compare with %(root)s", { root });
    this.compare.setAttribute("aria-pressed", String(difference));
    this.comparedMap.hidden = !difference;
    const index = pairs.findIndex((pair) => difference && pair.root === root && pair.nerve === item);
    this.pairs.value = index < 0 ? "" : String(index);
  }

  listOf(kind, name, none, choices) {
    const pick = (item) => this.choose({ ...this.depthOf(kind, item), kind: item ? kind : null, item: item || null,
      ...(item ? {} : { difference: false }), point: null });
    this.lists[kind] = list(name, none, choices, pick);
    return option(name, this.lists[kind]);
  }

  /* A muscle from the list is shown in the depth it is drawn in. */
  depthOf(kind, item) {
    const depth = kind === "muscle" && this.catalogues.myotome.items[item]?.depth;
    return depth in DEPTHS ? { depth } : {};
  }
}
