"""Who may change the library: the password, its file, and guessing."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dermatome.errors import DataError
from dermatome.ui.base import gate as module
from dermatome.ui.base.gate import PASSWORD, SWITCH, TRIES, Attempts, Gate, gate

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "articles.py")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (SWITCH, PASSWORD, f"{PASSWORD}_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DERMATOME_LIBRARY", str(tmp_path))
    monkeypatch.setattr(module.ATTEMPTS, "_wrong", type(module.ATTEMPTS._wrong)(maxlen=TRIES))


@pytest.mark.parametrize(
    ("environment", "door"),
    [
        ({}, Gate.OPEN),
        ({SWITCH: " OFF "}, Gate.CLOSED),
        ({PASSWORD: "sesame"}, Gate.PASSWORD),
        ({SWITCH: "off", PASSWORD: "sesame"}, Gate.CLOSED),
        ({PASSWORD: "  "}, Gate.OPEN),
    ],
)
def test_the_environment_sets_the_door(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], door: Gate
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert gate() is door


def test_the_password_may_lie_in_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("sesame\n", encoding="utf-8")
    monkeypatch.setenv(f"{PASSWORD}_FILE", str(secret))
    assert gate() is Gate.PASSWORD
    assert Attempts().check("sesame") == ""
    secret.unlink()
    with pytest.raises(DataError, match=f"{PASSWORD}_FILE"):
        gate()


def test_guessing_makes_everybody_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "sesame")
    attempts = Attempts()
    for second in range(TRIES):
        assert "not the password" in attempts.check("", second)
    assert "Try again in 57 seconds" in attempts.check("sesame", TRIES - 1.0)
    assert attempts.check("sesame", 61.0) == ""


def test_an_empty_password_never_opens_a_door() -> None:
    assert Attempts().check("") != ""


def test_the_page_asks_for_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "sesame")
    test = AppTest.from_file(PAGE, default_timeout=60).run()
    assert not test.get("file_uploader")
    test.text_input(key="unlock_password").set_value("open")
    test.button[0].click().run()
    assert ["not the password" in error.value for error in test.error] == [True]
    assert not test.get("file_uploader")
    test.text_input(key="unlock_password").set_value("sesame")
    test.button[0].click().run()
    assert test.get("file_uploader")
