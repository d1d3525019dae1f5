"""Reading articles from outside: every format, every defect, every limit."""

import io
import json
import os
import re
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from dermatome.errors import ImportFailed
from dermatome.library.contract import article_contract
from dermatome.library.importing import (
    Limits,
    documents,
    files,
    importer,
    parse_articles,
    read_article,
    read_articles,
    wordpress,
)
from dermatome.library.mentions import find_mentions
from dermatome.library.records import Article
from dermatome.library.render import section_html

ARTICLES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def all_text(article: Article) -> str:
    parts = [part for s in article.sections for part in (s.heading, *(p.text for p in s.passages))]
    return "\n".join(parts)


def outline(article: Article) -> list[tuple[int, str]]:
    return [(section.level, section.heading) for section in article.sections]


def one(text: str | bytes, name: str = "upload") -> Article:
    data = text.encode() if isinstance(text, str) else text
    (article,) = parse_articles(data, name)
    return article


# ------------------------------------------------------------------ WordPress


@pytest.fixture(scope="module")
def post() -> Article:
    return read_article(ARTICLES / "wordpress_post.txt")


def test_a_wordpress_post_is_known_by_its_content_not_by_its_name(post: Article) -> None:
    assert post.title == "L5: bone, nerve – or both?"
    assert post.source == "https://spine.example/notes/l5-bone-nerve/"
    assert (post.date, post.language, post.roots) == ("2025-05-06", "en-GB", ("L5",))


def test_no_word_of_a_post_is_lost_or_added(post: Article) -> None:
    body = json.loads((ARTICLES / "wordpress_post.txt").read_text())["content"]["rendered"]
    soup = BeautifulSoup(body, "html.parser")
    for hidden in soup(["script", "style", "iframe"]):
        hidden.decompose()
    assert words(all_text(post)) == words(soup.get_text(" "))


def test_headings_become_sections_and_bold_questions_sub_sections(post: Article) -> None:
    assert outline(post) == [
        (2, "What people mean by L5"),
        (2, "Where the label turns up (and why)"),
        (3, "Steps of an examination"),
        (2, "Kinds"),
        (2, "Questions"),
        (3, "Q: Is L5 a bone or a nerve?"),
        (3, "Q: Does L5 reach the sole?"),
    ]


def test_a_numbered_list_that_breaks_off_goes_on_counting(post: Article) -> None:
    steps = post.section("steps-of-an-examination")
    assert steps is not None
    assert [(p.number, p.depth) for p in steps.passages] == [
        (1, 0),
        (2, 0),
        (None, 1),
        (None, 1),
        (None, 1),
        (3, 0),
        (None, 1),
        (None, 1),
        (4, 0),
    ]
    assert steps.passages[2].text == "Light touch on the top of the foot."
    assert steps.passages[6].lead == "Depending on what was found, the next step may be one of these:"
    assert '<ol start="4">' not in section_html(steps) and section_html(steps).count("<ol>") == 1


def test_items_under_a_bold_label_are_nested_below_it(post: Article) -> None:
    kinds = post.section("kinds")
    assert kinds is not None
    assert [(p.text.split("\n")[0], p.depth) for p in kinds.passages[:4]] == [
        ("Bone and nerve", 0),
        ("L5 vertebra: the last lumbar bone.", 1),
        ("L5 nerve root: the nerve that leaves under its pedicle.", 1),
        ("Above and below", 0),
    ]


def test_no_markup_entity_or_no_break_space_is_left(post: Article) -> None:
    text = all_text(post)
    assert not re.search(r"[<>\u00a0]|&\w+;|&#", text)
    assert all(passage.text == passage.text.strip() and passage.text for passage in post.passages)


def test_links_are_made_absolute_and_unsafe_ones_lose_their_target(post: Article) -> None:
    html = "".join(section_html(section) for section in post.sections)
    assert 'href="https://spine.example/maps"' in html
    assert (
        "javascript" not in html and "onclick" not in html and "<script" not in html and "<iframe" not in html
    )
    assert "this</a>" not in html and "this." in html


def test_a_list_of_posts_yields_each_and_names_the_one_it_passed_over() -> None:
    skipped: list[str] = []
    seen: list[tuple[int, int]] = []
    found = list(
        read_articles(
            ARTICLES / "wordpress_list.json", skipped=skipped, progress=lambda *counts: seen.append(counts)
        )
    )
    assert [article.id for article in found] == ["imported-c7-clinic", "imported-t10-navel"]
    assert seen == [(1, 3), (2, 3)]
    assert len(skipped) == 1 and "post 3" in skipped[0] and "password" in skipped[0]


def test_one_article_asked_for_of_several_is_refused() -> None:
    with pytest.raises(ImportFailed, match="2 articles"):
        read_article(ARTICLES / "wordpress_list.json")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"id": 1, "title": "x"}', "no WordPress post"),
        ('{"code": "rest_no_route", "message": "No route was found"}', "No route was found"),
        ("[]", "empty list"),
        ('{"title": {"rendered": "x"}, "content": {"rendered": " "}}', "empty"),
        ('{"title": {"rendered": "x"}, "content"', "broken"),
        ("[" * 100_000, "deep"),
        ('{"a":' * 100_000, "deep"),
        ("null", "no WordPress post"),
        ("S1 is a root.", "broken"),
    ],
)
def test_json_that_is_no_post_is_refused_with_a_reason(text: str, says: str) -> None:
    with pytest.raises(ImportFailed, match=says):
        one(text, "answer.json")


def test_fields_a_post_may_lack_or_get_wrong_do_no_harm() -> None:
    article = one(
        '{"content": "<p>The S1 root.</p>", "title": null, "date": 5, "link": "javascript:x", "slug": 3}'
    )
    assert article.passages[0].text == "The S1 root."
    assert (article.source, article.date) == ("", "")


def test_a_title_keeps_what_only_looks_like_markup() -> None:
    article = one(
        json.dumps({"title": {"rendered": "If a &lt; b &amp; c"}, "content": {"rendered": "<p>x y</p>"}})
    )
    assert article.title == "If a < b & c"


def test_short_codes_and_a_table_of_contents_are_no_text() -> None:
    body = (
        '<nav><ul><li>Skin</li></ul></nav>[vc_row el_class="x"]<h2>Skin</h2><p>The S1 root.</p>[/vc_row]'
        "<p>Brackets [in prose] stay.</p>"
    )
    article = one(json.dumps({"title": "x", "content": body}))
    assert all_text(article).split("\n") == ["Skin", "The S1 root.", "Brackets [in prose] stay."]


# ------------------------------------------------------------------ plain text


def test_headings_of_a_plain_text_are_guessed() -> None:
    article = read_article(ARTICLES / "plain.txt")
    assert outline(article) == [
        (2, ""),
        (2, "The C8 Root: Course and Company"),
        (2, "What the C8 Dermatome Covers"),
        (3, "How is C8 strength tested?"),
        (2, "Look-alikes of a C8 Lesion"),
    ]
    assert article.roots == ("C8",)
    assert words(all_text(article)) == words((ARTICLES / "plain.txt").read_text())


def test_wrapped_lines_are_joined_and_list_items_kept_apart() -> None:
    article = read_article(ARTICLES / "wrapped.txt")
    assert article.title == "THE ANKLE JERK"
    assert outline(article)[1:] == [(2, "1. How to elicit it"), (2, "2. What a lost jerk means")]
    assert [p.text for p in article.sections[1].passages[1:]] == [
        "Strike the tendon, not the heel.",
        "Watch the calf as well as the foot.",
    ]
    assert "whole, the foot moves down. The jerk is compared" in article.passages[0].text


def test_prose_is_not_taken_for_headings() -> None:
    text = "The S1 root leaves the sacrum.\nIt joins the sciatic nerve.\nThen it reaches the foot.\n"
    assert outline(one(text)) == [(2, "")]
    assert len(one(text).passages) == 3


def test_numbered_headings_stand_before_lists_too_and_the_first_is_no_title() -> None:
    text = (
        "1. Skin\n\nCompare both sides with a pin.\n\n2. Leg\n\n  a) L3: knee\n  b) L4: ankle\n\n"
        "FINDINGS:\nThe pin was felt everywhere."
    )
    article = one(text, "sensory-exam.txt")
    assert article.title == "Sensory exam"
    assert outline(article) == [(2, "1. Skin"), (2, "2. Leg"), (2, "FINDINGS:")]


def test_a_damaged_byte_leaves_the_rest_of_a_utf_8_text_whole() -> None:
    article = one("Die Wurzel S1 – über das Iliosakralgelenk.\n\nFuß".encode() + b"\xe2\x80", "wurzel.txt")
    assert "S1 – über das" in all_text(article)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_common_encodings_are_read(encoding: str) -> None:
    text = "Die Wurzel S1 – „Fußsohle“ – wird geprüft.\n\nDer Achillessehnenreflex fehlt."
    assert one(text.encode(encoding)).passages[0].text == "Die Wurzel S1 – „Fußsohle“ – wird geprüft."


# ------------------------------------------------------------------ HTML and Markdown


def test_a_raised_number_is_not_read_as_part_of_the_label_before_it() -> None:
    article = one(
        "<p>Pain from T1<sup><a href='#n2'>2</a></sup> over 9 cm<sup>2</sup>.</p><p>H<sub>2</sub>O</p>"
    )
    assert [p.text for p in article.passages] == ["Pain from T1² over 9 cm².", "H2O"]
    assert [mention.root for mention in find_mentions(article.passages[0].text)] == ["T1"]


def test_what_no_reader_sees_is_dropped_when_written_as_an_entity() -> None:
    assert all_text(one("<p>der&shy;ma&#173;tome of S&#8203;1</p>")).strip() == "dermatome of S1"


def test_a_post_as_typed_has_blank_lines_for_paragraphs() -> None:
    raw = "A box too heavy.\n\n<strong>Findings</strong>\r\n\r\nNo ankle jerk.\n\n<ul><li>numb heel</li></ul>"
    article = one(json.dumps({"title": "Case", "content": {"raw": raw}}))
    assert outline(article) == [(2, ""), (2, "Findings")]
    assert [p.text for p in article.passages] == ["A box too heavy.", "No ankle jerk.", "numb heel"]


def test_a_page_gives_its_main_part_with_source_date_and_language() -> None:
    article = read_article(ARTICLES / "page.html")
    assert (article.title, article.source) == ("Wurzel L3", "https://klinik.example/wurzel-l3")
    assert (article.date, article.language) == ("2024-02-03", "de-AT")
    text = all_text(article)
    assert "Menü" not in text and "Impressum" not in text
    for sentence in (
        "Vorderseite des Knies",
        "Streckung",
        "Seitenvergleich",
        "von vorn",
        "Zitat",
        "Quadriceps",
    ):
        assert sentence in text


def test_a_page_without_a_main_part_keeps_all_but_its_menus() -> None:
    page = (
        "<html><body><nav>Menu</nav><div><p>The S1 root.</p></div>Loose words <p>and more</p></body></html>"
    )
    assert all_text(one(page)).split("\n")[1:] == ["The S1 root.", "Loose words", "and more"]


def test_a_page_whose_main_part_is_nearly_empty_is_read_whole() -> None:
    page = "<html><body><main><p>Ad</p></main><p>The whole article stands beside it.</p></body></html>"
    assert "whole article" in all_text(one(page))


def test_markdown_keeps_front_matter_lists_and_tables() -> None:
    article = read_article(ARTICLES / "notes.md")
    assert (article.title, article.source, article.date) == (
        "Notes on S2",
        "https://notes.example/s2",
        "2023-01-02",
    )
    supply = article.section("supply")
    assert supply is not None
    assert [(p.text, p.depth, p.number) for p in supply.passages[:4]] == [
        ("Small muscles of the foot", 0, 1),
        ("Parts of the calf", 0, 2),
        ("soleus", 1, None),
        ("gastrocnemius", 1, None),
    ]
    assert [p.text for p in supply.passages[4:7]] == ["root; share", "S1; main", "S2; part"]
    assert "onclick" not in section_html(supply) and "<strong>raw</strong>" in section_html(supply)


def test_markdown_footnotes_are_kept() -> None:
    article = one(
        "# Neck\n\nSeen in C6[^1] and C7.[^two] See `[^1]`.\n\n[^1]: Unpublished.\n[^two]: Ibid.\n", "neck.md"
    )
    assert [p.text for p in article.passages] == [
        "Seen in C6¹ and C7.[^two] See [^1].",
        "¹ Unpublished. [^two]: Ibid.",
    ]


def test_front_matter_in_toml_is_read() -> None:
    front = '+++\ntitle = "Meralgia or L2?"\ndate = 2021-05-05T10:00:00Z\nweight = 3\n+++\n'
    article = one(f"{front}\n# Meralgia or L2?\n\nIt burns.", "burn.md")
    assert (article.title, article.date, outline(article)) == ("Meralgia or L2?", "2021-05-05", [(2, "")])


@pytest.mark.parametrize(
    "front",
    [
        "a: &x [*x]",
        "date: 2023-99-99",
        "title: [",
        "a: &a [1]\nb: [*a,*a]\ntitle: x",
        "- 1",
        "!!python/object:os.x {}",
    ],
)
def test_odd_front_matter_is_never_fatal(front: str) -> None:
    assert "The S1 root." in all_text(one(f"---\n{front}\n---\n\n# H\n\nThe S1 root.\n", "x.md"))


# ------------------------------------------------------------------ unsafe and oversized input


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href='java\tscript:alert(1)'>x</a>",
        "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
        "<a href='//evil.example'>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></table></math>",
        "<p style='position:fixed' id='root' class='x' data-x='y'>x</p>",
        "<object data='x'></object><embed src=x>",
        "<form action='//evil.example'><input name=p><button>go</button></form>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "<<script>script>alert(1)<</script>/script>",
        "<template><script>alert(1)</script></template>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    ],
)
def test_nothing_unsafe_reaches_the_page(attack: str) -> None:
    article = one(f"<html><body><p>The S1 root.</p>{attack}<p>The end.</p></body></html>")
    html = "".join(section_html(section) for section in article.sections)
    tags = set(re.findall(r"<(\w+)", html))
    assert tags <= {"p", "a", "strong", "em", "ul", "ol", "li", "br", "blockquote", "table", "tr", "td", "th"}
    soup = BeautifulSoup(html, "html.parser")
    for tag in soup.find_all(True):
        assert set(tag.attrs) <= {"id", "href", "class", "start"}
        assert str(tag.get("href", "https://")).startswith(("https://", "http://", "mailto:"))
    assert "The end." in all_text(article)


def test_deep_nesting_is_refused_at_once() -> None:
    with pytest.raises(ImportFailed, match="deep"):
        one("<html>" + "<div>" * 200_000 + "x")


def test_deep_but_closed_lists_come_through() -> None:
    article = one("<html><body>" + "<ul><li>x" * 300 + "</li></ul>" * 300)
    assert len(article.passages) == 300
    assert section_html(article.sections[0]).count("<li") == 300


def zipped(files: dict[str, bytes | str], **options: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def test_a_zip_file_is_read_in_memory_and_other_files_in_it_are_left_alone() -> None:
    data = zipped(
        {
            "a/one.md": "# One\n\nThe S1 root.",
            "two.txt": "Two lines.\n\nThe L5 root.",
            "photo.png": b"\x89PNG",
            "__MACOSX/._one.md": "x",
            ".hidden.txt": "secret",
        }
    )
    assert [article.title for article in parse_articles(data, "all.zip")] == ["One", "Two"]


@pytest.mark.parametrize(
    "name", ["../evil.txt", "/etc/passwd.txt", "a/../../b.md", "C:\\x.txt", "..\\evil.txt"]
)
def test_paths_that_lead_out_of_the_archive_are_refused(name: str) -> None:
    with pytest.raises(ImportFailed, match="outside"):
        list(parse_articles(zipped({name: "x"}), "all.zip"))


def test_a_zip_bomb_is_refused() -> None:
    with pytest.raises(ImportFailed, match="times its size"):
        list(parse_articles(zipped({"bomb.txt": b"a" * 30_000_000}), "bomb.zip"))


def limit(monkeypatch: pytest.MonkeyPatch, limits: Limits) -> None:
    for module in (documents, files, importer, wordpress):
        monkeypatch.setattr(module, "LIMITS", limits)


def test_sizes_are_limited(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    limit(monkeypatch, Limits(file_bytes=1_000, document_bytes=500, archive_bytes=1_500, archive_files=2))
    large = tmp_path / "large.txt"
    large.write_text("word " * 300)
    with pytest.raises(ImportFailed, match="at most"):
        read_article(large)
    with pytest.raises(ImportFailed, match="at most"):
        one("word " * 150)
    with pytest.raises(ImportFailed, match="more than 2 files"):
        list(parse_articles(zipped({f"{n}.txt": "x" for n in range(3)}), "many.zip"))
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(2):
        (folder / f"{number}.txt").write_text("ab " * 300)
    with pytest.raises(ImportFailed, match="folder holds more"):
        list(read_articles(folder))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7 x", "PDF"),
        (b"PK\x03\x04garbage", "zip"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\x00\x01\x02\x03" * 200, "no text"),
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"<html><script>x</script></html>", "no text"),
    ],
)
def test_what_is_no_article_is_refused_with_advice(data: bytes, says: str) -> None:
    with pytest.raises(ImportFailed, match=says):
        one(data, "file")


def test_a_word_file_is_told_apart_from_a_zip_of_articles() -> None:
    with pytest.raises(ImportFailed, match="office document"):
        list(parse_articles(zipped({"[Content_Types].xml": "x", "word/document.xml": "x"}), "paper.docx"))


def test_a_folder_is_read_without_following_links_out_of_it(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("The secret.")
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "one.md").write_text("# One\n\nThe S1 root.")
    (folder / "link.txt").symlink_to(secret)
    (folder / "broken.json").write_text("{")
    skipped: list[str] = []
    assert [article.title for article in read_articles(folder, skipped=skipped)] == ["One"]
    assert len(skipped) == 1 and skipped[0].startswith("broken.json")


@pytest.mark.parametrize("name", ["missing.txt", "nul\0.txt"])
def test_a_file_that_is_not_there_is_said_to_be_missing(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportFailed, match="no file"):
        read_article(tmp_path / name)


def test_a_pipe_is_not_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.txt"
    os.mkfifo(pipe)
    with pytest.raises(ImportFailed, match="regular"):
        read_article(pipe)


def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "s1.txt").write_text("The S1 root.")
    assert [article.title for article in read_articles(tmp_path)] == ["The S1 root."]


def test_a_file_too_large_is_passed_over_in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, Limits(file_bytes=100))
    (tmp_path / "a.txt").write_text("S1 " * 100)
    (tmp_path / "b.txt").write_text("The S1 root.")
    skipped: list[str] = []
    assert [article.title for article in read_articles(tmp_path, skipped=skipped)] == ["The S1 root."]
    assert len(skipped) == 1 and "a.txt" in skipped[0]


def test_articles_of_the_same_name_in_one_import_get_ids_of_their_own() -> None:
    data = zipped({"a/s1.md": "# A title\n\nx", "b/s1.md": "# B title\n\ny"})
    ids = [article.id for article in parse_articles(data, "all.zip")]
    assert len(set(ids)) == 2


def test_the_contract_form_holds_every_passage_with_its_mentions(post: Article) -> None:
    told = json.loads(json.dumps(article_contract(post)))
    passages = [p for s in told["sections"] for p in s["passages"]]
    assert [p["text"] for p in passages] == [p.text for p in post.passages]
    mentions = [(m["surface"], m["root"], m["sense"]) for p in passages for m in p["mentions"]]
    assert ("L5 dermatome", "L5", "dermatome") in mentions
    assert ("L5 screw", "L5", "vertebra") in mentions
    assert ("L4–L5 disc", "L4", "disc") in mentions and ("L4–L5 disc", "L5", "disc") in mentions
    for passage in passages:
        for mention in passage["mentions"]:
            assert passage["text"][mention["start"] : mention["end"]] == mention["surface"]


@pytest.mark.parametrize("status", ["draft", "private", "future", "trash"])
def test_posts_that_are_not_published_are_left_out_and_told(status: str) -> None:
    def a_post(title: str, **more: str) -> dict[str, object]:
        return {"title": {"rendered": title}, "content": {"rendered": "<p>The heel is S1 skin.</p>"}, **more}

    skipped: list[str] = []
    (kept,) = parse_articles(
        json.dumps([a_post("Open", status="publish"), a_post("Hidden", status=status)]).encode(),
        "posts.json",
        skipped=skipped,
    )
    assert kept.title == "Open"
    assert skipped == ["posts.json: 1 entry that is not published left out."]
    with pytest.raises(ImportFailed, match="no published post"):
        list(
            parse_articles(json.dumps(a_post("Hidden", status=status)).encode(), "one.json", skipped=skipped)
        )
