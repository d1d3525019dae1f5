"""Every work the atlas cites."""

from dermatome.ui.references import sources_page

sources_page()
