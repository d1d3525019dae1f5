"""Patients drawn from the model: the same for the same number, fair, and as often lost as the model says."""

from __future__ import annotations

import numpy as np
import pytest

from dermatome.localiser.lesions import variants
from dermatome.localiser.load import entries
from dermatome.localiser.model import owners, shares_of, totals, weigh
from dermatome.localiser.next_tests import TYPICAL
from dermatome.localiser.next_tests import tests as all_tests
from dermatome.localiser.patients import (
    FEWEST_TESTS,
    MOST_TESTS,
    drawn,
    found,
    kind_of,
    patient,
    rivals,
    shortest,
    typical,
)


def test_the_same_number_is_the_same_patient() -> None:
    first = patient("ulnar", 7)
    patient.cache_clear()
    assert patient("ulnar", 7) == first
    assert len({patient("ulnar", n).lost for n in range(8)}) > 1


@pytest.mark.parametrize("lesion", drawn())
def test_a_whole_examination_finds_the_place(lesion: str) -> None:
    """Of most patients, for chance may spare much; and what they complain of is of the lesion."""
    patients = [patient(lesion, n) for n in range(4)]
    firsts = [totals(shares_of(weigh(found(who, who.tests)))).argmax() for who in patients]
    assert sum(tuple(entries())[n] == lesion for n in firsts) >= 3
    for who in patients:
        assert who.complaint and set(who.complaint) <= who.lost <= set(who.tests)
        assert all(kind_of(name) != "reflex" for name in who.complaint)
        assert set(who.complaint) <= set(typical(lesion))


@pytest.mark.parametrize("lesion", ["C7", "median", "common-fibular-peroneal"])
def test_things_are_lost_as_often_as_the_model_says(lesion: str) -> None:
    """Within the reach of chance: to draw those again whom nothing places lifts the typical a little."""
    patients = [patient(lesion, n) for n in range(60)]
    rows = [n for n, v in enumerate(variants()) if v.candidate == lesion]
    shares = np.array([variants()[n].share for n in rows])
    for name in patients[0].tests:
        chance = float(all_tests()[name][1][rows] @ shares / shares.sum())
        seen = float(np.mean([name in who.lost for who in patients]))
        assert abs(seen - chance) < 0.35, name
        if chance >= 0.7:
            assert seen > 0.5, name


def test_rivals_are_of_the_same_limb_and_never_the_lesion() -> None:
    for lesion in drawn():
        who = patient(lesion, 1)
        assert len(rivals(who)) == 4 and lesion not in rivals(who)
        assert all(set(typical(other)) & set(who.tests) for other in rivals(who))


def test_the_shortest_way_is_short_and_leads_somewhere() -> None:
    ways = [shortest(patient(lesion, 2)) for lesion in drawn()]
    assert all(FEWEST_TESTS <= way <= MOST_TESTS for way in ways)
    assert np.median(ways) < MOST_TESTS


def test_drawn_are_what_tests_of_a_limb_can_find() -> None:
    assert all(len(typical(lesion)) >= 2 for lesion in drawn())
    assert set(owners()) == set(range(len(entries())))
    assert TYPICAL == 0.5
