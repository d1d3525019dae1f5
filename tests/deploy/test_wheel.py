"""The wheel: everything the atlas needs is inside, and nothing of a checkout is asked for.

The environment is empty but for the wheel. To save minutes it borrows the packages of this one; with
``DERMATOME_WHEEL=whole`` (``make wheel``) it gets its own from the package index, as a reader's would.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
import sysconfig
import urllib.request
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser import PROJECT, MapPage, _wait_for_address
from tests.deploy.conftest import free_port

pytestmark = pytest.mark.slow

WHOLE = os.environ.get("DERMATOME_WHEEL") == "whole"
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run([*PIP, *build, str(PROJECT)], check=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of an environment that holds the wheel and what it needs."""
    folder = tmp_path_factory.mktemp("empty")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    how = [] if WHOLE else ["--no-deps", "--no-index"]
    subprocess.run([*PIP, "--python", str(python), "install", "--quiet", *how, str(wheel)], check=True)
    if not WHOLE:
        _borrow(folder)
    return python


def _borrow(folder: Path) -> None:
    """Let an environment use this one's packages, but for the atlas itself."""
    shelf = folder / "borrowed" / "site-packages"  # Streamlit takes any other name for its own workshop
    shelf.mkdir(parents=True)
    for entry in Path(sysconfig.get_path("purelib")).iterdir():
        if "dermatome" not in entry.name and entry.suffix != ".pth":
            (shelf / entry.name).symlink_to(entry)
    (found,) = folder.glob("lib/python*/site-packages")
    (found / "borrowed.pth").write_text(f"{shelf}\n", encoding="utf-8")


def run(python: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # Outside the checkout: what lies in the current folder could be imported as well.
    command = [str(python), "-m", "dermatome", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=python.parent)


def test_the_package_is_that_of_the_wheel(python: Path) -> None:
    asked = "import dermatome, dermatome.places as p; print(dermatome.__file__, p.DATA, sep='\\n')"
    done = subprocess.run([python, "-c", asked], capture_output=True, text=True, cwd=python.parent)
    assert all(line.startswith(str(python.parents[1])) for line in done.stdout.split()), done.stdout
    assert len(done.stdout.split()) == 2, done.stderr


def test_all_data_and_assets_are_inside_and_pass(python: Path) -> None:
    done = run(python, "check", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout)["ok"]


def test_commands_answer_as_they_do_here(python: Path) -> None:
    told = run(python, "show", "S1", "--json")
    here = subprocess.run(
        [sys.executable, "-m", "dermatome", "show", "S1", "--json"], capture_output=True, cwd=PROJECT
    )
    assert json.loads(told.stdout) == json.loads(here.stdout), told.stderr


def test_the_wheel_gives_a_command_of_its_own(python: Path) -> None:
    done = subprocess.run([python.parent / "dermatome", "hit", "--view", "nowhere"], capture_output=True)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1


def test_tests_and_tools_stay_out(wheel: Path, python: Path) -> None:
    (record,) = python.parents[1].glob("lib/python*/site-packages/dermatome-*.dist-info/RECORD")
    names = {row[0].partition("/")[0] for row in csv.reader(record.read_text().splitlines())}
    assert names <= {"dermatome", record.parent.name, ".."}, names


@pytest.fixture(scope="module")
def served(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of the app, started by the wheel's own command."""
    port = free_port()
    options = ["--port", str(port), "--address", "127.0.0.1", "--no-browser"]
    process = subprocess.Popen(
        [python, "-m", "dermatome", "serve", *options, "--", "--server.fileWatcherType", "none"],
        cwd=tmp_path_factory.mktemp("elsewhere"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        _wait_for_address(process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=15)


def test_serve_answers_with_health_and_assets(served: str) -> None:
    with urllib.request.urlopen(served + "/healthz") as answer:
        build = json.load(answer)["build"]
    with urllib.request.urlopen(f"{served}/assets/catalogue/dermatome.json?v={build}") as answer:
        assert answer.status == 200 and json.load(answer)


@pytest.mark.e2e
def test_the_map_of_the_wheel_can_be_clicked(page: Page, served: str) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    opened = MapPage(page, served).open("?root=L4")
    opened.click("posterior", "S1")
    opened.page.locator(".panel h2", has_text="S1").wait_for()
    # The settings of the project come along: the colours, and that no error offers to be sent away.
    colour = "e => getComputedStyle(e).getPropertyValue('--st-primary-color')"
    assert opened.page.locator(".da-map").evaluate(colour) == "#0a5cbd"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--port", "0"), "no port"),
        (("--port", "many"), "no port"),
        (("--port", "8501", "--address", "no.such.host.invalid"), "cannot listen"),
        (("--porcelain",), "unrecognized"),
    ],
)
def test_serve_refuses_what_it_cannot_do(python: Path, arguments: tuple[str, ...], said: str) -> None:
    done = run(python, "serve", *arguments)
    assert done.returncode == 2 and said in done.stderr and len(done.stderr.splitlines()) == 1


def test_serve_says_that_a_port_is_taken(python: Path, served: str) -> None:
    done = run(python, "serve", "--address", "127.0.0.1", "--port", served.rpartition(":")[2])
    assert done.returncode == 2 and "in use" in done.stderr and len(done.stderr.splitlines()) == 1
