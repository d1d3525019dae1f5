"""Handouts: what is on them, that they can be read by everybody, and what cannot be asked for."""

from __future__ import annotations

import functools
import io
import re
from typing import Any

import pytest
from pypdf import PdfReader

from dermatome.anatomy.ids import BODY_PARTS, TERRITORY_ROOTS, root_members, root_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.terms import fact_text
from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.export.handout import EDUCATION, SPINE_REGIONS, handout, region_roots
from dermatome.export.handout_maps import Look, map_picture, numbers_for, views_of, window_of
from dermatome.export.load import day, edition
from dermatome.language import speaking
from tests.pdf import embedded_fonts, lowest_line, pictures, tagged, words_of

pytestmark = pytest.mark.slow

A4, LETTER = (595, 842), (612, 792)
FOOT_PT = 45
"""Below this height stands the foot of a page, which is on each."""


@functools.cache
def _made(
    *roots: str, region: str | None = None, blank: bool = False, key: bool = False, paper: str = "a4"
) -> PdfReader:
    return PdfReader(io.BytesIO(handout(roots, region=region, blank=blank, key=key, paper=paper)))


@pytest.mark.parametrize("root", ["S1", "C6", "T6", "S4-5"])
def test_a_handout_has_the_facts_of_its_root(root: str) -> None:
    words = words_of(_made(root))
    assert root_name(root) in words
    key = facts().key_point(root)
    assert key is not None
    assert key.location[1:30].split(" (")[0] in words
    for member in root_members(root):
        assert facts().roots[member].exit[1:25] in words
    for muscle in facts().muscles_of(root):
        assert muscle.name.split()[0][1:] in words
    for heading in ("Which", "In short", "Muscles", "Skin, map by map", "Sources"):
        assert heading in words


def test_a_handout_names_every_map_its_sources_licence_and_date() -> None:
    words = words_of(_made("S1"))
    assert atlas().schemes[0].name in words
    for scheme in atlas().schemes:
        assert scheme.short_name in words
    assert "Other published maps disagree" in words
    assert "they follow, small" in words
    for cited in facts().cite(atlas().schemes[0].sources):
        assert cited.citation[:30] in words
    assert "Apache-2.0" in words
    assert f"Data of {day(edition())}" in words


@pytest.mark.parametrize("asked", [{"roots": ("S1",)}, {"roots": ("L5", "S1")}, {"region": "thoracic"}])
def test_education_only_is_said_once(asked: dict[str, object]) -> None:
    pdf = _made(*asked.get("roots", ()), region=asked.get("region"))  # pyright: ignore
    assert words_of(pdf).count(EDUCATION) == 1


@pytest.mark.parametrize("asked", [{"roots": ("S1",)}, {"region": "foot", "blank": True, "key": True}])
def test_a_german_handout_is_german_throughout(asked: dict[str, object]) -> None:
    """Facts, headings, the foot of the page and what is told of the pictures; works keep their titles."""
    from dermatome.export import handout_words

    english = handout_words.words()
    with speaking("de"):
        pdf = PdfReader(io.BytesIO(handout(**asked)))  # pyright: ignore[reportArgumentType]
        german = handout_words.words()
        point = facts().key_point("S1")
        assert point is not None
        told = fact_text(point.location)
    own, _sources = words_of(pdf).split(german["sources"], 1)
    assert told is not None
    assert told[1:] in own
    assert "Stand der Daten" in own
    left = [text for name, text in english.items() if text != german[name] and len(text) > 6 and text in own]
    assert not left
    assert pdf.root_object["/Lang"] == "de"
    assert not any("lit" in str(figure["/Alt"]).split() for figure in tagged(pdf, "/Figure"))


def test_numbers_in_the_text_and_in_the_list_are_the_same() -> None:
    """Every number cited has its work, and every work in the list is cited."""
    from dermatome.export.handout_text import Cited, root_facts

    cited = Cited()
    told = root_facts("S1", cited, atlas(), brief=False)

    def numbers(node: object) -> set[int]:
        if isinstance(node, dict):
            own = {n for name, value in node.items() if name in ("cite", "musclecite") for n in value}
            return own.union(*(numbers(value) for value in node.values()))
        return set().union(*(numbers(child) for child in node)) if isinstance(node, list) else set()

    listed = {work["n"] for work in cited.works()}
    assert numbers(told) == listed == set(range(1, len(listed) + 1))


def test_a_handout_can_be_read_aloud() -> None:
    pdf = _made("S1")
    assert pdf.root_object["/Lang"] == "en-GB"
    assert pdf.metadata is not None
    assert pdf.metadata.title == "S1: first sacral nerve root"
    assert tagged(pdf, "/H1")
    assert len(tagged(pdf, "/H2")) >= 6
    assert tagged(pdf, "/Table")
    figures = tagged(pdf, "/Figure")
    assert len(figures) >= 2 + 2 * (len(atlas().schemes) - 1)
    assert all(figure["/Alt"] for figure in figures)
    assert "S1 lit" in figures[0]["/Alt"]


@pytest.mark.parametrize("blank", [False, True])
def test_fonts_are_inside_and_maps_are_vectors(blank: bool) -> None:
    pdf = _made("S1", blank=blank)
    fonts = embedded_fonts(pdf)
    assert fonts
    assert all(fonts.values()), fonts
    bitmaps = [picture for page in pdf.pages for picture in pictures(page)]
    # The relief is the only bitmap, one a large map; a blank sheet has none.
    assert bool(bitmaps) != blank
    assert len(bitmaps) <= 4


@pytest.mark.parametrize(("paper", "size"), [("a4", A4), ("letter", LETTER)])
def test_paper(paper: str, size: tuple[int, int]) -> None:
    for page in _made("T6", paper=paper).pages:
        assert tuple(round(float(edge)) for edge in page.mediabox[2:]) == size


def test_equal_handouts_have_equal_bytes() -> None:
    assert handout(["C1"]) == handout(["C1"])


@pytest.mark.parametrize("root", ["C1", "C2", "C8", "T1", "L1", "S3", "S4", "S5", "Co1"])
def test_roots_at_the_ends_have_a_handout(root: str) -> None:
    assert root_name(root) in words_of(_made(root), 0)


def test_a_set_shows_all_roots_together_then_each() -> None:
    pdf = _made("S1", "L5")
    first = words_of(pdf, 0)
    assert "Nerve roots L5 and S1" in first
    assert "Root by root" in first
    words = words_of(pdf)
    assert words.index("fifth lumbar nerve root") < words.index("first sacral nerve root")


@pytest.mark.parametrize("region", SPINE_REGIONS)
def test_a_region_has_all_its_roots(region: str) -> None:
    words = words_of(_made(region=region))
    for root in SPINE_REGIONS[region]:
        assert root_name(root) in words


@pytest.mark.parametrize("part", BODY_PARTS)
def test_every_part_of_the_body_has_roots_on_the_first_map(part: str) -> None:
    roots = region_roots(part, atlas().schemes[0].id)
    # The face is the trigeminal nerve's.
    assert roots or part == "face"
    assert set(roots) <= set(TERRITORY_ROOTS)


def test_the_roots_of_the_foot_depend_on_the_map() -> None:
    assert set(region_roots("foot", "isncsci")) == {"L5", "S1"}
    assert {"L4", "L5", "S1", "S2"} <= set(region_roots("foot", "keegan-garrett"))
    assert {"C6", "C7", "C8"} <= set(region_roots("hand", "isncsci"))


def test_a_blank_sheet_gives_nothing_away() -> None:
    pdf = _made("S1", blank=True)
    words = words_of(pdf)
    assert "first sacral nerve root" in words
    for answer in ("Gastrocnemius", "Achilles", "calcaneus", "L5–S1"):
        assert answer not in words
    labels = set(re.findall(r"\b(?:[CTL]\d{1,2}|S[2-5])\b", words))
    assert not labels


def test_a_blank_sheet_of_a_region_has_numbers_and_a_key_on_another_page() -> None:
    blank = _made(region="lumbosacral", blank=True)
    with_key = _made(region="lumbosacral", blank=True, key=True)
    assert not re.search(r"\b[LS]\d\b", words_of(blank, 0))
    numbers = [int(n) for n in re.findall(r"(?<!\S)(\d{1,2})(?!\S)", words_of(blank, 0))]
    assert set(range(1, len(SPINE_REGIONS["lumbosacral"]) + 1)) <= set(numbers)
    assert "answers" in words_of(with_key, 1)
    for number, root in enumerate_key("lumbosacral"):
        assert re.search(rf"\b{number} ?{root.replace('-', '–')}\b", words_of(with_key, 1))


def enumerate_key(region: str) -> list[tuple[int, str]]:
    scheme, roots = atlas().schemes[0].id, SPINE_REGIONS[region]
    numbers = numbers_for(roots, scheme, views_of(roots, scheme, atlas()), atlas())
    return [(number, root) for root, number in numbers.items()]


def test_numbers_do_not_follow_the_roots() -> None:
    order = [root for _, root in sorted(enumerate_key("lumbosacral"))]
    assert order != sorted(order, key=TERRITORY_ROOTS.index)


@pytest.mark.parametrize(
    "asked, language, paper",
    [
        *[({"roots": roots}, "en", "a4") for roots in (("L5", "S1"), ("C6",), ("C5", "C6", "C7"))],
        *[({"region": region}, "en", "a4") for region in ("lumbosacral", "trunk")],
        # German is longer, and Letter shorter.
        *[({"region": region}, "de", "letter") for region in ("lumbosacral", "thoracic")],
        ({"region": "lumbosacral"}, "de", "a4"),
        ({"region": "back"}, "en", "letter"),
    ],
)
def test_no_page_is_nearly_empty(asked: dict[str, Any], language: str, paper: str) -> None:
    with speaking(language):
        pdf = _made(*asked.get("roots", ()), region=asked.get("region"), paper=paper)
    for number, page in enumerate(pdf.pages):
        high = float(page.mediabox[3])
        assert high - lowest_line(pdf, number, FOOT_PT) >= 0.3 * high, f"page {number + 1} is nearly empty"


def test_two_roots_need_no_more_pages_than_they_fill() -> None:
    assert len(_made("L5", "S1").pages) <= 6


def test_only_what_follows_is_promised() -> None:
    answers = _made(region="foot", blank=True, key=True)
    assert "they follow" not in words_of(answers)
    assert "they follow" in words_of(_made("L5", "S1"), 0)


@pytest.mark.parametrize(
    ("region", "seen"), [("foot", ("Tops of the feet", "Soles")), ("hand", ("Palms", "Backs of the hands"))]
)
def test_a_blank_sheet_of_a_small_part_shows_it_alone(region: str, seen: tuple[str, ...]) -> None:
    pdf = _made(region=region, blank=True)
    assert len(pdf.pages) == 1
    told = [str(figure["/Alt"]) for figure in tagged(pdf, "/Figure")]
    assert len(told) == len(seen), told


@pytest.mark.parametrize("scheme", ["isncsci", "keegan-garrett"])
@pytest.mark.parametrize("region", ["foot", "hand", "lower-limb"])
def test_every_number_of_a_blank_sheet_stands_on_a_map(scheme: str, region: str) -> None:
    from dermatome.anatomy.ids import COARSE_PARTS
    from dermatome.export.handout import _Maker
    from dermatome.export.handout_maps import close_views

    roots = region_roots(region, scheme)
    made = _Maker(roots, scheme, atlas(), close_views(COARSE_PARTS.get(region, (region,)), atlas()))
    page = made.blank_page()
    shown = set(re.findall(r">(\d{1,2})</t", " ".join(made.pictures.values())))
    assert {str(number) for number in page["numbers"]} <= shown


def test_windows_hold_what_they_show() -> None:
    for root in TERRITORY_ROOTS:
        for view in ("anterior", "posterior", "lateral-right"):
            window = window_of([root], ["isncsci"], view, atlas())
            shape = atlas().view(view)
            for territory in atlas().territories("isncsci", view):
                if window and territory.root == root:
                    x0, y0, x1, y1 = territory.geometry.bounds
                    assert window[0] <= x0
                    assert window[1] <= y0
                    assert window[2] >= x1
                    assert window[3] >= y1
            assert window is None or window[3] - window[1] <= shape.height + 41


def test_what_is_not_asked_for_steps_back() -> None:
    lit = map_picture("isncsci", "posterior", Look(["S1"]), atlas()).svg
    blank = map_picture("isncsci", "posterior", Look(["S1"], blank=True, numbers={}), atlas()).svg
    from dermatome.figures.palette import LIGHT

    assert lit.count(f'fill="{LIGHT.fill("S1")}"') == 2
    assert f'fill="{LIGHT.fill("L5")}"' not in lit
    assert LIGHT.fill("S1") not in blank
    assert "<text" not in blank
    assert "<image" not in blank


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ({}, "Say what the handout is about"),
        ({"roots": ["S1"], "region": "foot"}, "Say what the handout is about"),
        ({"roots": ["S9"]}, "There is no root"),
        ({"region": "nose"}, "There is no region"),
        ({"roots": ["S1"], "paper": "a5"}, "There is no paper"),
        ({"roots": ["S1"], "scheme": "nobody"}, "nobody"),
    ],
)
def test_bad_wishes_are_told(arguments: dict[str, object], complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        handout(**arguments)  # pyright: ignore[reportArgumentType]


def test_no_text_becomes_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words reach the template as data: markup in them is printed as it stands."""
    from dermatome.export import handout_text

    evil = '#panic("no") $x$ *bold* @ref <label> \\ https://example.org'
    monkeypatch.setattr(handout_text, "root_name", lambda root: evil)
    words = words_of(PdfReader(io.BytesIO(handout(["C1"]))))
    assert '#panic("no") $x$ *bold* @ref <label>' in words


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(("root", "scheme"), [("L5", "isncsci"), ("T4", "foerster"), ("S1", "lee")])
def test_a_blank_sheet_about_one_root_is_one_page(root: str, scheme: str, language: str, paper: str) -> None:
    with speaking(language):
        made = handout([root], scheme=scheme, paper=paper, blank=True)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
