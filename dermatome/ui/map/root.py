"""What the panel says about a selection, as small pieces of HTML. Pure: records in, text out.

Every statement carries the numbers of its sources, linked to the page of sources. All text is
escaped here; the only markup is our own.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from dermatome.anatomy.ids import root_members, root_name, side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.meanings import meanings as meanings_of
from dermatome.anatomy.records import Fact, MuscleRoot, Reflex, TerritoryClaim
from dermatome.anatomy.terms import part_name, reflex_name, translated
from dermatome.atlas.load import atlas
from dermatome.language import _
from dermatome.library.records import RankedPassage
from dermatome.ui.base.spoken import english, link
from dermatome.ui.base.state import Selection
from dermatome.ui.documents.catalogues import drawn_roots

MAX_CITED: Final = 2
"""Sources named after a statement in the panel; the articles name them all."""

PASSAGE_LENGTH: Final = 180


def cite(keys: Sequence[str], limit: int = MAX_CITED) -> str:
    """Return source numbers as links, at most ``limit`` of them. :raises DataError: unknown key."""
    numbers = [source_number(source.key) for source in facts().cite(tuple(keys[:limit]))]
    return "".join(f'<a href="{link("sources", {"n": str(n)})}">{n}</a>' for n in numbers)


def unread(rows: Iterable[Fact]) -> str:
    """Return that the sources are cited without having been read, where a row says so."""
    return "" if all(row.verified for row in rows) else f" ({_('cited, not read')})"


def cite_fact(row: Fact, limit: int = MAX_CITED) -> str:
    """Return the source numbers of a row as links, marked when they were not read."""
    return cite(row.source, limit) + unread([row])


@functools.cache
def _numbers() -> dict[str, int]:
    return {key: number for number, key in enumerate(facts().sources, start=1)}


def source_number(key: str) -> int:
    """Return the number under which the atlas cites a source."""
    return _numbers()[key]


def numbered_source(number: int) -> str | None:
    """Return the key of the source cited under a number, or None."""
    return next((key for key, n in _numbers().items() if n == number), None)


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


def fact_rows(root: str) -> dict[str, tuple[str, str]]:
    """Return what is said of a root in short, by kind: its name, and HTML, empty where there is none."""
    return {
        "key_point": (_("Key point"), _key_point(root)),
        "muscles": (_("Key muscle"), _key_muscles(root)),
        "reflexes": (_("Reflex"), _reflexes(root)),
        "exit": (_("Leaves"), _exits(root)),
        "disc": (_("Disc"), _discs(root)),
    }


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
    return f"{'; '.join(lower(row.exit) for row in rows)}{cite(rows[0].source, 1)}" if rows else ""


def _discs(root: str) -> str:
    row = facts().roots.get(root)
    if row is None or not (row.disc_paracentral or row.disc_foraminal):
        return ""
    near, far = row.disc_paracentral, row.disc_foraminal
    if near == far:
        said = _("%(disc)s, paracentral or foraminal") % {"disc": near}
    else:
        pieces = [
            _("%(disc)s paracentral") % {"disc": near} if near else "",
            _("%(disc)s foraminal") % {"disc": far} if far else "",
        ]
        said = ", ".join(piece for piece in pieces if piece)
    return f"{said}{cite(row.source, 1)}"


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


def passage_list(passages: Iterable[RankedPassage]) -> str:
    """Return passages with why each was chosen and a link to where it stands."""
    # Sent with every click: a paragraph and an item need no closing in HTML.
    items = "".join(
        f"<li>{_excerpt(passage)}"
        f'<p><a href="{article_link(passage.article, passage.section_id)}">{_("Read on")}</a> '
        f"{imported_badge() if passage.imported else ''}{escape(passage.why)}"
        for passage in passages
    )
    nothing = _("The articles say nothing about this yet.")
    return f"<ul class=passages>{items}</ul>" if items else f"<p>{nothing}</p>"


def imported_badge() -> str:
    """Return the mark of what a reader brought."""
    return f"<span class=badge>{_('imported')}</span> "


def reflex_words(row: Reflex) -> str:
    """Return the name of a reflex for use inside a sentence; German and Latin keep their letters."""
    return escape(reflex_name(row)) if translated() else lower(row.reflex)


def article_link(article: str, section: str = "") -> str:
    """Return the address of an article, at one of its sections."""
    return link("articles", {"article": article}, section)


def _excerpt(passage: RankedPassage) -> str:
    """Return the sentence that answers best, with as much of the text after it as fits."""
    return _own_language(passage, _shortened(passage))


def _own_language(passage: RankedPassage, html: str) -> str:
    # What readers bring may be in any language, which is not known here.
    return html if passage.imported else english(html)


def _shortened(passage: RankedPassage) -> str:
    text, (start, end) = passage.text, passage.highlight
    if start == end:
        start, end = 0, len(text)
    shown = text[start:end]
    if len(shown) > PASSAGE_LENGTH:
        return f"{escape(shown[: shown.rfind(' ', 0, PASSAGE_LENGTH)])} …"
    after = text[end : start + PASSAGE_LENGTH]
    after = after if start + PASSAGE_LENGTH >= len(text) else after[: after.rfind(". ") + 1]
    return escape(shown + after.rstrip())


def lower(text: str) -> str:
    """Return a fact for use inside a sentence: lower-case first letter unless it is an abbreviation."""
    shown = escape(text.strip().rstrip("."))
    if len(shown) > 1 and not (shown[1].isupper() or shown[1].isdigit()):
        shown = shown[0].lower() + shown[1:]
    return english(shown)
