"""What is told of a patient, and what the localiser answers: frozen records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Side = Literal["left", "right", "bilateral", "unspecified"]
Kind = Literal["root", "nerve", "plexus", "cord", "other"]
Told = Literal["lost", "spared", "weak", "strong", "gone", "kept", "sign"]
"""What one piece of a sentence tells of."""
TestKind = Literal["movement", "muscle", "skin", "reflex", "sign"]


@dataclass(frozen=True, slots=True)
class Patch:
    """Skin that is told of: a part with its surfaces, a point of a view, painted, or a whole territory.

    Painted skin is the spots (view, x, y) that lie in one part; a territory is that of a root (``C6``) or the
    fields of a nerve, by its id. Of a point and a territory ``part`` is empty.
    """

    part: str
    surfaces: tuple[str, ...] = ()
    quality: Literal["numb", "pain", "rash"] = "numb"
    view: str = ""
    x: float = 0.0
    y: float = 0.0
    spots: tuple[tuple[str, float, float], ...] = ()
    territory: str = ""

    @property
    def id(self) -> str:
        """What it is called in answers: ``forearm:lateral``, ``foot-dorsum@37,51``, ``territory:C6``."""
        if self.territory:
            return f"territory:{self.territory}"
        if not self.part:
            return f"{self.view}@{self.x:.0f},{self.y:.0f}"
        if self.spots:
            return f"{self.part}:painted"
        return ":".join((self.part, *self.surfaces))


@dataclass(frozen=True, slots=True)
class Motor:
    """One movement or muscle, with the grade (0 to 5) where one is told."""

    id: str
    grade: float | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """One patient's findings; each list holds nothing twice and stands in a fixed order.

    ``groups_…`` name what is told at one stroke: ``all``, ``upper-limb``.
    """

    side: Side = "unspecified"
    lost: tuple[Patch, ...] = ()
    spared: tuple[Patch, ...] = ()
    spared_groups: tuple[str, ...] = ()
    weak: tuple[Motor, ...] = ()
    weak_groups: tuple[str, ...] = ()
    strong: tuple[Motor, ...] = ()
    strong_groups: tuple[str, ...] = ()
    reflexes_lost: tuple[str, ...] = ()
    reflexes_normal: tuple[str, ...] = ()
    reflex_groups: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    not_understood: tuple[str, ...] = ()

    @property
    def anything_weak(self) -> bool:
        """True when weakness is told, of a movement or of a whole limb."""
        return bool(self.weak or self.weak_groups)

    @property
    def empty(self) -> bool:
        """True when nothing is told from which a place could be read; a normal finding alone is nothing."""
        return not (self.lost or self.anything_weak or self.reflexes_lost or self.signs)


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding and what it does for a candidate: the log of how much likelier it makes it."""

    finding: str
    kind: TestKind
    state: str
    """``weak``, ``strong``, ``lost``, ``spared``, ``normal``, ``present``."""
    weight: float
    expected: float
    """The chance with which the candidate shows the finding as lost."""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place of the lesion with its share of belief among all candidates."""

    id: str
    kind: Kind
    score: float
    site: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def pro(self) -> tuple[Reason, ...]:
        """What speaks for it, the strongest first."""
        return tuple(sorted((r for r in self.reasons if r.weight > 0), key=lambda r: -r.weight))

    @property
    def con(self) -> tuple[Reason, ...]:
        """What speaks against it, the strongest first."""
        return tuple(sorted((r for r in self.reasons if r.weight < 0), key=lambda r: r.weight))


@dataclass(frozen=True, slots=True)
class NextTest:
    """A test that has not been told and what the first candidates let expect of it."""

    test: str
    kind: TestKind
    separates: tuple[str, ...]
    expected: dict[str, str] = field(default_factory=dict)
    sources: tuple[str, ...] = ()
    gain: float = 0.0
    """Expected information in bits."""
