"""The download menu: nothing is made before it is asked for, and what is made is what the screen shows."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from PIL import Image
from pypdf import PdfReader

from dermatome.anatomy.ids import ROOTS, root_name
from dermatome.anatomy.load import facts
from dermatome.atlas.describe import describe
from dermatome.atlas.load import atlas
from dermatome.figures.palette import DARK
from dermatome.language import speaking
from dermatome.ui.base.state import Item, Selection, default_selection
from dermatome.ui.download.files import PictureWishes, _drawn, facts_file, handout_file, picture_file
from tests.pdf import words_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def selection() -> Selection:
    return default_selection([scheme.id for scheme in atlas().schemes])


def _svg(selection: Selection, wishes: PictureWishes | None = None) -> ET.Element:
    return ET.fromstring(picture_file(selection, wishes or PictureWishes()).make())


def _words(svg: ET.Element) -> str:
    return " ".join(text.text or "" for text in svg.iter(f"{SVG}text"))


@pytest.mark.slow
def test_a_picture_has_all_views_on_the_screen(selection: Selection) -> None:
    svg = _svg(selection)
    names = {path.get("aria-label", "").split(":")[0] for path in svg.iter(f"{SVG}path")}
    for view in selection.views:
        assert {describe(t) for t in atlas().territories(selection.scheme, view)} <= names
    assert "S1 dermatome (first sacral nerve root)" in _words(svg)
    assert "Apache-2.0" in _words(svg)


@pytest.mark.slow
def test_a_png_is_drawn_by_another_process_as_large_as_can_be(
    selection: Selection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dermatome.ui.download.files.encoded", _refused)  # here, not there
    made = picture_file(selection, PictureWishes(kind="png", width_px=500)).make()
    with Image.open(io.BytesIO(made)) as drawn:
        assert drawn.width == 500


@pytest.mark.slow
def test_a_png_wished_too_large_comes_smaller(selection: Selection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dermatome.export.render.MOST_PIXELS", 250_000)
    made = _drawn(selection, PictureWishes(kind="png", width_px=9000))
    with Image.open(io.BytesIO(made)) as drawn:
        assert 150_000 < drawn.width * drawn.height <= 250_000


def test_files_speak_the_language_they_were_asked_for_in(selection: Selection) -> None:
    with speaking("de"):
        asked = picture_file(selection, PictureWishes())
        here = picture_file(selection, PictureWishes()).make()
    assert asked.make() == here


def _refused(*_given: object) -> bytes:
    raise AssertionError("drawn in this process")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"layer": "myotome"}, "S1 myotome"),
        ({"layer": "myotome", "depth": "deep"}, "deep muscles"),
        ({"layer": "myotome", "item": Item("muscle", "soleus"), "depth": "deep"}, "Soleus"),
        ({"layer": "myotome", "item": Item("movement", "MOVEMENT")}, "superficial muscles"),
        ({"layer": "reflex"}, "S1 reflexes"),
        ({"layer": "reflex", "item": Item("reflex", "ankle-jerk-achilles")}, "Ankle jerk"),
        ({"layer": "nerve"}, "Skin of the peripheral nerves"),
        ({"layer": "nerve", "item": Item("nerve", "sural")}, "ural"),
        ({"layer": "nerve", "item": Item("nerve", "tibial"), "difference": True}, "S1 dermatome and tibial"),
        ({"layer": "level"}, "S1 dermatome"),
        ({"scheme": "lee"}, "Lee"),
        ({"views": ("hand-palmar",)}, "S1 dermatome"),
    ],
)
def test_every_layer_on_the_screen_can_be_kept(
    selection: Selection, change: dict[str, object], told: str
) -> None:
    item = change.get("item")
    if isinstance(item, Item) and item.id == "MOVEMENT":
        change["item"] = Item("movement", next(iter(facts().movements)))
    changed = (
        replace(selection, views=("posterior",), **change)
        if "views" not in change
        else replace(selection, **change)
    )
    assert told in _words(_svg(changed))


def test_wishes_are_granted(selection: Selection) -> None:
    one = replace(selection, views=("foot-sole",))
    bare = _svg(one, PictureWishes(labels=False))
    assert "S1" not in {text.text for text in bare.iter(f"{SVG}text")}
    assert list(_svg(replace(one, views=("anterior",)), PictureWishes(key_points=True)).iter(f"{SVG}circle"))
    assert "where the maps agree" in _words(_svg(one, PictureWishes(agreement=True)))
    dark = _svg(one, PictureWishes(theme="dark")).find(f"{SVG}rect")
    assert dark is not None
    assert dark.get("fill") == DARK.paper
    assert _svg(one, PictureWishes(transparent=True)).find(f"{SVG}rect") is None


@pytest.mark.slow
def test_resolution(selection: Selection) -> None:
    one = replace(selection, views=("foot-sole",))

    def width(**wishes: object) -> int:
        made = picture_file(one, PictureWishes(kind="png", **wishes)).make()  # pyright: ignore[reportArgumentType]
        with Image.open(io.BytesIO(made)) as picture:
            return picture.width

    assert width(times=2) == pytest.approx(2 * width(), abs=1)
    assert width(times=4, width_px=321) == 321


@pytest.mark.slow
def test_handouts_and_facts_are_of_what_is_selected(selection: Selection) -> None:
    chosen = selection.choose("C6")
    pdf = PdfReader(io.BytesIO(handout_file(chosen).make()))
    assert root_name("C6") in words_of(pdf, 0)
    blank = PdfReader(
        io.BytesIO(handout_file(chosen, region="hand", paper="letter", blank=True, key=True).make())
    )
    assert round(float(blank.pages[0].mediabox[3])) == 792
    assert "answers" in words_of(blank)
    rows = csv.DictReader(io.StringIO(facts_file(chosen, "csv").make().decode("utf-8-sig")))
    assert {row["root"] for row in rows if row["root"]} == {"C6"}
    told = json.loads(facts_file(chosen, "json", every_root=True).make())
    assert [root["root"] for root in told["roots"]] == list(ROOTS)


def test_a_handout_of_several_roots(selection: Selection) -> None:
    made = handout_file(selection, roots=("L5", "S1"), blank=True)
    assert made.name == "dermatome-l5-s1-blank.pdf"
    assert "Nerve roots L5 and S1" in words_of(PdfReader(io.BytesIO(made.make())), 0)


def test_file_names_say_what_is_inside_and_suit_every_system(selection: Selection) -> None:
    files = [
        picture_file(
            replace(selection, layer="nerve", item=Item("nerve", "sural")), PictureWishes(kind="png")
        ),
        handout_file(replace(selection, root="S4-5"), blank=True),
        facts_file(selection, "csv", every_root=True),
    ]
    names = [file.name for file in files]
    assert names == ["dermatome-s1-nerve-sural.png", "dermatome-s4-5-blank.pdf", "dermatome-facts.csv"]
    assert all(re.fullmatch(r"[a-z0-9.-]+", name) for name in names)
    assert [file.media_type for file in files] == ["image/png", "application/pdf", "text/csv"]
