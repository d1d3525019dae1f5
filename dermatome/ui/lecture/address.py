"""The address under which students' phones reach the atlas, and its QR code."""

from __future__ import annotations

import io
import ipaddress
import os
from typing import Final
from urllib.parse import SplitResult, urlsplit

import segno

from dermatome.errors import DataError, InputError
from dermatome.language import _

PUBLIC_URL: Final = "DERMATOME_PUBLIC_URL"
"""Environment variable: the address of the atlas as others reach it, such as ``https://atlas.example.edu``."""

MAX_QR_TEXT: Final = 600
"""Bytes; longer addresses make codes too fine to be read from the last row. None of ours is as long."""


def public_url() -> str | None:
    """Return the address set for the atlas, without a slash at its end, or None where none is set.

    :raises DataError: what is set is no address.
    """
    text = os.environ.get(PUBLIC_URL, "").strip().rstrip("/")
    if not text:
        return None
    parts = _split(text)
    if parts is None or parts.query or parts.fragment:
        raise DataError(
            _("%(name)s is no address. Set it to one such as https://atlas.example.edu.")
            % {"name": PUBLIC_URL}
        )
    return text


def only_here(url: str) -> bool:
    """Return whether an address leads to the reader's own machine, where no phone can follow."""
    parts = _split(url)
    host = (parts.hostname or "") if parts else ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def qr_svg(text: str) -> bytes:
    """Return the QR code of a web address as SVG, with the margin a camera needs.

    :raises InputError: it is no web address, or too long.
    """
    if len(text.encode("utf-8", "replace")) > MAX_QR_TEXT or _split(text) is None:
        raise InputError(
            _("A QR code is made of a web address of at most %(n)s letters.") % {"n": MAX_QR_TEXT}
        )
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(
        picture, kind="svg", border=4, light="#fff", dark="#000", xmldecl=False, omitsize=True
    )
    return picture.getvalue()


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018  (raises for a port that is none)
    except ValueError:
        return None
    return parts if parts.scheme in {"http", "https"} and parts.hostname else None
