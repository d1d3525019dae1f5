/* A name on a plate: what it may say, on how many lines, the room it takes, and how it is written. */

import { svg } from "../base/dom.js";
import { regionKey } from "./frame.js";
import { widthOf } from "./room.js";

const [SMALLEST, HELD] = [8.5, 7.5]; // px: the least that reads, on a desk and on a phone, which is held nearer
const TINY = 100; // px: the width of a plate below which that is so
const LINE = 1.08; // from one line of a name to the next, in sizes of its letters

/** The size of the least letters that read; beside the smallest bodies on a desk those of a phone, for else they had none. */
export const smallest = (plate) => (plate.size.width < TINY || matchMedia("(pointer: coarse) and (max-width: 600px)").matches ? HELD : SMALLEST) * plate.type();

/* What may be written of a region, the fullest first; nothing on plates for practice. */
export const said = ({ meta, info }) => (info.told === undefined ? info.label || (meta.layer === "territory" ? [meta.id] : null) : null);

/** What the same region on the other side of the body is called. */
export const mirrored = ({ meta }) => meta && regionKey(meta.id, meta.side === "left" ? "right" : "left");

/** Where a line from a name on the left ends in a region, and one from the right. */
export const endsOf = (plate, { info: { at, ends = [at, at] } }) => ends.map((end) => plate.toPixels(end));

/* A text on one line to four, its lines as even as they can be without looking further. */
export function linesOf(text) {
  const words = text.split(" ");
  return [1, 2, 3, 4].filter((count) => count <= words.length).map((count) => {
    const lines = [];
    let rest = text.length;
    for (const word of words) {
      const [open, left] = [lines.length, count - lines.length + 1];
      const last = lines[open - 1];
      if (last === undefined || (open < count && last.length + word.length / 2 > rest / left)) {
        if (last !== undefined) rest -= last.length + 1;
        lines.push(word);
      } else lines[open - 1] = `${last} ${word}`;
    }
    return lines;
  });
}

/* What letters take of a line: capitals and figures have nothing below it. */
export function boxOf(plate, lines, size, x, y) {
  const said = lines.join("\n");
  let em = plate.ems.get(said); // the two sides of a body say the same, and each is tried in many ways
  if (!em) plate.ems.set(said, em = Math.max(...lines.map((line) => widthOf(line, 20, plate.family))) / 40);
  return { x, y, wide: em * size, high: size * (0.37 + (LINE * (lines.length - 1)) / 2) };
}

/** Set a name down: it takes its room, and is drawn by :func:`drawn` when all names have theirs. */
export function setDown(plate, key, lines, box, size, attributes, line) {
  const name = { ...box, key, lines, size, attributes, box, line, nodes: [], away: false };
  plate.room.take(box, line);
  if (!plate.names.has(key)) plate.names.set(key, name);
  return [name];
}

/** The elements of a name, with its line before it. */
export function drawn(name) {
  const { key, lines, x, y, size, attributes, line } = name;
  const [id, side] = key.split("|");
  const rise = ((lines.length - 1) / 2) * LINE * size;
  const rows = lines.length > 1 ? lines.map((said, i) => svg("tspan", { x, y: y - rise + i * LINE * size }, said)) : lines;
  const text = svg("text", { class: "da-label", x, y, "font-size": size.toFixed(1), "font-weight": 700,
    "dominant-baseline": "central", "text-anchor": "middle", ...attributes }, ...rows);
  Object.assign(text.dataset, { id, side, kind: "label" });
  const leader = line && svg("line", { class: "da-line", x1: line[0][0], y1: line[0][1], x2: line[1][0], y2: line[1][1] });
  name.nodes = leader ? [leader, text] : [text];
  return name.nodes;
}
