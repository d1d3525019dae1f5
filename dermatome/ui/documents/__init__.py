"""Constant documents the browser fetches: plates, and what it looks up when it paints a selection."""
