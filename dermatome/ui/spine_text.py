"""What the page of levels says, as small pieces of HTML. Pure: relations and facts in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final
from urllib.parse import urlencode

from dermatome.anatomy.ids import root_name, territory_root
from dermatome.anatomy.load import facts
from dermatome.anatomy.meanings import meanings
from dermatome.anatomy.records import LevelNote
from dermatome.spine.cord import AVERAGE_CONUS, conus_level
from dermatome.spine.load import spine_data
from dermatome.spine.relations import Relations, facing
from dermatome.spine.rules import CAUDA, CONUS, CORD, DISCS, KIND_NAMES, SITE_NAMES, Kind, Threat, neighbours
from dermatome.spine.transitional import LUMBAR_TYPE, counted_from_below, disc_label, lowest_free_disc
from dermatome.ui.panel_text import cite

SCHEMATIC: Final = ("FROSTELL2016", "FLETCHER2015", "SHIN2024", "EGWU2019", "AO_SAGITTAL", "BINOKAY2006")
"""Works whose sizes and angles the drawing follows."""

_HEADINGS: Final = {
    "vertebra": "Vertebra",
    "disc": "Disc",
    "root": "Nerve root",
    "segment": "Cord segment",
    "foramen": "Foramen",
}
_SITE_PHRASE: Final = {
    "central": "A central",
    "paracentral": "A paracentral",
    "foraminal": "A foraminal or far lateral",
}


def thing_name(kind: str, thing: str) -> str:
    """Return a thing as a screen reader says it: ``L5 nerve root``, ``L4/5 disc``."""
    if (kind, thing) == ("vertebra", "Co1"):
        return "Coccyx"
    alias = {"C1": " (atlas)", "C2": " (axis)"}.get(thing, "") if kind == "vertebra" else ""
    return f"{thing} {KIND_NAMES[kind]}{alias}"


def heading(kind: Kind, thing: str) -> str:
    """Return the heading of the panel."""
    what = {
        "vertebra": "vertebra, a bone" if thing != "Co1" else "the coccyx, a bone",
        "disc": f"disc between the {' and '.join(neighbours(thing))} vertebrae" if kind == "disc" else "",
        "root": root_name(thing) if kind == "root" else "",
        "segment": "cord segment, a stretch of the spinal cord",
    }[kind]
    return f"<h2>{escape(thing)} <span>{what}</span></h2>"


def table(found: Relations) -> str:
    """Return what belongs together as a table; the chosen row is ticked."""
    rows = "".join(
        f"<tr{' class=chosen' if n == 0 else ''}><th scope=row>{'✓ ' if n == 0 else ''}{_HEADINGS[kind]}"
        f"<td><b>{escape(which)}</b><td>{escape(how)}"
        for n, (kind, which, how) in enumerate(found.rows)
    )
    sources = facts().roots[found.root].source
    caption = f"What belongs to the {thing_name(found.kind, found.id)}{cite(sources, 3)}"
    return f"<table class=levels-table><caption>{caption}</caption><tbody>{rows}</tbody></table>"


def summary(found: Relations) -> str:
    """Return the table in one breath, for a screen reader that hears of a new choice."""
    return f"{thing_name(found.kind, found.id)}. " + ". ".join(
        f"{_HEADINGS[kind]} {which}" for kind, which, _ in found.rows[1:]
    )


# ---- herniation ---------------------------------------------------------------------------------


def herniation(found: Threat, side: str) -> str:
    """Return what a herniation takes, and the rule behind it."""
    disc, site = found.disc, found.site
    where = f" on the {side}" if site != "central" else ""
    if found.root:
        taken = f"takes the <b>{found.root} root</b>"
    else:
        taken = f"meets the <b>{found.structure}</b> first"
    lines = [f"<p>{_SITE_PHRASE[site]} herniation of the {disc} disc{where} {taken}.{_spared(found)}</p>"]
    lines.append(f"<p>{_rule(found)}</p>")
    return f'<section aria-label="Herniation"><h3>{disc}, {SITE_NAMES[site]}</h3>{"".join(lines)}</section>'


def _spared(found: Threat) -> str:
    if found.disc[0] == "L" and found.site != "central":
        other = found.exiting if found.root == found.traversing else found.traversing
        role = "exiting" if other == found.exiting else "traversing"
        return f" The {role} {other} root is spared as a rule."
    return ""


def _rule(found: Threat) -> str:
    region = found.disc[0]
    levels = facts().levels[neighbours(found.disc)[0]]
    if found.site == "central":
        return _BEHIND[found.structure or CORD] + cite(levels.source)
    if region == "L":
        rule = _note("disc-rule")
        return f"{escape(rule.statement)}{cite(rule.source)}" if rule else ""
    if region == "C":
        named = (
            "C8, which has no vertebra of its number" if found.root == "C8" else "that of the lower vertebra"
        )
        text = (
            "In the neck the roots leave nearly level, above the vertebra of their number. "
            f"Paracentral and foraminal herniations take the same, exiting root: {named}."
        )
    elif found.root is None:
        text = "A central or paracentral herniation meets the cord before a root."
    else:
        text = "In the foramen there is only the exiting root, that of the upper vertebra."
    return text + cite(levels.source)


_BEHIND: Final = {
    CAUDA: "Below the end of the cord only roots fill the sac: a large herniation here may press on the "
    "whole cauda equina.",
    CONUS: "Here lies the end of the cord: the conus medullaris is what a central herniation meets.",
    CORD: "Here lies the cord.",
}


# ---- conus --------------------------------------------------------------------------------------

_SPREAD: Final = (
    "In adults it ends between the middle third of T12 and the upper third of L3, on average at the lower "
    "third of L1, spread like a normal distribution; the middle of L2 is the 95 % limit."
)


def conus(level: str) -> str:
    """Return where the cord ends in the drawing, how usual that is, and what it changes."""
    found = conus_level(level)
    said = f"{escape(found.said)}{cite(found.source)} " if found.said else ""
    change = ""
    if level != AVERAGE_CONUS:
        change = f" The segments go with it, schematically: S1 now lies behind {facing('S1', level)}."
    sac = f"The dural sac goes on to S2.{cite(['BINOKAY2006', 'SOLEIMAN2005'])}"
    return (
        f'<section aria-label="End of the cord"><h3>The cord ends at the {found.name}</h3>'
        f"<p>{said}{_SPREAD}{cite(['SAIFUDDIN1998'])} {sac}{change}</p></section>"
    )


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
    number = {4: "Four", 6: "Six"}[LUMBAR_TYPE[form]]
    if form == "sacralised-l5":
        title, happened, free = "Sacralised L5 vertebra", "the L5 vertebra has joined the sacrum", "L4"
    else:
        title, happened, free = "Lumbarised S1 vertebra", "the S1 vertebra has come free", "S1"
    lowest = escape(disc_label(lowest_free_disc(form), form))
    text = (
        f"{number} vertebrae look lumbar: {happened}. The lowest free disc is {lowest}. Names count down "
        "from C2; in quotation marks stands what a count up from the sacrum calls the same bone: "
        f"{free} becomes “{counted_from_below(free, form)}”."
    )
    notes = [note for key in _NOTES[form] if (note := _note(key))]
    items = "".join(f"<li>{escape(note.statement)}{cite(note.source)}" for note in notes)
    differ = f"<p><b>Sources differ on the roots:</b></p><ul>{items}</ul>"
    return f'<section aria-label="Transitional vertebra"><h3>{title}</h3><p>{text}</p>{differ}</section>'


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
    text = f"The stretch of cord from which the {label} root arises, here behind {facing(label, level)}."
    rows.append((4, f"{label} as a cord segment", text + cite(facts().roots[label].source)))
    items = "".join(f"<dt>{number} {escape(title)}<dd>{said}" for number, title, said in sorted(rows))
    return f"<h2>Which {label}? <span>five places that share a name</span></h2><dl class=wide>{items}</dl>"


# ---- frame --------------------------------------------------------------------------------------


def body_link(root: str) -> str:
    """Return the link that lights a root on the map page, or why there is none."""
    territory = territory_root(root)
    if territory is None:
        return f"<p>The {root} root owns no skin on any map: C1 is mostly motor, Co1 is drawn with S5.</p>"
    pooled = "" if territory == root else f" (maps pool it as {territory})"
    return (
        f'<p><a href="./?{urlencode({"root": territory})}">Show the {root} root on the body</a>{pooled}</p>'
    )


def caption() -> str:
    """Return what the drawing is and is not."""
    sizes, rule = cite(SCHEMATIC, len(SCHEMATIC)), cite(["GRAY41", "KIM2012"])
    return (
        "<p class=levels-caption>Schematic, our own drawing of no one person: sizes and curves are rounded "
        f"to published averages,{sizes} cord segments stand by the rule of spinous processes.{rule} "
        "Colours are those of the root's skin on the map.</p>"
    )


def choices(kind: Kind) -> Sequence[str]:
    """Return what can be chosen of a kind."""
    return DISCS if kind == "disc" else tuple(spine_data().vertebrae if kind == "vertebra" else facts().roots)
