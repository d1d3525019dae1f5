/* The names of what is chosen and what belongs to it, between the two views, tied to both. */

import { node, svg } from "../base/dom.js";
import { keyOf } from "./view.js";

/* The names of what is chosen and what belongs to it, between the views, tied to both of them. */
export function callouts(map) {
  if (!map.gap || !map.payloads) return;
  const marks = map.pending ? [{ ...map.choice, state: "chosen", label: map.payloads.side.things[keyOf(map.choice.kind, map.choice.id)].name }] : map.data.marks;
  const entries = marks.map((mark) => {
    const key = keyOf(mark.kind, mark.id);
    const ends = {};
    for (const name of map.shown) {
      const view = map.views[name];
      const at = mark.at ? inside(map, view, mark.at[name]) : view.anchor(key, name === "back");
      if (at) ends[name] = at;
    }
    const heights = Object.values(ends).map(([, y]) => y);
    if (!heights.length) return null;
    return { mark, key, ends, y: heights.reduce((a, b) => a + b) / heights.length };
  }).filter(Boolean).sort((a, b) => a.y - b.y);
  const boxes = entries.map(({ mark, key }) => {
    const box = node(map.payloads.side.things[key] ? "button" : "div");
    box.className = `sp-callout sp-callout-${mark.state}`;
    const [head, ...rest] = mark.label.split(" | ");
    box.append(node("strong", {}, `${{ chosen: "✓ ", taken: "✕ " }[mark.state] || ""}${head}`), ...rest.map((line) => node("span", {}, line)));
    if (box.tagName === "BUTTON") {
      box.type = "button";
      box.addEventListener("click", () => map.choose(key));
    }
    return box;
  });
  map.gutter.replaceChildren(...boxes);
  const heights = boxes.map((box) => box.offsetHeight);
  const tall = map.gutter.clientHeight;
  const tops = [];
  let floor = 0;
  entries.forEach(({ y }, i) => {
    tops[i] = Math.max(floor, y - heights[i] / 2);
    floor = tops[i] + heights[i] + 6;
  });
  let ceiling = tall;
  for (let i = tops.length - 1; i >= 0; i -= 1) {
    tops[i] = Math.min(tops[i], ceiling - heights[i]);
    ceiling = tops[i] - 6;
  }
  boxes.forEach((box, i) => { box.style.top = `${tops[i]}px`; });
  tie(map, entries, boxes);
}

function inside(map, view, point) {
  if (!point) return null;
  const [x, y] = view.toPixels(point);
  return y < 0 || y > view.size.height ? null : [x, y];
}

/* Leaders from each name to the thing in both views. */
function tie(map, entries, boxes) {
  const stage = map.stage.getBoundingClientRect();
  map.leaders.setAttribute("width", stage.width);
  map.leaders.setAttribute("height", stage.height);
  const lines = entries.flatMap(({ mark, ends }, i) => {
    const box = boxes[i].getBoundingClientRect();
    const y = box.top + Math.min(box.height / 2, 13) - stage.top;
    return Object.entries(ends).flatMap(([name, [ex, ey]]) => {
      const host = map.views[name].host.getBoundingClientRect();
      const [tx, ty] = [host.left - stage.left + ex, host.top - stage.top + ey];
      const x = name === "side" ? box.left - stage.left : box.right - stage.left;
      const bend = name === "side" ? x - 10 : x + 10;
      const d = `M${x},${y}L${bend},${y}L${tx},${ty}`;
      return [svg("path", { class: "sp-leader-casing", d }), svg("path", { class: `sp-leader sp-leader-${mark.state}`, d }),
        svg("circle", { class: "sp-leader-end", cx: tx, cy: ty, r: 2.6 })];
    });
  });
  map.leaders.replaceChildren(...lines);
}
