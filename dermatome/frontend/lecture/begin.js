/* On the page where lectures are prepared: starts the one at hand. */

import { button } from "../base/dom.js";
import { _ } from "../base/words.js";
import { BEGIN } from "./start.js";

export default class Begin {
  constructor(parent) {
    this.button = button("", () => window.dispatchEvent(new CustomEvent(BEGIN, { detail: this.at })), { className: "dl-begin" });
    parent.append(this.button);
  }

  update(data) {
    this.at = data.begin;
    this.button.textContent = data.begin ? _("Start at step %(n)s", { n: data.begin + 1 }) : _("Start the lecture");
  }

  dispose() {
    this.button.remove();
  }
}
