/* What is written on a plate: names of regions, letters for the sides, the scale bar.
 *
 * A name stands in its region where it can be read there, else beside the body with a line to the region; where the
 * plate is too small for all of them, the names of one side stand for both, and what is left has a number in place of its
 * name, which the key below the map resolves (map/legend.js). */

import { svg } from "../base/dom.js";
import { regionKey, SMALL } from "./frame.js";
import { axesOf, keyPointsOf } from "./plotly.js";
import { aboveOrBelow, callOut, named } from "./beside.js";
import { boxOf, drawn, linesOf, said, setDown, smallest } from "./names.js";
import { Room, shapeOf, touch, widthOf } from "./room.js";

const ROOMIEST = 11.5; // px: up to this a name grows in the roomiest place of its region
const SHORT = 7.7; // px: the least for roots and abbreviations
const LARGEST = 17;
const APART = 1.5; // px between a name and what is written beside it
const AIR = 1.35; // how far a name may grow into the clear space the figure leaves around it
const BESIDE_HEAD = new Set(["anterior", "posterior", "lateral-left", "lateral-right"]);
const SPOT = 3; // px: half of what a point takes that can be pressed

/** Write what the figure says anew for the size of the plate and the part of the body shown. */
export function writeTexts(plate) {
  const whole = plate.zoomLevel() <= 1.001;
  plate.family = getComputedStyle(plate.host.isConnected ? plate.host : document.body).fontFamily;
  plate.room = roomOf(plate, whole);
  plate.names = new Map(); // region key → {x, y, wide, high, nodes}
  plate.ems = new Map(); // what is said → half its width, in sizes of its letters
  const texts = plate.texts.map((text) => ({ ...text, parts: (text.name || "").split(" ") }));
  const nodes = texts.filter(({ parts: [kind] }) => kind !== "label").map((text) =>
    (text.parts[0] === "side" ? letter(plate, text, whole) : scale(plate, text, whole)));
  const inside = texts.filter(({ parts: [kind] }) => kind === "label").flatMap((text) => within(plate, text));
  const nameless = regionsShown(plate).filter((region) => !plate.names.has(region.key) && said(region));
  const broken = nameless.flatMap((region) => inRegion(plate, region));
  plate.sheets.labels.replaceChildren(...nodes, ...[...inside, ...broken, ...besideOrNumbered(plate, nameless)].flatMap(drawn));
  plate.room.keep();
}

/* Names beside the body and numbers for what is left; where a small body leaves some without either, numbers throughout,
 * which take less room. ``plate.numbers``: number → the name it stands for. */
function besideOrNumbered(plate, nameless) {
  const [names, { room }] = [plate.names, plate];
  const [boxes, lines] = [room.boxes, room.lines];
  const nameOf = (written) => [written, ...numbered(plate, nameless)].flat();
  let best = null;
  for (const way of [() => callOut(plate, nameless), () => []]) {
    [plate.names, room.boxes, room.lines] = [new Map(names), [...boxes], [...lines]];
    const written = nameOf(way());
    const left = withoutName(plate, nameless).length;
    if (!best || left < best.left) best = { written, left, names: plate.names, boxes: room.boxes, lines: room.lines };
    if (!left || plate.size.width >= SMALL || !plate.listener.number) break;
  }
  [plate.names, room.boxes, room.lines] = [best.names, best.boxes, best.lines];
  const keys = best.written.filter(({ lines: [first] }) => /^\d+$/.test(first));
  plate.numbers = new Map(keys.map(({ key, lines: [number] }) => [Number(number), said(plate.regions.get(key))[0]]));
  return best.written;
}

/* Regions that have no name on either side of the body. */
function withoutName(plate, regions) {
  const done = named(plate);
  return regions.filter(({ meta, info }) => info.label && !done.has(meta.id));
}

function numbered(plate, nameless) {
  const left = withoutName(plate, nameless).flatMap((region) => {
    const number = plate.listener.number?.(region.meta);
    return number ? [{ ...region, info: { ...region.info, label: [`${number}`] } }] : [];
  });
  const written = [...left.flatMap((region) => inRegion(plate, region)), ...callOut(plate, left)];
  return [...written, ...aboveOrBelow(plate, withoutName(plate, left))];
}

function roomOf(plate, whole) {
  const { xaxis, yaxis } = axesOf(plate.host);
  const spill = whole ? plate.size.spill || 0 : 0;
  const page = { x0: -spill, x1: xaxis._length + spill, y0: whole ? -4 : 0, y1: yaxis._length };
  // Reflexes are marks on bare skin, where their names may stand as well, unless they would hide a small body.
  const reflexes = xaxis._length < SMALL ? [] : [...plate.regions.values()].filter(({ meta }) => meta.layer === "reflex");
  const room = new Room(reflexes.length ? reflexes.map(({ path }) => path.getAttribute("d")).join("") : plate.body, page);
  room.marks = reflexes.map((region) => {
    const [[x, y], half] = [plate.toPixels(region.info.at), plate.radius(region) + 1];
    return { x, y, wide: half, high: half };
  });
  // Where fingers zoom, a button stands beside the head (body_map.css).
  if (whole && plate.size.width >= SMALL && matchMedia("(pointer: coarse)").matches && BESIDE_HEAD.has(plate.view)) {
    const out = 22 - Math.min(24, spill); // px from the edge of the plate to the middle of the button
    room.take({ x: plate.view === "lateral-right" ? xaxis._length - out : out, y: 52, wide: 23, high: 23 });
  }
  if (plate.listener.points) {
    room.spots = keyPointsOf(plate.payload).map((point) => plate.toPixels([point.x, point.y])).map(([x, y]) => ({ x, y, wide: SPOT, high: SPOT }));
  }
  return room;
}

const text = (content, x, y, size, attributes = {}) =>
  Object.assign(svg("text", { x, y, "font-size": size.toFixed(1), "dominant-baseline": "central", "text-anchor": "middle", ...attributes }),
    { textContent: content });

/* R and L stay in their corners: a zoomed plate must not lose its orientation. */
function letter(plate, { x: mm, y: up, text: said, font }, whole) {
  const { xaxis } = axesOf(plate.host);
  const t = plate.type();
  const above = whole ? 2 * plate.toPixels([0, up])[1] : Infinity; // px between the body and the plate's upper edge
  const size = Math.max(11, Math.min(11 * t, above + 7 * t));
  const across = ((mm - plate.home.x[0]) / (plate.home.x[1] - plate.home.x[0])) * xaxis._length;
  const x = Math.min(xaxis._length - 0.4 * size, Math.max(0.4 * size, across));
  const y = Math.min(size / 2 + 3, above - size / 2 - 1); // clear of the body, also where it fills its plate
  plate.room.take({ x, y, wide: size / 2, high: size / 2 });
  const node = text(bare(said)[0], x, y, size, { class: "da-text", fill: font.color, "font-weight": 700 });
  node.dataset.kind = "side";
  return node;
}

/* The scale bar stands clear of the feet, whatever the size of what it says. */
function scale(plate, { x: mm, y: up, text: said, font }, whole) {
  const size = 11 * plate.type();
  const [x, y] = plate.toPixels([mm, up]);
  const foot = plate.toPixels([0, plate.foot])[1];
  const down = whole ? Math.max(0, foot + 3 + size / 2 - y) : 0;
  const bar = plate.sheets.lines.querySelector('[data-layer="scale_bar"]');
  if (down) bar?.setAttribute("transform", `translate(0,${down})`);
  const wide = widthOf(bare(said)[0], size, plate.family, false);
  const [start] = plate.toPixels([plate.scaleStart, up]);
  plate.room.take({ x: (start + x + wide) / 2, y: y + down, wide: (x + wide - start) / 2 + 2, high: size / 2 });
  const node = text(bare(said)[0], x, y + down, size, { class: "da-text", fill: font.color, "text-anchor": "start" });
  node.dataset.kind = "scale";
  return node;
}

const bare = (said) => said.replace(/<(?!br>)[^>]*>/g, "").split("<br>").map((line) => line.trim());

/* A name at the place the figure gives it, if it can be read there. */
function within(plate, { x: mm, y: up, text: said, font, parts: [, id, side] }) {
  const key = regionKey(id, side);
  const region = plate.regions.get(key);
  const [x, y] = plate.toPixels([mm, up]);
  const { xaxis, yaxis } = axesOf(plate.host);
  if (!region || x < 0 || y < 0 || x > xaxis._length || y > yaxis._length) return [];
  const lines = bare(said);
  const fitting = font.size * plate.grown();
  const least = lines.length === 1 && lines[0].length < 6 ? SHORT * plate.type() : smallest(plate);
  const roomy = Math.max(fitting, roomiest(plate, region, [mm, up], lines), Math.min(least, AIR * fitting));
  if (roomy < least || region.meta.layer === "reflex") return [];
  const size = Math.min(LARGEST * plate.type(), roomy);
  const box = boxOf(plate, lines, size, x, y);
  if ([...plate.room.boxes, ...plate.room.spots].some((other) => touch(box, other))) return [];
  return setDown(plate, key, lines, box, size, { fill: font.color });
}

/* The size at which a name fills the roomiest place of its region, up to what reads well; 0 anywhere else. */
function roomiest(plate, region, [mm, up], lines) {
  const { at, r } = region.info;
  if (!at || plate.overlaps || Math.hypot(mm - at[0], up - at[1]) >= 0.7 * r) return 0;
  const { wide, high } = boxOf(plate, lines, 1, 0, 0);
  return Math.min(ROOMIEST * plate.type(), (0.98 * plate.radius(region)) / Math.hypot(wide, high));
}

const regionsShown = (plate) => {
  const { xaxis, yaxis } = axesOf(plate.host);
  return [...plate.regions.values()].filter(({ info }) => {
    const [x, y] = info.at ? plate.toPixels(info.at) : [-1, -1];
    return x > 0 && y > 0 && x < xaxis._length && y < yaxis._length;
  });
};

/* A name in its region, on as many lines as suit it: in its roomiest place, else wherever it fits. */
function inRegion(plate, region) {
  if (plate.overlaps || !said(region)) return [];
  const least = smallest(plate);
  const [radius, at] = [0.97 * plate.radius(region), plate.toPixels(region.info.at)];
  const ways = said(region).flatMap((words, i) => linesOf(words).map((lines) => ({ lines, i, one: boxOf(plate, lines, 1, 0, 0) })))
    .map((way) => ({ ...way, size: Math.min(ROOMIEST * plate.type(), radius / Math.hypot(way.one.wide, way.one.high)) }))
    .sort((a, b) => a.i - b.i || b.size - a.size);
  const fill = { fill: inkOn(region.path.style.fill) };
  for (const { lines, size } of ways.filter((way) => way.size >= least)) {
    const box = boxOf(plate, lines, size, ...at);
    if (plate.room.free(box)) return setDown(plate, region.key, lines, box, size, fill);
  }
  const shape = 2.2 * radius > least && shapeOf(region.path.getAttribute("d"), plate.room.page);
  if (!shape) return [];
  for (const { lines, one } of ways) {
    const place = plate.room.inside(shape, one.wide * least + (region.info.label ? APART : 0), one.high * least, at);
    if (place) return setDown(plate, region.key, lines, place, least, fill);
  }
  return [];
}

/* Dark letters or light ones, whichever a fill lets read better. */
function inkOn(fill) {
  const [r, g, b] = (fill.match(/[\d.]+/g) || [255, 255, 255]).map(Number);
  return 0.299 * r + 0.587 * g + 0.114 * b > 110 ? "#16181d" : "#ffffff";
}

