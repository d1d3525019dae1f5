"""Words of patients and students lead to the ids meant, and what is not understood is told."""

from __future__ import annotations

import time
from typing import Any

import pytest

from dermatome.localiser.findings import read_findings
from dermatome.localiser.finger_sides import halves_named
from dermatome.localiser.motor_words import grade_of, read_power
from dermatome.localiser.reflex_words import read_reflexes
from dermatome.localiser.sign_words import read_signs
from dermatome.localiser.skin_words import read_skin


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("outer forearm", {"forearm:lateral"}),
        ("inner side of the forearm", {"forearm:medial"}),
        ("top of my foot", {"foot-dorsum"}),
        ("sole of the foot", {"foot-sole"}),
        ("pinky", {"little-finger"}),
        ("little and ring fingers", {"little-finger", "ring-finger"}),
        ("thumb, index and middle fingers", {"thumb", "index-finger", "middle-finger"}),
        ("ulnar half of the ring finger", {"ring-finger:ulnar"}),
        ("radial half of the ring finger", {"ring-finger:radial"}),
        ("thenar eminence", {"palm:radial"}),
        ("front and inner thigh", {"thigh-front:anterior", "thigh-front:medial"}),
        ("back of the thigh", {"thigh-back"}),
        ("back of my hand", {"hand-dorsum"}),
        ("behind the knee", {"popliteal-fossa"}),
        ("outer edge of the foot", {"foot-dorsum:lateral"}),
        ("big toe", {"great-toe"}),
        ("little toe", {"toes:lateral"}),
        ("round the back passage", {"perineum"}),
        ("scrotum", {"genitals"}),
        ("regimental badge area", {"upper-arm:lateral:upper"}),
        ("below the knee", {"shin", "calf"}),
        ("shoulder blade", {"upper-back"}),
        ("palmar surface of the thumb", {"thumb:palmar"}),
        ("forarm, latreal side", {"forearm:lateral"}),
        ("Außenseite des Unterschenkels", {"shin:lateral"}),
    ],
)
def test_places_of_skin(text: str, places: set[str]) -> None:
    read = read_skin(text)
    told = {patch.id for patch in read.patches}
    assert told == places
    assert read.unread == []


@pytest.mark.parametrize(
    ("text", "quality"),
    [
        ("pain: back of thigh", "pain"),
        ("buttock (shooting pain)", "pain"),
        ("rash on the chest", "rash"),
        ("thigh", "numb"),
    ],
)
def test_pain_is_told_from_numbness(text: str, quality: str) -> None:
    assert {patch.quality for patch in read_skin(text).patches} == {quality}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("triceps 4/5", {"triceps-brachii"}),
        ("can't stand on tiptoe", {"ankle-plantar-flexion"}),
        ("walking on heels", {"ankle-dorsiflexion"}),
        ("foot drop", {"ankle-dorsiflexion"}),
        ("wrist drop", {"wrist-extension"}),
        ("spreading the fingers", {"finger-abduction"}),
        ("making a fist", {"finger-flexion"}),
        ("bending the elbow", {"elbow-flexion"}),
        ("elbow flexion and extension", {"elbow-flexion", "elbow-extension"}),
        ("wrist and finger extension", {"wrist-extension", "finger-extension"}),
        ("turning the foot outwards", {"foot-eversion"}),
        ("turning the foot in", {"foot-inversion"}),
        ("lifting the big toe", {"great-toe-extension"}),
        ("climbing stairs", {"knee-extension"}),
        ("shrugging the shoulder", {"shoulder-shrug"}),
        ("shoulder external rotation", {"shoulder-external-rotation"}),
        ("FPL and APB", {"flexor-pollicis-longus", "abductor-pollicis-brevis"}),
        ("tibialis posterior", {"tibialis-posterior"}),
        ("gluteus medius", {"gluteus-medius"}),
        ("serratus anterior", {"serratus-anterior"}),
        ("quadriceps wasted", {"quadriceps-femoris"}),
        ("squeezing the thighs together", {"hip-adduction"}),
        ("elbow flexon", {"elbow-flexion"}),
    ],
)
def test_movements_and_muscles(text: str, ids: set[str]) -> None:
    read = read_power(text)
    assert {motor.id for motor in read.motors} == ids
    assert read.unread == []


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("deltoid 4/5", 4.0),
        ("deltoid 4+/5", 4.3),
        ("deltoid 5-", 4.7),
        ("deltoid MRC 3", 3.0),
        ("deltoid", None),
        ("fdp 2 and 3", None),
    ],
)
def test_grades(text: str, grade: float | None) -> None:
    assert grade_of(text.lower()) == grade


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("knee jerk", ["knee-jerk-patellar"]),
        ("ankle reflex", ["ankle-jerk-achilles"]),
        ("deep tendon reflexes at the knee", ["knee-jerk-patellar"]),
        ("biceps and triceps jerks", ["biceps", "triceps"]),
        ("supinator jerk", ["brachioradialis-supinator"]),
    ],
)
def test_reflexes(text: str, names: list[str]) -> None:
    assert sorted(read_reflexes(text).names) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("low back pain", {"back-pain"}),
        ("no back pain", set()),
        ("Spurling negative", {"spurling-negative"}),
        ("Spurling positive", {"spurling-positive"}),
        ("SLR positive at 40 degrees", {"slr-positive"}),
        ("straight leg raise negative", {"slr-negative"}),
        ("cannot pass urine", {"bladder-retention"}),
        ("Tinel over the elbow", {"tinel-elbow"}),
        ("ptosis", {"horner"}),
        ("shoulder blade wings when pushing a wall", {"winging-on-pushing"}),
        ("painless", {"painless"}),
        ("diabetic", {"diabetes"}),
    ],
)
def test_signs(text: str, names: set[str]) -> None:
    assert set(read_signs(text).names) == names


def test_what_is_not_understood_is_told() -> None:
    read = read_findings(
        {"skin": {"lost": ["blorft"]}, "weak": ["quux"], "reflexes": {"lost": ["zarp"]}, "other": ["fnord"]}
    )
    assert set(read.not_understood) == {"blorft", "quux", "zarp", "fnord"}


def test_a_weak_movement_of_grade_five_is_a_strong_one() -> None:
    read = read_findings({"weak": ["deltoid 5/5", {"id": "elbow-flexion", "grade": 5}]})
    assert not read.weak and {motor.id for motor in read.strong} == {"deltoid", "elbow-flexion"}


@pytest.mark.parametrize(
    "item",
    ["a" * 100_000, "elbow " * 20_000, "and " * 20_000, "(" * 10_000, "tinel " * 9_999, "1/5 " * 9_999],
)
def test_the_time_does_not_explode_with_the_text(item: str) -> None:
    told: dict[str, Any] = {
        "skin": {"lost": [item]},
        "weak": [item],
        "reflexes": {"lost": [item]},
        "other": [item],
    }
    short = {
        "skin": {"lost": ["x"]},
        "weak": ["x"],
        "reflexes": {"lost": ["x"]},
        "other": ["elbow pain and wrist pain"],
    }
    for warmed in (short, told):
        read_findings(warmed)
    start = time.perf_counter()
    for _ in range(20):
        read_findings(short)
    reference = time.perf_counter() - start
    start = time.perf_counter()
    read_findings(told)
    assert time.perf_counter() - start < 100 * max(reference, 1e-3)


@pytest.mark.parametrize(
    ("told", "meant"),
    [
        ("the ring finger on the little finger side", "the ring finger on the ulnar side"),
        ("thumb side of the ring finger", "thumb side of the ring finger"),
        ("middle finger side of the ring finger", "radial side of the ring finger"),
    ],
)
def test_a_side_of_a_finger_is_told_by_its_neighbour(told: str, meant: str) -> None:
    assert halves_named(told) == meant


def test_a_grade_behind_fingers_is_no_number_of_fingers() -> None:
    found = read_findings({"weak": ["spreading the fingers 4/5"]})
    assert [(m.id, m.grade) for m in found.weak] == [("finger-abduction", 4.0)] and not found.signs


def test_a_movement_of_one_joint_takes_no_part_from_the_line_before() -> None:
    found = read_findings(
        {"weak": ["toe extensors", "dorsiflexion 4/5", "shoulder shrug", "trapezius wasted"]}
    )
    assert {m.id for m in found.weak} >= {"ankle-dorsiflexion", "toe-extension", "trapezius"}
    assert "deltoid" not in {m.id for m in found.weak}
