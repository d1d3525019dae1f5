/* Muscles of the body that are weak or strong: a press on one says so, the next the other, the third neither. */

import { regionKey } from "../plate/frame.js";
import { _, N_ } from "../base/words.js";

export const LAYERS = { skin: N_("Skin"), "muscles-superficial": N_("Muscles"), "muscles-deep": N_("Deep muscles") };
export const STATES = { weak: N_("weak"), strong: N_("strong") };
export const SIGNS = { weak: "↓", strong: "✓" };
const NEXT = { weak: "strong", strong: "" };

export class Power {
  constructor() {
    this.told = new Map(); // muscle → weak or strong
  }

  /** Take over what is told on the page. @param {Record<string, string[]>} told */
  read(told) {
    this.told = new Map(Object.entries(told).flatMap(([state, muscles]) => muscles.map((id) => [id, state])));
  }

  /** Say the next thing of a muscle. */
  press(id) {
    const state = this.told.has(id) ? NEXT[this.told.get(id)] : "weak";
    if (state) this.told.set(id, state);
    else this.told.delete(id);
  }

  /** What is said of a muscle, in words. */
  said(id) {
    return this.told.has(id) ? _(STATES[this.told.get(id)]) : _("not said");
  }

  /** How the muscles of a plate look, on one side of the body or on both. */
  look({ regions }, side) {
    const words = Object.fromEntries(Object.entries(STATES).map(([state, said]) => [state, _(said)]));
    const look = { states: new Map(), roles: new Map(), badges: new Map(), glyphs: new Map(), signs: new Map(), words };
    for (const [key, { label }] of Object.entries(regions)) {
      const [id, on] = key.split("|");
      if (!this.told.has(id) || (side in OTHER && on === OTHER[side])) continue;
      look.roles.set(regionKey(id, on), this.told.get(id));
      look.states.set(regionKey(id, on), "selected");
      look.badges.set(regionKey(id, on), label?.[1] || label?.[0] || "");
      look.signs.set(regionKey(id, on), SIGNS[this.told.get(id)]);
    }
    return look;
  }
}

const OTHER = { left: "right", right: "left" };
