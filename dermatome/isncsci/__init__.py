"""The ISNCSCI examination: its record, its classification with reasons, random exams. No screen, no files."""
