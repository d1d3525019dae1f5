/* What every page is framed by. On a narrow screen the names of the pages stand in a drawer of Streamlit's: it gets a
 * name, and shuts after a choice. */

import { oneEntryAPage } from "./history.js";
import { _ } from "./words.js";

const OPENER = '[data-testid="stExpandSidebarButton"]';
const CLOSER = '[data-testid="stSidebarCollapseButton"] button';
const REST = '[data-testid="stTopNavSection"] p';
const LINK = '[data-testid="stSidebarNavLink"]';
const NARROW = "(max-width: 768px)"; // where Streamlit lays the drawer over the page

export default class Menu {
  constructor() {
    oneEntryAPage();
    this.watcher = new MutationObserver(() => this.name());
    this.abort = new AbortController();
    document.addEventListener("click", ({ target }) => {
      const link = target instanceof Element && target.closest(LINK);
      const away = this.embedded && target instanceof Element && /** @type {?HTMLAnchorElement} */ (target.closest("a[href]"));
      if (away) Object.assign(away, { target: "_blank", rel: "noopener" });
      if (link && matchMedia(NARROW).matches) /** @type {?HTMLElement} */ (document.querySelector(CLOSER))?.click();
    }, { signal: this.abort.signal });
  }

  /** ``embedded``: in a frame of another site, where links would bring whole pages into the frame. */
  update({ embedded }) {
    this.embedded = embedded;
    this.name();
    const bar = document.querySelector('[data-testid="stHeader"]');
    if (bar) this.watcher.observe(bar, { childList: true, characterData: true, subtree: true });
  }

  name() {
    // Where the bar is too narrow for all pages Streamlit says in English how many are left.
    const rest = document.querySelector(REST)?.firstChild;
    const [, n] = /^(\d+) more$/.exec(rest?.nodeValue || "") || [];
    if (n && rest.nodeValue !== _("%(n)s more", { n })) rest.nodeValue = _("%(n)s more", { n });
    const opener = document.querySelector(OPENER);
    if (!opener || opener.getAttribute("aria-label") === _("Menu")) return;
    opener.setAttribute("aria-label", _("Menu"));
    /** @type {HTMLElement} */ (opener).dataset.name = _("Menu");
  }

  dispose() {
    this.watcher.disconnect();
    this.abort.abort();
  }
}
