"""Progress: nothing lost, nothing twice, whoever is killed and whoever else writes."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermatome.databases import PROGRESS
from dermatome.errors import DataError, InputError
from dermatome.study import memory, store
from dermatome.study.exchange import MOST_OF_CARD, read_export
from dermatome.study.kept import Answered, Days
from dermatome.study.names import ever_folded, folded, shown_name
from dermatome.study.store import Learner, Progress, open_progress
from tests.browser import PROJECT

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
CARD = LEG = "muscle/root-of/soleus"
PATIENCE = 300
"""Seconds; on a busy machine a process takes long to start. Nothing waits that long when all is well."""
UNSEEN = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b\u180e\u180f\u200b\u200c\u200d\u200e\u200f\u2028\u202e\u2060\u2065"
    "\u206f\u2800\u3164\ufe00\ufe0f\ufeff\uffa0\ufff0\ufffc\U0001d173\U000e0020\U000e0100"
    " \t\n\x00\x0b\x0c\x85\xa0"
)


@pytest.fixture
def progress(tmp_path: Path):
    with open_progress(tmp_path) as opened:
        yield opened


def replayed(opened: Progress, learner: Learner, card: str) -> memory.Memory:
    """The state of a card as its whole log makes it."""
    log = sorted(
        (each.at, each.id, each.rating) for each in opened.history(learner, 10_000) if each.card == card
    )
    state = None
    for at, _, rating in log:
        state = memory.review(state, round(at.timestamp() * 1_000_000), rating)
    assert state is not None
    return state


def test_an_answer_is_kept_with_the_state_of_its_card(progress: Progress) -> None:
    ann = progress.learner("Ann")
    kept = progress.answer(
        ann, Answered(f"{CARD}~x", rating=3, correct=True, given="S1", at=NOW, seconds=4.5, exam="Week 1")
    )
    assert kept.card == CARD and kept.reviews == 1 and kept.due > NOW
    (line,) = progress.history(ann)
    assert line[1:] == (CARD, f"{CARD}~x", NOW, 3, True, "S1", 4.5, "Week 1")
    assert progress.due(ann, kept.due - timedelta(microseconds=1)) == []
    assert progress.due(ann, kept.due) == [CARD]
    again = progress.answer(ann, Answered(CARD, rating=3, correct=True, at=kept.due))
    assert again.reviews == 2 and again.due - kept.due > kept.due - NOW


def test_learners_are_known_by_name_or_by_the_secret_of_a_link(progress: Progress) -> None:
    ann = progress.learner("Ann  Lee")
    assert progress.learner(" ann lee ") == ann and ann.name == "Ann Lee"
    assert progress.learner("Bob") != ann
    linked, token = progress.new_link("Ann Lee")
    assert linked.id != ann.id and progress.by_link(token) == linked and linked.linked
    assert progress.by_link(token[:-1]) is None and progress.by_link("") is None
    assert progress.path is not None and token.encode() not in progress.path.read_bytes()
    for wrong in ("", "  \n", "x" * 81):
        with pytest.raises(InputError):
            progress.learner(wrong)


def test_learners_do_not_see_one_another(progress: Progress) -> None:
    ann, bob = progress.learner("Ann"), progress.learner("Bob")
    progress.answer(ann, Answered(CARD, rating=1, correct=False, at=NOW, id="one"))
    progress.answer(bob, Answered(CARD, rating=4, correct=True, at=NOW, id="one"))
    assert [each.rating for each in progress.history(ann)] == [1]
    assert progress.states(bob)[CARD].stability > progress.states(ann)[CARD].stability
    progress.forget(ann)
    assert progress.history(ann) == [] and progress.states(bob)
    with pytest.raises(InputError, match="not known here"):
        progress.answer(ann, Answered(CARD, rating=3, correct=True))


def test_the_same_answer_twice_is_kept_once(progress: Progress) -> None:
    ann = progress.learner("Ann")
    first = progress.answer(ann, Answered(CARD, rating=3, correct=True, at=NOW, id="tab-1"))
    second = progress.answer(ann, Answered(CARD, rating=3, correct=True, id="tab-1"))
    assert second.again and second.due == first.due and second.reviews == 1 == len(progress.history(ann))


def test_answers_out_of_order_give_the_state_of_the_log_in_order(progress: Progress) -> None:
    ann, bob = progress.learner("Ann"), progress.learner("Bob")
    days = [(0, 3), (2, 3), (9, 1), (10, 3), (14, 4)]
    for day, rating in days:
        progress.answer(
            ann, Answered(CARD, rating=rating, correct=True, at=NOW + timedelta(days=day), id=f"d{day}")
        )
    shuffled = list(days)
    Random(1).shuffle(shuffled)
    assert shuffled != days
    for day, rating in shuffled:
        progress.answer(
            bob, Answered(CARD, rating=rating, correct=True, at=NOW + timedelta(days=day), id=f"d{day}")
        )
    assert progress.states(ann) == progress.states(bob)
    assert progress.states(ann)[CARD] == replayed(progress, ann, CARD)


def test_due_cards_come_with_the_likeliest_forgotten_first(progress: Progress) -> None:
    ann = progress.learner("Ann")
    for card, rating in (("a/well", 4), ("a/badly", 2), ("a/fresh", 3)):
        progress.answer(ann, Answered(card, rating=rating, correct=True, at=NOW))
    assert progress.due(ann, NOW) == []
    later = NOW + timedelta(days=60)
    progress.answer(ann, Answered("a/fresh", rating=4, correct=True, at=later - timedelta(hours=1)))
    assert progress.due(ann, later) == ["a/badly", "a/well"]
    assert progress.due(ann, later, limit=1) == ["a/badly"]


def test_days_are_counted_in_the_learners_own_time(progress: Progress) -> None:
    ann = progress.learner("Ann")
    for hours in (0, 1, 26, 24 * 8, 24 * 29, 24 * 40):
        progress.answer(ann, Answered(CARD, rating=3, correct=True, at=NOW - timedelta(hours=hours)))
    days = progress.days(ann, NOW)
    assert (days.last_7, days.today) == (2, 2)
    east = timezone(
        timedelta(hours=-9)
    )  # nine in the morning is midnight there: 1 and 26 hours ago, two days
    assert progress.days(ann, NOW, east).last_7 == 3
    assert progress.days(progress.learner("Bob"), NOW) == Days(0, 0)


def test_export_and_merge_lose_nothing_and_double_nothing(progress: Progress, tmp_path: Path) -> None:
    ann = progress.learner("Ann")
    random = Random(3)
    for number in range(60):
        card = f"kind/card-{number % 9}"
        progress.answer(
            ann,
            Answered(card, rating=random.randint(1, 4), correct=True, at=NOW + timedelta(hours=7 * number)),
        )
    text = progress.export(ann)
    with open_progress(tmp_path / "other") as other:
        anna = other.learner("Anna")
        other.answer(anna, Answered("kind/card-1", rating=2, correct=True, at=NOW + timedelta(days=3)))
        assert other.merge(anna, text) == store.Merged(60, 0)
        assert other.merge(anna, text) == store.Merged(0, 60)
        assert len(other.history(anna, 1000)) == 61
        back = other.export(anna)
        for card, state in other.states(anna).items():
            assert state == replayed(other, anna, card)
    assert progress.merge(ann, back) == store.Merged(1, 60)
    with open_progress(tmp_path / "other") as other:
        assert other.states(other.learner("Anna")) == progress.states(ann)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": "dermatome-progress", "version": 2, "reviews": []}',
        '{"format": "dermatome-progress", "version": 1, "reviews": [{"id": "x"}]}',
        json.dumps(
            {
                "format": "dermatome-progress",
                "version": 1,
                "reviews": [{"id": "a", "card": "c", "question": "c", "at": 1, "rating": 9, "correct": True}],
            }
        ),
    ],
)
def test_a_file_that_is_no_export_changes_nothing(progress: Progress, text: str) -> None:
    ann = progress.learner("Ann")
    with pytest.raises(InputError, match="no progress saved from the atlas"):
        progress.merge(ann, text)
    assert progress.history(ann) == []


def test_a_byte_order_mark_is_read_past_and_what_is_no_text_refused(progress: Progress) -> None:
    ann = progress.learner("Ann")
    progress.answer(ann, Answered("a/1", rating=3, correct=True, at=NOW))
    assert len(read_export(progress.export(ann).encode("utf-8-sig")).reviews) == 1
    for damaged in (progress.export(ann).encode("utf-16"), progress.export(ann).encode()[:-40], b"\xff"):
        with pytest.raises(InputError, match="no progress saved from the atlas"):
            read_export(damaged)


def test_answers_come_between_those_of_a_file(progress: Progress) -> None:
    ann, bob = progress.learner("Ann"), progress.learner("Bob")
    reviews = [
        {"id": f"r{n}", "card": f"a/{n % 400}", "question": "a", "at": n, "rating": 3, "correct": True}
        for n in range(8_000)
    ]
    text = json.dumps({"format": "dermatome-progress", "version": 1, "reviews": reviews})
    began = time.monotonic()
    importer = threading.Thread(target=progress.merge, args=(ann, text))
    importer.start()
    waits = []
    while importer.is_alive():
        started = time.monotonic()
        progress.answer(bob, Answered(f"a/{len(waits)}", rating=3, correct=True))
        waits.append(time.monotonic() - started)
        importer.join(0.02)
    importer.join()
    assert len(waits) > 10
    assert max(waits) < (time.monotonic() - began) / 4
    assert len(progress.states(ann)) == 400
    assert progress.merge(ann, text) == store.Merged(0, 8_000)


def test_too_many_answers_to_one_card_are_refused(progress: Progress) -> None:
    review = {"card": "a", "question": "a", "at": 1, "rating": 3, "correct": True}
    reviews = [review | {"id": str(n)} for n in range(MOST_OF_CARD + 1)]
    with pytest.raises(InputError, match="to one card"):
        read_export(json.dumps({"format": "dermatome-progress", "version": 1, "reviews": reviews}))


@pytest.mark.parametrize("name", ["Zoe\u0308", "Zo\u00eb", "zo\u00cb", "Zo\u00eb\u200b", " Zo\u00eb "])
def test_names_that_look_alike_are_one(progress: Progress, name: str) -> None:
    assert progress.learner("Zo\u00eb") == progress.learner(name)


@given(st.integers(0, 3), st.text(UNSEEN, min_size=1, max_size=4))
def test_a_sign_that_shows_nothing_makes_no_other_learner(place: int, unseen: str) -> None:
    name = "Zo\u00eb"
    with_it = name[:place] + unseen + name[place:]
    assert folded(shown_name(with_it)).replace(" ", "") == folded(name)
    assert folded(shown_name(unseen + name)) == folded(name) == folded(shown_name(name + unseen))
    assert shown_name(unseen) == ""


@pytest.mark.parametrize("unit", ["\u0316\u0301", "\u200b", " ", "a", "\ufdfa", "\u1100\u1161\u11a8"])
def test_a_long_name_is_refused_in_time_that_grows_with_its_length(unit: str) -> None:
    def seconds(length: int) -> float:
        started = time.process_time()
        with contextlib.suppress(InputError):
            ever_folded("e" + unit * length)
        return time.process_time() - started

    seconds(1_000)
    assert min(seconds(40_000) for _ in range(3)) < 4 * min(seconds(20_000) for _ in range(3)) + 0.05


def test_a_learner_kept_under_an_unseen_sign_is_found_again(progress: Progress) -> None:
    with progress.writing() as db:
        store._insert_learner(db, Learner("0" * 32, "Zo\u00eb\ufe0f"), folded="zo\u00eb\ufe0f")
    assert progress.learner("Zo\u00eb\ufe0f").id == "0" * 32


def test_a_clock_that_ran_ahead_puts_no_card_off(progress: Progress) -> None:
    ann, now = progress.learner("Ann"), datetime.now(UTC)
    for days in (0, 3, 9):
        progress.answer(ann, Answered(LEG, rating=3, correct=True, at=now - timedelta(days=20 - days)))
    progress.answer(ann, Answered(LEG, rating=3, correct=True, at=now + timedelta(days=1_200)))
    assert progress.due(ann) == [LEG.partition("~")[0]]
    kept = progress.answer(ann, Answered(LEG, rating=3, correct=True))
    assert now < kept.due < now + timedelta(days=400)
    assert progress.states(ann)[kept.card].last <= (now + timedelta(minutes=5)).timestamp() * 1e6
    assert len(progress.history(ann)) == 5


def test_a_clock_without_battery_makes_no_unreadable_export(progress: Progress) -> None:
    ann = progress.learner("Ann")
    progress.answer(ann, Answered(LEG, rating=3, correct=True, at=datetime(1969, 7, 20, tzinfo=UTC)))
    progress.answer(ann, Answered(LEG, rating=3, correct=True))
    assert len(read_export(progress.export(ann)).reviews) == 2
    assert progress.states(ann)[LEG.partition("~")[0]].reviews == 2


def test_a_file_taken_away_is_noticed_before_an_answer_is_acknowledged(progress: Progress) -> None:
    ann = progress.learner("Ann")
    assert progress.path is not None
    progress.path.unlink()
    assert not progress.there
    with pytest.raises(DataError, match="Nothing was kept"):
        progress.answer(ann, Answered(LEG, rating=3, correct=True))


def test_a_backup_is_whole_while_others_write(progress: Progress, tmp_path: Path) -> None:
    ann = progress.learner("Ann")
    for number in range(20):
        progress.answer(ann, Answered(f"a/{number}", rating=3, correct=True, at=NOW))
    with open_progress(progress.backup(tmp_path / "copy.sqlite3")) as copy:
        assert copy.states(copy.learner("Ann")) == progress.states(ann)
    with pytest.raises(InputError, match="the progress itself"):
        progress.backup(str(progress.path))


def test_bad_places_are_told(tmp_path: Path) -> None:
    other = tmp_path / "other.sqlite3"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(DataError, match="another program"):
        open_progress(other)
    newer = tmp_path / "newer.sqlite3"
    open_progress(newer).close()
    with sqlite3.connect(newer) as connection:
        connection.execute(f"PRAGMA user_version = {PROGRESS.version + 1}")
    with pytest.raises(DataError, match="newer version"):
        open_progress(newer)
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    with pytest.raises(DataError):
        open_progress(damaged)
    (tmp_path / "file").write_text("")
    with pytest.raises(DataError, match=PROGRESS.variable):
        open_progress(tmp_path / "file" / "below")
    with pytest.raises(DataError, match="cannot be kept") as raised:
        open_progress("postgresql://ann:sesame@127.0.0.1:1/x")
    assert "sesame" not in str(raised.value)


def test_places_follow_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DERMATOME_LIBRARY", str(tmp_path))
    monkeypatch.delenv(PROGRESS.variable, raising=False)
    assert PROGRESS.place() == tmp_path
    monkeypatch.setenv("DERMATOME_LIBRARY", "postgresql://host/name")
    assert PROGRESS.place() == "postgresql://host/name"
    monkeypatch.setenv(PROGRESS.variable, str(tmp_path / "p"))
    assert PROGRESS.place() == tmp_path / "p"


def test_the_file_is_synchronised_and_readable_to_its_owner_alone(progress: Progress) -> None:
    with progress._engine.connect() as db:
        assert db.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert db.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
    assert progress.path is not None and progress.path.stat().st_mode & 0o077 == 0


ANSWERING = """
import sys
from dermatome.study.kept import Answered
from dermatome.study.store import open_progress
progress = open_progress(sys.argv[1])
ann = progress.learner("Ann")
number = int(sys.argv[2])
while True:
    progress.answer(ann, Answered(f"a/{number % 5}", rating=1 + number % 4, correct=True, id=f"n{number}"))
    print(number, flush=True)
    number += 1
"""


@pytest.mark.slow
def test_killed_in_the_middle_of_an_answer_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    """The process is killed again and again, each time after another number of answers."""
    acknowledged = -1
    for round_ in range(8):
        words = [sys.executable, "-c", ANSWERING, str(tmp_path), str(acknowledged + 1)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=PROJECT) as process:
            assert process.stdout is not None
            for _ in range(1 + 3 * round_):
                process.stdout.readline()
            # The next answer is under way while the kill arrives.
            os.kill(process.pid, signal.SIGKILL)
            rest = process.stdout.read().split()
            acknowledged += 1 + 3 * round_ + len(rest)
        with open_progress(tmp_path) as opened:
            ann = opened.learner("Ann")
            kept = {each.id for each in opened.history(ann, 10_000)}
            assert {f"n{number}" for number in range(acknowledged + 1)} <= kept
            # At most the one answer that was on its way is there without having been acknowledged.
            assert len(kept) <= acknowledged + 2
            states = opened.states(ann)
            assert sum(state.reviews for state in states.values()) == len(kept)
            for card, state in states.items():
                assert state == replayed(opened, ann, card)


def _answer_many(place: str, mark: str, start, count: int) -> None:
    with open_progress(place) as opened:
        ann = opened.learner("Ann")
        start.wait()
        for number in range(count):
            opened.answer(ann, Answered(CARD, rating=1 + number % 4, correct=True, id=f"{mark}{number}"))


@pytest.mark.slow
def test_two_processes_that_answer_at_once_lose_nothing(tmp_path: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(3)
    workers = [spawn.Process(target=_answer_many, args=(str(tmp_path), mark, start, 25)) for mark in "abc"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(PATIENCE)
        assert worker.exitcode == 0
    with open_progress(tmp_path) as opened:
        ann = opened.learner("Ann")
        assert len(opened.history(ann, 1000)) == 75
        assert opened.states(ann)[CARD] == replayed(opened, ann, CARD)
        assert opened.states(ann)[CARD].reviews == 75


def test_threads_share_one_store(progress: Progress) -> None:
    ann = progress.learner("Ann")
    kept: list[store.Kept] = []

    def tab(mark: str) -> None:
        for number in range(15):
            kept.append(progress.answer(ann, Answered(CARD, rating=3, correct=True, id=f"{mark}{number}")))

    tabs = [threading.Thread(target=tab, args=(mark,)) for mark in "xyz"]
    for each in tabs:
        each.start()
    for each in tabs:
        each.join(PATIENCE)
    assert sorted(each.reviews for each in kept) == list(range(1, 46))
    assert progress.states(ann)[CARD] == replayed(progress, ann, CARD)


def test_new_learners_of_one_name_are_one(tmp_path: Path) -> None:
    ready = threading.Barrier(6)
    found: list[str] = []

    def come() -> None:
        ready.wait()
        with open_progress(tmp_path) as opened:
            found.append(opened.learner("Ann").id)

    threads = [threading.Thread(target=come) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(PATIENCE)
    assert len(found) == 6 and len(set(found)) == 1


def test_the_scheduler_brings_no_optimiser_along() -> None:
    script = textwrap.dedent(
        """
        import sys
        import dermatome.study.schedule
        print([name for name in ("torch", "pandas", "fsrs.optimizer") if name in sys.modules])
        """
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT)
    assert done.stdout.strip() == "[]", done.stderr
