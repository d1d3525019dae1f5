"""Puts into the wheel what lies beside the package in a checkout; ``dermatome/places.py`` finds it there."""

from __future__ import annotations

from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SHIPPED = ("app.py", "pages", "data", "assets", ".streamlit")


class Wheel(BuildHookInterface):
    """Adds files to a wheel that is to be installed; an editable one leaves them where they are."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the folders, and the list of components where Streamlit looks for it."""
        if version == "standard":
            build_data["force_include"] |= {name: f"dermatome/_shipped/{name}" for name in SHIPPED}
            build_data["force_include"]["pyproject.toml"] = "dermatome/pyproject.toml"
