"""The app, its tests and the builder read the same versions of what they share."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)$", re.MULTILINE)


def _pins(file: str) -> dict[str, str]:
    return {name.lower(): version for name, version in PIN.findall((ROOT / file).read_text(encoding="utf-8"))}


def test_the_builder_pins_every_requirement() -> None:
    lines = (ROOT / "tools/build_assets/requirements.txt").read_text(encoding="utf-8").splitlines()
    assert len(_pins("tools/build_assets/requirements.txt")) == sum(
        not line.startswith("#") for line in lines
    )


@pytest.mark.parametrize("package", ["numpy", "shapely", "pillow", "pyyaml"])
def test_builder_and_app_agree(package: str) -> None:
    assert _pins("tools/build_assets/requirements.txt")[package] == _pins("requirements.txt")[package]


def test_no_other_pin_differs() -> None:
    builder, app = (
        _pins("tools/build_assets/requirements.txt"),
        _pins("requirements.txt") | _pins("requirements-dev.txt"),
    )
    assert {
        name: (builder[name], app[name]) for name in builder.keys() & app.keys() if builder[name] != app[name]
    } == {}


def test_the_tests_install_the_builder() -> None:
    lines = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8").splitlines()
    assert "-r tools/build_assets/requirements.txt" in lines
