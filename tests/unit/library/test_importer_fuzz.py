"""Whatever is thrown at the importer: no word lost, nothing unsafe out, no exception but our own."""

import json
import re
from collections import Counter
from html import escape, unescape

import pytest
from bs4 import BeautifulSoup
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dermatome.errors import AtlasError
from dermatome.library.contract import article_contract
from dermatome.library.importing import parse_articles
from dermatome.library.markup import blocks_from_html, repair, sections_from_blocks
from dermatome.library.mentions import find_mentions
from dermatome.library.records import Article
from dermatome.library.render import inline_html, linked_html, section_html

pytestmark = pytest.mark.slow

SLOW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])

# fmt: off
WORD = st.sampled_from([
    "root", "nerve", "S1", "L5–S1", "disc", "the", "sole", "of", "(heel)", "S2-4", "“quoted”", "it's", "&",
    "<", ">", "T1-weighted", "a.b", "3/5", "?", "Q:", "–", "déjà", "5%",
])
# fmt: on
TEXT = st.lists(WORD, min_size=1, max_size=8).map(" ".join)
INLINE_TAG = st.sampled_from(["b", "strong", "em", "i", "a", "span", "code", "sup", "u", "mark"])
BLOCK_TAG = st.sampled_from(
    [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "blockquote",
        "section",
        "figcaption",
        "pre",
        "center",
        "summary",
        "dd",
        "article",
    ]
)
BREAK = st.sampled_from(
    ["<br>", "<br/><br/>", "&nbsp;", "<p></p>", "<p>&nbsp;</p>", "\n", "<hr>", "<!-- wp -->", "\u200b"]
)


def _inline(children: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    return st.tuples(INLINE_TAG, children).map(lambda p: (f"<{p[0]}>{p[1][0]}</{p[0]}>", p[1][1]))


def _join(parts: list[tuple[str, str]]) -> tuple[str, str]:
    return " ".join(part[0] for part in parts), " ".join(part[1] for part in parts)


LEAF = st.one_of(
    TEXT.map(lambda text: (escape(text, quote=False), text)),
    BREAK.map(lambda mark: (mark, " ")),
    st.just(("<script>alert(1)</script>", " ")),
)
INLINE = st.recursive(LEAF, lambda inner: _inline(st.lists(inner, max_size=3).map(_join)), max_leaves=6)
RUN = st.lists(INLINE, min_size=1, max_size=4).map(_join)


def _items(items: list[tuple[str, str]], *, closed: bool) -> str:
    return "".join(f"<li>{html}{'</li>' if closed else ''}" for html, _ in items)


def _cells(row: list[tuple[str, str]]) -> str:
    return "".join(f"<td>{html}</td>" for html, _ in row)


def _block(children: st.SearchStrategy[tuple[str, str]]) -> st.SearchStrategy[tuple[str, str]]:
    several = st.lists(children, min_size=1, max_size=4)
    boxed = st.tuples(BLOCK_TAG, several.map(_join)).map(lambda p: (f"<{p[0]}>{p[1][0]}</{p[0]}>", p[1][1]))
    listed = st.tuples(st.sampled_from(["ul", "ol", 'ol start="4"']), several, st.booleans()).map(
        lambda p: (
            f"<{p[0]}>{_items(p[1], closed=p[2])}</{p[0].split()[0]}>",
            " ".join(text for _, text in p[1]),
        )
    )
    table = st.lists(several, min_size=1, max_size=3).map(
        lambda rows: (
            "<table>" + "".join("<tr>" + _cells(row) + "</tr>" for row in rows) + "</table>",
            " ".join(text for row in rows for _, text in row),
        )
    )
    return st.one_of(boxed, listed, table)


DOCUMENT = st.lists(st.recursive(RUN, _block, max_leaves=12), min_size=1, max_size=5).map(_join)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def text_of(sections) -> str:
    return "\n".join(part for s in sections for part in (s.heading, *(p.text for p in s.passages)))


@SLOW
@given(DOCUMENT)
def test_no_word_of_any_page_is_lost_or_added(document: tuple[str, str]) -> None:
    html, text = document
    sections = sections_from_blocks(repair(blocks_from_html(html)))
    assert words(text_of(sections)) == words(text)


def shown(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html.replace("<br>", "\n")))


@SLOW
@given(DOCUMENT)
def test_what_is_rendered_says_the_same_as_the_plain_text(document: tuple[str, str]) -> None:
    for section in sections_from_blocks(repair(blocks_from_html(document[0]))):
        for passage in section.passages:
            assert shown(inline_html(passage)) == passage.text
            assert shown(linked_html(passage, find_mentions(passage.text))) == passage.text
        assert words(BeautifulSoup(section_html(section), "html.parser").get_text(" ")) == words(
            text_of([section]).removeprefix(section.heading)
        )


def read(data: bytes, name: str) -> list[Article]:
    """Read, or fail the one way a reader may be shown."""
    try:
        return list(parse_articles(data, name))
    except AtlasError as error:
        assert str(error).strip() and "\n" not in str(error) and "Traceback" not in str(error)
        return []


ALLOWED = {"p", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "br"}
ALLOWED |= {"strong", "em", "a", "sub", "sup", "code"}


def assert_safe(article: Article) -> None:
    for section in article.sections:
        for tag in BeautifulSoup(section_html(section), "html.parser").find_all(True):
            assert tag.name in ALLOWED
            assert set(tag.attrs) <= {"id", "href", "start", "class"}
            assert re.match(r"https?://|mailto:", str(tag.get("href", "mailto:")))
            assert tag.get("class") in (None, ["caption"])
    json.dumps(article_contract(article)).encode("utf-8")


# fmt: off
NASTY = st.sampled_from([
    "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "]]>", "<p", "<a href='javascript:x'>",
    "<li>", "</ul>", "<table><td>", "<svg onload=x>", "&#x3c;script&#x3e;", "&#0;", "&#xd800;", "\x00",
    "\ud800", "\ufeff", "\u202e", "[@KEY]", "{#id role=x}", "---\n", "# ", "- ", "1. ", "|a|b|\n|-|-|\n",
    "```", "===", "S1", "first sacral", "L5–S1 disc", "\n", "\n\n", " " * 50, "[x](javascript:y)",
    "<https://a.b>", "![i](x)", "<br>", "{", "[", '{"content":', "'", '"', "<template>", "<noscript>",
    "<math><mi>", "<h2>", "<select><option>", "<textarea>", "<plaintext>", "</p>", "<b>", "</b>", "<i>",
])
# fmt: on


MESS = st.lists(st.one_of(NASTY, st.text(max_size=20)), max_size=25).map("".join)
NAMES = st.sampled_from(["x.html", "x.md", "x.txt", "x"])


@SLOW
@given(MESS, NAMES)
@example("<html><body>" + "<b><p>" * 300, "x.html")
@example("S2-4 " * 50, "x.txt")
def test_any_text_is_read_safely_or_refused_politely(text: str, name: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    for article in read(data, name):
        assert_safe(article)


@SLOW
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"<html>", b"\xff\xfe", b'{"content":"', b"---\n"]),
)
def test_any_bytes_are_read_safely_or_refused_politely(data: bytes, start: bytes) -> None:
    for article in read(start + data, "upload"):
        assert_safe(article)


# fmt: off
KEY = st.sampled_from([
    "content", "title", "rendered", "link", "date", "slug", "posts", "excerpt", "guid", "lang", "code",
    "message", "yoast_head_json", "schema", "@graph", "inLanguage", "protected",
])
# fmt: on
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | NASTY,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEY, inner, max_size=6),
    max_leaves=20,
)


@SLOW
@given(JSON)
def test_any_json_is_read_safely_or_refused_politely(value: object) -> None:
    for article in read(json.dumps(value).encode(), "answer.json"):
        assert_safe(article)
