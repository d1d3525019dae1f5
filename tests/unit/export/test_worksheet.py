"""The printed worksheet: one page, all scores, all results."""

from __future__ import annotations

import io
import re

from pypdf import PdfReader

from dermatome.export.worksheet import worksheet
from dermatome.isncsci.classify import classify
from dermatome.isncsci.files import Sheet
from dermatome.isncsci.profiles import PROFILES, random_exam
from dermatome.isncsci.wording import spelled
from dermatome.language import speaking
from tests.pdf import embedded_fonts, words_of


def pages(pdf: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(pdf))
    return [words_of(reader, page) for page in range(len(reader.pages))]


def test_a_filled_worksheet_is_one_page_with_scores_and_results() -> None:
    for profile in PROFILES:
        exam = random_exam(profile, 4)
        made = worksheet(Sheet(exam, "2026-02-01", "Somebody", "words " * 300))
        [text] = pages(made)
        assert all(embedded_fonts(PdfReader(io.BytesIO(made))).values())
        for name, _side, value in classify(exam).results():
            assert re.sub(r"\s+", "", spelled(name, value.shown())) in re.sub(r"\s+", "", text)
        assert "Somebody" in text and "2026-02-01" in text and "not a diagnostic tool" in text


def test_no_note_however_long_leaves_its_place_or_makes_a_second_page() -> None:
    exam = random_exam("flagged", 4)
    starred = {cell: "cast " * 40 for cell in exam.cells() if exam.score(cell).endswith("*")}
    for comment in ("x" * 2000, "\n" * 1000 + "end", "*bold* #panic() $x$ <a> \\", "W" * 800):
        made = worksheet(Sheet(exam, "2026", "E" * 200, comment, starred))
        reader = PdfReader(io.BytesIO(made))
        [page] = reader.pages
        width = float(page.mediabox.width)
        places: list[float] = []

        def seen(text: str, _cm: object, tm: list[float], _font: object, size: float) -> None:
            if text.strip():
                places.append(tm[4] + 0.2 * size * len(text.strip()))  # noqa: B023

        page.extract_text(visitor_text=seen)
        assert places and max(places) < width
    assert "#panic()" in pages(worksheet(Sheet(exam, comments="#panic()")))[0]


def test_sums_of_both_sides_and_reasons_of_stars_are_printed() -> None:
    exam = random_exam("flagged", 4)
    starred = next(cell for cell in exam.cells() if exam.score(cell).endswith("*"))
    [text] = pages(worksheet(Sheet(exam, impaired_by={starred: "wrist in a cast"})))
    totals = classify(exam).totals
    arms = f"{totals.right.upper_extremity_motor} + {totals.left.upper_extremity_motor}"
    assert f"Motor total of the arm: {arms} = {totals.upper_extremity_motor}" in text
    assert f"{exam.score(starred)}: wrist in a cast" in text


def test_a_blank_worksheet_gives_nothing_away_and_names_every_level() -> None:
    [text] = pages(worksheet(None))
    for level in ("C2", "T12", "L5", "S4-5"):
        assert text.count(f" {level}") >= 2
    assert "ND" not in text and not re.search(r"\bNA\b", text)


def test_it_speaks_german() -> None:
    with speaking("de"):
        [text] = pages(worksheet(None))
    assert "Segment" in text and "Nadelstich" in text
