"""The published maps, compared in words."""

from dermatome.ui.maps.page import maps_page

maps_page()
