"""Talk of skin: what is lost, what is well, what is only told beside, and which signs go with it."""

from __future__ import annotations

import pytest

from dermatome.localiser.findings import read_findings
from dermatome.localiser.skin_clauses import clauses_of


@pytest.mark.parametrize(
    ("text", "lost", "spared"),
    [
        (
            "thumb and index are dead but the rest of the hand's alright",
            {"thumb", "index-finger"},
            {"palm", "hand-dorsum"},
        ),
        ("numbness in the thumb, never in the little finger", {"thumb"}, {"little-finger"}),
        ("palm's fine. It's the back of the hand", {"hand-dorsum"}, {"palm"}),
        ("inside of the thigh down to the knee, the calf is normal", {"thigh-front:medial"}, {"calf"}),
        ("under my foot, not the heel though", {"foot-sole"}, {"heel"}),
        ("plantar loss sparing the heel", {"foot-sole"}, {"heel"}),
        ("lat thigh ↓, knee WNL", {"thigh-front:lateral"}, {"knee"}),
        ("top of the foot, underneath I can feel a pebble", {"foot-dorsum"}, {"foot-sole"}),
        ("not the whole foot, only the big toe", {"great-toe"}, set()),
        ("the other hand is fine, this thumb isn't right", {"thumb"}, set()),
        ("it doesn't feel normal on the shin", {"shin"}, set()),
        ("I can't feel the chin properly", {"face:lower"}, set()),
        ("numb jaw, ear fine", {"face:lower"}, {"ear"}),
        ("the outer side of my buttock went numb", {"buttock:lateral"}, set()),
        ("the little finger went dead and never came back", {"little-finger"}, set()),
        ("intact to pin except lat border of the foot", {"foot-dorsum:lateral"}, set()),
        ("nothing feels odd in the heel, it's only the shin", {"shin"}, {"heel"}),
        ("the back of the leg, from the bum to behind the knee", {"thigh-back"}, set()),
        ("sole, and the toes of that foot", {"foot-sole", "great-toe", "toes"}, set()),
        ("numb med forearm to the wrist crease", {"forearm:medial"}, set()),
        ("wrist to elbow on the pinky edge", {"forearm:medial"}, set()),
        ("when the nurse stroked my shin I couldn't feel it", {"shin"}, set()),
        ("since the plaster came off the front of my thigh has been dead", {"thigh-front:anterior"}, set()),
        ("C6 loss (thumb and index)", {"thumb", "index-finger"}, set()),
        ("C8/T1 blunt, C5 intact", {"territory:C8", "territory:T1"}, {"territory:C5"}),
        ("calf, it stops at the knee", {"calf"}, set()),
    ],
)
def test_what_is_well_is_told_from_what_is_lost(text: str, lost: set[str], spared: set[str]) -> None:
    read = read_findings({"skin": {"lost": [text]}})
    assert ({p.id for p in read.lost}, {p.id for p in read.spared}) == (lost, spared)
    assert set(read.spared_groups) <= {"all-other"}


def test_what_is_off_among_what_is_well_is_lost() -> None:
    read = read_findings({"skin": {"spared": ["the thumb is fine, it's the index finger"]}})
    assert [p.id for p in read.spared] == ["thumb"]
    assert [p.id for p in read.lost] == ["index-finger"]


@pytest.mark.parametrize(
    ("text", "qualities"),
    [
        ("back of the thigh aches", {"thigh-back": "pain"}),
        ("burning sole", {"foot-sole": "pain"}),
        ("burning and tingling in the sole", {"foot-sole": "numb"}),
        ("I burnt my thumb and never felt it", {"thumb": "numb"}),
        ("sore upper arm; the thumb tingles", {"upper-arm": "pain", "thumb": "numb"}),
        ("forearm hurts, no numbness", {"forearm": "pain"}),
        ("the shin itches", {"shin": "pain"}),
    ],
)
def test_each_place_has_its_own_quality(text: str, qualities: dict[str, str]) -> None:
    assert {p.id: p.quality for p in read_findings({"skin": {"lost": [text]}}).lost} == qualities


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        (
            "pain starts in my lower back, then the back of the thigh and the calf",
            {"back-pain", "radicular-leg-pain"},
        ),
        ("neck pain shooting into the forearm and thumb", {"neck-pain", "radicular-arm-pain"}),
        ("low back pain, nothing goes down the leg", {"back-pain"}),
        ("pain in the calf when I climb stairs to the loft", set()),
        ("stocking-glove loss", {"stocking-loss", "glove-loss"}),
        ("both feet are numb", {"bilateral"}),
        ("both feet, no, just the right one", set()),
        ("like a sock bunched up under my heel", set()),
    ],
)
def test_signs_go_with_places_of_skin(text: str, signs: set[str]) -> None:
    assert set(read_findings({"skin": {"lost": [text]}}).signs) == signs


def test_a_place_told_beside_counts_where_nothing_else_names_one() -> None:
    beside = read_findings({"skin": {"lost": ["it's numb where the laces go"]}})
    told = read_findings({"skin": {"lost": ["big toe, where the laces go"]}})
    assert [p.id for p in beside.lost] == ["foot-dorsum"]
    assert [p.id for p in told.lost] == ["great-toe"]


@pytest.mark.parametrize("name", ["C6", "S4-5", "ulnar", "sural"])
def test_a_territory_is_given_by_its_id(name: str) -> None:
    read = read_findings({"skin": {"lost": [{"territory": name}]}})
    assert [p.id for p in read.lost] == [f"territory:{name}"]


def test_labels_of_the_spine_and_of_muscles_are_no_territories() -> None:
    for text in ("calf, since the L5/S1 discectomy", "level of T10", "sural nerve biopsy scar on the calf"):
        assert not any(p.territory for p in read_findings({"skin": {"lost": [text]}}).lost)


def test_clauses_keep_every_word_in_its_order() -> None:
    text = "back of the hand where the watch sits, since march; thumb is fine but not the index"
    assert [(c.text, c.kind, c.sentence) for c in clauses_of(text)] == [
        ("back of the hand", "told", 0),
        ("where the watch sits", "beside", 0),
        ("since march", "history", 0),
        ("thumb is fine", "kept", 1),
        ("not the index", "kept", 2),
    ]
