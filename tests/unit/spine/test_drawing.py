# pyright: reportAttributeAccessIssue=false
"""The drawing of the column: complete, valid, and laid out as anatomy has it."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
import shapely

from dermatome.anatomy.ids import ROOTS, VERTEBRAE
from dermatome.errors import InputError
from dermatome.figures.spine import spine_figure
from dermatome.spine.check import faults_of, run
from dermatome.spine.column import column
from dermatome.spine.drawing import VIEWS, WINDOWS, Drawing, drawing, window_for
from dermatome.spine.herniation import herniation_back, herniation_side
from dermatome.spine.load import spine_data
from dermatome.spine.rules import DISCS, SITES, TRANSITIONAL, exiting, taken_root

LOWEST_KB = 150


def parts(drawn: Drawing, kind: str, key: str) -> shapely.Geometry:
    return shapely.union_all([p.geometry for p in drawn.pieces if (p.kind, p.id) == (kind, key)])


def body(drawn: Drawing, vertebra: str) -> shapely.Geometry:
    return next(p.geometry for p in drawn.pieces if (p.id, p.part) == (vertebra, "body"))


@pytest.mark.slow
def test_the_check_finds_no_fault_and_looked_at_something() -> None:
    reports = run()
    assert [fault for report in reports for fault in report.faults] == []
    assert all(all(report.counts.values()) for report in reports)


def test_the_check_sees_what_is_missing_or_broken() -> None:
    pieces = drawing("back").pieces
    without = [piece for piece in pieces if piece.id != "S3"]
    assert any("root S3 is not drawn" in fault for fault in faults_of(without))
    crossed = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    assert any(
        "crosses itself" in fault for fault in faults_of([replace(pieces[0], geometry=crossed), *pieces[1:]])
    )


def test_bodies_grow_downwards() -> None:
    sizes = spine_data().vertebrae
    order = [v for v in VERTEBRAE if v not in {"C1", "C2"} and v[0] in "CTL" and v != "Co1"]
    heights = [(sizes[v].height_anterior + sizes[v].height_posterior) / 2 for v in order]
    widths = [sizes[v].width_lower for v in order]
    assert sizes["L3"].height_anterior > 1.8 * sizes["C4"].height_anterior
    assert all(b > a - 1.5 for a, b in pairwise(heights))
    assert widths[-1] == max(widths) > 2.4 * widths[0]


def test_the_curves_bend_the_right_way() -> None:
    frames = column().frames
    across = {name: frame.centre[0] for name, frame in frames.items()}
    assert across["L3"] < across["T7"] > across["C3"], "lordosis before, kyphosis behind"
    assert across["S3"] > across["S1"] and across["Co1"] < across["S4"]
    assert 30 <= -frames["S1"].size.tilt <= 50, "slope of the sacrum"


@pytest.mark.parametrize("view", VIEWS)
def test_bodies_and_discs_stack_without_running_into_one_another(view: str) -> None:
    drawn = drawing(view)  # type: ignore[arg-type]
    free = [v for v in VERTEBRAE if v[0] in "CTL" and v not in {"C1", "Co1"}]
    for upper, lower in pairwise(free):
        overlap = body(drawn, upper).intersection(body(drawn, lower)).area
        assert overlap < 0.02 * body(drawn, lower).area, (upper, lower)


@pytest.mark.parametrize("view", VIEWS)
def test_left_and_right_are_alike_from_behind_and_roots_reach_their_foramina(view: str) -> None:
    drawn = drawing(view)  # type: ignore[arg-type]
    for root in ROOTS:
        shape = parts(drawn, "root", root)
        assert shape.distance(shapely.Point(drawn.anchors["root", root])) < 1.0, root
        if view == "back":
            mirrored = shapely.transform(shape, lambda p: p * [-1, 1])
            assert shape.symmetric_difference(mirrored).area < 0.12 * shape.area, root


def test_each_root_leaves_on_its_side_of_its_pedicle() -> None:
    drawn = drawing("back")
    for root in ROOTS:
        if root in {"C1", "C2", "C8"} or root[0] == "S" or root == "Co1":
            continue
        y = drawn.anchors["root", root][1]
        pedicle = next(p.geometry for p in drawn.pieces if (p.id, p.part) == (root, "pedicle"))
        _, low, _, high = pedicle.bounds
        assert y > high if root[0] == "C" else y < low, root


def test_roots_run_ever_more_steeply() -> None:
    """The drop from segment to foramen grows from the neck to the sacrum."""
    drawn = drawing("back")
    drop = {root: drawn.anchors["segment", root][1] - drawn.anchors["root", root][1] for root in ROOTS}
    assert drop["C5"] < drop["T2"] < drop["T9"] < drop["L2"] < drop["L5"] < drop["S2"]


@pytest.mark.parametrize("conus", ["T12-middle", "L1-lower", "L2-L3"])
def test_the_cord_ends_where_it_is_said_to(conus: str) -> None:
    spine, drawn = column(), drawing("back", conus)
    at = spine_data().conus[conus].at
    low = parts(drawn, "segment", "Co1").bounds[1]
    assert low == pytest.approx(spine.height(at), abs=0.6)


def test_the_cord_lies_in_the_canal_and_the_dural_sac() -> None:
    for view in VIEWS:
        drawn = drawing(view)
        sac = next(p.geometry for p in drawn.pieces if p.kind == "sac").buffer(0.5)
        for segment in ROOTS[1:]:
            assert sac.covers(parts(drawn, "segment", segment)), (view, segment)


@pytest.mark.parametrize("site", SITES)
def test_a_herniation_touches_what_it_takes_and_its_disc(site: str) -> None:
    spine, drawn = column(), drawing("back")
    for disc in DISCS:
        for side in ("left", "right"):
            shape = herniation_back(spine, disc, site, side)  # type: ignore[arg-type]
            assert shape.is_valid and not shape.is_empty
            taken = taken_root(disc, site)  # type: ignore[arg-type]
            if taken:
                assert shape.intersects(parts(drawn, "root", taken)), (disc, site, side)
            if site != "central":
                x = shape.centroid.x
                assert x < 0 if side == "left" else x > 0
        assert herniation_side(spine, disc, site).intersects(parts(drawing("side"), "disc", disc)), disc  # type: ignore[arg-type]


def test_a_far_lateral_lumbar_herniation_spares_the_traversing_root() -> None:
    spine, drawn = column(), drawing("back")
    for disc in ("L2/3", "L3/4", "L4/5"):
        passing = ROOTS[ROOTS.index(exiting(disc)) + 1]
        assert not herniation_back(spine, disc, "foraminal", "right").intersects(
            parts(drawn, "root", passing)
        )


def test_transition_changes_the_junction() -> None:
    usual, sacral, lumbar = (drawing("side", transitional=form) for form in TRANSITIONAL)
    assert parts(sacral, "disc", "L5/S1").area < 0.5 * parts(usual, "disc", "L5/S1").area
    assert any(piece.id == "S1/2" for piece in lumbar.pieces)
    assert not any(piece.id == "S1/2" for piece in usual.pieces)
    assert "L4 “L5”" in {label.text for label in drawing("back", transitional="sacralised-l5").labels}


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_carries_everything_that_can_be_chosen(view: str, theme: str) -> None:
    text = spine_figure(view, theme=theme).to_json()  # type: ignore[arg-type]
    assert text is not None
    assert len(text) < LOWEST_KB * 1024
    metas = [trace["meta"] for trace in json.loads(text)["data"]]
    there = {(meta.get("kind"), meta.get("id")) for meta in metas}
    assert {("root", root) for root in ROOTS} | {("disc", disc) for disc in DISCS} <= there
    assert {("vertebra", v) for v in VERTEBRAE} | {("segment", root) for root in ROOTS} <= there


def test_unknown_theme_is_refused() -> None:
    with pytest.raises(InputError):
        spine_figure("side", theme="sepia")


def test_windows_show_what_they_say() -> None:
    for view in VIEWS:
        windows = drawing(view).windows
        assert list(windows) == list(WINDOWS)
        for disc in DISCS:
            _, y0, _, y1 = windows[window_for(disc)]
            assert y0 < drawing(view).anchors["disc", disc][1] < y1
