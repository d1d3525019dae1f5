"""Where is the lesion? Findings in words, by list or painted, and the places they point to."""

from dermatome.ui.localise.page import localise_page

localise_page()
