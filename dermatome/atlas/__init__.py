"""The drawn maps: territories, body parts and landmarks, and what lies under a point."""
