"""How long the library takes: searching, looking up passages, importing a large export, starting again.

Times are of the processor, not of the clock: what else the machine does must not decide. They are held
against like work in the same run, so that a slow machine decides nothing either: the same rows asked with
plain FTS5, the same export through a plain parse of its HTML, the start without imported articles.
"""

from __future__ import annotations

import json
import random
import re
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dermatome.anatomy.ids import BODY_PARTS, LAYERS, ROOTS, TERRITORY_ROOTS
from dermatome.library.importing import parse_articles
from dermatome.library.load import library
from dermatome.library.passages import passages
from dermatome.library.search import search
from dermatome.library.store import Store
from tests.benchmark.test_click import report
from tests.collector import nothing_else_to_collect

pytestmark = pytest.mark.processor

SEARCH_RATIO, LOOKUP_RATIO = 3.0, 7.0
"""How many times a plain question to FTS5 a search, and looking up passages, may take."""
IMPORT_RATIO, RESTART_RATIO = 28.0, 0.5
"""How many times a plain parse an import may take; the part of a start that imported articles may add."""
IMPORT_MB = 300
POSTS, EXPORT_BYTES = 1_000, 10_000_000

WORDS = re.findall(
    r"\w+",
    """root nerve disc skin of the foot sole heel calf weakness numbness pain reflex ankle knee jerk
    level vertebra sacral lumbar cord patient test shows with and in to from may often rarely clinical scan
    report muscle thigh shoulder arm hand finger thumb compression distribution examination imaging""",
)
QUERIES = re.findall(
    r"[^|\n]+",
    """S1 sole|numb heel|dermatone|radiculopthy|disc herniation|ankle jerk|L5–S1|weak foot|back of the thigh
cremaster reflex|thumb C6|sacral|conus medul|knee reflex L4|perianal skin|T10 navel|plantar flexion|S2-4""",
)


def sentence(chance: random.Random) -> str:
    words = [chance.choice(WORDS) for _ in range(chance.randint(8, 20))]
    if chance.random() < 0.4:
        words[chance.randrange(len(words))] = chance.choice(ROOTS) + chance.choice(
            ["", " root", " dermatome"]
        )
    return " ".join(words).capitalize() + "."


def post(number: int, chance: random.Random, size: int) -> dict[str, object]:
    body: list[str] = []
    while sum(map(len, body)) < size:
        body.append(f"<h2>{sentence(chance)[:40]}</h2>")
        body += [f"<p>{' '.join(sentence(chance) for _ in range(4))}</p>" for _ in range(4)]
        items = "".join(f"<li><strong>Note</strong>: {sentence(chance)}</li>" for _ in range(4))
        body.append(f"<ul>{items}</ul>")
    return {
        "id": number,
        "date": "2025-01-01T00:00:00",
        "slug": f"post-{number}",
        "link": f"https://notes.example/{number}/",
        "title": {"rendered": f"{chance.choice(ROOTS)} note {number}"},
        "content": {"rendered": "\n".join(body), "protected": False},
    }


def export(posts: int, size: int) -> bytes:
    chance = random.Random(7)
    return json.dumps([post(number, chance, size) for number in range(posts)]).encode()


@pytest.fixture(scope="module")
def five_thousand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store that makes 5,000 passages together with our own articles."""
    own = sum(len(article.passages) for article in library().articles)
    with Store.open(tmp_path_factory.mktemp("library")) as store:
        store.save_all(parse_articles(export((5_000 - own) // 40, 9_500), "export.json"))
        assert 4_900 <= own + store.count() <= 6_500
        yield store


def p95(run: Callable[[int], object], times: int) -> float:
    """Return the 95th percentile of the processor milliseconds of ``times`` runs, after one to warm up."""
    run(0)
    taken: list[float] = []
    with nothing_else_to_collect():
        for number in range(times):
            started = time.process_time()
            run(number)
            taken.append((time.process_time() - started) * 1_000)
    return sorted(taken)[int(0.95 * times)]


@pytest.fixture(scope="module")
def plain(five_thousand: Store) -> float:
    """The 95th percentile of milliseconds of the same questions to FTS5 alone, on the same passages."""
    own = [passage.text for article in library().articles for passage in article.passages]
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE plain USING fts5(text, tokenize = 'porter unicode61')")
    database.executemany("INSERT INTO plain VALUES (?)", [(text,) for text in own])
    chance = random.Random(7)
    rows = [(" ".join(sentence(chance) for _ in range(4)),) for _ in range(five_thousand.count())]
    database.executemany("INSERT INTO plain VALUES (?)", rows)
    ask = "SELECT snippet(plain, 0, '<', '>', '…', 30) FROM plain WHERE plain MATCH ? ORDER BY rank LIMIT 20"
    asked = [" OR ".join(f'"{word}"' for word in re.findall(r"\w+", query)) for query in QUERIES]
    return p95(lambda n: database.execute(ask, (asked[n % len(asked)],)).fetchall(), 200)


def test_a_search_takes_little_more_than_its_questions_to_the_index(
    five_thousand: Store, plain: float, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = p95(lambda n: search(QUERIES[n % len(QUERIES)], stores=[five_thousand]), 200)
    report(capsys, f"search {taken:.1f} ms, {taken / plain:.1f} x plain FTS5's {plain:.1f} ms (p95)")
    assert taken <= SEARCH_RATIO * plain


def test_looking_up_passages_takes_little_more_than_a_search(
    five_thousand: Store, plain: float, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(3)
    clicks = [
        (r, chance.choice(LAYERS), chance.choice(BODY_PARTS)) for r in TERRITORY_ROOTS for _ in range(8)
    ]
    taken = p95(lambda n: passages(*clicks[n % len(clicks)], stores=[five_thousand]), len(clicks))
    report(capsys, f"look-up {taken:.1f} ms, {taken / plain:.1f} x plain FTS5's {plain:.1f} ms (p95)")
    assert taken <= LOOKUP_RATIO * plain


IMPORT = """
import json, re, sys, time
from bs4 import BeautifulSoup
from dermatome.library.importing import read_articles
from dermatome.library.store import Store

posts = [post["content"]["rendered"] for post in json.load(open(sys.argv[1], encoding="utf-8"))]
seen, plain = [], 0.0

def parse_as_well(done, of):
    # While the import runs and not before it: what else the machine does then slows both.
    global plain
    seen.append((done, of))
    began = time.process_time()
    BeautifulSoup(posts[done - 1], "html.parser").get_text()
    plain += time.process_time() - began

started = time.process_time()
with Store.open(sys.argv[2]) as store:
    saved = store.save_all(read_articles(sys.argv[1], progress=parse_as_well))
# Not getrusage: what it calls the maximum includes the test process this one was forked from.
status = open("/proc/self/status").read()
peak = int(re.search(r"VmHWM:\\s+(\\d+)", status)[1]) / 1024
print(len(saved.added), time.process_time() - started - plain, plain, peak, len(seen), *seen[-1])
"""
START = """
import sys, time
started = time.process_time()
from dermatome.library.load import library
from dermatome.library.passages import passages
from dermatome.library.search import search
from dermatome.library.store import Store
stores = [Store.open(sys.argv[1])] if len(sys.argv) > 1 else []
assert passages("S1", "dermatome", "foot-sole", stores=stores) and search("heel", stores=stores)
print(time.process_time() - started)
"""


def run(script: str, *arguments: object) -> list[float]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    return [float(number) for number in told.stdout.split()]


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the memory of a process is read from /proc"
)
def test_a_large_export_is_imported_in_time_and_memory_and_costs_no_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "export.json"
    file.write_bytes(export(POSTS, EXPORT_BYTES // POSTS))
    assert file.stat().st_size >= EXPORT_BYTES
    added, seconds, least, megabytes, parsed, done, known = run(IMPORT, file, tmp_path / "library")
    assert (parsed, added, done, known) == (POSTS, POSTS, POSTS, POSTS)
    (without,), (with_it,) = run(START), run(START, tmp_path / "library")
    report(
        capsys,
        f"an export of {POSTS:,} posts imported in {seconds:.1f} s, {seconds / least:.1f} x a plain parse's "
        f"{least:.1f} s, with {megabytes:.0f} MB; start {with_it:.2f} s with it, {without:.2f} s without",
    )
    assert seconds <= IMPORT_RATIO * least
    assert megabytes <= IMPORT_MB
    assert with_it <= (1 + RESTART_RATIO) * without
