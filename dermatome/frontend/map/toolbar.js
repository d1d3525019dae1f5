/* All roots in one strip; and in a small menu: which side, which marks, which views one by one. */

import { mark, menu, node, option, radio, radioGroup, toggle } from "../base/dom.js";
import { _ } from "../base/words.js";

export class Toolbar {
  /** @param {{chooseRoot: Function, chooseSide: Function, toggle: Function, showInferred: Function}} listener */
  constructor(catalogue, listener) {
    this.catalogue = catalogue;
    this.roots = radioGroup(_("Nerve root"), "da-roots", listener.chooseRoot);
    for (const group of catalogue.groups) {
      const row = node("div", { className: "da-root-group", title: group.name });
      row.append(...group.roots.map((root) => radio(this.roots, root.id, root.id, root.name)));
      this.roots.append(row);
    }
    this.sides = radioGroup(_("Side of the patient"), "da-sides", listener.chooseSide,
      [["right", _("Right")], ["left", _("Left")], ["both", _("Both")]]);
    this.marks = {
      labels: toggle(_("Labels"), (on) => listener.toggle("labels", on)),
      key_points: toggle(_("Key points"), (on) => listener.toggle("key_points", on)),
    };
    this.marks.key_points.title = _("The ISNCSCI key sensory points");
    this.inferred = toggle(_("Inferred parts"), listener.showInferred);
    this.inferred.title = _("What the atlas continues where a published figure draws nothing");
    this.menu = menu(_("Side and marks"), option(_("Side"), this.sides),
      option(_("Show"), this.marks.labels, this.marks.key_points, this.inferred));
    this.element = node("div", { className: "da-toolbar" }, this.roots, this.menu);
  }

  /** @param {import("../types").MapState} state
   *  @param {?Set<string>} its the roots of what is picked, which stands for them: the root before it steps back */
  update({ root, side, scheme, layer, marks, theme, inferred, plates }, its) {
    mark(this.roots, its ? null : root);
    mark(this.sides, side);
    const map = this.catalogue.schemes[scheme];
    const strip = [scheme, layer, inferred, theme, ...(its || [])].join(" ");
    if (this.strip !== strip) this.updateRoots(map, layer, inferred, theme, its);
    this.strip = strip;
    for (const [name, button] of Object.entries(this.marks)) {
      button.setAttribute("aria-pressed", String(marks[name]));
    }
    this.marks.key_points.hidden = layer !== "dermatome";
    this.inferred.setAttribute("aria-pressed", String(inferred));
    this.inferred.hidden = layer !== "dermatome" || !(map.inferred || plates);
  }

  /* What the map draws of each root, and in which colour. */
  updateRoots(map, layer, inferred, theme, its) {
    for (const chip of this.roots.querySelectorAll(".da-chip")) {
      const left = inferred ? [] : map.inferred?.roots || [];
      const drawn = layer !== "dermatome" || (map.roots.includes(chip.dataset.value) && !left.includes(chip.dataset.value));
      const name = this.catalogue.names[chip.dataset.value];
      chip.classList.toggle("da-unmapped", !drawn);
      chip.classList.toggle("da-its", Boolean(its?.has(chip.dataset.value)));
      const input = chip.firstElementChild;
      input.title = drawn ? name : _("%(root)s: not drawn on the %(map)s map", { root: name, map: map.name });
      input.setAttribute("aria-label", input.title);
      chip.style.setProperty("--da-root", this.catalogue.colours[theme][chip.dataset.value] || "transparent");
    }
  }
}
