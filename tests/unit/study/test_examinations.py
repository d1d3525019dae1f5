"""Examinations kept beside the answers of practice, and in the file that progress is taken along in."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from dermatome.errors import InputError
from dermatome.isncsci.files import Sheet, sheet_to_dict
from dermatome.isncsci.profiles import random_exam
from dermatome.isncsci.records import Cell
from dermatome.study import examinations, store, worksheets
from dermatome.study.exchange import read_export
from dermatome.study.kept import Answered
from dermatome.study.store import Progress, open_progress

SHEETS = [Sheet(random_exam("central-cord", seed), date=f"2026-05-0{seed}") for seed in (1, 2, 3)]
FLAGGED = Sheet(
    random_exam("flagged", 1), comments="Zo\u00eb", impaired_by={Cell("left", "motor", "C5"): "cast"}
)


@pytest.fixture
def progress(tmp_path: Path):
    with open_progress(tmp_path) as opened:
        yield opened


def test_they_are_kept_once_in_order_and_forgotten_with_the_learner(progress: Progress) -> None:
    ann, ben = progress.learner("Ann"), progress.learner("Ben")
    for name, sheet in (("first", SHEETS[0]), ("later", SHEETS[1]), ("again", SHEETS[0])):
        examinations.keep(progress, ann, name, sheet)
    assert examinations.kept(progress, ann) == [("first", SHEETS[0]), ("later", SHEETS[1])]
    assert not examinations.kept(progress, ben)
    examinations.put_away(progress, ben)
    assert len(examinations.kept(progress, ann)) == 2
    progress.forget(ann)
    assert not examinations.kept(progress, ann)
    with pytest.raises(InputError, match="not known"):
        examinations.keep(progress, ann, "late", SHEETS[0])


def test_more_than_the_most_are_refused(progress: Progress, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worksheets, "MOST_EXAMS", 1)
    ann = progress.learner("Ann")
    examinations.keep(progress, ann, "first", SHEETS[0])
    examinations.keep(progress, ann, "again", SHEETS[0])
    with pytest.raises(InputError, match="Put some away"):
        examinations.keep(progress, ann, "second", SHEETS[1])


def test_a_file_of_before_there_were_examinations_gets_their_table(tmp_path: Path) -> None:
    with open_progress(tmp_path) as opened:
        ann, file = opened.learner("Ann"), opened.path
    assert file
    with sqlite3.connect(file) as db:
        db.execute("DROP TABLE dermatome_examination")
    with open_progress(tmp_path) as opened:
        examinations.keep(opened, ann, "first", SHEETS[0])
        assert len(examinations.kept(opened, ann)) == 1


# ---- taken along --------------------------------------------------------------------------------------


def exported(progress: Progress, *sheets: Sheet) -> str:
    ann = progress.learner("Ann")
    for number, sheet in enumerate(sheets, 1):
        examinations.keep(progress, ann, f"Day {number}", sheet)
    return progress.export(ann)


def test_a_file_takes_them_along_whole_and_doubles_none(progress: Progress, tmp_path: Path) -> None:
    text = exported(progress, SHEETS[1], FLAGGED)
    with open_progress(tmp_path / "other") as other:
        ben = other.learner("Ben")
        examinations.keep(other, ben, "mine", SHEETS[0])
        examinations.keep(other, ben, "mine too", SHEETS[1])
        assert other.merge(ben, text) == store.Merged(0, 0, 1, 1)
        assert other.merge(ben, text) == store.Merged(0, 0, 0, 2)
        kept = examinations.kept(other, ben)
        assert dict(kept) == {"mine": SHEETS[0], "mine too": SHEETS[1], "Day 2": FLAGGED}
        assert progress.merge(progress.learner("Ann"), other.export(ben)) == store.Merged(0, 0, 1, 2)


def test_the_order_in_time_is_kept(progress: Progress, tmp_path: Path) -> None:
    early = exported(progress, SHEETS[0])
    with open_progress(tmp_path / "other") as other:
        ben = other.learner("Ben")
        examinations.keep(other, ben, "later", SHEETS[1])
        other.merge(ben, early)
        assert [name for name, _sheet in examinations.kept(other, ben)] == ["Day 1", "later"]


def test_a_file_without_them_is_read_as_before(progress: Progress) -> None:
    ann = progress.learner("Ann")
    progress.answer(ann, Answered("a/1", rating=3, correct=True))
    old = json.loads(progress.export(ann))
    del old["examinations"]
    assert progress.merge(progress.learner("Ben"), json.dumps(old)) == store.Merged(1, 0)


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        (7, "it wants name, at and worksheet"),
        ({"name": "x", "at": 1}, "it wants name, at and worksheet"),
        ({"name": "x\0", "at": 1, "worksheet": {}}, "it wants name, at and worksheet"),
        ({"name": "x", "at": -1, "worksheet": {}}, "it wants name, at and worksheet"),
        ({"name": "x", "at": 1, "worksheet": 7}, "An examination is an object"),
        (
            {"name": "x", "at": 1, "worksheet": {"left": {"motor": {"C5": 9}}}},
            "left.motor.C5: '9' is no motor score",
        ),
    ],
)
def test_a_faulty_one_is_named_and_nothing_is_added(progress: Progress, entry: Any, fault: str) -> None:
    ann = progress.learner("Ann")
    progress.answer(ann, Answered("a/1", rating=3, correct=True))
    good = {"name": "x", "at": 1, "worksheet": sheet_to_dict(SHEETS[0])}
    told = json.loads(progress.export(ann)) | {"examinations": [good, entry]}
    ben = progress.learner("Ben")
    with pytest.raises(InputError, match="Examination 2 of the file cannot be read") as caught:
        progress.merge(ben, json.dumps(told))
    assert fault in str(caught.value) and "\n" not in str(caught.value)
    assert not progress.history(ben) and not examinations.kept(progress, ben)


def test_where_they_would_be_too_many_nothing_is_added(
    progress: Progress, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, ben = progress.learner("Ann"), progress.learner("Ben")
    progress.answer(ann, Answered("a/1", rating=3, correct=True))
    text = exported(progress, *SHEETS[:2])
    examinations.keep(progress, ben, "mine", SHEETS[2])
    monkeypatch.setattr(worksheets, "MOST_EXAMS", 2)
    with pytest.raises(InputError, match="Put some away"):
        progress.merge(ben, text)
    assert not progress.history(ben) and len(examinations.kept(progress, ben)) == 1
    entry = {"name": "x", "at": 1, "worksheet": {}}
    with pytest.raises(InputError, match="more than 200 examinations"):
        read_export(json.dumps(json.loads(text) | {"examinations": [entry] * 201}))
