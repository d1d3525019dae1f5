"""What the page of the published maps says, as small pieces of HTML. Pure: records in, text out.

All text from the tables is escaped here; the only markup is our own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from dermatome.anatomy.ids import INFERRED, VIEWS, side_name, view_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.records import Conflict
from dermatome.atlas.compare import MapSays, Tally, agreement, tally, who_says
from dermatome.atlas.describe import drawn_roots
from dermatome.atlas.load import Atlas, atlas
from dermatome.atlas.records import Scheme
from dermatome.atlas.spots import spot
from dermatome.figures.paint import counted
from dermatome.figures.palette import THEMES
from dermatome.language import N_, _, all_of, n_, p_
from dermatome.ui.base import spots as spot_text
from dermatome.ui.base.html import cite, told
from dermatome.ui.base.spoken import link
from dermatome.ui.base.state import BODY_3D, LAYER_OF, Selection

KINDS: Final = {
    "published": N_("redrawn from its publication"),
    "schematic": N_("schematic, after descriptions of it"),
}
SEVERITY: Final = {
    "high": N_("changes what a click shows"),
    "medium": N_("changes borders"),
    "low": N_("detail"),
}
SPOT_SIDE: Final = "right"
"""The side of the patient on which the spot of a conflict is shown."""


def shown_view(selection: Selection) -> str:
    """Return the one view the page is about: that of the spot chosen, else the first of those selected."""
    return selection.point.view if selection.point else selection.flat_views[0]


# ---- the maps ---------------------------------------------------------------------------------------


def introduction(schemes: Iterable[Scheme]) -> str:
    """Return what to know before comparing: no map is the true one, and which were drawn unseen."""
    unseen = " · ".join(escape(s.short_name) for s in schemes if s.kind == "schematic")
    return (
        "<p class=reading>"
        + _(
            "There is no one true dermatome map. Each was made by another method, on other people, and "
            "answers another question. Choose a root or point at a spot on any of them: all show the same."
        )
        + f" <b>{_('Schematic')}: {unseen}</b>: "
        + _(
            "their plates were not seen. They are drawn after descriptions, so their borders are approximate."
        )
        + "</p>"
    )


def heads(selection: Selection, view: str) -> list[dict[str, Any]]:
    """Return for each map what stands above it: name, kind, what it says, and whether it says the root.

    With a spot chosen it tells to what the map gives that spot, else whether the root is drawn in ``view``.
    """
    said = _said(selection, view)
    return [
        {
            "name": f"{scheme.short_name} {scheme.year or ''}".strip(),
            "kind": _kind(scheme),
            "note": _says(scheme, said[scheme.id]) if said else _draws(scheme, selection, view),
            "lit": selection.root in said[scheme.id].roots
            if said
            else selection.root in _roots_in(selection.source, scheme.id, view),
        }
        for scheme in atlas().schemes
    ]


def _kind(scheme: Scheme) -> str:
    kind = _("schematic") if scheme.kind == "schematic" else _("redrawn")
    return _("%(kind)s, fields overlap") % {"kind": kind} if scheme.overlapping else kind


def _said(selection: Selection, view: str) -> Mapping[str, MapSays]:
    point = selection.point
    if point is None or view not in (point.view, BODY_3D):
        return {}
    said = who_says(point.view, point.x, point.y, source=selection.source)
    return {each.scheme: each for each in said.maps}


def _says(scheme: Scheme, said: MapSays) -> str:
    if not said.mapped:
        return spot_text.blank(scheme)
    here = _("here %(roots)s, inferred") if said.basis == INFERRED else _("here %(roots)s")
    return here % {"roots": all_of(map(spot_text.named, said.roots))}


def _draws(scheme: Scheme, selection: Selection, view: str) -> str:
    root = selection.root
    if root not in drawn_roots(scheme.id):
        return _("no %(root)s: %(why)s") % {"root": root, "why": spot_text.blank(scheme)}
    if root not in _roots_in(selection.source, scheme.id, view):
        return _("%(root)s is not seen in this view") % {"root": root}
    return _("draws %(root)s here") % {"root": root}


def _roots_in(source: Atlas, scheme: str, view: str) -> frozenset[str]:
    # In the round every view can be turned to.
    views = VIEWS if view == BODY_3D else (view,)
    return frozenset(t.root for each in views for t in source.territories(scheme, each))


def drawn_in(selection: Selection, view: str) -> bool:
    """Return whether any map, as it is shown, draws the root in a view."""
    source = selection.source
    return any(selection.root in _roots_in(source, scheme.id, view) for scheme in source.schemes)


# ---- one spot ---------------------------------------------------------------------------------------


def who_says_here(selection: Selection, view: str) -> str:
    """Return a table: what each map, the skin nerves and the muscles say of the spot chosen."""
    heading = f"<h2 class=small>{_('Who says so here?')}</h2>"
    point = selection.point
    said = (
        who_says(point.view, point.x, point.y, source=selection.source)
        if point and point.view == view
        else None
    )
    if said is None or said.body_part is None:
        hint = _("Point at a spot on any map: this table then tells what each of them says of it.")
        return f"{heading}<p>{hint}</p>{_open_on_map(selection, view)}"
    return f"{heading}{spot_text.table(said)}<p>{_summary(said.maps)}</p>{_open_on_map(selection, view)}"


def _summary(maps: Sequence[MapSays]) -> str:
    """Return in one sentence how far the maps agree on a spot."""
    speaking = [each for each in maps if each.mapped]
    if len(speaking) < 2:
        return _("Fewer than two of the maps say anything here, so there is nothing to compare.")
    shared = set.intersection(*(set(each.roots) for each in speaking))
    if not shared:
        return _("The %(n)s maps that say anything here name no root in common.") % {"n": len(speaking)}
    roots = all_of(sorted(map(spot_text.named, shared)))
    if len(speaking) == len(maps):
        return _("All maps name %(roots)s here.") % {"roots": roots}
    return _("All %(n)s maps that say anything here name %(roots)s.") % {"n": len(speaking), "roots": roots}


def _open_on_map(selection: Selection, view: str) -> str:
    point = selection.point
    query = {
        "root": selection.root,
        "scheme": selection.scheme,
        "side": selection.side,
        "view": view,
        **({} if selection.inferred else {"inferred": "no"}),
        **({"at": _at(point.view, point.x, point.y)} if point and point.view == view else {}),
    }
    name = atlas().scheme(selection.scheme).short_name
    text = _("Open %(root)s on the map (%(map)s)") % {"root": selection.root, "map": name}
    return f'<p><a class=open href="{link("./", query)}">{escape(text)}</a></p>'


def _at(view: str, x: float, y: float) -> str:
    return f"{view},{x:g},{y:g}"


# ---- agreement --------------------------------------------------------------------------------------


def agreement_heading(selection: Selection, view: str) -> str:
    """Return what the picture of agreement shows."""
    root = selection.root
    said = _("How many maps give a spot to %(root)s, of those that map the spot at all.") % {"root": root}
    if not drawn_in(selection, view):
        said = _("No map draws %(root)s in this view.") % {"root": root}
    title = _("Agreement on %(root)s") % {"root": root}
    return f"<h2 class=small>{title}</h2><p>{said}</p>"


def agreement_table(selection: Selection, view: str) -> str:
    """Return the legend of the picture with the size of each part, and what share all maps agree on."""
    side = None if selection.side == "both" else selection.side
    found = tally(selection.root, view, side, source=selection.source)
    if not found.areas:
        return ""
    spots = _labels(selection, view, side)
    rows = "".join(
        f"<tr><th scope=row>{_swatch(count)}{n_('%(n)s map', '%(n)s maps', count)}"
        f"<td>{', '.join(spots[count])}<td class=number>{_cm2(area)}"
        f"<td class=number>{_percent(area, found.total)}"
        for count, area in found.areas.items()
    )
    heads = "".join(
        f"<th scope=col{mark}>{head}"
        for head, mark in (
            (_("Given by"), ""),
            (_("Label"), ""),
            (_("Area"), " class=number"),
            (_("Share"), " class=number"),
        )
    )
    where = f"{selection.root} · {side_name(selection.side)} · {view_name(view)}"
    return (
        f"<table class='who agreement'><caption>{escape(where)}</caption><tr>{heads}{rows}</table>"
        f"<p>{_agreed(found)} {_each(found)}</p>"
        f"<p class=muted>{_measures()}</p>"
    )


def _labels(selection: Selection, view: str, side: str | None) -> dict[int, list[str]]:
    """The labels written on the picture, by the number of maps."""
    labels: dict[int, dict[str, None]] = {}
    for found in agreement(selection.root, view, source=selection.source):
        if side in (None, found.side):
            told = {"n": len(found.giving), "of": len(found.mapping)}
            labels.setdefault(len(found.giving), {})[_("%(n)s of %(of)s") % told] = None
    return {count: sorted(texts) for count, texts in labels.items()}


def _agreed(found: Tally) -> str:
    said = _("Of the skin that any map here gives to %(root)s, all maps that map it agree on %(share)s.") % {
        "root": found.root,
        "share": _percent(found.agreed, found.total),
    }
    if found.alone / found.total < LEAST_SHARE:
        return said
    return f"{said} " + _("%(share)s is mapped by one map alone.") % {
        "share": _percent(found.alone, found.total)
    }


def _each(found: Tally) -> str:
    sizes = [
        f"{escape(scheme.short_name)} {_cm2(found.of[scheme.id])}"
        for scheme in atlas().schemes
        if scheme.id in found.of
    ]
    return _("Drawn by each: %(sizes)s.") % {"sizes": ", ".join(sizes)}


def _measures() -> str:
    return _(
        "These are measures of these drawings on one body seen from one side, two of them schematic. They "
        "are no measures of people, and maps that copy one another agree without new evidence."
    )


LEAST_SHARE: Final = 0.005
"""Smaller shares round to nothing."""


def _cm2(area: float) -> str:
    number = f"{area:.0f}" if area >= 10 else f"{area:.1f}".replace(".", p_("decimal sign", "."))
    return f"{number} cm²"


def _percent(part: float, whole: float) -> str:
    share = part / whole
    return "&lt; 1 %" if 0 < share < LEAST_SHARE else f"{100 * share:.0f} %"


def _swatch(count: int) -> str:
    """Return the colour and pattern of so many maps, as on the picture, for both themes."""
    light, dark = (counted(count, THEMES[name]) for name in ("light", "dark"))
    style = (
        f"--fill: light-dark({light.colour}, {dark.colour}); "
        f"--ink: light-dark({light.ink or light.colour}, {dark.ink or dark.colour})"
    )
    pattern = {"": "plain", "/": "lines", "x": "crossed", ".": "dots"}[light.pattern]
    return f"<i class='swatch {pattern}' style='{style}'></i>"


# ---- cards ------------------------------------------------------------------------------------------


def scheme_cards(schemes: Iterable[Scheme]) -> str:
    """Return a card for each map: what it is, how it was made and what it leaves out."""
    return f"<ul class='cards wide'>{''.join(map(_scheme_card, schemes))}</ul>"


def _scheme_card(scheme: Scheme) -> str:
    year = f", {scheme.year}" if scheme.year and str(scheme.year) not in scheme.name else ""
    count = n_("%(n)s territory a side", "%(n)s territories a side", len(drawn_roots(scheme.id)))
    gaps = f"<p><b>{_('Left out:')}</b> {escape(_(scheme.not_mapped))}</p>" if scheme.not_mapped else ""
    return (
        f'<li><h3><a href="{link("./", {"scheme": scheme.id})}">{escape(_(scheme.name))}</a></h3>'
        f"<p class=muted>{escape(scheme.short_name)}{year} · {count} · {_(KINDS[scheme.kind])}</p>"
        f"<p>{escape(_(scheme.summary))}{cite(scheme.sources)}</p>"
        f"<p><b>{_('Mind:')}</b> {escape(_(scheme.caveat))}</p>{gaps}</li>"
    )


def conflict_cards(conflicts: Iterable[Conflict]) -> str:
    """Return a card for each open question, those that change most first."""
    order = list(SEVERITY)
    ranked = sorted(conflicts, key=lambda conflict: order.index(conflict.severity))
    return f"<ul class='cards wide'>{''.join(map(_conflict_card, ranked))}</ul>"


def _conflict_card(conflict: Conflict) -> str:
    positions = [
        (conflict.position_a, conflict.sources_a),
        (conflict.position_b, conflict.sources_b),
        (conflict.position_c, conflict.sources_c),
    ]
    rows = "".join(f"<li>{told(text)}{cite(keys, 4)}</li>" for text, keys in positions if text)
    note = f"<p>{told(conflict.note)}</p>" if conflict.note else ""
    about = f"{', '.join(conflict.roots)} · " if conflict.roots else ""
    return (
        f"<li id='{escape(conflict.id)}'><h3>{told(conflict.topic)}</h3>"
        f"<ul class=positions>{rows}</ul>{note}"
        f"<p class=muted>{about}{_(SEVERITY[conflict.severity])}</p>"
        f'<p><a class=open href="{conflict_link(conflict)}">{_opens(conflict)}</a></p></li>'
    )


def conflict_link(conflict: Conflict) -> str:
    """Return the address, escaped for HTML, that shows a conflict where it is seen.

    :raises InputError: the table names a spot that is not seen in its view.
    """
    root, view, item = conflict.shown_root, conflict.shown_view, conflict.shown_item
    if conflict.shown_layer == "level":
        return link("levels", {"root": root})
    if conflict.shown_layer != "dermatome":
        kind = _kind_of(conflict)
        deep = {"depth": facts().muscles[item].depth} if kind == "muscle" else {}
        return link("./", {"root": root, "view": view, **deep, kind: item})
    query = {"root": root, "side": SPOT_SIDE, "view": view}
    if conflict.shown_spot:
        query["at"] = _at(view, *spot(conflict.shown_spot, view, SPOT_SIDE))
    return link("maps", query)


def _kind_of(conflict: Conflict) -> str:
    """Return under which name the address picks what a conflict is about."""
    kinds = [kind for kind, layer in LAYER_OF.items() if layer == conflict.shown_layer]
    return "movement" if "movement" in kinds and conflict.shown_item in facts().movements else kinds[0]


def _opens(conflict: Conflict) -> str:
    root, view = conflict.shown_root, conflict.shown_view
    if conflict.shown_layer == "level":
        return _("Show %(root)s on the spine") % {"root": root}
    if conflict.shown_layer == "dermatome":
        return _("Show %(root)s on all maps, %(view)s") % {
            "root": root,
            "view": view_name(view),
        }
    what = {"myotome": _("muscles"), "reflex": _("reflexes"), "nerve": _("skin nerves")}[conflict.shown_layer]
    return _("Show %(root)s among the %(what)s") % {"root": root, "what": what}
