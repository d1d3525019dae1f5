"""Conflicts are shown where they are seen and numbers stand in the works they cite, or the check says so."""

from __future__ import annotations

import dataclasses

import pytest

from dermatome.anatomy.load import Facts, facts
from dermatome.atlas.load import atlas
from dermatome.crosscheck import Statement, conflicts_shown, numbers_read, schematic_bases, statements


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
        ("l4-course", {"shown_spot": "tail"}, "'tail' is seen in the view anterior"),
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


# ---- numbers ---------------------------------------------------------------------------------------------


def said(text: str, *sources: str, firm: bool = True) -> Statement:
    return Statement("here", text, frozenset(sources), firm)


def test_every_number_was_looked_up() -> None:
    report = numbers_read(statements(), facts())
    assert report.ok, report.faults
    assert report.counts["numbers"] != 0


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("pain left the dermatome in 69.7 % of roots", "MURPHY2009"),
        ("pain left the dermatome in 70 % of roots", "MURPHY2009"),
        ("three of six tests have a specificity of 78 %", "LASLETT2005"),
        ("the root has C5 to T1", "MURPHY2009"),
    ],
)
def test_a_number_that_was_read_stands_exact_or_rounded(text: str, source: str) -> None:
    assert not numbers_read([said(text, source)], facts()).faults


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("pain left the dermatome in 71 % of roots", "MURPHY2009"),
        ("pain left the dermatome in 69.7 % of roots", "LASLETT2005"),
        ("groin pain was found in 55 % of hips", "LASLETT2005"),
        ("a likelihood ratio of 12", "IVERSEN2013"),
        ("in 7 of 9 patients", "FURUKAWA2021"),
    ],
)
def test_a_number_its_work_does_not_tell_is_a_fault(text: str, source: str) -> None:
    faults = numbers_read([said(text, source)], facts()).faults
    assert faults and "no reading of" in faults[0]


def test_a_verified_fact_may_not_tell_what_nobody_read_an_article_may() -> None:
    unread = tuple(
        row.model_copy(update={"read": "no"}) if row.source == "MURPHY2009" else row
        for row in facts().readings
    )
    tables = dataclasses.replace(facts(), readings=unread)
    text = "pain left the dermatome in 69.7 % of roots"
    assert "was read nowhere" in numbers_read([said(text, "MURPHY2009")], tables).faults[0]
    loose = numbers_read([said(text, "MURPHY2009", firm=False)], tables)
    assert loose.ok
    assert loose.counts["not seen"] == 1


def test_a_work_named_in_the_text_of_a_row_counts_as_cited() -> None:
    places = [told for told in statements() if "(LESHER2008)" in told.text]
    assert places and all("LESHER2008" in told.sources for told in places)


def test_numbers_of_articles_cases_and_the_spine_are_looked_at() -> None:
    places = [told.place for told in statements()]
    for start in ("s1.md#", "s1.md, summary", "case ", "conus.csv", "territories", "conflicts, position_a"):
        assert any(place.startswith(start) for place in places), start


# ---- what two published maps show, as conflicts tell it --------------------------------------------------


@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        ("index-finger", "PRAXIS_KSP", "C6: the whole finger"),
        ("medial-forearm", "PRAXIS_KSP", "T1, to the wrist"),
        ("medial-forearm", "GRANT1962", "C8 along the ulnar edge"),
        ("clavicle", "GRANT1962", "as far as the sternum"),
        ("c5-t1-sternum", "GRANT1962", "C5 along the clavicle and T1 below it"),
        ("c5-t1-sternum", "PRAXIS_KSP", "C4 meets T2"),
        ("c2-under-the-chin", "PRAXIS_KSP", "under the chin"),
        ("calf", "PRAXIS_KSP", "S2 as far as the middle, S1 below it, with L5 on the outer side"),
        ("calf", "GRANT1962", "S2 on the inner and S1 on the outer half"),
        ("sole", "GRANT1962", "L5 in a strip from the heel"),
        ("buttock", "PRAXIS_KSP", "blank"),
        ("c7-hand", "PRAXIS_KSP", "middle finger"),
        ("c7-forearm", "PRAXIS_KSP", "ends at the wrist"),
        ("c7-forearm", "GRANT1962", "down the back of the arm and forearm"),
        ("radial-forearm", "GRANT1962", "C5 down the front to the wrist"),
        ("front-of-thigh", "PRAXIS_KSP", "L2 as far as the middle"),
        ("outer-arm", "GRANT1962", "C6 along the outer edge"),
        ("ring-finger", "GRANT1962", "C8: the whole finger"),
        ("axilla", "GRANT1962", "T1, with the side of the chest"),
        ("outer-thigh", "PRAXIS_KSP", "L2 above and L3 below"),
        ("kneecap", "PRAXIS_KSP", "L3: the whole front of the knee"),
        ("heel", "GRANT1962", "L5 behind, below and on the outer side"),
        ("great-toe", "PRAXIS_KSP", "L5, the whole toe"),
    ],
)
def test_conflicts_tell_what_the_plates_show(name: str, source: str, words: str) -> None:
    (row,) = (row for row in facts().conflicts if row.id == name)
    positions = (
        (row.position_a, row.sources_a),
        (row.position_b, row.sources_b),
        (row.position_c, row.sources_c),
    )
    (text,) = (text for text, sources in positions if source in sources and words in text)
    assert text


def test_the_sole_of_the_isncsci_map_is_told_as_inferred() -> None:
    (row,) = (row for row in facts().conflicts if row.id == "sole")
    assert "PRAXIS_KSP" not in (*row.sources_a, *row.sources_b, *row.sources_c)
    assert "draws no sole" in row.note and "inferred" in row.note


def test_only_fields_of_which_a_sentence_was_read_are_verified_for_maps_not_seen() -> None:
    verified = {(row.scheme, row.root) for row in facts().claims if row.verified}
    assert {root for scheme, root in verified if scheme == "foerster"} == {"C7", "T2"}
    assert {root for scheme, root in verified if scheme == "lee"} == {"S3", "S4-5"}
    caveats = {scheme.id: scheme.caveat for scheme in atlas().schemes}
    assert "not seen" in caveats["foerster"] and "not seen" in caveats["lee"]
