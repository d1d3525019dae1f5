"""Checks the translations of the fact tables: each text that is shown has one, with its roots and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from dermatome.anatomy.load import translations
from dermatome.anatomy.records import Fact, Grade, Muscle, MuscleRoot, Source
from dermatome.language import LANGUAGES, SOURCE
from dermatome.report import CheckReport

TRANSLATED: Final[Mapping[str, tuple[str, ...]]] = {
    "key_points": ("location",),
    "roots": ("exit",),
    "levels": ("exit_relation", "cord_or_sac", "surface_landmark"),
    "level_notes": ("statement",),
    "reflexes": ("nerve", "muscle", "how_elicited", "response"),
    "myotomes": ("movement", "how_tested"),
    "muscles": ("nerve",),
    "movements": ("joint", "note"),
    "likelihoods": ("finding", "target"),
    "nerves": (
        "origin",
        "muscles",
        "cutaneous_territory",
        "motor_deficit",
        "sensory_deficit",
        "reflex_deficit",
        "lesion_site",
    ),
    "nerve_sites": ("site",),
    "plexus": ("note",),
    "nerve_fields": ("area", "autonomous_area"),
    "territories": ("map", "anterior", "posterior", "digits", "overlap", "disagreement"),
    "differentials": ("question", "mimic", "finding", "favours", "against"),
    "structures": ("name", "anterior", "posterior", "disagreement"),
    "conflicts": ("topic", "position_a", "position_b", "position_c", "note"),
    "grades": ("name", "meaning"),
    "sources": ("note",),
}
"""Columns of the fact tables that every language of the interface has."""
_SCALES_TOLD: Final = ("mrc", "reflex")
"""Grades that are shown with what there is to note of them."""


_KEPT: Final = re.compile(r"(?<![A-Za-z\d])(?:[CTLSV]\d+(?:[-/|]\w?\d+)?|\d+(?:[.,]\d+)?)(?![\w])")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|\bx(?=\d)")


def check_translations(rows: Iterable[tuple[str, Fact | Source]]) -> CheckReport:
    """Every text of :data:`TRANSLATED` is there in every language, and keeps its roots and numbers."""
    texts = {text: where for table, row in rows for where, text in _shown(table, row) if text}
    faults: list[str] = []
    known = {language: translations(language) for language in LANGUAGES if language != SOURCE}
    for language, told in known.items():
        faults += [f"{language}: {texts[text]} has no {text!r}" for text in texts if text not in told]
        faults += [f"{language}: {text!r} stands in no table any more" for text in told if text not in texts]
        faults += [
            f"{language}: {text!r} and {said!r} name other roots or numbers"
            for text, said in told.items()
            if _kept(text) != _kept(said)
        ]
    return CheckReport("facts: translations", {name: len(told) for name, told in known.items()}, faults)


def _shown(table: str, row: Fact | Source) -> Iterable[tuple[str, str]]:
    """Yield what is shown of a row, with its table and column."""
    columns = TRANSLATED.get(table, ())
    if isinstance(row, MuscleRoot) and row.kind in ("isncsci_key_group", "isncsci_nonkey"):
        columns += ("muscle", "note") if row.kind == "isncsci_key_group" else ("note",)
    if isinstance(row, Grade) and row.scale in _SCALES_TOLD:
        columns += ("note",)
    yield from ((f"{table}.{column}", getattr(row, column)) for column in columns)
    for other in row.dissent if isinstance(row, Muscle) else ():
        yield from ((f"{table}.dissent.{column}", getattr(other, column)) for column in ("muscle", "note"))


def _kept(text: str) -> list[str]:
    """Return the roots and numbers of a text, however the language writes them."""
    return sorted(found.replace(",", ".") for found in _KEPT.findall(_ORDINAL.sub("", text)))
