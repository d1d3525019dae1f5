"""What a faulty file of the atlas takes down: the pages that need it, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.errors import DataError
from dermatome.ui import shell
from dermatome.ui.base import session

PROJECT = Path(__file__).resolve().parents[2]


def faulty(*_: object) -> None:
    raise DataError("reflexes.csv: columns differ")


@pytest.mark.parametrize("needed", [False, True])
def test_only_what_needs_a_faulty_file_is_lost(monkeypatch: pytest.MonkeyPatch, needed: bool) -> None:
    monkeypatch.setattr(shell, "warm", faulty)
    if needed:
        monkeypatch.setattr(session, "open_address", faulty)
    test = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()
    assert [("reflexes.csv" in error.value) for error in test.error] == ([True] if needed else [])
    assert any("footer" in str(getattr(each, "body", "")) for each in test.get("html"))
