"""The four things a label such as "S1" may mean, in words, for any root."""

from __future__ import annotations

from dataclasses import dataclass

from dermatome.anatomy import ids
from dermatome.anatomy.load import Facts, facts
from dermatome.anatomy.records import Root

_REGIONS = {"C": "cervical", "T": "thoracic", "L": "lumbar"}


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing a label can mean: ``sense`` is one of :data:`dermatome.anatomy.ids.SENSES`."""

    sense: str
    title: str
    text: str
    source: tuple[str, ...]


def meanings(root: str, *, source: Facts | None = None) -> tuple[Meaning, ...]:
    """Return what the label of ``root`` can mean: vertebra, nerve root, disc, neurological level.

    :raises InputError: there is no such root.
    :raises DataError: the fact tables cannot be read.
    """
    root = ids.parse_root(root)
    tables = source or facts()
    records = tuple(tables.roots[member] for member in ids.root_members(root))
    cited = tuple(dict.fromkeys(key for record in records for key in record.source))
    label = root.replace("-", "–")
    return (
        Meaning("vertebra", f"{label} as a vertebra", _vertebra(root), cited),
        Meaning("nerve_root", f"{label} as a nerve root", _nerve_root(root, records), cited),
        Meaning("disc", f"{label} as a disc level", _disc(root, records, tables), cited),
        Meaning("level", f"{label} as a neurological level", _level(root), ("ISNCSCI2019", "RUPP2021")),
    )


def _vertebra(root: str) -> str:
    if root == "C8":
        return "There is no C8 vertebra: the neck has seven vertebrae and eight pairs of nerves."
    if root == "Co1":
        return "The first piece of the coccyx, a bone."
    if root[0] == "S":
        pieces = " and ".join(ids.ordinal(int(member[1])) for member in ids.root_members(root))
        noun = "piece" if root != ids.POOLED_SACRAL else "pieces"
        return f"The {pieces} {noun} of the sacrum, whose five vertebrae are fused into one bone."
    alias = {"C1": ", the atlas", "C2": ", the axis", "C7": ", the vertebra prominens"}.get(root, "")
    return f"The {ids.ordinal(int(root[1:]))} {_REGIONS[root[0]]} vertebra{alias}, a bone."


def _nerve_root(root: str, records: tuple[Root, ...]) -> str:
    ways = " ".join(f"{record.root}: {_lower(record.exit)}." for record in records[1:])
    first = f"The {ids.root_name(root)}. Way out: {_lower(records[0].exit)}."
    return f"{first} {ways}".strip()


def _disc(root: str, records: tuple[Root, ...], tables: Facts) -> str:
    record = records[0]
    central, lateral = record.disc_paracentral, record.disc_foraminal
    if not (central or lateral):
        why = "atlas and axis have no disc between them" if root == "C1" else "no disc lies beside it"
        if root == "C2":
            why = "it leaves above the highest disc, C2–3"
        return f"No disc herniation takes this root as a rule: {why}."
    if central and central == lateral:
        both = "paracentral and foraminal herniations there take it"
        return f"{_dashed(central)} is the disc beside the {root} root: {both}."
    said = []
    if central:
        said.append(f"At {_dashed(central)} a paracentral herniation takes the {root} root as it passes.")
    if lateral:
        kind = "a foraminal or far lateral herniation" if root[0] == "L" else "a foraminal herniation"
        said.append(f"At {_dashed(lateral)} {kind} takes the {root} root as it leaves.")
    if root in tables.levels and tables.levels[root].foraminal_root == "" and central:
        spared = next((v.foraminal_root for v in tables.levels.values() if v.disc_below == central), "")
        said.append(f"A foraminal one there takes {spared} instead." if spared else "")
    return " ".join(part for part in said if part)


def _level(root: str) -> str:
    label = root.replace("-", "–")
    if root in {"C1", "Co1"}:
        return f"{label} is no level of the ISNCSCI, which begins at C2 and ends at S4–5."
    return (
        "In spinal cord injury, the lowest segment at which sensation is intact and muscles work "
        f"against gravity, with all above it normal: here {label}."
    )


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _dashed(disc: str) -> str:
    return disc.replace("/", "–")
