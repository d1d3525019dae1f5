/* The spotlight of a lecture: on what is lit, under the pointer, or where Shift and the arrow keys move it. */

/* On what is lit, the largest shape of it; in the middle where nothing is. */
export function centre(lecture) {
  lecture.parts.spot.hidden = !lecture.on.spot;
  if (!lecture.on.spot) return;
  const lit = [...lecture.parts.stage.querySelectorAll(".da-region[data-state=selected], .da-region[data-role=main]")]
    .map((path) => path.getBoundingClientRect()).sort((a, b) => b.width * b.height - a.width * a.height);
  const box = lit[0] || lecture.parts.stage.getBoundingClientRect();
  light(lecture, { x: box.left + box.width / 2, y: box.top + box.height / 2 });
}

export function light(lecture, spot) {
  lecture.spot = spot;
  const { style } = lecture.parts.spot;
  style.setProperty("--x", `${spot.x.toFixed(0)}px`);
  style.setProperty("--y", `${spot.y.toFixed(0)}px`);
  style.setProperty("--r", `${(lecture.radius * Math.min(window.innerWidth, window.innerHeight)).toFixed(0)}px`);
}

export function moveSpot(lecture, key) {
  const by = window.innerHeight / 20;
  const { x, y } = lecture.spot || { x: window.innerWidth / 2, y: window.innerHeight / 2 };
  light(lecture, {
    x: Math.min(window.innerWidth, Math.max(0, x + ({ ArrowLeft: -by, ArrowRight: by }[key] || 0))),
    y: Math.min(window.innerHeight, Math.max(0, y + ({ ArrowUp: -by, ArrowDown: by }[key] || 0))),
  });
}
