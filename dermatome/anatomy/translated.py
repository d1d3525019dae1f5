"""Checks the translations of the fact tables: each text that is shown has one, with its roots and numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from dermatome.anatomy.load import translations
from dermatome.anatomy.records import Fact
from dermatome.language import LANGUAGES, SOURCE
from dermatome.report import CheckReport

TRANSLATED: Final[Mapping[str, tuple[str, ...]]] = {
    "key_points": ("location",),
    "roots": ("exit",),
    "levels": ("exit_relation", "cord_or_sac", "surface_landmark"),
    "level_notes": ("statement",),
    "reflexes": ("how_elicited", "response"),
    "myotomes": ("movement", "how_tested"),
    "likelihoods": ("finding", "target"),
    "nerves": ("cutaneous_territory", "motor_deficit", "sensory_deficit", "reflex_deficit", "lesion_site"),
    "nerve_sites": ("site",),
    "plexus": ("note",),
    "nerve_fields": ("area", "autonomous_area"),
    "territories": ("anterior", "posterior", "digits", "overlap", "disagreement"),
    "differentials": ("question", "mimic", "finding", "favours", "against"),
    "structures": ("name", "anterior", "posterior", "disagreement"),
    "conflicts": ("topic", "position_a", "position_b", "position_c"),
    "grades": ("name", "meaning"),
}
"""Columns of the fact tables that every language of the interface has."""


_KEPT: Final = re.compile(r"(?<![A-Za-z\d])(?:[CTLSV]\d+(?:[-/|]\w?\d+)?|\d+(?:[.,]\d+)?)(?![\w])")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b|\bx(?=\d)")


def check_translations(rows: Iterable[tuple[str, Fact]]) -> CheckReport:
    """Every text of :data:`TRANSLATED` is there in every language, and keeps its roots and numbers."""
    texts = {
        text: f"{table}.{column}"
        for table, row in rows
        for column in TRANSLATED.get(table, ())
        if (text := getattr(row, column))
    }
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


def _kept(text: str) -> list[str]:
    """Return the roots and numbers of a text, however the language writes them."""
    return sorted(found.replace(",", ".") for found in _KEPT.findall(_ORDINAL.sub("", text)))
