"""What a label can mean, root by root."""

import pytest

from dermatome.anatomy import ids
from dermatome.anatomy.load import facts
from dermatome.anatomy.meanings import meanings


def told(root: str) -> dict[str, str]:
    return {meaning.sense: meaning.text for meaning in meanings(root)}


def test_s1_is_four_things() -> None:
    s1 = told("S1")
    assert list(s1) == ["vertebra", "nerve_root", "disc", "level"]
    assert "sacrum" in s1["vertebra"]
    assert "first sacral nerve root" in s1["nerve_root"]
    assert "L5–S1 a paracentral herniation takes the S1 root" in s1["disc"]
    assert "foraminal one there takes L5" in s1["disc"]
    assert "lowest segment" in s1["level"]


@pytest.mark.parametrize(
    ("root", "graded"), [("C5", True), ("L4", True), ("C4", False), ("T4", False), ("S2", False)]
)
def test_a_level_without_key_muscle_rests_on_feeling(root: str, graded: bool) -> None:
    assert ("No key muscle" not in told(root)["level"]) == graded


def test_the_neck_has_no_eighth_vertebra() -> None:
    assert "no C8 vertebra" in told("C8")["vertebra"]
    assert "C7–T1" in told("C8")["disc"]


@pytest.mark.parametrize(
    ("root", "central", "lateral"), [("L4", "L3–4", "L4–5"), ("L5", "L4–5", "L5–S1"), ("L3", "L2–3", "L3–4")]
)
def test_lumbar_roots_are_taken_by_the_disc_above_when_passing_and_by_their_own_when_leaving(
    root: str, central: str, lateral: str
) -> None:
    text = told(root)["disc"]
    assert f"At {central} a paracentral" in text
    assert f"At {lateral} a foraminal" in text


@pytest.mark.parametrize(("root", "disc"), [("C5", "C4–5"), ("C6", "C5–6"), ("C7", "C6–7")])
def test_cervical_roots_leave_above_their_vertebra(root: str, disc: str) -> None:
    assert told(root)["disc"].startswith(f"{disc} is the disc")


@pytest.mark.parametrize("root", [*ids.ROOTS, "S4-5"])
def test_every_root_has_all_four_meanings_each_with_a_known_source(root: str) -> None:
    found = meanings(root)
    assert [meaning.sense for meaning in found] == ["vertebra", "nerve_root", "disc", "level"]
    assert {meaning.sense for meaning in found} <= set(ids.SENSES)
    for meaning in found:
        assert meaning.text.endswith(".") and "  " not in meaning.text
        assert facts().cite(meaning.source)
