/* Below the map: what its marks mean, and where to go from here. */

import { button, classed } from "../base/dom.js";
import { _ } from "../base/words.js";
import { legendOfAll } from "./linked.js";
import { hiddenBeneath, legendOf, subjectOf } from "./looks.js";

/** What the marks on a body map mean; the neighbours are named and can be stepped to from here. */
export function legendItems(map) {
  if (map.state.about) {
    return legendOfAll(map.state, map.catalogues).map(([key, text]) =>
      classed("span", "da-legend-item", classed("i", `da-key da-key-${key}`), text));
  }
  if ((!map.state.root && !map.state.item) || map.state.plates) return [];
  if (map.state.difference) return paintedLegend(map);
  const items = legendOf(subjectOf(map.state), map.catalogues).map(({ key, text, steps = [] }) =>
    classed("span", "da-legend-item", classed("i", `da-key da-key-${key}`), text, ...steps.map((root) => step(map, root))));
  if (map.marks.key_points) items.push(classed("span", "da-legend-item", classed("i", "da-key da-key-point"), _("key sensory point")));
  const beneath = hiddenBeneath(map.state, map.catalogues);
  if (beneath) {
    items.push(button(beneath.text, () => map.choose({ depth: beneath.depth }), { className: "da-step" }));
  }
  return items;
}

/** What has a number where its name finds no room: the same one in every view, that of its place among what is drawn with it. */
export function numberOf({ layer, id }, catalogues) {
  const { fields, items } = catalogues[layer] || {};
  const all = fields || items || {};
  return Object.keys(all).filter((other) => all[other].depth === all[id]?.depth).indexOf(id) + 1;
}

/** The place of the key to the numbers, and before it what leads the eye there. */
export const emptyKey = () => [
  classed("span", "da-legend-item da-numbered", classed("b", "", "1, 2 …"), _("named below")),
  classed("div", "da-numbers"),
].map((part) => Object.assign(part, { hidden: true }));

/** Write the key to the numbers on the plates that are shown; below a body in the round there are none.
 * @param {{ slots: Map<string, any>, key: any[] }} map */
export function writeKey({ slots, key: [hint, list] }) {
  const shown = new Map([...slots.values()].flatMap(({ plate }) => [...(plate?.numbers || [])]));
  const said = [...shown].sort(([a], [b]) => a - b);
  if (list.dataset.told === `${said}`) return;
  list.dataset.told = `${said}`;
  hint.hidden = list.hidden = !said.length;
  list.replaceChildren(...said.map(([number, name]) => classed("span", "", classed("b", "", `${number}`), ` ${name}`)));
}

/* Comparisons bring their own legend: their areas have names, not states. */
function paintedLegend(map) {
  const [slot] = map.slots.values();
  return (slot?.payload.legend || slot?.payload.figure?.layout.meta.legend || []).map(({ text, colour, pattern, ink }) => {
    const key = classed("i", "da-key da-key-painted");
    key.dataset.pattern = pattern || "";
    key.style.setProperty("--da-fill", colour);
    key.style.setProperty("--da-pattern", ink || "transparent");
    return classed("span", "da-legend-item", key, text);
  });
}

function step(map, root) {
  const made = button(root, () => {
    map.choose({ root, point: null });
    /** @type {?HTMLElement} */ (map.legend.querySelector(".da-step"))?.focus(); // the pressed button is gone: stay among its kind
  }, { className: "da-step", title: _("Go to %(name)s", { name: map.catalogues.dermatome.names[root] }) });
  made.setAttribute("aria-label", made.title);
  return made;
}
