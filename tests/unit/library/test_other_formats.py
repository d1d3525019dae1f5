"""What other programs save: read as its reader sees it, or refused with a word on what to do."""

from __future__ import annotations

import io
import zipfile

import pytest

from dermatome.errors import ImportFailed
from dermatome.library.importing import parse_articles
from dermatome.library.markup import blocks_from_html, blocks_from_markdown, words_of


def zipped(*members: tuple[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def told(data: bytes | str, name: str) -> list[str]:
    given = data.encode() if isinstance(data, str) else data
    return [passage.text for article in parse_articles(given, name) for passage in article.passages]


def words(markdown: str) -> list[str]:
    return [words_of(block) for block in blocks_from_markdown(markdown)]


BINARY = bytes(range(256)) * 4
ODT = zipped(
    ("mimetype", "application/vnd.oasis.opendocument.text"),
    (
        "content.xml",
        "<?xml version='1.0'?><office:document-content><text:p>S1 root</text:p></office:document-content>",
    ),
    ("styles.xml", "<a>Liberation</a>"),
    ("META-INF/manifest.xml", "<a/>"),
)
MHTML = (
    "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://example.org/\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\tboundary="----B"\r\n\r\n------B\r\nContent-Type: text/html\r\n'
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><p>The S1 root =\r\nsole.</p></html>"
)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"7z\xbc\xaf\x27\x1c" + BINARY, "as a zip file"),
        (b"Rar!\x1a\x07\x01\x00" + BINARY, "as a zip file"),
        (b"GIF89a" + BINARY, "picture"),
        (b"RIFF\x10\0\0\0WEBPVP8 " + BINARY, "no text"),
        (b"\0\0\0\x18ftypheic" + BINARY, "no text"),
        (b"bplist00" + BINARY, "no text"),
        (ODT, "office document"),
        (zipped(("Index/Document.iwa", "x"), ("preview.txt", "x")), "office document"),
        (MHTML.encode(), "HTML only"),
        (zipped(("a.pdf", "%PDF"), ("b.docx", "PK")), "Articles are HTML, Markdown"),
        (b"<?xml version='1.0'?><w:document><w:p><w:t>S1 root</w:t></w:p></w:document>", "no web page"),
        (b"<?xml version='1.0'?><o:document><t:p>S1</t:p><t:p>L5</t:p></o:document>", "no web page"),
        (b"<?xml version='1.0'?><!-- x --><article><para>S1</para><para>L5</para></article>", "no web page"),
        (b"<?xml version='1.0'?><feed><entry><title>S1</title></entry></feed>", "no web page"),
        (b"---\ntitle: S1\ndraft: true\n---\nThe S1 root.", "draft"),
        (b"---\npublished: False\n---\nThe S1 root.", "draft"),
        (b"---\nstatus: draft\n---\nThe S1 root.", "draft"),
        (b"+++\ndraft = true\n+++\nThe S1 root.", "draft"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_advice(data: bytes, says: str) -> None:
    with pytest.raises(ImportFailed, match=says):
        told(data, "given")


def test_a_book_gives_its_chapters_and_nothing_else() -> None:
    book = zipped(
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<?xml version='1.0'?><container/>"),
        ("OEBPS/content.opf", "<?xml version='1.0'?><package/>"),
        ("OEBPS/nav.xhtml", "<html><nav><ol><li><a href='c1.xhtml'>Of S1</a></li></ol></nav></html>"),
        ("OEBPS/c1.xhtml", "<?xml version='1.0'?><html><body><h1>S1</h1><p>The sole.</p></body></html>"),
    )  # fmt: skip
    assert told(book, "book.epub") == ["The sole."]


def test_a_page_of_xml_is_still_a_page() -> None:
    page = "<?xml version='1.0'?>\n<!-- saved -->\n<!DOCTYPE html>\n<html><body><p>S1</p></body></html>"
    assert told(page, "page.xhtml") == ["S1"]


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff\ufeff---\ntitle: Of S1\n---\nThe sole.",
        "---\ntitle: Of S1\n...\nThe sole.",
        "---\ntitle: Of S1\ndraft: false\npublished: true\n---\nThe sole.",
    ],
)
def test_front_matter_is_read_behind_two_marks_and_before_three_points(text: str) -> None:
    (article,) = parse_articles(text.encode(), "x.md")
    assert article.title == "Of S1"
    assert [passage.text for passage in article.passages] == ["The sole."]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("See [[Dermatomes of L5|the S1 map]] here.", ["See the S1 map here."]),
        ("See [[Reflexes#Ankle]] and [[L5]].", ["See Reflexes > Ankle and L5."]),
        ("Before ![[S1.png]]after", ["Before after"]),
        ("The S1 root %% or L5? %% ends.", ["The S1 root ends."]),
        ("First.\n\n%%\nL5 is wrong.\n\nC6 too.\n%%\n\nLast.", ["First.", "Last."]),
        ("An ==S1 **root**== here", ["An S1 root here"]),
        ("The S1 root ^of-s1", ["The S1 root"]),
        ("- [x] the S1 root\n- [ ] L5", ["the S1 root", "L5"]),
        ("> [!warning]- Mind *L5*\n> It is S1.", ["Mind L5 It is S1."]),
        # What is something else stays.
        ("A link [[1]](https://x.example) and [[2]][two]", ["A link [1] and [[2]][two]"]),
        ("100%% sure and a == b == c", ["100%% sure and a == b == c"]),
        ("`%% [[a|b]] %%` is code", ["%% [[a|b]] %% is code"]),
        ("%%\nno end to it", ["%% no end to it"]),
        ("2 ^10", ["2 ^10"]),
        ("Text\u2028of two\u2029lines", ["Text of two lines"]),
    ],
)
def test_what_programs_for_notes_write_is_read_as_they_show_it(written: str, read: list[str]) -> None:
    assert words(written) == read


@pytest.mark.parametrize(
    ("formula", "read"),
    [
        ("<math><mi>PI</mi><mo>−</mo><mi>LL</mi><mo>&lt;</mo><mn>10</mn></math>", "PI−LL<10"),
        ("<math><mfrac><mi>L5</mi><mi>S1</mi></mfrac></math>", "L5/S1"),
        ("<math><msup><mi>L</mi><mn>5</mn></msup></math>", "L^5"),
        (
            "<math><semantics><mi>x</mi><annotation encoding='application/x-tex'>x</annotation>"
            "<annotation-xml><ci>x</ci></annotation-xml></semantics></math>",
            "x",
        ),
        (
            "<span class='katex-mathml'><math><mi>x</mi></math></span>"
            "<span class='katex-html' aria-hidden='true'>x</span>",
            "x",
        ),
        ("<math><mtable><mtr><mtd>a</mtd><mtd>b</mtd></mtr><mtr><mtd>c</mtd></mtr></mtable></math>", "a b c"),
    ],
)
def test_a_formula_is_read_once(formula: str, read: str) -> None:
    assert [words_of(block) for block in blocks_from_html(f"<p>An angle {formula} is.</p>")] == [
        f"An angle {read} is."
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p style='position:absolute; left:-9999px'>L5</p>",
        "<p style='text-indent:-10000px'>L5</p>",
        "<p style='visibility:collapse'>L5</p>",
        "<span class='accesshide'>L5</span>",
        "<a class='visually-hidden-focusable' href='#x'>L5</a>",
    ],
)
def test_what_only_machines_read_is_left_out(hidden: str) -> None:
    assert [words_of(block) for block in blocks_from_html(f"{hidden}<p style='left:-20px'>S1</p>")] == ["S1"]


def test_the_title_of_a_drawing_is_not_the_pages() -> None:
    page = "<html><body><svg><title>Menu</title></svg><p>The S1 root.</p><p>And L5.</p></body></html>"
    (article,) = parse_articles(page.encode(), "of-the-sole.html")
    assert article.title == "Of the sole"
