"""What belongs together: for one vertebra, disc, root or cord segment, the others, and what to mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from dermatome.anatomy.ids import VERTEBRAE, ordinal
from dermatome.spine.cord import (
    AVERAGE_CONUS,
    behind_body,
    conus_level,
    segment_opposite,
    segments,
    segments_between,
    spoken,
)
from dermatome.spine.rules import (
    BODY_SHARE,
    CORD,
    DISCS,
    Kind,
    Site,
    Threat,
    discs_taking,
    exiting,
    foramen,
    neighbours,
    place_name,
    riding_on,
    threat,
    traversing,
    way_out,
)

State = Literal["chosen", "linked", "taken"]


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing to mark on the drawing; ``label`` and ``note`` stand beside it."""

    kind: Kind
    id: str
    state: State
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Relations:
    """One chosen thing and what belongs to it. Rows are (kind, id or words, how they belong together)."""

    kind: Kind
    id: str
    root: str
    """The root that stands for the choice elsewhere in the atlas."""
    rows: tuple[tuple[str, str, str], ...]
    marks: tuple[Mark, ...]


def relations(kind: Kind, thing: str, conus: str = AVERAGE_CONUS) -> Relations:
    """Return what belongs to a vertebra, disc, root or cord segment.

    :raises InputError: there is no such conus level.
    """
    return {"vertebra": _of_vertebra, "disc": _of_disc, "root": _of_root, "segment": _of_segment}[kind](
        thing, conus
    )


def facing(segment: str, conus: str = AVERAGE_CONUS) -> str:
    """Return the bones or discs in front of a cord segment, as ``T11–T12``."""
    found = segments(conus)[segment]
    top, bottom = place_name(found.top + 0.01), place_name(found.bottom - 0.01)
    return top if top == bottom else f"{top}–{bottom}"


def _of_root(root: str, conus: str) -> Relations:
    where = facing(root, conus)
    riding = riding_on(root)
    rows = [("root", root, f"leaves {way_out(root)}")]
    marks = [Mark("root", root, "chosen", f"Root {root}", foramen_words(root))]
    if riding is None:
        rows.append(("vertebra", "none", "no vertebra has its number: it leaves between C7 and T1"))
    else:
        relation = "above" if riding[1] == "above" else "below"
        rows.append(("vertebra", riding[0], f"of the same number; the root leaves {relation} its pedicle"))
        marks.append(Mark("vertebra", riding[0], "linked", f"Vertebra {riding[0]}"))
    rows.append(("foramen", foramen(root) or "none of bone", "the opening it leaves through"))
    rows += _disc_rows(root)
    marks += _disc_marks(root)
    rows.append(("segment", root, f"where the root arises: behind {where}"))
    marks.append(Mark("segment", root, "linked", f"Cord segment {root}", f"behind {where}"))
    return Relations("root", root, root, tuple(rows), tuple(marks))


def foramen_words(root: str) -> str:
    """Return the opening of a root in short, for the drawing."""
    opening = foramen(root)
    if not opening:
        return "no bony foramen"
    return f"foramen {opening}" if opening in DISCS else opening


def _disc_rows(root: str) -> list[tuple[str, str, str]]:
    near, far = discs_taking(root, "paracentral"), discs_taking(root, "foraminal")
    if near == far and near:
        return [("disc", near[0], "paracentral or foraminal, a herniation here takes the root")]
    rows = []
    if near:
        rows.append(("disc", near[0], "a paracentral herniation takes it on its way past (traversing)"))
    if far:
        rows.append(("disc", far[0], "a foraminal or far lateral one takes it as it leaves (exiting)"))
    return rows or [("disc", "none", "no disc lies beside it")]


def _disc_marks(root: str) -> list[Mark]:
    near, far = discs_taking(root, "paracentral"), discs_taking(root, "foraminal")
    if near == far:
        return [Mark("disc", disc, "linked", f"Disc {disc}", f"takes {root}") for disc in near]
    marks = [Mark("disc", disc, "linked", f"Disc {disc}", "paracentral: traversing") for disc in near]
    return marks + [Mark("disc", disc, "linked", f"Disc {disc}", "far lateral: exiting") for disc in far]


def _of_vertebra(vertebra: str, conus: str) -> Relations:
    root = vertebra
    below = [disc for disc in DISCS if neighbours(disc)[0] == vertebra]
    above = [disc for disc in DISCS if neighbours(disc)[1] == vertebra]
    rows = [("vertebra", vertebra, _bone(vertebra))]
    marks = [Mark("vertebra", vertebra, "chosen", f"Vertebra {vertebra}")]
    rows.append(("root", root, f"of the same number: leaves {way_out(root)}"))
    marks.append(Mark("root", root, "linked", f"Root {root}", foramen_words(root)))
    if vertebra == "C7":
        rows.append(("root", "C8", "leaves below C7, above T1; there is no C8 vertebra"))
        marks.append(Mark("root", "C8", "linked", "Root C8", "below C7"))
    rows.append(("foramen", foramen(root) or "none of bone", f"way out of the {root} root"))
    rows += [("disc", disc, "above it") for disc in above] + [("disc", disc, "below it") for disc in below]
    if not above and not below:
        why = "between atlas and axis there is none" if vertebra == "C1" else "the sacrum is fused"
        rows.append(("disc", "none", why if vertebra != "Co1" else "the coccyx has none that counts"))
    marks += [Mark("disc", disc, "linked", f"Disc {disc}") for disc in (*above, *below)]
    opposite = segment_opposite(vertebra, conus)
    body = behind_body(vertebra, conus)
    slanting = vertebra[0] in "CT" and vertebra != "Co1"
    if slanting and body != opposite:
        said = f"level with the tip of its spinous process; behind its body {spoken(body)}"
    else:
        said = "behind it" if opposite else "no cord behind it, only roots"
    rows.append(("segment", spoken(opposite), said))
    marks += [
        Mark("segment", s, "linked", f"Cord segment {s}" if n == 0 else f"… {s}", "")
        for n, s in enumerate(opposite)
        if n in {0, len(opposite) - 1}
    ]
    return Relations("vertebra", vertebra, root, tuple(rows), tuple(marks))


_REGIONS: Final = {"C": "cervical", "T": "thoracic", "L": "lumbar"}


def _bone(vertebra: str) -> str:
    if vertebra == "Co1":
        return "the coccyx"
    number = ordinal(int(vertebra[1:]))
    if vertebra[0] == "S":
        return f"{number} piece of the sacrum, which is fused"
    return f"{number} {_REGIONS[vertebra[0]]} vertebra"


def _of_disc(disc: str, conus: str) -> Relations:
    upper, lower = neighbours(disc)
    leaving, passing = exiting(disc), traversing(disc)
    rows = [("disc", disc, f"between the {upper} and {lower} vertebrae")]
    marks = [Mark("disc", disc, "chosen", f"Disc {disc}")]
    rows.append(("vertebra", f"{upper} and {lower}", "above and below it"))
    marks += [Mark("vertebra", vertebra, "linked", f"Vertebra {vertebra}") for vertebra in (upper, lower)]
    rows.append(("foramen", disc, f"beside it; the {leaving} root leaves here"))
    rows.append(("root", leaving, "exiting: leaves through the foramen beside the disc"))
    marks.append(Mark("root", leaving, "linked", f"Root {leaving}", "exiting"))
    if passing:
        rows.append(("root", passing, "traversing: passes behind the disc and leaves one level lower"))
        marks.append(Mark("root", passing, "linked", f"Root {passing}", "traversing"))
    start = VERTEBRAE.index(upper) + BODY_SHARE
    found = segments_between(start, start + 1 - BODY_SHARE, conus)
    rows.append(("segment", spoken(found), "behind the disc" if found else "no cord behind it, only roots"))
    marks += [Mark("segment", s, "linked", f"Cord segment {s}", "behind the disc") for s in found]
    return Relations("disc", disc, passing or leaving, tuple(rows), tuple(marks))


def _of_segment(segment: str, conus: str) -> Relations:
    where = facing(segment, conus)
    rows = [("segment", segment, f"part of the cord behind {where}")]
    marks = [Mark("segment", segment, "chosen", f"Cord segment {segment}", f"behind {where}")]
    rows.append(("root", segment, f"arises here; leaves {way_out(segment)}"))
    marks.append(Mark("root", segment, "linked", f"Root {segment}", foramen_words(segment)))
    index = int(segments(conus)[segment].middle)
    rows.append(("vertebra", VERTEBRAE[index], "in front of it"))
    marks.append(Mark("vertebra", VERTEBRAE[index], "linked", f"Vertebra {VERTEBRAE[index]}", "in front"))
    rows.append(("foramen", foramen(segment) or "none of bone", f"way out of the {segment} root"))
    rows += _disc_rows(segment)
    marks += _disc_marks(segment)
    return Relations("segment", segment, segment, tuple(rows), tuple(marks))


# ---- herniation ---------------------------------------------------------------------------------


def disc_for(kind: Kind, thing: str, site: Site) -> str:
    """Return the disc to herniate for a choice: itself, the one that takes the root, else the nearest."""
    if kind == "disc":
        return thing
    root = relations(kind, thing).root
    taking = discs_taking(root, site) or discs_taking(root, "foraminal") or discs_taking(root, "paracentral")
    if taking:
        return taking[0]
    return DISCS[0] if root[0] == "C" and root != "Co1" else DISCS[-1]


def herniation(disc: str, site: Site, conus: str = AVERAGE_CONUS) -> tuple[Threat, tuple[Mark, ...]]:
    """Return what a herniation takes, and what to mark: the root it takes, and the one it spares.

    :raises InputError: there is no such conus level.
    """
    found = threat(disc, site, conus_level(conus).at)
    marks = [Mark("disc", disc, "chosen", f"Disc {disc}", f"{site} herniation")]
    for root, role in ((found.exiting, "exiting"), (found.traversing, "traversing")):
        if root is None:
            continue
        taken = root == found.root
        marks.append(
            Mark(
                "root",
                root,
                "taken" if taken else "linked",
                f"Root {root}",
                f"{role}: {'taken' if taken else 'spared'}",
            )
        )
    if found.structure is not None and found.structure != CORD:
        return found, tuple(marks)
    start = VERTEBRAE.index(neighbours(disc)[0]) + BODY_SHARE
    if found.structure == CORD:
        behind = segments_between(start, start + 1 - BODY_SHARE, conus)
        marks += [Mark("segment", s, "linked", f"Cord segment {s}", "behind the disc") for s in behind]
    return found, tuple(marks)


# ---- which S1? ----------------------------------------------------------------------------------


def meanings_on_drawing(label: str, conus: str = AVERAGE_CONUS) -> tuple[Mark, ...]:
    """Return the places one label may mean: vertebra, root, disc level and cord segment.

    The neurological level is no place of its own: the drawing shows it as the lower end of the segment.
    """
    marks = []
    if label in VERTEBRAE:
        marks.append(Mark("vertebra", label, "linked", f"1 Vertebra {label}", "a bone"))
    marks.append(Mark("root", label, "linked", f"2 Root {label}", foramen_words(label)))
    discs = discs_taking(label, "paracentral") or discs_taking(label, "foraminal")
    marks += [
        Mark(
            "disc",
            disc,
            "linked",
            f"3 Disc {disc.replace('/', '–')}",
            f"called the {label} disc level" if disc.endswith(label) else f"its herniation takes {label}",
        )
        for disc in discs
    ]
    where = facing(label, conus)
    marks.append(Mark("segment", label, "linked", f"4 Cord segment {label}", f"behind {where}"))
    return tuple(marks)
