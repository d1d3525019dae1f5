"""Spoilt files of the body in three dimensions are named, whatever is wrong with them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from dermatome.atlas import check_surface
from dermatome.atlas.load import atlas
from dermatome.atlas.surface import SURFACE, labels, pairs, regions_at, surface
from dermatome.errors import AssetError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped folder."""
    shutil.copytree(SURFACE, tmp_path / "body_3d")
    return tmp_path / "body_3d"


def _file_faults(folder: Path) -> list[str]:
    return list(check_surface.CHECKS["body in 3D: files"](atlas(), folder, {}))


def test_a_missing_folder_is_one_readable_fault(tmp_path: Path) -> None:
    for report in check_surface.run(folder=tmp_path):
        assert len(report.faults) == 1
        assert "is missing. Run make assets" in report.faults[0]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda d: d.pop("layers"), "layers: Field required"),
        (lambda d: d.update(units="cm"), "units: Input should be 'mm'"),
        (lambda d: d["layers"]["lee"]["regions"][0].update(side="both"), r"layers\.lee\.regions\.0\.side"),
    ],
)
def test_a_malformed_description_is_named(folder: Path, spoil, said: str) -> None:
    document = json.loads((folder / "surface.json").read_text(encoding="utf-8"))
    spoil(document)
    (folder / "surface.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(AssetError, match=said):
        surface(folder)


def test_changed_missing_and_stray_files_are_named(folder: Path) -> None:
    (folder / "body.glb").write_bytes(b"glTF")
    (folder / "labels" / "lee.webp").unlink()
    (folder / "labels" / "old.webp").write_bytes(b"")
    faults = _file_faults(folder)
    assert "body_3d/body.glb is not as built: run make assets." in faults
    assert "body_3d/labels/lee.webp is missing: run make assets." in faults
    assert "body_3d/labels/old.webp is no part of what was built: run make assets." in faults


def test_edited_rules_are_noticed(folder: Path) -> None:
    document = json.loads((folder / "surface.json").read_text(encoding="utf-8"))
    document["rules"] = "0" * 64
    (folder / "surface.json").write_text(json.dumps(document), encoding="utf-8")
    assert _file_faults(folder) == ["The rules were edited after the body in 3D was built: run make assets."]


def test_a_picture_of_another_size_is_refused(folder: Path) -> None:
    Image.new("RGB", (4, 4)).save(folder / "labels" / "lee.webp", lossless=True)
    with pytest.raises(AssetError, match="texels of three numbers"):
        labels("lee", folder)


def test_the_border_is_found_between_texels(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Two texels, regions 1 and 2, whose border lies a quarter of the way from the first to the second.
    picture = np.array([[[1, 2, 1], [2, 1, 3]]] * 2, np.uint8)
    monkeypatch.setattr("dermatome.atlas.surface.labels", lambda layer, folder: picture)
    places = np.array([[0.25 + share / 2, 0.5] for share in (0.0, 0.2, 0.3, 0.9)])
    assert regions_at("lee", places, folder).tolist() == [1, 1, 2, 2]


@pytest.mark.parametrize("layer", sorted(surface().layers))
def test_a_picture_fits_in_two_bytes_a_texel(layer: str) -> None:
    """As the browser keeps it (dermatome/frontend/body_3d/sheets.js): ten bits for a pair, six for steps."""
    picture = labels(layer)
    assert len(pairs(layer)) <= 1024
    here, other = np.divmod(np.array(pairs(layer)), 256)
    assert set(np.unique(picture[..., 0])) == set(here) and set(np.unique(picture[..., 1])) == set(other)
    steps = np.unique(picture[..., 2])
    assert all(step <= 32 or step == 255 or (step % 8 == 0 and step < 255) for step in steps.tolist())
