"""Questions on the map, spaced so that they stick."""

from dermatome.ui.practice.page import practice_page

practice_page()
