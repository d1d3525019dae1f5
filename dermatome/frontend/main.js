/* The door of the browser half, and the one file of it that Streamlit serves itself.
 *
 * All else comes from addresses that carry the build, which browsers may keep for good: a new build has new ones. Where
 * a part of the page cannot be fetched or drawn, this side says so in its place and offers a way on, in words that
 * came with the page, for the rest of the words may be what could not be fetched. */

/** @type {Record<string, any>} */
let texts = {}; // English → the language of the page

const _ = (text, values = {}) =>
  (texts[text] || text).replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? values[name] : whole));

/** Why something failed, in a word for readers; a fault of the program speaks for itself.
 * @param {import("./types").Failure} error */
function reason(error) {
  if (error.status) return _("the server answered %(status)s", { status: error.status });
  return error.unreachable || error instanceof TypeError && /fetch|import/i.test(error.message)
    ? _("the server cannot be reached") : error.message;
}

/**
 * Say in an element that something failed, and offer to try it again.
 *
 * @param {HTMLElement} place what it says takes the first place in it, and that of an earlier failure
 * @param {import("./types").Failure} error
 * @param {() => void} again
 * @param {string} [what] the sentence, with %(why)s in it, in the language of the page
 */
function failed(place, error, again, what) {
  console.error(error);
  clear(place);
  const note = /** @type {any} */ (document.createElement("div"));
  note.className = "da-failed";
  note.setAttribute("role", "alert");
  const said = document.createElement("p");
  const button = document.createElement("button");
  button.type = "button";
  note.say = () => {
    said.textContent = (what || _("This part of the page could not be loaded: %(why)s.")).replace("%(why)s", () => reason(error));
    button.textContent = _("Try again");
  };
  note.say();
  button.addEventListener("click", () => {
    place.tabIndex = -1;
    place.focus({ preventScroll: true }); // the pressed button goes
    clear(place);
    again();
  });
  note.append(said, button);
  place.prepend(note);
}

/** Take away what failed() said. */
function clear(place) {
  place.querySelector(":scope > .da-failed")?.remove();
}

/** Called by Streamlit for every part of a page, again at each of its runs; returns what takes the part away.
 * @param {import("./types").Component} component */
export default async function frontend(component) {
  const { data, parentElement } = component;
  if (data.part === "page") {
    // Streamlit's own page always says English.
    document.documentElement.lang = data.lang || "en";
    texts = data.texts;
    for (const note of document.querySelectorAll(".da-failed")) /** @type {any} */ (note).say();
    return () => {};
  }
  const base = new URL(`../../../assets/frontend/${data.v}/`, import.meta.url).href;
  try {
    const { mount } = await import(`${base}base/mount.js`);
    clear(parentElement);
    return mount(component, { failed, clear });
  } catch (error) {
    failed(parentElement, error, () => frontend(component));
    return () => clear(parentElement);
  }
}
