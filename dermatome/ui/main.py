"""The script a visitor's session runs.

It lies apart from ``pages/``: beside that folder Streamlit would run a page on its own when the first
visitor after a start follows a link straight to it, without frame and navigation.
"""

from dermatome.ui.shell import run

run()
