"""The library file: what goes in comes out, whatever happens in between."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dermatome.databases import LIBRARY
from dermatome.errors import DataError, ImportFailed, InputError
from dermatome.library import store as store_module
from dermatome.library.importing import read_article, read_articles
from dermatome.library.mentions import load
from dermatome.library.records import Article
from dermatome.library.store import Store, import_into

ARTICLES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"
POST = ARTICLES / "wordpress_post.txt"


def as_kept(article: Article, article_id: str | None = None) -> Article:
    return replace(article, id=article_id or article.id)


def intact(store: Store) -> None:
    """No page of the file is damaged, and the index of words fits what is written."""
    assert store.path is not None
    with contextlib.closing(sqlite3.connect(store.path)) as db:
        assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")


@pytest.mark.parametrize("name", ["wordpress_post.txt", "plain.txt", "wrapped.txt", "page.html", "notes.md"])
def test_an_article_comes_back_as_it_went_in_after_a_restart(tmp_path: Path, name: str) -> None:
    article = read_article(ARTICLES / name)
    with Store.open(tmp_path) as store:
        kept = store.save(article)
    with Store.open(tmp_path) as store:
        assert store.get(kept) == article
        (listed,) = store.articles()
        assert (listed.id, listed.title, listed.passages) == (kept, article.title, len(article.passages))
        intact(store)


def test_the_place_is_set_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LIBRARY.variable, str(tmp_path / "shelf"))
    with Store.open() as store:
        assert store.path == tmp_path / "shelf" / LIBRARY.file_name
    monkeypatch.delenv(LIBRARY.variable)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert LIBRARY.place() == tmp_path / "dermatome-atlas"


def test_the_same_source_replaces_and_another_source_does_not(store: Store, make) -> None:
    first = make("---\nsource: https://a.example/s1\n---\n# S1\n\nThe old S1 root text.\n", "s1.md")
    newer = make("---\nsource: https://a.example/s1\n---\n# S1 again\n\nThe new S1 root text.\n", "other.md")
    stranger = make("---\nsource: https://b.example/s1\n---\n# S1\n\nA stranger's text.\n", "s1.md")
    kept = store.save(first)
    assert store.save_all([newer]).replaced == (kept,)
    assert store.save_all([stranger]).added == (f"{kept}-2",)
    replaced = store.get(kept)
    assert replaced is not None and replaced.passages[0].text == "The new S1 root text."
    assert not store.match('"old"') and store.match('"stranger"')


def test_pages_that_a_site_gives_one_address_stay_articles_of_their_own(store: Store, make) -> None:
    told = {
        "C5": "The deltoid lifts the arm, and the biceps jerk is carried by it as well.",
        "L5": "Great toe extension grows weak; walking upon heels becomes clumsy.",
        "S1": "Calf strength fails, tiptoe standing ends, and the Achilles tendon keeps still.",
    }
    pages = [
        make(f"---\nsource: https://a.example/\n---\n# Root {root}\n\n{text}\n", f"{root}.md")
        for root, text in told.items()
    ]
    assert len(store.save_all(pages).added) == 3
    assert len(store.save_all(pages).replaced) == 3
    assert len(store.articles()) == 3
    later = make("---\nsource: https://a.example/\n---\n# Gait\n\nNobody limps without cause.\n", "gait.md")
    assert store.save_all([later]).replaced == ()


def test_a_removed_article_is_gone_from_every_index(store: Store) -> None:
    kept = store.save(read_article(POST))
    other = store.save(read_article(ARTICLES / "plain.txt"))
    store.remove(kept)
    assert [listed.id for listed in store.articles()] == [other]
    assert not store.match('"theatre"') and store.candidates("L5") == []
    assert store.match('"profundus"') and store.candidates("C8")
    with pytest.raises(InputError, match="no imported article"):
        store.remove(kept)
    intact(store)


def test_an_import_that_fails_half_way_leaves_nothing_behind(store: Store) -> None:
    before = store.save(read_article(ARTICLES / "notes.md"))

    def failing() -> Iterator[Article]:
        yield read_article(POST)
        raise ImportFailed("the second one is broken")

    with pytest.raises(ImportFailed):
        store.save_all(failing())
    assert [listed.id for listed in store.articles()] == [before]
    assert not store.match('"theatre"')
    store.save(read_article(POST))


def test_an_import_of_nothing_is_said_to_be_empty(store: Store) -> None:
    with pytest.raises(ImportFailed):
        import_into(store, [])


@pytest.mark.parametrize("after", [1, 40])
def test_a_killed_import_leaves_the_library_as_it_was(tmp_path: Path, after: int) -> None:
    """The process is killed, not asked, in the middle of the transaction."""
    with Store.open(tmp_path) as store:
        before = store.save(read_article(ARTICLES / "notes.md"))
    script = textwrap.dedent(f"""
        import os, signal
        from dataclasses import replace
        from dermatome.library.importing import read_article
        from dermatome.library.store import Store

        article = read_article({str(POST)!r})

        def articles():
            for number in range(200):
                if number == {after}:
                    os.kill(os.getpid(), signal.SIGKILL)
                yield replace(article, id=f"imported-{{number}}", source="")

        Store.open({str(tmp_path)!r}).save_all(articles())
    """)
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=60, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    with Store.open(tmp_path) as store:
        assert [listed.id for listed in store.articles()] == [before]
        intact(store)
        store.save(read_article(POST))
        assert len(store.articles()) == 2


def test_readers_see_the_old_library_while_an_import_runs(tmp_path: Path) -> None:
    with Store.open(tmp_path) as writer, Store.open(tmp_path) as reader:
        writer.save(read_article(ARTICLES / "notes.md"))
        seen: list[int] = []

        def articles() -> Iterator[Article]:
            for article in read_articles(ARTICLES / "wordpress_list.json"):
                yield article
                seen.append(len(reader.articles()))

        writer.save_all(articles())
        assert seen == [1, 1]
        assert len(reader.articles()) == 3


def test_threads_share_one_store(store: Store) -> None:
    article = read_article(POST)
    errors: list[Exception] = []

    def work(number: int) -> None:
        try:
            store.save(replace(article, id=f"imported-{number}", source=""))
            assert store.match('"theatre"') and store.candidates("L5", "dermatome", ("foot-dorsum",))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert len(store.articles()) == 8


# ------------------------------------------------------------------ damage


@pytest.mark.parametrize(
    "content", [b"this is no database at all, just some text\n" * 50, b"SQLite format 3\0" + b"\xff" * 4096]
)
def test_a_file_that_is_no_database_is_reported_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / LIBRARY.file_name
    file.write_bytes(content)
    with pytest.raises(DataError, match=r"damaged.*not been changed"):
        Store.open(tmp_path)
    assert file.read_bytes() == content


def test_a_library_damaged_on_disk_is_reported_and_left_alone(tmp_path: Path) -> None:
    with Store.open(tmp_path) as store:
        store.save_all(replace(read_article(POST), id=f"imported-{n}", source="") for n in range(30))
    file = tmp_path / LIBRARY.file_name
    data = bytearray(file.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    file.write_bytes(data)
    with pytest.raises(DataError, match="damaged"), Store.open(tmp_path) as store:
        store.candidates("S1")
    assert file.read_bytes() == bytes(data)


def test_the_database_of_another_program_is_never_written_to(tmp_path: Path) -> None:
    file = tmp_path / LIBRARY.file_name
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    content = file.read_bytes()
    with pytest.raises(DataError, match="another program"):
        Store.open(tmp_path)
    assert file.read_bytes() == content


def test_a_library_of_a_newer_version_is_not_touched(tmp_path: Path) -> None:
    with Store.open(tmp_path):
        pass
    with sqlite3.connect(tmp_path / LIBRARY.file_name) as newer:
        newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(DataError, match="newer version"):
        Store.open(tmp_path)


def test_a_place_that_cannot_be_written_is_said_so(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(DataError, match="cannot be kept"):
        Store.open(blocked / "library")


def test_a_closed_store_says_so(store: Store) -> None:
    store.close()
    with pytest.raises(DataError, match="closed"):
        store.articles()


# ------------------------------------------------------------------ readings


def test_what_an_article_names_is_filed_by_root_sense_and_body_part(store: Store, make) -> None:
    store.save(
        make("# Notes\n\nThe S1 dermatome covers the heel.\n\nThe S1 screw was long.\n\nNothing else.\n")
    )
    assert [p.text for _, _, p in store.candidates("S1", "dermatome", ("heel",))] == [
        "The S1 dermatome covers the heel.",
        "The S1 screw was long.",
    ]
    assert [f.passage.text for f in store.match("", roots=("S1",), sense="vertebra")] == [
        "The S1 screw was long."
    ]
    assert store.match("", roots=("L5",)) == []


def test_the_likeliest_candidates_survive_the_limit(store: Store, make) -> None:
    body = "\n\n".join(f"The S1 screw number {n} was long." for n in range(50))
    store.save(make(f"# Notes\n\n{body}\n\nThe S1 dermatome covers the heel.\n"))
    texts = [p.text for _, _, p in store.candidates("S1", "dermatome", ("heel",), limit=3)]
    assert "The S1 dermatome covers the heel." in texts and len(texts) == 3


def test_a_new_lexicon_files_stored_articles_anew(
    tmp_path: Path, make, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(tmp_path) as store:
        store.save(make("# Notes\n\nThe S1 dermatome covers the heel.\n"))
        store._connection.execute("DELETE FROM passage_root")
    newer = replace(load.lexicon(), version="another")
    monkeypatch.setattr(store_module, "lexicon", lambda: newer)
    with Store.open(tmp_path) as store:
        assert len(store.match("", roots=("S1",), sense="dermatome")) == 1
