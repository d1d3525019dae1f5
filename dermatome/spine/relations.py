"""What belongs together: for one vertebra, disc, root or cord segment, the others, and what to mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from dermatome.anatomy.ids import VERTEBRAE, ordinal
from dermatome.language import N_, _, p_
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
    rows = [("root", root, _("leaves %(where)s") % {"where": way_out(root)})]
    marks = [Mark("root", root, "chosen", _root(root), foramen_words(root))]
    if riding is None:
        how = _("no vertebra has its number: it leaves between C7 and T1")
        rows.append(("vertebra", p_("vertebra", "none"), how))
    else:
        relation = (
            _("of the same number; the root leaves above its pedicle")
            if riding[1] == "above"
            else _("of the same number; the root leaves below its pedicle")
        )
        rows.append(("vertebra", riding[0], relation))
        marks.append(Mark("vertebra", riding[0], "linked", _vertebra(riding[0])))
    rows.append(("foramen", foramen(root) or _("none of bone"), _("the opening it leaves through")))
    rows += _disc_rows(root)
    marks += _disc_marks(root)
    rows.append(("segment", root, _("where the root arises: behind %(where)s") % {"where": where}))
    marks.append(Mark("segment", root, "linked", _segment(root), _behind(where)))
    return Relations("root", root, root, tuple(rows), tuple(marks))


def foramen_words(root: str) -> str:
    """Return the opening of a root in short, for the drawing."""
    opening = foramen(root)
    if not opening:
        return _("no bony foramen")
    return _("foramen %(id)s") % {"id": opening} if opening in DISCS else opening


def _disc_rows(root: str) -> list[tuple[str, str, str]]:
    near, far = discs_taking(root, "paracentral"), discs_taking(root, "foraminal")
    if near == far and near:
        return [("disc", near[0], _("paracentral or foraminal, a herniation here takes the root"))]
    rows = []
    if near:
        rows.append(("disc", near[0], _("a paracentral herniation takes it on its way past (traversing)")))
    if far:
        rows.append(("disc", far[0], _("a foraminal or far lateral one takes it as it leaves (exiting)")))
    return rows or [("disc", _("none"), _("no disc lies beside it"))]


def _disc_marks(root: str) -> list[Mark]:
    near, far = discs_taking(root, "paracentral"), discs_taking(root, "foraminal")
    if near == far:
        return [
            Mark("disc", disc, "linked", _disc(disc), _("takes %(root)s") % {"root": root}) for disc in near
        ]
    marks = [Mark("disc", disc, "linked", _disc(disc), _("paracentral: traversing")) for disc in near]
    return marks + [Mark("disc", disc, "linked", _disc(disc), _("far lateral: exiting")) for disc in far]


def _of_vertebra(vertebra: str, conus: str) -> Relations:
    root = vertebra
    below = [disc for disc in DISCS if neighbours(disc)[0] == vertebra]
    above = [disc for disc in DISCS if neighbours(disc)[1] == vertebra]
    rows = [("vertebra", vertebra, _bone(vertebra))]
    marks = [Mark("vertebra", vertebra, "chosen", _vertebra(vertebra))]
    rows.append(("root", root, _("of the same number: leaves %(where)s") % {"where": way_out(root)}))
    marks.append(Mark("root", root, "linked", _root(root), foramen_words(root)))
    if vertebra == "C7":
        rows.append(("root", "C8", _("leaves below C7, above T1; there is no C8 vertebra")))
        marks.append(Mark("root", "C8", "linked", _root("C8"), _("below C7")))
    rows.append(("foramen", foramen(root) or _("none of bone"), _way_out(root)))
    rows += [("disc", disc, _("above it")) for disc in above] + [
        ("disc", disc, _("below it")) for disc in below
    ]
    if not above and not below:
        why = _("between atlas and axis there is none") if vertebra == "C1" else _("the sacrum is fused")
        rows.append(("disc", _("none"), why if vertebra != "Co1" else _("the coccyx has none that counts")))
    marks += [Mark("disc", disc, "linked", _disc(disc)) for disc in (*above, *below)]
    opposite = segment_opposite(vertebra, conus)
    body = behind_body(vertebra, conus)
    slanting = vertebra[0] in "CT" and vertebra != "Co1"
    if slanting and body != opposite:
        said = _("level with the tip of its spinous process; behind its body %(segments)s") % {
            "segments": spoken(body)
        }
    else:
        said = _("behind it") if opposite else _("no cord behind it, only roots")
    rows.append(("segment", spoken(opposite), said))
    marks += [
        Mark("segment", s, "linked", _segment(s) if n == 0 else f"… {s}", "")
        for n, s in enumerate(opposite)
        if n in {0, len(opposite) - 1}
    ]
    return Relations("vertebra", vertebra, root, tuple(rows), tuple(marks))


def _bone(vertebra: str) -> str:
    if vertebra == "Co1":
        return _("the coccyx")
    number = ordinal(int(vertebra[1:]))
    if vertebra[0] == "S":
        return _("%(nth)s piece of the sacrum, which is fused") % {"nth": number}
    return {
        "C": _("%(nth)s cervical vertebra"),
        "T": _("%(nth)s thoracic vertebra"),
        "L": _("%(nth)s lumbar vertebra"),
    }[vertebra[0]] % {"nth": number}


def _vertebra(vertebra: str) -> str:
    return _("Vertebra %(id)s") % {"id": vertebra}


def _root(root: str) -> str:
    return _("Root %(id)s") % {"id": root}


def _way_out(root: str) -> str:
    return _("way out of the %(root)s root") % {"root": root}


def _behind_disc(found: tuple[str, ...]) -> str:
    return _("behind the disc") if found else _("no cord behind it, only roots")


def _disc(disc: str) -> str:
    return _("Disc %(id)s") % {"id": disc}


def _segment(segment: str) -> str:
    return _("Cord segment %(id)s") % {"id": segment}


def _behind(where: str) -> str:
    return _("behind %(where)s") % {"where": where}


def _of_disc(disc: str, conus: str) -> Relations:
    upper, lower = neighbours(disc)
    leaving, passing = exiting(disc), traversing(disc)
    rows = [
        ("disc", disc, _("between the %(upper)s and %(lower)s vertebrae") % {"upper": upper, "lower": lower})
    ]
    marks = [Mark("disc", disc, "chosen", _disc(disc))]
    rows.append(
        ("vertebra", _("%(upper)s and %(lower)s") % {"upper": upper, "lower": lower}, _("above and below it"))
    )
    marks += [Mark("vertebra", vertebra, "linked", _vertebra(vertebra)) for vertebra in (upper, lower)]
    rows.append(("foramen", disc, _("beside it; the %(root)s root leaves here") % {"root": leaving}))
    rows.append(("root", leaving, _("exiting: leaves through the foramen beside the disc")))
    marks.append(Mark("root", leaving, "linked", _root(leaving), _("exiting")))
    if passing:
        rows.append(("root", passing, _("traversing: passes behind the disc and leaves one level lower")))
        marks.append(Mark("root", passing, "linked", _root(passing), _("traversing")))
    start = VERTEBRAE.index(upper) + BODY_SHARE
    found = segments_between(start, start + 1 - BODY_SHARE, conus)
    rows.append(("segment", spoken(found), _behind_disc(found)))
    marks += [Mark("segment", s, "linked", _segment(s), _("behind the disc")) for s in found]
    return Relations("disc", disc, passing or leaving, tuple(rows), tuple(marks))


def _of_segment(segment: str, conus: str) -> Relations:
    where = facing(segment, conus)
    rows = [("segment", segment, _("part of the cord behind %(where)s") % {"where": where})]
    marks = [Mark("segment", segment, "chosen", _segment(segment), _behind(where))]
    rows.append(("root", segment, _("arises here; leaves %(where)s") % {"where": way_out(segment)}))
    marks.append(Mark("root", segment, "linked", _root(segment), foramen_words(segment)))
    index = int(segments(conus)[segment].middle)
    rows.append(("vertebra", VERTEBRAE[index], _("in front of it")))
    marks.append(
        Mark(
            "vertebra",
            VERTEBRAE[index],
            "linked",
            _vertebra(VERTEBRAE[index]),
            _("in front"),
        )
    )
    rows.append(
        (
            "foramen",
            foramen(segment) or _("none of bone"),
            _way_out(segment),
        )
    )
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


_HERNIATIONS: Final[dict[Site, str]] = {
    "central": N_("central herniation"),
    "paracentral": N_("paracentral herniation"),
    "foraminal": N_("foraminal herniation"),
}


def herniation(disc: str, site: Site, conus: str = AVERAGE_CONUS) -> tuple[Threat, tuple[Mark, ...]]:
    """Return what a herniation takes, and what to mark: the root it takes, and the one it spares.

    :raises InputError: there is no such conus level.
    """
    found = threat(disc, site, conus_level(conus).at)
    marks = [Mark("disc", disc, "chosen", _disc(disc), _(_HERNIATIONS[site]))]
    words = {
        ("exiting", True): _("exiting: taken"),
        ("exiting", False): _("exiting: spared"),
        ("traversing", True): _("traversing: taken"),
        ("traversing", False): _("traversing: spared"),
    }
    for root, role in ((found.exiting, "exiting"), (found.traversing, "traversing")):
        if root is None:
            continue
        taken = root == found.root
        marks.append(
            Mark(
                "root",
                root,
                "taken" if taken else "linked",
                _root(root),
                words[role, taken],
            )
        )
    if found.structure is not None and found.structure != CORD:
        return found, tuple(marks)
    start = VERTEBRAE.index(neighbours(disc)[0]) + BODY_SHARE
    if found.structure == CORD:
        behind = segments_between(start, start + 1 - BODY_SHARE, conus)
        marks += [Mark("segment", s, "linked", _segment(s), _("behind the disc")) for s in behind]
    return found, tuple(marks)


# ---- which S1? ----------------------------------------------------------------------------------


def meanings_on_drawing(label: str, conus: str = AVERAGE_CONUS) -> tuple[Mark, ...]:
    """Return the places one label may mean: vertebra, root, disc level and cord segment.

    The neurological level is no place of its own: the drawing shows it as the lower end of the segment.
    """
    marks = []
    if label in VERTEBRAE:
        marks.append(Mark("vertebra", label, "linked", "1 " + _vertebra(label), _("a bone")))
    marks.append(Mark("root", label, "linked", "2 " + _root(label), foramen_words(label)))
    discs = discs_taking(label, "paracentral") or discs_taking(label, "foraminal")
    marks += [
        Mark(
            "disc",
            disc,
            "linked",
            "3 " + _disc(disc.replace("/", "–")),
            _("called the %(root)s disc level") % {"root": label}
            if disc.endswith(label)
            else _("its herniation takes %(root)s") % {"root": label},
        )
        for disc in discs
    ]
    where = facing(label, conus)
    marks.append(Mark("segment", label, "linked", "4 " + _segment(label), _behind(where)))
    return tuple(marks)
