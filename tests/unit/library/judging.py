"""What is judged: the first passage of each root and layer, of each root and place, of each thing."""

from __future__ import annotations

from collections.abc import Iterator

from dermatome.anatomy.ids import TERRITORY_ROOTS, VIEWS
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import look_alikes, skin_nerves
from dermatome.atlas.describe import parts_of
from dermatome.atlas.load import atlas
from dermatome.library.answers import answer
from dermatome.library.excerpt import excerpt
from dermatome.library.records import RankedPassage
from dermatome.library.things import passages_on

LAYERS = ("dermatome", "myotome", "reflex", "nerve")


def shown() -> Iterator[tuple[str, str]]:
    """Yield each context as words, and the excerpt that is shown first; empty where none is."""
    for root in TERRITORY_ROOTS:
        for layer in LAYERS:
            yield f"{root} {layer}", _first(answer(root, layer))
        for part in sorted(_places(root)):
            yield f"{root} dermatome at {part}", _first(answer(root, "dermatome", part))
    for root, nerve in look_alikes():
        yield f"{root} or {nerve}", _first(answer(root, "nerve", nerve=nerve))
    things = {
        "muscle": facts().muscles,
        "movement": facts().movements,
        "reflex": facts().reflexes_by_id,
        "nerve": skin_nerves(),
    }
    for kind, ids in things.items():
        for item in ids:
            yield f"{kind} {item}", _first(passages_on(kind, item))


def _places(root: str) -> set[str]:
    """Return the parts of the body on which any map draws the root."""
    drawn = (t for scheme in atlas().schemes for view in VIEWS for t in atlas().territories(scheme.id, view))
    return {part for territory in drawn if territory.root == root for part in parts_of(territory)}


def _first(found: list[RankedPassage] | tuple[RankedPassage, ...]) -> str:
    return excerpt(found[0].text, found[0].highlight, alone=not found[0].root) if found else ""
