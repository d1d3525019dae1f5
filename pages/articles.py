"""The library: all articles, or the one the address names."""

from dermatome.ui.reading import articles_page

articles_page()
