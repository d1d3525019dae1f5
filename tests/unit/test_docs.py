"""What the documents promise exists."""

import re
import shlex
from pathlib import Path

import pytest

from dermatome import cli
from dermatome.anatomy.load import DATA_DIR, TABLES

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "data" / "README.md"]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_into_the_project_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize(
    "command", re.findall(r"^python -m dermatome (.+?)(?:\s+#.*)?$", README, re.MULTILINE)
)
def test_the_commands_of_the_readme_are_understood(command: str) -> None:
    options = cli.parser().parse_args(shlex.split(command))
    assert callable(options.run)


def test_the_readme_shows_every_command() -> None:
    shown = set(re.findall(r"^python -m dermatome (\w+)", README, re.MULTILINE))
    assert shown == set(re.findall(r"^    (\w+)", cli.parser().format_help(), re.MULTILINE))


def test_make_targets_that_are_named_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for path in DOCUMENTS:
        for line in re.findall(r"`make ([a-z ]+)`", path.read_text(encoding="utf-8")):
            assert set(line.split()) <= targets, f"{path.name}: make {line}"


def test_the_table_of_tables_is_complete_and_counts_right() -> None:
    text = (DATA_DIR / "README.md").read_text(encoding="utf-8")
    told = dict(
        re.findall(r"^\| `((?:facts/)?[a-z_]+\.csv)` \|.*\| (?:about )?(\d+) \|$", text, re.MULTILINE)
    )
    assert set(told) == set(TABLES)
    for name, count in told.items():
        rows = len((DATA_DIR / name).read_text(encoding="utf-8").splitlines()) - 1
        assert abs(int(count) - rows) <= (20 if name == "sources.csv" else 0), name
