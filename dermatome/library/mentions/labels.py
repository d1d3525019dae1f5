"""The labels of a text, each group with the sense it is given."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dermatome.notation import Element, expressions


@dataclass(slots=True)
class Group:
    """Labels that share one sense. See :class:`dermatome.notation.Expression`."""

    elements: tuple[Element, ...]
    weak: bool = False  # might be no label at all unless its surroundings say so
    spelled: bool = False
    sense: str = ""
    rule: str = ""
    surface_end: int = 0
    neurological: bool = False  # a level of the cord, which has an eighth cervical segment
    start: int = field(init=False)
    end: int = field(init=False)
    form: str = field(init=False)
    ends: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        """Work out once what every rule asks."""
        self.start, self.end = self.elements[0].start, self.elements[-1].end
        forms = {element.form for element in self.elements}
        self.form = "pair" if forms == {"pair"} else "list" if len(self.elements) > 1 else forms.pop()
        self.ends = frozenset(root for element in self.elements for root in element.ends)


def find_groups(text: str, others: Iterable[tuple[re.Pattern[str], str, str]]) -> Iterator[Group]:
    """Yield the groups of labels of a text, and what only has the form of one.

    ``others`` are patterns of such with the sense and the name of the rule that they stand for.
    """
    looking = sorted(
        (found.start(), found.end(), found["label"], sense, rule)
        for pattern, sense, rule in others
        for found in pattern.finditer(text)
    )
    for found in expressions(text):
        group = Group(found.elements, found.weak, found.spelled)
        while looking and looking[0][0] < group.start:
            yield _looking(*looking.pop(0))
        while looking and looking[0][0] < group.end:
            looking.pop(0)
        yield group
    yield from (_looking(*each) for each in looking)


def _looking(start: int, end: int, label: str, sense: str, rule: str) -> Group:
    return Group((Element(start, end, (label,), "single", ()),), sense=sense, rule=rule)
