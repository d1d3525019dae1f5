"""What the panel says about a selection, as small pieces of HTML. Pure: records in, text out.

Every statement carries the numbers of its sources, linked to the page of sources. All text is
escaped here; the only markup is our own.
"""

from __future__ import annotations

from html import escape
from typing import Final

from dermatome.anatomy.ids import root_name, side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.meanings import meanings as meanings_of
from dermatome.anatomy.records import TerritoryClaim
from dermatome.anatomy.terms import part_name
from dermatome.atlas.describe import drawn_roots
from dermatome.atlas.load import atlas
from dermatome.language import _
from dermatome.ui.base.facts import fact_rows
from dermatome.ui.base.html import cite, cite_fact
from dermatome.ui.base.spoken import english, link
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
    """Return where on the body the reader pointed, and what this map says of the root's skin."""
    scheme = atlas().scheme(selection.scheme)
    if selection.root not in drawn_roots(selection.scheme):
        why = english(escape(scheme.not_mapped)) or _("The map leaves it out.")
        return f"<p><b>{_('Not on this map.')}</b> {why}{cite(scheme.sources)}</p>"
    parts = []
    if selection.body_part:
        named = f"<b>{escape(part_name(selection.body_part))}</b>"
        parts.append(_("You pointed at the %(part)s.") % {"part": named})
    claim = _claim_of(selection)
    if claim:
        parts.append(f"{_('This map:')} {english(escape(claim.summary))}.{cite_fact(claim)}")
    return f"<p>{' '.join(parts)}</p>" if parts else ""


def _claim_of(selection: Selection) -> TerritoryClaim | None:
    claims = facts().territories(selection.root)
    return next((claim for claim in claims if claim.scheme == selection.scheme and claim.mapped), None)


# ---- facts in short -----------------------------------------------------------------------------


def key_facts(root: str) -> str:
    """Return key point, key muscle, reflex, exit and disc of a root as a short list."""
    items = "".join(f"<dt>{name}<dd>{text}" for name, text in fact_rows(root).values() if text)
    return f"<dl>{items}</dl>"


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
        f"<li><b>{escape(claim.map)}</b>{'' if claim.mapped else f' ({blank})'}: "
        f"{english(escape(claim.summary))}{cite_fact(claim)}</li>"
        for claim in claims
    )
    return f'<ul>{rows}</ul><p><a href="{link("maps")}">{_("How the maps differ")}</a></p>'


def meanings(root: str) -> str:
    """Return what the label can stand for, one line each."""
    rows = "".join(f"<dt>{escape(m.title)}<dd>{escape(m.text)}{cite(m.source)}" for m in meanings_of(root))
    return f"<dl class=wide>{rows}</dl>"
