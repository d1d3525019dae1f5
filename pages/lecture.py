"""Preparing a lecture: its steps, what each reveals, its file and its link."""

from dermatome.ui.lecture.page import lecture_page

lecture_page()
