"""Conflicts are shown where they are seen, or the check says which is not."""

from __future__ import annotations

import dataclasses

import pytest

from dermatome.anatomy.load import Facts, facts
from dermatome.atlas.load import atlas
from dermatome.crosscheck import conflicts_shown, schematic_bases


def changed(name: str, **fields: str) -> Facts:
    """Return the facts with one conflict shown elsewhere."""
    rows = tuple(row.model_copy(update=fields) if row.id == name else row for row in facts().conflicts)
    return dataclasses.replace(facts(), conflicts=rows)


def test_every_conflict_is_shown_where_it_is_seen() -> None:
    report = conflicts_shown(facts(), atlas())
    assert report.ok, report.faults
    assert report.counts["conflicts"] == len(facts().conflicts) > 0


@pytest.mark.parametrize(
    ("name", "fields", "fault"),
    [
        ("l4-course", {"shown_root": "S1"}, "S1 is none of its roots"),
        ("l4-course", {"shown_spot": "nipple"}, "no map gives nipple to L4"),
        ("l4-course", {"shown_spot": "tail"}, "'tail' is seen in the view lateral-right"),
        ("l4-course", {"shown_view": "below"}, "below"),
        ("tibialis-anterior", {"shown_item": "calf"}, "no myotome 'calf'"),
        ("triceps-reflex", {"shown_item": "calf"}, "no reflex 'calf'"),
        ("triceps-reflex", {"shown_view": "below"}, "no view 'below'"),
        ("superior-cluneal", {"shown_item": "calf"}, "calf"),
        ("transitional-vertebra", {"shown_view": "anterior"}, "levels have no view"),
    ],
)
def test_a_conflict_that_is_not_seen_there_is_a_fault(name: str, fields: dict[str, str], fault: str) -> None:
    (found,) = conflicts_shown(changed(name, **fields), atlas()).faults
    assert found.startswith(f"{name}: ")
    assert fault in found


def test_schematic_maps_are_published_just_where_their_descriptions_were_read() -> None:
    report = schematic_bases(facts(), atlas())
    assert report.ok, report.faults
    assert report.counts["territories"]


@pytest.mark.parametrize(
    ("root", "verified", "fault"),
    [
        ("C7", False, "foerster: C7 is called published, and its description was not read"),
        ("C6", True, "foerster: C6 is called inferred, and its description was read"),
    ],
)
def test_a_schematic_map_that_claims_more_or_less_is_a_fault(root: str, verified: bool, fault: str) -> None:
    claims = tuple(
        row.model_copy(update={"verified": verified}) if (row.scheme, row.root) == ("foerster", root) else row
        for row in facts().claims
    )
    assert schematic_bases(dataclasses.replace(facts(), claims=claims), atlas()).faults == [fault]
