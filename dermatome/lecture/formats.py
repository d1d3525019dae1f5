"""A lecture as a file and as a link. Both carry a version, are bounded, and are checked when opened.

The file is JSON that people can read and mend. The link is the same, without names of fields, packed and
in letters that need no escaping. What cannot be read is refused as a whole, with the reason: a lecture
that opens is complete.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from collections.abc import Callable, Sequence
from typing import Any, Final, NoReturn

from pydantic import ValidationError

from dermatome.errors import InputError
from dermatome.language import N_, _
from dermatome.lecture.deck import MAX_STEPS, REVEALS, Deck, Step
from dermatome.refusals import why_refused

FORMAT: Final = "dermatome-lecture"
VERSION: Final = 1
MAX_BYTES: Final = 4 * 1024 * 1024
"""A file may be as large; the largest lecture there can be is smaller."""

MAX_LINK: Final = 6000
"""Letters of a link: proxies and mail programs cut longer addresses off."""
_LINK_VERSION: Final = "1"
_MOST_FIELDS: Final = 32
# What links have in common need not travel. Part of version 1: another text is another version.
_COMMON: Final = (
    b"&difference=yes&layer=nerve&nerve=&layer=reflex&reflex=&layer=myotome&depth=deep&muscle="
    b"&view=hand-palmar&view=foot-sole&view=posterior&view=anterior&side=both&side=left"
    b'",1,[0,1],[2,3,4,5]],["","root=S1&scheme=isncsci&side=right'
)

Check = Callable[[str], Sequence[str]]
"""Tells what is wrong with an address, a sentence each; nothing when the atlas can show it."""


def write_file(deck: Deck) -> str:
    """Return a lecture as the text of its file."""
    document = {"format": FORMAT, "version": VERSION, **deck.model_dump(mode="json")}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def file_name(deck: Deck) -> str:
    """Return a name to save a lecture under, of letters, digits and hyphens, whatever its title is."""
    name = re.sub(r"[^\w-]+", "-", deck.title.lower()).strip("-")[:60]
    # Some systems reserve names such as con and nul, whatever their ending.
    return f"lecture-{name}.json" if name else "lecture.json"


def read_file(data: bytes, check: Check) -> Deck:
    """Return the lecture a file holds.

    :raises InputError: it is no lecture, of a newer version, too large, or names what does not exist.
    """
    if len(data) > MAX_BYTES:
        raise InputError(
            _("This file is larger than %(n)s MB, so it is no lecture.") % {"n": MAX_BYTES >> 20}
        )
    try:
        document = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_each_once)
    except InputError:
        raise
    except UnicodeDecodeError:
        raise InputError(_("This file is not text in UTF-8. Choose a lecture saved by the atlas.")) from None
    except json.JSONDecodeError as error:
        told = {"line": error.lineno, "what": error.msg}
        raise InputError(
            _("This file is not JSON (line %(line)s: %(what)s). Choose a lecture saved by the atlas.") % told
        ) from None
    except (ValueError, RecursionError):  # a number or a nest without end
        raise InputError(
            _("This file is JSON of a kind no lecture has. Choose one saved by the atlas.")
        ) from None
    if not isinstance(document, dict) or document.pop("format", None) != FORMAT:
        raise InputError(_("This file is no lecture: it lacks the mark “%(mark)s”.") % {"mark": FORMAT})
    version = document.pop("version", None)
    if type(version) is not int or version < 1:
        raise InputError(_("This lecture does not say its version. It may be damaged."))
    if version > VERSION:
        told = {"theirs": version, "ours": VERSION}
        raise InputError(
            _("This lecture was saved by a newer atlas (format %(theirs)s, not %(ours)s). Update this one.")
            % told
        )
    return _checked(document, check)


def pack(deck: Deck) -> str:
    """Return a lecture as the part of a link.

    :raises InputError: it has become too long for a link.
    """
    compact = [deck.title, *(_row(step) for step in deck.steps)]
    text = json.dumps(compact, ensure_ascii=False, separators=(",", ":")).encode()
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, zdict=_COMMON)
    packed = squeeze.compress(text) + squeeze.flush()
    sealed = packed + zlib.crc32(text).to_bytes(4)
    link = _LINK_VERSION + base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    if len(link) > MAX_LINK:
        raise InputError(_("This lecture is too long for a link. Save it to a file and share that."))
    return link


def unpack(link: str, check: Check) -> Deck:
    """Return the lecture a link carries.

    :raises InputError: the link is cut off, damaged, of a newer version, or names what does not exist.
    """
    link = link.strip()
    if len(link) > MAX_LINK or not re.fullmatch(r"[A-Za-z0-9_-]{8,}", link):
        raise InputError(_(_DAMAGED))
    if link[0] != _LINK_VERSION:
        raise InputError(_("This link to a lecture is of a kind this atlas does not know. Update the atlas."))
    try:
        sealed = base64.urlsafe_b64decode(link[1:] + "=" * (-len(link[1:]) % 4))
        expand = zlib.decompressobj(-15, zdict=_COMMON)
        text = expand.decompress(sealed[:-4], MAX_BYTES)
        if not expand.eof or zlib.crc32(text).to_bytes(4) != sealed[-4:]:
            raise InputError(_(_DAMAGED))
        title, *rows = json.loads(text)
        document = {"title": title, "steps": [_unrow(row) for row in rows]}
    except (binascii.Error, zlib.error, ValueError, TypeError, IndexError, RecursionError):
        raise InputError(_(_DAMAGED)) from None
    return _checked(document, check)


_DAMAGED: Final = N_("This link to a lecture is cut off or damaged. Ask for it again, or for its file.")


def _row(step: Step) -> list[Any]:
    kinds = {kind: number for number, kind in enumerate(REVEALS)}
    shown, reveals = ([kinds[kind] for kind in each] for each in (step.shown, step.reveals))
    return [step.title, step.address, step.note, int(step.labels), shown, reveals]


def _unrow(row: list[Any]) -> dict[str, Any]:
    title, address, note, labels, shown, reveals = row
    return {
        "title": title,
        "address": address,
        "note": note,
        "labels": bool(labels),
        "shown": [REVEALS[number] for number in shown],
        "reveals": [REVEALS[number] for number in reveals],
    }


def _checked(document: dict[str, Any], check: Check) -> Deck:
    try:
        deck = Deck.model_validate(document)
    except ValidationError as error:
        _explain(error)
    for number, step in enumerate(deck.steps, start=1):
        if faults := check(step.address):
            name = f"{number} (“{step.title}”)" if step.title else str(number)
            told = {"step": name, "why": " ".join(faults)}
            raise InputError(_("Step %(step)s cannot be shown: %(why)s") % told)
    return deck


def _explain(error: ValidationError) -> NoReturn:
    """Turn the first thing that is wrong into one line that says where it stands."""
    first = error.errors()[0]
    where = [" ".join(str(piece).split())[:60] for piece in first["loc"]]
    if where == ["steps"] and first["type"] == "too_long":
        raise InputError(_("A lecture holds at most %(n)s steps.") % {"n": MAX_STEPS}) from None
    if where[:1] == ["steps"] and len(where) > 1:
        where = [_("step %(n)s") % {"n": int(where[1]) + 1}, *where[2:]]
    told = {"place": ", ".join(where), "why": why_refused(first)}
    text = {
        "extra_forbidden": _(
            "The lecture cannot be opened: this atlas does not know %(place)s and would lose it."
        ),
        "missing": _("The lecture cannot be opened: %(place)s is missing."),
    }.get(first["type"], _("The lecture cannot be opened: %(place)s is not right (%(why)s)."))
    raise InputError(text % told) from None


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse a name that stands twice, of which JSON would keep the last in silence."""
    if len(pairs) > _MOST_FIELDS:
        raise ValueError
    found = dict(pairs)
    if len(found) != len(pairs):
        raise InputError(_("The lecture cannot be opened: a field stands in it twice."))
    return found
