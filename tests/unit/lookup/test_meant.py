"""What the words of a reader mean on the map: English, German, Latin, and with slips of the finger."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermatome.anatomy.ids import BODY_PARTS, TERRITORY_ROOTS, VIEWS
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import skin_nerves
from dermatome.errors import InputError
from dermatome.language import speaking
from dermatome.lookup.load import plain, spoken
from dermatome.lookup.meant import LONGEST, MOST, Meaning, examples, meant
from dermatome.lookup.names import names


def first(words: str, scheme: str | None = None) -> Meaning:
    found = meant(words, scheme)
    assert found, f"{words!r} means nothing"
    return found[0]


def lights(words: str) -> str:
    """Return what the first meaning lights: a root, with the part named, or a thing."""
    choice = first(words).choice
    if "item" in choice:
        return f"{choice['kind']} {choice['item']}"
    return " ".join(filter(None, (choice["root"], choice.get("part"))))


@pytest.mark.parametrize(
    ("words", "lit"),
    [
        ("thumb", "C6 thumb"),
        ("foot drop", "movement ankle-dorsiflexion"),
        ("biceps", "muscle biceps-brachii"),
        ("ankle jerk", "reflex ankle-jerk-achilles"),
        ("numb little toe", "S1 toes"),
        ("L4/5", "L5"),
        ("L4-5 disc", "L5"),
        ("Th4", "T4"),
        ("T 4", "T4"),
        ("s 1", "S1"),
        ("D10", "T10"),
        ("S4/5", "S4-5"),
        ("L45", "L5"),
        ("numb C6", "C6"),
        ("sural", "nerve sural"),
        ("nipple", "T4 chest"),
        ("navel", "T10 abdomen"),
        ("deltoid", "muscle deltoid"),
        ("knee jerk", "reflex knee-jerk-patellar"),
        ("first sacral nerve root", "S1"),
        ("carpal tunnel", "nerve median"),
        ("TA", "muscle tibialis-anterior"),
        ("weak quads", "muscle quadriceps-femoris"),
        ("EHL", "muscle extensor-hallucis-longus"),
        ("FDI", "muscle dorsal-interossei-of-the-hand"),
        ("Lasègue", "S1"),
        ("Lasegue", "S1"),
        ("reverse Lasègue", "L4"),
        ("Daumenballen", "C6 palm"),
    ],
)
def test_english_words(words: str, lit: str) -> None:
    assert lights(words) == lit


@pytest.mark.parametrize(
    ("words", "lit"),
    [
        ("Daumen", "C6 thumb"),
        ("taube Kleinzehe", "S1 toes"),
        ("Fußheberschwäche", "movement ankle-dorsiflexion"),
        ("Fussheberschwaeche", "movement ankle-dorsiflexion"),
        ("Achillessehnenreflex", "reflex ankle-jerk-achilles"),
        ("ASR", "reflex ankle-jerk-achilles"),
        ("Brustwarze", "T4 chest"),
        ("Bauchnabel", "T10 abdomen"),
        ("Ischias", "S1"),
        ("Fußheber", "movement ankle-dorsiflexion"),
        ("Fussheber", "movement ankle-dorsiflexion"),
        ("Handheber", "movement wrist-extension"),
        ("Hüftbeuger", "movement hip-flexion"),
        ("Bandscheibe L5/S1", "S1"),
        ("Beugung des Ellenbogens", "movement elbow-flexion"),
        ("pollex", "C6 thumb"),
        ("musculus biceps brachii", "muscle biceps-brachii"),
        ("M. tibialis anterior", "muscle tibialis-anterior"),
        ("nervus suralis", "nerve sural"),
        ("N. ulnaris", "nerve ulnar"),
    ],
)
def test_german_and_latin_words(words: str, lit: str) -> None:
    assert lights(words) == lit


@pytest.mark.parametrize(
    ("words", "lit"),
    [
        ("bicpes", "muscle biceps-brachii"),
        ("ankel jerk", "reflex ankle-jerk-achilles"),
        ("tibialis anteior", "muscle tibialis-anterior"),
        ("gastrocnemis", "muscle gastrocnemius"),
        ("little tow", "S1 toes"),
        ("Damuen", "C6 thumb"),
        ("Fusheberschwäche", "movement ankle-dorsiflexion"),
        ("Achilessehnenreflex", "reflex ankle-jerk-achilles"),
        ("nervus surallis", "nerve sural"),
    ],
)
def test_slips_of_the_finger_are_forgiven(words: str, lit: str) -> None:
    assert lights(words) == lit


def test_a_word_for_the_kind_of_thing_decides_between_namesakes() -> None:
    assert lights("biceps jerk") == "reflex biceps"
    assert first("weak thumb").choice["kind"] == "movement"
    assert lights("numb thumb") == "C6 thumb"
    assert {meaning.choice.get("kind") for meaning in meant("biceps")} >= {"muscle", "reflex"}


def test_a_disc_means_the_root_beside_the_midline_and_then_the_one_in_the_foramen() -> None:
    assert [meaning.choice["root"] for meaning in meant("L4/5")] == ["L5", "L4"]
    assert [meaning.choice["root"] for meaning in meant("C5/6")][:1] == ["C6"]


def test_the_side_is_heard() -> None:
    assert first("left thumb").choice["side"] == "left"
    assert first("Daumen rechts").choice["side"] == "right"
    assert "side" not in first("thumb").choice


def test_the_map_on_screen_decides_where_maps_differ() -> None:
    assert first("index finger", "isncsci").choice["root"] == "C6"
    assert first("index finger", "keegan-garrett").choice["root"] == "C7"
    with pytest.raises(InputError):
        meant("thumb", "atlantis")


def test_every_meaning_says_why_and_lights_what_exists() -> None:
    for words in [*(name.shown for name in list(names().values())[::7]), "left S1", "zz"]:
        for meaning in meant(words):
            assert meaning.title and meaning.why
            choice = meaning.choice
            assert choice.get("root", "S1") in TERRITORY_ROOTS
            assert choice.get("part", "heel") in BODY_PARTS
            assert set(choice.get("views", VIEWS)) <= set(VIEWS)
            known = {
                "muscle": facts().muscles,
                "movement": facts().movements,
                "reflex": facts().reflexes_by_id,
                "nerve": skin_nerves(),
            }
            assert "item" not in choice or choice["item"] in known[choice["kind"]]


def test_every_muscle_nerve_reflex_and_root_is_found_by_its_name() -> None:
    for muscle in facts().muscles.values():
        assert f"muscle {muscle.id}" in {
            f"{m.choice.get('kind')} {m.choice.get('item')}" for m in meant(muscle.name)
        }
    for reflex in facts().reflexes_by_id.values():
        found = {m.choice.get("item") for m in meant(f"{reflex.reflex} reflex")}
        assert reflex.id in found, reflex.reflex
    for root in TERRITORY_ROOTS:
        assert first(root).choice["root"] == root


def test_signs_mean_what_exists() -> None:
    for words, _targets in spoken().signs.values():
        for word in words:
            assert meant(word), word


def test_examples_are_found_and_speak_the_language() -> None:
    assert len(examples()) >= 5
    with speaking("de"):
        assert first("Achillessehnenreflex").title == "Achillessehnenreflex"


@given(st.text(max_size=200))
def test_any_text_gives_few_meanings_or_none(text: str) -> None:
    assert len(meant(text)) <= MOST


def test_length_costs_nothing_beyond_what_is_looked_at() -> None:
    def taken(text: str) -> float:
        started = time.process_time()
        meant(text)
        return time.process_time() - started

    words = "numb little toe and weak biceps "
    meant(words)
    short = min(taken(words * 3) for _ in range(5))
    long = min(taken(words * 3_000) for _ in range(5))
    assert len(words * 3) > LONGEST
    assert long < 6 * short


def test_spelling_is_folded() -> None:
    assert plain("  Fußsohle,  RECHTS ") == "fusssohle rechts"


@pytest.mark.parametrize(
    ("typed", "first", "never"),
    [
        ("carpal tunnel", "Carpal tunnel: median", "tibial"),
        ("meralgia", "Meralgia: lateral femoral cutaneous", "median"),
        ("triceps", "Triceps brachii", "biceps"),
        ("Kleinfinger", "Kleinfinger: C8", "ringfinger"),
    ],
)
def test_what_is_spelt_right_is_said_back_and_no_slip_for_another(typed: str, first: str, never: str) -> None:
    titles = [meaning.title for meaning in meant(typed)]
    assert titles[0] == first
    assert not [title for title in titles if re.search(rf"\b{never}\b", title.lower())]


def test_a_slip_still_leads_to_what_is_meant_and_to_another_kind_of_thing() -> None:
    assert "Carpal tunnel: median" in [meaning.title for meaning in meant("carpel tunnel")]
    assert "nerve" in {meaning.choice.get("kind") for meaning in meant("Ischias")}


@pytest.mark.parametrize("typed", ["saddle", "perineum", "ulnar hand", "foot"])
def test_no_two_lines_of_the_list_read_alike(typed: str) -> None:
    lines = [(meaning.title, meaning.why) for meaning in meant(typed)]
    assert len(lines) == len(set(lines))
