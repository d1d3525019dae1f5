"""The four things a label such as "S1" may mean, in words, for any root."""

from __future__ import annotations

from dataclasses import dataclass

from dermatome.anatomy import ids
from dermatome.anatomy.load import Facts, facts
from dermatome.anatomy.records import Root
from dermatome.anatomy.terms import fact_text
from dermatome.language import _


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
    said = {"id": root.replace("-", "–")}
    return (
        Meaning("vertebra", _("%(id)s as a vertebra") % said, _vertebra(root), cited),
        Meaning("nerve_root", _("%(id)s as a nerve root") % said, _nerve_root(root, records), cited),
        Meaning("disc", _("%(id)s as a disc level") % said, _disc(root, records, tables), cited),
        Meaning(
            "level",
            _("%(id)s as a neurological level") % said,
            _level(root, tables),
            ("ISNCSCI2019", "RUPP2021"),
        ),
    )


def _vertebra(root: str) -> str:
    if root == "C8":
        return _("There is no C8 vertebra: the neck has seven vertebrae and eight pairs of nerves.")
    if root == "Co1":
        return _("The first piece of the coccyx, a bone.")
    if root[0] == "S":
        if root == ids.POOLED_SACRAL:
            return _(
                "The fourth and fifth pieces of the sacrum, whose five vertebrae are fused into one bone."
            )
        piece = {"nth": ids.ordinal(int(root[1]))}
        return _("The %(nth)s piece of the sacrum, whose five vertebrae are fused into one bone.") % piece
    alias = {"C1": _(", the atlas"), "C2": _(", the axis"), "C7": _(", the vertebra prominens")}
    said = {"nth": ids.ordinal(int(root[1:])), "alias": alias.get(root, "")}
    return {
        "C": _("The %(nth)s cervical vertebra%(alias)s, a bone."),
        "T": _("The %(nth)s thoracic vertebra%(alias)s, a bone."),
        "L": _("The %(nth)s lumbar vertebra%(alias)s, a bone."),
    }[root[0]] % said


def _nerve_root(root: str, records: tuple[Root, ...]) -> str:
    ways = " ".join(f"{record.root}: {_exit(record)}." for record in records[1:])
    first = _("The %(root)s. Way out: %(exit)s.") % {
        "root": ids.root_name(root),
        "exit": _exit(records[0]),
    }
    return f"{first} {ways}".strip()


def _disc(root: str, records: tuple[Root, ...], tables: Facts) -> str:
    record = records[0]
    central, lateral = record.disc_paracentral, record.disc_foraminal
    if not (central or lateral):
        why = _("atlas and axis have no disc between them") if root == "C1" else _("no disc lies beside it")
        if root == "C2":
            why = _("it leaves above the highest disc, C2–3")
        return _("No disc herniation takes this root as a rule: %(why)s.") % {"why": why}
    if central and central == lateral:
        return _(
            "%(disc)s is the disc beside the %(root)s root: paracentral and foraminal herniations there "
            "take it."
        ) % {"disc": _dashed(central), "root": root}
    said = []
    if central:
        text = _("At %(disc)s a paracentral herniation takes the %(root)s root as it passes.")
        said.append(text % {"disc": _dashed(central), "root": root})
    if lateral:
        text = (
            _("At %(disc)s a foraminal or far lateral herniation takes the %(root)s root as it leaves.")
            if root[0] == "L"
            else _("At %(disc)s a foraminal herniation takes the %(root)s root as it leaves.")
        )
        said.append(text % {"disc": _dashed(lateral), "root": root})
    if root in tables.levels and tables.levels[root].foraminal_root == "" and central:
        spared = next((v.foraminal_root for v in tables.levels.values() if v.disc_below == central), "")
        said.append(_("A foraminal one there takes %(root)s instead.") % {"root": spared} if spared else "")
    return " ".join(part for part in said if part)


def _level(root: str, tables: Facts) -> str:
    label = root.replace("-", "–")
    if root in {"C1", "Co1"}:
        return _("%(id)s is no level of the ISNCSCI, which begins at C2 and ends at S4–5.") % {"id": label}
    text = _(
        "In spinal cord injury, the lowest segment at which sensation is intact and muscles work against "
        "gravity, with all above it normal: here %(id)s."
    ) % {"id": label}
    if any(row.root == root and row.key_muscle for row in tables.all_myotomes):
        return text
    # Muscles cannot be graded there, so that the standard lets feeling stand for them.
    felt = _("No key muscle belongs to %(id)s: feeling stands for strength there.") % {"id": label}
    return f"{text} {felt}"


def _exit(record: Root) -> str:
    return fact_text(record.exit) or record.exit[0].lower() + record.exit[1:]


def _dashed(disc: str) -> str:
    return disc.replace("/", "–")
