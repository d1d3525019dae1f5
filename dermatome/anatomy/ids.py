"""The identifiers every other module shares, and how to read them from human input.

One spelling each. *Root* is always a spinal nerve root (``C2`` … ``S4-5``); a vertebra of the
same name is a different thing and is never written with these functions.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from typing import Final, Literal

from dermatome import notation
from dermatome.errors import InputError
from dermatome.language import N_, _

Region = Literal["C", "T", "L", "S"]

ROOTS: Final = notation.ROOTS
"""All 31 pairs of spinal nerves, cranial to caudal."""

POOLED_SACRAL: Final = "S4-5"
"""S4 and S5 as one segment: the ISNCSCI neither tests nor scores them apart."""

TERRITORY_ROOTS: Final[tuple[str, ...]] = (
    *(root for root in ROOTS if root not in {"C1", "S4", "S5", "Co1"}),
    POOLED_SACRAL,
)
"""Roots that may own skin on a map, cranial to caudal. C1 has no skin as a rule; Co1 merges with S5."""

TRIGEMINAL: Final[tuple[str, ...]] = ("V1", "V2", "V3")
"""Divisions of the trigeminal nerve: neighbours of C2 and C3 on the face, never spinal roots."""

VERTEBRAE: Final = notation.VERTEBRAE
"""Vertebrae. There is no eighth cervical vertebra, although there is a C8 root."""

PUBLISHED: Final = "published"
INFERRED: Final = "inferred"
BASES: Final[tuple[str, ...]] = (PUBLISHED, INFERRED)
"""What a territory, or part of it, rests on: drawn or told in the work the map is named after, or continued
by the atlas where the work is silent."""

SCHEME_ORDER: Final[tuple[str, ...]] = ("isncsci", "keegan-garrett", "foerster", "lee")
"""Order in which published maps are offered; schemes not named here follow in alphabetical order."""

VIEWS: Final[tuple[str, ...]] = (
    "anterior",
    "posterior",
    "lateral-left",
    "lateral-right",
    "hand-palmar",
    "hand-dorsal",
    "foot-dorsum",
    "foot-sole",
    "perineum",
    "head-lateral",
)

VIEW_NAMES: Final[dict[str, str]] = {
    "anterior": N_("Front"),
    "posterior": N_("Back"),
    "lateral-left": N_("Left side"),
    "lateral-right": N_("Right side"),
    "hand-palmar": N_("Palms"),
    "hand-dorsal": N_("Backs of the hands"),
    "foot-dorsum": N_("Tops of the feet"),
    "foot-sole": N_("Soles"),
    "perineum": N_("Perineum"),
    "head-lateral": N_("Head, both sides"),
}
"""English names; :func:`view_name` says them in the visitor's language."""

SIDES: Final[tuple[str, ...]] = ("left", "right")
"""Always the patient's side, not the observer's."""

LAYERS: Final[tuple[str, ...]] = ("dermatome", "myotome", "reflex", "nerve", "level")
"""What can be asked of a root; all but the level are drawn on the body."""

DEPTHS: Final[tuple[str, ...]] = ("superficial", "deep")
"""Muscles seen when the skin is taken away, and those beneath them. A muscle is drawn in one depth."""

SENSES: Final[tuple[str, ...]] = (
    "vertebra",
    "nerve_root",
    "disc",
    "foramen",
    "cord_segment",
    "dermatome",
    "myotome",
    "reflex",
    "level",
    "other",
)
"""What a label such as "S1" can mean in a text."""

PART_NAMES: Final[dict[str, str]] = {
    "scalp": "scalp",
    "face": "face",
    "ear": "ear",
    "neck": "neck",
    "shoulder": "shoulder",
    "axilla": "axilla",
    "chest": "chest",
    "abdomen": "abdomen",
    "upper-back": "upper back",
    "lower-back": "lower back",
    "buttock": "buttock",
    "groin": "groin",
    "genitals": "genitals",
    "perineum": "perineum",
    "upper-arm": "upper arm",
    "elbow": "elbow",
    "forearm": "forearm",
    "wrist": "wrist",
    "palm": "palm of the hand",
    "hand-dorsum": "back of the hand",
    "thumb": "thumb",
    "index-finger": "index finger",
    "middle-finger": "middle finger",
    "ring-finger": "ring finger",
    "little-finger": "little finger",
    "thigh-front": "front of the thigh",
    "thigh-back": "back of the thigh",
    "knee": "knee",
    "popliteal-fossa": "popliteal fossa",
    "shin": "shin",
    "calf": "calf",
    "ankle": "ankle",
    "heel": "heel",
    "foot-sole": "sole of the foot",
    "foot-dorsum": "top of the foot",
    "great-toe": "great toe",
    "toes": "lesser toes",
}

BODY_PARTS: Final[tuple[str, ...]] = tuple(PART_NAMES)
"""Leaf body parts: every point of the skin lies in exactly one."""

_DIGITS = ("thumb", "index-finger", "middle-finger", "ring-finger", "little-finger")
_HAND = ("palm", "hand-dorsum", *_DIGITS)
_FOOT = ("heel", "foot-sole", "foot-dorsum", "great-toe", "toes")
_UPPER = ("shoulder", "axilla", "upper-arm", "elbow", "forearm", "wrist", *_HAND)
_LOWER = ("thigh-front", "thigh-back", "knee", "popliteal-fossa", "shin", "calf", "ankle", *_FOOT)

COARSE_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "head": ("scalp", "face", "ear"),
    "trunk": ("chest", "abdomen", "upper-back", "lower-back", "buttock", "groin"),
    "back": ("upper-back", "lower-back"),
    # Anatomists' arm and leg: shoulder to elbow, knee to ankle. The whole limb has its own word.
    "arm": ("upper-arm",),
    "leg": ("shin", "calf"),
    "upper-limb": _UPPER,
    "lower-limb": _LOWER,
    "hand": _HAND,
    "fingers": _DIGITS[1:],
    "digits": _DIGITS,
    "thigh": ("thigh-front", "thigh-back"),
    "foot": _FOOT,
    "all-toes": ("great-toe", "toes"),
    "saddle": ("perineum", "genitals", "buttock", "thigh-back"),
}
"""Coarser words and the leaf parts they stand for."""

LIMBS: Final[dict[str, tuple[str, ...]]] = {
    "head and neck": ("scalp", "face", "ear", "neck"),
    "arm": _UPPER,
    "trunk": ("chest", "abdomen", "upper-back", "lower-back"),
    "hip and perineum": ("buttock", "groin", "genitals", "perineum"),
    "leg": _LOWER,
}
"""The body in the order it is read aloud: every leaf part in one of five stretches, head to foot."""

_ORDINALS: Final = (
    *(N_("first"), N_("second"), N_("third"), N_("fourth"), N_("fifth"), N_("sixth")),
    *(N_("seventh"), N_("eighth"), N_("ninth"), N_("tenth"), N_("eleventh"), N_("twelfth")),
)


def parse_root(text: str) -> str:
    """Return the canonical spelling of a root: ``"th 4"`` → ``"T4"``, ``"s4/5"`` → ``"S4-5"``.

    :raises InputError: the text names no spinal root; the message says which exist.
    """
    root = notation.root_written(str(text), POOLED_SACRAL)
    if root is None:
        hint = ""
        if str(text).strip().upper() in TRIGEMINAL:
            hint = " " + _("(a division of the trigeminal nerve, not a spinal root)")
        raise InputError(
            _("There is no root %(text)s%(hint)s. Use one of C1-C8, T1-T12, L1-L5, S1-S5, S4-5, Co1.")
            % {"text": _quote(text), "hint": hint}
        )
    return root


def parse_roots(text: str) -> tuple[str, ...]:
    """Return the roots a list names, each once: ``"L5,S1"``, ``"C5,6,7"``, ``"S2-S4"``, ``"s4-5, co 1"``.

    :raises InputError: a piece of it names no spinal root.
    """
    pieces = [piece for piece in str(text).split(",") if piece.strip()]
    if all(notation.root_written(piece, POOLED_SACRAL) for piece in pieces):
        return tuple(dict.fromkeys(map(parse_root, pieces)))
    named = notation.roots_written(text)
    return named or tuple(dict.fromkeys(map(parse_root, pieces)))


def ordinal(number: int) -> str:
    """Return 1 to 12 as an ordinal word: ``1`` → ``"first"``."""
    return _(_ORDINALS[number - 1])


def territory_root(root: str) -> str | None:
    """Return the root under which maps draw the skin of ``root``; None when it has none of its own.

    S4 and S5 are pooled as ``S4-5``; C1 and Co1 have no territory.
    """
    if root in {"S4", "S5"}:
        return POOLED_SACRAL
    return root if root in TERRITORY_ROOTS else None


def root_members(root: str) -> tuple[str, ...]:
    """Return the single roots a label stands for: ``"S4-5"`` → ``("S4", "S5")``."""
    return ("S4", "S5") if root == POOLED_SACRAL else (root,)


def region_of(root: str) -> Region:
    """Return the spinal region of a root: C, T, L or S. Co1 is grouped with the sacral roots.

    :raises InputError: ``root`` is not a root.
    """
    letter = parse_root(root)[0:2]
    return "S" if letter == "Co" else letter[0]  # pyright: ignore[reportReturnType]


def root_name(root: str) -> str:
    """Return the name in words: ``"S1"`` → ``"first sacral nerve root"``.

    :raises InputError: ``root`` is not a root.
    """
    root = parse_root(root)
    if root == "Co1":
        return _("coccygeal nerve root")
    if root == POOLED_SACRAL:
        return _("fourth and fifth sacral nerve roots, taken together")
    number = ordinal(int(root[1:]))
    # One text a region: languages build such words in their own way.
    return {
        "C": _("%(nth)s cervical nerve root"),
        "T": _("%(nth)s thoracic nerve root"),
        "L": _("%(nth)s lumbar nerve root"),
        "S": _("%(nth)s sacral nerve root"),
    }[root[0]] % {"nth": number}


def root_order(root: str) -> int:
    """Return a sort key, cranial to caudal; ``S4-5`` sorts with S4.

    :raises InputError: ``root`` is not a root.
    """
    return ROOTS.index(root_members(parse_root(root))[0])


def view_name(view: str) -> str:
    """Return the name of a view in the visitor's language."""
    return _(VIEW_NAMES[view])


def side_name(side: str) -> str:
    """Return the patient's side in a sentence, in the visitor's language; the midline is one as well."""
    return {"left": _("left"), "right": _("right"), "both": _("both sides"), "midline": _("midline")}.get(
        side, side
    )


def parse_view(text: str) -> str:
    """Return the view id. :raises InputError: no such view."""
    return parse_choice(text, VIEWS, "view")


def parse_side(text: str) -> str:
    """Return ``"left"`` or ``"right"``, the patient's side. :raises InputError: neither."""
    return parse_choice({"l": "left", "r": "right"}.get(str(text).lower(), text), SIDES, "side")


def parse_layer(text: str) -> str:
    """Return the layer id. :raises InputError: no such layer."""
    return parse_choice(text, LAYERS, "layer")


def parse_depth(text: str) -> str:
    """Return the depth of muscles, ``superficial`` or ``deep``. :raises InputError: neither."""
    return parse_choice(text, DEPTHS, "depth")


def slug(name: str) -> str:
    """Return the id made from a name: ``"knee jerk (patellar)"`` → ``"knee-jerk-patellar"``."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def parse_part(text: str) -> tuple[str, ...]:
    """Return the leaf parts a word stands for: ``"thigh"`` → front and back of the thigh.

    :raises InputError: no such body part.
    """
    part = parse_choice(text, (*BODY_PARTS, *COARSE_PARTS), "body part")
    return COARSE_PARTS.get(part, (part,))


def parse_choice(text: str, choices: Iterable[str], what: str) -> str:
    """Return the one of ``choices`` that ``text`` spells, ignoring case, spaces and underscores.

    :raises InputError: none matches; the message lists the choices or the nearest one.
    """
    options = tuple(choices)
    folded = re.sub(r"[\s_]+", "-", str(text).strip().lower())
    if folded in options:
        return folded
    near = difflib.get_close_matches(folded[:80], options, n=1)  # which takes the square of the length
    hint = (
        _("Did you mean %(near)s?") % {"near": near[0]}
        if near
        else _("Use one of %(choices)s.") % {"choices": ", ".join(options)}
    )
    raise InputError(
        _("There is no %(what)s %(text)s. %(hint)s") % {"what": what, "text": _quote(text), "hint": hint}
    )


def _quote(text: object) -> str:
    """Quote user input for a one-line message, whatever it holds."""
    shown = " ".join(str(text).split())
    return repr(shown if len(shown) <= 40 else shown[:39] + "…")


REGION_TITLES: Final = {"C": N_("Cervical"), "T": N_("Thoracic"), "L": N_("Lumbar"), "S": N_("Sacral")}
"""Regions as headings of lists of roots, to be translated where they are shown."""
