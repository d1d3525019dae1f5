"""The address and the selection are two spellings of one thing."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermatome.anatomy.ids import BODY_PARTS, DEPTHS, LAYERS, TERRITORY_ROOTS, VIEWS
from dermatome.ui.base import session as st_session
from dermatome.ui.base.levels import Levels, read_levels
from dermatome.ui.base.state import (
    LAYER_OF,
    PRESETS,
    SIDE_CHOICES,
    STANDS,
    Item,
    Point,
    Selection,
    default_selection,
    in_order,
    read_query,
)
from dermatome.ui.library import query as library_query

SCHEMES = ("isncsci", "keegan-garrett")
KNOWN = {
    "muscle": {"deltoid", "soleus"},
    "movement": {"elbow-flexion"},
    "reflex": {"biceps", "plantar"},
    "nerve": {"ulnar", "femoral"},
}
lengths = st.integers(-9999, 9999).map(lambda tenths: tenths / 10)
items = st.sampled_from([Item(kind, name) for kind, names in KNOWN.items() for name in sorted(names)])


def picked(selection: Selection, item: Item | None, difference: bool) -> Selection:
    """Return the selection with an item in the layer it belongs to."""
    if item is None:
        return selection
    layer = LAYER_OF[item.kind]
    return replace(selection, layer=layer, item=item, difference=difference and layer == "nerve")


plain_selections = st.builds(
    Selection,
    root=st.sampled_from(TERRITORY_ROOTS),
    side=st.sampled_from(SIDE_CHOICES),
    scheme=st.sampled_from(SCHEMES),
    views=st.one_of(
        st.sampled_from(list(PRESETS.values())),
        st.sets(st.sampled_from(VIEWS), min_size=1).map(in_order),
    ),
    layer=st.sampled_from(LAYERS),
    body_part=st.none() | st.sampled_from(BODY_PARTS),
    depth=st.sampled_from(DEPTHS),
    point=st.none() | st.builds(Point, view=st.sampled_from(VIEWS), x=lengths, y=lengths),
    inferred=st.booleans(),
)
selections = st.builds(picked, plain_selections, st.none() | items, st.booleans())


@given(selections)
def test_selection_survives_the_address(selection: Selection) -> None:
    address = urlencode(selection.to_query(), doseq=True)
    assert read_query(parse_qs(address), SCHEMES, KNOWN) == (selection, [])


@given(
    st.dictionaries(
        st.sampled_from(
            ["root", "side", "scheme", "view", "layer", "part", "depth", "at", "difference", "x", *LAYER_OF]
        ),
        st.lists(
            st.sampled_from(["deltoid", "ulnar", "yes", "anterior,1,nan", "moon,1,2"]) | st.text(), max_size=3
        ),
    )
)
def test_any_address_gives_a_valid_selection(query: dict[str, list[str]]) -> None:
    selection, notes = read_query(query, SCHEMES, KNOWN)
    assert selection.root in TERRITORY_ROOTS
    assert selection.side in SIDE_CHOICES
    assert selection.scheme in SCHEMES
    assert selection.views
    assert set(selection.views) <= set(VIEWS)
    assert selection.layer in LAYERS
    assert selection.body_part is None or selection.body_part in BODY_PARTS
    assert selection.depth in DEPTHS
    assert selection.item is None or (
        selection.item.id in KNOWN[selection.item.kind] and LAYER_OF[selection.item.kind] == selection.layer
    )
    assert not selection.difference or selection.picked("nerve")
    assert all(len(note) < 400 for note in notes)


def test_empty_address_opens_with_a_default_and_no_note() -> None:
    assert read_query({}, SCHEMES, KNOWN) == (default_selection(SCHEMES), [])


TURNS = ("35,-10,0,120,-75,1700", "-180,90,0,0,0,1,lithotomy")


@pytest.mark.parametrize("stand", [*STANDS, *TURNS])
def test_a_stand_of_the_body_in_the_round_reopens_with_it(stand: str) -> None:
    selection, notes = read_query({"root": ["S1"], "view": ["3d"], "stand": [stand]}, SCHEMES, KNOWN)
    assert not notes and selection.stand == stand
    assert selection.to_query()["stand"] == stand
    assert "stand" not in replace(selection, views=("anterior",)).to_query()


@pytest.mark.parametrize(
    "stand", ["upside-down", "1,2,3", "1,2,3,4,5,0", "1,2,3,4,5,6,crawl", "1,2,3,4,5,6,", "nan,2,3,4,5,6"]
)
def test_an_unknown_stand_is_left_out_and_said(stand: str) -> None:
    selection, notes = read_query({"view": ["3d"], "stand": [stand]}, SCHEMES, KNOWN)
    assert not selection.stand
    assert any(stand in note and "perineum or best" in note for note in notes)


def test_what_is_inferred_is_shown_unless_the_address_says_no() -> None:
    selection, notes = read_query({"inferred": ["no"]}, SCHEMES, KNOWN)
    assert not notes and not selection.inferred and selection.to_query()["inferred"] == "no"
    assert "inferred" not in default_selection(SCHEMES).to_query()
    _, notes = read_query({"inferred": ["perhaps"]}, SCHEMES, KNOWN)
    assert "yes or no" in notes[0]


def test_another_root_forgets_the_place_of_the_old_one() -> None:
    start = Selection("S1", "right", "isncsci", ("posterior",), body_part="heel")
    chosen = start.choose("l5")
    assert (chosen.root, chosen.side, chosen.body_part) == ("L5", "right", None)


@pytest.mark.parametrize("kind", LAYER_OF)
def test_what_is_picked_brings_its_layer(kind: str) -> None:
    name = sorted(KNOWN[kind])[0]
    selection, notes = read_query({kind: [name]}, SCHEMES, KNOWN)
    assert (selection.layer, selection.picked(kind), notes) == (LAYER_OF[kind], name, [])


def test_the_layer_asked_for_decides_which_item_counts() -> None:
    query = {"layer": ["nerve"], "muscle": ["deltoid"], "nerve": ["ulnar"]}
    assert read_query(query, SCHEMES, KNOWN)[0].item == Item("nerve", "ulnar")


@pytest.mark.parametrize(
    "at", ["anterior", "moon,1,2", "anterior,1", "anterior,1,2,3", "anterior,nan,2", "anterior,1,1e9"]
)
def test_a_place_that_is_none_is_dropped_with_a_note(at: str) -> None:
    selection, notes = read_query({"at": [at]}, SCHEMES, KNOWN)
    assert selection.point is None
    assert len(notes) == 1


def test_map_drawn_follows_layer_and_item() -> None:
    start = Selection("L5", "right", "lee", ("anterior",))
    nerve = replace(start, layer="nerve", item=Item("nerve", "ulnar"))
    shown = [start, replace(start, layer="myotome", depth="deep"), replace(start, layer="reflex"), nerve]
    assert [each.map_id for each in shown] == ["lee", "muscles-deep", "reflexes", "nerves"]
    assert replace(nerve, difference=True).map_id == "difference-lee-L5-ulnar"


@pytest.mark.parametrize(
    ("written", "root", "others"),
    [
        ("C5,6,7", "C5", "C6, C7"),
        ("C5-C7", "C5", "C6, C7"),
        ("l5s1", "L5", "S1"),
        ("th 4", "T4", ""),
        ("S4,5", "S4-5", ""),
        ("C1, C5", "C5", "C1"),
    ],
)
def test_of_a_list_in_any_notation_the_first_is_chosen_and_the_rest_named(
    written: str, root: str, others: str
) -> None:
    selection, notes = read_query({"root": [written]}, SCHEMES, KNOWN)
    assert selection.chosen and selection.root == root
    said = f"Only one thing can be chosen at a time; left out: {others}."
    assert notes == ([said] if others else [])


def test_the_pages_read_one_list_alike() -> None:
    column, notes = read_levels({"root": ["C5,6,7"]}, Levels())
    asked, searched = library_query.read_query({"root_filter": "C5,6,7"})
    _, said = read_query({"root": ["C5,6,7"]}, SCHEMES, KNOWN)
    assert (column.id, asked.root) == ("C5", "C5")
    assert notes == searched == said


@pytest.mark.parametrize(
    ("kind", "written", "thing", "others"),
    [
        ("disc", "L3/4, 4/5 and L5/S1", "L3/4", "L4/5, L5/S1"),
        ("vertebra", "L4,5", "L4", "L5"),
        ("root", "S2,3,4", "S2", "S3, S4"),
    ],
)
def test_of_a_list_the_column_shows_the_first(kind: str, written: str, thing: str, others: str) -> None:
    column, (said,) = read_levels({kind: [written]}, Levels())
    assert (column.kind, column.id) == (kind, thing)
    assert said.endswith(f"left out: {others}.")


@pytest.mark.parametrize("written", ["L6-S1", "L5/6", "T12/T13"])
def test_a_disc_of_a_vertebra_too_many_is_refused_for_what_it_is(written: str) -> None:
    column, (said,) = read_levels({"disc": [written]}, Levels())
    assert column == Levels() and written in said and "five lumbar" in said


@given(st.text(max_size=200) | st.text("C5,6-/ lsS1and", max_size=400))
def test_whatever_stands_for_a_root_is_read_or_told(written: str) -> None:
    selection, notes = read_query({"root": [written]}, SCHEMES, KNOWN)
    assert selection.chosen or notes or not written.strip()
    assert all(len(note) < 200 for note in notes)


@pytest.mark.parametrize(
    "message",
    [
        {"n": "many"},
        {"n": [1]},
        {"n": float("inf")},
        {"n": 1, "layer": []},
        {"n": 1, "layer": "dermatome", "root": 5},
        {"n": 1, "layer": "dermatome", "root": "S1", "at": 5},
        {"n": 1, "layer": "dermatome", "root": "S1", "side": {}},
        {"n": 1, "layer": "dermatome", "root": "S1", "views": [{}]},
        {"n": 1, "layer": "dermatome", "root": "S1", "depth": 1},
        {"n": 1, "layer": "myotome", "kind": [], "item": []},
        {"n": 1, "layer": "myotome", "kind": "muscle", "item": {}},
        {"n": 1, "layer": "dermatome", "scheme": ["lee"]},
    ],
    ids=str,
)
def test_a_message_of_the_map_that_holds_anything_else_changes_nothing(
    message: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory: dict[str, object] = {}
    monkeypatch.setattr(st_session.st, "session_state", memory)
    st_session.picked(message)
    assert not memory
