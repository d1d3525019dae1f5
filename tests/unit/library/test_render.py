"""Passages and sections as HTML, mentions as links."""

import re

from bs4 import BeautifulSoup

from dermatome.library.load import library
from dermatome.library.markup import blocks_from_own_markdown, sections_from_blocks
from dermatome.library.mentions import find_mentions
from dermatome.library.records import Passage, Section
from dermatome.library.render import article_href, linked_html, section_html


def own(text: str) -> tuple[Section, ...]:
    return sections_from_blocks(blocks_from_own_markdown(text), own=True)


def passage(text: str) -> Passage:
    return own(f"## H {{#h role=overview}}\n\n{text}\n")[0].passages[0]


def linked(text: str) -> str:
    one = passage(text)
    return linked_html(one, find_mentions(one.text))


def test_a_mention_becomes_a_link_that_names_root_and_sense() -> None:
    link = BeautifulSoup(linked("The S1 dermatome covers the heel."), "html.parser").a
    assert link is not None
    assert link.get_text() == "S1 dermatome"
    assert (link["data-root"], link["data-sense"], link["href"]) == ("S1", "dermatome", "?root=S1")
    assert link["title"] == "S1: dermatome"


def test_a_range_is_one_link_with_all_its_roots() -> None:
    link = BeautifulSoup(linked("The C5–T1 roots."), "html.parser").a
    assert link is not None and link["data-root"] == "C5 C6 C7 C8 T1"


def test_markup_inside_a_mention_and_citations_around_it_survive() -> None:
    html = linked("The **S1** root [@GRAY41] and *the S1 foramen* [@KIM2012; @LAST].")
    soup = BeautifulSoup(html, "html.parser")
    assert [a.get_text() for a in soup.find_all("a", class_="mention")] == ["S1", "S1 foramen"]
    assert [a["href"] for a in soup.select("sup.cite a")] == ["#ref-GRAY41", "#ref-KIM2012", "#ref-LAST"]
    for sup in soup("sup"):
        sup.decompose()
    assert (
        soup.get_text() == passage("The **S1** root [@GRAY41] and *the S1 foramen* [@KIM2012; @LAST].").text
    )


def test_a_mention_inside_a_link_is_left_alone() -> None:
    html = linked("See [the S1 root](article:s1#course) and the L5 root.")
    soup = BeautifulSoup(html, "html.parser")
    assert [a.get_text() for a in soup.find_all("a", class_="mention")] == ["L5 root"]
    assert (
        soup.find_all("a")[0]["href"] == "library?article=s1&section=course" == article_href("s1", "course")
    )


def test_what_is_no_label_is_no_link() -> None:
    assert "<a" not in linked("A T1-weighted image.")


def test_special_characters_stay_text() -> None:
    html = linked("If a < b & c, the S1 root > d.")
    assert "&lt;" in html and "&amp;" in html and "&gt;" in html
    assert BeautifulSoup(html, "html.parser").get_text() == "If a < b & c, the S1 root > d."


def test_lists_tables_and_quotations_are_rebuilt() -> None:
    (section,) = own(
        "## H {#h role=overview}\n\n3. three\n4. four\n   - inner\n\n   more of four\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n> said\n"
    )
    soup = BeautifulSoup(section_html(section), "html.parser")
    assert soup.ol is not None and soup.ol["start"] == "3"
    assert [li.get_text() for li in soup.ol.find_all("li", recursive=False)] == [
        "three",
        "fourinnermore of four",
    ]
    assert [cell.name for cell in soup.find_all(["th", "td"])] == ["th", "th", "td", "td"]
    assert soup.blockquote is not None and soup.blockquote.get_text() == "said"


def test_every_passage_of_ours_is_shown_word_for_word_with_an_anchor_of_its_own() -> None:
    for article in library().articles:
        for section in article.sections:
            html = section_html(section, mentions=lambda p, role=section.role: find_mentions(p.text, role))
            soup = BeautifulSoup(html, "html.parser")
            for sup in soup.select("sup.cite"):
                sup.decompose()
            anchors = [tag["id"] for tag in soup.find_all(id=re.compile("^p-"))]
            assert anchors == [f"p-{p.id}" for p in section.passages]
            shown = re.sub(r"\W+", " ", soup.get_text(" "))
            assert shown.split() == [w for p in section.passages for w in re.sub(r"\W+", " ", p.text).split()]
