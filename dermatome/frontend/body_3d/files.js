/* What can be taken along from the body in the round: a picture of the stand, a film of a turn, the surface itself. */

import { assetUrl } from "../base/assets.js";
import { button, menu, node, option } from "../base/dom.js";
import { _ } from "../base/words.js";

const SIZES = [[1600, 1200], [2400, 1800], [3840, 2160]];
export const FINE = "body_3d/body-fine.glb";
const CHIP = { className: "da-chip" };
const FILM = ["video/webm;codecs=vp9", "video/webm"];

export function saveMenu(solid) {
  const pictures = SIZES.map(([width, height]) => button(`${width} × ${height}`, () => savePicture(solid, width, height), CHIP));
  const surface = node("a", { className: "da-chip", href: assetUrl(FINE, solid.payload.v), download: "dermatome-atlas-body.glb", textContent: "GLB" });
  const film = FILM.find((type) => window.MediaRecorder?.isTypeSupported(type));
  return menu(_("Save"), option(_("Picture (PNG)"), ...pictures), option(_("Surface (CC0, Apache-2.0)"), surface),
    ...(film ? [option(_("Film of a turn"), button("WebM", () => saveFilm(solid, film), CHIP))] : []));
}

const nameOf = (solid, kind) => `dermatome-atlas-3d-${(solid.element.dataset.lit || "body").replace(/[^\w-]+/g, "-").toLowerCase()}.${kind}`;

function hand(blob, name) {
  const link = node("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/* A sheet of paper for what is drawn, with the caption of the map below: no picture stands without the name of its map. */
class Sheet {
  constructor({ payload }, width, height, foot) {
    this.colours = payload.colours;
    this.canvas = node("canvas", { width, height: height + foot });
    this.height = height;
    this.foot = foot;
  }

  lay(drawn, caption) {
    const { canvas, height, foot, colours } = this;
    const on = canvas.getContext("2d");
    on.fillStyle = colours.paper;
    on.fillRect(0, 0, canvas.width, canvas.height);
    on.drawImage(drawn, 0, 0);
    on.fillStyle = colours.ink;
    on.font = `${Math.round(foot * 0.48)}px sans-serif`;
    on.textAlign = "center";
    on.fillText(caption, canvas.width / 2, height + foot * 0.65, canvas.width * 0.96);
  }
}

const footOf = (height) => Math.round(height / 22);

async function savePicture(solid, width, height) {
  const foot = footOf(height);
  const sheet = new Sheet(solid, width, height - foot, foot);
  const { body } = solid;
  await body.refine(FINE, solid.payload.v, (body.mmPerPx * body.height) / (height - foot));
  await solid.body.pictured(width, height - foot, (drawn) => sheet.lay(drawn, `${solid.payload.full_title} · ${solid.where.textContent}`));
  const blob = await new Promise((done) => sheet.canvas.toBlob(done, "image/png"));
  hand(blob, nameOf(solid, "png"));
}

async function saveFilm(solid, type) {
  const { body, payload } = solid;
  const { listener, canvas } = body;
  const sheet = new Sheet(solid, canvas.width, canvas.height, footOf(canvas.height));
  const lay = () => sheet.lay(canvas, payload.full_title);
  const recorder = new MediaRecorder(sheet.canvas.captureStream(30), { mimeType: type, videoBitsPerSecond: 6e6 });
  const pieces = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  const ended = new Promise((done) => { recorder.onstop = done; });
  body.listener = { ...listener, drawn: () => [lay(), listener.drawn()] };
  body.draw();
  recorder.start();
  await body.once(); // asked for in so many words: motion is what is wanted
  recorder.stop();
  body.listener = listener;
  await ended;
  hand(new Blob(pieces, { type }), nameOf(solid, "webm"));
}
