/* The secret of a learner's link: read from the part of the address that no browser sends, kept in this tab for a
 * reload, and told to the server over the page's own connection. Nothing of it is drawn. */

const KEPT = "dermatome-learner";

export default class Secret {
  constructor() {
    this.told = "";
    this.opened = () => this.look();
    window.addEventListener("hashchange", this.opened); // a link pasted into the tab that is open
  }

  /** Keep what the server knows; tell it what it does not. */
  update({ secret, dropped }, tell) {
    this.known = secret;
    this.tell = tell;
    if (secret) keep(secret);
    else if (dropped && kept() === dropped) keep("");
    this.look();
  }

  look() {
    const named = fromAddress();
    if (named) this.told = "";
    const secret = named || kept();
    if (!secret || secret === this.known || secret === this.told) return;
    this.told = secret;
    this.tell?.({ secret });
  }

  dispose() {
    window.removeEventListener("hashchange", this.opened);
  }
}

/** The secret in the address, which is taken out of it: nobody reads it over a shoulder, or in the history. */
function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("learner");
  if (given) history.replaceState(history.state, "", location.pathname + location.search);
  return given;
}

// A browser may forbid to keep anything; then a reload starts afresh.
function kept() {
  try {
    return sessionStorage.getItem(KEPT) || "";
  } catch {
    return "";
  }
}

function keep(secret) {
  try {
    if (secret) sessionStorage.setItem(KEPT, secret);
    else sessionStorage.removeItem(KEPT);
  } catch {
    // as above
  }
}
