"""The cases: cited, answerable, and the checks that see when one is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dermatome.anatomy.ids import ROOTS
from dermatome.anatomy.load import facts
from dermatome.errors import DataError
from dermatome.study import check
from dermatome.study.cases import case_choices, choice_id
from dermatome.study.judge import judge
from dermatome.study.load import cases
from dermatome.study.questions import question
from dermatome.study.records import Answer, Case
from dermatome.study.wording import label


def test_there_are_many_with_look_alikes_and_open_ones() -> None:
    found = cases().values()
    assert len(found) >= 40
    assert sum(case.answer == "mimic" for case in found) >= 10
    assert sum(case.open for case in found) >= 4
    assert {1, 2, 3} == {case.difficulty for case in found}


@pytest.mark.slow
def test_checks_find_no_fault() -> None:
    for told in check.run():
        assert told.ok and all(told.counts.values()), told.faults


@pytest.mark.parametrize("case", cases().values(), ids=lambda case: case.id)
def test_a_case_is_judged_by_its_answer(case: Case) -> None:
    asked = question(f"case/{case.id}")
    for choice in asked.choices:
        verdict = judge(asked, Answer.choose(choice))
        assert verdict.correct == (choice in asked.answers)
        assert verdict.reasons == case.reasons and set(case.source) <= set(verdict.sources)
    if case.answer == "mimic":
        # What it may be taken for is among the wrong choices, or there would be nothing to tell apart.
        assert set(case.roots) <= set(asked.choices) and case.roots[0] not in asked.answers
        assert label(asked, asked.answers[0]) == case.mimic
    else:
        assert all(judge(asked, Answer.write(root), with_passage=False).correct for root in case.roots)


def test_texts_are_plain_and_short() -> None:
    for case in cases().values():
        for line in (*case.findings, *case.reasons):
            assert 15 <= len(line) <= 230 and line.endswith("."), (case.id, line)
            assert " - " not in line and "--" not in line
        # The answer must not stand in the findings.
        told = " ".join(case.findings)
        names = (case.mimic,) if case.answer == "mimic" else case.roots
        assert not any(name.lower() in told.lower().split() for name in names), case.id


def test_names_of_nerves_are_those_of_the_tables() -> None:
    known = {nerve.nerve.split(" (")[0] for nerve in facts().nerves}
    for case in cases().values():
        for key, name in case_choices(case).items():
            if key in ROOTS or "nerve" not in name:
                continue
            bare = name.replace("nerves", "nerve").split(" nerve")[0]
            assert any(nerve.startswith(bare) for nerve in known) or "entrapment" in name, name


def valid(**changed: object) -> Case:
    fields: dict[str, object] = {
        "id": "x",
        "title": "X",
        "roots": ["S1"],
        "difficulty": 1,
        "findings": ["One.", "Two."],
        "reasons": ["Because."],
        "against": ["L5", "S2", "sural nerve"],
        "source": ["ISNCSCI2019"],
    }
    return Case.model_validate({**fields, **changed})


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"source": ["NOBODY1900"]}, "unknown source"),
        ({"source": []}, "no source"),
        ({"findings": ["One."]}, "too few findings"),
        ({"against": ["S1", "L5", "S2"]}, "right answer as a wrong one"),
        ({"against": ["L5"]}, "too few choices"),
        ({"mimic": "sural nerve"}, "if and only if"),
        ({"answer": "mimic", "mimic": "L5"}, "calls a root a look-alike"),
        ({"roots": []}, "names no root"),
    ],
)
def test_a_faulty_case_is_reported(changed: dict[str, object], fault: str) -> None:
    faults = " ".join(check.check_cases((valid(**changed),)).faults)
    assert fault in faults
    assert fault not in " ".join(check.check_cases((valid(),)).faults)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no cases"):
        cases(tmp_path)
    file = tmp_path / "a.yaml"
    for text, fault in (("{", "as YAML"), ("x: 1", "no list"), ("- id: X y", "case 1")):
        file.write_text(text)
        cases.cache_clear()
        with pytest.raises(DataError, match=fault):
            cases(tmp_path)
    cases.cache_clear()


def test_ids_of_choices() -> None:
    assert choice_id("s1") == "S1" and choice_id("Common fibular nerve") == "common-fibular-nerve"


def test_a_disease_of_the_root_is_no_look_alike_of_it() -> None:
    flank = cases()["bulging-flank"]
    assert flank.answer == "root" and flank.roots == ("T11", "T10")
    mixed = flank.model_copy(update={"answer": "mimic", "mimic": "diabetic truncal radiculopathy"})
    assert any("of which it is a disease" in fault for fault in check.check_cases((mixed,)).faults)
    offered = flank.model_copy(update={"against": (*flank.against, "zoster")})
    assert any("'zoster'" in fault for fault in check.check_cases((offered,)).faults)
    apex = cases()["apex-of-the-lung"].model_copy(update={"mimic": "tumour in the lower trunk"})
    assert any("'tumour in the lower trunk'" in fault for fault in check.check_cases((apex,)).faults)


def test_loss_on_both_sides_is_not_asked_as_a_root() -> None:
    lost = re.compile(r"\b(?:absent|dull|lost|numb|weak) on both sides")
    for case in cases().values():
        if case.answer == "root" and lost.search(" ".join(case.findings)):
            assert set(case.roots) <= {"S2", "S3", "S4-5"}, case.id  # many roots: the cauda equina
    assert cases()["navel-moves-up"].mimic == "thoracic cord lesion"


def test_what_a_student_misses_most_has_its_case() -> None:
    mimics = {case.mimic for case in cases().values()}
    assert {"cervical myelopathy", "diabetic amyotrophy", "polyneuropathy", "thoracic cord lesion"} <= mimics
    assert "foot-drop-since-yesterday" in cases()


def test_a_look_alike_of_one_word_is_not_taken_for_a_root() -> None:
    asked = question("case/both-feet")
    assert "polyneuropathy" in asked.choices and label(asked, "polyneuropathy") == "polyneuropathy"
    assert label(asked, "S1") == "S1 root"
