"""Findings told in German, brought to the English words that the reader of the lexicon knows."""
