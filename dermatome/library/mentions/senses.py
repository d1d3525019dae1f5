"""What each spinal label in a text means.

The rules of ``data/lexicon/labels.yaml`` are asked in the order given there. Words and rules are data. See
:class:`~dermatome.library.records.Mention` for how lists and ranges come out.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from dermatome.library.mentions.labels import Group, find_groups
from dermatome.library.mentions.rules import Compiled, Rule, compiled_lexicon
from dermatome.library.mentions.terms import terms_among
from dermatome.library.mentions.weighing import Surroundings, signs, weigh
from dermatome.library.mentions.words import RAISED, WORD, Phrases, Token, sentences, tokens_of
from dermatome.library.records import Mention, Term

_LONG: Final = 1_000
"""Characters read at once: weighing what is near a label takes time with the square of the length."""
_MOST: Final = 60
"""Labels of as many characters; prose has a few."""
_LABELLED: Final = re.compile(r"\d|\b(?:cervical|thoracic|lumbar|sacral|coccygeal)\b", re.IGNORECASE)
_OPTION: Final = re.compile(r"(?:\A|[\s(?:])\(?[A-Ha-h1-9][.)]\s*\Z")
_OPTIONS: Final = re.compile(r"\(?[Aa1][.)]\s")
_FRAME: Final = re.compile(
    r"(?:[,;]|\b(?:and|but|or|that|those|not))\s+(?:that\s+|those\s+)?(of|in|at|to|into|on|from|by)\s+\Z",
    re.IGNORECASE,
)
_ALIKE: Final = re.compile(
    r"\b(?:(?:ones?|another|those)\s+(?:of|in|at|to|on|from|by)|neighbou?rs?,?|fellows?,?)\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
"""Words that stand for the noun of a label before: "those at C5–6", "its neighbour, L3–4"."""
_COORDINATED: Final = re.compile(
    r",?\s+(?:and|or|nor|as\s+well\s+as|rather\s+than|not|versus|vs\.?|than)\s+(?:(?:the|an?|left|right|either)\s+)*",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[;:—()]|\s–\s")
_DENSE: Final = 12
"""Labels of a piece in which only what is :data:`_NEAR` is weighed: more than any prose has."""
_NEAR: Final = 160
_WINDOW: Final = 80
_WORD_START: Final = re.compile(r"\b\w")
_BETWEEN: Final = 40
_ASKED: Final = 8
_LIKELY: Final = 0.6
"""How likely the weighed sense has to be to be taken before the one of the nearest words."""
_SURELY: Final = 0.8
"""The same in a section with a role: its article is about a root, which a bare label is taken for else."""
_FAVOUR: Final = 1.5
"""What the section a text stands in adds to its sense: as much as a telling word."""
_CLEAR: Final = 0.55
"""Weight of cue words from which they tell a sense."""
_SURE: Final = 2.0
"""Weight of a cue word beside the label: in a text of something else no further one tells."""
_SAID: Final = 3
"""Words of a text that is about something, beside those that any text has."""
_PAIR_ONLY: Final = frozenset({"disc", "foramen"})
_BY_VERTEBRA: Final = frozenset({"vertebra", "disc", "foramen", "level"})


@dataclass(slots=True)
class _Context:
    """The text around the labels, looked at once."""

    text: str
    tokens: Sequence[Token] = ()
    breaks: list[tuple[int, int]] = field(default_factory=list)
    term_list: list[Term] | None = None
    elsewhere: bool = False
    cues_of: dict[tuple[int, int], list[tuple[str, float, int, int]]] = field(default_factory=dict)
    speaking: dict[tuple[int, int], list[tuple[str, int, int]]] = field(default_factory=dict)

    def cues(self, compiled: Compiled, low: int, high: int) -> list[tuple[str, float, int, int]]:
        """Return (sense, weight, start, end) of each cue word of a stretch."""
        if (low, high) not in self.cues_of:
            self.cues_of[low, high] = list(_cues_among(compiled, self.tokens, low, high))
        return self.cues_of[low, high]

    def speaks_of(self, compiled: Compiled, low: int, high: int) -> list[tuple[str, int, int]]:
        """Return (what it speaks of, start, end) of each cue word, noun and term of a stretch."""
        if (low, high) not in self.speaking:
            nouns = _phrases_among(compiled.heads, self.tokens, low, high)
            told = [(sense, start, end) for sense, _weight, start, end in self.cues(compiled, low, high)]
            told += [(f"noun {sense}", start, end) for sense, start, end in nouns if sense]
            told += [(t.kind, t.start, t.end) for t in self.terms if low <= t.start and t.end <= high]
            self.speaking[low, high] = sorted(told, key=lambda each: each[1])
        return self.speaking[low, high]

    def sentence(self, position: int) -> tuple[int, int]:
        if not self.breaks:
            self.breaks = _with_options(self.text, sentences(self.text))
        return next(span for span in self.breaks if position < span[1] or span[1] == len(self.text))

    def asked_from(self, low: int, high: int) -> int:
        """Return where the question of a bare answer begins, for it gives the sense; else ``low``."""
        few = 6 if self.text[max(0, low - 2) : low].startswith("?") else 3
        bare = low > 1 and len(WORD.findall(self.text, low, high)) <= few
        return self.sentence(low - 2)[0] if bare else low

    @property
    def terms(self) -> list[Term]:
        if self.term_list is None:
            self.term_list = list(terms_among(self.text, self.tokens))
        return self.term_list


def _with_options(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join the options of a question to it: "Which vertebra? A. C1 B. C2"."""
    joined = [spans[0]]
    for start, end in spans[1:]:
        low, high = joined[-1]
        asked = text[high - 1 : high] in {"?", ":"} and _OPTIONS.match(text, start)
        if asked or _OPTION.search(text, max(low, start - 6), start):
            joined[-1] = (low, end)
        else:
            joined.append((start, end))
    return joined


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
    _context, groups = _told(compiled_lexicon(), text, role)
    return tuple(mention for group in groups for mention in _mentions(text, group))


def read_groups(text: str) -> Iterator[tuple[Group, tuple[str, ...]]]:
    """Yield the groups of labels without a noun of their own, with the signs by which each may be weighed."""
    compiled = compiled_lexicon()
    context, groups = _told(compiled, text, None)
    for previous, group in zip((None, *groups), groups, strict=False):
        if group.surface_end == group.end and group.sense != "drop":
            yield group, signs_of(compiled, context, group, previous)


def _told(compiled: Compiled, text: str, role: str | None) -> tuple[_Context, list[Group]]:
    """Return the groups of labels of a text, each with its sense."""
    plain = text.translate(RAISED)
    groups = list(itertools.islice(find_groups(plain), _MOST))
    context = _Context(plain, tokens_of(plain) if groups else ())
    for group in groups:
        _adjacent_sense(compiled, context, group)
    _share_nouns(plain, groups)
    spans = [(group.start, group.surface_end) for group in groups]
    _trust_runs(groups)
    context.elsewhere = role is None and _elsewhere(compiled, context, groups)
    for number, group in enumerate(groups):
        if not group.sense:
            _distant_sense(compiled, context, groups, number, spans, role)
        if group.sense == "level":
            low, high = context.sentence(group.start)
            group.neurological = bool(compiled.neurological.search(context.text, low, high))
    return context, groups


def _elsewhere(compiled: Compiled, context: _Context, groups: Sequence[Group]) -> bool:
    """True of a text that says something, and nothing of the body."""
    several = any(len(element.ends) > 1 for group in groups for element in group.elements)
    regions = {end[0] for group in groups for end in group.ends}
    if several or len(regions) > 1 or context.terms or any(group.spelled for group in groups):
        return False
    if compiled.medicine.search(context.text):
        return False
    return len(_said(compiled, context.tokens)) >= _SAID


def _said(compiled: Compiled, tokens: Iterable[Token]) -> set[str]:
    """Return the words that are about something."""
    return {token.stem for token in tokens if token.stem.isalpha() and len(token.stem) > 2} - compiled.plain


def _share_nouns(text: str, groups: Sequence[Group]) -> None:
    """Give a label the noun of the next where both are said in one breath: "the L4/5 or the L5/S1 disc"."""
    for group, other in reversed(list(itertools.pairwise(groups))):
        alike = (group.form == "pair") == (other.form == "pair")
        told = other.rule in {"head", "shared"} and _COORDINATED.fullmatch(text, group.end, other.start)
        if told and alike and not group.sense:
            group.sense, group.rule = other.sense, "shared"


def _trust_runs(groups: Sequence[Group]) -> None:
    """Take "L45" for L4/5 where another label, or another one like it, shows what the text is about."""
    runs = [group for group in groups if group.weak and all(len(each.ends) > 1 for each in group.elements)]
    if len(runs) > 1 or any(not group.weak and group.sense != "other" for group in groups):
        for group in runs:
            group.weak = False


def _adjacent_sense(compiled: Compiled, context: _Context, group: Group) -> None:
    """Decide by the words that touch the group; sets nothing when they are silent."""
    text = context.text
    group.surface_end = group.end
    from_word = _first_word(text, group.start)
    if group.spelled and compiled.drop_after.match(text, group.end):
        group.sense = "drop"
        return
    for rule in compiled.adjacent.of(group.form, group.ends):
        if (end := _applies(rule, context, group, from_word)) is not None:
            group.sense, group.rule = ("drop" if group.weak else "other"), rule.id
            group.surface_end = max(group.end, end) if rule.surface else group.end
            return
    gap = re.compile(r"[ \u00a0-]").match(text, group.end)
    if _applies(compiled.first, context, group, from_word) is not None:
        group.sense, group.rule = compiled.first.sense, compiled.first.id
    if gap:
        index = next((n for n, token in enumerate(context.tokens) if token.start == gap.end()), None)
        found = compiled.heads.match(context.tokens, index) if index is not None else None
        if found and found[1]:
            end = context.tokens[index + found[0] - 1].end  # pyright: ignore[reportOptionalOperand]
            if not re.search(r"[.!?;:,()]", text[gap.end() : end]):
                group.surface_end = end
                if not group.sense:
                    group.sense, group.rule = found[1], "head"


def _distant_sense(
    compiled: Compiled,
    context: _Context,
    groups: Sequence[Group],
    number: int,
    spans: Sequence[tuple[int, int]],
    role: str | None,
) -> None:
    group, previous = groups[number], groups[number - 1] if number else None
    told = _asked(compiled, context, group) or _framed(context, previous, group)
    told = told or _alike(context, groups, number)
    if told:
        group.sense, group.rule = told
        return
    from_word = _first_word(context.text, group.start)
    for rule in compiled.rules.of(group.form, group.ends):
        if rule.terms:
            sense = _term_sense(rule, context, group)
            if sense:
                group.sense, group.rule = sense, rule.id
                return
        elif _applies(rule, context, group, from_word) is not None:
            group.sense, group.rule = rule.sense, rule.id
            return
    for rule in compiled.context.of(group.form, group.ends):
        if _applies(rule, context, group, from_word) is not None:
            group.sense, group.rule = "other", rule.id
            return
    scores = _cue_scores(compiled, context, group, spans)
    best = max(scores, key=lambda sense: scores[sense], default=None)
    if group.weak and (best is None or scores[best] < 1.0):
        group.sense = "drop"
        return
    clear = best is not None and scores[best] >= (_SURE if context.elsewhere else _CLEAR)
    if not clear and role is not None and role in compiled.roles:
        group.sense, group.rule = compiled.roles[role], "role"
    elif not clear and context.elsewhere:
        group.sense, group.rule = "other", "elsewhere"
    else:
        group.sense, likely = _weighed(compiled, context, group, previous, role)
        group.rule = "weighed"
        if best is not None and clear and likely < _LIKELY:
            group.sense, group.rule = best, "cue"
        elif not clear and (
            likely < _LIKELY and not _said(compiled, context.tokens) or role is not None and likely < _SURELY
        ):
            group.sense, group.rule = compiled.forms[group.form], "form"


def signs_of(compiled: Compiled, context: _Context, group: Group, previous: Group | None) -> tuple[str, ...]:
    """Return the signs by which the sense of a group is weighed."""
    low, high = context.sentence(group.start)
    low = context.asked_from(low, high)
    cues = context.speaks_of(compiled, low, high)
    return signs(group, Surroundings(context.text, context.tokens, low, high, cues, previous))


def _weighed(
    compiled: Compiled, context: _Context, group: Group, previous: Group | None, role: str | None
) -> tuple[str, float]:
    """Return the likeliest sense by all that stands around the group, and how likely it is."""
    favoured = {compiled.roles[role]: _FAVOUR} if role is not None and role in compiled.roles else {}
    sense, likely = weigh(compiled.weights, signs_of(compiled, context, group, previous), favoured)
    if sense in _PAIR_ONLY and not all(element.form == "pair" for element in group.elements):
        sense = "level"
    return sense, likely


def _asked(compiled: Compiled, context: _Context, group: Group) -> tuple[str, str] | None:
    """Return the sense that a question asks for, of a label that is an option of it."""
    low = context.asked_from(*context.sentence(group.start))
    asks = next(compiled.asks.finditer(context.text, low, group.start), None)
    if asks is None or not re.search(r"[?:]", context.text[asks.end() : group.start]):
        return None
    first = bisect.bisect_left(context.tokens, (asks.end(),))
    for index in range(first, min(first + _ASKED, len(context.tokens))):
        found = compiled.heads.match(context.tokens, index)
        if found and found[1] and context.tokens[index].end < group.start:
            return found[1], "asked"
    return None


def _framed(context: _Context, previous: Group | None, group: Group) -> tuple[str, str] | None:
    """Return the sense of the label before when this one stands in the same frame: "of S2 …, of S4"."""
    if previous is None or previous.sense in {"", "drop", "other"}:
        return None
    low, _high = context.sentence(group.start)
    frame = _FRAME.search(context.text, max(low, previous.surface_end, group.start - 20), group.start)
    if previous.start < low or frame is None or group.form != previous.form:
        return None
    before = context.text[max(low, previous.start - 8) : previous.start].lower().split()
    return (previous.sense, "framed") if before and before[-1] == frame[1].lower() else None


def _alike(context: _Context, groups: Sequence[Group], number: int) -> tuple[str, str] | None:
    """Return the sense of the last label of this form where a word stands for its noun: "those at C5–6"."""
    group = groups[number]
    low, _high = context.sentence(group.start)
    if not _ALIKE.search(context.text, max(low, group.start - 24), group.start):
        return None
    for other in reversed(groups[:number]):
        if other.start < low:
            return None
        if other.form == group.form and other.sense not in {"", "drop", "other"}:
            return other.sense, "alike"
    return None


def _applies(rule: Rule, context: _Context, group: Group, from_word: int) -> int | None:
    """Return the end of what the rule saw behind the group, or of the group; None when it does not apply."""
    if rule.labels is not None and not group.ends <= rule.labels:
        return None
    if rule.forms is not None and group.form not in rule.forms:
        return None
    end = group.end
    if rule.after is not None:
        match = rule.after.match(context.text, group.end)
        if match is None:
            return None
        end = match.end()
    if rule.leads is not None and not (
        from_word >= 0 and rule.leads.search(context.text, from_word, group.start)
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


def _first_word(text: str, position: int) -> int:
    """Return where the furthest of the last words before ``position`` begins, or -1 where there is none."""
    low = max(0, position - _WINDOW)
    starts = [match.start() for match in _WORD_START.finditer(text, low, position)]
    return starts[-12:][0] if starts else -1


def _term_sense(rule: Rule, context: _Context, group: Group) -> str | None:
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


def _cues_among(
    compiled: Compiled, every: Sequence[Token], low: int, high: int
) -> Iterator[tuple[str, float, int, int]]:
    for (sense, weight), start, end in _phrases_among(compiled.cues, every, low, high):
        yield sense, weight, start, end


def _phrases_among(
    phrases: Phrases, every: Sequence[Token], low: int, high: int
) -> Iterator[tuple[Any, int, int]]:
    tokens = [token for token in every if token.start >= low and token.end <= high]
    index = 0
    while index < len(tokens):
        found = phrases.match(tokens, index)
        if found is None:
            index += 1
            continue
        length, value = found
        yield value, tokens[index].start, tokens[index + length - 1].end
        index += length


def _cue_scores(
    compiled: Compiled, context: _Context, group: Group, spans: Sequence[tuple[int, int]]
) -> dict[str, float]:
    """Weigh the cue words of the sentence by nearness; those inside other mentions do not count."""
    low, high = context.sentence(group.start)
    low = context.asked_from(low, high)
    cues = context.cues(compiled, low, high)
    far = _NEAR if len(spans) > _DENSE else len(context.text)
    ends = [span[1] for span in spans]
    scores: dict[str, float] = {}

    def add(sense: str, weight: float, start: int, end: int) -> None:
        at = bisect.bisect_left(spans, (end,))
        if at and ends[at - 1] > start:
            return
        if sense in _PAIR_ONLY and not all(element.form == "pair" for element in group.elements):
            sense = "level"  # "herniations between T7 and T12": a stretch of the spine, no one disc
            weight /= 2
        if sense in {"vertebra", "disc"} and "C8" in group.ends:
            return
        between = context.text[end : group.start] if end <= group.start else context.text[group.end : start]
        distance = len(WORD.findall(between)) + 4 * len(_CLAUSE.findall(between)) + 1.5 * between.count(",")
        inner, outer = min(end, group.end), max(start, group.start)
        within = bisect.bisect_right(ends, outer) - bisect.bisect_left(spans, (inner,))
        distance += 3 * max(0, within)
        distance += 1.5 * len(re.findall(r"\b(?:and|but|while|which|so|when)\b", between))
        scores[sense] = scores.get(sense, 0.0) + weight / (1 + 0.35 * distance)

    counted: list[tuple[int, int]] = []
    for sense, weight, start, end in cues:
        if (end <= group.start or start >= group.end) and max(group.start - end, start - group.end) <= far:
            add(sense, weight, start, end)
            counted.append((start, end))
    kinds = {"muscle": ("myotome", 1.6), "movement": ("myotome", 1.6), "reflex": ("reflex", 2.0)}
    kinds |= {"nerve": ("nerve_root", 2.0), "body_part": ("dermatome", 1.2)}
    for term in context.terms:
        if max(group.start - term.end, term.start - group.end) > far:
            continue
        if any(span[0] < term.end and term.start < span[1] for span in counted):
            continue
        if low <= term.start and term.end <= high and (term.end <= group.start or term.start >= group.end):
            add(*kinds[term.kind], term.start, term.end)
    return scores


def _mentions(text: str, group: Group) -> Iterator[Mention]:
    if group.sense == "drop":
        return
    for number, element in enumerate(group.elements):
        end = group.surface_end if number == len(group.elements) - 1 else element.end
        surface, label = text[element.start : end], text[element.start : element.end]
        if group.sense == "other":
            yield Mention(element.start, end, surface, None, "other", label, group.rule)
            continue
        roots = element.roots
        by_vertebra = group.sense in _BY_VERTEBRA and not group.neurological
        if by_vertebra and "C8" not in element.ends:
            roots = tuple(root for root in roots if root != "C8")  # there is no eighth cervical vertebra
        for root in roots or (None,):
            yield Mention(element.start, end, surface, root, group.sense, label, group.rule)


def roots_of(mentions: Iterable[Mention]) -> tuple[str, ...]:
    """Return the roots mentioned, each once, in order of first mention."""
    return tuple(dict.fromkeys(mention.root for mention in mentions if mention.root is not None))
