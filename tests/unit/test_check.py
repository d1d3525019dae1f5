"""The frame that runs every layer's checks."""

import sys
from types import ModuleType

import pytest

from dermatome.check import LAYERS, run
from dermatome.errors import DataError
from dermatome.report import CheckReport


@pytest.fixture
def layer(monkeypatch: pytest.MonkeyPatch):
    def make(name: str, check) -> str:
        module = ModuleType(name)
        module.run = check  # pyright: ignore[reportAttributeAccessIssue]
        monkeypatch.setitem(sys.modules, name, module)
        return name

    return make


def test_reports_of_all_layers_are_gathered_in_order(layer) -> None:
    first = layer("dermatome.one", lambda: [CheckReport("one", {"rows": 1})])
    second = layer("dermatome.two", lambda: [CheckReport("two", {}, ["wrong"])])
    assert [(report.name, report.ok) for report in run([first, second])] == [("one", True), ("two", False)]


def test_data_that_cannot_be_read_is_a_fault_and_the_rest_is_still_checked(layer) -> None:
    def broken():
        raise DataError("roots.csv cannot be read")

    names = [layer("dermatome.broken", broken), layer("dermatome.whole", lambda: [CheckReport("whole")])]
    reports = run(names)
    assert reports[0].faults == ["roots.csv cannot be read"]
    assert reports[1].ok


def test_every_layer_with_data_is_checked() -> None:
    assert {"anatomy", "atlas", "library"} <= {name.split(".")[1] for name in LAYERS}
