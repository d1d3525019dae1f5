"""How roots, vertebrae and discs are written."""

import pytest

from dermatome.anatomy.ids import parse_root, parse_roots
from dermatome.errors import InputError
from dermatome.notation import EXTRA, expressions, root_written, spellings


def read(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    return [
        (text[element.start : element.end], element.form, element.roots)
        for expression in expressions(text)
        for element in expression.elements
    ]


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("C6,7", "C6 C7"),
        ("L2,3,4", "L2 L3 L4"),
        ("T4,5,6,7", "T4 T5 T6 T7"),
        ("S3,4,5", "S3 S4 S5"),
        ("C6, 7 and 8", "C6 C7 C8"),
        ("S1/2/3", "S1 S2 S3"),
        ("L234", "L2 L3 L4"),
        ("C678", "C6 C7 C8"),
        ("C6C7C8", "C6 C7 C8"),
        ("Th11", "T11"),
        ("TH11", "T11"),
        ("D9", "T9"),
        ("C-7", "C7"),
        ("L–4", "L4"),
        ("th 9", "T9"),
        ("Th 9", "T9"),
        ("L3 bis S1", "L3 L4 L5 S1"),
        ("third and fourth lumbar", "L3 L4"),
    ],
)
def test_one_expression_names_its_roots(text: str, roots: str) -> None:
    ((surface, _, named),) = read(f"see {text} here")
    assert surface == text
    assert named == tuple(roots.split())


@pytest.mark.parametrize(
    "text", ["L3/4", "L3-4", "L3–L4", "L3/L4", "L3L4", "L34", "L-3/L-4", "L3⁄4", "L3∕L4", "L3／4"]
)
def test_a_pair_is_one_however_it_is_written(text: str) -> None:
    assert read(f"at {text}.") == [(text, "pair", ("L3", "L4"))]


@pytest.mark.parametrize(
    ("text", "roots"),
    [("L5-1", "L5 S1"), ("L5/1", "L5 S1"), ("L5⁄S1", "L5 S1"), ("C7–1", "C7 C8 T1"), ("T12/1", "T12 L1")],
)
def test_the_disc_below_a_region_needs_no_second_letter(text: str, roots: str) -> None:
    assert read(f"at {text}.") == [(text, "pair", tuple(roots.split()))]


@pytest.mark.parametrize("text", ["L5 - 1 screw", "L5-1/5", "L5-1.5", "L5-1 cm", "L5/10", "L5/1/2020"])
def test_a_one_behind_the_last_of_a_region_may_be_a_number(text: str) -> None:
    assert read(f"at {text}") == [("L5", "single", ("L5",))]


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("C4/5, 5/6 and C6/7", ["C4/5", "5/6", "C6/7"]),
        ("L2-3, 3-4, 4-5", ["L2-3", "3-4", "4-5"]),
        ("L4/5 and 5/1", ["L4/5", "5/1"]),
        ("C6/7 and 7/T1", ["C6/7", "7/T1"]),
        ("T11/12, 12/1", ["T11/12", "12/1"]),
    ],
)
def test_later_pairs_go_without_the_letter(text: str, surfaces: list[str]) -> None:
    assert [surface for surface, form, _ in read(text) if form == "pair"] == surfaces


@pytest.mark.parametrize(
    "text",
    [
        "L4/5 in 3/4 of patients",
        "C5/6, 6 weeks later",
        "L4/5, power 4/5",
        "C5-6, 2-3 times a day",
        "S1, 2.5 cm",
    ],
)
def test_other_numbers_are_no_later_labels(text: str) -> None:
    assert len(read(text)) == 1


@pytest.mark.parametrize("text", ["C5T1", "L46", "S1S2x", "XL45", "C9", "B56", "L45.2", "L4512", "0C5"])
def test_what_only_looks_like_labels_is_none(text: str) -> None:
    assert read(text) == []


def test_a_span_behind_a_preposition_is_no_end_of_a_range() -> None:
    assert [named for _, _, named in read("sagittal T1 and T2 through L2-S1")] == [
        ("T1",),
        ("T2",),
        ("L2", "L3", "L4", "L5", "S1"),
    ]
    assert read("from T10 to L2")[0][2] == ("T10", "T11", "T12", "L1", "L2")


def test_a_sixth_lumbar_vertebra_has_a_place_but_no_root() -> None:
    assert read("the L5/6 and L6/S1 discs") == [("L5/6", "pair", ("L5",)), ("L6/S1", "pair", ("S1",))]
    ((_, _, named),) = read("in L6.")
    assert named == ()
    assert all(root_written(extra, "S4-5") is None for extra in EXTRA)


def test_what_may_be_no_label_is_weak() -> None:
    weak = {
        text: [e.weak for e in expressions(text)] for text in ("L34", "D12", "L34 and L45", "L3L4", "Th4")
    }
    assert weak == {"L34": [True], "D12": [True], "L34 and L45": [False], "L3L4": [False], "Th4": [False]}


@pytest.mark.parametrize(
    ("written", "root"),
    [
        ("Th4", "T4"),
        ("th 4", "T4"),
        ("TH-4", "T4"),
        ("D12", "T12"),
        ("d 12", "T12"),
        ("S-1", "S1"),
        ("l5", "L5"),
        ("S4,5", "S4-5"),
        ("s4–s5", "S4-5"),
        ("Co", "Co1"),
    ],
)
def test_typed_roots_are_read_like_those_of_articles(written: str, root: str) -> None:
    assert parse_root(written) == root


@pytest.mark.parametrize("written", ["L6", "T13", "C5-6", "S", "Th", "C05", "TS1", "L4/5"])
def test_what_is_no_one_root_is_refused(written: str) -> None:
    with pytest.raises(InputError):
        parse_root(written)


def test_spellings_are_the_words_of_a_text() -> None:
    assert {"t4", "th4", "d4", "t 4"} <= set(spellings(("T4",)))
    assert {"l4 l5", "l4 5", "l45", "l4l5"} == set(spellings(("L4", "L5")))
    assert {"c7 t1", "c7t1", "c7 th1", "c7 1"} <= set(spellings(("C7", "T1")))


@pytest.mark.parametrize(
    ("text", "roots"),
    [
        ("L5,S1", "L5 S1"),
        ("C5,6,7", "C5 C6 C7"),
        ("S2,3,4", "S2 S3 S4"),
        ("L5S1", "L5 S1"),
        ("C567", "C5 C6 C7"),
        ("L4/5", "L4 L5"),
        ("S2-S4", "S2 S3 S4"),
        ("s4-5, co 1", "S4-5 Co1"),
        ("D12 and L1", "T12 L1"),
        ("", ""),
    ],
)
def test_lists_of_roots_are_read_in_every_notation(text: str, roots: str) -> None:
    assert " ".join(parse_roots(text)) == roots


@pytest.mark.parametrize("text", ["C5,banana", "6", "S1 and what else", "S9"])
def test_a_list_with_anything_else_in_it_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="There is no root"):
        parse_roots(text)
