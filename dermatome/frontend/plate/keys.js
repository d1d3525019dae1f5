/* The keyboard on a plate: one tab stop; arrows go from region to region, Page Up and Page Down from limb to limb. */

import { chooseWhole } from "./choice.js";

export function bindKeys(plate) {
  plate.host.addEventListener("focusin", (event) => {
    const region = plate.regionOf(event.target);
    if (!region) return;
    plate.focusKey = region.key;
    // Asking for :focus-visible would have the page styled anew amid a click, and a press shows no ring.
    plate.ringed = !plate.pointers.size && event.target.matches(":focus-visible");
    plate.setTabStop();
    plate.drawRing();
    if (plate.ringed) {
      plate.bringIntoView(region);
      plate.listener.hover(region, plate, plate.clientAnchor(region));
    }
  });
  plate.host.addEventListener("focusout", () => {
    if (!plate.ringed) return;
    plate.ringed = false;
    plate.drawRing();
    plate.listener.leave();
  });
  plate.host.addEventListener("keydown", (event) => {
    const region = plate.regionOf(event.target);
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (arrow && event.shiftKey) plate.pan(arrow[0] * -40, arrow[1] * -40);
    else if (arrow && region) moveFocus(plate, region, arrow);
    else if (event.key === "PageDown" && region) moveLimb(plate, region, 1);
    else if (event.key === "PageUp" && region) moveLimb(plate, region, -1);
    else if ((event.key === "Enter" || event.key === " ") && region) chooseWhole(plate, region);
    else if (event.key === "+" || event.key === "=") plate.zoom(1.5);
    else if (event.key === "-") plate.zoom(1 / 1.5);
    else if (event.key === "0") plate.reset();
    else if (event.key === "Escape") return plate.listener.leave();
    else return;
    event.preventDefault();
  });
}

/* The nearest region whose anchor lies in that direction; sideways distance counts double. */
function moveFocus(plate, from, [dx, dy]) {
  const [x, y] = plate.toPixels(from.info.at);
  let best = null;
  for (const region of plate.regions.values()) {
    if (region === from || !region.info.at) continue;
    const [rx, ry] = plate.toPixels(region.info.at);
    const along = (rx - x) * dx + (ry - y) * dy;
    const aside = Math.abs((rx - x) * dy) + Math.abs((ry - y) * dx);
    if (along <= 0.5 || aside > 3 * along) continue;
    const cost = along + 2 * aside;
    if (!best || cost < best.cost) best = { region, cost };
  }
  if (best) plate.focus(best.region);
}

/* The topmost region of the next limb, or of the one before. */
function moveLimb(plate, from, step) {
  const limbs = plate.payload.limbs || [];
  const here = limbs.findIndex((limb) => limb.regions.includes(from.key));
  const next = limbs[here + step];
  const [first] = (next ? next.regions : [])
    .map((key) => plate.regions.get(key))
    .filter((region) => region?.info.at)
    .sort((a, b) => b.info.at[1] - a.info.at[1]);
  if (first) plate.focus(first);
}
