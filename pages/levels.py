"""The vertebral column: vertebra, disc, root and cord segment side by side."""

from dermatome.ui.levels.page import levels_page

levels_page()
