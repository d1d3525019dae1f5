"""Who may change the library: the password, its file, and guessing."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dermatome.errors import DataError, InputError
from dermatome.ui.base import gate as module
from dermatome.ui.base.gate import (
    FREE_TRIES,
    LEARNERS,
    LONGEST_SECONDS,
    PASSWORD,
    SWITCH,
    Attempts,
    Gate,
    by_name,
    gate,
)

PAGE = str(Path(__file__).resolve().parents[2] / "pages" / "articles.py")


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in (SWITCH, PASSWORD, f"{PASSWORD}_FILE", LEARNERS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DERMATOME_LIBRARY", str(tmp_path))
    monkeypatch.setattr(module, "ATTEMPTS", Attempts())


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


@pytest.fixture
def bound(monkeypatch: pytest.MonkeyPatch) -> Callable[[str | None], None]:
    """Have the server listen on an address."""

    def listen(address: str | None) -> None:
        monkeypatch.setattr(st, "get_option", {"server.address": address}.get)

    return listen


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]"])
def test_the_owner_needs_no_password_on_the_own_machine(
    bound: Callable[[str | None], None], address: str
) -> None:
    bound(address)
    assert gate() is Gate.OPEN
    assert by_name()


@pytest.mark.parametrize(
    "address", [None, "", "0.0.0.0", "::", "192.168.1.7", "unix:///run/x", "atlas.local"]
)
def test_strangers_need_a_password_and_a_link(
    bound: Callable[[str | None], None], monkeypatch: pytest.MonkeyPatch, address: str | None
) -> None:
    bound(address)
    assert gate() is Gate.CLOSED
    assert not by_name()
    monkeypatch.setenv(PASSWORD, "sesame")
    assert gate() is Gate.PASSWORD
    monkeypatch.setenv(SWITCH, "on")
    assert gate() is Gate.PASSWORD
    monkeypatch.delenv(PASSWORD)
    assert gate() is Gate.CLOSED


def test_the_administrator_may_say_otherwise_in_so_many_words(
    bound: Callable[[str | None], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bound("0.0.0.0")
    monkeypatch.setenv(SWITCH, "open")
    monkeypatch.setenv(LEARNERS, "names")
    assert gate() is Gate.OPEN
    assert by_name()


def test_who_comes_through_a_proxy_is_a_stranger(
    bound: Callable[[str | None], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bound("localhost")
    monkeypatch.setattr(module, "get_script_run_ctx", lambda **_: object())
    monkeypatch.setattr(module.st, "context", SimpleNamespace(headers={"X-Forwarded-For": "192.0.2.1"}))
    assert gate() is Gate.CLOSED
    assert not by_name()


@pytest.mark.parametrize(("variable", "ask"), [(SWITCH, gate), (module.UPLOADS, gate), (LEARNERS, by_name)])
def test_a_setting_that_means_nothing_is_told(
    monkeypatch: pytest.MonkeyPatch, variable: str, ask: Callable[[], object]
) -> None:
    monkeypatch.setenv(variable, "perhaps")
    with pytest.raises(InputError, match=variable):
        ask()


def test_an_empty_file_is_no_password(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("\n", encoding="utf-8")
    monkeypatch.setenv(f"{PASSWORD}_FILE", str(secret))
    with pytest.raises(DataError, match="holds no password"):
        gate()


def test_each_wrong_password_makes_its_address_wait_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "sesame")
    attempts, now, waits = Attempts(), 0.0, []
    for number in range(FREE_TRIES + 10):
        assert "not the password" in attempts.check(f"wrong {number}", "192.0.2.7", now)
        began = now
        while "Try again" in attempts.check("sesame!", "192.0.2.7", now + 0.25):
            now += 0.5
        waits.append(now - began)
        now += 0.25
        attempts._wrong["192.0.2.7"] = (number + 1, now)
    assert waits[: FREE_TRIES - 1] == [0.0] * (FREE_TRIES - 1)
    growing = waits[FREE_TRIES - 1 : FREE_TRIES + 5]
    assert all(later > earlier for earlier, later in itertools.pairwise(growing))
    assert max(waits) <= LONGEST_SECONDS + 1


def test_nobody_who_guesses_locks_the_owner_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "sesame")
    attempts = Attempts()
    for number in range(2_000):
        attempts.check("wrong", f"192.0.{number % 200}.9", number / 100)
    assert attempts.check("sesame", "198.51.100.1", 20.0) == ""
    assert attempts.check("sesame", "", 20.0) == ""
    assert attempts.check("sesame", "192.0.0.9", 20.0 + LONGEST_SECONDS) == ""


def test_one_network_guesses_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD, "sesame")
    attempts = Attempts()
    for number in range(FREE_TRIES):
        attempts.check("wrong", f"2001:db8::{number + 1:x}", 0.0)
    assert "Try again" in attempts.check("sesame", "2001:db8::ffff", 0.1)
    assert attempts.check("sesame", "2001:db8:0:1::1", 0.1) == ""


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
