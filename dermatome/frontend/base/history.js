/* One entry of the browser's history for each page a reader goes to, and for each choice made on it.
 *
 * Streamlit adds an entry whenever the server writes the address, so also when a page only spells out on arrival what
 * it shows: that belongs to the entry that is there, as does from where the body in 3D is looked at. And it writes the
 * new page's query before the new page's path: an address nobody was at. */

const ACTS = ["pointerdown", "keydown", "change"];
const LINK = '[data-testid="stTopNavLink"], [data-testid="stSidebarNavLink"]';

const SENT = 60; // ms until Streamlit has sent what a part said
const HEARD = 1000; // ms that a link waits for an answer to it, at most

let listening = false;
let leaving = false; // for another page, whose path is not written yet
let said = -Infinity; // when a part of the page last spoke

/** Say something to the server, unless the reader has left, or is about to leave, the page at this path. Until Streamlit
 * has heard of the new page it sends what a part says in the old page's name, which would bring that page back under the
 * new one's address. */
export function tell(path, say) {
  if (leaving || location.pathname !== path) return;
  said = performance.now();
  say();
}

/* Whether what a part said is still on its way: a link pressed now would overtake it, and it would be lost. */
function unheard() {
  const since = performance.now() - said;
  const idle = document.querySelector('[data-testid="stApp"]')?.getAttribute("data-test-script-state") === "notRunning";
  return since < SENT || (since < HEARD && !idle);
}

export function oneEntryAPage() {
  if (listening) return;
  listening = true;
  let acted = false; // since the page was reached
  for (const act of ACTS) window.addEventListener(act, () => { acted = true; }, true);
  for (const act of ["pointerdown", "keydown"]) window.addEventListener(act, () => { leaving = false; }, true);
  window.addEventListener("popstate", () => { acted = leaving = false; }, true);
  window.addEventListener("click", (event) => {
    const { target, ctrlKey, metaKey, shiftKey } = event;
    if (ctrlKey || metaKey || shiftKey) return; // that opens it elsewhere
    const link = target instanceof Element && /** @type {?HTMLAnchorElement} */ (target.closest(LINK));
    if (!link || link.pathname === location.pathname) return;
    if (!unheard()) {
      leaving = true;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    setTimeout(() => link.click(), SENT);
  }, true);
  const push = history.pushState.bind(history);
  history.pushState = (state, unused, url) => {
    const there = new URL(url || "", location.href);
    const elsewhere = there.pathname !== location.pathname;
    if (elsewhere || (acted && !leaving && apart(there))) push(state, unused, url);
    else if (!leaving) history.replaceState(state, unused, url);
    if (elsewhere) acted = leaving = false;
  };
}

/* Whether an address of this page says more than from where the body is looked at. */
function apart(there) {
  const without = (address) => {
    const query = new URLSearchParams(address.search);
    query.delete("stand");
    return `${query}${address.hash}`;
  };
  return without(there) !== without(location);
}
