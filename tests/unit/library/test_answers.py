"""The passage shown first fits what was chosen, as docs/passages.md judges it; rather none than another."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from dermatome.anatomy.ids import TERRITORY_ROOTS
from dermatome.library.answers import answer
from dermatome.library.excerpt import LONGEST, excerpt, stands_alone
from dermatome.library.load import library
from dermatome.library.records import SUMMARY_LAYERS
from dermatome.library.things import passages_on
from tests.unit.library.judging import shown

JUDGED = Path(__file__).parents[2] / "fixtures" / "passages_judged.csv"
LEAST_FIT = 0.95
LEAST_JUDGED = 0.9
"""Articles change; what they show anew wants a judgement before more than a tenth is without one."""


@pytest.fixture(scope="module")
def excerpts() -> dict[str, str]:
    return {context: said for context, said in shown() if said}


@pytest.mark.slow
def test_the_first_passage_fits_nearly_always(excerpts: dict[str, str]) -> None:
    with JUDGED.open(encoding="utf-8", newline="") as handle:
        judged = {(row["context"], row["excerpt"]): row["fit"] == "yes" for row in csv.DictReader(handle)}
    verdicts = [judged[each] for each in excerpts.items() if each in judged]
    unjudged = [context for context, said in excerpts.items() if (context, said) not in judged]
    assert len(verdicts) >= LEAST_JUDGED * len(excerpts), f"not judged: {unjudged}"
    assert sum(verdicts) >= LEAST_FIT * len(verdicts)


def test_every_excerpt_stands_alone_and_ends_with_a_clause(excerpts: dict[str, str]) -> None:
    for context, said in excerpts.items():
        assert stands_alone(said), context
        assert said.endswith((".", ". …", "…", ")", "”")), f"{context}: {said[-40:]}"
        assert len(said) <= LONGEST + 2 or said.count(";") == 0, context


@pytest.mark.parametrize("root", [root for root in TERRITORY_ROOTS if root != "S4-5"])
def test_without_a_place_the_summary_answers(root: str) -> None:
    lines = library().article(root.lower()).role("summary")[0].passages
    for layer in ("dermatome", "myotome", "reflex", "nerve"):
        (found,) = answer(root, layer)
        assert found.passage == lines[SUMMARY_LAYERS.index(layer)]


def test_a_place_is_answered_by_the_sentence_on_it() -> None:
    assert excerpt(*_shown("S1", "foot-sole")).startswith("Sole.")
    assert excerpt(*_shown("C6", "thumb")).startswith("On the thumb")
    assert "index finger" in excerpt(*_shown("C6", "index-finger"))
    assert answer("S1", "myotome", "calf") == answer("S1", "myotome"), (
        "a place on the skin says nothing of muscles"
    )


def _shown(root: str, part: str) -> tuple[str, tuple[int, int]]:
    (found,) = answer(root, "dermatome", part)
    return found.text, found.highlight


def test_a_thing_is_answered_by_what_names_it_or_not_at_all() -> None:
    (jerk,) = passages_on("reflex", "ankle-jerk-achilles")
    assert "ankle jerk" in jerk.text.lower()
    assert passages_on("muscle", "lumbricals-1-2-of-the-hand") == ()
    (nerve,) = passages_on("nerve", "common-fibular-peroneal")
    assert "fibular" in excerpt(nerve.text, nerve.highlight, alone=True)


@pytest.mark.parametrize(
    ("said", "alone"),
    [
        ("It is C6 skin.", False),
        ("Calf. They agree on the outer half.", False),
        ("The other half is S2.", False),
        ("To test: lift the toe.", False),
        ("There are two of them:", False),
        ("Is it L3?", False),
        ("The calf is S1 skin.", True),
        ("Skin: The S1 dermatome is the heel.", True),
        ("On the thumb all maps agree: it is C6 skin.", True),
    ],
)
def test_what_leans_on_its_neighbour_is_told(said: str, alone: bool) -> None:
    assert stands_alone(said) is alone


def test_an_excerpt_is_never_cut_inside_a_clause() -> None:
    long = (
        "The root "
        + "serves this muscle and that one, " * 6
        + "with a share; "
        + "and more of it " * 20
        + "ends."
    )
    said = excerpt(long, (0, len(long)))
    assert said.endswith("with a share …")
    assert excerpt("One. Two is said here at some length.", (0, 4)) == "One. Two is said here at some length."
