/* What can be done in lecture mode, by which key and by which button: one table for all three. */

import { _, N_ } from "../base/words.js";

/* Keys are those of KeyboardEvent; a letter with Shift goes the other way. ``name`` is a button's, ``help`` says it
 * in the list of keys. Presenters' clickers send Page Up, Page Down, arrow keys, B or a full stop, F5 and Escape. */
export const ACTIONS = [
  { id: "back", keys: ["PageUp", "ArrowLeft", "ArrowUp", "Backspace"], shown: N_("Page Up, ← ↑, Backspace"), name: N_("Go back"),
    help: N_("one step back") },
  { id: "forward", keys: ["PageDown", "ArrowRight", "ArrowDown", " ", "Enter"], shown: N_("Page Down, → ↓, Space, Enter"),
    name: N_("Next"), help: N_("reveal the next fact, then go to the next step") },
  { id: "skip", keys: ["n"], shown: "N", help: N_("next step, whatever is left to reveal (Shift: step before)"), turns: true },
  { id: "first", keys: ["Home", "F5"], shown: N_("Home, F5"), help: N_("first step") },
  { id: "last", keys: ["End"], shown: N_("End"), help: N_("last step") },
  { id: "root", keys: ["r"], shown: "R", name: N_("Root"), help: N_("next root (Shift: root before)"), turns: true },
  { id: "layer", keys: ["l"], shown: "L", name: N_("Layer"), help: N_("next layer (Shift: layer before)"), turns: true },
  { id: "view", keys: ["v"], shown: "V", name: N_("View"), help: N_("next view (Shift: view before)"), turns: true },
  { id: "map", keys: ["m"], shown: "M", name: N_("Map"), help: N_("next published map (Shift: map before)"), turns: true },
  { id: "side", keys: ["x"], shown: "X", name: N_("Side"), help: N_("right, left or both sides"), turns: true },
  { id: "labels", keys: ["t"], shown: "T", name: N_("Labels"), help: N_("labels on or off"), pressed: "labels" },
  { id: "inferred", keys: ["i"], shown: "I", name: N_("Inferred parts"), help: N_("inferred parts on or off"), pressed: "inferred" },
  { id: "reveal", keys: ["1", "2", "3", "4", "5", "6", "7", "8"], shown: "1 – 8",
    help: N_("show or hide: name, territory, key point, muscles, reflexes, level, other maps, note") },
  { id: "spot", keys: ["s"], shown: "S", name: N_("Spotlight"), pressed: "spot",
    help: N_("spotlight: follows the pointer; Shift and arrow keys move it, + and − change it") },
  { id: "size", keys: ["+", "=", "-"], shown: "+ −", help: N_("larger or smaller text") },
  { id: "theme", keys: ["d"], shown: "D", name: N_("Dark"), help: N_("dark or light"), pressed: "dark" },
  { id: "qr", keys: ["q"], shown: "Q", name: N_("QR code"), help: N_("QR code of what is shown, for phones"), pressed: "qr" },
  { id: "black", keys: ["b", "."], shown: "B, .", help: N_("black screen") },
  { id: "white", keys: ["w", ","], shown: "W, ,", help: N_("white screen") },
  { id: "fullscreen", keys: ["f"], shown: "F", help: N_("fill the screen, or not") },
  { id: "help", keys: ["?", "h"], shown: "H, ?", name: N_("Keys"), help: N_("this list"), pressed: "help" },
  { id: "leave", keys: ["Escape", "F8"], shown: N_("Esc, F8"), help: N_("leave lecture mode") },
];

/** The action a key stands for: {id, turn, key}; turn is −1 where Shift turns it round. */
export function actionOf({ key, shiftKey }) {
  const name = key.length === 1 ? key.toLowerCase() : key;
  const action = ACTIONS.find(({ keys }) => keys.includes(name));
  return action ? { id: action.id, turn: shiftKey && action.turns ? -1 : 1, key: name } : null;
}

/** The list of keys as rows of a table. */
export const helpRows = () => ACTIONS.map(({ shown, help }) => [_(shown), _(help)]);
