"""Every work the atlas cites."""

from dermatome.ui.reference.sources import sources_page

sources_page()
