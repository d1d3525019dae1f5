"""Files visitors open: articles, lectures, sets of questions, progress; and the switches for them."""

from __future__ import annotations

import json
import re
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from dermatome.errors import InputError
from dermatome.lecture.deck import Deck
from dermatome.lecture.formats import MAX_BYTES, file_name, read_file
from dermatome.library.store import Store
from dermatome.study import sets
from dermatome.study.exchange import MOST_CARDS, read_export
from dermatome.study.store import Progress, open_progress
from dermatome.ui.base.gate import SWITCH, UPLOADS, Gate, gate, uploads
from dermatome.ui.lecture.steps import check
from dermatome.ui.library.importing import outcome_html
from dermatome.ui.library.upload import take

PAGES = Path(__file__).resolve().parents[2] / "pages"
SECONDS = 60
"""Of the processor: tells reading to the end of a bad file from stopping at its first fault."""


@pytest.fixture(autouse=True)
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in (SWITCH, UPLOADS, "DERMATOME_IMPORT_PASSWORD", "DERMATOME_IMPORT_PASSWORD_FILE"):
        monkeypatch.delenv(name, raising=False)
    # A page that is tested takes the place of the main module, which processes started later would run.
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
    monkeypatch.setenv("DERMATOME_LIBRARY", str(tmp_path / "library"))
    monkeypatch.setenv("DERMATOME_PROGRESS", str(tmp_path / "progress"))
    return tmp_path


def module(name: str) -> Any:
    """Return a module of the practice page. Its components can be declared while a page runs only."""
    if name not in sys.modules:
        AppTest.from_file(str(PAGES / "practice.py"), default_timeout=60).run()
    return sys.modules[name]


@pytest.fixture
def teacher() -> Any:
    return module("dermatome.ui.practice.teacher")


@pytest.fixture
def learner() -> Any:
    return module("dermatome.ui.base.learner")


def handed(data: bytes) -> SimpleNamespace:
    """A file as Streamlit hands it over; its name is never asked for."""
    return SimpleNamespace(getvalue=lambda: data)


def quick(read: Callable[[], object]) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
    read()
    assert resource.getrusage(resource.RUSAGE_SELF).ru_utime - before < SECONDS


# ------------------------------------------------------------------ articles


@pytest.mark.parametrize(
    "name", ["../../evil.md", "/etc/passwd", "a\x00b.md", "<img src=x>.md", "\u202edm.a"]
)
def test_the_name_of_a_file_is_no_path_and_no_markup(folder: Path, name: str) -> None:
    outcome = take(name, b"# Notes\n\nThe S1 root.", lambda share, words: None)
    assert [article.title for article in outcome.taken] == ["Notes"]
    assert re.fullmatch(r"imported-[a-z0-9-]+", outcome.taken[0].id)
    assert {path.name for path in folder.iterdir()} == {"library"}
    assert all(path.name.startswith("library.sqlite3") for path in (folder / "library").iterdir())
    assert "<img" not in outcome_html(outcome)


def test_a_refused_file_is_told_as_text_and_nothing_is_kept() -> None:
    outcome = take("<script>alert(1)</script>.json", b'{"<script>": ', lambda share, words: None)
    told = outcome_html(outcome)
    assert "was not added" in told and "<script" not in told
    with Store.open() as store:
        assert store.articles() == ()


# ------------------------------------------------------------------ lectures


def lecture(steps: object, **more: object) -> bytes:
    return json.dumps({"format": "dermatome-lecture", "version": 1, "steps": steps, **more}).encode()


STEP = {"address": "root=S1"}


@pytest.mark.parametrize(
    "data",
    [
        lecture([1] * 1_000_000),
        lecture([{**STEP, "shown": ["x"] * 600_000}]),
        lecture([{**STEP, "reveals": ["name"] * 100_000}]),
        lecture([], **{f"a{n}": 1 for n in range(250_000)}),
        lecture([{**STEP, **{f"a{n}": 1 for n in range(250_000)}}]),
        lecture([], **{"long\n" * 500_000: 1}),
        b'{"format":"dermatome-lecture","version":1,"title":"\\ud800","steps":[]}',
        b'{"format":"dermatome-lecture","version":1,"steps":[{"address":"root=S1","labels":NaN}]}',
        b'{"format":"dermatome-lecture","version":1e999,"steps":[]}',
        b"[" * 1_000_000,
        b" " * (MAX_BYTES + 1),
        lecture([{"address": "root=../../etc/passwd"}]),
        lecture([{"address": "root=S1&" + "root=S1&" * 45}]),
    ],
)
def test_a_file_that_is_no_lecture_is_refused_at_its_first_fault(
    data: bytes,
) -> None:
    def read() -> None:
        with pytest.raises(InputError) as refused:
            read_file(data, check)
        assert "\n" not in str(refused.value) and len(str(refused.value)) < 400

    quick(read)


def test_markup_in_a_lecture_is_text_on_the_page() -> None:
    evil = "<img src=x onerror=alert(1)> [x](javascript:alert(1)) :red[x]"
    opened = read_file(lecture([{**STEP, "title": evil[:100], "note": evil}], title=evil), check)
    test = AppTest.from_file(str(PAGES / "lecture.py"), default_timeout=60)
    test.session_state["lecture"] = opened
    test.run()
    assert not test.exception
    (steps,) = [radio for radio in test.radio if radio.label == "Steps"]
    assert steps.options[0].startswith(r"1. \<img src=x onerror=alert(1)\> \[x\](javascript")


@given(some.text(max_size=120))
def test_the_name_of_a_saved_lecture_is_safe(title: str) -> None:
    name = file_name(Deck(title=title))
    assert re.fullmatch(r"lecture(-[\w-]*)?\.json", name)
    assert name.isprintable() and len(name) <= 80


@pytest.mark.parametrize(
    "title", ["../../etc/passwd", "con", "NUL", "a\x00b", 'a"; filename="b.exe', "..", "a/b"]
)
def test_a_lecture_named_like_a_path_is_saved_as_a_plain_file(title: str) -> None:
    name = file_name(Deck(title=title))
    assert name.startswith("lecture") and name.endswith(".json")
    assert not set(name) & set('/\\":\x00') and ".." not in name


# ------------------------------------------------------------------ sets of questions


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",
        b"[" * 60_000,
        b'{"questions": [' + b"1," * 30_000 + b"1]}",
        b'{"questions": ["../../etc/passwd"]}',
        b'{"questions": ["a/b"], "title": "\\ud800"}',
        b'{"questions": ["a/b"], "seconds": NaN}',
        b'{"questions": ["a/b"], "seed": 1e999}',
        b'{"questions": ["a/b"], "file": "/etc/passwd"}',
        b'{"questions": ["a/b", "\\u0000/x"]}',
        b"{" + b'"a":1,' * 9_000 + b'"b":1}',
        b" " * 70_000,
    ],
)
def test_a_file_that_is_no_set_is_told_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, teacher: Any, data: bytes
) -> None:
    state: dict[str, Any] = {teacher.FILE: handed(data)}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(teacher.practice_session, "offer", lambda text: pytest.fail("was offered"))
    quick(teacher._opened)
    told = state[teacher._TROUBLE]
    assert told.startswith("The set could not be opened.") and "\n" not in told and len(told) < 400


def test_a_set_too_large_for_the_address_is_told(monkeypatch: pytest.MonkeyPatch, teacher: Any) -> None:
    whole = sets.make("x", ("muscle/root-of/soleus",))
    state: dict[str, Any] = {teacher.FILE: handed(sets.to_file(whole).encode())}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(teacher.practice_session, "check", lambda asked: None)
    monkeypatch.setattr(sets, "LONGEST_LINK", 20)
    teacher._opened()
    assert "too large for a link" in state[teacher._TROUBLE]


# ------------------------------------------------------------------ progress


def exported(*reviews: object, tail: str = "") -> bytes:
    told = ",".join(each if isinstance(each, str) else json.dumps(each) for each in reviews)
    return f'{{"format":"dermatome-progress","version":1,"reviews":[{told}]{tail}}}'.encode()


def review(number: int, **more: object) -> dict[str, object]:
    at = 1_700_000_000_000_000 + number
    return {"id": str(number), "card": "c", "question": "q", "at": at, "rating": 3, "correct": True, **more}


@pytest.fixture
def progress(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, learner: Any) -> Progress:
    kept = open_progress(tmp_path / "progress")
    monkeypatch.setattr(learner, "progress", lambda: kept)
    return kept


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00",
        b"[" * 1_000_000,
        exported(*["{}"] * 400_000),
        exported(*["1"] * 400_000),
        exported(review(1, given="a\x00b")),
        exported(review(1, card="\x00")),
        exported(review(1, given="x" * 10_000)),
        exported('{"id":"1","card":"c","question":"q","at":1,"rating":3,"correct":true,"given":"\\ud800"}'),
        exported('{"id":"1","card":"c","question":"q","at":1,"rating":3,"correct":true,"seconds":NaN}'),
        exported('{"id":"1","card":"c","question":"q","at":1e999,"rating":3,"correct":true}'),
        exported('{"id":"1","card":"c","question":"q","at":' + "1" * 9_000 + "}"),
        exported(*(review(n, card=f"c/{n}") for n in range(MOST_CARDS + 1))),
    ],
)
def test_a_file_that_is_no_progress_makes_no_learner(
    monkeypatch: pytest.MonkeyPatch, progress: Progress, learner: Any, data: bytes
) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(learner, "apart", lambda _lane, make, *given, **_limits: make(*given))
    quick(lambda: learner._import(handed(data)))
    told = state[learner._SAID]
    assert told.startswith("Nothing was added.") and "\n" not in told and len(told) < 400
    assert learner.learner() is None


def test_what_a_learner_may_keep_is_bounded(monkeypatch: pytest.MonkeyPatch, progress: Progress) -> None:
    monkeypatch.setattr("dermatome.study.store.MOST_REVIEWS", 5)
    ann = progress.learner("Ann")
    progress.merge(ann, exported(*map(review, range(5))).decode())
    with pytest.raises(InputError, match="More than 5 answers"):
        progress.merge(ann, exported(*map(review, range(3, 8))).decode())
    assert len(progress.history(ann, 100)) == 5
    assert progress.merge(ann, exported(*map(review, range(5))).decode()).added == 0


def test_fields_nobody_knows_are_left_out() -> None:
    told = read_export(exported(review(1, path="/etc/passwd"), tail=',"name":"../x"').decode())
    assert set(told.model_dump()) == {"format", "version", "reviews", "examinations"}
    assert "path" not in told.reviews[0].model_dump()


# ------------------------------------------------------------------ the switches


def uploaders(page: str) -> int:
    test = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=60).run()
    assert not test.exception
    return len(test.get("file_uploader"))


@pytest.mark.parametrize(
    ("environment", "articles", "lectures", "door"),
    [
        ({}, 1, 1, Gate.OPEN),
        ({SWITCH: "off"}, 0, 1, Gate.CLOSED),
        ({UPLOADS: "off"}, 0, 0, Gate.CLOSED),
        ({"DERMATOME_IMPORT_PASSWORD": "sesame"}, 0, 1, Gate.PASSWORD),
        ({UPLOADS: "off", "DERMATOME_IMPORT_PASSWORD": "sesame"}, 0, 0, Gate.CLOSED),
    ],
)
def test_each_switch_covers_what_the_settings_say(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], articles: int, lectures: int, door: Gate
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert gate() is door
    assert (uploaders("articles"), uploaders("lecture")) == (articles, lectures)


def test_practice_takes_no_file_when_uploads_are_off(monkeypatch: pytest.MonkeyPatch, learner: Any) -> None:
    def offered() -> int:
        learner.close_progress()
        test = AppTest.from_file(str(PAGES / "practice.py"), default_timeout=60).run()
        assert not test.exception
        return len(test.get("file_uploader"))

    assert uploads() and offered() == 1  # the teacher's comes when it is opened
    monkeypatch.setenv(UPLOADS, "off")
    assert not uploads() and offered() == 0
    learner.close_progress()
