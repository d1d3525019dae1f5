"""What can be drawn over the body: the published maps, the layers beside them, and comparisons.

Each has a map id: that of a published map, ``muscles-superficial``, ``muscles-deep``, ``nerves``,
``reflexes``, ``agreement-<ROOT>`` or ``difference-<map>-<ROOT>-<nerve id>``. :func:`described` says what a
map id stands for, :func:`drawing` gives its shapes in a view; figures and files are made from these two.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import shapely
from shapely.geometry import LineString, MultiPolygon, Polygon

from dermatome.anatomy.ids import DEPTHS, INFERRED, PUBLISHED, VIEWS, parse_view
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import fields_of, nerve_id, nerve_named, short_name
from dermatome.anatomy.terms import (
    bare,
    field_name,
    muscle_name,
    nerve_name,
    reflex_name,
    renamed,
    translated,
)
from dermatome.atlas.compare import agreement, difference, skin_root
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Area, Drawn, ReflexMark, Region, Scheme, Territory
from dermatome.atlas.sizes import REFLEX_EM, full_size_mm
from dermatome.errors import InputError
from dermatome.language import N_, _, cached

ChartLayer = Literal["dermatome", "myotome", "nerve", "reflex", "agreement", "difference"]

MUSCLES: Final = {f"muscles-{depth}": depth for depth in DEPTHS}
LAYER_CHARTS: Final = (*MUSCLES, "nerves", "reflexes")
"""Map ids of the layers beside the published maps."""

_DIFFERENCE: Final = re.compile(r"-(C\d|T\d{1,2}|L\d|S4-5|S\d)-(.+)$", re.IGNORECASE)
_SIDES: Final = N_("R and L are the patient's right and left.")
_PROJECTED: Final = N_("Each shape is a muscle as it would look through the skin; people differ.")


@dataclass(frozen=True, slots=True)
class Chart:
    """What one map id stands for, and what has to be said of it.

    ``kind`` is ``published`` or ``schematic`` for a map, ``layer`` for what textbooks describe and
    ``computed`` for comparisons. ``title`` names it without the view. ``sources`` are keys of
    ``data/sources.csv``. ``scheme``, ``root``, ``nerve`` (its name) and ``depth`` are what the id holds.
    """

    id: str
    layer: ChartLayer
    kind: str
    name: str
    short_name: str
    title: str
    caption: str
    caveat: str
    sources: tuple[str, ...]
    not_mapped: str = ""
    year: int | None = None
    scheme: str | None = None
    root: str | None = None
    nerve: str | None = None
    depth: str | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The shapes of a chart in one view; ``unmapped`` is what a published map leaves blank.

    ``over[i]`` is true for what a map with overlapping fields paints over its first painting. ``inferred`` is
    the skin that no region has as published, ``veiled`` that of regions which are published elsewhere.
    """

    regions: tuple[Drawn, ...]
    unmapped: Area | None
    over: tuple[bool, ...]
    inferred: Area | None = None
    veiled: Area | None = None


def described(map_id: str, *, source: Atlas | None = None) -> Chart:
    """Return what a map id stands for.

    :raises InputError: nothing is called so; the message says what can be drawn.
    :raises DataError: a table or a map's description is malformed.
    """
    return _described(source or atlas(), map_id)


def drawing(map_id: str, view: str, *, source: Atlas | None = None) -> Drawing:
    """Return the shapes of a chart in a view; equal arguments give the same object.

    :raises InputError: no such chart or view.
    :raises AssetError: the built geometry is missing or malformed.
    """
    return _drawing(source or atlas(), map_id, parse_view(view))


def agreement_id(root: str) -> str:
    """Return the map id of what the maps agree on. :raises InputError: the root owns no skin."""
    return f"agreement-{skin_root(root)}"


def difference_id(scheme: str, root: str, nerve: str) -> str:
    """Return the map id of a root held against a nerve. :raises InputError: no such root or nerve."""
    return f"difference-{scheme}-{skin_root(root)}-{nerve_id(nerve_named(nerve).nerve)}"


def canonical(map_id: str) -> str:
    """Return the one spelling of a map id. :raises InputError: nothing is called so."""
    chart = described(map_id)
    if chart.layer == "agreement" and chart.root:
        return agreement_id(chart.root)
    if chart.layer == "difference" and chart.scheme and chart.root and chart.nerve:
        return difference_id(chart.scheme, chart.root, chart.nerve)
    return map_id


def name_of(region: Drawn, chart: Chart, *, source: Atlas | None = None) -> str:
    """Return the name of a shape, without side and view: ``"biceps brachii"``, ``"S1 on 3 of 4 maps"``."""
    match region.layer:
        case "myotome":
            muscle = facts().muscles.get(region.id)
            return muscle_name(muscle) if muscle else region.id
        case "nerve":
            field = facts().nerve_fields.get(region.id)
            return field_name(field) if field else region.id
        case "reflex":
            reflex = facts().reflexes_by_id.get(region.id)
            return _reflex_name(reflex_name(reflex)) if reflex else region.id
        case "agreement":
            giving, against = _agreeing(region.id)
            maps = {scheme.id: scheme.short_name for scheme in (source or atlas()).schemes}
            said = {
                "root": chart.root,
                "n": len(giving),
                "of": len(giving) + len(against),
                "maps": ", ".join(maps[s] for s in giving),
                "others": ", ".join(maps[s] for s in against),
            }
            if against:
                return _("%(root)s on %(n)s of %(of)s maps (%(maps)s; not %(others)s)") % said
            return _("%(root)s on %(n)s of %(of)s maps (%(maps)s)") % said
        case "difference":
            return _shares(chart)[region.id]
    return region.id


def label_texts(region: Drawn, chart: Chart) -> tuple[str, ...]:
    """Return what may be written on a shape, the fullest name first."""
    if (renamed() and region.layer in {"myotome", "nerve"}) or (translated() and region.layer == "reflex"):
        name = bare(name_of(region, chart))
        return tuple(dict.fromkeys((name, re.split(r",| \(| et ", name)[0])))
    match region.layer:
        case "myotome":
            name = name_of(region, chart)
            base = re.split(r",| of the | to | and |\(| \d", name)[0].strip()
            words = base.split()
            initials = ["".join(word[0] for word in words).upper()] if len(words) > 2 else []
            return tuple(dict.fromkeys((re.sub(r" \(.*", "", name), base, *initials)))
        case "reflex":
            return (re.sub(r" \(.*| reflex$", "", name_of(region, chart)),)
        case "nerve":
            name = re.sub(r" \(.*", "", name_of(region, chart))
            branch = re.fullmatch(r"(.+?) branch(?:es)? of the (.+?) nerves?", name)
            short = f"{branch[2]}, {branch[1]}" if branch else re.sub(r" nerves?\b", "", name)
            return tuple(dict.fromkeys((re.sub(r" nerves?$", "", name), short)))
        case "agreement":
            giving, against = _agreeing(region.id)
            return (_("%(n)s of %(of)s") % {"n": len(giving), "of": len(giving) + len(against)},)
        case "difference":
            short = {"root": chart.root or "", "both": _("both"), "nerve": _("nerve"), "blank": _("nerve")}[
                region.id
            ]
            return (_shares(chart)[region.id].partition(",")[0], short)
    return (region.id,)


def sources_of(chart: Chart, shown: Iterable[str]) -> tuple[str, ...]:
    """Return the source keys of a chart of which only the shapes with these ids are shown."""
    ids = set(shown)
    match chart.layer:
        case "myotome":
            muscles = (facts().muscles[name] for name in sorted(ids & set(facts().muscles)))
            return _cited(row.source for muscle in muscles for row in muscle.rows)
        case "nerve":
            fields = facts().nerve_fields
            return _cited(fields[name].source for name in sorted(ids & set(fields)))
        case "reflex":
            known = facts().reflexes_by_id
            return _cited(known[name].source for name in sorted(ids & set(known)))
    return chart.sources


# ---- what a map id stands for -----------------------------------------------------------------------


@cached(maxsize=1024)
def _described(source: Atlas, map_id: str) -> Chart:
    if map_id in MUSCLES:
        return _muscles(map_id, MUSCLES[map_id])
    if map_id == "nerves":
        return _nerves()
    if map_id == "reflexes":
        return _reflexes()
    kind, _dash, rest = map_id.partition("-")
    if kind == "agreement":
        return _agreement(source, map_id, skin_root(rest))
    if kind == "difference":
        for scheme in source.schemes:
            found = _DIFFERENCE.fullmatch(rest.removeprefix(scheme.id))
            if rest.startswith(scheme.id) and found:
                return _difference(map_id, scheme, skin_root(found[1]), nerve_named(found[2]).nerve)
    if map_id in {scheme.id for scheme in source.schemes}:
        return _map(source, source.scheme(map_id))
    known = ", ".join([*(scheme.id for scheme in source.schemes), *LAYER_CHARTS])
    raise InputError(
        _("There is no map called %(map)s. Use one of %(known)s, agreement-ROOT, difference-MAP-ROOT-NERVE.")
        % {"map": repr(map_id), "known": known}
    )


def _map(source: Atlas, scheme: Scheme) -> Chart:
    published = scheme.kind == "published"
    how = _("One published map, redrawn.") if published else _("Schematic, after one published map.")
    overlap = (
        _("Territories overlap where striped and people differ.")
        if scheme.overlapping
        else _("Territories overlap and people differ.")
    )
    named = {"map": scheme.short_name, "year": scheme.year}
    left_out = "" if source.inferred else _("What the atlas infers is left out.")
    return Chart(
        id=scheme.id,
        layer="dermatome",
        kind=scheme.kind,
        name=scheme.name,
        short_name=scheme.short_name,
        title=_("%(map)s map (%(year)s)") % named if scheme.year else _("%(map)s map") % named,
        caption=f"{how} {overlap} {_(_SIDES)}",
        caveat=_(scheme.caveat),
        sources=scheme.sources,
        not_mapped=" ".join(filter(None, (scheme.not_mapped and _(scheme.not_mapped), left_out))),
        year=scheme.year,
        scheme=scheme.id,
    )


def _muscles(map_id: str, depth: str) -> Chart:
    superficial = depth == "superficial"
    where = (
        _("Muscles seen when the skin is taken away.")
        if superficial
        else _("Muscles beneath the superficial ones.")
    )
    title = _("Superficial muscles") if superficial else _("Deep muscles")
    rows = (row for m in facts().muscles.values() if m.depth == depth for row in m.rows)
    return Chart(
        id=map_id,
        layer="myotome",
        kind="layer",
        name=_("Superficial muscles, coloured by their main root")
        if superficial
        else _("Deep muscles, coloured by their main root"),
        short_name=title,
        title=title,
        caption=f"{where} {_(_PROJECTED)} {_(_SIDES)}",
        caveat=_("Nearly every muscle has more than one root."),
        sources=_cited((row.source for row in rows), least=20),
        depth=depth,
    )


def _nerves() -> Chart:
    return Chart(
        id="nerves",
        layer="nerve",
        kind="layer",
        name=_("Skin of the peripheral nerves"),
        short_name=_("Skin nerves"),
        title=_("Skin nerves"),
        caption=_("The skin each nerve is described to supply; neighbours overlap and people differ.")
        + f" {_(_SIDES)}",
        caveat=_("A nerve carries fibres of several roots: these fields are no dermatomes."),
        sources=_cited(field.source for field in facts().nerve_fields.values()),
    )


def _reflexes() -> Chart:
    return Chart(
        id="reflexes",
        layer="reflex",
        kind="layer",
        name=_("Where reflexes are elicited, coloured by their main root"),
        short_name=_("Reflexes"),
        title=_("Reflexes"),
        caption=f"{_('Discs are tapped, arrows are stroked in their direction.')} {_(_SIDES)}",
        caveat=_("Most reflexes run through more than one root."),
        sources=_cited(reflex.source for reflex in facts().reflexes_by_id.values()),
    )


def _agreement(source: Atlas, map_id: str, root: str) -> Chart:
    names = ", ".join(scheme.short_name for scheme in source.schemes)
    said = {"root": root, "maps": names}
    return Chart(
        id=map_id,
        layer="agreement",
        kind="computed",
        name=_("How many of the maps that map a spot give it to %(root)s: %(maps)s") % said,
        short_name=_("Agreement on %(root)s") % said,
        title=_("%(root)s: where the maps agree") % said,
        caption=_(
            "“3 of 4”: three of the four maps that map the spot give it to %(root)s. A map that leaves a "
            "spot blank is not counted there."
        )
        % said
        + f" {_(_SIDES)}",
        caveat=_("Maps that copy one another agree without new evidence, so the count is no probability."),
        sources=tuple(dict.fromkeys(key for scheme in source.schemes for key in scheme.sources)),
        root=root,
    )


def _difference(map_id: str, scheme: Scheme, root: str, nerve: str) -> Chart:
    fields = fields_of(nerve)
    records = [row.source for row in facts().nerves if row.nerve == nerve]
    nerves = [facts().nerve_fields[field].source for field in fields if field in facts().nerve_fields]
    said = {"root": root, "map": scheme.short_name, "nerve": short_nerve(nerve)}
    return Chart(
        id=map_id,
        layer="difference",
        kind="computed",
        name=_("%(root)s on the %(map)s map, and the skin of the %(nerve)s nerve") % said,
        short_name=_("%(root)s and %(nerve)s") % said,
        title=_("%(root)s (%(map)s map) and %(nerve)s nerve") % said,
        caption=_("Skin that the root or the nerve has for itself, and what both share.") + f" {_(_SIDES)}",
        caveat=_(scheme.caveat),
        sources=tuple(dict.fromkeys((*scheme.sources, *_cited((*records, *nerves))))),
        not_mapped=scheme.not_mapped and _(scheme.not_mapped),
        year=scheme.year,
        scheme=scheme.id,
        root=root,
        nerve=nerve,
    )


def _cited(keys: Iterable[tuple[str, ...]], least: int = 1) -> tuple[str, ...]:
    """Return the sources of many facts, the most cited first; ``least`` leaves out the odd footnote."""
    count: dict[str, int] = {}
    for key in (key for row in keys for key in row):
        count[key] = count.get(key, 0) + 1
    return tuple(sorted((key for key, times in count.items() if times >= least), key=lambda k: -count[k]))


# ---- shapes -----------------------------------------------------------------------------------------


@functools.lru_cache(maxsize=1024)
def _drawing(source: Atlas, map_id: str, view: str) -> Drawing:
    chart = _described(source, map_id)
    if chart.layer == "dermatome":
        index = source.index(map_id, view)
        above = _painted_over(source, map_id)
        over = tuple(t.root in above for t in index.territories)
        partly = [territory for territory in index.territories if len(territory.parts) > 1]
        inferred, veiled = _inferred(index.territories), _inferred(partly)
        return Drawing(index.territories, index.unmapped, over, inferred, veiled)
    return _plain(_regions(source, chart, view))


def _regions(source: Atlas, chart: Chart, view: str) -> tuple[Region, ...]:
    match chart.layer:
        case "myotome":
            return source.muscles(chart.depth or "", view)
        case "nerve":
            return source.nerves(view)
        case "reflex":
            size = full_size_mm(source.view(view))
            return tuple(
                Region(mark.reflex, "reflex", mark.side, view, _mark(mark, size))
                for mark in source.reflexes(view)
            )
        case "agreement":
            areas = agreement(chart.root or "", view, source=source)
        case _:
            areas = difference(chart.scheme or "", chart.root or "", chart.nerve or "", view, source=source)
    return tuple(Region(area.id, chart.layer, area.side, view, area.geometry) for area in areas)


def _inferred(territories: Iterable[Territory]) -> Area | None:
    parts = [part for territory in territories for part in territory.parts]
    inferred, published = (
        shapely.union_all([area for basis, area in parts if basis == wanted])
        for wanted in (INFERRED, PUBLISHED)
    )
    pieces = shapely.get_parts(shapely.difference(inferred, published))
    solid = [piece for piece in pieces if isinstance(piece, Polygon)]
    return MultiPolygon(solid) if solid else None


def _plain(regions: tuple[Region, ...]) -> Drawing:
    return Drawing(regions, None, tuple(False for _ in regions))


@functools.cache
def _painted_over(source: Atlas, scheme: str) -> frozenset[str]:
    """Return the roots of the second painting of a map: those that overlap one of the first, in map order."""
    if not source.scheme(scheme).overlapping:
        return frozenset()
    partners: dict[str, set[str]] = {}
    for view in VIEWS:
        index = source.index(scheme, view)
        for territory, row in zip(index.territories, index.overlaps, strict=True):
            partners.setdefault(territory.root, set()).update(index.territories[i].root for i in row)
    first: set[str] = set()
    for root in partners:
        if not partners[root] & first:
            first.add(root)
    return frozenset(partners) - first


def _mark(mark: ReflexMark, size: float) -> Area:
    """Return a disc round the point to tap, or an arrow along the way to stroke."""
    if not isinstance(mark.geometry, LineString):
        return mark.geometry.buffer(REFLEX_EM * size, quad_segs=6)
    half = 0.22 * size
    (x0, y0), (x1, y1) = mark.geometry.coords[-2:]
    along = np.array([x1 - x0, y1 - y0]) / np.hypot(x1 - x0, y1 - y0)
    across = np.array([-along[1], along[0]])
    tip = np.array([x1, y1])
    head = Polygon(
        [tip + along * 1.2 * half, *(tip - along * 2.2 * half + s * across * 2.2 * half for s in (1, -1))]
    )
    return shapely.union_all([mark.geometry.buffer(half, quad_segs=4), head])  # pyright: ignore[reportReturnType]


# ---- words ------------------------------------------------------------------------------------------


def _agreeing(region: str) -> tuple[list[str], list[str]]:
    giving, _, against = region.partition("~")
    return giving.split("+"), against.split("+") if against else []


def inferred_meaning(kind: str) -> str:
    """Return what it means that a field of a ``published`` or ``schematic`` map is inferred, for legends."""
    if kind == "schematic":
        return _("inferred: its figure was not seen, and no description of the field was read")
    return _("inferred: continued by the atlas, not drawn on the published figure")


def short_nerve(nerve: str) -> str:
    """Return the short name of a nerve of ``nerves.csv`` in the visitor's terms."""
    return short_name(nerve_name(nerve_named(nerve)))


def _shares(chart: Chart) -> dict[str, str]:
    said = {"root": chart.root, "nerve": short_nerve(chart.nerve or "")}
    return {
        "root": _("%(root)s only") % said,
        "both": _("%(root)s and %(nerve)s") % said,
        "nerve": _("%(nerve)s only") % said,
        "blank": _("%(nerve)s, not mapped for the root") % said,
    }


def _reflex_name(name: str) -> str:
    if translated():
        return name
    return name if re.search(r"jerk|sign|reflex", name) else f"{name} reflex"
