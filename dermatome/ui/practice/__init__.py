"""The page Practice: rounds of questions, tests, progress."""
