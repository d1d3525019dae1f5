"""Articles on a database server, seen by several processes. An SQLite file stands in for the server here.

``tests/deploy/test_postgres.py`` runs the same against a real PostgreSQL.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dermatome.databases import is_address
from dermatome.errors import DataError, InputError
from dermatome.library import shared
from dermatome.library.importing import read_article
from dermatome.library.passages import passages
from dermatome.library.records import Article
from dermatome.library.render import inline_html
from dermatome.library.search import search
from dermatome.library.shared import SharedStore, open_library
from dermatome.library.store import Store

ARTICLES = Path(__file__).resolve().parents[2] / "fixtures" / "articles"
Make = Callable[[str, str], Article]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(shared, "SYNC_SECONDS", 0.0)
    monkeypatch.setattr(shared, "PATIENCE_SECONDS", 60.0)
    return f"sqlite:///{tmp_path / 'server.db'}"


@pytest.fixture
def two(address: str) -> Iterator[tuple[Store, Store]]:
    with open_library(address) as one, open_library(address) as other:
        yield one, other


def test_an_address_is_no_folder(tmp_path: Path) -> None:
    assert is_address("postgresql://atlas@db/atlas")
    assert not is_address(tmp_path)
    with open_library(tmp_path) as store:
        assert type(store) is Store


@pytest.mark.parametrize("name", ["wordpress_post.txt", "plain.txt", "page.html", "notes.md"])
def test_what_one_replica_imports_another_reads_word_for_word(two: tuple[Store, Store], name: str) -> None:
    article = read_article(ARTICLES / name)
    kept = two[0].save(article)
    assert two[1].get(kept) == article
    assert two[1].count() == len(article.passages)


def test_both_find_and_rank_alike(two: tuple[Store, Store], make: Make) -> None:
    two[0].save(make("# Heel\n\nThe S1 dermatome covers the heel, zebrastripe.\n", "heel.md"))
    for store in two:
        assert [hit.passage.text for hit in search("zebrastripe", stores=[store])]
        ranked = passages("S1", "dermatome", "heel", articles=(), stores=[store])
        assert "zebrastripe" in ranked[0].text


def test_replacing_and_removing_reach_the_other(two: tuple[Store, Store], make: Make) -> None:
    one, other = two
    first = make("---\nsource: https://a.example/s1\n---\n# S1\n\nThe old S1 root text.\n", "s1.md")
    newer = make("---\nsource: https://a.example/s1\n---\n# S1\n\nThe new S1 root text.\n", "s1.md")
    kept = one.save(first)
    assert other.save_all([newer]).replaced == (kept,)
    (listed,) = one.articles()
    replaced = one.get(listed.id)
    assert replaced is not None and replaced.passages[0].text == "The new S1 root text."
    one.remove(kept)
    assert other.articles() == ()
    with pytest.raises(InputError, match="no imported article"):
        other.remove(kept)


def test_an_import_that_fails_leaves_both_as_they_were(two: tuple[Store, Store], make: Make) -> None:
    def broken() -> Iterator[Article]:
        yield make("# One\n\nThe S1 root.\n", "one.md")
        raise RuntimeError("the reader failed")

    with pytest.raises(RuntimeError):
        two[0].save_all(broken())
    assert two[0].articles() == two[1].articles() == ()
    two[0].save(make("# Two\n\nThe L5 root.\n", "two.md"))
    assert [article.title for article in two[1].articles()] == ["Two"]


def test_two_writers_at_once_lose_nothing(two: tuple[Store, Store], make: Make) -> None:
    def write(store: Store, name: str) -> None:
        for number in range(8):
            store.save(make(f"# {name} {number}\n\nThe S1 root.\n", f"{name}-{number}.md"))

    writers = [
        threading.Thread(target=write, args=(store, name)) for store, name in zip(two, "ab", strict=True)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    titles = {article.title for article in two[0].articles()}
    assert titles == {f"{name} {number}" for name in "ab" for number in range(8)}
    assert titles == {article.title for article in two[1].articles()}


def test_a_new_process_reads_what_is_there(address: str, make: Make) -> None:
    with open_library(address) as store:
        kept = store.save(make("# S1\n\nThe S1 root.\n", "s1.md"))
    with open_library(address) as store:
        assert [article.id for article in store.articles()] == [kept]
        assert isinstance(store, SharedStore)


def test_a_server_that_goes_away_stops_changes_and_not_reading(
    two: tuple[Store, Store], make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = two[0]
    assert isinstance(store, SharedStore)
    kept = store.save(make("# S1\n\nThe S1 root.\n", "s1.md"))
    store._engine.dispose()
    monkeypatch.setattr(store._engine, "connect", _refuse)
    assert store.get(kept) is not None
    with pytest.raises(DataError, match="Nothing was changed"):
        store.remove(kept)
    assert store.get(kept) is not None


def _refuse() -> None:
    raise shared.SQLAlchemyError("connection refused")


@pytest.mark.parametrize("wrong", ["nodatabase://x", "postgresql://atlas:sesame@127.0.0.1:1/atlas", "://"])
def test_a_wrong_address_is_named_without_its_password(wrong: str) -> None:
    with pytest.raises(DataError, match="DERMATOME_LIBRARY") as raised:
        open_library(wrong)
    assert "sesame" not in str(raised.value)


def test_what_somebody_wrote_to_the_server_is_harmless_here(address: str, make: Make) -> None:
    """Another program spoils one article and breaks another: the one is cleaned, the other left out."""
    with open_library(address) as one:
        spoilt = one.save(make("# Heel\n\nThe S1 dermatome covers the heel.\n", "heel.md"))
        broken = one.save(make("# Toe\n\nThe L5 dermatome covers the toe.\n", "toe.md"))
    engine = sa.create_engine(address)
    with engine.begin() as server:
        (document,) = server.execute(
            sa.text("SELECT document FROM dermatome_article WHERE id = :id"), {"id": spoilt}
        ).one()
        raw = json.loads(document)
        raw["sections"][0]["passages"][0]["markup"] += (
            "<script>pwned</script><a href='javascript:pwned'>heel</a>"
        )
        change = sa.text("UPDATE dermatome_article SET document = :document WHERE id = :id")
        server.execute(change, {"id": spoilt, "document": json.dumps(raw)})
        server.execute(change, {"id": broken, "document": '{"sections": 5}'})
    engine.dispose()
    with open_library(address) as other:
        read = other.get(spoilt)
        assert read is not None
        assert "pwned" not in "".join(inline_html(passage) for passage in read.passages)
        assert "heel" in read.passages[0].text
        assert other.get(broken) is None
