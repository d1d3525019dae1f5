"""Do the ways from root to muscle hold together, and do all words lead somewhere? Part of ``check``."""

from __future__ import annotations

from dermatome.anatomy.ids import BODY_PARTS, ROOTS, territory_root
from dermatome.anatomy.load import Facts, facts
from dermatome.anatomy.nerves import nerve_id
from dermatome.localiser.groups import MOTOR_GROUPS, REFLEX_GROUPS
from dermatome.localiser.load import entries, lexicon_file, parameters
from dermatome.localiser.model import ROOT_CLASSES, sign_ratio
from dermatome.localiser.paths import cranial, fibres, origins, through
from dermatome.report import CheckReport


def run() -> list[CheckReport]:
    """Check ways, candidates, signs and words."""
    return [ways(facts()), candidates(facts()), words(facts())]


def ways(tables: Facts) -> CheckReport:
    """Every root of every nerve has a way from the spine, and every muscle has a nerve."""
    faults: list[str] = []
    known = {row.part for row in tables.plexus} | {"roots"}
    for row in tables.plexus:
        if row.origin not in known:
            faults.append(f"plexus: {row.part} comes from {row.origin}, which is nowhere")
        roots = () if row.part in cranial() else row.roots
        faults += [f"plexus: no way of {r} to {row.part}" for r in roots if r not in through(row.part, r)]
    served = {row.muscle for row in tables.muscle_nerves}
    faults += [f"muscle_nerves: {muscle} has no nerve" for muscle in tables.muscles if muscle not in served]
    faults += [f"muscle_nerves: there is no {n}" for n in {r.nerve for r in tables.muscle_nerves} - known]
    faults += [f"muscle_nerves: there is no muscle {m}" for m in served - set(tables.muscles)]
    for muscle in tables.muscles:
        share = sum(part for name, part in fibres(muscle).items() if name in ROOTS or name in cranial())
        if abs(share - 1) > 1e-6:
            faults.append(f"{muscle}: the shares of its roots make {share:.2f}")
    fields = set(tables.nerve_fields)
    for row in tables.nerve_sites:
        odd = (set(row.spares_muscles) - set(tables.muscles)) | (set(row.spares_skin) - fields)
        faults += [
            f"nerve_sites: {row.nerve} at {row.site} spares {name!r}, which is nothing" for name in odd
        ]
    missing = set(tables.reflexes_by_id) ^ set(tables.reflex_nerves)
    faults += [f"reflex_nerves: {name} stands in one table only" for name in sorted(missing)]
    return CheckReport("localiser: ways", {"ways": len(tables.plexus), "parts": len(origins())}, faults)


def candidates(tables: Facts) -> CheckReport:
    """Every candidate is a thing of the tables, and every sign speaks of candidates."""
    faults: list[str] = []
    nerves = {nerve_id(row.nerve) for row in tables.nerves}
    parts = {row.part for row in tables.plexus}
    syndromes = {row.syndrome for row in tables.syndromes}
    for entry in entries().values():
        if entry.id not in nerves | parts | syndromes and not territory_root(entry.id):
            faults.append(f"candidates: {entry.id} is in no table")
    for row in tables.signs:
        named = {c for name in row.candidates for c in ROOT_CLASSES.get(name, (name,))}
        faults += [f"signs: {row.sign} speaks of {name!r}" for name in sorted(named - set(entries()))]
        if row.study and not any(
            found.finding == row.study and set(found.source) & set(row.source) for found in tables.likelihoods
        ):
            faults.append(f"signs: {row.sign} names a study that likelihoods.csv does not have")
        elif sign_ratio(row, parameters()) <= 0:
            faults.append(f"signs: {row.sign} has no ratio")
    counts = {"candidates": len(entries()), "signs": len({row.sign for row in tables.signs})}
    return CheckReport("localiser: candidates and signs", counts, faults)


def words(tables: Facts) -> CheckReport:
    """Every word of the lexicon leads to something that there is."""
    file = lexicon_file()
    signs = {row.sign for row in tables.signs}
    faults: list[str] = []
    for what, told, known in (
        ("movement", set(file.movements), set(tables.movements)),
        ("muscle", set(file.muscles), set(tables.muscles)),
        ("reflex", set(file.reflexes), set(tables.reflexes_by_id)),
        ("sign", set(file.signs), signs),
        ("group", set(file.motor_groups), {*MOTOR_GROUPS, "all", "all-other"}),
        ("group of reflexes", set(file.reflex_groups), set(REFLEX_GROUPS)),
        ("place", set(file.names), set(file.bases)),
        ("name", set(file.bases), set(file.names)),
        ("movement or muscle", _values(file.muscle_words), {*tables.movements, *tables.muscles}),
        ("part", _parts(), set(BODY_PARTS)),
    ):
        faults += [f"lexicon.yaml: there is no {what} {name!r}" for name in sorted(told - known)]
    faults += [f"lexicon.yaml: no word for the sign {name}" for name in sorted(signs - set(file.signs))]
    faults += [
        f"lexicon.yaml: no word for {name}" for name in sorted(set(tables.movements) - set(file.movements))
    ]
    phrases = sum(
        len(rows) for rows in (*file.movements.values(), *file.muscles.values(), *file.signs.values())
    )
    return CheckReport("localiser: words", {"phrases": phrases, "places": len(file.names)}, faults)


def _values(table: dict[str, tuple[str, ...]]) -> set[str]:
    return {name for names in table.values() for name in names}


def _parts() -> set[str]:
    file = lexicon_file()
    told = {place for rows in file.bases.values() for places in rows.values() for place in places}
    told |= _values(file.direct)
    return {place.partition(":")[0] for place in told if not place.startswith("@")}
