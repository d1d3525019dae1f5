"""Questions on the skin: find a territory or key point, name a territory, tell the maps apart."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, Final

from shapely.geometry import Point

from dermatome.anatomy.ids import POOLED_SACRAL, SIDES, TERRITORY_ROOTS, VIEWS
from dermatome.anatomy.load import facts
from dermatome.anatomy.records import TerritoryClaim
from dermatome.atlas.describe import parts_of
from dermatome.atlas.load import Atlas
from dermatome.atlas.records import Landmark, Scheme, Territory
from dermatome.study.making import TAUGHT_FIRST, Maker, asking, root_choices, settle, with_others
from dermatome.study.records import EITHER, Card, Kind, PassageQuery, Question, Target

KEY_POINT_MAP: Final = "isncsci"
DETAIL_VIEWS: Final = ("hand-palmar", "hand-dorsal", "foot-dorsum", "foot-sole", "perineum", "head-lateral")

LEAST_MM2: Final = 150.0
"""Less of a territory than this in a view is no fair target."""
LEAST_OF_LARGEST: Final = 0.15
"""Nor is less than this share of what the best view shows, but for the views that show a part near by …"""
LEAST_OF_VIEW: Final = 0.03
"""… where it is this share of the part."""
HALF_AS_DEEP: Final = 0.5
UNLIKE: Final = 0.6
"""Two maps are told apart by a territory only where less than this share of both drawings is common."""


@functools.lru_cache(maxsize=1024)
def views_of(source: Atlas, scheme: str, root: str) -> tuple[str, ...]:
    """Return the views that show enough of a territory to be asked for there, the best first."""
    areas = {view: sum(t.geometry.area for t in _drawn(source, scheme, view, root)) for view in VIEWS}
    best = max(areas.values(), default=0.0)

    def fair(view: str) -> bool:
        if areas[view] < LEAST_MM2:
            return False
        if areas[view] >= LEAST_OF_LARGEST * best:
            return True
        return view in DETAIL_VIEWS and areas[view] >= LEAST_OF_VIEW * source.view(view).outline.area

    return tuple(sorted((view for view in VIEWS if fair(view)), key=lambda view: -areas[view]))


def body_part_of(source: Atlas, scheme: str, view: str, root: str) -> str | None:
    """Return the body part a territory lies on chiefly in a view."""
    parts = [part for t in _drawn(source, scheme, view, root)[:1] for part in parts_of(t, source=source)]
    return parts[0] if parts else None


@functools.lru_cache(maxsize=4096)
def likeness(source: Atlas, view: str, root: str, one: str, other: str) -> float:
    """Return how much of what two maps draw of a root in a view is common to both, 0 to 1."""
    first, second = (_drawn(source, scheme, view, root) for scheme in (one, other))
    common = whole = 0.0
    for side in SIDES:
        mine = next((t.geometry for t in first if t.side == side), None)
        theirs = next((t.geometry for t in second if t.side == side), None)
        shared = mine.intersection(theirs).area if mine and theirs else 0.0
        common += shared
        whole += sum(shape.area for shape in (mine, theirs) if shape) - shared
    return common / whole if whole else 0.0


@functools.lru_cache(maxsize=256)
def telling_views(source: Atlas, scheme: str, root: str) -> tuple[str, ...]:
    """Return the views in which the territory of a root looks like that of no other map, clearest first."""
    others = [s.id for s in source.schemes if s.id != scheme and root in s.mapped_roots]
    if not others:
        return ()
    likest = {
        view: max(likeness(source, view, root, scheme, other) for other in others)
        for view in views_of(source, scheme, root)
    }
    return tuple(sorted((view for view in likest if likest[view] < UNLIKE), key=lambda view: likest[view]))


def key_points(source: Atlas, view: str) -> tuple[Landmark, ...]:
    """Return the key sensory points seen in a view, each once a side."""
    found = {(mark.key_point_of, mark.side): mark for mark in source.landmarks(view) if mark.key_point_of}
    return tuple(found.values())


def inside_mm(source: Atlas, view: str, root: str) -> float:
    """Return how far from the outline of a view the key point of a root lies, in millimetres on its page.

    Negative outside the body; where the view does not show it, minus infinity. Of both sides the less.
    """
    outline = source.view(view).outline
    shown = [Point(mark.x, mark.y) for mark in key_points(source, view) if mark.key_point_of == root]
    found = (outline.boundary.distance(at) * (1 if outline.contains(at) else -1) for at in shown)
    return min(found, default=-math.inf)


@functools.lru_cache(maxsize=64)
def key_point_views(source: Atlas, root: str) -> tuple[str, ...]:
    """Return the views that show the key point of a root."""
    return tuple(view for view in VIEWS if inside_mm(source, view, root) > -math.inf)


@functools.lru_cache(maxsize=64)
def asked_views(source: Atlas, root: str) -> tuple[str, ...]:
    """Return the views in which the key point of a root is asked for: where it faces the eye.

    Near the outline the skin turns away, and a point on it is a guess: a view has to show the point at least
    half as far inside as the view that shows it best.
    """
    deep = {view: inside_mm(source, view, root) for view in key_point_views(source, root)}
    return tuple(view for view, inside in deep.items() if inside >= HALF_AS_DEEP * max(deep.values()))


def _drawn(source: Atlas, scheme: str, view: str, root: str) -> list[Territory]:
    return [t for t in source.territories(scheme, view) if t.root == root]


def _difficulty(scheme: Scheme, root: str) -> int:
    return 1 + (scheme.id != KEY_POINT_MAP) + (root not in TAUGHT_FIRST)


def _claims(scheme: Scheme, root: str) -> list[TerritoryClaim]:
    return [claim for claim in facts().territories(root) if claim.scheme == scheme.id]


def was_read(scheme: Scheme, root: str) -> bool:
    """Return whether what a map says of a root was read in a source: no question rests on less."""
    claims = _claims(scheme, root)
    return bool(claims) and all(claim.verified for claim in claims)


def _claim_sources(scheme: Scheme, root: str) -> tuple[str, ...]:
    said = _claims(scheme, root)
    return tuple(dict.fromkeys((*(key for c in said for key in c.source), *scheme.sources)))


def _territory_cards(kind: Kind, source: Atlas) -> Iterator[Card]:
    for scheme in source.schemes:
        for root in TERRITORY_ROOTS:
            if was_read(scheme, root) and views_of(source, scheme.id, root):
                level = _difficulty(scheme, root)
                yield Card(f"{kind}/{scheme.id}/{root}", kind, root, "dermatome", level, scheme.id)


def _click_territory(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    scheme = source.scheme(str(card.scheme))
    views = views_of(source, scheme.id, card.root)
    place, view, asked = _clicked(card, variant, views, random, sides)
    target = Target("dermatome", scheme.id, view, card.root, asked)
    return _asking_of(target, card, place, source, answers=(card.root,), click=True)


def _name_territory(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    scheme = source.scheme(str(card.scheme))
    options = [
        f"{view}.{t.side}"
        for view in views_of(source, scheme.id, card.root)
        for t in _drawn(source, scheme.id, view, card.root)
    ]
    place = settle(card, variant, options, random)
    view, _, side = place.partition(".")
    lit = Target("dermatome", scheme.id, view, card.root, side)
    among = [root for root in TERRITORY_ROOTS if root in scheme.mapped_roots]
    choices = root_choices(card.root, (), random, among)
    return _asking_of(lit, card, place, source, answers=(card.root,), choices=choices, free=True, shown=lit)


def _asking_of(target: Target, card: Card, variant: str, source: Atlas, **told: Any) -> Question:
    """Return a question about the territory ``target`` of the card's root; ``told`` as for :func:`asking`."""
    scheme = source.scheme(target.map_id)
    part = body_part_of(source, scheme.id, target.view, card.root)
    return asking(
        card,
        variant,
        scheme=scheme.id,
        map_id=scheme.id,
        view=target.view,
        side=target.side,
        target=target,
        query=PassageQuery(card.root, "dermatome", part, scheme.id),
        sources=_claim_sources(scheme, card.root),
        **told,
    )


def _key_point_cards(source: Atlas) -> Iterator[Card]:
    for root, point in facts().key_points.items():
        if key_point_views(source, root):
            level = 1 if root in TAUGHT_FIRST else 3 if root in {"C2", POOLED_SACRAL} else 2
            yield Card(
                f"click_key_point/{point.root}", "click_key_point", root, "dermatome", level, KEY_POINT_MAP
            )


def _click_key_point(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    point = facts().key_points[card.root]
    # A link handed out earlier may ask in any view that shows it.
    views = (key_point_views if variant else asked_views)(source, card.root)
    place, view, asked = _clicked(card, variant, views, random, sides)
    return asking(
        card,
        place,
        answers=(card.root,),
        click=True,
        scheme=KEY_POINT_MAP,
        map_id=KEY_POINT_MAP,
        view=view,
        side=asked,
        target=Target("key_point", KEY_POINT_MAP, view, card.root, asked),
        query=PassageQuery(card.root, "dermatome", point.part, KEY_POINT_MAP),
        sources=point.source,
    )


def _clicked(
    card: Card, variant: str | None, views: Sequence[str], random: Random, sides: bool
) -> tuple[str, str, str | None]:
    """Return the variant of a question answered by a click: its name, view and side (None: either)."""
    side = random.choice(SIDES) if sides else EITHER
    options = [f"{view}.{s}" for s in (*SIDES, EITHER) for view in views if _seen(view, s)]
    chosen = [option for option in options if option.endswith(f".{side}")] or options
    place = settle(card, variant, options if variant else chosen, random)
    view, _, side = place.partition(".")
    return place, view, None if side == EITHER else side


def _seen(view: str, side: str) -> bool:
    """A view from one side shows that side of the patient alone."""
    return not (view.startswith("lateral-") and side in SIDES and not view.endswith(side))


def _which_map_cards(source: Atlas) -> Iterator[Card]:
    for scheme in source.schemes:
        for root in scheme.mapped_roots:
            if was_read(scheme, root) and telling_views(source, scheme.id, root):
                level = 2 if root in TAUGHT_FIRST else 3
                yield Card(f"which_map/{scheme.id}/{root}", "which_map", root, "dermatome", level, scheme.id)


def _which_map(card: Card, variant: str | None, random: Random, sides: bool, source: Atlas) -> Question:
    scheme = source.scheme(str(card.scheme))
    view = settle(card, variant, telling_views(source, scheme.id, card.root), random)
    others = [s.id for s in source.schemes if s.id != scheme.id]
    offered = set(with_others(scheme.id, others, random))
    lit = Target("dermatome", scheme.id, view, card.root)
    choices = tuple(s.id for s in source.schemes if s.id in offered)
    return _asking_of(lit, card, view, source, answers=(scheme.id,), choices=choices, shown=lit)


MAKERS: Mapping[Kind, Maker] = {
    "click_territory": Maker(functools.partial(_territory_cards, "click_territory"), _click_territory),
    "name_territory": Maker(functools.partial(_territory_cards, "name_territory"), _name_territory),
    "click_key_point": Maker(_key_point_cards, _click_key_point),
    "which_map": Maker(_which_map_cards, _which_map),
}
