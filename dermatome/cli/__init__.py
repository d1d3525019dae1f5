"""The command line of the atlas; each file adds its own commands to the parser and runs them."""

from dermatome.cli.main import main, parser

__all__ = ["main", "parser"]
