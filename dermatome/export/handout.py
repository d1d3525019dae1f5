"""Handouts: maps, facts and sources of one root, of several or of a region, as a PDF to print.

``handout`` makes the filled sheet, or a blank one for students to fill in, with a key on request.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any, Final

from dermatome.anatomy.ids import (
    BODY_PARTS,
    COARSE_PARTS,
    TERRITORY_ROOTS,
    VIEWS,
    parse_choice,
    parse_root,
    root_name,
    root_order,
    territory_root,
    view_name,
)
from dermatome.atlas.charts import described, drawing
from dermatome.atlas.load import Atlas, atlas
from dermatome.errors import InputError
from dermatome.export.handout_maps import (
    BODY_VIEWS,
    Drawn,
    Look,
    close_views,
    map_picture,
    numbers_for,
    views_of,
    window_of,
)
from dermatome.export.handout_text import Cited, root_facts, table_row
from dermatome.export.handout_words import region_title, words
from dermatome.export.load import day, edition
from dermatome.export.sheet import LICENCE
from dermatome.export.typeset import told, typeset
from dermatome.language import N_, _, all_of, language

PAPERS: Final = {"a4": "a4", "letter": "us-letter"}
"""Sizes of paper on offer, and their names in Typst."""

SPINE_REGIONS: Final[dict[str, tuple[str, ...]]] = {
    "cervical": ("C2", "C3", "C4", "C5", "C6", "C7", "C8"),
    "thoracic": tuple(f"T{n}" for n in range(1, 13)),
    "lumbosacral": ("L1", "L2", "L3", "L4", "L5", "S1", "S2", "S3", "S4-5"),
}
REGIONS: Final[tuple[str, ...]] = tuple(dict.fromkeys((*SPINE_REGIONS, *COARSE_PARTS, *BODY_PARTS)))
"""Regions a handout can be about: of the spine, or of the body."""

FULL_ROOTS: Final = 3
"""Up to so many roots each get pages of their own; more share them."""
LEAST_OF_PART: Final = 0.03
"""A root belongs to a part of the body when it has this share of the part's skin in some view."""
SIZES_PT: Final = (9.0, 8.8, 9.2, 8.6, 9.4)
"""Sizes of the text, the usual one first; another is taken when a page would be nearly empty."""
MAPS_SHARES: Final = (1.0, 0.93, 0.86, 0.79, 0.71, 0.64, 0.57, 1.07, 1.14, 1.21)
"""What the large maps of a sheet have of their usual height, where it is blank or tells of several roots.

A blank sheet about one root is to be one page, and the table of several is not to spill a few lines onto the
next: the maps give way to them, or push more of them there.
"""
LEAST_FILLED: Final = 0.3
"""Share of its height to which the last page, and the last page of a root, is filled at least."""
EDUCATION: Final = N_("For education only: not a diagnostic tool.")


def handout(
    roots: Sequence[str] = (),
    *,
    region: str | None = None,
    scheme: str | None = None,
    paper: str = "a4",
    blank: bool = False,
    key: bool = False,
    source: Atlas | None = None,
) -> bytes:
    """Return a handout as PDF: of ``roots``, or of a ``region`` (:data:`REGIONS`).

    ``scheme`` is the map drawn large, by default the first; the others stand beside it, small. A ``blank``
    handout has maps without names or colours and lines to write on; with ``key`` the answers follow.

    :raises InputError: no root and no region, or both; one that does not exist; no such map or paper.
    :raises AssetError: the built geometry or the template is missing or malformed.
    """
    source = source or atlas()
    wanted, about = _about(roots, region, scheme, source)
    main = source.scheme(scheme) if scheme else source.schemes[0]
    size = PAPERS[parse_choice(paper, PAPERS, "paper")]
    close = close_views(COARSE_PARTS.get(region, (region,)), source) if region and blank else ()
    made = _Maker(wanted, main.id, source, close)
    chart = described(main.id, source=source)
    cite = made.cited.piece("", main.sources)["cite"]
    pages: list[dict[str, Any]] = []
    if blank:
        pages.append(made.blank_page())
    if not blank or key:
        if len(wanted) > 1:
            pages.append(made.overview(answers=blank))
        if not (blank and len(wanted) > 1):
            pages += [made.root_page(root) for root in wanted]
    data = {
        "lang": language(),
        "words": words(),
        "paper": size,
        "title": f"{about} · {_('Blank handout')}" if blank else about,
        "about": about,
        "author": "Dermatome Atlas",
        "description": f"{chart.title}. {chart.caption}",
        "map": {"name": _(main.name), "short": _named(main.id, source), "caveat": _(main.caveat)},
        "caption": f"{chart.caption} {_(INFERRED_NOTE)}",
        "licence": f"{_(LICENCE)} {_('Data of %(day)s') % {'day': day(edition())}}.",
        "education": _(EDUCATION),
        "pages": pages,
        "mapcite": cite,
        "works": made.cited.works(),
        "unread": not blank or key,
    }
    return typeset("handout.typ", data | _fitted(data, made.pictures), made.pictures)


def _fitted(data: dict[str, Any], pictures: dict[str, str]) -> dict[str, Any]:
    """Return the share of the large maps and the size of the text (pt) at which no page is nearly empty.

    They are the usual ones where none is; where one always is, those at which the least is missing.
    """
    yields = any(
        page["kind"] == "overview" or (page["kind"] == "blank" and page["root"]) for page in data["pages"]
    )
    best, least = {"size": SIZES_PT[0], "maps": MAPS_SHARES[0]}, math.inf
    for size in SIZES_PT:
        for maps in MAPS_SHARES if yields else MAPS_SHARES[:1]:
            tried = {"size": size, "maps": maps}
            missing = _missing(data | tried, pictures)
            if sum(missing) < least:
                best, least = tried, sum(missing)
            if not least:
                return best
    return best


def _missing(data: dict[str, Any], pictures: dict[str, str]) -> list[float]:
    """Return what the last page of each part lacks in order not to be nearly empty, in heights of a page."""
    return [max(0.0, LEAST_FILLED - end) for end in told("handout.typ", "filled", data, pictures)]


def parse_region(text: str) -> str:
    """Return a region a handout can be about. :raises InputError: there is none of this name."""
    return parse_choice(text, REGIONS, "region")


def region_roots(region: str, scheme: str, source: Atlas | None = None) -> tuple[str, ...]:
    """Return the roots of a region: of the spine, or those with skin on a part of the body on a map.

    :raises InputError: no such region or map.
    """
    region = parse_region(region)
    source = source or atlas()
    if region in SPINE_REGIONS:
        return SPINE_REGIONS[region]
    leaves = COARSE_PARTS.get(region, (region,))
    found: set[str] = set()
    for view in VIEWS:
        regions = drawing(scheme, view, source=source).regions
        for part in source.parts(view):
            if part.part in leaves:
                least = LEAST_OF_PART * part.geometry.area
                found |= {r.id for r in regions if r.geometry.intersection(part.geometry).area >= least}
    return tuple(root for root in TERRITORY_ROOTS if root in found)


def _about(
    roots: Sequence[str], region: str | None, scheme: str | None, source: Atlas
) -> tuple[tuple[str, ...], str]:
    """Return the roots wanted and the title. :raises InputError: see :func:`handout`."""
    if bool(roots) == bool(region):
        raise InputError(_("Say what the handout is about: roots, such as L5,S1, or a region, such as foot."))
    if region:
        region = parse_region(region)
        found = region_roots(region, scheme or source.schemes[0].id, source)
        if not found:
            raise InputError(
                _("No root of this map has skin on the %(region)s. Choose another map or region.")
                % {"region": region}
            )
        return found, region_title(region)
    wanted = tuple(sorted(dict.fromkeys(parse_root(root) for root in roots), key=root_order))
    if len(wanted) == 1:
        return wanted, f"{wanted[0].replace('-', '–')}: {root_name(wanted[0])}"
    listed = [root.replace("-", "–") for root in wanted]
    return wanted, _("Nerve roots %(roots)s") % {"roots": all_of(listed)}


def _named(scheme: str, source: Atlas) -> str:
    described = source.scheme(scheme)
    return f"{described.short_name} {described.year}" if described.year else described.short_name


INFERRED_NOTE: Final = N_("What is paler, within a dotted border, is inferred by the atlas.")


class _Maker:
    """Collects the pictures and the sources of one handout while its pages are written."""

    def __init__(
        self, roots: tuple[str, ...], scheme: str, source: Atlas, close: tuple[str, ...] = ()
    ) -> None:
        """``close``: the only views to show, large; without any the ones that show most."""
        self.roots = roots
        self.scheme = scheme
        self.source = source
        self.close = close
        self.cited = Cited()
        self.pictures: dict[str, str] = {}

    def root_page(self, root: str) -> dict[str, Any]:
        """Return the pages of one root."""
        brief = len(self.roots) > FULL_ROOTS
        skin = territory_root(root)
        return {
            "kind": "root",
            "figures": self._figures([skin], self._views([skin])[: 2 if brief else None]) if skin else [],
            # Of several roots they stand together on the page before.
            "others": self._others([skin]) if skin and len(self.roots) == 1 else [],
            "pooled": skin.replace("-", "–") if skin and skin != root else "",
            **root_facts(root, self.cited, self.source, brief=brief),
        }

    def overview(self, *, answers: bool) -> dict[str, Any]:
        """Return the page of all roots together; as ``answers``, with the numbers of the blank map."""
        skins = self._skins()
        views = self._views(skins)
        numbers = numbers_for(skins, self.scheme, views, self.source) if answers else {}
        rows = [
            {"n": numbers.get(territory_root(r) or "", 0), **table_row(r, self.cited)} for r in self.roots
        ]
        return {
            "kind": "overview",
            "answers": answers,
            "figures": self._figures(skins, views),
            "others": [] if answers else self._others(skins),
            "rows": sorted(rows, key=lambda row: row["n"] or 99) if answers else rows,
        }

    def blank_page(self) -> dict[str, Any]:
        """Return the page without names and colours."""
        skins = self._skins()
        views = self._views(skins)
        alone = len(self.roots) == 1
        numbers = {} if alone else numbers_for(skins, self.scheme, views, self.source)
        look = Look(skins, numbers=numbers, blank=True)
        return {
            "kind": "blank",
            "root": self.roots[0].replace("-", "–") if alone else "",
            "figures": [self._figure(self._map(view, look, skins)) for view in views],
            "numbers": sorted(numbers.values()),
            "unseen": [root.replace("-", "–") for root in self.roots if territory_root(root) not in numbers],
        }

    def _skins(self) -> list[str]:
        return list(dict.fromkeys(skin for root in self.roots if (skin := territory_root(root))))

    def _views(self, skins: Sequence[str]) -> tuple[str, ...]:
        if not skins:
            return ()
        return self.close or views_of(skins, self.scheme, self.source)

    def _map(self, view: str, look: Look, skins: Sequence[str], scheme: str | None = None) -> Drawn:
        window = window_of(skins, [scheme_.id for scheme_ in self.source.schemes], view, self.source)
        return map_picture(scheme or self.scheme, view, look, self.source, window=window)

    def _figures(self, skins: Sequence[str], views: Iterable[str]) -> list[dict[str, Any]]:
        look = Look(skins, key_points=len(skins) == 1)
        return [self._figure(self._map(view, look, skins)) for view in views]

    def _others(self, skins: Sequence[str]) -> list[dict[str, Any]]:
        """Return the other maps, in the view that shows most, small and without relief."""
        # Names would be too small to read; each root has the colour it has on the large map.
        look = Look(skins, numbers={}, relief=False)
        shown = []
        for scheme in self.source.schemes:
            if scheme.id == self.scheme:
                continue
            drawn = [self._map(view, look, skins, scheme.id) for view in ("anterior", "posterior")]
            blank = not set(skins) & set(scheme.mapped_roots)
            shown.append(
                {
                    "label": _named(scheme.id, self.source),
                    "figures": [self._figure(each) for each in drawn],
                    "note": _("not mapped") if blank else "",
                    **self.cited.piece("", scheme.sources),
                }
            )
        return shown

    def _figure(self, drawn: Drawn) -> dict[str, Any]:
        name = f"m{len(self.pictures)}"
        self.pictures[name] = drawn.svg
        return {
            "name": name,
            "aspect": drawn.aspect,
            "body": drawn.view in BODY_VIEWS,
            "caption": view_name(drawn.view),
            "sides": list(drawn.sides),
            "alt": drawn.alt,
        }
