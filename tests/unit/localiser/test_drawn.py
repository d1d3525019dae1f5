"""What of a place is lit on the body: of every kind that takes skin, on the map that has it."""

from __future__ import annotations

import pytest

from dermatome.localiser.drawn import NERVES, ROOTS, drawn
from dermatome.localiser.load import entries


@pytest.mark.parametrize(
    ("place", "scheme", "has", "lacks"),
    [
        ("L5", ROOTS, {"L5"}, {"S1"}),
        ("cauda-equina", ROOTS, {"S2", "S3", "S4-5"}, {"L3"}),
        ("conus-medullaris", ROOTS, {"S3", "S4-5"}, {"S1"}),
        ("ulnar", NERVES, {"ulnar-digital"}, {"median-digital"}),
        ("lower-trunk", NERVES, {"ulnar-digital", "medial-cutaneous-forearm"}, {"superficial-radial"}),
        ("polyneuropathy", NERVES, {"medial-plantar"}, {"saphenous"}),
        ("accessory", NERVES, set(), {"ulnar-digital"}),
    ],
)
def test_what_a_place_takes_is_drawn(place: str, scheme: str, has: set[str], lacks: set[str]) -> None:
    there, shown = drawn(place)
    assert there == scheme
    assert has <= set(shown) and not lacks & set(shown)


def test_every_part_of_a_plexus_is_drawn() -> None:
    parts = [entry.id for entry in entries().values() if entry.kind == "plexus"]
    assert [part for part in parts if not drawn(part)[1]] == []
