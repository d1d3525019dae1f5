"""Findings as JSON told in German, in the words of the lexicon, each in the list where it belongs.

What a clause judges itself counts (``Fuß heben geht gut`` among what is weak is strong); where it only names
a place, a movement or a jerk, the list it stands in judges. What the German reader does not know stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from dermatome.localiser.german.language import is_german
from dermatome.localiser.german.reading import read_german
from dermatome.localiser.lexicon import LONGEST
from dermatome.localiser.records import Told

_LISTS: Final[dict[Told, tuple[str, ...]]] = {
    "lost": ("skin", "lost"),
    "spared": ("skin", "spared"),
    "weak": ("weak",),
    "strong": ("strong",),
    "gone": ("reflexes", "lost"),
    "kept": ("reflexes", "normal"),
    "sign": ("other",),
}
"""Where the JSON has what is told of each kind."""
_MOST: Final = 4000
"""Characters by which the language of a whole is told."""


def said_in_english(findings: Mapping[str, Any], known: Callable[[str], bool]) -> Mapping[str, Any]:
    """Return findings in which what is told in German stands in English; others as they are.

    ``known`` tells whether a text is an id, which belongs to no language.
    """
    told: list[tuple[Told, Any]] = [
        (kind, item) for kind, path in _LISTS.items() for item in _at(findings, path)
    ]
    words = [text for _, item in told if (text := _text(item)[:LONGEST]) and not known(text)]
    hint = is_german(", ".join(words)[:_MOST])
    if not (hint or any(map(is_german, words))):
        return findings
    lists: dict[Told, list[Any]] = {kind: [] for kind in _LISTS}
    for kind, item in told:
        text = _text(item)[:LONGEST]
        german = bool(text) and not known(text) and is_german(text, hint=hint)
        placed: Iterable[tuple[Told, Any]] = _said(text, kind, item) if german else ((kind, item),)
        for to, said in placed:
            lists[to].append(said)
    rest = {key: value for key, value in findings.items() if key not in {path[0] for path in _LISTS.values()}}
    return {
        **rest,
        "skin": {"lost": lists["lost"], "spared": lists["spared"]},
        "weak": lists["weak"],
        "strong": lists["strong"],
        "reflexes": {"lost": lists["gone"], "normal": lists["kept"]},
        "other": lists["sign"],
    }


def _at(findings: Mapping[str, Any], path: tuple[str, ...]) -> list[Any]:
    value: Any = findings
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value if isinstance(value, list) else []


def _text(item: Any) -> str:
    """Return the words of an item; a movement may tell its grade beside them."""
    text = item.get("id") if isinstance(item, Mapping) else item
    return text if isinstance(text, str) else ""


def _said(text: str, kind: Told, item: Any) -> Iterator[tuple[Told, Any]]:
    """Yield an item in English, in the lists where what it tells belongs."""
    grade = item.get("grade") if isinstance(item, Mapping) else None
    for clause in read_german(text, kind):
        if not clause.items:
            yield kind, clause.text
        for to, said in clause.items:
            graded = grade is not None and to in {"weak", "strong"} and isinstance(said, str)
            yield to, {"id": said, "grade": grade} if graded else said
