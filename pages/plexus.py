"""A plexus as a figure: from the roots to the nerves, and what runs through each part."""

from dermatome.ui.plexus.page import plexus_page

plexus_page()
