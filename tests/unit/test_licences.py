"""What the atlas is shipped with may be shipped: the licence of each package at run time, offline."""

from __future__ import annotations

import re
from collections import deque
from email.message import Message
from importlib.metadata import distribution
from pathlib import Path
from typing import cast

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]

FREE = {
    *(
        "0bsd",
        "apache-2.0",
        "apache 2.0",
        "apache license 2.0",
        "apache software license",
        "bsd",
        "bsd license",
    ),
    *(
        "bsd-2-clause",
        "bsd-3-clause",
        "bsd 3-clause license",
        "3-clause bsd license",
        "cc0-1.0",
        "isc",
        "mit",
    ),
    *("mit license", "mit-0", "mit-cmu", "psf-2.0", "unlicense", "zlib", "sil ofl 1.1"),
    "sil open font license 1.1 (ofl-1.1)",
}
"""Licences under which a package may be used and passed on with the atlas, as packages spell them."""
UNCHANGED = {"mpl-2.0", "mozilla public license 2.0 (mpl 2.0)", "lgpl-3.0-only"}
"""Licences that ask for the package's own source alone: fine for a package that stays as it is published."""
TOLD_ELSEWHERE = {"resvg-py": "mit"}
"""Packages whose metadata say nothing, and the licence their project states."""


def licences(metadata: Message) -> list[set[str]]:
    """Return the alternatives of a package, each the set of licences that hold together."""
    name = canonicalize_name(metadata["Name"])
    if name in TOLD_ELSEWHERE:
        return [{TOLD_ELSEWHERE[name]}]
    if expression := metadata.get("License-Expression"):
        return [
            {part.strip(" ()").lower() for part in re.split(r"\s+AND\s+", alternative)}
            for alternative in re.split(r"\s+OR\s+", expression)
        ]
    classifiers = [c for c in metadata.get_all("Classifier") or [] if c.startswith("License :: OSI")]
    if classifiers:
        return [{c.rpartition("::")[2].strip().lower() for c in classifiers}]
    return (
        [{(metadata.get("License") or "").strip().splitlines()[0].lower()}] if metadata.get("License") else []
    )


def allowed(metadata: Message) -> bool:
    """Return whether one of the alternatives may be shipped."""
    return any(alternative and alternative <= FREE | UNCHANGED for alternative in licences(metadata))


def shipped() -> list[str]:
    """Return the packages of ``requirements.txt`` and all they need."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    waiting = deque(Requirement(line).name for line in lines if line and line[0] not in "#-")
    found: set[str] = set()
    while waiting:
        name = canonicalize_name(waiting.popleft())
        if name not in found:
            found.add(name)
            needs = [Requirement(text) for text in distribution(name).requires or []]
            waiting.extend(n.name for n in needs if n.marker is None or n.marker.evaluate({"extra": ""}))
    return sorted(found)


@pytest.mark.parametrize("name", shipped())
def test_each_package_may_be_shipped(name: str) -> None:
    metadata = cast(Message, distribution(name).metadata)
    assert allowed(metadata), f"{name}: {licences(metadata) or 'no licence told'}"


@pytest.mark.parametrize(
    ("fields", "fine"),
    [
        ({"License-Expression": "GPL-3.0-only"}, False),
        ({"License-Expression": "MIT OR GPL-2.0-only"}, True),
        ({"License-Expression": "MIT AND GPL-2.0-only"}, False),
        ({"License-Expression": "AGPL-3.0-or-later"}, False),
        ({"Classifier": "License :: OSI Approved :: GNU General Public License v3 (GPLv3)"}, False),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, True),
        ({"License": "Proprietary"}, False),
        ({}, False),
    ],
)
def test_the_check_can_fail(fields: dict[str, str], fine: bool) -> None:
    metadata = Message()
    metadata["Name"] = "example"
    for field, value in fields.items():
        metadata[field] = value
    assert allowed(metadata) is fine
