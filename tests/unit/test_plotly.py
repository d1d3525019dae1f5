"""The plotly.js that is served is the one it is said to be, and the one figures are written for."""

from __future__ import annotations

import hashlib
import re

from plotly.offline import get_plotlyjs_version

from dermatome.figures.body import body_figure
from dermatome.places import ASSETS
from dermatome.ui.base.served import PLOTLY_JS

SOURCES = (ASSETS / "plotly" / "SOURCES.md").read_text(encoding="utf-8")
KINDS = {"scatter", "bar", "pie"}
"""What the smallest build of plotly.js can draw."""


def test_the_file_is_the_one_that_is_recorded() -> None:
    assert hashlib.sha256(PLOTLY_JS.read_bytes()).hexdigest() in SOURCES
    assert "MIT" in (ASSETS / "plotly" / "LICENSE").read_text(encoding="utf-8")


def test_its_version_is_the_one_that_figures_are_written_for() -> None:
    head = PLOTLY_JS.read_text(encoding="utf-8")[:200]
    (version,) = re.findall(r"plotly\.js \(basic - minified\) v([\d.]+)", head)
    assert version == get_plotlyjs_version()
    assert f"`plotly.js-basic-dist-min` {version}" in SOURCES


def test_it_draws_every_kind_of_trace_of_the_figures() -> None:
    figure = body_figure("anterior", "foerster")
    assert {trace["type"] for trace in figure.to_dict()["data"]} <= KINDS
