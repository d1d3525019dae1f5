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
  const probe = document.createElement("canvas").getContext("2d");
  probe.fillStyle = "#ffffff";
  probe.fillStyle = colour; // an unknown colour leaves white
  const [r, g, b] = [1, 3, 5].map((i) => parseInt(String(probe.fillStyle).slice(i, i + 2), 16));
  return 0.299 * r + 0.587 * g + 0.114 * b < 128 ? "dark" : "light";
}

/** Show a tip beside a point of the screen, towards its middle: so it stays within it, whatever its size. */
export function placeTip(tip, { x, y }) {
  const [left, above] = [x > window.innerWidth / 2, y > window.innerHeight * 0.7];
  tip.hidden = false;
  tip.style.transform = `translate(${Math.round(x + (left ? -12 : 14))}px, ${Math.round(y + (above ? -12 : 18))}px) `
    + `translate(${left ? "-100%" : "0"}, ${above ? "-100%" : "0"})`;
}

/* A group of buttons of which one is on: one tab stop, arrow keys move and choose. */
export function radioGroup(label, className, onChoose) {
  const group = node("div", { className });
  group.setAttribute("role", "radiogroup");
  group.setAttribute("aria-label", label);
  group.addEventListener("click", (event) => {
    const button = event.target.closest("[role=radio]");
    if (button) onChoose(button.dataset.value, false);
  });
  group.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const buttons = [...group.querySelectorAll("[role=radio]")];
    const at = buttons.indexOf(document.activeElement);
    const next = buttons[(at + step + buttons.length) % buttons.length];
    next.focus();
    onChoose(next.dataset.value, true);
  });
  return group;
}

export function radio(value, text, title = "") {
  const button = node("button", { type: "button", className: "da-chip", textContent: text, title });
  button.setAttribute("role", "radio");
  button.dataset.value = value;
  return button;
}

export function mark(group, value) {
  const buttons = [...group.querySelectorAll("[role=radio]")];
  for (const button of buttons) button.setAttribute("aria-checked", String(button.dataset.value === value));
  const on = buttons.find((button) => button.dataset.value === value) || buttons[0];
  for (const button of buttons) button.tabIndex = button === on ? 0 : -1;
}

export function toggle(text, onToggle) {
  const button = node("button", { type: "button", className: "da-chip da-toggle", textContent: text });
  button.addEventListener("click", () => onToggle(button.getAttribute("aria-pressed") !== "true"));
  return button;
}

/** A named group of controls. */
export const option = (name, ...controls) =>
  node("div", { className: "da-option" }, node("span", { className: "da-option-name", textContent: name }), ...controls);

/** A list to choose one from; ``choices`` are [value, text], and choosing the first line means none. */
export function list(label, none, choices, onChoose) {
  const select = node("select", { className: "da-chip da-list" });
  select.setAttribute("aria-label", label);
  select.append(new Option(none, ""), ...choices.map(([value, text]) => new Option(text, value)));
  select.addEventListener("change", () => onChoose(select.value));
  return select;
}
