"""What the panel says of reflexes, as HTML. Pure: records in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from dermatome.anatomy.ids import side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import carries
from dermatome.anatomy.records import Reflex
from dermatome.anatomy.terms import reflex_name
from dermatome.language import N_, _, capital
from dermatome.ui.base.facts import reflex_words
from dermatome.ui.base.html import cite_fact, lower, unread
from dermatome.ui.base.state import Selection
from dermatome.ui.map.rows import (
    heading,
    mainly,
    of_root,
    root_list,
    row_list,
)

REFLEX_KINDS: Final = {
    "deep tendon": N_("deep tendon reflex"),
    "superficial": N_("superficial reflex"),
    "pathological": N_("pathological reflex"),
}


def reflex(selection: Selection, told: str = "") -> str:
    """Return what there is to say in the reflex layer: of one reflex, or of those of the root.

    ``told`` are passages of the articles: behind a root's name, and behind all facts of a thing.
    """
    if picked := selection.picked("reflex"):
        return _reflex(facts().reflexes_by_id[picked], selection.side) + told
    root = selection.root
    own = [row for row in facts().reflexes(root) if row.status == "adopted"]
    main = [row for row in own if carries(row.roots_primary, root)]
    also = [row for row in own if row not in main]
    name = heading(root, of_root(N_("reflexes of the %(root)s, %(side)s"), selection))
    return (
        name
        + told
        + row_list([(_("Mainly"), _reflex_names(main) or _("none")), (_("Contributes"), _reflex_names(also))])
    )


def _reflex_names(rows: Iterable[Reflex]) -> str:
    return "; ".join(f"{reflex_words(row)}{cite_fact(row, 1)}" for row in rows)


def _reflex(row: Reflex, side: str) -> str:
    dissent = "".join(
        f"<li>{_with(other.roots_primary, other.roots_secondary)}{cite_fact(other, 4)}</li>"
        for other in facts().reflex_dissent(row.id)
    )
    return (
        heading(capital(reflex_name(row)), f"{_(REFLEX_KINDS[row.kind])}, {side_name(side)}")
        + row_list(
            [
                (_("Roots"), mainly(row.roots_primary, row.roots_secondary) + unread([row])),
                (_("Nerve"), lower(row.nerve)),
                (_("Muscle"), lower(row.muscle)),
                (_("Elicit"), lower(row.how_elicited)),
                (_("Response"), lower(row.response)),
            ],
            row.source,
        )
        + (f"<p><b>{_('Others give:')}</b></p><ul>{dissent}</ul>" if dissent else "")
    )


def _with(main: Sequence[str], also: Sequence[str]) -> str:
    if not also:
        return root_list(main)
    return _("%(roots)s, with %(others)s") % {"roots": root_list(main), "others": root_list(also)}
