"""Every page in German: no text of the interface is left in English, and links keep the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from streamlit.testing.v1 import AppTest

from dermatome.language import translations
from dermatome.ui.shell import MAIN_SCRIPT

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT = 60
PAGES = {
    "map": ("atlas", {"root": "S1"}),
    "muscles": ("atlas", {"root": "C6", "layer": "myotome", "muscle": "biceps-brachii"}),
    "reflexes": ("atlas", {"root": "S1", "layer": "reflex", "reflex": "ankle-jerk-achilles"}),
    "nerves": ("atlas", {"root": "L5", "layer": "nerve", "nerve": "common-fibular-peroneal"}),
    "levels": ("levels", {"root": "S1", "herniation": "paracentral"}),
    "which": ("levels", {"root": "S1", "which": "yes"}),
    "transitional": ("levels", {"disc": "L4/5", "transitional": "lumbarised-s1"}),
    "library": ("articles", {}),
    "search": ("articles", {"q": "sole"}),
    "article": ("articles", {"article": "s1"}),
    "maps": ("maps", {}),
    "sources": ("sources", {"n": "3"}),
    "about": ("about", {}),
}


def open_page(page: str, query: dict[str, str]) -> AppTest:
    """Run the app's frame and one of its pages as a visitor with this address would."""
    test = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=TIMEOUT)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    if page != "atlas":
        test.switch_page(f"pages/{page}.py")
        for name, value in query.items():
            test.query_params[name] = value
        test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def markup(test: AppTest) -> BeautifulSoup:
    """Return all HTML on the page."""
    bodies = (str(getattr(element, "body", "")) for element in test.get("html"))
    return BeautifulSoup(" ".join(bodies), "html.parser")


def texts(test: AppTest) -> Iterator[str]:
    """Yield every text a visitor reads: in the HTML, in its labels, in headings and on controls."""
    soup = markup(test)
    for element in soup.select("style, [lang=en]"):
        element.decompose()
    yield from (" ".join(text.split()) for text in soup.stripped_strings)
    for element in soup.select("[aria-label], [title]"):
        yield from (str(element[name]) for name in ("aria-label", "title") if element.has_attr(name))
    for kind in ("title", "header", "subheader", "info", "warning", "error", "markdown", "caption"):
        yield from (str(element.value) for element in getattr(test, kind))
    for kind in ("button", "selectbox", "multiselect", "text_input", "toggle", "select_slider", "pills"):
        yield from (str(getattr(element, "label", "")) for element in test.get(kind))


ENGLISH = {
    text
    for text, said in translations("de").items()
    if said not in (text, (text, text)) and "\x04" not in text and re.search(r"[a-z]{3}", text)
}


@pytest.mark.parametrize("name", PAGES)
def test_no_text_of_a_page_is_left_in_english(name: str) -> None:
    page, query = PAGES[name]
    test = open_page(page, {**query, "lang": "de"})
    found = [text.strip(" :.,") for text in texts(test)]
    assert len(found) > 4
    assert [text for text in found if text in ENGLISH] == []


@pytest.mark.parametrize("name", ["map", "levels", "library", "search", "article"])
def test_links_within_the_atlas_keep_language_and_terms(name: str) -> None:
    page, query = PAGES[name]
    soup = markup(open_page(page, {**query, "lang": "de", "terms": "la"}))
    links = [str(link["href"]) for link in soup.select("a[href]")]
    inside = [link for link in links if not re.match(r"https?:|#", link)]
    assert inside
    assert [link for link in inside if "lang=de" not in link or "terms=la" not in link] == []


def test_german_says_what_stays_english_and_marks_it() -> None:
    test = open_page("atlas", {"root": "S1", "lang": "de"})
    html = str(markup(test))
    assert "Die Artikel sind auf Englisch." in html
    marked = markup(test).select("[lang=en]")
    assert any("S1 dermatome" in element.get_text() for element in marked)
    assert all("auf Englisch" in item.get_text() for item in markup(test).select(".passages li"))
    article = markup(open_page("articles", {"article": "s1", "lang": "de"}))
    assert [badge.get_text() for badge in article.select(".badge")].count("auf Englisch") == 1
    assert "Dermatom: erste sakrale Spinalnervenwurzel, rechts, auf der Karte ISNCSCI" in html


def test_english_marks_nothing_and_adds_nothing_to_the_address() -> None:
    test = open_page("atlas", {"root": "S1"})
    assert not markup(test).select("[lang]") and not markup(test).select(".passages .badge")
    assert "lang" not in test.query_params and "terms" not in test.query_params


def test_the_choice_stays_when_the_address_no_longer_says_it() -> None:
    test = open_page("atlas", {"root": "S1", "lang": "de"})
    test.switch_page("pages/about.py").run()
    assert test.title[0].value == "Über den Atlas"
    assert test.query_params["lang"] in ("de", ["de"])


def choose(test: AppTest, key: str, value: str) -> None:
    control: Any = next(each for each in test.get("button_group") if getattr(each, "key", "") == key)
    control.set_value(value).run()


def test_language_and_terms_can_be_chosen_at_the_foot() -> None:
    # The script of a session: beside the folder of pages the testing tool would run a page without its frame.
    test = AppTest.from_file(str(MAIN_SCRIPT), default_timeout=TIMEOUT)
    for name, value in {"root": "S1", "layer": "myotome", "muscle": "soleus"}.items():
        test.query_params[name] = value
    test.run()
    choose(test, "language", "de")
    assert not test.exception
    assert any("Myotom" in text or "M. soleus" in text for text in texts(test))
    choose(test, "names", "la")
    assert any("Musculus soleus" in text for text in texts(test))
    assert test.query_params["terms"] in ("la", ["la"])


@pytest.mark.parametrize(("name", "value"), [("lang", "klingon"), ("terms", "<script>")])
def test_an_unknown_choice_is_left_out_with_a_friendly_note(name: str, value: str) -> None:
    test = open_page("atlas", {"root": "S1", name: value})
    assert any("is not known and was left out" in note.value for note in test.info)
    assert name not in test.query_params
