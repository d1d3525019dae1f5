"""The handout of a case: what stands on it, in either language, and nothing where nothing is told."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from dermatome.export.case import case_handout
from dermatome.language import speaking
from dermatome.localiser.answer import Answer, localise
from dermatome.localiser.findings import read_findings
from dermatome.localiser.summary import places, told
from tests.pdf import words_of

TOLD = {
    "side": "right",
    "skin": {"lost": [{"part": "foot-dorsum"}], "spared": [{"part": "heel"}]},
    "weak": [{"id": "tibialis-anterior", "grade": 1}, "foot-eversion"],
    "strong": ["foot-inversion"],
    "reflexes": {"lost": [], "normal": ["ankle-jerk-achilles"]},
    "other": ["back-pain"],
}


def page_of(answer: Answer) -> str:
    """Return the words of the handout on one line."""
    return words_of(PdfReader(io.BytesIO(case_handout(answer))))


def test_findings_places_reasons_and_caveat_stand_on_it() -> None:
    answer = localise(read_findings(TOLD))
    page = page_of(answer)
    first = places(answer)[0]
    for said in ("tibialis anterior 1/5", "foot eversion", "heel", "ankle jerk", "back pain"):
        assert said in page
    assert first.name[1:] in page and f"{first.share:.0%}" in page and first.pro[0][:20] in page
    assert "no diagnosis" in page and "For education only: not a diagnostic tool." in page


def test_it_speaks_german() -> None:
    with speaking("de"):
        page = page_of(localise(read_findings(TOLD)))
    assert "Fußrücken" in page and "Where is the lesion?" not in page


@pytest.mark.parametrize("missing", ["weak", "skin", "other"])
def test_a_kind_that_is_not_told_has_no_line(missing: str) -> None:
    title = {"weak": "Weak", "skin": "Numb skin", "other": "Signs and circumstances"}[missing]
    less = read_findings({name: value for name, value in TOLD.items() if name != missing})
    assert title in dict(told(read_findings(TOLD))) and title not in dict(told(less))


def test_nothing_told_is_a_page_without_places() -> None:
    answer = localise(read_findings({}))
    assert not places(answer) and "What they point to" not in page_of(answer)
