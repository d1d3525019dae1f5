/* On the page where lectures are prepared: starts the one at hand. */

import { _ } from "../base/words.js";
import { BEGIN } from "./start.js";

export default class Begin {
  constructor(parent) {
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "dl-begin";
    this.button.addEventListener("click", () => window.dispatchEvent(new CustomEvent(BEGIN, { detail: this.at })));
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
