"""HTTP routes beside Streamlit's own: plotly.js from the installed wheel, the plates, the relief pictures.

They exist because none of it should pass through the websocket or be copied into the project: the
routes read from the installed packages, so a read-only installation works and nothing is fetched
from outside.
"""

from __future__ import annotations

import functools
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path

import plotly
import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dermatome.atlas.load import atlas
from dermatome.errors import AtlasError, InputError
from dermatome.language import SOURCE, TERMS, cached, speaking
from dermatome.ui.catalogues import catalogue_json
from dermatome.ui.plates import plate_json
from dermatome.ui.spoken import LANG, NAMES
from dermatome.ui.words import words_json

PLOTLY_JS = Path(plotly.__file__).parent / "package_data" / "plotly.min.js"
JSON, SCRIPT, SVG, WEBP = "application/json", "text/javascript", "image/svg+xml", "image/webp"

LONGEST_ANSWER = 1000
"""Characters of a complaint: it may quote the address, and addresses may be long."""

Endpoint = Callable[[Request], Response]


def asset_routes() -> list[BaseRoute]:
    """Return the routes, under the path the app is mounted at (``server.baseUrlPath``)."""
    base = st.get_option("server.baseUrlPath").strip("/")
    prefix = f"/{base}/assets" if base else "/assets"
    routes = {
        f"{prefix}/plotly.js": _plotly,
        f"{prefix}/words.json": _words,
        f"{prefix}/catalogue/{{layer}}.json": _catalogue,
        f"{prefix}/plates/{{map_id}}/{{view}}/{{theme}}.json": _plate,
        f"{prefix}/practice/{{map_id}}/{{view}}/{{theme}}.json": _blind_plate,
        f"{prefix}/shade/{{view}}.webp": _shade,
        f"{prefix}/lecture.json": _lecture,
        f"{prefix}/qr.svg": _qr,
        f"{prefix}/spine/{{view}}/{{conus}}/{{transitional}}/{{theme}}.json": _spine,
        f"/{base}/healthz" if base else "/healthz": _healthz,
    }
    return [Route(path, _unsniffed(endpoint)) for path, endpoint in routes.items()]


def _unsniffed(endpoint: Endpoint) -> Endpoint:
    """Forbid browsers to guess another type than the one that is told."""

    @functools.wraps(endpoint)
    def answer(request: Request) -> Response:
        response = endpoint(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return answer


@functools.cache
def build_id() -> str:
    """Return a short fingerprint of what the routes serve; it is part of the addresses.

    Browsers may then keep each answer for good: a new build has new addresses.
    """
    digest = hashlib.sha256(plotly.__version__.encode())
    package = Path(__file__).parents[1]
    for folder, pattern in (
        (atlas().assets, "**/*"),
        (atlas().data / "schemes", "*.yaml"),
        (atlas().data / "spine", "*.csv"),
        (atlas().data / "facts", "*.csv"),
        (package, "**/*.py"),
        (package, "**/*.mo"),
    ):
        for file in sorted(path for path in folder.glob(pattern) if path.is_file()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _plotly(request: Request) -> Response:
    # A new build of the atlas seldom brings a new plotly, by far the largest file: it has its own version.
    return _answer(request, SCRIPT, _gzipped_plotly, plotly.__version__)


def _words(request: Request) -> Response:
    return _answer(request, JSON, _gzipped_words)


def _catalogue(request: Request) -> Response:
    return _answer(request, JSON, functools.partial(_gzipped_catalogue, request.path_params["layer"]))


def _plate(request: Request) -> Response:
    map_id, view, theme = (request.path_params[name] for name in ("map_id", "view", "theme"))
    inferred = request.query_params.get("inferred") != "no"
    return _answer(request, JSON, functools.partial(_gzipped_plate, map_id, view, theme, inferred))


def _blind_plate(request: Request) -> Response:
    map_id, view, theme = (request.path_params[name] for name in ("map_id", "view", "theme"))
    return _answer(request, JSON, functools.partial(_gzipped_blind_plate, map_id, view, theme))


def _spine(request: Request) -> Response:
    which = tuple(request.path_params[name] for name in ("view", "conus", "transitional", "theme"))
    return _answer(request, JSON, functools.partial(_gzipped_spine, *which))


def _lecture(request: Request) -> Response:
    return _answer(request, JSON, _gzipped_lecture)


def _qr(request: Request) -> Response:
    from dermatome.ui.lecture_address import qr_svg  # only lectures need it

    return _answer(request, SVG, lambda: gzip.compress(qr_svg(request.query_params.get("text", "")), 6))


def _shade(request: Request) -> Response:
    try:
        picture = atlas().shade_bytes(request.path_params["view"])
    except AtlasError as error:
        return PlainTextResponse(str(error)[:LONGEST_ANSWER], 404)
    if picture is None:
        return PlainTextResponse("This view has no relief picture.", 404)
    return Response(picture, media_type=WEBP, headers=_caching(request))


def _healthz(request: Request) -> Response:
    """Answer whether the data can be served, for load balancers and monitoring."""
    try:
        _gzipped_catalogue("dermatome")
    except AtlasError as error:
        return JSONResponse({"status": "failing", "reason": str(error)}, 503)
    return JSONResponse({"status": "ok", "build": build_id()})


def _answer(
    request: Request, media_type: str, packed: Callable[[], bytes], version: str | None = None
) -> Response:
    try:
        # What is served is the same for everybody, so the language is part of the address.
        with speaking(request.query_params.get(LANG, SOURCE), request.query_params.get(NAMES, TERMS[0])):
            body = packed()
    except InputError as error:
        return PlainTextResponse(str(error)[:LONGEST_ANSWER], 404)
    except AtlasError as error:
        return PlainTextResponse(str(error)[:LONGEST_ANSWER], 500)
    headers = _caching(request, version)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type=media_type, headers=headers)


def _caching(request: Request, version: str | None = None) -> dict[str, str]:
    current = request.query_params.get("v") == (version or build_id())
    return {
        "Cache-Control": "public, max-age=31536000, immutable" if current else "no-cache",
        "Vary": "Accept-Encoding",
    }


# Packed once: the server would otherwise compress these constant answers for every visitor.
@functools.cache
def _gzipped_plotly() -> bytes:
    return gzip.compress(PLOTLY_JS.read_bytes(), 6, mtime=0)


@cached()
def _gzipped_words() -> bytes:
    return gzip.compress(words_json(), 6, mtime=0)


@cached()
def _gzipped_catalogue(layer: str) -> bytes:
    return gzip.compress(catalogue_json(layer), 6, mtime=0)


# All plates of the maps themselves fit; comparisons of a root with a nerve are too many to keep.
@cached(maxsize=512)
def _gzipped_plate(map_id: str, view: str, theme: str, inferred: bool) -> bytes:
    return gzip.compress(plate_json(map_id, view, theme, inferred=inferred), 6, mtime=0)


@cached(maxsize=256)
def _gzipped_blind_plate(map_id: str, view: str, theme: str) -> bytes:
    from dermatome.ui.practice_plates import blind_plate_json  # no other page needs it

    return gzip.compress(blind_plate_json(map_id, view, theme), 6, mtime=0)


@cached()
def _gzipped_lecture() -> bytes:
    from dermatome.ui.lecture_facts import lecture_json  # only lectures need it

    return gzip.compress(lecture_json(), 6, mtime=0)


@cached(maxsize=160)
def _gzipped_spine(view: str, conus: str, transitional: str, theme: str) -> bytes:
    from dermatome.ui.spine_plates import spine_json  # no other page needs any of it

    return gzip.compress(spine_json(view, conus, transitional, theme), 6, mtime=0)
