/* The worksheet: a grid of scores with one tab stop, filled in by keys or by the buttons below it. */

import { button, classed, node } from "../base/dom.js";
import { _ } from "../base/words.js";
import { keyOf, Trail, typed } from "./entry.js";

/** @type {Record<string, [number, number]>} down and to the right */
const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export class Grid {
  /** @type {any} */
  document;
  /** @type {?string} */
  at = null;
  /** @type {?string} where a range begins */
  from = null;
  locked = false;

  /** @param {{changed: () => void, moved: (key: string) => void, said: (text: string) => void,
   *     turned?: (name: string) => void}} listener ``turned``: a field that is no cell was taken back */
  constructor(listener) {
    this.listener = listener;
    this.scores = new Map(); // and what else a worksheet says, by name: one trail leads back through all of it
    this.trail = new Trail();
    this.cells = new Map();
    this.table = node("table", { className: "ex-grid" });
    this.table.setAttribute("role", "grid");
    this.table.addEventListener("keydown", (event) => this.key(event));
    this.table.addEventListener("pointerdown", (event) => this.point(event));
    this.table.addEventListener("pointerover", (event) => this.drag(event));
    this.table.addEventListener("focusin", (event) => this.focused(event.target.dataset?.key));
  }

  /** Build the table of what the server says a worksheet is made of. */
  build(document) {
    this.document = document;
    this.cells.clear();
    this.table.setAttribute("aria-label", _("Worksheet: scores by level"));
    const names = (side) => document.columns.filter(([of]) => of === side)
      .map(([, modality]) => this.head(document.modalities[modality].name, "col"));
    const sides = node("tr", {}, this.wide(document.sides.right, 3), node("td"), this.wide(document.sides.left, 3));
    const head = node("tr", {}, ...names("right"), this.head(_("Level"), "col"), ...names("left"));
    const rows = document.levels.map((level) => {
      const cells = document.columns.map((column) => this.cell(column, level));
      cells.splice(3, 0, this.head(level, "row"));
      return node("tr", {}, ...cells);
    });
    this.sums = document.columns.map(([side, modality]) => {
      const sum = classed("td", "ex-sum");
      Object.assign(sum.dataset, { side, modality });
      return sum;
    });
    const sums = node("tr", {}, ...this.sums.slice(0, 3), this.head(_("Total"), "row"), ...this.sums.slice(3));
    for (const row of [sides, head, ...rows, sums]) row.setAttribute("role", "row");
    this.table.replaceChildren(node("thead", {}, sides, head), node("tbody", {}, ...rows), node("tfoot", {}, sums));
    this.setStop([...this.cells.keys()][0]);
  }

  wide(text, columns) {
    return node("th", { scope: "colgroup", colSpan: columns, textContent: text });
  }

  head(text, scope) {
    return node("th", { scope, textContent: text });
  }

  cell([side, modality], level) {
    const cell = node("td");
    if (!this.document.modalities[modality].levels.includes(level)) {
      cell.className = "ex-none";
      return cell;
    }
    const key = keyOf(side, modality, level);
    cell.setAttribute("role", "gridcell");
    cell.tabIndex = -1;
    cell.dataset.key = key;
    cell.dataset.side = side;
    cell.dataset.modality = modality;
    cell.dataset.level = level;
    this.cells.set(key, cell);
    return cell;
  }

  /** Lay out another worksheet; ``back`` lets it be taken back, else there is no way to the old one. */
  load(fields, back = false) {
    this.from = null;
    const all = new Set([...this.scores.keys(), ...fields.keys()]);
    this.trail.make(this.scores, [...all].map((name) => [name, fields.get(name) || ""]));
    if (!back) this.trail.clear();
    this.paint();
  }

  name(key) {
    const { side, modality, level } = this.cells.get(key).dataset;
    return `${level} ${this.document.modalities[modality].name} ${this.document.sides[side]}`;
  }

  paint(lit = new Set()) {
    for (const [key, cell] of this.cells) {
      const score = this.scores.get(key) || "";
      cell.textContent = score;
      cell.dataset.score = score.replace(/\*/g, "");
      cell.dataset.normal = String(score === this.document.modalities[cell.dataset.modality].normal);
      cell.setAttribute("aria-label", `${this.name(key)}: ${score || _("not scored")}`);
      cell.setAttribute("aria-readonly", String(this.locked));
      cell.classList.toggle("ex-flagged", score.includes("*"));
      cell.classList.toggle("ex-lit", lit.has(key));
    }
    this.paintRange();
  }

  /** Write the sums of the columns below them, as the server has them; none while they are to be found. */
  total(totals = []) {
    for (const sum of this.sums) {
      const { side, modality } = sum.dataset;
      sum.textContent = totals.find((each) => each.side === side && each.result === modality)?.value || "";
    }
  }

  paintRange() {
    const range = new Set(this.range());
    for (const [key, cell] of this.cells) cell.setAttribute("aria-selected", String(range.has(key)));
  }

  /* ---- where one is ---- */

  setStop(key) {
    for (const [other, cell] of this.cells) cell.tabIndex = other === key ? 0 : -1;
    this.at = key;
  }

  /** Go to a cell; ``stretch`` keeps the beginning of a range. */
  go(key, stretch = false) {
    this.from = stretch ? this.from || this.at : null;
    this.setStop(key);
    this.cells.get(key).focus({ preventScroll: true });
    this.cells.get(key).scrollIntoView({ block: "nearest", inline: "nearest" });
    this.paintRange();
  }

  focused(key) {
    if (!key) return;
    if (key !== this.at) this.setStop(key);
    this.listener.moved(key);
  }

  /* Cells of the rectangle between the beginning of the range and where one is. */
  range() {
    if (!this.at) return [];
    const [a, b] = [this.place(this.from || this.at), this.place(this.at)];
    const [top, bottom] = [Math.min(a[0], b[0]), Math.max(a[0], b[0])];
    const [left, right] = [Math.min(a[1], b[1]), Math.max(a[1], b[1])];
    return [...this.cells.keys()].filter((key) => {
      const [row, column] = this.place(key);
      return row >= top && row <= bottom && column >= left && column <= right;
    });
  }

  place(key) {
    const { side, modality, level } = this.cells.get(key).dataset;
    return [this.document.levels.indexOf(level), this.document.columns.findIndex(([s, m]) => s === side && m === modality)];
  }

  /* The next cell in a direction; where a level has no key muscle, the one beyond. */
  next(key, [down, across]) {
    let [row, column] = this.place(key);
    for (;;) {
      row += down;
      column += across;
      const level = this.document.levels[row];
      const at = this.document.columns[column];
      if (!level || !at) return key;
      const found = keyOf(at[0], at[1], level);
      if (this.cells.has(found)) return found;
    }
  }

  point(event) {
    const cell = event.target.closest("[role=gridcell]");
    if (!cell) return;
    event.preventDefault();
    this.go(cell.dataset.key, event.shiftKey);
  }

  /* A mouse that is drawn over cells takes them all. */
  drag(event) {
    const cell = event.target.closest("[role=gridcell]");
    if (cell && event.buttons === 1 && event.pointerType === "mouse" && this.table.contains(document.activeElement)) this.go(cell.dataset.key, true);
  }

  /* ---- what keys do ---- */

  key(event) {
    if (event.altKey) return;
    const command = event.ctrlKey || event.metaKey;
    if (command) {
      if (!this.command(event.key.toLowerCase(), event.shiftKey)) return;
    } else if (event.key in MOVES) {
      this.go(this.next(this.at, MOVES[event.key]), event.shiftKey);
    } else if (event.key === "Home" || event.key === "End") {
      const column = [...this.cells.keys()].filter((key) => this.place(key)[1] === this.place(this.at)[1]);
      this.go(event.key === "Home" ? column[0] : column[column.length - 1], event.shiftKey);
    } else if (event.key === "Enter") {
      this.go(this.next(this.at, MOVES[event.shiftKey ? "ArrowUp" : "ArrowDown"]));
    } else if (!this.press(event.key)) return;
    event.preventDefault();
  }

  command(key, shift) {
    if (key === "z") this.turnBack(shift);
    else if (key === "y") this.turnBack(true);
    else if (key === "d") this.fillDown();
    else if (key === "a") this.stretchOver();
    else return false;
    return true;
  }

  stretchOver() {
    const column = [...this.cells.keys()].filter((key) => this.place(key)[1] === this.place(this.at)[1]);
    this.from = column[0];
    this.setStop(column[column.length - 1]);
    this.go(this.at, true);
  }

  /** Do what a key does where one is; false if it does nothing here. */
  press(key) {
    const range = this.range();
    const made = range.map((at) => [at, typed(key, this.scores.get(at) || "", this.columnOf(at))]);
    if (made.some(([, result]) => result === null)) return false;
    if (this.locked) return this.refuse("locked");
    const refused = made.find(([, result]) => result.refused);
    if (refused) return this.refuse(refused[1].refused, refused[0]);
    this.change(made.map(([at, { score }]) => [at, score]));
    if (range.length === 1 && /^[0-9nN]$/.test(key)) this.go(this.next(this.at, MOVES.ArrowDown));
    else if (range.length === 1 && key === "Backspace") this.go(this.next(this.at, MOVES.ArrowUp));
    return true;
  }

  columnOf(key) {
    return this.document.modalities[this.cells.get(key).dataset.modality];
  }

  refuse(why, key = this.at) {
    const { name, scores } = this.columnOf(key);
    const plain = scores.filter((score) => !score.includes("*")).join(", ");
    this.listener.said({
      score: _("%(name)s takes %(scores)s.", { name, scores: plain }),
      star: _("Type the score first, then * for impaired by something else than the injury."),
      normal: _("A normal score is not impaired: it takes no *."),
      locked: _("This examination is there to be classified; its scores stay."),
    }[why]);
    return true;
  }

  change(changes, joined = false) {
    if (this.locked) return this.refuse("locked");
    if (this.trail.make(this.scores, changes, joined)) this.told();
    return true;
  }

  told() {
    this.paint();
    this.listener.changed();
  }

  turnBack(again = false) {
    const key = again ? this.trail.redo(this.scores) : this.trail.undo(this.scores);
    if (!key) return this.listener.said(again ? _("There is nothing to do again.") : _("There is nothing to undo."));
    this.told();
    if (this.cells.has(key)) this.go(key);
    else this.listener.turned(key);
  }

  /** Give what stands first in the range, or here, to all that follows in its column. */
  fillDown() {
    const range = this.range();
    const score = this.scores.get(range[0]) || "";
    if (!score) return this.listener.said(_("Type a score first, then fill down."));
    const [row, column] = this.place(range[0]);
    const below = range.length > 1 ? range
      : [...this.cells.keys()].filter((key) => this.place(key)[1] === column && this.place(key)[0] >= row);
    this.change(below.filter((key) => this.columnOf(key).scores.includes(score)).map((key) => [key, score]));
    this.cells.get(this.at).focus({ preventScroll: true });
  }

  /** Make everything normal from the top down to the row one is in. */
  normalDown() {
    const [last] = this.place(this.at);
    this.change([...this.cells.keys()].filter((key) => this.place(key)[0] <= last).map((key) => [key, this.columnOf(key).normal]));
    this.cells.get(this.at).focus({ preventScroll: true });
  }
}

/** The buttons below the grid, for fingers and mice. */
export function keypad(grid) {
  const pad = classed("div", "ex-pad");
  pad.setAttribute("role", "group");
  pad.setAttribute("aria-label", _("Enter a score"));
  const key = (text, title, act) => {
    const made = button(text, act, { title });
    if (title !== text) made.setAttribute("aria-label", title);
    made.addEventListener("pointerdown", (event) => event.preventDefault()); // the grid keeps the focus
    return made;
  };
  for (const score of ["0", "1", "2", "3", "4", "5"]) pad.append(key(score, score, () => grid.press(score)));
  pad.append(
    key("NT", _("NT: not testable"), () => grid.press("n")),
    key("*", _("Impaired by something else than the injury: * not normal, ** normal"), () => grid.press("*")),
    key("⌫", _("Clear"), () => grid.press("Backspace")),
    key(_("Fill down"), _("Fill down"), () => grid.fillDown()),
    key(_("Normal down to here"), _("Normal down to here"), () => grid.normalDown()),
    key(_("Undo"), _("Undo"), () => grid.turnBack()),
    key(_("Redo"), _("Redo"), () => grid.turnBack(true)),
  );
  return pad;
}
