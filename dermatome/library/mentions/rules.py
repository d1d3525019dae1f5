"""The word lists and rules of ``data/lexicon``, compiled."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from dermatome.anatomy.ids import BODY_PARTS, COARSE_PARTS
from dermatome.library.mentions.load import Lexicon, lexicon
from dermatome.library.mentions.words import Phrases, Topics, tokens_of
from dermatome.library.records import Section

_PLACEHOLDER: Final = re.compile(r"\{\{(\w+)\}\}")
_HEADED: Final = "under a heading on "


@dataclass(frozen=True, slots=True)
class Rule:
    id: str
    sense: str
    before: re.Pattern[str] | None
    """What may stand between a term and the label."""
    leads: re.Pattern[str] | None
    """What leads from some word up to the label, where the search ends: one search for all words."""
    after: re.Pattern[str] | None
    sentence: re.Pattern[str] | None
    opens: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    labels: frozenset[str] | None
    forms: frozenset[str] | None
    surface: bool
    terms: Mapping[str, str]

    @classmethod
    def parse(cls, row: Mapping[str, Any], words: Mapping[str, str], sense: str = "") -> Rule:
        def pattern(key: str, form: str = "%s") -> re.Pattern[str] | None:
            if key not in row:
                return None
            return re.compile(form % _PLACEHOLDER.sub(lambda name: words[name[1]], row[key]), re.IGNORECASE)

        return cls(
            id=row["id"],
            sense=row.get("sense", sense),
            before=pattern("before") if "terms" in row else None,
            leads=None if "terms" in row else pattern("before", r"\b(?=\w)(?:%s)\Z"),
            after=pattern("after"),
            sentence=pattern("sentence"),
            opens=pattern("opens"),
            unless=pattern("unless"),
            labels=frozenset(row["labels"]) if "labels" in row else None,
            forms=frozenset(row["forms"]) if "forms" in row else None,
            surface=bool(row.get("surface")),
            terms=row.get("terms", {}),
        )


class Rules:
    """Rules in their order; most are of some labels or forms only, and not asked of others."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._of: dict[tuple[str, str | None], tuple[Rule, ...]] = {}

    def of(self, form: str, ends: frozenset[str]) -> tuple[Rule, ...]:
        """Return the rules that may apply to labels of this form, of which ``ends`` are written."""
        label = next(iter(ends)) if len(ends) == 1 else None
        if (form, label) not in self._of:
            self._of[form, label] = tuple(
                rule
                for rule in self._rules
                if (rule.forms is None or form in rule.forms)
                and (rule.labels is None or label is None or label in rule.labels)
            )
        return self._of[form, label]


@dataclass(frozen=True)
class Compiled:
    terms: Phrases
    cues: Phrases
    heads: Phrases
    adjacent: Rules
    first: Rule
    """Asked before the words beside the label are."""
    rules: Rules
    context: Rules
    drop_after: re.Pattern[str]
    asks: re.Pattern[str]
    beyond: re.Pattern[str]
    """A vertebra of animals."""
    beyond_where: re.Pattern[str]
    glued: re.Pattern[str]
    """What has the form of a label and goes on: "T2DM"."""
    neurological: re.Pattern[str]
    medicine: re.Pattern[str]
    """Words of a text that speaks of the body."""
    plain: frozenset[str]
    """Words that any text has."""
    plexus: tuple[frozenset[str], frozenset[str]]
    """Words of a text that speaks of the plexus, and words of one that does not."""
    roles: Mapping[str, str]
    headings: Mapping[str, re.Pattern[str]]
    forms: Mapping[str, str]
    topics: Topics
    passed: frozenset[str]
    """Words that no label hangs on."""
    foreign: frozenset[str]
    """Signs of topics that have labels of their own."""
    weights: Mapping[str, Sequence[float]]


@functools.cache
def compiled_lexicon() -> Compiled:
    return compile_lexicon(lexicon())


def compile_lexicon(lex: Lexicon) -> Compiled:
    """Turn the word lists into look-up structures."""
    terms = Phrases()
    meaning: dict[str, set[str]] = {}
    coarse: dict[str, str] = {}
    for part, words in lex.body_parts.items():
        leaves = COARSE_PARTS.get(part, (part,))
        for word in words:
            meaning.setdefault(word, set()).update(leaves)
            coarse.setdefault(word, part)
    for word, leaves in meaning.items():
        ordered = tuple(part for part in BODY_PARTS if part in leaves)
        terms.add(word, ("body_part", coarse[word], ordered))
    for kind, names in lex.terms.items():
        for name, others in names.items():
            for word in (name, *others):
                terms.add(word, (kind, name, ()))
    labels = lex.labels
    patterns = labels["words"]
    heads = Phrases()
    for sense, words in labels["heads"].items():
        for word in words:
            heads.add(word, sense)
    for word in labels["apart"]:
        heads.add(word, None)
    cues = Phrases()
    for sense, groups in labels["cues"].items():
        for strength, weight in (("strong", 3.0), ("weak", 1.2)):
            for word in groups[strength]:
                cues.add(word, (sense, weight))
    return Compiled(
        terms=terms.finish(),
        cues=cues.finish(),
        heads=heads.finish(),
        adjacent=Rules(Rule.parse(row, patterns, "other") for row in labels["other"]["adjacent"]),
        first=Rule.parse(labels["rules"][0], patterns),
        rules=Rules(Rule.parse(row, patterns) for row in labels["rules"][1:]),
        context=Rules(Rule.parse(row, patterns, "other") for row in labels["other"]["context"]),
        drop_after=re.compile(labels["drop_after"], re.IGNORECASE),
        asks=re.compile(labels["asks"], re.IGNORECASE),
        beyond=re.compile(labels["beyond"]),
        beyond_where=re.compile(labels["beyond_where"], re.IGNORECASE),
        glued=re.compile(labels["glued"]),
        neurological=re.compile(labels["neurological"], re.IGNORECASE),
        medicine=_medicine(labels["medicine"]),
        plain=frozenset(labels["medicine"]["plain"]),
        plexus=(_stems(labels["plexus"]["with"]), _stems(labels["plexus"]["without"])),
        roles=labels["roles"] | {_HEADED + sense: sense for sense in labels["headings"]},
        headings={sense: re.compile(row, re.IGNORECASE) for sense, row in labels["headings"].items()},
        forms=labels["forms"],
        topics=Topics(lex.topics, labels["accompanying"]),
        passed=frozenset(labels["passed"]),
        foreign=frozenset(f"{where} {topic}" for topic in labels["foreign"] for where in ("topic", "line")),
        weights=lex.weights,
    )


def _medicine(words: Mapping[str, Iterable[str]]) -> re.Pattern[str]:
    stems, whole = ("|".join(map(re.escape, words[kind])) for kind in ("stems", "words"))
    return re.compile(rf"\b(?:{stems}|(?:{whole})\b)", re.IGNORECASE)


def _stems(words: Iterable[str]) -> frozenset[str]:
    return frozenset(token.stem for word in words for token in tokens_of(word))


@functools.lru_cache(maxsize=4_096)
def headed_sense(heading: str) -> str | None:
    """Return the sense that a heading gives what stands below it ("Reflexes"), or None."""
    told = [sense for sense, pattern in compiled_lexicon().headings.items() if pattern.search(heading)]
    return told[0] if len(told) == 1 else None


def section_context(section: Section) -> str | None:
    """Return what settles a label that nothing else does: the role of its section, else the heading."""
    sense = None if section.role in compiled_lexicon().roles else headed_sense(section.heading)
    return _HEADED + sense if sense else section.role
