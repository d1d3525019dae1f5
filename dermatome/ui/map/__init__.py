"""The page Map: the body map and the panel beside it."""
