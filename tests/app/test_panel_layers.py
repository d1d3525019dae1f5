"""Every muscle, movement, reflex, nerve and pair of look-alikes has its say, with sources."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from dermatome.anatomy.ids import TERRITORY_ROOTS
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import look_alikes, skin_nerves
from dermatome.atlas import spots
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from dermatome.ui.base.state import Item, Point, Selection
from dermatome.ui.map import muscles, nerves, reflexes, spot
from dermatome.ui.map import root as panel_text

UNREAD = "second-hand"
START = Selection("L5", "right", "isncsci", ("anterior",))


def words_of(markup: str) -> str:
    """Return HTML as words; every list entry that states something must cite."""
    assert re.search(r'href="sources\?n=\d+"', markup), "nothing is cited"
    return html.unescape(re.sub(r"<[^>]*>", " ", markup))


def pick(layer: str, kind: str, name: str, **more: object) -> Selection:
    return replace(START, layer=layer, item=Item(kind, name), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("root", TERRITORY_ROOTS)
def test_every_root_has_a_myotome_and_skin_nerves(root: str) -> None:
    assert f"{root}  myotome of" in words_of(muscles.myotome(replace(START, root=root, layer="myotome")))
    assert "skin nerves" in words_of(nerves.nerve(replace(START, root=root, layer="nerve")))
    assert "reflexes of" in reflexes.reflex(replace(START, root=root, layer="reflex"))


@pytest.mark.parametrize("muscle", facts().muscles)
def test_every_muscle_tells_its_roots_nerve_and_test(muscle: str) -> None:
    record = facts().muscles[muscle]
    shown = words_of(muscles.myotome(pick("myotome", "muscle", muscle)))
    for told in (record.latin, record.nerve, record.how_tested, *record.roots_main):
        assert told in shown
    assert ("Other sources" in shown) == bool(record.dissent)
    assert ("convention for cord injury" in shown) == bool(record.key_of)


@pytest.mark.parametrize("movement", facts().movements)
def test_every_movement_names_roots_and_muscles(movement: str) -> None:
    record = facts().movements[movement]
    shown = words_of(muscles.myotome(pick("myotome", "movement", movement)))
    for told in (*record.roots_main, *record.roots_contributing):
        assert told in shown
    assert all(facts().muscles[muscle].name in shown for muscle in record.muscles)


@pytest.mark.parametrize("root", TERRITORY_ROOTS)
def test_what_was_not_read_is_marked_and_never_a_fact_in_short(root: str) -> None:
    own = [row for row in facts().territories(root) if row.scheme != START.scheme]
    told = re.findall(r"<li>.*?</li>", panel_text.other_maps(replace(START, root=root)))
    assert [UNREAD in line for line in told] == [not row.verified for row in own]
    assert UNREAD not in panel_text.clinical_line(root)


@pytest.mark.parametrize("scheme", [scheme.id for scheme in atlas().schemes])
def test_the_map_on_screen_says_whether_it_was_read(scheme: str) -> None:
    said = panel_text.place(replace(START, root="L4", scheme=scheme))
    assert (UNREAD in said) == (scheme in {"foerster", "lee"})


@pytest.mark.parametrize("reflex", facts().reflexes_by_id)
def test_every_reflex_tells_its_arc_and_who_dissents(reflex: str) -> None:
    record = facts().reflexes_by_id[reflex]
    shown = words_of(reflexes.reflex(pick("reflex", "reflex", reflex)))
    for told in (*record.roots_primary, *record.roots_secondary, record.response[1:], record.nerve[1:]):
        assert told in shown
    assert ("Others give" in shown) == bool(facts().reflex_dissent(reflex))


@pytest.mark.parametrize("nerve", skin_nerves())
def test_every_skin_nerve_tells_its_roots_and_fields(nerve: str) -> None:
    shown = words_of(nerves.nerve(pick("nerve", "nerve", nerve)))
    first = facts().nerve_fields[skin_nerves()[nerve][0]]
    for told in ("peripheral nerve", "Roots", first.name):
        assert told in shown


@pytest.mark.parametrize(("root", "nerve"), look_alikes())
def test_every_pair_of_look_alikes_is_told_apart(root: str, nerve: str) -> None:
    shown = words_of(nerves.nerve(pick("nerve", "nerve", nerve, root=root, difference=True)))
    findings = nerves.findings_between(root, nerve)
    assert findings
    strengths = [nerves.STRENGTHS.index(row.strength) for row in findings]
    assert strengths == sorted(strengths)
    for told in (f"Only {root}", "Both", findings[0].finding[1:], findings[0].favours, findings[0].strength):
        assert told in shown


def test_the_pairs_asked_for_most_are_offered() -> None:
    wanted = {("L5", "common-fibular-peroneal"), ("C8", "ulnar"), ("C6", "median"), ("L4", "femoral")}
    assert wanted | {("S1", "tibial")} <= set(look_alikes())


def test_convention_is_kept_apart_and_says_so() -> None:
    shown = words_of(muscles.conventions("L5"))
    assert "Non-key movement" in shown
    assert "no guide to a root lesion" in shown


def test_who_says_here_names_every_map_the_nerve_and_the_muscle() -> None:
    territory = atlas().territory("isncsci", "foot-sole", "S1", "right")
    assert territory
    inside = territory.geometry.representative_point()
    sole = replace(START, point=Point("foot-sole", inside.x, inside.y))
    shown = words_of(spot.who_says_here(sole))
    for scheme in atlas().schemes:
        assert scheme.short_name in shown
    assert "Skin nerve" in shown
    assert "Point at a spot" in spot.who_says_here(START)
    beside = replace(START, point=Point("foot-sole", 4000, 0))
    assert "outside the body" in spot.who_says_here(beside)


BACK = Point("posterior", 60, 1200)
"""A spot on the back of the trunk, which the ISNCSCI diagram leaves blank; T7 by the atlas's rules."""


def test_an_inferred_spot_is_called_so() -> None:
    shown = spot.claims_there(replace(START, root="T7", point=BACK))
    assert "Inferred here" in shown and "published figure draws nothing" in shown
    chest = Point("anterior", -90, 1240)
    assert spot.claims_there(replace(START, root="T4", point=chest)) == ""
    schematic = spot.claims_there(replace(START, root="T7", scheme="lee", point=BACK))
    assert "was not seen" in schematic and "draws nothing" not in schematic


def test_where_inferred_skin_is_off_a_link_brings_it_back() -> None:
    shown = spot.claims_there(replace(START, root="T7", point=BACK, inferred=False))
    assert "This map does not draw this place" in shown
    (link,) = re.findall(r'href="([^"]+)"', shown)
    assert "root=T7" in link and "view=anterior&amp;" in link and "inferred" not in link
    told = spot.who_says_here(replace(START, root="T7", point=BACK, inferred=False))
    assert "T7" not in told
    assert "T7</b> (inferred)" in spot.who_says_here(replace(START, root="T7", point=BACK))


def pointed(view: str, root: str, part: str) -> Selection:
    """Return a click in the middle of a part of the body, on the root that the map draws there."""
    x, y = spots.spot(part, view, "right")
    return replace(START, root=root, point=Point(view, x, y), body_part=part)


def test_the_words_of_the_map_speak_of_the_place_pointed_at() -> None:
    shin = panel_text.place(pointed("anterior", "L5", "shin"))
    assert "You pointed at the" in shin and "outer part of the shin" in shin and "calf" not in shin
    x, y = spots.spot("foot-sole", "foot-sole", "right")
    drawn = hit(START.scheme, "foot-sole", x, y).root
    assert drawn and drawn != "L3"
    assert "does not name the place" in panel_text.place(pointed("foot-sole", drawn, "foot-sole"))
    assert "does not draw L3 there" in panel_text.place(pointed("foot-sole", "L3", "foot-sole"))


def test_others_are_told_in_one_line_where_this_map_speaks() -> None:
    said = html.unescape(re.sub(r"<[^>]*>", "", spot.others(pointed("posterior", "S2", "thigh-back"))))
    assert said.startswith("Other maps here:") and "Keegan & Garrett" in said and "ISNCSCI" not in said
    assert spot.others(START) == ""


@pytest.mark.parametrize(
    ("root", "first"),
    [
        ("C5", ["deltoid"]),
        ("C6", ["biceps brachii", "brachioradialis"]),
        ("C7", ["triceps brachii"]),
        ("L5", ["extensor hallucis longus", "gluteus medius"]),
        ("S1", ["gastrocnemius"]),
    ],
)
def test_lists_of_muscles_begin_with_what_is_examined_first(root: str, first: list[str]) -> None:
    own = [muscle.name for muscle in facts().muscles_of(root)]
    assert own[: len(first)] == first
    shown = words_of(muscles.myotome(replace(START, root=root, layer="myotome")))
    assert all(muscle.name in shown for muscle in facts().muscles_of(root) if not muscle.segmental)
    assert " more" not in shown
