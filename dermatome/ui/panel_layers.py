"""What the panel says of a muscle, a movement, a reflex or a nerve, as HTML. Pure: records in, text out.

Like :mod:`dermatome.ui.panel_text`: every statement carries its sources, all text is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from dermatome.anatomy.ids import PART_NAMES, VIEWS, root_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_named, short_name
from dermatome.anatomy.records import Differential, Muscle, MuscleRoot, Reflex
from dermatome.atlas.charts import described, drawing
from dermatome.atlas.compare import who_says
from dermatome.atlas.describe import parts_of
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from dermatome.ui.catalogues import carries, mimicking_nerve, skin_nerves
from dermatome.ui.panel_text import SIDE_WORDS, cite, lower
from dermatome.ui.state import Selection

ROLES: Final = {
    "main": "is a main root",
    "contributing": "contributes",
    "segmental": "supplies its own segment",
    "dissent": "only by sources the atlas does not follow",
}
FIELDS_SHOWN: Final = 2
FEW: Final = 6
"""Muscles named before the rest is counted; the map shows them all."""


def _rows(rows: Iterable[tuple[str, str]], source: Sequence[str] = ()) -> str:
    """Return a list of names and texts; ``source`` stands behind every text that cites none itself."""
    if source:
        rows = [*rows, ("Source", cite(source))]
    items = "".join(f"<dt>{name}<dd>{text}" for name, text in rows if text)
    return f"<dl>{items}</dl>"


def _heading(name: str, what: str) -> str:
    return f"<h2>{escape(name)} <span>{escape(what)}</span></h2>"


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _roots(roots: Sequence[str]) -> str:
    return ", ".join(escape(root) for root in roots)


# ---- muscles ----------------------------------------------------------------------------------------


def myotome(selection: Selection) -> str:
    """Return what there is to say in the muscle layer: of a movement, a muscle, or the root's myotome."""
    if movement := selection.picked("movement"):
        return _movement(movement, selection)
    if muscle := selection.picked("muscle"):
        return _muscle(facts().muscles[muscle], selection)
    root = selection.root
    own = facts().muscles_of(root)
    main = [m for m in own if m.contribution_of(root) == "main"]
    also = [m for m in own if m.contribution_of(root) == "contributing"]
    moves = [move.name for move in facts().movements_of(root) if move.contribution_of(root) == "main"]
    source = next((row.source for muscle in main for row in muscle.rows if row.root in root), ())
    return _heading(root, f"myotome of the {root_name(root)}, {SIDE_WORDS[selection.side]}") + _rows(
        [
            ("Mainly", _some(main) + cite(source)),
            ("Contributes", _some(also)),
            ("Movements", ", ".join(map(escape, moves))),
            ("ISNCSCI", _key_group(root)),
        ]
    )


def _some(muscles: Sequence[Muscle]) -> str:
    # Some names hold a comma themselves.
    shown = "; ".join(escape(muscle.name) for muscle in muscles[:FEW])
    return f"{shown} and {len(muscles) - FEW} more" if len(muscles) > FEW else shown or "none"


def _key_group(root: str) -> str:
    groups = [row for row in facts().conventions(root) if row.kind == "isncsci_key_group"]
    if not groups:
        return "no key muscle"
    return "; ".join(
        f"key muscle group: {escape(row.muscle)}, {escape(row.movement)}{cite(row.source)}" for row in groups
    )


def _muscle(muscle: Muscle, selection: Selection) -> str:
    role = muscle.contribution_of(selection.root)
    here = f"{selection.root} {ROLES[role]}" if role else f"{selection.root} has no part in it"
    rows = muscle.rows
    source = rows[0].source if rows else muscle.source
    roots = f"mainly {_roots(muscle.roots_main)}" if muscle.roots_main else ""
    also = f"; {_roots(muscle.roots_contributing)} as well" if muscle.roots_contributing else ""
    if muscle.segmental:
        roots, also = "every level, each root its own part", ""
    key = ""
    if muscle.key_of:
        key = f"a key muscle for {_roots(muscle.key_of)}: a convention for cord injury{cite(['ISNCSCI2019'])}"
    return (
        _heading(_title(muscle.name), f"{muscle.latin}, {muscle.depth}, {SIDE_WORDS[selection.side]}")
        + f"<p><b>{escape(here)}.</b></p>"
        + _rows(
            [
                ("Roots", f"{roots}{also}"),
                ("Nerve", escape(muscle.nerve)),
                ("Movement", escape(muscle.movement)),
                ("Test", escape(muscle.how_tested)),
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
    return f"<p>Other sources add or prefer {_roots(list(roots))}{cite(muscle.dissent[0].source)}</p>"


def _movement(movement: str, selection: Selection) -> str:
    move = facts().movements[movement]
    role = move.contribution_of(selection.root)
    here = f"{selection.root} {ROLES[role]}" if role else f"{selection.root} has no part in it"
    muscles = [escape(facts().muscles[m].name) for m in move.muscles if m in facts().muscles]
    key = f"key movement for {move.isncsci_key_root}{cite(['ISNCSCI2019'])}" if move.isncsci_key_root else ""
    return (
        _heading(_title(move.name), f"movement at the {move.joint}, {SIDE_WORDS[selection.side]}")
        + f"<p><b>{escape(here)}.</b></p>"
        + _rows(
            [
                ("Main roots", _roots(move.roots_main)),
                ("As well", _roots(move.roots_contributing)),
                ("Muscles", "; ".join(muscles)),
                ("ISNCSCI", key),
            ],
            move.source,
        )
        + (f"<p>{escape(_title(move.note))}.</p>" if move.note else "")
    )


def grades(scale: str) -> str:
    """Return the steps of a scale: ``mrc`` or ``reflex``."""
    steps = facts().grades_of(scale)
    rows = "".join(f"<dt>{escape(step.grade)}<dd>{escape(step.meaning)}" for step in steps)
    notes = "".join(f"<li>{escape(step.grade)}: {escape(step.note)}</li>" for step in steps if step.note)
    return f"<dl>{rows}</dl><ul>{notes}</ul><p>Sources{cite(steps[0].source, 4)}</p>"


def conventions(root: str) -> str:
    """Return the ISNCSCI key and non-key movements of a root, and that they are no guide to its lesion."""
    rows = facts().conventions(root)
    if not rows:
        return f"<p>The ISNCSCI names no movement for {root}.</p>"
    return "".join(f"<p>{_convention(row)}</p>" for row in rows)


def _convention(row: MuscleRoot) -> str:
    name = "Key group" if row.kind == "isncsci_key_group" else "Non-key movement"
    return f"<b>{name}:</b> {escape(row.movement)}{cite(row.source)}<br>{escape(row.note)}."


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
        return "<p>No dissent is recorded.</p>"
    items = "".join(
        f"<li>{escape(row.muscle)}: {escape(row.root)}, {escape(row.contribution)}"
        f"{f' ({escape(row.note)})' if row.note else ''}{cite(row.source)}</li>"
        for row in rows
    )
    return f"<ul>{items}</ul>"


# ---- reflexes ---------------------------------------------------------------------------------------


def reflex(selection: Selection) -> str:
    """Return what there is to say in the reflex layer: of one reflex, or of those of the root."""
    if picked := selection.picked("reflex"):
        return _reflex(facts().reflexes_by_id[picked], selection.side)
    root = selection.root
    own = [row for row in facts().reflexes(root) if row.status == "adopted"]
    main = [row for row in own if carries(row.roots_primary, root)]
    also = [row for row in own if row not in main]
    return _heading(root, f"reflexes of the {root_name(root)}, {SIDE_WORDS[selection.side]}") + _rows(
        [("Mainly", _reflex_names(main) or "none"), ("Contributes", _reflex_names(also))]
    )


def _reflex_names(rows: Iterable[Reflex]) -> str:
    return "; ".join(f"{lower(row.reflex)}{cite(row.source, 1)}" for row in rows)


def _reflex(row: Reflex, side: str) -> str:
    dissent = "".join(
        f"<li>{_roots(other.roots_primary)}"
        f"{f', with {_roots(other.roots_secondary)}' if other.roots_secondary else ''}"
        f"{cite(other.source, 4)}</li>"
        for other in facts().reflex_dissent(row.id)
    )
    also = f"; {_roots(row.roots_secondary)} as well" if row.roots_secondary else ""
    return (
        _heading(_title(row.reflex), f"{row.kind} reflex, {SIDE_WORDS[side]}")
        + _rows(
            [
                ("Roots", f"mainly {_roots(row.roots_primary)}{also}"),
                ("Nerve", lower(row.nerve)),
                ("Muscle", lower(row.muscle)),
                ("Elicit", lower(row.how_elicited)),
                ("Response", lower(row.response)),
            ],
            row.source,
        )
        + (f"<p><b>Others give:</b></p><ul>{dissent}</ul>" if dissent else "")
    )


# ---- nerves -----------------------------------------------------------------------------------------


def nerve(selection: Selection) -> str:
    """Return what there is to say in the nerve layer: of one nerve, or which skin nerves the root feeds."""
    picked = selection.picked("nerve")
    if picked is None:
        return _root_in_nerves(selection)
    if selection.difference:
        return _difference(selection, picked)
    row = nerve_named(picked)
    fields = [facts().nerve_fields[field] for field in skin_nerves()[picked]]
    here = (
        "carries fibres of"
        if carries((*row.roots, *row.roots_variable), selection.root)
        else "carries none of"
    )
    variable = f" (variably {_roots(row.roots_variable)})" if row.roots_variable else ""
    skin = "; ".join(
        f"{escape(field.name)}: {lower(field.area)}{cite(field.source, 1)}" for field in fields[:FIELDS_SHOWN]
    )
    more = f" and {len(fields) - FIELDS_SHOWN} more" if len(fields) > FIELDS_SHOWN else ""
    return (
        _heading(_title(row.nerve), f"peripheral nerve, {SIDE_WORDS[selection.side]}")
        + f"<p><b>It {here} {selection.root}.</b></p>"
        + _rows(
            [
                ("Roots", f"{_roots(row.roots)}{variable}" if row.roots else "none: a cranial nerve"),
                ("From", lower(row.origin)),
                ("Skin", skin + more),
                ("Muscles", lower(row.muscles)),
                ("Lesion", lower(row.lesion_site)),
                ("Weak", lower(row.motor_deficit)),
                ("Numb", lower(row.sensory_deficit)),
                ("Reflex", lower(row.reflex_deficit)),
                ("Looks like", _roots(row.mimics)),
            ],
            row.source,
        )
    )


def _root_in_nerves(selection: Selection) -> str:
    root = selection.root
    fields = [field for field in facts().nerve_fields.values() if carries(field.roots, root)]
    names = "; ".join(f"{lower(field.name)}{cite(field.source, 1)}" for field in fields[:FEW])
    more = f" and {len(fields) - FEW} more" if len(fields) > FEW else ""
    alike = [row.nerve for row in facts().nerves_mimicking(root)]
    return _heading(
        root, f"skin nerves with fibres of the {root_name(root)}, {SIDE_WORDS[selection.side]}"
    ) + _rows([("Fields", names + more), ("Look-alikes", ", ".join(map(escape, alike)))])


def _difference(selection: Selection, picked: str) -> str:
    root, name = selection.root, short_name(nerve_named(picked).nerve)
    scheme = described(selection.map_id).scheme or selection.scheme
    where: dict[str, dict[str, None]] = {}
    for view in VIEWS:
        for region in drawing(selection.map_id, view).regions:
            where.setdefault(region.id, {}).update(dict.fromkeys(parts_of(region)[:PARTS_NAMED]))
    words = {kind: ", ".join(PART_NAMES.get(part, part) for part in parts) for kind, parts in where.items()}
    return (
        _heading(
            f"{root} or {name}?",
            f"skin of the root on the {atlas().scheme(scheme).short_name} map against skin of the nerve",
        )
        + _rows(
            [
                (f"Only {root}", words.get("root", "nothing")),
                ("Only nerve", words.get("nerve", "nothing")),
                ("Both", words.get("both", "nothing")),
                ("Not mapped", words.get("blank", "")),
            ]
        )
        + "<h3>What tells them apart</h3>"
        + tests(selection, TESTS_SHOWN)
    )


def tests(selection: Selection, limit: int | None = None) -> str:
    """Return the findings that tell the root from the nerve picked, the strongest first."""
    picked = selection.picked("nerve")
    found = findings_between(selection.root, picked) if picked else []
    if not found:
        return "<p>No finding is recorded that tells the two apart.</p>"
    items = "".join(f"<li>{_test(row)}</li>" for row in found[:limit])
    rest = f"<p>{len(found) - limit} more under <i>All tests</i>.</p>" if limit and len(found) > limit else ""
    return f"<ul>{items}</ul>{rest}"


PARTS_NAMED: Final = 2
"""Of the parts an area lies on in one view, those that hold most of it."""
STRENGTHS: Final = ("strong", "moderate", "weak")
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
    against = f", against {escape(row.against)}" if row.against else ""
    return (
        f"{escape(_title(row.finding))}: <b>{escape(row.favours)}</b>{against} "
        f"<span class=badge>{row.strength}</span>{cite(row.source)}"
    )


# ---- one spot ---------------------------------------------------------------------------------------


def claims_there(selection: Selection) -> str:
    """Return which other roots of the same map claim the spot pointed at; empty where none does."""
    point = selection.point
    if point is None or selection.layer != "dermatome":
        return ""
    found = hit(selection.scheme, point.view, point.x, point.y)
    under = [
        root for root in (found.root, *(root for root, _ in found.also)) if root and root != selection.root
    ]
    if not found.also or not under:
        return ""
    return f"<p>Fields overlap here: {_roots(under)} claim this spot too. Click again to step through.</p>"


def who_says_here(selection: Selection) -> str:
    """Return a table: what each map, the skin nerves and the muscles say of the spot pointed at."""
    point = selection.point
    if point is None:
        return "<p>Point at a spot of the body first, then ask again.</p>"
    said = who_says(point.view, point.x, point.y)
    if said.body_part is None:
        return "<p>That spot lies outside the body.</p>"
    names = {scheme.id: scheme for scheme in atlas().schemes}
    rows = "".join(
        f"<tr><th scope=row>{escape(names[each.scheme].short_name)}{cite(names[each.scheme].sources, 1)}"
        f"<td>{_roots(each.roots) if each.mapped else 'not mapped'}"
        for each in said.maps
    )
    field = facts().nerve_fields.get(said.nerve or "")
    muscles = ", ".join(
        f"{facts().muscles[found.id].name} ({found.depth})"
        for found in said.muscles
        if found.id is not None and found.id in facts().muscles
    )
    if field:
        rows += f"<tr><th scope=row>Skin nerve<td>{escape(field.name)}{cite(field.source, 1)}"
    if muscles:
        rows += f"<tr><th scope=row>Muscle beneath<td>{escape(muscles)}"
    side = f", {said.side}" if said.side else ""
    return f"<table class=who><caption>At the {PART_NAMES[said.body_part]}{side}</caption>{rows}</table>"
