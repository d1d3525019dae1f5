"""Building a lecture: steps are put in, moved, taken out; the lecture before stays as it was."""

from __future__ import annotations

import pytest

from dermatome.errors import InputError
from dermatome.lecture.deck import MAX_STEPS, MAX_TITLE, Deck, Step


def titles(deck: Deck) -> str:
    return "".join(step.title for step in deck.steps)


@pytest.fixture
def deck() -> Deck:
    return Deck(steps=tuple(Step(title=letter, address="root=S1") for letter in "abcd"))


def test_steps_are_put_in_moved_and_taken_out(deck: Deck) -> None:
    new = Step(title="N", address="root=L5")
    assert titles(deck.insert(2, new)) == "abNcd"
    assert titles(deck.insert(4, new)) == "abcdN"
    assert titles(deck.replace(1, new)) == "aNcd"
    assert titles(deck.remove(0)) == "bcd"
    assert titles(deck.move(0, 3)) == "bcda"
    assert titles(deck.move(3, 1)) == "adbc"
    assert titles(deck) == "abcd", "the lecture itself changed"


def test_a_lecture_has_an_end() -> None:
    full = Deck(steps=(Step(address="root=S1"),) * MAX_STEPS)
    with pytest.raises(InputError, match=f"at most {MAX_STEPS} steps"):
        full.insert(0, Step(address="root=S1"))


def test_a_name_is_trimmed_and_cut_to_what_a_file_may_hold(deck: Deck) -> None:
    named = deck.renamed("  " + "x" * 500)
    assert named.title == "x" * MAX_TITLE
    assert Deck.model_validate(named.model_dump()) == named
