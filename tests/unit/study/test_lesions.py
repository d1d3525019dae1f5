"""Questions from the model: a patient to examine, and what a lesion takes."""

from __future__ import annotations

import pytest

from dermatome.errors import InputError
from dermatome.localiser.patients import drawn, patient
from dermatome.study.judge import judge
from dermatome.study.lesions import fewest, result, state, supply
from dermatome.study.path import stage_cards
from dermatome.study.questions import cards, question
from dermatome.study.records import MOST_POINTS, Answer, Question, Wanted
from dermatome.study.schedule import GOOD, HARD, rating
from dermatome.study.wording import contract, label, prompt


def a_patient() -> Question:
    """Return a question about a patient with an ulnar nerve."""
    return question("patient/ulnar~420")


def test_there_is_a_card_of_each_kind_for_each_lesion() -> None:
    found = cards(Wanted(kinds=("patient", "loss")))
    assert {card.id for card in found} == {
        f"{kind}/{lesion}" for kind in ("patient", "loss") for lesion in drawn()
    }
    assert {card.id for card in found} <= {card.id for card in stage_cards("cases")}


def test_a_number_names_the_patient_again() -> None:
    asked = question("patient/ulnar", seed=3)
    assert question(asked.id).subject == asked.subject
    assert asked.subject.startswith("ulnar.")
    with pytest.raises(InputError):
        question("patient/ulnar~1000000")


def test_nothing_of_the_complaint_has_to_be_asked_again() -> None:
    asked = a_patient()
    who = patient("ulnar", 420)
    assert len(asked.details) == len(who.complaint)
    assert not set(asked.tests) & set(who.complaint)
    assert {test for test in asked.tests if result(asked, test)} == who.lost - set(who.complaint)


@pytest.mark.parametrize("more", [0, 1, 4, 30])
def test_points_count_truth_and_tests(more: int) -> None:
    asked = a_patient()
    made = asked.tests[: fewest(asked) + more]
    right = judge(asked, Answer(choice="ulnar", tests=made), with_passage=False)
    assert right.correct and right.points == max(1, MOST_POINTS - more)
    assert rating(True, seconds=90, thrift=right.points) == (GOOD if more < 5 else HARD)
    wrong = next(choice for choice in asked.choices if choice != "ulnar")
    assert judge(asked, Answer(choice=wrong, tests=made), with_passage=False).points == 0


def test_the_verdict_says_what_speaks_for_and_against() -> None:
    asked = a_patient()
    wrong = "medial-cord"
    made = ("thumb-opposition", "forearm:medial")
    verdict = judge(asked, Answer(choice=wrong, tests=made))
    said = " ".join(verdict.reasons)
    assert "Ulnar nerve" in said and "Against: " in said and "Tests made: 2" in said
    assert verdict.passage is not None and verdict.sources


def test_a_patient_can_be_left() -> None:
    verdict = judge(a_patient(), Answer(tests=("thumb-opposition",)), with_passage=False)
    assert not verdict.correct and verdict.given is None and verdict.points == 0


@pytest.mark.parametrize("lesion", drawn())
def test_what_a_lesion_takes(lesion: str) -> None:
    asked = question(f"loss/{lesion}", seed=5)
    assert 2 <= len(asked.answers) < len(asked.choices) == 8
    assert judge(asked, Answer.mark(*reversed(asked.answers)), with_passage=False).correct
    for marks in ((), asked.choices, asked.answers[1:]):
        assert not judge(asked, Answer.mark(*marks), with_passage=False).correct
    assert all(supply(choice) for choice in asked.choices)
    assert asked.sources and prompt(asked)[0].isupper()


@pytest.mark.parametrize(
    ("asked", "lost", "kept"),
    [
        ("loss/radial-trunk~1", {"wrist-extension", "finger-extension"}, {"elbow-extension"}),
        ("loss/ulnar~0", {"finger-abduction", "little-finger"}, {"thumb-opposition"}),
    ],
)
def test_marks_agree_with_anatomy(asked: str, lost: set[str], kept: set[str]) -> None:
    """Over some drawings: what the nerve is known to take is never called kept, nor the other way round."""
    card, _mark, variant = asked.partition("~")
    for seed in range(12):
        drawn_one = question(f"{card}~{variant}", seed)
        assert not lost & (set(drawn_one.choices) - set(drawn_one.answers))
        assert not kept & set(drawn_one.answers)


def test_marks_of_nothing_offered_are_refused() -> None:
    asked = question("loss/ulnar~1")
    with pytest.raises(InputError):
        judge(asked, Answer.mark("elsewhere"))
    with pytest.raises(InputError):
        judge(asked, Answer.choose(asked.answers[0]))


def test_reasons_say_each_choice_right_or_wrong() -> None:
    asked = question("loss/ulnar~1")
    verdict = judge(asked, Answer.mark(asked.answers[0]), with_passage=False)
    signs = {line[0] for line in verdict.reasons}
    assert len(verdict.reasons) == len(asked.choices) and signs == {"✓", "✗"}


def test_programs_read_tests_with_what_they_find() -> None:
    told = contract(a_patient())
    assert {test["lost"] for test in told["tests"]} == {True, False}
    assert state("triceps", lost=True) == "lost"
    assert label(a_patient(), "ulnar") == "ulnar nerve"
