"""What the shipped body map was built from: hashes that tell an edited rule file from a rebuilt map."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

RULE_FILES = ("schemes/*.yaml", "body_parts.yaml", "landmarks.yaml", "feature_lines.yaml")
GEOMETRY_KEYS = ("edges", "landmarks", "lines")  # the rest of a rule file is wording, which changes no picture


def manifest(root: Path) -> dict[str, dict[str, str]]:
    """SHA-256 of the geometry rules in `root`/data and of every built file in `root`/assets/body_outlines."""
    data, assets = root / "data", root / "assets" / "body_outlines"
    rules = sorted(path for pattern in RULE_FILES for path in data.glob(pattern))
    built = sorted(p for p in assets.rglob("*") if p.suffix in (".json", ".webp") and p.name != "manifest.json")
    return {
        "rules": {path.relative_to(root).as_posix(): _digest_of_rules(path) for path in rules},
        "built": {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in built},
    }


def _digest_of_rules(path: Path) -> str:
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    rules = {key: document[key] for key in GEOMETRY_KEYS if key in document}
    return hashlib.sha256(json.dumps(rules, sort_keys=True).encode()).hexdigest()
