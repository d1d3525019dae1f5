"""Lectures as files and links: what goes in comes out, and what is damaged is refused with a reason."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dermatome.errors import InputError
from dermatome.lecture.deck import MAX_ADDRESS, MAX_NOTE, MAX_STEPS, MAX_TITLE, REVEALS, Deck, Step
from dermatome.lecture.formats import MAX_BYTES, MAX_LINK, pack, read_file, unpack, write_file

S1 = "root=S1&scheme=isncsci&side=right"


def anything(address: str) -> list[str]:
    return []


def only_s1(address: str) -> list[str]:
    return [] if "root=S1" in address else [f"{address} is not known."]


words = st.text(st.characters(codec="utf-8"), max_size=40)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    kinds = draw(st.permutations(REVEALS))
    one, two = sorted(draw(st.tuples(*[st.integers(0, len(kinds))] * 2)))
    return Step(
        title=draw(words),
        address=draw(st.sampled_from([S1, "root=L5&scheme=lee&side=both&view=foot-sole", "root=T4"])),
        note=draw(words),
        labels=draw(st.booleans()),
        shown=tuple(kinds[:one]),
        reveals=tuple(kinds[one:two]),
    )


decks = st.builds(Deck, title=words, steps=st.lists(steps(), max_size=6).map(tuple))


@given(decks)
def test_nothing_is_lost_on_the_way_through_a_file_and_a_link(deck: Deck) -> None:
    assert read_file(write_file(deck).encode(), anything) == deck
    link = pack(deck)
    assert unpack(link, anything) == deck
    assert link.isascii() and not set(link) & set("+/=&?#% ")


def test_a_link_is_short() -> None:
    deck = Deck(
        title="Sciatica or peroneal palsy?",
        steps=tuple(
            Step(title=f"Root L{n}", address=f"root=L{n}&scheme=isncsci&side=right") for n in range(1, 6)
        ),
    )
    assert len(pack(deck)) < 220 < len(write_file(deck))


@given(decks, st.data())
def test_a_link_cut_or_changed_anywhere_is_refused_not_misread(deck: Deck, data: st.DataObject) -> None:
    link = pack(deck)
    at = data.draw(st.integers(1, len(link) - 1))
    other = "A" if link[at] != "A" else "B"
    for broken in (link[:at], link[:at] + other + link[at + 1 :]):
        try:
            opened = unpack(broken, anything)
        except InputError as error:
            assert "damaged" in str(error) or "kind" in str(error)
        else:  # the last bits of the packed text, and of base64, mean nothing
            assert opened == deck


@pytest.mark.parametrize(
    "link", ["", "1", "1AAAAAAAAA", "../../etc/passwd", "<script>", "1" + "A" * MAX_LINK]
)
def test_what_is_no_link_is_refused(link: str) -> None:
    with pytest.raises(InputError, match="cut off or damaged"):
        unpack(link, anything)


def test_a_link_of_a_later_kind_asks_for_an_update() -> None:
    with pytest.raises(InputError, match="Update the atlas"):
        unpack("2" + pack(Deck())[1:], anything)


def test_a_link_that_swells_without_end_is_stopped() -> None:
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = squeeze.compress(b" " * (MAX_BYTES + 1)) + squeeze.flush()
    bomb = "1" + base64.urlsafe_b64encode(packed + bytes(4)).decode().rstrip("=")
    assert len(bomb) <= MAX_LINK
    with pytest.raises(InputError, match="damaged"):
        unpack(bomb, anything)


def test_a_lecture_too_long_for_a_link_says_so_and_still_fits_a_file() -> None:
    notes = [
        "".join(chr(33 + (i * i * 7 + n * 13 + i * n) % 90) for i in range(MAX_NOTE))
        for n in range(MAX_STEPS)
    ]
    deck = Deck(title="long", steps=tuple(Step(address=S1, note=note) for note in notes))
    with pytest.raises(InputError, match="Save it to a file"):
        pack(deck)
    assert read_file(write_file(deck).encode(), anything) == deck


def test_the_largest_lecture_there_can_be_fits_its_file() -> None:
    widest = "\x01"  # six letters of JSON
    step = Step(title="x" + widest * (MAX_TITLE - 2) + "x", address="a" * MAX_ADDRESS, note=widest * MAX_NOTE)
    deck = Deck(title="x", steps=(step,) * MAX_STEPS)
    assert read_file(write_file(deck).encode(), anything) == deck


def document(**changes: Any) -> bytes:
    plain = json.loads(write_file(Deck(title="Feet", steps=(Step(title="Sole", address=S1),))))
    return json.dumps({**plain, **changes}).encode()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b'{"format": ', r"not JSON \(line 1"),
        (b"[]", "no lecture"),
        (b'{"steps": []}', "dermatome-lecture"),
        (b"[" * 100_000, "JSON of a kind no lecture has"),
        (b'{"format":"dermatome-lecture","version":' + b"1" * 5000 + b"}", "JSON of a kind"),
        (b" " * (MAX_BYTES + 1), "larger than"),
        (b'{"title":"a","title":"b"}', "stands in it twice"),
        (document(version=99), "newer atlas .*99"),
        (document(version="1"), "does not say its version"),
        (document(version=True), "does not say its version"),
        (document(colour="red"), "does not know colour and would lose it"),
        (document(steps=[{"title": "x"}]), "step 1, address is missing"),
        (document(steps=[{"address": S1, "extra": 1}]), "does not know step 1, extra"),
        (document(steps=[{"address": S1, "note": "x" * (MAX_NOTE + 1)}]), "step 1, note is not right"),
        (document(steps=[{"address": S1, "shown": ["brain"]}]), "step 1, shown, 0 is not right"),
        (
            document(steps=[{"address": S1, "shown": ["name"], "reveals": ["name"]}]),
            "name is shown or revealed twice",
        ),
        (document(steps=[{"address": S1}] * (MAX_STEPS + 1)), "at most 200 steps"),
        (document(steps="none"), "steps is not right"),
        (document(title="\ud800"), "title is not right"),
        (
            document(steps=[{"address": S1}, {"address": "root=Q9", "title": "Odd"}]),
            r"Step 2 \(“Odd”\) cannot be shown",
        ),
    ],
)
def test_a_bad_file_is_refused_with_the_reason(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_file(data, only_s1)


def test_a_file_from_an_editor_that_marks_utf8_opens() -> None:
    assert read_file(b"\xef\xbb\xbf" + document(), only_s1).title == "Feet"


def test_a_link_that_names_what_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="Step 1 cannot be shown: root=Q9 is not known"):
        unpack(pack(Deck(steps=(Step(address="root=Q9"),))), only_s1)
