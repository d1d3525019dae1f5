"""The three.js that is served is the one it is said to be, of the versions that are pinned."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from dermatome.places import ASSETS
from dermatome.ui.base.served import THREE_JS

FOLDER = ASSETS / "three"
SOURCES = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
LOCK = json.loads((Path(__file__).resolve().parents[2] / "package-lock.json").read_bytes())["packages"]


def test_the_file_is_the_one_that_is_recorded() -> None:
    assert hashlib.sha256(THREE_JS.read_bytes()).hexdigest() in SOURCES


def test_it_was_built_from_the_packages_that_are_pinned() -> None:
    for package in ("three", "meshoptimizer", "esbuild"):
        pinned = LOCK[f"node_modules/{package}"]
        assert pinned["dev"] is True
        assert pinned["version"] in SOURCES
        assert pinned["integrity"] in SOURCES


def test_the_licences_come_with_it() -> None:
    for package in ("three", "meshoptimizer"):
        assert "Permission is hereby granted" in (FOLDER / f"LICENSE.{package}").read_text(encoding="utf-8")


def test_it_needs_no_webassembly() -> None:
    assert "WebAssembly" not in THREE_JS.read_text(encoding="utf-8")
