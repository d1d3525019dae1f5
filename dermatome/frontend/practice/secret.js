/* The secret of a learner's link: read from the part of the address that no browser sends, kept in this tab for a
 * reload, and told to the server over the page's own connection. Nothing of it is drawn. */

const KEPT = "dermatome-learner";

export default class Secret {
  constructor() {
    this.told = "";
  }

  /** Keep what the server knows; tell it what it does not. */
  update({ secret, dropped }, tell) {
    const named = fromAddress();
    if (named) sessionStorage.setItem(KEPT, named);
    else if (secret) sessionStorage.setItem(KEPT, secret);
    else if (dropped && sessionStorage.getItem(KEPT) === dropped) sessionStorage.removeItem(KEPT);
    const kept = sessionStorage.getItem(KEPT) || "";
    if (!kept || kept === secret || kept === this.told) return;
    this.told = kept;
    tell({ secret: kept });
  }

  dispose() {}
}

/** The secret in the address, which is taken out of it: nobody reads it over a shoulder, or in the history. */
function fromAddress() {
  const given = new URLSearchParams(location.hash.slice(1)).get("learner");
  if (given) history.replaceState(history.state, "", location.pathname + location.search);
  return given;
}
