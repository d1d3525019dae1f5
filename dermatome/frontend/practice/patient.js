/* Questions about lesions: the tests a patient may be given, and choices of which several are right. */

import { node } from "../base/dom.js";
import { _, n_ } from "../base/words.js";

/** Show what may be examined and what was found so far; each test costs, so none is told before it is made.
 * @param {any} box @param {any[]} groups @param {boolean} fresh @param {(text: string) => void} say */
export function showTests(box, groups, fresh, say) {
  box.hidden = !groups.length;
  if (fresh) {
    box.replaceChildren(...groups.map(({ title, tests }) => {
      const group = node("div", {}, ...tests.map(({ id, label }) => {
        const button = node("button", { type: "button" }, node("span", { textContent: label }), node("b"));
        button.dataset.id = id;
        return button;
      }));
      group.setAttribute("role", "group");
      group.setAttribute("aria-label", title);
      return node("div", {}, node("h3", { textContent: title }), group);
    }));
  }
  const made = groups.flatMap(({ tests }) => tests).filter(({ found }) => found);
  for (const { id, label, lost, found } of made) {
    const button = [...box.querySelectorAll("button")].find(({ dataset }) => dataset.id === id);
    if (button.dataset.state === "asked") say(`${label}: ${found}`);
    button.dataset.state = lost ? "lost" : "kept";
    button.lastElementChild.textContent = found;
    button.setAttribute("aria-disabled", "true");
  }
  box.dataset.made = n_("%(n)s test made", "%(n)s tests made", made.length);
}

/** The ids of the choices that are marked. @param {any} choices */
export const marked = (choices) => [...choices.children]
  .filter((button) => button.getAttribute("aria-pressed") === "true").map(({ dataset }) => dataset.id);

/** Of several that are right: which were marked, and, once they are known, which should have been.
 * @param {any} choices @param {string[]} marks @param {string[] | null} right */
export function markSeveral(choices, marks, right) {
  for (const button of choices.children) {
    const { id } = button.dataset;
    const mine = marks.includes(id);
    const fits = !right || right.includes(id) === mine;
    button.setAttribute("aria-pressed", String(mine));
    button.dataset.state = !right ? "" : !fits ? "wrong" : mine ? "right" : "";
    button.lastElementChild.textContent = !right || (fits && !mine) ? "" : fits ? `✓ ${_("lost")}` : mine ? `✗ ${_("not lost")}` : `✗ ${_("lost as well")}`;
  }
}
