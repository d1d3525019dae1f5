"""Keeps what the rules find in our articles: ``python -m tools.dev.mentions``, after either has changed."""

from __future__ import annotations

from dermatome.library.load import KEPT, library
from dermatome.library.reading import as_kept


def main() -> None:
    """Write the file that a start reads in place of all passages."""
    KEPT.parent.mkdir(exist_ok=True)
    KEPT.write_text(as_kept(library()), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
