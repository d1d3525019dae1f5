"""What the panel says of peripheral nerves, and what tells one from a root. Pure: records in, HTML out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from dermatome.anatomy.ids import VIEWS, side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import carries, mimicking_nerve, nerve_named, skin_nerves
from dermatome.anatomy.records import Differential, Likelihood
from dermatome.anatomy.terms import field_name, nerve_name, part_name
from dermatome.atlas.charts import described, drawing, short_nerve
from dermatome.atlas.describe import parts_of
from dermatome.atlas.load import atlas
from dermatome.language import N_, _, capital, n_
from dermatome.ui.base.html import cite, cite_fact, lower, told
from dermatome.ui.base.state import Selection
from dermatome.ui.map.rows import (
    heading,
    of_root,
    root_list,
    row_list,
)


def nerve(selection: Selection, told: str = "") -> str:
    """Return what there is to say in the nerve layer: of a nerve, of it and a root, or of the root's nerves.

    ``told`` are passages of the articles: behind a root's name, and behind all facts of a thing.
    """
    picked = selection.picked("nerve")
    if picked is None:
        return _root_in_nerves(selection, told)
    if selection.difference:
        return _difference(selection, picked) + told
    row = nerve_named(picked)
    fields = [facts().nerve_fields[field] for field in skin_nerves()[picked]]
    variable = ""
    if row.roots_variable:
        variable = f" ({_('variably %(roots)s') % {'roots': root_list(row.roots_variable)}})"
    skin = "; ".join(
        f"{escape(field_name(field))}: {lower(field.area)}{cite(field.source, 1)}" for field in fields
    )
    return (
        heading(
            capital(nerve_name(row)),
            _("peripheral nerve, %(side)s") % {"side": side_name(selection.side)},
        )
        + row_list(
            [
                (
                    _("Roots"),
                    f"{root_list(row.roots)}{variable}" if row.roots else _("none: a cranial nerve"),
                ),
                (_("From"), lower(row.origin)),
                (_("Skin"), skin),
                (_("Muscles"), lower(row.muscles)),
                (_("Lesion"), lower(row.lesion_site)),
                (_("Weak"), lower(row.motor_deficit)),
                (_("Numb"), lower(row.sensory_deficit)),
                (_("Reflex"), lower(row.reflex_deficit)),
                (_("Looks like"), root_list(row.mimics)),
            ],
            row.source,
        )
        + told
    )


def _root_in_nerves(selection: Selection, told: str) -> str:
    root = selection.root
    fields = [field for field in facts().nerve_fields.values() if carries(field.roots, root)]
    names = "; ".join(f"{escape(field_name(field))}{cite(field.source, 1)}" for field in fields)
    alike = [nerve_name(row) for row in facts().nerves_mimicking(root)]
    what = of_root(N_("skin nerves with fibres of the %(root)s, %(side)s"), selection)
    return (
        heading(root, what)
        + told
        + row_list([(_("Fields"), names), (_("Look-alikes"), ", ".join(map(escape, alike)))])
    )


def _difference(selection: Selection, picked: str) -> str:
    root, name = selection.root, short_nerve(nerve_named(picked).nerve)
    scheme = described(selection.map_id).scheme or selection.scheme
    where: dict[str, dict[str, None]] = {}
    for view in VIEWS:
        for region in drawing(selection.map_id, view).regions:
            where.setdefault(region.id, {}).update(dict.fromkeys(parts_of(region)[:PARTS_NAMED]))
    words = {kind: ", ".join(part_name(part) for part in parts) for kind, parts in where.items()}
    return (
        heading(
            _("%(root)s or %(nerve)s?") % {"root": root, "nerve": name},
            _("skin of the root on the %(map)s map against skin of the nerve")
            % {"map": atlas().scheme(scheme).short_name},
        )
        + row_list(
            [
                (_("Only %(root)s") % {"root": root}, words.get("root", _("nothing"))),
                (_("Only nerve"), words.get("nerve", _("nothing"))),
                (_("Both"), words.get("both", _("nothing"))),
                (_("Not mapped"), words.get("blank", "")),
            ]
        )
        + f"<h3>{_('What tells them apart')}</h3>"
        + tests(selection, TESTS_SHOWN)
    )


def tests(selection: Selection, limit: int | None = None) -> str:
    """Return the findings that tell the root from the nerve picked, the strongest first."""
    picked = selection.picked("nerve")
    found = findings_between(selection.root, picked) if picked else []
    figures = "" if limit else _figures(accuracy_of(selection.root, picked or ""))
    if figures and not picked:
        return figures
    if not found:
        return f"<p>{_('No finding is recorded that tells the two apart.')}</p>" + figures
    items = "".join(f"<li>{_test(row)}</li>" for row in found[:limit])
    rest = ""
    if limit and len(found) > limit:
        more = n_("%(n)s more under “All tests”.", "%(n)s more under “All tests”.", len(found) - limit)
        rest = f"<p>{more}</p>"
    return f"<ul>{items}</ul>{rest}{figures}"


PARTS_NAMED: Final = 2
"""Of the parts an area lies on in one view, those that hold most of it."""


STRENGTH_NAMES: Final = {"strong": N_("strong"), "moderate": N_("moderate"), "weak": N_("weak")}


STRENGTHS: Final = tuple(STRENGTH_NAMES)


TESTS_SHOWN: Final = 5


def findings_between(root: str, picked: str) -> list[Differential]:
    """Return the findings that tell a root from a nerve, by id, the strongest first."""
    found = [
        row
        for row in facts().differentials
        if carries(row.roots, root) and mimicking_nerve(row.mimic) == picked
    ]
    return sorted(found, key=lambda row: STRENGTHS.index(row.strength))


def _test(row: Differential) -> str:
    said = f"{told(row.finding, capital=True)}: <b>{told(row.favours)}</b>"
    if row.against:
        said += _(", against %(other)s") % {"other": told(row.against)}
    return f"{said} <span class=badge>{_(STRENGTH_NAMES[row.strength])}</span>{cite(row.source)}"


def accuracy_of(root: str, picked: str) -> list[Likelihood]:
    """Return how well tests of a root do: those about the nerve picked, by id; with none, the others."""
    return [
        row
        for row in facts().likelihoods_of(root)
        if (mimicking_nerve(row.target.rpartition(" against ")[2]) or "") == picked
    ]


def _figure(row: Likelihood) -> str:
    named = (
        (_("sensitivity"), row.sensitivity),
        (_("specificity"), row.specificity),
        (_("likelihood ratio"), row.lr_plus),
        (_("likelihood ratio of its absence"), row.lr_minus),
    )
    return ", ".join(f"{name} {escape(figure)}" for name, figure in named if figure)


def _figures(rows: Sequence[Likelihood]) -> str:
    """Return published figures, one a line, under a heading; nothing when there are none."""
    if not rows:
        return ""
    items = "".join(
        f"<li>{told(row.finding, capital=True)} ({told(row.target)}): {_figure(row)}{cite_fact(row)}</li>"
        for row in rows
    )
    note = _(
        "Of single studies, mostly in clinics for the spine or the nerves: elsewhere the figures differ."
    )
    return f"<h3>{_('How well single tests do')}</h3><ul>{items}</ul><p>{note}</p>"
