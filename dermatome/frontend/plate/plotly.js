/* What this side knows of plotly's own objects: its axes, its paths, and the data they were drawn from. */

/** No controls, no listeners, no drag layer: the paths themselves meet clicks, taps and the keyboard. */
export const CONFIG = { staticPlot: true, displayModeBar: false, responsive: false };

/** Layers of traces that lie above the relief; all others are fills. */
export const ABOVE_RELIEF = new Set(["lines", "scale_bar", "callouts", "key_points"]);

/** The axes of a drawn figure: ``l2p`` and ``p2l`` turn millimetres into px and back. */
export const axesOf = (host) => host._fullLayout;

/** The part of a drawn figure that holds its traces, or nothing before it is drawn. */
export const plotOf = (host) => host.querySelector(".scatterlayer")?.parentNode;

/** The elements of a drawn figure's traces, in the order they are painted. */
export const tracesIn = (plot) => plot.querySelectorAll(".scatterlayer > .trace");

/** The trace an element was drawn from: its points and its ``meta``. */
export const traceOf = (element) => element.__data__?.[0]?.trace || {};

/** The filled path of a trace's element, or nothing. */
export const fillOf = (element) => element.querySelector(".js-fill");

/** The key sensory points of a plate: where they lie, in millimetres, and what they are called. */
export const keyPointsOf = ({ figure }) => figure.data.filter(({ meta }) => meta.layer === "key_points")
  .flatMap(({ x, y, text, customdata }) => x.map((mm, i) => ({ x: mm, y: y[i], name: text[i], root: customdata[i][0], side: customdata[i][1] })));
