"""What an anatomist would see at once on the drawn body: unbroken tendons, insertions reached, no ledges."""

from __future__ import annotations

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas


def _muscle(depth: str, view: str, muscle: str, side: str) -> BaseGeometry:
    return shapely.union_all(
        [m.geometry for m in atlas().muscles(depth, view) if (m.id, m.side) == (muscle, side)]
    )


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_tendon_of_the_fibularis_longus_passes_the_ankle_in_one_piece(side: str) -> None:
    assert _muscle("superficial", f"lateral-{side}", "fibularis-longus", side).geom_type == "Polygon"


def test_the_quadriceps_reaches_the_upper_end_of_each_kneecap() -> None:
    lines = [line.geometry for line in atlas().view("anterior").lines if line.feature == "kneecap"]
    assert len(lines) == 2
    for line in lines:
        base = shapely.LineString([line.coords[0], line.coords[-1]]).centroid  # the line is open above
        side = "left" if base.x > 0 else "right"
        assert _muscle("superficial", "anterior", "quadriceps-femoris", side).distance(base) < 12


@pytest.mark.parametrize("scheme", ["isncsci", "foerster"])
def test_the_skin_over_the_angle_of_the_jaw_is_no_skin_of_v3(scheme: str) -> None:
    angles = [mark for mark in atlas().landmarks("head-lateral") if mark.id == "angle-of-jaw"]
    assert {mark.side for mark in angles} == {"left", "right"}
    for mark in angles:
        assert hit(scheme, "head-lateral", mark.x, mark.y).root == "C2"
        # The diagram of the ISNCSCI parts face and neck by a straight line that crosses the parotid.
        if scheme != "isncsci":
            assert hit(scheme, "head-lateral", mark.x, mark.y + 24).root == "C2"


def test_lees_l5_does_not_frame_the_sole() -> None:
    """Seen from below, the edge of a field of the dorsum of the foot is a hairline at most."""
    shown = [t.geometry for t in atlas().territories("lee", "foot-sole") if t.root == "L5"]
    assert not any(geometry.buffer(-1.0).area for geometry in shown)
