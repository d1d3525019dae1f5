"""The facts of a root in short, as HTML. Pure: records in, text out; every statement carries its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Final

from dermatome.anatomy.ids import root_members
from dermatome.anatomy.load import facts
from dermatome.anatomy.records import MuscleRoot, Reflex
from dermatome.anatomy.terms import reflex_name, translated
from dermatome.errors import InputError
from dermatome.language import _, p_
from dermatome.spine.rules import Site, parse_place
from dermatome.ui.base.html import cite, lower
from dermatome.ui.base.spoken import link

LEVELS: Final = "levels"
"""The page of levels, as links name it."""


def fact_rows(root: str) -> dict[str, tuple[str, str]]:
    """Return what is said of a root in short, by kind: its name, and HTML, empty where there is none."""
    return {
        "key_point": (_("Key point"), _key_point(root)),
        "muscles": (_("Key muscle"), _key_muscles(root)),
        "reflexes": (_("Reflex"), _reflexes(root)),
        "exit": (_("Exit"), _exits(root)),
        "disc": (_("Disc"), _discs(root)),
    }


def clinical_facts(root: str) -> list[tuple[str, str]]:
    """Return what a lesion of the root shows, as (name, HTML), empty where nothing is known of it."""
    keys = [row for row in facts().myotomes(root) if row.kind == "isncsci_key_group"]
    weak = f"{', '.join(lower(row.movement) for row in keys)}{cite(keys[0].source, 1)}" if keys else ""
    return [
        (p_("clinical line", "Numb"), _key_point(root)),
        (_("weak"), weak),
        (_("jerk"), _jerks(root)),
        (_("disc"), _discs(root)),
    ]


def _jerks(root: str) -> str:
    """Return the tendon jerks a root carries, without the word: "ankle (Achilles)"."""
    own = [row for row in facts().reflexes(root) if _carries(row, root) and row.verified]
    jerks = [row for row in own if row.kind == "deep tendon"][:2]
    return "; ".join(f"{reflex_words(row).replace(' jerk', '')}{cite(row.source, 1)}" for row in jerks)


def _key_point(root: str) -> str:
    point = facts().key_point(root)
    return f"{lower(point.location)}{cite(point.source, 1)}" if point else ""


def _key_muscles(root: str) -> str:
    groups = [row for row in facts().myotomes(root) if row.kind == "isncsci_key_group"]
    if groups:
        return _joined(groups)
    mains = [row for row in facts().myotomes(root) if row.contribution == "main" and row.verified]
    none = _("no ISNCSCI key muscle")
    return f"{none}; {_('supplies %(muscles)s') % {'muscles': _joined(mains[:2])}}" if mains else none


def _joined(rows: Sequence[MuscleRoot]) -> str:
    return f"{', '.join(lower(row.muscle) for row in rows)}{cite(rows[0].source, 1)}"


def _reflexes(root: str) -> str:
    own = [row for row in facts().reflexes(root) if _carries(row, root) and row.verified]
    best = sorted(own, key=lambda row: row.kind != "deep tendon")[:2]
    return "; ".join(f"{reflex_words(row)}{cite(row.source, 1)}" for row in best)


def _carries(row: Reflex, root: str) -> bool:
    return row.status == "adopted" and bool(set(root_members(root)) & set(row.roots_primary))


def _exits(root: str) -> str:
    rows = [row for member in root_members(root) if (row := facts().roots.get(member))]
    if not rows:
        return ""
    said = "; ".join(lower(row.exit) for row in rows)
    return f"{_on_column(said, {'root': rows[0].root})}{cite(rows[0].source, 1)}"


def _on_column(said: str, query: Mapping[str, str]) -> str:
    """Return words that lead to the page of levels, where the column shows what they say."""
    return f'<a href="{link(LEVELS, query)}">{said}</a>'


def _disc(name: str, site: Site, said: str) -> str:
    try:
        return _on_column(said, {"disc": parse_place("disc", name), "herniation": site})
    except InputError:
        return said  # the table names more than one disc


def _discs(root: str) -> str:
    row = facts().roots.get(root)
    if row is None or not (row.disc_paracentral or row.disc_foraminal):
        return ""
    near, far = row.disc_paracentral, row.disc_foraminal
    if near == far:
        said = _disc(near, "paracentral", _("%(disc)s, paracentral or foraminal") % {"disc": near})
    else:
        pieces = [
            _disc(near, "paracentral", _("%(disc)s paracentral") % {"disc": near}) if near else "",
            _disc(far, "foraminal", _("%(disc)s foraminal") % {"disc": far}) if far else "",
        ]
        said = ", ".join(piece for piece in pieces if piece)
    return f"{said}{cite(row.source, 1)}"


def reflex_words(row: Reflex) -> str:
    """Return the name of a reflex for use inside a sentence; German and Latin keep their letters."""
    return escape(reflex_name(row)) if translated() else lower(row.reflex)
