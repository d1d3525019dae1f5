"""Verdicts: what was hit, how far off, who else would accept it, and why."""

from __future__ import annotations

from random import Random

import pytest
import shapely

from dermatome.anatomy.ids import VIEWS
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas, published_atlas
from dermatome.errors import InputError
from dermatome.study import wording
from dermatome.study.judge import explanation, judge
from dermatome.study.questions import cards, question
from dermatome.study.records import Acceptance, Answer, Card, Wanted
from dermatome.study.skin import MAKERS, key_points


def inside(scheme: str, view: str, root: str, side: str) -> tuple[float, float]:
    """Return a point well inside the published part of a territory."""
    territory = published_atlas().territory(scheme, view, root, side)
    assert territory is not None
    spot = shapely.maximum_inscribed_circle(territory.geometry, tolerance=1.0).coords[0]
    return spot[0], spot[1]


def inferred_spot(scheme: str, view: str, root: str, side: str) -> tuple[float, float]:
    """Return a point well inside the inferred part of a territory."""
    territory = atlas().territory(scheme, view, root, side)
    assert territory is not None and territory.inferred is not None
    spot = shapely.maximum_inscribed_circle(territory.inferred, tolerance=1.0).coords[0]
    return spot[0], spot[1]


def test_nothing_inferred_is_asked_for() -> None:
    asked_for = 0
    for card in cards(Wanted(kinds=("click_territory", "name_territory", "which_map"))):
        for seed in range(3):
            asked = question(card.id, seed=seed)
            sides = [asked.side] if asked.side else ["left", "right"]
            found = [atlas().territory(str(asked.scheme), str(asked.view), asked.root, s) for s in sides]
            asked_for += 1
            assert any(t is not None and t.published is not None for t in found), asked.id
    assert asked_for
    # The back of the trunk is no part of the ISNCSCI diagram.
    with pytest.raises(InputError):
        question("click_territory/isncsci/T5~posterior.either")


def test_who_points_at_inferred_skin_of_the_right_root_is_right_and_told_so() -> None:
    asked = question("click_territory/isncsci/S1~posterior.either")
    view, x, y = "foot-sole", *inferred_spot("isncsci", "foot-sole", "S1", "left")
    verdict = judge(asked, Answer.click(view, x, y), with_passage=False)
    assert verdict.correct and verdict.inferred and verdict.given == "S1"
    assert "S1 is not published: the atlas infers it" in wording.verdict_line(asked, verdict)


def test_inferred_skin_of_another_root_is_wrong_and_told_so() -> None:
    asked = question("click_territory/isncsci/S1~posterior.either")
    view, x, y = "posterior", *inferred_spot("isncsci", "posterior", "T7", "left")
    verdict = judge(asked, Answer.click(view, x, y), with_passage=False)
    assert not verdict.correct and verdict.inferred and verdict.given == "T7"
    assert "T7 is not published" in wording.verdict_line(asked, verdict)
    published = judge(asked, Answer.click(view, *inside("isncsci", view, "S1", "left")), with_passage=False)
    assert published.correct and not published.inferred


def test_every_territory_is_found_where_it_lies() -> None:
    for each in cards(Wanted(kinds=("click_territory",))):
        asked = question(each.id, seed=3)
        side = "right" if asked.view == "lateral-right" else "left"
        x, y = inside(str(asked.scheme), str(asked.view), asked.root, side)
        verdict = judge(asked, Answer.click(str(asked.view), x, y), with_passage=False)
        assert verdict.correct and verdict.distance_mm == 0.0, asked.id


def test_a_neighbour_is_wrong_and_the_distance_is_told() -> None:
    asked = question("click_territory/keegan-garrett/S1~foot-sole.either")
    x, y = inside("keegan-garrett", "foot-sole", "L5", "left")
    verdict = judge(asked, Answer.click("foot-sole", x, y))
    territory = atlas().territory("keegan-garrett", "foot-sole", "S1", "left")
    assert territory is not None
    assert not verdict.correct and verdict.given == "L5"
    assert verdict.distance_mm == pytest.approx(territory.geometry.distance(shapely.Point(x, y)), abs=0.06)
    assert verdict.clicked and (verdict.clicked.id, verdict.clicked.side) == ("L5", "left")
    assert verdict.right and verdict.right.id == "S1"
    assert verdict.passage and "S1" in verdict.passage.passage.text and verdict.reasons and verdict.sources
    assert "L5" in wording.verdict_line(asked, verdict) and "mm" in wording.verdict_line(asked, verdict)


def test_another_map_that_would_accept_it_is_named_with_the_place() -> None:
    # The back of the thigh: S2 for the ISNCSCI, S1 for Keegan and Garrett.
    asked = question("click_territory/isncsci/S1~posterior.either")
    view, found = "posterior", None
    isncsci = atlas().territory("isncsci", view, "S2", "left")
    strip = atlas().territory("keegan-garrett", view, "S1", "left")
    assert isncsci is not None and strip is not None
    found = isncsci.geometry.intersection(strip.geometry).buffer(-2)
    spot = found.representative_point()
    verdict = judge(asked, Answer.click(view, spot.x, spot.y), with_passage=False)
    assert not verdict.correct and verdict.given == "S2"
    maps = {each.scheme: each for each in verdict.accepted_by}
    assert "keegan-garrett" in maps and "isncsci" not in maps
    assert maps["keegan-garrett"].roots == ("S1",) and maps["keegan-garrett"].body_parts
    line = wording.acceptance_line(asked, maps["keegan-garrett"])
    assert "Keegan" in line and "S1" in line


@pytest.mark.parametrize(("scheme", "unseen"), [("lee", True), ("foerster", True), ("keegan-garrett", False)])
def test_a_map_drawn_after_descriptions_is_named_so_when_it_would_accept(scheme: str, unseen: bool) -> None:
    asked = question("name_territory/isncsci/S1~posterior.right")
    line = wording.acceptance_line(asked, Acceptance(scheme, ("S2",), "posterior", ("calf",)))
    assert ("(schematic)" in line) == unseen


def test_where_fields_overlap_every_root_under_the_spot_is_right() -> None:
    pairs = 0
    for view in VIEWS:
        index = atlas().index("foerster", view)
        for position, others in enumerate(index.overlaps):
            for other in others:
                one, two = index.territories[position], index.territories[other]
                shared = one.geometry.intersection(two.geometry).buffer(-1.5)
                if shared.area < 20 or one.kind != "spinal" or two.kind != "spinal":
                    continue
                spot = shared.representative_point()
                under = hit("foerster", view, spot.x, spot.y)
                if not {one.root, two.root} <= {under.root, *(root for root, _ in under.also)}:
                    continue
                for root in (one.root, two.root):
                    # The fields of this map were not read, so practice itself does not ask for them.
                    card = Card(
                        f"click_territory/foerster/{root}",
                        "click_territory",
                        root,
                        "dermatome",
                        3,
                        "foerster",
                    )
                    try:
                        asked = MAKERS["click_territory"].make(
                            card, f"{view}.either", Random(1), False, atlas()
                        )
                    except InputError:
                        continue  # too little of it to be asked for in this view
                    click = Answer.click(view, spot.x, spot.y)
                    verdict = judge(asked, click, with_passage=False, source=atlas())
                    assert verdict.correct and verdict.given == root
                    pairs += 1
    assert pairs > 40


def test_the_other_side_is_told_from_a_wrong_root() -> None:
    asked = question("click_territory/isncsci/L4~anterior.right")
    x, y = inside("isncsci", "anterior", "L4", "left")
    verdict = judge(asked, Answer.click("anterior", x, y), with_passage=False)
    assert not verdict.correct and verdict.wrong_side and not verdict.accepted_by
    assert "other side" in wording.verdict_line(asked, verdict)
    x, y = inside("isncsci", "anterior", "L4", "right")
    assert judge(asked, Answer.click("anterior", x, y), with_passage=False).correct
    assert judge(asked, Answer.pick("anterior", "L4", "right"), with_passage=False).correct


def test_a_click_beside_the_body_and_one_where_the_map_is_blank() -> None:
    asked = question("click_territory/keegan-garrett/S1~posterior.either")
    off = judge(asked, Answer.click("posterior", -460, 1670), with_passage=False)
    assert off.given is None and off.body_part is None and off.distance_mm and off.distance_mm > 100
    assert "beside the body" in wording.verdict_line(asked, off)
    blank = atlas().index("keegan-garrett", "posterior").unmapped
    assert blank is not None
    spot = blank.representative_point()
    verdict = judge(asked, Answer.click("posterior", spot.x, spot.y), with_passage=False)
    assert (
        verdict.given is None
        and verdict.body_part
        and "Nothing is mapped" in wording.verdict_line(asked, verdict)
    )


def test_key_points_are_found_nearest_first() -> None:
    for each in cards(Wanted(kinds=("click_key_point",))):
        asked = question(each.id, seed=1)
        mark = next(m for m in key_points(atlas(), str(asked.view)) if m.key_point_of == asked.root)
        verdict = judge(asked, Answer.click(str(asked.view), mark.x + 1, mark.y), with_passage=False)
        assert verdict.correct and verdict.distance_mm == pytest.approx(1, abs=0.1), asked.id
        side = mark.side if mark.side != "midline" else "left"
        assert judge(asked, Answer.pick(str(asked.view), asked.root, side), with_passage=False).correct
    asked = question("click_key_point/T4~anterior.either")
    other = next(m for m in key_points(atlas(), "anterior") if m.key_point_of == "T5")
    verdict = judge(asked, Answer.click("anterior", other.x, other.y), with_passage=False)
    assert not verdict.correct and verdict.given == "T5" and verdict.distance_mm and verdict.distance_mm > 5
    far = judge(asked, Answer.click("anterior", 0.0, 20.0), with_passage=False)
    assert not far.correct and far.given is None and "key point" in wording.verdict_line(asked, far)


def test_a_wrong_name_that_another_map_gives_is_told() -> None:
    asked = question("name_territory/isncsci/S2~posterior.left")
    verdict = judge(asked, Answer.write("s1"))
    assert not verdict.correct and verdict.given == "S1"
    assert "keegan-garrett" in {each.scheme for each in verdict.accepted_by}
    assert verdict.clicked and verdict.clicked.id == "S1"
    assert judge(asked, Answer.write(" s2 ")).correct
    far = judge(asked, Answer.write("C4"))
    assert not far.accepted_by and far.clicked and far.clicked.id == "C4"


def test_pooled_roots_may_be_written_single() -> None:
    asked = question("name_territory/isncsci/S4-5", seed=0)
    assert judge(asked, Answer.write("S5"), with_passage=False).correct


def test_roots_that_contribute_and_sources_that_dissent() -> None:
    asked = question("muscle/root-of/tibialis-anterior")
    close = next(r for r in ("S1", "L3", "L5", "L4") if r not in asked.answers)
    verdict = judge(asked, Answer.write(close), with_passage=False)
    assert not verdict.correct
    told = question("reflex/root-of/knee-jerk-patellar")
    dissent = judge(told, Answer.write("L3"), with_passage=False)
    assert not dissent.correct and dissent.close
    assert [each.sources for each in dissent.accepted_by] == [("GPNOTEBOOK", "GOB2000")]
    assert "sources would accept" in wording.acceptance_line(told, dissent.accepted_by[0])


def test_every_choice_of_every_kind_gets_a_verdict_in_words() -> None:
    for each in cards()[::5]:
        asked = question(each.id, seed=8)
        marked = asked.kind == "loss"
        for choice in asked.choices:
            given = Answer.mark(choice) if marked else Answer.choose(choice)
            verdict = judge(asked, given, with_passage=False)
            assert verdict.correct == ((choice,) == asked.answers if marked else choice in asked.answers)
            line = wording.verdict_line(asked, verdict)
            assert line and "%(" not in line
            assert verdict.reasons and verdict.sources, asked.id


def test_explanations_speak_of_what_was_asked() -> None:
    said = {
        "reflex/root-of/ankle-jerk-achilles": "ankle jerk",
        "disc/root-of/L4-5.paracentral": "disc",
        "muscle/root-of/tibialis-anterior": "tibialis anterior",
    }
    for key, word in said.items():
        verdict = judge(question(key), Answer.skip())
        assert verdict.passage and word in verdict.passage.passage.text.lower(), key


def test_explanations_of_a_disc_name_that_disc_and_its_root() -> None:
    asked = [question(card.id) for card in cards(Wanted(kinds=("disc",)))]
    assert len(asked) > 50
    for each in asked:
        found = explanation(each)
        told = found.passage.text if found else ""
        upper, lower = each.subject.split("-")
        disc = f"{upper}–{lower if lower[0].isalpha() else upper[0] + lower} disc"
        assert disc in told and f"{each.root} root" in told, each.id


def test_a_skipped_question_is_wrong_and_tells_the_answer() -> None:
    asked = question("reflex/root-of/ankle-jerk-achilles")
    verdict = judge(asked, Answer.skip())
    assert not verdict.correct and verdict.given is None
    assert wording.verdict_line(asked, verdict) == "Answer: S1."


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("muscle/root-of/soleus", Answer.write("vertebra")),
        ("muscle/root-of/soleus", Answer.click("posterior", 0, 0)),
        ("which_map/isncsci/S1", Answer.write("S1")),
        ("which_map/isncsci/S1", Answer.choose("nobody")),
        ("click_territory/isncsci/S1", Answer.choose("S1")),
        ("click_territory/isncsci/S1", Answer.click("posterior", float("nan"), 0)),
        ("click_territory/isncsci/S1", Answer.click("nowhere", 1, 1)),
        ("click_territory/isncsci/S1", Answer.pick("posterior", "X9", "left")),
    ],
)
def test_answers_of_another_sort_are_refused(key: str, answer: Answer) -> None:
    with pytest.raises(InputError):
        judge(question(key), answer, with_passage=False)
