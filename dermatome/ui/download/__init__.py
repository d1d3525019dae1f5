"""The menu of files: pictures, handouts, tables."""
