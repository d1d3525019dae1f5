/* Mouse, touch and wheel on a plate: choose, hover, drag, pinch, zoom. */

import { amongOverlapping, choose, chooseBlank, chooseWhole } from "./choice.js";

const DRAG_PX = 5; // less movement than this between press and release is a click

export function bindGestures(plate) {
  bindChoosing(plate);
  bindMoving(plate);
}

function bindChoosing(plate) {
  const { host } = plate;
  host.addEventListener("click", (event) => {
    const region = plate.regionOf(event.target);
    if (plate.dragged) return;
    if (!region) return chooseBlank(plate, event);
    // A click made by assistive technology carries no position: it stands for the whole region.
    if (!event.clientX && !event.clientY) return chooseWhole(plate, region);
    const at = plate.toData(event.clientX, event.clientY);
    const [chosen, certain] = amongOverlapping(plate, region, event, at);
    choose(plate, chosen, at, certain);
  });
  host.addEventListener("pointermove", (event) => {
    if (event.pointerType === "touch" || plate.pointers.size) return;
    const region = plate.regionOf(event.target);
    const blank = event.target.closest?.(".da-blank") && plate.payload.blank;
    plate.point(region);
    if (region || blank) plate.listener.hover(region || { info: blank }, plate, { x: event.clientX, y: event.clientY });
    else plate.listener.leave();
  });
  host.addEventListener("pointerleave", () => {
    plate.point(null);
    plate.listener.leave();
  });
}

function bindMoving(plate) {
  const { host } = plate;
  host.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    plate.pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    plate.pressed = { x: event.clientX, y: event.clientY };
    if (plate.pointers.size === 1) plate.dragged = false;
  });
  const move = (event) => {
    const last = plate.pointers.get(event.pointerId);
    if (!last) return;
    const [x, y] = [event.clientX, event.clientY];
    if (!plate.dragged && Math.hypot(x - plate.pressed.x, y - plate.pressed.y) < DRAG_PX) return;
    if (plate.pointers.size === 2) {
      const [other] = [...plate.pointers].filter(([id]) => id !== event.pointerId).map(([, p]) => p);
      const grown = Math.hypot(x - other.x, y - other.y) / (Math.hypot(last.x - other.x, last.y - other.y) || 1);
      plate.zoom(grown, { x: (x + other.x) / 2, y: (y + other.y) / 2 });
    } else if (plate.zoomLevel() > 1) {
      plate.pan(x - last.x, y - last.y);
    }
    plate.dragged = true;
    host.classList.toggle("da-dragging", plate.zoomLevel() > 1);
    plate.pointers.set(event.pointerId, { x, y });
  };
  const release = (event) => {
    plate.pointers.delete(event.pointerId);
    host.classList.remove("da-dragging");
  };
  // On the window: a drag goes on when the pointer leaves the plate.
  plate.windowListeners = new AbortController();
  const { signal } = plate.windowListeners;
  window.addEventListener("pointermove", move, { signal });
  window.addEventListener("pointerup", release, { signal });
  window.addEventListener("pointercancel", release, { signal });
  host.addEventListener("touchmove", (event) => {
    if (event.touches.length === 2 || plate.zoomLevel() > 1) event.preventDefault();
  }, { passive: false });
  host.addEventListener("wheel", (event) => {
    // The wheel scrolls the page, here as everywhere; with Ctrl, and so by a pinch on a touchpad, it zooms.
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    plate.zoom(Math.exp(-event.deltaY * 0.0018), { x: event.clientX, y: event.clientY });
  }, { passive: false });
}
