"""The command of the neurological examination, as it is typed."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dermatome import cli

Run = Callable[..., tuple[int, str, str]]

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "isncsci"


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def typed(*words: object) -> tuple[int, str, str]:
        status = cli.main([str(word) for word in words])
        told = capsys.readouterr()
        return status, told.out, told.err

    return typed


@pytest.fixture
def pair() -> tuple[dict[str, Any], dict[str, Any]]:
    """A worked examination and its answer."""
    exam, answer = json.loads((FIXTURES / "example.json").read_text("utf-8"))
    return exam, answer


def written(path: Path, *exams: Any) -> Path:
    lines = (one if isinstance(one, str) else json.dumps(one) for one in exams)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def test_the_worked_example(run: Run, pair, tmp_path: Path) -> None:
    exam, answer = pair
    status, out, err = run("isncsci", written(tmp_path / "exam.json", exam), "--json")
    assert (status, json.loads(out), err) == (0, answer, "")
    assert list(json.loads(out)) == list(answer)
    del exam["id"], answer["id"]
    status, out, _ = run("isncsci", written(tmp_path / "exam.json", exam), "--json")
    assert json.loads(out) == answer


def test_reasons_are_an_addition(run: Run, pair, tmp_path: Path) -> None:
    exam, answer = pair
    status, out, _ = run("isncsci", written(tmp_path / "exam.json", exam), "--json", "--reasons")
    told = json.loads(out)
    assert status == 0 and told.pop("notes") == []
    assert {"result", "side", "value", "rule", "certain", "cells", "text", "sources"} == set(
        told["reasons"][0]
    )
    assert told.pop("reasons") and told == answer


def test_the_text_gives_every_result_with_its_reasons(run: Run, pair, tmp_path: Path) -> None:
    status, out, err = run("isncsci", written(tmp_path / "exam.json", pair[0]))
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "example" and "Neurological level of injury: C6*" in lines
    assert lines[lines.index("Motor level right: C7") + 1].startswith("  C7: its key muscle has 3 or 4")
    assert "Zone of partial preservation, motor left: ND: C6, C7" in lines


def test_a_faulty_examination_is_one_line_and_an_error_object(run: Run, pair, tmp_path: Path) -> None:
    exam = pair[0]
    exam["left"]["pin_prick"]["T4"] = "3"
    path = written(tmp_path / "exam.json", exam)
    status, out, err = run("isncsci", path, "--json")
    assert status == 2 and list(json.loads(out)) == ["error"]
    assert json.loads(out)["error"] == err.strip() and err.count("\n") == 1
    assert err.startswith("left.pin_prick.T4: ")
    assert run("isncsci", path) == (2, "", err)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "nonsense", '{"right": 1e999}', "9" * 5000])
def test_what_is_no_json_is_refused_in_one_line(run: Run, tmp_path: Path, text: str) -> None:
    status, out, err = run("isncsci", written(tmp_path / "exam.json", text), "--json")
    assert status == 2 and list(json.loads(out)) == ["error"] and err.count("\n") == 1


@pytest.mark.parametrize("words", [(), ("a.json", "--batch", "b.jsonl"), ("/nowhere/exam.json",)])
def test_a_file_has_to_be_named(run: Run, words: tuple[str, ...]) -> None:
    status, out, err = run("isncsci", *words)
    assert (status, out) == (2, "") and err.count("\n") == 1


def test_a_batch_answers_line_by_line_and_goes_on_after_a_fault(run: Run, pair, tmp_path: Path) -> None:
    exam, answer = pair
    wrong = {**exam, "id": 17, "deep_anal_pressure": "perhaps"}
    path = written(tmp_path / "exams.jsonl", {**exam, "id": "ä"}, wrong, "{", "", {**exam, "id": None}, "[]")
    status, out, err = run("isncsci", "--batch", path, "--json")
    told = [json.loads(line) for line in out.splitlines()]
    assert (status, err) == (1, "")
    assert [one["id"] for one in told] == ["ä", 17, None, None, None]
    assert [list(one) for one in told if "error" in one] == [["id", "error"]] * 3
    assert told[0] == {**answer, "id": "ä"} and told[3] == {**answer, "id": None}
    assert told[1]["error"].startswith("deep_anal_pressure: ")


def test_a_batch_comes_from_the_standard_input_too(run: Run, pair, monkeypatch: pytest.MonkeyPatch) -> None:
    exam, answer = pair
    lines = io.TextIOWrapper(io.BytesIO((json.dumps(exam) + "\n").encode() * 3), "utf-8")
    monkeypatch.setattr("sys.stdin", lines)
    status, out, err = run("isncsci", "--batch", "-", "--json")
    assert (status, err) == (0, "")
    assert [json.loads(line) for line in out.splitlines()] == [answer] * 3


def test_a_line_that_is_no_utf_8_is_only_one_fault(run: Run, pair, tmp_path: Path) -> None:
    path = tmp_path / "exams.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n' + json.dumps(pair[0]).encode())
    status, out, _ = run("isncsci", "--batch", path, "--json")
    first, second = map(json.loads, out.splitlines())
    assert status == 1 and first["id"] is None and "error" in first and second == pair[1]


def test_a_batch_without_json_is_read_by_people(run: Run, pair, tmp_path: Path) -> None:
    exam = pair[0]
    path = written(tmp_path / "exams.jsonl", {**exam, "id": "one"}, {**exam, "id": "two", "right": None})
    status, out, err = run("isncsci", "--batch", path)
    assert (status, err) == (1, "")
    assert out.startswith("one\n") and "two: right: missing" in out
