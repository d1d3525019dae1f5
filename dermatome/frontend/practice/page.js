/* What stands on the page of practice, from the count of questions to the report. */

import { classed } from "../base/dom.js";

const PAGE = `
  <header class="pr-bar">
    <p class="pr-count"></p>
    <progress class="pr-progress"></progress>
    <div class="pr-clock"></div>
    <button type="button" class="pr-quiet pr-end"></button>
    <div class="pr-sure" role="group" hidden><span></span><button type="button"></button><button type="button"></button></div>
  </header>
  <div class="pr-question">
    <p class="pr-kind"></p>
    <h2 class="pr-prompt" tabindex="-1" id="pr-prompt"></h2>
    <ul class="pr-details"></ul>
    <p class="pr-how"></p>
    <div class="pr-tests" hidden></div>
    <p class="pr-lit da-live"></p>
  </div>
  <div class="pr-maps"><button type="button" class="pr-quiet pr-round" hidden></button><button type="button" class="pr-quiet pr-colours" hidden></button><p class="da-note"></p></div>
  <div class="pr-answers">
    <div class="pr-choices" role="group" aria-labelledby="pr-prompt"></div>
    <button type="button" class="pr-done" hidden></button>
    <form class="pr-write" autocomplete="off" novalidate>
      <label for="pr-text"></label>
      <div><input id="pr-text" type="text" autocapitalize="characters" spellcheck="false" autocomplete="off"
        aria-describedby="pr-trouble"><button type="submit"></button></div>
      <p id="pr-trouble" class="pr-trouble"></p>
    </form>
    <button type="button" class="pr-quiet pr-skip"></button>
  </div>
  <div class="pr-verdict" tabindex="-1" role="group" aria-labelledby="pr-said" aria-describedby="pr-why" hidden>
    <h3 id="pr-said"></h3>
    <div id="pr-why"></div>
    <button type="button" class="pr-next"></button>
    <div class="pr-more panel"></div>
  </div>
  <div class="pr-report" tabindex="-1" role="group" aria-labelledby="pr-score" hidden>
    <h2 id="pr-score"></h2>
    <div></div>
  </div>
  <div class="da-tip" role="tooltip" hidden></div>
  <div class="da-live" role="status" aria-live="polite"></div>
  <div class="da-live" role="alert"></div>`;

/** Lay out the page.
 * @returns {Record<string, any>} its parts by their names */
export function layOut() {
  const element = classed("section", "da-map pr");
  element.innerHTML = PAGE;
  element.tabIndex = -1; // a click beside the choices leaves the number keys alive
  const find = (selector) => element.querySelector(selector);
  const named = ["bar", "count", "progress", "clock", "end", "sure", "question", "kind", "prompt", "details", "how", "tests", "lit", "maps",
    "round", "colours", "answers", "choices", "done", "write", "trouble", "skip", "verdict", "next", "more", "report"];
  return {
    element,
    ...Object.fromEntries(named.map((name) => [name, find(`.pr-${name}`)])),
    label: find(".pr-write label"),
    input: find(".pr-write input"),
    submit: find(".pr-write [type=submit]"),
    said: find("#pr-said"),
    why: find("#pr-why"),
    note: find(".da-note"),
    tip: find(".da-tip"),
    live: find("[role=status]"),
    alert: find("[role=alert]"),
  };
}
