"""The library: search, all articles, or the one the address names."""

from dermatome.ui.library.page import library_page

library_page()
