/* Parts of a page in their places: made when first asked for, told anew at each run of the page, replaced when the
 * language or the build changes, taken away with their place. */

import { loadModule, loadStyle } from "./assets.js";
import { clear, failed, lend } from "./failure.js";
import { tell } from "./history.js";
import { speak, spokenBy } from "./words.js";

const MAP = "map/body_map.css";

/** part → its module, its style sheets, and the event under which the server hears of it. */
const PARTS = {
  map: ["map/body_map.js", [MAP], "pick"],
  reading: ["reading/reading_map.js", [MAP], "pick"],
  scroll: ["reading/scroll.js", [], ""],
  reveal: ["base/reveal.js", [], ""],
  menu: ["base/menu.js", [], ""],
  spine: ["spine/spine.js", ["spine/spine.css"], "pick"],
  lecture: ["lecture/start.js", ["lecture/start.css"], "restore"],
  begin: ["lecture/begin.js", ["lecture/start.css"], ""],
  practice: ["practice/practice.js", [MAP, "practice/practice.css"], "act"],
  secret: ["practice/secret.js", [], "open"],
  examination: ["examination/examination.js", [MAP, "examination/examination.css"], "act"],
  paint: ["localise/paint.js", [MAP, "localise/paint.css"], "act"],
  plexus: ["plexus/plexus.js", [MAP, "plexus/plexus.css"], "pick"],
  strength: ["practice/strength.js", [MAP, "practice/practice.css"], "pick"],
};

class Place {
  constructor(parent, build) {
    this.parent = parent;
    this.build = build;
    this.turn = 0;
  }

  /** Show what the server says; what it said before and has not been shown yet no longer counts. */
  async tell(component) {
    const { data, setTriggerValue } = component;
    const [module, styles, event] = PARTS[data.part];
    const turn = (this.turn += 1);
    const path = location.pathname;
    try {
      const [{ default: Part }] = await Promise.all([loadModule(module), speak(data), ...styles.map(loadStyle)]);
      if (turn !== this.turn) return;
      clear(this.parent);
      if (this.spoken !== spokenBy(data)) this.empty();
      this.spoken = spokenBy(data);
      this.part ||= new Part(this.parent);
      await this.part.update(data, (message) => tell(path, () => setTriggerValue(event, message)));
    } catch (error) {
      if (turn === this.turn) failed(this.parent, error, () => this.tell(component));
    }
  }

  empty() {
    this.part?.dispose();
    this.part = null;
  }

  dispose() {
    this.turn += 1;
    this.empty();
  }
}

/** Show a part in the place Streamlit keeps for it; returns what takes it away. */
export function mount(component, door) {
  const { data, parentElement } = component;
  lend(door);
  let place = parentElement.dermatome;
  if (place?.build !== data.v) { // made by an older build of these modules
    place?.dispose();
    place = parentElement.dermatome = new Place(parentElement, data.v);
  }
  place.tell(component);
  // Streamlit also calls this when a newer call has overtaken this one; the part goes only with its place.
  return () => setTimeout(() => {
    if (parentElement.isConnected) return;
    place.dispose();
    if (parentElement.dermatome === place) parentElement.dermatome = null;
  });
}
