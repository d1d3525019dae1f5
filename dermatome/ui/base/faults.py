"""What a visitor is told of a fault: never where a file lies, or which host and user a server has."""

from __future__ import annotations

import logging

from dermatome.errors import AssetError, AtlasError, Busy, DataError
from dermatome.language import _
from dermatome.ui.base.gate import strangers

_log = logging.getLogger(__name__)


def told(error: AtlasError) -> str:
    """Return what to tell of an error: the owner of the machine all, a stranger what they can do about it.

    Faults of the server's own stand in its log in full.
    """
    if isinstance(error, Busy) or not isinstance(error, DataError | AssetError):
        return str(error)
    _log.error("%s", error)
    if not strangers():
        return str(error)
    return _("Something the server needs is missing or does not answer. Its log tells whoever runs it why.")
