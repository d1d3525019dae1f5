"""Practice: questions from the facts and the maps, judged, scheduled and kept."""
