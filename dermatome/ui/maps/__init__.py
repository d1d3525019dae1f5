"""The page Published maps: all of them side by side with one selection."""
