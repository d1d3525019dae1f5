/* A name on a plate: what it may say, on how many lines, the room it takes, and how it is written. */

import { svg } from "../base/dom.js";
import { widthOf } from "./room.js";

const [SMALLEST, HELD] = [8.5, 7.5]; // px: the least that reads, on a desk and on a phone, which is held nearer
const LINE = 1.08; // from one line of a name to the next, in sizes of its letters

/** The size of the least letters that read. */
export const smallest = (plate) => (matchMedia("(pointer: coarse) and (max-width: 600px)").matches ? HELD : SMALLEST) * plate.type();

/* What may be written of a region, the fullest first; nothing on plates for practice. */
export const said = ({ meta, info }) => (info.told === undefined ? info.label || (meta.layer === "territory" ? [meta.id] : null) : null);

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
  const wide = Math.max(...lines.map((line) => widthOf(line, 20, plate.family))) * (size / 40);
  return { x, y, wide, high: size * (0.37 + (LINE * (lines.length - 1)) / 2) };
}

export function write(plate, key, lines, box, size, attributes, line) {
  const [id, side] = key.split("|");
  const rise = ((lines.length - 1) / 2) * LINE * size;
  const rows = lines.length > 1 ? lines.map((said, i) => svg("tspan", { x: box.x, y: box.y - rise + i * LINE * size }, said)) : lines;
  const name = svg("text", { class: "da-label", x: box.x, y: box.y, "font-size": size.toFixed(1), "font-weight": 700,
    "dominant-baseline": "central", "text-anchor": "middle", ...attributes }, ...rows);
  Object.assign(name.dataset, { id, side, kind: "label" });
  const leader = line && svg("line", { class: "da-line", x1: line[0][0], y1: line[0][1], x2: line[1][0], y2: line[1][1] });
  const nodes = leader ? [leader, name] : [name];
  plate.room.take(box, line);
  if (!plate.names.has(key)) plate.names.set(key, { ...box, box, size, line, nodes, away: false });
  return nodes;
}
