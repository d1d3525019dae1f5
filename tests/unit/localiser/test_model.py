"""The localiser finds textbook lesions, and nothing but the findings changes its mind."""

from __future__ import annotations

import copy
import itertools
import random
from typing import Any

import numpy as np
import pytest

from dermatome.localiser.answer import localise, to_dict
from dermatome.localiser.findings import read_findings
from dermatome.localiser.lesions import lesions, variants
from dermatome.localiser.load import entries
from dermatome.localiser.model import rank
from dermatome.localiser.names import reason_text
from dermatome.localiser.notes import red_flags
from dermatome.localiser.paths import fibres, reflex_fibres, through
from dermatome.localiser.records import Reason
from dermatome.localiser.sentence import read_sentence
from dermatome.localiser.summary import places
from tests.unit.localiser.vignettes import IDS, WORDS


def first(told: dict[str, Any]) -> str:
    return rank(read_findings(told))[0].id


@pytest.mark.parametrize("name", IDS)
def test_textbook_lesions_come_first(name: str) -> None:
    told, places = IDS[name]
    assert first(told) in places


@pytest.mark.parametrize("name", WORDS)
def test_they_do_in_the_words_of_a_patient(name: str) -> None:
    told, places = WORDS[name]
    assert first(told) in places


@pytest.mark.parametrize("name", IDS)
def test_neither_order_nor_repetition_nor_side_changes_the_answer(name: str) -> None:
    told, _ = IDS[name]
    again = copy.deepcopy(told)
    for lists in (again, again.get("skin", {}), again.get("reflexes", {})):
        for key, items in lists.items():
            if isinstance(items, list):
                doubled = items + items
                random.Random(3).shuffle(doubled)
                lists[key] = doubled
    if told.get("side") != "bilateral":
        again["side"] = "left"
    assert to_dict(localise(read_findings(again))) == to_dict(localise(read_findings(told)))


def test_a_point_and_its_mirror_image_are_the_same_skin() -> None:
    for view, x, y in (
        ("foot-dorsum", 37.4, 50.7),
        ("hand-dorsal", -87.1, 137.5),
        ("anterior", 150.0, 700.0),
    ):
        here, there = (
            [(c.id, round(c.score, 6)) for c in rank(read_findings({"skin": {"lost": [point]}}))[:5]]
            for point in ({"view": view, "x": x, "y": y}, {"view": view, "x": -x, "y": y})
        )
        assert here == there
    left = {"view": "lateral-left", "x": -20.0, "y": 700.0}
    right = {"view": "lateral-right", "x": 20.0, "y": 700.0}
    assert first({"skin": {"lost": [left]}}) == first({"skin": {"lost": [right]}})


def test_a_spared_finding_counts() -> None:
    told = {"weak": ["ankle-dorsiflexion", "great-toe-extension"]}
    without = {c.id: c.score for c in rank(read_findings(told))}
    with_it = {
        c.id: c.score for c in rank(read_findings({**told, "strong": ["hip-abduction", "foot-inversion"]}))
    }
    assert (
        with_it["L5"] / with_it["common-fibular-peroneal"]
        < without["L5"] / without["common-fibular-peroneal"]
    )


@pytest.mark.parametrize(
    "told", [{}, {"side": "left"}, {"strong": [{"group": "all"}]}, {"weak": ["gibberish xyzzy"]}]
)
def test_with_nothing_told_nothing_is_claimed(told: dict[str, Any]) -> None:
    answer = to_dict(localise(read_findings(told)))
    assert answer["candidates"] == [] and answer["next_tests"] == []
    assert answer["note"]


def test_shares_of_belief_fall_and_add_up() -> None:
    scores = [candidate.score for candidate in rank(read_findings(IDS["first sacral root"][0]))]
    assert all(later <= earlier + 1e-8 for earlier, later in itertools.pairwise(scores))
    assert sum(scores) == pytest.approx(1.0)
    assert len(scores) == len(entries())


def test_pain_alone_leaves_the_fifth_lumbar_and_first_sacral_root_open() -> None:
    ranked = rank(
        read_findings({"skin": {"lost": [{"part": "thigh-back", "quality": "pain"}]}, "other": ["back-pain"]})
    )
    assert ranked[0].score < 0.5


@pytest.mark.parametrize(
    ("told", "site"),
    [
        ({"weak": ["wrist-extension", "finger-extension"], "strong": ["triceps-brachii"]}, "spiral groove"),
        ({"weak": ["triceps-brachii", "wrist-extension", "finger-extension", "brachioradialis"],
          "other": ["axilla-compression"]}, "axilla"),
        ({"weak": ["flexor-pollicis-longus", "pronator-teres", "abductor-pollicis-brevis"]}, "elbow"),
    ],
)  # fmt: skip
def test_the_site_is_told_where_findings_tell_it(told: dict[str, Any], site: str) -> None:
    assert rank(read_findings(told))[0].site == site


def test_a_trunk_carries_its_roots_and_a_cord_its_nerves() -> None:
    assert "lower-trunk" in through("ulnar", "C8") and "medial-cord" in through("ulnar", "T1")
    assert "posterior-cord" in through("radial-trunk", "C6") and "upper-trunk" in through(
        "radial-trunk", "C6"
    )
    assert "lateral-cord" in through("median", "C6") and "medial-cord" in through("median", "T1")
    assert fibres("biceps-brachii")["upper-trunk"] == pytest.approx(1.0)
    assert "upper-trunk" not in fibres("serratus-anterior")
    assert fibres("gluteus-medius")["sacral-plexus"] == pytest.approx(1.0)


def test_chances_are_chances_and_every_place_takes_something() -> None:
    found = lesions()
    for table in (found.muscles, found.reflexes, found.skin):
        assert table.min() >= 0 and table.max() <= 1
    takes = np.maximum(found.muscles.max(axis=1), found.skin.max(axis=1))
    assert [v.candidate for v, most in zip(variants(), takes, strict=True) if most < 0.2] == []


@pytest.mark.parametrize(
    ("expected", "ending"),
    [(0.9, "should be lost"), (0.5, "often lost"), (0.2, "may be lost")],
)
def test_a_normal_jerk_is_told_by_how_surely_its_loss_was_due(expected: float, ending: str) -> None:
    assert reason_text(Reason("triceps", "reflex", "normal", -1.0, expected)).endswith(ending)


def test_the_triceps_jerk_may_be_lost_in_a_lesion_of_c8_and_often_is_in_one_of_c7() -> None:
    def told(weak: str, place: str) -> str:
        ranked = rank(read_findings({"weak": [weak], "reflexes": {"normal": ["triceps"]}}))
        (found,) = (candidate for candidate in ranked if candidate.id == place)
        return next(reason_text(reason) for reason in found.reasons if reason.finding == "triceps")

    assert "often" in told("elbow-extension", "C7")
    assert "may" in told("finger-flexion", "C8")


@pytest.mark.parametrize("told", [{"weak": [{"group": "hand"}]}, {"weak": ["the whole hand is weak"]}])
def test_a_weak_hand_speaks_for_what_supplies_hands(told: dict[str, Any]) -> None:
    share = {c.id: c.score for c in rank(read_findings(told))}
    assert min(share["ulnar"], share["median"], share["C8"]) > max(share["femoral"], share["L5"], share["C5"])


@pytest.mark.parametrize(
    ("words", "side"),
    [
        *(("L", "left"), ("left side", "left"), ("on the right", "right"), ("rechts", "right")),
        *(("both sides", "bilateral"), ("left and right", "bilateral"), ("", "unspecified")),
    ],
)
def test_a_side_may_be_told_in_words(words: str, side: str) -> None:
    assert read_findings({"side": words}).side == side


@pytest.mark.parametrize(
    ("territory", "inside"), [("C8", "little-finger"), ("C6", "thumb"), ("median", "index-finger")]
)
def test_skin_told_once_more_within_other_skin_counts_once(territory: str, inside: str) -> None:
    whole = {"territory": territory}
    once = {c.id: c.score for c in rank(read_findings({"skin": {"lost": [whole]}}))}
    twice = {c.id: c.score for c in rank(read_findings({"skin": {"lost": [whole, {"part": inside}]}}))}
    assert max(abs(once[place] - twice[place]) for place in once) < 0.1


@pytest.mark.parametrize(
    ("weak", "place"), [(["supraspinatus", "infraspinatus"], "suprascapular"), (["trapezius"], "accessory")]
)
def test_pain_where_it_works_speaks_little_against_a_nerve_without_skin(weak: list[str], place: str) -> None:
    pain = [{"part": "shoulder", "quality": "pain"}]
    without = {c.id: c.score for c in rank(read_findings({"weak": weak}))}
    hurts = {c.id: c.score for c in rank(read_findings({"weak": weak, "skin": {"lost": pain}}))}
    assert hurts[place] > without[place] / 2


def test_the_accessory_nerve_runs_by_no_root() -> None:
    shares = fibres("trapezius")
    assert shares["accessory"] == pytest.approx(0.75)
    assert sum(shares[root] for root in ("C2", "C3", "C4")) == pytest.approx(0.25)


@pytest.mark.parametrize(
    "told", ["sensory level at T10", "sensibles Niveau Th10", "ab dem Bauchnabel abwärts alles taub"]
)
def test_a_sensory_level_is_the_cord_and_a_red_flag(told: str) -> None:
    for data in ({"skin": {"lost": [told]}}, {"other": [told]}, read_sentence(told)[0]):
        findings = read_findings(data)
        assert rank(findings)[0].id == "upper-motor-neuron"
        assert any("spinal cord" in note for note in red_flags(findings))


@pytest.mark.parametrize(
    ("told", "flagged"),
    [
        ("sciatica on both sides", True),
        ("pain down the back of both legs", True),
        ("back pain and impotence", True),
        ("weak hip adduction on both sides", True),
        ("weak toe flexion on both sides", True),
        ("Ischias beidseits", True),
        ("burning feet on both sides", False),
        ("erectile dysfunction", False),
        ("pain down the back of the left leg", False),
    ],
)
def test_what_the_article_calls_a_red_flag_is_one_here(told: str, flagged: bool) -> None:
    notes = red_flags(read_findings(read_sentence(told)[0]))
    assert any("cauda equina" in note for note in notes) is flagged


@pytest.mark.parametrize(
    ("told", "flagged"),
    [
        ("dorsiflexion 3/5, pain down the leg", True),
        ("Fußheberparese KG 2/5 mit Ischias", True),
        ("dorsiflexion 4/5, pain down the leg", False),
        ("dorsiflexion 3/5", False),
        ("wrist extension 2/5, back pain", False),
    ],
)
def test_a_leg_too_weak_to_lift_with_pain_is_urgent(told: str, flagged: bool) -> None:
    notes = red_flags(read_findings(read_sentence(told)[0]))
    assert any("urgent referral" in note for note in notes) is flagged


def test_any_weak_muscle_of_both_legs_is_a_red_flag() -> None:
    for key, flagged in (("gluteus-medius", True), ("tibialis-anterior", True), ("deltoid", False)):
        assert bool(red_flags(read_findings({"side": "bilateral", "weak": [key]}))) is flagged


@pytest.mark.parametrize(("told", "root"), [("around my navel", "T10"), ("blisters at nipple level", "T4")])
def test_a_height_of_the_trunk_is_the_root_whose_key_point_lies_there(told: str, root: str) -> None:
    assert first({"skin": {"lost": [told]}}) == root


def test_a_pain_alone_may_leave_the_territory_of_its_root() -> None:
    ranked = [
        c.id for c in rank(read_findings({"skin": {"lost": [{"part": "thigh-back", "quality": "pain"}]}}))
    ]
    assert ranked.index("S1") < ranked.index("lateral-femoral-cutaneous")


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("saddle numbness, urinary retention", "cauda-equina"),
        ("saddle numbness on both sides, urinary retention", "cauda-equina"),
        ("asymmetric saddle numbness, leg pain, urinary retention", "cauda-equina"),
        ("both legs weak, numb saddle, cannot pee", "cauda-equina"),
        ("symmetrical perianal numbness, urinary retention, no pain", "conus-medullaris"),
        ("sudden onset, perianal numbness the same on both sides, urinary retention", "conus-medullaris"),
        ("saddle numbness on both sides, Babinski positive, urinary retention", "conus-medullaris"),
        ("asymmetrische Reithosenanästhesie, Harnverhalt", "cauda-equina"),
    ],
)
def test_the_cauda_comes_before_the_rarer_conus_unless_signs_tell_them_apart(
    sentence: str, place: str
) -> None:
    assert first(read_sentence(sentence)[0]) == place


def test_a_band_of_two_points_gives_one_reason_by_the_name_it_was_told() -> None:
    (place, *_) = places(localise(read_findings(read_sentence("numb at the level of the navel")[0])))
    assert place.pro == ("skin at the height of the navel is lost, as expected",)


def test_an_extensor_plantar_is_no_broken_arc() -> None:
    assert first({"reflexes": {"lost": ["plantar"]}}) == "upper-motor-neuron"


def test_a_candidate_in_several_forms_is_explained_by_all_of_them() -> None:
    told = read_sentence("saddle numbness, urinary retention, ankle jerks absent")[0]
    cauda = rank(read_findings(told))[0]
    assert cauda.id == "cauda-equina"
    assert "ankle-jerk-achilles" in {reason.finding for reason in cauda.pro}


def test_a_cut_way_out_breaks_a_reflex_that_comes_in_by_two_nerves() -> None:
    arc = reflex_fibres("cremasteric")
    assert arc["genitofemoral"] == pytest.approx(1.0)
    assert arc["ilioinguinal"] == pytest.approx(0.5)
