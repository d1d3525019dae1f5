"""The page that goes from findings to the place of the lesion."""
