"""The pieces that the panel's texts on layers are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from dermatome.anatomy.ids import root_name, side_name
from dermatome.anatomy.load import facts
from dermatome.language import _
from dermatome.ui.base.html import cite, told
from dermatome.ui.base.state import Selection


def row_list(rows: Iterable[tuple[str, str]], source: Sequence[str] = ()) -> str:
    """Return a list of names and texts; ``source`` stands behind every text that cites none itself."""
    if source:
        rows = [*rows, (_("Source"), cite(source))]
    items = "".join(f"<dt>{name}<dd>{text}" for name, text in rows if text)
    return f"<dl>{items}</dl>"


def heading(name: str, what: str) -> str:
    return f"<h2>{escape(name)} <span>{escape(what)}</span></h2>"


def of_root(text: str, selection: Selection) -> str:
    return _(text) % {"root": root_name(selection.root), "side": side_name(selection.side)}


def mainly(main: Sequence[str], also: Sequence[str]) -> str:
    """Return the roots of something: the chief ones, then the others."""
    said = {"roots": root_list(main), "others": root_list(also)}
    if main and also:
        return _("mainly %(roots)s; %(others)s as well") % said
    return _("mainly %(roots)s") % said if main else _("%(others)s as well") % said if also else ""


def root_list(roots: Sequence[str]) -> str:
    return ", ".join(escape(root) for root in roots)


def grades(scale: str) -> str:
    """Return the steps of a scale: ``mrc`` or ``reflex``."""
    steps = facts().grades_of(scale)
    rows = "".join(f"<dt>{escape(step.grade)}<dd>{told(step.meaning)}" for step in steps)
    notes = "".join(f"<li>{escape(step.grade)}: {told(step.note)}</li>" for step in steps if step.note)
    return f"<dl>{rows}</dl><ul>{notes}</ul><p>{_('Sources')}{cite(steps[0].source, 4)}</p>"
