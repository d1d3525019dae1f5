/* The texts this side writes itself, in the language of the page.
 *
 * They are written in English and looked up in what the server's catalogue has for them, as in Python:
 * _("%(root)s, both sides", { root }). Look a text up when it is shown, never when a module is loaded. */

import { loadJson, speakAs } from "./assets.js";

let texts = {};
let plural = new Intl.PluralRules("en");

/** What tells one language, or one set of terms, from another. */
export const spokenBy = ({ lang, terms }) => `${lang || ""} ${terms || ""}`;

/** Learn the language a component's data names. */
export async function speak(data) {
  speakAs(data);
  texts = data.lang ? await loadJson("words.json", data.v) : {};
  plural = new Intl.PluralRules(data.lang || "en");
}

const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? values[name] : whole));

/** A text in the language of the page, its variables filled in. */
export function _(text, values = {}) {
  return fill(texts[text] || text, values);
}

/** The form of a text that fits ``n``. */
export function n_(singular, plurals, n, values = {}) {
  const forms = texts[singular] || [singular, plurals];
  return fill(forms[plural.select(n) === "one" ? 0 : forms.length - 1], { n, ...values });
}

/** Mark a text of a constant; _() translates it where it is shown. */
export const N_ = (text) => text;
