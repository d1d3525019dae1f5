/* From where the body is looked at. A stand is {toward, centre, size, pose}: the unit vector from the body to the eye, the
 * point looked at and the height and width to be seen, in millimetres; x to the patient's left, y up, z to the front. */

const SLOPE = (16 * Math.PI) / 180; // of the flat view of the perineum
const NEAREST = 420;
const EDGE = 15; // mm about the body
const EYE = 4000; // mm to it, about, where all of the body is seen
const STANCE = { front: 100, side: 250 }; // mm that a foot stands nearer to the eye than the middle of the body

/** The stands with a name; ``bounds`` are the lowest and highest corner of each pose. */
export function standsOf(bounds) {
  const [low, high] = bounds.anatomical;
  const middle = [0, (low[1] + high[1]) / 2, (low[2] + high[2]) / 2];
  const whole = (toward, nearer) => ({ toward, centre: middle, size: seenWhole(low, high, nearer), pose: "anatomical" });
  return {
    front: whole([0, 0, 1], STANCE.front),
    back: whole([0, 0, -1], STANCE.front),
    right: whole([-1, 0, 0], STANCE.side),
    left: whole([1, 0, 0], STANCE.side),
    soles: { toward: [0, -1, 0.02], centre: [0, low[1] + 40, (low[2] + high[2]) / 2 + 30], size: [510, 350], pose: "anatomical" },
    perineum: { toward: [0, -Math.cos(SLOPE), Math.sin(SLOPE)], centre: [0, 0, 75], size: [520, 420], pose: "lithotomy" },
  };
}

/* The width and height that show all of it; what stands nearer to the eye is seen larger. */
const seenWhole = (low, high, nearer) => [0, 1].map((axis) => (high[axis] - low[axis]) * (1 + nearer / EYE) + 2 * EDGE);

/** The whole body in a pose, from where it is seen now. */
export function inPose(pose, bounds, toward) {
  const [low, high] = bounds[pose];
  const centre = low.map((value, i) => (value + high[i]) / 2);
  return { toward, centre, pose, size: seenWhole(low, high, STANCE.side) };
}

/** From where most of a region is seen, the parts of one region together; null where nothing is known.
 * @param {any[]} numbers of one region */
export function standOf(numbers, pose) {
  const [first] = numbers.filter(({ stand }) => stand).sort((a, b) => b.area - a.area);
  if (!first) return null;
  const { toward, centre } = first.stand;
  const area = numbers.reduce((sum, each) => sum + each.area, 0);
  const size = Math.min(1500, Math.max(NEAREST, Math.sqrt(area) * 3.6));
  return { toward, centre: centre[pose] || centre.anatomical, size: [size, size], pose };
}

/** How far the eye stands so that a stand's size is in the picture.
 * @param {number} fov of the height, in degrees
 * @param {number} aspect width / height of the picture */
export function distanceOf(/** @type {any} */ { size: [width, height] }, fov, aspect) {
  return Math.max(height, width / aspect) / 2 / Math.tan((fov * Math.PI) / 360);
}

/** The height and width that are seen from so far; see distanceOf(). */
export function sizeAt(distance, fov, aspect) {
  const size = 2 * distance * Math.tan((fov * Math.PI) / 360) * Math.min(1, aspect);
  return [size, size];
}

/** Which stand the eye comes closest to: "front", "front left" …, and whether from above or below.
 * @param {number[]} toward
 * @returns {{ around: string, height: "" | "above" | "below" | "top" | "bottom" }} sides are the patient's */
export function seenFrom([x, y, z]) {
  const rise = (Math.asin(y / Math.hypot(x, y, z)) * 180) / Math.PI;
  const eighth = Math.round(Math.atan2(x, z) / (Math.PI / 4) + 8) % 8;
  const around = ["front", "front left", "left", "back left", "back", "back right", "right", "front right"][eighth];
  if (Math.abs(rise) > 62) return { around, height: rise > 0 ? "top" : "bottom" };
  return { around, height: Math.abs(rise) < 18 ? "" : rise > 0 ? "above" : "below" };
}

/** A step between two unit vectors on the sphere; ``t`` from 0 to 1. */
export function between(from, to, t) {
  const dot = Math.min(1, Math.max(-1, from[0] * to[0] + from[1] * to[1] + from[2] * to[2]));
  if (dot < -0.995) { // half round: by way of the side
    const side = [from[2] || 1, 0, -from[0]];
    const long = Math.hypot(...side);
    const via = side.map((value) => value / long);
    return t < 0.5 ? between(from, via, t * 2) : between(via, to, t * 2 - 1);
  }
  const angle = Math.acos(dot);
  if (angle < 1e-4) return to;
  const [a, b] = [Math.sin((1 - t) * angle), Math.sin(t * angle)];
  return from.map((value, i) => (a * value + b * to[i]) / Math.sin(angle));
}

/** A turn of the hand as the address keeps it: round and up in degrees, the point looked at and the height and width to be
 * seen in millimetres, the pose where it is not the one at rest. */
export function turnText(/** @type {any} */ { toward: [x, y, z], centre, size: [size], pose }) {
  const degrees = (radians) => (radians * 180) / Math.PI;
  const turn = [degrees(Math.atan2(x, z)), degrees(Math.asin(y / Math.hypot(x, y, z))), ...centre, size].map((value) => Math.round(value) + 0);
  return [...turn, ...(pose === "anatomical" ? [] : [pose])].join();
}

/** The stand of such a text, null for the name of one. */
export function standOfTurn(text) {
  const [pose = "anatomical", ...more] = text.split(",").slice(6);
  const [around, up, x, y, z, size] = text.split(",").slice(0, 6).map(Number);
  if (!(size > 0) || more.length) return null;
  const [a, b] = [around, up].map((degrees) => (degrees * Math.PI) / 180);
  return { toward: [Math.sin(a) * Math.cos(b), Math.sin(b), Math.cos(a) * Math.cos(b)], centre: [x, y, z], size: [size, size], pose };
}
