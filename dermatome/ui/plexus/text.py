"""What the page of the plexuses says, as HTML: what runs through a part, and where it is seen on the body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from dermatome.anatomy.ids import ROOTS, territory_root
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id, skin_nerves
from dermatome.anatomy.pathways import PlexusPart
from dermatome.anatomy.terms import field_name, muscle_name
from dermatome.figures.palette import Theme
from dermatome.figures.plexus import Node, Plexus, drawing
from dermatome.language import _
from dermatome.localiser.names import candidate_name, part_label
from dermatome.localiser.paths import fibres, through
from dermatome.ui.base.html import cite, told, unread
from dermatome.ui.base.spoken import link

WHOLE: Final = 0.99
MOST: Final = 0.5
"""From these shares of its supply on a muscle hangs on a part wholly, or mostly."""


def strand_colours(nodes: Mapping[str, Node], theme: Theme) -> dict[str, str]:
    """Return the colour of each root's strand: that of its skin on the map."""
    return {root: theme.roots[territory_root(root) or root] for root in nodes if root in ROOTS}


def panel(plexus: Plexus, part: str) -> str:
    """Return what runs through a part, or what can be chosen."""
    if not part:
        lead = _("Choose a root, a part or a nerve: what lies on its way lights up.")
        return f"<p>{escape(lead)}</p>"
    name = candidate_name(part)
    head = f"<h2>{escape(name[0].upper() + name[1:])}</h2>"
    return head + _way(plexus, part) + _muscles(part) + _skin(part) + _sources(part)


def caption() -> str:
    """Return how the figure is to be read."""
    said = _(
        "Drawn from the table of the plexuses: a strand for each root in the colour of its skin, dashed "
        "where the source is cited without having been read. Schematic: what comes from what, not where it "
        "lies."
    )
    return f"<p class=px-caption>{escape(said)}</p>"


def _way(plexus: Plexus, part: str) -> str:
    drawn = drawing(plexus)
    roots = ", ".join(drawn.nodes[part].roots)
    before = dict.fromkeys(s.origin for s in drawn.strands if s.part == part)
    after = dict.fromkeys(s.part for s in drawn.strands if s.origin == part)
    rows = [] if part in ROOTS else [(_("Roots"), roots), (_("From"), _linked(plexus, before))]
    rows += [(_("Gives"), _linked(plexus, after))] if after else []
    return f"<dl>{''.join(f'<dt>{escape(title)}<dd>{said}' for title, said in rows)}</dl>"


def _linked(plexus: Plexus, parts: Iterable[str]) -> str:
    kinds = {part: drawing(plexus).nodes[part].kind for part in parts}
    return ", ".join(
        f"<a href='{link('plexus', {'plexus': plexus, 'part': part})}'>"
        f"{escape(candidate_name(part) if kind == 'division' else part_label(part))}</a>"
        for part, kind in kinds.items()
    )


def shares(part: str) -> dict[str, float]:
    """Return the muscles whose fibres run through a part, each with its share, the largest first."""
    found = {muscle: round(fibres(muscle).get(part, 0.0), 6) for muscle in facts().muscles}
    return {m: s for m, s in sorted(found.items(), key=lambda each: -each[1]) if s}


def _muscles(part: str) -> str:
    grades = {_("Wholly"): WHOLE, _("Mostly"): MOST, _("In part"): 0.0}
    left = {m: s for m, s in shares(part).items() if not facts().muscles[m].segmental}
    lists: list[tuple[str, list[str]]] = []
    for title, least in grades.items():
        lists.append((title, [m for m, share in left.items() if share >= least]))
        left = {m: share for m, share in left.items() if share < least}
    said = "".join(
        f"<dt>{escape(title)}<dd>{'; '.join(map(_muscle, muscles))}" for title, muscles in lists if muscles
    )
    none = f"<p>{escape(_('No muscle of the table.'))}</p>"
    return f"<h3>{escape(_('Muscles it supplies'))}</h3>" + (f"<dl>{said}</dl>" if said else none)


def _muscle(muscle: str) -> str:
    name = escape(muscle_name(facts().muscles[muscle]))
    return f"<a href='{link('./', {'muscle': muscle})}'>{name}</a>"


def _skin(part: str) -> str:
    """Return the fields of skin whose nerves take fibres through the part, and the links to the body map."""
    fields = [
        field
        for field in facts().nerve_fields.values()
        if any(part in through(nerve_id(name), root) for name in field.nerve[:1] for root in field.roots)
    ]
    names = "".join(
        f"<li><a href='{link('./', {'nerve': nerve_id(field.nerve[0])})}'>{escape(field_name(field))}</a>"
        for field in fields
    )
    said = f"<ul>{names}</ul>" if fields else f"<p>{escape(_('No skin of its own.'))}</p>"
    return f"<h3>{escape(_('Skin'))}</h3>{said}{_on_body(part)}"


def _on_body(part: str) -> str:
    root = territory_root(part) if part in ROOTS else None
    if root:
        shown, query = _("Show the %(root)s root on the body") % {"root": part}, {"root": root}
    elif part in skin_nerves():
        shown, query = _("Show its skin on the body"), {"nerve": part}
    else:
        return ""
    return f"<p><a href='{link('./', query)}'>{escape(shown)}</a></p>"


def _sources(part: str) -> str:
    rows: list[PlexusPart] = [row for row in facts().plexus if part in {row.part, row.origin}]
    if part in ROOTS:
        rows = [row for row in facts().plexus if row.origin == "roots" and part in row.roots]
    keys = tuple(dict.fromkeys(key for row in rows for key in row.source))
    notes = "".join(
        f"<li>{escape(', '.join(row.roots))}: {told(row.note)}{unread([row])}"
        for row in rows
        if row.note and row.part == part
    )
    said = f"<ul>{notes}</ul>" if notes else ""
    return f"{said}<p class=muted>{escape(_('Sources'))} {cite(keys, 4)}</p>"
