"""The page Lecture, and lecture mode, which starts on every page."""
