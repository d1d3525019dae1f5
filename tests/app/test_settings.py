"""What is set wrongly stops the start with a line for the administrator, and tells visitors nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dermatome.errors import AssetError, AtlasError, DataError, InputError, Unavailable
from dermatome.ui import shell
from dermatome.ui.base import faults
from dermatome.ui.base.faults import told
from tests.browser import PROJECT

PAGES = PROJECT / "pages"
WRONG = [
    ("DERMATOME_LEARNERS", "foo"),
    ("DERMATOME_IMPORT", "maybe"),
    ("DERMATOME_UPLOADS", "some"),
    ("DERMATOME_IMPORT_PASSWORD_FILE", "/nowhere/secret"),
    ("DERMATOME_PUBLIC_URL", "nonsense"),
    ("DERMATOME_LIBRARY", "postgresql://ann:sesame@:x/y"),
    ("DERMATOME_PROGRESS", "nosuchdatabase://ann:sesame@host/y"),
]


@pytest.mark.parametrize(("variable", "value"), WRONG)
def test_each_wrong_setting_is_named_in_one_line(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(AtlasError, match=variable) as raised:
        shell.check_settings()
    assert "\n" not in str(raised.value)
    assert "sesame" not in str(raised.value)


def test_no_setting_at_all_is_right() -> None:
    shell.check_settings()


@pytest.mark.slow
def test_the_start_ends_with_the_line() -> None:
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        "app.py",
        "--server.headless=true",
        "--server.port=0",
    ]
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env={**os.environ, "DERMATOME_LEARNERS": "foo"},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if "DERMATOME_LEARNERS" in line]
    assert said == ["The atlas was not started. DERMATOME_LEARNERS is 'foo'. Set it to names or links."]
    assert "Traceback" not in done.stderr


# ---- what visitors hear -----------------------------------------------------------------------------


def test_a_stranger_hears_no_place_and_the_log_all(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(st, "get_option", {"server.address": "0.0.0.0"}.get)
    for error in (DataError("The library in /srv/atlas is damaged."), AssetError("/srv/x is missing.")):
        assert "/srv" not in told(error)
        assert str(error) in caplog.text
    for error in (InputError("There is no root X."), Unavailable("In use. Try again.")):
        assert told(error) == str(error)


def test_the_owner_hears_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "get_option", {"server.address": "localhost"}.get)
    assert told(DataError("The library in /srv/atlas is damaged.")).endswith("/srv/atlas is damaged.")


@pytest.mark.parametrize("page", ["articles", "atlas", "practice"])
def test_a_damaged_library_shows_strangers_no_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, page: str
) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"SQLite format 3\0" + bytes(range(256)) * 40)
    monkeypatch.setenv("DERMATOME_LIBRARY", str(tmp_path))
    monkeypatch.setattr(faults, "strangers", lambda: True)
    test = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=120).run()
    assert not test.exception
    shown = " ".join(
        str(getattr(element, "value", ""))
        for kind in ("markdown", "info", "warning", "error")
        for element in test.get(kind)
    )
    assert str(tmp_path) not in shown
    assert "sqlite" not in shown.lower()


def test_a_missing_password_file_leaves_the_library_open_to_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DERMATOME_LIBRARY", str(tmp_path))
    monkeypatch.setenv("DERMATOME_IMPORT_PASSWORD_FILE", str(tmp_path / "gone"))
    monkeypatch.setattr(faults, "strangers", lambda: True)
    test = AppTest.from_file(str(PAGES / "articles.py"), default_timeout=120).run()
    assert not test.exception and not test.error
    assert [header.value for header in test.header]
    assert not test.get("file_uploader")
    assert all("DERMATOME" not in str(warning.value) for warning in test.warning)
