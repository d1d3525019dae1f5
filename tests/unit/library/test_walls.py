"""Reading text from outside takes time that grows with its length, whatever is repeated in it."""

import gc
import json
import math
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermatome.anatomy.ids import parse_part, parse_root
from dermatome.atlas.charts import described
from dermatome.errors import AtlasError, ImportFailed
from dermatome.export.apart import Allowance, apart
from dermatome.isncsci.reading import read_exam
from dermatome.lecture.formats import read_file, unpack
from dermatome.library.importing import LIMITS, documents, files, parse_articles, read_articles
from dermatome.library.markup import blocks_from_html, safe_inline, sections_from_blocks, words_of
from dermatome.library.mentions import find_mentions, find_terms, sentences
from dermatome.library.passages import named_maps, nerve_terms
from dermatome.library.ranking import Asked, rank
from dermatome.library.reading import read
from dermatome.library.records import Article, Passage, Section
from dermatome.library.render import section_html
from dermatome.library.search import search, snippet
from dermatome.library.store import Store
from dermatome.localiser.motor_words import read_power
from dermatome.localiser.reflex_words import read_reflexes
from dermatome.localiser.sign_words import read_signs
from dermatome.localiser.skin_words import read_skin
from dermatome.lookup.meant import meant
from dermatome.notation import expressions
from dermatome.study import sets
from dermatome.study.exchange import read_export
from dermatome.study.questions import question
from dermatome.ui.base.html import plain
from dermatome.ui.library.query import read_query
from tests.collector import nothing_else_to_collect

SHORT, LONG, TIMES = 4_000, 256_000, 4
"""Characters of the first reading, of the longest first one, and how much longer the second is."""
FLOOR = 0.05
"""Seconds below which a reading is too short to be compared."""

WORDS = [
    "third, ",
    "great big ",
    "long ",
    "L4 to ",
    "C5 is weak, ",
    "S1–",
    "(",
    "first and ",
    "e.g. ",
    "not the ",
    "L4/5, ",
    "C5,6,",
    "5/6, ",
    "the upper trunk ",
    "iliac crest, ",
    "grade S3+ ",
]
PAGES = ["<meta ", "<title>", "<html ", "<li>x", "<h2>x</h2>", "<b>x", "[vc_", "<a href=", "<td>", "&"]
PAGES += ["[tab title=&#8221;x&#8221; ", "[x]", "<td rowspan=99>x", "<dt>x", "<span style='font-weight:700'>"]
PAGES += [
    "<ul class=tabs><li><a href=#x>",
    "<p class=MsoListParagraph>· x",
    "<style>.a{",
    "<style>.a.b.c{display:none}</style><p class='a b c d a b c d'>",
    "<div aria-hidden=true>",
]
PAGES += ["<math><mi>x", "<mfrac><mi>x</mi>", "<svg>"]
NOTES: Final = ["%%a\n", "%% ", "[[a|", "![[", "==a ", " ^a", "[!n] ", "- [x] ", "> [!n] x\n", "A: b\n"]
LINES = ["- x\n", "[x](http:", "| a ", "x\n", "a line of some forty letters, as wrapped text has\n"]


@pytest.fixture(autouse=True, scope="module")
def uncollected() -> Iterator[None]:
    with nothing_else_to_collect():
        yield


def _import(name: str) -> Callable[[str], object]:
    def run(text: str) -> None:
        with suppress(AtlasError):
            list(parse_articles(text.encode(), name))

    return run


def _seconds(reader: Callable[[str], object], text: str) -> float:
    for cached in (find_mentions, find_terms, read):
        cached.cache_clear()
    # Without looking for garbage; to look for it before each reading took longer than the readings.
    gc.disable()
    try:
        started = time.process_time()
        reader(text)
        return time.process_time() - started
    finally:
        gc.enable()


POST: Final = {"id": 1, "slug": "s1", "title": {"rendered": "S1"}, "link": "https://example.org/s1"}


def _post(text: str) -> None:
    _import("post.json")(json.dumps([POST | {"content": {"rendered": f"<p>S1 root</p>{text}"}}]))


def _front(text: str) -> None:
    _import("front.md")(f"---\ntitle: {text}\n---\nThe S1 root.")


def _told(text: str) -> None:
    """As a row of the library that somebody else wrote: ranked, and shown with its labels linked."""
    passage = Passage("a-1", text, safe_inline(escape(text)))
    section = Section("a", text[:200], 2, (passage,))
    article = Article("a", "A", "imported", (section,), ("S1",))
    rank(Asked("S1", "dermatome", ("foot-sole",)), article, section, passage)
    named_maps(text)
    section_html(section, mentions=lambda each: read(each.text, None).mentions)


def _no_check(_address: str) -> list[str]:
    """Let every step of a lecture be."""
    return []


def _refused(asked: Callable[[str], object]) -> Callable[[str], object]:
    def run(text: str) -> None:
        with suppress(AtlasError):
            asked(text)

    return run


ASKED = ["S1–", "s1 ", "foot-", "4-5/", "Th", "(", "-", "difference-", "é"]
PACKED = ['{"a":', "[", '"', "1", "A", "-_"]
FOUND: Final = ["5 ", "5" + " " * 60, "(", "5 - ", "numb ", "foot drop ", "and ", "a/"]
READERS: dict[str, tuple[Callable[[str], object], list[str]]] = {
    "mentions": (find_mentions, WORDS),
    "terms": (find_terms, WORDS),
    "passage": (lambda text: read(text, None), WORDS),
    "sentences": (sentences, WORDS),
    "snippet": (lambda text: snippet(text, ["third"]), WORDS),
    "page": (_import("page.html"), [*PAGES, *WORDS]),
    "markdown": (_import("notes.md"), [*LINES, *NOTES, *WORDS]),
    "xml": (
        lambda text: _import("x.xml")(f"<?xml ?>{text}"),
        ["\n", "<!x>", "<?x?>", "<!x> ", "<x:y>", "<sec"],
    ),
    "text": (_import("notes.txt"), [*LINES, *WORDS, "A: b\n", "A: b\n c\n", "Tone: x\n", "L4 5/5\n"]),
    "export": (_import("blog.xml"), ["<item>", "<item><title>x</title></item>", "&amp;", "<!-- "]),
    "notation": (lambda text: list(expressions(text)), [*WORDS, "L4-", "L4 ", "S1S2", "first to "]),
    "post": (_post, [*PAGES, "[vc_row ", "[caption", "\n \n", "[et_pb_x] ", "third, "]),
    "front matter": (_front, ["a: ", "- ", "[", "&a ", "'", "x\n"]),
    "shown": (_told, WORDS),
    "search": (lambda text: search(text, stores=[]), [*ASKED, *WORDS]),
    "root": (_refused(parse_root), ASKED),
    "part": (_refused(parse_part), ASKED),
    "map": (_refused(described), ASKED),
    "nerve": (nerve_terms, ["tibial ", "(", "(x", "- "]),
    "question": (_refused(question), ["~", "/", "muscle/root-of/", *ASKED]),
    "set": (_refused(sets.decode), PACKED),
    "set file": (_refused(sets.from_file), PACKED),
    "progress": (_refused(read_export), PACKED),
    "lecture": (_refused(lambda text: read_file(text.encode(), _no_check)), PACKED),
    "lecture link": (_refused(lambda text: unpack(text, _no_check)), PACKED),
    "examination": (_refused(lambda text: read_exam({"right": {"motor": text}})), [*PACKED, "5,", "NT* "]),
    "power": (read_power, FOUND),
    "reflexes": (read_reflexes, FOUND),
    "skin": (read_skin, FOUND),
    "signs": (read_signs, FOUND),
    "meaning": (meant, [*FOUND, *ASKED]),
    "plain": (plain, ["[", "`", "a:", "*", "http://"]),
    "query": (lambda text: read_query({"q": text, "topic": text}), ASKED),
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("reader", "piece"), [(name, piece) for name, (_, pieces) in READERS.items() for piece in pieces]
)
def test_time_grows_with_the_length(reader: str, piece: str) -> None:
    run, start = (
        READERS[reader][0],
        {"page": "<p>S1 root</p>", "export": "<rss><channel>"}.get(reader, "S1 root\n\n"),
    )

    def text(length: int) -> str:
        return start + (piece * (length // len(piece) + 1))[:length] + " toe"

    run(text(50))  # what is loaded once does not count
    length = SHORT
    while (short := _seconds(run, text(length))) < FLOOR and length < LONG:
        # As often doubled at once as this time tells, but no more than a square would stand.
        length = min(LONG, length * min(8, 2 ** math.ceil(math.log2(FLOOR / short))))
    # Noise passes, a square does not: one fair measurement of three is enough.
    assert any(
        _seconds(run, text(TIMES * length) + " " * again) < 2.5 * TIMES * max(short, FLOOR)
        for again in range(3)
    )


def test_attributes_without_values_are_read_in_one_go() -> None:
    page = "<html><head>{}</head><p>The S1 root.</p>"
    short, long = (_seconds(_import("p.html"), page.format(f"<meta {'x' * 3_900}>" * n)) for n in (8, 32))
    assert long < 10 * max(short, FLOOR)


def test_an_adjective_still_shares_the_digit_of_the_next() -> None:
    (ring, little) = find_terms("numb in the ring and little fingers")
    assert (ring.surface, little.surface) == ("ring", "little fingers")
    assert ring.parts and little.parts


def test_a_misspelt_word_is_compared_with_a_bounded_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dermatome.library.store.MOST_WORDS", 3)
    words = [f"nerve {first}{second}aaaa" for first in "bcdfg" for second in "hjklm"]
    with Store.memory(parse_articles(("the nerve\n\n" + "\n\n".join(words)).encode(), "many.txt")) as store:
        assert len(store.vocabulary()) == 3
        assert "nerv" in store.vocabulary()
        assert store.knows("bhaaaa")
        assert store.knows("bhaa", beginning=True)
        assert not store.knows("bhaa")
        assert search("nervve", stores=[store])[0].corrected


# ---- one bad file among others --------------------------------------------------------------------


def test_an_item_in_a_table_in_an_item_is_read() -> None:
    blocks = blocks_from_html(
        "<p>The S1 root.</p><li><table><tr><td><li>one</li></td></tr></table><p>two</p>three"
    )
    assert [words_of(block) for block in blocks] == ["The S1 root.", "one", "two", "three"]
    assert sections_from_blocks(blocks)


def test_a_nameless_entry_is_read_like_any_other() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes.txt", "The S1 root supplies the sole.")
        archive.writestr(zipfile.ZipInfo(""), "The L5 root supplies the big toe.")
    texts = {article.passages[0].text for article in parse_articles(packed.getvalue(), "two.zip")}
    assert texts == {"The S1 root supplies the sole.", "The L5 root supplies the big toe."}


def test_a_refused_member_leaves_the_others_of_its_archive() -> None:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../outside.txt", "The S2 root.")
        archive.writestr("a.txt", "The S1 root supplies the sole.")
        archive.writestr("damaged.txt", "The L4 root supplies the knee.")
        archive.writestr("b.txt", "The L5 root supplies the big toe.")
    data = packed.getvalue().replace(b"L4 root supplies the knee.", b"L4 root supplies the KNEE.")
    told: list[str] = []
    texts = {article.passages[0].text for article in parse_articles(data, "four.zip", skipped=told)}
    assert texts == {"The S1 root supplies the sole.", "The L5 root supplies the big toe."}
    assert len(told) == 2
    assert "outside" in told[0] and "damaged.txt" in told[1]
    assert all("\n" not in line for line in told)


def test_members_refused_in_vain_count_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = replace(LIMITS, archive_bytes=3_000_000)
    monkeypatch.setattr(files, "LIMITS", limits)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(6):
            archive.writestr(f"{number}.txt", bytes(range(256)) * 4_000)
    data = bytearray(packed.getvalue())
    for entry in zipfile.ZipFile(BytesIO(data)).infolist():
        start = data.index(entry.filename.encode(), entry.header_offset) + len(entry.filename)
        data[start + entry.compress_size - 1] ^= 0xFF  # its end: all is unpacked before the fault shows
    with pytest.raises(ImportFailed, match="unpacks to more"):
        list(parse_articles(bytes(data), "vain.zip"))


def test_a_file_that_upsets_the_reader_is_told_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    decode = documents.decode

    def upset(data: bytes, name: str) -> str:
        if name == "b.txt":
            raise IndexError("list index out of range")
        return decode(data, name)

    monkeypatch.setattr(documents, "decode", upset)
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(f"The S1 root of {name}.")
    told: list[str] = []
    assert len(list(read_articles(tmp_path, skipped=told))) == 2
    assert len(told) == 1
    assert told[0].startswith("b.txt")
    assert "\n" not in told[0]
    assert "IndexError" in caplog.text
    with pytest.raises(ImportFailed, match="cannot be read"):
        list(read_articles(tmp_path / "b.txt"))


TAGS = st.sampled_from(["ul", "ol", "li", "table", "tr", "td", "th", "dl", "dt", "dd", "p", "h2", "b", "pre"])
TREE = st.recursive(
    st.just("@"),
    lambda inner: st.tuples(TAGS, st.lists(inner, min_size=1, max_size=3)).map(
        lambda made: f"<{made[0]}>{''.join(made[1])}</{made[0]}>"
    ),
    max_leaves=12,
)
"""Lists, tables and definition lists in one another, rightly or not; ``@`` stands for a word."""


@settings(deadline=None, max_examples=100)
@given(TREE, st.booleans())
def test_no_tree_of_elements_upsets_the_reader_or_loses_a_word(tree: str, closed: bool) -> None:
    pieces = (tree if closed else tree.replace("</li>", "").replace("</td>", "")).split("@")
    page = "".join(f"{piece} w{number}w " for number, piece in enumerate(pieces[:-1])) + pieces[-1]
    told = " ".join(words_of(block) for block in blocks_from_html(page))
    assert sorted(re.findall(r"w\d+w", told)) == sorted(f"w{number}w" for number in range(len(pieces) - 1))


# ---- work in a process of its own -------------------------------------------------------------------


def test_work_that_takes_too_long_is_ended() -> None:
    with pytest.raises(AtlasError, match="too long"):
        apart("imports", time.sleep, 60, allowance=Allowance(seconds=0.5, failed="too long"))  # type: ignore[arg-type]


def test_work_that_takes_too_much_memory_is_ended() -> None:
    with pytest.raises(AtlasError, match="too much"):
        apart("imports", bytearray, 2 * 2**30, allowance=Allowance(memory=2**30, failed="too much"))  # type: ignore[arg-type]
