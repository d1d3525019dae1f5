"""How much of a passage is shown, and whether that can be understood without what stands around it."""

from __future__ import annotations

import functools
import re
from typing import Final

from dermatome.library.mentions import sentences

LENGTH: Final = 240
"""Characters an excerpt aims at; one sentence may be longer, and is shown whole."""
ANNOUNCING: Final = 110
"""A sentence shorter than this may only announce what the next one says, which is then shown too."""
LONGEST: Final = 380
"""A sentence longer than this ends at the last clause before."""

# What points back to a sentence before, or to one beside it, at the start of a sentence ...
_LEANING: Final = re.compile(
    r"(?:it|its|they|them|their|this|these|those|that|he|she|here|there|such|so|thus|hence|then|also|both"
    r"|neither|either|others?|another|some|but|and|or|yet|still|instead|however|conversely|elsewhere|again"
    r"|the (?:same|other|others|latter|former|two|three|rest|remaining|first|second)|likewise|similarly"
    r"|otherwise|therefore|in (?:contrast|turn|that case|both|either)|by contrast|on the other hand"
    r"|for (?:example|this reason|that)|as (?:above|below|said)|only then|at (?:both|that)|not all"
    r"|all (?:three|four|of them)|one of (?:these|them)|together (?:they|these)|none of (?:these|them)"
    r"|a (?:second|third)|\w+(?: \w+)? (?:it|them)\b(?! is))\b",
    re.IGNORECASE,
)
# ... and anywhere near it.
_POINTING: Final = re.compile(
    r"^to test[,:]|^.{0,40}\b(?:also|for example)\b|\bhere too\b|\bthe two strong\b"
    r"|\bthe same (?:two|three|roots?|line|point|way)\b|\b(?:above|below)\)|\binstead\.$"
    r"|\bthis (?:question|point|purpose|list|rule|order|reason)\b",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(r"(?:[^.:;]{2,48}\.|[^\s.:;]+(?: [^\s.:;]+){0,2}:)\s+")
_CLAUSE_END: Final = re.compile(r";\s")
_SHORT_LABEL: Final = 48
_FEW_WORDS: Final = 8
"""Characters and words within which a sentence may be a label."""


def label_of(text: str) -> str:
    """Return the label a sentence begins with, as in "Sole. On the sole …" or "Skin: …"; empty if none."""
    found = _LABEL.match(text)
    return found[0] if found and len(found[0].split()) < _FEW_WORDS else ""


def labelled_sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences; a label such as "Sole." belongs to the sentence behind it."""
    spans: list[tuple[int, int]] = []
    label: int | None = None
    for start, end in sentences(text):
        first, label = (start if label is None else label), None
        if end - start < _SHORT_LABEL and end < len(text) and len(text[start:end].split()) < _FEW_WORDS:
            label = first
        else:
            spans.append((first, end))
    return spans or [(0, len(text))]


def excerpt(text: str, highlight: tuple[int, int], *, alone: bool = False) -> str:
    """Return the sentence that answers, with as many whole sentences after it as fit unless ``alone``."""
    start, end = highlight if highlight[0] < highlight[1] else (0, 0)
    whole = labelled_sentences(text)
    begin = next((first for first, last in whole if first <= start < last), start)
    shown = ""
    for last in (last for _first, last in whole if last > begin):
        longer = text[begin:last].strip()
        # A short sentence announces the next one; a long one is enough.
        room = LONGEST if len(shown) < ANNOUNCING else LENGTH
        if shown and last > end and (alone or len(longer) > room):
            break
        shown = longer
    if len(shown) <= LONGEST:
        return shown
    cuts = [found.start() for found in _CLAUSE_END.finditer(shown, LENGTH // 2, LONGEST)]
    return f"{shown[: cuts[-1]]} …" if cuts else shown


@functools.lru_cache(maxsize=16_384)
def stands_alone(said: str) -> bool:
    """Return whether an excerpt can be understood without what stands before and after it."""
    said = said.strip()
    body = said[len(label_of(said)) :]
    leans = _LEANING.match(body) or _POINTING.search(said)
    return bool(body) and not said.endswith((":", "?")) and not leans
