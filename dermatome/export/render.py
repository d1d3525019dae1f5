"""Draw a map or layer to a file, with what was asked for picked out: SVG, PNG or PDF, without a browser."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import resvg_py

from dermatome.anatomy.ids import (
    VIEWS,
    parse_choice,
    parse_depth,
    parse_root,
    parse_side,
    parse_view,
    root_members,
    root_name,
    slug,
)
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import fields_of, nerve_named, short_name
from dermatome.atlas.charts import agreement_id, difference_id, drawing
from dermatome.atlas.compare import skin_root
from dermatome.atlas.load import Atlas, atlas
from dermatome.errors import InputError
from dermatome.export.fonts import BOLD, FAMILY, REGULAR
from dermatome.export.pdf import to_pdf
from dermatome.export.sheet import Sheet, sheet
from dermatome.export.svg import to_svg
from dermatome.figures.palette import theme_named
from dermatome.figures.plate import PlateOptions, plate
from dermatome.language import _

FORMATS = (".svg", ".png", ".pdf")
DEFAULT_WIDTH_PX = 1600
WIDTH_RANGE_PX = (200, 10_000)
MOST_PIXELS = 40_000_000
"""Of a PNG: enough for a sheet of A3 at 400 dots an inch; beyond it a vector file serves better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to draw, each name as it was written.

    One of the ``views``, or several side by side. What is drawn depends on ``layer``:

    - ``dermatome``: the map ``scheme``; S4 and S5 are drawn pooled, and the sheet says so;
    - ``myotome``: the muscles of a ``depth``; lit: those of ``root`` or ``movement``, or one ``muscle``;
    - ``nerve``: the fields of the skin nerves, those of ``nerve`` picked out;
    - ``reflex``: where reflexes are elicited, those of ``root`` or one ``reflex`` picked out;
    - ``agreement``: how many maps give a spot to ``root``;
    - ``difference``: ``root`` on the map ``scheme`` against ``nerve``.

    What is picked out is so on one ``side`` of the patient or on both (None); with nothing to pick out
    the whole is coloured. Without ``labels`` only what is picked out has its name, in the title;
    ``transparent`` leaves out the paper. Without ``inferred`` a map is blank where its published figure draws
    nothing. Of several views at least one has to show what was asked for, unless ``must_be_seen`` is off.
    """

    views: tuple[str, ...]
    layer: str = "dermatome"
    root: str | None = None
    scheme: str | None = None
    depth: str = "superficial"
    nerve: str | None = None
    muscle: str | None = None
    movement: str | None = None
    reflex: str | None = None
    side: str | None = None
    theme: str = "light"
    key_points: bool = False
    labels: bool = True
    transparent: bool = False
    inferred: bool = True
    must_be_seen: bool = True
    source: Atlas = field(default_factory=atlas)

    def read(self) -> Asked:
        """Return the same with view, layer, side and depth spelled as the atlas spells them.

        :raises InputError: there is no such view, layer, side, depth or theme.
        """
        theme_named(self.theme)
        return replace(
            self,
            views=tuple(parse_view(view) for view in self.views),
            side=parse_side(self.side) if self.side else None,
            layer=parse_choice(self.layer, LAYERS_DRAWN, "layer to draw"),
            depth=parse_depth(self.depth),
            source=replace(self.source, inferred=self.inferred),
        )

    def need(self, what: str) -> str:
        """Return what a layer cannot do without. :raises InputError: it was not given."""
        value = getattr(self, what)
        if not value:
            raise InputError(_("Say which %(what)s to draw.") % {"what": what if what != "scheme" else "map"})
        return value


def render(asked: Asked, path: str | Path, width_px: int = DEFAULT_WIDTH_PX) -> Path:
    """Write a picture to ``path``, whose suffix chooses the format, and return that path.

    ``width_px`` is the width of a PNG in pixels; SVG and PDF are vectors.

    :raises InputError: unknown root, map, layer, depth, nerve, muscle, reflex, view, side, theme or suffix;
        one that the layer needs is missing; what was asked for is not seen in this view; a width out of
        range or a picture too large; a folder that is not there or not writable.
    :raises AssetError: the built geometry is missing or malformed.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise InputError(
            _("%(name)s has no suffix that can be drawn. End the name in .svg, .png or .pdf.")
            % {"name": target.name}
        )
    data = encoded(drawn_sheet(asked), suffix, width_px)
    try:
        target.write_bytes(data)
    except OSError as error:
        raise InputError(
            _("%(file)s cannot be written (%(reason)s). Choose a folder that exists.")
            % {"file": target, "reason": error.strerror}
        ) from error
    return target


def drawn_sheet(asked: Asked) -> Sheet:
    """Return the sheet that :func:`render` writes; errors as there."""
    asked = asked.read()
    chosen = _CHOOSE[asked.layer](asked)
    options = PlateOptions(
        theme=asked.theme,
        labels=asked.labels,
        callouts=asked.labels,
        key_points=asked.key_points,
        selected=chosen.selected,
        side=asked.side,
    )
    plates = [plate(view, chosen.map_id, options, asked.source) for view in asked.views]
    return sheet(plates, chosen.title, asked.source, chosen.note, transparent=asked.transparent)


def encoded(page: Sheet, suffix: str, width_px: int = DEFAULT_WIDTH_PX) -> bytes:
    """Return a sheet as a file: ``.svg``, ``.png`` (``width_px`` wide) or ``.pdf``.

    :raises InputError: another suffix, a width out of range, or a picture too large.
    """
    if not WIDTH_RANGE_PX[0] <= width_px <= WIDTH_RANGE_PX[1]:
        raise InputError(
            _("A width of %(width)s pixels is out of range. Use %(least)s to %(most)s.")
            % {
                "width": width_px,
                "least": WIDTH_RANGE_PX[0],
                "most": WIDTH_RANGE_PX[1],
            }
        )
    match parse_choice(suffix, FORMATS, "format"):
        case ".svg":
            return to_svg(page, carry_font=True).encode()
        case ".png":
            _must_fit(page, width_px)
            return to_png(page, width_px)
        case _:
            return to_pdf(page)


def widest_px(page: Sheet) -> int:
    """Return how wide a PNG of a sheet may be at most, in pixels."""
    fitting = math.sqrt(MOST_PIXELS * page.width / page.height)
    return min(WIDTH_RANGE_PX[1], math.floor(fitting / 10) * 10)


def _must_fit(page: Sheet, width_px: int) -> None:
    if width_px > widest_px(page):
        raise InputError(
            _(
                "A picture %(width)s pixels wide is too large. Ask for %(most)s at most, or for a PDF or "
                "SVG, which are sharp at every size."
            )
            % {"width": width_px, "most": widest_px(page)}
        )


def to_png(page: Sheet, width_px: int, *, pictures_fit: bool = False) -> bytes:
    """Return the sheet as PNG, ``width_px`` pixels wide, set in the packaged font alone.

    :param pictures_fit: the pictures within have the size they are shown at: half the time goes into
        smoothing those that do not.
    """
    return resvg_py.svg_to_bytes(
        svg_string=to_svg(page),
        width=width_px,
        skip_system_fonts=True,
        font_files=[str(REGULAR), str(BOLD)],
        font_family=FAMILY,
        sans_serif_family=FAMILY,
        image_rendering="optimize_speed" if pictures_fit else "optimize_quality",
    )


@dataclass(frozen=True, slots=True)
class _Chosen:
    """The chart, what is picked out on it, the title without the view, and a remark."""

    map_id: str
    selected: str | None
    title: str
    note: str = ""


def _dermatome(asked: Asked) -> _Chosen:
    scheme = asked.source.scheme(asked.need("scheme"))
    if asked.root is None:
        return _Chosen(scheme.id, None, "")
    root, note = _drawn_as(asked.root)
    if asked.must_be_seen and not any(_seen(asked, scheme.id, (root,))):
        if not asked.source.inferred and root in scheme.mapped_roots:
            raise InputError(
                _("Of %(root)s the %(map)s map shows nothing but what is inferred.")
                % {"root": root, "map": scheme.short_name}
            )
        mapped = ", ".join(scheme.mapped_roots)
        raise InputError(
            _("The %(map)s map does not draw %(root)s. It draws %(mapped)s.")
            % {"map": scheme.short_name, "root": root, "mapped": mapped}
        )
    _must_be_seen(asked, scheme.id, (root,), root)
    return _Chosen(scheme.id, root, _skin_of(root), note)


def _myotome(asked: Asked) -> _Chosen:
    map_id = f"muscles-{asked.depth}"
    if asked.muscle:
        muscle = facts().muscles[parse_choice(slug(asked.muscle), facts().muscles, "muscle")]
        _must_be_seen(asked, f"muscles-{muscle.depth}", (muscle.id,), muscle.name)
        return _Chosen(f"muscles-{muscle.depth}", muscle.id, muscle.name.capitalize())
    if asked.movement:
        moves = facts().movements[parse_choice(slug(asked.movement), facts().movements, "movement")]
        _must_be_seen(asked, map_id, moves.muscles, moves.name)
        return _Chosen(map_id, moves.id, f"{moves.name[:1].upper()}{moves.name[1:]}, {asked.depth} muscles")
    if not asked.root:
        return _Chosen(map_id, None, "")
    root = parse_root(asked.root)
    muscles = [m.id for m in facts().muscles_of(root) if m.depth == asked.depth]
    _must_be_seen(asked, map_id, muscles, f"{root}: its {asked.depth} muscles")
    return _Chosen(map_id, root, f"{root} myotome ({root_name(root)}), {asked.depth} muscles")


def _nerve(asked: Asked) -> _Chosen:
    if not asked.nerve:
        return _Chosen("nerves", None, "")
    field = facts().nerve_fields.get(slug(asked.nerve))
    if field is not None:
        _must_be_seen(asked, "nerves", (field.id,), field.name)
        return _Chosen("nerves", field.id, f"{field.name[:1].upper()}{field.name[1:]}")
    nerve = nerve_named(asked.nerve).nerve
    _must_be_seen(asked, "nerves", fields_of(nerve), nerve)
    return _Chosen("nerves", nerve, f"Skin of the {nerve} nerve")


def _reflex(asked: Asked) -> _Chosen:
    reflexes = facts().reflexes_by_id
    if asked.reflex:
        reflex = reflexes[parse_choice(slug(asked.reflex), reflexes, "reflex")]
        _must_be_seen(asked, "reflexes", (reflex.id,), reflex.reflex)
        return _Chosen("reflexes", reflex.id, f"{reflex.reflex[:1].upper()}{reflex.reflex[1:]}")
    if not asked.root:
        return _Chosen("reflexes", None, "")
    root = parse_root(asked.root)
    members = {root, *root_members(root)}
    found = [r.id for r in reflexes.values() if members & {*r.roots_primary, *r.roots_secondary}]
    _must_be_seen(asked, "reflexes", found, f"{root}: its reflexes")
    return _Chosen("reflexes", root, f"{root} reflexes ({root_name(root)})")


def _agreement(asked: Asked) -> _Chosen:
    root, note = _drawn_as(asked.need("root"))
    _must_be_seen(asked, agreement_id(root), None, root)
    return _Chosen(agreement_id(root), None, f"{_skin_of(root)}, where the maps agree", note)


def _difference(asked: Asked) -> _Chosen:
    scheme = asked.source.scheme(asked.need("scheme"))
    root, note = _drawn_as(asked.need("root"))
    nerve = nerve_named(asked.need("nerve")).nerve
    map_id = difference_id(scheme.id, root, nerve)
    _must_be_seen(asked, map_id, None, f"{root} or the {short_name(nerve)} nerve")
    return _Chosen(map_id, None, f"{root} dermatome and {short_name(nerve)} nerve", note)


_CHOOSE: Final[Mapping[str, Callable[[Asked], _Chosen]]] = {
    "dermatome": _dermatome,
    "myotome": _myotome,
    "nerve": _nerve,
    "reflex": _reflex,
    "agreement": _agreement,
    "difference": _difference,
}
LAYERS_DRAWN: Final = tuple(_CHOOSE)
"""What can be drawn to a file."""


def _skin_of(root: str) -> str:
    # "S1" alone could be a vertebra: the title says it is skin, and whose.
    return f"{root} dermatome ({root_name(root)})"


def _drawn_as(root: str) -> tuple[str, str]:
    """Return the root under which maps draw ``root``, and what to say when it is another name."""
    asked, drawn = parse_root(root), skin_root(root)
    if asked == drawn:
        return drawn, ""
    told = {"asked": asked, "drawn": drawn}
    return drawn, _("%(asked)s is drawn together with its neighbour, as %(drawn)s.") % told


def _seen(asked: Asked, map_id: str, wanted: Collection[str] | None) -> Iterator[str]:
    """Yield the views that show any of the wanted ids (None: anything) on the side asked for."""
    for view in VIEWS:
        regions = drawing(map_id, view, source=asked.source).regions
        if any(
            (wanted is None or region.id in wanted) and asked.side in (None, region.side, "midline")
            for region in regions
        ):
            yield view


def _must_be_seen(asked: Asked, map_id: str, wanted: Collection[str] | None, name: str) -> None:
    if not asked.must_be_seen:
        return
    views = tuple(_seen(asked, map_id, wanted))
    if not set(asked.views) & set(views):
        where = f"{name} ({asked.side})" if asked.side else name
        instead = (
            _("Use one of %(choices)s.") % {"choices": ", ".join(views)} if views else _("No view shows it.")
        )
        raise InputError(
            _("%(where)s is not seen in the view %(views)s. %(instead)s")
            % {"where": where, "views": ", ".join(asked.views), "instead": instead}
        )
