/* Below the switches: which root, which side, which marks. */

import { mark, node, option, radio, radioGroup, toggle } from "./controls.js";

export class Toolbar {
  /** @param {{chooseRoot: Function, chooseSide: Function, toggle: Function}} listener */
  constructor(catalogue, listener) {
    this.catalogue = catalogue;
    this.roots = radioGroup("Nerve root", "da-roots", listener.chooseRoot);
    for (const group of catalogue.groups) {
      const row = node("div", { className: "da-root-group" });
      row.append(node("span", { className: "da-root-region", textContent: group.name }));
      const chips = node("div", { className: "da-root-chips" });
      row.append(chips);
      for (const root of group.roots) chips.append(radio(root.id, root.id, root.name));
      this.roots.append(row);
    }
    this.sides = radioGroup("Side of the patient", "da-sides", listener.chooseSide);
    this.sides.append(radio("right", "Right", "The patient's right"), radio("left", "Left", "The patient's left"),
      radio("both", "Both", "Both sides"));
    this.marks = {
      labels: toggle("Labels", (on) => listener.toggle("labels", on)),
      key_points: toggle("Key points", (on) => listener.toggle("key_points", on)),
    };
    this.marks.key_points.title = "The ISNCSCI key sensory points";
    const options = node("div", { className: "da-options" }, option("Side", this.sides),
      option("Show", this.marks.labels, this.marks.key_points));
    this.element = node("div", { className: "da-toolbar" }, this.roots, options);
  }

  update({ root, side, scheme, layer, marks, theme }) {
    mark(this.roots, root);
    mark(this.sides, side);
    const map = this.catalogue.schemes[scheme];
    for (const chip of this.roots.querySelectorAll("[role=radio]")) {
      const drawn = layer !== "dermatome" || map.roots.includes(chip.dataset.value);
      const name = this.catalogue.names[chip.dataset.value];
      chip.classList.toggle("da-unmapped", !drawn);
      chip.title = drawn ? name : `${name}: not drawn on the ${map.name} map`;
      chip.setAttribute("aria-label", chip.title);
      chip.style.setProperty("--da-root", this.catalogue.colours[theme][chip.dataset.value] || "transparent");
    }
    for (const [name, button] of Object.entries(this.marks)) {
      button.setAttribute("aria-pressed", String(marks[name]));
    }
    this.marks.key_points.hidden = layer !== "dermatome";
  }
}
