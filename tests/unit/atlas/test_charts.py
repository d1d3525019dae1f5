"""What can be drawn: every map id is understood, described and sourced."""

from __future__ import annotations

import pytest

from dermatome.anatomy.ids import VIEWS
from dermatome.anatomy.load import facts
from dermatome.atlas.charts import (
    LAYER_CHARTS,
    agreement_id,
    described,
    difference_id,
    drawing,
    label_texts,
    name_of,
    sources_of,
)
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Region
from dermatome.errors import InputError

COMPARISONS = (
    "agreement-L4",
    "agreement-S4-5",
    "difference-isncsci-L5-common-fibular-peroneal",
    "difference-keegan-garrett-C8-ulnar",
    "difference-isncsci-S4-5-pudendal",
)
EVERY_CHART = (*(scheme.id for scheme in atlas().schemes), *LAYER_CHARTS, *COMPARISONS)


@pytest.mark.parametrize("map_id", EVERY_CHART)
def test_every_chart_says_what_it_is_and_who_says_so(map_id: str) -> None:
    chart = described(map_id)
    assert chart.id == map_id
    assert chart.name and chart.short_name and chart.title and chart.caveat
    assert "patient's right" in chart.caption
    assert facts().cite(chart.sources)


@pytest.mark.parametrize("map_id", EVERY_CHART)
def test_every_chart_is_drawn_somewhere_under_names_of_its_own(map_id: str) -> None:
    chart = described(map_id)
    drawn = {view: drawing(map_id, view) for view in VIEWS}
    assert any(each.regions for each in drawn.values())
    for each in drawn.values():
        keys = [region.key for region in each.regions]
        assert len(keys) == len(set(keys)) == len(each.over)
        for region in each.regions:
            assert name_of(region, chart)
            assert label_texts(region, chart)


def test_ids_of_comparisons_are_taken_apart() -> None:
    chart = described("difference-keegan-garrett-S4-5-common-fibular-peroneal")
    assert (chart.scheme, chart.root, chart.nerve) == ("keegan-garrett", "S4-5", "common fibular (peroneal)")
    assert described("agreement-s4-5").root == "S4-5"


def test_ids_of_comparisons_are_put_together() -> None:
    made = difference_id("isncsci", "s1", "Tibial nerve")
    assert made == "difference-isncsci-S1-tibial"
    assert described(made).nerve == "tibial"
    assert described(agreement_id("S5")).root == "S4-5"


@pytest.mark.parametrize(
    ("map_id", "complaint"),
    [
        ("nosuch", "no map called 'nosuch'"),
        ("agreement-", "no root"),
        ("agreement-C1", "owns no skin"),
        ("difference-isncsci-L5", "no map called"),
        ("difference-nosuch-L5-ulnar", "no map called"),
        ("difference-isncsci-L5-fibluar", "no nerve"),
        ("difference-isncsci-L5-suprascapular", "no skin of its own"),
        ("muscles-middle", "no map called"),
    ],
)
def test_what_cannot_be_drawn_is_refused(map_id: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        described(map_id)


def test_names_and_labels(toy: Atlas) -> None:
    def region(name: str, layer: str) -> Region:
        return Region(name, layer, "right", "anterior", toy.view("anterior").outline)

    muscle = region("flexor-carpi-radialis", "myotome")
    assert name_of(muscle, described("muscles-superficial")) == "flexor carpi radialis"
    assert label_texts(muscle, described("muscles-superficial")) == ("flexor carpi radialis", "FCR")
    palmar = region("median-palmar", "nerve")
    assert label_texts(palmar, described("nerves"))[-1] == "median, palmar"
    jerk = region("knee-jerk-patellar", "reflex")
    assert name_of(jerk, described("reflexes")) == "knee jerk (patellar)"
    assert label_texts(jerk, described("reflexes")) == ("knee jerk",)
    difference = described("difference-isncsci-C8-ulnar")
    assert [name_of(region(k, "difference"), difference) for k in ("root", "both", "nerve")] == [
        "C8 only",
        "C8 and ulnar",
        "ulnar only",
    ]
    agreed = region("isncsci~keegan-garrett", "agreement")
    assert label_texts(agreed, described("agreement-L4")) == ("1 of 2",)
    assert name_of(agreed, described("agreement-L4")) == "L4 on 1 of 2 maps (ISNCSCI; not Keegan & Garrett)"


def test_the_second_painting_lies_over_the_first(folded: Atlas) -> None:
    for view in VIEWS:
        each = drawing("fold", view, source=folded)
        over = {region.id for region, above in zip(each.regions, each.over, strict=True) if above}
        assert over == {"T4"}
        assert not any(drawing("toy", view, source=folded).over)


def test_reflexes_are_discs_and_arrows(toy: Atlas) -> None:
    shapes = {r.key: r.geometry for r in drawing("reflexes", "anterior", source=toy).regions}
    disc, arrow = shapes["knee-jerk-patellar", "right"], shapes["abdominal-all-quadrants", "right"]
    assert (disc.centroid.x, disc.centroid.y) == pytest.approx((-50, 50))
    x0, _, x1, _ = arrow.bounds
    assert x0 < -80 and x1 > -20
    assert arrow.intersection(toy.view("anterior").outline).area > 0


def test_only_what_is_shown_is_cited() -> None:
    chart = described("nerves")
    sural = sources_of(chart, ["sural"])
    assert set(sural) == set(facts().nerve_fields["sural"].source)
    assert set(sural) <= set(chart.sources)
    assert sources_of(described("isncsci"), []) == atlas().scheme("isncsci").sources
