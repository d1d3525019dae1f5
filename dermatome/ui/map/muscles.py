"""What the panel says of a muscle, a movement, a reflex or a nerve, as HTML. Pure: records in, text out.

Like :mod:`dermatome.ui.map.root`: every statement carries its sources, all text is escaped here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from dermatome.anatomy.ids import VIEWS, root_name, side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_named
from dermatome.anatomy.records import Differential, Muscle, MuscleRoot, Reflex
from dermatome.anatomy.terms import field_name, movement_name, muscle_name, nerve_name, part_name, reflex_name
from dermatome.atlas.charts import described, drawing, short_nerve
from dermatome.atlas.compare import who_says
from dermatome.atlas.describe import parts_of
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from dermatome.language import N_, _, n_
from dermatome.ui.base import spots as spot_text
from dermatome.ui.base.spoken import english, in_english
from dermatome.ui.base.state import Selection
from dermatome.ui.documents.catalogues import carries, mimicking_nerve, skin_nerves
from dermatome.ui.map.root import cite, cite_fact, lower, reflex_words, unread

ROLES: Final = {
    "main": N_("%(root)s is a main root"),
    "contributing": N_("%(root)s contributes"),
    "segmental": N_("%(root)s supplies its own segment"),
    "dissent": N_("%(root)s only by sources the atlas does not follow"),
}
DEPTHS: Final = {"superficial": N_("superficial"), "deep": N_("deep")}
REFLEX_KINDS: Final = {
    "deep tendon": N_("deep tendon reflex"),
    "superficial": N_("superficial reflex"),
    "pathological": N_("pathological reflex"),
}
FIELDS_SHOWN: Final = 2
FEW: Final = 6
"""Muscles named before the rest is counted; the map shows them all."""


def _rows(rows: Iterable[tuple[str, str]], source: Sequence[str] = ()) -> str:
    """Return a list of names and texts; ``source`` stands behind every text that cites none itself."""
    if source:
        rows = [*rows, (_("Source"), cite(source))]
    items = "".join(f"<dt>{name}<dd>{text}" for name, text in rows if text)
    return f"<dl>{items}</dl>"


def _heading(name: str, what: str) -> str:
    return f"<h2>{escape(name)} <span>{escape(what)}</span></h2>"


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]


def _of_root(text: str, selection: Selection) -> str:
    return _(text) % {"root": root_name(selection.root), "side": side_name(selection.side)}


def _part_in(role: str | None, root: str) -> str:
    """Return what a root is to a muscle or a movement, as a sentence without its full stop."""
    return _(ROLES[role] if role else N_("%(root)s has no part in it")) % {"root": root}


def _mainly(main: Sequence[str], also: Sequence[str]) -> str:
    """Return the roots of something: the chief ones, then the others."""
    said = {"roots": _roots(main), "others": _roots(also)}
    if main and also:
        return _("mainly %(roots)s; %(others)s as well") % said
    return _("mainly %(roots)s") % said if main else _("%(others)s as well") % said if also else ""


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
    moves = [
        movement_name(move.id) for move in facts().movements_of(root) if move.contribution_of(root) == "main"
    ]
    source = next((row.source for muscle in main for row in muscle.rows if row.root in root), ())
    return _heading(root, _of_root(N_("myotome of the %(root)s, %(side)s"), selection)) + _rows(
        [
            (_("Mainly"), _some(main) + cite(source)),
            (_("Contributes"), _some(also)),
            (_("Movements"), ", ".join(map(escape, moves))),
            ("ISNCSCI", _key_group(root)),
        ]
    )


def _some(muscles: Sequence[Muscle]) -> str:
    # Some names hold a comma themselves.
    shown = "; ".join(escape(muscle_name(muscle)) for muscle in muscles[:FEW])
    return shown + _more(len(muscles) - FEW) or _("none")


def _more(number: int) -> str:
    return f" {n_('and %(n)s more', 'and %(n)s more', number)}" if number > 0 else ""


def _key_group(root: str) -> str:
    groups = [row for row in facts().conventions(root) if row.kind == "isncsci_key_group"]
    if not groups:
        return _("no key muscle")
    return "; ".join(
        f"{_('key muscle group:')} {english(escape(f'{row.muscle}, {row.movement}'))}{cite(row.source)}"
        for row in groups
    )


def _muscle(muscle: Muscle, selection: Selection) -> str:
    role = muscle.contribution_of(selection.root)
    here = _part_in(role, selection.root)
    rows = muscle.rows
    source = rows[0].source if rows else muscle.source
    roots = _mainly(muscle.roots_main, muscle.roots_contributing)
    if muscle.segmental:
        roots = _("every level, each root its own part")
    key = ""
    if muscle.key_of:
        key = _("a key muscle for %(root)s: a convention for cord injury") % {"root": _roots(muscle.key_of)}
        key += cite(["ISNCSCI2019"])
    return (
        _heading(
            _title(muscle_name(muscle)),
            f"{muscle.latin}, {_(DEPTHS[muscle.depth])}, {side_name(selection.side)}",
        )
        + f"<p><b>{escape(here)}.</b></p>"
        + _rows(
            [
                (_("Roots"), roots),
                (_("Nerve"), english(escape(muscle.nerve))),
                (_("Movement"), english(escape(muscle.movement))),
                (_("Test"), english(escape(muscle.how_tested))),
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
    said = _("Other sources add or prefer %(roots)s") % {"roots": _roots(list(roots))}
    return f"<p>{said}{cite(muscle.dissent[0].source)}</p>"


def _movement(movement: str, selection: Selection) -> str:
    move = facts().movements[movement]
    role = move.contribution_of(selection.root)
    here = _part_in(role, selection.root)
    muscles = [escape(muscle_name(facts().muscles[m])) for m in move.muscles if m in facts().muscles]
    key = ""
    if move.isncsci_key_root:
        key = _("key movement for %(root)s") % {"root": move.isncsci_key_root} + cite(["ISNCSCI2019"])
    return (
        _heading(
            _title(movement_name(movement)),
            _("movement at the %(joint)s, %(side)s")
            % {"joint": move.joint, "side": side_name(selection.side)},
        )
        + f"<p><b>{escape(here)}.</b></p>"
        + _rows(
            [
                (_("Main roots"), _roots(move.roots_main)),
                (_("As well"), _roots(move.roots_contributing)),
                (_("Muscles"), "; ".join(muscles)),
                ("ISNCSCI", key),
            ],
            move.source,
        )
        + (f"<p>{english(escape(_title(move.note)))}.</p>" if move.note else "")
    )


def grades(scale: str) -> str:
    """Return the steps of a scale: ``mrc`` or ``reflex``."""
    steps = facts().grades_of(scale)
    rows = "".join(f"<dt>{escape(step.grade)}<dd>{english(escape(step.meaning))}" for step in steps)
    notes = "".join(f"<li>{escape(step.grade)}: {escape(step.note)}</li>" for step in steps if step.note)
    return f"<dl>{rows}</dl><ul{in_english()}>{notes}</ul><p>{_('Sources')}{cite(steps[0].source, 4)}</p>"


def conventions(root: str) -> str:
    """Return the ISNCSCI key and non-key movements of a root, and that they are no guide to its lesion."""
    rows = facts().conventions(root)
    if not rows:
        return f"<p>{_('The ISNCSCI names no movement for %(root)s.') % {'root': root}}</p>"
    return "".join(f"<p>{_convention(row)}</p>" for row in rows)


def _convention(row: MuscleRoot) -> str:
    name = _("Key group:") if row.kind == "isncsci_key_group" else _("Non-key movement:")
    said = english(f"{escape(row.movement)}{cite(row.source)}<br>{escape(row.note)}.")
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
        f"<li>{escape(row.muscle)}: {escape(row.root)}, {escape(row.contribution)}"
        f"{f' ({escape(row.note)})' if row.note else ''}{cite_fact(row)}</li>"
        for row in rows
    )
    return f"<ul{in_english()}>{items}</ul>"


# ---- reflexes ---------------------------------------------------------------------------------------


def reflex(selection: Selection) -> str:
    """Return what there is to say in the reflex layer: of one reflex, or of those of the root."""
    if picked := selection.picked("reflex"):
        return _reflex(facts().reflexes_by_id[picked], selection.side)
    root = selection.root
    own = [row for row in facts().reflexes(root) if row.status == "adopted"]
    main = [row for row in own if carries(row.roots_primary, root)]
    also = [row for row in own if row not in main]
    return _heading(root, _of_root(N_("reflexes of the %(root)s, %(side)s"), selection)) + _rows(
        [(_("Mainly"), _reflex_names(main) or _("none")), (_("Contributes"), _reflex_names(also))]
    )


def _reflex_names(rows: Iterable[Reflex]) -> str:
    return "; ".join(f"{reflex_words(row)}{cite_fact(row, 1)}" for row in rows)


def _reflex(row: Reflex, side: str) -> str:
    dissent = "".join(
        f"<li>{_with(other.roots_primary, other.roots_secondary)}{cite_fact(other, 4)}</li>"
        for other in facts().reflex_dissent(row.id)
    )
    return (
        _heading(_title(reflex_name(row)), f"{_(REFLEX_KINDS[row.kind])}, {side_name(side)}")
        + _rows(
            [
                (_("Roots"), _mainly(row.roots_primary, row.roots_secondary) + unread([row])),
                (_("Nerve"), lower(row.nerve)),
                (_("Muscle"), lower(row.muscle)),
                (_("Elicit"), lower(row.how_elicited)),
                (_("Response"), lower(row.response)),
            ],
            row.source,
        )
        + (f"<p><b>{_('Others give:')}</b></p><ul>{dissent}</ul>" if dissent else "")
    )


def _with(main: Sequence[str], also: Sequence[str]) -> str:
    if not also:
        return _roots(main)
    return _("%(roots)s, with %(others)s") % {"roots": _roots(main), "others": _roots(also)}


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
        _("It carries fibres of %(root)s.")
        if carries((*row.roots, *row.roots_variable), selection.root)
        else _("It carries none of %(root)s.")
    ) % {"root": selection.root}
    variable = ""
    if row.roots_variable:
        variable = f" ({_('variably %(roots)s') % {'roots': _roots(row.roots_variable)}})"
    skin = "; ".join(
        f"{escape(field_name(field))}: {lower(field.area)}{cite(field.source, 1)}"
        for field in fields[:FIELDS_SHOWN]
    )
    return (
        _heading(
            _title(nerve_name(row)),
            _("peripheral nerve, %(side)s") % {"side": side_name(selection.side)},
        )
        + f"<p><b>{here}</b></p>"
        + _rows(
            [
                (_("Roots"), f"{_roots(row.roots)}{variable}" if row.roots else _("none: a cranial nerve")),
                (_("From"), lower(row.origin)),
                (_("Skin"), skin + _more(len(fields) - FIELDS_SHOWN)),
                (_("Muscles"), lower(row.muscles)),
                (_("Lesion"), lower(row.lesion_site)),
                (_("Weak"), lower(row.motor_deficit)),
                (_("Numb"), lower(row.sensory_deficit)),
                (_("Reflex"), lower(row.reflex_deficit)),
                (_("Looks like"), _roots(row.mimics)),
            ],
            row.source,
        )
    )


def _root_in_nerves(selection: Selection) -> str:
    root = selection.root
    fields = [field for field in facts().nerve_fields.values() if carries(field.roots, root)]
    names = "; ".join(f"{escape(field_name(field))}{cite(field.source, 1)}" for field in fields[:FEW])
    more = _more(len(fields) - FEW)
    alike = [nerve_name(row) for row in facts().nerves_mimicking(root)]
    what = _of_root(N_("skin nerves with fibres of the %(root)s, %(side)s"), selection)
    return _heading(root, what) + _rows(
        [(_("Fields"), names + more), (_("Look-alikes"), ", ".join(map(escape, alike)))]
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
        _heading(
            _("%(root)s or %(nerve)s?") % {"root": root, "nerve": name},
            _("skin of the root on the %(map)s map against skin of the nerve")
            % {"map": atlas().scheme(scheme).short_name},
        )
        + _rows(
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
    if not found:
        return f"<p>{_('No finding is recorded that tells the two apart.')}</p>"
    items = "".join(f"<li>{_test(row)}</li>" for row in found[:limit])
    rest = ""
    if limit and len(found) > limit:
        more = n_("%(n)s more under “All tests”.", "%(n)s more under “All tests”.", len(found) - limit)
        rest = f"<p>{more}</p>"
    return f"<ul>{items}</ul>{rest}"


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
    favours = f"<b>{escape(row.favours)}</b>"
    if row.against:
        favours += f", against {escape(row.against)}"
    said = english(f"{escape(_title(row.finding))}: {favours}")
    return f"{said} <span class=badge>{_(STRENGTH_NAMES[row.strength])}</span>{cite(row.source)}"


# ---- one spot ---------------------------------------------------------------------------------------


def claims_there(selection: Selection) -> str:
    """Return which other roots of the same map claim the spot pointed at, or that the map is blank there."""
    point = selection.point
    if point is None or selection.layer != "dermatome":
        return ""
    found = hit(selection.scheme, point.view, point.x, point.y)
    if found.root is None:
        return spot_text.what_others_say(who_says(point.view, point.x, point.y), selection.scheme)
    under = [
        root for root in (found.root, *(root for root, _ in found.also)) if root and root != selection.root
    ]
    if not found.also or not under:
        return ""
    said = _("Fields overlap here: %(roots)s claim this spot too. Click again to step through.")
    return f"<p>{said % {'roots': _roots(under)}}</p>"


def who_says_here(selection: Selection) -> str:
    """Return a table: what each map, the skin nerves and the muscles say of the spot pointed at."""
    point = selection.point
    if point is None:
        return f"<p>{_('Point at a spot of the body first, then ask again.')}</p>"
    said = who_says(point.view, point.x, point.y)
    if said.body_part is None:
        return f"<p>{_('That spot lies outside the body.')}</p>"
    return spot_text.table(said)
