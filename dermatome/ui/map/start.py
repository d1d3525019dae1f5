"""What the panel says before anything is chosen: what this is, what to do. Pure: a selection in, HTML out."""

from __future__ import annotations

from typing import Final

from dermatome.atlas.load import atlas
from dermatome.language import N_, _
from dermatome.ui.base.spoken import link
from dermatome.ui.base.spots import listed
from dermatome.ui.base.state import Selection

INVITATIONS: Final = {
    "dermatome": N_("Each colour is the skin of one spinal nerve root, as the %(map)s map draws it."),
    "myotome": N_("Click a muscle, and the panel tells its roots, its nerve and how it is tested."),
    "reflex": N_("Click the place where a reflex is struck or stroked, and the panel tells its roots."),
    "nerve": N_("Click a field, and the panel tells which nerve feeds it and from which roots."),
}


def invitation(selection: Selection, *, bare: bool = False) -> str:
    """Return what to do where no root and nothing else is chosen; ``bare``: nothing stands above the body."""
    shown = _(INVITATIONS[selection.layer]) % {"map": atlas().scheme(selection.scheme).short_name}
    maps = listed(scheme.short_name for scheme in atlas().schemes)
    steps = (
        _("<b>Click the body</b>: the root of that skin lights up in every view, and the panel tells of it."),
        _("<b>Name something</b> in the box above: thumb, foot drop, biceps, ankle jerk, L4/5, sural …"),
        _("<b>Choose a root</b> in the strip above the body: C6, T4, L5 …"),
    )
    items = "".join(f"<li>{step}" for step in (steps[:1] if bare else steps))
    differ = _("The maps of %(maps)s differ: switch between them above the body, or %(link)s.") % {
        "maps": maps,
        "link": f'<a href="{link("maps")}">{_("see them side by side")}</a>',
    }
    more = "" if bare else f"<p>{differ}</p>"
    title = _("Click the body") if bare else _("Click the body, or name something")
    return f"<h2 class=invite>{title}</h2><p>{shown}</p><ul class=steps>{items}</ul>{more}"
