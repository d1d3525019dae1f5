"""Where what the atlas comes with lies: beside the package in a checkout, inside it once it is installed."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).resolve().parent
_SHIPPED: Final = PACKAGE / "_shipped"

HOME: Final = _SHIPPED if _SHIPPED.is_dir() else PACKAGE.parent
"""The folder that holds what follows; ``tools/dev/wheel.py`` puts it into the wheel."""

APP: Final = HOME / "app.py"
PAGES: Final = HOME / "pages"
DATA: Final = HOME / "data"
ASSETS: Final = HOME / "assets"
