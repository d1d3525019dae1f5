"""What a reader sees of a page, and nothing else, is read; and what belongs together stays together."""

import json

import pytest

from dermatome.library.importing import parse_articles
from dermatome.library.markup import (
    blocks_from_html,
    blocks_from_markdown,
    blocks_from_text,
    repair,
    words_of,
)


def words(html: str) -> list[str]:
    return [words_of(block) for block in repair(blocks_from_html(html))]


def kinds(html: str) -> list[tuple[str, int, str]]:
    return [(block.kind, block.depth, words_of(block)) for block in repair(blocks_from_html(html))]


def post(body: str) -> list[tuple[str, list[str]]]:
    """Return the headings and passages of a WordPress post."""
    raw = json.dumps({"title": "T", "slug": "t", "content": {"rendered": body}}).encode()
    (article,) = parse_articles(raw, "post.json")
    return [(section.heading, [p.text for p in section.passages]) for section in article.sections]


@pytest.mark.parametrize(
    "hidden",
    [
        "<p hidden>gone</p>",
        '<p style="color: red; display : none">gone</p>',
        '<div style="visibility:hidden"><p>gone <b>too</b></p><ul><li>gone</ul></div>',
        '<p class="sr-only">gone</p>',
        "<p><del>gone</del></p>",
        "<p><s>gone</s><strike>gone</strike></p>",
        '<p><span style="text-decoration: line-through">gone</span></p>',
        "<style>.zz{display:none}</style><p class='a zz'>gone</p>",
        "<style>.a.zz, i{display:none}</style><p class='zz b a'>gone</p>",
        "<style>div.hidden{display:none}</style><div class=hidden><p>gone</p></div>",
        "<style>.no{display:none!important} p.no{display:block}</style><p class='no'>gone</p>",
        "<style>p.a.b{visibility:hidden}</style><p class='a b c'>gone</p>",
        "<style>/* x */ p.k1 , .k2 { text-decoration:line-through }</style><p><span class=k2>gone</span></p>",
        '<div style="mso-element:comment-list"><div><p>gone</p></div></div>',
        '<span class=MsoCommentReference><a class=msocomanchor href="#_msocom_2">gone</a></span>',
        '<div><p><a href="#cmnt_ref3" id="cmnt3">[c]</a><span>gone</span></p></div>',
        '<sup><a href="#cmnt3" id="cmnt_ref3">[gone]</a></sup>',
    ],
)
def test_what_is_not_seen_is_not_read(hidden: str) -> None:
    assert words(f"<p>before</p>{hidden}<p>after</p>") == ["before", "after"]


@pytest.mark.parametrize(
    "shown",
    [
        '<div class="accordion-panel" style="display:none"><p>kept</p></div>',
        '<div role="tabpanel" hidden><p>kept</p></div>',
        "<style>@media print { .np { display: none } } .np { color: red }</style><p class=np>kept</p>",
        "<style>.a .b{display:none}</style><p class=b>kept</p>",
        "<style>.a.b{display:none}</style><p class=b>kept</p>",
        "<style>div.b{display:none}</style><p class=b>kept</p>",
        "<style>.note{display:none} .note.open{display:block}</style><p class='note open'>kept</p>",
        "<style>p{display:none} #whole{display:none}</style><p class=b id=whole>kept</p>",
        '<a href="#more">&nbsp;</a><div id="more" style="display:none"><p>kept</p></div>',
    ],
)
def test_what_a_click_opens_is_read(shown: str) -> None:
    assert words(f"<p>before</p>{shown}<p>after</p>") == ["before", "kept", "after"]


def test_struck_words_are_no_mention_in_markdown_either() -> None:
    assert [words_of(b) for b in blocks_from_markdown("The jerk is ~~L4~~ S1.")] == ["The jerk is S1."]


def test_a_sign_that_adorns_is_no_word() -> None:
    told = (
        '<h3><button><span>Which nerve?</span><span aria-hidden="true">▾</span></button></h3><p>That one.</p>'
    )
    assert words(told) == ["Which nerve?", "That one."]
    assert words('<p>S1 <span aria-hidden="true">is read</span></p>') == ["S1 is read"]


# ---- tables and definitions ---------------------------------------------------------------------------


def test_merged_cells_are_told_in_every_row_they_reach() -> None:
    rows = words(
        "<table><tr><td rowspan=3>L3</td><td>quadriceps</td></tr><tr><td>iliopsoas</td></tr>"
        "<tr><td>adductors</td></tr><tr><td>L4</td><td>tibialis</td></tr></table>"
    )
    assert rows == ["L3; quadriceps", "L3; iliopsoas", "L3; adductors", "L4; tibialis"]


def test_a_merged_cell_in_the_middle_keeps_its_column() -> None:
    html = (
        "<table><tr><td>a</td><td rowspan=2>m</td><td>b</td></tr><tr><td>c</td><td>d</td></tr>"
        "<tr><td colspan=2>e</td><td>f</td></tr></table>"
    )
    assert words(html) == ["a; m; b", "c; m; d", "e; f"]
    assert [len(block.cells) for block in blocks_from_html(html)] == [3, 3, 3]


def test_merged_cells_without_end_stay_bounded() -> None:
    page = (
        "<table><tr>"
        + "<td rowspan=60000>xy</td>" * 50
        + "</tr>"
        + "<tr><td>z</td></tr>" * 5_000
        + "</table>"
    )
    assert sum(len(words_of(block)) for block in blocks_from_html(page)) < 20 * len(page)


def test_what_is_said_of_a_term_stays_with_it() -> None:
    told = kinds(
        "<dl><dt>C7</dt><dd>triceps</dd><dd>finger extensors</dd><dt>C8</dt><dt>T1</dt><dd>hand</dd>"
        "<dt>Which root lifts the thigh when you climb a stair?</dt><dd>L2.</dd></dl>"
    )
    assert told == [
        ("item", 0, "C7: triceps"),
        ("item", 1, "finger extensors"),
        ("item", 0, "C8, T1: hand"),
        ("item", 0, "Which root lifts the thigh when you climb a stair?"),
        ("item", 1, "L2."),
    ]


def test_a_label_that_is_defined_means_what_is_said_of_it(make) -> None:
    article = make("<html><body><dl><dt>L3</dt><dd>Medial knee</dd></dl><p>x</p></body></html>", "d.html")
    from dermatome.library.mentions import find_mentions

    assert [m.sense for m in find_mentions(article.passages[0].text)] == ["dermatome"]


# ---- word processors --------------------------------------------------------------------------------


def _word_item(sign: str, text: str, level: int = 1) -> str:
    return (
        f"<p class=MsoListParagraph style='mso-list:l3 level{level} lfo1'><![if !supportLists]>"
        f"<span style='mso-list:Ignore'>{sign}<span>&nbsp;&nbsp; </span></span><![endif]>{text}</p>"
    )


def test_lists_of_word_are_lists() -> None:
    page = _word_item("·", "one") + _word_item("o", "below", 2) + _word_item("·", "two")
    assert kinds(page) == [("item", 0, "one"), ("item", 1, "below"), ("item", 0, "two")]
    assert [block.number for block in blocks_from_html(_word_item("4.", "four"))] == [4]


def test_lists_of_filtered_pages_are_lists_too() -> None:
    page = "<p class=MsoListParagraph><span>·<span>&nbsp;&nbsp; </span></span>one</p>"
    assert kinds(page + page.replace("·", "2.").replace("one", "two")) == [
        ("item", 0, "one"),
        ("item", 0, "two"),
    ]
    assert kinds("<p class=MsoListParagraph>A plain word.</p>") == [("paragraph", 0, "A plain word.")]


def test_lists_of_google_docs_nest() -> None:
    page = (
        '<ul class="lst-kix_ab9-0 start"><li>one</li></ul><ul class="lst-kix_ab9-1 start"><li>below</li></ul>'
        '<ul class="lst-kix_ab9-0"><li>two</li></ul>'
    )
    assert [(depth, text) for _, depth, text in kinds(page)] == [(0, "one"), (1, "below"), (0, "two")]


def test_bold_type_of_a_style_sheet_is_bold() -> None:
    page = "<style>.b7{font-weight:700}</style><p><span class=b7>Wrist</span></p><p>It bends.</p>"
    assert kinds(page)[0][0] == "heading"


def test_a_tracked_change_leaves_the_new_word() -> None:
    page = "<p>Root <del cite='mailto:a' datetime='2026'>L3</del><ins cite='mailto:a'>L4</ins> it is.</p>"
    assert words(page) == ["Root L4 it is."]


# ---- toggles and tabs -----------------------------------------------------------------------------------


def test_tabs_head_their_panels() -> None:
    page = (
        '<ul class="tabs"><li><a href="#t1">Skin</a></li><li><a href="#t2">Strength</a></li></ul>'
        '<div id="t1"><p>The sole.</p></div><div id="t2" style="display:none"><p>The calf.</p></div>'
    )
    assert kinds(page) == [
        ("heading", 0, "Skin"),
        ("paragraph", 0, "The sole."),
        ("heading", 0, "Strength"),
        ("paragraph", 0, "The calf."),
    ]


def test_tabs_named_by_their_panels() -> None:
    page = (
        '<div role="tablist"><button role="tab" id="b1" aria-controls="p1">One</button>'
        '<button role="tab" id="b2" aria-controls="p2">Two</button></div>'
        '<div role="tabpanel" id="p1" aria-labelledby="b1">first</div>'
        '<div role="tabpanel" id="p2" aria-labelledby="b2" hidden>second</div>'
    )
    assert words(page) == ["One", "first", "Two", "second"]


def test_titles_in_shortcodes_become_headings() -> None:
    assert post(
        "<p>[av_toggle title=&#8221;Who bends the knee?&#8221; open=&#8221;no&#8221;]S1 does.[/av_toggle]"
        "[su_spoiler title=&#8220;Don&#8217;t know?&#8221;]Ask.[/su_spoiler]</p>"
    ) == [("Who bends the knee?", ["S1 does."]), ("Don’t know?", ["Ask."])]


def test_unknown_shortcodes_go_and_other_brackets_stay() -> None:
    assert post("<p>[zz_wrap width=&#8221;3&#8221;]The heel[/zz_wrap] [sic] is S1 [2].</p>") == [
        ("", ["The heel [sic] is S1 [2]."])
    ]


# ---- lines ----------------------------------------------------------------------------------------------


def test_a_hard_break_stays_a_line(make) -> None:
    for text, name in (
        ("# K\n\nC5 arm out  \nC6 wrist up  \nC7 arm straight\n", "k.md"),
        (
            "<html><body><h1>K</h1><p>C5 arm out<br>C6 wrist up<br/>C7 arm straight</p></body></html>",
            "k.html",
        ),
    ):
        (passage,) = make(text, name).passages
        assert passage.text == "C5 arm out\nC6 wrist up\nC7 arm straight"
        assert passage.markup.count("<br>") == 2


def test_a_line_broken_for_want_of_room_is_joined(make) -> None:
    page = "<html><p>The ankle jerk is tested with the foot hanging<br>over the edge of a couch.</p></html>"
    assert "hanging over" in make(page, "w.html").passages[0].text


def test_clinical_notes_keep_a_line_a_finding() -> None:
    notes = (
        "On the ward\n\nTone: normal in all four limbs and both hands too.\nC5 5/5 C6 5/5 C7 4/5\n"
        "Jerks: brisk at both knees, and absent at the left\nankle.\nPlantars: down."
    )
    assert [(block.kind, words_of(block)) for block in blocks_from_text(notes)] == [
        ("heading", "On the ward"),
        ("paragraph", "Tone: normal in all four limbs and both hands too."),
        ("paragraph", "C5 5/5 C6 5/5 C7 4/5"),
        ("paragraph", "Jerks: brisk at both knees, and absent at the left ankle."),
        ("paragraph", "Plantars: down."),
    ]


@pytest.mark.parametrize("depth", [10, 48, 49, 60, 150])
@pytest.mark.parametrize("mark", ["- ", "1. "])
def test_no_item_of_a_deep_list_is_lost(depth: int, mark: str) -> None:
    step = " " * len(mark)
    items = [f"item {'x' * n}" for n in range(1, depth + 1)]
    text = "# Deep\n\n" + "".join(f"{step * n}{mark}{item}\n" for n, item in enumerate(items))
    (article,) = parse_articles(text.encode(), "deep.md")
    assert article.title == "Deep"
    shown = " ".join(passage.text for passage in article.passages).split()
    assert [word for word in shown if set(word) == {"x"}] == [item.split()[1] for item in items]


@pytest.mark.parametrize("depth", [10, 97, 98, 150])
def test_no_line_of_deep_quotations_is_lost(depth: int) -> None:
    text = "# Deep\n\n" + "".join(f"{'>' * n} line {'x' * n}\n>\n" for n in range(1, depth + 1))
    (article,) = parse_articles(text.encode(), "deep.md")
    shown = " ".join(passage.text for passage in article.passages).split()
    assert {word for word in shown if set(word) == {"x"}} >= {"x" * n for n in range(1, depth + 1)}


@pytest.mark.parametrize("named", ["class=MsoTitle", 'class="c4 c7 title" id="h.x1"'])
def test_the_title_a_word_processor_names_is_the_articles(named: str) -> None:
    page = (
        f"<html><head><title>Document1</title></head><body>"
        f"<p {named}><span>The S1 root in practice</span></p>"
        "<h1>Skin</h1><p>The heel.</p><h1>Muscle</h1><p>The calf.</p></body></html>"
    )
    (article,) = parse_articles(page.encode(), "document1.htm")
    assert article.title == "The S1 root in practice"
    assert [section.heading for section in article.sections if section.heading] == ["Skin", "Muscle"]
    assert [passage.text for passage in article.passages] == ["The heel.", "The calf."]


def test_a_paragraph_that_a_site_calls_title_is_a_paragraph() -> None:
    (article,) = parse_articles(
        b"<html><body><h1>S1</h1><p class=title>The heel.</p></body></html>", "a.html"
    )
    assert (article.title, [passage.text for passage in article.passages]) == ("S1", ["The heel."])
