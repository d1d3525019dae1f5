"""`python -m tools.build_assets`: rebuild assets/body_outlines from nothing."""

import time

from tools.build_assets.build import build_all

if __name__ == "__main__":
    started = time.monotonic()
    build_all()
    print(f"assets built in {time.monotonic() - started:.0f} s")
