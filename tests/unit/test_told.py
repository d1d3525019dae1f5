"""What is told of a map is drawn on it, or the check says so."""

from __future__ import annotations

import dataclasses
from functools import cache

import pytest

from dermatome.anatomy.load import facts
from dermatome.anatomy.records import TerritoryClaim
from dermatome.atlas.load import atlas
from dermatome.library.load import library
from dermatome.library.records import Article, Passage, Section
from dermatome.told import (
    Drawn,
    articles_drawn,
    claims_drawn,
    conflicts_drawn,
    disputes_told,
    drawn_on_parts,
    run,
)


@cache
def drawn() -> Drawn:
    return drawn_on_parts(atlas())


def claim(scheme: str, root: str, **fields: str) -> TerritoryClaim:
    (found,) = [row for row in facts().claims if (row.scheme, row.root) == (scheme, root)]
    return found.model_copy(update=fields)


def article(root: str, text: str) -> Article:
    """Return the article of a root with one paragraph on its skin, which says only this."""
    found = library().root_article(root)
    assert found is not None
    section = Section("dermatome", "Skin", 2, (Passage("dermatome-1", text, text),), "dermatome")
    return dataclasses.replace(found, sections=(section,))


def test_tables_articles_and_conflicts_tell_what_is_drawn() -> None:
    for report in run():
        assert report.ok, report.faults
        assert all(report.counts.values())


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (claim("isncsci", "C5", anterior="outer arm and palm"), "told on 'palm', and not drawn there"),
        (claim("isncsci", "C7", digits="2-3"), "has the index-finger in the table"),
        (claim("isncsci", "C6", digits="1"), "of the index-finger on the map, and nothing of it"),
        (claim("keegan-garrett", "C5", reaches_ventral_midline="no"), "midline seen from anterior"),
        (claim("isncsci", "L2", reaches_dorsal_midline="yes"), ""),
    ],
)
def test_a_field_told_otherwise_than_drawn_is_a_fault(told: TerritoryClaim, fault: str) -> None:
    found = claims_drawn([told], atlas(), drawn()).faults
    assert len(found) == bool(fault)
    assert all(fault in one for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "On the sole, the strip map shows the S2 dermatome.",
        "On the calf, the ISNCSCI diagram has S2; Keegan and Garrett have S2 as well.",
        "On the palm no map shows the S2 dermatome.",
        "On the sole only the strip map shows the S2 dermatome.",
        "On the heel, ISNCSCI meets the S2 dermatome of the calf.",
    ],
)
def test_a_sentence_that_agrees_with_the_maps_is_no_fault(text: str) -> None:
    assert not articles_drawn([article("S2", text)], drawn()).faults


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("On the heel, the ISNCSCI diagram shows the S2 dermatome.", "isncsci draws no S2 on the heel"),
        ("On the heel, ISNCSCI has S1; the strip map has L3.", "keegan-garrett draws no L3 on the heel"),
        ("**Heel.** In the popliteal fossa, no map shows S2.", "which is denied"),
        ("ISNCSCI shows the back of the thigh and the palm.", "isncsci draws no S2 on the palm"),
        (
            "In the popliteal fossa only the strip map shows the S2 dermatome.",
            "isncsci draws S2 on the popliteal-fossa as well",
        ),
    ],
)
def test_a_sentence_that_a_map_contradicts_is_a_fault(text: str, fault: str) -> None:
    found = articles_drawn([article("S2", text)], drawn()).faults
    assert any(fault in one for one in found), found


def test_a_position_that_cites_a_figure_and_names_another_root_is_a_fault() -> None:
    rows = tuple(
        row.model_copy(update={"position_a": "L4, all round"}) if row.id == "heel" else row
        for row in facts().conflicts
    )
    found = conflicts_drawn(dataclasses.replace(facts(), conflicts=rows), atlas()).faults
    assert found == ["heel: isncsci has S1 at lateral-heel"]


def test_a_landmark_on_which_the_figures_differ_and_no_conflict_tells_so_is_a_fault() -> None:
    rows = tuple(row for row in facts().conflicts if row.id != "radial-forearm" and row.id != "outer-arm")
    (found,) = disputes_told(dataclasses.replace(facts(), conflicts=rows), atlas()).faults
    assert found.startswith("radial-forearm: C6 on one figure and C5 on the other")
