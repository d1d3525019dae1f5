"""One piece of a text between commas: the places it names, each with its sides, and how it feels there."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from dermatome.localiser.lexicon import canonical, phrase_words, words_of
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.records import Patch

Quality = Literal["numb", "pain", "rash"]
_ALIKE: Final = (
    frozenset({"arm", "upperarm", "forearm", "elbow", "wrist"}),
    frozenset({"hand", "wrist", "forearm"}),
    frozenset({"thigh", "leg", "shin", "calf", "knee"}),
    frozenset({"leg", "shin", "calf", "ankle"}),
)
"""Places along a limb, of which a side told once may be meant of all."""
_FINGERS: Final = frozenset({"thumb", "index", "middle", "ring", "little", "fingers", "digits"})
_TOES: Final = frozenset({"bigtoe", "littletoe", "toes", "lessertoes"})
_FACES: Final = frozenset({"palmar", "dorsal", "posterior", "top"})
"""The sides that are told of several fingers at once."""
_PARTS_OF: Final[Mapping[str, frozenset[str]]] = {
    "hand": _FINGERS | {"palm", "hand-dorsum", "handweb"},
    "hand-dorsum": frozenset({"handweb"}),
    "foot": _TOES | {"sole", "foot-dorsum", "heel", "footweb"},
    "foot-dorsum": frozenset({"footweb"}),
    "leg": frozenset({"knee", "calf", "shin", "ankle"}),
}
"""``The toes of both feet`` are no feet."""
_LIMBS: Final = frozenset(base for alike in _ALIKE for base in alike) | {"wholearm", "wholeleg", "foot"}
_WHOLES: Final = frozenset({"hand", "foot", "arm", "leg", "wholearm", "wholeleg"})
_ROUND: Final = frozenset({"chest", "belly", "trunk", "waist"})
_HEIGHTS: Final = frozenset({"nipple", "navel"})
"""``A band round the chest at nipple level`` is that level."""
_WIDE: Final = _WHOLES | {"thigh", "upperarm", "forearm", "shin", "calf", "palm", "sole"}
_TIPS: Final = _FINGERS | _TOES | {"heel"}
_FACE_OF: Final = {
    "palm": ("hand", "palmar"),
    "hand-dorsum": ("hand", "dorsal"),
    "sole": ("foot", "plantar"),
    "foot-dorsum": ("foot", "dorsal"),
}
_PAIRS: Final = (("palmar", "dorsal"), ("anterior", "posterior"), ("medial", "lateral"))
_OPPOSITE: Final[Mapping[str, str]] = {**dict(_PAIRS), **{other: one for one, other in _PAIRS}}
"""Who names both sides means the whole."""
_ENDS: Final = frozenset({"upper", "lower"})
_FACING: Final = frozenset({"dorsal", "posterior", "palmar", "plantar", "top", "anterior"})
_SIDELESS: Final = frozenset({"genitals", "perineum", "axilla", "saddle", "groin"})
_TOP_IS_BACK: Final = _FINGERS | _TOES | {"forearm", "wrist", "hand"}
_ALONE: Final = {"plantar": "sole", "palmar": "palm"}
"""Sides that are places of their own: ``plantar sensation``."""
_NARROWS: Final = re.compile(
    r"^(?:(?:only|just|mainly|mostly|especially|really) )*(?:the |that )?(?:bit|part|half|side|edge"
    r"|patch|area|web|skin)\b"
    r"|^(?:only|just|mainly|mostly|especially) "
)
"""``The back of my hand, the bit between thumb and index``."""
_TELLS: Final[Mapping[Quality, re.Pattern[str]]] = {
    "numb": re.compile(
        r"numb|tingl|never (?:felt|feel)|\bdead|pins|needle|fizz|sleep|prickl|a?esth(?!et)|no (?:feel|sens)"
        r"|n'?t feel|not feel|cannot feel|lost feel|\bloss|\bdull(?!(?: \w+){0,3} (?:ache|aching"
        r"|pain|burn|throb|tooth))|wool"
        r"|buzz|\bants\b|crawl|reduced|altered|\bdec\b"
    ),
    "pain": re.compile(
        r"\bpain|\bach(?:e|es|ed|ing)\b|\bsore|\bhurt|burn(?!t)|\bsting|\bitch|\bshock|throb|shoot"
        r"|stab|sciatica|allodyn"
        r"|neuralg|\bagony|excruciat|electric|\btender"
    ),
}


@dataclass(slots=True)
class Place:
    """A place by its name in the lexicon, with the sides told of it."""

    base: str
    surfaces: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Piece:
    """What was found in one piece; ``surfaces`` are sides that no place of the piece takes."""

    text: str
    surfaces: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    direct: list[str] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)
    """The upper or lower half of a whole place."""
    words: tuple[str, ...] = ()
    left: list[str] = field(default_factory=list)

    @property
    def placed(self) -> bool:
        """True when a place of skin is named."""
        return bool(self.places or self.direct)

    @property
    def whole(self) -> bool:
        """True when a hand, a foot or a limb is named as it is, without a side."""
        return not self.direct and all(p.base in _WHOLES and not p.surfaces for p in self.places)

    @property
    def only_quality(self) -> bool:
        """True when all that is left says how it feels."""
        return set(self.left) <= {w for words in _quality_words().values() for w in words}

    @property
    def sides(self) -> list[str]:
        """The sides told last."""
        return self.places[-1].surfaces if self.places else self.surfaces


def piece_of(text: str) -> Piece:
    """Return what a piece names, read from left to right, the longest name first."""
    words = words_of(text)
    piece = Piece(" ".join(text.split()), words=words)
    waiting: list[str] = []
    n = 0
    while n < len(words):
        length, kind, target = _longest_at(words, n, bool(waiting))
        if kind == "surface":
            waiting.append(target)
        elif kind == "name":
            piece.places.append(Place(target, waiting))
            waiting = []
        elif kind == "direct":
            piece.direct.append(target)
            piece.ends += [side for side in waiting if side in _ENDS]
            waiting = [side for side in waiting if side not in _ENDS]
        elif words[n] not in lexicon_file().soft:
            piece.left.append(words[n])
        n += max(length, 1)
    _settle(piece, waiting)
    return piece


def _settle(piece: Piece, waiting: list[str]) -> None:
    """Give sides to places: those before a place are its own, those behind the last are all places'."""
    back = next((place for place in piece.places if place.base == "back"), None)
    if back and len(piece.places) > 1:
        # "Back" beside another place is a side of it: "the back of my arm".
        at = piece.places.index(back)
        piece.places.remove(back)
        piece.places[min(at, len(piece.places) - 1)].surfaces[:0] = [*back.surfaces, "posterior"]
    named = {place.base for place in piece.places}
    if "spine" in piece.direct and len(piece.direct) + len(piece.places) > 1:
        piece.direct.remove("spine")  # beside another place it says how near this is to the midline
    for place in list(piece.places):
        if place.base in _FACE_OF and named & _TIPS:
            piece.places.remove(place)
            waiting = [*waiting, _FACE_OF[place.base][1]]  # "plantar surface of the toes"
    told = {part.partition(":")[0] for name in piece.direct for part in lexicon_file().direct[name]}
    whole = {base for base in named if named & _PARTS_OF.get(base, frozenset())}
    # "Where the seam of my trousers runs on the thigh" is no whole thigh.
    whole |= {base for base in named & _WIDE if told & {*lexicon_file().bases[base]["any"]}}
    whole |= named & _ROUND if named & _HEIGHTS else set()
    whole |= {place.base for place in piece.places if place.surfaces}  # "outer edge of the foot, the foot"
    piece.places = [place for place in piece.places if place.surfaces or place.base not in whole]
    for place in piece.places:
        place.surfaces += [side for side in waiting if side not in place.surfaces]
    for last, place in itertools.pairwise(piece.places):
        if not place.surfaces:
            place.surfaces = _shared(last, place)
    piece.surfaces = [] if piece.places else waiting


def _shared(last: Place, place: Place) -> list[str]:
    """Return the sides of a place that are meant of the next as well."""
    pair = {last.base, place.base}
    if any(pair <= alike for alike in _ALIKE):
        return [side for side in last.surfaces if side not in {"upper", "lower", "top"}]
    if pair <= _FINGERS or pair <= _TOES:
        return [side for side in last.surfaces if side in _FACES]
    return []


def share_sides(pieces: Sequence[Piece], base: str | None) -> None:
    """Give sides that stand alone to the place that follows (``front and inner thigh``), else to the last.

    With nothing of the kind they are those of ``base``.
    """
    for n, piece in enumerate(pieces):
        if piece.words == ("back",) and any(place.base in _LIMBS for p in pieces[:n] for place in p.places):
            piece.places, piece.surfaces = [], ["posterior"]  # "all down my leg, the back"
        if piece.placed or not piece.surfaces:
            continue
        after = next((p for p in pieces[n + 1 :] if p.placed), None)
        before = [place for p in pieces[:n] for place in p.places]
        sideways = [place for place in before if place.base not in _FINGERS | _TOES]
        if after is not None and after.places and not before:
            piece.places = [Place(_base_for(piece.surfaces, after.places[0].base), piece.surfaces)]
        elif before and not any(p.direct for p in pieces[:n]):
            target = (sideways or before)[-1]
            if _base_for(piece.surfaces, target.base) != target.base:
                piece.places = [Place(_base_for(piece.surfaces, target.base), piece.surfaces)]
                piece.surfaces = []
                continue
            alike = [place for place in before if place is target or {place.base, target.base} <= _FINGERS]
            for place in alike:
                place.surfaces += [side for side in piece.surfaces if side not in place.surfaces]
            piece.left = []
        elif after is not None and after.places:
            piece.places = [Place(after.places[0].base, piece.surfaces)]
        elif any(p.placed for p in pieces[:n]):
            piece.left = []
        elif alone := base or _ALONE.get(piece.surfaces[0]):
            piece.places = [Place(alone, piece.surfaces)]
        piece.surfaces = [] if piece.places else piece.surfaces
    for n, piece in enumerate(pieces):
        _narrow(pieces[:n], piece)
    for last, piece in itertools.pairwise(pieces):
        if last.places and len(piece.places) == 1 and not (piece.direct or "whole" in piece.words):
            place = piece.places[0]
            place.surfaces = place.surfaces or _shared(last.places[-1], place)


def _base_for(surfaces: Sequence[str], base: str) -> str:
    """Return the place that a side alone is one of, beside the other side of it: ``dorsum and sole``."""
    return _FACE_OF[base][0] if base in _FACE_OF and set(surfaces) & _FACING else base


def _narrow(before: Sequence[Piece], piece: Piece) -> None:
    """Take a whole that was told before for the part of it that a piece names more closely."""
    if not _NARROWS.match(piece.text):
        return
    named = {place.base for place in piece.places}
    for earlier in before:
        earlier.places = [p for p in earlier.places if not named & _PARTS_OF.get(p.base, frozenset())]


def _longest_at(words: tuple[str, ...], start: int, sided: bool) -> tuple[int, str, str]:
    """Return the longest phrase that begins at a word: its length, its kind and what it stands for."""
    for length in range(min(_longest_phrase(), len(words) - start), 0, -1):
        phrase = words[start : start + length]
        for kind, target in _phrases().get(phrase, ()):
            # "inner side of the thigh" is not "side of the thigh".
            if kind == "direct" and sided and phrase[0] in {"side", "half", "edge"}:
                continue
            return length, kind, target
    return 0, "", ""


@functools.cache
def _phrases() -> Mapping[tuple[str, ...], tuple[tuple[str, str], ...]]:
    file = lexicon_file()
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    tables: tuple[tuple[str, Iterable[tuple[str, str]]], ...] = (
        ("direct", ((phrase, phrase) for phrase in file.direct)),
        ("name", ((phrase, base) for base, phrases in file.names.items() for phrase in phrases)),
        ("surface", ((phrase, name) for name, phrases in file.surfaces.items() for phrase in phrases)),
    )
    for kind, rows in tables:
        for phrase, target in rows:
            if words := phrase_words(phrase):
                found.setdefault(words, []).append((kind, target))
    return {words: tuple(targets) for words, targets in found.items()}


@functools.cache
def _longest_phrase() -> int:
    return max(map(len, _phrases()))


def patches_of(piece: Piece, common: Iterable[str], quality: Quality) -> list[Patch]:
    """Return the patches of a piece; ``common`` are sides told of all of them."""
    ends = tuple(piece.ends)
    found = [_patch(told, ends, quality) for name in piece.direct for told in lexicon_file().direct[name]]
    for place in piece.places:
        found += _sided(place.base, [*dict.fromkeys((*place.surfaces, *common))], quality)
    return found


def _sided(base: str, sides: list[str], quality: Quality) -> list[Patch]:
    """Return the patches of a place with its sides: the first it has a row for chooses, the others narrow."""
    rows = lexicon_file().bases[base]
    if base in _SIDELESS:
        sides = []
    sides = [("dorsal" if base in _TOP_IS_BACK else "upper") if side == "top" else side for side in sides]
    under = "palmar" if base in _FINGERS else "plantar" if base in _TOES else "lower"
    sides = [under if side == "lower" else side for side in sides]
    if base in _TOES:
        sides = ["plantar" if side == "palmar" else side for side in sides]
    sides = [side for side in sides if _OPPOSITE.get(side) not in sides]
    sides.sort(key=lambda side: side not in _FACING)
    for side in sides:
        for name in (side, *_SAME.get(side, ())):
            if name in rows:
                rest = tuple(s for s in sides if s != side)
                return [_patch(told, rest, quality) for told in rows[name]]
    return [_patch(told, tuple(sides), quality) for told in rows["any"]]


_SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "posterior": ("dorsal",),
    "dorsal": ("posterior",),
    "ulnar": ("medial",),
    "medial": ("ulnar",),
    "radial": ("lateral",),
    "lateral": ("radial",),
    "plantar": ("lower",),
    "palmar": ("anterior",),
    "anterior": ("palmar",),
}


def _patch(told: str, more: tuple[str, ...], quality: Quality) -> Patch:
    if told.startswith("@"):
        view, x, y = told[1:].split(",")
        return Patch("", (), quality, view, float(x), float(y))
    part, *surfaces = told.split(":")
    return Patch(part, tuple(sorted({*surfaces, *more})), quality)


def quality_of(told: str) -> Quality | None:
    """Return how it feels by a text in lower case; what is numb as well as painful is numb."""
    if set(words_of(told)) & _quality_words()["rash"]:
        return "rash"
    return next((quality for quality, tells in _TELLS.items() if tells.search(told)), None)


@functools.cache
def _quality_words() -> Mapping[Quality, frozenset[str]]:
    table = lexicon_file().quality
    return {
        "rash": frozenset(canonical(w) for w in table["rash"]),
        "pain": frozenset(canonical(w) for w in table["pain"]),
    }
