"""Answers that may be kept for good: packed once a process, at addresses that carry the build."""

from __future__ import annotations

import functools
import gzip
import hashlib
import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from dermatome.atlas.load import atlas
from dermatome.errors import AtlasError, Busy, InputError
from dermatome.language import SOURCE, TERMS, _, speaking, spoken
from dermatome.places import ASSETS, PACKAGE
from dermatome.queues import ENOUGH, FULL, Bounds, Queue, on_behalf_of
from dermatome.ui.base.spoken import LANG, NAMES

FRONTEND: Final = PACKAGE / "frontend"
SCRIPT: Final = "text/javascript"
PLOTLY_JS: Final = ASSETS / "plotly" / "plotly-basic.min.js"
"""plotly.js with few kinds of traces; ``assets/plotly/SOURCES.md`` tells where it is from."""
THREE_JS: Final = ASSETS / "three" / "three.min.js"
"""three.js as far as it is used; ``assets/three/SOURCES.md`` tells how it was built."""
SURFACE: Final = ASSETS / "body_3d"
"""The body in the round; its README tells what lies there."""
SURFACE_TYPES: Final = {".glb": "model/gltf-binary", ".webp": "image/webp"}
FRONTEND_TYPES: Final = {".js": SCRIPT, ".css": "text/css"}

LONGEST_ANSWER: Final = 1000
"""Characters of a complaint: it may quote the address, and addresses may be long."""

Endpoint = Callable[[Request], Response]

_log = logging.getLogger(__name__)


@functools.cache
def build_id() -> str:
    """Return a short fingerprint of what the routes serve; it is part of the addresses.

    Browsers may then keep each answer for good: a new build has new addresses.
    """
    digest = hashlib.sha256()
    for folder, pattern in (
        (atlas().assets, "**/*"),
        (SURFACE, "**/*"),
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


@functools.cache
def three_version() -> str:
    """Return a short fingerprint of three.js, which outlives most builds as well."""
    return hashlib.sha256(THREE_JS.read_bytes()).hexdigest()[:12]


def answer(request: Request, media_type: str, packed: Callable[[], bytes], *, current: bool) -> Response:
    """Return what ``packed`` makes, gzipped, in the language of the address; 404 for what is not there.

    ``current``: the address carries the version that is served, so the answer may be kept for good.
    """
    try:
        visitor = request.client.host if request.client else ""
        # What is served is the same for everybody, so the language is part of the address.
        told = request.query_params.get(LANG, SOURCE), request.query_params.get(NAMES, TERMS[0])
        with speaking(*told), on_behalf_of(visitor):
            body = packed()
    except AtlasError as error:
        return refused(request, error)
    squeezed = takes_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}{"-gzip" if squeezed else ""}"'
    headers = caching(current=current) | {"ETag": tag}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    if squeezed:
        headers["Content-Encoding"] = "gzip"
    else:
        body = gzip.decompress(body)
    return Response(body, media_type=media_type, headers=headers)


def refused(request: Request, error: AtlasError) -> Response:
    """Return the answer for what cannot be had; of the server's own faults only its log says more."""
    if isinstance(error, InputError):
        return PlainTextResponse(str(error)[:LONGEST_ANSWER], 404)
    if isinstance(error, Busy):
        return PlainTextResponse(str(error), 429, {"Retry-After": "2", "Cache-Control": "no-store"})
    _log.error("%s: %s", request.url.path, error)
    return PlainTextResponse("What was asked for cannot be made. The server's log says why.", 500)


def takes_gzip(accepted: str) -> bool:
    """Return whether an ``Accept-Encoding`` lets an answer be gzipped: ``gzip;q=0`` does not."""
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        try:
            weights[name.strip()] = float(weight.partition("=")[2]) if weight.strip() else 1.0
        except ValueError:
            weights[name.strip()] = 0.0
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def caching(*, current: bool) -> dict[str, str]:
    """Return the headers that let an answer be kept, for good where its address names the version."""
    return {
        "Cache-Control": "public, max-age=31536000, immutable" if current else "no-cache",
        "Vary": "Accept-Encoding",
    }


def packed(body: bytes) -> bytes:
    """Return ``body`` gzipped; equal bodies give equal bytes."""
    return gzip.compress(body, 9, mtime=0)


class Shelf:
    """The last answers made, packed, by what they show, language and terms.

    Each is made once, however many ask for it at the same time; those not made yet are made one after the
    other, so many for one visitor (:mod:`dermatome.queues`).
    """

    def __init__(self, kept: int | None) -> None:
        self._kept = kept
        self._packed: OrderedDict[Hashable, bytes] = OrderedDict()
        self._making: dict[Hashable, threading.Event] = {}
        self._lock = threading.Lock()

    def take(self, which: tuple[Hashable, ...], make: Callable[[], bytes]) -> bytes:
        """Return the answer on ``which``, made by ``make`` if it is not there.

        :raises Busy: too much is being made already.
        """
        key = (spoken(), which)
        while True:
            with self._lock:
                if key in self._packed:
                    self._packed.move_to_end(key)
                    return self._packed[key]
                made = self._making.get(key)
                if made is None:
                    ours = self._making[key] = threading.Event()
                    break
            made.wait()
        try:
            with MAKING.turn():
                started = time.monotonic()
                body = packed(make())
                if MAKING.waiting > UNHURRIED:
                    time.sleep(time.monotonic() - started)  # who clicks goes before who asks for many
            with self._lock:
                self._packed[key] = body
                if self._kept is not None and len(self._packed) > self._kept:
                    self._packed.popitem(last=False)
            return body
        finally:
            with self._lock:
                del self._making[key]
            ours.set()


MAKING: Final = Queue(Bounds(24, 16), FULL, ENOUGH)
"""Fewer than the threads that answer (40): what is made already never waits for what is not."""
UNHURRIED: Final = 6
"""From so many waiting on, the processor is left to others for as long as each took."""


def unsniffed(endpoint: Endpoint) -> Endpoint:
    """Forbid browsers to guess another type than the one that is told."""

    @functools.wraps(endpoint)
    def told(request: Request) -> Response:
        response = endpoint(request)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    return told


# ---- the body in the round --------------------------------------------------------------------------


@functools.cache
def packed_surface_file(path: str) -> bytes:
    """Return a mesh or a picture of the body in the round, gzipped. :raises InputError: there is none."""
    known = {file.relative_to(SURFACE).as_posix(): file for file in SURFACE.rglob("*")}
    if path not in known or known[path].suffix not in SURFACE_TYPES:
        raise InputError(_("The body in the round has no file %(path)s.") % {"path": repr(path)})
    return packed(known[path].read_bytes())


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
