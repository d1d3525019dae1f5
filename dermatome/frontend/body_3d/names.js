/* Names on the body in the round: each in the roomiest place of its region that is seen now, where it fits. */

/**
 * The roomiest place of each number in a picture.
 *
 * @param {ArrayLike<number>} numbers rows from above, one number a place
 * @param {number} width columns
 * @param {number} height rows
 * @returns {Map<number, {x: number, y: number, r: number, left: number, right: number, count: number}>} ``r``: places to
 *     the nearest edge of the region; ``left`` and ``right``: how far it runs sideways from there
 */
export function roomiest(numbers, width, height) {
  const far = new Float32Array(width * height);
  const at = (x, y) => (x < 0 || y < 0 || x >= width || y >= height ? -1 : y * width + x);
  const pass = (order, near) => {
    for (const i of order) {
      const [x, y] = [i % width, (i / width) | 0];
      for (const [dx, dy, step] of near) {
        const j = at(x + dx, y + dy);
        const there = j < 0 || numbers[j] !== numbers[i] ? 0 : far[j];
        far[i] = Math.min(far[i], there + step);
      }
    }
  };
  far.fill(1e6);
  const forth = far.map((_value, i) => i);
  pass(forth, [[-1, 0, 1], [0, -1, 1], [-1, -1, 1.4], [1, -1, 1.4]]);
  pass(forth.reverse(), [[1, 0, 1], [0, 1, 1], [1, 1, 1.4], [-1, 1, 1.4]]);
  const best = new Map();
  for (let i = 0; i < far.length; i += 1) {
    const number = numbers[i];
    if (!number) continue;
    const found = best.get(number);
    if (!found) best.set(number, { i, r: far[i], count: 1 });
    else {
      found.count += 1;
      if (far[i] > found.r) Object.assign(found, { i, r: far[i] });
    }
  }
  for (const [number, place] of best) {
    const [x, y] = [place.i % width, (place.i / width) | 0];
    let [left, right] = [0, 0];
    while (x - left > 0 && numbers[place.i - left - 1] === number) left += 1;
    while (x + right < width - 1 && numbers[place.i + right + 1] === number) right += 1;
    best.set(number, { x, y, r: place.r, left, right, count: place.count });
  }
  return best;
}

const HIDES = 0.15; // of a region that its sign may lie on, as on the flat views (plate/badges.js)
const FARTHEST = 60; // places a line to a sign may cost
const OVER_SKIN = 14; // places farther away it rather stands than on skin
const WAYS = 32; // it is looked for room in

/**
 * Where a sign stands that would hide too much of its region: beside it, rather beside the body than on other skin.
 *
 * @param {{ numbers: ArrayLike<number>, skin: ArrayLike<number>, width: number, height: number }} picture ``skin``: 0
 *     beside the body
 * @param {number} number of the region
 * @param {{ x: number, y: number, count: number }} place in it, and how many places it has
 * @param {number[]} size of the sign, width and height
 * @param {{ x: number, y: number, wide: number, high: number }[]} taken boxes about their middles that it keeps clear of
 * @returns {?{ x: number, y: number }} null where it may lie on the region, or there is no room
 */
export function beside(picture, number, place, [wide, high], taken) {
  const under = (of, x, y, counts) => {
    let found = 0;
    for (let row = Math.max(0, Math.floor(y - high / 2)); row < Math.min(picture.height, y + high / 2); row += 1) {
      for (let column = Math.max(0, Math.floor(x - wide / 2)); column < Math.min(picture.width, x + wide / 2); column += 1) {
        if (counts(of[row * picture.width + column])) found += 1;
      }
    }
    return found;
  };
  const hidden = (x, y) => under(picture.numbers, x, y, (each) => each === number);
  if (hidden(place.x, place.y) <= HIDES * place.count) return null;
  const fits = (x, y) => x >= wide / 2 && y >= high / 2 && x <= picture.width - wide / 2 && y <= picture.height - high / 2
    && !taken.some((box) => Math.abs(box.x - x) < (box.wide + wide) / 2 && Math.abs(box.y - y) < (box.high + high) / 2);
  let [best, least] = [null, Infinity];
  for (let far = 2; far < Math.min(FARTHEST, least); far += 1) {
    for (let k = 0; k < WAYS; k += 1) {
      const angle = (k / WAYS) * 2 * Math.PI;
      const [x, y] = [place.x + Math.cos(angle) * (far + wide / 2), place.y + Math.sin(angle) * (far + high / 2)];
      if (!fits(x, y) || hidden(x, y)) continue;
      const cost = far + (OVER_SKIN * under(picture.skin, x, y, Boolean)) / (wide * high);
      if (cost < least) [best, least] = [{ x, y }, cost];
    }
  }
  return best;
}

/** A name moved so that all of it is in the picture. */
export function inside(name, width, height) {
  const kept = (middle, size, room) => Math.min(Math.max(middle, size / 2), room - size / 2);
  return { ...name, x: kept(name.x, name.width, width), y: kept(name.y, name.height, height) };
}

/** Of wanted names, [{text, x, y, width, height, rank}], those that stand clear of one another, the first ranks first. */
export function clear(wanted) {
  const placed = [];
  for (const name of [...wanted].sort((a, b) => a.rank - b.rank)) {
    const apart = placed.every((other) => Math.abs(other.x - name.x) > (other.width + name.width) / 2
      || Math.abs(other.y - name.y) > (other.height + name.height) / 2);
    if (apart) placed.push(name);
  }
  return placed;
}
