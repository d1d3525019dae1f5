"""What the atlas is, and how to use it."""

from dermatome.ui.about_page import about_page

about_page()
