"""What lecture mode shows beside the map: the facts in short, without links, and what the keys step through.

One constant document, fetched when lecture mode is first entered (see :mod:`dermatome.ui.routes`).
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any, Final

from dermatome.anatomy.ids import TERRITORY_ROOTS, VIEWS, root_members, root_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.terms import muscle_name
from dermatome.atlas.load import atlas
from dermatome.language import N_, _, n_
from dermatome.lecture.deck import AT_ONCE, ONE_BY_ONE, REVEALS
from dermatome.ui.base.facts import fact_rows
from dermatome.ui.base.html import numbered_source
from dermatome.ui.base.state import PRESETS, SHOWN, shown_name

OF_REVEAL: Final = {
    "key_point": ("key_point",),
    "muscles": ("muscles",),
    "reflexes": ("reflexes",),
    "level": ("exit", "disc"),
}
"""The rows of the facts in short that each reveal shows."""
REVEAL_NAMES: Final = {
    "name": N_("Name of the root"),
    "territory": N_("Territory"),
    "key_point": N_("Key point"),
    "muscles": N_("Muscles"),
    "reflexes": N_("Reflexes"),
    "level": N_("Exit and disc"),
    "maps": N_("Other maps"),
    "note": N_("Note"),
}
MOST_MUSCLES: Final = 5
LONGEST_NAME: Final = 24
_CITED: Final = re.compile(r"<a [^>]*\bn=(\d+)[^>]*>\d+</a>")
_TAG: Final = re.compile(r"<[^>]+>")


def lecture_json() -> bytes:
    """Return names, facts, maps and views as UTF-8 JSON.

    :raises DataError: a table or a map's description is malformed.
    """
    document = {
        "roots": {root: {"name": root_name(root), "facts": _facts(root)} for root in TERRITORY_ROOTS},
        "maps": {
            scheme.id: {"name": scheme.short_name, "schematic": scheme.kind == "schematic"}
            for scheme in atlas().schemes
        },
        "views": _views(),
        "reveals": REVEALS,
        "facts": list(OF_REVEAL),
        "free": {
            "title": "",
            "note": "",
            "labels": True,
            "shown": AT_ONCE,
            "reveals": [*ONE_BY_ONE, "maps"],
        },
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _facts(root: str) -> dict[str, list[dict[str, Any]]]:
    rows = fact_rows(root)
    found = {reveal: [_row(*rows[n]) for n in names if rows[n][1]] for reveal, names in OF_REVEAL.items()}
    if chief := [muscle for muscle in facts().muscles_of(root) if muscle.contribution_of(root) == "main"]:
        names = ", ".join(muscle_name(muscle) for muscle in chief[:MOST_MUSCLES])
        more = len(chief) - MOST_MUSCLES
        text = n_("%(names)s and %(n)s more", "%(names)s and %(n)s more", more) if more > 0 else "%(names)s"
        own = {root, *root_members(root)}
        told = (row for muscle in chief[:MOST_MUSCLES] for row in muscle.rows)
        keys = dict.fromkeys(row.source[0] for row in told if row.root in own and row.contribution == "main")
        found["muscles"].append(
            {
                "label": _("Muscles chiefly of %(root)s") % {"root": root},
                "text": text % {"names": names},
                "sources": [short_source(key) for key in keys],
            }
        )
    return found


def _row(label: str, html: str) -> dict[str, Any]:
    numbers = dict.fromkeys(int(n) for n in _CITED.findall(html))
    return {
        "label": label,
        "text": unescape(_TAG.sub("", _CITED.sub("", html))),
        "sources": [short_source(key) for number in numbers if (key := numbered_source(number))],
    }


def short_source(key: str) -> str:
    """Return a source as it fits a screen: who and when."""
    source = facts().sources[key]
    who = re.sub(r"( [A-Z]{1,3})?( \(eds?\))?$", "", re.split(r"[.,:]", source.citation)[0])
    if len(who) > LONGEST_NAME:
        who = re.sub(r"_.*|\d+$", "", key)
    return f"{who} {source.year}".strip()


def _views() -> list[dict[str, Any]]:
    """Return sets of views in the order of the keys: a pair for a wide screen first, then each by itself."""
    pair = {"name": _("Front and back"), "views": ["anterior", "posterior"]}
    sets = [
        {"name": _(name), "views": views} for name, views in PRESETS.items() if 1 < len(views) < len(VIEWS)
    ]
    return [pair, *sets, *({"name": shown_name(view), "views": [view]} for view in SHOWN)]
