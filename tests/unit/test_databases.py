"""What is said of a database that fails."""

from __future__ import annotations

from dermatome.databases import reason


def test_why_a_database_failed_goes_into_a_sentence() -> None:
    assert reason(OSError("Can't create a connection.")) == "Can't create a connection"
    assert reason(ConnectionRefusedError(111, "Connection refused")) == "Connection refused"
