"""The words of a handout in the visitor's language, as plain data for its template."""

from __future__ import annotations

from typing import Final

from dermatome.anatomy.ids import PART_NAMES
from dermatome.anatomy.terms import part_name
from dermatome.language import N_, _, p_

LABELS: Final = {
    "key_point": N_("Key sensory point"),
    "key_muscle": N_("Key muscle"),
    "reflex": N_("Reflex"),
    "exit": N_("Exit"),
    "paracentral": N_("Disc, paracentral"),
    "foraminal": N_("Disc, foraminal"),
    "cord": N_("Cord segment behind"),
}
"""What is told of a root in short, by kind."""

_WORDS: Final = {
    "map": N_("Map"),
    "differ": N_("Other published maps draw other borders."),
    "disagree": N_("Other published maps disagree."),
    "follow": N_("Other published maps disagree: they follow, small."),
    "others": N_("The other maps, in the same colours"),
    "main": N_("Mainly %(root)s"),
    "contributing": N_("%(root)s contributes"),
    "segmental": N_("Each root its own part"),
    "muscles": N_("Muscles"),
    "muscle": N_("Muscle"),
    "all_roots": N_("All its roots"),
    "nerve": N_("Nerve"),
    "test": N_("Test"),
    "bold": N_("Bold: main roots."),
    "graded": N_("graded by the ISNCSCI for this root."),
    "unsourced": N_("Where no source is given:"),
    "reflexes": N_("Reflexes"),
    "reflex": N_("Reflex"),
    "roots": N_("Roots"),
    "how": N_("Elicit"),
    "response": N_("Response"),
    "lookalikes": N_("What looks like it"),
    "finding": N_("Finding"),
    "speaks_for": N_("Speaks for"),
    "speaks_against": N_("Speaks against"),
    "weight": N_("Weight"),
    "accuracy": N_("How well single tests do"),
    "sought": N_("Looked for"),
    "sensitivity": N_("Sensitivity"),
    "specificity": N_("Specificity"),
    "ratio": N_("Ratio"),
    "without": N_("Ratio, absent"),
    "studies": N_("Likelihood ratios of single studies, mostly of specialist clinics."),
    "short": N_("In short"),
    "which": N_("Which %(root)s?"),
    "skin": N_("Skin, map by map"),
    "disputes": N_("Where the sources disagree"),
    "pooled": N_("The maps draw its skin together with its neighbour's, as %(root)s."),
    "no_skin": N_("No map gives this root skin of its own, so none is drawn."),
    "answers": N_("%(title)s: answers"),
    "table": N_("Root by root"),
    "root": N_("Root"),
    "name": N_("Name"),
    "shade": N_("Shade the skin of %(root)s on each view, then complete"),
    "write_muscle": N_("Key muscle and its movement"),
    "write_others": N_("Other muscles it chiefly supplies"),
    "write_reflex": N_("Reflex: where, and the answer"),
    "write_exit": N_("Where the root leaves the canal"),
    "write_paracentral": N_("Disc whose paracentral herniation takes it"),
    "write_foraminal": N_("Disc whose foraminal herniation takes it"),
    "write_lookalike": N_("A look-alike, and what tells them apart"),
    "write_map": N_("Another published map, and how it differs"),
    "number": N_("No."),
    "write_roots": N_("Write the root beside each number, then its facts"),
    "unseen": N_("Not to be seen on these views:"),
    "sources": N_("Sources"),
    "unread": N_("The source is cited for this; it was not read there."),
}


def words() -> dict[str, str]:
    """Return every word of the template; ``%(root)s`` and ``%(title)s`` are filled in there."""
    return {name: _(text) for name, text in {**LABELS, **_WORDS}.items()}


def region_title(region: str) -> str:
    """Return what a handout about a region of the spine or of the body is called."""
    spine = {
        "cervical": _("Cervical roots"),
        "thoracic": _("Thoracic roots"),
        "lumbosacral": _("Lumbosacral roots"),
    }
    return spine.get(region) or _("Roots of the %(part)s") % {"part": _part(region)}


def _part(region: str) -> str:
    if region in PART_NAMES:
        return part_name(region)
    coarse = {
        "head": p_("part", "head"),
        "trunk": p_("part", "trunk"),
        "back": p_("part", "back"),
        "arm": p_("part", "arm"),
        "leg": p_("part", "leg"),
        "upper-limb": p_("part", "upper limb"),
        "lower-limb": p_("part", "lower limb"),
        "hand": p_("part", "hand"),
        "fingers": p_("part", "fingers"),
        "digits": p_("part", "digits"),
        "thigh": p_("part", "thigh"),
        "foot": p_("part", "foot"),
        "all-toes": p_("part", "toes"),
        "saddle": p_("part", "saddle"),
    }
    return coarse.get(region, region.replace("-", " "))
