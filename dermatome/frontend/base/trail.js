/* Squares that are painted, and the strokes they came by, so that each can be taken back. */

const KEPT = 60; // strokes that can be undone

export class Trail {
  /** @type {Set<string>} */
  squares;

  constructor() {
    this.clear();
  }

  /** Begin with these squares; there is nothing to take back. @param {Set<string>} [squares] */
  clear(squares = new Set()) {
    this.squares = squares;
    this.before = [];
    this.begun = squares;
  }

  get empty() {
    return !this.before.length;
  }

  /** A stroke begins, which adds squares or takes some away until it ends. */
  begin() {
    this.begun = new Set(this.squares);
  }

  end() {
    this.before = [...this.before, this.begun].slice(-KEPT);
  }

  /** Other squares in one stroke. @param {Set<string>} squares */
  replace(squares) {
    this.begin();
    this.squares = squares;
    this.end();
  }

  /** Take the last stroke back. */
  undo() {
    this.squares = this.before.pop() || this.squares;
  }

  /** The squares as the server reads them. @returns {[string, number, number][]} */
  told() {
    return [...this.squares].map((key) => key.split("|")).map(([view, x, y]) => [view, Number(x), Number(y)]);
  }
}
