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

/** Changes that can be taken back: each a list of [cell, before, after]. */
export class Trail {
  constructor() {
    this.done = [];
    this.undone = [];
  }

  /** Make changes in a map of scores; returns whether any was one. */
  make(scores, changes) {
    const real = changes.map(([key, after]) => [key, scores.get(key) || "", after]).filter(([, before, after]) => before !== after);
    if (!real.length) return false;
    for (const [key, , after] of real) scores.set(key, after);
    this.done.push(real);
    this.undone = [];
    return true;
  }

  undo(scores) {
    return this.turn(scores, this.done, this.undone, 1);
  }

  redo(scores) {
    return this.turn(scores, this.undone, this.done, 2);
  }

  /* Returns the cell to go to, or nothing. */
  turn(scores, from, to, which) {
    const last = from.pop();
    if (!last) return undefined;
    for (const change of last) scores.set(change[0], change[which]);
    to.push(last);
    return last[0][0];
  }

  clear() {
    this.done = [];
    this.undone = [];
  }
}
