"""Rules of the house that the import linter cannot see."""

import ast
import functools
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "dermatome"
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]

READERS = {"open", "read_text", "read_bytes", "read_csv"}
MAY_READ = re.compile(
    r"(^|/)load\.py$|^atlas/(manifest|surface)\.py$|^library/(importing/files|store)\.py$|^cli/\w+\.py$|^ui/(routes|base/(served|gate|words))\.py$"
)
"""Loaders; what the builder hashes or builds; users' files; static routes; a password; scripts."""


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def calls(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {name for func in called if (name := ast.unparse(func).split(".")[-1]) and not _in_memory(func)}


def _in_memory(func: ast.expr) -> bool:
    """``Image.open`` decodes bytes that a loader has read; ``Store.open`` leaves the opening to the store."""
    return ast.unparse(func) in {"Image.open", "Store.open"}


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_loaders_open_data_files(path: Path) -> None:
    if not MAY_READ.search(path.relative_to(PACKAGE).as_posix()):
        assert calls(path) & READERS == set()


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_modules_say_what_they_are_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def _own_imports(path: Path) -> set[str]:
    """Return the modules of its own package that a file imports."""
    own = f"dermatome.{path.parent.name}"
    found = {
        f"{node.module}.{name.name}" if node.module == own else node.module or ""
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    return {module.rpartition(".")[2] for module in found if module.startswith(f"{own}.")}


@pytest.mark.parametrize("path", sorted(PACKAGE.glob("*/records.py")), ids=lambda path: path.parent.name)
def test_records_know_nobody_of_their_package(path: Path) -> None:
    """But ids and the like, which know neither records nor who reads them, not even by way of others."""
    seen: set[str] = set()
    ahead = _own_imports(path)
    while ahead:
        module = ahead.pop()
        seen.add(module)
        ahead |= _own_imports(path.with_name(f"{module}.py")) - seen
    assert not seen & {"records", "load"}
    assert len(seen) <= 3, "ids and the like are few"


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_files_and_functions_can_be_read_at_a_sitting(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 500
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    assert {f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 60} == set()


@functools.cache
def _makers_of(errors: frozenset[str]) -> frozenset[str]:
    """Functions that say they return one of our errors."""
    functions = [
        node
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    ]
    return frozenset(f.name for f in functions if isinstance(f.returns, ast.Name) and f.returns.id in errors)


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_every_exception_raised_is_one_of_ours(path: Path) -> None:
    ours = frozenset(
        {
            "InputError",
            "ExamError",
            "DataError",
            "AssetError",
            "ImportFailed",
            "TooDeep",
            "AtlasError",
            "Busy",
            "Unavailable",
        }
    )
    # argparse, pydantic and who reads YAML turn these into messages; the rest are Python's own protocols.
    allowed = ours | {
        *_makers_of(ours),
        "ValueError",
        "ArgumentTypeError",
        "ConstructorError",
        "StopIteration",
        "NotImplementedError",
        "AttributeError",
    }
    raised = [
        node.exc
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Raise)
    ]
    names = {exc.func for exc in raised if isinstance(exc, ast.Call)}
    assert {getattr(func, "attr", getattr(func, "id", "")) for func in names} <= allowed


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_pages_only_wire_things_together(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 100
    assert not any(isinstance(node, ast.ClassDef) for node in ast.walk(ast.parse(text)))


@pytest.mark.parametrize(
    ("marks", "folders"), [("e2e|processor", "PAGES_IN"), ("benchmark|alone", "ALONE_IN")]
)
def test_marked_tests_lie_where_make_test_looks_for_them(marks: str, folders: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (told,) = re.findall(rf"^{folders} := (.+)$", makefile, re.MULTILINE)
    looked = tuple(ROOT / place for place in told.split())
    written = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")}
    marked = [
        path
        for path, text in written.items()
        if re.search(rf"pytest\.mark\.(?:{marks})\b", text)
        # What measures in a browser is marked as both, and runs with what measures.
        and not (
            folders == "PAGES_IN" and re.search(r"^pytestmark = .*\.(benchmark|alone)\b", text, re.MULTILINE)
        )
    ]
    assert len(marked) > 3
    assert [path for path in marked if not any(path.is_relative_to(place) for place in looked)] == []
