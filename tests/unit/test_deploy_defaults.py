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
    (container,) = (
        each for each in told["spec"]["template"]["spec"]["containers"] if each["name"] == "atlas"
    )
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


def test_behind_a_proxy_the_visitors_address_is_known() -> None:
    assert settings_of_compose()["FORWARDED_ALLOW_IPS"] == "*"
    assert settings_of_the_cluster()["FORWARDED_ALLOW_IPS"] == "127.0.0.1"  # it stands in the same pod


def test_a_cluster_has_the_proxy_of_compose_before_each_replica() -> None:
    """Visitors reach the proxy alone, which has our configuration and all that it names."""

    def told(path: str) -> Any:
        return yaml.safe_load((ROOT / "deploy" / path).read_text(encoding="utf-8"))

    assert "../nginx" in told("kubernetes/kustomization.yaml")["resources"]
    (made,) = told("nginx/kustomization.yaml")["configMapGenerator"]
    files = {file.rpartition("=")[2]: file.partition("=")[0] for file in made["files"]}
    assert files["atlas.conf.template"] == "default.conf.template"
    assert all((ROOT / "deploy/nginx" / file).is_file() for file in files)
    pod = told("kubernetes/deployment.yaml")["spec"]["template"]["spec"]
    proxy = next(each for each in pod["containers"] if each["name"] == "proxy")
    (port,) = told("kubernetes/service.yaml")["spec"]["ports"]
    assert port["targetPort"] == proxy["ports"][0]["name"]
    mounted = {each["name"]: each["mountPath"] for each in proxy["volumeMounts"]}
    volumes = {each["name"]: each for each in pod["volumes"]}
    assert set(mounted) <= set(volumes)
    assert volumes["proxy-config"]["configMap"]["name"] == made["name"]
    assert mounted["proxy-config"] == "/etc/nginx/templates"
    template = (ROOT / "deploy/nginx/atlas.conf.template").read_text(encoding="utf-8")
    given = {row["name"] for row in proxy["env"]}
    assert set(re.findall(r"\$\{(ATLAS_\w+)\}", template.partition("\n\n")[2])) <= given
    assert proxy["securityContext"]["readOnlyRootFilesystem"]
    assert {"/etc/nginx/conf.d", "/var/cache/nginx", "/run"} <= set(mounted.values())
    rules = told("kubernetes/ingress.yaml")["metadata"]["annotations"]
    assert not any("limit-" in name for name in rules)  # counted once, where more is answered 429


def test_by_itself_the_atlas_listens_on_its_own_machine() -> None:
    told = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert told["server"]["address"] == "localhost"


def test_compose_demands_nothing_that_one_server_does_not_need() -> None:
    """Compose fills in services that are not asked for as well, and ends where a value is demanded."""
    assert ":?" not in (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8")
