"""Reads the findings of one patient from JSON; what is told in words goes through the lexicon."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from dermatome.anatomy.ids import BODY_PARTS, COARSE_PARTS, TERRITORY_ROOTS, VIEWS
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import skin_nerves
from dermatome.errors import InputError
from dermatome.localiser.german.lists import said_in_english
from dermatome.localiser.groups import GROUPS, LOWER_REFLEXES, REFLEX_GROUPS, SKIN_GROUPS, UPPER_REFLEXES
from dermatome.localiser.lexicon import LONGEST, plain
from dermatome.localiser.limbs import limb_of
from dermatome.localiser.motor_words import read_power
from dermatome.localiser.records import Findings, Motor, Patch, Side
from dermatome.localiser.reflex_words import read_reflexes
from dermatome.localiser.sign_idioms import tells_level, travels
from dermatome.localiser.sign_words import VISIBLE, most_precise, read_signs
from dermatome.localiser.skin import skin
from dermatome.localiser.skin_signs import signs_of_skin
from dermatome.localiser.skin_words import read_skin

SURFACES: Final = (
    *("anterior", "posterior", "lateral", "medial", "upper", "lower"),
    *("palmar", "dorsal", "plantar", "radial", "ulnar"),
)
QUALITIES: Final = ("numb", "pain", "rash")
MOST: Final = 200
"""Items of one list that are read; a patient has fewer."""
MOST_SPOTS: Final = 3000
_SIDES: Final[Mapping[Side, frozenset[str]]] = {
    "left": frozenset({"l", "left", "lt", "links"}),
    "right": frozenset({"r", "right", "rt", "rechts"}),
    "bilateral": frozenset({"b", "both", "bilateral", "bilaterally", "beide", "beidseits"}),
    "unspecified": frozenset({"unspecified", "unknown", "unclear"}),
}
_NUMB: Final = re.compile(
    r"(?i)numb|burn|prickl|tingl|an(?:a?e)sthesia|dead|pins and needles|no feeling"
    r"|hot (?:from|and|or) cold|can'?t feel"
)
_WASTED: Final = re.compile(r"(?i)wast|atroph|\bthin(?!g)|shrunk|shrivel|weak|can'?t|cannot|drop|flop|slaps")
_PIECES: Final = re.compile(r"[,;.]|\band\b")
_DULL: Final = re.compile(
    r"(?i)\bnumb\b|\bno feeling\b|\b(?:foot|wrist|finger)[ -]?(?:drops?|flops?|slaps?)\b"
)
"""What a line of signs may tell of skin or power beside them."""
_FULL: Final = 5.0
_KEYS: Final = frozenset({"id", "side", "skin", "weak", "strong", "reflexes", "other"})


class _Gathered:
    """Lists that grow while the input is read; what is told twice stands once."""

    def __init__(self) -> None:
        self.lost: dict[Patch, None] = {}
        self.spared: dict[Patch, None] = {}
        self.spared_groups: dict[str, None] = {}
        self.weak: dict[str, Motor] = {}
        self.weak_groups: dict[str, None] = {}
        self.strong: dict[str, Motor] = {}
        self.strong_groups: dict[str, None] = {}
        self.reflexes_lost: dict[str, None] = {}
        self.reflexes_normal: dict[str, None] = {}
        self.reflex_groups: dict[str, None] = {}
        self.signs: dict[str, None] = {}
        self.unread: dict[str, None] = {}
        self.travels = False
        """A pain runs on; the limb is that of the other findings."""

    def motor(self, motor: Motor, *, weak: bool) -> None:
        """Keep a movement; a weak one of grade 5 is strong, and the worst grade told of one counts."""
        if weak and motor.grade is not None and motor.grade >= _FULL:
            weak = False
        table = self.weak if weak else self.strong
        known = table.get(motor.id)
        if known is None or (motor.grade is not None and (known.grade is None or motor.grade < known.grade)):
            table[motor.id] = motor


def read_findings(data: Any) -> Findings:
    """Return the findings that a JSON object tells, in an order that does not depend on how it tells them.

    :raises InputError: it is no such object, or an id, a number or a side in it cannot be.
    """
    told = _mapping(data, "The findings")
    found = _Gathered()
    found.unread.update(dict.fromkeys(sorted(set(told) - _KEYS)))
    _check_lists(told)
    told = said_in_english(told, _is_id)
    areas, reflexes = _area(told, "skin"), _area(told, "reflexes")
    for item in _items(areas, "lost"):
        _skin(item, found, normal=False)
    for item in _items(areas, "spared"):
        _skin(item, found, normal=True)
    for key in ("weak", "strong"):
        before: tuple[str, ...] = ()
        for item in _items(told, key):
            before = _power(item, found, weak=key == "weak", before=before)
    for item in _items(reflexes, "lost"):
        _reflex(item, found, lost=True)
    for item in _items(reflexes, "normal"):
        _reflex(item, found, lost=False)
    for item in _items(told, "other"):
        _sign(item, found)
    return _settled(found, _side(told.get("side")))


def _check_lists(told: Mapping[str, Any]) -> None:
    for area, keys in (("skin", ("lost", "spared")), ("reflexes", ("lost", "normal"))):
        for key in keys:
            _items(_area(told, area), key)
    for key in ("weak", "strong", "other"):
        _items(told, key)


def _area(told: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return lists that stand together; they may be left out or null."""
    return _mapping({} if told.get(key) is None else told[key], key)


def _is_id(text: str) -> bool:
    known = facts()
    tables = (known.movements, known.muscles, known.reflexes_by_id, REFLEX_GROUPS, _signs())
    return any(text in table for table in tables)


def _settled(found: _Gathered, side: Side) -> Findings:
    if {"bilateral", "symmetrical"} & set(found.signs):
        side = "bilateral"
    if found.travels and (limb := _limb(found)):
        found.signs[f"radicular-{limb}-pain"] = None
    strong = {name: motor for name, motor in found.strong.items() if name not in found.weak}
    numb = {replace(p, quality="numb") for p in found.lost if p.quality != "pain"}
    lost = [p for p in found.lost if p.quality != "pain" or replace(p, quality="numb") not in numb]
    return Findings(
        side=side,
        lost=tuple(sorted(lost, key=lambda p: (p.id, p.quality))),
        spared=tuple(sorted(found.spared, key=lambda p: p.id)),
        spared_groups=tuple(sorted(found.spared_groups)),
        weak=tuple(found.weak[name] for name in sorted(found.weak)),
        weak_groups=tuple(sorted(found.weak_groups)),
        strong=tuple(strong[name] for name in sorted(strong)),
        strong_groups=tuple(sorted(found.strong_groups)),
        reflexes_lost=tuple(sorted(found.reflexes_lost)),
        reflexes_normal=tuple(sorted(set(found.reflexes_normal) - set(found.reflexes_lost))),
        reflex_groups=tuple(sorted(found.reflex_groups)),
        signs=tuple(sorted(most_precise(found.signs))),
        not_understood=tuple(found.unread),
    )


def _limb(found: _Gathered) -> str:
    """Return ``arm`` or ``leg`` where all that is lost lies in one limb, else nothing."""
    arm, leg = ({*COARSE_PARTS[f"{limb}-limb"]} for limb in ("upper", "lower"))
    parts = {patch.part for patch in found.lost}
    limbs = (
        {limb_of(name) for name in found.weak}
        | {"upper" for p in parts & arm}
        | {"lower" for p in parts & leg}
    )
    limbs |= {"upper" for r in found.reflexes_lost if r in UPPER_REFLEXES}
    limbs |= {"lower" for r in found.reflexes_lost if r in LOWER_REFLEXES}
    return {"upper": "arm", "lower": "leg"}.get("".join(limbs), "")


def _side(value: Any) -> Side:
    words = set(re.findall(r"[^\W_]+", str(value or "").lower()))
    named: list[Side] = [side for side, known in _SIDES.items() if words & known]
    if words and not named:
        raise InputError(f"There is no side {str(value)[:40]!r}. Use left, right, bilateral or unspecified.")
    if len(named) > 1:
        return "bilateral"  # "left and right", "both, the left more"
    return named[0] if named else "unspecified"


def _skin(item: Any, found: _Gathered, *, normal: bool) -> None:
    if isinstance(item, str):
        _skin_in_words(item, found, normal=normal)
        return
    told = _mapping(item, "An item of skin")
    if "group" in told:
        found.spared_groups[_choice(told["group"], SKIN_GROUPS, "group of skin")] = None
        return
    (found.spared if normal else found.lost).update(dict.fromkeys(_patches(told)))


def _skin_in_words(item: str, found: _Gathered, *, normal: bool) -> None:
    if tells_level(plain(item)):
        found.signs.update(dict.fromkeys(read_signs(item).names if not normal else ()))
        return
    read = read_skin(item, normal=normal)
    # "No numbness" among what is lost says that nothing is.
    lost, kept = (read.others, read.patches) if normal else (read.patches, read.others)
    found.lost.update(dict.fromkeys(lost))
    found.spared.update(dict.fromkeys(kept))
    found.spared_groups.update(dict.fromkeys(read.groups))
    for words in read.unread:
        # "The same on both sides" among places of skin is a sign.
        signs = [name for name in read_signs(words).names if not normal or name == "symmetrical"]
        found.signs.update(dict.fromkeys(signs))
        found.unread.update(dict.fromkeys(() if signs else (words,)))
    for words in read.history if not normal else ():
        found.signs.update(dict.fromkeys(read_signs(words).names))
    if not normal:
        found.signs.update(dict.fromkeys(signs_of_skin(item, read)))


def _patches(told: Mapping[str, Any]) -> list[Patch]:
    quality = _choice(told.get("quality") or "numb", QUALITIES, "quality")
    if "spots" in told:
        spots = skin().parts_of(_spots(told)).items()
        return [Patch(part, (), quality, spots=inside) for part, inside in spots]  # type: ignore[arg-type]
    if "territory" in told:
        known = (*TERRITORY_ROOTS, *skin_nerves())
        return [Patch("", (), quality, territory=_choice(told["territory"], known, "territory"))]  # type: ignore[arg-type]
    if "view" in told:
        view = _choice(told["view"], VIEWS, "view")
        return [Patch("", (), quality, view, _number(told, "x"), _number(told, "y"))]  # type: ignore[arg-type]
    part = _choice(told.get("part"), (*BODY_PARTS, *COARSE_PARTS), "part of the body")
    surfaces = told.get("surface") or ()
    surfaces = (surfaces,) if isinstance(surfaces, str) else surfaces
    if not isinstance(surfaces, list | tuple):
        raise InputError('surface is a list, such as ["lateral"].')
    chosen = tuple(sorted({_choice(s, SURFACES, "surface") for s in surfaces}))
    return [Patch(leaf, chosen, quality) for leaf in COARSE_PARTS.get(part, (part,))]  # type: ignore[arg-type]


def _spots(told: Mapping[str, Any]) -> list[tuple[str, float, float]]:
    found: list[tuple[str, float, float]] = []
    for spot in _items(told, "spots", most=MOST_SPOTS):
        if not isinstance(spot, list | tuple) or len(spot) != 3:
            raise InputError("A painted spot is a list of view, x and y.")
        view, x, y = spot
        point = {"x": x, "y": y}
        found.append((_choice(view, VIEWS, "view"), _number(point, "x"), _number(point, "y")))
    return found


def _number(told: Mapping[str, Any], key: str) -> float:
    value = told.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e5:
        raise InputError(f"A point of skin needs {key} in millimetres of its view.")
    return float(value)


def _power(item: Any, found: _Gathered, *, weak: bool, before: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Keep what an item tells of power; return its words, for the next one."""
    if isinstance(item, dict) and "group" in item:
        group = _choice(item["group"], GROUPS, "group of movements")
        (found.weak_groups if weak else found.strong_groups)[group] = None
        return ()
    name, grade = item, None
    if isinstance(item, dict):
        name, grade = item.get("id"), _grade(item.get("grade"))
    if not isinstance(name, str):
        raise InputError("A movement or muscle is an id, words, or an object with id and grade.")
    if name in facts().movements or name in facts().muscles:
        found.motor(Motor(name, grade), weak=weak)
        return ()
    read = read_power(name, weak=weak, before=before)
    for motors, state in ((read.motors, weak), (read.others, not weak)):
        for motor in motors:
            found.motor(Motor(motor.id, grade if grade is not None else motor.grade), weak=state)
    for groups, state in ((read.groups, weak), (read.other_groups, not weak)):
        (found.weak_groups if state else found.strong_groups).update(dict.fromkeys(groups))
    found.signs.update(dict.fromkeys(read.signs))
    for words in read.unread:
        # "Winging" among what is weak is a sign.
        signs = [sign for sign in read_signs(words).names if sign in _EXAMINED]
        found.signs.update(dict.fromkeys(signs))
        if not signs:
            found.unread[words] = None
    return read.context


_EXAMINED: Final = VISIBLE | {
    *("horner", "trendelenburg", "bladder-incontinence", "bladder-retention", "bowel-incontinence"),
    *("erectile-dysfunction", "bilateral", "back-pain", "neck-pain", "radicular-arm-pain"),
    "radicular-leg-pain",
}
"""Signs that are told among movements; a word of a cause means something else there."""


def _grade(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= _FULL:
        raise InputError("A grade of power is a number from 0 to 5.")
    return float(value)


def _reflex(item: Any, found: _Gathered, *, lost: bool) -> None:
    if not isinstance(item, str):
        raise InputError("A reflex is an id, a group such as upper-limb, or words.")
    if item in facts().reflexes_by_id:
        (found.reflexes_lost if lost else found.reflexes_normal)[item] = None
        return
    groups: list[str] = [item] if item in REFLEX_GROUPS else []
    spared: list[str] = []
    if not groups:
        read = read_reflexes(item, lost=lost)
        groups = read.groups
        for names, gone in ((read.names, lost), (read.others, not lost)):
            (found.reflexes_lost if gone else found.reflexes_normal).update(dict.fromkeys(names))
        _reflex_groups(read.other_groups, found, lost=not lost)
        found.unread.update(dict.fromkeys(read.unread))
        spared = read.others if lost else []
    _reflex_groups(groups, found, lost=lost)
    for name in spared:  # "all but the knee jerk"
        found.reflexes_lost.pop(name, None)


def _reflex_groups(groups: list[str], found: _Gathered, *, lost: bool) -> None:
    for group in groups:
        if lost:
            found.reflexes_lost.update(dict.fromkeys(REFLEX_GROUPS[group]))
        else:
            found.reflex_groups[group] = None


def _sign(item: Any, found: _Gathered) -> None:
    if not isinstance(item, str):
        raise InputError("A sign is a token or words.")
    if item in _signs():
        found.signs[item] = None
        return
    read = read_signs(item)
    found.signs.update(dict.fromkeys(read.names))
    if not read.names and travels(item):
        found.travels = True
        return
    pieces = _PIECES.split(item[:LONGEST]) if read.names else []
    more = [piece for piece in pieces if len(pieces) > 1 and _DULL.search(piece)]
    for words in (*read.unread, *more):
        # "Saddle numbness" among signs is skin.
        patches = read_skin(words).patches if _NUMB.search(words) else []
        found.lost.update(dict.fromkeys(patches))
        # "Biceps wasted" is power.
        motors = read_power(words, weak=True).motors if not patches and _WASTED.search(words) else []
        for motor in motors:
            found.motor(motor, weak=True)
        if not patches and not motors and words in read.unread:
            found.unread[words] = None


@functools.cache
def _signs() -> frozenset[str]:
    return frozenset(row.sign for row in facts().signs)


def _items(told: Mapping[str, Any], key: str, most: int = MOST) -> list[Any]:
    value = told.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise InputError(f"{key} is a list.")
    if len(value) > most:
        raise InputError(f"{key} has more than {most} items.")
    return value


def _mapping(value: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise InputError(f"{what} must be a JSON object.")
    return value


def _choice(value: Any, choices: Iterable[str], what: str) -> str:
    if not isinstance(value, str) or value not in choices:
        raise InputError(f"There is no {what} {str(value)[:40]!r}.")
    return value
