"""No way in through the address: whatever a parameter holds, each page answers, and no markup gets in."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

PROJECT = Path(__file__).resolve().parents[2]
PAGES = sorted(path.relative_to(PROJECT).as_posix() for path in (PROJECT / "pages").glob("*.py"))

PARAMETERS = (
    *("root", "side", "scheme", "view", "layer", "depth", "part", "at", "difference"),
    *("muscle", "movement", "reflex", "nerve", "lang", "terms"),
    *("article", "q", "root_filter", "sense", "topic", "n"),
    *("conus", "transitional", "which", "herniation", "disc", "vertebra", "window"),
    *(
        "lecture",
        "set",
        "learner",
        "name",
        "mode",
        "drawing",
        "key",
        "round",
        "began",
        "extra",
        "limit",
        "ended",
    ),
)
"""Every parameter that any page reads; each page gets them all, its own and those of others."""

MARK = "pwned"
VALUES = {
    "script": f"<script>{MARK}()</script>",
    "handler": f"\"><img src=x onerror={MARK}()><svg onload='{MARK}()'>",
    "markdown": f"[x](javascript:{MARK}) ![x](https://evil.example/{MARK}.png) :red[x] $x^2$",
    "path": f"../../../../etc/passwd%00{MARK}",
    "address": f"file:///etc/passwd?{MARK}",
    "sql": f"'; DROP TABLE article; -- {MARK}",
    "template": f"{{{{7*7}}}} ${{7*7}} %s %(root)s {{0.__class__}} {MARK}",
    "control": f"\x00\x01\x1b[31m\r\n\t{MARK}\x7f\x9b",
    "bidi": f"\u202e{MARK}\u2066\u200b\ufeff\U000e0041",
    "surrogate": f"\ud800{MARK}".encode("utf-8", "replace").decode(),
    "huge": MARK + "S1," * 30_000,
    "number": "1e400",
    "not a number": "nan,nan,nan",
    "deep": "[" * 5000 + "]" * 5000,
    "digits": "9" * 5000,
    "regex": "(a+)+$" * 50 + "a" * 500,
}


def _open(script: str, query: dict[str, str | list[str]]) -> AppTest:
    test = AppTest.from_file(str(PROJECT / script), default_timeout=120)
    for name, value in query.items():
        test.query_params[name] = value
    return test.run()


def _markup(test: AppTest) -> str:
    """Return what is shown as HTML, without our own style sheets."""
    bodies = " ".join(str(getattr(element, "body", "")) for element in test.get("html"))
    return re.sub(r"<style>.*?</style>", "", bodies, flags=re.DOTALL)


class _Tags(HTMLParser):
    """Collects the elements of a page that would run or fetch something, and every handler."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "iframe", "object", "embed", "form", "base", "img"}:
            self.found.append(tag)
        for name, value in attrs:
            spelt = re.sub(r"[\s\x00-\x1f]", "", value or "").lower()
            if name.startswith("on") or spelt.startswith(("javascript:", "data:", "file:", "//")):
                self.found.append(f"{tag} {name}={spelt[:60]}")


def _no_way_in(test: AppTest) -> None:
    assert not test.exception, [error.message for error in test.exception]
    assert _Tags(_markup(test)).found == []
    for note in (*test.info, *test.warning, *test.error):
        assert len(note.value) < 20_000
        assert not re.search(r"(?<!\\)<(script|img|svg)", note.value)
        assert not re.search(r"(?<!\\)\]\(javascript:", note.value)


@pytest.mark.parametrize("turn", range(0, len(VALUES), 4))
@pytest.mark.parametrize("script", PAGES)
def test_no_page_lets_an_address_in(script: str, turn: int) -> None:
    """All parameters at once, each with another hostile value; each turn deals the values out anew."""
    values = list(VALUES.values())
    query: dict[str, str | list[str]] = {
        name: values[(number + turn) % len(values)] for number, name in enumerate(PARAMETERS)
    }
    _no_way_in(_open(script, query))


@pytest.mark.parametrize("script", PAGES)
def test_many_values_of_one_parameter_do_no_harm(script: str) -> None:
    _no_way_in(
        _open(script, {name: [VALUES["script"], "", VALUES["path"], "S1"] * 20 for name in PARAMETERS})
    )


def test_a_bad_value_is_named_and_its_neighbours_count() -> None:
    test = _open("app.py", {"root": "C6", "side": VALUES["script"], "layer": VALUES["path"]})
    _no_way_in(test)
    notes = " ".join(note.value for note in test.info)
    assert "side" in notes
    assert "layer" in notes
    assert "C6" in _markup(test)
