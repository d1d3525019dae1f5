"""Plain frozen records, one class per table of ``data/``.

Field names are the column names; ``data/README.md`` explains each one. Every record that states a
fact carries ``source`` (keys of ``data/sources.csv``) and ``verified`` (the main claim was read in
the source or in a text that quotes it). Lists in a cell are separated by ``;``.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, computed_field

from dermatome.anatomy import ids
from dermatome.anatomy.numbers import Number, parse_number


def _split(cell: object) -> object:
    """Turn a cell into a tuple; tuples pass, so that records can be built in code as well."""
    if isinstance(cell, str):
        return tuple(item for item in (part.strip() for part in cell.split(";")) if item)
    return cell


def _spinal(root: str) -> str:
    return ids.parse_root(root)


def _spinal_or_all(root: str) -> str:
    return root if root == "all" else ids.parse_root(root)


def _root_or_trigeminal(root: str) -> str:
    return root if root in ids.TRIGEMINAL else ids.parse_root(root)


def _number(text: object) -> object:
    return parse_number(text) if isinstance(text, str) else text


def _part(part: str) -> str:
    if part not in ids.BODY_PARTS:
        raise ValueError(f"{part!r} is no body part")
    return part


def _view(view: str) -> str:
    if view not in ids.VIEWS:
        raise ValueError(f"{view!r} is no view")
    return view


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""A cell that must not be empty."""
RootId = Annotated[str, AfterValidator(_spinal)]
RootIds = Annotated[tuple[RootId, ...], BeforeValidator(_split)]
NerveIds = Annotated[tuple[Annotated[str, AfterValidator(_root_or_trigeminal)], ...], BeforeValidator(_split)]
Keys = Annotated[tuple[Text, ...], BeforeValidator(_split)]
Numbers = Annotated[tuple[Annotated[Number, BeforeValidator(_number)], ...], BeforeValidator(_split)]
Read = Literal["yes", "abstract", "quoted", "no"]
"""What was read of a work, the most first: the part cited, its abstract, others who quote it, nothing."""
Parts = Annotated[tuple[Annotated[str, AfterValidator(_part)], ...], BeforeValidator(_split)]
ViewId = Annotated[str, AfterValidator(_view)]


class Record(BaseModel):
    """Base of all records: immutable, no unknown columns."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Source(Record):
    """One work that facts are taken from."""

    key: Text
    kind: Literal["standard", "article", "book", "web"]
    year: str
    citation: Text
    doi: str
    url: str
    read: Read
    note: str

    @property
    def seen(self) -> bool:
        """True when the work itself was read, be it in its abstract."""
        return self.read in {"yes", "abstract"}

    @property
    def link(self) -> str:
        """Where to read it: the DOI's address, else the page's; empty when neither is known."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url


class Reading(Record):
    """Numbers of one work, as they were read."""

    source: Text
    numbers: Numbers
    says: Text
    """What they are numbers of."""
    read: Read
    """Where they were read; ``no``: nowhere, and then no verified fact may state them."""
    through: str
    """Who quotes them; empty unless they are quoted."""


class Fact(Record):
    """A record that states something about the body, with the works that say so."""

    source: Keys
    verified: bool
    note: str


class Root(Fact):
    """Where one spinal root runs: its exit, its disc, its cord segment."""

    root: RootId
    name: Text
    territory_root: str
    exit: Text
    foramen: str
    """The opening it leaves through: ``L5/S1`` or ``first sacral foramina``; empty when there is none."""
    disc_paracentral: str
    """Disc whose paracentral herniation reaches the root."""
    disc_foraminal: str
    """Disc whose foraminal or far lateral herniation reaches the root."""
    cord_vertebra: Text
    """Vertebrae opposite which the cord segment of the root lies in an adult."""


class KeyPoint(Fact):
    """One of the 28 ISNCSCI key sensory points of a side."""

    root: RootId
    location: Text
    part: Annotated[str, AfterValidator(_part)]
    view: ViewId
    placement: Text
    alternative_wording: str


class MuscleRoot(Fact):
    """One muscle or movement and one root that supplies it; root ``all`` means every root."""

    root: Annotated[str, AfterValidator(_spinal_or_all)]
    muscle: Text
    movement: Text
    joint: str
    nerve: str
    contribution: Literal["main", "contributing", "convention", "experimental"]
    key_muscle: bool
    """True for the muscles by which the ISNCSCI grades the root."""
    how_tested: str
    kind: Literal["muscle_root", "isncsci_key_group", "isncsci_nonkey", "evidence"]
    agreement: Literal["both", "primary_only", "alt_only", "not_checked"]


Contribution = Literal["main", "contributing", "segmental", "dissent"]
"""What a root is to a muscle. ``segmental``: each root supplies its own part of the muscle;
``dissent``: only sources the atlas does not follow name the root."""


class MuscleEntry(Fact):
    """One muscle as the atlas names and draws it; its roots are the rows of the myotome table."""

    id: Text
    name: Text
    """As in the myotome table."""
    latin: Text
    group: Text
    depth: Literal["superficial", "deep"]
    isncsci_key_root: str
    """The root the ISNCSCI grades by it; empty for most."""
    named_in_evidence: Keys
    """Other names under which studies in the myotome table speak of it."""


class Muscle(MuscleEntry):
    """One muscle with all that the tables say of it, put together."""

    nerve: str
    movements: tuple[str, ...]
    """Ids of the movements it makes."""
    movement: str
    """What it does, in words."""
    joint: str
    how_tested: str
    roots_main: RootIds
    roots_contributing: RootIds
    segmental: bool
    """Supplied at every level, each root its own part; then every root is a contributing one."""
    rows: tuple[MuscleRoot, ...]
    """One row a root, as adopted."""
    dissent: tuple[MuscleRoot, ...]
    """Rows of single tables and studies that differ from what is adopted."""
    evidence: tuple[MuscleRoot, ...]
    """Rows of single studies that bear out what is adopted."""

    @property
    def key_of(self) -> tuple[str, ...]:
        """The root, if any, that the ISNCSCI grades by it."""
        return (self.isncsci_key_root,) if self.isncsci_key_root else ()

    def contribution_of(self, root: str) -> Contribution | None:
        """Return what a root is to the muscle; ``S4-5`` counts for S4 and for S5. None: nothing."""
        members = {root, *ids.root_members(root)}
        if self.segmental:
            return "segmental"
        if members & set(self.roots_main):
            return "main"
        if members & set(self.roots_contributing):
            return "contributing"
        return "dissent" if members & {row.root for row in self.dissent} else None


class Movement(Fact):
    """One movement and the roots that are tested by it; the roots are those of its muscles."""

    id: Text
    name: Text
    joint: Text
    roots_main: RootIds
    roots_contributing: RootIds
    muscles: Keys
    chief: Keys
    """Those of them without which it fails."""
    assisting: Keys
    """Muscles that hold or turn the bone from which it is made."""
    isncsci_key_root: str

    def contribution_of(self, root: str) -> Contribution | None:
        """Return what a root is to the movement; ``S4-5`` counts for S4 and for S5. None: nothing."""
        members = {root, *ids.root_members(root)}
        if members & set(self.roots_main):
            return "main"
        return "contributing" if members & set(self.roots_contributing) else None


class Grade(Fact):
    """One step of a scale of strength or of reflexes."""

    scale: Literal["mrc", "reflex", "ninds", "isncsci"]
    """``mrc`` strength; ``reflex`` tendon jerks as usually written; ``ninds`` the scale tested for
    agreement; ``isncsci`` the motor score."""
    grade: Text
    name: Text
    meaning: Text


class Reflex(Fact):
    """One reflex and the roots of its arc."""

    reflex: Text
    kind: Literal["deep tendon", "superficial", "pathological"]
    roots_primary: NerveIds
    roots_secondary: RootIds
    nerve: Text
    muscle: Text
    how_elicited: Text
    response: Text
    status: Literal["adopted", "alternative"]
    """``adopted``: the view the atlas shows first. ``alternative``: the same reflex as others give it."""

    @computed_field
    @property
    def id(self) -> str:
        """The slug of the name; the adopted row and its alternatives share it."""
        return ids.slug(self.reflex)


class ReflexPoint(Record):
    """Where a reflex is struck or stroked; the numbers of the drawing are the builder's."""

    model_config = ConfigDict(frozen=True, extra="ignore", str_strip_whitespace=True)

    reflex: Text
    """Id of the reflex."""
    kind: Literal["tap", "stroke"]
    landmark: Text
    """The place in words."""
    source: Keys


class SpinalLevel(Fact):
    """One vertebra and what lies at its level."""

    vertebra: Text
    exits: Text
    exit_relation: Text
    foramen: str
    disc_below: str
    paracentral_root: str
    foraminal_root: str
    cord_segments: Text
    """Cord segments opposite its spinous process, by the textbook rule."""
    cord_segments_alternative: str
    surface_landmark: str
    cord_or_sac: str


class LevelNote(Fact):
    """A rule, a variant or a caveat about spinal levels."""

    id: Text
    topic: Literal["rule", "cord", "surface", "transitional", "variant"]
    roots: RootIds
    statement: Text


class PeripheralNerve(Fact):
    """One peripheral nerve, where it is felt, and which root its lesion may be taken for."""

    nerve: Text
    roots: RootIds
    roots_variable: RootIds
    ramus: Literal["ventral", "dorsal", "both", "cranial"]
    origin: Text
    cutaneous_territory: str
    territory_view: str
    muscles: str
    lesion_site: str
    motor_deficit: str
    sensory_deficit: str
    reflex_deficit: str
    mimics: RootIds


class NerveField(Fact):
    """The skin of one cutaneous nerve or branch, drawn as one field of the nerve layer."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    name: Text
    latin: Text
    nerve: Keys
    """Nerves of ``nerves.csv`` whose skin this is: its own, then the trunks that nerve comes from."""
    branch_of: Text
    roots: NerveIds
    area: Text
    autonomous_area: str
    """Where the nerve alone supplies the skin; empty when no such place is agreed on."""


class Term(Fact):
    """The names of one thing: English as the tables have it, German, and Latin by the cited terminology.

    German is empty where German medicine uses the Latin; Latin is empty where the terminology has no term,
    and then no source is cited.
    """

    kind: Literal["part", "reflex", "movement", "nerve", "thing"]
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    en: Text
    de: str
    la: str

    @property
    def key(self) -> tuple[str, str]:
        """Kind and id: unique."""
        return (self.kind, self.id)


class Differential(Fact):
    """One finding that speaks for a root or for what looks like it; no roots means any root."""

    question: Text
    roots: RootIds
    mimic: Text
    finding: Text
    favours: Text
    against: str
    strength: Literal["strong", "moderate", "weak"]


Figure = Annotated[
    str,
    StringConstraints(
        pattern=r"^(?:infinite|about \d+|(?:[<>]=)?\d+(?:\.\d+)?|\d+(?:\.\d+)?-\d+(?:\.\d+)?)?$"
    ),
]
"""A published figure as it was printed: a number, a bound, a range, ``infinite``; empty when not told."""


class Likelihood(Fact):
    """How well one finding tells one target from what else was there, as one study found it."""

    finding: Text
    target: Text
    """What the study looked for: a root, a nerve at its place, the cord, a joint."""
    roots: RootIds
    """Roots to whose examination the finding belongs."""
    sensitivity: Figure
    """Share of those with the target who had the finding, 0 to 1."""
    specificity: Figure
    """Share of those without the target who did not have it, 0 to 1."""
    lr_plus: Figure
    """Likelihood ratio of the finding."""
    lr_minus: Figure
    """Likelihood ratio of its absence."""
    computed: bool
    """True when the ratios were worked out here from sensitivity and specificity."""
    population: Text
    """Who was examined, and against what."""
    n: str

    @property
    def summary(self) -> str:
        """The figures in one line."""
        named = (
            ("sensitivity", self.sensitivity),
            ("specificity", self.specificity),
            ("likelihood ratio", self.lr_plus),
            ("likelihood ratio of its absence", self.lr_minus),
        )
        return ", ".join(f"{name} {figure}" for name, figure in named if figure)


class Conflict(Fact):
    """A question on which published sources disagree; no roots means every root."""

    id: Text
    topic: Text
    roots: RootIds
    position_a: Text
    sources_a: Keys
    position_b: Text
    sources_b: Keys
    position_c: str
    sources_c: Keys
    shown_layer: Literal["dermatome", "myotome", "reflex", "nerve", "level"]
    """Where the question is seen: on the maps, on another layer, or on the page of levels."""
    shown_root: RootId
    shown_view: str
    """The view that shows it best; empty for levels."""
    shown_spot: str
    """The disputed spot on the patient's right: id of a landmark or of a body part, or empty."""
    shown_item: str
    """Id of the muscle, movement, reflex or nerve asked about; empty on the maps."""
    severity: Literal["high", "medium", "low"]


class TerritoryClaim(Fact):
    """What one published map, study or textbook says of the skin of one root."""

    root: RootId
    scheme: Text
    """Scheme id for a published map; otherwise the slug of the study or book."""
    kind: Literal["map", "study", "textbook", "general"]
    map: Text
    mapped: bool
    """False when the map leaves the root out; ``anterior`` then says why."""
    anterior: str
    posterior: str
    proximal_limit: str
    distal_limit: str
    medial_border: str
    lateral_border: str
    digits: str
    axial_line: str
    reaches_dorsal_midline: Literal["yes", "no", "partly", "unknown", "not mapped"]
    reaches_ventral_midline: Literal["yes", "no", "partly", "unknown", "not mapped"]
    overlap: str
    disagreement: str
    confidence: Literal["high", "medium", "low"]

    @property
    def summary(self) -> str:
        """The territory in one line, front then back."""
        if not self.mapped:
            return self.anterior
        named = ((self.anterior, "front"), (self.posterior, "back"))
        shown = [f"{side}: {text}" for text, side in named if text and text != "none"]
        return "; ".join(shown) or self.note


class SurfaceLandmark(Fact):
    """A landmark the hand can find, with the dermatome and the vertebra at its height."""

    landmark: Text
    kind: Literal["dermatome", "vertebral", "both"]
    dermatome: str
    roots: RootIds
    vertebra: str
    view: str
    alternatives: str
    status: Literal["adopted", "alternative"]


class Structure(Fact):
    """A line or rule that shapes every map: axial lines, dorsal rami, the trigeminal border."""

    id: Text
    name: Text
    anterior: str
    posterior: str
    line: str
    disagreement: str
    roots: RootIds
