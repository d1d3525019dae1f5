"""Draw a map to a file, with one root picked out: SVG, PNG or PDF, offline and without a browser."""

from __future__ import annotations

from pathlib import Path

import resvg_py

from dermatome.anatomy.ids import TERRITORY_ROOTS, VIEWS, parse_root, parse_side, parse_view, territory_root
from dermatome.atlas.load import Atlas, atlas
from dermatome.errors import InputError
from dermatome.export.fonts import BOLD, FAMILY, REGULAR
from dermatome.export.pdf import to_pdf
from dermatome.export.sheet import Sheet, sheet
from dermatome.export.svg import to_svg
from dermatome.figures.palette import theme_named
from dermatome.figures.plate import plate

FORMATS = (".svg", ".png", ".pdf")
DEFAULT_WIDTH_PX = 1600
WIDTH_RANGE_PX = (200, 10_000)


def render(
    root: str | None,
    scheme: str,
    view: str,
    path: str | Path,
    *,
    side: str | None = None,
    theme: str = "light",
    key_points: bool = False,
    width_px: int = DEFAULT_WIDTH_PX,
    source: Atlas | None = None,
) -> Path:
    """Write the map ``scheme`` in ``view`` to ``path``, whose suffix chooses the format.

    ``root`` is picked out on one ``side`` of the patient or on both (None); without a root the
    whole map is coloured. S4 and S5 are drawn pooled, and the sheet says so. ``width_px`` is the
    width of a PNG in pixels; SVG and PDF are vectors. Returns the path written.

    :raises InputError: unknown root, map, view, side, theme or suffix; a root the map does not
        draw in this view; a width out of range; a folder that is not there or not writable.
    :raises AssetError: the built geometry is missing or malformed.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise InputError(
            f"{target.name} has no suffix that can be drawn. End the name in .svg, .png or .pdf."
        )
    if not WIDTH_RANGE_PX[0] <= width_px <= WIDTH_RANGE_PX[1]:
        raise InputError(
            f"A width of {width_px} pixels is out of range. Use {WIDTH_RANGE_PX[0]} to {WIDTH_RANGE_PX[1]}."
        )
    page = _page(root, scheme, view, side, theme, key_points, source or atlas())
    match suffix:
        case ".svg":
            data = to_svg(page).encode()
        case ".png":
            data = to_png(page, width_px)
        case _:
            data = to_pdf(page)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise InputError(
            f"{target} cannot be written ({error.strerror}). Choose a folder that exists."
        ) from error
    return target


def to_png(page: Sheet, width_px: int) -> bytes:
    """Return the sheet as PNG, ``width_px`` pixels wide, set in the packaged font alone."""
    return resvg_py.svg_to_bytes(
        svg_string=to_svg(page),
        width=width_px,
        skip_system_fonts=True,
        font_files=[str(REGULAR), str(BOLD)],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
    )


def _page(
    root: str | None, scheme: str, view: str, side: str | None, theme: str, key_points: bool, source: Atlas
) -> Sheet:
    view = parse_view(view)
    theme_named(theme)
    side = parse_side(side) if side else None
    chosen, note = _chosen(root, scheme, view, side, source) if root else (None, "")
    drawn = plate(
        view,
        scheme,
        theme=theme,
        with_callouts=True,
        with_key_points=key_points,
        selected=chosen,
        side=side,
        source=source,
    )
    return sheet(drawn, chosen, source, note)


def _chosen(root: str, scheme: str, view: str, side: str | None, source: Atlas) -> tuple[str, str]:
    """Return the root under which the map draws ``root``, and what to say when it is another name."""
    asked = parse_root(root)
    chosen = territory_root(asked)
    described = source.scheme(scheme)
    if chosen is None:
        raise InputError(
            f"{asked} owns no skin on any map. Use one of {TERRITORY_ROOTS[0]} to {TERRITORY_ROOTS[-1]}."
        )
    sides = (side,) if side else ("left", "right")
    seen_in = [v for v in VIEWS if any(source.territory(scheme, v, chosen, s) for s in sides)]
    if not seen_in:
        mapped = ", ".join(described.mapped_roots)
        raise InputError(f"The {described.short_name} map does not draw {chosen}. It draws {mapped}.")
    if view not in seen_in:
        where = f"{chosen} ({side})" if side else chosen
        raise InputError(f"{where} is not seen in the view {view}. Use one of {', '.join(seen_in)}.")
    note = f"{asked} is drawn together with its neighbour, as {chosen}." if asked != chosen else ""
    return chosen, note
