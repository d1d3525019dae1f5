"""A citation says what its work says: of works seen in part, only for what that part tells."""

import re
from itertools import chain, product

import pytest

from dermatome.anatomy.load import DATA_DIR, facts
from dermatome.anatomy.nerves import nerve_id
from dermatome.library.load import library
from dermatome.study.questions import cards, question

SEEN = {
    # Table 1, of the upper limb: it has no superficial radial nerve.
    "FULLER2003": {
        "median",
        "ulnar",
        "radial-trunk",
        "axillary-circumflex",
        "long-thoracic",
        "anterior-interosseous",
        "posterior-interosseous-deep-radial",
        "suprascapular",
        "musculocutaneous",
    },
    # Key points and introduction: of single nerves it names two, each with one cause.
    "BOWLEY2019": {"femoral", "common-fibular-peroneal"},
}
"""Nerves of which the part that was seen of a work tells."""
STRIPS = ("C5", "C6", "C7", "C8", "T1", "L3", "L4", "L5", "S1", "S2")
"""Roots that the figure after Keegan and Garrett colours."""


@pytest.mark.parametrize("work", SEEN)
def test_a_work_seen_in_part_is_cited_alone_for_what_that_part_tells(work: str) -> None:
    whole = facts()
    told = chain(
        ((row.candidates, row) for row in whole.signs),
        (((row.nerve,), row) for row in whole.nerve_sites),
        (((nerve_id(row.nerve),), row) for row in whole.nerves),
    )
    alone = [
        (sorted(set(about) - SEEN[work]), row)
        for about, row in told
        if row.verified and set(row.source) <= {work}
    ]
    assert not [row for stray, row in alone if stray]


@pytest.mark.parametrize(
    ("finding", "work"),
    [
        ("thumb also numb", "EMGNOTES_MCN"),
        ("only dorsal first web", "FPN_RADIAL"),
        ("medial forearm numb", "KANG2020"),
        ("forearm or dorsal thumb numb", "BMJ_BP_CTS"),
        ("leg crossing", "WIKIMSK_FOOTDROP"),
        ("anteromedial thigh", "PACS_FEM"),
        ("psoas/iliacus both weak", "MEDSCAPE_FEM"),
    ],
)
def test_a_finding_stands_under_a_work_that_tells_it(finding: str, work: str) -> None:
    (row,) = (row for row in facts().differentials if finding in row.finding)
    assert work in row.source and "RAINVILLE2016" not in row.source


def test_a_thumb_that_is_numb_too_is_no_proof_of_the_root() -> None:
    (row,) = (row for row in facts().differentials if row.finding == "thumb also numb")
    assert row.strength == "moderate" and "2 of 11" in row.note


def test_a_negative_spurling_test_excludes_little() -> None:
    """The meta-analysis prints a ratio of 0.28, which a sensitivity of 0.53 cannot give."""
    (row,) = (row for row in facts().signs if row.sign == "spurling-negative")
    assert (row.strength, row.study) == ("weak against", "")


@pytest.mark.parametrize("root", STRIPS)
def test_the_summary_tells_the_skin_of_a_limb_root_on_both_maps_that_were_seen(root: str) -> None:
    skin = library().article(root.lower()).sections[0].passages[0]
    assert {"PRAXIS_KSP", "GRANT1962"} <= set(skin.citations)
    assert "Keegan and Garrett" in skin.text


@pytest.mark.parametrize(
    ("root", "only"), [("S1", "the whole heel"), ("L5", "the whole great toe"), ("L4", "medial malleolus")]
)
def test_what_one_map_alone_gives_a_root_is_told_of_that_map(root: str, only: str) -> None:
    skin = library().article(root.lower()).sections[0].passages[0].text
    (clause,) = (part for part in skin.split(";") if only in part)
    assert "ISNCSCI diagram" in clause


def test_the_readme_counts_the_conflicts() -> None:
    readme = (DATA_DIR.parent / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"(\d+) open\s+conflicts", readme) == [str(len(facts().conflicts))]


def test_what_was_found_in_embryos_is_told_of_embryos() -> None:
    """How often a dorsal ramus has a skin branch was counted in sections of embryos and fetuses."""
    for article in library().articles:
        for passage in article.passages:
            for part in re.split(r"(?<=[.;]) ", passage.text):
                if "PEARSON1966" in passage.citations and "skin branch" in part:
                    assert not re.search(r"\bpersons?\b|\bpeople\b", part), part


@pytest.mark.parametrize(
    ("sign", "work"),
    [
        ("horner", "LEVINT1"),  # a case of a T1 root whose eye is not spoken of
        ("tinel-inner-ankle", "WIKIMSK"),  # a page on dermatomes
        ("trendelenburg", "OSMUSC"),  # a table of muscles and roots
        ("neck-surgery", "GRAY1918"),  # anatomy alone
        ("wrist-cuff", "FULLER2003"),
    ],
)
def test_a_sign_does_not_stand_under_a_work_that_is_silent_of_it(sign: str, work: str) -> None:
    rows = [row for row in facts().signs if row.sign == sign]
    assert rows and not any(work in row.source for row in rows if row.verified)


def test_no_root_of_a_chief_muscle_is_offered_as_a_wrong_answer() -> None:
    whole = facts()
    moves = [card for card in cards() if card.kind == "movement" and "/root-of/" in card.id]
    for card, seed in product(moves, range(8)):
        asked = question(card.id, seed)
        wrong = {*asked.choices} - {*asked.answers}
        for muscle in (whole.muscles[key] for key in whole.movements[asked.subject].chief):
            own = {*muscle.roots_main, *muscle.roots_contributing}
            near = {root for root in own if muscle.roots_main or root[0] == card.root[0]}
            assert not near & wrong, (card.id, muscle.id)
