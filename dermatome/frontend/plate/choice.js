/* Which region a click, a tap or a key means, and what is told of it. */

import { traceOf } from "./plotly.js";

/* Without a pointer there is no spot: the region is meant as a whole, and its middle stands for it. */
export function chooseWhole(plate, region) {
  choose(plate, region, region.info.at, true, true);
}

/* Skin that the map leaves blank belongs to no region, but it is a spot to ask of. */
export function chooseBlank(plate, { target, clientX, clientY }) {
  if (!target.closest?.(".da-blank") || !(clientX || clientY)) return;
  const [x, y] = plate.toData(clientX, clientY);
  const point = { view: plate.view, x: round(x), y: round(y) };
  plate.listener.pick({ meta: { layer: "unmapped" }, point, certain: true, whole: false });
}

export function choose(plate, region, at, certain = true, whole = false) {
  if (refused(region.meta)) {
    plate.listener.refuse(region, plate, plate.clientAnchor(region));
    return;
  }
  const point = at && { view: plate.view, x: round(at[0]), y: round(at[1]) };
  plate.listener.pick({ meta: region.meta, point, certain, whole });
}

/* Where fields overlap, a click means the one it lies deepest in, and the next click there the next one.
 * The first is a guess, painted at once, that the server's geometry may put right. */
export function amongOverlapping(plate, top, event, at) {
  if (top.meta.layer === "territory" && !plate.overlaps) return [top, true]; // there a point is in one field alone
  const found = document.elementsFromPoint(event.clientX, event.clientY).filter((node) => plate.host.contains(node))
    .map((node) => plate.regionOf(node)).filter((region) => region && !refused(region.meta));
  if (found.length < 2) return [top, true];
  const near = plate.lastClick && Math.hypot(event.clientX - plate.lastClick.x, event.clientY - plate.lastClick.y) < 8;
  plate.lastClick = { x: event.clientX, y: event.clientY };
  const depth = new Map(found.map((region) => [region, depthIn(region.path.closest(".trace"), at, edge(plate))]));
  found.sort((a, b) => depth.get(b) - depth.get(a));
  const current = found.findIndex((region) => region.state === "selected");
  return near && current >= 0 ? [found[(current + 1) % found.length], true] : [found[0], false];
}

/* The points of the body's silhouette, behind which a field goes on. */
function edge(plate) {
  const [body] = plate.payload.figure.data;
  plate.payload.edge ||= new Set(body.x.map((x, i) => `${x} ${body.y[i]}`));
  return plate.payload.edge;
}

const round = (value) => (value === undefined ? null : Math.round(value * 10) / 10);

/* The trigeminal divisions bound the maps of the spinal roots, and are none. */
export const refused = (meta) => meta.kind === "trigeminal";

/** Distance in millimetres of a point from the border of a trace, leaving the silhouette out. */
export function depthIn(trace, [px, py], edge) {
  const { x, y } = traceOf(trace);
  const outer = (i) => edge.has(`${x[i]} ${y[i]}`);
  let least = Infinity;
  for (let i = 1; i < x.length; i += 1) {
    if (x[i] === null || x[i - 1] === null || x[i] === undefined || (outer(i) && outer(i - 1))) continue;
    const [dx, dy] = [x[i] - x[i - 1], y[i] - y[i - 1]];
    const along = ((px - x[i - 1]) * dx + (py - y[i - 1]) * dy) / (dx * dx + dy * dy || 1);
    const t = Math.min(1, Math.max(0, along));
    least = Math.min(least, Math.hypot(px - x[i - 1] - t * dx, py - y[i - 1] - t * dy));
  }
  return least;
}
