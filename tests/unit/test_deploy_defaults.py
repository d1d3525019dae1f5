"""What is shipped for servers is as strict as the app by itself, and says nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
OPEN = {"open", "names"}


def settings_of_compose() -> dict[str, str]:
    told = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))
    given = told["services"]["atlas"]["environment"]
    # ${NAME:-default} without NAME.
    return {name: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value) for name, value in given.items()}


def settings_of_the_cluster() -> dict[str, str]:
    told = yaml.safe_load((ROOT / "deploy/kubernetes/deployment.yaml").read_text(encoding="utf-8"))
    (container,) = told["spec"]["template"]["spec"]["containers"]
    return {row["name"]: row["value"] for row in container["env"] if "value" in row}


def settings_of_the_image() -> dict[str, str]:
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    return dict(re.findall(r"^\s*(?:ENV )?([A-Z_]+)=(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    "settings",
    [settings_of_compose(), settings_of_the_cluster(), settings_of_the_image()],
    ids=["compose", "cluster", "image"],
)
def test_nothing_that_is_shipped_opens_a_door(settings: dict[str, Any]) -> None:
    assert settings.get("DERMATOME_IMPORT", "") in {"", "off"}
    assert settings.get("DERMATOME_LEARNERS", "") in {"", "links"}
    assert not settings.get("DERMATOME_IMPORT_PASSWORD")
    assert not OPEN & set(settings.values())


@pytest.mark.parametrize("settings", [settings_of_compose(), settings_of_the_cluster()])
def test_behind_a_proxy_the_visitors_address_is_known(settings: dict[str, Any]) -> None:
    assert settings["FORWARDED_ALLOW_IPS"] == "*"


def test_by_itself_the_atlas_listens_on_its_own_machine() -> None:
    told = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert told["server"]["address"] == "localhost"


def test_compose_demands_nothing_that_one_server_does_not_need() -> None:
    """Compose fills in services that are not asked for as well, and ends where a value is demanded."""
    assert ":?" not in (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
