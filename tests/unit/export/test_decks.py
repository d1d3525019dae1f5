"""Decks made for many who ask: once each, in their language, given up when nobody waits."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from dermatome.errors import Busy, InputError
from dermatome.export import decks
from dermatome.language import speaking, spoken
from dermatome.study.records import Wanted

DISCS = Wanted(kinds=("disc",))
CASES = Wanted(kinds=("case",))


class Maker:
    """Stands for the other process: says how far it is, step by step, when it is let on."""

    def __init__(self) -> None:
        self.made: list[tuple[Wanted, str]] = []
        self.began, self.go_on = threading.Event(), threading.Event()
        self.fault: Exception | None = None

    def __call__(
        self,
        _lane: str,
        _make: object,
        selection: Wanted,
        *,
        progress: Callable[[int, int], None],
        waiting: Callable[[int], None],
    ) -> bytes:
        waiting(1)
        self.made.append((selection, spoken()[0]))
        progress(1, 2)
        self.began.set()
        assert self.go_on.wait(20)
        progress(2, 2)
        if self.fault:
            raise self.fault
        return b"deck"


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Maker]:
    made = Maker()
    monkeypatch.setattr(decks, "apart", made)
    monkeypatch.setattr(decks, "_makings", {})
    yield made
    made.go_on.set()


def ended(selection: Wanted) -> decks.Making:
    """Wait until a deck is made, or is not going to be."""
    for thread in threading.enumerate():
        if thread.name == "deck":
            thread.join(20)
    making = decks.look(selection)
    assert making is not None and making.ended
    return making


def test_many_who_ask_are_served_by_one(maker: Maker) -> None:
    assert decks.look(DISCS) is None
    decks.ask(DISCS)
    assert maker.began.wait(20)
    decks.ask(DISCS)
    half = decks.look(DISCS)
    assert half is not None and (half.done, half.of, half.ended) == (1, 2, False)
    maker.go_on.set()
    assert ended(DISCS).data == b"deck"
    decks.ask(DISCS)
    assert maker.made == [(DISCS, "en")]


def test_languages_have_decks_of_their_own(maker: Maker) -> None:
    maker.go_on.set()
    decks.ask(DISCS)
    with speaking("de"):
        decks.ask(DISCS)
        ended(DISCS)
    assert sorted(maker.made) == [(DISCS, "de"), (DISCS, "en")]


def test_a_deck_nobody_looks_after_is_given_up(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    decks.ask(DISCS)
    assert maker.began.wait(20)
    monkeypatch.setattr(decks, "PATIENCE_SECONDS", -1)
    maker.go_on.set()
    assert ended(DISCS).data is None


def test_trouble_is_told_and_may_be_tried_again(maker: Maker) -> None:
    maker.fault = InputError("No question fits.")
    maker.go_on.set()
    decks.ask(DISCS)
    assert ended(DISCS).trouble == "No question fits."
    maker.fault = None
    decks.ask(DISCS)
    assert ended(DISCS).data == b"deck"


def test_the_last_decks_are_kept(maker: Maker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decks, "KEPT", 1)
    maker.go_on.set()
    for selection in (DISCS, CASES):
        decks.ask(selection)
        ended(selection)
    assert decks.look(DISCS) is None


def test_one_visitor_has_a_share_of_the_decks_and_all_have_a_bound(maker: Maker) -> None:
    def wanted(number: int) -> Wanted:
        return Wanted(kinds=("disc",), roots=(f"L{number}",))

    for number in range(decks.MOST_OF_VISITOR):
        decks.ask(wanted(number), "192.0.2.1")
    decks.ask(wanted(0), "192.0.2.1")  # which is being made already
    with pytest.raises(Busy, match="asked for before"):
        decks.ask(wanted(9), "192.0.2.1")
    for number in range(decks.MOST_OF_VISITOR, decks.MOST_WAITING):
        decks.ask(wanted(number), f"192.0.2.{number + 2}")
    with pytest.raises(Busy, match="wishes of others"):
        decks.ask(wanted(9), "192.0.2.99")
    maker.go_on.set()
    ended(wanted(0))
    decks.ask(wanted(9), "192.0.2.99")
