"""Times as the tables hold them: whole microseconds since 1970, UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

_START: Final = datetime(1970, 1, 1, tzinfo=UTC)


def micros(moment: datetime) -> int:
    """Return a time in microseconds since 1970, not before: a clock may have lost its battery."""
    return max(0, span(moment - _START))


def micros_now() -> int:
    """Return the present in microseconds since 1970."""
    return micros(datetime.now(UTC))


def span(time: timedelta) -> int:
    """Return a length of time in whole microseconds."""
    return time // timedelta(microseconds=1)


def moment(micros: int) -> datetime:
    """Return the time that is so many microseconds after the start of 1970, in UTC."""
    return _START + timedelta(microseconds=micros)
