"""Which root leaves where, which one a herniated disc takes, and how to spell all of it.

Pure rules on ids, without geometry. A *place* is a number along the column: 0 is the upper edge of the
first vertebra, 1 that of the second, and so on; :data:`BODY_SHARE` of each step is bone, the rest disc.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from dermatome.anatomy.ids import (
    ROOTS,
    VERTEBRAE,
    ordinal,
    parse_choice,
    parse_root,
    parse_roots,
    root_members,
)
from dermatome.errors import InputError
from dermatome.language import N_, _
from dermatome.notation import EXTRA, elements_written, pair_written, root_written, roots_written

Kind = Literal["vertebra", "disc", "root", "segment"]
KINDS: Final[tuple[Kind, ...]] = ("vertebra", "disc", "root", "segment")
KIND_NAMES: Final[dict[str, str]] = {
    "vertebra": "vertebra",
    "disc": "disc",
    "root": "nerve root",
    "segment": "cord segment",
    "foramen": "foramen",
}

Site = Literal["central", "paracentral", "foraminal"]
SITES: Final[tuple[Site, ...]] = ("central", "paracentral", "foraminal")
SITE_NAMES: Final[dict[str, str]] = {
    "central": N_("central"),
    "paracentral": N_("paracentral"),
    "foraminal": N_("foraminal or far lateral"),
}

TRANSITIONAL: Final[dict[str, str]] = {
    "none": "usual",
    "sacralised-l5": "sacralised L5",
    "lumbarised-s1": "lumbarised S1",
}
"""Forms of the lumbosacral junction; the words before L5 and S1 speak of the vertebra."""

CAUDA: Final = N_("cauda equina")
CORD: Final = N_("spinal cord")
CONUS: Final = N_("conus medullaris")
CONUS_LENGTH: Final = 0.8
"""The lowest part of the cord that counts as the conus, in steps of the column."""

BODY_SHARE: Final = 0.78

_MOBILE: Final = (*(v for v in VERTEBRAE if v[0] in "CTL" and v != "Co1"), "S1")


def disc_name(upper: str, lower: str) -> str:
    """Return ``L4/5`` or ``C7/T1``: the second letter is said only where the region changes."""
    return f"{upper}/{lower[1:] if upper[0] == lower[0] else lower}"


DISCS: Final[tuple[str, ...]] = tuple(disc_name(a, b) for a, b in pairwise(_MOBILE) if a != "C1")
"""All 23 discs from C2/3 to L5/S1; there is none between atlas and axis nor within the sacrum."""


def parse_vertebra(text: str) -> str:
    """Return the id of a vertebra. :raises InputError: there is none of that name, as for C8."""
    wanted = "Co1" if text.strip().upper() == "COCCYX" else root_written(text, "")
    if wanted == "C8":
        raise InputError(
            _("There is no C8 vertebra: seven cervical vertebrae, eight pairs of cervical roots.")
        )
    if wanted is None or wanted not in VERTEBRAE:
        raise InputError(
            _("There is no vertebra %(text)s. Use C1–C7, T1–T12, L1–L5, S1–S5 or Co1.") % {"text": repr(text)}
        )
    return wanted


def parse_disc(text: str) -> str:
    """Return the id of a disc: ``L4/5`` for ``l4-5`` or ``L4/L5``. :raises InputError: no such disc."""
    pair = pair_written(text)
    disc = disc_name(*pair) if pair else ""
    if disc in DISCS:
        return disc
    if pair and not set(pair).isdisjoint(EXTRA):
        raise InputError(
            _("There is no disc %(text)s here: five lumbar and twelve thoracic vertebrae are drawn.")
            % {"text": repr(text)}
        )
    if pair and pair[0] in {"C1", "S1", "S2", "S3", "S4"}:
        raise InputError(
            _("There is no disc %(text)s: none lies between atlas and axis nor within the sacrum.")
            % {"text": repr(text)}
        )
    raise InputError(_("There is no disc %(text)s. Use C2/3 to L5/S1.") % {"text": repr(text)})


def parse_place(kind: Kind, text: str) -> str:
    """Return the id of a thing of a kind; of pooled roots the upper. :raises InputError: no such thing."""
    if kind == "vertebra":
        return parse_vertebra(text)
    return parse_disc(text) if kind == "disc" else root_members(parse_root(text))[0]


def parse_places(kind: Kind, text: str) -> tuple[str, ...]:
    """Return the things of a kind that a list names: ``"C5,6,7"``, ``"L3/4, 4/5 and L5/S1"``.

    :raises InputError: as :func:`parse_place`, where it names none.
    """
    if kind == "vertebra":
        named = tuple(root for root in roots_written(text) if root in VERTEBRAE)
    elif kind == "disc":
        pairs = (each.ends for each in elements_written(text) if each.form == "pair")
        named = tuple(disc for pair in pairs if (disc := disc_name(pair[0], pair[1])) in DISCS)
    else:
        named = tuple(root_members(root)[0] for root in parse_roots(text))
    return tuple(dict.fromkeys(named)) or (parse_place(kind, text),)


def parse_site(text: str) -> Site:
    """Return where a herniation lies. :raises InputError: no such place."""
    plain = text.strip().lower()
    plain = "foraminal" if plain in {"far-lateral", "far lateral", "lateral"} else plain
    return parse_choice(plain, SITES, "herniation")  # type: ignore[return-value]


def things(kind: Kind) -> tuple[str, ...]:
    """Return all ids of a kind, from top to bottom."""
    return {"vertebra": VERTEBRAE, "disc": DISCS}.get(kind, ROOTS)


def neighbours(disc: str) -> tuple[str, str]:
    """Return the vertebra above and the vertebra below a disc."""
    upper = disc.partition("/")[0]
    return upper, VERTEBRAE[VERTEBRAE.index(upper) + 1]


# ---- roots --------------------------------------------------------------------------------------


def exiting(disc: str) -> str:
    """Return the root that leaves through the foramen beside a disc: C5 at C4/5, C8 at C7/T1, L4 at L4/5."""
    upper, lower = neighbours(disc)
    if upper == "C7":
        return "C8"
    return lower if upper[0] == "C" else upper


def traversing(disc: str) -> str | None:
    """Return the root that passes behind a lumbar disc to leave one level lower: L5 at L4/5.

    None above L1/2: cervical roots leave nearly level with where they arise, and behind the
    thoracic discs, T12/L1 included, lies the cord.
    """
    upper, _ = neighbours(disc)
    return ROOTS[ROOTS.index(upper) + 1] if upper[0] == "L" else None


def taken_root(disc: str, site: Site) -> str | None:
    """Return the root a herniation takes; None where cord or cauda equina is what it meets first."""
    if site == "central":
        return None
    if site == "foraminal":
        return exiting(disc)
    return exiting(disc) if disc[0] == "C" else traversing(disc)


def discs_taking(root: str, site: Site) -> tuple[str, ...]:
    """Return the discs whose herniation at a site takes a root; none or one."""
    return tuple(disc for disc in DISCS if taken_root(disc, site) == root)


def riding_on(root: str) -> tuple[str, Literal["above", "below"]] | None:
    """Return the vertebra of the root's number and on which side of its pedicle the root leaves.

    None for C8, which has no vertebra of its number.
    """
    if root == "C8":
        return None
    return root, "above" if root[0] == "C" and root != "Co1" else "below"


def foramen(root: str) -> str:
    """Return the opening a root leaves through, as the fact tables spell it; "" for C1 and C2."""
    if root in {"C1", "C2"}:
        return ""
    if root in {"S5", "Co1"}:
        return _("sacral hiatus")
    if root[0] == "S":
        return _("%(nth)s sacral foramina") % {"nth": ordinal(int(root[1]))}
    return next(disc for disc in DISCS if exiting(disc) == root)


def way_out(root: str) -> str:
    """Return in a few words where a root leaves the canal."""
    if root == "C1":
        return _("above the C1 vertebra; no bony foramen")
    if root == "C2":
        return _("between the C1 and C2 vertebrae; no bony foramen")
    if root == "C8":
        return _("between the C7 and T1 vertebrae; there is no C8 vertebra")
    if root in {"S5", "Co1"}:
        return _("through the sacral hiatus")
    if root[0] == "S":
        nth = ordinal(int(root[1]))
        return _("through the %(nth)s sacral foramina, below the %(root)s vertebra's pedicle") % {
            "nth": nth,
            "root": root,
        }
    if root[0] == "C":
        return _("above the pedicle of the %(root)s vertebra") % {"root": root}
    return _("below the pedicle of the %(root)s vertebra") % {"root": root}


# ---- places -------------------------------------------------------------------------------------


def place_name(at: float) -> str:
    """Return the bone or disc at a place along the column, e.g. ``L1`` or ``L1/2``."""
    index = min(max(int(at), 0), len(VERTEBRAE) - 1)
    vertebra = VERTEBRAE[index]
    if at - index <= BODY_SHARE or vertebra == "C1" or vertebra not in _MOBILE[:-1]:
        return vertebra
    return disc_name(vertebra, VERTEBRAE[index + 1])


@dataclass(frozen=True, slots=True)
class Threat:
    """What a herniation meets: a root, or cord, conus or cauda equina, and why."""

    disc: str
    site: Site
    root: str | None
    structure: str | None
    exiting: str
    traversing: str | None


def threat(disc: str, site: Site, conus_at: float) -> Threat:
    """Return what a herniation of a disc meets when the cord ends at the place ``conus_at``."""
    structure = behind(disc, conus_at) if site == "central" or taken_root(disc, site) is None else None
    return Threat(disc, site, taken_root(disc, site), structure, exiting(disc), traversing(disc))


def behind(disc: str, conus_at: float) -> str:
    """Return what fills the canal behind a disc: cord, conus or cauda equina."""
    at = VERTEBRAE.index(neighbours(disc)[0]) + (1 + BODY_SHARE) / 2
    if at > conus_at + 0.05:
        return CAUDA
    return CONUS if at > conus_at - CONUS_LENGTH else CORD
