"""Questions: every kind, from their ids, the same each time, and fair."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections import Counter

import pytest

from dermatome.anatomy.ids import VIEWS
from dermatome.anatomy.load import facts
from dermatome.atlas.load import atlas, published_atlas
from dermatome.errors import InputError
from dermatome.language import speaking
from dermatome.study import check, recall, skin, wording
from dermatome.study.questions import card, cards, question, quiz
from dermatome.study.records import KINDS, Kind, Wanted, card_of
from dermatome.study.wording import contract, label, prompt
from tests.browser import PROJECT

LAYERS: dict[Kind, str] = {
    "click_territory": "dermatome",
    "name_territory": "dermatome",
    "click_key_point": "dermatome",
    "muscle": "myotome",
    "movement": "myotome",
    "reflex": "reflex",
    "disc": "level",
    "which_map": "dermatome",
    "root_or_nerve": "nerve",
    "case": "",
    "patient": "",
    "loss": "",
}
"""What each kind asks of; a case needs all layers and has none."""


def test_every_kind_is_asked_at_several_difficulties() -> None:
    count = Counter((each.kind, each.difficulty) for each in cards())
    assert {kind for kind, _ in count} == set(KINDS)
    for kind in KINDS:
        assert sum(1 for other, _ in count if other == kind) >= 2, kind
    assert len({each.id for each in cards()}) == len(cards())


def test_every_root_with_skin_is_asked_for_on_every_map_of_which_that_was_read() -> None:
    for scheme in atlas().schemes:
        asked = {each.root for each in cards(Wanted(kinds=("click_territory",), schemes=(scheme.id,)))}
        assert asked <= set(scheme.mapped_roots)
        if scheme.kind != "schematic":
            drawn = {
                t.root
                for view in VIEWS
                for t in published_atlas().territories(scheme.id, view)
                if t.kind == "spinal"
            }
            assert asked == drawn


def test_no_question_rests_on_what_was_not_read() -> None:
    for each in cards():
        about = each.id.split("/", 2)[2] if each.id.count("/") > 1 else ""
        match each.kind:
            case "click_territory" | "name_territory" | "which_map":
                rows = [row for row in facts().territories(each.root) if row.scheme == each.scheme]
            case "click_key_point":
                rows = [facts().key_points[each.root]]
            case "muscle" | "movement" | "reflex":
                things = recall.things(each.kind)
                told = [things[about]] if about in things else list(things.values())
                rows = [row for thing in told for row in (thing, *getattr(thing, "rows", ()))]
            case "disc":
                rows = [facts().roots[each.root]]
            case "root_or_nerve":
                rows = [recall.findings()[each.id.partition("/")[2]]]
            case _:
                continue  # cases are stories; their facts are checked where they are told
        assert rows and all(row.verified for row in rows), each.id


def test_a_card_leads_to_a_question_and_the_question_to_itself() -> None:
    for each in cards()[::7]:
        asked = question(each.id, seed=5)
        assert card_of(asked.id) == asked.card == each.id
        assert question(asked.id, seed=5) == asked
        assert asked.kind == each.kind and asked.layer == LAYERS[each.kind]


def test_right_answers_and_choices() -> None:
    for each in cards():
        asked = question(each.id, seed=11)
        if asked.click:
            assert asked.map_id and asked.view and not asked.choices
        else:
            right = set(asked.answers) & set(asked.choices)
            assert 0 < len(right) < len(asked.choices) and (asked.several or len(right) == 1), asked.id
            assert len(set(asked.choices)) == len(asked.choices) >= 3


def test_wrong_choices_have_no_part_in_a_muscle() -> None:
    for each in cards(Wanted(kinds=("muscle",))):
        asked = question(each.id, seed=2)
        for choice in set(asked.choices) - set(asked.answers):
            muscle, root = (asked.subject, choice) if asked.asks == "root-of" else (choice, each.root)
            assert facts().muscles[muscle].contribution_of(root) is None, (asked.id, choice)


def test_discs_follow_the_rule() -> None:
    asked = question("disc/root-of/L4-5.paracentral")
    assert asked.answers == ("L5",) and "L4/5" in prompt(asked)
    assert question("disc/root-of/L4-5.foraminal").answers == ("L4",)
    back = question("disc/disc-of/S1.paracentral")
    assert back.answers == ("L5-S1",) and label(back, "L5-S1") == "L5/S1"


def test_findings_speak_for_root_nerve_or_neither() -> None:
    said = {row.finding[:24]: recall.speaks_for(row) for row in facts().differentials}
    assert said["inversion weak (tibialis"] == "root"
    assert said["loss limited to anterola"] == "mimic"
    assert said["loss on the lateral lowe"] == "either"  # L5 has the skin of the common fibular
    assert said["eversion weak"] == "either"
    assert said["psoas/iliacus both weak"] is None  # shared between nerve, plexus and root
    assert said["pain follows drawn derma"] is None
    assert Counter(said.values())[None] < 10


def test_maps_are_told_apart_only_where_they_differ() -> None:
    for each in cards(Wanted(kinds=("which_map",))):
        for view in skin.telling_views(atlas(), str(each.scheme), each.root):
            for other in atlas().schemes:
                if other.id != each.scheme:
                    assert skin.likeness(atlas(), view, each.root, str(each.scheme), other.id) < skin.UNLIKE


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        (Wanted(roots=("S1",)), lambda c: c.root == "S1"),
        (Wanted(roots=("S4",)), lambda c: c.root in {"S4", "S4-5"}),
        (Wanted(layers=("reflex",)), lambda c: c.layer in {"reflex", ""}),
        (Wanted(kinds=("which_map",), schemes=("isncsci",)), lambda c: c.scheme == "isncsci"),
        (Wanted(difficulties=(1,)), lambda c: c.difficulty == 1),
    ],
)
def test_filters(wanted: Wanted, holds) -> None:
    found = cards(wanted)
    assert found and all(holds(each) for each in found)
    assert set(found) == {each for each in cards() if holds(each)} & set(cards(Wanted(kinds=wanted.kinds)))


def test_a_round_mixes_the_kinds() -> None:
    asked = quiz(count=10, seed=4)
    assert len(asked) == len({each.id for each in asked}) == 10
    assert len({each.kind for each in asked}) == 10


def test_a_side_is_asked_for_only_when_wanted() -> None:
    wanted = Wanted(kinds=("click_territory", "click_key_point"))
    assert {each.side for each in quiz(wanted, 30, 1)} == {None}
    sided = quiz(Wanted(kinds=wanted.kinds, sides=True), 40, 1)
    assert {each.side for each in sided} == {"left", "right"}
    assert all(str(each.side) in prompt(each) for each in sided)


@pytest.mark.slow
def test_another_process_asks_the_same() -> None:
    script = (
        "from dermatome.study.questions import quiz\nfrom dermatome.study.wording import contract\n"
        "print([contract(q) for q in quiz(count=12, seed=9)])"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "77"}
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, env=environment
    )
    assert done.stdout.strip() == str([contract(each) for each in quiz(count=12, seed=9)]), done.stderr


def test_seeds_differ() -> None:
    assert quiz(count=12, seed=1) != quiz(count=12, seed=2)


def test_questions_speak_the_visitors_language() -> None:
    asked = {each.kind: each for each in quiz(count=len(KINDS), seed=6)}
    assert len(asked) == len(KINDS)
    english = {kind: prompt(each) for kind, each in asked.items()}
    with speaking("de"):
        for kind, each in asked.items():
            assert prompt(each) != english[kind] and "%(" not in prompt(each)
            assert all("%(" not in label(each, choice) for choice in each.choices)
    assert {kind: prompt(each) for kind, each in asked.items()} == english
    with speaking("en", "la"):
        assert "musculus soleus" in prompt(question("muscle/root-of/soleus"))


def test_look_alikes_are_called_nerves_where_they_are() -> None:
    named = {row.mimic: wording.mimic_name(row) for row in recall.findings().values()}
    assert named["ulnar"] == "ulnar nerve" and named["median at wrist"] == "median nerve (wrist)"
    assert named["hip joint"] == "hip joint"


@pytest.mark.parametrize(
    "wrong",
    ["", "no/such", "click_territory/isncsci/S9", "click_territory/isncsci/S1~nowhere.left", "case/x~y"],
)
def test_unknown_questions_are_refused(wrong: str) -> None:
    with pytest.raises(InputError, match="There is no question"):
        question(wrong)


def test_an_empty_filter_and_no_count_are_refused() -> None:
    with pytest.raises(InputError, match="No question fits"):
        quiz(Wanted(roots=("C1",), kinds=("click_territory",)))
    with pytest.raises(InputError):
        quiz(count=0)
    assert card("disc/root-of/L4-5.paracentral").root == "L5"


def test_a_movement_lights_a_muscle_of_the_root_asked_for() -> None:
    for each in cards(Wanted(kinds=("movement",))):
        target = question(each.id).target
        if target:
            lit = facts().muscles[target.id]
            assert lit.contribution_of(each.root) in {"main", "segmental"}, (each.id, lit.name)
    hip = question("movement/root-of/hip-extension")
    assert hip.root == "S1" and hip.target
    assert "S1" in facts().muscles[hip.target.id].roots_main


def test_questions_see_a_muscle_of_another_root() -> None:
    asked = question("movement/root-of/hip-extension")
    assert asked.target
    wrong = dataclasses.replace(asked, target=dataclasses.replace(asked.target, id="tibialis-anterior"))
    moved = dataclasses.replace(wrong, root="S1")
    assert any("does not chiefly move" in fault for fault in check._unfair(moved))
