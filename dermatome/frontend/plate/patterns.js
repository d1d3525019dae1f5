/* Patterns that fill regions: strokes over a colour of the page's own styles. */

import { svg } from "../base/dom.js";

/** The patterns of a part: ``url(#<part>-<name>)`` has strokes ``d`` over the colour ``--<part>-<name>``. */
export function patterned(part, strokes) {
  const patterns = Object.entries(strokes).map(([name, d]) => svg("pattern",
    { id: `${part}-${name}`, width: 8, height: 8, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: 8, height: 8, style: `fill: var(--${part}-${name})` }),
    svg("path", { d, style: "stroke: #16181d; stroke-width: 1.3; stroke-linecap: round; stroke-opacity: .8; fill: none" })));
  return svg("svg", { width: 0, height: 0, "aria-hidden": "true", style: "position: absolute" }, svg("defs", {}, ...patterns));
}
