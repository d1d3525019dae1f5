/* Everything the map fetches, each thing once per page load. All of it comes from this server. */

// This module is served as <base>/_stcore/bidi-components/<component>/base/assets.js, so the app's base
// address, whatever path it is mounted under, lies four folders up.
export const APP = new URL("../../../../", import.meta.url);
const BASE = new URL("assets/", APP);

const pending = new Map();

function once(key, load) {
  if (!pending.has(key)) {
    const promise = load();
    promise.catch(() => pending.delete(key)); // a failed fetch may be tried again
    pending.set(key, promise);
  }
  return pending.get(key);
}

export function assetUrl(path, version) {
  const url = new URL(path, BASE);
  url.searchParams.set("v", version);
  return url.href;
}

// The language and the terms of the page, as the server wants to read them; English goes without saying.
let spoken = "";

/** Set the language of all that is fetched from now on; ``data`` is what the server sends a component. */
export function speakAs({ lang, terms }) {
  spoken = new URLSearchParams({ ...(lang ? { lang } : {}), ...(terms ? { terms } : {}) }).toString();
}

async function fetchJson(path, version) {
  const answer = await fetch(`${assetUrl(path, version)}${spoken && `&${spoken}`}`);
  if (!answer.ok) throw new Error(`${path}: the server answered ${answer.status}`);
  return answer.json();
}

export function loadJson(path, version) {
  return once(`${path} ${version} ${spoken}`, () => fetchJson(path, version));
}

export function loadCatalogue(layer, version) {
  return loadJson(`catalogue/${layer}.json`, version);
}

export function loadPlate(map, view, theme, version) {
  return loadJson(`plates/${map}/${view}/${theme}.json`, version);
}

/** A plate for practice: without labels, its regions under neutral names. */
export function loadBlindPlate(map, view, theme, version) {
  return loadJson(`practice/${map}/${view}/${theme}.json`, version);
}

export function loadPlotly(version) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  return once("plotly", () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = assetUrl("plotly.js", version);
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => reject(new Error("plotly.js could not be loaded from this server"));
    document.head.append(script);
  }));
}
