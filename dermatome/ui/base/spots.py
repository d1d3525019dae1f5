"""What everything drawn says of one spot of skin, as small pieces of HTML. Pure: records in, text out."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from dermatome.anatomy.ids import INFERRED, TRIGEMINAL, side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.terms import field_name, muscle_name, part_name
from dermatome.atlas.compare import MapSays, WhoSays
from dermatome.atlas.load import atlas
from dermatome.atlas.records import Scheme
from dermatome.language import _, all_of
from dermatome.ui.base.html import cite
from dermatome.ui.base.spoken import link
from dermatome.ui.base.state import Selection


def table(said: WhoSays) -> str:
    """Return a table: what each map says of a spot on the body, which nerve feeds it, what lies beneath."""
    rows = "".join(
        f"<tr><th scope=row>{_name(scheme)}{cite(scheme.sources, 1)}<td>{_verdict(scheme, each)}"
        for scheme, each in zip(atlas().schemes, said.maps, strict=True)
    )
    field = facts().nerve_fields.get(said.nerve or "")
    if field:
        rows += f"<tr><th scope=row>{_('Skin nerve')}<td>{escape(field_name(field))}{cite(field.source, 1)}"
    known = facts().muscles
    muscles = [known[found.id] for found in said.muscles if found.id is not None and found.id in known]
    if muscles:
        names = "; ".join(escape(muscle_name(muscle)) for muscle in muscles)
        rows += f"<tr><th scope=row>{_('Muscle beneath')}<td>{names}"
    where = {"part": part_name(said.body_part or ""), "side": side_name(said.side or "")}
    caption = (_("At the %(part)s, %(side)s") if said.side else _("At the %(part)s")) % where
    return f"<table class=who><caption>{escape(caption)}</caption>{rows}</table>"


def _name(scheme: Scheme) -> str:
    """A map drawn after descriptions is never named as if it had been seen."""
    drawn = f" ({_('schematic')})" if scheme.kind == "schematic" else ""
    return escape(scheme.short_name) + drawn


def _verdict(scheme: Scheme, said: MapSays) -> str:
    """Both roots where fields overlap; why, where the map is blank."""
    if not said.mapped:
        return f"<i>{escape(blank(scheme))}</i>"
    roots = all_of(f"<b>{named(root)}</b>" for root in said.roots)
    marks = [_("their fields overlap")] if len(said.roots) > 1 else []
    marks += [_("inferred")] if said.basis == INFERRED else []
    return roots + (f" ({', '.join(marks)})" if marks else "")


def what_others_say(said: WhoSays, scheme: str) -> str:
    """Return why a map leaves a spot blank, and what the others say there; empty where it is not blank."""
    if said.body_part is None or any(each.mapped for each in said.maps if each.scheme == scheme):
        return ""
    names = {each.id: each for each in atlas().schemes}
    others = "; ".join(
        f"{_name(names[each.scheme])} {all_of(map(named, each.roots))}" for each in said.maps if each.mapped
    )
    why = _("On this map that spot is %(blank)s.") % {"blank": f"<b>{escape(blank(names[scheme]))}</b>"}
    rest = _("Others say: %(others)s.") % {"others": others} if others else _("No other map draws it either.")
    return f"<p>{why}{cite(names[scheme].sources, 1)} {rest}</p>"


def others_in_short(said: WhoSays, scheme: str) -> str:
    """Return what every map but one says of a spot: its name, and the roots or that it is blank there."""
    names = {each.id: each for each in atlas().schemes}
    return "; ".join(
        f"{_name(names[each.scheme])} {_in_short(each)}" for each in said.maps if each.scheme != scheme
    )


def _in_short(said: MapSays) -> str:
    if not said.mapped:
        return _("nothing")
    roots = f"<b>{all_of(map(named, said.roots))}</b>"
    return f"{roots} ({_('inferred')})" if said.basis == INFERRED else roots


def inferred_here(scheme: str) -> str:
    """Return that what a map shows at a spot is inferred, and from where."""
    if atlas().scheme(scheme).kind == "schematic":
        why = _("the published figure was not seen.")
    else:
        why = _("the published figure draws nothing.")
    # Sent with many a click: the legend says more.
    return f"<p><b>{_('Inferred here')}</b>: {why}"


def left_out(selection: Selection) -> str:
    """Return that a map draws nothing at a spot but what is inferred, and how to switch that on."""
    shown = replace(selection, inferred=True).to_query()
    query = {name: value if isinstance(value, str) else ",".join(value) for name, value in shown.items()}
    said = _("This map does not draw this place; what the atlas infers here is switched off.")
    return f'<p>{said} <a href="{link("./", query)}">{_("Show inferred parts")}</a></p>'


def blank(scheme: Scheme) -> str:
    """Return in a few words why a map says nothing of a spot."""
    return _(scheme.blank) if scheme.blank else _("not mapped")


def named(root: str) -> str:
    """Return a root as it is told of a spot; the divisions of the trigeminal nerve are none."""
    return _("%(division)s (trigeminal)") % {"division": root} if root in TRIGEMINAL else root
