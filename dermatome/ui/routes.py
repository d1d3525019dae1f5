"""HTTP routes beside Streamlit's own: the browser half, plotly.js, the plates, the relief pictures.

They exist because none of it should pass through the websocket. They read what lies in the installation, so a
read-only one works and nothing is fetched from outside.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any, Final

import streamlit as st
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from dermatome.anatomy.ids import parse_view
from dermatome.atlas.charts import canonical
from dermatome.atlas.load import atlas
from dermatome.errors import AtlasError
from dermatome.figures.palette import theme_named
from dermatome.language import cached
from dermatome.ui.base.faults import told
from dermatome.ui.base.served import (
    PLOTLY_JS,
    SCRIPT,
    SURFACE_TYPES,
    THREE_JS,
    Endpoint,
    Shelf,
    answer,
    build_id,
    caching,
    frontend_file,
    packed,
    packed_surface_file,
    plotly_version,
    refused,
    three_version,
    unsniffed,
)
from dermatome.ui.base.words import words_json
from dermatome.ui.documents.body_3d import body_3d_json
from dermatome.ui.documents.catalogues import catalogue_json
from dermatome.ui.documents.plates import plate_json

JSON, SVG, WEBP = "application/json", "image/svg+xml", "image/webp"


def _plate_named(map_id: str, view: str, theme: str, inferred: bool = True) -> tuple[Any, ...]:
    """Return what a plate shows, however it is spelt. :raises InputError: there is none."""
    return (canonical(map_id), parse_view(view), theme_named(theme).name, inferred)


def _spine_named(view: str, conus: str, transitional: str, theme: str) -> tuple[Any, ...]:
    from dermatome.spine.cord import conus_level  # no other page needs it

    return (view, conus_level(conus).id, transitional, theme)


def _as_it_is(*which: str) -> tuple[Any, ...]:
    return which


def _plate(map_id: str, view: str, theme: str, inferred: bool) -> bytes:
    return plate_json(map_id, view, theme, inferred=inferred)


def _body_3d_named(map_id: str, theme: str, inferred: bool = True) -> tuple[Any, ...]:
    return (canonical(map_id), theme_named(theme).name, inferred)


def _body_3d(map_id: str, theme: str, inferred: bool) -> bytes:
    return body_3d_json(map_id, theme, inferred=inferred)


def _blind_plate(map_id: str, view: str, theme: str, _inferred: bool) -> bytes:
    from dermatome.ui.practice.blind_plates import blind_plate_json  # no other page needs it

    return blind_plate_json(map_id, view, theme)


def _spine(view: str, conus: str, transitional: str, theme: str) -> bytes:
    from dermatome.ui.levels.plates import spine_json  # no other page needs any of it

    return spine_json(view, conus, transitional, theme)


def _levels_named(kind: str, thing: str, site: str, conus: str, transitional: str) -> tuple[Any, ...]:
    from dermatome.ui.levels.plates import levels_named  # no other page needs it

    return (levels_named(kind, thing, site, conus, transitional),)


def _levels(state: Any) -> bytes:
    from dermatome.ui.levels.plates import levels_json

    return levels_json(state)


def _lecture() -> bytes:
    from dermatome.ui.lecture.facts import lecture_json  # only lectures need it

    return lecture_json()


def _examination() -> bytes:
    from dermatome.ui.examination.document import examination_json  # no other page needs it

    return examination_json()


CATALOGUE: Final = "catalogue/{layer}.json"
PLATES: Final = "plates/{map_id}/{view}/{theme}.json"
BODY_3D: Final = "body_3d/{map_id}/{theme}.json"
Names = Callable[..., tuple[Any, ...]]
DOCUMENTS: Final[Mapping[str, tuple[Callable[..., bytes], Names, int | None]]] = {
    "words.json": (words_json, _as_it_is, None),
    CATALOGUE: (catalogue_json, _as_it_is, None),
    # All plates of the maps themselves fit; comparisons of a root with a nerve are too many to keep.
    PLATES: (_plate, _plate_named, 512),
    BODY_3D: (_body_3d, _body_3d_named, 64),
    "practice/{map_id}/{view}/{theme}.json": (_blind_plate, _plate_named, 256),
    "spine/{view}/{conus}/{transitional}/{theme}.json": (_spine, _spine_named, 160),
    "lecture.json": (_lecture, _as_it_is, None),
    "levels/{kind}/{thing}/{site}/{conus}/{transitional}.json": (_levels, _levels_named, 256),
    "examination.json": (_examination, _as_it_is, None),
}
"""Constant documents: path below ``assets/``, what makes it of the names in braces, what these stand for
however they are spelt, and how many stay packed (None: all)."""

_QR_CODES: Final = Shelf(64)
_SHELVES: Final = {path: Shelf(kept) for path, (_make, _names, kept) in DOCUMENTS.items()}


def packed_document(path: str, *given: Any) -> bytes:
    """Return a document gzipped. It is packed once, not for every visitor.

    :raises InputError: what is named does not exist.
    :raises Busy: too much is being made already.
    """
    make, names, _kept = DOCUMENTS[path]
    which = names(*given)
    return _SHELVES[path].take(which, lambda: make(*which))


def _document(path: str) -> Endpoint:
    def document(request: Request) -> Response:
        which: list[str | bool] = [*request.path_params.values()]
        if path in (PLATES, BODY_3D):
            which.append(request.query_params.get("inferred") != "no")
        return answer(request, JSON, lambda: packed_document(path, *which), current=_is_current(request))

    return document


def asset_routes() -> list[BaseRoute]:
    """Return the routes, under the path the app is mounted at (``server.baseUrlPath``)."""
    base = st.get_option("server.baseUrlPath").strip("/")
    root = f"/{base}" if base else ""
    routes = {
        f"{root}/assets/frontend/{{build}}/{{path:path}}": frontend_file,
        f"{root}/assets/plotly.js": _plotly,
        f"{root}/assets/three.js": _three,
        f"{root}/assets/shade/{{view}}.webp": _shade,
        f"{root}/assets/shade/screen/{{view}}.webp": _screen_shade,
        f"{root}/assets/qr.svg": _qr,
        f"{root}/assets/find.json": _find,
        **{f"{root}/assets/{path}": _document(path) for path in DOCUMENTS},
        # After the documents: of what is left below this path, only files that are there are served.
        f"{root}/assets/body_3d/{{path:path}}": _surface_file,
        f"{root}/healthz": _healthz,
    }
    return [Route(path, unsniffed(endpoint)) for path, endpoint in routes.items()]


def _is_current(request: Request, version: str | None = None) -> bool:
    return request.query_params.get("v") == (version or build_id())


def _plotly(request: Request) -> Response:
    # A new build of the atlas seldom brings a new plotly, by far the largest file: it has its own version.
    return answer(request, SCRIPT, _packed_plotly, current=_is_current(request, plotly_version()))


@cached()
def _packed_plotly() -> bytes:
    return packed(PLOTLY_JS.read_bytes())


def _three(request: Request) -> Response:
    return answer(request, SCRIPT, _packed_three, current=_is_current(request, three_version()))


@cached()
def _packed_three() -> bytes:
    return packed(THREE_JS.read_bytes())


def _surface_file(request: Request) -> Response:
    path = request.path_params["path"]
    media_type = SURFACE_TYPES.get(PurePosixPath(path).suffix, JSON)
    return answer(request, media_type, lambda: packed_surface_file(path), current=_is_current(request))


def _qr(request: Request) -> Response:
    from dermatome.ui.lecture.address import qr_svg  # only lectures need it

    text = request.query_params.get("text", "")
    return answer(
        request, SVG, lambda: _QR_CODES.take((text,), lambda: qr_svg(text)), current=_is_current(request)
    )


def _find(request: Request) -> Response:
    """Answer what words may mean on a map, or with no words what may be tried."""
    from dermatome.lookup.meant import examples, meant  # needed when something is first looked for

    words, scheme = request.query_params.get("q", ""), request.query_params.get("scheme")

    def found() -> bytes:
        meanings = meant(words, scheme) if words.strip() else examples(scheme)
        told = [{"title": m.title, "why": m.why, "choice": m.choice} for m in meanings]
        return packed(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode())

    return answer(request, JSON, found, current=_is_current(request))


def _shade(request: Request, *, screen: bool = False) -> Response:
    try:
        picture = atlas().shade_bytes(parse_view(request.path_params["view"]), screen=screen)
    except AtlasError as error:
        return refused(request, error)
    if picture is None:
        return PlainTextResponse("This view has no relief picture.", 404)
    return Response(picture, media_type=WEBP, headers=caching(current=_is_current(request)))


def _screen_shade(request: Request) -> Response:
    return _shade(request, screen=True)


def _healthz(request: Request) -> Response:
    """Answer whether the data can be served, for load balancers and monitoring."""
    try:
        packed_document(CATALOGUE, "dermatome")
    except AtlasError as error:
        return JSONResponse({"status": "failing", "reason": told(error)}, 503)
    return JSONResponse({"status": "ok", "build": build_id()})
