"""What is installed is what was pinned: ``requirements.lock`` names packages, versions and their files."""

from __future__ import annotations

import re
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.unit.test_licences import shipped

ROOT = Path(__file__).resolve().parents[2]


def locked() -> dict[str, tuple[Requirement, int]]:
    """Return what is locked by name: the requirement and how many hashes it may have."""
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    found = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line.partition("--hash")[0].strip())
            hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", line)
            found[canonicalize_name(requirement.name)] = (requirement, len(hashes))
    return found


def test_each_package_has_one_version_and_hashes() -> None:
    for name, (requirement, hashes) in locked().items():
        assert re.fullmatch(r"==[^*,]+", str(requirement.specifier)), name
        assert hashes, f"{name} may be any file: run `make lock`"


@pytest.mark.parametrize("name", shipped())
def test_what_runs_is_what_is_locked(name: str) -> None:
    assert name in locked(), f"{name} is needed but not locked: run `make lock`"
    requirement, _ = locked()[name]
    assert requirement.specifier.contains(distribution(name).version), "run `make lock`, then `make test`"


def test_the_lock_keeps_to_the_versions_asked_for() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    asked = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    assert asked
    assert {r.name: str(r.specifier) for r in asked} == {
        r.name: str(locked()[canonicalize_name(r.name)][0].specifier) for r in asked
    }, "run `make lock`"


def test_the_image_takes_locked_packages_alone() -> None:
    installs = re.findall(r"pip install (.+?)(?: \\)?$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    assert sorted(installs) == ["--no-deps -e .", "--require-hashes -r requirements.lock"]
