"""The web app's own layer: beside ``app.py`` and ``pages/`` the only code that imports streamlit."""
