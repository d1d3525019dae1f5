"""Reads the fact tables; the only module of this layer that opens files."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from dermatome.anatomy import ids
from dermatome.anatomy.examined import Examined
from dermatome.anatomy.pathways import (
    MuscleNerve,
    NerveSite,
    PlexusPart,
    ReflexNerves,
    Sign,
    SyndromeItem,
)
from dermatome.anatomy.records import (
    Conflict,
    Differential,
    Grade,
    KeyPoint,
    LevelNote,
    Likelihood,
    Movement,
    Muscle,
    MuscleEntry,
    MuscleRoot,
    NerveField,
    PeripheralNerve,
    Reading,
    Record,
    Reflex,
    ReflexPoint,
    Root,
    Source,
    SpinalLevel,
    Structure,
    SurfaceLandmark,
    Term,
    TerritoryClaim,
)
from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import DataError
from dermatome.places import DATA

R = TypeVar("R", bound=Record)

DATA_DIR = DATA

TABLES: Mapping[str, type[Record]] = MappingProxyType(
    {
        "sources.csv": Source,
        "readings.csv": Reading,
        "facts/roots.csv": Root,
        "facts/key_points.csv": KeyPoint,
        "facts/myotomes.csv": MuscleRoot,
        "facts/muscles.csv": MuscleEntry,
        "facts/movements.csv": Movement,
        "facts/examined.csv": Examined,
        "facts/grades.csv": Grade,
        "facts/reflexes.csv": Reflex,
        "facts/levels.csv": SpinalLevel,
        "facts/level_notes.csv": LevelNote,
        "facts/nerves.csv": PeripheralNerve,
        "facts/nerve_fields.csv": NerveField,
        "facts/terms.csv": Term,
        "facts/differentials.csv": Differential,
        "facts/likelihoods.csv": Likelihood,
        "facts/conflicts.csv": Conflict,
        "facts/territories.csv": TerritoryClaim,
        "facts/surface_landmarks.csv": SurfaceLandmark,
        "facts/structures.csv": Structure,
        "facts/plexus.csv": PlexusPart,
        "facts/muscle_nerves.csv": MuscleNerve,
        "facts/nerve_sites.csv": NerveSite,
        "facts/reflex_nerves.csv": ReflexNerves,
        "facts/signs.csv": Sign,
        "facts/syndromes.csv": SyndromeItem,
    }
)
"""Every table under ``data/`` and the record its rows become."""


@dataclass(frozen=True)
class Facts:
    """All fact tables, in memory and immutable. Look-ups accept canonical root ids."""

    sources: Mapping[str, Source]
    readings: tuple[Reading, ...]
    roots: Mapping[str, Root]
    key_points: Mapping[str, KeyPoint]
    all_myotomes: tuple[MuscleRoot, ...]
    muscles: Mapping[str, Muscle]
    movements: Mapping[str, Movement]
    examined: Mapping[str, Examined]
    """The muscles that test a root, by the root."""
    grades: tuple[Grade, ...]
    all_reflexes: tuple[Reflex, ...]
    reflexes_by_id: Mapping[str, Reflex]
    """The adopted row of each reflex."""
    levels: Mapping[str, SpinalLevel]
    level_notes: tuple[LevelNote, ...]
    nerves: tuple[PeripheralNerve, ...]
    nerve_fields: Mapping[str, NerveField]
    terms: Mapping[tuple[str, str], Term]
    """Names in other languages, by kind and id."""
    differentials: tuple[Differential, ...]
    likelihoods: tuple[Likelihood, ...]
    conflicts: tuple[Conflict, ...]
    claims: tuple[TerritoryClaim, ...]
    landmarks: tuple[SurfaceLandmark, ...]
    structures: tuple[Structure, ...]
    plexus: tuple[PlexusPart, ...]
    muscle_nerves: tuple[MuscleNerve, ...]
    nerve_sites: tuple[NerveSite, ...]
    reflex_nerves: Mapping[str, ReflexNerves]
    signs: tuple[Sign, ...]
    syndromes: tuple[SyndromeItem, ...]

    def myotomes(self, root: str) -> tuple[MuscleRoot, ...]:
        """Muscles and movements of a root: main before contributing, key muscles first."""
        order = {"main": 0, "contributing": 1, "convention": 2, "experimental": 3}
        members = _members(root)
        found = (row for row in self.all_myotomes if row.root in members or row.root == "all")
        return tuple(sorted(found, key=lambda row: (not row.key_muscle, order[row.contribution])))

    def muscles_of(self, root: str) -> tuple[Muscle, ...]:
        """Muscles a root supplies: those clinicians test it by, key muscles, then main and other ones.

        ``Muscle.contribution_of(root)`` tells which; muscles only dissent gives to the root are not here.
        """
        order = {"main": 1, "contributing": 2, "segmental": 3}
        members = _members(root)
        first = self.examined[root].muscles if root in self.examined else ()

        def rank(muscle: Muscle) -> tuple[int, int]:
            if muscle.id in first:
                return -1, first.index(muscle.id)
            key = members & set(muscle.key_of)
            return (0 if key else order[muscle.contribution_of(root) or ""]), 0

        own = (m for m in self.muscles.values() if m.contribution_of(root) in order)
        return tuple(sorted(own, key=rank))

    def muscles_disputed(self, root: str) -> tuple[Muscle, ...]:
        """Muscles that only sources the atlas does not follow give to a root."""
        return tuple(m for m in self.muscles.values() if m.contribution_of(root) == "dissent")

    def movements_of(self, root: str) -> tuple[Movement, ...]:
        """Movements that test a root, those it carries chiefly first."""
        found = (move for move in self.movements.values() if move.contribution_of(root))
        return tuple(sorted(found, key=lambda move: move.contribution_of(root) != "main"))

    def conventions(self, root: str) -> tuple[MuscleRoot, ...]:
        """The ISNCSCI key group and non-key movements of a root: for cord injury, not for root lesions.

        The note of each row says so; it belongs beside the row wherever it is shown.
        """
        members = _members(root)
        return tuple(r for r in self.all_myotomes if r.contribution == "convention" and r.root in members)

    def grades_of(self, scale: str) -> tuple[Grade, ...]:
        """Return the steps of one scale, lowest first: mrc, reflex, ninds or isncsci."""
        return tuple(grade for grade in self.grades if grade.scale == scale)

    def reflex_dissent(self, reflex: str) -> tuple[Reflex, ...]:
        """The same reflex (by id) as sources give it that the atlas does not follow."""
        return tuple(row for row in self.all_reflexes if row.id == reflex and row.status == "alternative")

    def reflexes(self, root: str) -> tuple[Reflex, ...]:
        """Reflexes whose arc runs through a root; its own come first, of these what was read."""
        members = _members(root)
        found = [row for row in self.all_reflexes if members & {*row.roots_primary, *row.roots_secondary}]

        def rank(row: Reflex) -> tuple[bool, bool, bool]:
            return row.status != "adopted", not members & set(row.roots_primary), not row.verified

        return tuple(sorted(found, key=rank))

    def territories(self, root: str) -> tuple[TerritoryClaim, ...]:
        """What each map, study and textbook says of the skin of a root, the maps first."""
        members = _members(root) | (
            {ids.POOLED_SACRAL} if ids.territory_root(root) == ids.POOLED_SACRAL else set()
        )
        order = {"map": 0, "study": 1, "textbook": 2, "general": 3}
        schemes = {scheme: rank for rank, scheme in enumerate(ids.SCHEME_ORDER)}
        found = (row for row in self.claims if row.root in members)
        return tuple(sorted(found, key=lambda row: (order[row.kind], schemes.get(row.scheme, len(schemes)))))

    def key_point(self, root: str) -> KeyPoint | None:
        """The ISNCSCI key sensory point of a root; None for C1 and Co1, which have none."""
        return self.key_points.get(ids.territory_root(root) or "")

    def differentials_of(self, root: str) -> tuple[Differential, ...]:
        """Findings that tell a root from its look-alikes."""
        members = _members(root)
        return tuple(row for row in self.differentials if not row.roots or members & set(row.roots))

    def likelihoods_of(self, root: str) -> tuple[Likelihood, ...]:
        """How well the tests of a root do, as studies found: those that were read come first."""
        members = _members(root)
        found = (row for row in self.likelihoods if members & set(row.roots))
        return tuple(sorted(found, key=lambda row: not row.verified))

    def conflicts_of(self, root: str) -> tuple[Conflict, ...]:
        """Published disagreements that touch a root, the gravest first."""
        members = _members(root)
        order = {"high": 0, "medium": 1, "low": 2}
        found = (row for row in self.conflicts if not row.roots or members & set(row.roots))
        return tuple(sorted(found, key=lambda row: order[row.severity]))

    def nerves_mimicking(self, root: str) -> tuple[PeripheralNerve, ...]:
        """Peripheral nerves whose lesion may be taken for one of the root."""
        members = _members(root)
        return tuple(row for row in self.nerves if members & set(row.mimics))

    def level_notes_of(self, root: str) -> tuple[LevelNote, ...]:
        """Rules, variants and caveats about levels that name a root."""
        members = _members(root)
        return tuple(row for row in self.level_notes if members & set(row.roots))

    def cite(self, keys: tuple[str, ...]) -> tuple[Source, ...]:
        """Resolve source keys, in the order given.

        :raises DataError: a key is in no source table.
        """
        missing = [key for key in keys if key not in self.sources]
        if missing:
            raise DataError(f"Unknown source {missing[0]!r}: add it to data/sources.csv.")
        return tuple(self.sources[key] for key in keys)


def _members(root: str) -> set[str]:
    return set(ids.root_members(root)) | {root}


@functools.cache
def facts() -> Facts:
    """Return the fact tables, parsed once per process.

    :raises DataError: a table is missing or a row breaks its record; the message names file and line.
    """
    myotomes = _table("facts/myotomes.csv", MuscleRoot)
    movements = _index(_table("facts/movements.csv", Movement), "id")
    reflexes = _table("facts/reflexes.csv", Reflex)
    entries = _table("facts/muscles.csv", MuscleEntry)
    return Facts(
        sources=_index(_table("sources.csv", Source), "key"),
        readings=_table("readings.csv", Reading),
        roots=_index(_table("facts/roots.csv", Root), "root"),
        key_points=_index(_table("facts/key_points.csv", KeyPoint), "root"),
        all_myotomes=myotomes,
        muscles=_index(tuple(_muscle(entry, myotomes, movements) for entry in entries), "id"),
        movements=movements,
        examined=_index(_table("facts/examined.csv", Examined), "root"),
        grades=_table("facts/grades.csv", Grade),
        all_reflexes=reflexes,
        reflexes_by_id=_index(tuple(row for row in reflexes if row.status == "adopted"), "id"),
        levels=_index(_table("facts/levels.csv", SpinalLevel), "vertebra"),
        level_notes=_table("facts/level_notes.csv", LevelNote),
        nerves=_table("facts/nerves.csv", PeripheralNerve),
        nerve_fields=_index(_table("facts/nerve_fields.csv", NerveField), "id"),
        terms=_index(_table("facts/terms.csv", Term), "key"),
        differentials=_table("facts/differentials.csv", Differential),
        likelihoods=_table("facts/likelihoods.csv", Likelihood),
        conflicts=_table("facts/conflicts.csv", Conflict),
        claims=_table("facts/territories.csv", TerritoryClaim),
        landmarks=_table("facts/surface_landmarks.csv", SurfaceLandmark),
        structures=_table("facts/structures.csv", Structure),
        plexus=_table("facts/plexus.csv", PlexusPart),
        muscle_nerves=_table("facts/muscle_nerves.csv", MuscleNerve),
        nerve_sites=_table("facts/nerve_sites.csv", NerveSite),
        reflex_nerves=_index(_table("facts/reflex_nerves.csv", ReflexNerves), "reflex"),
        signs=_table("facts/signs.csv", Sign),
        syndromes=_table("facts/syndromes.csv", SyndromeItem),
    )


@functools.cache
def translations(language: str) -> Mapping[str, str]:
    """Return the texts of the fact tables in another language, by their English; read once per process.

    :raises DataError: the file has other columns, or a text twice.
    """
    path = DATA_DIR / "translations" / f"{language}.csv"
    if not path.exists():
        return MappingProxyType({})
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    found = dict(row for row in rows if len(row) == 2)  # type: ignore[arg-type]
    if head != ["en", language] or len(found) != len(rows):
        raise DataError(f"{path.name}: give each English text once, and its translation (en, {language}).")
    return MappingProxyType(found)


@functools.cache
def reflex_points() -> Mapping[str, ReflexPoint]:
    """Return where each reflex is struck or stroked, by its id; read once per process.

    :raises DataError: the file is missing or a row breaks its record.
    """
    path = DATA_DIR / "reflex_points.yaml"
    rows = _yaml(path).get("points")
    return _index(tuple(_row(ReflexPoint, row, path, n) for n, row in enumerate(rows or (), 1)), "reflex")


@functools.cache
def painted_depths() -> Mapping[str, tuple[str, ...]]:
    """Return the depths in which each muscle id is painted; read once per process, for checks only.

    :raises DataError: a file is no YAML.
    """
    found: dict[str, dict[str, None]] = {}
    for path in sorted((DATA_DIR / "muscles").glob("*/*.yaml")):
        for row in _yaml(path).get("edges") or ():
            if row["paint"] != "none":
                found.setdefault(row["paint"], {})[path.parent.name] = None
    return MappingProxyType({muscle: tuple(depths) for muscle, depths in found.items()})


@functools.cache
def painted_fields() -> Mapping[str, tuple[str, ...]]:
    """Return the sources of the borders of each nerve field painted; read once per process, for checks only.

    :raises DataError: the file is no YAML.
    """
    found: dict[str, dict[str, None]] = {}
    for row in _yaml(DATA_DIR / "nerve_fields.yaml").get("edges") or ():
        found.setdefault(row["paint"], {}).update(dict.fromkeys(row.get("source", ())))
    return MappingProxyType({field: tuple(sources) for field, sources in found.items()})


def _muscle(
    entry: MuscleEntry, myotomes: tuple[MuscleRoot, ...], movements: Mapping[str, Movement]
) -> Muscle:
    """Put a muscle together from its entry and its rows, one a root.

    A root that one table alone gives is not adopted; a study that finds another chief root is dissent.
    """
    own = [row for row in myotomes if row.muscle == entry.name and row.kind == "muscle_root"]
    named = {entry.name, *entry.named_in_evidence}
    rows = tuple(row for row in own if row.agreement != "alt_only")
    studies = [row for row in myotomes if row.kind == "evidence" and row.muscle in named]
    main = {row.root for row in rows if row.contribution == "main"}
    segmental = any(row.root == "all" for row in rows)

    def roots(contribution: str) -> tuple[str, ...]:
        if segmental:
            return ids.ROOTS if contribution == "contributing" else ()
        found = {row.root for row in rows if row.contribution == contribution}
        return tuple(sorted(found, key=ids.root_order))

    def told(column: str) -> str:
        return "; ".join(dict.fromkeys(getattr(row, column) for row in rows if getattr(row, column)))

    return Muscle(
        **entry.model_dump(),
        nerve=told("nerve"),
        movement=told("movement"),
        joint=told("joint"),
        how_tested=told("how_tested"),
        movements=tuple(move.id for move in movements.values() if entry.id in move.muscles),
        roots_main=roots("main"),
        roots_contributing=roots("contributing"),
        segmental=segmental,
        rows=rows,
        dissent=(*(r for r in own if r not in rows), *(r for r in studies if r.root not in main)),
        evidence=tuple(row for row in studies if row.root in main),
    )


def _table(name: str, record: type[R]) -> tuple[R, ...]:
    return read_table(DATA_DIR / name, record)


def read_table(path: Path, record: type[R]) -> tuple[R, ...]:
    """Parse one UTF-8 CSV file into records.

    :raises DataError: missing file, wrong columns, or a row that breaks its record.
    """
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle, strict=True)
            columns = set(reader.fieldnames or ())
            wanted = set(record.model_fields)
            if columns != wanted:
                odd = ", ".join(sorted(columns ^ wanted))
                raise DataError(f"{path.name}: columns differ from the record {record.__name__}: {odd}.")
            return tuple(_row(record, row, path, reader.line_num) for row in reader)
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: restore data/ from the repository.") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise DataError(f"{path.name} is not a UTF-8 CSV table: {error}.") from error


def _yaml(path: Path) -> dict[str, Any]:
    try:
        return parse_yaml(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path.name} cannot be read: restore data/ from the repository.") from error
    except yaml.YAMLError as error:
        raise DataError(f"{path.name} is no YAML: {' '.join(str(error).split())}") from error


def _row(record: type[R], row: dict[str, Any], path: Path, line: int) -> R:
    try:
        return record.model_validate(row)
    except ValidationError as error:
        first = error.errors()[0]
        column = ".".join(str(step) for step in first["loc"])
        raise DataError(f"{path.name}, line {line}, {column}: {first['msg']}") from error


def _index(rows: tuple[R, ...], key: str) -> Mapping[Any, R]:
    table: dict[Any, R] = {}
    for row in rows:
        name = getattr(row, key)
        if name in table:
            raise DataError(f"{key} {name!r} is there twice: each row needs its own.")
        table[name] = row
    return MappingProxyType(table)
