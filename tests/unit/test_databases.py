"""How a database is opened, and what is said of one that fails."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dermatome.databases import connect, reason
from dermatome.library.store import Store
from dermatome.study.store import open_progress


def test_why_a_database_failed_goes_into_a_sentence() -> None:
    assert reason(OSError("Can't create a connection.")) == "Can't create a connection"
    assert reason(ConnectionRefusedError(111, "Connection refused")) == "Connection refused"


@pytest.mark.parametrize(
    "name, opened",
    [("progress.sqlite3", open_progress), ("library.sqlite3", Store.open)],
    ids=["progress", "library"],
)
def test_a_new_file_is_opened_though_another_one_writes_to_it_just_then(
    tmp_path: Path, name: str, opened: Callable[[Path], contextlib.AbstractContextManager[object]]
) -> None:
    # Several windows of a class that start at once: SQLite would refuse all but the first.
    with contextlib.closing(connect(tmp_path / name)) as other:
        other.execute("BEGIN IMMEDIATE")
        done = threading.Timer(0.3, other.execute, ("COMMIT",))
        done.start()
        with opened(tmp_path):
            pass
        done.join()
