"""The facts in other languages: what is shown, and what is held to."""

from __future__ import annotations

import pytest

from dermatome.anatomy.check import every_text
from dermatome.anatomy.load import facts, translations
from dermatome.anatomy.terms import fact_text
from dermatome.anatomy.translated import TRANSLATED, check_translations
from dermatome.language import speaking
from dermatome.ui.base.html import lower, told


def test_every_column_that_is_shown_is_translated() -> None:
    report = check_translations(every_text(facts()))
    assert report.ok and int(report.counts["de"]) > 1000
    assert set(TRANSLATED) <= {table for table, _row in every_text(facts())}


def test_a_territory_is_told_face_by_face() -> None:
    claim = next(claim for claim in facts().claims if claim.root == "S1" and claim.posterior)
    with speaking("de"):
        said = fact_text(claim.summary)
        assert said and said.startswith("vorn: ") and "; hinten: " in said
    assert fact_text(claim.summary) is None


def test_every_territory_is_told_in_german_with_semicolons_in_it_too() -> None:
    claims = [claim for claim in facts().claims if claim.anterior or claim.posterior]
    assert any(";" in claim.anterior for claim in claims)
    with speaking("de"):
        assert not [claim.summary for claim in claims if fact_text(claim.summary) is None]


def test_german_nouns_keep_their_capitals_and_english_is_marked() -> None:
    point = facts().key_points["L4"].location
    with speaking("de"):
        assert lower(point) == "über dem Innenknöchel"
        assert told(point, capital=True) == "Über dem Innenknöchel"
        assert (
            told("Nobody has translated this <b>.")
            == '<span lang="en">Nobody has translated this &lt;b&gt;.</span>'
        )
    assert lower(point) == "over the medial malleolus"


def test_a_lost_root_or_number_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    known = dict(translations("de"))
    known["L5, with L4"] = "L5, mit L3"
    known["gone"] = "weg"
    monkeypatch.setattr("dermatome.anatomy.translated.translations", lambda _language: known)
    faults = check_translations(every_text(facts())).faults
    assert len(faults) == 2 and "L3" in faults[1] and "gone" in faults[0]
