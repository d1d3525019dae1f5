"""What is saved of the body in 3D: pictures, a film of a turn, the surface with its regions."""

from __future__ import annotations

import base64
import io
import json
import struct
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, BrowserType, Page, expect

from dermatome.atlas.surface import labels, surface
from tests.browser import MapPage, Visits, drawing
from tests.e2e.test_body_3d import caught, rested

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser(browser_type: BrowserType, browser_type_launch_args: dict[str, Any]) -> Iterator[Browser]:
    """A browser that draws in three dimensions."""
    yield from drawing(browser_type, browser_type_launch_args)


@pytest.fixture(scope="module")
def kept(browser: Browser) -> Visits:
    return Visits(browser, {"reduced_motion": "reduce"})


def saved(page: Page, button: str) -> bytes:
    """What a button of the menu hands over."""
    menu = page.locator(".da-solid-bar .da-menu")
    if menu.get_attribute("open") is None:
        menu.locator("summary").click()
    with page.expect_download() as file:
        page.get_by_role("button", name=button).click()
    return file.value.path().read_bytes()


def grey_of(picture: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(picture)) as image:
        return np.asarray(image.convert("L"), float)


FOREARM = (slice(640, 682), slice(903, 936))
"""Rows and columns of a picture of 2400 × 1800 in which C6 of the right arm ends on its inner side."""


def ends(row: np.ndarray) -> float:
    """Where the darkest line of a row ends, in parts of a pixel."""
    last = int(np.flatnonzero(row < 70).max())
    return last + (110 - row[last]) / (row[last + 1] - row[last])


def test_the_edge_of_a_chosen_region_is_smooth_in_a_large_picture(map_page: MapPage) -> None:
    page = map_page.open("?root=C6&view=3d&stand=front").page
    rested(page)
    found = np.array([ends(row) for row in grey_of(saved(page, "2400 × 1800"))[FOREARM]])
    rows = np.arange(len(found))
    off = found - np.polyval(np.polyfit(rows, found, 2), rows)
    assert off.std() < 0.25, (
        "the edge is frayed"
    )  # 0.16; 0.40 where rounded distances told how far a pixel is


def test_the_sign_of_a_small_region_stands_beside_it(map_page: MapPage) -> None:
    page = map_page.open("?root=C3&view=3d&stand=front").page
    rested(page)
    sign, line = page.locator(".da-solid-badge"), page.locator(".da-solid-leader")
    expect(sign).to_have_text("✓ C3")
    expect(line).to_have_count(1)
    page.get_by_role("button", name="Show C3").click()
    expect(line).to_have_count(0)  # from near there is room for it
    expect(sign).to_have_text("✓ C3")


SAID = """
() => {
  window.said = [];
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (text, ...more) {
    said.push(text);
    return fillText.call(this, text, ...more);
  };
}
"""


def test_a_picture_names_its_map_what_is_lit_and_its_regions(map_page: MapPage) -> None:
    page = caught(map_page)
    page.evaluate(SAID)
    page.locator('.da-roots input[value="S2"]').click()
    page.locator("[data-stand=back]").click()
    expect(page.locator(".da-solid-badge")).to_have_text("✓ S2")
    with Image.open(io.BytesIO(saved(page, "1600 × 1200"))) as picture:
        assert picture.size == (1600, 1200)
    said = page.evaluate("said")
    assert said[0] == "ISNCSCI map (2019) · S2, right · seen from the back"
    assert said[1] == "For education only: not a diagnostic tool."
    assert "✓ S2" in said[2:] and "L3" in said[2:]


FILMED = """
async (film) => {
  const video = document.createElement("video");
  Object.assign(video, { src: `data:video/webm;base64,${film}`, muted: true });
  await new Promise((there, lost) => {
    video.onerror = () => lost(video.error.message);
    video.requestVideoFrameCallback(there);
    video.play();
  });
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: video.videoWidth, height: video.videoHeight });
  canvas.getContext("2d").drawImage(video, 0, 0);
  return canvas.toDataURL("image/png").split(",")[1];
}
"""


@pytest.mark.own_page
def test_every_picture_of_a_film_has_the_caption(map_page: MapPage) -> None:
    page = caught(map_page)
    # A quarter of a turn, in few steps, in place of fourteen seconds.
    page.evaluate(
        "solid.body.once = async () => { for (let i = 0; i < 8; i += 1) {"
        " solid.body.turn(0.2); await new Promise((later) => setTimeout(later, 120)); } }"
    )
    film = saved(page, "WebM")
    first = grey_of(base64.b64decode(page.evaluate(FILMED, base64.b64encode(film).decode())))
    height = first.shape[0]
    foot = first[-round(height / 17) :]
    lines = np.flatnonzero((foot < 128).any(1))
    assert len(lines) > 12 and np.diff(lines).max() > 1, "two lines stand below the body"


def parts_of(glb: bytes) -> tuple[dict[str, Any], bytes]:
    """What a binary glTF file tells, and its numbers; strictly as the format wants it."""
    magic, version, length, told, kind = struct.unpack_from("<4sIII4s", glb)
    assert (magic, version, length, kind) == (b"glTF", 2, len(glb), b"JSON") and told % 4 == 0
    size, kind = struct.unpack_from("<I4s", glb, 20 + told)
    document = json.loads(glb[20 : 20 + told])
    assert kind == b"BIN\0" and size == document["buffers"][0]["byteLength"] and 28 + told + size == length
    return document, glb[28 + told :]


def array_of(document: dict[str, Any], numbers: bytes, accessor: int) -> np.ndarray:
    known = document["accessors"][accessor]
    view = document["bufferViews"][known["bufferView"]]
    wide = {"SCALAR": 1, "VEC2": 2, "VEC3": 3}[known["type"]]
    kind = {5125: np.uint32, 5126: np.float32}[known["componentType"]]
    assert view["byteLength"] == known["count"] * wide * 4 and view["byteOffset"] % 4 == 0
    found = np.frombuffer(numbers, kind, known["count"] * wide, view["byteOffset"]).reshape(-1, wide)
    assert np.isfinite(found).all()
    return found


@pytest.mark.slow
@pytest.mark.own_page
def test_the_surface_for_other_tools_has_every_region_by_name(map_page: MapPage) -> None:
    page = map_page.open("?view=3d").page
    rested(page)
    document, numbers = parts_of(saved(page, "GLB"))
    assert "CC0 1.0" in document["asset"]["copyright"] and "Apache-2.0" in document["asset"]["copyright"]
    assert "extensionsRequired" not in document, "not every tool can read it"
    (mesh,) = document["meshes"]
    assert mesh["extras"]["targetNames"] == ["arms-raised", "lithotomy"]
    areas: dict[str, float] = {}
    for primitive in mesh["primitives"]:
        corners = array_of(document, numbers, primitive["indices"]).ravel()
        places = array_of(document, numbers, primitive["attributes"]["POSITION"])
        assert corners.max() < len(places)
        a, b, c = places[corners.reshape(-1, 3)].transpose(1, 0, 2)
        area = float(np.linalg.norm(np.cross(b - a, c - a), axis=1).sum() / 2)
        areas[document["materials"][primitive["material"]]["name"]] = area * 1e6
    for region in surface().layers["isncsci"].regions:
        name = f"{region.owner}, {region.side} (ISNCSCI map (2019), {region.basis})"
        assert areas[name] == pytest.approx(region.area, rel=0.05, abs=60), name
    height = np.ptp(array_of(document, numbers, mesh["primitives"][0]["attributes"]["POSITION"])[:, 1])
    assert 1.5 < height < 1.8, "metres"


TEXELS = """
() => {
  const { texels } = solid.body.sheets.read("ground");
  let text = "";
  for (let i = 0; i < texels.length; i += 32768) {
    text += String.fromCharCode(...texels.subarray(i, i + 32768));
  }
  return btoa(text);
}
"""


@pytest.mark.own_page
def test_pictures_of_labels_are_packed_without_loss(map_page: MapPage) -> None:
    page = caught(map_page)
    texels = page.evaluate(TEXELS)
    wanted = labels("isncsci")
    found = np.frombuffer(base64.b64decode(texels), np.uint8).reshape(*wanted.shape[:2], 4)
    assert (found[..., :3] == wanted).all()
