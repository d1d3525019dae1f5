"""From findings to the place of the lesion: words, likelihoods from the facts, ranked candidates, next tests."""
