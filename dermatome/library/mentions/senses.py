"""What each spinal label in a text means.

The rules of ``data/lexicon/labels.yaml`` are asked in the order given there. Words and rules are data. See
:class:`~dermatome.library.records.Mention` for how lists and ranges come out.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from dermatome.library.mentions.context import Context, cue_scores
from dermatome.library.mentions.labels import Group, find_groups
from dermatome.library.mentions.rules import Compiled, Rule, compiled_lexicon
from dermatome.library.mentions.weighing import Surroundings, signs, weigh
from dermatome.library.mentions.words import RAISED, Token, sentences, tokens_of
from dermatome.library.records import Mention

_LONG: Final = 1_000
"""Characters read at once: weighing what is near a label takes time with the square of the length."""
_MOST: Final = 60
"""Labels of as many characters; prose has a few."""
_LABELLED: Final = re.compile(r"\d|\b(?:cervical|thoracic|lumbar|sacral|coccygeal)\b", re.IGNORECASE)
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
_NUMBERED: Final = re.compile(r"(?:D\d|L6|T13)")
"""Labels that may be something else and yet stand for something: D6, vitamin D3, a sixth lumbar vertebra."""
_WINDOW: Final = 80
_WORD_START: Final = re.compile(r"\b\w")
_BETWEEN: Final = 40
_ASKED: Final = 8
_TRUST: Final = 3.0
"""What a rule adds to the sense it gives: chosen on authors who did not know the rules; 2 does as well."""
_TRUST_BEHIND: Final = 6.0
"""The same of a rule that goes by what stands right behind the label."""
_ELSEWHERE: Final = 1.0
"""What is added to a label's not being spinal in a text that says nothing of the body."""
_SELDOM: Final = -1.0
"""And in any other text."""
_SURELY: Final = 0.7
"""How likely a sense has to be in a section with a role; else the label is the root its article is about."""
_FAVOUR: Final = 3.0
"""What the section a text stands in adds to its sense: as much as a rule."""
_CLEAR: Final = 0.55
"""Weight of cue words from which they tell a sense."""
_SURE: Final = 2.0
"""Weight of a cue word beside the label: in a text of something else no further one tells."""
_SAID: Final = 3
"""Words of a text that is about something, beside those that any text has."""
_NO_C8: Final = frozenset({"vertebra", "disc"})
"""What has no eighth cervical one."""
_BY_VERTEBRA: Final = frozenset({"vertebra", "disc", "foramen", "level"})


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


def read_groups(text: str, right: Mapping[int, str]) -> Iterator[tuple[Group, tuple[str, ...]]]:
    """Yield the groups of labels without a noun of their own, with the signs by which each may be weighed.

    ``right`` are the senses by where a label starts, for the label before is a sign.
    """
    compiled = compiled_lexicon()
    context, groups = _told(compiled, text, None)
    for group in groups:
        group.sense = right.get(group.start, group.sense)
    for number, group in enumerate(groups):
        if group.surface_end == group.end and group.sense != "drop":
            yield group, signs_of(compiled, context, groups, number)


def _told(compiled: Compiled, text: str, role: str | None) -> tuple[Context, list[Group]]:
    """Return the groups of labels of a text, each with its sense."""
    plain = text.translate(RAISED)
    groups = list(itertools.islice(find_groups(plain, _others(compiled, plain)), _MOST))
    context = Context(plain, tokens_of(plain) if groups else ())
    for group in groups:
        group.surface_end = group.end
        if not group.sense:
            _adjacent_sense(compiled, context, group)
    _share_nouns(plain, groups)
    _drop_said_twice(plain, groups)
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


def _others(compiled: Compiled, text: str) -> Iterator[tuple[re.Pattern[str], str, str]]:
    """Yield what to look for that has the form of a label and is the namesake of no root."""
    yield compiled.glued, "other", "glued"
    if compiled.beyond_where.search(text):
        yield compiled.beyond, "vertebra", "beyond"


def _elsewhere(compiled: Compiled, context: Context, groups: Sequence[Group]) -> bool:
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


def _drop_said_twice(text: str, groups: Sequence[Group]) -> None:
    """Drop a label in words that is written right beside it: "the seventh cervical vertebra, C7"."""
    for group, other in itertools.pairwise(groups):
        beside = not text[group.surface_end : other.start].strip(" ,(")
        if group.spelled and not other.spelled and beside and group.ends == other.ends:
            group.sense = "drop"


def _trust_runs(groups: Sequence[Group]) -> None:
    """Take "L45" for L4/5 where another label, or another one like it, shows what the text is about."""
    runs = [group for group in groups if group.weak and all(len(each.ends) > 1 for each in group.elements)]
    if len(runs) > 1 or any(not group.weak and group.sense != "other" for group in groups):
        for group in runs:
            group.weak = False


def _adjacent_sense(compiled: Compiled, context: Context, group: Group) -> None:
    """Decide by the words that touch the group; sets nothing when they are silent."""
    text = context.text
    from_word = _first_word(text, group.start)
    if group.spelled and compiled.drop_after.match(text, group.end):
        group.sense = "drop"
        return
    weak = group.weak and not _NUMBERED.match(text, group.start)
    for rule in compiled.adjacent.of(group.form, group.ends):
        end = _applies(rule, context, group, from_word)
        if end is not None and (not group.sense or (rule.surface and end > group.surface_end)):
            group.sense, group.rule = ("drop" if weak else "other"), rule.id
            group.surface_end = max(group.end, end) if rule.surface else group.end
    if group.sense:
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
    context: Context,
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
    ruled = _ruled(compiled, context, group)
    if ruled:
        sense, rule = ruled
        trust = _TRUST if rule.after is None else _TRUST_BEHIND
        group.sense, _likely = _weighed(compiled, context, groups, number, {sense: trust})
        group.rule = rule.id if group.sense == sense else "weighed"
        return
    scores = cue_scores(compiled, context, group, spans)
    best = max(scores.values(), default=0.0)
    if group.weak and best < 1.0 and not _NUMBERED.match(context.text, group.start):
        group.sense = "drop"
        return
    clear = best >= (_SURE if context.elsewhere else _CLEAR)
    if not clear and role is not None and role in compiled.roles:
        group.sense, group.rule = compiled.roles[role], "role"
        return
    favoured = {"other": _ELSEWHERE if context.elsewhere and not clear else _SELDOM}
    if role is not None:
        favoured = {compiled.roles[role]: _FAVOUR} if role in compiled.roles else {}
    group.sense, likely = _weighed(compiled, context, groups, number, favoured, inside=role is not None)
    group.rule = "weighed"
    doubtful = role is not None and likely < _SURELY
    if not clear and (doubtful or not _said(compiled, context.tokens)):
        group.sense, group.rule = compiled.forms[group.form], "form"


def _ruled(compiled: Compiled, context: Context, group: Group) -> tuple[str, Rule] | None:
    """Return the first rule that applies, and the sense it gives."""
    from_word = _first_word(context.text, group.start)
    for rule in compiled.rules.of(group.form, group.ends):
        if rule.terms:
            if sense := _term_sense(rule, context, group):
                return sense, rule
        elif _applies(rule, context, group, from_word) is not None:
            return rule.sense, rule
    for rule in compiled.context.of(group.form, group.ends):
        if _applies(rule, context, group, from_word) is not None:
            return rule.sense, rule
    return None


def signs_of(compiled: Compiled, context: Context, groups: Sequence[Group], number: int) -> tuple[str, ...]:
    """Return the signs by which the sense of a group is weighed."""
    group = groups[number]
    low, high = context.sentence(group.start)
    low = context.asked_from(low, high)
    cues = context.speaks_of(compiled, low, high)
    before = groups[number - 1] if number else None
    after = groups[number + 1] if number + 1 < len(groups) else None
    around = Surroundings(
        context.text, context.tokens, compiled.topics, compiled.passed, low, high, cues, before, after
    )
    return signs(group, around)


def _weighed(
    compiled: Compiled,
    context: Context,
    groups: Sequence[Group],
    number: int,
    favoured: Mapping[str, float],
    *,
    inside: bool = False,
) -> tuple[str, float]:
    """Return the likeliest sense by all that stands around the group, and how likely it is.

    ``inside`` an article of the spine every label is one of it; so it is, unless a rule says otherwise, where
    no topic is named that has labels of its own.
    """
    found = signs_of(compiled, context, groups, number)
    named = favoured.get("other", 0.0) > 0 or not compiled.foreign.isdisjoint(found)
    barred = {"other"} if inside or not named else set[str]()
    if "C8" in groups[number].ends:
        barred |= _NO_C8
    return weigh(compiled.weights, found, favoured, barred)


def _asked(compiled: Compiled, context: Context, group: Group) -> tuple[str, str] | None:
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


def _framed(context: Context, previous: Group | None, group: Group) -> tuple[str, str] | None:
    """Return the sense of the label before when this one stands in the same frame: "of S2 …, of S4"."""
    if previous is None or previous.sense in {"", "drop", "other"}:
        return None
    low, _high = context.sentence(group.start)
    frame = _FRAME.search(context.text, max(low, previous.surface_end, group.start - 20), group.start)
    if previous.start < low or frame is None or group.form != previous.form:
        return None
    before = context.text[max(low, previous.start - 8) : previous.start].lower().split()
    return (previous.sense, "framed") if before and before[-1] == frame[1].lower() else None


def _alike(context: Context, groups: Sequence[Group], number: int) -> tuple[str, str] | None:
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


def _applies(rule: Rule, context: Context, group: Group, from_word: int) -> int | None:
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
    return end if _sentence_allows(rule, context, group) else None


def _sentence_allows(rule: Rule, context: Context, group: Group) -> bool:
    """True where the sentence of the group has what the rule asks of it, and nothing that it forbids."""
    if rule.sentence is None and rule.unless is None and rule.opens is None:
        return True
    low, high = context.sentence(group.start)
    if rule.opens is not None and not rule.opens.match(context.text, low, high):
        return False
    if rule.sentence is not None and not rule.sentence.search(context.text, low, high):
        return False
    return rule.unless is None or not rule.unless.search(context.text, low, high)


def _first_word(text: str, position: int) -> int:
    """Return where the furthest of the last words before ``position`` begins, or -1 where there is none."""
    low = max(0, position - _WINDOW)
    starts = [match.start() for match in _WORD_START.finditer(text, low, position)]
    return starts[-12:][0] if starts else -1


def _term_sense(rule: Rule, context: Context, group: Group) -> str | None:
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
            return rule.terms[term.kind] if _sentence_allows(rule, context, group) else None
    return None


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
