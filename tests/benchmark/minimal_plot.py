"""The least a page with a chart can be: what the first visit to the map is measured against."""

import plotly.graph_objects as go
import streamlit as st

st.title("S1")
st.plotly_chart(go.Figure(go.Scatter(x=[0, 1, 1, 0], y=[0, 0, 1, 0], fill="toself")))
