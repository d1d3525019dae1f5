"""What the page of levels says, as small pieces of HTML. Pure: relations and facts in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from dermatome.anatomy import terms
from dermatome.anatomy.ids import root_name, side_name, territory_root
from dermatome.anatomy.load import facts
from dermatome.anatomy.meanings import meanings
from dermatome.anatomy.records import LevelNote
from dermatome.figures.plexus import plexus_of
from dermatome.language import N_, TERMS, _, p_
from dermatome.language import terms as terms_chosen
from dermatome.spine.cord import AVERAGE_CONUS, conus_level
from dermatome.spine.load import spine_data
from dermatome.spine.relations import Relations, facing
from dermatome.spine.rules import CAUDA, CONUS, CORD, DISCS, SITE_NAMES, Kind, Threat, neighbours
from dermatome.spine.transitional import LUMBAR_TYPE, counted_from_below, disc_label, lowest_free_disc
from dermatome.ui.base.html import cite, told
from dermatome.ui.base.spoken import link

SCHEMATIC: Final = ("FROSTELL2016", "FLETCHER2015", "SHIN2024", "EGWU2019", "AO_SAGITTAL", "BINOKAY2006")
"""Works whose sizes and angles the drawing follows."""

_SITE_PHRASE: Final = {
    "central": N_("A central herniation of the %(disc)s disc takes the %(what)s."),
    "paracentral": N_("A paracentral herniation of the %(disc)s disc on the %(side)s takes the %(what)s."),
    "foraminal": N_(
        "A foraminal or far lateral herniation of the %(disc)s disc on the %(side)s takes the %(what)s."
    ),
}
_SITE_MEETS: Final = {
    "central": N_("A central herniation of the %(disc)s disc meets the %(what)s first."),
    "paracentral": N_(
        "A paracentral herniation of the %(disc)s disc on the %(side)s meets the %(what)s first."
    ),
    "foraminal": N_(
        "A foraminal or far lateral herniation of the %(disc)s disc on the %(side)s meets the %(what)s first."
    ),
}


def thing_name(kind: str, thing: str) -> str:
    """Return a thing as a screen reader says it: ``L5 nerve root``, ``L4/5 disc``."""
    if (kind, thing) == ("vertebra", "Co1"):
        return terms.thing_name("coccyx").capitalize()
    named_bone = {"C1": "atlas", "C2": "axis"}.get(thing) if kind == "vertebra" else None
    alias = f" ({terms.thing_name(named_bone)})" if named_bone else ""
    named = {"id": thing, "kind": terms.thing_name(kind), "alias": alias}
    return _("%(id)s %(kind)s%(alias)s") % named


def heading(kind: Kind, thing: str) -> str:
    """Return the heading of the panel."""
    what = {
        "vertebra": _("vertebra, a bone") if thing != "Co1" else _("the coccyx, a bone"),
        "disc": _disc_between(thing) if kind == "disc" else "",
        "root": root_name(thing) if kind == "root" else "",
        "segment": _("cord segment, a stretch of the spinal cord"),
    }[kind]
    return f"<h2>{escape(thing)} <span>{what}</span></h2>"


def _disc_between(disc: str) -> str:
    upper, lower = neighbours(disc)
    return _("disc between the %(upper)s and %(lower)s vertebrae") % {"upper": upper, "lower": lower}


def _kind_title(kind: str) -> str:
    """Return a kind of thing as a heading of a row, in the visitor's terms."""
    if terms_chosen() != TERMS[0]:
        name = terms.thing_name(kind)
        return name[:1].upper() + name[1:]
    return {
        "vertebra": _("Vertebra"),
        "disc": _("Disc"),
        "root": p_("row", "Nerve root"),
        "segment": _("Cord segment"),
        "foramen": _("Foramen"),
    }[kind]


def table(found: Relations) -> str:
    """Return what belongs together as a table; the chosen row is ticked."""
    rows = "".join(
        f"<tr{' class=chosen' if n == 0 else ''}><th scope=row>{'✓ ' if n == 0 else ''}{_kind_title(kind)}"
        f"<td><b>{escape(which)}</b><td>{escape(how)}"
        for n, (kind, which, how) in enumerate(found.rows)
    )
    sources = facts().roots[found.root].source
    caption = _("What belongs to the %(thing)s") % {"thing": thing_name(found.kind, found.id)}
    caption += cite(sources, 3)
    return f"<table class=levels-table><caption>{caption}</caption><tbody>{rows}</tbody></table>"


def summary(found: Relations) -> str:
    """Return the table in one breath, for a screen reader that hears of a new choice."""
    return f"{thing_name(found.kind, found.id)}. " + ". ".join(
        f"{_kind_title(kind)} {which}" for kind, which, _how in found.rows[1:]
    )


# ---- herniation ---------------------------------------------------------------------------------


def herniation(found: Threat, side: str) -> str:
    """Return what a herniation takes, and the rule behind it."""
    disc, site = found.disc, found.site
    if found.root:
        phrase, what = _SITE_PHRASE[site], _("%(root)s root") % {"root": found.root}
    else:
        phrase, what = _SITE_MEETS[site], _(found.structure or CORD)
    said = _(phrase) % {"disc": disc, "side": side_name(side), "what": f"<b>{what}</b>"}
    lines = f"<p>{said}{_spared(found)}</p><p>{_rule(found)}</p>"
    title = f"<h3>{disc}, {_(SITE_NAMES[site])}</h3>"
    return f'<section aria-label="{_("Herniation")}">{title}{lines}</section>'


def _spared(found: Threat) -> str:
    if found.disc[0] == "L" and found.site != "central":
        other = found.exiting if found.root == found.traversing else found.traversing
        spared = (
            _("The exiting %(root)s root is spared as a rule.")
            if other == found.exiting
            else _("The traversing %(root)s root is spared as a rule.")
        )
        return f" {spared % {'root': other}}"
    return ""


def _rule(found: Threat) -> str:
    region = found.disc[0]
    levels = facts().levels[neighbours(found.disc)[0]]
    if found.site == "central":
        return _(_BEHIND[found.structure or CORD]) + cite(levels.source)
    if region == "L":
        rule = _note("disc-rule")
        return f"{told(rule.statement)}{cite(rule.source)}" if rule else ""
    if region == "C":
        text = _("In the neck the roots leave nearly level, above the vertebra of their number.") + " "
        if found.root == "C8":
            text += _(
                "Paracentral and foraminal herniations take the same, exiting root: C8, which has no "
                "vertebra of its number."
            )
        else:
            text += _(
                "Paracentral and foraminal herniations take the same, exiting root: that of the lower "
                "vertebra."
            )
    elif found.root is None:
        text = _("A central or paracentral herniation meets the cord before a root.")
    else:
        text = _("In the foramen there is only the exiting root, that of the upper vertebra.")
    return text + cite(levels.source)


_BEHIND: Final = {
    CAUDA: N_(
        "Below the end of the cord only roots fill the sac: a large herniation here may press on the whole "
        "cauda equina."
    ),
    CONUS: N_("Here lies the end of the cord: the conus medullaris is what a central herniation meets."),
    CORD: N_("Here lies the cord."),
}


# ---- conus --------------------------------------------------------------------------------------

_SPREAD: Final = N_(
    "In adults it ends between the middle third of T12 and the upper third of L3, on average at the lower "
    "third of L1, spread like a normal distribution."
)


def conus(level: str) -> str:
    """Return where the cord ends in the drawing, how usual that is, and what it changes."""
    found = conus_level(level)
    said = f"{escape(_(found.said))}{cite(found.source)} " if found.said else ""
    change = ""
    if level != AVERAGE_CONUS:
        moved = _("The segments go with it, schematically: S1 now lies behind %(where)s.")
        change = f" {moved % {'where': facing('S1', level)}}"
    sac = _("The dural sac goes on to S2.") + cite(["BINOKAY2006", "SOLEIMAN2005"])
    title = _("The cord ends at the %(where)s") % {"where": conus_name(found.name)}
    return (
        f'<section aria-label="{_("End of the cord")}"><h3>{title}</h3>'
        f"<p>{said}{_(_SPREAD)}{cite(['SAIFUDDIN1998'])} {sac}{change}</p></section>"
    )


_THIRDS: Final = {
    "upper third": N_("upper third of %(vertebra)s"),
    "middle third": N_("middle third of %(vertebra)s"),
    "lower third": N_("lower third of %(vertebra)s"),
}


def conus_name(name: str) -> str:
    """Return an end of the cord as people say it, from its English name: ``"lower third of L1"``."""
    third, _of, vertebra = name.partition(" of ")
    if vertebra:
        return _(_THIRDS[third]) % {"vertebra": vertebra}
    return _("%(disc)s disc") % {"disc": name.removesuffix(" disc")}


# ---- transitional -------------------------------------------------------------------------------

_NOTES: Final = {
    "sacralised-l5": ("transitional-sacralised-l5", "transitional-count", "transitional-numbering"),
    "lumbarised-s1": (
        "transitional-lumbarised-s1",
        "transitional-lumbarised-s1-against",
        "transitional-count",
        "transitional-numbering",
    ),
}


def transitional(form: str) -> str:
    """Return what is relabelled and how sources differ on which root does the work of L5 and S1."""
    if form == "none":
        return ""
    if LUMBAR_TYPE[form] == 4:
        title, free = _("Sacralised L5 vertebra"), "L4"
        happened = _("Four vertebrae look lumbar: the L5 vertebra has joined the sacrum.")
    else:
        title, free = _("Lumbarised S1 vertebra"), "S1"
        happened = _("Six vertebrae look lumbar: the S1 vertebra has come free.")
    lowest = escape(disc_label(lowest_free_disc(form), form))
    counted = _(
        "The lowest free disc is %(disc)s. Names count down from C2; in quotation marks stands what a count "
        "up from the sacrum calls the same bone: %(bone)s becomes “%(other)s”."
    ) % {"disc": lowest, "bone": free, "other": counted_from_below(free, form)}
    text = f"{happened} {counted}"
    notes = [note for key in _NOTES[form] if (note := _note(key))]
    items = "".join(f"<li>{told(note.statement)}{cite(note.source)}" for note in notes)
    differ = f"<p><b>{_('Sources differ on the roots:')}</b></p><ul>{items}</ul>"
    return (
        f'<section aria-label="{_("Transitional vertebra")}"><h3>{title}</h3><p>{text}</p>{differ}</section>'
    )


def _note(key: str) -> LevelNote | None:
    return next((note for note in facts().level_notes if note.id == key), None)


# ---- which S1? ----------------------------------------------------------------------------------

_SENSE_NUMBER: Final = {"vertebra": 1, "nerve_root": 2, "disc": 3, "level": 5}


def which(label: str, level: str) -> str:
    """Return the five meanings of a label, numbered as on the drawing."""
    rows: list[tuple[int, str, str]] = []
    for meaning in meanings(label):
        rows.append(
            (_SENSE_NUMBER[meaning.sense], meaning.title, f"{escape(meaning.text)}{cite(meaning.source)}")
        )
    said = {"id": label, "where": facing(label, level)}
    text = _("The stretch of cord from which the %(id)s root arises, here behind %(where)s.") % said
    rows.append((4, _("%(id)s as a cord segment") % said, text + cite(facts().roots[label].source)))
    items = "".join(f"<dt>{number} {escape(title)}<dd>{said}" for number, title, said in sorted(rows))
    question = _("Which %(root)s?") % {"root": label}
    shared = _("five places that share a name")
    return f"<h2>{question} <span>{shared}</span></h2><dl class=wide>{items}</dl>"


# ---- frame --------------------------------------------------------------------------------------


def body_link(root: str) -> str:
    """Return the links that light a root on the map page and in its plexus, or why there are none."""
    territory = territory_root(root)
    if territory is None:
        none = _("The %(root)s root owns no skin on any map: C1 is mostly motor, Co1 is drawn with S5.")
        return f"<p>{none % {'root': root}}</p>"
    pooled = "" if territory == root else f" ({_('maps pool it as %(root)s') % {'root': territory}})"
    show = _("Show the %(root)s root on the body") % {"root": root}
    way = ""
    if plexus_of(root):
        said = _("Its way through the plexus")
        way = f' · <a href="{link("plexus", {"part": root})}">{said}</a>'
    return f'<p><a href="{link("./", {"root": territory})}">{show}</a>{pooled}{way}</p>'


def caption() -> str:
    """Return what the drawing is and is not."""
    sizes, rule = cite(SCHEMATIC, len(SCHEMATIC)), cite(["GRAY41", "KIM2012"])
    said = _(
        "Schematic, our own drawing of no one person: sizes and curves are rounded to published averages,"
        "%(sizes)s cord segments stand by the rule of spinous processes.%(rule)s Colours are those of the "
        "root's skin on the map."
    )
    return f"<p class=levels-caption>{said % {'sizes': sizes, 'rule': rule}}</p>"


def choices(kind: Kind) -> Sequence[str]:
    """Return what can be chosen of a kind."""
    return DISCS if kind == "disc" else tuple(spine_data().vertebrae if kind == "vertebra" else facts().roots)
