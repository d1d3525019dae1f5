"""What the download menu gives out: picture, handout, facts. Pure: a selection in, a file out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from dermatome.anatomy.ids import ROOTS, slug
from dermatome.export.apart import apart
from dermatome.export.handout import handout
from dermatome.export.render import WIDTH_RANGE_PX, Asked, drawn_sheet, encoded, widest_px
from dermatome.export.sheet import Sheet
from dermatome.export.tables import facts_csv, facts_json
from dermatome.language import as_spoken
from dermatome.queues import ENOUGH, FULL, Bounds, Queue
from dermatome.show import show
from dermatome.ui.base.state import Selection

TYPES: Final = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv",
    "json": "application/json",
}
"""Kinds of files and their media types."""
MOST_NAMED: Final = 6
"""So many roots are named in the name of a file."""


MAKING: Final = Queue(Bounds(8, 2), FULL, ENOUGH)
"""Before what is drawn in the server's own process."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that is made when it is asked for."""

    name: str
    kind: str
    make: Callable[[], bytes]

    @property
    def media_type(self) -> str:
        """The media type of its kind."""
        return TYPES[self.kind]


@dataclass(frozen=True, slots=True)
class PictureWishes:
    """How a picture is to look; for PNG ``times`` are pixels a CSS pixel, unless ``width_px`` is set."""

    kind: str = "svg"
    theme: str = "light"
    labels: bool = True
    key_points: bool = False
    transparent: bool = False
    agreement: bool = False
    times: int = 1
    width_px: int | None = None


def picture_file(selection: Selection, wishes: PictureWishes) -> File:
    """Return the picture of what a selection shows on the map page, in all its views."""

    # Files are made when they are fetched, outside the visitor's run.
    def make() -> bytes:
        if wishes.kind == "png":
            return apart("pictures", _drawn, selection, wishes)
        with MAKING.turn():
            return _drawn(selection, wishes)

    about = f"{selection.root}-agreement" if wishes.agreement else _about(selection)
    return File(_name(about, wishes.kind), wishes.kind, as_spoken(make))


def _drawn(selection: Selection, wishes: PictureWishes) -> bytes:
    page = _sheet(selection, wishes)
    wished = wishes.width_px or max(round(page.width * wishes.times), WIDTH_RANGE_PX[0])
    return encoded(page, f".{wishes.kind}", min(wished, widest_px(page)))


def handout_file(
    selection: Selection,
    *,
    roots: Sequence[str] = (),
    region: str | None = None,
    paper: str = "a4",
    blank: bool = False,
    key: bool = False,
) -> File:
    """Return the handout of some roots (if none is named: the selected one) or of a region, on its map."""
    about = () if region else tuple(roots) or (selection.root,)

    def make() -> bytes:
        with MAKING.turn():
            return handout(
                about, region=region, scheme=selection.scheme, paper=paper, blank=blank, key=key and blank
            )

    named = region or "-".join(about[:MOST_NAMED])
    return File(_name(f"{named}-{'blank' if blank else 'handout'}", "pdf"), "pdf", as_spoken(make))


def facts_file(selection: Selection, kind: str, *, every_root: bool = False) -> File:
    """Return the facts of the selected root or of all, as ``csv`` or ``json``."""

    def make() -> bytes:
        known = [show(root) for root in (ROOTS if every_root else (selection.root,))]
        # Spreadsheets take a file without the mark for one of their own old character sets.
        return facts_csv(known).encode("utf-8-sig") if kind == "csv" else facts_json(known).encode()

    return File(_name("facts" if every_root else f"{selection.root}-facts", kind), kind, make)


def _sheet(selection: Selection, wishes: PictureWishes) -> Sheet:
    layer = selection.layer if selection.layer in ("myotome", "reflex", "nerve") else "dermatome"
    if selection.difference and selection.picked("nerve"):
        layer = "difference"
    if wishes.agreement:
        layer = "agreement"
    asked = Asked(
        views=selection.flat_views,
        layer=layer,
        root=selection.root,
        scheme=selection.scheme,
        depth=selection.depth,
        nerve=selection.picked("nerve"),
        muscle=selection.picked("muscle"),
        movement=selection.picked("movement"),
        reflex=selection.picked("reflex"),
        side=selection.side if selection.side != "both" else None,
        theme=wishes.theme,
        labels=wishes.labels,
        key_points=wishes.key_points and layer == "dermatome",
        transparent=wishes.transparent,
        inferred=selection.inferred,
        # The screen shows a view as well when nothing in it is lit.
        must_be_seen=False,
    )
    return drawn_sheet(asked)


def _about(selection: Selection) -> str:
    item = f"-{selection.item.id}" if selection.item else ""
    return f"{selection.root}-{selection.scheme if selection.layer == 'dermatome' else selection.layer}{item}"


def _name(about: str, kind: str) -> str:
    return f"dermatome-{slug(about)}.{kind}"
