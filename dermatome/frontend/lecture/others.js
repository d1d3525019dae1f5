/* Steps that are not of the map: the vertebral column, a passage of an article, a case to localise, an examination. */

import { loadJson } from "../base/assets.js";
import { node } from "../base/dom.js";
import SpineMap from "../spine/spine.js";
import { Examined } from "./examined.js";

/** Show what a step tells; the column can be clicked and then shows something else. */
export async function drawOther(lecture) {
  const { parts, other } = lecture;
  parts.other.dataset.page = other.page;
  dropOthers(lecture, other.page);
  if (other.page === "levels") return drawLevels(lecture, other);
  if (other.page === "examination") return drawExamination(lecture, other);
  parts.other.toggleAttribute("lang", other.page === "articles");
  if (other.page === "articles") parts.other.lang = "en"; // they are not translated
  const shown = other.lines.filter(({ answer }) => !answer || lecture.revealed.has("name"));
  parts.other.replaceChildren(...shown.map(({ kind, text }) => node("p", { className: `dl-line dl-${kind}` }, text)),
    node("p", { className: "dl-sources" }, other.sources.join(" · ")));
  fitLines(parts.other);
}

/* As large as all of it fits, within reason; longer ones scroll. */
function fitLines(place) {
  for (const size of [1.5, 1.3, 1.15, 1, 0.88]) {
    place.style.fontSize = `${size}em`;
    if (place.scrollHeight <= place.clientHeight) break;
  }
}

async function drawLevels(lecture, other) {
  const { parts, data } = lecture;
  const { drawing, ...about } = await loadJson(`levels/${other.path}.json`, data.v);
  if (lecture.other !== other) return;
  lecture.about = about;
  if (about.root) lecture.state.root = about.root;
  if (!lecture.column) parts.other.replaceChildren();
  parts.other.style.fontSize = "";
  parts.other.removeAttribute("lang");
  lecture.column ||= new SpineMap(parts.other);
  const { height } = parts.other.getBoundingClientRect();
  await lecture.column.update({ ...drawing, v: data.v, n: lecture.column.count, window: drawing.window === "whole" ? drawing.near : drawing.window,
    high: height - 2.2 * parseFloat(getComputedStyle(parts.other).fontSize), type: lecture.type() }, ({ kind, id }) => lecture.onColumn(kind, id));
}

async function drawExamination(lecture, other) {
  const { parts, data } = lecture;
  parts.other.style.fontSize = "";
  const laid = `${other.address} ${parts.other.closest("dialog").dataset.theme}`;
  if (lecture.laid !== laid) {
    lecture.examined?.dispose();
    lecture.examined = new Examined(parts.other);
    lecture.laid = laid;
    lecture.laying = lecture.examined.show(other, data.v);
  }
  await lecture.laying;
  if (lecture.other === other) lecture.examined?.light((other.explained[lecture.newest] || []).flatMap(({ cells }) => cells), lecture.newest);
}

/** Take away the column and the examination; one that stands on the page named may stay. */
export function dropOthers(lecture, page = "") {
  if (page !== "levels") {
    lecture.column?.dispose();
    lecture.column = null;
  }
  if (page !== "examination") {
    lecture.examined?.dispose();
    lecture.examined = lecture.laid = null;
  }
}

/** The path of another thing on the column, shown as the one before. */
export function pathTo({ path }, kind, id) {
  const [, , , conus, transitional] = path.split("/");
  return [kind, id.replace("/", "-"), "none", conus, transitional].join("/");
}
