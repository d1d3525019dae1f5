"""A plexus drawn from its table: parts in columns from roots to branches, a strand for each root.

Where a part stands follows from the rows of ``plexus.csv`` alone: its column from what it comes from, its
height from what it hangs on. Lengths are in pixels of a figure that may be scaled.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from dermatome.anatomy.ids import root_order
from dermatome.anatomy.load import facts
from dermatome.anatomy.pathways import PlexusPart

Plexus = Literal["brachial", "lumbosacral"]
PLEXUSES: Final[Mapping[Plexus, str]] = {
    "brachial": "brachial-plexus",
    "lumbosacral": "lumbosacral-plexus",
}
"""Drawn plexuses, each with the part that all of it comes from; that part is the figure and no node of it."""

WIDTHS: Final = {"root": 44, "trunk": 92, "division": 88, "plexus": 92, "cord": 92, "nerve": 126}
GAP: Final = 48
"""Between two columns."""
ROW: Final = 42
"""Least distance of the middles of two parts in a column."""
SLOT: Final = 6
"""Distance of two strands that run side by side."""
TOP: Final = 34
_SWEEPS: Final = 40


@dataclass(frozen=True, slots=True)
class Node:
    """A root or a part: where it stands, and the roots that run through it, cranial first."""

    id: str
    kind: str
    column: int
    roots: tuple[str, ...]
    x: float
    """Its left edge."""
    y: float
    """Its middle."""

    @property
    def width(self) -> int:
        """How wide it is drawn."""
        return WIDTHS[self.kind]

    def slot(self, root: str) -> float:
        """Return the height at which the strand of a root meets it."""
        return self.y + (self.roots.index(root) - (len(self.roots) - 1) / 2) * SLOT


@dataclass(frozen=True, slots=True)
class Strand:
    """The fibres of one root from one node to the next, and the path they are drawn as (SVG)."""

    root: str
    origin: str
    part: str
    path: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole plexus; ``columns`` are the kinds of their parts, from the roots on."""

    nodes: Mapping[str, Node]
    strands: tuple[Strand, ...]
    columns: tuple[str, ...]
    width: float
    height: float

    def way(self, chosen: str) -> tuple[frozenset[str], frozenset[int]]:
        """Return the nodes on the way through a node, itself included, and the strands by number."""
        nodes, strands = {chosen}, set[int]()
        for root in self.nodes[chosen].roots:
            own = {n: s for n, s in enumerate(self.strands) if s.root == root}
            for here, there in (("origin", "part"), ("part", "origin")):
                ahead = [chosen]
                while ahead:
                    at = ahead.pop()
                    found = {n: s for n, s in own.items() if getattr(s, here) == at}
                    strands |= found.keys()
                    reached = {getattr(s, there) for s in found.values()}
                    nodes |= reached
                    ahead += reached
        return frozenset(nodes), frozenset(strands)


def plexus_of(part: str) -> Plexus | None:
    """Return the plexus in whose drawing a root, a part or a nerve stands, or None."""
    return next((plexus for plexus in PLEXUSES if part in drawing(plexus).nodes), None)


@functools.cache
def drawing(plexus: Plexus) -> Drawing:
    """Return a plexus laid out. :raises DataError: the tables are missing or malformed."""
    rows = _rows(PLEXUSES[plexus])
    links = [(root, _origin(row, root, rows), row) for row in rows for root in row.roots]
    roots = _by_part((row.part, root) for root, _origin_, row in links)
    roots |= {root: (root,) for root, _origin_, _row in links}
    kinds = {row.part: row.kind for row in rows}
    columns = _columns(roots, kinds, rows)
    neighbours: dict[str, list[str]] = {name: [] for name in roots}
    for _root, origin, row in links:
        neighbours[origin].append(row.part)
        neighbours[row.part].append(origin)
    heights = _heights(columns, neighbours, roots, kinds)
    titles = _titles(columns, kinds)
    lefts = [sum(WIDTHS[k] + GAP for k in titles[:n]) for n in range(len(titles))]
    nodes = {
        name: Node(name, kinds.get(name, "root"), n, roots[name], lefts[n], heights[name])
        for name, n in sorted(columns.items(), key=lambda each: (each[1], heights[each[0]]))
    }
    strands = tuple(
        Strand(root, origin, row.part, _path(nodes[origin], nodes[row.part], root), row.verified)
        for root, origin, row in links
    )
    height = max(node.y for node in nodes.values()) + ROW
    return Drawing(nodes, strands, titles, lefts[-1] + WIDTHS[titles[-1]], height)


def _rows(whole: str) -> list[PlexusPart]:
    """Return the rows of all that comes from a plexus, with what else goes into it."""
    inside = {whole}
    for row in facts().plexus:  # origins stand before what comes from them
        if row.origin in inside:
            inside.add(row.part)
    return [row for row in facts().plexus if row.part in inside and row.part != whole]


def _origin(row: PlexusPart, root: str, rows: Sequence[PlexusPart]) -> str:
    """Return the node a root comes from into a part: a drawn part, or the root itself."""
    drawn = any(r.part == row.origin and root in r.roots for r in rows)
    return row.origin if drawn else root


def _by_part(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for part, root in pairs:
        found.setdefault(part, set()).add(root)
    return {part: tuple(sorted(roots, key=root_order)) for part, roots in found.items()}


def _columns(
    roots: Mapping[str, tuple[str, ...]], kinds: Mapping[str, str], rows: Sequence[PlexusPart]
) -> dict[str, int]:
    """Return the column of each node: parts stand with their like, nerves one after their origin."""
    order = [k for k in ("trunk", "division", "plexus", "cord") if k in kinds.values()]
    columns = {name: 0 for name in roots if name not in kinds}
    for row in rows:
        if row.kind != "nerve":
            columns[row.part] = 1 + order.index(row.kind)
    for row in rows:
        if row.kind == "nerve":
            columns[row.part] = max(columns.get(row.part, 1), columns.get(row.origin, 0) + 1)
    return columns


def _titles(columns: Mapping[str, int], kinds: Mapping[str, str]) -> tuple[str, ...]:
    """Return the kind of each column: a nerve beside trunks or cords does not make it one of nerves."""
    found: dict[int, set[str]] = {}
    for name, column in columns.items():
        found.setdefault(column, set()).add(kinds.get(name, "root"))
    return tuple(next(iter(found[n] - {"nerve"}), "nerve") for n in sorted(found))


def _heights(
    columns: Mapping[str, int],
    neighbours: Mapping[str, Sequence[str]],
    roots: Mapping[str, tuple[str, ...]],
    kinds: Mapping[str, str],
) -> dict[str, float]:
    """Return the middle of each node: in the order of its origins, as near to them as may be."""
    levels = {root: n for n, root in enumerate(sorted((r for r in roots if r not in kinds), key=root_order))}
    middle = (len(levels) - 1) / 2
    last = max(n for name, n in columns.items() if kinds.get(name, "nerve") != "nerve")

    mean = {name: _mean(levels, own) for name, own in roots.items()}

    def place(name: str) -> tuple[float, float, float]:
        """Nerves that leave early stand beside the stem, above or below; the others by their origins."""
        origins = [o for o in neighbours[name] if columns[o] < columns[name]]
        early = kinds.get(name) == "nerve" and columns[name] <= last
        aside = (-1.0 if mean[name] < middle else 1.0) if early else 0.0
        return aside, _mean(mean, origins) if origins else mean[name], mean[name]

    stacks = [
        sorted((name for name in columns if columns[name] == n), key=place)
        for n in range(max(columns.values()) + 1)
    ]
    tall = max(len(stack) for stack in stacks) * ROW
    heights = {name: TOP + tall * (n + 0.5) / len(stack) for stack in stacks for n, name in enumerate(stack)}
    tallest = max(stacks, key=len)
    for _sweep in range(_SWEEPS):
        for stack in (each for each in stacks[1:] if each is not tallest):
            heights |= dict(zip(stack, _spread([_mean(heights, neighbours[n]) for n in stack]), strict=True))
    lift = TOP + ROW / 2 - min(heights.values())
    return {name: height + lift for name, height in heights.items()}


def _mean(values: Mapping[str, float], names: Sequence[str]) -> float:
    return sum(values[name] for name in names) / len(names)


def _spread(wanted: Sequence[float]) -> list[float]:
    """Return heights in the same order, a row apart at least, as near to those wanted as can be."""
    blocks: list[list[float]] = []
    for n, height in enumerate(wanted):
        blocks.append([height - n * ROW])
        while len(blocks) > 1 and sum(blocks[-2]) / len(blocks[-2]) > sum(blocks[-1]) / len(blocks[-1]):
            blocks[-2:] = [blocks[-2] + blocks[-1]]
    flat = [sum(block) / len(block) for block in blocks for _each in block]
    return [height + n * ROW for n, height in enumerate(flat)]


def _path(origin: Node, part: Node, root: str) -> str:
    x0, y0 = origin.x + origin.width, origin.slot(root)
    x1, y1 = part.x, part.slot(root)
    bend = min((x1 - x0) * 0.55, GAP * 1.4)
    return f"M{x0:.1f} {y0:.1f}C{x0 + bend:.1f} {y0:.1f} {x1 - bend:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
