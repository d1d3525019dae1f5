"""Articles, their passages, what they mention, and how a click finds the right words."""
