"""The page of lectures as the server runs it, and what it hands to the browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.anatomy.ids import TERRITORY_ROOTS
from dermatome.anatomy.load import facts
from dermatome.atlas.load import atlas
from dermatome.errors import DataError, InputError
from dermatome.isncsci.address import to_code
from dermatome.isncsci.classify import classify
from dermatome.isncsci.profiles import random_exam
from dermatome.isncsci.reading import read_exam
from dermatome.isncsci.wording import spelled
from dermatome.lecture.deck import REVEALS, Deck, Step
from dermatome.lecture.formats import pack, read_file, unpack, write_file
from dermatome.ui.base.findings import TOLD, Told
from dermatome.ui.base.session import EXAMINATION, known
from dermatome.ui.base.state import PRESETS, SHOWN, Item, Selection, read_query
from dermatome.ui.lecture.address import MAX_QR_TEXT, PUBLIC_URL, only_here, public_url, qr_svg
from dermatome.ui.lecture.facts import OF_REVEAL, REVEAL_NAMES, lecture_json
from dermatome.ui.lecture.steps import (
    case_step,
    check,
    described,
    examination_step,
    map_address,
    selection_of,
    step_data,
    told_of,
)
from dermatome.ui.levels.plates import levels_json, levels_named

PAGE = Path(__file__).resolve().parents[2] / "pages" / "lecture.py"
BODY = PRESETS["Body"]


def open_page(link: str | None = None) -> AppTest:
    test = AppTest.from_file(str(PAGE), default_timeout=60)
    if link is not None:
        test.query_params["lecture"] = link
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def press(test: AppTest, label: str) -> None:
    next(button for button in test.button if button.label == label).click().run()
    assert not test.exception


def deck_of(test: AppTest) -> Deck:
    return test.session_state["lecture"]


# ---- the page -------------------------------------------------------------------------------------


def test_a_step_is_what_the_map_shows_and_can_be_changed_and_brought_back() -> None:
    test = open_page()
    press(test, "Add what the map shows as a step")
    (step,) = deck_of(test).steps
    assert parse_qs(step.address)["root"] == ["S1"]
    test.text_input[1].set_value("  The sole ").run()
    test.multiselect[0].set_value(["name", "key_point"]).run()
    (step,) = deck_of(test).steps
    assert step.title == "The sole"
    assert step.shown == ("name", "key_point")
    assert step.reveals == ("muscles", "reflexes", "level"), "shown at once and revealed later"
    assert test.multiselect[1].value == ["muscles", "reflexes", "level"]
    press(test, "Undo")
    press(test, "Undo")
    assert deck_of(test).steps[0].title == ""
    press(test, "Undo")
    assert not deck_of(test).steps


@pytest.mark.parametrize("act", ["name of the lecture", "name of the step", "Labels", "Copy", "Undo", "New"])
def test_what_is_written_or_pressed_right_after_a_choice_leaves_the_choice(act: str) -> None:
    """The message of a field may speak of the address as it was before the choice."""
    test = open_page(pack(Deck(title="One", steps=(Step(address="root=S1"),))))
    chosen = test.session_state["selection"].choose("L5")
    test.session_state["selection"] = chosen
    assert test.query_params["root"] == "S1"
    if act.startswith("name"):
        test.text_input[1 if "step" in act else 0].set_value("The sole").run()
    elif act == "Labels":
        test.toggle[0].set_value(False).run()
    else:
        press(test, act)
    assert not test.exception
    assert test.session_state["selection"].root == "L5"
    assert test.query_params["root"] == "L5"


def test_a_link_opens_and_leaves_the_address() -> None:
    steps = (
        Step(title="Foot", address="root=L5&scheme=isncsci&side=left&view=feet"),
        Step(address="root=C6"),
    )
    test = open_page(pack(Deck(title="Feet", steps=steps)))
    assert deck_of(test) == Deck(title="Feet", steps=steps)
    assert "lecture" not in test.query_params
    assert test.query_params["root"] in ("L5", ["L5"])
    assert test.radio[0].options == ["1. Foot", "2. C6 · ISNCSCI · Body"]


def test_a_step_keeps_whether_inferred_parts_are_shown_and_an_older_one_shows_them() -> None:
    addresses = ("root=S1&view=foot-sole", "root=S1&view=foot-sole&inferred=no")
    for shown, address in zip((True, False), addresses, strict=True):
        assert check(address) == []
        assert selection_of(Step(address=address)).inferred is shown
    test = open_page(pack(Deck(steps=(Step(address=addresses[1]),))))
    assert not test.error
    assert test.query_params["inferred"] in ("no", ["no"]), "the map beside the steps shows another state"
    press(test, "Add what the map shows as a step")
    assert parse_qs(deck_of(test).steps[1].address)["inferred"] == ["no"]
    assert check("root=S1&inferred=perhaps")


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("<script>alert(1)</script>", "damaged"),
        ("../../../etc/passwd", "damaged"),
        ("1" + "A" * 20000, "damaged"),
        (pack(Deck(steps=(Step(address="root=Q9"),))), "Q9"),
        (pack(Deck(steps=(Step(address="root=S1&evil=1"),))), "evil"),
    ],
)
def test_a_bad_link_is_refused_with_a_reason(link: str, said: str) -> None:
    test = open_page(link)
    assert len(test.error) == 1
    assert said in test.error[0].value
    assert "<script" not in test.error[0].value
    assert not [button for button in test.button if button.label == "Delete"]


def test_a_step_says_what_it_shows_by_a_name_that_is_only_text() -> None:
    test = open_page(pack(Deck(steps=(Step(title="**bold** <b>x</b> [a](http://b)", address="root=S1"),))))
    assert "**bold**" not in test.radio[0].options[0], "a name written by somebody else was read as Markdown"


# ---- steps and addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "selection",
    [
        Selection("S1", "right", "isncsci", BODY),
        Selection("L5", "both", "lee", ("foot-sole", "anterior"), layer="myotome", depth="deep"),
        Selection(
            "L5",
            "left",
            "isncsci",
            ("anterior",),
            layer="nerve",
            item=Item("nerve", "sural"),
            difference=True,
        ),
        Selection("S1", "right", "isncsci", ("foot-sole",), inferred=False),
    ],
)
def test_an_address_brings_back_what_was_shown(selection: Selection) -> None:
    address = map_address(selection)
    assert check(address) == []
    schemes = [scheme.id for scheme in atlas().schemes]
    again, notes = read_query(parse_qs(address), schemes, known())
    assert not notes
    assert replace(again, views=frozenset(again.views)) == replace(
        selection, views=frozenset(selection.views)
    )


@pytest.mark.parametrize(
    "address", ["root=Q9", "view=anterior", "root=S1&x=1", "&".join(["root=S1"] * 99), "%%%"]
)
def test_an_address_the_atlas_cannot_show_has_a_fault(address: str) -> None:
    assert check(address)


COLUMN = Step(address="levels?disc=L4/5&herniation=foraminal")
PASSAGE = Step(address="articles?article=l5&section=five-lines", shown=("name",), reveals=())


@pytest.mark.parametrize(
    "address",
    [
        *("levels?disc=Q9", "levels?disc=L4/5&x=1", "nowhere?root=S1", "articles?article=none&section=x"),
        *(
            "articles?article=l5&section=none",
            "articles?article=l5&section=dermatome",
            "articles?article=l5&section=five-lines&passage=none",
        ),
        "articles?article=l5&section=five-lines&evil=1",
    ],
)
def test_other_pages_are_checked_as_well(address: str) -> None:
    assert check(address)


def test_the_column_and_a_passage_are_steps_and_old_lectures_stay_as_they_were() -> None:
    lecture = Deck(title="Disc", steps=(Step(address="root=S1"), COLUMN, PASSAGE))
    assert read_file(write_file(lecture).encode(), check) == lecture
    assert unpack(pack(lecture), check) == lecture
    old = '{"format": "dermatome-lecture", "version": 1, "title": "Old", "steps": [{"address": "root=S1"}]}'
    assert read_file(old.encode(), check).steps == (Step(address="root=S1"),)
    _map, column, passage = (step_data(step) for step in lecture.steps)
    assert "told" not in _map
    assert column["state"]["root"] == "L4", "the facts are of the root that the herniation takes"
    assert column["told"]["path"] == "disc/L4-5/foraminal/L1-lower/none"
    assert passage["told"]["what"].startswith("L5")
    assert len(passage["told"]["lines"]) == 5
    assert passage["told"]["sources"]
    shown = json.loads(levels_json(levels_named(*column["told"]["path"].split("/"))))
    assert (shown["root"], shown["name"]) == ("L4", "L4/5")


@pytest.mark.parametrize(
    "which",
    [
        ("nose", "L4", "none", "L1-L2", "none"),
        ("disc", "Q9", "none", "L1-L2", "none"),
        ("disc", "L4-5", "sideways", "L1-L2", "none"),
        ("disc", "L4-5", "none", "Q", "none"),
        ("disc", "L4-5", "none", "L1-L2", "mermaid"),
    ],
)
def test_what_is_not_on_the_column_is_refused(which: tuple[str, str, str, str, str]) -> None:
    with pytest.raises(InputError):
        levels_named(*which)


CASE = Step(address="localise?numb=little-finger&weak=finger-abduction", shown=(), reveals=("name",))


def test_a_case_is_a_step_whose_places_are_revealed_after_the_findings() -> None:
    lecture = Deck(title="Case", steps=(CASE,))
    assert read_file(write_file(lecture).encode(), check) == lecture
    assert unpack(pack(lecture), check) == lecture
    lines = step_data(CASE)["told"]["lines"]
    asked = " ".join(line["text"] for line in lines if not line.get("answer"))
    answer = " ".join(line["text"] for line in lines if line.get("answer"))
    assert "little finger" in asked and "finger abduction" in asked and "ulnar" not in asked
    assert "ulnar nerve" in answer and "For education only" in answer


@pytest.mark.parametrize("address", ["localise?numb=nowhere", "localise?evil=1", "localise?side=left"])
def test_a_case_without_findings_is_no_step(address: str) -> None:
    assert check(address)


def test_a_case_that_is_told_on_its_page_is_added() -> None:
    test = open_page()
    test.session_state[TOLD] = Told(weak=("finger-abduction",))
    test.button_group(key="lecture_other").set_value("localise").run()
    press(test, "Add this step")
    wanted = Step(address="localise?weak=finger-abduction", shown=(), reveals=("name",))
    assert deck_of(test).steps == (wanted,)


def test_an_examination_is_a_step_whose_levels_are_revealed_after_the_scores() -> None:
    exam = random_exam("central-cord", 5)
    step = examination_step(to_code(exam))
    assert check(step.address) == []
    told = step_data(step)["told"]
    found = classify(exam)
    assert read_exam(told["sheet"]) == exam
    assert list(told["explained"]) == list(dict.fromkeys(result for result, _side, _value in found.results()))
    rows = [row for rows in told["explained"].values() for row in rows if row["label"]]
    values = [spelled(result, value.shown()) for result, _side, value in found.results()]
    assert [row["value"] for row in rows] == values
    assert all(row["text"] and row["sources"] and row["cells"] for row in rows)
    assert not any(row["text"].startswith(f"{row['value']}: ") for row in rows), "values are told once"
    assert described(step) == f"ISNCSCI examination · {found.neurological_level.text}, AIS {found.ais.text}"
    assert check("examination?exam=nonsense") and check("examination?case=mixed.any.1")


def test_an_examination_on_the_worksheet_is_added() -> None:
    test = open_page()
    test.session_state[EXAMINATION] = code = to_code(random_exam("complete", 1))
    test.button_group(key="lecture_other").set_value("examination").run()
    press(test, "Add this step")
    assert deck_of(test).steps == (examination_step(code),)


def test_a_case_too_long_for_a_step_is_refused() -> None:
    with pytest.raises(InputError):
        case_step(Told(paint=tuple(("anterior", 3 * n, 2 * n) for n in range(-300, 300))))


def test_a_case_with_some_strokes_of_paint_is_a_step() -> None:
    stroke = {("anterior", -20 + y // 3 + x, y) for y in range(20, 80) for x in range(4)}
    dabs = {("hand-palmar", 4 + x, y) for y in range(9) for x in range(5)}
    told = Told(
        say="numb and weak since a fall", weak=("finger-abduction",), paint=tuple(sorted(stroke | dabs))
    )
    step = case_step(told)
    assert check(step.address) == [] and told_of(step) == told


def test_other_steps_are_added_on_the_page() -> None:
    test = open_page()
    press(test, "Add this step")
    assert deck_of(test).steps == (Step(address="levels?disc=L4/5"),)
    test.button_group(key="lecture_other").set_value("articles").run()
    press(test, "Add this step")
    assert deck_of(test).steps[1].address.startswith("articles?article=")
    assert "Update step" not in " ".join(button.label for button in test.button), "it is not of the map"


def test_a_step_is_updated_from_the_map() -> None:
    test = open_page()
    for root in ("S1", "L5"):
        test.query_params["root"] = root
        test.run()
        press(test, "Add what the map shows as a step")
    update = next(button for button in test.button if button.label == "Update step 2")
    assert update.disabled, "it shows what the map shows"
    test.query_params["root"] = "C6"
    test.run()
    press(test, "Update step 2")
    assert [parse_qs(step.address)["root"] for step in deck_of(test).steps] == [["S1"], ["C6"]]


# ---- what the browser gets --------------------------------------------------------------------------


def test_every_root_has_its_facts_and_every_fact_its_source() -> None:
    document = json.loads(lecture_json())
    assert list(document["roots"]) == list(TERRITORY_ROOTS)
    for root, told in document["roots"].items():
        rows = [row for reveal in OF_REVEAL for row in told["facts"][reveal]]
        assert len(told["facts"]["key_point"]) == 1, root
        for row in rows:
            assert row["sources"], (root, row)
            assert not re.search(r"[<>]|&\w+;", row["text"]), row
    assert "calcaneus" in document["roots"]["S1"]["facts"]["key_point"][0]["text"]
    assert (
        facts().sources["ISNCSCI2019"].year in document["roots"]["S1"]["facts"]["key_point"][0]["sources"][0]
    )
    assert {view for each in document["views"] for view in each["views"]} == set(SHOWN)


def test_the_browser_is_told_what_can_be_revealed() -> None:
    document = json.loads(lecture_json())
    assert tuple(document["reveals"]) == REVEALS == tuple(REVEAL_NAMES)
    assert {*document["facts"], *document["free"]["shown"], *document["free"]["reveals"]} <= {*REVEALS}


# ---- addresses for phones ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://localhost:8501/?root=S1", True),
        ("http://127.0.0.1/", True),
        ("http://127.8.9.1:80", True),
        ("http://[::1]:8501", True),
        ("http://0.0.0.0:8501", True),
        ("http://atlas.localhost", True),
        ("http://192.168.1.7:8501", False),
        ("https://atlas.example.edu/atlas", False),
        ("http://localhost.example.edu", False),
    ],
)
def test_an_address_of_this_machine_is_told_from_others(url: str, expected: bool) -> None:
    assert only_here(url) is expected


def test_the_public_address_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(PUBLIC_URL, raising=False)
    assert public_url() is None
    monkeypatch.setenv(PUBLIC_URL, " https://example.edu/atlas/ ")
    assert public_url() == "https://example.edu/atlas"
    for bad in (
        "example.edu",
        "ftp://example.edu",
        "https://",
        "https://example.edu/?a=b",
        "http://[::1",
        "http://a:b",
    ):
        monkeypatch.setenv(PUBLIC_URL, bad)
        with pytest.raises(DataError, match=PUBLIC_URL):
            public_url()


def test_a_qr_code_is_made_of_web_addresses_only() -> None:
    picture = qr_svg("https://example.edu/?root=S1&scheme=isncsci").decode()
    assert picture.startswith("<svg") and "viewBox" in picture
    assert "example" not in picture, "the address stands in the picture as text"
    assert qr_svg("https://example.edu/?root=S2") != qr_svg("https://example.edu/?root=S1")
    for bad in ("", "javascript:alert(1)", "S1", "http://a.example/" + "x" * MAX_QR_TEXT):
        with pytest.raises(InputError):
            qr_svg(bad)


class Outdated(list[str]):
    """The options as a browser has them that has not heard of the newest names yet."""

    def __getitem__(self, at: object) -> str:  # type: ignore[override]
        return "1. As it was called before"


def test_who_writes_faster_than_the_page_answers_chooses_no_other_step() -> None:
    steps = tuple(Step(address=f"root={root}") for root in ("S1", "L5"))
    test = open_page(pack(Deck(title="Two", steps=steps)))
    assert test.radio[0].value == 0
    test.radio[0].options = Outdated(test.radio[0].options)
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    assert test.radio[0].value == 0
    assert len(test.radio[0].options) == 2
    test.radio[0].set_value(1).run()
    assert not test.exception
    assert test.radio[0].value == 1
    assert test.query_params["root"] == "L5"


def test_a_field_of_a_step_that_has_gone_writes_nothing_to_its_successor() -> None:
    def script() -> None:
        import streamlit as st

        from dermatome.lecture.deck import Deck, Step
        from dermatome.ui.lecture import page as lecture_page
        from dermatome.ui.lecture import session as lecture_session

        steps = tuple(Step(address=f"root={root}", title=root) for root in ("S1", "L5"))
        lecture_session.change(Deck(steps=steps), 0)
        drawn, st.session_state["field"] = lecture_session.arrangement(), ""
        lecture_session.change(lecture_session.deck().remove(0), 0)
        lecture_page._write(0, "title", "field", drawn)
        st.text(lecture_session.deck().steps[0].title)
        lecture_page._write(0, "title", "field", lecture_session.arrangement())
        st.text(lecture_session.deck().steps[0].title or "none")

    test = AppTest.from_function(script).run()
    assert not test.exception
    assert [text.value for text in test.text] == ["L5", "none"]
