"""Names of learners: as they are shown, and what is the same for those that look alike."""

from __future__ import annotations

import unicodedata
from typing import Final

from dermatome.errors import InputError
from dermatome.language import _
from dermatome.unseen import seen_of_name

LONGEST_NAME: Final = 80
_COMPOSED: Final = 16 * LONGEST_NAME
"""Signs that are composed: sorting marks takes time that grows with the square of their number."""


def shown_name(text: str) -> str:
    """Return a name as it is shown: composed, on one line, nothing in it unseen.

    :raises InputError: it is longer than :data:`LONGEST_NAME`.
    """
    shown = _composed(seen_of_name(text))
    if len(shown) > LONGEST_NAME:
        raise InputError(_("The name is longer than %(n)s letters. Shorten it.") % {"n": LONGEST_NAME})
    return shown


def folded(shown: str) -> str:
    """Return what is the same for names that look alike: composed or not, wide or not, in capitals or not."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())


def ever_folded(name: str) -> set[str]:
    """Return all under which a name may be kept: older versions folded less, and kept unseen signs."""
    shown = shown_name(name)
    return {
        folded(shown),
        folded(_composed(name)),
        shown.casefold(),
        unicodedata.normalize("NFD", shown).casefold(),
    }


def _composed(text: str) -> str:
    told = unicodedata.normalize("NFC", " ".join(text.split())[:_COMPOSED])
    return " ".join("".join(sign for sign in told if sign.isprintable() or sign.isspace()).split())
