"""The contract of ``python -m dermatome localise``."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

import pytest

from dermatome.__main__ import as_told
from dermatome.cli import main
from dermatome.cli.lines import LONGEST
from dermatome.localiser.load import entries
from tests.unit.localiser.vignettes import IDS, WORDS

WORKED = {
    "side": "right",
    "skin": {"lost": [{"part": "foot-dorsum"}, {"view": "foot-dorsum", "x": -37.4, "y": 50.7}], "spared": []},
    "weak": [
        {"id": "tibialis-anterior", "grade": 1},
        {"id": "extensor-hallucis-longus", "grade": 2},
        "foot-eversion",
    ],
    "strong": ["foot-inversion", "ankle-plantar-flexion"],
    "reflexes": {"lost": [], "normal": []},
    "other": ["back-pain"],
}


def run(path: Path, capsys: pytest.CaptureFixture[str], *options: str) -> tuple[int, str]:
    status = main(["localise", *options, str(path), "--json"])
    return status, capsys.readouterr().out


def test_one_patient(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps(WORKED))
    status, out = run(file, capsys)
    answer = json.loads(out)
    assert status == 0
    assert answer["candidates"][0]["id"] == "common-fibular-peroneal"
    assert answer["candidates"][0]["site"] == "fibular neck"
    hip = next(test for test in answer["next_tests"] if test["test"] == "hip-abduction")
    assert hip["expected"]["L5"] == "weak" and hip["expected"]["common-fibular-peroneal"] == "strong"
    assert hip["source"] == "JEON2013"
    root = next(candidate for candidate in answer["candidates"] if candidate["id"] == "L5")
    assert "foot-inversion" in {reason["finding"] for reason in root["against"]}
    assert set(answer["by_scheme"]) == {"isncsci", "keegan-garrett", "foerster", "lee"}


def check(answer: dict[str, Any], told: dict[str, Any]) -> None:
    assert set(answer) >= {"candidates", "next_tests", "by_scheme", "not_understood", "note"}
    names = [candidate["id"] for candidate in answer["candidates"]]
    assert len(names) == len(set(names)) and set(names) <= set(entries())
    scores = [candidate["score"] for candidate in answer["candidates"]]
    assert scores == sorted(scores, reverse=True)
    for candidate in answer["candidates"]:
        assert candidate["kind"] == entries()[candidate["id"]].kind
        for reason in (*candidate["for"], *candidate["against"]):
            assert reason["finding"] and reason["text"] and reason["sources"]
    tested = json.dumps(told)
    for test in answer["next_tests"]:
        assert f'"{test["test"]}"' not in tested
        assert test["kind"] in {"movement", "skin", "reflex", "sign"}
        assert len(test["separates"]) == 2 and set(test["separates"]) <= set(test["expected"])
        assert len({test["expected"][name] for name in test["separates"]}) == 2


def test_a_batch_answers_every_line_in_its_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = [{"id": f"{n}", **case} for n, (case, _) in enumerate([*IDS.values(), *WORDS.values()])]
    lines = [json.dumps(case) for case in told]
    lines.insert(1, "{broken")
    lines.insert(3, json.dumps({"id": "odd", "weak": 7}))
    file = tmp_path / "many.jsonl"
    file.write_text("\n".join(lines) + "\n\n")
    status, out = run(file, capsys, "--batch")
    answers = [json.loads(line) for line in out.splitlines()]
    assert status == 2
    assert len(answers) == len(lines)
    assert answers[1] == {"id": None, "error": answers[1]["error"]}
    assert answers[3] == {"id": "odd", "error": answers[3]["error"]}
    good = [answer for answer in answers if "error" not in answer]
    assert [answer["id"] for answer in good] == [case["id"] for case in told]
    for answer, case in zip(good, told, strict=True):
        check(answer, case)


@pytest.mark.parametrize(
    "told",
    [
        {"side": "up"},
        {"skin": []},
        {"skin": {"lost": [{"part": "wing"}]}},
        {"skin": {"lost": [{"part": "thigh-front", "surface": ["northern"]}]}},
        {"skin": {"lost": [{"view": "anterior", "x": "far"}]}},
        {"weak": [{"id": "deltoid", "grade": 9}]},
        {"weak": [{"group": "wing"}]},
        {"reflexes": {"lost": [3]}},
        {"other": [None]},
        [],
        None,
    ],
)
def test_what_cannot_be_is_said_and_ends_with_two(
    told: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bad.json"
    file.write_text(json.dumps(told))
    status, out = run(file, capsys)
    assert status == 2
    assert json.loads(out)["error"]


def test_red_flags_stand_in_the_note(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "one.json"
    file.write_text(json.dumps(IDS["saddle and bladder"][0]))
    assert "cauda equina" in json.loads(run(file, capsys)[1])["note"]
    file.write_text(json.dumps(IDS["carpal tunnel"][0]))
    assert json.loads(run(file, capsys)[1])["note"] == ""


def test_two_lesions_are_said_to_be_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "one.json"
    told = {
        "skin": {"lost": [{"part": "thumb", "surface": ["palmar"]}]},
        "weak": ["abductor-pollicis-brevis", "tibialis-anterior", "foot-eversion"],
    }
    file.write_text(json.dumps(told))
    assert "together" in json.loads(run(file, capsys)[1])["note"]


def test_what_never_ends_is_not_read_to_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "endless.json"
    with file.open("wb") as endless:
        endless.truncate(LONGEST + 1)
    for options in ((), ("--batch",)):
        assert main(["localise", *options, str(file)]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1


def test_half_a_surrogate_is_told_as_its_escape_and_a_file_name_as_its_bytes() -> None:
    codecs.register_error("as-told", as_told)
    assert json.loads('"\ud800"').encode("utf-8", "as-told") == b"\\ud800"
    assert b"caf\xe9".decode("utf-8", "surrogateescape").encode("utf-8", "as-told") == b"caf\xe9"


def test_both_legs_weak_as_a_whole_are_a_red_flag(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "legs.json"
    for side, flagged in (("bilateral", True), ("left", False)):
        file.write_text(json.dumps({"side": side, "weak": [{"group": "lower-limb"}]}))
        _, out = run(file, capsys)
        assert ("Red flag" in (json.loads(out)["note"] or "")) is flagged
