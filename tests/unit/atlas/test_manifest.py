"""The manifest tells an edited rule, and an edited picture, from a map that was built."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from dermatome.atlas.check import CHECKS, run
from dermatome.atlas.load import OUTLINES, Atlas
from dermatome.atlas.manifest import manifest, stale
from dermatome.errors import AssetError, DataError
from dermatome.places import DATA

SCHEME = """\
id: toy
name: Toy
summary: What the map shows.
edges:
  - {edge: ground, paint: C4, region: all}
  - {edge: C4|T2, paint: T2, chart: trunk, below: [[0, 400], [180, 430]]}
"""
FILES = {
    "data/schemes/toy.yaml": SCHEME,
    "data/body_parts.yaml": "edges: [{paint: chest, region: all}]\n",
    "data/landmarks.yaml": "landmarks: {navel: {name: navel, from: front, x: 0, y: 3}}\n",
    "data/feature_lines.yaml": "lines: [{feature: navel, from: front, points: [[0, 1], [1, 2]]}]\n",
    "assets/body_outlines/anterior.json": "{}\n",
    "assets/body_outlines/territories/toy/anterior.json": "{}\n",
    "assets/body_outlines/shade/anterior.webp": "picture",
    "assets/body_outlines/SOURCES.md": "Written by hand.\n",
}
Edit = Callable[[str, str, str], None]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    _build(tmp_path)
    return tmp_path


@pytest.fixture
def edit(root: Path) -> Edit:
    def change(name: str, old: str, new: str) -> None:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def _build(root: Path) -> None:
    (root / "assets/body_outlines/manifest.json").write_text(json.dumps(manifest(root)), encoding="utf-8")


def test_nothing_is_stale_after_a_build(root: Path) -> None:
    assert stale(root) == []


def test_it_covers_every_rule_and_built_file_and_nothing_else(root: Path) -> None:
    found = manifest(root)
    assert set(found["rules"]) == {name for name in FILES if name.startswith("data/")}
    assert set(found["built"]) == {name for name in FILES if name.endswith((".json", ".webp"))}


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data/schemes/toy.yaml", "430", "431"),
        ("data/schemes/toy.yaml", "paint: T2", "paint: T3"),
        ("data/body_parts.yaml", "chest", "back"),
        ("data/landmarks.yaml", "y: 3", "y: 4"),
        ("data/feature_lines.yaml", "[1, 2]", "[1, 3]"),
    ],
)
def test_an_edited_rule_is_named(root: Path, edit: Edit, name: str, old: str, new: str) -> None:
    edit(name, old, new)
    assert stale(root) == [f"{name} was edited after the map was built: run make assets."]
    _build(root)
    assert stale(root) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("summary: What the map shows.", "summary: What it shows."),
        ("name: Toy", "name: Toy map"),
        ("id: toy\n", "id: toy\n# a remark\n"),
        ("[[0, 400], [180, 430]]", "[[0, 400],\n      [180, 430]]"),
        ("edge: ground, paint: C4", "paint: C4, edge: ground"),
    ],
    ids=["summary", "name", "remark", "line break", "order of keys"],
)
def test_wording_and_layout_do_not_count(root: Path, edit: Edit, old: str, new: str) -> None:
    edit("data/schemes/toy.yaml", old, new)
    assert stale(root) == []


def test_the_order_of_rows_counts(root: Path) -> None:
    path = root / "data/schemes/toy.yaml"
    head, ground, band = path.read_text(encoding="utf-8").replace("  - ", "@  - ").split("@")
    path.write_text(head + band + ground, encoding="utf-8")
    assert len(stale(root)) == 1


def test_a_map_added_or_removed_is_named(root: Path) -> None:
    (root / "data/schemes/new.yaml").write_text(SCHEME, encoding="utf-8")
    (root / "data/schemes/toy.yaml").unlink()
    assert stale(root) == [
        "data/schemes/new.yaml was added after the map was built: run make assets.",
        "data/schemes/toy.yaml was removed after the map was built: run make assets.",
    ]


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith((".json", ".webp"))])
def test_an_edited_built_file_is_named(root: Path, name: str) -> None:
    with (root / name).open("ab") as file:
        file.write(b" ")
    assert stale(root) == [f"{name} is not as built: run make assets."]


def test_a_built_file_that_is_missing_or_new_is_named(root: Path) -> None:
    (root / "assets/body_outlines/anterior.json").unlink()
    (root / "assets/body_outlines/stray.json").write_text("{}", encoding="utf-8")
    assert [line.split()[0].rsplit("/")[-1] for line in stale(root)] == ["anterior.json", "stray.json"]


def test_the_note_on_sources_may_be_edited(root: Path, edit: Edit) -> None:
    edit("assets/body_outlines/SOURCES.md", "hand", "a person")
    assert stale(root) == []


def test_files_built_elsewhere_are_named_as_if_shipped(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (root / "assets/body_outlines").rename(elsewhere)
    assert manifest(root, elsewhere) == json.loads((elsewhere / "manifest.json").read_text(encoding="utf-8"))
    assert stale(root, elsewhere) == []


def test_a_map_without_manifest_is_refused(root: Path) -> None:
    (root / "assets/body_outlines/manifest.json").unlink()
    with pytest.raises(AssetError, match=r"manifest\.json is missing.*run make assets"):
        stale(root)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"rules": 3, "built": {}}', "\x00"])
def test_a_spoilt_manifest_is_refused(root: Path, text: str) -> None:
    (root / "assets/body_outlines/manifest.json").write_text(text, encoding="utf-8")
    with pytest.raises(AssetError, match="is no manifest of the map: run make assets"):
        stale(root)


@pytest.mark.parametrize(
    ("text", "fault"), [("edges: [", "cannot be read"), ("- a list", "no rules"), ("", "no rules")]
)
def test_a_rule_file_that_holds_no_rules_is_refused(root: Path, text: str, fault: str) -> None:
    (root / "data/body_parts.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rf"body_parts\.yaml .*{fault}"):
        stale(root)


class TestCheck:
    """The check reports what the manifest tells."""

    NAME = "the map is as built"

    def _report(self, root: Path):
        source = Atlas(root / "assets/body_outlines", root / "data")
        return next(report for report in run(source) if report.name == self.NAME)

    def test_all_is_well(self, root: Path) -> None:
        report = self._report(root)
        assert report.faults == []
        assert report.counts == {"rules_files": 4, "built_files": 3}

    def test_edits_are_faults(self, root: Path, edit: Edit) -> None:
        edit("data/schemes/toy.yaml", "430", "431")
        edit("assets/body_outlines/anterior.json", "{}", "{ }")
        assert self._report(root).faults == [
            "data/schemes/toy.yaml was edited after the map was built: run make assets.",
            "assets/body_outlines/anterior.json is not as built: run make assets.",
        ]

    def test_a_missing_manifest_is_a_fault(self, root: Path) -> None:
        (root / "assets/body_outlines/manifest.json").unlink()
        assert [fault.split(",")[0] for fault in self._report(root).faults] == [
            "assets/body_outlines/manifest.json is missing"
        ]

    def test_it_is_one_of_the_checks(self) -> None:
        assert self.NAME in CHECKS


def test_the_shipped_map_is_as_built() -> None:
    assert stale(DATA.parent, OUTLINES) == []
