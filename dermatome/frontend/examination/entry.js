/* What keys do to scores, and the way back: pure, so that it can be tested without a browser. */

/** A cell's key is side, modality and level, joined by points, as the server names it. */
export const keyOf = (side, modality, level) => `${side}.${modality}.${level}`;

/**
 * What a key makes of a score.
 *
 * @param {string} key as keyboard events name it
 * @param {string} score what stands there, empty for nothing
 * @param {{scores: string[], normal: string}} column what may stand there
 * @returns {{score: string} | {refused: "star" | "normal" | "score"} | null} null if the key means nothing here
 */
export function typed(key, score, { scores, normal }) {
  if (key === "Backspace" || key === "Delete") return { score: "" };
  if (/^[0-9]$/.test(key)) return scores.includes(key) ? { score: key } : { refused: "score" };
  if (key === "n" || key === "N") return { score: "NT" };
  if (key !== "*") return null;
  const number = score.replace(/\*/g, "");
  if (!number) return { refused: "star" };
  if (number === normal) return { refused: "normal" };
  const stars = (score.length - number.length + 1) % 3;
  return { score: number + "*".repeat(stars) };
}

const WHY = "impaired_by";

/** A worksheet as fields that hold a text each: cells by their keys, all else by name, and what impairs a cell by
 * ``impaired_by`` and its key. @returns {Map<string, string>} */
export function fieldsOf(sheet) {
  const found = new Map();
  const lay = (name, value) => {
    if (value && typeof value === "object") for (const [inner, each] of Object.entries(value)) lay(`${name}.${inner}`, each);
    else found.set(name, value || "");
  };
  for (const [name, value] of Object.entries(sheet)) lay(name, value);
  return found;
}

/** The worksheet that fields make up; what impairs a cell is told while it has a star. */
export function sheetOf(fields) {
  const sheet = { [WHY]: {} };
  for (const [name, value] of fields) {
    const [first, ...rest] = name.split(".");
    const key = rest.join(".");
    if (first === WHY) {
      if (value && fields.get(key)?.includes("*")) sheet[WHY][key] = value;
    } else if (rest.length) ((sheet[first] ||= {})[rest[0]] ||= {})[rest[1]] = value;
    else sheet[first] = value;
  }
  return sheet;
}

/** Changes of fields that can be taken back: each a list of [field, before, after]. */
export class Trail {
  constructor() {
    this.done = [];
    this.undone = [];
  }

  /** Make changes in a map of fields; returns whether any was one. ``joined``: taken back together with the change
   * before, if that was of the same field. */
  make(fields, changes, joined = false) {
    const real = changes.map(([key, after]) => [key, fields.get(key) || "", after]).filter(([, before, after]) => before !== after);
    if (!real.length) return false;
    for (const [key, , after] of real) fields.set(key, after);
    const last = this.done[this.done.length - 1];
    if (joined && last?.length === 1 && real.length === 1 && last[0][0] === real[0][0]) last[0][2] = real[0][2];
    else this.done.push(real);
    this.undone = [];
    return true;
  }

  undo(fields) {
    return this.turn(fields, this.done, this.undone, 1);
  }

  redo(fields) {
    return this.turn(fields, this.undone, this.done, 2);
  }

  /* Returns the field to go to, or nothing. */
  turn(fields, from, to, which) {
    const last = from.pop();
    if (!last) return undefined;
    for (const change of last) fields.set(change[0], change[which]);
    to.push(last);
    return last[0][0];
  }

  clear() {
    this.done = [];
    this.undone = [];
  }
}
