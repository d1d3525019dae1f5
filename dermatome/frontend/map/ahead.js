/* What a switch of the map would show next, before it is asked for. */

import { assetUrl, loadCatalogue, loadPlate } from "../base/assets.js";
import { whenIdle } from "../base/dom.js";
import { LAYERS, mapsNear } from "./looks.js";
import { SOLID } from "./places.js";

const REST = 700; // ms without a choice before anything is fetched or drawn ahead
const MOST_PREPARED = 5; // views drawn ahead; more would take too much room

/** Fetch it, and where a mouse is at hand also draw it out of sight: one thing at a time, while the browser is idle and
 * the reader rests. */
export function prepareAhead(map) {
  if (!map.switches || navigator.connection?.saveData) return;
  const { theme, v, inferred } = map.state;
  const views = map.state.views.filter((view) => view !== SOLID);
  const near = mapsNear(map.state, map.catalogues);
  const jobs = [
    ...Object.keys(LAYERS).map((layer) => () => loadCatalogue(layer, v)),
    ...near.flatMap((id) => views.map((view) => () => loadPlate(id, view, theme, v, inferred))),
  ];
  if (matchMedia("(pointer: fine)").matches && views.length <= MOST_PREPARED) {
    jobs.push(...near.flatMap((id) => views.map((view) => () => prepare(map, id, view))));
  }
  const drawn = map.drawn;
  const next = () => {
    if (map.drawn !== drawn || !map.element.isConnected) return;
    const rest = REST - (performance.now() - map.touched);
    if (rest > 0) setTimeout(() => whenIdle(next), rest);
    else if (jobs.length) jobs.shift()().catch(() => {}).then(() => whenIdle(next));
    else map.element.dataset.ahead = drawn;
  };
  map.touched ||= 0;
  whenIdle(next);
}

async function prepare(map, id, view) {
  const { theme, v, inferred } = map.state;
  const payload = await loadPlate(id, view, theme, v, inferred);
  payload.link = (path) => assetUrl(path, v);
  await map.slots.get(view)?.prepare(map.plotly, payload);
}
