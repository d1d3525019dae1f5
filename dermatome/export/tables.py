"""The facts as tables: CSV for a spreadsheet, JSON for programs, each row with its sources and the licence.

What is written comes as the plain data of :func:`dermatome.show.show`, one for each root.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from dermatome.anatomy.load import facts
from dermatome.export.load import edition
from dermatome.spreadsheets import harmless

TITLE: Final = "Dermatome Atlas: facts of the nerve roots"
LICENCE: Final = "Apache-2.0"
ABOUT: Final = "For education only: not a diagnostic tool. Published maps disagree; each row names its map."
COLUMNS: Final[tuple[str, ...]] = (
    "root",
    "topic",
    "item",
    "text",
    "contribution",
    "verified",
    "sources",
    "note",
)
"""``verified``: yes when the main claim was read in a source; ``sources``: the works in full."""


def facts_json(known: Sequence[Mapping[str, Any]]) -> str:
    """Return everything known of some roots as one JSON document with title, licence, date and sources."""
    works = {work["key"]: work for root in known for work in root["sources"]}
    document = {
        "title": TITLE,
        "about": ABOUT,
        "licence": LICENCE,
        "date": edition().isoformat(),
        "roots": [{name: value for name, value in root.items() if name != "sources"} for root in known],
        "sources": list(works.values()),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def facts_csv(known: Sequence[Mapping[str, Any]]) -> str:
    """Return everything known of some roots as CSV, one fact a row; the last rows tell title and licence.

    No cell can be taken for a formula: those that could begin with an apostrophe, as spreadsheets expect.
    """
    works = {work["key"]: work["citation"] for root in known for work in root["sources"]}
    out = io.StringIO()
    writer: csv.DictWriter[str] = csv.DictWriter(out, COLUMNS, lineterminator="\r\n", restval="")
    writer.writeheader()
    for root in known:
        for row in _rows(root):
            row["root"] = root["root"]
            row["sources"] = "; ".join(works.get(key, key) for key in row.get("sources", ()))
            writer.writerow({name: harmless(str(value)) for name, value in row.items()})
    about = {"title": TITLE, "note": ABOUT, "licence": LICENCE, "date": edition().isoformat()}
    for item, text in about.items():
        writer.writerow({"topic": "about", "item": item, "text": text})
    return out.getvalue()


def _rows(known: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for meaning in known["meanings"]:
        yield _row("meaning", meaning["title"], meaning["text"], meaning)
    point = known["key_point"]
    if point:
        yield _row("key sensory point", "ISNCSCI", point["location"], point)
    for territory in known["territories"].values():
        said = territory["area"] or ("" if territory["mapped"] else "not mapped")
        row = _row("skin on a map", territory["map"], said, territory)
        yield row | {"note": "; ".join(filter(None, (row["note"], _basis(territory))))}
    for claim in known["other_claims"]:
        yield _row("skin, other works", claim["map"], claim["summary"], claim)
    for muscle in known["muscles"]:
        roots = ", ".join((*muscle["roots_main"], *muscle["roots_contributing"]))
        text = f"{muscle['nerve']}; roots {roots}; {muscle['how_tested']}"
        yield _row("muscle", muscle["name"], text, muscle, muscle["contribution"])
    for movement in known["movements"]:
        text = ", ".join(facts().muscles[muscle].name for muscle in movement["muscles"])
        yield _row("movement", movement["name"], text, movement, movement["contribution"])
    for reflex in known["reflexes"]:
        roots = ", ".join((*reflex["roots_primary"], *reflex["roots_secondary"]))
        text = f"{reflex['how_elicited']}: {reflex['response']}; roots {roots}"
        yield _row("reflex", reflex["reflex"], text, reflex, reflex["status"])
    level = known["level"]
    for item in ("exit", "foramen", "disc_paracentral", "disc_foraminal", "cord_segment_opposite"):
        if level[item]:
            yield _row("level", item.replace("_", " "), level[item], level | {"note": ""})
    for row in known["differentials"]:
        text = f"{row['finding']}: speaks for {row['favours']}"
        text += f", against {row['against']}" if row["against"] else ""
        yield _row("look-alike", row["question"], text, row, row["strength"])
    for row in known["accuracy"]:
        text = f"{row['finding']}: {row['summary']}"
        people = f"{row['population']}{'; n = ' + row['n'] if row['n'] else ''}"
        note = "; ".join(part for part in (people, row["note"]) if part)
        yield _row("accuracy of a test", row["target"], text, row | {"note": note})
    for row in known["nerves_mimicking"]:
        yield _row("nerve that mimics", row["nerve"], row["sensory_deficit"] or row["lesion_site"], row)
    for row in known["conflicts"]:
        positions = [(row[f"position_{n}"], row[f"sources_{n}"]) for n in "abc" if row[f"position_{n}"]]
        for text, sources in positions:
            yield _row("disagreement", row["topic"], text, row | {"source": sources})


def _basis(territory: Mapping[str, Any]) -> str:
    """Say what the drawing of a field rests on, as far as it is not all published."""
    if not territory["inferred_views"]:
        return ""
    if territory["basis"] == "inferred":
        return "drawn field: inferred by the atlas"
    return f"drawn field: published, inferred in part ({', '.join(territory['inferred_views'])})"


def _row(
    topic: str, item: str, text: str, record: Mapping[str, Any], contribution: str = ""
) -> dict[str, Any]:
    verified = record.get("verified")
    return {
        "topic": topic,
        "item": item,
        "text": text,
        "contribution": contribution,
        "verified": "" if verified is None else "yes" if verified else "no",
        "sources": tuple(_keys(record.get("source", ()))),
        "note": record.get("note") or "",
    }


def _keys(value: Iterable[str]) -> Iterator[str]:
    return iter(dict.fromkeys(value))
