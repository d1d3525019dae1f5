"""The atlas in an installation it cannot write to, as in the container."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.browser import PROJECT, serving
from tests.load.run import points
from tests.load.visitor import Visitor, run

pytestmark = pytest.mark.slow

READ_ONLY = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
"""Shell words for a mount namespace of its own: ``sh -c READ_ONLY folder command …``."""


@pytest.fixture(scope="module")
def read_only() -> list[str]:
    """Return the command that runs another with the project read-only."""
    apart = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    command = [*apart, "sh", "-c", READ_ONLY, str(PROJECT)]
    tried = subprocess.run([*command, "true"], capture_output=True, text=True)
    if tried.returncode:
        pytest.skip(f"This machine grants no mount namespace: {tried.stderr.strip()}")
    return command


def test_the_namespace_is_read_only(read_only: list[str]) -> None:
    tried = subprocess.run([*read_only, "touch", str(PROJECT / "written")], capture_output=True, text=True)
    assert "Read-only file system" in tried.stderr


def test_the_atlas_answers_from_a_read_only_installation(read_only: list[str], tmp_path: Path) -> None:
    library = tmp_path / "library"
    with serving("app.py", {"DERMATOME_LIBRARY": str(library)}, within=read_only) as server:
        visitor = Visitor(server.url, points(1))

        async def visit() -> None:
            await visitor.enter()
            await visitor.click()
            await visitor.leave()

        run(visit())
    assert len(visitor.clicks) == 1
    assert not library.exists(), "looking at the map must create nothing"
