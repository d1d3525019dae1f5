"""What the pages that run without a browser share."""

from __future__ import annotations

import functools
from collections.abc import Iterator

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(autouse=True, scope="session")
def scanned_once() -> Iterator[None]:
    """Look for components among the installed packages once a worker: no test installs any.

    A server looks once when it starts; ``AppTest`` looks anew for every page it opens, which costs ten times
    what the page costs.
    """
    with pytest.MonkeyPatch.context() as patch:
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield
