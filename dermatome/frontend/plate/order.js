/* Names beside the body in the order of their regions, from above to below on each side. */

import { turned } from "./room.js";

/** How many pairs of lines to the same side lead to their names in another order than that of their ends. */
export const unruly = (lines) => lines.reduce((sum, line, i) => sum + tangled(line, lines, i + 1), 0);

function tangled(line, lines, from = 0) {
  let sum = 0;
  for (let i = from; i < lines.length; i += 1) if (turned(line, lines[i])) sum += 1;
  return sum;
}

/** Put what is written beside the body in order, as far as names can change places by twos, or one can stand elsewhere. */
export function putInOrder(plate) {
  const { room } = plate;
  const names = [...plate.names.values()].filter(({ line }) => line);
  const count = (some) => {
    const lines = names.map(({ line }) => line);
    return some.reduce((sum, { line }) => sum + tangled(line, lines), 0) - (some.length > 1 && turned(some[0].line, some[1].line) ? 1 : 0);
  };
  let left = unruly(names.map(({ line }) => line));
  /* Moves some names, unless there is no room for that or the order is no better. */
  const better = (some, find) => {
    const [boxes, lines] = [room.boxes, room.lines];
    const old = some.map(({ box, line }) => ({ box, line }));
    room.boxes = boxes.filter((box) => !old.some((each) => each.box === box));
    room.lines = lines.filter((line) => !old.some((each) => each.line === line));
    const before = count(some);
    const found = find();
    if (found) some.forEach((name, i) => move(name, found[i]));
    const after = found ? count(some) : before;
    if (after < before) {
      left += after - before;
      return true;
    }
    some.forEach((name, i) => move(name, old[i]));
    [room.boxes, room.lines] = [boxes, lines];
    return false;
  };
  for (let changed = true; left && changed;) {
    changed = false;
    names.forEach((one, i) => names.slice(i + 1).forEach((other) => {
      if (!turned(one.line, other.line)) return;
      if (better([one, other], () => exchanged(room, one, other))
        || [one, other].some((name) => better([name], () => elsewhere(room, name)))) changed = true;
    }));
  }
}

/* Each in the place of the other, where both are clear there. */
function exchanged(room, one, other) {
  const places = [at(one, other), at(other, one)];
  return places.every(({ box, line }) => {
    const clear = !room.onBody(box) && room.free(box) && room.clear(line);
    if (clear) room.take(box, line);
    return clear;
  }) && places;
}

/* The best place for a name now that the others stand, in order with them. */
function elsewhere(room, { box: { wide, high }, line: [, end] }) {
  room.orderly = true;
  const place = room.beside(end, wide, high);
  room.orderly = false;
  if (!place) return null;
  const { x, y, line } = place;
  const box = { x, y, wide, high };
  room.take(box, line);
  return [{ box, line }];
}

/* Where a name stands in the place of another, its near edge where that one's is. */
function at({ box: { wide, high }, line: [, end] }, { box: { y }, line: [[x], to] }) {
  const out = x < to[0] ? -1 : 1;
  return { box: { x: x + out * (wide + 1), y, wide, high }, line: [[x, y], end] };
}

function move(name, { box, line }) {
  Object.assign(name, { x: box.x, y: box.y, box, line });
}
