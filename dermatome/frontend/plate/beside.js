/* Names beside the body, each with a line to the region that has no room for it. */

import { SMALL } from "./frame.js";
import { boxOf, endsOf, linesOf, mirrored, said, setDown, smallest } from "./names.js";
import { putInOrder, unruly } from "./order.js";
import { axesOf } from "./plotly.js";

// What a line beside the body may cost, in px, those across the body counting thrice (room.js): where only this line
// names the region, and where the other side of the body is named already; and of the size of the plate at most, for
// on a small one such lines tangle.
const [FARTHEST, NEAR, SHARE] = [300, 130, 0.65];
const ABOVE_OR_BELOW = 60; // px: the same of one that may cross anything
const THINNEST = 0.7; // px: half the width of a region that a line can still be seen to end in
const LINES = 3; // the most that a name beside the body has
const [SHORTER, LOWER] = [30, 14]; // px that a line may be longer rather than a name shorter, or on one line more
const ROOT = 10; // px: letters of a root beside the body, where there is room for them

/** Names beside the body for regions that have none yet: each as near as there is room, those of roots in their order
 * as far as may be, or, where that leaves some regions of a small body without, in order down both sides. */
export function callOut(plate, regions) {
  const nameless = regions.filter((region) => !plate.names.has(region.key) && plate.radius(region) >= THINNEST);
  const [names, { room }] = [plate.names, plate];
  const [boxes, lines] = [room.boxes, room.lines];
  const open = () => nameless.filter(({ meta }) => !named(plate).has(meta.id)).length;
  let best = null;
  const small = plate.size.width < SMALL;
  const series = nameless.every(({ info }) => !info.label); // roots are looked for by their order, words are not
  for (const way of [nearest, ...(series ? [inOrder(false), inOrder(true)] : []), ...(small ? [inColumns(0), inColumns(1)] : [])]) {
    [plate.names, room.boxes, room.lines] = [new Map(names), [...boxes], [...lines]];
    const said = way(plate, nameless);
    const left = open();
    putInOrder(plate);
    const wild = unruly(room.lines);
    if (!best || left < best.left || (left === best.left && wild < best.wild)) {
      best = { said, left, wild, names: plate.names, boxes: room.boxes, lines: room.lines };
    }
    if (!left && !(series && wild)) break;
  }
  [plate.names, room.boxes, room.lines] = [best.names, best.boxes, best.lines];
  return best.left && !small ? [...best.said, ...onSkin(plate, nameless)] : best.said;
}

/** What is short and finds room on neither side of the body, just above or below it, once: between the legs, say. */
export function aboveOrBelow(plate, regions) {
  const size = smallest(plate) + 0.5 * plate.type();
  const placed = plate.room.upright.bind(plate.room);
  return regions.flatMap((region) => (named(plate).has(region.meta.id) ? [] : besides(plate, region, ABOVE_OR_BELOW * plate.type(), size, placed)));
}

/* What is left, on a body large enough, on skin that is nobody's. */
function onSkin(plate, regions) {
  plate.room.lay([...plate.regions.values()].map(({ path }) => path.getAttribute("d")).join(""), plate.body);
  const done = named(plate);
  const said = nearest(plate, regions.filter(({ meta }) => !done.has(meta.id)));
  plate.room.lay(plate.body);
  return said;
}

/** What has a name, on either side of the body. */
export const named = (plate) => new Set([...plate.names.keys()].map((key) => key.split("|")[0]));

const fromAbove = (regions) => [...new Set([...regions].sort((a, b) => b.info.at[1] - a.info.at[1]).map(({ meta }) => meta.id))];

/* Outermost first, for their lines are the shortest, or from above. */
function nearest(plate, regions, root = ROOT * plate.type(), above = false) {
  const middle = axesOf(plate.host).xaxis._length / 2;
  const rank = ({ info: { at } }) => (above ? -at[1] : -Math.abs(plate.toPixels(at)[0] - middle));
  const nameless = regions.filter((region) => !plate.names.has(region.key)).sort((a, b) => rank(a) - rank(b));
  // Where words would crowd, the two sides of the body share them, turn by turn from above.
  const turn = new Map(fromAbove(nameless).map((id, i) => [id, i % 2 ? "left" : "right"]));
  const first = (region) => !region.info.label || !plate.regions.has(mirrored(region))
    || (!plate.names.has(mirrored(region)) && turn.get(region.meta.id) === region.meta.side);
  const [soon, later] = [nameless.filter(first), nameless.filter((region) => !first(region))];
  const { room } = plate;
  const farthest = farthestOn(plate);
  const own = ([x], wide, high, cost, ends) => room.outward(ends[room.away(x) < 0 ? 0 : 1], wide, high, room.away(x), cost);
  const any = (at, wide, high, cost, ends) => room.beside(at, wide, high, cost, false, ends);
  const written = (region) => plate.names.has(region.key) || plate.names.has(mirrored(region));
  const near = (region) => (region.info.label && written(region) ? Math.min(NEAR, farthest) : farthest);
  // On the other side of the body a name would seem to be a second one, unless it is the only one.
  return [...[...soon, ...later].flatMap((region) => besides(plate, region, near(region), root, plate.regions.has(mirrored(region)) ? own : any)),
    ...nameless.flatMap((region) => (written(region) ? [] : besides(plate, region, farthest, root, any)))];
}

/* The same, but in the order of the regions wherever there is room for that. */
const inOrder = (above) => (plate, regions) => {
  plate.room.orderly = true;
  const said = nearest(plate, regions, ROOT * plate.type(), above);
  plate.room.orderly = false;
  return [...said, ...nearest(plate, regions)];
};

function farthestOn(plate) {
  const { xaxis, yaxis } = axesOf(plate.host);
  return Math.min(FARTHEST, SHARE * Math.max(xaxis._length, yaxis._length));
}

/* Every other one on the left, the others on the right, from above and as high as they lie; then what is left. */
const inColumns = (first) => (plate, regions) => {
  const x = (region) => plate.toPixels(region.info.at)[0];
  const { page } = plate.room;
  const farthest = farthestOn(plate);
  const size = smallest(plate) + 0.5 * plate.type();
  const said = [-1, 1].flatMap((outward, odd) => {
    const column = fromAbove(regions).filter((_, i) => (i + first) % 2 === odd).map((id) =>
      regions.filter(({ meta }) => meta.id === id).sort((a, b) => outward * (x(b) - x(a)))[0]);
    const heights = spread(column.map((region) => endsOf(plate, region)[odd][1]).sort((a, b) => a - b), size + 0.5, page.y0, page.y1);
    return column.flatMap((region, i) => besides(plate, region, farthest, size,
      (at, wide, high, cost, ends) => plate.room.level(ends[odd], wide, high, cost, outward, heights[i])));
  });
  return [...said, ...nearest(plate, regions, size)];
};

/** Heights as near to those wanted, which rise, as names of one height can stand between two edges. */
export function spread(wanted, high, top, low) {
  /** @type {{from: number, count: number, sum: number}[]} */
  const blocks = [];
  for (const y of wanted) {
    let block = { from: y, count: 1, sum: y };
    for (let before = blocks.at(-1); before && before.from + before.count * high > block.from; before = blocks.at(-1)) {
      blocks.pop();
      const sum = before.sum + block.sum - block.count * before.count * high;
      block = { sum, count: before.count + block.count, from: sum / (before.count + block.count) };
    }
    blocks.push(block);
  }
  return blocks.flatMap(({ from, count }) => {
    const first = Math.max(top + high / 2, Math.min(low + high / 2 - count * high, from));
    return Array.from({ length: count }, (_, i) => first + i * high);
  });
}

function besides(plate, region, farthest, root, placed) {
  const size = region.info.label ? smallest(plate) + 0.5 * plate.type() : root;
  const [at, ends] = [plate.toPixels(region.info.at), endsOf(plate, region)];
  // A shorter name is the worse one, but a long line is worse still.
  /** @type {any} */
  let best = null;
  said(region).forEach((words, i) => linesOf(words).slice(0, LINES).forEach((lines, k) => {
    const worse = SHORTER * i + LOWER * k;
    const { wide, high } = boxOf(plate, lines, size, 0, 0);
    const place = placed(at, wide + 2, high + 1.5, (best ? best.cost : farthest) - worse, ends);
    if (place) best = { ...place, lines, cost: place.cost + worse };
  }));
  return best ? setDown(plate, region.key, best.lines, best, size, { class: "da-label da-beside" }, best.line) : [];
}
