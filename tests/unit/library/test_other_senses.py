"""Labels that mean neither root nor skin, and the notations of reports and wards."""

import pytest

from dermatome.library.mentions import find_mentions, find_terms
from dermatome.library.passages import passages


def senses(text: str) -> list[tuple[str, str]]:
    """Return each surface once with its sense."""
    return list(dict.fromkeys((m.surface, m.sense) for m in find_mentions(text)))


def roots(text: str) -> list[str | None]:
    return [m.root for m in find_mentions(text)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("A stab wound cut the lower trunk (C8-T1).", "C8 T1"),
        ("Erb's palsy, C5-C6, came with a difficult birth.", "C5 C6"),
        ("A Klumpke lesion (C8/T1) spares the elbow.", "C8 T1"),
        ("The posterior cord, C5–T1, ends in two nerves.", "C5 C6 C7 C8 T1"),
        ("The medial cord (C8, T1) was bruised.", "C8 T1"),
        ("The lumbosacral trunk (L4–5) crosses the brim.", "L4 L5"),
    ],
)
def test_a_plexus_is_made_of_roots_and_in_full(text: str, named: str) -> None:
    assert {sense for _, sense in senses(text)} == {"nerve_root"}
    assert roots(text) == named.split()


def test_trunks_of_the_plexus_are_no_part_of_the_body(make) -> None:
    plexus = "The suture joined the middle trunk (C7) behind the clavicle, near the brachial plexus."
    assert not [term for term in find_terms(plexus) if term.kind == "body_part" and "abdomen" in term.parts]
    assert any("abdomen" in term.parts for term in find_terms("The rash spread over the lower trunk."))
    assert not [p for p in passages("C7", "dermatome", "abdomen", [make(f"# X\n\n{plexus}\n")]) if p.on_part]


@pytest.mark.parametrize(
    "text",
    [
        "The jugular notch is level with T2.",
        "Hyoid: C3.",
        "The renal arteries branch off at L1.",
        "The aorta leaves the diaphragm at T12.",
        "The transpyloric plane (L1) is easily found.",
        "Scapular spine T3, its lower angle T7.",
    ],
)
def test_landmarks_and_organs_lie_at_levels(text: str) -> None:
    assert {sense for _, sense in senses(text)} == {"level"}


def test_skin_over_a_landmark_stays_skin() -> None:
    assert senses("The skin over the iliac crest belongs to T12.") == [("T12", "dermatome")]
    assert senses("The diaphragm is supplied by C3, C4 and C5.")[0] == ("C3", "myotome")


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("T1 slope was 31 degrees.", "vertebra"),
        ("The tilt of L4 grew.", "vertebra"),
        ("UIV: T9.", "vertebra"),
        ("The LIV was L2.", "vertebra"),
        ("The C7 plumb line leaned forwards.", "vertebra"),
        ("A Schmorl node of L1 was seen.", "vertebra"),
        ("C2–C7 lordosis was flat.", "level"),
        ("Kyphosis T5–T12 was 50 degrees.", "level"),
    ],
)
def test_alignment_is_of_bones_and_stretches(text: str, sense: str) -> None:
    assert {found for _, found in senses(text)} == {sense}


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("Key muscle group S1 points the foot.", "myotome"),
        ("Along the nipple line T4 was blunt to the pin.", "dermatome"),
        ("The needle site L3/4 was dry.", "level"),
        ("The thoracic column from T3 to T9 was rigid.", "level"),
        ("Take line S1 to platform L2.", "other"),
        ("The tile in column C4, line L2 was blue.", "other"),
    ],
)
def test_groups_lines_and_sites_of_the_body_are_told_from_others(text: str, sense: str) -> None:
    assert {found for _, found in senses(text)} == {sense}


@pytest.mark.parametrize(
    "text",
    [
        "Feeling came back to grade S3 in nine fingers.",
        "Sensory recovery was S2 in three and S3+ in eight.",
        "On the Medical Research Council scale S4 is normal.",
    ],
)
def test_grades_of_feeling_are_no_sacral_roots(text: str) -> None:
    assert {sense for _, sense in senses(text)} == {"other"}


def test_reflex_grades_and_sacral_skin_are_not_taken_for_grades_of_feeling() -> None:
    assert senses("Recovery of the S3 dermatome was slow.") == [("S3 dermatome", "dermatome")]
    assert senses("Ankle jerk (S1) 2+.") == [("S1", "reflex")]


@pytest.mark.parametrize(
    "text", ["T2* of the cord was measured.", "Axial T2, sagittal T1.", "Coronal T1 and T2 with STIR."]
)
def test_sequences_are_no_vertebrae(text: str) -> None:
    assert {sense for _, sense in senses(text)} == {"other"}


def test_six_lumbar_vertebrae() -> None:
    found = find_mentions("The L6-S1 disc is flat, the L5-6 disc is not; both pedicles of L6 took screws.")
    assert [(m.surface, m.root, m.sense) for m in found] == [
        ("L6-S1 disc", "S1", "disc"),
        ("L5-6 disc", "L5", "disc"),
        ("L6", None, "vertebra"),
    ]


@pytest.mark.parametrize(
    ("text", "sense", "named"),
    [
        ("Gluteus maximus (L5,S1,2) extends the hip.", "myotome", "L5 S1 S2"),
        ("Discs are dry at L2/3, 3/4 and 4/5.", "disc", "L2 L3 L3 L4 L4 L5"),
        ("The L4L5 disc herniation grew.", "disc", "L4 L5"),
        ("Stenosis C34 and C45.", "level", "C3 C4 C4 C5"),
        ("Power: L3 5/5 L4 3/5.", "myotome", "L3 L4"),
        ("KJ (L3/4) ++, AJ (S1) -", "reflex", "L3 L4 S1"),
        ("L2-L3: No bulge.", "level", "L2 L3"),
    ],
)
def test_shorthand(text: str, sense: str, named: str) -> None:
    assert {found for _, found in senses(text)} == {sense}
    assert roots(text) == named.split()


def test_a_run_of_digits_alone_is_no_label() -> None:
    assert senses("Ask for form L45 at the desk.") == []
    assert senses("HS: S1 + S2, no murmur.") == [("S1", "other"), ("S2", "other")]


def test_where_nothing_is_of_the_body_a_bare_label_is_no_root() -> None:
    text = "The ferry left from pier L4 before the storm reached the harbour."
    assert senses(text) == [("L4", "other")]
    assert [m.sense for m in find_mentions(text, "reflex")] == ["reflex"]
    assert senses(text.replace("pier", "knee")) != [("L4", "other")]
    assert senses("It is mostly L4.") == [("L4", "nerve_root")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which vertebra has no body? A. C1 B. C2 C. L5", "vertebra vertebra vertebra"),
        ("Which dermatome is over the nipple: T2, T4 or T6?", "dermatome dermatome dermatome"),
        ("Which vertebra is easiest to feel? C7.", "vertebra"),
        ("Stimulation of S2 moved the heel, of S4 only the pelvic floor.", "nerve_root nerve_root"),
    ],
)
def test_options_and_parallels_take_one_sense(text: str, expected: str) -> None:
    assert " ".join(sense for _, sense in senses(text)) == expected


def test_levels_of_the_cord_have_an_eighth_cervical_one() -> None:
    assert "C8" in roots("People with lesions from C6 to T2 were trained.")
    assert "C8" not in roots("Axial images cover C6 to T2.")


def test_a_thirteenth_thoracic_vertebra_is_the_namesake_of_no_root() -> None:
    found = find_mentions("A rib-bearing vertebra below was called T13; the T12-T13 disc is thin.")
    assert [(m.surface, m.root, m.sense) for m in found] == [
        ("T13", None, "vertebra"),
        ("T12-T13 disc", "T12", "disc"),
    ]
