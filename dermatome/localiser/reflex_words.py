"""Reads jerks from words, and of each whether it is gone or there: ``AJ 0, KJ 2+``, ``the knees bounced``."""

from __future__ import annotations

import functools
import re
from typing import Final

from dermatome.localiser.lexicon import Matcher, plain, words_of
from dermatome.localiser.load import lexicon_file
from dermatome.localiser.matching import NamesRead, group_of, spread
from dermatome.localiser.motor_clauses import Clause, joined, reflex_clauses

_HOW: Final = frozenset(
    {
        *("jerk", "tinel", "tap", "taps", "tapped", "knock", "hammer", "hit", "rise"),
        *("brisk", "over", "reduced", "positive", "equal", "symmetrical", "bilateral", "jump", "kick"),
        *("bounce", "twitch", "even", "alike", "little", "small", "side", "same", "down"),
        *("up", "in", "external", "thigh", "cold", "low", "drop"),
    }
)
"""Words that say how jerks were, not which."""
_COUNT: Final = re.compile(r"\b[0-4](?:\s*-\s*[0-4])?\s*\+{1,2}(?!\d)|\b[0-4]\s*/\s*4\b|\+\+")
"""Jerks are graded by pluses, or of four."""
_REST: Final = re.compile(r"\b(?:everywhere|everything|all the|nothing|anything) (?=else\b)")
_TESTED: Final = re.compile(
    r"\b(?:she|he|they|the (?:doctor|nurse|physio)) (?:tried|tested|checked|did|hit|tapped)\b(?= (?:was"
    r"|were|is|are|jump))"
)
_ALL_TOLD: Final = frozenset({"all", "whole", "no", "any", "anywhere", "everywhere", "throughout", "x4", "4"})


_EXCEPT: Final = re.compile(r"\b(?:except(?:ing)?|apart from|other than|save)(?: for)?(?: the)? ([\w' ]+)")
"""``All present except the ankle``: what is excepted is the other way."""


def read_reflexes(text: str, *, lost: bool = False) -> NamesRead:
    """Return the jerks a text names; with ``lost`` it stands among those that are gone."""
    found = NamesRead()
    told = _TESTED.sub(" ", _REST.sub(" ", plain(text)))
    told = _EXCEPT.sub(rf", \1 {'normal' if lost else 'absent'}", told)
    clauses = reflex_clauses(told)
    bare = [
        not (set(words_of(clause.text)) & (_content() | {"other"}) or _speaks_of_jerks(clause.text))
        for clause in clauses
    ]
    clauses = joined(clauses, bare) or [Clause(told)]
    known = False
    for n, clause in enumerate(clauses):
        known = _read(clause, found, lost=lost, known=known, first=n == 0) or known
    if len(clauses) == 1 and not known and clauses[0].how == "fine" and bare[0]:
        (found.other_groups if lost else found.groups).append("all")  # "none missing"
        found.unread.clear()
    return found


def _read(clause: Clause, found: NamesRead, *, lost: bool, known: bool, first: bool) -> bool:
    """Read one clause into what was found; return whether it names anything."""
    turned = clause.how == ("fine" if lost else "lost")
    names_to, groups_to = (found.others, found.other_groups) if turned else (found.names, found.groups)
    told = _COUNT.sub(" ", clause.text)
    words = set(words_of(told))
    groups = _groups(words)
    if groups and not (len(groups) == 1 and "kick" in words):
        groups_to += groups
        return True
    names, unread = spread(told, _reflex_matcher(), drop={"jerk", "tap", "tinel"})
    if names:
        names_to += names
        return True
    if _speaks_of_jerks(told) and not (words & _content()) and (first or words & _ALL_TOLD) and not known:
        groups_to.append("all")
        return True
    if unread and not clause.aside and not known:
        found.unread.append(unread)
    return False


def _groups(words: set[str]) -> list[str]:
    """Return the groups that words name together: ``arms and legs``, ``all the others``."""
    table = lexicon_file().reflex_groups
    kept = {w for w in words if w in _content() or w in _GROUP_WORDS} - _HOW
    if "other" in kept and not kept - _GROUP_WORDS:
        return ["all-other"]
    limbs = [g for w, g in (("arm", "upper-limb"), ("leg", "lower-limb")) if w in kept]
    if len(limbs) == 2 and not kept - _GROUP_WORDS:
        return limbs
    group = group_of(" ".join(sorted(kept)), table) if kept else None
    return [group] if group else []


_GROUP_WORDS: Final = frozenset(
    {
        "arm",
        "leg",
        "limb",
        "upper",
        "lower",
        "extremity",
        "all",
        "other",
        "whole",
        "both",
        "four",
        "no",
        "any",
    }
)


def _speaks_of_jerks(told: str) -> bool:
    return bool(re.search(r"\bjerk|reflex|hammer|\bknocks?\b|\btaps?\b|\bjump|areflexi", told))


@functools.cache
def _content() -> frozenset[str]:
    """Return the words that name a jerk."""
    table = lexicon_file().reflexes
    words = {
        w for phrases in table.values() for phrase in phrases for w in words_of(phrase.replace("|", " "))
    }
    return frozenset(words - _HOW - {"tendon", "muscle", "normal", "no"} - set(lexicon_file().soft)) | {
        "arm",
        "leg",
    }


@functools.cache
def _reflex_matcher() -> Matcher:
    return Matcher(lexicon_file().reflexes)
