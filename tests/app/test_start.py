"""What a server has done before it serves its first visitor."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.browser import PROJECT

LOADED = """
import sys
from dermatome.ui.shell import prepare
prepare()
half = [name for name in ("pandas", "pyarrow", "numpy", "PIL.Image") if name not in sys.modules]
assert not half, half
"""


@pytest.mark.slow
def test_no_two_visitors_load_a_library_at_once() -> None:
    """Plotly looks for these among the loaded modules, also when another thread is only half done loading."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
