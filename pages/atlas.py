"""The map, and what it says about the selected root."""

from dermatome.ui.atlas_page import atlas_page

atlas_page()
