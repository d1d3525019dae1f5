"""The Dermatome Atlas: ``streamlit run app.py``."""

import streamlit as st

from dermatome.ui.routes import asset_routes
from dermatome.ui.shell import MAIN_SCRIPT, in_session, prepare, run

if in_session():
    run()
else:  # the server imports this file once to find the application object
    prepare()
    app = st.App(MAIN_SCRIPT, routes=asset_routes())
