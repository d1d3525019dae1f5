"""The path through practice: what comes first, what comes next, how far one has come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dermatome.anatomy.load import facts
from dermatome.atlas.load import published_atlas
from dermatome.errors import DataError, InputError
from dermatome.study import check, path
from dermatome.study.kept import Answered
from dermatome.study.load import basics
from dermatome.study.making import ARM, LEG
from dermatome.study.path import ahead, at, reached, stage_cards, stage_of
from dermatome.study.questions import cards, question
from dermatome.study.recall import other_roots, things
from dermatome.study.records import STAGES
from dermatome.study.skin import asked_views, inside_mm
from dermatome.study.store import open_progress

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def test_each_card_stands_in_one_stage() -> None:
    found = [card.id for stage in STAGES for card in stage_cards(stage)]
    assert sorted(found) == sorted(card.id for card in cards())


def test_the_basics_are_what_every_examiner_asks() -> None:
    asked = {card.id for card in stage_cards("basics")}
    assert asked == {row.card for row in basics()}
    assert 35 <= len(asked) <= 45
    for jerk in (
        "biceps",
        "brachioradialis-supinator",
        "triceps",
        "knee-jerk-patellar",
        "ankle-jerk-achilles",
    ):
        assert f"reflex/root-of/{jerk}" in asked
    graded = {card.root for card in stage_cards("basics") if card.kind == "movement"}
    assert graded == {"C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1"}, (
        "one group for each graded root"
    )
    points = {card.root for card in stage_cards("basics") if card.kind == "click_key_point"}
    assert {"C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1"} <= points


def test_every_basic_has_a_reason_and_a_source() -> None:
    for row in basics():
        assert row.reason and row.source
        assert set(row.source) <= set(facts().sources)


def test_a_beginner_meets_the_basics_in_their_order_and_several_kinds_in_the_first_ten() -> None:
    first = ahead(None, None, "basics", 10)
    assert first == tuple(row.card for row in basics()[:10])
    assert len({card.partition("/")[0] for card in first}) >= 5


def test_what_is_due_comes_before_what_is_new_and_progress_is_counted(tmp_path: Path) -> None:
    order = [card.id for card in stage_cards("basics")]
    with open_progress(tmp_path) as store:
        somebody = store.learner("Ada")
        store.answer(somebody, Answered(order[3], rating=1, correct=False, at=NOW - timedelta(days=2)))
        store.answer(somebody, Answered(order[5], rating=4, correct=True, at=NOW - timedelta(minutes=5)))
        nexts = ahead(store, somebody, "basics", 10, now=NOW)
        assert nexts[0] == order[3]
        assert nexts[1] == order[0]
        assert order[5] not in nexts
        everything = ahead(store, somebody, "basics", 100, now=NOW)
        assert sorted(everything) == sorted(order)
        assert everything[-1] == order[5]
        steps = reached(store.states(somebody), NOW)
    assert [step.stage for step in steps] == list(STAGES)
    assert (steps[0].cards, steps[0].known) == (len(order), 1)
    assert [step.known for step in steps[1:]] == [0, 0, 0, 0]


def test_a_stage_leads_on_when_nearly_all_of_it_is_known(tmp_path: Path) -> None:
    order = [card.id for card in stage_cards("basics")]
    with open_progress(tmp_path) as store:
        somebody = store.learner("Ada")
        assert at(reached(store.states(somebody), NOW)) == "basics"
        for card in order:
            store.answer(somebody, Answered(card, rating=4, correct=True, at=NOW))
        assert at(reached(store.states(somebody), NOW)) == "isncsci"


def test_cards_are_of_one_stage_or_of_none() -> None:
    order = [card.id for card in stage_cards("basics")]
    assert stage_of(order[:4]) == "basics"
    assert stage_of((order[0], stage_cards("cases")[0].id)) is None


def test_none_are_no_questions() -> None:
    with pytest.raises(InputError):
        ahead(None, None, "basics", 0)


def test_a_card_named_twice_is_refused(tmp_path: Path) -> None:
    twice = tmp_path / "basics.csv"
    twice.write_text("card,reason,source\na/b,why,GRAY41\na/b,why,GRAY41\n", encoding="utf-8")
    with pytest.raises(DataError, match="twice"):
        basics(twice)


def test_faults_of_the_basics_are_found() -> None:
    row = basics()[0]
    faults = check.check_path(
        (row.model_copy(update={"card": "muscle/root-of/tail", "source": ("NOBODY",)}),)
    ).faults
    assert any("there is no card" in fault for fault in faults)
    assert any("unknown source" in fault for fault in faults)
    assert any("about 40" in fault for fault in faults)


def test_the_stages_are_what_they_are_called() -> None:
    kinds = {stage: {card.kind for card in stage_cards(stage)} for stage in STAGES}
    assert kinds["cases"] == {"case", "root_or_nerve", "patient", "loss"}
    assert kinds["maps"] == {"click_territory", "name_territory", "which_map"}
    assert {card.scheme for card in stage_cards("isncsci") if card.scheme} == {"isncsci"}
    assert not kinds["motor"] & {"case", "which_map", "click_territory"}
    assert path.DONE < 1


# ---- fair questions ---------------------------------------------------------------------------------

EDGE_MM = 5.0


def test_no_key_point_is_asked_for_on_the_edge_of_the_body() -> None:
    source = published_atlas()
    near = {
        root: inside
        for root in facts().key_points
        for view in asked_views(source, root)
        if (inside := inside_mm(source, view, root)) < EDGE_MM
    }
    # Only one view shows the inner side of the knee at all.
    assert set(near) <= {"L3"}
    assert "lateral-right" not in asked_views(source, "T11"), "from the side its line is the edge"
    for card in cards():
        if card.kind == "click_key_point":
            for seed in range(6):
                assert question(card.id, seed).view in asked_views(source, card.root)


def test_wrong_roots_are_of_the_same_limb_where_it_has_enough() -> None:
    for card in cards():
        if card.kind not in ("muscle", "movement", "reflex") or "/root-of/" not in card.id:
            continue
        asked = question(card.id, 3)
        limb = next((limb for limb in (ARM, LEG) if set(asked.answers) <= limb), None)
        if limb is None:
            continue
        wrong = set(asked.choices) - set(asked.answers)
        free = limb - set(asked.answers) - set(other_roots(things(card.kind)[asked.subject]))
        assert len(wrong & limb) == min(len(free), 3), asked
        assert not [root for root in wrong if root.startswith("T") and root not in ("T1", "T12")], asked


def test_nobody_is_asked_whether_the_thumb_is_t2() -> None:
    for seed in range(8):
        assert set(question("muscle/root-of/abductor-pollicis-brevis", seed).choices) <= ARM
