/* What can be taken along from the body in the round: a picture of the stand, a film of a turn, the surface itself. */

import { loadModule } from "../base/assets.js";
import { button, menu, node, option } from "../base/dom.js";
import { _ } from "../base/words.js";
import { namesOf } from "./labels.js";

const SIZES = [[1600, 1200], [2400, 1800], [3840, 2160]];
export const FINE = "body_3d/body-fine.glb";
const CHIP = { className: "da-chip" };
const FILM = ["video/webm;codecs=vp9", "video/webm"];

export function saveMenu(solid) {
  const pictures = SIZES.map(([width, height]) => button(`${width} × ${height}`, () => savePicture(solid, width, height), CHIP));
  const surface = button("GLB", () => saveSurface(solid), CHIP);
  const film = FILM.find((type) => window.MediaRecorder?.isTypeSupported(type));
  return menu(_("Save"), option(_("Picture (PNG)"), ...pictures), option(_("Surface with its regions (CC0, Apache-2.0)"), surface),
    ...(film ? [option(_("Film of a turn"), button("WebM", () => saveFilm(solid, film), CHIP))] : []));
}

const plain = (text) => text.replace(/[^\w-]+/g, "-").replace(/-+$/, "").toLowerCase();
const nameOf = (solid, kind) => `dermatome-atlas-3d-${plain(solid.element.dataset.lit || "body")}.${kind}`;

function hand(blob, name) {
  const link = node("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/* What is lit, named with its side as the flat map names it. */
const litOf = ({ payload, element }) => element.dataset.lit?.split(" ").map((key) => payload.regions[key]?.name).filter(Boolean) || [];

/* What stands below: the map, what is lit, from where it is seen; and what no picture goes without. */
const captionOf = (solid, ...more) => [[solid.payload.full_title, litOf(solid).join(", "), ...more].filter(Boolean).join(" · "),
  _("For education only: not a diagnostic tool.")];

/* A sheet of paper for what is drawn, with a caption of two lines below. */
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
    on.textAlign = "center";
    caption.forEach((line, i) => {
      on.font = `${Math.round(foot * (i ? 0.26 : 0.34))}px sans-serif`;
      on.fillText(line, canvas.width / 2, height + foot * (i ? 0.84 : 0.42), canvas.width * 0.96);
    });
  }

  /** Write the names over the body (labels.js), ``scale`` times as large as on the page. */
  write(names, scale, type) {
    const on = this.canvas.getContext("2d");
    const { paper, ink } = this.colours;
    on.save();
    on.scale(scale, scale);
    Object.assign(on, { textAlign: "center", textBaseline: "middle", lineJoin: "round" });
    for (const { text, badge, x, y, width, height, from } of names) {
      if (from) for (const [colour, wide] of [[paper, 3.5], [ink, 1.5]]) line(on, colour, wide, from, [x, y]);
      on.font = `${badge ? 700 : 600} ${11.5 * type}px sans-serif`;
      if (badge) {
        on.beginPath();
        on.roundRect(x - width / 2, y - height / 2, width, height, 5);
        Object.assign(on, { fillStyle: ink, strokeStyle: paper, lineWidth: 1.5 });
        on.fill();
      } else Object.assign(on, { strokeStyle: "rgb(255 255 255 / 0.65)", lineWidth: 2 });
      if (badge) on.stroke();
      else on.strokeText(text, x, y);
      on.fillStyle = badge ? paper : "#16181d"; // as on the page (body_3d.css)
      on.fillText(text, x, y);
    }
    on.restore();
  }
}

function line(on, colour, wide, from, to) {
  Object.assign(on, { strokeStyle: colour, lineWidth: wide });
  on.beginPath();
  on.moveTo(...from);
  on.lineTo(...to);
  on.stroke();
}

const footOf = (height) => Math.round(height / 15);

async function savePicture(solid, width, height) {
  const foot = footOf(height);
  const sheet = new Sheet(solid, width, height - foot, foot);
  const { body } = solid;
  await body.refine(FINE, solid.payload.v, (body.mmPerPx * body.height) / (height - foot));
  await body.pictured(width, height - foot, (drawn) => {
    sheet.lay(drawn, captionOf(solid, solid.where.textContent));
    sheet.write(namesOf(solid).filter(({ badge }) => badge || !solid.element.closest(".da-hide-labels")), body.renderer.getPixelRatio(), solid.size.type || 1);
  });
  const blob = await new Promise((done) => sheet.canvas.toBlob(done, "image/png"));
  hand(blob, nameOf(solid, "png"));
}

async function saveSurface(solid) {
  await solid.body.refine(FINE, solid.payload.v, 0);
  const { surfaceFile } = await loadModule("body_3d/surface_file.js");
  hand(surfaceFile(solid), `dermatome-atlas-3d-${plain(solid.payload.full_title)}.glb`);
}

async function saveFilm(solid, type) {
  const { body } = solid;
  const { listener, canvas } = body;
  const sheet = new Sheet(solid, canvas.width, canvas.height, footOf(canvas.height));
  const lay = () => sheet.lay(canvas, captionOf(solid));
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
