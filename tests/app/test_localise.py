"""The page of the localiser without a browser: what it says, and its address."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.localiser.answer import localise
from dermatome.study.questions import question
from dermatome.ui.base import squares
from dermatome.ui.base.findings import (
    MOST_SQUARES,
    Told,
    choices,
    findings,
    read_paint,
    read_query,
    with_power,
)
from dermatome.ui.practice.state import read_round

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT = 90
FULL = Told(
    say="numb little finger",
    side="right",
    numb=("forearm:medial",),
    pain=("neck",),
    spared=("thumb",),
    weak=("finger-abduction",),
    strong=("elbow-extension",),
    gone=("triceps",),
    kept=("biceps",),
    signs=("neck-pain",),
    paint=(("anterior", -20, 80), ("anterior", -20, 81), ("hand-palmar", 4, 9)),
)


def open_page(**query: str) -> AppTest:
    """Open the page as a visitor with this address would."""
    test = AppTest.from_file(str(PROJECT / "pages" / "localise.py"), default_timeout=TIMEOUT)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def text(test: AppTest) -> str:
    """Return all HTML on the page as words."""
    bodies = " ".join(str(getattr(element, "body", "")) for element in test.get("html"))
    return re.sub(r"<[^>]*>", " ", re.sub(r"<style>.*?</style>", "", bodies, flags=re.DOTALL))


def test_what_is_no_warning_does_not_look_like_one() -> None:
    def kinds(**query: str) -> list[str]:
        bodies = " ".join(str(getattr(element, "body", "")) for element in open_page(**query).get("html"))
        return re.findall(r"<p class=(lo-\w+) role=note", bodies)

    assert kinds() == ["lo-start"]
    assert "lo-note" in kinds(numb="perineum", signs="bladder-retention", side="bilateral")


def test_with_nothing_told_it_ranks_nothing() -> None:
    shown = text(open_page())
    assert "Nothing to go by yet" in shown
    assert "%" not in shown


def test_a_sentence_in_the_address_is_read_and_ranked() -> None:
    shown = text(open_page(say="numb little finger, weak grip, triceps jerk normal, grrmpf"))
    assert "ulnar nerve" in shown and "For education only" in shown
    assert re.search(r"grrmpf\s+not understood", shown)
    assert "Next best tests" in shown and "By each published map" in shown


def test_red_flags_speak_before_the_ranking() -> None:
    shown = text(open_page(numb="perineum", signs="bladder-retention", side="bilateral"))
    assert shown.index("Red flag") < shown.index("cauda equina  ") or shown.index("Red flag") < shown.index(
        "%"
    )


def test_the_address_says_all_that_is_told() -> None:
    assert read_query({name: [value] for name, value in FULL.query().items()}) == FULL


@pytest.mark.parametrize("seed", range(20))
def test_paint_reads_as_it_was_written(seed: int) -> None:
    drawn = random.Random(seed)
    reach = drawn.choice([2, 40, squares.FARTHEST])
    painted = {
        (drawn.randint(-reach, reach), drawn.randint(-reach, reach)) for _ in range(drawn.randint(1, 300))
    }
    assert set(squares.from_text(squares.to_text(painted), MOST_SQUARES)) == painted


def test_paint_of_older_addresses_is_read() -> None:
    old = {"paint": ["anterior:-20.80_-20.81~hand-palmar:4.9"]}
    assert read_query(old).paint == FULL.paint


@pytest.mark.parametrize("text", ["", "é", "w", "w5", "00Z", "ZZZZZZ", "00" + "Z" * 3000, "002" * 3000])
def test_paint_without_sense_stays_small(text: str) -> None:
    assert len(set(squares.from_text(text, MOST_SQUARES))) <= MOST_SQUARES


@pytest.mark.parametrize(
    "query",
    [
        {"weak": "nonsense,<script>"},
        {"paint": "anterior:1.2_x.y~nowhere:1.1"},
        {"side": "up"},
        {"say": "<b>" * 500},
        {"paint": "anterior:" + "_".join(f"{n}.{n}" for n in range(-900, 900))},
        {"paint": "anterior.00_Z~nowhere.000"},
    ],
)
def test_an_address_with_nonsense_leaves_it_out(query: dict[str, str]) -> None:
    told = read_query({name: [value] for name, value in query.items()})
    assert not told.weak and told.side == "" and len(told.paint) <= MOST_SQUARES
    findings(told)


def test_what_is_told_by_sentence_list_and_paint_is_one_patient() -> None:
    read, _pieces = findings(FULL)
    assert {patch.part for patch in read.lost} >= {"little-finger", "forearm", "neck"}
    assert any(patch.spots for patch in read.lost)
    assert read.reflexes_lost == ("triceps",) and read.signs == ("neck-pain",)


@pytest.mark.parametrize(
    "message",
    [None, 3, [["anterior", 1]], [["nowhere", 1, 1]], [["anterior", "1", 1]], [["anterior", 10**9, 1]]],
)
def test_paint_that_cannot_be_is_left_out(message: object) -> None:
    assert read_paint(message) == ()


def test_a_muscle_is_in_one_list_of_power_or_in_none() -> None:
    told = Told(weak=("deltoid", "finger-abduction"))
    strong = with_power(told, "deltoid", "strong")
    assert strong == {"weak": ("finger-abduction",), "strong": ("deltoid",)}
    told = replace(told, **strong)
    assert with_power(told, "deltoid", "weak") == {"weak": ("finger-abduction", "deltoid"), "strong": ()}
    assert with_power(told, "deltoid", {"no": "state"}) == {"weak": ("finger-abduction",), "strong": ()}


def test_every_choice_can_be_told() -> None:
    for name, offered in choices().items():
        read, _pieces = findings(Told(**{name: offered[:150]}))  # type: ignore[arg-type]
        assert not read.not_understood, name


def test_a_case_leads_to_a_patient_with_one_of_its_first_places() -> None:
    shown = open_page(say="numb little finger, cannot spread the fingers")
    links = [
        re.search(r"href='(practice\?[^']+)'", str(getattr(each, "body", ""))) for each in shown.get("html")
    ]
    (found,) = filter(None, links)
    query = parse_qs(urlsplit(unescape(found[1])).query)
    held = read_round(query)
    (asked,) = held.asked.questions
    assert question(asked).id == asked
    first = localise(findings(Told(say="numb little finger, cannot spread the fingers"))[0]).candidates
    assert asked.partition("/")[2].partition("~")[0] in {c.id for c in first[:3]}


def test_with_nothing_told_there_is_no_patient() -> None:
    assert "practice?" not in "".join(str(getattr(each, "body", "")) for each in open_page().get("html"))
