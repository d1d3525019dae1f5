"""The page of the published maps: every map and conflict, what is said of a spot, how far maps agree."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from dermatome.anatomy.ids import BODY_PARTS, TERRITORY_ROOTS, VIEWS
from dermatome.anatomy.load import facts
from dermatome.atlas.compare import tally, who_says
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from dermatome.atlas.spots import spot
from dermatome.ui.base import spots as spot_text
from dermatome.ui.base.session import known
from dermatome.ui.base.state import PRESETS, Point, Selection, read_query
from dermatome.ui.maps import text as comparison_text
from tests.app.test_pages import markup, open_page, text

SCHEMES = [scheme.id for scheme in atlas().schemes]
OVERLAPPING = next(scheme for scheme in atlas().schemes if scheme.overlapping)
VIEW = "comparison-view"
"""Key of the choice of a view."""
CALF = ("posterior", *spot("calf", "posterior"))
"""Overlapped on the map whose fields overlap."""
ELBOW = ("anterior", *spot("lateral-antecubital", "anterior"))
"""Left blank on the map that leaves blank what varies."""


def chosen(
    root: str, view: str, point: tuple[str, float, float] | None = None, side: str = "right"
) -> Selection:
    return Selection(root, side, SCHEMES[0], (view,), point=Point(*point) if point else None)


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html))).strip()


def opened(html: str) -> tuple[str, dict[str, list[str]]]:
    """Return page and query of the only link of the class ``open``."""
    (address,) = re.findall(r'class=open href="([^"]*)"', html)
    parts = urlsplit(unescape(address))
    return parts.path, parse_qs(parts.query)


# ---- the page -------------------------------------------------------------------------------------


def test_the_page_says_once_which_maps_were_drawn_unseen() -> None:
    intro = comparison_text.introduction(atlas().schemes)
    assert markup(open_page(script="pages/maps.py")).count(intro) == 1
    for scheme in atlas().schemes:
        assert (scheme.short_name in intro) == (scheme.kind == "schematic")


def test_a_place_is_chosen_by_name_also_where_a_map_is_blank() -> None:
    test = open_page({"root": "C6", "scheme": "lee", "view": "anterior"}, script="pages/maps.py")
    place = test.selectbox("comparison-place")
    assert place.value is None
    blank = next(
        part
        for part in BODY_PARTS
        if part in _seen("anterior") and not hit("lee", "anterior", *spot(part, "anterior")).root
    )
    place.set_value(blank).run()
    assert not test.exception
    assert test.selectbox("comparison-place").value == blank
    said = who_says("anterior", *spot(blank, "anterior"))
    assert words(spot_text.table(said)) in words(markup(test))
    assert "C6" in markup(test), "a blank spot changes no root"


def test_a_place_by_name_takes_the_root_of_the_map_meant() -> None:
    test = open_page({"root": "T4", "scheme": "isncsci", "view": "foot-sole"}, script="pages/maps.py")
    test.selectbox("comparison-place").set_value("heel").run()
    assert hit("isncsci", "foot-sole", *spot("heel", "foot-sole")).root == "S1"
    assert test.query_params["root"] == "S1"


def _seen(view: str) -> set[str]:
    return {area.part for area in atlas().parts(view) if area.side in ("right", "midline")}


def test_the_address_chooses_root_view_and_spot() -> None:
    view, x, y = CALF
    test = open_page({"root": "S2", "view": view, "at": f"{view},{x},{y}"}, script="pages/maps.py")
    assert not test.info
    shown = text(test)
    assert "Agreement on S2" in shown
    assert "Muscle beneath" in shown


def test_a_bad_address_is_told() -> None:
    test = open_page({"root": "L9", "view": "sideways"}, script="pages/maps.py")
    assert "L9" in test.info[0].value
    assert "sideways" in test.info[0].value


def test_choosing_a_view_keeps_the_root_and_drops_the_spot() -> None:
    view, x, y = CALF
    test = open_page({"root": "S2", "at": f"{view},{x},{y}"}, script="pages/maps.py")
    assert test.button_group(key=VIEW).value in (view, [view])
    test.button_group(key=VIEW).set_value("foot-sole").run()
    assert "S2" in test.query_params["root"]
    assert "foot-sole" in test.query_params["view"]
    assert "at" not in test.query_params
    assert "Agreement on S2" in text(test)


def test_the_page_shows_the_view_of_the_spot_else_the_first() -> None:
    everywhere = Selection("S1", "right", SCHEMES[0], PRESETS["Body"])
    assert comparison_text.shown_view(everywhere) == "anterior"
    assert comparison_text.shown_view(chosen("S1", "anterior", CALF)) == "posterior"


# ---- above each map -------------------------------------------------------------------------------


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("root", TERRITORY_ROOTS)
def test_every_map_says_whether_it_draws_the_root(root: str, view: str) -> None:
    heads = comparison_text.heads(chosen(root, view), view)
    assert len(heads) == len(SCHEMES)
    for scheme, head in zip(atlas().schemes, heads, strict=True):
        assert scheme.short_name in head["name"]
        assert str(scheme.year) in head["name"]
        assert ("schematic" in head["kind"]) == (scheme.kind == "schematic")
        assert ("overlap" in head["kind"]) == scheme.overlapping
        drawn = any(t.root == root for t in atlas().territories(scheme.id, view))
        assert head["lit"] == drawn
        if root not in scheme.mapped_roots:
            assert scheme.blank in head["note"]


def test_with_a_spot_every_map_says_what_it_gives_it_to() -> None:
    view, x, y = CALF
    heads = comparison_text.heads(chosen("S1", view, CALF), view)
    for scheme, head in zip(atlas().schemes, heads, strict=True):
        found = hit(scheme.id, view, x, y)
        roots = [root for root in (found.root, *(root for root, _ in found.also)) if root]
        assert all(root in head["note"] for root in roots)
        assert head["lit"] == ("S1" in roots)


# ---- who says so ----------------------------------------------------------------------------------


def test_overlapping_fields_are_both_named_and_a_blank_says_why() -> None:
    rows = dict(
        re.findall(r"<tr><th scope=row>(.*?)<td>(.*?)(?=<tr>|</table>)", spot_text.table(who_says(*CALF)))
    )
    told = {words(name).rstrip(" 0123456789"): words(said) for name, said in rows.items()}
    found = hit(OVERLAPPING.id, *CALF)
    assert found.root and found.also
    for root in (found.root, found.also[0][0]):
        assert root in told[f"{OVERLAPPING.short_name} (schematic)"]
    assert "overlap" in told[f"{OVERLAPPING.short_name} (schematic)"]
    assert {name for name in told if "schematic" in name} == {
        f"{scheme.short_name} (schematic)" for scheme in atlas().schemes if scheme.kind == "schematic"
    }
    lee = atlas().scheme("lee")
    assert hit("lee", *ELBOW).root is None
    blank = words(spot_text.table(who_says(*ELBOW)))
    assert f"{lee.blank}" in blank


def test_the_table_ends_with_how_far_the_maps_agree() -> None:
    shown = words(comparison_text.who_says_here(chosen("C5", "anterior", ELBOW), "anterior"))
    speaking = [each for each in who_says(*ELBOW).maps if each.mapped]
    assert set.intersection(*(set(each.roots) for each in speaking)) == {"C5"}
    assert f"All {len(speaking)} maps that say anything here name C5." in shown


def test_without_a_spot_the_page_asks_for_one() -> None:
    assert "Point at a spot" in words(comparison_text.who_says_here(chosen("S1", "anterior"), "anterior"))


def test_the_map_page_opens_with_the_same_selection() -> None:
    selection = chosen("S1", "posterior", CALF)
    page, query = opened(comparison_text.who_says_here(selection, "posterior"))
    assert page == "./"
    reopened, notes = read_query(query, SCHEMES, known())
    assert not notes
    assert (reopened.root, reopened.scheme, reopened.views) == ("S1", SCHEMES[0], ("posterior",))
    assert reopened.point == selection.point


def test_a_blank_spot_on_the_map_page_says_so_and_what_others_say() -> None:
    view, x, y = ELBOW
    test = open_page({"root": "C5", "scheme": "lee", "view": view, "at": f"{view},{x},{y}"})
    shown = text(test)
    assert f"that spot is {atlas().scheme('lee').blank}" in re.sub(r"\s+", " ", shown)
    others = [each for each in who_says(*ELBOW).maps if each.mapped]
    for each in others:
        assert atlas().scheme(each.scheme).short_name.split(" &")[0] in shown.partition("Others say")[2]


def test_an_overlap_on_the_map_page_names_both_roots() -> None:
    view, x, y = CALF
    found = hit(OVERLAPPING.id, view, x, y)
    assert found.root
    test = open_page({"root": found.root, "scheme": OVERLAPPING.id, "view": view, "at": f"{view},{x},{y}"})
    assert f"{found.also[0][0]} claim this spot too" in text(test)


# ---- agreement ------------------------------------------------------------------------------------


def test_the_shares_of_the_table_are_those_of_the_drawings() -> None:
    for root, view in (("S1", "foot-sole"), ("L4", "anterior"), ("C7", "hand-dorsal")):
        found = tally(root, view, "right")
        shown = comparison_text.agreement_table(chosen(root, view), view)
        rows = re.findall(r"</i>(\d) maps?<td>([^<]*)<td class=number>([^<]*)<td class=number>([^<]*)", shown)
        assert [int(count) for count, *_ in rows] == sorted(found.areas, reverse=True)
        for count, labels, area, share in rows:
            assert all(label.startswith(f"{count} of ") for label in labels.split(", "))
            assert float(area.split()[0]) == pytest.approx(found.areas[int(count)], abs=0.5)
            assert float(share.split()[0]) == pytest.approx(
                100 * found.areas[int(count)] / found.total, abs=0.5
            )
        assert "no measures of people" in re.sub(r"\s+", " ", words(shown))


def test_each_number_of_maps_has_a_sign_beside_its_colour() -> None:
    shown = comparison_text.agreement_table(chosen("S1", "posterior"), "posterior")
    signs = re.findall(r"class='swatch (\w+)'", shown)
    assert len(signs) == len(set(signs)) > 2


def test_no_table_where_no_map_draws_the_root() -> None:
    selection = chosen("C5", "foot-sole")
    assert comparison_text.agreement_table(selection, "foot-sole") == ""
    assert "No map draws C5" in comparison_text.agreement_heading(selection, "foot-sole")
    assert not open_page({"root": "C5", "view": "foot-sole"}, script="pages/maps.py").info


# ---- conflicts ------------------------------------------------------------------------------------


@pytest.mark.parametrize("conflict", facts().conflicts, ids=lambda conflict: conflict.id)
def test_every_conflict_card_names_its_positions_and_opens_its_place(conflict) -> None:
    card = comparison_text.conflict_cards([conflict])
    for position in (conflict.position_a, conflict.position_b, conflict.position_c):
        assert words(position) in words(card)
    assert card.count("sources?") >= 2
    page, query = opened(card)
    if conflict.shown_layer == "level":
        assert (page, query["root"]) == ("levels", [conflict.shown_root])
        return
    assert page == ("maps" if conflict.shown_layer == "dermatome" else "./")
    selection, notes = read_query(query, SCHEMES, known())
    assert not notes
    assert (selection.root, selection.layer) == (conflict.shown_root, conflict.shown_layer)
    assert selection.views == (conflict.shown_view,)
    assert (selection.point is not None) == bool(conflict.shown_spot)
    assert (selection.item.id if selection.item else "") == conflict.shown_item
    assert not conflict.roots or conflict.shown_root in conflict.roots


def test_conflicts_that_change_most_come_first() -> None:
    shown = markup(open_page(script="pages/maps.py"))
    order = re.findall(r"<li id='([\w-]+)'", shown)
    severity = {conflict.id: conflict.severity for conflict in facts().conflicts}
    ranks = [list(comparison_text.SEVERITY).index(severity[name]) for name in order]
    assert len(order) == len(facts().conflicts)
    assert ranks == sorted(ranks)
