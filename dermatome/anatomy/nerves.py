"""Peripheral nerves by name, and the fields of skin that belong to them."""

from __future__ import annotations

import difflib

from dermatome.anatomy.ids import slug
from dermatome.anatomy.load import facts
from dermatome.anatomy.records import PeripheralNerve
from dermatome.errors import InputError


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
    hint = f"Did you mean {near[0]}?" if near else f"Use one of {', '.join(sorted(known))}."
    shown = " ".join(text.split())[:40]
    raise InputError(f"There is no nerve {shown!r}. {hint}")


def fields_of(nerve: str) -> tuple[str, ...]:
    """Return the ids of the skin fields of a nerve named as in ``nerves.csv``; a trunk has its branches'.

    :raises InputError: the nerve has no skin of its own.
    """
    found = tuple(field.id for field in facts().nerve_fields.values() if nerve in field.nerve)
    if not found:
        raise InputError(f"The {nerve} nerve has no skin of its own. Choose one that has.")
    return found


def _short_id(name: str) -> str:
    return slug(short_name(name))
