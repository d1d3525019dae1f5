"""Questions from the model of the localiser: a patient to examine, and what a lesion takes.

A patient is drawn anew with each number; what a lesion takes is asked of things it takes for certain and of
things its look-alikes take.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random

import numpy as np

from dermatome.anatomy.ids import ROOTS, root_order
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id
from dermatome.anatomy.terms import field_name, muscle_name
from dermatome.atlas.load import Atlas
from dermatome.language import _
from dermatome.localiser.answer import TELLING
from dermatome.localiser.lesions import lesions, variants
from dermatome.localiser.load import entries
from dermatome.localiser.model import motor_weights, owners, patch_weights
from dermatome.localiser.names import candidate_name, finding_name, part_label, reason_text, site_name
from dermatome.localiser.next_tests import SPOTS, TYPICAL, tests
from dermatome.localiser.paths import fibres, nerve_shares, root_shares
from dermatome.localiser.patients import (
    NUMBERS,
    Patient,
    drawn,
    kind_of,
    patient,
    places,
    rivals,
    shortest,
    typical,
)
from dermatome.localiser.records import Candidate
from dermatome.localiser.skin import skin
from dermatome.localiser.sources import candidate_sources, finding_sources
from dermatome.study.making import TAUGHT_FIRST, Maker, asking, settle
from dermatome.study.records import Answer, Card, Kind, PassageQuery, Question

VARIANTS = tuple(map(str, range(NUMBERS)))
KEPT = 0.12
"""What is lost no oftener is kept; of what lies between this and what is typical nothing is asked."""
FEWEST_TAKEN = 2
MARKED = 8
MOST_TAKEN = 4
NEAREST = 12
"""Wrong choices are drawn from so many of what look-alikes take."""
REASONS = 3
"""Reasons told for and against each place."""


# ---- cards ----------------------------------------------------------------------------------------------


def _patients(_source: Atlas) -> Iterator[Card]:
    for lesion in drawn():
        yield Card(f"patient/{lesion}", "patient", chief_root(lesion), "", _difficulty(lesion))


def _losses(_source: Atlas) -> Iterator[Card]:
    for lesion in drawn():
        yield Card(f"loss/{lesion}", "loss", chief_root(lesion), "", _difficulty(lesion))


def _difficulty(lesion: str) -> int:
    return 2 if lesion in TAUGHT_FIRST or entries()[lesion].frequency == "common" else 3


@functools.cache
def chief_root(lesion: str) -> str:
    """Return the root itself, or the one that most muscle fibres through a nerve or plexus come from."""
    if lesion in ROOTS:
        return lesion
    weights: dict[str, float] = {}
    for muscle in facts().muscles:
        for root, share in root_shares(muscle).items():
            weights[root] = weights.get(root, 0.0) + share * fibres(muscle).get(lesion, 0.0)
    return max(weights, key=lambda root: weights[root])


# ---- a patient to examine -------------------------------------------------------------------------------


def _examine(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    lesion = card.id.partition("/")[2]
    number = settle(card, variant, VARIANTS, random)
    who = patient(lesion, int(number))
    choices = [lesion, *rivals(who)]
    random.shuffle(choices)
    return asking(
        card,
        number,
        answers=(lesion,),
        choices=tuple(choices),
        tests=tuple(name for name in who.tests if name not in who.complaint),
        subject=f"{lesion}.{number}",
        details=tuple(result_line(name, lost=True) for name in who.complaint),
        query=_query(lesion, card.root),
        sources=candidate_sources(lesion),
    )


def _query(lesion: str, root: str) -> PassageQuery:
    nerve = next((n.nerve for n in facts().nerves if nerve_id(n.nerve) == lesion), None)
    return PassageQuery(root, "nerve" if nerve else None, nerve=nerve)


def patient_of(question: Question) -> Patient:
    """Return the patient that a question is about."""
    lesion, _dot, number = question.subject.partition(".")
    return patient(lesion, int(number))


def result(question: Question, test: str) -> bool:
    """Return whether a test finds a loss in the patient of a question."""
    return test in patient_of(question).lost


def result_line(test: str, *, lost: bool) -> str:
    """Return what a test has found: ``"ankle dorsiflexion: weak"``."""
    return f"{finding_name(test)}: {state(test, lost=lost)}"


def state(test: str, *, lost: bool) -> str:
    """Return the word for what a test finds."""
    words = {
        "movement": (_("weak"), _("strong")),
        "reflex": (_("lost"), _("normal")),
        "skin": (_("numb"), _("normal")),
    }
    return words[kind_of(test)][0 if lost else 1]


def fewest(question: Question) -> int:
    """Return how many tests the model itself takes to be sure."""
    return shortest(patient_of(question))


def patient_reasons(question: Question, answer: Answer) -> tuple[str, ...]:
    """Return what speaks for the lesion there is and against the answer given, by what was examined."""
    who = patient_of(question)
    order = places(who, answer.tests)
    by_id = {place.id: place for place in order}
    lines = []
    if answer.tests:
        lines.append(
            _("Tests made: %(n)s; the shortest way takes %(few)s.")
            % {"n": len(answer.tests), "few": fewest(question)}
        )
    lines += _told(by_id.get(who.lesion), who.site)
    if answer.choice and answer.choice != who.lesion:
        lines += _told(by_id.get(answer.choice), "")
    first = order[0]
    said = {"place": candidate_name(first.id), "share": f"{first.score:.0%}"}
    lines.append(_("After what was found the model puts %(place)s first (%(share)s).") % said)
    return tuple(lines)


def lesion_name(lesion: str, site: str) -> str:
    """Return a lesion with its site: ``"ulnar nerve (elbow)"``."""
    return f"{candidate_name(lesion)} ({site_name(site)})" if site else candidate_name(lesion)


def _told(place: Candidate | None, site: str) -> Iterator[str]:
    if place is None:
        return
    name = lesion_name(place.id, site)
    said = name[:1].upper() + name[1:] + "."
    for title, reasons in ((_("For"), place.pro), (_("Against"), place.con)):
        told = [reason_text(r) for r in reasons if abs(r.weight) >= TELLING][:REASONS]
        said += f" {title}: {'; '.join(told)}." if told else ""
    yield said


# ---- what a lesion takes --------------------------------------------------------------------------------


def _mark(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    lesion = card.id.partition("/")[2]
    sites = _sites(lesion)
    number = settle(card, variant, tuple(map(str, range(len(sites)))), random)
    site, rows = sites[int(number)]
    taken = _taken(rows)
    found = random.sample(taken, min(MOST_TAKEN, len(taken)))
    spared = [name for name in dict.fromkeys((*_near(lesion), *tests())) if _is_kept(name, rows)]
    found += random.sample(spared[:NEAREST], MARKED - len(found))
    random.shuffle(found)
    return asking(
        card,
        number,
        answers=tuple(name for name in found if name in taken),
        choices=tuple(found),
        several=True,
        subject=lesion,
        site=site,
        query=_query(lesion, card.root),
        sources=(*candidate_sources(lesion), *_sources(found)),
    )


@functools.cache
def _sites(lesion: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Return the sites at which a lesion takes enough to be asked, each with its variants.

    What is lost at a site is lost in all variants of it, what is kept in all as well.
    """
    rows: dict[str, list[int]] = {}
    for n in np.flatnonzero(owners() == tuple(entries()).index(lesion)):
        rows.setdefault(variants()[n].site, []).append(int(n))
    return tuple((site, tuple(own)) for site, own in rows.items() if len(_taken(own)) >= FEWEST_TAKEN)


def _taken(rows: Sequence[int]) -> list[str]:
    return [name for name, (_kind, loss) in tests().items() if loss[list(rows)].min() >= TYPICAL]


def _is_kept(test: str, rows: Sequence[int]) -> bool:
    """Return whether a thing is never lost; a movement also hangs on the lesion in nothing.

    Studies seldom find a movement weak that hangs on a root a little: that does not make it kept.
    """
    own = list(rows)
    if kind_of(test) == "movement" and (lesions().muscles[own] @ motor_weights(test)).max() > KEPT:
        return False
    return float(tests()[test][1][own].max()) <= KEPT


@functools.cache
def _near(lesion: str) -> tuple[str, ...]:
    """Return what lesions like it take, or it takes itself at other sites: the more alike, the earlier."""
    own = set(typical(lesion))
    order = sorted(
        (other for other in drawn() if own & set(typical(other)) or other == lesion),
        key=lambda other: -len(own & set(typical(other))) / len(own | set(typical(other))),
    )
    return tuple(dict.fromkeys(name for other in order for name in typical(other)))


def loss_reasons(question: Question, answer: Answer) -> tuple[str, ...]:
    """Return for each choice whether it is lost, and why: by what it is supplied."""
    lines = []
    for name in question.choices:
        lost = name in question.answers
        sign = "" if answer.marks is None else "✓ " if (name in answer.marks) == lost else "✗ "
        lines.append(f"{sign}{result_line(name, lost=lost)}. {supply(name)}")
    return tuple(lines)


def supply(test: str) -> str:
    """Return what a movement, reflex or place of skin hangs on: muscles and nerves, with their roots."""
    if kind_of(test) == "movement":
        row = facts().movements[test]
        return "; ".join(_muscle(muscle) for muscle in row.chief or row.muscles[:2])
    if kind_of(test) == "reflex":
        row = facts().reflexes_by_id[test]
        nerves = ", ".join(map(part_label, facts().reflex_nerves[test].nerves))
        return f"{nerves} ({', '.join((*row.roots_primary, *row.roots_secondary))})"
    weights = patch_weights(SPOTS[test]) @ skin().fields
    fields = list(facts().nerve_fields.values())
    first = [fields[n] for n in np.argsort(-weights, kind="stable")[:2] if weights[n] > 0.2]
    return ", ".join(f"{field_name(field)} ({', '.join(field.roots)})" for field in first)


def _muscle(muscle: str) -> str:
    shares = nerve_shares(muscle)
    nerves = [nerve for nerve, share in shares.items() if share >= 0.5] or list(shares)
    roots = ", ".join(sorted(root_shares(muscle), key=root_order))
    named = ", ".join(part_label(nerve) for nerve in nerves if nerve != "roots")
    name = muscle_name(facts().muscles[muscle])
    return f"{name}: {named} ({roots})" if named else f"{name} ({roots})"


def _sources(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for name in names for key in finding_sources(name, kind_of(name))[:1]))


MAKERS: Mapping[Kind, Maker] = {"patient": Maker(_patients, _examine), "loss": Maker(_losses, _mark)}
