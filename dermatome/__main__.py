"""``python -m dermatome``: the command line of the atlas."""

import sys

from dermatome.cli import main

if __name__ == "__main__":
    sys.exit(main())
