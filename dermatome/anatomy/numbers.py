"""Finds the measured numbers of a text, and tells whether a number that was read bears one out.

Measured are percentages, lengths, multiples, ratios, decimal fractions below one, shares ("7 of 39", "a third
of patients") and the sizes of samples ("34 people"). What only counts or names something — roots, vertebrae,
digits, grades, years — is not.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, NamedTuple


class Number(NamedTuple):
    """One number: ``69.7`` and ``%``, ``7/39`` and ``share``, ``34`` and ``n`` of a sample, ``0.9`` alone."""

    value: str
    unit: str

    def __str__(self) -> str:
        if self.unit == "n":
            return f"n = {self.value}"
        return self.value if self.unit == "share" else f"{self.value} {self.unit}".strip()


_ONE_TO_TWELVE: Final = "one two three four five six seven eight nine ten eleven twelve"
_ROUND: Final = {"twenty": "20", "a hundred": "100", "a thousand": "1000"}
_WORDS: Final = {word: str(number) for number, word in enumerate(_ONE_TO_TWELVE.split(), 1)} | _ROUND
_PARTS: Final = {"half": "2", "third": "3", "quarter": "4", "fifth": "5", "sixth": "6", "tenth": "10"}
_FEWEST: Final = 5
"""A smaller sample is told as a story ("two bodies"), not as a measurement."""

_N: Final = r"(?<![A-Za-z\d.,–-])\d[\d,]*(?:\.\d+)?"
"""Not the number of a root or vertebra, nor the far end of a range."""
_WORD: Final = "|".join(sorted(_WORDS, key=len, reverse=True))
_COUNT: Final = rf"(?:{_N}|\b(?:{_WORD})\b)"
_WHO: Final = (
    r"(?:patients?|inpatients?|people|persons?|cadavers?|subjects?|volunteers?|adults?|children|men|women"
    r"|newborns?|neonates?|students?|practitioners?|examiners?|embryos?|spines|specimens?|dissections"
    r"|plexuses|breasts)\b"
)
_WHAT: Final = rf"(?:{_WHO}|(?:cases|legs|bodies|sides|nerves|roots|lesions|lower-limb muscles|muscles)\b)"
_BETWEEN: Final = r"(?:[a-z-]+ ){0,2}?"

_RANGE: Final = rf"({_N})(?:\s?(?:–|-|to)\s?(\d[\d,]*(?:\.\d+)?))?"
_PERCENT: Final = re.compile(rf"{_RANGE}\s?(?:%|per cent\b)")
_LENGTH: Final = re.compile(rf"{_RANGE}\s?(mm|cm)\b")
_MORE: Final = r"(?:as|more|less|commoner|rarer|greater|higher|longer)"
_TIMES: Final = re.compile(rf"({_COUNT}) times {_MORE}\b|(\d+)x\b")
_DECIMAL: Final = re.compile(r"(?<![\d.])(0\.\d+)(?!\d|\s?(?:%|mm|cm))")
_RATIO: Final = re.compile(r"\bratios?\b[^.;:\d]{0,60}?(?<![A-Za-z\d])(\d+(?:\.\d+)?)(?!\d|\s?(?:%|mm|cm))")
_SHARE: Final = re.compile(
    rf"\b(\d+) (?:of|in) (?:the )?(\d+)\b|({_COUNT}) of (?:the )?({_COUNT}) {_BETWEEN}{_WHAT}"
    rf"|\b(one) in ({_COUNT})\b",
    re.IGNORECASE,
)
_PART: Final = re.compile(
    rf"\b(a|two|three|four) ({'|'.join(_PARTS)})s? of (?:the |all |its )?{_BETWEEN}{_WHAT}"
    rf"|\b(half) of {_BETWEEN}{_WHAT}"
)
_YEAR: Final = re.compile(r"(?:18|19|20)\d\d")
_SAMPLE: Final = re.compile(rf"({_COUNT}) (?!of\b){_BETWEEN}{_WHO}", re.IGNORECASE)

_WRITTEN: Final = {
    "unit": re.compile(r"(\d+(?:\.\d+)?) (%|mm|cm|times)"),
    "n": re.compile(r"n = (\d+)"),
    "share": re.compile(r"(\d+/\d+)"),
    "": re.compile(r"(\d+\.\d+)"),
}


def measured(text: str) -> tuple[Number, ...]:
    """Return the measured numbers of ``text``, each once, in no particular order."""
    found: dict[Number, None] = {}
    for low, high in _PERCENT.findall(text):
        found |= {Number(_plain(number), "%"): None for number in (low, high) if number}
    for low, high, unit in _LENGTH.findall(text):
        found |= {Number(_plain(number), unit): None for number in (low, high) if number}
    for words, digits in _TIMES.findall(text):
        found[Number(_plain(words or digits), "times")] = None
    for value in (*_DECIMAL.findall(text), *_RATIO.findall(text)):
        found[Number(value, "")] = None
    for match in _SHARE.finditer(text):
        part, whole = (group for group in match.groups() if group)
        found[Number(f"{_plain(part)}/{_plain(whole)}", "share")] = None
    for count, part, half in _PART.findall(text):
        top = "1" if half or count == "a" else _plain(count)
        found[Number(f"{top}/{_PARTS[half or part]}", "share")] = None
    for count in _SAMPLE.findall(text):
        if Decimal(_plain(count)) >= _FEWEST and not _YEAR.fullmatch(count):
            found[Number(_plain(count), "n")] = None
    return tuple(found)


def bears_out(read: Number, told: Number) -> bool:
    """True when the number told is the one read, or that one rounded to the digits told."""
    if read.unit != told.unit:
        return False
    if told.unit == "share":
        return read.value == told.value
    digits = Decimal(told.value)
    return Decimal(read.value).quantize(digits, ROUND_HALF_UP) == digits


def parse_number(text: str) -> Number:
    """Read a number as it is written in ``data/readings.csv``: ``69.7 %``, ``n = 34``, ``7/39``, ``0.90``.

    :raises ValueError: it is written otherwise.
    """
    for unit, pattern in _WRITTEN.items():
        if match := pattern.fullmatch(text.strip()):
            return Number(match[1], match[2] if unit == "unit" else unit)
    raise ValueError(f"{text!r} is no number such as 69.7 %, 5 mm, 3 times, n = 34, 7/39 or 0.90")


def _plain(number: str) -> str:
    return _WORDS.get(number.lower(), number.replace(",", ""))
