"""Full-text search: stems, slips, filters, our own and imported articles."""

import re

import pytest

from dermatome.errors import InputError
from dermatome.library.search import search
from dermatome.library.store import Store


@pytest.fixture
def shelf(store: Store, make) -> Store:
    store.save(
        make(
            "---\nsource: https://x.example/q\n---\n# Quokka notes\n\n"
            "The quokkas rest on the S1 dermatome of the heel.\n\nA pinched S1 root makes quokkas limp.\n\n"
            "The S1 screw broke <b>twice</b>.\n\nRoots L4–S2 form a quokka trunk.\n"
        )
    )
    return store


def texts(hits) -> list[str]:
    return [hit.passage.text for hit in hits if hit.imported]


def test_forms_of_a_word_find_each_other(shelf: Store) -> None:
    assert (
        len(texts(search("quokka", stores=[shelf]))) == 3 + 1
    )  # three name it, the title counts for the fourth
    assert texts(search("pinches limping", stores=[shelf]))[0] == "A pinched S1 root makes quokkas limp."


@pytest.mark.parametrize("slip", ["qoukka", "quoka", "quokkka", "quolka"])
def test_a_slip_of_the_finger_still_finds(shelf: Store, slip: str) -> None:
    hits = search(slip, stores=[shelf])
    assert hits and hits[0].imported and hits[0].corrected == ("quokka",)


@pytest.mark.parametrize(
    ("slip", "meant"),
    [("dermatone", "dermatome"), ("radiculopthy", "radiculopathy"), ("cremastric reflex", "cremaster")],
)
def test_our_own_articles_forgive_slips_too(slip: str, meant: str) -> None:
    assert any(meant in hit.passage.text.lower() for hit in search(slip)[:5])


def test_the_last_word_may_be_unfinished(shelf: Store) -> None:
    assert texts(search("quok", stores=[shelf]))


def test_a_root_in_the_query_finds_ranges_that_imply_it(shelf: Store) -> None:
    assert "Roots L4–S2 form a quokka trunk." in texts(search("L5 trunk quokka", stores=[shelf]))


def test_filters_by_root_and_sense(shelf: Store) -> None:
    assert texts(search("", root="S1", sense="vertebra", stores=[shelf])) == ["The S1 screw broke twice."]
    assert texts(search("quokka", root="S1", sense="dermatome", stores=[shelf])) == [
        "The quokkas rest on the S1 dermatome of the heel."
    ]
    for hit in search("", root="L5", sense="disc"):
        assert ("L5", "disc") in hit.senses


def test_filters_by_topic() -> None:
    assert {hit.section_id.split("-")[0] for hit in search("root", topic="variants")} == {"variants"}
    assert {hit.article for hit in search("root", topic="s1")} == {"s1"}
    with pytest.raises(InputError, match="no topic"):
        search("root", topic="gardening")


@pytest.mark.parametrize("query", ["", "   ", "???", "–"])
def test_an_empty_query_without_filter_finds_nothing(query: str) -> None:
    assert search(query) == []


@pytest.mark.parametrize(
    "query",
    ['"', "a OR", "NEAR(", "*", "heel AND", "text:heel", "'; DROP TABLE article;--", "é" * 500, "\0heel"],
)
def test_search_syntax_is_only_words(shelf: Store, query: str) -> None:
    search(query, stores=[shelf])
    assert shelf.articles()


def test_snippets_mark_what_was_found_and_nothing_else_is_markup(shelf: Store, make) -> None:
    shelf.save(
        make(
            "# More\n\nIf a < b & c, quokkas " + "wander far " * 60 + "until the wombat comes home.\n",
            "more.md",
        )
    )
    snippets = [hit.snippet for hit in search("quokkas", stores=[shelf]) if hit.imported]
    assert any("a &lt; b &amp; c, <mark>quokkas</mark>" in snippet for snippet in snippets)
    (wombat,) = [hit.snippet for hit in search("wombat", stores=[shelf]) if hit.imported]
    assert (
        wombat.startswith("…") and "<mark>wombat</mark>" in wombat and len(re.sub("<.*?>", "", wombat)) < 300
    )
    assert not re.search(r"<(?!/?mark>)", wombat)


def test_bad_filters_are_refused() -> None:
    with pytest.raises(InputError):
        search("x", root="S9")
    with pytest.raises(InputError):
        search("x", sense="colour")


@pytest.mark.parametrize("spelling", ["nerve_root", "nerve root", "Nerve-Root"])
def test_a_sense_may_be_spelt_as_people_do(shelf: Store, spelling: str) -> None:
    assert "A pinched S1 root makes quokkas limp." in texts(search("quokka", sense=spelling, stores=[shelf]))
