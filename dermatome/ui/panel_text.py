"""What the panel says about a selection, as small pieces of HTML. Pure: records in, text out.

Every statement carries the numbers of its sources, linked to the page of sources. All text is
escaped here; the only markup is our own.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

from dermatome.anatomy.ids import PART_NAMES, root_members, root_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.meanings import meanings as meanings_of
from dermatome.anatomy.records import MuscleRoot, Reflex, TerritoryClaim
from dermatome.atlas.load import atlas
from dermatome.library.records import RankedPassage
from dermatome.ui.catalogues import drawn_roots
from dermatome.ui.state import Selection

SIDE_WORDS: Final = {"left": "left", "right": "right", "both": "both sides"}
MAX_CITED: Final = 2
"""Sources named after a statement in the panel; the articles name them all."""

PASSAGE_LENGTH: Final = 180
IMPORTED: Final = "<span class=badge>imported</span> "


def cite(keys: Sequence[str], limit: int = MAX_CITED) -> str:
    """Return source numbers as links, at most ``limit`` of them. :raises DataError: unknown key."""
    numbers = [source_number(source.key) for source in facts().cite(tuple(keys[:limit]))]
    return "".join(f'<a href="sources?n={n}">{n}</a>' for n in numbers)


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
    what = f"dermatome of the {root_name(selection.root)}, {SIDE_WORDS[selection.side]}"
    return f"<h2>{selection.root} <span>{what}, on the {escape(scheme.short_name)} map</span></h2>"


def place(selection: Selection) -> str:
    """Return where on the body the reader pointed, and what this map says of the root's skin."""
    scheme = atlas().scheme(selection.scheme)
    if selection.root not in drawn_roots(selection.scheme):
        why = escape(scheme.not_mapped) or "The map leaves it out."
        return f"<p><b>Not on this map.</b> {why}{cite(scheme.sources)}</p>"
    parts = []
    if selection.body_part:
        parts.append(f"You pointed at the <b>{PART_NAMES[selection.body_part]}</b>.")
    claim = _claim_of(selection)
    if claim:
        parts.append(f"This map: {escape(claim.summary)}.{cite(claim.source)}")
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
        "key_point": ("Key point", _key_point(root)),
        "muscles": ("Key muscle", _key_muscles(root)),
        "reflexes": ("Reflex", _reflexes(root)),
        "exit": ("Leaves", _exits(root)),
        "disc": ("Disc", _discs(root)),
    }


def _key_point(root: str) -> str:
    point = facts().key_point(root)
    return f"{lower(point.location)}{cite(point.source, 1)}" if point else ""


def _key_muscles(root: str) -> str:
    groups = [row for row in facts().myotomes(root) if row.kind == "isncsci_key_group"]
    if groups:
        return _joined(groups)
    mains = [row for row in facts().myotomes(root) if row.contribution == "main" and row.verified]
    return f"no ISNCSCI key muscle; supplies {_joined(mains[:2])}" if mains else "no ISNCSCI key muscle"


def _joined(rows: Sequence[MuscleRoot]) -> str:
    return f"{', '.join(lower(row.muscle) for row in rows)}{cite(rows[0].source, 1)}"


def _reflexes(root: str) -> str:
    own = [row for row in facts().reflexes(root) if _carries(row, root)]
    best = sorted(own, key=lambda row: (row.kind != "deep tendon", not row.verified))[:2]
    return "; ".join(f"{lower(row.reflex)}{cite(row.source, 1)}" for row in best)


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
        said = f"{near}, paracentral or foraminal"
    else:
        pieces = [f"{near} paracentral" if near else "", f"{far} foraminal" if far else ""]
        said = ", ".join(piece for piece in pieces if piece)
    return f"{said}{cite(row.source, 1)}"


CAVEAT_KEY: Final = "MURPHY2009"


def caveat() -> str:
    """Return the sentence no reader should miss: maps are sharper than people."""
    return (
        "<p class=caveat>Territories overlap; about two thirds of radicular pain follows no drawn "
        f"dermatome.{cite([CAVEAT_KEY])}</p>"
    )


# ---- closer looks -------------------------------------------------------------------------------


def other_maps(selection: Selection) -> str:
    """Return what the other maps and studies say of the same root's skin."""
    claims = [claim for claim in facts().territories(selection.root) if claim.scheme != selection.scheme]
    if not claims:
        return "<p>No other source is recorded.</p>"
    rows = "".join(
        f"<li><b>{escape(claim.map)}</b>{'' if claim.mapped else ' (not mapped)'}: "
        f"{escape(claim.summary)}{cite(claim.source)}</li>"
        for claim in claims
    )
    return f'<ul>{rows}</ul><p><a href="maps">How the maps differ</a></p>'


def meanings(root: str) -> str:
    """Return what the label can stand for, one line each."""
    rows = "".join(f"<dt>{escape(m.title)}<dd>{escape(m.text)}{cite(m.source)}" for m in meanings_of(root))
    return f"<dl class=wide>{rows}</dl>"


def passage_list(passages: Iterable[RankedPassage]) -> str:
    """Return passages with why each was chosen and a link to where it stands."""
    items = "".join(
        f"<li>{_excerpt(passage)}"
        f'<p><a href="{article_link(passage.article, passage.section_id)}">Read on</a> '
        f"{IMPORTED if passage.imported else ''}{escape(passage.why)}</p></li>"
        for passage in passages
    )
    return f"<ul class=passages>{items}</ul>" if items else "<p>The articles say nothing about this yet.</p>"


def article_link(article: str, section: str = "") -> str:
    """Return the address of an article, at one of its sections."""
    anchor = f"#{section}" if section else ""
    return escape(f"articles?{urlencode({'article': article})}{anchor}")


def _excerpt(passage: RankedPassage) -> str:
    """Return the sentence that answers best, with as much of the text after it as fits."""
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
    """Return text for use inside a sentence: lower-case first letter unless it is an abbreviation."""
    shown = escape(text.strip().rstrip("."))
    return (
        shown if len(shown) < 2 or shown[1].isupper() or shown[1].isdigit() else shown[0].lower() + shown[1:]
    )
