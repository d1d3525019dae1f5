"""Find spinal labels, and what each means, and the muscles, nerves and body parts a text names.

The engine is small: it reads label expressions ("S1", "C-5", "L4, L5 and S1", "T10 to L1", "S2-4", "first
sacral"), and asks the rules of ``data/lexicon/labels.yaml`` in the order given there. Words and rules are
data. See :class:`~dermatome.library.records.Mention` for how lists and ranges come out.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, NamedTuple

from dermatome.anatomy.ids import BODY_PARTS, COARSE_PARTS, PART_NAMES, ROOTS, VERTEBRAE
from dermatome.library.load import Lexicon, lexicon
from dermatome.library.records import Mention, Section, Term

_LONG: Final = 1_000
"""Characters read at once: weighing what is near a label takes time with the square of the length."""
_MOST: Final = 60
"""Labels of as many characters; prose has a few."""
_MAX: Final = {"C": 8, "T": 12, "L": 5, "S": 5, "Co": 1}
_UNIT: Final = (
    r"(?!\s*(?:%|°|mm|cm|ml|mg|kg|g|l|pmol|weeks?|days?|months?|years?|hours?|hrs?|minutes?|min|times|out|of|patients?|"
    r"cases?|points?|people|percent|per)\b|\s*%|[.,]\d|\s*/)"
)
_DASH: Final = r"\-‐‑‒–—−"
_SINGLE: Final = re.compile(
    rf"(?<![\w.])(?P<letter>Th|Co|Cx|[CTLSD]|[ctls](?=[ -]?\d))"
    rf"(?P<gap>[ {_DASH}]?)(?P<number>\d{{1,2}})(?![\w]|\.\d)"
)
_RANGE: Final = re.compile(rf"(?:\s?[{_DASH}]\s?|\s+(?:to|through|thru)\s+|\s?/\s?)")
_LIST: Final = re.compile(
    r"(?:\s*,\s*(?:and|or|und)?\s*|\s+(?:and|or|&|\+|und)\s+|\s?&\s?|\s?\+\s?)", re.IGNORECASE
)
_NUMBER: Final = re.compile(rf"(?P<number>\d{{1,2}})(?!\w){_UNIT}")
_JOINED: Final = re.compile(r"(?P<number>\d{1,2})(?!\w|\.\d|\s*%|/\d{3})")
_ORDINALS: Final = {
    word: number
    for number, words in enumerate(
        (
            "first 1st",
            "second 2nd",
            "third 3rd",
            "fourth 4th",
            "fifth 5th",
            "sixth 6th",
            "seventh 7th",
            "eighth 8th",
            "ninth 9th",
            "tenth 10th",
            "eleventh 11th",
            "twelfth 12th",
        ),
        start=1,
    )
    for word in words.split()
}
_ORDINAL: Final = "(?:" + "|".join(_ORDINALS) + ")"
_REGIONS: Final = {"cervical": "C", "thoracic": "T", "dorsal": "T", "lumbar": "L", "sacral": "S"}
_SPELLED: Final = re.compile(
    rf"\b(?P<ordinals>{_ORDINAL}(?:(?:\s*,\s*(?:and\s+)?|\s+(?:to|and|or|through)\s+(?:the\s+)?|[-–]){_ORDINAL}){{0,6}})"
    rf"\s+(?P<region>cervical|thoracic|lumbar|sacral)\b",
    re.IGNORECASE,
)
_COCCYGEAL: Final = re.compile(r"\bcoccygeal(?=\s+(?:nerve|root|spinal nerve|nerve root)s?\b)", re.IGNORECASE)
_LABELLED: Final = re.compile(r"\d|\b(?:cervical|thoracic|lumbar|sacral|coccygeal)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE_END: Final = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“(]?[A-Z0-9])|\n")
_ABBREVIATION: Final = re.compile(
    r"\b(?:e\.g|i\.e|vs|Fig|Figs|Dr|cf|approx|No|resp|ca|al|Eq|Tab|n|nn)\.$", re.IGNORECASE
)
_HEADED: Final = "under a heading on "
_WHICH: Final = "(?:great|big|little|small|index|middle|long|ring|second|third|fourth|fifth)"
_DIGITS: Final = re.compile(
    rf"\b({_WHICH})(?=(?:(?:\s*,\s*|\s+)(?:(?:and|or)\s+)?{_WHICH})+\s+(finger|toe)s?\b)", re.IGNORECASE
)
_PLACE: Final = re.compile(r"\bat\s+(?:the\s+)?\Z", re.IGNORECASE)
_RAISED: Final = str.maketrans(dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", " "))
"""Numbers of footnotes, read as a space: "S1²" is S1."""
_CLAUSE: Final = re.compile(r"[;:—()]|\s–\s")
# fmt: off
_CONNECTING: Final = frozenset({
    "a", "also", "and", "as", "but", "by", "chiefly", "contribution", "degree", "even", "extent",
    "from", "help", "in", "less", "lesser", "little", "mainly", "not", "occasionally", "of",
    "often", "on", "only", "or", "over", "part", "partly", "perhaps", "plus", "possibly", "rather",
    "share", "some", "sometimes", "than", "the", "then", "to", "upon", "usually", "well", "with",
    "without",
})
# fmt: on
_WINDOW: Final = 80
_BETWEEN: Final = 40
_PAIR_ONLY: Final = frozenset({"disc", "foramen"})
_BY_VERTEBRA: Final = frozenset({"vertebra", "disc", "foramen", "level"})


# ---------------------------------------------------------------------------- words and terms


class _Token(NamedTuple):
    start: int
    end: int
    stem: str


@functools.lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Fold a word for look-up: lower case, no possessive, no plural *s*."""
    word = word.lower()
    if word.endswith(("'s", "’s")):
        word = word[:-2]
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )


@functools.lru_cache(maxsize=64)
def _tokens(text: str) -> Sequence[_Token]:
    return [_Token(match.start(), match.end(), _stem(match[0])) for match in _WORD.finditer(text)]


class _Phrases:
    """Longest-match look-up of phrases by their folded words."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Any]]] = {}

    def add(self, phrase: str, value: Any) -> None:
        words = tuple(token.stem for token in _tokens(phrase))
        self._by_first.setdefault(words[0], []).append((words[1:], value))

    def finish(self) -> _Phrases:
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        return self

    def match(self, tokens: Sequence[_Token], index: int) -> tuple[int, Any] | None:
        """Return (number of tokens, value) of the longest phrase starting at ``index``."""
        entries = self._by_first.get(tokens[index].stem)
        if entries is None:
            return None
        for rest, value in entries:
            stop = index + 1 + len(rest)
            if stop <= len(tokens) and all(tokens[index + 1 + n].stem == word for n, word in enumerate(rest)):
                return len(rest) + 1, value
        return None


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    sense: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None
    sentence: re.Pattern[str] | None
    opens: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    labels: frozenset[str] | None
    forms: frozenset[str] | None
    surface: bool
    terms: Mapping[str, str]

    @classmethod
    def parse(cls, row: Mapping[str, Any], sense: str = "") -> _Rule:
        def pattern(key: str) -> re.Pattern[str] | None:
            return re.compile(row[key], re.IGNORECASE) if key in row else None

        return cls(
            id=row["id"],
            sense=row.get("sense", sense),
            before=pattern("before"),
            after=pattern("after"),
            sentence=pattern("sentence"),
            opens=pattern("opens"),
            unless=pattern("unless"),
            labels=frozenset(row["labels"]) if "labels" in row else None,
            forms=frozenset(row["forms"]) if "forms" in row else None,
            surface=bool(row.get("surface")),
            terms=row.get("terms", {}),
        )


@dataclass(frozen=True)
class _Compiled:
    terms: _Phrases
    cues: _Phrases
    heads: _Phrases
    adjacent: tuple[_Rule, ...]
    rules: tuple[_Rule, ...]
    context: tuple[_Rule, ...]
    drop_after: re.Pattern[str]
    roles: Mapping[str, str]
    headings: Mapping[str, re.Pattern[str]]
    forms: Mapping[str, str]


@functools.cache
def _compiled() -> _Compiled:
    return compile_lexicon(lexicon())


def compile_lexicon(lex: Lexicon) -> _Compiled:
    """Turn the word lists into look-up structures."""
    terms = _Phrases()
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
    heads = _Phrases()
    for sense, words in labels["heads"].items():
        for word in words:
            heads.add(word, sense)
    cues = _Phrases()
    for sense, groups in labels["cues"].items():
        for strength, weight in (("strong", 3.0), ("weak", 1.2)):
            for word in groups[strength]:
                cues.add(word, (sense, weight))
    return _Compiled(
        terms=terms.finish(),
        cues=cues.finish(),
        heads=heads.finish(),
        adjacent=tuple(_Rule.parse(row, "other") for row in labels["other"]["adjacent"]),
        rules=tuple(_Rule.parse(row) for row in labels["rules"]),
        context=tuple(_Rule.parse(row, "other") for row in labels["other"]["context"]),
        drop_after=re.compile(labels["drop_after"], re.IGNORECASE),
        roles=labels["roles"] | {_HEADED + sense: sense for sense in labels["headings"]},
        headings={sense: re.compile(row, re.IGNORECASE) for sense, row in labels["headings"].items()},
        forms=labels["forms"],
    )


@functools.lru_cache(maxsize=4_096)
def headed_sense(heading: str) -> str | None:
    """Return the sense that a heading gives what stands below it ("Reflexes"), or None."""
    told = [sense for sense, pattern in _compiled().headings.items() if pattern.search(heading)]
    return told[0] if len(told) == 1 else None


def section_context(section: Section) -> str | None:
    """Return what settles a label that nothing else does: the role of the section, else its heading."""
    sense = None if section.role else headed_sense(section.heading)
    return _HEADED + sense if sense else section.role


@functools.lru_cache(maxsize=8_192)
def find_terms(text: str) -> tuple[Term, ...]:
    """Return the muscles, movements, nerves, reflexes and body parts named in ``text``, in order."""
    whole = [*_terms(text, _tokens(text.translate(_RAISED)))]
    for match in _DIGITS.finditer(text):
        # "the ring and little fingers": the first is named by its adjective alone
        for term in find_terms(f"{match[1]} {match[2]}"):
            whole.append(replace(term, start=match.start(), end=match.end(), surface=match[0]))
    return tuple(sorted(whole, key=lambda term: term.start))


def _terms(text: str, tokens: Sequence[_Token]) -> Iterator[Term]:
    phrases = _compiled().terms
    index = 0
    while index < len(tokens):
        found = phrases.match(tokens, index)
        if found is None:
            index += 1
            continue
        length, (kind, name, parts) = found
        start, end = tokens[index].start, tokens[index + length - 1].end
        if not re.search(r"[.!?;:,()]", text[start:end]):
            if kind != "saying":
                yield Term(start, end, text[start:end], kind, name, parts)
            index += length
        else:
            index += 1


def part_name(part: str) -> str:
    """Return the plain words for a body part id, fine or coarse."""
    return PART_NAMES.get(part, part.replace("-", " "))


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences of ``text``; common abbreviations end none."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        if not _ABBREVIATION.search(text, max(0, match.start() - 8), match.start()):
            spans.append((start, match.start()))
            start = match.end()
    return [*spans, (start, len(text))]


# ---------------------------------------------------------------------------- label expressions


@dataclass(slots=True)
class _Element:
    """One label, pair or range, with the roots it names."""

    start: int
    end: int
    ends: tuple[str, ...]  # as written: first and last for a range, all for slashes
    form: str  # single, pair, range or list
    roots: tuple[str, ...]


@dataclass(slots=True)
class _Group:
    """Labels joined by commas and conjunctions; they share one sense."""

    elements: list[_Element]
    weak: bool = False  # might be no label at all unless its surroundings say so
    spelled: bool = False
    sense: str = ""
    rule: str = ""
    surface_end: int = 0

    @property
    def start(self) -> int:
        return self.elements[0].start

    @property
    def end(self) -> int:
        return self.elements[-1].end

    @property
    def form(self) -> str:
        forms = {element.form for element in self.elements}
        return "pair" if forms == {"pair"} else "list" if len(self.elements) > 1 else forms.pop()


def _label(letter: str, number: str) -> str | None:
    """Return the root id of a letter and a number, or None when there is no such root."""
    region = {"th": "T", "d": "T", "co": "Co", "cx": "Co"}.get(letter.lower(), letter.upper())
    value = int(number)
    return f"{region}{value}" if 1 <= value <= _MAX[region] and not number.startswith("0") else None


def _expand(first: str, last: str) -> tuple[str, ...]:
    """Return the roots from first to last; both alone when they do not run downwards."""
    low, high = ROOTS.index(first), ROOTS.index(last)
    return ROOTS[low : high + 1] if low < high else tuple(dict.fromkeys((first, last)))


def _adjacent(first: str, last: str) -> bool:
    if first in VERTEBRAE and last in VERTEBRAE:
        return VERTEBRAE.index(last) - VERTEBRAE.index(first) == 1
    return ROOTS.index(last) - ROOTS.index(first) == 1


def _groups(text: str) -> Iterator[_Group]:
    position = 0
    spelled = [*_spelled_groups(text)]
    while match := _SINGLE.search(text, position):
        group = _read_group(text, match)
        if group is None:
            position = match.end()
            continue
        while spelled and spelled[0].start < group.start:
            yield spelled.pop(0)
        yield group
        position = group.end
    yield from spelled


def _read_group(text: str, match: re.Match[str]) -> _Group | None:
    """Read the expression that starts with the label ``match``."""
    letter, gap = match["letter"], match["gap"]
    first = _label(letter, match["number"])
    if first is None:
        return None
    weak = letter.islower() or letter == "D" or gap == " " or (gap != "" and letter not in "CTLS")
    elements: list[_Element] = []
    position = match.end()
    start, labels, ranged, slashed = match.start(), [first], False, False
    while True:
        separator = _RANGE.match(text, position)
        bare = _NUMBER if separator and separator[0].strip().isalpha() else _JOINED
        following = _next_label(text, separator.end(), labels[-1], bare) if separator else None
        if separator and following:
            slash = "/" in separator[0]
            slashed, ranged = slashed or slash, ranged or not slash
            labels.append(following[0])
            position = following[1]
            continue
        separator = _LIST.match(text, position)
        following = _next_label(text, separator.end(), labels[-1], _NUMBER) if separator else None
        if separator is None or following is None:
            break
        if following[2]:  # a bare number leans on the label before it: one surface
            labels.append(following[0])
            slashed = True
            position = following[1]
            continue
        elements.append(_element(start, position, labels, ranged, slashed))
        start, labels, ranged, slashed = separator.end(), [following[0]], False, False
        position = following[1]
    elements.append(_element(start, position, labels, ranged, slashed))
    return _Group(elements, weak=weak)


def _next_label(
    text: str, position: int, previous: str, bare: re.Pattern[str]
) -> tuple[str, int, bool] | None:
    """Return (root, end, was a bare number) of the label at ``position``."""
    if match := _SINGLE.match(text, position):
        root = _label(match["letter"], match["number"])
        lower = match["letter"].islower()
        if root and not (
            match["gap"] == " " or (lower and previous[0].isupper() and text[position - 1] == " ")
        ):
            return root, match.end(), False
        return None
    if match := bare.match(text, position):
        region = previous.rstrip("0123456789")
        root = _label(region, match["number"])
        if root and int(match["number"]) > int(previous[len(region) :]):
            return root, match.end(), True
    return None


def _element(start: int, end: int, labels: list[str], ranged: bool, slashed: bool) -> _Element:
    if len(labels) == 1:
        return _Element(start, end, (labels[0],), "single", (labels[0],))
    if len(labels) == 2 and _adjacent(*labels):
        return _Element(start, end, tuple(labels), "pair", _expand(*labels))
    if len(labels) == 2 and ranged and not slashed:
        return _Element(start, end, tuple(labels), "range", _expand(*labels))
    return _Element(start, end, tuple(labels), "list", tuple(dict.fromkeys(labels)))


def _spelled_groups(text: str) -> Iterator[_Group]:
    """Yield labels in words: "first sacral", "second to fourth lumbar", "coccygeal nerve"."""
    for match in _SPELLED.finditer(text):
        region = _REGIONS[match["region"].lower()]
        words = match["ordinals"].lower()
        numbers = [_ORDINALS[word] for word in re.findall(_ORDINAL, words)]
        labels = [f"{region}{number}" for number in numbers if number <= _MAX[region]]
        if len(labels) != len(numbers):
            continue
        ranged = bool(re.search(r"\b(?:to|through)\b|[-–]", words)) and len(labels) == 2
        element = _element(match.start(), match.end(), labels, ranged, not ranged and len(labels) > 1)
        if not ranged and element.form == "pair":
            element.form = "list"
        yield _Group([element], spelled=True)
    for match in _COCCYGEAL.finditer(text):
        yield _Group([_Element(match.start(), match.end(), ("Co1",), "single", ("Co1",))], spelled=True)


# ---------------------------------------------------------------------------- sense


@dataclass(slots=True)
class _Context:
    """The text around the labels, looked at once."""

    text: str
    tokens: Sequence[_Token] = ()
    breaks: list[tuple[int, int]] = field(default_factory=list)
    term_list: list[Term] | None = None

    def sentence(self, position: int) -> tuple[int, int]:
        if not self.breaks:
            self.breaks = sentences(self.text)
        return next(span for span in self.breaks if position < span[1] or span[1] == len(self.text))

    @property
    def terms(self) -> list[Term]:
        if self.term_list is None:
            self.term_list = list(_terms(self.text, self.tokens))
        return self.term_list


@functools.lru_cache(maxsize=8_192)
def find_mentions(text: str, role: str | None = None) -> tuple[Mention, ...]:
    """Return every spinal label in ``text`` with its sense, in order of position.

    ``role`` is the role or context of the section the text stands in; it settles what nothing else does.
    Labels that turn out not to be spinal come with sense ``"other"`` and no root.
    """
    if not _LABELLED.search(text):
        return ()
    if len(text) <= _LONG:
        return _find(text, role)
    found = ((start, mention) for start, end in _parts(text) for mention in _find(text[start:end], role))
    return tuple(
        replace(mention, start=mention.start + start, end=mention.end + start) for start, mention in found
    )


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of pieces that end with a sentence, or, in a sentence without end, with a word."""
    ends = [end for _start, end in sentences(text)]
    position = 0
    while position < len(text):
        most = position + _LONG
        at = bisect.bisect_right(ends, most)
        stop = ends[at - 1] if at and ends[at - 1] > position else text.rfind(" ", position, most) + 1
        stop = min(stop if stop > position else most, len(text))
        yield position, stop
        position = stop


def _find(text: str, role: str | None) -> tuple[Mention, ...]:
    compiled = _compiled()
    plain = text.translate(_RAISED)
    groups = list(itertools.islice(_groups(plain), _MOST))
    if not groups:
        return ()
    context = _Context(plain, _tokens(plain))
    for group in groups:
        _adjacent_sense(compiled, context, group)
    spans = [(group.start, group.surface_end) for group in groups]
    previous: _Group | None = None
    for group in groups:
        if not group.sense:
            _distant_sense(compiled, context, group, spans, role, previous)
        previous = group
    return tuple(mention for group in groups for mention in _mentions(text, group))


def _adjacent_sense(compiled: _Compiled, context: _Context, group: _Group) -> None:
    """Decide by the words that touch the group; sets nothing when they are silent."""
    text = context.text
    group.surface_end = group.end
    starts = _word_starts(text, group.start)
    if group.spelled and compiled.drop_after.match(text, group.end):
        group.sense = "drop"
        return
    for rule in compiled.adjacent:
        if (end := _applies(rule, context, group, starts)) is not None:
            group.sense, group.rule = ("drop" if group.weak else "other"), rule.id
            group.surface_end = max(group.end, end) if rule.surface else group.end
            return
    gap = re.compile(r"[ \u00a0-]").match(text, group.end)
    first_rule = compiled.rules[0]
    if _applies(first_rule, context, group, starts) is not None:
        group.sense, group.rule = first_rule.sense, first_rule.id
    if gap:
        index = next((n for n, token in enumerate(context.tokens) if token.start == gap.end()), None)
        found = compiled.heads.match(context.tokens, index) if index is not None else None
        if found:
            end = context.tokens[index + found[0] - 1].end  # pyright: ignore[reportOptionalOperand]
            if not re.search(r"[.!?;:,()]", text[gap.end() : end]):
                group.surface_end = end
                if not group.sense:
                    group.sense, group.rule = found[1], "head"


def _distant_sense(
    compiled: _Compiled,
    context: _Context,
    group: _Group,
    spans: Sequence[tuple[int, int]],
    role: str | None,
    previous: _Group | None,
) -> None:
    starts = _word_starts(context.text, group.start)
    for rule in compiled.rules[1:]:
        if rule.terms:
            sense = _term_sense(rule, context, group)
            if sense:
                group.sense, group.rule = sense, rule.id
                return
        elif _applies(rule, context, group, starts) is not None:
            group.sense, group.rule = rule.sense, rule.id
            return
    for rule in compiled.context:
        if _applies(rule, context, group, starts) is not None:
            group.sense, group.rule = "other", rule.id
            return
    scores = _cue_scores(compiled, context, group, spans)
    best = max(scores, key=lambda sense: scores[sense], default=None)
    if group.weak and (best is None or scores[best] < 1.0):
        group.sense = "drop"
        return
    if best is not None and scores[best] >= 0.55:
        group.sense, group.rule = best, "cue"
    elif previous is not None and _continues(context.text, previous, group):
        group.sense, group.rule = previous.sense, "continued"
    elif role is not None and role in compiled.roles:
        group.sense, group.rule = compiled.roles[role], "role"
    else:
        place = group.form == "single" and _PLACE.search(context.text[: group.start])
        group.sense, group.rule = compiled.forms["place" if place else group.form], "form"


def _continues(text: str, previous: _Group, group: _Group) -> bool:
    """True when only connecting words stand between two groups ("C5 and, to a lesser degree, C6")."""
    if previous.sense in {"", "drop", "other"} or group.start - previous.surface_end > 60:
        return False
    between = text[previous.surface_end : group.start]
    return not re.search(r"[.!?;:()]", between) and all(
        word.lower() in _CONNECTING for word in _WORD.findall(between)
    )


def _applies(rule: _Rule, context: _Context, group: _Group, starts: Sequence[int]) -> int | None:
    """Return the end of what the rule saw behind the group, or of the group; None when it does not apply."""
    if rule.labels is not None and not all(root in rule.labels for e in group.elements for root in e.ends):
        return None
    if rule.forms is not None and group.form not in rule.forms:
        return None
    end = group.end
    if rule.after is not None:
        match = rule.after.match(context.text, group.end)
        if match is None:
            return None
        end = match.end()
    if rule.before is not None and not any(
        rule.before.fullmatch(context.text, start, group.start) for start in starts
    ):
        return None
    if rule.sentence is not None or rule.unless is not None or rule.opens is not None:
        low, high = context.sentence(group.start)
        if rule.opens is not None and not rule.opens.match(context.text, low, high):
            return None
        if rule.sentence is not None and not rule.sentence.search(context.text, low, high):
            return None
        if rule.unless is not None and rule.unless.search(context.text, low, high):
            return None
    return end


def _word_starts(text: str, position: int) -> list[int]:
    """Return where the last words before ``position`` begin, the furthest first."""
    low = max(0, position - _WINDOW)
    starts = [match.start() for match in re.compile(r"\b\w").finditer(text, low, position)]
    return starts[-10:]


def _term_sense(rule: _Rule, context: _Context, group: _Group) -> str | None:
    """Return the sense that a term gives the group when nothing but what the rule allows stands between."""
    if rule.forms is not None and group.form not in rule.forms:
        return None
    for term in context.terms:
        if rule.before is not None:
            between, start, end = rule.before, term.end, group.start
        else:
            assert rule.after is not None
            between, start, end = rule.after, group.end, term.start
        near = term.kind in rule.terms and 0 <= end - start <= _BETWEEN
        if near and between.fullmatch(context.text, start, end):
            return rule.terms[term.kind]
    return None


def _cue_scores(
    compiled: _Compiled, context: _Context, group: _Group, spans: Sequence[tuple[int, int]]
) -> dict[str, float]:
    """Weigh the cue words of the sentence by nearness; those inside other mentions do not count."""
    low, high = context.sentence(group.start)
    if low and len(_WORD.findall(context.text, low, high)) <= 3:
        low = context.sentence(low - 2)[0]  # a bare answer: the question before it gives the sense
    tokens = [token for token in context.tokens if token.start >= low and token.end <= high]
    scores: dict[str, float] = {}

    def add(sense: str, weight: float, start: int, end: int) -> None:
        if any(span[0] < end and start < span[1] for span in spans):
            return
        if sense in _PAIR_ONLY and not all(element.form == "pair" for element in group.elements):
            sense = "level"  # "herniations between T7 and T12": a stretch of the spine, no one disc
            weight /= 2
        if sense in {"vertebra", "disc"} and any(root == "C8" for e in group.elements for root in e.ends):
            return
        between = context.text[end : group.start] if end <= group.start else context.text[group.end : start]
        distance = len(_WORD.findall(between)) + 4 * len(_CLAUSE.findall(between)) + 1.5 * between.count(",")
        inner, outer = min(end, group.end), max(start, group.start)
        distance += 3 * sum(1 for span in spans if inner <= span[0] and span[1] <= outer)
        distance += 1.5 * len(re.findall(r"\b(?:and|but|while|which|so|when)\b", between))
        scores[sense] = scores.get(sense, 0.0) + weight / (1 + 0.35 * distance)

    counted: list[tuple[int, int]] = []
    index = 0
    while index < len(tokens):
        found = compiled.cues.match(tokens, index)
        if found is None:
            index += 1
            continue
        length, (sense, weight) = found
        start, end = tokens[index].start, tokens[index + length - 1].end
        if end <= group.start or start >= group.end:
            add(sense, weight, start, end)
            counted.append((start, end))
        index += length
    kinds = {"muscle": ("myotome", 1.6), "movement": ("myotome", 1.6), "reflex": ("reflex", 2.0)}
    kinds |= {"nerve": ("nerve_root", 2.0), "body_part": ("dermatome", 1.2)}
    for term in context.terms:
        if any(span[0] < term.end and term.start < span[1] for span in counted):
            continue
        if low <= term.start and term.end <= high and (term.end <= group.start or term.start >= group.end):
            add(*kinds[term.kind], term.start, term.end)
    return scores


def _mentions(text: str, group: _Group) -> Iterator[Mention]:
    if group.sense == "drop":
        return
    for number, element in enumerate(group.elements):
        end = group.surface_end if number == len(group.elements) - 1 else element.end
        surface, label = text[element.start : end], text[element.start : element.end]
        if group.sense == "other":
            yield Mention(element.start, end, surface, None, "other", label, group.rule)
            continue
        roots = element.roots
        if group.sense in _BY_VERTEBRA and "C8" not in element.ends:
            roots = tuple(root for root in roots if root != "C8")  # there is no eighth cervical vertebra
        for root in roots:
            yield Mention(element.start, end, surface, root, group.sense, label, group.rule)


def roots_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Return the roots mentioned, each once, in order of first mention."""
    return tuple(dict.fromkeys(mention.root for mention in mentions if mention.root is not None))
