/* The bar above the map: which layer, and within it which map, depth, muscle, movement, reflex or nerve; which views. */

import { list, mark, node, option, radioGroup, toggle } from "../base/dom.js";
import { DEPTHS, LAYERS } from "./looks.js";
import { _ } from "../base/words.js";

const CUSTOM = "custom";

const byName = ([, one], [, other]) => one.localeCompare(other);
const translated = (texts) => Object.entries(texts).map(([id, text]) => [id, _(text)]);
const listed = (items) => Object.entries(items).map(([id, { name }]) => [id, name]);
const named = (items) => listed(items).sort(byName);

export class Switches {
  /** @param {object} catalogues by layer; more arrive later
   *  @param {(choice: object, byKey?: boolean) => void} choose told what to change */
  constructor(catalogues, choose) {
    this.catalogues = catalogues;
    this.choose = choose;
    const { schemes, presets, views } = catalogues.dermatome;
    this.layers = this.radios(_("Layer"), translated(LAYERS), (layer) => ({ layer }));
    this.layers.classList.add("da-tabs");
    this.schemes = this.radios(_("Published map"), listed(schemes), (scheme) => ({ scheme }));
    this.depths = this.radios(_("Depth"), translated(DEPTHS), (depth) => ({ depth }));
    this.more = node("div", { className: "da-more" });
    this.presets = list(_("Views"), "", [...presets.map(({ id, name }) => [id, name]), [CUSTOM, _("Chosen views")]], (id) => {
      const preset = presets.find((each) => each.id === id);
      if (preset) choose({ views: preset.views });
    });
    this.views = Object.entries(views).map(([view, name]) => {
      const button = toggle(name, (on) => this.showView(view, on));
      button.dataset.view = view;
      return button;
    });
    this.element = node("div", { className: "da-switches" }, this.layers, this.more, this.presets);
  }

  /** What stands in the menu: the views one by one. */
  get viewOptions() {
    return option(_("Views"), node("div", { className: "da-sides" }, ...this.views));
  }

  radios(label, choices, change) {
    return radioGroup(label, "da-sides", (value, byKey) => this.choose(change(value), byKey), choices);
  }

  /* One view stays at least. */
  showView(view, on) {
    const order = Object.keys(this.catalogues.dermatome.views);
    const views = order.filter((each) => (each === view ? on : this.shown.includes(each)));
    if (views.length) this.choose({ views });
  }

  update(state) {
    const { presets } = this.catalogues.dermatome;
    this.shown = state.views;
    mark(this.layers, state.layer);
    mark(this.schemes, state.scheme);
    mark(this.depths, state.depth);
    const preset = presets.find(({ views }) => String([...views].sort()) === String([...state.views].sort()));
    this.presets.value = preset ? preset.id : CUSTOM;
    this.presets.lastElementChild.hidden = Boolean(preset);
    for (const button of this.views) button.setAttribute("aria-pressed", String(state.views.includes(button.dataset.view)));
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
    return [this.schemes];
  }

  myotome() {
    const { items, movements } = this.catalogues.myotome;
    return [this.depths, this.listOf("muscle", _("Muscle"), _("Choose a muscle…"), named(items)),
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
    this.comparedMap = list(_("on the map"), "", listed(this.catalogues.dermatome.schemes), (scheme) => this.choose({ scheme }));
    return [this.listOf("nerve", _("Nerve"), _("Choose a nerve…"), named(items)), this.compare, this.pairs, this.comparedMap];
  }

  updateCompare({ root, item, difference, scheme }) {
    const { pairs } = this.catalogues.nerve;
    this.compare.hidden = !item || !root;
    this.compare.textContent = _("Compare with %(root)s", { root });
    this.compare.setAttribute("aria-pressed", String(difference));
    this.comparedMap.hidden = !difference;
    this.comparedMap.value = scheme;
    const index = pairs.findIndex((pair) => difference && pair.root === root && pair.nerve === item);
    this.pairs.value = index < 0 ? "" : String(index);
  }

  listOf(kind, name, none, choices) {
    const pick = (item) => this.choose({ ...this.depthOf(kind, item), kind: item ? kind : null, item: item || null,
      ...(item ? {} : { difference: false }), point: null });
    this.lists[kind] = list(name, none, choices, pick);
    return this.lists[kind];
  }

  /* A muscle from the list is shown in the depth it is drawn in. */
  depthOf(kind, item) {
    const depth = kind === "muscle" && this.catalogues.myotome.items[item]?.depth;
    return depth in DEPTHS ? { depth } : {};
  }
}
