"""What to practise next, and how well a root is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dermatome.errors import InputError
from dermatome.study import clock, memory, schedule
from dermatome.study.kept import Answered
from dermatome.study.questions import cards
from dermatome.study.records import Wanted
from dermatome.study.store import open_progress

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MICROS = round(NOW.timestamp() * 1_000_000)
DAY = 86_400 * 1_000_000


def test_ratings() -> None:
    assert schedule.rating(False, seconds=1) == 1
    assert [schedule.rating(True, seconds=s) for s in (2, 10, 60)] == [4, 3, 2]
    assert schedule.rating(True) == 3


def test_due_cards_come_first_then_new_ones_from_the_easy_end(tmp_path: Path) -> None:
    wanted = Wanted(kinds=("reflex",))
    known = [each.id for each in cards(wanted)]
    with open_progress(tmp_path) as progress:
        ann = progress.learner("Ann")
        assert schedule.plan(progress, ann, wanted, now=NOW, limit=6, new=4) == tuple(known[:4])
        progress.answer(ann, Answered(known[5], rating=1, correct=False, at=NOW))
        progress.answer(ann, Answered(known[2], rating=4, correct=True, at=NOW))
        progress.answer(ann, Answered("disc/root-of/L4-5.paracentral", rating=1, correct=False, at=NOW))
        later = NOW + timedelta(hours=1)
        planned = schedule.plan(progress, ann, wanted, now=later, limit=6, new=4)
        assert planned == (known[5], known[0], known[1], known[3], known[4])
        assert schedule.plan(progress, ann, wanted, now=later, limit=1) == (known[5],)
        with pytest.raises(InputError, match="No question fits"):
            schedule.plan(progress, ann, Wanted(roots=("C1",), kinds=("disc",)))


def test_new_cards_of_weak_roots_come_before_those_of_strong_ones(tmp_path: Path) -> None:
    easy = cards(Wanted(difficulties=(1,)))
    with open_progress(tmp_path) as progress:
        ann = progress.learner("Ann")
        progress.answer(ann, Answered("reflex/root-of/triceps", rating=1, correct=False, at=NOW))
        for day in (0, 5, 30):
            at = NOW - timedelta(days=30 - day)
            progress.answer(
                ann, Answered("reflex/root-of/ankle-jerk-achilles", rating=4, correct=True, at=at)
            )
        planned = schedule.plan(progress, ann, Wanted(difficulties=(1,)), now=NOW, limit=500, new=500)
    roots = {each.id: each.root for each in easy}
    order = [roots[key] for key in planned]
    weak, strong = order.count("C7"), order.count("S1")
    assert weak > 3 and strong > 3
    assert order[:weak] == ["C7"] * weak and order[-strong:] == ["S1"] * strong


def test_new_cards_mix_the_kinds() -> None:
    first = [each.kind for each in cards()[:40]]
    assert len(set(first)) >= 7
    assert [each.difficulty for each in cards()] == sorted(each.difficulty for each in cards())


def test_strength_tells_wrong_from_lasting_and_unknown_from_weak(tmp_path: Path) -> None:
    reflexes = {each.root: each.id for each in cards(Wanted(kinds=("reflex",)))}
    with open_progress(tmp_path) as progress:
        ann = progress.learner("Ann")
        progress.answer(ann, Answered(reflexes["C7"], rating=1, correct=False, at=NOW))
        for day in (0, 3, 12, 40, 110):
            progress.answer(
                ann, Answered(reflexes["S1"], rating=4, correct=True, at=NOW + timedelta(days=day))
            )
        progress.answer(ann, Answered("card/of-another-version", rating=4, correct=True, at=NOW))
        at_once = schedule.strength(progress, ann, NOW + timedelta(days=110, minutes=1))
        assert at_once["C7"].value is not None and at_once["C7"].value < 0.2
        assert at_once["S1"].value is not None and at_once["S1"].value > 0.95
        assert at_once["L4"].value is None and at_once["L4"].answered == 0 < at_once["L4"].cards
        in_years = schedule.strength(progress, ann, NOW + timedelta(days=3000))
        assert in_years["S1"].value is not None and in_years["S1"].value < at_once["S1"].value


def test_replaying_has_no_chance_in_it() -> None:
    def run() -> memory.Memory:
        state = None
        for number, rating in enumerate((3, 3, 1, 3, 4, 2, 3)):
            state = memory.review(state, MICROS + number * 4 * DAY, rating)
        assert state is not None
        return state

    assert run() == run() and run().reviews == 7


def test_forgetting_shortens_and_knowing_lengthens_what_lasts() -> None:
    known = memory.review(memory.review(None, MICROS, 3), MICROS + 3 * DAY, 3)
    forgotten = memory.review(known, known.due, 1)
    kept = memory.review(known, known.due, 3)
    assert forgotten.stability < known.stability < kept.stability
    assert memory.recall(known, clock.moment(known.due)) == pytest.approx(0.9, abs=0.03)
