"""No way in through the addresses of files: only known names are served, each as what it is."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from dermatome.ui.routes import asset_routes

GOOD = {
    "/assets/plotly.js": "text/javascript",
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
