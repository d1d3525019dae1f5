"""What the panel says about a selection, as small pieces of HTML. Pure: records in, text out.

Every statement carries the numbers of its sources, linked to the page of sources. All text is
escaped here; the only markup is our own.
"""

from __future__ import annotations

import functools
from html import escape
from typing import Final

from dermatome.anatomy.ids import VIEWS, root_name, side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.meanings import meanings as meanings_of
from dermatome.anatomy.records import TerritoryClaim
from dermatome.anatomy.terms import part_name
from dermatome.atlas.describe import drawn_roots, parts_of
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from dermatome.isncsci.records import Modality, levels_of
from dermatome.language import _
from dermatome.library.mentions import find_terms
from dermatome.ui.base.facts import clinical_facts, fact_rows
from dermatome.ui.base.html import cite, cite_fact, told
from dermatome.ui.base.spoken import link, spoken_query
from dermatome.ui.base.state import Selection

# ---- what is selected ---------------------------------------------------------------------------


def heading(selection: Selection) -> str:
    """Return the heading: which root, in words, which side, on which map."""
    scheme = atlas().scheme(selection.scheme)
    what = _("dermatome of the %(root)s, %(side)s, on the %(map)s map") % {
        "root": root_name(selection.root),
        "side": side_name(selection.side),
        "map": escape(scheme.short_name),
    }
    return f"<h2>{selection.root} <span>{what}</span></h2>"


def place(selection: Selection) -> str:
    """Return where on the body the reader pointed, and what this map says of that very place.

    Its words are told only where they speak of the place in this view; else that it draws the root there.
    """
    scheme = atlas().scheme(selection.scheme)
    if selection.root not in drawn_roots(selection.scheme):
        why = escape(_(scheme.not_mapped)) if scheme.not_mapped else _("The map leaves it out.")
        return f"<p><b>{_('Not on this map.')}</b> {why}{cite(scheme.sources)}</p>"
    claim, part = _claim_of(selection), selection.body_part
    if part is None:
        return f"<p>{_this_map(claim, claim.summary)}</p>" if claim else ""
    named = f"<b>{escape(part_name(part))}</b>"
    pointed = _("You pointed at the %(part)s.") % {"part": named}
    words = _words_on(claim, part, selection.point.view if selection.point else None) if claim else ""
    if claim and words:
        return f"<p>{pointed} {_this_map(claim, words)}</p>"
    drawn = (
        _("This map draws %(root)s here; what is written of it does not name the place.")
        if _drawn_on(selection, part)
        else _("This map does not draw %(root)s there.")
    )
    return f"<p>{pointed} {drawn % {'root': selection.root}}{cite(scheme.sources, 1)}</p>"


def _this_map(claim: TerritoryClaim, words: str) -> str:
    return f"{_('This map:')} {told(words)}.{cite_fact(claim)}"


_BEHIND: Final = frozenset({"posterior", "hand-dorsal", "foot-sole", "perineum"})
_SIDEWAYS: Final = frozenset({"lateral-left", "lateral-right", "head-lateral"})


def _words_on(claim: TerritoryClaim, part: str, view: str | None) -> str:
    """Return the map's words for a view that speak of a part of the body; empty where none do."""
    if view is None or view in _SIDEWAYS:
        told = (claim.anterior, claim.posterior)
    else:
        told = (claim.posterior if view in _BEHIND else claim.anterior,)
    return next((text for text in told if any(part in term.parts for term in find_terms(text))), "")


def _drawn_on(selection: Selection, part: str) -> bool:
    point, source = selection.point, selection.source
    if point:
        return hit(selection.scheme, point.view, point.x, point.y, source=source).root == selection.root
    drawn = (t for view in VIEWS for t in source.territories(selection.scheme, view))
    return any(t.root == selection.root and part in parts_of(t, source=source) for t in drawn)


def _claim_of(selection: Selection) -> TerritoryClaim | None:
    claims = facts().territories(selection.root)
    return next((claim for claim in claims if claim.scheme == selection.scheme and claim.mapped), None)


# ---- facts in short -----------------------------------------------------------------------------


def clinical_line(root: str) -> str:
    """Return what a lesion of the root shows, in one line: numb, weak, jerk; and the disc."""
    return _clinical_line(root, tuple(spoken_query().items()))


@functools.lru_cache(maxsize=256)
def _clinical_line(root: str, _spoken: tuple[tuple[str, str], ...]) -> str:
    said = "; ".join(f"<b>{name}</b> {text}" for name, text in clinical_facts(root) if text)
    return f"<p class=clinic>{said}.</p>"


def worksheet(root: str, side: str, modality: Modality = "light_touch") -> str:
    """Return the way to the cell of the examination's worksheet where a level is scored; empty for none."""
    if root not in levels_of(modality):
        return ""
    way = link("examination", {"cell": f"{side}.{modality}.{root}"})
    return f'<a href="{way}">{_("%(root)s on the ISNCSCI worksheet") % {"root": root}}</a>'


CAVEAT_KEY: Final = "MURPHY2009"


def caveat() -> str:
    """Return the sentence no reader should miss: maps are sharper than people."""
    said = _("Territories overlap; about two thirds of radicular pain follows no drawn dermatome.")
    return f"<p class=caveat>{said}{cite([CAVEAT_KEY])}</p>"


# ---- closer looks -------------------------------------------------------------------------------


def other_maps(selection: Selection) -> str:
    """Return what the other maps and studies say of the same root's skin."""
    claims = [claim for claim in facts().territories(selection.root) if claim.scheme != selection.scheme]
    if not claims:
        return f"<p>{_('No other source is recorded.')}</p>"
    blank = _("not mapped")
    rows = "".join(
        f"<li><b>{told(claim.map)}</b>{'' if claim.mapped else f' ({blank})'}: "
        f"{told(claim.summary)}{cite_fact(claim)}</li>"
        for claim in claims
    )
    return f'<ul>{rows}</ul><p><a href="{link("maps")}">{_("How the maps differ")}</a></p>'


def levels(root: str) -> str:
    """Return where the root leaves and which disc reaches it, with the way to the page of the column."""
    rows = fact_rows(root)
    items = "".join(f"<dt>{name}<dd>{text}" for name, text in (rows["exit"], rows["disc"]) if text)
    return (
        f'<dl>{items}</dl><p><a href="{link("levels", {"root": root})}">{_("See it in the column")}</a></p>'
    )


def meanings(root: str) -> str:
    """Return what the label can stand for, one line each."""
    rows = "".join(f"<dt>{escape(m.title)}<dd>{escape(m.text)}{cite(m.source)}" for m in meanings_of(root))
    return f"<dl class=wide>{rows}</dl>"
