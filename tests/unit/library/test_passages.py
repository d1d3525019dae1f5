"""Which passages a click brings up, and in which order."""

import pytest

from dermatome.anatomy.ids import LAYERS, ROOTS, SENSES, TERRITORY_ROOTS
from dermatome.errors import InputError
from dermatome.library.load import library
from dermatome.library.passages import passages
from dermatome.library.records import SUMMARY_LAYERS
from dermatome.library.store import Store

NOTE = """# S1 on one page

## Skin

The S1 dermatome covers the heel.

On the sole of the foot the S1 dermatome takes the outer part.

The L5 dermatome covers the great toe.

## Strength

Plantar flexion of the ankle is the S1 myotome; gastrocnemius does most of it.

## Reflex

The ankle jerk is the S1 reflex.

## Bone

The S1 screw goes into the S1 vertebra.

The L5–S1 disc lies above.

## Money

Prices differ between countries.

The first S1 heart sound was soft.
"""


@pytest.fixture
def note(make):
    return make(NOTE, "s1.md")


def texts(found) -> list[str]:
    return [passage.text for passage in found]


@pytest.mark.parametrize(
    ("layer", "part", "first"),
    [
        ("dermatome", "foot-sole", "On the sole of the foot the S1 dermatome takes the outer part."),
        ("dermatome", "heel", "The S1 dermatome covers the heel."),
        ("myotome", None, "Plantar flexion of the ankle is the S1 myotome; gastrocnemius does most of it."),
        ("reflex", None, "The ankle jerk is the S1 reflex."),
        (None, "foot-sole", "On the sole of the foot the S1 dermatome takes the outer part."),
    ],
)
def test_the_part_clicked_and_the_layer_decide_what_comes_first(note, layer, part, first) -> None:
    assert texts(passages("S1", layer, part, [note]))[0] == first


def test_the_level_layer_brings_bone_and_disc_first(note) -> None:
    found = passages("S1", "level", None, [note])
    assert {found[0].sense, found[1].sense} <= {"disc", "vertebra"}


def test_what_is_about_another_root_or_about_nothing_is_never_returned(note) -> None:
    told = texts(passages("S1", None, None, [note], limit=50))
    assert "The L5 dermatome covers the great toe." not in told
    assert "Prices differ between countries." not in told
    assert "The first S1 heart sound was soft." not in told
    assert passages("C3", None, None, [note]) == []


def test_each_passage_says_why_and_what_its_label_means(note) -> None:
    found = {passage.text: passage for passage in passages("S1", "dermatome", "foot-sole", [note], limit=50)}
    sole = found["On the sole of the foot the S1 dermatome takes the outer part."]
    assert sole.why == "names the sole of the foot; about the S1 dermatome"
    assert sole.on_part and sole.sense == "dermatome"
    screw = found["The S1 screw goes into the S1 vertebra."]
    assert screw.sense == "vertebra" and "not its skin" in screw.why and not screw.on_part


CONTRASTS = """# Contrasts

C7 supplies the skin of the middle finger, unlike C6, which takes the thumb.

The C6 dermatome runs down the radial forearm to the thumb.

The C6 dermatome takes part of the hand.

The heel is the S1 dermatome, not L5 or L4.

L5 pain may run down the back of the leg.

S1 pain runs down the calf to the ankle.

The calf muscles are the key muscles of S1.

The ankle jerk tests S1.

The S1 vertebra lies above the rest of the leg.
"""


@pytest.mark.parametrize(
    ("root", "layer", "part", "first"),
    [
        ("C6", "dermatome", "hand", "The C6 dermatome takes part of the hand."),
        ("C6", "dermatome", "thumb", "The C6 dermatome runs down the radial forearm to the thumb."),
        (
            "C7",
            "dermatome",
            "hand",
            "C7 supplies the skin of the middle finger, unlike C6, which takes the thumb.",
        ),
        ("S1", "dermatome", "heel", "The heel is the S1 dermatome, not L5 or L4."),
        ("S1", "myotome", "calf", "The calf muscles are the key muscles of S1."),
        ("S1", "reflex", "ankle", "The ankle jerk tests S1."),
        ("S1", "dermatome", "calf", "S1 pain runs down the calf to the ankle."),
    ],
)
def test_a_root_named_in_contrast_or_in_another_sense_comes_later(make, root, layer, part, first) -> None:
    assert texts(passages(root, layer, part, [make(CONTRASTS, "contrasts.md")]))[0] == first


def test_what_announces_the_layer_comes_first_and_the_lead_of_a_list_late(make) -> None:
    article = make(
        "# The S1 root\n\n## Anatomy\n\nClinicians use S1 for:\n\n- S1 vertebra versus S1 nerve root\n"
        "- Pain and a sensory loss that keep to the S1 distribution, as many patients have\n"
        "- Dermatome (sensation): commonly the lateral foot and the heel, though people differ\n"
        "- Myotome (strength): plantar flexion above all\n"
    )
    for layer, start in (("dermatome", "Dermatome"), ("myotome", "Myotome")):
        found = passages("S1", layer, None, [article], limit=20)
        assert found[0].text.startswith(start) and found[0].sense == layer
        assert texts(found).index("Clinicians use S1 for:") > 1


def test_in_an_article_on_a_root_what_stands_before_another_is_named_is_about_the_first(make) -> None:
    article = make(
        "# C7 radiculopathy\n\nPush my hand away: C7 extends the elbow.\n\n"
        "Numbness: index and middle fingers. The thumb is usually C6. The palm is often spared.\n"
    )
    numb = "Numbness: index and middle fingers. The thumb is usually C6. The palm is often spared."
    found = passages("C7", "dermatome", "middle-finger", [article])[0]
    assert (found.text, found.sense) == (numb, "dermatome")
    assert found.why == "names the middle finger (“middle fingers”); in the article on C7"
    assert all(p.text != numb or not p.on_part for p in passages("C7", "dermatome", "palm", [article]))


def test_a_row_of_a_table_speaks_of_skin_and_muscle_alike(make) -> None:
    article = make(
        "# Roots\n\n| Root | Skin | Muscle |\n|---|---|---|\n| C6 | thumb | wrist extensors |\n\n"
        "The C6 root is tested at the wrist and hand, as many guides say.\n"
    )
    assert passages("C6", "dermatome", "thumb", [article])[0].text == "C6; thumb; wrist extensors"
    assert passages("C6", "myotome", None, [article])[0].text == "C6; thumb; wrist extensors"
    assert [passages("C6", layer, None, [article])[0].sense for layer in ("dermatome", "myotome")] == [
        "dermatome",
        "myotome",
    ]


def test_a_part_named_alone_counts_more_than_a_word_for_two(make) -> None:
    article = make("# Note\n\nIn the leg it is the S1 dermatome.\n\nIn the calf it is the S1 dermatome.\n")
    calf, leg = passages("S1", "dermatome", "calf", [article])
    assert calf.why.startswith("names the calf;") and leg.why.startswith(
        "names the leg, which takes in the calf;"
    )


def test_the_part_itself_comes_before_a_larger_one_in_the_sense_wanted(make) -> None:
    article = make(
        "# S1 pain\n\nPain travels into the foot along the S1 dermatome.\n\nIt takes in the outer border and "
        "the sole of the foot, often the whole of the heel. Where S1 is irritated, numbness follows.\n"
    )
    assert passages("S1", "dermatome", "foot-sole", [article])[0].text.startswith("It takes in")


def test_contrast_and_coarse_words_are_told_truly(make) -> None:
    article = make(CONTRASTS, "contrasts.md")
    told = {found.text: found.why for found in passages("C6", "dermatome", "hand", [article])}
    assert told["C7 supplies the skin of the middle finger, unlike C6, which takes the thumb."].endswith(
        "tells another root from C6"
    )
    assert told["The C6 dermatome takes part of the hand."] == "names the hand; about the C6 dermatome"
    (calf,) = [p for p in passages("S1", "myotome", "calf", [article]) if "muscles" in p.text]
    assert calf.why == "names the calf (“calf muscles”); about the S1 myotome"


def test_the_highlight_is_the_sentence_that_matched(make) -> None:
    article = make("# Note\n\nS1 is long. The S1 skin of the heel is thick. It ends there.\n")
    (found,) = passages("S1", "dermatome", "heel", [article])
    start, end = found.highlight
    assert found.text[start:end].strip() == "The S1 skin of the heel is thick."


def test_a_coarse_word_matches_less_than_the_part_itself(make) -> None:
    article = make("# Note\n\nThe S1 dermatome reaches the foot.\n\nThe S1 dermatome reaches the sole.\n")
    found = passages("S1", "dermatome", "foot-sole", [article])
    assert texts(found) == ["The S1 dermatome reaches the sole.", "The S1 dermatome reaches the foot."]
    assert "which takes in the sole" in found[1].why


def test_the_same_words_are_shown_once(make) -> None:
    article = make("# Note\n\nThe S1 root is long.\n\n## Again\n\nThe S1 root is long.\n")
    assert len(passages("S1", None, None, [article])) == 1


def test_the_pooled_root_and_its_members_find_each_other(make) -> None:
    article = make("# Note\n\nThe S4 dermatome rings the anus.\n\nThe S4-5 dermatome is pooled.\n")
    assert len(passages("S4-5", "dermatome", "perineum", [article])) == 2
    assert len(passages("S5", "dermatome", None, [article])) == 1


def test_imported_articles_join_in_from_a_store(store: Store, make) -> None:
    store.save(make("# Notes\n\nThe S1 dermatome of the sole glows in the dark.\n", "glow.md"))
    found = passages("S1", "dermatome", "foot-sole", limit=20, stores=[store])
    assert any(passage.imported and "glows" in passage.text for passage in found)
    assert any(not passage.imported for passage in found)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("S9",), "no root"), (("S1", "soul"), "no layer"), (("S1", None, "tail"), "no body part")],
)
def test_bad_arguments_are_refused(arguments, says) -> None:
    with pytest.raises(InputError, match=says):
        passages(*arguments)


@pytest.mark.parametrize("root", TERRITORY_ROOTS)
@pytest.mark.parametrize("layer", LAYERS)
def test_our_own_articles_answer_for_every_root_and_layer(root: str, layer: str) -> None:
    found = passages(root, layer, limit=5)
    assert found
    assert [passage.score for passage in found] == sorted((p.score for p in found), reverse=True)
    for passage in found:
        assert passage.sense in SENSES and passage.why
        article = library().article(passage.article)
        section = article.section(passage.section_id)
        assert section is not None and passage.passage in section.passages


@pytest.mark.parametrize("root", ROOTS)
def test_the_five_lines_come_first_for_a_root_and_one_of_them_for_a_layer(root: str) -> None:
    article = library().root_article(root)
    assert article is not None
    lines = [passage.text for passage in article.sections[0].passages]
    assert texts(passages(root, limit=5)) == lines
    for layer, line in zip(SUMMARY_LAYERS, lines, strict=True):
        assert passages(root, layer, limit=1)[0].text == line


def test_a_part_or_a_nerve_asked_for_counts_more_than_the_five_lines() -> None:
    assert passages("S1", "dermatome", "calf", limit=1)[0].section_id == "dermatome-body-part-by-body-part"
    assert passages("L5", "nerve", nerve="common fibular", limit=1)[0].section_id == "lookalikes"


def test_s1_on_the_sole_and_on_the_calf_bring_different_passages() -> None:
    sole = passages("S1", "dermatome", "foot-sole", limit=1)[0]
    calf = passages("S1", "dermatome", "calf", limit=1)[0]
    assert "sole" in sole.text and "calf" in calf.text.lower() and sole.text != calf.text
    assert sole.article == calf.article == "s1"


MAPS = """# S1 on two maps

## Skin

On the ISNCSCI map the S1 dermatome is the heel and the lateral foot.

Keegan and Garrett draw the S1 dermatome as a strip from the sacrum.

The S1 dermatome and its neighbours overlap.
"""


@pytest.mark.parametrize(
    ("scheme", "first"), [("isncsci", "On the ISNCSCI map"), ("keegan-garrett", "Keegan")]
)
def test_what_speaks_of_the_map_on_screen_comes_first_and_of_other_maps_last(make, scheme, first):
    found = texts(passages("S1", layer="dermatome", scheme=scheme, articles=[make(MAPS, "maps.md")]))
    assert found[0].startswith(first)
    assert found[1] == "The S1 dermatome and its neighbours overlap."
    assert len(found) == 3


LOOKALIKES = """# L5 on one page

## Skin

The L5 dermatome covers the top of the foot.

## Course

The L5 root leaves below the L5 pedicle.

## Look-alikes

Common peroneal nerve. Weak inversion favours the L5 root.

Sciatic nerve. A lost ankle jerk speaks against the L5 root.

Loosening of a knee prosthesis is not a matter of the L5 root.
"""


@pytest.mark.parametrize(
    ("nerve", "first"),
    [("common fibular (peroneal)", "Common peroneal"), ("sciatic", "Sciatic"), ("sciatic-nerve", "Sciatic")],
)
def test_the_nerve_layer_brings_what_tells_root_and_nerve_apart(make, nerve: str, first: str) -> None:
    found = passages("L5", "nerve", "foot-dorsum", [make(LOOKALIKES, "l5.md")], nerve=nerve)
    assert found[0].text.startswith(first)
    assert "names the" in found[0].why and "nerve" in found[0].why
    assert found[0].score > found[1].score + 1


def test_any_nerve_comes_before_none_in_the_nerve_layer(make) -> None:
    told = texts(passages("L5", "nerve", None, [make(LOOKALIKES, "l5.md")]))
    assert {text.split(".")[0] for text in told[:2]} == {"Common peroneal nerve", "Sciatic nerve"}


def test_a_nerve_nobody_knows_changes_nothing(make) -> None:
    article = make(LOOKALIKES, "l5.md")
    assert texts(passages("L5", "nerve", None, [article], nerve="nerve of Nobody")) == texts(
        passages("L5", "nerve", None, [article])
    )


@pytest.mark.parametrize(
    ("root", "nerve"),
    [("L5", "common fibular"), ("C8", "ulnar"), ("C6", "median"), ("L4", "femoral"), ("S1", "tibial")],
)
def test_our_own_articles_answer_for_the_classic_pairs(root: str, nerve: str) -> None:
    article, topic = passages(root, "nerve", nerve=nerve)[:2]
    assert (article.article, article.section_id) == (root.lower(), "lookalikes")
    assert topic.article == "radiculopathy-or-neuropathy"
    assert all(f"{nerve} nerve" in found.why for found in (article, topic))


def test_the_nerve_layer_leaves_the_order_of_the_others_alone(make) -> None:
    article = make(LOOKALIKES, "l5.md")
    for layer in ("dermatome", "myotome", "reflex", "level", None):
        plain, asked = (passages("L5", layer, None, [article], nerve=name) for name in (None, "sciatic"))
        assert texts(plain) == texts(asked)
    assert texts(passages("L5", "dermatome", "foot-dorsum", [article]))[0].startswith("The L5 dermatome")
