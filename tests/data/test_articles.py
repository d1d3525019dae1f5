"""Our own articles: what each of them has to say, and what none may say."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from dermatome.anatomy.ids import ROOTS
from dermatome.anatomy.load import facts
from dermatome.library.load import library
from dermatome.library.mentions import sentences
from dermatome.library.records import SUMMARY_LAYERS, Article
from dermatome.places import DATA

LINES = ("Skin: ", "Muscle: ", "Jerk: ", "Disc: ", "Look-alike: ")
LIMB_ROOTS = ("C5", "C6", "C7", "C8", "T1", "L3", "L4", "L5", "S1", "S2")
"""What the figure after Keegan and Garrett colours."""
BLANK = (*(f"T{number}" for number in range(2, 13)), "L1", "L2", "S1", "S2", "S3")
"""Roots whose skin the ISNCSCI diagram leaves in part undrawn: back, outer buttock, sole."""

UNSEEN = re.compile(r"\b(?:not|neither|never|without)\b.*\b(?:seen|sight)\b", re.IGNORECASE)
FIGURE = re.compile(r"\b(?:figures?|plates?|outlines?|drawings?)\b", re.IGNORECASE)


def article(root: str) -> Article:
    found = library().root_article(root)
    assert found is not None
    return found


def told(text: Article) -> Iterator[str]:
    """Yield every sentence of an article."""
    for passage in text.passages:
        yield from (passage.text[start:end] for start, end in sentences(passage.text))


def of_map(root: str, name: str) -> str:
    """Return the paragraph of an article that tells what one published map shows."""
    (found,) = [
        passage.text + " @" + " @".join(passage.citations)
        for section in article(root).role("dermatome")
        for passage in section.passages
        if re.match(rf"{name}[:\s(]", passage.text)
    ]
    return found


@pytest.mark.parametrize("root", ROOTS)
def test_an_article_on_a_root_begins_with_five_short_cited_lines(root: str) -> None:
    first = article(root).sections[0]
    assert (first.role, first.id, len(first.passages)) == ("summary", "five-lines", len(SUMMARY_LAYERS))
    for line, start in zip(first.passages, LINES, strict=True):
        assert line.text.startswith(start) and line.citations
        assert len(line.text) <= 220 and len(list(sentences(line.text))) == 1
        assert re.search(rf"\b{root}\b", line.text), "each line is shown alone"


@pytest.mark.parametrize("text", library().articles, ids=lambda text: text.id)
def test_that_a_figure_was_not_seen_is_said_once_and_of_no_figure_that_was(text: Article) -> None:
    unseen = [
        told_so
        for told_so in told(text)
        if FIGURE.search(told_so) and (UNSEEN.search(told_so) or "schematic" in told_so)
    ]
    assert len(unseen) <= 1
    assert not any(re.search("ISNCSCI|Keegan", told_so) for told_so in unseen)


@pytest.mark.parametrize("root", [root for root in ROOTS if root not in {"S4", "S5", "Co1"}])
def test_what_isncsci_draws_is_told_after_its_diagram(root: str) -> None:
    assert "@PRAXIS_KSP" in of_map(root, "ISNCSCI")


@pytest.mark.parametrize("root", BLANK)
def test_what_the_diagram_leaves_blank_is_called_inferred(root: str) -> None:
    assert re.search(r"\b(?:not drawn|blank|front only|front alone)\b", of_map(root, "ISNCSCI")) or any(
        "inferred" in passage.text and "PRAXIS_KSP" in passage.citations
        for section in article(root).role("dermatome")
        for passage in section.passages
    )
    assert any("inferred" in said for said in told(article(root)))


@pytest.mark.parametrize("root", LIMB_ROOTS)
def test_what_keegan_and_garrett_draw_is_told_after_grants_figure(root: str) -> None:
    assert "@GRANT1962" in of_map(root, "Keegan (?:&|and) Garrett")


@pytest.mark.parametrize(
    ("root", "part", "words"),
    [
        ("C2", "neck", ("band under the chin",)),
        ("C6", "index finger", ("whole finger", "C6")),
        ("C7", "forearm", ("stops at the wrist",)),
        ("C8", "ring finger", ("whole finger",)),
        ("T1", "chest", ("breastbone", "Keegan and Garrett")),
        ("L1", "genitals", ("whole front",)),
        ("L3", "knee", ("whole front of the knee",)),
        ("L4", "heel", ("S1", "S2")),
        ("L5", "calf", ("nearly half",)),
        ("L5", "heel", ("Achilles tendon",)),
        ("S1", "sole", ("lateral third", "does not draw")),
        ("S2", "sole", ("arch",)),
        ("S2", "calf", ("two fifths",)),
        ("S3", "buttock", ("half way",)),
    ],
)
def test_the_plates_facts_stand_in_the_articles(root: str, part: str, words: tuple[str, ...]) -> None:
    said = [passage.text for section in article(root).role("dermatome") for passage in section.passages]
    assert any(part in text.lower() and all(word in text for word in words) for text in said)


@pytest.mark.parametrize("root", ["C5", "C6", "C7"])
def test_the_cord_is_among_the_look_alikes_of_the_neck(root: str) -> None:
    assert any("article:radiculopathy-or-neuropathy#myelopathy" in p.markup for p in article(root).passages)


@pytest.mark.parametrize("root", ["L5", "S1", "S2", "S3", "S4", "S5"])
def test_red_flags_are_one_step_away(root: str) -> None:
    assert any("article:cauda-equina-and-conus#red-flags" in p.markup for p in article(root).passages)


def test_the_accuracy_of_a_test_is_told_alike_wherever_it_is_told() -> None:
    figures = {"VANDERWINDT2010": {"0.92", "0.28", "0.90"}, "LIN2025": {"0.53", "0.92"}}
    found = 0
    for text in library().articles:
        for passage in text.passages:
            for key, known in figures.items():
                if passage.citations == (key,):
                    assert set(re.findall(r"\d\.\d\d", passage.text)) <= known
                    found += 1
    assert found >= 4


def test_no_passage_rests_on_works_that_nobody_could_read() -> None:
    unread = {key for key, work in facts().sources.items() if work.read == "no"}
    assert {"GRAY41", "KENDALL2005", "GOB2000"} <= unread
    cited = [
        (path.name, group, {key.strip(" @") for key in group.split(";")})
        for path in sorted((DATA / "articles").glob("*.md"))
        for group in re.findall(r"\[(@[^\]]*)\]", path.read_text(encoding="utf-8"))
    ]
    assert len(cited) > 1000
    assert not [(name, group) for name, group, keys in cited if keys <= unread]
