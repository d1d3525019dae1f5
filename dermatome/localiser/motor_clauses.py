"""Cuts what is told of power or reflexes into clauses, and says of each whether it tells of loss.

``I can stand on my toes but not on my heels``, ``AJ 0, KJ 2+``, ``the knee gives when I step off a kerb``:
what only tells when, why or who was there is an aside, and is read where nothing else says anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from dermatome.localiser import motor_cues as cues

How = Literal["lost", "fine", ""]


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: its words, whether they tell of loss or of health, and whether it is beside the point."""

    text: str
    how: How = ""
    aside: bool = False
    by_tester: bool = False
    """Somebody else moved the limb: ``he could push my foot down``."""


def power_clauses(told: str, *, weak: bool) -> list[Clause]:
    """Return the clauses of a text on power; with ``weak`` it stands among what is weak."""
    texts = _texts(told, cues.CUT_TESTER)
    hows: list[How] = [_how_weak(text) if weak else _how_strong(text) for text in texts]
    if weak and any(how == "lost" or cues.NOT_SO.search(text) for how, text in zip(hows, texts, strict=True)):
        hows = [
            "fine" if cues.MAY.search(t) and not cues.NOT_SO.search(t) else h
            for h, t in zip(hows, texts, strict=True)
        ]
    if not weak:
        hows = [
            "lost" if n and cues.NOT_SO.search(t) and not cues.NO_FAULT.search(t) else h
            for n, (h, t) in enumerate(zip(hows, texts, strict=True))
        ]
    return [
        Clause(
            text,
            "" if cues.BY_TESTER.search(text) else how,
            bool(cues.ASIDE.search(text)),
            bool(cues.BY_TESTER.search(text)),
        )
        for text, how in zip(texts, hows, strict=True)
    ]


def _texts(told: str, cut: re.Pattern[str]) -> list[str]:
    told = cues.TOLD_TO.sub(" ", cues.OTHER_SIDE.sub(" ", told))
    told = cues.PURPOSE.sub(", for a ", told)
    pieces = [piece.strip() for piece in cut.split(told) if piece and piece.strip(" .-()'\"")]
    for n in range(len(pieces) - 1):
        if cues.POSTURE.search(pieces[n]):  # "lying on my front, I can't raise my leg"
            pieces[n + 1] = f"{pieces[n]} {pieces[n + 1]}"
            pieces[n] = ""
    return [piece for piece in pieces if piece]


def _how_weak(text: str) -> How:
    if cues.NOT_THIS.search(text):
        return "fine"
    if cues.NO_FAULT.search(text):
        return "" if cues.LOST.search(cues.NO_FAULT.sub(" ", text)) else "fine"
    if cues.NOT_FINE.search(text):
        return "lost"
    lost = cues.LOST.search(text)
    if cues.FINE.search(text):
        return "" if lost else "fine"
    return "lost" if lost else ""


def _how_strong(text: str) -> How:
    if cues.NO_FAULT.search(text):
        return "fine"
    if cues.FINE.search(text):
        return "fine"
    return "lost" if cues.STILL_LOST.search(text) else ""


def reflex_clauses(told: str) -> list[Clause]:
    """Return the clauses of a text on reflexes."""
    texts = _texts(told, cues.CUT)
    return [Clause(text, _how_reflex(text), bool(cues.ASIDE.search(text))) for text in texts]


def _how_reflex(text: str) -> How:
    if cues.NONE_MISSING.search(text) or cues.DOWNGOING.search(text):
        return "fine"
    if cues.GONE.search(text):
        return "lost"
    return "fine" if cues.THERE.search(text) else ""


def joined(clauses: list[Clause], bare: list[bool]) -> list[Clause]:
    """Return clauses in which one that only judges (``not a twitch``) has joined the one it judges."""
    found: list[Clause] = []
    for clause, empty in zip(clauses, bare, strict=True):
        if empty and found and clause.text in {"no", "none", "yes"}:
            continue
        if empty and found and found[-1].how == "fine" and cues.FEELS.search(clause.text):
            continue
        if empty and clause.how and found and not clause.aside:
            last = found[-1]
            found[-1] = replace(last, how=clause.how if not last.how or clause.how == "lost" else last.how)
        else:
            found.append(clause)
    return found
