"""Shortcodes of WordPress, ``[toggle title="…"]…[/toggle]``: the titles in them are kept."""

from __future__ import annotations

import re
from typing import Final

_QUOTE: Final = (
    r"(?:&#(?:8220|8221|8222|8216|8217|8243|8242|34|39|x22|x27);|&(?:quot|ldquo|rdquo|apos);|[\"'“”„″‘’′])"
)
_CODE: Final = re.compile(r"\[(?P<close>/?)(?P<name>[A-Za-z][\w-]{1,60})(?P<rest>(?:\s[^\[\]]{0,1500})?)\]")
_NAMED: Final = re.compile(rf"(?<![\w-])(?P<key>[\w-]{{1,40}})=(?={_QUOTE})")
_OPENING: Final = re.compile(_QUOTE)
_KNOWN: Final = re.compile(
    r"(?:vc|et_pb|fusion|av|su|wpsm|elementor|tatsu|mk|cs|x|nectar|porto|ult|dt|qode|eltdf|mkdf)_\w+"
    r"|caption|gallery|embed|audio|video|playlist|contact-form-7|toc|ez-toc|accordions?|accordion[-_]item|toggles?"
    r"|tabs?|tabgroup|tab[-_]item|spoiler|expand|collapse|faq|column|columns|row|one_\w+|two_\w+|button|divider|clear"
    r"|box|panel|note|alert|highlight|dropcap|sc_\w+",
    re.IGNORECASE,
)
_HEADED: Final = re.compile(
    r"toggle|accordion|tab|spoiler|expand|collaps|faq|question|panel|section|reveal|blurb|heading|box|note|alert"
    r"|callout|slide",
    re.IGNORECASE,
)
_TITLES: Final = ("title", "heading", "question", "tab_title", "header", "headline", "label")


def without_shortcodes(html: str) -> str:
    """Return the page without shortcodes; the title of a toggle, a tab or the like becomes a heading.

    What merely looks like one, as "[sic]", stays: a shortcode is known by name, has values, or is closed.
    """
    if "[" not in html:
        return html
    closed = {match["name"].lower() for match in _CODE.finditer(html) if match["close"]}

    def replaced(match: re.Match[str]) -> str:
        name = match["name"].lower()
        values = _values(match["rest"])
        if not (values or name in closed or _KNOWN.fullmatch(name)):
            return match[0]
        title = next((values[key] for key in _TITLES if values.get(key, "").strip()), "")
        if not title and name.endswith("heading"):
            title = values.get("text", "")
        return f"<h4>{title}</h4>" if title and _HEADED.search(name) else " "

    return _CODE.sub(replaced, html)


def _values(rest: str) -> dict[str, str]:
    """Return the values a shortcode gives in quotes, of whatever kind the quotes have become."""
    values: dict[str, str] = {}
    names = list(_NAMED.finditer(rest))
    for match, following in zip(names, [*names[1:], None], strict=False):
        start = _OPENING.match(rest, match.end())
        told = rest[start.end() if start else match.end() : following.start() if following else len(rest)]
        # Up to the last quote before the next name: one in the middle is an apostrophe.
        ends = [quote.start() for quote in _OPENING.finditer(told)]
        values[match["key"].lower()] = told[: ends[-1]] if ends else told
    return values
