"""The sense of a label by the words around it, and how the weights are fitted."""

import pytest

from dermatome.anatomy.ids import SENSES
from dermatome.library.mentions import find_mentions
from dermatome.library.mentions.load import lexicon
from dermatome.library.mentions.senses import read_groups
from dermatome.library.mentions.weighing import weigh
from dermatome.library.mentions.words import Topics
from tools.dev.weights import Marked, fit


def row(**weights: float) -> tuple[float, ...]:
    return tuple(weights.get(sense, 0.0) for sense in SENSES)


def signs_of(text: str) -> tuple[str, ...]:
    ((_group, signs),) = read_groups(text, {})
    return signs


def test_the_signs_are_the_words_beside_the_label_what_they_speak_of_and_the_label_before() -> None:
    signs = signs_of("A burning patch that he gave to S1, and nothing else.")
    assert len(set(signs)) == len(signs)
    assert {"any", "form single", "region S single", "mark after ,", "<1 to", "<2 gave", ">1 and"} <= set(
        signs
    )
    assert {
        "near patch",
        "< to gave",
        "<single to",
        ">single and",
        "cue dermatome",
        "cue <2 dermatome",
    } <= set(signs)
    _first, (_group, later) = read_groups("The heel (S1) hurts, and S2 as well.", {4 + 6: "dermatome"})
    assert {"before dermatome", "before sentence dermatome True"} <= set(later)


def test_a_sign_far_off_and_one_of_another_sentence_are_none() -> None:
    far = "A burning patch " + "of no other kind whatsoever " * 12 + "was given to S1."
    assert not {"near patch", "cue dermatome"} & set(signs_of(far))
    assert not {"near patch", "cue dermatome"} & set(signs_of("A burning patch. It was given to S1."))


def test_the_likeliest_sense_is_taken_and_a_section_favours_its_own() -> None:
    weights = {"a": row(disc=1.0, level=0.5), "b": row(level=1.5)}
    rest = set(SENSES) - {"disc", "level"}
    assert weigh(weights, ["a", "b", "unknown"], None, rest) == ("level", pytest.approx(0.731, abs=0.001))
    assert weigh(weights, ["a"], None, rest) == ("disc", pytest.approx(0.622, abs=0.001))
    assert weigh(weights, ["a", "b"], {"disc": 1.5}, rest) == ("disc", pytest.approx(0.622, abs=0.001))


def test_a_word_says_what_others_of_its_topic_say_and_so_does_one_of_another_sentence() -> None:
    found = set(signs_of("A dermatosis that kept to S1."))
    assert {"topic skin", "topic <same skin", "topic <1 skin"} <= found
    apart = set(signs_of("A dermatosis was seen. Two weeks later it had kept to S1."))
    assert "line skin" in apart and "topic skin" not in apart


def test_a_topic_is_found_by_the_whole_word_or_its_beginning() -> None:
    topics = Topics({"bone": ["rib", "vertebra*"], "skin": ["rash", "rib"]})
    assert topics.of("rib") == ("bone", "skin")
    assert topics.of("vertebral") == ("bone",)
    assert topics.of("ribbon") == topics.of("vertebr") == ()


def test_what_stands_around_a_label_may_outvote_a_rule_and_not_one_that_it_agrees_with() -> None:
    weights = {"a": row(level=3.0)}
    assert weigh(weights, ["a"], {"vertebra": 4.0})[0] == "vertebra"
    assert weigh(weights, ["a"], {"vertebra": 2.0})[0] == "level"
    assert weigh(weights, ["a"], {"vertebra": 4.0}, {"vertebra"})[0] == "level"


def test_weights_tell_apart_what_they_were_fitted_to() -> None:
    labels = [Marked(("any", "near bone"), "vertebra")] * 6
    labels += [Marked(("any", "near skin", "near rare"), "dermatome")] * 2
    labels += [Marked(("any", "near skin"), "dermatome")] * 3
    weights = fit(labels)
    assert set(weights) == {"any", "near bone", "near skin"}
    assert max(weights["near bone"], key=weights["near bone"].__getitem__) == "vertebra"
    assert max(weights["near skin"], key=weights["near skin"].__getitem__) == "dermatome"
    assert weights["near bone"]["dermatome"] < 0 < weights["near bone"]["vertebra"]


def test_the_weights_that_are_shipped_name_senses() -> None:
    weights = lexicon().weights
    assert len(weights) > 1_000 and "any" in weights
    assert {len(row) for row in weights.values()} == {len(SENSES)}
    assert all(map(any, zip(*weights.values(), strict=True)))


@pytest.mark.parametrize("text", ["S1", "About L5.", "This is chiefly L3.", "Tell me of C6 and C7."])
def test_where_nothing_is_said_a_bare_label_is_a_root(text: str) -> None:
    assert {mention.sense for mention in find_mentions(text)} == {"nerve_root"}


@pytest.mark.parametrize(
    ("text", "senses"),
    [
        ("We saw the left L4/5 or the right L5/S1 disc bulge.", ["disc"] * 4),
        ("The C6/7 foramen is narrow, those at C4/5 are wide.", ["foramen"] * 4),
        ("The second bump, C7, is easily felt.", ["vertebra"]),
        ("The plate was fixed to C5 and C6.", ["vertebra"] * 2),
        ("Tap the tendon below the knee: this is L4.", ["reflex"]),
        ("Wrist up C6, elbow straight C7.", ["myotome"] * 2),
        ("The German S3 guideline and a T2 of 80 ms.", ["other"] * 2),
        ("Known T2DM, stage T1c N0, S1Q3T3 on the tracing.", ["other"] * 3),
        ("The seventh cervical vertebra, C7, is long.", ["vertebra"]),
        ("L5 is the fifth lumbar nerve.", ["nerve_root"] * 2),
        ("Spider veins are C1 by CEAP, a healed ulcer C5.", ["other"] * 2),
        ("Tired and cold, T4 4, hoarse voice.", ["other"]),
        ("The worm moults to L4 in a day, the larva feeds.", ["other"]),
        ("The horse's T18 bears the last rib.", ["vertebra"]),
        ("Pulled with 18 N at T18 by the crane.", []),
        ("Tap the biceps (C6) and the ankle (S1).", ["reflex"] * 2),
        ("The deltoid is chiefly supplied by C5.", ["myotome"]),
        ("The needle entered the L3/4 interspace.", ["level"] * 2),
        ("A meningioma at D9 pressed the cord.", ["level"]),
    ],
)
def test_rules_for_what_other_authors_write(text: str, senses: list[str]) -> None:
    assert [mention.sense for mention in find_mentions(text)] == senses


def test_a_topic_that_only_accompanies_leads_no_phrase() -> None:
    topics = Topics({"muscle": ["deltoid"], "degree": ["mild", "deltoid"]}, accompanying=["degree"])
    assert topics.of("deltoid") == ("muscle", "degree") and topics.leading("deltoid") == ("muscle",)
    assert topics.of("mild") == ("degree",) and topics.leading("mild") == ()


def test_what_stands_between_two_labels_belongs_to_the_nearer_clause_of_each() -> None:
    (_first, one), (_second, two) = read_groups("The deltoid hangs on C5 and the fingertip on C8.", {})
    assert "own< topic muscle" in one and "own< topic muscle" not in two
    assert "own< fingertip" in two and "frame1 on limb" in two and "link on fingertip" in two


def test_words_that_no_label_hangs_on_are_passed() -> None:
    plain, passed = (signs_of(f"The deltoid is moved by {words}C5.") for words in ("", "mainly the left "))
    assert "link by moved" in plain and "link by moved" in passed


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bent forward, Co1 pressed on the rectum.", ["Co1"]),
        ("The split product C5a draws cells.", [None]),
        ("From the factor C3b is cleaved.", [None]),
    ],
)
def test_the_coccyx_and_products_of_complement_are_told_by_their_form(
    text: str, found: list[str | None]
) -> None:
    assert [mention.root for mention in find_mentions(text)] == found
