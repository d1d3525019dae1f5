/* The QR code by which students' phones follow a lecture. */

import { APP, assetUrl } from "../base/assets.js";
import { node } from "../base/dom.js";
import { _ } from "../base/words.js";

const LOCAL = /^(localhost|.*\.localhost|127\.[\d.]+|0\.0\.0\.0|\[::1?\])$/;

/** The address that reopens on a phone what is shown. */
function addressOf(lecture) {
  if (lecture.other) return spoken(lecture, lecture.other.address);
  const { root, scheme, side, views, layer, depth, kind, item, difference, inferred } = lecture.state;
  const query = new URLSearchParams({ root, scheme, side, view: views.join(",") });
  if (layer !== "dermatome") query.set("layer", layer);
  if (depth !== "superficial") query.set("depth", depth);
  if (item) query.set(kind, item);
  if (difference) query.set("difference", "yes");
  if (!inferred) query.set("inferred", "no");
  return spoken(lecture, `?${query.toString().replaceAll("%2C", ",")}`);
}

/* A page of the atlas as phones reach it, in the language of the lecture. */
function spoken({ data }, page) {
  const base = (data.address || APP.href).replace(/\/$/, "");
  const [address, anchor] = page.split("#");
  const ours = ["lang", "terms"].filter((name) => data[name]).map((name) => `&${name}=${data[name]}`).join("");
  return `${base}/${address}${ours}${anchor ? `#${anchor}` : ""}`;
}

export function drawQr(lecture) {
  const address = addressOf(lecture);
  if (lecture.coded === address) return;
  lecture.coded = address;
  const picture = node("img", { src: `${assetUrl("qr.svg", lecture.data.v)}&text=${encodeURIComponent(address)}`, alt: _("QR code of the address below") });
  const words = [node("p", { className: "dl-url" }, address)];
  if (LOCAL.test(new URL(address).hostname)) {
    const warning = node("p", { className: "dl-warning" }, _("This address leads to this computer alone: phones cannot follow it. Start it with --address 0.0.0.0 and open it by the computer's name, or set DERMATOME_PUBLIC_URL."));
    warning.setAttribute("role", "alert");
    words.push(warning);
  }
  lecture.parts.qr.setAttribute("aria-label", _("QR code"));
  lecture.parts.qr.replaceChildren(picture, ...words);
}
