"""The whole drawing of one view: pieces in drawing order, labels, and where to point at each thing."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final, Literal

import shapely

from dermatome.anatomy.ids import ROOTS, VERTEBRAE
from dermatome.language import N_
from dermatome.spine import back, nerves, side
from dermatome.spine.column import Column, Point, column
from dermatome.spine.cord import AVERAGE_CONUS, segments
from dermatome.spine.herniation import disc_place
from dermatome.spine.rules import DISCS, disc_name, neighbours
from dermatome.spine.shapes import Piece
from dermatome.spine.transitional import disc_label, vertebra_label

View = Literal["side", "back"]
VIEWS: Final[tuple[View, ...]] = ("side", "back")
VIEW_TITLES: Final = {"side": N_("From the left side"), "back": N_("From behind, arches cut away")}

WINDOWS: Final = {
    "whole": (N_("Whole"), "C1", "Co1"),
    "neck": (N_("Neck"), "C1", "T2"),
    "chest": (N_("Chest"), "T1", "L1"),
    "low-back": (N_("Low back"), "T11", "Co1"),
}
"""Stretches of the column offered by name: title, first and last vertebra."""


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the drawing; ``room`` is the width and height it may take, mm (0: any)."""

    kind: str
    id: str
    text: str
    at: Point
    anchor: Literal["start", "middle", "end"]
    room: Point


@dataclass(frozen=True)
class Drawing:
    """One view of one column with one cord."""

    view: View
    pieces: tuple[Piece, ...]
    labels: tuple[Label, ...]
    anchors: dict[tuple[str, str], Point]
    filum: tuple[Point, ...]
    windows: dict[str, tuple[float, float, float, float]]
    """x0, y0, x1, y1 of each of :data:`WINDOWS`, labels included."""


@functools.lru_cache(maxsize=96)
def drawing(view: View, conus: str = AVERAGE_CONUS, transitional: str = "none") -> Drawing:
    """Return a view.

    :raises InputError: there is no such conus level.
    :raises DataError: a table of ``data/spine`` is faulty.
    """
    spine = column(transitional)
    bones, over = _bones(view, transitional)
    if view == "side":
        sac, cord, roots = (
            nerves.sac_side(spine),
            nerves.segments_side(spine, conus),
            nerves.roots_side(spine, conus),
        )
    else:
        sac, cord, roots = (
            nerves.sac_back(spine),
            nerves.segments_back(spine, conus),
            nerves.roots_back(spine, conus),
        )
    soft = [Piece("sac", "dural sac", "sac", sac), *cord]
    pieces = (*bones, *soft, *roots, *over) if view == "side" else (*bones, *soft, *over, *roots)
    anchors = _anchors(spine, view, conus)
    return Drawing(
        view,
        pieces,
        tuple(_labels(spine, view, conus)),
        anchors,
        tuple(nerves.filum(spine, conus, view)),
        _windows(spine, view, pieces),
    )


@functools.lru_cache(maxsize=8)
def _bones(view: View, transitional: str) -> tuple[list[Piece], list[Piece]]:
    """Return what lies beneath the nerves and what lies over them; no cord changes either."""
    spine = column(transitional)
    if view == "side":
        return [
            Piece("canal", "canal", "canal", side.canal(spine)),
            *side.side_bones(spine),
        ], side.side_arches(spine)
    beneath = [*back.back_bones(spine), Piece("canal", "sacral canal", "canal", back.sacral_canal(spine))]
    return beneath, back.pedicles(spine)


def _anchors(spine: Column, view: View, conus: str) -> dict[tuple[str, str], Point]:
    found: dict[tuple[str, str], Point] = {}
    for vertebra, frame in spine.frames.items():
        y = (frame.corner(back=True, upper=True)[1] + frame.corner(back=True, upper=False)[1]) / 2
        # Towards the back of the body, clear of its name.
        near = (
            frame.local(0.34 * frame.size.depth_lower, 0) if vertebra not in {"C1", "Co1"} else frame.centre
        )
        found["vertebra", vertebra] = near if view == "side" else (-_reach(spine, vertebra) * 0.55, y)
    for disc in DISCS:
        upper, lower = (spine.frames[v] for v in neighbours(disc))
        a, b = upper.local(0, -upper.height / 2), lower.local(0, lower.height / 2)
        wide = min(upper.size.width_lower, lower.size.width_upper) / 2
        across = -(wide + upper.size.canal_width / 2) / 2
        at = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        found["disc", disc] = at if view == "side" else (across, spine.height(disc_place(disc)))
    for root in ROOTS:
        found["root", root] = (
            nerves.exit_side(spine, root) if view == "side" else nerves.exit_back(spine, root)
        )
    for segment in segments(conus).values():
        at = segment.middle
        canal = spine.canal(at, spine.canal_depth(at) / 2)
        found["segment", segment.segment] = (
            canal if view == "side" else (-0.36 * segment.width, spine.height(at))
        )
    return found


def _reach(spine: Column, vertebra: str) -> float:
    """Half the width of a vertebra from behind."""
    index = VERTEBRAE.index(vertebra)
    if vertebra[0] == "S":
        base = spine.frames["S1"].size.span / 2
        return base * {"S1": 1.0, "S2": 0.86, "S3": 0.68, "S4": 0.52, "S5": 0.36}[vertebra]
    return back.span(spine.frames[vertebra], spine) / 2 if index else 40.0


def _labels(spine: Column, view: View, conus: str) -> list[Label]:
    labels: list[Label] = []
    anchors = _anchors(spine, view, conus)
    for vertebra, frame in spine.frames.items():
        text = "Co" if vertebra == "Co1" else vertebra_label(vertebra, spine.transitional)
        if view == "side":
            if vertebra in {"C1", "Co1"}:
                x, y = frame.local(-17, 0) if vertebra == "C1" else frame.local(-14, -12)
                labels.append(Label("vertebra", vertebra, text, (x, y), "end", (0, 9)))
                continue
            room = ((frame.size.depth_upper + frame.size.depth_lower) / 2 - 1.5, frame.height - 2)
            labels.append(Label("vertebra", vertebra, text.split(" ")[0], frame.centre, "middle", room))
        else:
            y = anchors["vertebra", vertebra][1] - (2.0 if vertebra == "Co1" else 0.0)
            at = (-_reach(spine, vertebra) - 4, y)
            labels.append(Label("vertebra", vertebra, text, at, "end", (0, frame.height + 2)))
    for upper in spine.frames:
        if not side.drawn_disc(upper, spine.transitional) or view == "back":
            continue
        lower = VERTEBRAE[VERTEBRAE.index(upper) + 1]
        disc = disc_name(upper, lower)
        a = spine.frames[upper].corner(back=False, upper=False)
        b = spine.frames[lower].corner(back=False, upper=True)
        at = (min(a[0], b[0]) - 5, (a[1] + b[1]) / 2)
        labels.append(Label("disc", disc, disc_label(disc, spine.transitional), at, "end", (0, 11)))
    if view == "back":
        for root in ROOTS:
            x, y = nerves.stump_tip(spine, root)
            beside = max(x, _widest_near(spine, y, root)) + 3.0
            labels.append(Label("root", root, root, (beside, y), "start", (0, 10)))
        for segment in segments(conus).values():
            high = spine.height(segment.top) - spine.height(segment.bottom)
            at = (0.0, spine.height(segment.middle))
            labels.append(
                Label("segment", segment.segment, segment.segment, at, "middle", (segment.width, high))
            )
    return labels


def _widest_near(spine: Column, y: float, root: str) -> float:
    """Half the width of the bones at the height of a root's label, so that it stands clear of them."""
    if root[0] == "S" or root == "Co1":
        return max((half for half, height in back.sacral_edge(spine) if abs(height - y) < 6), default=0.0)
    tips = [(f.centre[1], _reach(spine, v)) for v, f in spine.frames.items() if v[0] in "CTL" and v != "Co1"]
    return max((reach for height, reach in tips if abs(height - y) < 14), default=0.0)


def _windows(
    spine: Column, view: View, pieces: tuple[Piece, ...]
) -> dict[str, tuple[float, float, float, float]]:
    windows = {}
    for name, (_, first, last) in WINDOWS.items():
        top = spine.height(VERTEBRAE.index(first)) + (26 if first == "C1" else 4)
        bottom = spine.height(VERTEBRAE.index(last) + 0.8) - (18 if last == "Co1" else 4)
        band = shapely.box(-500, bottom, 500, top)
        inside = shapely.union_all(
            [
                shapely.box(*p.geometry.intersection(band).bounds)
                for p in pieces
                if p.geometry.intersects(band)
            ]
        )
        x0, _, x1, _ = inside.bounds
        left, right = (26, 3) if view == "side" else (14 if name != "low-back" else 17, 14)
        if spine.transitional != "none" and name != "neck":
            left += 16  # two names stand side by side
        windows[name] = (round(x0 - left, 1), round(bottom, 1), round(x1 + right, 1), round(top, 1))
    return windows


def window_for(disc_or_vertebra: str) -> str:
    """Return the stretch of the column that shows a vertebra or disc best."""
    upper = disc_or_vertebra.partition("/")[0]
    index = VERTEBRAE.index(upper)
    if index <= VERTEBRAE.index("T1"):
        return "neck"
    return "chest" if index <= VERTEBRAE.index("T10") else "low-back"
