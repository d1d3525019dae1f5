"""Answers that may be kept for good: packed once a process, at addresses that carry the build."""

from __future__ import annotations

import functools
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dermatome.atlas.load import atlas
from dermatome.errors import AtlasError, InputError
from dermatome.language import SOURCE, TERMS, _, speaking
from dermatome.places import ASSETS, PACKAGE
from dermatome.ui.base.spoken import LANG, NAMES

FRONTEND: Final = PACKAGE / "frontend"
SCRIPT: Final = "text/javascript"
PLOTLY_JS: Final = ASSETS / "plotly" / "plotly-basic.min.js"
"""plotly.js with few kinds of traces; ``assets/plotly/SOURCES.md`` tells where it is from."""
FRONTEND_TYPES: Final = {".js": SCRIPT, ".css": "text/css"}

LONGEST_ANSWER: Final = 1000
"""Characters of a complaint: it may quote the address, and addresses may be long."""

Endpoint = Callable[[Request], Response]


@functools.cache
def build_id() -> str:
    """Return a short fingerprint of what the routes serve; it is part of the addresses.

    Browsers may then keep each answer for good: a new build has new addresses.
    """
    digest = hashlib.sha256()
    for folder, pattern in (
        (atlas().assets, "**/*"),
        (atlas().data / "schemes", "*.yaml"),
        (atlas().data / "spine", "*.csv"),
        (atlas().data / "facts", "*.csv"),
        (PACKAGE, "**/*.py"),
        (PACKAGE, "**/*.mo"),
        *((FRONTEND, f"**/*{suffix}") for suffix in FRONTEND_TYPES),
    ):
        for file in sorted(path for path in folder.glob(pattern) if path.is_file()):
            digest.update(file.name.encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


@functools.cache
def plotly_version() -> str:
    """Return a short fingerprint of plotly.js: by far the largest file, it outlives most builds."""
    return hashlib.sha256(PLOTLY_JS.read_bytes()).hexdigest()[:12]


def answer(request: Request, media_type: str, packed: Callable[[], bytes], *, current: bool) -> Response:
    """Return what ``packed`` makes, gzipped, in the language of the address; 404 for what is not there.

    ``current``: the address carries the version that is served, so the answer may be kept for good.
    """
    try:
        # What is served is the same for everybody, so the language is part of the address.
        with speaking(request.query_params.get(LANG, SOURCE), request.query_params.get(NAMES, TERMS[0])):
            body = packed()
    except InputError as error:
        return PlainTextResponse(str(error)[:LONGEST_ANSWER], 404)
    except AtlasError as error:
        return PlainTextResponse(str(error)[:LONGEST_ANSWER], 500)
    headers = caching(current=current)
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type=media_type, headers=headers)


def caching(*, current: bool) -> dict[str, str]:
    """Return the headers that let an answer be kept, for good where its address names the version."""
    return {
        "Cache-Control": "public, max-age=31536000, immutable" if current else "no-cache",
        "Vary": "Accept-Encoding",
    }


def packed(body: bytes) -> bytes:
    """Return ``body`` gzipped; equal bodies give equal bytes."""
    return gzip.compress(body, 9, mtime=0)


def unsniffed(endpoint: Endpoint) -> Endpoint:
    """Forbid browsers to guess another type than the one that is told."""

    @functools.wraps(endpoint)
    def told(request: Request) -> Response:
        response = endpoint(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return told


# ---- the browser half -------------------------------------------------------------------------------


@functools.cache
def frontend_files() -> dict[str, Path]:
    """Return the files of the browser half by their paths in its folder."""
    return {
        path.relative_to(FRONTEND).as_posix(): path
        for path in sorted(FRONTEND.rglob("*"))
        if path.suffix in FRONTEND_TYPES
    }


def frontend_file(request: Request) -> Response:
    """Serve a file of the browser half; the build is part of its path, which imports carry on."""
    path = request.path_params["path"]
    media_type = FRONTEND_TYPES.get(Path(path).suffix, SCRIPT)
    current = request.path_params["build"] == build_id()
    return answer(request, media_type, functools.partial(_frontend_file, path), current=current)


def _frontend_file(path: str) -> bytes:
    if path not in frontend_files():
        raise InputError(_("The browser half has no file %(path)s.") % {"path": repr(path)})
    return _packed_file(path)


@functools.cache
def _packed_file(path: str) -> bytes:
    return packed(frontend_files()[path].read_bytes())
