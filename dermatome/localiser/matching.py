"""Finds names in the parts of a text: what both sides of an "and" share, groups such as ``all-other``."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from dermatome.localiser.lexicon import Matcher, Pattern, phrase_words, words_of
from dermatome.localiser.load import lexicon_file

_AND: Final = re.compile(r"\band\b|\bn?or\b|[/&]|\bplus\b|\bbut\b|(?<= )\+(?= )")


@dataclass(slots=True)
class NamesRead:
    """What was read of one text on reflexes or signs.

    ``absent`` are signs said not to be there; ``others`` and ``other_groups`` are jerks told the other way
    round than the list they stand in.
    """

    names: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    other_groups: list[str] = field(default_factory=list)


def group_of(text: str, table: Mapping[str, Iterable[str]], drop: Iterable[str] = ()) -> str | None:
    told = frozenset(words_of(text)) - set(drop) - {"muscle"}
    # "Legs are fine" is the legs, "normal" alone is everything.
    for words in (
        told,
        told - {"normal", *AS_NORMAL},
        told - {"all", "normal", "both", *AS_NORMAL},
    ):
        for group, phrases in table.items():
            if words and any(words == frozenset(phrase_words(p)) - {"muscle"} for p in phrases):
                return group
    return "all-other" if "other" in told and told <= _OTHERS else None


AS_NORMAL: Final = frozenset(
    (
        *("work", "no", "in", "and", "anywhere", "throughout", "exam"),
        *("symmetrical", "equal", "change", "bilateral"),
    )
)
_OTHERS: Final = AS_NORMAL | {
    *("all", "and", "other", "normal", "both", "body", "in", "groups", "arm", "leg", "hand", "foot", "limb"),
    *("upper", "lower", "extremity", "side", "myotomes", "neurological", "examination"),
}
"""Words that may stand beside "other" or "else" and name nothing of their own."""


def spread(
    text: str,
    matcher: Matcher,
    *,
    actions: bool = False,
    drop: Iterable[str] = (),
    fits: Callable[[Pattern], bool] | None = None,
) -> tuple[list[str], str]:
    """Return the names found in the parts of a text between its "and"s, and the text where there are none.

    A part that lacks its joint or its action gets it from its neighbours: ``elbow flexion and extension``.
    """
    pieces = [tuple(w for w in words_of(piece) if w not in drop) for piece in _AND.split(text)]
    pieces = [piece for piece in pieces if piece]
    if not pieces:
        return [], ""
    found: list[str] = []
    look = functools.partial(sharpest, matcher, fits) if actions else matcher.longest
    sure = max(look(piece)[0] for piece in pieces)
    for n, piece in enumerate(pieces):
        size, names, used = look(piece)
        if len(pieces) > 1:
            for other in (*pieces[n + 1 : n + 2], *pieces[max(n - 1, 0) : n]):
                more = _borrowed(piece, other) if actions else other
                bigger, others, more_used = look((*piece, *more))
                if bigger > size and (more_used & set(piece) - {"normal"}):
                    size, names, used = bigger, others, more_used
        if actions and size == 1 and used <= parts() and (sure > 1 or set(piece) - used - _beside()):
            continue  # a part of the body alone tells no movement where something else is told of it
        found += names
        if names and not actions:
            found += matcher.longest(set(piece) - used)[1]  # "winged scapula after mastectomy"
    if not found:
        _, names, used = look([w for piece in pieces for w in piece])
        found += names if not (actions and used <= parts() and len(pieces) == 1) else ()
    ignored = set(lexicon_file().ignored) | set(lexicon_file().soft)
    known = all(w in ignored or w.isdigit() for piece in pieces for w in piece)
    unread = "" if found or known else " ".join(text.split())
    return list(dict.fromkeys(found)), unread


def sharpest(
    matcher: Matcher, fits: Callable[[Pattern], bool] | None, words: Iterable[str]
) -> tuple[int, tuple[str, ...], frozenset[str]]:
    """Return the longest patterns; of several those that say more than a part, and where it goes."""
    words = tuple(words)
    best = matcher.best(words, fits)
    told = frozenset(words)
    for sharper in (
        lambda p: not p.words <= parts(),
        lambda p: bool(p.words & told & _DIGITS),
        lambda p: bool(p.words & WAYS),
        lambda p: bool(p.words & _ASIDE_WAYS),
    ):
        best = [p for p in best if sharper(p)] or best
    used = frozenset(w for pattern in best for w in pattern.words)
    return (len(best[0].words) if best else 0), tuple(sorted({p.target for p in best})), used


_DIGITS: Final = frozenset({"thumb", "bigtoe", "big", "pinky", "index"})
_ASIDE_WAYS: Final = frozenset(
    {"front", "forward", "forwards", "side", "sideways", "lateral", "internal", "external"}
)
"""Of several places a movement goes these say more than up and down."""
WAYS: Final = frozenset({"in", "external", "internal", "up", "down", "front", "back"})
"""Where a movement goes: ``turning the foot in or out``."""


@functools.cache
def parts() -> frozenset[str]:
    """Return the parts of the body whose name alone stands for their chief movements."""
    return frozenset(
        w for phrase in lexicon_file().muscle_words for w in phrase_words(phrase) if " " not in phrase
    )


@functools.cache
def _beside() -> frozenset[str]:
    """Return words that change nothing beside the name of a part of the body."""
    file = lexicon_file()
    return frozenset((*file.ignored, *file.soft, *AS_NORMAL, "normal", "little", "jerk", "pain"))


def _borrowed(piece: Iterable[str], other: Iterable[str]) -> tuple[str, ...]:
    """Return what a part may take from its neighbour: actions if it has none, else the neighbour's joint."""
    known = set(lexicon_file().actions)
    if set(piece) <= WAYS:
        return tuple(w for w in other if w not in WAYS)
    if set(piece) & known:
        return tuple(w for w in other if w not in known)
    return tuple(w for w in other if w in known)


def expanded(names: Iterable[str]) -> list[str]:
    """Return movements and muscles, names that stand for several replaced by those."""
    table = lexicon_file().muscle_words
    return list(dict.fromkeys(one for name in names for one in table.get(name, (name,))))
