"""Reads places of skin from words: ``inner side of the forearm``, ``thumb and index (palmar)``."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from dermatome.localiser.finger_words import fingers_named
from dermatome.localiser.lexicon import canonical, phrase_words, plain, words_of
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.records import Patch
from dermatome.localiser.short_words import is_aside

_SPLIT: Final = re.compile(r"[,;/+&]|\band\b|\bor\b|\bund\b|\bplus\b")
_BETWEEN: Final = re.compile(
    r"(\bbetween (?:[\w-]+ ){1,4}|\b(?:big|great|first|1st) (?:toe )?)and\b(?! half)"
)
"""What is named from both sides is one place: ``between thumb and index``, ``big and second toe``."""
_BRACKETS: Final = re.compile(r"\(([^)]*)\)")
_EXCEPT: Final = re.compile(r"\b(?:except|apart from|other than|but not|(?<=finger )but|(?<=fingers )but)\b")
_OUTER: Final = re.compile(
    r"\b(?:outer|outside)(?: (?:edge|side|border|half|part))?(?: of)?(?: the| my)? "
    r"(?=(?:hand|palm|ring|little|pinky)\b)"
)
"""Who says "outer" of the hand means the side of the little finger; "lateral" is the thumb's."""
_NEAR_SIDE: Final = re.compile(
    r"(?<=[a-z]) (?:near|close to|towards?) (?:the |my )?(thumb|little finger|pinky)\b"
)
_NEAR: Final = re.compile(r"(\w+ \w+.*?) (?:near|close to|towards?) [^,;]*$")
_NOT_NUMB: Final = re.compile(r"^\W*not (?:numb|dead|tingl)|\bcan feel\b")
_ALIKE: Final = (
    frozenset({"arm", "upperarm", "forearm", "elbow", "wrist"}),
    frozenset({"hand", "wrist", "forearm"}),
    frozenset({"thigh", "leg", "shin", "calf", "knee"}),
    frozenset({"leg", "shin", "calf", "ankle"}),
)
_FINGERS: Final = frozenset({"thumb", "index", "middle", "ring", "little", "fingers", "digits"})
"""Places along a limb, of which a side told once may be meant of all."""
_LIMB_GROUPS: Final = {"leg": "lower-limb", "wholeleg": "lower-limb", "arm": "upper-limb"}
_ALONE: Final = {"plantar": "sole", "palmar": "palm"}
"""Sides that are places of their own: ``plantar sensation``."""
Quality = Literal["numb", "pain", "rash"]


@dataclass(slots=True)
class SkinRead:
    """What was read of one text: patches, groups (of skin told as normal), pieces nobody understood."""

    patches: list[Patch] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """One piece of a text between commas: sides, names and whole places found in it, and words left over."""

    text: str
    surfaces: list[str] = field(default_factory=list)
    bases: list[str] = field(default_factory=list)
    direct: list[str] = field(default_factory=list)
    words: tuple[str, ...] = ()
    left: list[str] = field(default_factory=list)

    @property
    def placed(self) -> bool:
        return bool(self.bases or self.direct)


def read_skin(text: str, *, normal: bool = False) -> SkinRead:
    """Return the places a text names; with ``normal`` it tells of skin that feels as it should."""
    found = SkinRead()
    told, _, without = _EXCEPT.sub("|", fingers_named(_sides_named(plain(text))), count=1).partition("|")
    told = _BETWEEN.sub(r"\1 ", told)
    quality = _quality(words_of(told))
    inside = [_piece(words) for words in _BRACKETS.findall(told)]
    common = [s for piece in inside for s in piece.surfaces]
    outside = _BRACKETS.sub(" ", told)
    pieces = _pieces(outside.partition(":")[2]) if ":" in outside else []
    if not any(piece.placed for piece in pieces):
        pieces = _pieces(outside.replace(":", ","))
    pieces += [piece for piece in inside if piece.placed]
    _share_sides(pieces)
    placed = any(piece.placed for piece in pieces)
    for piece in pieces:
        patches = _patches(piece, common, quality)
        if patches and normal and (group := _limb_group(piece)):
            found.groups.append(group)
        elif patches:
            found.patches += patches
        elif normal and "other" in piece.words:
            found.groups.append("all-other")
        elif _says_all(piece, told) and (normal or "no" in piece.words) and not (placed and normal):
            found.groups.append("all")
        elif piece.left and not _only_quality(piece) and not (found.patches and is_aside(piece.text)):
            found.unread.append(piece.text)
    if without and found.patches:
        spared = {patch.part for patch in read_skin(without).patches}
        found.patches = [patch for patch in found.patches if patch.part not in spared]
    return found


def _sides_named(told: str) -> str:
    """Return a text with sides of the hand by their names; what else a place is near to says nothing."""
    told = _NEAR_SIDE.sub(r" \1 side", _OUTER.sub("ulnar ", told))
    return _NEAR.sub(r"\1", told)


def _pieces(text: str) -> list[_Piece]:
    return [_piece(words) for words in _SPLIT.split(text) if words.strip()]


def _says_all(piece: _Piece, told: str) -> bool:
    return bool(set(piece.words) & {"all", "no", "normal", "whole"}) or bool(_NOT_NUMB.search(told))


def _limb_group(piece: _Piece) -> str | None:
    if len(piece.bases) == 1 and not piece.surfaces and not piece.direct and "below" not in piece.words:
        return _LIMB_GROUPS.get(piece.bases[0]) if "lower" not in piece.words else None
    return None


def _share_sides(pieces: list[_Piece]) -> None:
    """Give sides that stand alone to the place that follows (``front and inner thigh``), else to the last."""
    for n, piece in enumerate(pieces):
        if piece.placed or not piece.surfaces:
            continue
        after = next((p for p in pieces[n + 1 :] if p.placed), None)
        before = next((p for p in reversed(pieces[:n]) if p.placed), None)
        if after is not None and after.bases:
            piece.bases = after.bases[-1:]
        elif before is not None and before.bases:
            before.surfaces += piece.surfaces
            piece.left = []
        elif before is None and (base := _ALONE.get(piece.surfaces[0])):
            piece.bases = [base]
    for last, piece in itertools.pairwise(pieces):
        bases = {*last.bases[-1:], *piece.bases[:1]}
        plain_place = len(piece.bases) == 1 and not (piece.surfaces or piece.direct or "whole" in piece.words)
        if last.surfaces and plain_place and any(bases <= alike for alike in _ALIKE):
            piece.surfaces = [s for s in last.surfaces if s not in {"upper", "lower"}]
        elif plain_place and bases <= _FINGERS:
            piece.surfaces = [s for s in last.surfaces if s in {"palmar", "dorsal", "posterior"}]


def _only_quality(piece: _Piece) -> bool:
    return set(piece.left) <= {w for words in _quality_words().values() for w in words}


def _piece(text: str) -> _Piece:
    words = words_of(text)
    piece = _Piece(" ".join(text.split()), words=words)
    n = 0
    while n < len(words):
        length, kind, target = _longest_at(words, n, bool(piece.surfaces))
        if kind == "surface":
            piece.surfaces.append(target)
        elif kind == "name":
            piece.bases.append(target)
        elif kind == "direct":
            piece.direct.append(target)
        elif words[n] not in lexicon_file().soft:
            piece.left.append(words[n])
        n += max(length, 1)
    _settle_back(piece)
    return piece


def _settle_back(piece: _Piece) -> None:
    """``Back`` beside another place is a side of it: ``the back of my arm``."""
    if "back" in piece.bases and len(piece.bases) > 1:
        piece.bases.remove("back")
        piece.surfaces.append("posterior")


def _longest_at(words: tuple[str, ...], start: int, sided: bool) -> tuple[int, str, str]:
    """Return the longest phrase that begins at a word: its length, its kind and what it stands for."""
    for length in range(min(_longest_phrase(), len(words) - start), 0, -1):
        phrase = words[start : start + length]
        for kind, target in _phrases().get(phrase, ()):
            # "inner side of the thigh" is not "side of the thigh".
            if kind == "direct" and sided and phrase[0] in {"side", "half"}:
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


def _patches(piece: _Piece, common: list[str], quality: Quality) -> list[Patch]:
    found = [_patch(told, (), quality) for name in piece.direct for told in lexicon_file().direct[name]]
    sides = [*dict.fromkeys((*piece.surfaces, *common))]
    for base in dict.fromkeys(piece.bases):
        found += _sided(base, sides, quality)
    return found


def _sided(base: str, sides: list[str], quality: Quality) -> list[Patch]:
    """Return the patches of a place with its sides: the first it has a row for chooses, the others narrow."""
    rows = lexicon_file().bases[base]
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
    "upper": (),
}


def _patch(told: str, more: tuple[str, ...], quality: Quality) -> Patch:
    if told.startswith("@"):
        view, x, y = told[1:].split(",")
        return Patch("", (), quality, view, float(x), float(y))
    part, *surfaces = told.split(":")
    return Patch(part, tuple(sorted({*surfaces, *more})), quality)


def _quality(words: Iterable[str]) -> Quality:
    told = set(words)
    for name, known in _quality_words().items():
        if told & known:
            return name
    return "numb"


@functools.cache
def _quality_words() -> Mapping[Quality, frozenset[str]]:
    table = lexicon_file().quality
    return {
        "rash": frozenset(canonical(w) for w in table["rash"]),
        "pain": frozenset(canonical(w) for w in table["pain"]),
    }
