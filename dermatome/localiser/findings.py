"""Reads what is told of a patient from JSON; words go through :mod:`dermatome.localiser.words`."""
