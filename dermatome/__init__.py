"""The dermatome atlas: published maps of the skin, the facts behind them, and the words about them."""
