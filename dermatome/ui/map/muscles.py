"""What the panel says of muscles and movements, as HTML. Pure: records in, text out.

Like :mod:`dermatome.ui.map.root`: every statement carries its sources, all text is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from dermatome.anatomy.ids import side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import carries
from dermatome.anatomy.records import Muscle, MuscleRoot
from dermatome.anatomy.terms import fact, movement_name, muscle_name
from dermatome.language import N_, _, capital
from dermatome.ui.base.html import cite, cite_fact, told
from dermatome.ui.base.state import Selection
from dermatome.ui.map.root import worksheet
from dermatome.ui.map.rows import (
    heading,
    mainly,
    of_root,
    root_list,
    row_list,
)

DEPTHS: Final = {"superficial": N_("superficial"), "deep": N_("deep")}
CONTRIBUTIONS: Final = {
    "main": N_("main root"),
    "contributing": N_("contributing root"),
    "convention": N_("by convention"),
    "experimental": N_("found by experiment"),
}


# ---- muscles ----------------------------------------------------------------------------------------


def myotome(selection: Selection, told: str = "") -> str:
    """Return what there is to say in the muscle layer: of a movement, a muscle, or the root's myotome.

    ``told`` are passages of the articles: behind a root's name, and behind all facts of a thing.
    """
    if movement := selection.picked("movement"):
        return _movement(movement, selection) + told
    if muscle := selection.picked("muscle"):
        return _muscle(facts().muscles[muscle], selection) + told
    root = selection.root
    own = facts().muscles_of(root)
    main = [m for m in own if m.contribution_of(root) == "main"]
    also = [m for m in own if m.contribution_of(root) == "contributing"]
    moves = [
        movement_name(move.id) for move in facts().movements_of(root) if move.contribution_of(root) == "main"
    ]
    source = next((row.source for muscle in main for row in muscle.rows if row.root in root), ())
    name = heading(root, of_root(N_("myotome of the %(root)s, %(side)s"), selection))
    return (
        name
        + told
        + row_list(
            [
                (_("Mainly"), _names(main) + cite(source)),
                (_("Contributes"), _names(also)),
                (_("Movements"), ", ".join(map(escape, moves))),
                ("ISNCSCI", _key_group(root)),
            ]
        )
    )


def _names(muscles: Sequence[Muscle]) -> str:
    # Some names hold a comma themselves.
    return "; ".join(escape(muscle_name(muscle)) for muscle in muscles) or _("none")


def _key_group(root: str) -> str:
    groups = [row for row in facts().conventions(root) if row.kind == "isncsci_key_group"]
    if not groups:
        return _("no key muscle")
    return "; ".join(
        f"{_('key muscle group:')} {told(row.muscle)}, {told(row.movement)}{cite(row.source)}"
        for row in groups
    )


def _muscle(muscle: Muscle, selection: Selection) -> str:
    rows = muscle.rows
    source = rows[0].source if rows else muscle.source
    roots = mainly(muscle.roots_main, muscle.roots_contributing)
    if muscle.segmental:
        roots = _("every level, each root its own part")
    key = ""
    if muscle.key_of:
        key = _("a key muscle for %(root)s: a convention for cord injury") % {
            "root": root_list(muscle.key_of)
        }
        ways = [worksheet(root, selection.one_side, "motor") for root in muscle.key_of]
        key = " · ".join([key + cite(["ISNCSCI2019"]), *filter(None, ways)])
    return (
        heading(
            capital(muscle_name(muscle)),
            f"{muscle.latin}, {_(DEPTHS[muscle.depth])}, {side_name(selection.side)}",
        )
        + row_list(
            [
                (_("Roots"), roots),
                (_("Nerve"), told(muscle.nerve)),
                (_("Movement"), told(muscle.movement)),
                (_("Test"), told(muscle.how_tested)),
                ("ISNCSCI", key),
            ],
            source,
        )
        + _dissent_note(muscle)
    )


def _dissent_note(muscle: Muscle) -> str:
    if not muscle.dissent:
        return ""
    roots = dict.fromkeys(row.root for row in muscle.dissent)
    said = _("Other sources add or prefer %(roots)s") % {"roots": root_list(list(roots))}
    return f"<p>{said}{cite(muscle.dissent[0].source)}</p>"


def _movement(movement: str, selection: Selection) -> str:
    move = facts().movements[movement]
    muscles = [facts().muscles[name] for name in move.muscles if name in facts().muscles]
    tested = dict.fromkeys(f"{escape(muscle_name(muscle))}: {told(muscle.how_tested)}" for muscle in muscles)
    key = ""
    if move.isncsci_key_root:
        key = _("key movement for %(root)s") % {"root": move.isncsci_key_root} + cite(["ISNCSCI2019"])
    return (
        heading(
            capital(movement_name(movement)),
            _("movement (%(joint)s), %(side)s")
            % {"joint": fact(move.joint), "side": side_name(selection.side)},
        )
        + row_list(
            [
                (_("Main roots"), root_list(move.roots_main)),
                (_("As well"), root_list(move.roots_contributing)),
                (_("Muscles"), _names(muscles)),
                (_("Test"), "<br>".join(tested)),
                ("ISNCSCI", key),
            ],
            move.source,
        )
        + (f"<p>{told(move.note, capital=True)}.</p>" if move.note else "")
    )


def conventions(root: str) -> str:
    """Return the ISNCSCI key and non-key movements of a root, and that they are no guide to its lesion."""
    rows = facts().conventions(root)
    if not rows:
        return f"<p>{_('The ISNCSCI names no movement for %(root)s.') % {'root': root}}</p>"
    return "".join(f"<p>{_convention(row)}</p>" for row in rows)


def _convention(row: MuscleRoot) -> str:
    name = _("Key group:") if row.kind == "isncsci_key_group" else _("Non-key movement:")
    said = f"{told(row.movement)}{cite(row.source)}<br>{told(row.note, capital=True)}."
    return f"<b>{name}</b> {said}"


def disagreement(selection: Selection) -> str:
    """Return who gives a muscle, or muscles to the root, otherwise than the atlas does."""
    picked = selection.picked("muscle")
    root = selection.root
    rows = (
        facts().muscles[picked].dissent
        if picked
        else [r for m in facts().muscles_disputed(root) for r in m.dissent if carries([r.root], root)]
    )
    if not rows:
        return f"<p>{_('No dissent is recorded.')}</p>"
    items = "".join(
        f"<li>{told(row.muscle)}: {escape(row.root)}, {_(CONTRIBUTIONS[row.contribution])}"
        f"{f' ({told(row.note)})' if row.note else ''}{cite_fact(row)}</li>"
        for row in rows
    )
    return f"<ul>{items}</ul>"
