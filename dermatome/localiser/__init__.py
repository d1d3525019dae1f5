"""From findings to the place of the lesion: words, likelihoods from the facts, ranking, next tests."""
