"""How a database is opened, and what is said of one that fails."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from dermatome.databases import LIBRARY, connect, reason, shown
from dermatome.errors import DataError
from dermatome.library.importing import parse_articles
from dermatome.library.shared import open_library
from dermatome.library.store import Store
from dermatome.study import sets
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


@pytest.mark.parametrize("opened", [open_library, open_progress], ids=["library", "progress"])
@pytest.mark.parametrize(
    "address",
    [
        "postgresql://localhost:1/atlas",
        "postgres://owner@localhost:1/atlas",
        "postgresql://owner@localhost:1/atlas?sslmode=require",
        f"postgresql://owner@{'a' * 300}/atlas",
        "sqlite://",
    ],
)
def test_an_address_that_leads_nowhere_is_told_in_one_line(
    opened: Callable[[str], object], address: str
) -> None:
    with pytest.raises(DataError, match=r"^[^\n]+ cannot be kept on [^\n]+$"):
        opened(address)


def test_no_password_is_told_wherever_an_address_holds_it() -> None:
    for address in ("postgresql://owner:hush@h/atlas", "postgresql://owner@h/atlas?password=hush"):
        assert "hush" not in shown(address)
        assert "hush" not in str(LIBRARY.unkept(address, OSError("refused")))


@pytest.mark.parametrize("how", ["taken away", "replaced"])
def test_what_is_written_into_a_library_that_is_gone_is_not_told_as_kept(tmp_path: Path, how: str) -> None:
    with Store.open(tmp_path) as store:
        store.save_all(parse_articles(b"The S1 root supplies the sole.", "a.txt"))
        file = tmp_path / LIBRARY.file_name
        file.rename(tmp_path / "moved.sqlite3")
        if how == "replaced":
            Store.open(tmp_path).close()
        with pytest.raises(DataError, match="taken away or replaced"):
            store.save_all(parse_articles(b"The L5 root supplies the big toe.", "b.txt"))
    if how == "replaced":
        with Store.open(tmp_path) as other:
            assert not other.articles()


def test_a_write_that_cannot_be_ended_leaves_the_library_ready_for_the_next(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        # A fault that shows only when the transaction ends, as a full disk's may.
        store._connection.executescript(
            "CREATE TABLE IF NOT EXISTS late (article TEXT REFERENCES article (id) "
            "DEFERRABLE INITIALLY DEFERRED);"
            "CREATE TRIGGER late_fault AFTER INSERT ON article WHEN new.title = 'Bad' "
            "BEGIN INSERT INTO late VALUES ('nobody'); END;"
        )
        with pytest.raises(DataError):
            store.save_all(parse_articles(b"# Bad\n\nThe S1 root.", "a.md"))
        assert store.save_all(parse_articles(b"# Good\n\nThe S1 root.", "b.md")).ids


@pytest.mark.parametrize("data", [b"no database " * 500, b"SQLite format 3\0"])
def test_damaged_progress_is_called_damaged(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "progress.sqlite3").write_bytes(data)
    with pytest.raises(DataError, match=r"is damaged .* Restore a copy"):
        open_progress(tmp_path)


@pytest.mark.parametrize(("name", "variable"), [("library", "LIBRARY"), ("progress", "PROGRESS")])
def test_a_full_disk_and_a_file_that_cannot_be_written_say_what_to_do(
    tmp_path: Path, name: str, variable: str
) -> None:
    def write(pragma: str) -> None:
        if name == "library":
            with Store.open(tmp_path) as store:
                store._connection.execute(pragma)
                store.save_all(parse_articles(b"The S1 root supplies the sole. " * 2_000, "a.txt"))
        else:
            with open_progress(tmp_path) as progress, progress.writing() as db:
                db.exec_driver_sql(pragma)
                db.exec_driver_sql("CREATE TABLE more AS SELECT zeroblob(2000000) AS bytes")

    with pytest.raises(DataError, match=r"the disk is full\. Make room and try again\."):
        write("PRAGMA max_page_count = 1")  # never less than there are
    with pytest.raises(DataError, match=f"Set DERMATOME_{variable} to a folder that can be written"):
        write("PRAGMA query_only = ON")


def test_a_set_of_questions_with_a_mark_before_it_is_read() -> None:
    chosen = sets.make("Of the leg", ("muscle/root-of/soleus",))
    assert sets.from_file("\ufeff" + sets.to_file(chosen)) == chosen
