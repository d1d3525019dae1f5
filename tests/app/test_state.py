"""The address and the selection are two spellings of one thing."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from hypothesis import given
from hypothesis import strategies as st

from dermatome.anatomy.ids import BODY_PARTS, LAYERS, TERRITORY_ROOTS, VIEWS
from dermatome.ui.state import PRESETS, SIDE_CHOICES, Selection, default_selection, in_order, read_query

SCHEMES = ("isncsci", "keegan-garrett")

selections = st.builds(
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
)


@given(selections)
def test_selection_survives_the_address(selection: Selection) -> None:
    address = urlencode(selection.to_query(), doseq=True)
    assert read_query(parse_qs(address), SCHEMES) == (selection, [])


@given(
    st.dictionaries(
        st.sampled_from(["root", "side", "scheme", "view", "layer", "part", "x"]), st.lists(st.text())
    )
)
def test_any_address_gives_a_valid_selection(query: dict[str, list[str]]) -> None:
    selection, notes = read_query(query, SCHEMES)
    assert selection.root in TERRITORY_ROOTS
    assert selection.side in SIDE_CHOICES
    assert selection.scheme in SCHEMES
    assert selection.views
    assert set(selection.views) <= set(VIEWS)
    assert selection.layer in LAYERS
    assert selection.body_part is None or selection.body_part in BODY_PARTS
    assert all(len(note) < 400 for note in notes)


def test_empty_address_opens_with_a_default_and_no_note() -> None:
    assert read_query({}, SCHEMES) == (default_selection(SCHEMES), [])


def test_another_root_forgets_the_place_of_the_old_one() -> None:
    start = Selection("S1", "right", "isncsci", ("posterior",), body_part="heel")
    chosen = start.choose("l5")
    assert (chosen.root, chosen.side, chosen.body_part) == ("L5", "right", None)
