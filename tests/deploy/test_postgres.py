"""Two replicas that share their articles through a real PostgreSQL, which goes away and comes back."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import statistics
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dermatome import databases
from dermatome.errors import DataError
from dermatome.library import shared
from dermatome.library.importing import read_article
from dermatome.library.records import Article
from dermatome.library.search import search
from dermatome.library.shared import open_library
from dermatome.library.store import Store
from dermatome.ui.base import stores
from tests.browser import PROJECT
from tests.deploy.conftest import free_port, program, wait_for_port

pytestmark = pytest.mark.slow

ARTICLES = PROJECT / "tests" / "fixtures" / "articles"
USER = "nobody"
"""PostgreSQL refuses to run as root."""


class Database:
    """A PostgreSQL of our own in a folder, started and stopped at will."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.address = f"postgresql://atlas:sesame@127.0.0.1:{self.port}/postgres"
        self._process: subprocess.Popen[bytes] | None = None

    def create(self) -> None:
        secret = self.folder / "password"
        secret.write_text("sesame")
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER)
            shutil.chown(secret, USER)
        options = ["-U", "atlas", "-A", "scram-sha-256", f"--pwfile={secret}", "--no-sync", "-E", "UTF8"]
        self._run("initdb", "-D", str(self.folder / "data"), *options)

    def start(self) -> None:
        options = ["-D", str(self.folder / "data"), "-p", str(self.port), "-k", str(self.folder), "-F"]
        self._process = subprocess.Popen(self._command("postgres", *options, "-h", "127.0.0.1"))
        wait_for_port(self.port, self._process)
        ready = self._command("pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port))
        end = time.monotonic() + 60
        while subprocess.run(ready).returncode:
            assert time.monotonic() < end, "PostgreSQL listens and does not answer."

    @contextlib.contextmanager
    def silent(self) -> Iterator[None]:
        """Stop every process of the server: connections stay open, and nobody answers."""
        assert self._process is not None
        first = self._process.pid
        children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        every = [first, *map(int, children)]
        try:
            for process in every:
                os.kill(process, signal.SIGSTOP)
            yield
        finally:
            for process in every:
                os.kill(process, signal.SIGCONT)

    def stop(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)  # a fast shutdown: connections are cut
            self._process.wait(timeout=30)
            self._process = None

    def _run(self, *words: str) -> None:
        done = subprocess.run(self._command(*words), capture_output=True, text=True)
        assert done.returncode == 0, done.stderr

    def _command(self, name: str, *words: str) -> list[str]:
        places = [str(path) for path in Path("/usr/lib/postgresql").glob("*/bin")]
        as_user = (
            ["setpriv", f"--reuid={USER}", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
        )
        return [*as_user, program(name, *places), *words]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    # Not below pytest's own folder, which only this user may enter.
    folder = Path("/tmp") / f"dermatome-postgres-{os.getpid()}"
    folder.mkdir(mode=0o755)
    made = Database(folder)
    try:
        made.create()
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def prompt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "SYNC_SECONDS", 0.0)
    monkeypatch.setattr(shared, "PATIENCE_SECONDS", 60.0)
    monkeypatch.setattr(shared, "AWAY_SECONDS", 0.0)


def test_replicas_share_their_articles(database: Database) -> None:
    with open_library(database.address) as one, open_library(database.address) as other:
        article = read_article(ARTICLES / "wordpress_post.txt")
        kept = one.save(article)
        assert other.get(kept) == article
        assert kept in {hit.article for hit in search("bone, nerve or both", stores=[other], limit=200)}
        other.remove(kept)
        assert one.articles() == ()


def test_reading_goes_on_while_the_server_is_away(database: Database) -> None:
    with open_library(database.address) as store:
        kept = store.save(read_article(ARTICLES / "notes.md"))
        database.stop()
        assert store.get(kept) is not None
        with pytest.raises(DataError, match="Nothing was changed") as raised:
            store.remove(kept)
        assert "sesame" not in str(raised.value)
        database.start()
        store.remove(kept)
        assert store.get(kept) is None
    with open_library(database.address) as store:
        assert store.articles() == ()


def test_a_server_that_says_nothing_holds_nobody(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "ANSWER_SECONDS", 3)
    monkeypatch.setattr(shared, "PATIENCE_SECONDS", 0.2)
    monkeypatch.setattr(shared, "AWAY_SECONDS", 60.0)
    with open_library(database.address) as store:
        kept = store.save(read_article(ARTICLES / "notes.md"))
        with database.silent():
            for _ in range(5):
                started = time.monotonic()
                assert store.get(kept) is not None
                assert search("nerve", stores=[store]) is not None
                assert time.monotonic() - started < databases.ANSWER_SECONDS, "a reader waited for the server"
            started = time.monotonic()
            with pytest.raises(DataError, match="Nothing was changed"):
                store.remove(kept)
            assert time.monotonic() - started < 10 * databases.ANSWER_SECONDS
        store.remove(kept)
        assert store.get(kept) is None


def test_readers_wait_for_no_importer(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    article = read_article(ARTICLES / "notes.md")
    half, on = threading.Event(), threading.Event()

    def articles() -> Iterator[Article]:
        yield article
        half.set()
        assert on.wait(60)

    with open_library(database.address) as store, open_library(database.address) as other:
        importer = threading.Thread(target=store.save_all, args=(articles(),))
        importer.start()
        try:
            assert half.wait(60)
            for replica in (store, other):
                assert replica.articles() == ()
                assert search("nerve", stores=[replica]) is not None
        finally:
            on.set()
            importer.join()
        (listed,) = store.articles()
        assert [each.id for each in other.articles()] == [listed.id]
        other.remove(listed.id)


def posts(count: int) -> list[dict[str, object]]:
    text = "<p>The L5 root supplies the big toe, and S1 the sole. The ankle jerk tests S1.</p>"
    return [
        {
            "link": f"https://example.org/{number}",
            "title": {"rendered": f"Post {number}"},
            "content": {"rendered": f"{text}<p>Marker{number} of the S1 root.</p>"},
        }
        for number in range(count)
    ]


def test_an_import_of_hundreds_of_posts_holds_no_reader(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shared, "PATIENCE_SECONDS", 0.2)
    file = tmp_path / "posts.json"
    file.write_text(json.dumps(posts(600)))
    command = [sys.executable, "-m", "dermatome", "import", str(file), "--library", database.address]

    def seconds(replica: Store, words: str = "ankle jerk") -> float:
        started = time.monotonic()
        search(words, stores=[replica])
        return time.monotonic() - started

    with open_library(database.address) as one, open_library(database.address) as other:
        calm = statistics.median(seconds(one) for _ in range(20))
        importer = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=PROJECT)
        during = []
        while importer.poll() is None:
            during.append(seconds(one))
        assert importer.returncode == 0
        after = [seconds(other, "marker599")]  # the first search of a replica nobody has asked since
        end = time.monotonic() + 300
        while not any(hit.imported for hit in search("marker599", stores=[other])):
            after.append(seconds(other))
            assert time.monotonic() < end
        with capsys.disabled():
            slowest = max(*during, *after)
            print(f"\n  calm {calm:.3f} s, slowest {slowest:.3f} s of {len(during)} and {len(after)}")  # noqa: T201
        assert slowest < shared.PATIENCE_SECONDS + 25 * calm
        for listed in other.articles():
            other.remove(listed.id)


def test_a_server_that_is_silent_from_the_start_holds_nobody(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "ANSWER_SECONDS", 3)
    monkeypatch.setattr(stores, "AWAY_SECONDS", 0.0)
    monkeypatch.setenv("DERMATOME_LIBRARY", database.address)
    stores._opening.cache_clear()
    with database.silent():
        for _ in range(5):
            started = time.monotonic()
            assert stores.readable_stores() == ()
            assert time.monotonic() - started < databases.ANSWER_SECONDS
    end = time.monotonic() + 60
    while not stores.readable_stores():
        assert time.monotonic() < end, "the library did not come back"
    (store,) = stores.stores()
    store.close()
    stores._opening.cache_clear()


def test_a_second_importer_is_told_to_wait(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "BUSY_SECONDS", 1)
    with open_library(database.address) as store, open_library(database.address) as other:
        with store._change(), pytest.raises(DataError, match="Nothing was changed"):  # type: ignore[attr-defined]
            other.save(read_article(ARTICLES / "notes.md"))
        assert store.articles() == other.articles() == ()


def test_an_importer_killed_half_way_leaves_nothing(database: Database) -> None:
    script = textwrap.dedent(
        """
        import sys, time
        from dermatome.library.importing import read_article
        from dermatome.library.shared import open_library
        def articles():
            yield read_article(sys.argv[2])
            print("half", flush=True)
            time.sleep(60)
        open_library(sys.argv[1]).save_all(articles())
        """
    )
    words = [sys.executable, "-c", script, database.address, str(ARTICLES / "notes.md")]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=PROJECT)
    assert process.stdout is not None
    with contextlib.closing(process.stdout):
        assert process.stdout.readline() == "half\n"
        process.kill()
        process.wait()
    with open_library(database.address) as store:
        assert store.articles() == ()
        # The lock went with the process: others may write.
        store.remove(store.save(read_article(ARTICLES / "notes.md")))


def test_the_command_line_imports_into_it(database: Database) -> None:
    command = [sys.executable, "-m", "dermatome", "import", str(ARTICLES / "notes.md"), "--library"]
    done = subprocess.run([*command, database.address], capture_output=True, text=True, cwd=PROJECT)
    assert done.returncode == 0, done.stderr
    with open_library(database.address) as store:
        (listed,) = store.articles()
        store.remove(listed.id)
    wrong = database.address.replace("sesame", "secret")
    refused = subprocess.run([*command, wrong], capture_output=True, text=True, cwd=PROJECT)
    assert refused.returncode == 2
    assert "secret" not in refused.stderr and len(refused.stderr.splitlines()) == 1
