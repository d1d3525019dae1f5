"""The page of the plexuses without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.figures.plexus import PLEXUSES, drawing
from dermatome.ui.plexus.page import figure, read_query
from dermatome.ui.plexus.text import panel, shares

PROJECT = Path(__file__).resolve().parents[2]


def words(html: str) -> str:
    """Return HTML as words."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def open_page(**query: str) -> AppTest:
    """Open the page as a visitor with this address would."""
    test = AppTest.from_file(str(PROJECT / "pages" / "plexus.py"), default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def test_an_address_shows_its_part() -> None:
    test = open_page(plexus="lumbosacral", part="obturator")
    bodies = words(" ".join(str(getattr(element, "body", "")) for element in test.get("html")))
    assert "Obturator nerve" in bodies and "gracilis" in bodies and "L2, L3, L4" in bodies


def test_choosing_another_plexus_lets_the_part_go() -> None:
    test = open_page(part="ulnar")
    test.button_group[0].set_value("lumbosacral").run()
    assert test.query_params["plexus"] == "lumbosacral" and "part" not in test.query_params


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ("brachial", "")),
        ({"part": ["femoral"]}, ("lumbosacral", "femoral")),
        ({"plexus": ["brachial"], "part": ["femoral"]}, ("brachial", "")),
        ({"plexus": ["<b>"], "part": ["x" * 999]}, ("brachial", "")),
    ],
)
def test_what_an_address_names(query: dict[str, list[str]], found: tuple[str, str]) -> None:
    assert read_query(query) == found


def test_a_part_owns_what_only_it_leads_to() -> None:
    assert shares("ulnar")["flexor-carpi-ulnaris"] > 0.99
    assert "deltoid" not in shares("lower-trunk")
    assert 0 < shares("C5")["deltoid"] < 1


@pytest.mark.parametrize("plexus", PLEXUSES)
def test_every_part_has_a_panel_with_sources(plexus) -> None:
    drawn = figure(plexus, "")
    for node in drawn["nodes"]:
        assert "href=" in panel(plexus, node["id"])
    assert len(drawn["strands"]) == len(drawing(plexus).strands)
