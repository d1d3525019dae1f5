"""No way in through the addresses of files: only known names are served, each as what it is."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dermatome.atlas.load import Atlas
from dermatome.errors import AssetError
from dermatome.queues import ENOUGH, FULL, Bounds, Queue
from dermatome.ui import routes
from dermatome.ui.base import served
from dermatome.ui.base.served import Shelf
from dermatome.ui.lecture import address
from dermatome.ui.routes import asset_routes

GOOD = {
    "/assets/plotly.js": "text/javascript",
    "/assets/three.js": "text/javascript",
    "/assets/body_3d/body.glb": "model/gltf-binary",
    "/assets/body_3d/labels/isncsci.webp": "image/webp",
    "/assets/body_3d/isncsci/light.json": "application/json",
    "/assets/words.json": "application/json",
    "/assets/catalogue/dermatome.json": "application/json",
    "/assets/plates/isncsci/foot-sole/light.json": "application/json",
    "/assets/practice/isncsci/foot-sole/light.json": "application/json",
    "/assets/shade/anterior.webp": "image/webp",
    "/assets/qr.svg?text=https://atlas.example/": "image/svg+xml",
    "/healthz": "application/json",
}
NAMES = [
    "../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "..%5c..%5cetc%5cpasswd",
    "%252e%252e%252fetc%252fpasswd",
    "..%c0%af..%c0%afetc/passwd",
    "....//....//etc/passwd",
    "/etc/passwd",
    "file:%2f%2f%2fetc%2fpasswd",
    "anterior%00",
    "anterior.webp%00.json",
    "%0d%0aSet-Cookie:%20a=b",
    "<script>alert(1)</script>",
    "S1'%20OR%201=1",
    "x" * 5000,
    "%ff%fe",
    "",
    ".",
    "con",
]
TEMPLATES = [
    "/assets/{}",
    "/assets/catalogue/{}.json",
    "/assets/plates/{}/anterior/light.json",
    "/assets/plates/isncsci/{}/light.json",
    "/assets/plates/isncsci/anterior/{}.json",
    "/assets/plates/difference-{}-S1-sural/anterior/light.json",
    "/assets/practice/{}/anterior/light.json",
    "/assets/shade/{}.webp",
    "/assets/body_3d/{}",
    "/assets/body_3d/labels/{}.webp",
    "/assets/body_3d/{}/light.json",
    "/assets/spine/{}/L1-L2/none/light.json",
]


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(Starlette(routes=asset_routes()), raise_server_exceptions=True)


@pytest.mark.parametrize(("path", "media_type"), GOOD.items())
def test_each_file_is_told_as_what_it_is(client: TestClient, path: str, media_type: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == media_type
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:24] or "empty")
def test_no_name_leads_elsewhere(client: TestClient, template: str, name: str) -> None:
    answer = client.get(template.format(name))
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/plain")
    assert "root:" not in answer.text
    assert "set-cookie" not in answer.headers
    assert len(answer.text) < 2000


@pytest.mark.parametrize(
    "text", ["x" * 20_000, "<script>alert(1)</script>", "\x00", "", "javascript:alert(1)"]
)
def test_a_code_carries_no_markup(client: TestClient, text: str) -> None:
    answer = client.get("/assets/qr.svg", params={"text": text})
    assert answer.status_code in (200, 404)
    assert "<script" not in answer.text


@pytest.mark.parametrize("host", ["😀" * 590, "é" * 400, "\U0010ffff" * 200])
def test_a_code_that_no_camera_could_read_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/assets/qr.svg", params={"text": f"https://{host}/"}).status_code == 404


def test_a_code_asked_for_again_is_not_made_again(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    monkeypatch.setattr(address, "qr_svg", lambda text: made.append(text) or b"<svg/>")
    for _ in range(3):
        assert client.get("/assets/qr.svg", params={"text": "https://again.example/"}).status_code == 200
    assert made == ["https://again.example/"]


def test_a_code_of_many_bytes_that_fits_is_made(client: TestClient) -> None:
    text = "https://example.org/" + "😀" * 140
    assert client.get("/assets/qr.svg", params={"text": text}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "gzipped"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("GZIP", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0, br", False),
        ("identity", False),
        ("*;q=0", False),
        ("*, gzip;q=0", False),
        ("", False),
    ],
)
def test_an_answer_is_gzipped_where_that_is_accepted(
    client: TestClient, accepted: str, gzipped: bool
) -> None:
    answer = client.get("/assets/catalogue/reflex.json", headers={"accept-encoding": accepted})
    assert (answer.headers.get("content-encoding") == "gzip") is gzipped
    assert answer.json()


def test_what_a_browser_has_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/assets/lecture.json")
    known = {"if-none-match": first.headers["etag"]}
    again = client.get("/assets/lecture.json", headers=known)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = client.get("/assets/lecture.json", headers=known | {"accept-encoding": "identity"})
    assert other.status_code == 200, "other bytes under the same name"
    assert client.get("/assets/words.json", headers=known).status_code == 200


SPELT = ["foot-sole", "FOOT-SOLE", "foot_sole", "Foot%20Sole", "foot-sole%20"]


def test_one_plate_is_made_once_however_it_is_spelt(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[object, ...]] = []

    def make(*which: object) -> bytes:
        made.append(which)
        return b"{}"

    _make, names, kept = routes.DOCUMENTS[routes.PLATES]
    monkeypatch.setitem(routes.DOCUMENTS, routes.PLATES, (make, names, kept))  # type: ignore[arg-type]
    monkeypatch.setitem(routes._SHELVES, routes.PLATES, Shelf(kept))
    for view in SPELT:
        for map_id in ("difference-isncsci-S1-sural", "difference-isncsci-s1-SURAL", "agreement-s1"):
            assert client.get(f"/assets/plates/{map_id}/{view}/light.json").status_code == 200
    assert len(made) == 2


def test_many_who_ask_for_one_answer_have_it_made_once() -> None:
    shelf, begun, go_on, made = Shelf(None), threading.Event(), threading.Event(), []

    def make() -> bytes:
        made.append(1)
        begun.set()
        assert go_on.wait(60)
        return b"answer"

    with ThreadPoolExecutor(8) as pool:
        answers = [pool.submit(shelf.take, ("one",), make) for _ in range(8)]
        assert begun.wait(60)
        go_on.set()
        assert len({answer.result(60) for answer in answers}) == 1
    assert made == [1]


def test_more_than_a_share_is_answered_429(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(served, "MAKING", Queue(Bounds(0, 0), FULL, ENOUGH))
    monkeypatch.setitem(routes._SHELVES, routes.PLATES, Shelf(4))
    answer = client.get("/assets/plates/isncsci/foot-sole/light.json")
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_files_can_only_be_read(client: TestClient, method: str) -> None:
    assert client.request(method, "/assets/plotly.js").status_code == 405


@pytest.fixture(scope="module")
def raw(app_url: str) -> Iterator[http.client.HTTPConnection]:
    """A connection that sends paths as they are; other clients tidy them first."""
    connection = http.client.HTTPConnection(urlsplit(app_url).netloc, timeout=60)
    yield connection
    connection.close()


@pytest.mark.e2e
@pytest.mark.parametrize(
    "name", [name for name in NAMES if " " not in name and "<" not in name], ids=lambda n: n[:24]
)
def test_the_whole_server_hands_out_nothing_else(raw: http.client.HTTPConnection, name: str) -> None:
    for prefix in ("/assets/shade/", "/assets/", "/static/", "/app/static/", "/component/", "/media/", "/"):
        raw.request("GET", prefix + name)
        answer = raw.getresponse()
        body = answer.read()
        assert b"root:x:" not in body
        assert b"import streamlit" not in body
        assert answer.status < 500


@pytest.mark.parametrize("path", ["/assets/shade/anterior.webp", "/assets/shade/screen/anterior.webp"])
def test_a_picture_that_is_missing_tells_no_visitor_where(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object, **__: object) -> bytes:
        raise AssetError("/srv/atlas/assets/shade/anterior.webp is missing. Run make assets to build it.")

    monkeypatch.setattr(Atlas, "shade_bytes", missing)
    with TestClient(Starlette(routes=asset_routes())) as client:
        answer = client.get(path)
    assert answer.status_code == 500
    assert "/srv" not in answer.text and "make" not in answer.text
