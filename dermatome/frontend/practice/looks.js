/* How the regions of a map look in a question: what is asked, what was answered, what is right (see map/looks.js). */

import { regionKey } from "../plate/frame.js";
import { _ } from "../base/words.js";

const SIDES = ["left", "right", "midline"];

/** The look of a map; ``known`` tells whether what was ``given`` is right, null where only the server can. */
export function lookOn(map, { question, verdict }, given, known) {
  const look = {
    states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), signs: new Map(), words: {}, point: null,
  };
  const light = (target, state, badge, sign) => {
    if (!target || target.map !== map) return;
    for (const side of target.side ? [target.side] : SIDES) set(look, regionKey(target.id, side), state, badge, sign);
  };
  look.words = { asked: _("Lit: this region is asked about"), wrong: _("Your answer"), selected: _("The right answer") };
  if (verdict) {
    light(verdict.mine, "wrong", _("Yours: %(name)s", { name: verdict.mine?.name }), "✗");
    light(verdict.target, "selected", verdict.target?.name, "✓");
    look.point = verdict.point;
    look.pins = verdict.pins;
    return look;
  }
  light(question.shown, "asked", "?", "");
  if (given?.key) {
    if (known === false) for (const key of question.accept) set(look, key, "selected", question.answer_name, "✓");
    set(look, given.key, known === null ? "asked" : known ? "selected" : "wrong",
      known ? question.answer_name : _("Yours"), { true: "✓", false: "✗" }[known] || "");
  }
  look.point = given?.point;
  return look;
}

function set(look, key, state, badge, sign) {
  look.states.set(key, state);
  look.badges.set(key, badge);
  look.signs.set(key, sign);
  look.roles.set(key, state);
}
