"""What the page of levels shows, and how an address says it. Plain data, like the base's state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypeVar

from dermatome.anatomy.ids import parse_choice, root_members
from dermatome.anatomy.terms import thing_name
from dermatome.errors import InputError
from dermatome.language import N_, _
from dermatome.spine.cord import AVERAGE_CONUS, conus_level
from dermatome.spine.relations import disc_for, relations
from dermatome.spine.rules import (
    KINDS,
    TRANSITIONAL,
    Kind,
    Site,
    parse_places,
    parse_site,
    taken_root,
)
from dermatome.ui.base.state import LONGEST_LIST, first_of, left_out, shorten

T = TypeVar("T")

DEFAULT: Final[tuple[Kind, str]] = ("root", "S1")
KIND_TITLES: Final = {
    "vertebra": N_("Vertebra"),
    "disc": N_("Disc"),
    "root": N_("Root"),
    "segment": N_("Cord segment"),
}
SITE_TITLES: Final = {
    "central": N_("Central"),
    "paracentral": N_("Paracentral"),
    "foraminal": N_("Far lateral"),
}
_YES: Final = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Levels:
    """One chosen thing, and how the column is shown."""

    kind: Kind = DEFAULT[0]
    id: str = DEFAULT[1]
    herniation: Site | None = None
    conus: str = AVERAGE_CONUS
    transitional: str = "none"
    which: bool = False
    """All meanings of the label are shown in place of what belongs to the chosen thing."""

    def choose(self, kind: Kind, thing: str) -> Levels:
        """Return the state with another thing chosen; only a disc can stay herniated."""
        return replace(self, kind=kind, id=thing, herniation=self.herniation if kind == "disc" else None)

    def herniate(self, site: Site | None) -> Levels:
        """Return the state with a herniation, of the disc that belongs to what was chosen."""
        if site is None:
            return replace(self, herniation=None)
        disc = disc_for(self.kind, self.id, site)
        return replace(self, kind="disc", id=disc, herniation=site, which=False)

    @property
    def root(self) -> str:
        """The root that stands for the choice on the body: what a herniation takes, else the related one."""
        if self.kind == "disc" and self.herniation:
            return taken_root(self.id, self.herniation) or relations(self.kind, self.id).root
        return relations(self.kind, self.id).root

    @property
    def label(self) -> str:
        """The label whose meanings are offered: of a disc that of the root that goes with it."""
        return self.root if self.kind == "disc" else self.id

    def to_query(self) -> dict[str, str]:
        """Return the query of the page's address, defaults left out."""
        query = {self.kind: self.id}
        if self.herniation:
            query["herniation"] = self.herniation
        if self.conus != AVERAGE_CONUS:
            query["conus"] = self.conus
        if self.transitional != "none":
            query["transitional"] = self.transitional
        if self.which:
            query["which"] = "yes"
        return query


def read_levels(query: Mapping[str, Sequence[str]], start: Levels) -> tuple[Levels, list[str]]:
    """Return what an address describes, and a sentence for each value it had to drop.

    ``query`` maps each parameter to all its values. ``start`` says what is chosen when the address
    names nothing; everything else begins with its default.
    """
    notes: list[str] = []

    def one(name: str, read: Callable[[str], T], choices: str = "") -> T | None:
        values = [value for value in query.get(name, ()) if value.strip()]
        if not values:
            return None
        try:
            return read(values[-1][:LONGEST_LIST])
        except InputError as error:
            if choices:
                notes.append(left_out(name, values[-1], choices))
            else:
                said = {"name": name, "value": shorten(values[-1]), "why": str(error)}
                notes.append(_("%(name)s “%(value)s” is not known and was left out. %(why)s") % said)
            return None

    named: list[tuple[Kind, str]] = []
    for kind in KINDS:
        if thing := one(kind, partial(_place, kind, notes)):
            named.append((kind, thing))
    if len(named) > 1:
        first_of((f"{thing_name(kind)} {thing}" for kind, thing in named), notes)
    chosen, thing = named[0] if named else (start.kind, start.id)
    conus = one("conus", lambda text: conus_level(text).id, _("a level such as L1-lower, L1-L2 or L2-middle"))
    transitional = one(
        "transitional",
        lambda text: parse_choice(text, tuple(TRANSITIONAL), "form"),
        _("sacralised-l5 or lumbarised-s1"),
    )
    which = one("which", lambda text: parse_choice(text, _YES, "choice"), _("yes or no"))
    state = Levels(chosen, thing, None, conus or AVERAGE_CONUS, transitional or "none", which == "yes")
    site = one("herniation", parse_site, _("central, paracentral or foraminal"))
    if site:
        state = replace(state.herniate(site), which=state.which)
    return state, notes


def start_at(root: str) -> Levels:
    """Return the page as it opens for a root selected on the body; of pooled roots the upper one."""
    return Levels("root", root_members(root)[0])


def _place(kind: Kind, notes: list[str], text: str) -> str:
    return first_of(parse_places(kind, text), notes)
