"""Reads places of skin from talk: which are numb, which are well, and which are only told beside."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from dermatome.anatomy.ids import TERRITORY_ROOTS
from dermatome.localiser.finger_words import fingers_named
from dermatome.localiser.groups import SKIN_GROUPS
from dermatome.localiser.lexicon import plain, words_of
from dermatome.localiser.path_words import paths_named
from dermatome.localiser.records import Patch
from dermatome.localiser.short_words import is_aside
from dermatome.localiser.skin_clauses import Clause, clauses_of
from dermatome.localiser.skin_pieces import Piece, Quality, patches_of, piece_of, quality_of, share_sides
from dermatome.localiser.spoken_words import in_plain_sense
from dermatome.localiser.territory_words import without_territories

_SPLIT: Final = re.compile(
    r"[,;/+&→]|\band\b|\bor\b|\bplus\b|\binto\b|\bthen\b|\bdown to\b|\bincl(?:uding)?\b"
)
_BETWEEN: Final = re.compile(
    r"(\bbetween (?:[\w-]+ ){1,4}|\b(?:big|great|first|1st) (?:toe )?(?=and (?:the )?(?:second|2nd|next)\b))"
    r"and\b(?! half)"
)
"""What is named from both sides is one place: ``between thumb and index``, ``big and second toe``."""
_CHUNKS: Final = re.compile(r"(,(?![^(]*\))|\+|&|\band\b)")
_BRACKETS: Final = re.compile(r"\(([^)]*)\)")
_EXCEPT: Final = re.compile(
    r"\b(?:except|apart from|other than|but not|but for|(?<=finger )but|(?<=fingers )but)\b"
)
_OUTER: Final = re.compile(
    r"\b(?:outer|outside)(?: (?:edge|side|border|half|part))?(?: of)?(?: the| my)? "
    r"(?=(?:hand|palm|ring|little|pinky)\b)"
)
"""Who says "outer" of the hand means the side of the little finger; "lateral" is the thumb's."""
_NEAR_SIDE: Final = re.compile(
    r"(?<=[a-z])(?<!\bfinger)(?<!\bfingers) (?:near|nearest|close to|towards?|by|next to)"
    r" (?:the |my )?(thumb|little finger|pinky)\b"
)
_NEAR: Final = re.compile(r"(\w+ \w+.*?) (?:near|close to|towards?) [^,;]*(?=[,;]|$)")
_NOT_NUMB: Final = re.compile(
    r"n'?t lo(?:st|se)\b|\bnot (?:numb|dead|tingl)|\bcan feel\b|^\W*nothing (?:is )?(?:numb|dead)"
)
_NO_FEELING: Final = re.compile(
    r"\bno (?:feel|sensation|touch|longer)|\bnever (?:feel|felt|notic|knew)|\bno,? (?:just|only)\b"
)
_LIMB_GROUPS: Final = {"leg": "lower-limb", "wholeleg": "lower-limb", "arm": "upper-limb"}
_DISTAL: Final = frozenset(
    {
        *("median", "ulnar", "superficial-radial", "sural", "superficial-fibular", "deep-fibular"),
        *("medial-plantar", "lateral-plantar", "medial-calcaneal"),
    }
)
"""Nerves whose skin is that of hand or foot: ``median distribution in the hand`` is all of it."""
_OFF: Final = re.compile(
    r"^\W*(?:it'?s|only) (?!fine|ok|all|the only)|\b(?:numb|dead|off|wrong|affected|gone)$"
)
"""Among what is well: ``it's the others``."""
_NEGATED: Final = re.compile(r"\b(?:no|not|nothing|never|none|without)\b|n't\b")


@dataclass(slots=True)
class SkinRead:
    """What was read of one text: patches, groups (of skin told as normal), pieces nobody understood.

    ``others`` are patches of which the text says the opposite: well among what is numb, and the reverse.
    """

    patches: list[Patch] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    others: list[Patch] = field(default_factory=list)
    told: str = ""
    """The clauses that tell of skin, without what is told beside them."""
    history: list[str] = field(default_factory=list)
    """What is told of how it came about."""


def read_skin(text: str, *, normal: bool = False) -> SkinRead:
    """Return the places a text names; with ``normal`` it tells of skin that feels as it should."""
    clauses = list(clauses_of(in_plain_sense(plain(text))))
    kinds = {"told", "kept"} if normal else {"told"}
    off = [c for c in clauses if normal and _OFF.search(c.text) and not _NEGATED.search(c.text)]
    said = [c for c in clauses if c.kind in kinds and c not in off]
    found = _read(said, normal)
    kept = _read([c for c in clauses if c.kind == "kept"], True, found) if not normal else SkinRead()
    if not (found.patches or found.groups or (kept.patches and not normal)):
        beside = [c for c in clauses if c not in off and (c.kind != "kept" or normal)]
        found = _read(beside, normal) if len(beside) > len(said) else found
    if normal:
        found.others += _read(off, False).patches if found.patches or found.groups else []
    else:
        found.patches += kept.others
        if kept.others and "all" in kept.groups:
            kept.groups = ["all-other"]
        found.groups = [g for g in (*found.groups, *kept.groups) if g != "all" or not found.patches]
        found.others = [p for p in kept.patches if p not in found.patches or not p.surfaces]
        spared = {p.part for p in found.others if p.part and not p.surfaces}
        found.patches = [p for p in found.patches if p.surfaces or p.part not in spared]
    found.patches = _one_back(found.patches)
    found.others = [replace(p, quality="numb") for p in found.others]
    found.told = ", ".join(c.text for c in said)
    found.history = [c.text for c in clauses if c.kind == "history"]
    return found


def _one_back(patches: list[Patch]) -> list[Patch]:
    """Return patches in which the back that goes with a leg is the lower, with chest or arm the upper."""
    parts = {patch.part for patch in patches if not patch.surfaces}
    if not {"upper-back", "lower-back"} <= parts:
        return patches
    told = {patch.part for patch in patches}
    if told & {*SKIN_GROUPS["lower-limb"], "buttock"}:
        return [patch for patch in patches if patch.part != "upper-back"]
    if told & {*SKIN_GROUPS["upper-limb"], "chest", "neck", "shoulder"}:
        return [patch for patch in patches if patch.part != "lower-back"]
    return patches


def _read(clauses: Sequence[Clause], normal: bool, lost: SkinRead | None = None) -> SkinRead:
    """Return what is read of clauses, those of one sentence together."""
    found = SkinRead()
    default = quality_of(" ".join(clause.text for clause in clauses)) or "numb"
    for _number, sentence in itertools.groupby(clauses, key=lambda clause: clause.sentence):
        _read_sentence(", ".join(clause.text for clause in sentence), normal, default, found, lost)
    return found


def _read_sentence(told: str, normal: bool, default: Quality, found: SkinRead, lost: SkinRead | None) -> None:
    told, _, without = _EXCEPT.sub("|", fingers_named(_sides_named(told)), count=1).partition("|")
    told = paths_named(_BETWEEN.sub(r"\1 ", told), lambda words: _placed(_pieces(words)))
    told, names = _territories(told)
    inside = [piece for words in _BRACKETS.findall(told) for piece in _pieces(words)]
    common = [s for piece in inside for s in piece.surfaces]
    outside = _BRACKETS.sub(" ", told)
    pieces = _pieces(outside.partition(":")[2]) if ":" in outside else []
    if not _placed(pieces):
        pieces = _pieces(outside.replace(":", ","))
    pieces += [piece for piece in inside if piece.placed]
    share_sides(pieces, _base_of(lost) if lost else None)
    qualities = _qualities(pieces, quality_of(told) or default)
    territories = [Patch("", (), quality_of(told) or default, territory=name) for name in names]
    read: list[Patch] = []
    placed = _placed(pieces) or bool(names)
    for piece, quality in zip(pieces, qualities, strict=True):
        patches = patches_of(piece, common, quality)
        if patches and normal and (group := _limb_group(piece)):
            found.groups.append(group)
        elif patches:
            read += patches
        elif normal and "other" in piece.words:
            found.groups.append("all-other")
        elif _says_all(piece, told) and (normal or "no" in piece.words) and not (placed and normal):
            found.groups.append("all")
        elif piece.left and not names and not piece.only_quality and not (read and is_aside(piece.text)):
            found.unread.append(piece.text)
    if without and normal:
        found.others += read_skin(without).patches  # "all normal except the heel"
    elif without and read:
        spared = {patch.part for patch in read_skin(without).patches}
        read = [patch for patch in read if patch.part not in spared]
    found.patches += [*read, *territories]


def _base_of(lost: SkinRead) -> str | None:
    """Return the place of which a side alone is meant: ``top of the foot, not underneath``."""
    whole = {"foot-dorsum": "foot", "foot-sole": "foot", "palm": "hand", "hand-dorsum": "hand"}
    return next((whole[p.part] for p in lost.patches if p.part in whole), None)


def _territories(told: str) -> tuple[str, list[str]]:
    """Return a text without the territories it names, and these; beside a place they only say what it is."""
    found: dict[str, None] = {}
    labels: dict[str, None] = {}
    kept: list[str] = []
    for chunk in _CHUNKS.split(told):
        rest, names = without_territories(chunk)
        pieces = _pieces(rest) if names else []
        if not names or (_placed(pieces) and not _all_of_it(pieces, names)):
            kept.append(rest)
        else:
            bare = all(name in TERRITORY_ROOTS for name in names) and not words_of(rest)
            (labels if bare else found).update(dict.fromkeys(names))
    if labels and not _placed(_pieces(told)):
        found |= labels
    return "".join(kept), list(found)


def _all_of_it(pieces: Iterable[Piece], names: Iterable[str]) -> bool:
    """Return whether places only say where territories lie: ``median distribution in the hand``."""
    distal = all(name in _DISTAL or name in TERRITORY_ROOTS for name in names)
    return distal and all(piece.whole for piece in pieces if piece.placed)


def _qualities(pieces: Sequence[Piece], default: Quality) -> list[Quality]:
    """Return the quality of each piece: its own, else that of the piece before it."""
    found: list[Quality] = []
    last: Quality | None = None
    before = ""
    for piece in pieces:
        own = quality_of(f"{before} {piece.text}")
        before = "" if piece.placed else f"{before} {piece.text}"
        last = own or last
        found.append(last or default)
    return found if len({*found, default}) > 1 and default != "rash" else [default] * len(pieces)


def _sides_named(told: str) -> str:
    """Return a text with sides of the hand by their names; what else a place is near to says nothing."""
    told = _NEAR_SIDE.sub(r" \1 side", _OUTER.sub("ulnar ", told))
    return _NEAR.sub(r"\1", told)


def _pieces(text: str) -> list[Piece]:
    return [piece_of(words) for words in _SPLIT.split(text) if words.strip()]


def _placed(pieces: Iterable[Piece]) -> bool:
    return any(piece.placed for piece in pieces)


def _says_all(piece: Piece, told: str) -> bool:
    if _NO_FEELING.search(told):
        return False
    return bool(set(piece.words) & {"all", "no", "normal", "whole"}) or bool(_NOT_NUMB.search(told))


def _limb_group(piece: Piece) -> str | None:
    alone = len(piece.places) == 1 and not (piece.places[0].surfaces or piece.direct)
    return (
        _LIMB_GROUPS.get(piece.places[0].base) if alone and not {"below", "lower"} & {*piece.words} else None
    )
