"""The published maps, compared in words."""

from dermatome.ui.comparison import maps_page

maps_page()
