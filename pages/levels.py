"""The vertebral column: vertebra, disc, root and cord segment side by side."""

from dermatome.ui.spine_page import levels_page

levels_page()
