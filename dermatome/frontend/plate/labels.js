/* What is written on a plate: labels of regions, letters for the sides, the scale bar. */

import { svg } from "../base/dom.js";
import { regionKey } from "./frame.js";
import { axesOf } from "./plotly.js";

// Labels are set in SMALLEST_LABEL px at least; where SMALLEST_FIT would be needed to fit, they are left out
// until the reader zooms in.
const SMALLEST_LABEL = 8.5;
const SMALLEST_FIT = 6.2;
const LINE = 1.08; // from one line of a label to the next, in sizes of its letters

/** Half of the width and height a label takes, near enough: measuring each would lay the page out anew.
 * @returns {[number, number]} */
const halfBox = (lines, size) =>
  [0.28 * size * Math.max(...lines.map((line) => line.trim().length)), 0.5 * size * (0.75 + LINE * (lines.length - 1))];

/* Whether a label or badge runs into none of those before it; if so it takes its place. */
export function free([x, y], [wide, high], taken, key = "") {
  const touches = (box) => Math.abs(box.x - x) < box.wide + wide - 1 && Math.abs(box.y - y) < box.high + high - 1;
  if (taken.some(touches)) return false;
  taken.push({ x, y, wide, high, key });
  return true;
}

/* On which side of its mark a name stands: it has to grow away from the mark. */
const outwards = ({ info }, text) => (info.at ? Math.sign(text.x - info.at[0]) : 0);

/* The figure sets its texts for one size of the plate. Here they keep their size relative to the body,
 * down to what can still be read and up to what still looks like a label; those too small are left out. */
export function writeTexts(plate) {
  const { xaxis } = axesOf(plate.host);
  const grown = xaxis._length / (plate.window.x[1] - plate.window.x[0]) / plate.payload.figure.layout.meta.px_per_mm;
  const whole = plate.zoomLevel() <= 1.001;
  plate.names = []; // the room each name takes
  const nodes = plate.texts.map((text) => {
    const [kind, id, side] = (text.name || "").split(" ");
    const label = kind === "label";
    const fitting = text.font.size * grown;
    const region = plate.regions.get(regionKey(id, side));
    const lines = text.text.replace(/<(?!br>)[^>]*>/g, "").split("<br>");
    const roomy = label ? roomFor(plate, region, text, lines) : 0;
    if (label && fitting < SMALLEST_FIT && roomy < SMALLEST_LABEL * plate.type()) return null;
    let [x, y] = plate.toPixels([text.x, text.y]);
    const above = kind === "side" && whole ? 2 * y : Infinity; // px between the body and the plate's upper edge
    const floor = label ? readable(plate, text, roomy) : Math.max(11, Math.min(11 * plate.type(), above + 7 * plate.type()));
    const size = Math.min((label ? 17 : 14) * plate.type(), Math.max(floor, fitting));
    if (label && size < SMALLEST_LABEL * plate.type()) return null;
    if (region?.meta.layer === "reflex") x += outwards(region, text) * (halfBox(lines, size)[0] - halfBox(lines, fitting)[0]);
    if (label && !free([x, y], halfBox(lines, size), plate.names, regionKey(id, side))) return null;
    if (kind === "side") {
      // R and L stay in their corners: a zoomed plate must not lose its orientation.
      x = ((text.x - plate.home.x[0]) / (plate.home.x[1] - plate.home.x[0])) * xaxis._length;
      x = Math.min(xaxis._length - 0.4 * size, Math.max(0.4 * size, x));
      y = Math.min(size / 2 + 3, above - size / 2 - 1); // clear of the body, also where it fills its plate
    }
    const node = svg("text", {
      x, y, "font-size": size.toFixed(1), fill: text.font.color, "dominant-baseline": "central",
      "text-anchor": text.xanchor === "left" ? "start" : "middle", "aria-hidden": "true",
    });
    if (label) Object.assign(node.dataset, { id, side });
    node.classList.add(label ? "da-label" : "da-text");
    node.dataset.kind = kind || "scale";
    if (lines.length > 1) {
      const rise = ((lines.length - 1) / 2) * LINE * size;
      node.append(...lines.map((line, i) => svg("tspan", { x, y: y - rise + i * LINE * size }, line)));
    } else node.textContent = lines[0];
    if (text.text.startsWith("<b>")) node.setAttribute("font-weight", "700");
    return node;
  });
  // Unlike the rest, letters and what the scale bar says may reach beyond a small plate, or they would stand on the body.
  const beyond = (node) => whole && ["scale", "side"].includes(node.dataset.kind);
  const written = nodes.filter(Boolean);
  plate.labels.replaceChildren(...written.filter((node) => !beyond(node)));
  plate.outside.replaceChildren(...written.filter(beyond));
}

/* The least size of a label: what still reads, and more in the roomiest place of its region. */
function readable(plate, text, roomy) {
  // Where fields overlap no place is a field's own: names that grew would run into each other.
  if (plate.beneath) return text.text.includes("+") ? 0 : SMALLEST_LABEL;
  return Math.max(SMALLEST_LABEL, roomy);
}

/* The size at which a label fills the roomiest place of its region, up to what reads well; 0 anywhere else. */
function roomFor(plate, region, text, lines) {
  const { at, r } = region?.info || {};
  if (!at || plate.beneath || Math.hypot(text.x - at[0], text.y - at[1]) >= 0.7 * r) return 0;
  const [wide, high] = halfBox(lines, 1);
  return Math.min(11.5 * plate.type(), plate.radius(region), (0.95 * plate.radius(region)) / Math.hypot(wide, high - 0.2));
}
