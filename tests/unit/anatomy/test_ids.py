"""Reading identifiers from human input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermatome.anatomy import ids
from dermatome.errors import AtlasError, InputError


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("s1", "S1"),
        (" C 6 ", "C6"),
        ("t12", "T12"),
        ("S4-5", "S4-5"),
        ("s4–5", "S4-5"),
        ("S4/S5", "S4-5"),
        ("s45", "S4-5"),
        ("S4", "S4"),
        ("co", "Co1"),
        ("CO1", "Co1"),
    ],
)
def test_roots_are_read_in_any_spelling(written: str, root: str) -> None:
    assert ids.parse_root(written) == root


@pytest.mark.parametrize("written", ["C9", "T0", "T13", "L6", "S6", "", "S", "C1-2", "heart", "Co2"])
def test_what_is_no_root_is_refused_and_the_roots_are_named(written: str) -> None:
    with pytest.raises(InputError, match="C1-C8, T1-T12, L1-L5, S1-S5, S4-5, Co1"):
        ids.parse_root(written)


def test_a_trigeminal_division_is_told_from_a_root() -> None:
    with pytest.raises(InputError, match="trigeminal"):
        ids.parse_root("v3")


@given(st.text(max_size=80))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    for parse in (ids.parse_root, ids.parse_view, ids.parse_side, ids.parse_layer, ids.parse_part):
        try:
            parse(text)
        except AtlasError as error:
            assert "\n" not in str(error)


def test_there_are_31_roots_and_28_territories_a_side() -> None:
    assert len(ids.ROOTS) == 31
    assert len(ids.TERRITORY_ROOTS) == 28
    assert not {"C1", "Co1", "S4", "S5"} & set(ids.TERRITORY_ROOTS)


def test_there_is_a_c8_root_but_no_c8_vertebra() -> None:
    assert "C8" in ids.ROOTS
    assert "C8" not in ids.VERTEBRAE


@pytest.mark.parametrize(
    ("root", "drawn"),
    [("S4", "S4-5"), ("S5", "S4-5"), ("S4-5", "S4-5"), ("S3", "S3"), ("C1", None), ("Co1", None)],
)
def test_the_territory_of_a_root(root: str, drawn: str | None) -> None:
    assert ids.territory_root(root) == drawn


@pytest.mark.parametrize(
    ("root", "region"), [("C8", "C"), ("T1", "T"), ("L5", "L"), ("S4-5", "S"), ("Co1", "S")]
)
def test_region(root: str, region: str) -> None:
    assert ids.region_of(root) == region


@pytest.mark.parametrize(
    ("root", "name"),
    [
        ("S1", "first sacral nerve root"),
        ("T12", "twelfth thoracic nerve root"),
        ("Co1", "coccygeal nerve root"),
    ],
)
def test_names(root: str, name: str) -> None:
    assert ids.root_name(root) == name


def test_roots_sort_from_head_to_tail() -> None:
    assert sorted(["S4-5", "Co1", "C2", "S3", "T10"], key=ids.root_order) == [
        "C2",
        "T10",
        "S3",
        "S4-5",
        "Co1",
    ]


def test_coarse_words_stand_for_leaf_parts() -> None:
    assert ids.parse_part("thigh") == ("thigh-front", "thigh-back")
    assert ids.parse_part("Foot Sole") == ("foot-sole",)
    assert all(set(parts) <= set(ids.BODY_PARTS) for parts in ids.COARSE_PARTS.values())
    assert not set(ids.COARSE_PARTS) & set(ids.BODY_PARTS)


def test_a_near_miss_is_offered_the_right_word() -> None:
    with pytest.raises(InputError, match="Did you mean posterior"):
        ids.parse_view("posteror")


def test_side_may_be_one_letter() -> None:
    assert (ids.parse_side("R"), ids.parse_side("Left")) == ("right", "left")


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("adductor magnus, hamstring part", "adductor-magnus-hamstring-part"),
        ("lumbricals 1-2 of the hand", "lumbricals-1-2-of-the-hand"),
        ("knee jerk (patellar)", "knee-jerk-patellar"),
        ("  Baxter’s nerve ", "baxter-s-nerve"),
    ],
)
def test_ids_made_from_names(name: str, made: str) -> None:
    assert ids.slug(name) == made
    assert ids.slug(made) == made


def test_muscles_have_two_depths() -> None:
    assert [ids.parse_depth(depth) for depth in ("Superficial", " deep ")] == list(ids.DEPTHS)
    with pytest.raises(InputError, match="superficial, deep"):
        ids.parse_depth("middle")
