/* Mouse, touch and keys on the body in the round. */

const DRAG_PX = 5; // less movement than this between press and release is a click
const STEP = Math.PI / 12;

/** Where on the body's canvas something happened. */
export function placeOn(solid, { clientX, clientY }) {
  const box = solid.body.canvas.getBoundingClientRect();
  return [clientX - box.left, clientY - box.top];
}

export function bindHand(solid, canvas) {
  solid.unbind = new AbortController();
  const { signal } = solid.unbind;
  const on = (type, run, options = {}) => canvas.addEventListener(type, run, { signal, ...options });
  let pressed = null;
  let frame = 0;
  const placeOf = (event) => placeOn(solid, event);
  on("pointerdown", (event) => {
    solid.stopTurning();
    pressed = event.isPrimary && event.button === 0 ? event : null;
  });
  on("pointerup", (event) => {
    const click = pressed && Math.hypot(event.clientX - pressed.clientX, event.clientY - pressed.clientY) < DRAG_PX;
    pressed = null;
    if (click) solid.choose(...placeOf(event), event);
  });
  on("pointermove", (event) => {
    if (event.pointerType === "touch" || event.buttons) return;
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => !solid.disposed && !solid.failed && solid.hover(...placeOf(event), { x: event.clientX, y: event.clientY }));
  });
  on("pointerleave", () => {
    cancelAnimationFrame(frame);
    solid.leave();
  });
  // The wheel scrolls the page, here as everywhere; with Ctrl, and so by a pinch on a touchpad, it zooms.
  solid.canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) event.stopPropagation();
  }, { signal, capture: true });
  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!press(solid, event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function press(solid, key) {
  const { body } = solid;
  const arrow = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[key];
  if (arrow) {
    solid.stopTurning();
    body.turn(arrow[0], arrow[1]);
  } else if (key === "+" || key === "=") body.zoom(1.25);
  else if (key === "-") body.zoom(1 / 1.25);
  else if (key === "Home") solid.home();
  else if (key === "Enter" || key === " ") {
    const box = body.canvas.getBoundingClientRect();
    const [x, y] = [body.width / 2, body.height / 2];
    solid.choose(x, y, { clientX: box.left + x, clientY: box.top + y });
  } else return false;
  return true;
}
