"""Queues: in turn, told, bounded, and left by whoever gives up."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from dermatome.errors import Busy
from dermatome.queues import ENOUGH, FULL, Bounds, Queue, asked_by, on_behalf_of

PATIENCE = 60


@pytest.fixture
def held() -> tuple[Queue, Callable[[], None]]:
    """A queue of four, two a visitor, whose first place is taken; and what frees it."""
    queue, taken, free = Queue(Bounds(4, 2), FULL, ENOUGH), threading.Event(), threading.Event()

    def hold() -> None:
        with queue.turn():
            taken.set()
            free.wait(PATIENCE)

    threading.Thread(target=hold, daemon=True).start()
    assert taken.wait(PATIENCE)
    return queue, free.set


def waits(queue: Queue, visitor: str, done: list[str]) -> threading.Thread:
    stands = threading.Event()

    def work() -> None:
        with on_behalf_of(visitor), queue.turn(lambda _before: stands.set()):
            done.append(visitor)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    assert stands.wait(PATIENCE)
    return thread


def test_each_has_its_turn_in_the_order_asked(held: tuple[Queue, Callable[[], None]]) -> None:
    queue, free = held
    done: list[str] = []
    threads = [waits(queue, name, done) for name in ("ann", "bob", "eve")]
    with pytest.raises(Busy, match="busy with the wishes of others"), queue.turn():
        pass
    free()
    for thread in threads:
        thread.join(PATIENCE)
    assert done == ["ann", "bob", "eve"]
    assert queue.waiting == 0


def test_one_visitor_takes_no_more_than_a_share(held: tuple[Queue, Callable[[], None]]) -> None:
    queue, free = held
    done: list[str] = []
    threads = [waits(queue, "ann", done) for _ in range(2)]
    with pytest.raises(Busy, match="asked for before"), on_behalf_of("ann"), queue.turn():
        pass
    threads.append(waits(queue, "bob", done))
    free()
    for thread in threads:
        thread.join(PATIENCE)
    assert done == ["ann", "ann", "bob"]


def test_who_waits_is_told_how_many_are_before_and_may_leave(held: tuple[Queue, Callable[[], None]]) -> None:
    queue, free = held
    told: list[int] = []

    def leave(before: int) -> None:
        told.append(before)
        raise Busy("gone")

    with pytest.raises(Busy, match="gone"), queue.turn(leave):
        pass
    assert told == [1]
    assert queue.waiting == 1
    free()
    assert asked_by("ann", lambda: "made") == "made"
