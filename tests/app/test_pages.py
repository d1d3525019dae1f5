"""Every page runs without an exception, on good and on bad addresses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.anatomy.ids import TERRITORY_ROOTS, region_of
from dermatome.anatomy.load import facts
from dermatome.atlas.load import atlas
from dermatome.library.load import library
from dermatome.ui.base.state import PRESETS

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "pages").glob("*.py"))
TIMEOUT = 60


def open_page(query: dict[str, str | list[str]] | None = None, script: str = "app.py") -> AppTest:
    """Run the app, or one page of it, as a visitor with this address would."""
    test = AppTest.from_file(str(PROJECT / script), default_timeout=TIMEOUT)
    for name, value in (query or {}).items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def markup(test: AppTest) -> str:
    """Return all HTML on the page, without style sheets."""
    bodies = (str(getattr(element, "body", "")) for element in test.get("html"))
    return re.sub(r"<style>.*?</style>", "", " ".join(bodies), flags=re.DOTALL)


def text(test: AppTest) -> str:
    """Return all HTML on the page as words."""
    return re.sub(r"<[^>]*>", " ", markup(test))


def test_there_are_pages() -> None:
    assert {"pages/atlas.py", "pages/articles.py", "pages/maps.py", "pages/sources.py"} <= set(PAGES)


@pytest.mark.parametrize("script", PAGES)
def test_page_runs(script: str) -> None:
    test = open_page(script=script)
    assert not test.error
    assert test.get("html") or test.markdown


def test_app_opens_on_the_map_and_says_once_what_it_is_for() -> None:
    test = open_page()
    assert "Click the body, or name something" in text(test)
    assert "Dermatome Atlas" in text(test)
    assert not test.query_params, "an address that names nothing stays as it is"
    assert text(test).count("For education only: not a diagnostic tool.") == 1


@pytest.mark.parametrize("root", TERRITORY_ROOTS)
def test_panel_names_root_side_and_map(root: str) -> None:
    test = open_page({"root": root, "side": "left"})
    heading = text(test)
    words = {"C": "cervical", "T": "thoracic", "L": "lumbar", "S": "sacral"}[region_of(root)]
    assert re.search(
        rf"{root}\s+dermatome of the .*{words} nerve roots?.*, left, on the ISNCSCI map", heading
    )
    assert "Numb" in heading
    assert "two thirds of radicular pain" in heading


@pytest.mark.parametrize("scheme", [scheme.id for scheme in atlas().schemes])
@pytest.mark.parametrize("root", ["C2", "C6", "T4", "T10", "L1", "S1", "S4-5"])
def test_panel_speaks_on_every_map(root: str, scheme: str) -> None:
    test = open_page({"root": root, "scheme": scheme})
    shown = text(test)
    assert atlas().scheme(scheme).short_name.replace("&", "&amp;") in shown
    drawn = any(t.root == root for view in PRESETS["All"] for t in atlas().territories(scheme, view))
    assert ("Not on this map." in shown) == (not drawn)


def test_every_statement_of_the_panel_links_an_existing_source() -> None:
    for root in ("C5", "T10", "S1", "S4-5"):
        test = open_page({"root": root})
        cited = {int(number) for number in re.findall(r'href="sources\?n=(\d+)"', markup(test))}
        assert cited
        assert max(cited) <= len(facts().sources)


def test_part_of_the_body_decides_the_passages() -> None:
    sole = text(open_page({"root": "S1", "part": "foot-sole"}))
    calf = text(open_page({"root": "S1", "part": "calf"}))
    assert "You pointed at the  sole of the foot" in sole
    assert "You pointed at the  calf" in calf
    assert sole != calf


@pytest.mark.parametrize(
    ("query", "dropped"),
    [
        ({"root": "Q9"}, "Q9"),
        ({"root": "C1"}, "C1"),
        ({"side": "up"}, "up"),
        ({"scheme": "atlantis"}, "atlantis"),
        ({"view": "moon"}, "moon"),
        ({"view": ["posterior", "moon,sun"]}, "sun"),
        ({"layer": "gravy"}, "gravy"),
        ({"part": "tail"}, "tail"),
        ({"depth": "skin"}, "skin"),
        ({"muscle": "wing flapper"}, "wing flapper"),
        ({"reflex": "sneeze"}, "sneeze"),
        ({"nerve": "third eye"}, "third eye"),
        ({"movement": "flight"}, "flight"),
        ({"at": "moon,1,2"}, "moon"),
        ({"root": "<script>alert(1)</script>"}, "script"),
        ({"root": "S1" * 500}, "S1S1"),
    ],
)
def test_bad_values_are_dropped_and_named(query: dict[str, str | list[str]], dropped: str) -> None:
    test = open_page(query)
    assert len(test.info) == 1
    assert dropped in test.info[0].value
    assert len(test.info[0].value) < 600
    assert "Click the body, or name something" in text(test), "a root was shown that nobody asked for"
    assert "root" not in test.query_params
    assert dropped not in str(test.query_params)


@pytest.mark.parametrize("field", ["root", "scheme", "view", "part"])
def test_what_the_address_says_is_never_read_as_markdown(field: str) -> None:
    note = open_page({field: "![x](//evil.example/x)"}).info[0].value
    assert "evil" in note
    assert "![" not in note


def test_lenient_spellings_are_understood() -> None:
    test = open_page({"root": "s4/5", "side": "LEFT", "view": "Foot sole,feet"})
    assert not test.info
    assert re.search(r"S4-5\s+dermatome of .*, left,", text(test))
    assert test.query_params["view"] == "feet"


def test_a_layer_without_a_root_says_what_to_do() -> None:
    for layer in ("myotome", "reflex", "nerve"):
        assert "Click" in text(open_page({"layer": layer}))


def test_what_is_picked_is_the_subject_whether_or_not_a_root_was_chosen() -> None:
    for query in ({}, {"root": "S1"}):
        shown = text(open_page({"muscle": "tibialis-anterior", **query}))
        assert "Tibialis anterior" in shown and "heel walk" in shown
        assert "S1" not in shown.partition("Look closer")[0].replace("ISNCSCI", "")


def test_the_spot_is_asked_about_only_where_one_was_pointed_at() -> None:
    offered = open_page({"root": "S1"}).button_group(key="closer-dermatome").options
    assert "Who says so here?" not in [str(getattr(each, "content", each)) for each in offered]


@pytest.mark.parametrize(
    ("layer", "choice"),
    [
        *((layer, "Which L5?") for layer in ("dermatome", "myotome", "reflex", "nerve")),
        ("dermatome", "Other maps"),
        ("dermatome", "Levels"),
        ("myotome", "MRC grades"),
        ("myotome", "ISNCSCI convention"),
        ("reflex", "Grading"),
    ],
)
def test_a_closer_look_adds_to_the_panel(layer: str, choice: str) -> None:
    test = open_page({"root": "L5", "layer": layer})
    before = len(text(test))
    test.button_group(key=f"closer-{layer}").set_value(choice).run()
    assert not test.exception
    assert len(text(test)) > before + 150


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"layer": "myotome"}, "myotome of the"),
        ({"layer": "reflex"}, "reflexes of the"),
        ({"layer": "nerve"}, "skin nerves with fibres of the"),
        ({"muscle": "soleus"}, "musculus soleus"),
        ({"movement": "hip-abduction"}, "movement (hip)"),
        ({"reflex": "knee-jerk-patellar"}, "deep tendon reflex"),
        ({"nerve": "ulnar"}, "peripheral nerve"),
        ({"nerve": "common-fibular-peroneal", "difference": "yes"}, "What tells them apart"),
    ],
)
def test_layers_and_what_is_picked_in_them_have_a_panel(query: dict[str, str], words: str) -> None:
    test = open_page({"root": "L5", **query})
    assert not test.info
    assert words in text(test)


def test_spot_of_the_address_is_told_by_every_map() -> None:
    territory = atlas().territory("isncsci", "foot-sole", "S1", "right")
    assert territory
    inside = territory.geometry.representative_point()
    test = open_page({"root": "S1", "at": f"foot-sole,{inside.x},{inside.y}"})
    test.button_group(key="closer-dermatome").set_value("Who says so here?").run()
    for scheme in atlas().schemes:
        assert scheme.short_name.replace("&", "&amp;") in markup(test).partition("<table")[2]


@pytest.mark.parametrize("article", library().articles, ids=lambda article: article.id)
def test_every_article_can_be_read(article: object) -> None:
    test = open_page({"article": article.id}, script="pages/articles.py")  # type: ignore[attr-defined]
    assert test.title[0].value == article.title  # type: ignore[attr-defined]
    shown = {header.value for header in (*test.header, *test.subheader)}
    assert {section.heading for section in article.sections if section.heading} <= shown  # type: ignore[attr-defined]


def test_unknown_article_leads_back_to_the_list() -> None:
    test = open_page({"article": "atlantis"}, script="pages/articles.py")
    assert "atlantis" in test.info[0].value
    assert "articles?article=s1" in markup(test)


@pytest.mark.parametrize("number", ["0", "99999", "x", "１"])
def test_unknown_source_number_says_so(number: str) -> None:
    test = open_page({"n": number}, script="pages/sources.py")
    assert number in test.info[0].value


def test_maps_page_shows_every_map_and_every_disagreement() -> None:
    shown = text(open_page(script="pages/maps.py"))
    for scheme in atlas().schemes:
        assert scheme.name.replace("&", "&amp;") in shown
    for conflict in facts().conflicts:
        assert conflict.topic.split("&")[0].split("'")[0] in shown


def test_a_part_that_went_with_its_page_is_not_heard() -> None:
    """A click and a link in the same moment: the message comes when the session knows its part no more."""

    def script() -> None:
        import streamlit as st

        from dermatome.ui.base.frontend import _hear

        said = st.session_state["said"] = []
        _hear("map", "pick", said.append)
        st.session_state["map"] = type("Said", (), {"pick": {"root": "C6"}, "other": None})()
        _hear("map", "pick", said.append)
        _hear("map", "other", said.append)

    test = AppTest.from_function(script, default_timeout=TIMEOUT).run()
    assert not test.exception
    assert test.session_state["said"] == [{"root": "C6"}]
