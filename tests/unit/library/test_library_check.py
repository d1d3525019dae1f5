"""Each check of the library notices the fault it is there for."""

from dataclasses import replace

import pytest

from dermatome import crosscheck
from dermatome.library import check
from dermatome.library.load import Library, library
from dermatome.library.markup import blocks_from_own_markdown, sections_from_blocks
from dermatome.library.measure import Score


def faults(own: Library) -> list[str]:
    return [fault for report in check.run(own) for fault in report.faults]


def altered(**changes) -> Library:
    """Return our library with one article, that on S1, changed."""
    articles = [replace(a, **changes) if a.id == "s1" else a for a in library().articles]
    return Library(tuple(articles))


def with_text(text: str) -> Library:
    extra = sections_from_blocks(blocks_from_own_markdown(text), own=True)
    return altered(sections=(*library().article("s1").sections, *extra))


def test_our_own_library_has_no_fault() -> None:
    assert faults(library()) == []
    counts = {report.name: dict(report.counts) for report in check.run()}
    assert int(counts["library: articles"]["articles"]) >= 42
    assert int(counts["library: mentions"]["held out mentions"]) >= 200


def test_every_territory_and_body_part_has_a_passage() -> None:
    report = crosscheck.run()[0]
    assert int(report.counts["pairs"]) >= 100 and report.faults == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("## More {#more role=lesions}\n\nA claim without a source.\n", "no statement here is cited"),
        ("## More {#more role=lesions}\n\nA claim [@NOBODY1999].\n", "NOBODY1999 is not in"),
        ("## More {#more role=lesions}\n\nSee [x](article:nowhere) [@GRAY41].\n", "no article 'nowhere'"),
        ("## More {#more role=lesions}\n\nSee [x](article:l5#nowhere) [@GRAY41].\n", "no section 'nowhere'"),
        ("## More {#more role=gossip}\n\nA claim [@GRAY41].\n", "unknown role 'gossip'"),
        ("## More\n\nA claim [@GRAY41].\n", "has no {#id role=ROLE}"),
        ("## More {#dermatome role=lesions}\n\nA claim [@GRAY41].\n", "two sections have the id"),
        ("## More {#more role=lesions}\n\nA claim [@GRAY41 p. 3].\n", "markup left"),
        ("## More {#more role=meanings}\n\nA claim [@GRAY41].\n", None),
    ],
)
def test_a_faulty_section_is_noticed(text: str, says: str | None) -> None:
    told = faults(with_text(text))
    assert any(says in fault for fault in told) if says else told == []


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": "poem"}, "kind is 'poem'"),
        ({"roots": ("S1", "S2")}, "one root, not 2"),
        ({"roots": ("S7",)}, "no root 'S7'"),
        ({"summary": " "}, "summary is empty"),
        ({"updated": "yesterday"}, "not a date"),
        ({"id": "l5"}, "used twice"),
        ({"roots": ("S2",)}, "S1 has no article"),
    ],
)
def test_faulty_front_matter_is_noticed(changes: dict, says: str) -> None:
    assert any(says in fault for fault in faults(altered(**changes)))


def test_missing_and_misplaced_sections_are_noticed() -> None:
    sections = library().article("s1").sections
    without = tuple(section for section in sections if section.role != "reflex")
    assert any("no section with the role reflex" in fault for fault in faults(altered(sections=without)))
    assert any("another order" in fault for fault in faults(altered(sections=tuple(reversed(sections)))))


def test_a_summary_that_says_too_little_is_noticed() -> None:
    first, *others = library().article("s1").sections
    skin, *lines = first.passages
    for passages, says in (
        (lines, "the summary has 4 lines, not 5"),
        ([replace(skin, citations=()), *lines], "the summary cites nothing in “Skin: "),
        ([replace(skin, text="Skin: The heel."), *lines], "does not name its root in “Skin: The heel.”"),
    ):
        told = faults(altered(sections=(replace(first, passages=tuple(passages)), *others)))
        assert len(told) == 1 and says in told[0]


def test_a_worse_mention_engine_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check.measure, "score", lambda _: Score(90, 10, 5))
    told = faults(library())
    assert any("precision on the held out sentences is 0.900" in fault for fault in told)
    assert any("recall" in fault for fault in told)


def test_a_part_no_passage_names_is_noticed() -> None:
    report = check.coverage([("S1", "heel"), ("S1", "ear")])
    assert report.counts == {"pairs": 2}
    assert len(report.faults) == 1 and "S1, ear" in report.faults[0]
