"""The rules of roots and discs, held against every row of the fact tables and against known cases."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dermatome.anatomy.ids import ROOTS, VERTEBRAE
from dermatome.anatomy.load import facts
from dermatome.errors import InputError
from dermatome.spine.check import table_segments
from dermatome.spine.cord import (
    AVERAGE_CONUS,
    behind_body,
    conus_level,
    segment_opposite,
    segments,
    spine_tip,
)
from dermatome.spine.load import spine_data
from dermatome.spine.relations import disc_for, facing, herniation, meanings_on_drawing, relations
from dermatome.spine.rules import (
    DISCS,
    KINDS,
    SITES,
    disc_name,
    discs_taking,
    exiting,
    foramen,
    neighbours,
    parse_disc,
    parse_place,
    parse_site,
    parse_vertebra,
    place_name,
    riding_on,
    taken_root,
    things,
    threat,
    traversing,
)
from dermatome.spine.transitional import counted_from_below, disc_label, lowest_free_disc, vertebra_label

LEVELS = facts().levels.values()


@pytest.mark.parametrize("row", LEVELS, ids=lambda row: row.vertebra)
def test_every_row_of_levels(row: object) -> None:
    assert segment_opposite(row.vertebra) == table_segments(row.cord_segments)  # type: ignore[attr-defined]
    disc = row.disc_below  # type: ignore[attr-defined]
    if disc:
        assert (taken_root(disc, "paracentral") or "") == row.paracentral_root  # type: ignore[attr-defined]
        assert taken_root(disc, "foraminal") == exiting(disc) == row.foraminal_root  # type: ignore[attr-defined]
    else:
        assert not any(neighbours(each)[0] == row.vertebra for each in DISCS)  # type: ignore[attr-defined]


@pytest.mark.parametrize("row", facts().roots.values(), ids=lambda row: row.root)
def test_every_row_of_roots(row: object) -> None:
    root = row.root  # type: ignore[attr-defined]
    assert foramen(root) == row.foramen  # type: ignore[attr-defined]
    assert "".join(discs_taking(root, "paracentral")) == row.disc_paracentral  # type: ignore[attr-defined]
    assert "".join(discs_taking(root, "foraminal")) == row.disc_foraminal  # type: ignore[attr-defined]


def test_there_are_23_discs_and_none_where_there_is_none() -> None:
    assert len(DISCS) == 23
    assert (DISCS[0], DISCS[-1]) == ("C2/3", "L5/S1")
    for text in ("C1/2", "S1/2", "S3-4", "L6/7", "", "disc"):
        with pytest.raises(InputError):
            parse_disc(text)


@pytest.mark.parametrize(
    ("disc", "leaves", "passes"),
    [
        ("C4/5", "C5", None),
        ("C7/T1", "C8", None),
        ("T1/2", "T1", None),
        ("T12/L1", "T12", None),
        ("L4/5", "L4", "L5"),
        ("L5/S1", "L5", "S1"),
    ],
)
def test_exiting_and_traversing(disc: str, leaves: str, passes: str | None) -> None:
    assert exiting(disc) == leaves
    assert traversing(disc) == passes


def test_cervical_roots_leave_above_and_others_below() -> None:
    for root in ROOTS:
        riding = riding_on(root)
        if root == "C8":
            assert riding is None
        else:
            assert riding == (root, "above" if root in {f"C{n}" for n in range(1, 8)} else "below")


@pytest.mark.parametrize(
    ("text", "disc"),
    [("l4-5", "L4/5"), ("L4/L5", "L4/5"), ("L5–S1", "L5/S1"), ("c7t1", "C7/T1"), (" T12 / L1 ", "T12/L1")],
)
def test_discs_are_read_as_people_write_them(text: str, disc: str) -> None:
    assert parse_disc(text) == disc


def test_there_is_no_c8_vertebra() -> None:
    with pytest.raises(InputError, match="There is no C8 vertebra"):
        parse_vertebra("c8")
    assert parse_vertebra("coccyx") == parse_vertebra("co1") == "Co1"
    assert parse_place("root", "s4-5") == "S4"


@pytest.mark.parametrize("text", ["sideways", ""])
def test_unknown_site(text: str) -> None:
    with pytest.raises(InputError):
        parse_site(text)
    assert parse_site("Far-Lateral") == "foraminal"


def test_central_herniation_meets_what_the_conus_leaves_there() -> None:
    average = conus_level(AVERAGE_CONUS).at
    assert threat("C5/6", "central", average).structure == "spinal cord"
    assert threat("T12/L1", "central", average).structure == "conus medullaris"
    assert threat("L4/5", "central", average).structure == "cauda equina"
    low = conus_level("L2-middle").at
    assert threat("L1/2", "central", average).structure == "cauda equina"
    assert threat("L1/2", "central", low).structure == "conus medullaris"
    assert threat("T5/6", "paracentral", average).structure == "spinal cord"
    assert threat("L4/5", "paracentral", average).structure is None


@pytest.mark.parametrize("conus", spine_data().conus)
def test_segments_follow_one_another_to_the_end_of_the_cord(conus: str) -> None:
    found = list(segments(conus).values())
    assert [s.segment for s in found] == list(ROOTS)
    assert all(a.bottom == b.top and a.top < a.bottom for a, b in pairwise(found))
    assert found[-1].bottom == pytest.approx(conus_level(conus).at)
    assert place_name(found[-1].bottom - 0.01) in conus_level(conus).name


def test_a_low_conus_draws_the_lumbar_segments_down_and_leaves_the_neck() -> None:
    high, low = segments("T12-middle"), segments("L3-upper")
    assert low["C6"] == high["C6"]
    assert low["S1"].top - high["S1"].top > 2
    assert segment_opposite("L2") == () != segment_opposite("L2", "L3-upper")


def test_unknown_conus_says_which_there_are() -> None:
    with pytest.raises(InputError, match="L1-lower"):
        conus_level("L9")
    assert conus_level("l1-LOWER").id == "L1-lower"


def test_thoracic_spines_point_below_their_own_body() -> None:
    for number in range(4, 11):
        vertebra = f"T{number}"
        assert spine_tip(vertebra) > VERTEBRAE.index(vertebra) + 1
        assert segment_opposite(vertebra) != behind_body(vertebra)


@pytest.mark.parametrize("kind", KINDS)
def test_everything_belongs_together_and_back(kind: str) -> None:
    for thing in things(kind):  # type: ignore[arg-type]
        found = relations(kind, thing)  # type: ignore[arg-type]
        assert found.rows[0][:2] == (kind, thing)
        assert {row[0] for row in found.rows} == {"vertebra", "disc", "root", "segment", "foramen"}
        assert found.marks[0].state == "chosen"
        assert all(mark.state == "linked" for mark in found.marks[1:])
        assert len({(mark.kind, mark.id) for mark in found.marks}) == len(found.marks)
        for mark in found.marks:
            assert mark.id in things(mark.kind)


def test_l5_in_all_its_relations() -> None:
    found = relations("root", "L5")
    rows = {(kind, which) for kind, which, _ in found.rows}
    assert rows == {
        ("root", "L5"),
        ("vertebra", "L5"),
        ("foramen", "L5/S1"),
        ("disc", "L4/5"),
        ("disc", "L5/S1"),
        ("segment", "L5"),
    }
    assert facing("L5") == "T12–T12/L1"


def test_c8_has_no_vertebra() -> None:
    found = relations("root", "C8")
    assert "vertebra" not in {mark.kind for mark in found.marks}
    assert ("vertebra", "none", "no vertebra has its number: it leaves between C7 and T1") in found.rows


@pytest.mark.parametrize("site", SITES)
def test_herniation_marks_one_root_at_most_as_taken(site: str) -> None:
    for disc in DISCS:
        found, marks = herniation(disc, site)  # type: ignore[arg-type]
        taken = [mark.id for mark in marks if mark.state == "taken"]
        assert taken == ([found.root] if found.root else [])
        assert (found.root is None) == (found.structure is not None)


def test_herniating_a_root_finds_its_disc() -> None:
    assert disc_for("root", "L5", "paracentral") == "L4/5"
    assert disc_for("root", "L5", "foraminal") == "L5/S1"
    assert disc_for("vertebra", "C5", "paracentral") == "C4/5"
    assert disc_for("root", "S4", "central") in DISCS


def test_s1_means_five_places() -> None:
    marks = {mark.kind: mark.id for mark in meanings_on_drawing("S1")}
    assert marks == {"vertebra": "S1", "root": "S1", "disc": "L5/S1", "segment": "S1"}
    assert "vertebra" not in {mark.kind for mark in meanings_on_drawing("C8")}


def test_transitional_names() -> None:
    assert vertebra_label("L4", "none") == "L4"
    assert vertebra_label("L4", "sacralised-l5") == "L4 “L5”"
    assert counted_from_below("S1", "lumbarised-s1") == "L5"
    assert counted_from_below("L1", "lumbarised-s1") == "T12"
    assert disc_label("L4/5", "sacralised-l5") == "L4/5 “L5/S1”"
    assert disc_label("S1/2", "lumbarised-s1") == "S1/2 “L5/S1”"
    assert [lowest_free_disc(form) for form in ("none", "sacralised-l5", "lumbarised-s1")] == [
        "L5/S1",
        "L4/5",
        "S1/2",
    ]


def test_disc_names() -> None:
    assert disc_name("L4", "L5") == "L4/5"
    assert disc_name("C7", "T1") == "C7/T1"
