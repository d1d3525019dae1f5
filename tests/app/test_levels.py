"""The page of levels without a browser: what it says, its address, and the selection it shares."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.anatomy.ids import ROOTS, VERTEBRAE
from dermatome.anatomy.load import facts
from dermatome.spine.load import spine_data
from dermatome.spine.rules import DISCS, SITES
from dermatome.ui.base.levels import Levels, read_levels

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT = 60


def open_levels(**query: str) -> AppTest:
    """Open the page as a visitor with this address would."""
    test = AppTest.from_file(str(PROJECT / "pages" / "levels.py"), default_timeout=TIMEOUT)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def address(test: AppTest) -> dict[str, str]:
    """Return the query of the page's address."""
    return {k: v if isinstance(v, str) else v[-1] for k, v in test.query_params.items()}


def text(test: AppTest) -> str:
    """Return all HTML on the page as words."""
    bodies = " ".join(str(getattr(element, "body", "")) for element in test.get("html"))
    return re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", bodies, flags=re.DOTALL))


def test_it_opens_with_the_root_of_the_atlas() -> None:
    shown = text(open_levels())
    assert re.search(r"S1\s+first sacral nerve root", shown)
    assert "Schematic" in shown


def test_l5_names_the_other_four() -> None:
    shown = re.sub(r"\s+", " ", text(open_levels(root="L5")))
    for row in (
        "Vertebra L5 of the same number; the root leaves below its pedicle",
        "Foramen L5/S1",
        "Disc L4/5 a paracentral herniation takes it on its way past (traversing)",
        "Disc L5/S1 a foraminal or far lateral one takes it as it leaves (exiting)",
        "Cord segment L5 where the root arises: behind T12–T12/L1",
    ):
        assert row in shown


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"disc": "L4/5", "herniation": "paracentral"}, "takes the  L5 root . The exiting L4 root is spared"),
        (
            {"disc": "L4-5", "herniation": "far-lateral"},
            "takes the  L4 root . The traversing L5 root is spared",
        ),
        ({"disc": "C7/T1", "herniation": "foraminal"}, "C8, which has no vertebra of its number"),
        ({"disc": "C4/5", "herniation": "paracentral"}, "takes the  C5 root"),
        ({"disc": "L3/4", "herniation": "central"}, "meets the  cauda equina  first"),
        ({"disc": "T6/7", "herniation": "paracentral"}, "meets the  spinal cord  first"),
        (
            {"disc": "L1/2", "herniation": "central", "conus": "L2-middle"},
            "meets the  conus medullaris  first",
        ),
        ({"root": "L5", "herniation": "paracentral"}, "herniation of the L4/5 disc"),
    ],
)
def test_herniation_says_what_is_taken(query: dict[str, str], said: str) -> None:
    assert said in text(open_levels(**query))


def test_which_s1_has_five_answers() -> None:
    shown = text(open_levels(root="S1", which="yes"))
    for number, what in enumerate(
        ("vertebra", "nerve root", "disc level", "cord segment", "neurological level"), 1
    ):
        assert f"{number} S1 as a {what}" in shown


def test_a_low_conus_moves_the_segments() -> None:
    usual, low = text(open_levels(segment="S1")), text(open_levels(segment="S1", conus="L2-L3"))
    assert "behind T12/L1–L1" in usual
    assert "behind T12/L1–L1" not in low
    assert "The cord ends at the L2/3 disc" in low


@pytest.mark.parametrize("form", ["sacralised-l5", "lumbarised-s1"])
def test_transition_says_how_sources_differ(form: str) -> None:
    shown = text(open_levels(transitional=form))
    assert "Sources differ on the roots" in shown
    wanted = [note for note in facts().level_notes if note.id.startswith(f"transitional-{form}")]
    assert wanted
    for note in wanted:
        assert note.statement in shown


@pytest.mark.parametrize(
    ("query", "dropped"),
    [
        ({"vertebra": "C8"}, "There is no C8 vertebra"),
        ({"disc": "S1/2"}, "within the sacrum"),
        ({"root": "Q9"}, "Q9"),
        ({"segment": "<b>x</b>" * 40}, "segment"),
        ({"herniation": "sideways"}, "sideways"),
        ({"conus": "C3"}, "C3"),
        ({"transitional": "mermaid"}, "mermaid"),
        ({"which": "perhaps"}, "perhaps"),
        ({"vertebra": "L5", "root": "S1"}, "Only one thing"),
        ({"root": "![x](//evil.example/x)"}, "evil"),
    ],
)
def test_bad_values_are_dropped_and_named(query: dict[str, str], dropped: str) -> None:
    test = open_levels(**query)
    assert len(test.info) == 1
    note = test.info[0].value
    assert dropped in note.replace("\\", "")
    assert "![" not in note and "<b>" not in note
    assert len(note) < 400
    kept = address(test)
    assert len(kept) == 1, "one thing chosen, all else as usual"
    assert dropped not in str(kept)


def test_the_address_reopens_what_it_shows() -> None:
    state = Levels("disc", "L4/5", "paracentral", "L2-middle", "sacralised-l5")
    query = {name: [value] for name, value in state.to_query().items()}
    assert read_levels(query, Levels()) == (state, [])
    asked = Levels("vertebra", "C5", None, "L1-lower", "none", True)
    assert read_levels({k: [v] for k, v in asked.to_query().items()}, Levels()) == (asked, [])


def test_widgets_change_state_and_address() -> None:
    test = open_levels(root="L5")
    test.selectbox(key="levels_thing").set_value("C6").run()
    assert address(test)["root"] == "C6"
    test.button_group(key="levels_kind").set_value("disc").run()
    assert address(test)["disc"] == "C5/6"
    test.button_group(key="levels_herniation").set_value("paracentral").run()
    assert address(test)["herniation"] == "paracentral"
    test.select_slider(key="levels_conus").set_value("L2-upper").run()
    assert address(test)["conus"] == "L2-upper"
    test.button_group(key="levels_transitional").set_value("lumbarised-s1").run()
    assert address(test)["transitional"] == "lumbarised-s1"
    test.toggle(key="levels_which").set_value(True).run()
    assert address(test)["which"] == "yes"
    assert address(test)["herniation"] == "paracentral", "a switch leaves all else as it was"
    assert not test.exception


def test_no_switch_changes_what_the_page_is_about() -> None:
    test = open_levels(disc="L4/5", herniation="foraminal")
    before = address(test)
    for on in (True, False):
        asked = next(each for each in test.toggle if each.key == "levels_which")
        assert "L4" in asked.label
        asked.set_value(on).run()
        assert "The L4 root" in text(test)
        assert test.session_state["selection"].root == "L4"
    assert address(test) == before
    test.select_slider(key="levels_conus").set_value("L2-upper").run()
    test.button_group(key="levels_transitional").set_value("sacralised-l5").run()
    assert "The L4 root" in text(test)
    test.button_group(key="levels_kind").set_value("root").run()
    assert address(test)["root"] == "L4", "the root that the herniation takes"


def test_links_lead_from_the_facts_of_a_root_to_the_column_and_back() -> None:
    from dermatome.ui.base.facts import fact_rows

    rows = fact_rows("L5")
    assert 'href="levels?root=L5"' in rows["exit"][1]
    assert 'href="levels?disc=L4%2F5&amp;herniation=paracentral"' in rows["disc"][1]
    shown = " ".join(
        str(getattr(each, "body", ""))
        for each in open_levels(disc="L4/5", herniation="paracentral").get("html")
    )
    assert re.search(r'href="\./\?root=L5', shown)


def test_choosing_a_disc_chooses_the_root_of_the_atlas() -> None:
    test = open_levels(disc="L4/5", herniation="foraminal")
    assert test.session_state["selection"].root == "L4"
    test.button_group(key="levels_herniation").set_value("paracentral").run()
    assert test.session_state["selection"].root == "L5"


def test_a_root_chosen_on_the_body_is_chosen_here() -> None:
    test = open_levels(root="L5", conus="L2-upper")
    test.session_state["selection"] = test.session_state["selection"].choose("C7")
    test.run()
    assert address(test)["root"] == "C7"
    assert address(test)["conus"] == "L2-upper", "how the column is shown stays"


@pytest.mark.parametrize("root", ["C1", "Co1", "S4"])
def test_roots_without_skin_of_their_own_say_so(root: str) -> None:
    shown = text(open_levels(root=root))
    assert "no skin on any map" in shown or "maps pool it as S4-5" in shown


@pytest.mark.parametrize(
    ("kind", "things"), [("vertebra", VERTEBRAE), ("disc", DISCS), ("root", ROOTS), ("segment", ROOTS)]
)
def test_everything_can_be_chosen(kind: str, things: tuple[str, ...]) -> None:
    test = open_levels(**{kind: things[0]})
    options = test.selectbox(key="levels_thing").options
    assert options == list(things)
    for thing in things[:: len(things) // 4]:
        test.selectbox(key="levels_thing").set_value(thing).run()
        assert not test.exception
        assert address(test)[kind] == thing


def test_every_conus_and_site_has_words() -> None:
    for conus in spine_data().conus:
        test = open_levels(disc="L1/2", herniation=SITES[0], conus=conus)
        assert "first" in text(test)
