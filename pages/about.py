"""What the atlas is, and how to use it."""

from dermatome.ui.reference.about import about_page

about_page()
