"""The Dermatome Atlas: ``streamlit run app.py``."""

import gc

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

if get_script_run_ctx(suppress_warning=True) is not None:  # a visitor's session runs this
    from dermatome.ui.shell import run

    run()
else:  # the server imports this file once to find the application object
    gc.disable()  # `prepare` enables it again

    from dermatome.ui.routes import asset_routes
    from dermatome.ui.shell import MAIN_SCRIPT, prepare

    prepare()
    app = st.App(MAIN_SCRIPT, routes=asset_routes())
