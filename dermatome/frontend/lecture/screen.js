/* What stands on the screen of a lecture round the map: the name, the facts, the buttons, the list of keys. */

import { node } from "../base/dom.js";
import { _ } from "../base/words.js";
import { ACTIONS, helpRows } from "./keys.js";
import { infers } from "./turns.js";

/** A published map by name; one drawn after a description says so. */
export const mapName = ({ name, schematic }) => (schematic ? _("%(map)s (schematic)", { map: name }) : name);

export function buildBar(lecture) {
  lecture.parts.bar.setAttribute("aria-label", _("Lecture mode"));
  lecture.position = node("span", { className: "dl-position" });
  lecture.buttons = {};
  for (const { id, name, shown, help, turns, pressed } of ACTIONS.filter((action) => action.name)) {
    const button = node("button", { type: "button", title: `${_(help)}: ${_(shown)}` }, _(name));
    if (pressed) button.dataset.pressed = pressed;
    button.addEventListener("click", (event) => lecture.act(id, turns && event.shiftKey ? -1 : 1));
    lecture.buttons[id] = button;
    lecture.parts.bar.append(button);
    if (id === "back") lecture.parts.bar.append(lecture.position);
  }
}

export function buildHelp(lecture) {
  const rows = helpRows().map(([keys, text]) => {
    const head = node("th", { scope: "row" }, keys);
    return node("tr", {}, head, node("td", {}, text));
  });
  const table = node("table", {}, node("tbody", {}, ...rows));
  lecture.parts.help.setAttribute("aria-label", _("Keys"));
  lecture.parts.help.replaceChildren(node("h3", {}, _("Keys")), table);
}

export function drawName(lecture) {
  const { state, parts, about } = lecture;
  if (lecture.other) {
    parts.root.textContent = about?.name || "";
    parts.root.removeAttribute("aria-label");
    parts.what.textContent = about?.what || "";
    parts.map.textContent = about?.where || "";
    return;
  }
  const named = lecture.revealed.has("name");
  parts.root.textContent = named ? state.root : "?";
  parts.root.setAttribute("aria-label", named ? state.root : _("Which root?"));
  parts.what.textContent = named ? what(lecture) : "";
  parts.map.textContent = mapLine(lecture);
}

function what(lecture) {
  const { root, side, layer } = lecture.state;
  const values = { name: lecture.book.roots[root].name, side: { left: _("left"), right: _("right"), both: _("both sides") }[side] };
  if (layer === "myotome") return _("muscles of the %(name)s, %(side)s", values);
  if (layer === "reflex") return _("reflexes of the %(name)s, %(side)s", values);
  if (layer === "nerve") return _("skin nerves with fibres of the %(name)s, %(side)s", values);
  return _("dermatome of the %(name)s, %(side)s", values);
}

function mapLine(lecture) {
  const { scheme, layer, depth, root, difference, inferred } = lecture.state;
  if (lecture.plates().plates) return _("Published maps side by side");
  if (layer === "myotome") return depth === "deep" ? _("Deep muscles") : _("Superficial muscles");
  if (layer === "reflex") return _("Where the reflexes are tested");
  if (layer === "nerve" && !difference) return _("Fields of the skin nerves");
  const { roots, inferred: gone } = lecture.catalogue.schemes[scheme];
  const published = !inferred && infers(lecture);
  const said = published ? _("%(map)s map, published parts alone", { map: mapName(lecture.book.maps[scheme]) })
    : _("%(map)s map", { map: mapName(lecture.book.maps[scheme]) });
  const drawn = roots.includes(root) && !(published && gone.roots.includes(root));
  return drawn || !lecture.revealed.has("territory") ? said : `${said}: ${_("leaves this root out")}`;
}

export function drawFacts(lecture) {
  const { facts, sources } = lecture.parts;
  const rows = [];
  const cited = new Set();
  // Of an explanation the last word has the room; what was said before is told by its value.
  facts.classList.toggle("dl-stepwise", Boolean(lecture.other?.explained?.[lecture.newest]));
  for (const reveal of new Set(lecture.each([...lecture.step.shown, ...lecture.step.reveals, ...lecture.book.reveals]))) {
    if (!lecture.revealed.has(reveal)) continue;
    for (const { label, value, text, sources: own } of lecture.rows(reveal)) {
      const row = node("div", { className: reveal === lecture.newest ? "dl-fact dl-newest" : "dl-fact" },
        node("dt", {}, label), node("dd", {}, ...(value ? [node("b", {}, value)] : []), node("span", {}, text)));
      row.dataset.reveal = reveal;
      rows.push(row);
      own.forEach((each) => cited.add(each));
    }
  }
  facts.querySelector("dl").replaceChildren(...rows);
  sources.textContent = [...cited].join(" · ");
  // Set as large as all of it fits, within reason; then what is new is brought into sight.
  for (const size of [1, 0.92, 0.84, 0.76, 0.68]) {
    facts.style.fontSize = `${size}em`;
    if (facts.scrollHeight <= facts.clientHeight) break;
  }
  [...facts.querySelectorAll(".dl-newest")].at(-1)?.scrollIntoView({ block: "nearest" });
}

export function drawBar(lecture) {
  const { steps } = lecture.data;
  const between = steps.length ? _("no step") : "";
  lecture.position.textContent = lecture.at < 0 ? between : `${lecture.at + 1} / ${steps.length}`;
  lecture.position.title = lecture.step.title;
  for (const button of Object.values(lecture.buttons)) {
    const { pressed } = button.dataset;
    const on = pressed === "inferred" ? lecture.state.inferred : lecture.on[pressed];
    if (pressed) button.setAttribute("aria-pressed", String(Boolean(on)));
  }
  lecture.buttons.inferred.hidden = !infers(lecture);
}
