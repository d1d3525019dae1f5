"""The commands of practice, as they are typed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dermatome import cli
from dermatome.isncsci.files import Sheet
from dermatome.isncsci.profiles import random_exam
from dermatome.study.examinations import keep
from dermatome.study.kept import Answered
from dermatome.study.questions import question
from dermatome.study.store import open_progress
from dermatome.study.wording import prompt

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def typed(*words: object) -> tuple[int, str, str]:
        status = cli.main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return typed


def answer(told: tuple[int, str, str]) -> Any:
    assert told[0] == 0, told
    return json.loads(told[1])


def test_a_quiz_is_the_same_for_the_same_seed(run: Run) -> None:
    words = ("quiz", "--count", 6, "--roots", "s1,L5", "--json", "--seed")
    first = answer(run(*words, 4))
    assert first == answer(run(*words, 4)) != answer(run(*words, 5))
    assert len(first) == 6
    for each in first:
        assert each["root"] in {"S1", "L5"}
        asked = question(each["id"])
        assert [right["id"] for right in each["answers"]] == list(asked.answers)
        assert each["prompt"] == prompt(asked) and each["sources"]
        assert each["click"] or {right["id"] for right in each["answers"]} & {
            c["id"] for c in each["choices"]
        }


def test_a_quiz_in_words_keeps_the_answers_for_the_end(run: Run) -> None:
    status, out, _ = run("quiz", "--count", 3, "--kinds", "disc,case", "--difficulty", "1")
    asked, _, answers = out.partition("Answers\n")
    assert status == 0 and asked.count("[ ]") >= 9 and answers.count("\n") == 3


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("quiz", "--kinds", "clicks"), "There is no kind of question 'clicks'"),
        (("quiz", "--roots", "S9"), "There is no root"),
        (("quiz", "--layers", "bone"), "There is no layer"),
        (("quiz", "--schemes", "gray"), "There is no map"),
        (("quiz", "--difficulty", "4"), "There is no difficulty"),
        (("quiz", "--count", "0"), "one question at least"),
        (("quiz", "--seed", "x"), "no whole number"),
        (("quiz", "--roots", "C1", "--kinds", "disc"), "No question fits"),
        (("anki", "-o", "deck.zip"), "End it in .apkg"),
        (("progress", "--export", "x.json"), "--learner"),
        (("progress", "--learner", "Nobody at all", "--export", "x.json"), "Nobody called"),
        (("progress", "--learner", "Ann", "--import", "no-such-file"), "No such file"),
        (("progress",), "required"),
    ],
)
def test_mistakes_are_one_line(
    run: Run, words: tuple[str, ...], fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DERMATOME_PROGRESS", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    status, out, err = run(*words)
    assert status == 2 and not out and err.count("\n") == 1 and fault in err


def test_a_deck_is_written(run: Run, tmp_path: Path) -> None:
    deck = tmp_path / "s1.apkg"
    told = answer(run("anki", "--root", "S1", "--kinds", "disc,root_or_nerve", "-o", deck, "--json"))
    assert told["file"] == str(deck) and told["notes"] > 5 and deck.read_bytes()[:2] == b"PK"
    assert (
        f"{told['notes']} notes"
        in run("anki", "--root", "S1", "--kinds", "disc,root-or-nerve", "-o", deck)[1]
    )


def test_progress_is_taken_along_and_backed_up(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DERMATOME_PROGRESS", str(tmp_path / "here"))
    with open_progress() as progress:
        progress.answer(
            progress.learner("Ann"), Answered("disc/root-of/L4-5.paracentral", rating=3, correct=True)
        )
    assert run("progress", "--learner", "ann", "--export", tmp_path / "ann.json")[0] == 0
    assert answer(run("progress", "--backup", tmp_path / "copy.sqlite3", "--json"))["file"].endswith(
        "copy.sqlite3"
    )
    there = (
        "progress",
        "--place",
        tmp_path / "there",
        "--learner",
        "Ann",
        "--import",
        tmp_path / "ann.json",
        "--json",
    )
    assert answer(run(*there)) == {"added": 1, "known": 0}
    assert answer(run(*there)) == {"added": 0, "known": 1}
    with open_progress(tmp_path / "copy.sqlite3") as copy, open_progress(tmp_path / "there") as other:
        assert copy.states(copy.learner("Ann")) == other.states(other.learner("Ann"))
    with open_progress() as progress:
        keep(progress, progress.learner("Ann"), "May", Sheet(random_exam("complete", 1)))
    assert run("progress", "--learner", "ann", "--export", tmp_path / "ann.json")[0] == 0
    with_sheets = {"added": 0, "known": 1, "examinations": {"added": 1, "known": 0}}
    assert answer(run(*there)) == with_sheets
    assert "0 examinations added, 1 known already" in run(*there[:-1])[1]
    faulty = json.loads((tmp_path / "ann.json").read_text(encoding="utf-8"))
    faulty["examinations"][0]["worksheet"]["right"]["pin_prick"]["T4"] = "3"
    (tmp_path / "faulty.json").write_text(json.dumps(faulty), encoding="utf-8")
    status, _, err = run("progress", "--learner", "Ann", "--import", tmp_path / "faulty.json")
    assert status == 2 and "Examination 1 of the file" in err and "right.pin_prick.T4" in err
    (tmp_path / "latin").write_bytes(b"\xe4\xf6")
    status, _, err = run("progress", "--learner", "Ann", "--import", tmp_path / "latin")
    assert status == 2 and "UTF-8" in err
