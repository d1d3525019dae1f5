/* The row above the plates: which root, which side, which layers. Plain radios and toggles. */

function node(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

/* A group of buttons of which one is on: one tab stop, arrow keys move and choose. */
function radioGroup(label, className, onChoose) {
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

function radio(value, text, title) {
  const button = node("button", { type: "button", className: "da-chip", textContent: text, title });
  button.setAttribute("role", "radio");
  button.dataset.value = value;
  return button;
}

function mark(group, value) {
  const buttons = [...group.querySelectorAll("[role=radio]")];
  for (const button of buttons) button.setAttribute("aria-checked", String(button.dataset.value === value));
  const on = buttons.find((button) => button.dataset.value === value) || buttons[0];
  for (const button of buttons) button.tabIndex = button === on ? 0 : -1;
}

function toggle(text, onToggle) {
  const button = node("button", { type: "button", className: "da-chip da-toggle", textContent: text });
  button.addEventListener("click", () => onToggle(button.getAttribute("aria-pressed") !== "true"));
  return button;
}

export class Toolbar {
  /** @param {{chooseRoot: Function, chooseSide: Function, toggleLayer: Function}} listener */
  constructor(catalogue, listener) {
    this.catalogue = catalogue;
    this.roots = radioGroup("Nerve root", "da-roots", listener.chooseRoot);
    for (const group of catalogue.groups) {
      const row = node("div", { className: "da-root-group" });
      row.append(node("span", { className: "da-root-region", textContent: group.name }));
      const chips = node("div", { className: "da-root-chips" });
      row.append(chips);
      for (const root of group.roots) chips.append(radio(root.id, root.id, root.name));
      this.roots.append(row);
    }
    this.sides = radioGroup("Side of the patient", "da-sides", listener.chooseSide);
    this.sides.append(radio("right", "Right", "The patient's right"), radio("left", "Left", "The patient's left"),
      radio("both", "Both", "Both sides"));
    this.layers = {
      labels: toggle("Labels", (on) => listener.toggleLayer("labels", on)),
      key_points: toggle("Key points", (on) => listener.toggleLayer("key_points", on)),
    };
    this.layers.key_points.title = "The ISNCSCI key sensory points";
    const options = node("div", { className: "da-options" },
      node("div", { className: "da-option" }, node("span", { className: "da-option-name", textContent: "Side" }),
        this.sides),
      node("div", { className: "da-option" }, node("span", { className: "da-option-name", textContent: "Show" }),
        this.layers.labels, this.layers.key_points));
    this.element = node("div", { className: "da-toolbar" }, this.roots, options);
  }

  update({ root, side, scheme, layers, theme }) {
    mark(this.roots, root);
    mark(this.sides, side);
    const map = this.catalogue.schemes[scheme];
    for (const chip of this.roots.querySelectorAll("[role=radio]")) {
      const mapped = map.roots.includes(chip.dataset.value);
      const name = this.catalogue.names[chip.dataset.value];
      chip.classList.toggle("da-unmapped", !mapped);
      chip.title = mapped ? name : `${name}: not drawn on the ${map.name} map`;
      chip.setAttribute("aria-label", chip.title);
      chip.style.setProperty("--da-root", this.catalogue.colours[theme][chip.dataset.value] || "transparent");
    }
    for (const [layer, button] of Object.entries(this.layers)) {
      button.setAttribute("aria-pressed", String(layers[layer]));
    }
  }
}
