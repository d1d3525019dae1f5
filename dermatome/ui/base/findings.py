"""What is told of a patient to the localiser, and how an address says it. Pure: no session, no screen."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from dermatome.anatomy.ids import BODY_PARTS
from dermatome.anatomy.load import facts
from dermatome.language import language
from dermatome.localiser.findings import read_findings
from dermatome.localiser.next_tests import SPOTS
from dermatome.localiser.records import Findings
from dermatome.localiser.sentence import Piece, read_sentence
from dermatome.ui.base import squares

STEP_MM: Final[Mapping[str, int]] = {
    **dict.fromkeys(("anterior", "posterior"), 12),
    **dict.fromkeys(("hand-palmar", "hand-dorsal", "foot-dorsum", "foot-sole"), 5),
    "perineum": 9,
}
"""Width of a painted square in each view that can be painted, in millimetres."""
TOLD: Final = "localise_told"
"""Key of what is told, in the session."""
LONGEST_SENTENCE: Final = 400
MOST_SQUARES: Final = 900
SIDES: Final = ("right", "left", "bilateral")
POWER: Final = ("weak", "strong")
LISTS: Final = ("numb", "pain", "spared", "weak", "strong", "gone", "kept", "signs")
_SQUARE: Final = re.compile(r"^(-?\d{1,3})\.(-?\d{1,3})$")


@dataclass(frozen=True, slots=True)
class Told:
    """All that one visitor has told: a sentence, choices from lists, painted squares."""

    say: str = ""
    side: str = ""
    numb: tuple[str, ...] = ()
    pain: tuple[str, ...] = ()
    spared: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    strong: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    paint: tuple[tuple[str, int, int], ...] = ()
    """Squares as view, column and row."""

    def query(self) -> dict[str, str]:
        """Return the page's part of the address."""
        found = {f.name: getattr(self, f.name) for f in fields(self)}
        paint = found.pop("paint")
        told = {name: value if isinstance(value, str) else ",".join(value) for name, value in found.items()}
        if paint:
            views = {
                view: [(x, y) for v, x, y in paint if v == view] for view in sorted({v for v, *_ in paint})
            }
            told["paint"] = "~".join(f"{view}.{squares.to_text(inside)}" for view, inside in views.items())
        return {name: value for name, value in told.items() if value}


def choices() -> Mapping[str, tuple[str, ...]]:
    """Return what may be chosen from each list, by its name."""
    places = (*SPOTS, *BODY_PARTS)
    moves = (*facts().movements, *facts().muscles)
    reflexes = tuple(facts().reflexes_by_id)
    signs = tuple(dict.fromkeys(row.sign for row in facts().signs))
    return {
        **dict.fromkeys(("numb", "pain", "spared"), tuple(dict.fromkeys(places))),
        **dict.fromkeys(("weak", "strong"), moves),
        **dict.fromkeys(("gone", "kept"), reflexes),
        "signs": signs,
    }


def read_query(query: Mapping[str, Sequence[str]]) -> Told:
    """Return what an address tells; what it names that does not exist is left out."""
    offered = choices()
    told = Told(say=_last(query, "say")[:LONGEST_SENTENCE])
    side = _last(query, "side")
    told = replace(told, side=side if side in SIDES else "", paint=_painted(_last(query, "paint")))
    for name in LISTS:
        asked = dict.fromkeys(_last(query, name).split(","))
        told = replace(told, **{name: tuple(item for item in asked if item in offered[name])})
    return told


def _last(query: Mapping[str, Sequence[str]], name: str) -> str:
    values = query.get(name) or ("",)
    return values if isinstance(values, str) else values[-1]


def _painted(text: str) -> tuple[tuple[str, int, int], ...]:
    found: dict[tuple[str, int, int], None] = {}
    for part in text.split("~"):
        view, dot, inside = part.partition(".")
        if dot and view in STEP_MM:
            found.update(dict.fromkeys((view, x, y) for x, y in squares.from_text(inside, MOST_SQUARES)))
        view, _colon, inside = part.partition(":")  # as older addresses say it
        for square in inside.split("_") if view in STEP_MM else ():
            if match := _SQUARE.match(square):
                found[view, int(match.group(1)), int(match.group(2))] = None
    return tuple(sorted(found))[:MOST_SQUARES]


def read_paint(message: Any) -> tuple[tuple[str, int, int], ...]:
    """Return the squares that the browser reports, as lists of view, column and row; others are left out."""
    found: dict[tuple[str, int, int], None] = {}
    for each in message if isinstance(message, list) else ():
        if isinstance(each, list) and len(each) == 3 and each[0] in STEP_MM:
            view, x, y = each
            if isinstance(x, int) and isinstance(y, int) and max(abs(x), abs(y)) <= squares.FARTHEST:
                found[str(view), x, y] = None
    return tuple(sorted(found))[:MOST_SQUARES]


def with_power(told: Told, muscle: str, state: Any) -> dict[str, tuple[str, ...]]:
    """Return both lists of power when a muscle is said to be weak, strong or, by any other state, neither."""
    others = {name: tuple(each for each in getattr(told, name) if each != muscle) for name in POWER}
    return {name: (*others[name], muscle) if name == state else others[name] for name in POWER}


def findings(told: Told) -> tuple[Findings, tuple[Piece, ...]]:
    """Return the findings of everything told, and how the pieces of the sentence were taken."""
    data, pieces = read_sentence(told.say, language())
    lost, spared = data["skin"]["lost"], data["skin"]["spared"]
    lost += [_place(name) for name in told.numb]
    lost += [{**_place(name), "quality": "pain"} for name in told.pain]
    spared += [_place(name) for name in told.spared]
    if told.paint:
        lost.append({"spots": [[v, x * STEP_MM[v], y * STEP_MM[v]] for v, x, y in told.paint]})
    data["weak"] += told.weak
    data["strong"] += told.strong
    data["reflexes"]["lost"] += told.gone
    data["reflexes"]["normal"] += told.kept
    data["other"] += told.signs
    data["side"] = told.side
    return read_findings(data), pieces


def _place(name: str) -> dict[str, Any]:
    part, *surfaces = name.split(":")
    return {"part": part, "surface": surfaces}
