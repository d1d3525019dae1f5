"""Exams, their reports, and sets of questions handed on."""

from __future__ import annotations

import base64
import csv
import io
import json
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dermatome.errors import InputError
from dermatome.study import sets
from dermatome.study.exam import COLUMNS, Exam, Score, report, to_csv
from dermatome.study.questions import cards, question, quiz
from dermatome.study.records import KINDS, Answer

MIXED = (
    "name_territory/isncsci/S2~posterior.left",
    "muscle/root-of/soleus",
    "reflex/root-of/ankle-jerk-achilles",
    "disc/root-of/L4-5.paracentral",
    "case/saddle",
)


def exam(**changed: object) -> Exam:
    return Exam(tuple(question(key) for key in MIXED), **{"seconds": 300, "title": "Week 1", **changed})  # type: ignore[arg-type]


def test_a_report_counts_by_root_layer_and_kind() -> None:
    answers = {
        MIXED[0]: Answer.write("S1"),
        MIXED[1]: Answer.write("S1"),
        MIXED[2]: Answer.write("L4"),
        MIXED[4]: Answer.skip(),
    }
    told = report(exam(), answers, {MIXED[1]: 3.25, MIXED[2]: 8.0})
    assert told.score == Score(1, 5) and told.score.share == 0.2
    assert told.by_root == {"L5": Score(0, 1), "S1": Score(1, 2), "S2": Score(0, 1), "S3": Score(0, 1)}
    assert list(told.by_root) == ["L5", "S1", "S2", "S3"]
    assert list(told.by_kind) == [kind for kind in KINDS if kind in told.by_kind]
    assert [line.question.id for line in told.wrong] == [MIXED[0], *MIXED[2:]]
    assert [line.question.id for line in told.lines if line.verdict.accepted_by] == [MIXED[0]]
    assert [line.answered for line in told.lines] == [True, True, True, False, False]
    assert told.seconds == 11.25


def test_the_table_of_results_is_complete_and_safe_to_open() -> None:
    told = report(
        exam(title='=HYPERLINK("x")'),
        {MIXED[0]: Answer.write("S1"), MIXED[1]: Answer.write("S1")},
        {MIXED[0]: 1.26},
    )
    rows = list(csv.DictReader(io.StringIO(to_csv(told, "@SUM(A1)\n+1"))))
    assert len(rows) == 5 and tuple(rows[0]) == COLUMNS
    first, second = rows[0], rows[1]
    assert (first["question"], first["given"], first["right"], first["correct"]) == (
        MIXED[0],
        "S1",
        "S2",
        "0",
    )
    assert "keegan-garrett" in first["accepted_by"] and first["seconds"] == "1.3"
    assert (second["correct"], second["given"], second["seconds"]) == ("1", "S1", "")
    for row in rows:
        for cell in row.values():
            assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "\n")), cell


def test_limits_are_kept() -> None:
    for wrong in ({"seconds": 0}, {"seconds": 10**6}):
        with pytest.raises(InputError):
            exam(**wrong)
    with pytest.raises(InputError):
        Exam(())


def test_a_set_comes_back_from_link_and_file() -> None:
    chosen = sets.make("  Week 1:  Äußere Wurzeln ", MIXED, 600, 42)
    link = sets.encode(chosen)
    assert set(link) <= set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")
    assert sets.decode(link) == sets.from_file(sets.to_file(chosen)) == chosen
    assert chosen.title == "Week 1: Äußere Wurzeln"
    made = sets.as_exam(chosen)
    assert [each.card for each in made.questions] == [each.partition("~")[0] for each in MIXED]
    assert made.seconds == 600 and sets.as_exam(chosen) == made


def test_a_large_set_still_fits_a_link() -> None:
    chosen = sets.make("All sorts", tuple(each.id for each in cards()[:200]))
    assert len(sets.encode(chosen)) < sets.LONGEST_LINK
    with pytest.raises(InputError, match="at most 200"):
        sets.make("More", tuple(each.id for each in cards()[:201]))


def test_cards_in_a_set_are_settled_by_its_seed_for_everybody() -> None:
    keys = tuple(each.card for each in quiz(count=15, seed=1))
    one, other = (sets.as_exam(sets.make("", keys, seed=seed)) for seed in (1, 2))
    assert one.questions != other.questions
    assert [each.card for each in one.questions] == [each.card for each in other.questions] == list(keys)


def as_link(raw: bytes) -> str:
    return f"1.{base64.urlsafe_b64encode(zlib.compress(raw, 9)).rstrip(b'=').decode()}"


def packed(value: object) -> str:
    return as_link(json.dumps(value).encode())


@pytest.mark.parametrize(
    "link",
    [
        "",
        "1.",
        "1.!!!",
        "hello",
        "2.eJyL",
        packed({"a": 1}),
        packed([]),
        packed(["t", 1, 1]),
        packed(["t", -1, 1, "a/b"]),
        packed(["t", 1, 2**40, "a/b"]),
        packed(["t" * 500, 1, 1, "a/b"]),
        packed(["t", 1, 1, *["a/b"] * 201]),
        packed(["t", 1, 1, 7]),
        packed(["t" * 10_000_000, 1, 1, "a/b"]),  # small until it is unpacked
        packed(["t", 1, 1, "a/b"])[:-4],
        "1." + "A" * 10_000,
        packed("[" * 5000),
    ],
)
def test_damaged_links_are_refused(link: str) -> None:
    with pytest.raises(InputError):
        sets.decode(link)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", '{"questions": []}', '{"questions": ["a/b"], "x": 1}', "[" * 9000, "x" * 70_000],
)
def test_files_that_hold_no_set_are_refused(text: str) -> None:
    with pytest.raises(InputError):
        sets.from_file(text)


def test_a_set_with_a_question_of_another_version_says_so() -> None:
    with pytest.raises(InputError, match="another version"):
        sets.as_exam(sets.make("", ("muscle/root-of/soleus", "muscle/root-of/no-such")))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=80).map(as_link)))
def test_any_text_is_a_set_or_refused(text: str) -> None:
    for read in (sets.decode, sets.from_file):
        try:
            assert read(text).questions
        except InputError as error:
            assert "\n" not in str(error)
