"""What the documents promise exists."""

import json
import re
import shlex
from pathlib import Path

import pytest

from dermatome import cli
from dermatome.anatomy.load import DATA_DIR, TABLES

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "data" / "README.md"]
COMMANDS = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_into_the_project_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


@pytest.mark.parametrize(
    "command", re.findall(r"^python -m dermatome (.+?)(?:\s+#.*)?$", COMMANDS, re.MULTILINE)
)
def test_the_commands_that_are_shown_are_understood(command: str) -> None:
    options = cli.parser().parse_args(shlex.split(command))
    assert callable(options.run)


def test_every_command_is_shown() -> None:
    shown = set(re.findall(r"^python -m dermatome (\w+)", COMMANDS, re.MULTILINE))
    assert shown == set(re.findall(r"^    (\w+)", cli.parser().format_help(), re.MULTILINE))


@pytest.mark.parametrize(
    ("command", "told"),
    [
        ("show", ["show", "S1"]),
        ("compare", ["compare", "--view", "foot-sole", "--x", "40", "--y", "120"]),
        ("hit", ["hit", "--scheme", "isncsci", "--view", "foot-sole", "--x", "40", "--y", "120"]),
        ("hit --layer", ["hit", "--layer", "nerve", "--view", "foot-sole", "--x", "40", "--y", "120"]),
    ],
)
def test_the_table_of_answers_names_what_is_printed(
    command: str, told: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = re.findall(rf"^\| `{command}` \| `\{{(.*?)\}}`[ ;]", COMMANDS, re.MULTILINE)
    while (flat := re.sub(r":\s*(?:\[[^\[\]{}]*\]|\{[^{}\[\]]*\}|\[\{[^{}]*\}\])", "", row)) != row:
        row = flat
    assert cli.main([*told, "--json"]) == 0
    assert {name.strip() for name in row.split(",")} == set(json.loads(capsys.readouterr().out))


def test_every_setting_is_told() -> None:
    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    told = set(re.findall(r"`(DERMATOME_[A-Z_]+)`", text))
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "dermatome").rglob("*.py"))
    used = set(re.findall(r"\bDERMATOME_[A-Z]+(?:_[A-Z]+)*", code))
    assert used <= told and {name for name in told if not name.endswith("_FILE")} <= used


def test_the_architecture_names_what_there_is() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for named in re.findall(r"`((?:[a-z_]+/)+[a-z_]+\.(?:py|js|yaml))`", text):
        places = [ROOT / named, ROOT / "dermatome" / named, ROOT / "dermatome" / "library" / named]
        places += [ROOT / "dermatome" / "ui" / named, ROOT / "dermatome" / "frontend" / named]
        assert any(place.exists() for place in places), named
    rooms = {path.parent.name for path in (ROOT / "dermatome").glob("*/__init__.py")}
    assert rooms <= set(re.findall(r"dermatome\.(\w+)", text)), "a package without a line in the picture"


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
