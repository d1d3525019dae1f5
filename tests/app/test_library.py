"""The library page without a browser: search, filters, addresses, imports, citations."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.databases import LIBRARY
from dermatome.library.importing import parse_articles
from dermatome.library.load import library
from dermatome.library.store import Store
from dermatome.ui.base.html import plain
from dermatome.ui.library.cards import joined, source_link
from dermatome.ui.library.query import Query, read_query
from dermatome.ui.library.text import citation, mention_title, section_text
from dermatome.ui.library.upload import in_own_process, keep_beside, replace_with, take

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "articles.py")
TODAY = datetime.date(2026, 1, 2)
POST = {
    "slug": "s1-notes",
    "date": "2025-05-06T07:08:09",
    "link": "https://spine.example/s1-notes/",
    "lang": "en",
    "title": {"rendered": "S1 <em>notes</em>"},
    "content": {
        "rendered": "<h2>Skin</h2><p>The S1 dermatome covers the heel with zebrastripe.</p>"
        "<p onclick='x()'>An S1 screw<script>x()</script> holds the S1 vertebra.</p>"
    },
}


def open_library(**query: str) -> AppTest:
    test = AppTest.from_file(PAGE, default_timeout=60)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def markup(test: AppTest) -> str:
    return " ".join(str(getattr(element, "body", "")) for element in test.get("html"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for imported articles."""
    monkeypatch.setenv("DERMATOME_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def bring(*posts: dict[str, object]) -> None:
    outcome = take("posts.json", json.dumps(posts).encode(), lambda share, words: None)
    assert not outcome.error


# ---- search -------------------------------------------------------------------------------------


def test_a_search_brings_the_passage_and_marks_the_words() -> None:
    test = open_library(q="S1 sole")
    first = re.search(r"<ul class='cards results'><li>.*?</li>", markup(test))
    assert first
    assert 'href="articles?article=s1#p-' in first[0]
    assert "<mark>sole</mark>" in first[0]
    assert "S1 dermatome" in first[0]


def test_every_result_links_to_a_passage_that_is_there() -> None:
    links = re.findall(r'href="articles\?article=([\w-]+)#p-([\w.-]+)"', markup(open_library(q="reflex")))
    assert len(links) == 20
    for article, passage in links:
        assert passage in {each.id for each in library().article(article).passages}


def test_a_slip_of_the_finger_is_corrected_and_said() -> None:
    shown = markup(open_library(q="hernaition"))
    assert "searched for “herniation”" in shown
    assert "<mark>herniation</mark>" in shown
    assert "searched for" not in markup(open_library(q="herniation"))


def test_nothing_found_says_what_to_do() -> None:
    shown = markup(open_library(q="qqqqzzzz xxxyyy"))
    assert "No passage fits" in shown
    assert "<mark>" not in shown


def test_filters_narrow_the_search() -> None:
    by_sense = markup(open_library(root_filter="L5", sense="reflex"))
    assert by_sense.count('<p class=badges><span class=badge data-sense="reflex">L5') >= 1
    by_topic = markup(open_library(root_filter="S1", topic="lookalikes"))
    assert "Look-alikes" in by_topic
    assert "The S1 myotome" not in by_topic


def test_what_is_chosen_goes_into_the_address_and_back() -> None:
    test = open_library()
    test.text_input(key="library_q").set_value("ankle jerk").run()
    test.selectbox(key="library_root").set_value("S1").run()
    test.selectbox(key="library_topic").set_value("reflex").run()
    assert not test.exception
    assert test.query_params == {"q": "ankle jerk", "root_filter": "S1", "topic": "reflex"}
    again = open_library(q="ankle jerk", root_filter="s1", topic="reflex")
    assert again.text_input(key="library_q").value == "ankle jerk"
    assert again.selectbox(key="library_root").value == "S1"
    assert again.selectbox(key="library_topic").value == "reflex"


@pytest.mark.parametrize(
    "query",
    [{"root_filter": "Q9"}, {"sense": "gravy"}, {"topic": "atlantis"}],
)
def test_bad_values_are_dropped_and_named(query: dict[str, str]) -> None:
    test = open_library(**query)
    assert len(test.info) == 1
    assert next(iter(query.values())) in test.info[0].value
    assert "C1: the first cervical nerve root" in markup(test)


@pytest.mark.parametrize(
    "text", ['"', "a" * 5000, "AND OR NOT", "S1*", "(", "<script>alert(1)</script>", "%"]
)
def test_no_search_text_breaks_the_page(text: str) -> None:
    assert "<script>" not in markup(open_library(q=text))


def test_empty_values_are_no_filters() -> None:
    assert read_query({"q": "  ", "root_filter": "", "sense": " "}) == (Query(), [])
    assert not Query()


def test_what_the_address_says_is_never_read_as_markdown() -> None:
    picture = "![x](//evil.example/x)"
    for query in ({"root_filter": picture}, {"article": picture}):
        note = open_library(**query).info[0].value
        assert "evil.example" in note
        assert "![" not in note


# ---- lists and articles -------------------------------------------------------------------------


def test_an_article_that_is_not_there_leads_back_to_the_list() -> None:
    test = open_library(article="imported-atlantis")
    assert "imported-atlantis" in test.info[0].value
    assert "articles?article=s1" in markup(test)


def test_looking_at_the_library_creates_no_file(folder: Path) -> None:
    open_library()
    assert not folder.exists()


def test_a_damaged_store_is_explained_and_left_alone(folder: Path) -> None:
    folder.mkdir()
    (folder / LIBRARY.file_name).write_bytes(b"not a database" * 100)
    test = open_library()
    assert "Imported articles cannot be shown." in test.warning[0].value
    assert "C1: the first cervical nerve root" in markup(test)
    assert (folder / LIBRARY.file_name).read_bytes() == b"not a database" * 100


def test_imported_articles_are_listed_found_and_read_with_a_badge(folder: Path) -> None:
    bring(POST)
    shown = markup(open_library())
    assert '<a href="articles?article=imported-s1-notes">S1 notes</a>' in shown
    assert "language en · 2025-05-06 · " in shown
    assert 'href="https://spine.example/s1-notes/"' in shown
    assert "<span class=badge>imported</span>" in markup(open_library(q="zebrastripe"))
    article = open_library(article="imported-s1-notes")
    assert article.title[0].value == "S1 notes"
    read = markup(article)
    assert "<span class=badge>imported</span>" in read
    assert "<script" not in read
    assert "onclick" not in read
    assert 'title="S1 vertebra, not the root"' in read


def test_the_panel_of_the_atlas_shows_imported_passages_with_a_badge(folder: Path) -> None:
    bring(POST)
    test = AppTest.from_file(str(Path(PAGE).with_name("atlas.py")), default_timeout=60)
    test.query_params["root"], test.query_params["part"] = "S1", "heel"
    test.run()
    assert not test.exception
    shown = markup(test)
    passages = re.findall(r"<li>.*?(?=<li>|</ul>)", shown[shown.index("<ul class=passages>") :])
    assert ["imported-s1-notes" in passage for passage in passages] == [False, True]
    assert "<span class=badge>imported</span>" in passages[-1]


# ---- bringing one's own -------------------------------------------------------------------------


def test_import_can_be_switched_off(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    assert [expander.label for expander in open_library().expander] == ["Bring your own articles"]
    bring(POST)
    monkeypatch.setenv("DERMATOME_IMPORT", "off")
    test = open_library()
    assert not test.expander
    assert not test.get("file_uploader")
    assert not test.multiselect
    assert "S1 notes" in markup(test)


def test_each_file_has_its_own_outcome_and_a_failure_loses_nothing(folder: Path) -> None:
    seen: list[str] = []
    good = take("good.json", json.dumps([POST]).encode(), lambda share, words: seen.append(words))
    assert [(a.title, a.sections, a.mentions) for a in good.taken] == [("S1 notes", 1, 3)]
    assert "good.json: filing 1 of 1" in seen
    bad = take("bad.json", b'{"broken": ', lambda share, words: None)
    assert "broken" in bad.error
    assert not bad.taken
    with Store.open() as store:
        assert [article.id for article in store.articles()] == ["imported-s1-notes"]


def test_what_is_there_already_is_replaced_only_when_asked(folder: Path) -> None:
    bring(POST)
    newer = {**POST, "title": {"rendered": "S1 notes, second edition"}}
    other = {**POST, "slug": "l5", "link": "https://spine.example/l5/", "title": {"rendered": "L5 notes"}}
    outcome = take("new.json", json.dumps([newer, other]).encode(), lambda share, words: None)
    assert [article.title for article in outcome.waiting] == ["S1 notes, second edition"]
    assert outcome.former == ("S1 notes",)
    assert [article.title for article in outcome.taken] == ["L5 notes"]
    with Store.open() as store:
        assert {article.title for article in store.articles()} == {"S1 notes", "L5 notes"}
    done = replace_with("new.json", outcome.waiting, lambda share, words: None)
    assert done.replaced == 1
    with Store.open() as store:
        assert {article.title for article in store.articles()} == {"S1 notes, second edition", "L5 notes"}


def test_the_question_names_what_would_be_replaced(folder: Path) -> None:
    bring(POST)
    newer = {**POST, "title": {"rendered": "S1 notes, second edition"}}
    test = open_library()
    test.session_state["import_outcomes"] = [
        take("n.json", json.dumps(newer).encode(), lambda share, words: None)
    ]
    test.run()
    (question,) = [warning.value for warning in test.warning]
    assert "“S1 notes” (by “S1 notes, second edition”)" in question


def test_of_many_the_question_names_each_and_offers_to_keep_both(folder: Path) -> None:
    posts = [
        {**POST, "slug": f"p{n}", "link": f"https://spine.example/{n}", "title": {"rendered": f"Post {n}"}}
        for n in range(8)
    ]
    data = json.dumps(posts).encode()
    take("n.json", data, lambda share, words: None)
    outcome = take("n.json", data, lambda share, words: None)
    test = open_library()
    test.session_state["import_outcomes"] = [outcome]
    test.run()
    shown = " ".join(str(getattr(element, "body", "")) for element in test.get("html"))
    assert all(f"<li>“Post {n}”</li>" in shown for n in range(8))
    (question,) = [warning.value for warning in test.warning]
    assert question.endswith("“Post 4” and 3 more. Replace them?")
    assert test.button(key="import_both")
    assert keep_beside("n.json", outcome.waiting, lambda share, words: None).replaced == 0
    with Store.open() as store:
        assert len(store.articles()) == 16


def test_removing_asks_first(folder: Path) -> None:
    bring(POST)
    test = open_library()
    test.multiselect(key="import_remove").select("imported-s1-notes").run()
    test.button(key="import_remove_ask").click().run()
    assert test.button(key="import_remove_yes")  # what follows happens in a dialog: see the browser tests
    with Store.open() as store:
        assert store.articles()


def test_a_folder_that_cannot_be_written_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DERMATOME_LIBRARY", str(tmp_path / "file" / "library"))
    outcome = in_own_process(take, "posts.json", json.dumps([POST]).encode(), lambda share, words: None)
    assert "DERMATOME_LIBRARY" in outcome.error


# ---- words --------------------------------------------------------------------------------------


def test_a_citation_names_article_section_and_address() -> None:
    article = library().article("s1")
    whole = citation(article, None, "http://host/articles", TODAY)
    assert whole.startswith("S1: the first sacral nerve root. Dermatome Atlas.")
    assert "http://host/articles?article=s1 (accessed 2026-01-02)" in whole
    section = article.section("dermatome")
    assert section is not None
    assert f"section “{section.heading}”" in citation(article, section, "http://host/articles", TODAY)
    assert "articles?article=s1#dermatome" in citation(article, section, "http://host/articles", TODAY)


def test_an_imported_article_is_cited_by_where_it_came_from() -> None:
    article = next(parse_articles(json.dumps(POST).encode(), "post.json"))
    assert citation(article, None, "http://host/articles", TODAY) == (
        "S1 notes (2025-05-06). https://spine.example/s1-notes/ (accessed 2026-01-02)"
    )


def test_mentions_say_when_they_are_not_the_root() -> None:
    text = (
        b"# Notes\n\nThe S1 screw missed the L5-S1 disc. The S1 root, the S5 dermatome and the S1 reflex "
        b"follow. A T1-weighted image."
    )
    (section,) = next(parse_articles(text, "notes.md")).sections
    links = re.findall(
        r'<a class="mention" data-root="([^"]*)" data-sense="\w+" data-said="([^"]*)"', section_text(section)
    )
    assert ("S1", "S1 vertebra, not the root") in links
    assert ("L5 S1", "L5–S1 disc, not the root") in links
    assert ("S1", "S1 nerve root") in links
    assert ("S4-5", "S5 dermatome") in links
    assert not any("T1" in roots for roots, _ in links)


def test_labels_and_headings_are_shown_as_they_are() -> None:
    assert joined(["C5", "C6", "C7", "C8"], "myotome") == "C5 … C8"
    assert mention_title("S1", "foramen") == "S1 foramen, not the root"
    assert plain("S1: the *sole* :red[x]") == r"S1: the \*sole\* \:red\[x\]"
    assert source_link("javascript:alert(1)") == ""
    assert 'rel="noopener' in source_link("https://spine.example/a?b=1&c=2")


def test_a_disc_below_a_sixth_lumbar_vertebra_is_named_as_it_is_written() -> None:
    (article,) = parse_articles(b"The L6-S1 disc is flat.", "six.md")
    (section,) = article.sections
    html = section_text(section)
    assert 'data-said="L6-S1 disc, not the root"' in html and 'data-root="S1"' in html
