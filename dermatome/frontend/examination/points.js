/* The key sensory points on a plate: circles to press, with one tab stop a view. Up and down lead to the next level of
 * a side, left and right to the other side. */

import { svg } from "../base/dom.js";
import { _ } from "../base/words.js";
import { axesOf, keyPointsOf } from "../plate/plotly.js";

const [LEAST, MOST] = [2.4, 3.2]; // px
const OF_MM = 11; // the radius in millimetres that keeps neighbours on the trunk apart
const LIT = 2; // px more

/** Lay the points over a plate, where they belong now.
 * @param {import("../plate/slot.js").Slot} slot
 * @param {string[]} levels in their order
 * @param {{pick: Function, hover: Function, leave: Function}} listener gets the point, and where it is on the screen */
export function layPoints({ plate, payload }, levels, listener) {
  const points = keyPointsOf(payload);
  let layer = plate.host.querySelector(":scope > .ex-points");
  if (!points.length) return layer?.remove();
  if (!layer) {
    const order = ({ root, side }) => levels.indexOf(root) + (side === "left" ? levels.length : 0);
    const circles = points.sort((a, b) => order(a) - order(b)).map((point) => circle(plate, point, listener));
    circles[0].setAttribute("tabindex", "0");
    layer = svg("svg", { class: "ex-points", role: "group", "aria-label": _("Key sensory points: %(view)s", { view: payload.title }) }, ...circles);
    layer.addEventListener("keydown", (event) => move(event, circles));
    layer.addEventListener("focusin", ({ target }) => {
      plate.focusKey = null;
      for (const each of circles) each.setAttribute("tabindex", each === target ? "0" : "-1");
    });
    plate.host.append(layer);
  }
  const { xaxis, yaxis } = axesOf(plate.host);
  const grown = plate.toPixels([OF_MM, 0])[0] - plate.toPixels([0, 0])[0];
  for (const each of layer.children) {
    each.radius = Math.min(MOST, Math.max(LEAST, grown));
    const [x, y] = plate.toPixels([each.point.x, each.point.y]);
    each.setAttribute("cx", (x + xaxis._offset).toFixed(1));
    each.setAttribute("cy", (y + yaxis._offset).toFixed(1));
  }
}

function circle(plate, point, { pick, hover, leave }) {
  const made = svg("circle", { role: "button", tabindex: "-1", "aria-label": point.name });
  Object.assign(made.dataset, { root: point.root, side: point.side });
  made.point = point;
  made.addEventListener("click", (event) => {
    event.stopPropagation();
    if (!plate.dragged) pick(point);
  });
  made.addEventListener("pointermove", (event) => {
    event.stopPropagation();
    if (event.pointerType !== "touch") hover(point, { x: event.clientX, y: event.clientY });
  });
  made.addEventListener("pointerleave", () => leave());
  made.addEventListener("focus", () => {
    const { right: x, bottom: y } = made.getBoundingClientRect();
    if (made.matches(":focus-visible")) hover(point, { x, y });
  });
  made.addEventListener("blur", () => leave());
  return made;
}

function move(event, circles) {
  const { root, side } = event.target.point;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  let next;
  if (event.key === "Enter" || event.key === " ") event.target.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  else if (step) {
    const own = circles.filter(({ point }) => point.side === side);
    next = own[own.indexOf(event.target) + step];
  } else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
    next = circles.find(({ point }) => point.root === root && point.side !== side);
  } else return;
  next?.focus({ preventScroll: true });
  event.preventDefault();
  event.stopPropagation();
}

/** Show what the points are: ``look`` tells of root and side whether it is lit, and how it was scored. */
export function paintPoints({ plate }, look) {
  for (const each of plate?.host.querySelectorAll(":scope > .ex-points circle") || []) {
    const { lit, said } = look(each.point.root, each.point.side);
    each.setAttribute("r", (each.radius + (lit ? LIT : 0)).toFixed(1));
    each.classList.toggle("ex-lit-point", lit);
    each.setAttribute("aria-description", said);
  }
}
