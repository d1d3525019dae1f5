"""Names of the body's parts as the visitor wants them: English, German, or Latin (Terminologia Anatomica).

A name that a language lacks is given in the next best way: German medicine uses the Latin ones, and what
the terminology does not name keeps its English or German name.
"""

from __future__ import annotations

import re
from typing import Final

from dermatome.anatomy.ids import PART_NAMES, slug
from dermatome.anatomy.load import facts, translations
from dermatome.anatomy.records import Muscle, NerveField, PeripheralNerve, Reflex
from dermatome.language import N_, _, language, terms

_SHORT: Final = {
    "musculus": "M.",
    "musculi": "Mm.",
    "nervus": "N.",
    "nervi": "Nn.",
    "ramus": "R.",
    "rami": "Rr.",
}
"""How German writes the first word of a Latin name, and of a second name after it."""
_SHORT_OF: Final = {"musculi": "m.", "nervi": "n.", "nervorum": "nn."}
"""How it writes whose branch something is: ``"R. superficialis n. radialis"``."""


def part_name(part: str) -> str:
    """Return the name of a body part: ``"calf"``, ``"Wade"``, ``"sura"``."""
    return _name(PART_NAMES.get(part, part), "part", part)


def muscle_name(muscle: Muscle) -> str:
    """Return the name of a muscle: ``"biceps brachii"``, ``"M. biceps brachii"``."""
    return _name(muscle.name, "muscle", muscle.id, muscle.latin)


def field_name(field: NerveField) -> str:
    """Return the name of a field of skin, which is that of its nerve."""
    return _name(field.name, "field", field.id, field.latin)


def nerve_name(nerve: PeripheralNerve) -> str:
    """Return the name of a nerve: ``"common fibular (peroneal)"``, ``"N. fibularis communis"``."""
    return _name(nerve.nerve, "nerve", slug(nerve.nerve))


def reflex_name(reflex: Reflex) -> str:
    """Return the name of a reflex: ``"ankle jerk (Achilles)"``, ``"Achillessehnenreflex"``."""
    return _name(reflex.reflex, "reflex", reflex.id)


def movement_name(movement: str) -> str:
    """Return the name of a movement by its id: ``"elbow flexion"``, ``"Beugung des Ellenbogens"``."""
    return _name(facts().movements[movement].name, "movement", movement)


def thing_name(thing: str) -> str:
    """Return the name of a kind of thing in the column, such as ``"vertebra"`` or ``"cauda-equina"``."""
    return _name(facts().terms["thing", thing].en, "thing", thing)


def fact_text(text: str) -> str | None:
    """Return a text of the fact tables in the visitor's language; None where it has none, as English has."""
    known = translations(language())
    piece = text.strip().rstrip(".")
    if found := known.get(text) or known.get(piece):
        return found
    # The territory of a claim is told in pieces: "front: …; back: …".
    pieces = [_PIECE.fullmatch(each) for each in _BEFORE_FACE.split(piece)]
    if len(pieces) <= 2 and all(pieces):
        told = [(_(_FACES[match[1]]), known.get(match[2])) for match in pieces if match]
        if all(said for _face, said in told):
            return "; ".join(f"{face}: {said}" for face, said in told)
    return None


def fact(text: str) -> str:
    """Return a text of the fact tables as the visitor's language has it, else as it stands."""
    return fact_text(text) or text


_FACES: Final = {"front": N_("front"), "back": N_("back")}
_PIECE: Final = re.compile(r"(front|back): (.+)")
_BEFORE_FACE: Final = re.compile(r"; (?=back: )")  # what is told of one face may hold a semicolon itself


def translated() -> bool:
    """Return whether names that Latin lacks, such as those of reflexes, are others than the English ones."""
    return language() != "en"


def renamed() -> bool:
    """Return whether names are others than the English ones of the tables."""
    return language() != "en" or terms() == "la"


def bare(name: str) -> str:
    """Return a Latin name for a label, without a first word that goes without saying: ``"biceps brachii"``.

    Nerves in the plural and branches keep it: what follows is no name without it.
    """
    return re.sub(r"^(musculus|musculi|nervus|Mm?\.|N\.) ", "", name)


def _name(english: str, kind: str, key: str, latin: str = "") -> str:
    row = facts().terms.get((kind, key))
    latin = latin or (row.la if row else "")
    if terms() == "la" and latin:
        return latin
    if language() == "de":
        return (row.de if row else "") or _shortened(latin) or english
    return english


def _shortened(latin: str) -> str:
    words = latin.split()
    begins = (not before or before == "et" or before[-1] == ";" for before in ("", *words))
    return " ".join(
        (_SHORT if first else _SHORT_OF).get(word, word) for word, first in zip(words, begins, strict=False)
    )
