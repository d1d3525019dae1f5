"""Which colour, pattern and edge each shape of a chart gets, and the legend that explains them.

Colour never stands alone: what is picked out has a heavy edge, what contributes is dotted, what a root
and a nerve share is told by the run of its lines, and every shape can be named.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from dermatome.anatomy.ids import VIEWS, parse_root, root_members, slug
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import fields_of, nerve_named
from dermatome.anatomy.records import Muscle
from dermatome.atlas.charts import Chart, inferred_meaning, short_nerve
from dermatome.atlas.load import Atlas
from dermatome.atlas.records import Drawn, Territory
from dermatome.errors import InputError
from dermatome.figures.palette import Theme, ink_on, mix
from dermatome.language import _

Pattern = Literal["", "/", "\\", "x", "."]
"""Lines rising to the right, falling to the right, both, dots; the signs plotly uses."""

Emphasis = Literal["", "main", "contributing", "back"]
"""Nothing picked out; chiefly what was asked for; in part; stepped back."""

VEIL: Final = 0.55
"""How far skin colour covers what is inferred."""

LINE_SHARE: Final = 0.45
"""How far the lines of a pattern lie between its ground and its ink."""


@dataclass(frozen=True, slots=True)
class Paint:
    """Ground colour and pattern (in ``ink``) of a shape, both ``#rrggbb``, and how it stands out."""

    colour: str
    pattern: Pattern = ""
    ink: str = ""
    emphasis: Emphasis = ""


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """What one paint means."""

    text: str
    paint: Paint


def paints(
    chart: Chart,
    regions: Sequence[Drawn],
    theme: Theme,
    selected: str | None,
    side: str | None,
    source: Atlas,
) -> tuple[Paint, ...]:
    """Return the paint of each shape of a chart; arguments as for :func:`dermatome.figures.plate.plate`.

    :raises InputError: ``selected`` names nothing that this chart can pick out.
    """
    ranks = _ranks(chart, selected) if selected is not None else {}
    nerves = nerve_shades(source) if chart.layer == "nerve" else {}
    # Asked for a root, its muscles and reflexes have its hue, whatever other roots they have.
    root = parse_root(selected) if selected and chart.layer in _BY_ROOT and _is_root(selected) else None
    found = []
    for region in regions:
        lit_by_root = root is not None and region.id in ranks
        paint = Paint(theme.of_root(root)) if lit_by_root else _ground(region, chart, theme, nerves)
        if selected is not None:
            lit = ranks.get(region.id) if side in (None, region.side, "midline") else None
            paint = _emphasised(paint, lit or "back", theme)
        found.append(paint)
    return tuple(found)


def legend(
    chart: Chart, painted: Iterable[Paint], theme: Theme, selected: str | None, inferred: bool = False
) -> tuple[LegendEntry, ...]:
    """Return what the paints of a plate mean, as far as names on the plate do not say it.

    ``inferred`` says that part of what is drawn is.
    """
    painted = tuple(painted)
    if inferred:
        return (LegendEntry(inferred_meaning(chart.kind), Paint(theme.skin, ".", theme.border)),)
    if chart.layer == "agreement":
        most = max((_maps(paint, theme) for paint in painted), default=0)
        names = (_("one map"), _("two maps"), _("three maps"), _("four maps"))
        return tuple(
            LegendEntry(names[n - 1], counted(n, theme)) for n in range(1, min(most, len(names)) + 1)
        )
    if chart.layer == "difference":
        said = {"root": chart.root, "nerve": short_nerve(chart.nerve or "")}
        words = {
            "root": _("%(root)s only") % said,
            "both": _("%(root)s and %(nerve)s") % said,
            "nerve": _("%(nerve)s only") % said,
            "blank": _("%(nerve)s; the map is blank here") % said,
        }
        shares = {kind: _share(kind, chart, theme) for kind in words}
        return tuple(LegendEntry(words[k], paint) for k, paint in shares.items() if paint in painted)
    if selected is not None and chart.layer in _BY_ROOT and _is_root(selected):
        hue = _emphasised(Paint(theme.of_root(parse_root(selected))), "main", theme)
        part = _emphasised(Paint(theme.of_root(parse_root(selected))), "contributing", theme)
        shown = {paint.emphasis for paint in painted}
        said = {"root": selected}
        entries = (
            LegendEntry(_("mainly %(root)s") % said, hue),
            LegendEntry(_("%(root)s contributes") % said, part),
        )
        return tuple(entry for entry in entries if entry.paint.emphasis in shown)
    return ()


@functools.cache
def nerve_shades(source: Atlas) -> dict[str, int]:
    """Return a shade (position in ``Theme.nerves``) for each nerve field, apart from its neighbours'.

    Neighbours in any view count, so that a field has one colour everywhere.
    """
    around: dict[str, set[str]] = {}
    for view in VIEWS:
        index = source.nerve_index(view)
        for region, row in zip(index.regions, index.adjacent, strict=True):
            around.setdefault(region.id, set()).update(index.regions[i].id for i in row)
    shades: dict[str, int] = {}
    # The field with the most neighbours has the least choice, so it goes first.
    for field in sorted(around, key=lambda f: (-len(around[f]), f)):
        taken = [shades[other] for other in around[field] if other in shades and other != field]
        used = list(shades.values())
        shades[field] = min(range(NERVE_SHADES), key=lambda s: (taken.count(s), used.count(s), s))
    return shades


_BY_ROOT: Final = ("myotome", "reflex")
"""Layers on which a root can be picked out although their shapes are not named by roots."""

NERVE_SHADES: Final = 8

_COUNT_PATTERNS: Final[tuple[Pattern, ...]] = (".", "/", "x", "")
"""One map to four: the more agree, the fuller."""


def counted(maps: int, theme: Theme) -> Paint:
    """Return the paint of skin that so many maps, one or more, give to a root."""
    return _patterned(theme.count(maps), _COUNT_PATTERNS[min(maps, len(_COUNT_PATTERNS)) - 1])


def main_root(muscle: Muscle) -> str | None:
    """Return the root that gives a muscle its colour: that of its key muscle, else the middle main root."""
    if muscle.segmental or not muscle.roots_main:
        return None
    keys = [root for root in muscle.roots_main if root in muscle.key_of]
    return keys[0] if keys else muscle.roots_main[(len(muscle.roots_main) - 1) // 2]


def _ground(region: Drawn, chart: Chart, theme: Theme, nerves: dict[str, int]) -> Paint:
    match chart.layer:
        case "myotome":
            muscle = facts().muscles.get(region.id)
            return Paint(theme.of_root(main_root(muscle) if muscle else None))
        case "nerve":
            return Paint(theme.nerves[nerves[region.id]])
        case "reflex":
            reflex = facts().reflexes_by_id.get(region.id)
            root = reflex.roots_primary[0] if reflex and reflex.roots_primary else None
            return Paint(theme.of_root(root))
        case "agreement":
            count = len(region.id.partition("~")[0].split("+"))
            return counted(count, theme)
        case "difference":
            return _share(region.id, chart, theme)
    fill = theme.fill(region.id)
    if isinstance(region, Territory) and region.published is None:
        return Paint(mix(fill, theme.skin, VEIL))
    return Paint(fill)


def _share(kind: str, chart: Chart, theme: Theme) -> Paint:
    """Lines one way for the root, the other way for the nerve, crossed for both."""
    root = theme.fill(chart.root or "")
    match kind:
        case "root":
            return _patterned(root, "/")
        case "both":
            return _patterned(mix(root, theme.nerve, 0.5), "x")
        case "nerve":
            return _patterned(theme.nerve, "\\")
    return _patterned(mix(theme.nerve, theme.unmapped, 0.7), ".")


def _patterned(colour: str, pattern: Pattern) -> Paint:
    return Paint(colour, pattern, mix(colour, ink_on(colour), LINE_SHARE) if pattern else "")


def _emphasised(paint: Paint, emphasis: Emphasis, theme: Theme) -> Paint:
    if emphasis == "back":
        return replace(paint, colour=theme.stepped_back(paint.colour), emphasis="back")
    if emphasis == "contributing":
        half = mix(paint.colour, theme.skin, 0.45)
        return Paint(half, ".", mix(half, ink_on(half), 0.6), "contributing")
    return replace(paint, emphasis=emphasis)


def _maps(paint: Paint, theme: Theme) -> int:
    return theme.agreement.index(paint.colour) + 1 if paint.colour in theme.agreement else 0


# ---- what is picked out -----------------------------------------------------------------------------


def _ranks(chart: Chart, selected: str) -> dict[str, Emphasis]:
    """Return how each id of the chart stands to what was selected; ids left out step back."""
    match chart.layer:
        case "dermatome":
            return {selected: "main"}
        case "myotome":
            return _muscle_ranks(selected)
        case "nerve":
            fields = facts().nerve_fields
            wanted = (slug(selected),) if slug(selected) in fields else fields_of(nerve_named(selected).nerve)
            return dict.fromkeys(wanted, "main")
        case "reflex":
            return _reflex_ranks(selected)
    raise InputError(
        _("%(map)s has nothing to pick out. Leave the selection out.") % {"map": chart.short_name}
    )


def _muscle_ranks(selected: str) -> dict[str, Emphasis]:
    if slug(selected) in facts().muscles:
        return {slug(selected): "main"}
    if slug(selected) in facts().movements:
        return dict.fromkeys(facts().movements[slug(selected)].muscles, "main")
    root = parse_root(selected)
    ranks: dict[str, Emphasis] = {}
    for muscle in facts().muscles_of(root):
        ranks[muscle.id] = "main" if muscle.contribution_of(root) == "main" else "contributing"
    return ranks


def _reflex_ranks(selected: str) -> dict[str, Emphasis]:
    if slug(selected) in facts().reflexes_by_id:
        return {slug(selected): "main"}
    members = {parse_root(selected), *root_members(parse_root(selected))}
    ranks: dict[str, Emphasis] = {}
    for reflex in facts().reflexes_by_id.values():
        if members & set(reflex.roots_primary):
            ranks[reflex.id] = "main"
        elif members & set(reflex.roots_secondary):
            ranks[reflex.id] = "contributing"
    return ranks


def _is_root(text: str) -> bool:
    try:
        return bool(parse_root(text))
    except InputError:
        return False
