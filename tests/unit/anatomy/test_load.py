"""Reading the tables: what is right becomes a record, what is wrong is named with its line."""

from pathlib import Path

import pytest

from dermatome.anatomy.load import facts, read_table
from dermatome.anatomy.records import KeyPoint, MuscleRoot
from dermatome.errors import DataError

HEADER = "root,location,part,view,placement,alternative_wording,source,verified,note"
ROW = "S1,lateral heel,heel,posterior,below the malleolus,,ISNCSCI2019; RUPP2021,yes,"


@pytest.fixture
def table(tmp_path: Path):
    def write(*lines: str) -> Path:
        path = tmp_path / "key_points.csv"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def test_a_row_becomes_a_frozen_record(table) -> None:
    (point,) = read_table(table(HEADER, ROW), KeyPoint)
    assert (point.root, point.source, point.verified) == ("S1", ("ISNCSCI2019", "RUPP2021"), True)
    with pytest.raises(ValueError, match="frozen"):
        point.root = "S2"  # pyright: ignore[reportAttributeAccessIssue]


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        (ROW.replace("S1", "S9", 1), "line 2, root"),
        (ROW.replace("lateral heel", ""), "line 2, location"),
        (ROW.replace(",heel,", ",hoof,"), "line 2, part"),
        (ROW.replace("posterior", "sideways"), "line 2, view"),
        (ROW.replace("yes", "perhaps"), "line 2, verified"),
        (ROW + ",one cell too many", "line 2"),
        (ROW.rsplit(",", 3)[0], "line 2"),
    ],
)
def test_a_wrong_cell_is_named_with_file_and_line(table, wrong: str, named: str) -> None:
    with pytest.raises(DataError, match=f"key_points.csv, {named}"):
        read_table(table(HEADER, wrong), KeyPoint)


def test_a_missing_column_is_named(table) -> None:
    with pytest.raises(DataError, match="placement"):
        read_table(table(HEADER.replace("placement,", ""), ROW), KeyPoint)


def test_a_missing_table_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"gone\.csv cannot be read: restore data/"):
        read_table(tmp_path / "gone.csv", KeyPoint)


def test_bytes_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "key_points.csv"
    path.write_bytes(HEADER.encode() + b"\n\xff\xfe\n")
    with pytest.raises(DataError, match="UTF-8"):
        read_table(path, KeyPoint)


def test_the_tables_are_parsed_once() -> None:
    assert facts() is facts()


def test_a_root_hears_of_muscles_supplied_at_every_level() -> None:
    assert any(row.root == "all" for row in facts().myotomes("C1"))
    assert all(isinstance(row, MuscleRoot) for row in facts().myotomes("S1"))


def test_key_muscles_come_first_and_main_before_contributing() -> None:
    rows = facts().myotomes("S1")
    keyed = [row.key_muscle for row in rows]
    assert keyed == sorted(keyed, reverse=True) and keyed[0]
    order = [row.contribution for row in rows if not row.key_muscle]
    assert order == sorted(order, key=["main", "contributing", "convention", "experimental"].index)


@pytest.mark.parametrize("root", ["S4", "S5", "S4-5"])
def test_the_lowest_sacral_roots_share_key_point_and_territory(root: str) -> None:
    point = facts().key_point(root)
    assert point is not None and point.root == "S4-5"
    assert {claim.root for claim in facts().territories(root) if claim.scheme == "isncsci"} == {"S4-5"}


@pytest.mark.parametrize("root", ["C1", "Co1"])
def test_roots_without_skin_have_no_key_point(root: str) -> None:
    assert facts().key_point(root) is None


def test_an_unknown_source_is_refused_by_name() -> None:
    with pytest.raises(DataError, match="NOBODY1999"):
        facts().cite(("NOBODY1999",))
