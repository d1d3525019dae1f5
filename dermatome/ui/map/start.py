"""What the panel says before anything is chosen: what this is, what to do. Pure: a selection in, HTML out."""

from __future__ import annotations

from typing import Final

from dermatome.atlas.load import atlas
from dermatome.language import N_, _, all_of
from dermatome.ui.base.spoken import link
from dermatome.ui.base.state import Selection

COLOURS: Final = {
    "dermatome": N_("Each colour is the skin of one spinal nerve root, as the %(map)s map draws it."),
    "myotome": N_("Each colour is the main root of a muscle."),
    "reflex": N_("Each mark is a place where a reflex is struck or stroked."),
    "nerve": N_("Each colour is the skin of one nerve."),
}
"""What is seen on a layer where nothing is chosen."""
CLICKS: Final = {
    "dermatome": N_(
        "<b>Click the body</b>: the root of that skin lights up in every view, and the panel tells of it."
    ),
    "myotome": N_("<b>Click a muscle</b>: the panel tells its roots, its nerve and how it is tested."),
    "reflex": N_("<b>Click a mark</b>: the panel tells how the reflex is elicited, and its roots."),
    "nerve": N_("<b>Click the skin</b>: the panel tells which nerve feeds it and from which roots."),
}


def invitation(selection: Selection, *, bare: bool = False) -> str:
    """Return what to do where no root and nothing else is chosen; ``bare``: nothing stands above the body."""
    shown = _(COLOURS[selection.layer]) % {"map": atlas().scheme(selection.scheme).short_name}
    maps = all_of(scheme.short_name for scheme in atlas().schemes)
    steps = (
        _(CLICKS[selection.layer]),
        _("<b>Name something</b> in the box above: thumb, foot drop, biceps, ankle jerk, L4/5, sural …"),
        _("<b>Choose a root</b> in the strip above the body: C6, T4, L5 …"),
    )
    folded = _("<b>Choose a root</b> under <i>%(button)s</i> above the body: C6, T4, L5 …")
    items = "".join(f"<li>{step}" for step in (steps[:1] if bare else steps[:2]))
    if not bare:  # which of both is told, the width of the page decides (style.css)
        items += f"<li class=wide>{steps[2]}<li class=narrow>{folded % {'button': _('Layers, map, roots')}}"
    differ = _("The maps of %(maps)s differ: switch between them above the body, or %(link)s.") % {
        "maps": maps,
        "link": f'<a href="{link("maps")}">{_("see them side by side")}</a>',
    }
    more = f"<p>{differ}</p>" if selection.layer == "dermatome" and not bare else ""
    title = _("Click the body") if bare else _("Click the body, or name something")
    return f"<h2 class=invite>{title}</h2><p>{shown}</p><ul class=steps>{items}</ul>{more}"
