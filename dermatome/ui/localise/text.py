"""The ranking in HTML: places with what speaks for and against them, next tests, the maps side by side."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from dermatome.anatomy.ids import territory_root
from dermatome.atlas.load import atlas
from dermatome.figures.plexus import plexus_of
from dermatome.language import _
from dermatome.localiser.answer import Answer
from dermatome.localiser.names import candidate_name, finding_name, reason_text, site_name
from dermatome.localiser.next_tests import not_asked
from dermatome.localiser.patients import NUMBERS, drawn
from dermatome.localiser.records import Candidate, NextTest, Reason
from dermatome.localiser.sentence import Piece
from dermatome.localiser.sources import reason_sources
from dermatome.localiser.summary import caveat, distinct
from dermatome.study.sets import encode, make
from dermatome.ui.base.html import cite
from dermatome.ui.base.spoken import link

SHOWN: Final = 5
"""Places whose reasons are shown."""
OPEN: Final = 2
"""Of these, the first are unfolded."""
REASONS: Final = 6
LEADING: Final = 3
"""Among so many places is the one of the patient to examine."""


def understood(pieces: Sequence[Piece]) -> str:
    """Return how each piece of the sentence was taken."""
    if not pieces:
        return ""
    names = {
        "lost": _("numb or painful"),
        "spared": _("feels normal"),
        "weak": _("weak"),
        "strong": _("strong"),
        "gone": _("reflex lost"),
        "kept": _("reflex normal"),
        "sign": _("sign"),
    }
    rows = "".join(
        f"<li class={'lo-known' if piece.told else 'lo-unknown'}><q>{escape(piece.text)}</q> "
        f"{escape(names[piece.told]) if piece.told else escape(_('not understood'))}</li>"
        for piece in pieces
    )
    return f"<ul class=lo-pieces aria-label='{escape(_('What was understood'))}'>{rows}</ul>"


def ranking(answer: Answer) -> str:
    """Return the ranked places, or what has to be told before there can be any."""
    kind = "lo-start" if answer.findings.empty else "lo-note"
    notes = "".join(f"<p class={kind} role=note>{escape(note)}</p>" for note in answer.notes)
    if not answer.candidates:
        return notes
    only = f"<p class=muted>{escape(caveat())}</p>"
    places = "".join(_place(answer, candidate, n) for n, candidate in enumerate(answer.candidates[:SHOWN]))
    rest = ", ".join(f"{candidate_name(c.id)} {c.score:.0%}" for c in answer.candidates[SHOWN:])
    more = f"<p class=muted>{escape(_('Then: %(places)s') % {'places': rest})}</p>" if rest else ""
    return f"{notes}{only}<ol class=lo-places>{places}</ol>{more}"


def _place(answer: Answer, candidate: Candidate, n: int) -> str:
    site = f" <span class=muted>{escape(site_name(candidate.site))}</span>" if candidate.site else ""
    opened = " open" if n < OPEN else ""
    good, bad = distinct(candidate.pro)[:REASONS], distinct(candidate.con)[:REASONS]
    unasked = [finding_name(name) for name in not_asked(answer.findings, candidate.id)]
    lists = _reasons(_("For"), "lo-for", good, candidate) + _reasons(
        _("Against"), "lo-against", bad, candidate
    )
    if unasked:
        lists += f"<h4>{escape(_('Not yet asked'))}</h4><p>{escape(', '.join(unasked))}</p>"
    if plexus_of(candidate.id):
        there = escape(_("Its place in the plexus"))
        lists += f"<p><a href='{link('plexus', {'part': candidate.id})}'>{there}</a></p>"
    return (
        f"<li><details{opened}><summary><b>{escape(candidate_name(candidate.id))}</b>{site}"
        f"<span class=lo-share><meter min=0 max=1 value={candidate.score:.3f} aria-hidden=true></meter>"
        f"{candidate.score:.0%}</span></summary>{lists}</details></li>"
    )


def _reasons(title: str, kind: str, reasons: Iterable[Reason], candidate: Candidate) -> str:
    rows = "".join(
        f"<li>{escape(reason_text(reason))} {cite(reason_sources(reason, candidate))}</li>"
        for reason in reasons
    )
    return f"<h4>{escape(title)}</h4><ul class={kind}>{rows}</ul>" if rows else ""


def tests(found: Sequence[NextTest]) -> str:
    """Return the next best tests, each with what to expect of the places it tells apart."""
    if not found:
        return ""
    states = {
        "weak": _("weak"),
        "strong": _("strong"),
        "numb": _("numb"),
        "normal": _("normal"),
        "lost": _("lost"),
    }
    kinds = {"movement": _("power"), "skin": _("skin"), "reflex": _("reflex")}
    rows = "".join(
        f"<tr><th scope=row>{escape(finding_name(test.test))} "
        f"<span class=muted>{escape(kinds[test.kind])}</span></th>"
        f"<td>{'<br>'.join(_expected(test, name, states) for name in test.separates)}</td>"
        f"<td>{cite(test.sources[:1])}</td></tr>"
        for test in found
    )
    head = (
        f"<tr><th>{escape(_('Test'))}</th><th>{escape(_('Expect'))}</th><th>{escape(_('Source'))}</th></tr>"
    )
    return (
        f"<h3>{escape(_('Next best tests'))}</h3>"
        f"<table class=lo-tests><thead>{head}</thead><tbody>{rows}</tbody></table>"
    )


def _expected(test: NextTest, name: str, states: dict[str, str]) -> str:
    return escape(f"{candidate_name(name)}: {states[test.expected[name]]}")


def practise(answer: Answer, case: str) -> str:
    """Return a link to a patient with one of the leading places, the same one for the same case.

    Which place it is, the learner finds out by examining.
    """
    leading = [c.id for c in answer.candidates[:LEADING] if c.id in drawn()]
    if not leading:
        return ""
    number = zlib.crc32(case.encode())
    asked = make("", (f"patient/{leading[number % len(leading)]}~{number % NUMBERS}",))
    there = link("practice", {"round": encode(asked), "key": f"case{number:x}"})
    return f"<p><a href='{there}'>{escape(_('Examine a patient with one of the first of these'))}</a></p>"


def maps(answer: Answer) -> str:
    """Return the first places by each published map, side by side."""
    if not answer.by_scheme:
        return ""
    names = {scheme.id: scheme.short_name for scheme in atlas().schemes}
    columns = "".join(
        f"<li><h4>{escape(names[scheme])}</h4><ol>"
        + "".join(f"<li>{escape(_brief(place))} {share:.0%}</li>" for place, share in first[:3])
        + "</ol></li>"
        for scheme, first in answer.by_scheme.items()
    )
    return f"<h3>{escape(_('By each published map'))}</h3><ul class=lo-maps>{columns}</ul>"


def _brief(place: str) -> str:
    """Return the label of a root, ``C8``, and of other places the name: four stand side by side."""
    return place if territory_root(place) else candidate_name(place)
