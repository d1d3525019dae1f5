"""What the words of a reader may mean on the map, the likeliest first, and why.

Exact names come first, then beginnings, then names that hold all the words, then names that a slip of the
finger may have spoilt. What is typed is cut at :data:`LONGEST` characters: no text costs more than another.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from rapidfuzz import fuzz, process

from dermatome.anatomy.ids import COARSE_PARTS, SIDES, VIEWS, root_name, territory_root
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_named
from dermatome.anatomy.terms import movement_name, muscle_name, nerve_name, reflex_name
from dermatome.atlas.load import atlas
from dermatome.language import N_, _, capital
from dermatome.lookup.load import Target, plain, spoken
from dermatome.lookup.names import Name, names
from dermatome.notation import capitals, expressions, pair_written

LONGEST: Final = 80
"""Characters looked at."""
MOST: Final = 7
"""Meanings returned."""
_MOST_WORDS: Final = 12
_LIKE: Final = 76
"""Likeness (0 to 100) from which a name counts as mistyped."""
_SHORTEST_SLIP: Final = 4
"""Letters from which a word may be mistyped."""
_MEANT: Final = 20.0
"""What it counts that a word such as "weak" or "jerk" says what kind of thing is meant."""
_SHARE: Final = 0.15
"""Of a part of the body a root has to hold so much to be offered for it."""
_MOST_ROOTS: Final = 3
EXAMPLES: Final = ("thumb", "foot drop", "biceps", "ankle jerk", "numb little toe", "L4/5", "sural")
"""What is offered before anything is typed."""

_PRIOR: Final = {
    "root": 4.0, "disc": 3.0, "part": 2.5, "muscle": 2.0, "movement": 1.5, "reflex": 1.0, "nerve": 0.5,
}  # fmt: skip
_LAYER: Final = {"muscle": "myotome", "movement": "myotome", "reflex": "reflex", "nerve": "nerve"}
_INTENDED: Final = {
    "dermatome": {"part", "root"},
    "myotome": {"muscle", "movement"},
    "reflex": {"reflex"},
    "nerve": {"nerve"},
    "disc": {"disc"},
}
_BODY: Final = ("anterior", "posterior", "lateral-left", "lateral-right")
_KINDS: Final = {
    "muscle": N_("muscle, mainly %(roots)s"),
    "movement": N_("movement, mainly %(roots)s"),
    "reflex": N_("reflex, mainly %(roots)s"),
    "nerve": N_("skin nerve, from %(roots)s"),
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing the words may mean: what it is called, why, and what the map has to light for it."""

    title: str
    why: str
    choice: dict[str, Any] = field(hash=False)


def meant(text: str, scheme: str | None = None) -> list[Meaning]:
    """Return what ``text`` may mean on a published map (the first by default), the likeliest first.

    :raises InputError: no such map.
    """
    shown = atlas().scheme(scheme or atlas().schemes[0].id).id
    labels, rest = _labels(text[:LONGEST])
    words = plain(rest).split()[:_MOST_WORDS]
    side = next((spoken().sides[word] for word in words if word in spoken().sides), None)
    words = [word for word in words if word not in spoken().sides]
    intents = {spoken().intents[word] for word in words if word in spoken().intents}
    found: dict[Target, tuple[float, Name]] = {}
    for score, name in (*labels, *_matches(words)):
        for place, target in enumerate(name.targets):
            own = score + _PRIOR[target.kind] - place
            if any(target.kind in _INTENDED[intent] for intent in intents):
                own += _MEANT
            if target not in found or own > found[target][0]:
                found[target] = own, name
    ordered = sorted(found.items(), key=lambda entry: -entry[1][0])
    told = [m for target, (_n, name) in ordered for m in _meanings(target, name, shown)]
    unique: dict[str, Meaning] = {}
    for meaning in told:
        unique.setdefault(str(sorted(meaning.choice.items())), meaning)
    # What reads alike is one thing to who chooses, a part and the region it lies in.
    read: dict[tuple[str, str], Meaning] = {}
    for meaning in unique.values():
        read.setdefault((meaning.title, meaning.why), meaning)
    return [_on(meaning, side) for meaning in list(read.values())[:MOST]]


def examples(scheme: str | None = None) -> list[Meaning]:
    """Return what is offered before anything is typed: the first meaning of each example."""
    return [meaning for example in EXAMPLES for meaning in meant(example, scheme)[:1]]


def _on(meaning: Meaning, side: str | None) -> Meaning:
    return Meaning(meaning.title, meaning.why, {**meaning.choice, "side": side}) if side else meaning


def _labels(text: str) -> tuple[list[tuple[float, Name]], str]:
    """Return the roots and discs a text names by their labels, and the text without them."""
    found: list[tuple[float, Name]] = []
    rest = text
    for element in [each for expression in expressions(capitals(text)) for each in expression.elements]:
        written = text[element.start : element.end]
        disc = next((d for d in _discs() if element.form == "pair" and _same_disc(d, element.ends)), None)
        roots = dict.fromkeys(own for root in element.roots if (own := territory_root(root)))
        targets = (Target("disc", disc),) if disc else tuple(Target("root", root) for root in roots)
        if targets:
            found.append((100.0, Name(written, targets)))
            rest = rest.replace(written, " ")
    return found, rest


def _discs() -> list[str]:
    levels = facts().levels.values()
    return [level.disc_below for level in levels if level.disc_below and level.paracentral_root]


def _same_disc(disc: str, ends: tuple[str, ...]) -> bool:
    return pair_written(disc) == ends[:2]


# ---- which names ------------------------------------------------------------------------------------


def _matches(words: list[str]) -> Iterator[tuple[float, Name]]:
    """Yield names that fit, each with how well: at most 100."""
    known, said = names(), spoken()
    whole = " ".join(words)
    bare = [word for word in words if word not in said.ignored and word not in said.intents]
    core = " ".join(bare)
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            name = known.get(" ".join(words[start : start + length]))
            if name and (length > 1 or words[start] in bare):
                told = min(1.0, length / max(1, len(bare)))
                yield 55.0 + 45.0 * told, name
    if not core:
        return
    stems = [re.compile(rf"\b{re.escape(word)}") for word in bare]
    for key, name in known.items():
        if key.startswith((core, whole)):
            yield 90.0 - min(10, (len(key) - len(core)) / 4), name
        elif all(stem.search(key) for stem in stems):
            yield 80.0 - min(10, (len(key) - len(core)) / 4), name
    if len(core) >= _SHORTEST_SLIP:
        # Who spells a thing as it is spelt means no other of its kind: biceps is no slip for triceps.
        spelt = {target.kind for key in (whole, core) if key in known for target in known[key].targets}
        for query in dict.fromkeys((whole, core)):
            slips = process.extract(query, list(known), scorer=fuzz.ratio, score_cutoff=_LIKE, limit=8)
            for key, likeness, _at in slips:
                if not spelt & {target.kind for target in known[key].targets}:
                    yield 0.85 * likeness, known[key]


# ---- what they stand for ----------------------------------------------------------------------------


def _meanings(target: Target, name: Name, scheme: str) -> Iterable[Meaning]:
    if target.kind == "part":
        return _of_part(target, name, scheme)
    if target.kind == "root":
        title = target.id if plain(name.shown) == target.id.lower() else f"{capital(name.shown)}: {target.id}"
        return [Meaning(title, root_name(target.id), _root(target.id))]
    if target.kind == "disc":
        return _of_disc(target.id)
    title, roots = _thing(target)
    said = capital(name.shown)
    foreign = not set(plain(title).split()) & set(plain(said).split())
    if foreign or name.targets[0].kind != target.kind or len(name.targets) > 1:
        title = title if plain(title).startswith(plain(said)) else f"{said}: {title}"
    choice = {"layer": _LAYER[target.kind], "kind": target.kind, "item": target.id}
    if target.kind == "muscle":
        choice["depth"] = facts().muscles[target.id].depth
    listed = ", ".join(roots) or _("no spinal root")
    return [Meaning(capital(title), _(_KINDS[target.kind]) % {"roots": listed}, choice)]


def _thing(target: Target) -> tuple[str, tuple[str, ...]]:
    """Return the name of a thing in the reader's language, and its chief roots."""
    if target.kind == "muscle":
        muscle = facts().muscles[target.id]
        return muscle_name(muscle), muscle.roots_main
    if target.kind == "movement":
        return movement_name(target.id), facts().movements[target.id].roots_main
    if target.kind == "reflex":
        reflex = facts().reflexes_by_id[target.id]
        return reflex_name(reflex), reflex.roots_primary
    nerve = nerve_named(target.id)
    return nerve_name(nerve), nerve.roots


def _root(root: str) -> dict[str, Any]:
    return {"root": root}


def _of_disc(disc: str) -> list[Meaning]:
    level = next(level for level in facts().levels.values() if level.disc_below == disc)
    near, far = level.paracentral_root, level.foraminal_root
    where = _("paracentral or foraminal") if near == far else _("paracentral")
    rows = [(near, where)] if near == far or not far else [(near, where), (far, _("foraminal"))]
    return [
        Meaning(
            _("%(disc)s disc, %(where)s: %(root)s") % {"disc": disc, "where": where, "root": root},
            _("presses on the %(root)s root") % {"root": root},
            _root(root),
        )
        for root, where in rows
        if territory_root(root)
    ]


def _of_part(target: Target, name: Name, scheme: str) -> list[Meaning]:
    leaves = COARSE_PARTS.get(target.id, (target.id,))
    shares = roots_on(leaves, scheme)
    held = dict(shares)
    marked = dict.fromkeys(root for own in target.roots if (root := territory_root(own)))
    roots = sorted(marked, key=lambda root: -held.get(root, 0.0))
    roots = roots or [root for root, share in shares if share >= _SHARE][:_MOST_ROOTS]
    short = atlas().scheme(scheme).short_name
    found = []
    for root in roots:
        why = (
            _("skin of %(root)s on the %(map)s map") if root in held else _("%(root)s by the usual landmark")
        )
        choice: dict[str, Any] = {"root": root}
        if len(leaves) == 1:
            choice["part"] = leaves[0]
        if views := _close_up(leaves):
            choice["views"] = views
        found.append(Meaning(f"{capital(name.shown)}: {root}", why % {"root": root, "map": short}, choice))
    return found


@functools.lru_cache(maxsize=512)
def roots_on(parts: tuple[str, ...], scheme: str) -> tuple[tuple[str, float], ...]:
    """Return the roots a map draws on parts of the body, each with the share of their drawn skin it holds."""
    areas: dict[str, float] = {}
    for view in VIEWS:
        own = [area.geometry for area in atlas().parts(view) if area.part in parts and area.side != SIDES[0]]
        for territory in atlas().territories(scheme, view):
            if territory.kind == "spinal" and territory.side != SIDES[0]:
                shared = sum(geometry.intersection(territory.geometry).area for geometry in own)
                if shared:
                    areas[territory.root] = areas.get(territory.root, 0.0) + shared
    total = sum(areas.values()) or 1.0
    return tuple(sorted(((root, area / total) for root, area in areas.items()), key=lambda entry: -entry[1]))


@functools.cache
def _close_up(parts: tuple[str, ...]) -> list[str] | None:
    """Return the close-up a part is seen on, where no view of the whole body shows it."""
    seen = {view for view in VIEWS for area in atlas().parts(view) if area.part in parts}
    return None if seen & set(_BODY) or not seen else [next(view for view in VIEWS if view in seen)]
