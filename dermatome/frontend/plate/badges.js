/* Signs and names on what is chosen: in place of the region's own name, on it where it has room, else beside it. */

import { svg } from "../base/dom.js";
import { endsOf } from "./names.js";
import { axesOf } from "./plotly.js";
import { shapeOf, touch, widthOf } from "./room.js";

const SIZE = 12.5;
const FARTHEST = 250; // px a line to a badge may cost (room.js)
const HIGH = 9.5; // half the height of a badge
const [HIDES, AT_MOST] = [0.15, 0.3]; // of a region that its badge may lie on: where there is room beside it, and where names would give way
const SHORT_OF = 1.5; // px between a line and the name it ends before
const LARGE = 36; // heights of a badge that a body is high on which one may move along its region

/** A small sign on a region, where it has room for it. */
export function glyph(plate, region, sign) {
  if (!region.info.at || plate.radius(region) < 4 * plate.type()) return [];
  const [x, y] = plate.toPixels(region.info.at);
  const name = plate.names.get(region.key);
  // Above the name of the region, where that stands in the same place.
  const over = name && Math.abs(name.x - x) < name.wide + 6 && Math.abs(name.y - y) < name.high + 6;
  const middle = over ? name.y - name.high - 6 * plate.type() : y;
  const node = svg("text", { class: "da-glyph", x, y: middle + 4.5 * plate.type(), "text-anchor": "middle" });
  node.textContent = sign;
  return [node];
}

/** Sign and name of a chosen region; names that give way to it are added to ``plate.replaced``. Without a sign of its
 * own it is one of those that are all chosen, and may do without. */
export function badge(plate, region, text, given, twice = false) {
  const sign = given ?? "✓";
  const { at } = region.info;
  if (!at) return [];
  const { xaxis, yaxis } = axesOf(plate.host);
  const t = plate.type();
  const full = `${sign} ${text}`.trim();
  const named = widthOf(full, SIZE * t, plate.family) / 2 + 7 * t;
  // A narrow plate has room for the sign only; two long names, one for each side, would cover the body.
  const fits = 2 * named < (twice ? xaxis._length / 2 : xaxis._length) + (plate.size.spill || 0) - 4;
  let [label, wide] = fits ? [full, named] : [sign || text, 12 * t];
  const [x, y] = plate.toPixels(at);
  const own = plate.names.get(region.key);
  let place = readable(plate, region, { x, y, own, wide, text, fits, lit: given === undefined });
  if (place?.label) ({ label, wide } = place);
  if (!place && sign) {
    // On the region, where a name that reaches away from the body covers no more of it than the sign alone.
    if (fits) place = outward(plate, [x, y], wide, HIGH * t);
    if (!place) [label, wide] = [sign, HIGH * t];
  }
  const here = { x, y, wide, high: HIGH * t };
  place ||= onBody(plate, here);
  if (!place && given === undefined) return [];
  place ||= within(here, xaxis._length, yaxis._length);
  // Names it would cover in part give way. Those it covers whole may stay: so most choices write no name anew.
  const pill = { x: place.x, y: place.y, wide, high: HIGH * t };
  for (const [key, name] of plate.names) if (touch(pill, name) && !covers(pill, name)) plate.replaced.add(key);
  plate.room.take(pill, place.line);
  const [from, to] = place.line ? [place.line[0], shortOf(place.line, own)] : [];
  const leader = from ? [svg("line", { class: "da-leader", x1: from[0], y1: from[1], x2: to[0], y2: to[1] })] : [];
  return [svg("g", { class: "da-badge" }, ...leader,
    svg("rect", { x: place.x - wide, y: place.y - HIGH * t, width: 2 * wide, height: 2 * HIGH * t, rx: HIGH * t }),
    Object.assign(svg("text", { x: place.x, y: place.y + 4.5 * t, "text-anchor": "middle" }), { textContent: label }))];
}

/* Where a line to a region ends: before the name that is written there, which says the same. */
export function shortOf([[ax, ay], [bx, by]], own) {
  const share = !own || own.line ? 1 : Math.max(...[[bx - ax, own.x - ax, own.wide], [by - ay, own.y - ay, own.high]]
    .map(([far, to, half]) => (far ? (to - Math.sign(far) * (half + SHORT_OF)) / far : -Infinity)));
  const there = share > 0 && share < 1 ? share : 1;
  return [ax + there * (bx - ax), ay + there * (by - ay)];
}

const covers = (pill, name) => Math.abs(pill.x - name.x) + name.wide <= pill.wide && Math.abs(pill.y - name.y) + name.high <= pill.high;

const others = (plate, own) => plate.room.boxes.filter((box) => box !== own?.box);

/* What does not give way to a badge: all but the names of regions. */
function fixed({ room, names }) {
  const named = new Set([...names.values()].map((name) => name.box));
  return room.boxes.filter((box) => !named.has(box));
}

/* In place of a name beside the body or just above or below it, kept on the page; what is no name of a region stays
 * clear, and the region's middle. */
function litName(plate, [px, py], own, wide, high) {
  const { page } = plate.room;
  const away = Math.sign(own.x - own.line[1][0]);
  const x = Math.min(page.x1 - wide, Math.max(page.x0 + wide, own.x + away * (wide - own.wide)));
  const clear = [{ x: px, y: py, wide: 2, high: 2 }, ...fixed(plate)];
  const free = [0, -high, high].map((dy) => ({ x, y: own.y + dy, wide, high, line: [[x - away * wide, own.y + dy], own.line[1]] }))
    .filter((box) => !clear.some((other) => touch(box, other)));
  return free[0] || null;
}

function inPlace(plate, own, wide, high) {
  if (!own) return null;
  // Beside the body it grows away from the region, as the name does.
  const x = own.line ? own.x + Math.sign(own.x - own.line[1][0]) * (wide - own.wide) : own.x;
  const box = { x, y: own.y, wide, high, line: own.line };
  const { x0, x1 } = plate.room.page;
  if (own.line && plate.room.onBody(box)) return null;
  return x - wide >= x0 && x + wide <= x1 && !others(plate, own).some((other) => touch(box, other)) ? box : null;
}

function onRegion(plate, region, [x, y], own, wide, high) {
  if (plate.radius(region) < high + 3) return null;
  const box = within({ x, y, wide, high }, axesOf(plate.host).xaxis._length, axesOf(plate.host).yaxis._length);
  return others(plate, own).some((other) => touch(box, other)) ? null : box;
}

function outward(plate, [x, y], wide, high) {
  const { x0, x1 } = plate.room.page;
  const away = x < (x0 + x1) / 2 ? -1 : 1;
  const box = { x: Math.min(x1 - wide, Math.max(x0 + wide, x + away * (wide - high))), y, wide, high, line: null };
  return fixed(plate).some((other) => touch(box, other)) ? null : box;
}

/* Where all of a badge can be read and what it names be seen; else null. */
function readable(plate, region, { x, y, own, wide, text, fits, lit }) {
  const t = plate.type();
  const high = HIGH * t;
  const near = inPlace(plate, own, wide, high) || onRegion(plate, region, [x, y], own, wide, high);
  const hides = near ? hidden(plate, region, near) : 1;
  if (hides <= HIDES) return near;
  // A small region is left in sight: its name beside the body is lit, whatever names give way to that.
  const alone = widthOf(text, SIZE * t, plate.family) / 2 + 4 * t;
  const named = !near && own?.line && lit ? litName(plate, [x, y], own, alone, high) : null;
  const inLight = named && { ...named, wide: alone, label: text };
  if (named && !plate.room.onBody(named)) return inLight;
  const ends = endsOf(plate, region);
  const besides = (boxes, lines) => fits && beside(plate, { at: [x, y], ends, wide: wide + 2, high: high + 2 }, boxes, lines);
  return besides(others(plate, own))
    || (hides <= AT_MOST ? near : null)
    || (named && hidden(plate, region, named) <= HIDES ? inLight : null)
    // Where there is no room left, names of other regions give way.
    || besides(fixed(plate), plate.room.lines.slice(plate.room.kept[1]))
    || near || inLight;
}

/* What share of a region lies under a box. */
function hidden(plate, region, box) {
  if (!region.path) return 0;
  region.shape ||= shapeOf(region.path.getAttribute("d"), plate.room.page);
  return region.shape?.all ? region.shape.cells(box).on / region.shape.all : 1;
}

/* Clear of these boxes and lines, and near enough that the line to it does not lead the eye astray. */
function beside(plate, { at, ends, wide, high }, boxes, lines = plate.room.lines) {
  const { room } = plate;
  const all = [room.boxes, room.lines];
  [room.boxes, room.lines] = [boxes, lines];
  const most = FARTHEST * plate.type();
  const sideways = room.beside(at, wide, high, most, true, ends);
  const place = room.upright(at, wide, high, sideways ? sideways.cost : most) || sideways;
  [room.boxes, room.lines] = all;
  return place;
}

/* At the middle of the region; where another badge lies there, on a body large enough just above or below; else nowhere. */
function onBody(plate, { x, y, wide, high }) {
  const { xaxis, yaxis } = axesOf(plate.host);
  const rows = yaxis._length > LARGE * high ? [0, -2.2, 2.2] : [0];
  const places = rows.map((row) => within({ x, y: y + row * high, wide, high }, xaxis._length, yaxis._length));
  return places.find((box) => !plate.room.boxes.slice(plate.room.kept[0]).some((other) => touch(box, other)));
}

const within = ({ x, y, wide, high }, width, height) => ({
  x: Math.min(width - wide - 1, Math.max(wide + 1, x)), y: Math.min(height - high - 1, Math.max(high + 1, y)), wide, high,
});
