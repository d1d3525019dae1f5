/* The pieces of a page all parts are made of: elements, the theme, the tip beside the pointer, and the few controls
 * the map is set up with: radios, toggles, lists. Plain HTML with the usual keys. */

const SVG = "http://www.w3.org/2000/svg";

/** @returns {any} an element with properties and children */
export function node(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/** The children of an element. @returns {any} */
export const parts = (element) => [...element.children];

/** An element of a class. */
export const classed = (tag, className, ...children) => node(tag, { className }, ...children);

/** @returns {any} */
export function svg(tag, attributes, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Which of the two themes Streamlit shows: the lightness of the page's background tells.
 * @returns {"light" | "dark"} the theme round an element of the page */
export function themeOf(element) {
  const colour = getComputedStyle(element).getPropertyValue("--st-background-color").trim();
  if (!themes.has(colour)) themes.set(colour, lightness(colour) < 128 ? "dark" : "light");
  return themes.get(colour);
}

const themes = new Map(); // colour of a page → its theme

function lightness(colour) {
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = "#ffffff";
  probe.fillStyle = colour; // an unknown colour leaves white
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(String(probe.fillStyle).slice(i, i + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b;
}

/** Show a tip beside a point of the screen, towards its middle: so it stays within it, whatever its size. */
export function placeTip(tip, { x, y }) {
  const [left, above] = [x > window.innerWidth / 2, y > window.innerHeight * 0.7];
  tip.hidden = false;
  tip.style.transform = `translate(${Math.round(x + (left ? -12 : 14))}px, ${Math.round(y + (above ? -12 : 18))}px) `
    + `translate(${left ? "-100%" : "0"}, ${above ? "-100%" : "0"})`;
}

let groups = 0; // numbers the names of groups of radios, which are global to the page

/** A group of native radios of which one is on, or none; ``onChoose`` hears the value, and whether a key chose it.
 * @returns {any} */
export function radioGroup(label, className, onChoose, choices = []) {
  const group = node("div", { className });
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", label);
  group.dataset.name = `da-group-${(groups += 1)}`;
  let byKey = false;
  group.addEventListener("keydown", () => { byKey = true; });
  group.addEventListener("pointerdown", () => { byKey = false; });
  group.addEventListener("change", (event) => onChoose(event.target.value, byKey));
  for (const [value, text] of choices) group.append(radio(group, value, text));
  return group;
}

/** One radio of a group, looking like a button: the native one lies unseen over it. */
export function radio(group, value, text, title = "") {
  const input = node("input", { type: "radio", name: group.dataset.name, value, title });
  if (title) input.setAttribute("aria-label", title);
  const chip = node("label", { className: "da-chip" }, input, node("span", { textContent: text }));
  chip.dataset.value = value;
  return chip;
}

export function mark(group, value) {
  for (const input of group.querySelectorAll("input")) if (input.checked !== (input.value === value)) input.checked = input.value === value;
}

/** A button with a text, and with further properties of the element; ``press`` hears the click.
 * @returns {any} */
export function button(text, press, properties = {}) {
  const made = node("button", { type: "button", textContent: text, ...properties });
  made.addEventListener("click", press);
  return made;
}

/** A button that is on or off; ``onToggle`` hears what it is to be.
 * @returns {any} */
export function toggle(text, onToggle) {
  return button(text, ({ currentTarget }) => onToggle(currentTarget.getAttribute("aria-pressed") !== "true"), { className: "da-chip da-toggle" });
}

/** A named group of controls. */
export const option = (name, ...controls) =>
  node("div", { className: "da-option" }, node("span", { className: "da-option-name", textContent: name }), ...controls);

/** A button that opens what stands behind it; a press elsewhere, Escape or ``close()`` shuts it again.
 * @returns {any} */
export function menu(name, ...content) {
  const box = node("details", { className: "da-menu" }, node("summary", { className: "da-chip", textContent: name }),
    node("div", { className: "da-menu-box" }, ...content));
  const outside = (event) => { if (!box.contains(event.target)) box.open = false; };
  box.addEventListener("toggle", () => document[box.open ? "addEventListener" : "removeEventListener"]("pointerdown", outside));
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !box.open) return;
    box.open = false;
    box.firstElementChild.focus();
  });
  return box;
}

/** A list to choose one from; ``choices`` are [value, text], and choosing the first line, ``none``, means none. */
export function list(label, none, choices, onChoose) {
  const select = node("select", { className: "da-chip da-list", title: label });
  select.setAttribute("aria-label", label);
  select.append(...(none ? [new Option(none, "")] : []), ...choices.map(([value, text]) => new Option(text, value)));
  select.addEventListener("change", () => onChoose(select.value));
  return select;
}

/** Do a thing when the browser has nothing else to do. */
export const whenIdle = (task) => (window.requestIdleCallback ? window.requestIdleCallback(task) : setTimeout(task, 200));

/** Wait for the next frame on the screen: a message posted in a frame arrives once it has been painted. */
export const painted = () => new Promise((done) => {
  requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = done;
    port2.postMessage(0);
  });
});
