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


# ---- notations, languages, and what a section is about --------------------------------------------------


@pytest.fixture
def notes(store: Store, make) -> Store:
    store.save(make("# A\n\nThe quokka's L3/4 disc is worn.\n\nThe quokka has a wide L4 canal.\n", "a.md"))
    store.save(make("# B\n\nFusion L3–L4 of a second quokka.\n\nA quokka of L3L4.\n\nL34 hurts.\n", "b.md"))
    store.save(
        make("# C\n\nAt the Th11 dermatome the quokka is numb.\n\nA D11 quokka: D11 vertebra.\n", "c.md")
    )
    return store


@pytest.mark.parametrize(
    "query", ["L3/4 quokka", "L3-4 quokka", "L3–L4 quokka", "l3/l4 quokka", "L34 quokka"]
)
def test_a_pair_is_found_in_whatever_notation(notes: Store, query: str) -> None:
    found = [hit.passage.text for hit in search(query, stores=[notes]) if hit.imported]
    assert set(found[:3]) == {
        "The quokka's L3/4 disc is worn.",
        "Fusion L3–L4 of a second quokka.",
        "A quokka of L3L4.",
    }


@pytest.mark.parametrize("query", ["Th11 quokka", "T11 quokka", "d11 quokka", "th 11 quokka"])
def test_a_thoracic_root_is_found_in_whatever_notation(notes: Store, query: str) -> None:
    found = [hit.passage.text for hit in search(query, stores=[notes]) if hit.imported]
    assert {"At the Th11 dermatome the quokka is numb.", "A D11 quokka: D11 vertebra."} <= set(found[:2])


def test_a_pair_alone_finds_its_disc_in_our_articles() -> None:
    assert all({"L3", "L4"} <= {root for root, _ in hit.senses} for hit in search("L3/4")[:5])
    assert any("disc" in {sense for _, sense in hit.senses} for hit in search("L3/4 disc")[:2])


def test_a_compact_list_asks_for_each_root(make, store: Store) -> None:
    store.save(make("# W\n\nWombats need C6,7,8 to dig.\n\nWombats need C6 to hold.\n", "w.md"))
    hits = [hit.passage.text for hit in search("wombats C6,7,8", stores=[store]) if hit.imported]
    assert hits[0] == "Wombats need C6,7,8 to dig."


@pytest.mark.parametrize(
    ("query", "english"),
    [
        ("Ischias", "sciatica"),
        ("Lasègue", "straight-leg raising"),
        ("Fußheber", "ankle dorsiflexors"),
        ("TA", "tibialis anterior"),
        ("quads", "quadriceps"),
        ("Bauchnabel", "umbilicus"),
        ("FERSE", "heel"),
        ("Fusssohle", "sole"),
        ("pollex", "thumb"),
        ("digitus minimus manus", "little finger"),
        ("Wade", "calf"),
        ("Sohle", "sole"),
        ("Kniescheibe", "patella"),
        ("Querschnitt", "spinal cord injury"),
        ("Hexenschuss", "low back pain"),
    ],
)
def test_german_and_latin_words_find_the_english_ones(query: str, english: str) -> None:
    (hit, *_) = search(query)
    assert english in f"{hit.section} {hit.passage.text}".lower()
    assert any(english in form for form in hit.corrected)


def test_a_german_article_is_found_by_its_own_words(make, store: Store) -> None:
    store.save(make("# Notizen\n\nDie Ischias zieht in die Wade und macht Kummer.\n", "d.md"))
    hits = search("Ischias", stores=[store])
    assert any(hit.imported for hit in hits)
    assert not hits[0].corrected


@pytest.mark.parametrize(
    ("query", "article"),
    [
        ("dermatome", "dermatome"),
        ("Dermatomes", "dermatome"),
        ("Dermatom", "dermatome"),
        ("myotome", "myotome"),
        ("myotomes", "myotome"),
        ("disc herniation", "disc-herniation"),
        ("cauda equina", "cauda-equina-and-conus"),
        ("neuropathy", "radiculopathy-or-neuropathy"),
    ],
)
def test_a_words_own_article_comes_first(query: str, article: str) -> None:
    first = search(query)[0]
    assert first.article == article


def test_an_own_article_is_subject_to_the_filters() -> None:
    assert all(("S1", "dermatome") in hit.senses for hit in search("dermatome", "S1", "dermatome"))
    assert {hit.article for hit in search("dermatome", topic="s1")} == {"s1"}


@pytest.mark.parametrize(
    ("query", "article"),
    [
        ("Cauda-equina-Syndrom", "cauda-equina-and-conus"),
        ("cauda/equina/conus", "cauda-equina-and-conus"),
        ("footdrop", "radiculopathy-or-neuropathy"),
        ("kneejerk", "l4"),
    ],
)
def test_words_joined_otherwise_than_in_the_articles_are_found(query: str, article: str) -> None:
    assert article in [hit.article for hit in search(query)][:3]


def test_a_joined_word_that_stands_so_is_asked_for_as_it_stands(make, store: Store) -> None:
    store.save(make("# Pictures\n\nAn x-ray of a wombat.\n\nThe ray of x and a wombat.\n", "p.md"))
    assert texts(search("x-ray wombat", stores=[store]))[0] == "An x-ray of a wombat."


@pytest.mark.parametrize("query", ["Ｓ１", "S₁", "Ｓ１ ｓｏｌｅ"])
def test_letters_of_another_width_are_the_same_letters(query: str) -> None:
    assert [hit.article for hit in search(query)][:1] == ["s1"]


def test_a_section_about_the_words_comes_before_chance_mentions(make, store: Store) -> None:
    store.save(
        make(
            "# Marsupials\n\nA limp wallaby, a limp wallaby, a limp wallaby was seen.\n\n## Limp wallaby\n\n"
            "First look at the hip.\n\nThen look at the knee.\n\n## Other\n\nA wallaby limps.\n",
            "m.md",
        )
    )
    told = texts(search("limp wallaby", stores=[store]))
    assert told[:2] == ["First look at the hip.", "Then look at the knee."]
    assert len(told) == 4
