"""The plotly figure: one trace a territory, constant, small, honest about what it does not map."""

from __future__ import annotations

import json
from itertools import combinations

import numpy as np
import pytest
import shapely
from shapely.geometry import LinearRing, Polygon

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.callouts import callouts
from dermatome.atlas.labels import labels
from dermatome.atlas.load import atlas, published_atlas
from dermatome.errors import InputError
from dermatome.figures.body import body_figure, body_figure_json
from dermatome.figures.palette import THEMES, contrast, ink_on
from dermatome.figures.plate import UNMAPPED, PlateOptions, plate, rings

SCHEMES = [scheme.id for scheme in atlas().schemes]
EACH_MAP_AND_VIEW = pytest.mark.parametrize(("scheme", "view"), [(s, v) for s in SCHEMES for v in VIEWS])
MAX_FIGURE_KB = 150


def _layers(figure, layer: str) -> list:
    return [trace for trace in figure.data if (trace.meta or {}).get("layer") == layer]


def _above(figure, layer: str) -> list:
    """The traces drawn over a layer."""
    return list(figure.data[[trace.meta["layer"] for trace in figure.data].index(layer) + 1 :])


@EACH_MAP_AND_VIEW
def test_one_trace_for_each_territory(scheme: str, view: str) -> None:
    drawn = {(t.meta["root"], t.meta["side"]) for t in _layers(body_figure(view, scheme), "territory")}
    assert drawn == {t.key for t in atlas().territories(scheme, view)}
    assert len(drawn) == len(_layers(body_figure(view, scheme), "territory"))


@pytest.mark.slow
@EACH_MAP_AND_VIEW
@pytest.mark.parametrize("theme", THEMES)
def test_the_figure_is_constant_and_small(scheme: str, view: str, theme: str) -> None:
    text = body_figure(view, scheme, theme=theme).to_json()
    assert text == body_figure(view, scheme, theme=theme).to_json()
    assert len(text or "") <= MAX_FIGURE_KB * 1000


@EACH_MAP_AND_VIEW
def test_every_trace_paints_exactly_its_territory(scheme: str, view: str) -> None:
    """Browsers fill paths by the non-zero rule: the winding number decides, so rings must be oriented."""
    figure = body_figure(view, scheme)
    px_per_mm = figure.layout.meta["px_per_mm"]
    for trace in _layers(figure, "territory"):
        territory = atlas().territory(scheme, view, trace.meta["root"], trace.meta["side"])
        assert territory is not None
        painted = sum(_signed_area(ring) for ring in _split(trace))
        # Borders are thinned out by less than half a pixel of the size the figure is laid out for.
        off = 0.25 / px_per_mm * territory.geometry.length
        assert painted == pytest.approx(territory.geometry.area, rel=1e-6, abs=off)


@EACH_MAP_AND_VIEW
def test_neighbours_are_thinned_together(scheme: str, view: str) -> None:
    """What divides the skin still does: no gap opens between two territories, and none overlaps another."""
    if atlas().scheme(scheme).overlapping:
        pytest.skip("its fields overlap as they are")
    figure = body_figure(view, scheme)
    painted = [_area(trace) for trace in _layers(figure, "territory") + _layers(figure, "unmapped")]
    (body,) = (_area(trace) for trace in _layers(figure, "body"))
    assert sum(area.area for area in painted) == pytest.approx(body.area, rel=1e-3)
    assert shapely.area(shapely.union_all(painted)) == pytest.approx(body.area, rel=1e-3)


def test_holes_run_against_their_shell() -> None:
    plate_with_hole = Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(3, 3), (3, 6), (6, 6), (6, 3)]])
    for polygon in (plate_with_hole, shapely.reverse(plate_with_hole)):
        shell, hole = rings(polygon)
        assert LinearRing(shell).is_ccw
        assert not LinearRing(hole).is_ccw
        assert shell[0] == shell[-1]


@EACH_MAP_AND_VIEW
def test_text_and_names(scheme: str, view: str) -> None:
    figure = body_figure(view, scheme)
    described = atlas().scheme(scheme)
    written = [note.text for note in figure.layout.annotations]
    assert any(described.short_name in text and str(described.year) in text for text in written)
    assert any("erritories overlap" in text for text in written)
    assert {"<b>R</b>", "<b>L</b>"} & set(written)
    assert any(text.endswith(" cm") for text in written)
    for trace in _layers(figure, "territory"):
        assert trace.name.startswith(trace.meta["root"])
        assert trace.meta["side"] in trace.name
        assert trace.hoveron == "fills"
        assert trace.name in trace.text
    named = [note for note in figure.layout.annotations if (note.name or "").startswith("label ")]
    assert len(named) == len(labels(scheme, view))


@EACH_MAP_AND_VIEW
def test_what_a_map_leaves_blank_is_said(scheme: str, view: str) -> None:
    unmapped = atlas().index(scheme, view).unmapped
    traces = _layers(body_figure(view, scheme), "unmapped")
    assert len(traces) == (unmapped is not None)
    for trace in traces:
        assert trace.name == UNMAPPED
        assert trace.fillpattern.shape == "/"


def test_sides_are_the_patients() -> None:
    """From the front the patient's right is on the left of the page, from behind on the right."""
    places = {}
    for view in ("anterior", "posterior"):
        places[view] = {note.text: note.x for note in body_figure(view, "isncsci").layout.annotations}
    assert places["anterior"]["<b>R</b>"] < places["anterior"]["<b>L</b>"]
    assert places["posterior"]["<b>L</b>"] < places["posterior"]["<b>R</b>"]


def test_one_side_alone_in_the_lateral_views() -> None:
    written = [note.text for note in body_figure("lateral-left", "isncsci").layout.annotations]
    assert "<b>L</b>" in written
    assert "<b>R</b>" not in written


@pytest.mark.parametrize("view", VIEWS)
def test_a_millimetre_is_as_wide_as_high(view: str) -> None:
    layout = body_figure(view, "isncsci").layout
    assert (layout.yaxis.scaleanchor, layout.yaxis.scaleratio) == ("x", 1)
    assert not layout.xaxis.visible
    assert not layout.yaxis.visible
    x0, y0, x1, y1 = atlas().view(view).bounds
    assert layout.xaxis.range[0] <= x0 < x1 <= layout.xaxis.range[1]
    assert layout.yaxis.range[0] <= y0 < y1 <= layout.yaxis.range[1]


def test_the_scale_bar_is_as_long_as_it_says() -> None:
    for view in VIEWS:
        figure = body_figure(view, "isncsci")
        (bar,) = _layers(figure, "scale_bar")
        (text,) = [note.text for note in figure.layout.annotations if note.text.endswith(" cm")]
        assert bar.x[1] - bar.x[0] == pytest.approx(10 * int(text.split()[0]))


def test_selected_root_is_picked_out_on_its_side() -> None:
    plain = {fill.key: fill for fill in plate("posterior", "isncsci").fills}
    lit = {
        fill.key: fill
        for fill in plate("posterior", "isncsci", PlateOptions(selected="S1", side="right")).fills
    }
    assert [key for key, fill in lit.items() if fill.selected] == [("S1", "right")]
    assert lit["S1", "right"].colour == plain["S1", "right"].colour
    assert lit["S1", "left"].colour != plain["S1", "left"].colour


def test_labels_can_be_left_out() -> None:
    assert plate("anterior", "isncsci").labels
    assert not plate("anterior", "isncsci", PlateOptions(labels=False)).labels


def test_callouts_come_when_asked_for() -> None:
    assert not plate("anterior", "isncsci").callouts
    called = plate("anterior", "isncsci", PlateOptions(callouts=True)).callouts
    assert called and called == callouts("isncsci", "anterior")


def test_key_points_are_a_layer_of_their_own() -> None:
    assert not plate("anterior", "isncsci").key_points
    (layer,) = _layers(body_figure("anterior", "isncsci"), "key_points")
    shown = [mark for mark in atlas().landmarks("anterior") if mark.key_point_of]
    assert len(layer.x) == len(shown)
    assert all("key sensory point" in text for text in layer.text)


def test_the_relief_lies_over_the_fills_where_it_was_built() -> None:
    for view in VIEWS:
        shade = atlas().view(view).shade
        images = body_figure(view, "isncsci").layout.images
        assert len(images) == (shade is not None)
        if shade is not None:
            x0, y0, x1, y1 = shade.bounds
            assert images[0].layer == "above"
            assert images[0].source == shade.file
            assert (images[0].x, images[0].y) == (x0, y1)
            assert (images[0].sizex, images[0].sizey) == pytest.approx((x1 - x0, y1 - y0), abs=0.01)


def test_the_json_is_made_once() -> None:
    text = body_figure_json("anterior", "isncsci")
    assert text is body_figure_json("anterior", "isncsci")
    assert json.loads(text)["layout"]["meta"]["view"] == "anterior"
    assert "http" not in text, "nothing may be fetched from outside"


def test_plates_are_shared() -> None:
    assert plate("anterior", "isncsci") is plate("anterior", "isncsci")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({"view": "top", "map_id": "isncsci"}, "no view"),
        ({"view": "anterior", "map_id": "nosuch"}, "no map"),
        ({"view": "anterior", "map_id": "isncsci", "theme": "sepia"}, "no theme"),
    ],
)
def test_bad_arguments(arguments: dict[str, str], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        body_figure(**arguments)  # pyright: ignore[reportArgumentType]


def test_a_side_is_the_left_or_the_right() -> None:
    with pytest.raises(InputError, match="no side"):
        plate("anterior", "isncsci", PlateOptions(selected="S1", side="both"))


def _split(trace) -> list[np.ndarray]:
    """The closed rings of a trace, cut at the gaps."""
    rings: list[list[tuple[float, float]]] = [[]]
    for x, y in zip(trace.x, trace.y, strict=True):
        if x is None:
            rings.append([])
        else:
            rings[-1].append((x, y))
    return [np.array(ring) for ring in rings]


def _area(trace) -> shapely.Polygon | shapely.MultiPolygon:
    """What a trace paints: shells run anticlockwise, holes clockwise."""
    rings = [Polygon(ring) for ring in _split(trace)]
    holes = shapely.union_all([ring for ring in rings if not ring.exterior.is_ccw])
    painted = shapely.union_all([ring for ring in rings if ring.exterior.is_ccw]).difference(holes)
    assert isinstance(painted, shapely.Polygon | shapely.MultiPolygon)
    return painted


def _signed_area(ring: np.ndarray) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]) / 2)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_is_inferred_lies_under_one_veil_with_dotted_borders(theme: str) -> None:
    figure = body_figure("posterior", "isncsci", theme=theme)
    (veil,) = _layers(figure, "inferred")
    assert "id" not in veil.meta, "the veil is no region: what lies beneath is chosen"
    drawn = shapely.union_all(
        [t.inferred for t in atlas().territories("isncsci", "posterior") if t.inferred and t.published]
    )
    rings = " ".join(f"{x} {y}" for x, y in zip(veil.x, veil.y, strict=True)).split("None None")
    shape = shapely.union_all(
        [shapely.Polygon(np.fromstring(ring, sep=" ").reshape(-1, 2)) for ring in rings]
    )
    assert shape.symmetric_difference(drawn).area < 0.2 * drawn.length  # its border is thinned out
    (seam,) = (t for t in _layers(figure, "lines") if t.meta["weight"] == "seam")
    assert "," in seam.line.dash
    (entry,) = figure.layout.meta["legend"]
    assert "not drawn on the published figure" in entry["text"]


@pytest.mark.parametrize("view", ["posterior", "lateral-left"])
def test_the_veil_leaves_the_borders_between_inferred_fields_as_dark_as_others(view: str) -> None:
    above = [t for t in _above(body_figure(view, "isncsci"), "inferred") if t.meta.get("weight") == "border"]
    lines = shapely.union_all([shapely.LineString(line) for trace in above for line in _split(trace)])
    fields = [(t.root, t.inferred) for t in atlas().territories("isncsci", view) if t.inferred]
    veiled = shapely.union_all(
        [t.inferred for t in atlas().territories("isncsci", view) if t.inferred and t.published]
    )
    for (a, one), (b, other) in combinations(fields, 2):
        shared = one.boundary.intersection(other.boundary).intersection(veiled)
        if shared.length > 20:
            assert shared.difference(lines.buffer(0.5)).length < 0.1 * shared.length, (a, b)


def test_without_what_is_inferred_there_is_no_veil_but_blank_skin() -> None:
    figure = body_figure("posterior", "isncsci", source=published_atlas())
    assert not _layers(figure, "inferred")
    (blank,) = _layers(figure, "unmapped")
    assert blank.x
    drawn = {(t.meta["root"], t.meta["side"]) for t in _layers(figure, "territory")}
    assert drawn == {t.key for t in atlas().territories("isncsci", "posterior") if t.published is not None}
    assert figure.layout.meta["legend"] == []


def test_a_schematic_map_does_not_say_what_its_unseen_figure_draws() -> None:
    (entry,) = body_figure("anterior", "lee").layout.meta["legend"]
    assert "was not seen" in entry["text"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_field_inferred_throughout_is_painted_paler(theme: str) -> None:
    traces = {
        (t.meta["root"], t.meta["side"]): t
        for t in _layers(body_figure("anterior", "keegan-garrett", theme=theme), "territory")
    }
    assert traces["L3", "left"].fillcolor == THEMES[theme].fill("L3")
    paler = traces["L2", "left"].fillcolor
    assert paler != THEMES[theme].fill("L2")
    assert contrast(ink_on(paler), paler) >= 4.5
