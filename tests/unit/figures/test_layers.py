"""Layers and comparisons, drawn as the maps are: traces with names, patterns beside colours, legends."""

from __future__ import annotations

import pytest

from dermatome.anatomy.ids import VIEWS
from dermatome.anatomy.load import facts
from dermatome.atlas.charts import LAYER_CHARTS, drawing
from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.figures.body import body_figure
from dermatome.figures.paint import main_root
from dermatome.figures.palette import DARK, LIGHT, THEMES
from dermatome.figures.plate import PlateOptions, plate

COMPARISONS = ("agreement-L4", "difference-isncsci-L5-common-fibular-peroneal")
LAYER_NAMES = {
    "muscles-superficial": "myotome",
    "muscles-deep": "myotome",
    "nerves": "nerve",
    "reflexes": "reflex",
    "agreement-L4": "agreement",
    "difference-isncsci-L5-common-fibular-peroneal": "difference",
}
MAX_FIGURE_KB = 220


def _shapes(figure, layer: str) -> list:
    return [trace for trace in figure.data if (trace.meta or {}).get("layer") == layer]


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("map_id", [*LAYER_CHARTS, *COMPARISONS])
def test_every_shape_is_a_trace_that_says_whose_it_is(map_id: str, view: str) -> None:
    figure = body_figure(view, map_id)
    traces = _shapes(figure, LAYER_NAMES[map_id])
    assert {(t.meta["id"], t.meta["side"]) for t in traces} == {r.key for r in drawing(map_id, view).regions}
    for trace in traces:
        assert set(trace.meta) == {"layer", "id", "side", "name", "body_label"}
        assert trace.meta["name"] == trace.name
        assert trace.meta["side"] in trace.name
        assert trace.hoveron == "fills"
    assert figure.layout.meta["map"] == map_id
    assert figure.layout.meta["layer"] == LAYER_NAMES[map_id]


@pytest.mark.slow
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("map_id", [*LAYER_CHARTS, *COMPARISONS])
def test_figures_are_constant_and_small(map_id: str, theme: str) -> None:
    for view in ("anterior", "hand-palmar"):
        text = body_figure(view, map_id, theme=theme).to_json()
        assert text == body_figure(view, map_id, theme=theme).to_json()
        assert len(text or "") <= MAX_FIGURE_KB * 1000


def test_territories_keep_their_root() -> None:
    for trace in _shapes(body_figure("anterior", "isncsci"), "territory"):
        assert trace.meta["id"] == trace.meta["root"]
        assert trace.meta["kind"] in ("spinal", "trigeminal")


def test_a_muscle_has_the_hue_of_its_main_root() -> None:
    muscles = facts().muscles
    assert main_root(muscles["deltoid"]) == "C5"
    assert main_root(muscles["quadriceps-femoris"]) == "L3"
    assert main_root(muscles["erector-spinae-and-multifidus"]) is None
    for fill in plate("anterior", "muscles-superficial").fills:
        assert fill.colour == LIGHT.of_root(main_root(muscles[fill.id]))


def test_a_root_lights_its_muscles_main_and_contributing_apart() -> None:
    """Colour, pattern and edge all differ."""
    fills = {
        fill.id: fill for fill in plate("posterior", "muscles-superficial", PlateOptions(selected="S1")).fills
    }
    main, part, other = fills["gluteus-maximus"], fills["gluteus-medius"], fills["trapezius"]
    assert (main.paint.emphasis, part.paint.emphasis, other.paint.emphasis) == (
        "main",
        "contributing",
        "back",
    )
    assert main.colour == LIGHT.fill("S1") != part.colour
    assert (main.paint.pattern, part.paint.pattern) == ("", ".")
    assert [
        e.text for e in plate("posterior", "muscles-superficial", PlateOptions(selected="S1")).legend
    ] == [
        "mainly S1",
        "S1 contributes",
    ]


def test_one_muscle_on_one_side() -> None:
    drawn = plate("posterior", "muscles-superficial", PlateOptions(selected="soleus", side="left"))
    assert {fill.key for fill in drawn.fills if fill.selected} == {("soleus", "left")}


def test_a_nerve_lights_all_its_fields() -> None:
    lit = {
        fill.id
        for fill in plate("anterior", "nerves", PlateOptions(selected="common fibular")).fills
        if fill.selected
    }
    assert lit == {"lateral-sural", "superficial-fibular", "deep-fibular"}
    assert {
        f.id for f in plate("posterior", "nerves", PlateOptions(selected="sural")).fills if f.selected
    } == {"sural"}


def test_reflexes_of_a_root() -> None:
    ranks = {
        fill.id: fill.paint.emphasis
        for fill in plate("posterior", "reflexes", PlateOptions(selected="S1")).fills
    }
    assert (ranks["ankle-jerk-achilles"], ranks["medial-hamstring"], ranks["triceps"]) == (
        "main",
        "contributing",
        "back",
    )


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_root_and_nerve_are_told_by_the_run_of_their_lines(theme) -> None:
    map_id = "difference-isncsci-L5-common-fibular-peroneal"
    drawn = plate("foot-dorsum", map_id, PlateOptions(theme=theme.name))
    patterns = {fill.id: fill.paint.pattern for fill in drawn.fills}
    assert patterns == {"root": "/", "both": "x", "nerve": "\\"}
    assert [entry.paint.pattern for entry in drawn.legend] == ["/", "x", "\\"]
    traces = _shapes(body_figure("foot-dorsum", map_id, theme=theme.name), "difference")
    assert {t.meta["id"]: t.fillpattern.shape for t in traces} == patterns


def test_agreement_is_told_by_colour_pattern_and_words() -> None:
    drawn = plate("anterior", "agreement-L4")
    by_count: dict[int, set] = {}
    for fill in drawn.fills:
        by_count.setdefault(len(fill.id.partition("~")[0].split("+")), set()).add(fill.paint)
    assert all(len(paints) == 1 for paints in by_count.values())
    assert len({paint.pattern for paints in by_count.values() for paint in paints}) == len(by_count)
    assert {label.label.text.split()[1] for label in drawn.labels} == {"of"}
    assert len(drawn.legend) == max(by_count)


def test_comparisons_have_nothing_to_pick_out() -> None:
    with pytest.raises(InputError, match="nothing to pick out"):
        plate("anterior", "agreement-L4", PlateOptions(selected="L4"))


@pytest.mark.parametrize("map_id", LAYER_CHARTS)
def test_names_stand_on_their_shapes_and_apart(map_id: str) -> None:
    from itertools import combinations

    from shapely.geometry import box

    for view in ("anterior", "posterior", "hand-palmar"):
        names = [inked.label for inked in plate(view, map_id).labels]
        assert names
        for one, other in combinations(names, 2):
            assert box(*one.box).intersection(box(*other.box)).area == 0, f"{one.text} and {other.text}"


def test_overlapping_maps_let_the_first_painting_shine_through() -> None:
    overlapping = [scheme.id for scheme in atlas().schemes if scheme.overlapping]
    for scheme in overlapping:
        figure = body_figure("anterior", scheme)
        drawn = plate("anterior", scheme)
        above = {fill.key for fill in drawn.fills if fill.over}
        assert above
        for trace in _shapes(figure, "territory"):
            over = (trace.meta["id"], trace.meta["side"]) in above
            assert trace.fillcolor.startswith("rgba") == over
        assert drawn.beneath
