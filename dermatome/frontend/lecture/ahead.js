/* What the steps of a lecture show, fetched before it is shown: in the lecture nothing has to come from far. */

import { assetUrl, loadCatalogue, loadJson, loadModule, loadPlate, loadSolid, loadStyle, loadThree } from "../base/assets.js";
import { whenIdle } from "../base/dom.js";
import { mapOf } from "../map/looks.js";

/** Fetch it while nothing else is to be done. */
export function fetchAhead(lecture) {
  const { v, steps } = lecture.data;
  const themes = lecture.on.dark ? ["dark", "light"] : ["light", "dark"];
  const jobs = new Map(); // each thing once
  const add = (name, job) => jobs.has(name) || jobs.set(name, job);
  for (const theme of themes) {
    for (const { state, shown, reveals, told } of steps) {
      if (told) {
        if (told.page === "levels") add(`${told.path} ${theme}`, () => fetchColumn(told.path, theme, v));
        if (told.page === "examination") add(`examination ${theme}`, () => fetchBody(theme, v));
        continue;
      }
      if (state.layer !== "dermatome") add(state.layer, () => loadCatalogue(state.layer, v));
      const maps = [...shown, ...reveals].includes("maps") ? Object.keys(lecture.book.maps) : [];
      for (const map of [mapOf(state, lecture.catalogues), ...maps]) {
        for (const view of state.views) {
          add(`${map} ${view} ${theme} ${state.inferred}`, () =>
            (view === "3d" ? fetchSolid(map, theme, v, state.inferred) : fetchPlate(map, view, theme, v, state.inferred)));
        }
      }
    }
  }
  const left = [...jobs.values()];
  const next = () => {
    if (!left.length) lecture.element.dataset.ahead = "yes";
    else if (lecture.element.open) left.shift()().catch(() => {}).then(() => whenIdle(next));
  };
  whenIdle(next);
}

/* A thing on the column, and the drawing of the column. */
async function fetchColumn(path, theme, v) {
  const { drawing: { conus, transitional } } = await loadJson(`levels/${path}.json`, v);
  await Promise.all(["side", "back"].map((view) => loadJson(`spine/${view}/${conus}/${transitional}/${theme}.json`, v)));
}

/* What an examination stands on: the worksheet, and the body beside it. */
async function fetchBody(theme, v) {
  const { map, rows } = await loadJson("examination.json", v);
  await Promise.all(rows.flat().map((view) => fetchPlate(map, view, theme, v, true)));
}

/* The body in the round with a map on it. */
async function fetchSolid(map, theme, v, inferred) {
  const { three, mesh, sheets } = await loadSolid(map, theme, v, inferred);
  const files = [mesh, ...Object.values(/** @type {Record<string, any>} */ (sheets)).map(({ picture }) => picture)];
  await Promise.all([loadThree(three), loadModule("body_3d/solid.js"), loadStyle("body_3d/body_3d.css"), ...files.map((path) => fetch(assetUrl(path, v)))]);
}

/* A plate and the pictures that lie on it. */
async function fetchPlate(map, view, theme, v, inferred) {
  const { figure } = await loadPlate(map, view, theme, v, inferred);
  await Promise.all((figure.layout.images || []).map(({ source }) => {
    const picture = new Image();
    picture.src = assetUrl(source, v);
    return picture.decode();
  }));
}
