"""Records of the ways from root to muscle and skin, and of what goes with their lesions.

One class per table, as in :mod:`dermatome.anatomy.records`. Nerves, muscles, reflexes and movements stand
here under their ids.
"""

from __future__ import annotations

from typing import Literal

from dermatome.anatomy.records import Fact, Keys, RootIds, Text


class PlexusPart(Fact):
    """One stretch of way: what a part of a plexus or a nerve gets from one origin, and by which roots."""

    part: Text
    """Id of a plexus, trunk, division, cord or nerve."""
    kind: Literal["plexus", "trunk", "division", "cord", "nerve"]
    origin: Text
    """Id of the part it comes from, or ``roots``."""
    roots: RootIds


class MuscleNerve(Fact):
    """One muscle and one nerve to it: its chief one, or one that helps."""

    muscle: Text
    nerve: Text
    """Id of a nerve, of a plexus for twigs without a name of their own, or ``roots``."""
    part: Literal["chief", "also"]


class NerveSite(Fact):
    """One place at which a nerve is hurt, and what of its supply leaves before and is spared."""

    nerve: Text
    site: Text
    shown: bool
    """True where the name of the site is told; the others only shape what is expected."""
    frequency: Literal["usual", "seldom"]
    """How often the nerve is hurt there, among its sites."""
    spares_muscles: Keys
    spares_skin: Keys
    """Ids of fields of skin."""


class ReflexNerves(Fact):
    """The nerves through which the arc of one reflex runs."""

    reflex: Text
    nerves: Keys
    muscle: str
    """Id of the muscle that answers, or of the chief one; empty where the table of muscles has none."""


class Sign(Fact):
    """One sign or circumstance and the places that it speaks for or against."""

    sign: Text
    candidates: Keys
    """Ids of nerves, plexus parts, syndromes or roots; ``cervical-roots`` and the like for all of them."""
    strength: Literal["strong", "moderate", "weak", "weak against", "moderate against"]
    """A grade of ours, unless a study gives the ratio."""
    site: str
    """The site of the nerve that it points to."""
    study: str
    """The finding in ``likelihoods.csv`` under the same source whose ratio is taken; empty for a grade."""


class SyndromeItem(Fact):
    """What one syndrome takes: roots, muscles, skin or reflexes, and how regularly."""

    syndrome: Text
    kind: Literal["root", "muscle", "part", "reflex"]
    items: Keys
    share: Literal["typical", "usual", "possible"]
