/* What can be taken along from the body in the round: a picture of the stand, a film of a turn, the surface itself. */

import { assetUrl } from "../base/assets.js";
import { menu, node, option } from "../base/dom.js";
import { _ } from "../base/words.js";

const SIZES = [[1600, 1200], [2400, 1800], [3840, 2160]];
const FILM = ["video/webm;codecs=vp9", "video/webm"];

export function saveMenu(solid) {
  const button = (text, press) => {
    const made = node("button", { type: "button", className: "da-chip", textContent: text });
    made.addEventListener("click", press);
    return made;
  };
  const pictures = SIZES.map(([width, height]) => button(`${width} × ${height}`, () => savePicture(solid, width, height)));
  const surface = node("a", { className: "da-chip", href: assetUrl("body_3d/body-fine.glb", solid.payload.v), download: "dermatome-atlas-body.glb", textContent: "GLB" });
  const film = FILM.find((type) => window.MediaRecorder?.isTypeSupported(type));
  return menu(_("Save"), option(_("Picture (PNG)"), ...pictures), option(_("Surface (CC0)"), surface),
    ...(film ? [option(_("Film of a turn"), button("WebM", () => saveFilm(solid, film)))] : []));
}

const nameOf = (solid, kind) => `dermatome-atlas-3d-${(solid.element.dataset.lit || "body").replace(/[^\w-]+/g, "-").toLowerCase()}.${kind}`;

function hand(blob, name) {
  const link = node("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/* With the caption of the map below, so that the picture never stands without the name of its map. */
export async function savePicture(solid, width, height) {
  const foot = Math.round(height / 22);
  const sheet = node("canvas", { width, height });
  const on = sheet.getContext("2d");
  const { paper, ink } = solid.payload.colours;
  on.fillStyle = paper;
  on.fillRect(0, 0, width, height);
  await solid.body.pictured(width, height - foot, (drawn) => on.drawImage(drawn, 0, 0));
  on.fillStyle = ink;
  on.font = `${Math.round(foot * 0.48)}px sans-serif`;
  on.textAlign = "center";
  on.fillText(`${solid.payload.full_title} · ${solid.where.textContent}`, width / 2, height - foot * 0.35, width * 0.96);
  const blob = await new Promise((done) => sheet.toBlob(done, "image/png"));
  hand(blob, nameOf(solid, "png"));
}

async function saveFilm(solid, type) {
  const recorder = new MediaRecorder(solid.body.canvas.captureStream(30), { mimeType: type, videoBitsPerSecond: 6e6 });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const ended = new Promise((done) => { recorder.onstop = done; });
  recorder.start();
  await solid.body.once(); // asked for in so many words: motion is what is wanted
  recorder.stop();
  await ended;
  hand(new Blob(pieces, { type }), nameOf(solid, "webm"));
}
