"""The map, and what it says about the selected root."""

from dermatome.ui.map.page import atlas_page

atlas_page()
