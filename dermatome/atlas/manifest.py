"""What the shipped body map was built from: hashes that tell an edited rule file from a rebuilt map.

The builder in ``tools/`` shares this module, so it needs nothing that only the app installs.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import yaml

from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import AssetError, DataError

MANIFEST = "manifest.json"
ASSETS = Path("assets") / "body_outlines"
RULE_FILES = (
    "schemes/*.yaml",
    "muscles/*/*.yaml",
    "nerve_fields.yaml",
    "reflex_points.yaml",
    "body_parts.yaml",
    "landmarks.yaml",
    "feature_lines.yaml",
)
GEOMETRY_KEYS = (
    "edges",
    "edges_over",
    "inferred_roots",
    "basis",
    "points",
    "landmarks",
    "lines",
)  # the rest of a rule file is wording, which changes no picture


def manifest(root: Path, built: Path | None = None) -> dict[str, dict[str, str]]:
    """SHA-256 of the geometry rules in `root`/data and of every built file in `root`/assets/body_outlines.

    :param root: the folder that holds ``data`` and ``assets``; file names in the result count from it.
    :param built: another folder to take the built files from, named as if they were shipped.
    :returns: ``{"rules": {file: digest}, "built": {file: digest}}``, digests in hexadecimal digits.
    :raises DataError: a rule file is no YAML.
    """
    assets = built or root / ASSETS
    shipped = sorted(p for p in assets.rglob("*") if p.suffix in (".json", ".webp") and p.name != MANIFEST)
    return {
        "rules": _rules(root),
        "built": {(ASSETS / p.relative_to(assets)).as_posix(): _digest(p.read_bytes()) for p in shipped},
    }


def digest_of_rules(root: Path) -> str:
    """SHA-256, in hexadecimal digits, of all geometry rules in `root`/data together.

    :raises DataError: a rule file is no YAML.
    """
    return _digest(json.dumps(_rules(root), sort_keys=True).encode())


def _rules(root: Path) -> dict[str, str]:
    files = sorted(path for pattern in RULE_FILES for path in (root / "data").glob(pattern))
    return {path.relative_to(root).as_posix(): _digest_of_rules(path) for path in files}


def stale(root: Path, built: Path | None = None) -> list[str]:
    """One line for each rule file edited, and each built file changed, since the map was built.

    :param root: as for :func:`manifest`; so is ``built``.
    :returns: nothing when the manifest beside the built files still holds.
    :raises AssetError: that manifest is missing or malformed. :raises DataError: a rule file is no YAML.
    """
    then = _shipped((built or root / ASSETS) / MANIFEST)
    now = manifest(root, built)
    lines = []
    for file in _differing(then["rules"], now["rules"]):
        done = "added" if file not in then["rules"] else "edited" if file in now["rules"] else "removed"
        lines.append(f"{file} was {done} after the map was built: run make assets.")
    lines += [f"{file} is not as built: run make assets." for file in _differing(then["built"], now["built"])]
    return lines


def _shipped(file: Path) -> dict[str, dict[str, str]]:
    name = (ASSETS / MANIFEST).as_posix()
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
        return {part: dict(document[part].items()) for part in ("rules", "built")}
    except FileNotFoundError as error:
        raise AssetError(
            f"{name} is missing, so nobody knows what the map was built from: run make assets."
        ) from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise AssetError(f"{name} is no manifest of the map: run make assets.") from error


def _differing(then: dict[str, str], now: dict[str, str]) -> list[str]:
    return sorted(file for file in then.keys() | now.keys() if then.get(file) != now.get(file))


def _digest_of_rules(path: Path) -> str:
    try:
        document: Any = parse_yaml(path.read_text(encoding="utf-8"))
    except (ValueError, yaml.YAMLError) as error:
        raise DataError(f"{path.name} cannot be read as YAML. Correct it.") from error
    if not isinstance(document, dict):
        raise DataError(f"{path.name} holds no rules: give it keys, as its neighbours have.")
    rules = {key: document[key] for key in GEOMETRY_KEYS if key in document}
    return _digest(json.dumps(rules, sort_keys=True).encode())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
