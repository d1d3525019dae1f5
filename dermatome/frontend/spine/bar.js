/* Above the column: which stretch of it, which views, zoom. */

import { button, node } from "../base/dom.js";
import { _ } from "../base/words.js";

export function makeBar(map) {
  const { titles } = map.payloads.side;
  map.bar.replaceChildren(
    group(_("Part of the column"), Object.entries(titles), (name) => {
      map.turned = true;
      map.setWindow(name);
    }),
    group(_("Views"), [["both", _("Both")], ["side", _("Side view")], ["back", _("Back view")]], (name) => {
      map.shown = name === "both" ? ["side", "back"] : [name];
      map.redraw();
    }),
    group(_("Zoom"), [["in", "+"], ["out", "−"], ["up", "↑"], ["down", "↓"]], (name) => {
      if (name === "up" || name === "down") map.step(name === "up" ? 1 : -1);
      else map.zoom(name === "in" ? 1.5 : 1 / 1.5);
    }),
  );
  const names = [_("Zoom in"), _("Zoom out"), _("Move up"), _("Move down")];
  map.bar.lastChild.querySelectorAll("button").forEach((button, i) => button.setAttribute("aria-label", names[i]));
}

function group(name, items, act) {
  const made = node("div", { className: "sp-group" });
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", name);
  for (const [id, title] of items) {
    const one = button(title, () => act(id), { className: "sp-button" });
    one.dataset.name = id;
    made.append(one);
  }
  return made;
}

export function updateBar(map) {
  const [parts, views] = map.bar.children;
  if (!parts) return;
  const view = map.shown.length > 1 ? "both" : map.shown[0];
  for (const button of parts.children) button.setAttribute("aria-pressed", String(button.dataset.name === map.window && map.zoomed === 1));
  for (const button of views.children) button.setAttribute("aria-pressed", String(button.dataset.name === view));
  map.stage.classList.toggle("sp-zoomed", map.zoomed > 1);
  for (const name of ["up", "down"]) map.bar.querySelector(`[data-name="${name}"]`).hidden = map.zoomed === 1;
}
