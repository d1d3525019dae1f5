/* Signs and names on what is chosen: in place of the region's own name, on it where it has room, else beside it. */

import { svg } from "../base/dom.js";
import { axesOf } from "./plotly.js";
import { touch, widthOf } from "./room.js";

const SIZE = 12.5;
const FARTHEST = 190; // px a line to a badge may cost (room.js)
const HIGH = 9.5; // half the height of a badge

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

/** Sign and name of a chosen region; names that give way to it are added to ``plate.replaced``. */
export function badge(plate, region, text, sign = "✓", twice = false) {
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
  let place = inPlace(plate, own, wide, HIGH * t) || onRegion(plate, region, [x, y], own, wide, HIGH * t)
    || beside(plate, [x, y], own, wide + 2, HIGH * t + 2);
  if (!place && own?.line && sign) {
    // A small region is left in sight: its name beside the body is lit, whatever names give way to that.
    [label, wide] = [text, widthOf(text, SIZE * t, plate.family) / 2 + 4 * t];
    place = litName(plate, [x, y], own, wide, HIGH * t);
    if (!place) [label, wide] = [sign, HIGH * t]; // which covers less of it
  }
  place ||= within({ x, y, wide, high: HIGH * t }, xaxis._length, yaxis._length);
  // Names it would cover in part give way. Those it covers whole may stay: so most choices write no name anew.
  const pill = { x: place.x, y: place.y, wide, high: HIGH * t };
  for (const [key, name] of plate.names) if (touch(pill, name) && !covers(pill, name)) plate.replaced.add(key);
  plate.room.take(pill, place.line);
  const leader = place.line ? [svg("line", { class: "da-leader", x1: place.line[0][0], y1: place.line[0][1], x2: x, y2: y })] : [];
  return [svg("g", { class: "da-badge" }, ...leader,
    svg("rect", { x: place.x - wide, y: place.y - HIGH * t, width: 2 * wide, height: 2 * HIGH * t, rx: HIGH * t }),
    Object.assign(svg("text", { x: place.x, y: place.y + 4.5 * t, "text-anchor": "middle" }), { textContent: label }))];
}

const covers = (pill, name) => Math.abs(pill.x - name.x) + name.wide <= pill.wide && Math.abs(pill.y - name.y) + name.high <= pill.high;

const others = (plate, own) => plate.room.boxes.filter((box) => box !== own?.box);

/* In place of a name beside the body, kept on the page; what is no name of a region stays clear, and the region's middle. */
function litName({ room, names }, [px, py], own, wide, high) {
  const outward = own.x + Math.sign(own.x - own.line[1][0]) * (wide - own.wide);
  const x = Math.min(room.page.x1 - wide, Math.max(room.page.x0 + wide, outward));
  const box = { x, y: own.y, wide, high, line: own.line };
  const named = new Set([...names.values()].map((name) => name.box));
  const clear = [{ x: px, y: py, wide: 2, high: 2 }, ...room.boxes.filter((other) => !named.has(other))];
  return clear.some((other) => touch(box, other)) ? null : box;
}

function inPlace(plate, own, wide, high) {
  if (!own) return null;
  // Beside the body it grows away from the region, as the name does.
  const x = own.line ? own.x + Math.sign(own.x - own.line[1][0]) * (wide - own.wide) : own.x;
  const box = { x, y: own.y, wide, high, line: own.line };
  const { x0, x1 } = plate.room.page;
  return x - wide >= x0 && x + wide <= x1 && !others(plate, own).some((other) => touch(box, other)) ? box : null;
}

function onRegion(plate, region, [x, y], own, wide, high) {
  if (plate.radius(region) < high + 3) return null;
  const box = within({ x, y, wide, high }, axesOf(plate.host).xaxis._length, axesOf(plate.host).yaxis._length);
  return others(plate, own).some((other) => touch(box, other)) ? null : box;
}

/* Near enough that the line to it does not lead the eye astray; the region's own name gives its place up. */
function beside(plate, at, own, wide, high) {
  const { room } = plate;
  const all = room.boxes;
  room.boxes = others(plate, own);
  const place = room.beside(at, wide, high, true);
  room.boxes = all;
  return place && place.cost < FARTHEST * plate.type() ? place : null;
}

const within = ({ x, y, wide, high }, width, height) => ({
  x: Math.min(width - wide - 1, Math.max(wide + 1, x)), y: Math.min(height - high - 1, Math.max(high + 1, y)), wide, high,
});
