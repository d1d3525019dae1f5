"""The small map beside an article: the plates of the map page, driven by the text and not by the server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from dermatome.anatomy.ids import VIEWS, territory_root
from dermatome.atlas.load import atlas
from dermatome.ui.base import session
from dermatome.ui.base.frontend import draw

TEXT: Final = "article-text"
"""Key of the container with the text whose mentions the map follows."""

FRONT_AND_BACK: Final = ("anterior", "posterior")
MOST_VIEWS: Final = 4
HEIGHT: Final = 0.66
"""Share of the window's height for the plates: they stay whole in sight while the text scrolls."""


def reading_map(article: str, roots: Iterable[str]) -> None:
    """Draw the views on which the roots of an article lie, the first root lit on both sides."""
    shown = tuple(dict.fromkeys(root for own in roots if (root := territory_root(own))))
    scheme = session.current().scheme
    draw(
        "reading",
        f"reading-map-{article}",
        {
            "text": f".st-key-{TEXT}",
            "root": shown[0] if len(shown) == 1 else None,
            "side": "both",
            "scheme": scheme,
            "map": atlas().scheme(scheme).short_name,
            "views": views_for(shown, scheme),
            "height": HEIGHT,
        },
    )


def views_for(roots: Iterable[str], scheme: str) -> list[str]:
    """Return front and back, and the close-ups on which a map draws any of the roots."""
    wanted = set(roots)
    close = [
        view
        for view in VIEWS
        if view not in FRONT_AND_BACK
        and not view.startswith("lateral")
        and wanted & {t.root for t in atlas().territories(scheme, view)}
    ]
    return [*FRONT_AND_BACK, *close][:MOST_VIEWS]
