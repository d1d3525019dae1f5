"""The room of the examination: a worksheet, classified as it is filled in, explained, and practised."""
