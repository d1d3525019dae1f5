"""Peripheral nerves by name, and the fields of skin that belong to them."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterable, Mapping

from dermatome.anatomy.ids import (
    root_members,
    slug,
    territory_root,
)
from dermatome.anatomy.load import facts
from dermatome.anatomy.records import PeripheralNerve
from dermatome.errors import InputError
from dermatome.language import _


def nerve_id(name: str) -> str:
    """Return the id of a nerve: ``"common fibular (peroneal)"`` → ``"common-fibular-peroneal"``."""
    return slug(name)


def short_name(name: str) -> str:
    """Return the name without its alternative in brackets: ``"common fibular"``."""
    return name.partition("(")[0].strip()


def nerve_named(text: str) -> PeripheralNerve:
    """Return the nerve called so; an alternative name in brackets may be left out: ``common fibular``.

    :raises InputError: no nerve is; the message names the nearest.
    """
    wanted = slug(text).removesuffix("-nerve")
    nerves = facts().nerves
    for spelled in (nerve_id, _short_id):
        for nerve in nerves:
            if spelled(nerve.nerve) == wanted:
                return nerve
    known = {_short_id(nerve.nerve) for nerve in nerves}
    near = difflib.get_close_matches(wanted, known, n=1)
    hint = (
        _("Did you mean %(near)s?") % {"near": near[0]}
        if near
        else _("Use one of %(choices)s.") % {"choices": ", ".join(sorted(known))}
    )
    shown = " ".join(text.split())[:40]
    raise InputError(_("There is no nerve %(nerve)s. %(hint)s") % {"nerve": repr(shown), "hint": hint})


def fields_of(nerve: str) -> tuple[str, ...]:
    """Return the ids of the skin fields of a nerve named as in ``nerves.csv``; a trunk has its branches'.

    :raises InputError: the nerve has no skin of its own.
    """
    found = tuple(field.id for field in facts().nerve_fields.values() if nerve in field.nerve)
    if not found:
        raise InputError(
            _("The %(nerve)s nerve has no skin of its own. Choose one that has.") % {"nerve": nerve}
        )
    return found


def _short_id(name: str) -> str:
    return slug(short_name(name))


def carries(roots: Iterable[str], root: str) -> bool:
    """Return whether a root, or for ``S4-5`` one of the two, is among ``roots``."""
    return bool({root, *root_members(root)} & set(roots))


@functools.cache
def skin_nerves() -> Mapping[str, tuple[str, ...]]:
    """Return the nerves that have skin, by id, each with the ids of its fields."""
    own = {nerve.nerve: nerve_id(nerve.nerve) for nerve in facts().nerves}
    with_skin = {name for field in facts().nerve_fields.values() for name in field.nerve}
    return {own[name]: fields_of(name) for name in own if name in with_skin}


@functools.cache
def look_alikes() -> tuple[tuple[str, str], ...]:
    """Return pairs of a root and a skin nerve that findings are recorded to tell apart."""
    pairs: dict[tuple[str, str], None] = {}
    for row in facts().differentials:
        nerve = mimicking_nerve(row.mimic)
        for root in (territory_root(own) for own in row.roots):
            if nerve and root:
                pairs[root, nerve] = None
    return tuple(pairs)


@functools.cache
def mimicking_nerve(mimic: str) -> str | None:
    """Return the id of the skin nerve a look-alike is, or None: ``"median at wrist"`` is the median."""
    name = re.sub(r"\bnerve\b.*|\(.*| at .*", "", mimic).strip()
    try:
        found = nerve_id(nerve_named(name).nerve)
    except InputError:
        return None
    return found if found in skin_nerves() else None
