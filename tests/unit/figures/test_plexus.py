"""The drawing of a plexus: where parts stand, and what lies on the way through them."""

from __future__ import annotations

import itertools

import pytest

from dermatome.anatomy.load import facts
from dermatome.figures.plexus import PLEXUSES, ROW, Plexus, drawing, plexus_of

BOTH = pytest.mark.parametrize("plexus", PLEXUSES)


@BOTH
def test_every_part_of_the_table_stands_in_one_place_right_of_what_it_comes_from(plexus: Plexus) -> None:
    drawn = drawing(plexus)
    rows = [row for row in facts().plexus if row.part in drawn.nodes]
    assert {row.part for row in rows} == {n.id for n in drawn.nodes.values() if n.kind != "root"}
    assert len(drawn.strands) == sum(len(row.roots) for row in rows)
    for strand in drawn.strands:
        assert drawn.nodes[strand.origin].x < drawn.nodes[strand.part].x
        assert strand.root in drawn.nodes[strand.part].roots


@BOTH
def test_parts_of_a_column_do_not_touch(plexus: Plexus) -> None:
    drawn = drawing(plexus)
    for column in range(len(drawn.columns)):
        heights = sorted(n.y for n in drawn.nodes.values() if n.column == column)
        assert all(b - a >= ROW - 0.01 for a, b in itertools.pairwise(heights))
        assert heights[0] > 0 and heights[-1] < drawn.height


def test_columns_are_those_of_every_anatomy_text() -> None:
    assert drawing("brachial").columns[:5] == ("root", "trunk", "division", "cord", "nerve")
    cords = [n.id for n in drawing("brachial").nodes.values() if n.kind == "cord"]
    assert cords == ["lateral-cord", "posterior-cord", "medial-cord"]


@pytest.mark.parametrize(
    ("chosen", "on_the_way", "beside"),
    [
        ("C7", {"middle-trunk", "lateral-cord", "posterior-cord", "median", "radial-trunk"}, {"upper-trunk"}),
        (
            "posterior-cord",
            {"C5", "T1", "axillary-circumflex", "superficial-radial"},
            {"median", "lateral-cord"},
        ),
        ("ulnar", {"C8", "T1", "lower-trunk", "medial-cord"}, {"C5", "median", "radial-trunk"}),
        (
            "common-fibular-peroneal",
            {"L4", "lumbosacral-trunk", "sciatic", "deep-fibular"},
            {"tibial", "femoral"},
        ),
        ("L4", {"femoral", "saphenous", "lumbosacral-trunk", "deep-fibular"}, {"pudendal", "L5"}),
    ],
)
def test_what_lies_on_the_way(chosen: str, on_the_way: set[str], beside: set[str]) -> None:
    drawn = drawing(plexus_of(chosen) or "brachial")
    nodes, strands = drawn.way(chosen)
    assert on_the_way <= nodes and not beside & nodes
    assert {drawn.strands[n].root for n in strands} <= set(drawn.nodes[chosen].roots)


def test_a_strand_ends_where_its_node_expects_it() -> None:
    drawn = drawing("brachial")
    for strand in drawn.strands:
        end = drawn.nodes[strand.part]
        assert strand.path.endswith(f"{end.x:.1f} {end.slot(strand.root):.1f}")


def test_what_stands_in_no_plexus() -> None:
    assert plexus_of("T6") is None and plexus_of("polyneuropathy") is None
