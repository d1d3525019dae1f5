/* What a selection looks like on a plate: attributes on its paths, and marks laid over them (see map/looks.js). */

import { svg } from "../base/dom.js";
import { refused } from "./choice.js";
import { regionKey } from "./frame.js";
import { free } from "./labels.js";
import { axesOf } from "./plotly.js";

/** The look of a plate on which nothing is selected. */
export const NOTHING = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), words: {} };
// A look may also hold ``signs`` (region key → what its badge says before the name, "✓" by default).

// Marks of these states, the lower ones first.
const LAYERED = ["da-hatch", "da-mark da-neighbour", "da-mark da-mirror", "da-mark da-contributing", "da-casing",
  "da-mark da-main", "da-mark da-wrong", "da-mark da-asked", "da-mark da-selected", "da-glyph", "da-pin", "da-badge"];
const HATCHED = new Set(["neighbour", "contributing", "wrong"]);
const CASED = new Set(["selected", "asked", "wrong"]);

/** Show a look: what each region is to the selection (see looks.js). */
export function paint(plate, look) {
  plate.look = look || NOTHING;
  if (!plate.marks) return;
  const { states, roles, glyphs, words } = plate.look;
  const badges = roomiest(plate, plate.look.badges);
  const texts = [...badges.values()];
  plate.host.classList.toggle("da-has-selection", states.size > 0);
  const marks = [];
  plate.badged = []; // the room badges take: they must not cover each other
  for (const region of plate.regions.values()) {
    const state = states.get(region.key) || "rest";
    region.state = state;
    region.path.dataset.state = state;
    region.path.dataset.role = roles.get(region.key) || "";
    if (region.beneath) region.beneath.dataset.state = state;
    if (!refused(region.meta)) region.path.setAttribute("aria-pressed", String(state === "selected"));
    const said = [region.info.hint, words[roles.get(region.key)]].filter(Boolean).join(". ");
    if (said) region.path.setAttribute("aria-description", said);
    else region.path.removeAttribute("aria-description");
    if (state === "rest") continue;
    const d = region.path.getAttribute("d");
    if (HATCHED.has(state) || roles.get(region.key) === "contributing") {
      marks.push(svg("path", { class: "da-hatch", d, fill: `url(#da-hatch-${plate.id})` }));
    }
    if (CASED.has(state)) marks.push(svg("path", { class: "da-casing", d }));
    marks.push(svg("path", { class: `da-mark da-${state}`, d }));
    const sign = plate.look.signs?.get(region.key);
    const name = badges.get(region.key);
    if (badges.has(region.key)) marks.push(...badge(plate, region, name, sign, texts.indexOf(name) !== texts.lastIndexOf(name)));
    else if (state === "selected" || glyphs.has(region.key)) {
      marks.push(...glyph(plate, region, glyphs.get(region.key) || "✓"));
    }
  }
  marks.push(...pin(plate));
  const rank = (node) => LAYERED.indexOf(node.getAttribute("class"));
  marks.sort((a, b) => rank(a) - rank(b));
  plate.marks.replaceChildren(hatch(plate), ...marks);
  for (const label of plate.labels.querySelectorAll(".da-label")) {
    const key = regionKey(label.dataset.id, label.dataset.side);
    label.dataset.state = badges.has(key) ? "marked" : states.get(key) || "rest";
  }
  plate.setTabStop();
  plate.drawRing();
}

/* Of regions that would carry the same badge, the roomiest of each side carries it. */
function roomiest(plate, badges) {
  const best = new Map();
  for (const [key, text] of badges) {
    const region = plate.regions.get(key);
    const name = region && `${text}|${region.meta.side}`;
    if (region && !(best.get(name)?.info.r >= region.info.r)) best.set(name, region);
  }
  return new Map([...best.values()].map(({ key }) => [key, badges.get(key)]));
}

/* A small sign on a region, where it has room for it. */
function glyph(plate, region, sign) {
  if (!region.info.at || plate.radius(region) < 4 * plate.type()) return [];
  const [x, y] = plate.toPixels(region.info.at);
  const name = plate.names.find(({ key }) => key === region.key);
  // Above the name of the region, where that stands in the same place.
  const over = name && Math.abs(name.x - x) < name.wide + 6 && Math.abs(name.y - y) < name.high + 6;
  const middle = over ? name.y - name.high - 6 * plate.type() : y;
  const node = svg("text", { class: "da-glyph", x, y: middle + 4.5 * plate.type(), "text-anchor": "middle" });
  node.textContent = sign;
  return [node];
}

/* Where the reader pointed, and places with a name. */
function pin(plate) {
  return [plate.look.point, ...(plate.look.pins || [])].filter((point) => point?.view === plate.view).map((point) => {
    const [cx, cy] = plate.toPixels([point.x, point.y]);
    const mark = svg("g", { class: "da-pin" }, svg("circle", { cx, cy, r: 4.5 }), svg("circle", { cx, cy, r: 1.2 }));
    if (point.label) mark.append(...badge(plate, { info: { at: [point.x, point.y], r: 0 } }, point.label, point.sign));
    return mark;
  });
}

function hatch(plate) {
  return svg("defs", {}, svg("pattern", {
    id: `da-hatch-${plate.id}`, width: 6, height: 6, patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  }, svg("line", { x1: 0, y1: 0, x2: 0, y2: 6, class: "da-hatch-line" })));
}

/* Check mark and name of a selected region: on it where it has room, else beside it with a leader. */
function badge(plate, region, text, sign = "✓", twice = false) {
  const { at } = region.info;
  if (!at) return [];
  const { xaxis, yaxis } = axesOf(plate.host);
  const [x, y] = plate.toPixels(at);
  const full = `${sign} ${text}`.trim();
  const t = plate.type();
  const named = t * (14 + (text.length > 6 ? 6.2 : 7.2) * full.length);
  // A narrow plate has room for the sign only; two long names, one for each side, would cover the body.
  const fits = named < (twice ? xaxis._length / 2 : xaxis._length) - 4;
  const [label, width] = fits ? [full, named] : [sign || text, 24 * t];
  const reach = plate.radius(region);
  let [bx, by] = [x, y];
  let leader = [];
  const narrow = reach < 13 * t;
  if (narrow) {
    // Away from the middle of the body, where the page is empty, as far as the plate goes.
    const away = reach + width / 2 + 16 * t;
    let outward = at[0] < 0 ? -1 : 1;
    if (x + outward * (away + width / 2) < 0 || x + outward * (away + width / 2) > xaxis._length) outward = -outward;
    bx = x + outward * away;
    by = y - 18 * t;
  }
  bx = Math.min(xaxis._length - width / 2 - 1, Math.max(width / 2 + 1, bx));
  by = Math.min(yaxis._length - 12 * t, Math.max(12 * t, by));
  const clear = [0, -25, 25, -50, 50].map((step) => by + step * t).find((row) => free([bx, row], [width / 2, 11.5 * t], plate.badged));
  const moved = clear !== undefined && clear !== by;
  by = clear ?? by;
  if (narrow || moved) leader = [svg("line", { class: "da-leader", x1: x, y1: y, x2: bx, y2: by })];
  return [svg("g", { class: "da-badge" }, ...leader,
    svg("rect", { x: bx - width / 2, y: by - 10.5 * t, width, height: 21 * t, rx: 10.5 * t }),
    Object.assign(svg("text", { x: bx, y: by + 4.5 * t, "text-anchor": "middle" }), { textContent: label }))];
}
