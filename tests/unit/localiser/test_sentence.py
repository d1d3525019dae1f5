"""A sentence is cut into findings, and painted skin is skin like any other."""

from __future__ import annotations

import pytest

from dermatome.localiser.answer import localise
from dermatome.localiser.findings import read_findings
from dermatome.localiser.model import rank
from dermatome.localiser.sentence import read_sentence


@pytest.mark.parametrize(
    ("sentence", "taken"),
    [
        ("numb little finger, weak grip, triceps jerk normal", ["lost", "weak", "kept"]),
        ("outer foot tingles, can't stand on tiptoe, ankle jerk absent", ["lost", "weak", "gone"]),
        ("foot drop but turning the foot in is strong", ["weak", "strong"]),
        ("low back pain; no bladder trouble", ["sign", "sign"]),
        ("thumb numb, index finger, sole feels normal", ["lost", "lost", "spared"]),
        ("SLR -ve, AJ ↓ bilat, EHL 4/5", ["sign", "gone", "weak"]),
        ("no feeling in the palm, no strength in my triceps", ["lost", "weak"]),
        ("knee jerks symmetrical", ["kept"]),
        ("knee jerks brisk, Babinski positive", ["kept", "gone"]),
        ("fingers won't straighten but the wrist comes up", ["weak", "strong"]),
        ("weak grip, the elbow too", ["weak", "weak"]),
        ("knee jerks asymmetrical", ["gone"]),
        ("not the same on both sides, came on suddenly", ["sign", "sign"]),
        ("LT normal over the thumb, plantars downgoing", ["spared", "kept"]),
        ("I can lift my arm out to the side without trouble", ["strong"]),
        ("foot drop, can turn the foot in", ["weak", "strong"]),
        ("my hand hangs down, can straighten my elbow", ["weak", "strong"]),
        ("I can feel my thumb, can't feel my little finger", ["spared", "lost"]),
        ("grrmpf", [None]),
    ],
)
def test_each_piece_is_taken_for_what_it_tells(sentence: str, taken: list[str | None]) -> None:
    assert [piece.told for piece in read_sentence(sentence)[1]] == taken


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("numb little finger, cannot spread the fingers, grip fine", "ulnar"),
        ("pain down the back of the leg, outer foot numb, can't stand on tiptoe, ankle jerk absent", "S1"),
        ("numb outer thigh, no weakness, tight belt", "lateral-femoral-cutaneous"),
        ("Kleinfinger taub, Finger spreizen schwach, Trizepsreflex normal", "ulnar"),
    ],
)
def test_a_sentence_leads_to_its_place(sentence: str, place: str) -> None:
    assert rank(read_findings(read_sentence(sentence)[0]))[0].id == place


def test_what_hangs_or_slaps_after_a_cause_is_weak_as_well() -> None:
    told = read_findings(read_sentence("foot slaps the floor after a plaster cast")[0])
    assert told.signs == ("leg-cast",)
    assert [motor.id for motor in told.weak] == ["ankle-dorsiflexion"]


@pytest.mark.parametrize(
    ("sentence", "parts"),
    [("numb where I sit", {"perineum", "buttock"}), ("the part I sit on is numb", {"perineum", "buttock"})],
)
def test_where_one_sits_is_the_saddle(sentence: str, parts: set[str]) -> None:
    assert {patch.part for patch in read_findings(read_sentence(sentence)[0]).lost} == parts


def test_where_a_nerve_is_tapped_is_not_numb() -> None:
    told = read_findings(read_sentence("sole burns, tapping inside the ankle tingles")[0])
    assert [patch.part for patch in told.lost] == ["foot-sole"]


def test_what_a_sentence_says_that_nobody_knows_is_told() -> None:
    assert localise(read_findings(read_sentence("numb thumb, grrmpf")[0])).findings.not_understood == (
        "grrmpf",
    )


def test_painted_skin_counts_as_the_part_it_covers() -> None:
    sole = [["foot-sole", x, y] for x in range(-90, -20, 5) for y in range(50, 190, 5)]
    named = {c.id: c.score for c in rank(read_findings({"skin": {"lost": [{"part": "foot-sole"}]}}))}
    painted = {c.id: c.score for c in rank(read_findings({"skin": {"lost": [{"spots": sole}]}}))}
    assert max(painted, key=lambda c: painted[c]) == max(named, key=lambda c: named[c])


def test_paint_beside_the_body_is_no_finding() -> None:
    assert read_findings({"skin": {"lost": [{"spots": [["anterior", 900, 20]]}]}}).empty


def test_both_legs_weak_are_weakness_and_a_sign() -> None:
    found = read_findings(read_sentence("both legs are weak")[0])
    assert found.weak_groups == ("lower-limb",) and found.side == "bilateral"
