"""Checks of the fact tables: every root, key point and key muscle is there, every source resolves."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Final, get_args

from dermatome.anatomy import ids
from dermatome.anatomy.load import Facts, facts, painted_depths, painted_fields, reflex_points
from dermatome.anatomy.nerves import nerve_id
from dermatome.anatomy.records import Fact, Read, Source
from dermatome.anatomy.translated import check_translations
from dermatome.report import CheckReport

KEY_MUSCLE_ROOTS = ("C5", "C6", "C7", "C8", "T1", "L2", "L3", "L4", "L5", "S1")
"""The ten roots that the ISNCSCI grades by a key muscle."""

READ: Final[tuple[Read, ...]] = get_args(Read)
"""How much was read of a work, the most first."""

GRADES = {
    "mrc": ("0", "1", "2", "3", "4", "5"),
    "reflex": ("0", "1+", "2+", "3+", "4+"),
    "ninds": ("0", "1", "2", "3", "4"),
    "isncsci": ("0", "1", "2", "3", "4", "5", "NT", "*", "5*"),
}
"""The steps of each scale, in the order they are read."""

WHOLE_LIMB = "lower-limb muscles"
"""Rows of studies that speak of many muscles together and of none by name."""

_ROOT = re.compile(r"\b[CTLS]\d{1,2}\b")
_UNREAD = re.compile(r"\b(?:un|(?:not|never) (?:yet )?)(?:verified|checked|confirmed)\b")
"""What a note says of a claim that nobody has read."""
_ADDRESS = re.compile(r"https?://|www\.|(?<!\w)/(?:home|work|tmp|Users)/")


def run(source: Facts | None = None) -> list[CheckReport]:
    """Check all fact tables.

    :raises DataError: a table cannot be read at all.
    """
    tables = source or facts()
    checks: tuple[Callable[[Facts], CheckReport], ...] = (
        _sources,
        _readings,
        _roots,
        _key_points,
        _key_muscles,
        _muscles,
        _movements,
        _examined,
        _grades,
        _reflexes,
        _painted,
        _nerve_fields,
        _nerve_roots,
        _terms,
        _levels,
        _territories,
        _likelihoods,
        lambda tables: check_translations(every_text(tables)),
        _once,
    )
    return [check(tables) for check in checks]


def every_text(tables: Facts) -> Iterable[tuple[str, Fact | Source]]:
    """Yield every row that the interface shows texts of, with the name of its table."""
    yield from every_fact(tables)
    yield from (("sources", row) for row in tables.sources.values())


def every_fact(tables: Facts) -> Iterable[tuple[str, Fact]]:
    """Yield every row that states a fact, with the name of its table."""
    yield from chain(
        (("roots", row) for row in tables.roots.values()),
        (("key_points", row) for row in tables.key_points.values()),
        (("myotomes", row) for row in tables.all_myotomes),
        (("muscles", row) for row in tables.muscles.values()),
        (("movements", row) for row in tables.movements.values()),
        (("examined", row) for row in tables.examined.values()),
        (("grades", row) for row in tables.grades),
        (("reflexes", row) for row in tables.all_reflexes),
        (("levels", row) for row in tables.levels.values()),
        (("level_notes", row) for row in tables.level_notes),
        (("nerves", row) for row in tables.nerves),
        (("nerve_fields", row) for row in tables.nerve_fields.values()),
        (("terms", row) for row in tables.terms.values() if row.la),
        (("differentials", row) for row in tables.differentials),
        (("likelihoods", row) for row in tables.likelihoods),
        (("conflicts", row) for row in tables.conflicts),
        (("territories", row) for row in tables.claims),
        (("surface_landmarks", row) for row in tables.landmarks),
        (("structures", row) for row in tables.structures),
        (("plexus", row) for row in tables.plexus),
        (("muscle_nerves", row) for row in tables.muscle_nerves),
        (("nerve_sites", row) for row in tables.nerve_sites),
        (("reflex_nerves", row) for row in tables.reflex_nerves.values()),
        (("signs", row) for row in tables.signs),
        (("syndromes", row) for row in tables.syndromes),
    )


def _sources(tables: Facts) -> CheckReport:
    faults: list[str] = []
    cited: Counter[str] = Counter()
    seen = Counter[bool]()
    for table, row in every_fact(tables):
        keys = set(row.source)
        for column in ("sources_a", "sources_b", "sources_c"):
            keys |= set(getattr(row, column, ()))
        if not row.source:
            faults.append(f"{table}: a row has no source: {_first_words(row)}")
        faults += [f"{table}: unknown source {key}" for key in sorted(keys - set(tables.sources))]
        if row.verified and row.source and all(_read(tables, key) == "no" for key in row.source):
            faults.append(f"{table}: said to be read, but none of its sources was: {_first_words(row)}")
        if row.verified and _UNREAD.search(row.note):
            faults.append(f"{table}: said to be read, but its note says it was not: {_first_words(row)}")
        if any(_ADDRESS.search(str(value)) for value in row.model_dump().values()):
            faults.append(f"{table}: an address stands where a fact should: {_first_words(row)}")
        cited.update(keys)
        seen[row.verified] += 1
    for key, work in tables.sources.items():
        if work.doi and not re.fullmatch(r"10\.\d{4,9}/\S+", work.doi):
            faults.append(f"sources: {key} has a malformed DOI {work.doi!r}")
    counts = {
        "sources": len(tables.sources),
        "seen": sum(work.seen for work in tables.sources.values()),
        "cited": len(cited),
        "facts": seen.total(),
        "verified": seen[True],
    }
    return CheckReport("facts: sources", counts, faults)


def _readings(tables: Facts) -> CheckReport:
    """What was read of a number cannot be more than what was read of its work."""
    faults: list[str] = []
    for row in tables.readings:
        if row.source not in tables.sources:
            faults.append(f"readings: unknown source {row.source}")
        elif READ.index(row.read) < READ.index(_read(tables, row.source)):
            faults.append(f"readings: {row.source} was read less than its numbers: {row.says}")
        if not row.numbers:
            faults.append(f"readings: {row.source} has no number: {row.says}")
        if (row.read == "quoted") != bool(row.through):
            faults.append(f"readings: {row.source}: who quotes is named if and only if it is quoted")
    numbers = sum(len(row.numbers) for row in tables.readings)
    works = len({row.source for row in tables.readings})
    return CheckReport("facts: numbers as read", {"numbers": numbers, "works": works}, faults)


def _read(tables: Facts, key: str) -> Read:
    return tables.sources[key].read if key in tables.sources else "no"


def _roots(tables: Facts) -> CheckReport:
    faults = _missing("root", ids.ROOTS, tables.roots)
    for root, record in tables.roots.items():
        if record.territory_root != (ids.territory_root(root) or ""):
            faults.append(f"{root}: territory root is {record.territory_root!r}")
    return CheckReport("facts: roots", {"roots": len(tables.roots)}, faults)


def _key_points(tables: Facts) -> CheckReport:
    faults = _missing("key point", ids.TERRITORY_ROOTS, tables.key_points)
    return CheckReport("facts: key points", {"key points a side": len(tables.key_points)}, faults)


def _key_muscles(tables: Facts) -> CheckReport:
    groups = {row.root for row in tables.all_myotomes if row.kind == "isncsci_key_group"}
    muscles = {row.root for row in tables.all_myotomes if row.kind == "muscle_root" and row.key_muscle}
    faults = _missing("key muscle group", KEY_MUSCLE_ROOTS, groups) + _missing(
        "key muscle", KEY_MUSCLE_ROOTS, muscles
    )
    untested = [row for row in tables.all_myotomes if row.key_muscle and not row.how_tested]
    faults += [f"{row.root} {row.muscle}: how it is tested is missing" for row in untested]
    return CheckReport(
        "facts: key muscles", {"groups": len(groups), "muscle rows": len(tables.all_myotomes)}, faults
    )


def _muscles(tables: Facts) -> CheckReport:
    """Muscles and their roots stand in two tables, and what they are called in a third way in studies."""
    rooted = {row.muscle for row in tables.all_myotomes if row.kind == "muscle_root"}
    studied = {row.muscle for row in tables.all_myotomes if row.kind == "evidence"} - {WHOLE_LIMB}
    faults = _missing("muscle", rooted, (muscle.name for muscle in tables.muscles.values()))
    known = set(rooted)
    for muscle in tables.muscles.values():
        known |= set(muscle.named_in_evidence)
        if muscle.id != ids.slug(muscle.name):
            faults.append(f"{muscle.id}: the id should be {ids.slug(muscle.name)}")
        if not muscle.roots_main and not muscle.segmental:
            faults.append(f"{muscle.id}: no root is its chief one")
        graded = {row.root for row in muscle.rows if row.key_muscle}
        if graded != set(muscle.key_of):
            faults.append(f"{muscle.id}: key muscle of {muscle.isncsci_key_root!r}, but rows say {graded}")
        faults += [f"{muscle.id}: no study names {n!r}" for n in set(muscle.named_in_evidence) - studied]
        roots = Counter(row.root for row in (*muscle.rows, *muscle.dissent) if row.kind == "muscle_root")
        faults += [f"{muscle.id}: {root} has {n} rows" for root, n in roots.items() if n > 1]
    faults += [f"evidence: {name!r} is no muscle's name" for name in sorted(studied - known)]
    for row in tables.all_myotomes:
        named = set(_ROOT.findall(row.movement)) if row.kind == "evidence" else set()
        if named and row.root not in named:
            faults.append(f"evidence: {row.muscle} stands under {row.root}, but tells of {min(named)}")
    counts = {
        "muscles": len(tables.muscles),
        "superficial": sum(muscle.depth == "superficial" for muscle in tables.muscles.values()),
        "with dissent": sum(bool(muscle.dissent) for muscle in tables.muscles.values()),
    }
    return CheckReport("facts: muscles", counts, faults)


def _movements(tables: Facts) -> CheckReport:
    """A movement has the roots of its muscles: no other, and as its chief roots only chief ones of theirs."""
    faults: list[str] = []
    for movement in tables.movements.values():
        if movement.id != ids.slug(movement.name):
            faults.append(f"{movement.id}: the id should be {ids.slug(movement.name)}")
        unknown = set(movement.muscles) - set(tables.muscles)
        faults += [f"{movement.id}: there is no muscle {name!r}" for name in sorted(unknown)]
        odd = (set(movement.chief) - set(movement.muscles)) | (
            set(movement.assisting) & set(movement.muscles)
        )
        faults += [f"{movement.id}: {name!r} is chief of no muscle or assists itself" for name in sorted(odd)]
        muscles = [tables.muscles[name] for name in movement.muscles if name in tables.muscles]
        if set(movement.roots_main) & set(movement.roots_contributing):
            faults.append(f"{movement.id}: a root is both main and contributing")
        for roots, wanted in (
            (movement.roots_main, {"main", "segmental"}),
            (movement.roots_contributing, {"main", "contributing", "segmental"}),
        ):
            faults += [
                f"{movement.id}: none of its muscles has {root} as {min(wanted)} root"
                for root in roots
                if not any(muscle.contribution_of(root) in wanted for muscle in muscles)
            ]
        key = movement.isncsci_key_root
        if key and not any(key in muscle.key_of for muscle in muscles):
            faults.append(f"{movement.id}: none of its muscles is the key muscle of {key}")
    keyed = [movement.isncsci_key_root for movement in tables.movements.values() if movement.isncsci_key_root]
    faults += _missing("key movement", KEY_MUSCLE_ROOTS, keyed)
    return CheckReport("facts: movements", {"movements": len(tables.movements)}, faults)


def _examined(tables: Facts) -> CheckReport:
    """A root is tested by muscles that are chiefly its own, or that tell it from its look-alikes."""
    faults: list[str] = []
    for root, row in tables.examined.items():
        for name in row.muscles:
            muscle = tables.muscles.get(name)
            if muscle is None or muscle.contribution_of(root) not in {"main", "contributing"}:
                faults.append(f"examined {root}: {name!r} is no muscle of it")
    faults += _missing("order of examination", KEY_MUSCLE_ROOTS, tables.examined)
    return CheckReport("facts: examined", {"roots": len(tables.examined)}, faults)


def _grades(tables: Facts) -> CheckReport:
    faults: list[str] = []
    for scale, steps in GRADES.items():
        told = tuple(grade.grade for grade in tables.grades_of(scale))
        if told != steps:
            faults.append(f"{scale}: the steps are {', '.join(told)}; they should be {', '.join(steps)}")
    return CheckReport("facts: grades", {"scales": len(GRADES), "steps": len(tables.grades)}, faults)


def _reflexes(tables: Facts) -> CheckReport:
    """Dissent is shown beside the view adopted, so each needs one."""
    faults = [
        f"{row.reflex}: an alternative to nothing"
        for row in tables.all_reflexes
        if row.id not in tables.reflexes_by_id
    ]
    points = reflex_points()
    faults += _missing("place of the reflex", tables.reflexes_by_id, points)
    for point in points.values():
        unknown = sorted(set(point.source) - set(tables.sources))
        faults += [f"place of the reflex {point.reflex}: unknown source {key}" for key in unknown]
        if not point.source:
            faults.append(f"place of the reflex {point.reflex}: no source")
    counts = {
        "reflexes": len(tables.reflexes_by_id),
        "with dissent": len({row.id for row in tables.all_reflexes if row.status == "alternative"}),
    }
    return CheckReport("facts: reflexes", counts, faults)


def _painted(tables: Facts) -> CheckReport:
    """Every muscle is painted, in one depth alone, and it is the one the table gives."""
    painted = painted_depths()
    faults = _missing("painted muscle", tables.muscles, painted)
    for muscle in tables.muscles.values():
        depths = painted.get(muscle.id, (muscle.depth,))
        if depths != (muscle.depth,):
            faults.append(f"{muscle.id}: {muscle.depth} in the table, painted {' and '.join(depths)}")
    return CheckReport("facts: painted muscles", {"muscles": len(painted)}, faults)


def _nerve_fields(tables: Facts) -> CheckReport:
    """Every field told of is painted and the other way round; each belongs to nerves of the table."""
    painted = painted_fields()
    faults = _missing("painted nerve field", tables.nerve_fields, painted)
    named = {row.nerve for row in tables.nerves}
    for field in tables.nerve_fields.values():
        faults += [f"{field.id}: unknown nerve {nerve}" for nerve in field.nerve if nerve not in named]
        if not field.nerve or not field.roots:
            faults.append(f"{field.id}: no nerve or no root")
    for field, sources in painted.items():
        unknown = sorted(set(sources) - set(tables.sources))
        faults += [f"border of {field}: unknown source {key}" for key in unknown]
        if not sources:
            faults.append(f"border of {field}: no source")
    return CheckReport("facts: nerve fields", {"fields": len(tables.nerve_fields)}, faults)


def _nerve_roots(tables: Facts) -> CheckReport:
    """The roots of a nerve are told twice, of the nerve and of its way: both must name the same ones."""
    ways: dict[str, set[str]] = {}
    for row in tables.plexus:
        ways.setdefault(row.part, set()).update(row.roots)
    faults: list[str] = []
    spinal = [nerve for nerve in tables.nerves if nerve.roots]
    for nerve in spinal:
        told, led = {*nerve.roots, *nerve.roots_variable}, ways.get(nerve_id(nerve.nerve), set())
        for roots, here, there in ((told - led, "nerves", "plexus"), (led - told, "plexus", "nerves")):
            faults += [f"{nerve.nerve}: {root} stands in {here}, not in {there}" for root in sorted(roots)]
        twice = set(nerve.roots) & set(nerve.roots_variable)
        faults += [f"{nerve.nerve}: {root} is both constant and variable" for root in sorted(twice)]
    return CheckReport("facts: roots of nerves", {"nerves": len(spinal)}, faults)


def _terms(tables: Facts) -> CheckReport:
    """Everything that has a name has it in every language, and the English one is that of its table."""
    named: dict[tuple[str, str], str] = {("part", part): name for part, name in ids.PART_NAMES.items()}
    named |= {("reflex", key): row.reflex for key, row in tables.reflexes_by_id.items()}
    named |= {("movement", key): row.name for key, row in tables.movements.items()}
    named |= {("nerve", ids.slug(row.nerve)): row.nerve for row in tables.nerves}
    faults = [f"terms: {kind} {key} is missing" for kind, key in named if (kind, key) not in tables.terms]
    for key, row in tables.terms.items():
        if row.en != named.get(key, row.en if row.kind == "thing" else ""):
            faults.append(f"terms: {row.kind} {row.id} is called {named.get(key, 'nothing')!r} in its table")
        if not (row.de or row.la):
            faults.append(f"terms: {row.kind} {row.id} has no other name than the English one")
        if bool(row.la) != bool(row.source):
            faults.append(f"terms: {row.kind} {row.id}: a Latin name and its source go together")
    return CheckReport("facts: terms", {"terms": len(tables.terms)}, faults)


def _levels(tables: Facts) -> CheckReport:
    """Discs are told twice, from the vertebra and from the root: both must agree."""
    faults = _missing("vertebra", ids.VERTEBRAE, tables.levels)
    agreements = 0
    for vertebra in tables.levels.values():
        pairs = ((vertebra.paracentral_root, "disc_paracentral"), (vertebra.foraminal_root, "disc_foraminal"))
        for root, column in pairs:
            if not root:
                continue
            told = getattr(tables.roots[root], column)
            agreements += 1
            if told != vertebra.disc_below:
                said = f"vertebra {vertebra.vertebra} says {vertebra.disc_below!r}"
                faults.append(f"{root}: {column} is {told!r}, but {said}")
    return CheckReport("facts: levels", {"vertebrae": len(tables.levels), "disc pairs": agreements}, faults)


def _territories(tables: Facts) -> CheckReport:
    maps = [claim for claim in tables.claims if claim.kind == "map"]
    faults: list[str] = []
    for scheme in sorted({claim.scheme for claim in maps}):
        told = {claim.root for claim in maps if claim.scheme == scheme}
        told |= {ids.POOLED_SACRAL} if {"S4", "S5"} <= told else set()
        faults += [
            f"{scheme}: {fault}" for fault in _missing("territory", ids.TERRITORY_ROOTS, told - {"S4", "S5"})
        ]
    faults += [
        f"{claim.scheme} {claim.root}: mapped, but no area is described"
        for claim in tables.claims
        if claim.mapped and not claim.summary
    ]
    counts = {
        "maps": len({claim.scheme for claim in maps}),
        "map claims": len(maps),
        "claims": len(tables.claims),
    }
    return CheckReport("facts: territories", counts, faults)


def _likelihoods(tables: Facts) -> CheckReport:
    """Shares lie between 0 and 1, and the ratios worked out here follow from them."""
    faults: list[str] = []
    computed = 0
    for row in tables.likelihoods:
        name = f"{row.finding} ({row.target}, {', '.join(row.source)})"
        if not row.summary or not row.roots:
            faults.append(f"{name}: no figure, or no root")
        for share in (row.sensitivity, row.specificity):
            if any(float(part) > 1 for part in share.split("-") if part):
                faults.append(f"{name}: {share} is no share")
        if not row.computed:
            continue
        computed += 1
        try:
            hit, free = float(row.sensitivity), float(row.specificity)
            told = float(row.lr_plus), float(row.lr_minus)
        except ValueError:
            faults.append(f"{name}: worked out from figures that are missing")
            continue
        for printed, exact in zip(told, (hit / (1 - free), (1 - hit) / free), strict=True):
            if abs(printed - exact) > max(0.05 * exact, 0.006):
                faults.append(f"{name}: a ratio of {printed} should be {exact:.2f}")
    counts = {"figures": len(tables.likelihoods), "worked out": computed}
    return CheckReport("facts: accuracy of tests", counts, faults)


def _once(tables: Facts) -> CheckReport:
    """No fact stands twice under the same name."""
    names = Counter(
        [
            *((row.root, row.muscle, row.kind, row.source) for row in tables.all_myotomes),
            *((row.id,) for row in tables.conflicts),
            *((row.id,) for row in tables.level_notes),
            *((row.id,) for row in tables.structures),
            *((row.nerve,) for row in tables.nerves),
            *((grade.scale, grade.grade) for grade in tables.grades),
            *((row.reflex,) for row in tables.all_reflexes if row.status == "adopted"),
            *((row.root, row.scheme) for row in tables.claims),
            *((row.finding, row.target, row.source, row.population) for row in tables.likelihoods),
        ]
    )
    faults = [
        f"{' '.join(map(str, name))}: stands {count} times" for name, count in names.items() if count > 1
    ]
    return CheckReport("facts: no doubles", {"names": len(names)}, faults)


def _missing(what: str, wanted: Iterable[str], present: Iterable[str]) -> list[str]:
    expected, found = set(wanted), set(present)
    lacking = [f"{what} {name} is missing" for name in sorted(expected - found)]
    return lacking + [f"{what} {name} is unexpected" for name in sorted(found - expected)]


def _first_words(row: Fact) -> str:
    return " ".join(str(value) for value in row.model_dump().values())[:60]
