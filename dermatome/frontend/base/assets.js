/* Everything the parts of a page fetch, each thing once per page load. All of it comes from this server. */

// This module is served as <app>/assets/frontend/<build>/base/assets.js, whatever path the app is mounted under.
const HERE = new URL("../", import.meta.url);
const BASE = new URL("../../", HERE);
export const APP = new URL("../", BASE);

const pending = new Map();

function once(key, load) {
  if (!pending.has(key)) {
    const promise = load();
    promise.catch(() => pending.delete(key)); // what failed may be tried again
    pending.set(key, promise);
  }
  return pending.get(key);
}

/** A module of the browser half, by its path in this folder's parent. */
export function loadModule(path) {
  return once(path, () => import(new URL(path, HERE).href));
}

/** A style sheet of the browser half, put on the page once. */
export function loadStyle(path) {
  return once(path, () => new Promise((resolve, reject) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL(path, HERE).href });
    link.onload = () => resolve(link);
    link.onerror = () => {
      link.remove();
      reject(unreachable(path));
    };
    document.body.append(link); // after the styles of the page's frame, which stand in its body as well
  }));
}

const unreachable = (path) => Object.assign(new Error(`${path} could not be fetched`), { unreachable: true });

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

const PATIENCE = 5;

async function fetchJson(path, version, again = PATIENCE) {
  const answer = await fetch(`${assetUrl(path, version)}${spoken && `&${spoken}`}`).catch(() => { throw unreachable(path); });
  if (answer.status === 429 && again) { // the server has much to draw: a little later
    const seconds = Number(answer.headers.get("Retry-After")) || 1;
    await new Promise((later) => setTimeout(later, 1000 * seconds * (0.5 + Math.random())));
    return fetchJson(path, version, again - 1);
  }
  if (!answer.ok) throw Object.assign(new Error(`${path}: the server answered ${answer.status}`), { status: answer.status });
  return answer.json();
}

export function loadJson(path, version) {
  return once(`${path} ${version} ${spoken}`, () => fetchJson(path, version));
}

export function loadCatalogue(layer, version) {
  return loadJson(`catalogue/${layer}.json`, version);
}

/** Without ``inferred`` maps are blank where their published figures draw nothing. */
export function loadPlate(map, view, theme, version, inferred = true) {
  return loadJson(`plates/${map}/${view}/${theme}.json${inferred ? "" : "?inferred=no"}`, version);
}

/** A plate for practice: without labels, its regions under neutral names. */
export function loadBlindPlate(map, view, theme, version) {
  return loadJson(`practice/${map}/${view}/${theme}.json`, version);
}

/** What a map is on the body in the round. */
export async function loadSolid(map, theme, version, inferred = true) {
  const payload = await loadJson(`body_3d/${map}/${theme}.json${inferred ? "" : "?inferred=no"}`, version);
  return Object.assign(payload, { v: version });
}

/** three.js, for the body in the round. @returns {Promise<any>} */
export function loadThree(version) {
  return once("three", () => import(assetUrl("three.js", version)).catch(() => { throw unreachable("three.js"); }));
}

/* Half of what a drawing costs went into a list for what plotly says to a pointer, which here it never does: it walks
 * through all attributes that a trace could have, to find those that are lists. Ours stand at the top of a trace. */
function unburdened(plotly) {
  plotly.PlotSchema.findArrayAttributes = (trace) => Object.keys(trace).filter((key) => key[0] !== "_" && Array.isArray(trace[key]));
  return plotly;
}

export function loadPlotly(version) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  return once("plotly", () => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = assetUrl("plotly.js", version);
    script.onload = () => resolve(unburdened(window.Plotly));
    script.onerror = () => reject(unreachable("plotly.js"));
    document.head.append(script);
  }));
}
