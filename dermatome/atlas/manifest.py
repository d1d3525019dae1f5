"""What the shipped body map was built from: hashes that tell an edited rule file from a rebuilt map."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

MANIFEST = "manifest.json"
ASSETS = Path("assets") / "body_outlines"
RULE_FILES = ("schemes/*.yaml", "body_parts.yaml", "landmarks.yaml", "feature_lines.yaml")
GEOMETRY_KEYS = (
    "edges",
    "landmarks",
    "lines",
)  # the rest of a rule file is wording, which changes no picture


def manifest(root: Path, built: Path | None = None) -> dict[str, dict[str, str]]:
    """SHA-256 of the geometry rules in `root`/data and of every built file in `root`/assets/body_outlines.

    :param root: the folder that holds ``data`` and ``assets``; file names in the result count from it.
    :param built: another folder to take the built files from, named as if they were shipped.
    :returns: ``{"rules": {file: digest}, "built": {file: digest}}``, digests in hexadecimal digits.
    :raises OSError: a file cannot be read. :raises yaml.YAMLError: a rule file is no YAML.
    """
    data, assets = root / "data", built or root / ASSETS
    rules = sorted(path for pattern in RULE_FILES for path in data.glob(pattern))
    shipped = sorted(p for p in assets.rglob("*") if p.suffix in (".json", ".webp") and p.name != MANIFEST)
    return {
        "rules": {path.relative_to(root).as_posix(): _digest_of_rules(path) for path in rules},
        "built": {(ASSETS / p.relative_to(assets)).as_posix(): _digest(p.read_bytes()) for p in shipped},
    }


def _digest_of_rules(path: Path) -> str:
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    rules = {key: document[key] for key in GEOMETRY_KEYS if key in document}
    return _digest(json.dumps(rules, sort_keys=True).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
