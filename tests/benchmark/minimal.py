"""The least a click can cost: a component that sends a letter, and a script that writes it down."""

import streamlit as st
from streamlit.components.v2 import component

JS = """
export default function ({ parentElement, setTriggerValue }) {
  for (const button of parentElement.querySelectorAll("button")) {
    button.onclick = () => setTriggerValue("pick", button.dataset.root);
  }
}
"""
buttons = component(
    "minimal",
    html="".join(f"<button data-root='{root}' class='da-region'>{root}</button>" for root in "AB"),
    js=JS,
    isolate_styles=False,
)
result = buttons(key="buttons", on_pick_change=lambda: None)
if result.pick:
    st.session_state["root"] = result.pick
st.html(f"<div class=panel><h2>{st.session_state.get('root', '-')} <span>selected</span></h2></div>")
