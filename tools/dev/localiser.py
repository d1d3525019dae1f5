"""Measures the localiser on cases: ``python -m tools.dev.localiser CASES.jsonl``.

A case is ``{"accept": [CANDIDATE…], "forms": {NAME: findings}}``, one a line. For each form are printed the
shares of cases whose place comes first and among the first three, with the 95 % interval of a bootstrap, and
how often the first place was right among cases in which it got about the same share of belief.
"""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path

import numpy as np

from dermatome.localiser.findings import read_findings
from dermatome.localiser.model import rank

BELIEF = (0.0, 0.3, 0.5, 0.7, 0.9, 1.01)
DRAWS = 2000


def main(path: str) -> None:
    """Print what is found for every form of the cases of a file."""
    cases = [json.loads(line) for line in Path(path).read_text(encoding="utf-8").splitlines() if line.strip()]
    for form in cases[0]["forms"]:
        told = [rank(read_findings(case["forms"][form])) for case in cases]
        first = np.array([bool(r) and r[0].id in c["accept"] for r, c in zip(told, cases, strict=True)])
        three = np.array([any(p.id in c["accept"] for p in r[:3]) for r, c in zip(told, cases, strict=True)])
        print(f"{form}: first {_share(first)}, among the first three {_share(three)}")
        belief = np.array([r[0].score if r else 0.0 for r in told])
        for low, high in itertools.pairwise(BELIEF):
            here = (belief >= low) & (belief < high)
            if here.any():
                print(
                    f"  belief {low:.0%} to {min(high, 1):.0%}:",
                    f"{first[here].mean():.0%} right of {here.sum()}",
                )


def _share(hits: np.ndarray) -> str:
    draws = np.random.default_rng(0).choice(hits, (DRAWS, len(hits))).mean(axis=1)
    low, high = np.quantile(draws, (0.025, 0.975))
    return f"{hits.mean():.0%} ({low:.0%} to {high:.0%})"


if __name__ == "__main__":
    main(sys.argv[1])
