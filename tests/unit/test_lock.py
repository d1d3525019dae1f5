"""What is installed is what was pinned: ``requirements.lock`` names packages, versions and their files."""

from __future__ import annotations

import ast
import re
import tomllib
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.unit.test_licences import shipped

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


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


def asked_for() -> list[Requirement]:
    """Return what ``pyproject.toml`` asks for, from which all else follows."""
    return [Requirement(text) for text in PROJECT["project"]["dependencies"]]


def test_requirements_say_what_the_project_says() -> None:
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    told = [Requirement(line) for line in lines if line and line[0] not in "#-"]
    assert told == asked_for(), "run `make lock`"
    assert "-e ." in lines


def test_what_is_asked_for_is_what_the_code_needs() -> None:
    names = packages_distributions()
    needed = {
        canonicalize_name(names[module][0])
        for module in imported()
        if module in names and module != "dermatome"
    }
    by_name = {"pg8000"}  # named in the address of a database
    assert {canonicalize_name(r.name) for r in asked_for()} == needed | by_name


def imported() -> set[str]:
    """Return the first names of all that the app imports."""
    found: set[str] = set()
    for path in [ROOT / "app.py", *(ROOT / "pages").glob("*.py"), *(ROOT / "dermatome").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {name.name.partition(".")[0] for name in node.names}
            elif isinstance(node, ast.ImportFrom):
                found.add((node.module or "").partition(".")[0])
    return found


def test_the_lock_keeps_to_the_versions_asked_for() -> None:
    asked = asked_for()
    assert {r.name: str(r.specifier) for r in asked} == {
        r.name: str(locked()[canonicalize_name(r.name)][0].specifier) for r in asked
    }, "run `make lock`"


def test_the_image_takes_locked_packages_alone() -> None:
    installs = re.findall(r"pip install (.+?)(?: \\)?$", (ROOT / "Containerfile").read_text(), re.MULTILINE)
    assert sorted(installs) == ["--no-deps /tmp/wheel/*.whl", "--require-hashes -r requirements.lock"]


def test_what_builds_the_wheel_is_what_the_tests_build_it_with() -> None:
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    assert set(PROJECT["build-system"]["requires"]) <= set(lines)
