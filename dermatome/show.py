"""Everything known of one root, as plain data: what ``python -m dermatome show`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dermatome.anatomy import ids
from dermatome.anatomy.load import Facts, facts
from dermatome.anatomy.meanings import meanings
from dermatome.anatomy.records import Root, TerritoryClaim
from dermatome.atlas.load import Atlas, atlas


def show(text: str, *, tables: Facts | None = None, maps: Atlas | None = None) -> dict[str, Any]:
    """Return everything known of a root.

    S4 and S5 resolve to the pooled territory S4-5; ``pooled`` then says so. Source keys inside are
    resolved once, under ``sources``.

    :raises InputError: ``text`` names no root.
    :raises DataError: the tables or the descriptions of the maps cannot be read.
    :raises AssetError: the built geometry cannot be read.
    """
    root = ids.parse_root(text)
    tables, maps = tables or facts(), maps or atlas()
    key_point = tables.key_point(root)
    known: dict[str, Any] = {
        "root": root,
        "name": ids.root_name(root),
        "region": ids.region_of(root),
        "pooled": _pooled(root),
        "meanings": [
            {"sense": m.sense, "title": m.title, "text": m.text, "source": list(m.source)}
            for m in meanings(root, source=tables)
        ],
        "territories": _territories(root, tables, maps),
        "other_claims": [_claim(c) for c in tables.territories(root) if c.kind != "map"],
        "key_point": _plain(key_point) if key_point else None,
        "myotome": [_plain(row) for row in tables.myotomes(root)],
        "muscles": _muscles(root, tables),
        "movements": [
            {"contribution": movement.contribution_of(root), **_plain(movement)}
            for movement in tables.movements_of(root)
        ],
        "reflexes": [_plain(row) for row in tables.reflexes(root)],
        "level": _level(root, tables),
        "differentials": [_plain(row) for row in tables.differentials_of(root)],
        "accuracy": [{**_plain(row), "summary": row.summary} for row in tables.likelihoods_of(root)],
        "nerves_mimicking": [_plain(row) for row in tables.nerves_mimicking(root)],
        "conflicts": [_plain(row) for row in tables.conflicts_of(root)],
    }
    known["sources"] = [_plain(work) for work in tables.cite(tuple(_keys(known)))]
    return known


def _pooled(root: str) -> str | None:
    territory = ids.territory_root(root)
    if territory == ids.POOLED_SACRAL:
        return "S4 and S5 share one territory, S4-5: the ISNCSCI takes them as one segment."
    return None


def _territories(root: str, tables: Facts, maps: Atlas) -> dict[str, dict[str, Any]]:
    """One entry a published map, whether the atlas draws it or only its words are known."""
    drawn_as = ids.territory_root(root)
    schemes = {scheme.id: scheme for scheme in maps.schemes}
    told: dict[str, list[TerritoryClaim]] = {}
    for claim in tables.territories(root):
        if claim.kind == "map":
            told.setdefault(claim.scheme, []).append(claim)
    found: dict[str, dict[str, Any]] = {}
    for scheme in sorted({*schemes, *told}, key=_scheme_order):
        claims = told.get(scheme, [])
        described = schemes.get(scheme)
        views = [v for v in ids.VIEWS if described and _drawn(maps, scheme, v, drawn_as)]
        on_map = drawn_as in described.mapped_roots if described else any(c.mapped for c in claims)
        sources = [*(described.sources if described else ()), *(key for c in claims for key in c.source)]
        found[scheme] = {
            "map": described.name if described else claims[0].map,
            "mapped": on_map,
            "drawn": bool(views),
            "views": views,
            **_basis(maps, scheme, views, drawn_as),
            "area": "; ".join(_named(c, many=len(claims) > 1) for c in claims),
            "verified": all(c.verified for c in claims) if claims else None,
            "claims": [_claim(c) for c in claims],
            "source": list(dict.fromkeys(sources)),
        }
    return found


def _basis(maps: Atlas, scheme: str, views: Sequence[str], root: str | None) -> dict[str, Any]:
    """What the drawn field rests on, and the views in which the atlas continues part of it.

    ``basis`` is inferred where the whole field is, published where any of it is, None where none is drawn.
    """
    parts = {
        view: [basis for t in maps.territories(scheme, view) if t.root == root for basis, _ in t.parts]
        for view in views
    }
    drawn = {basis for found in parts.values() for basis in found}
    return {
        "basis": (ids.PUBLISHED if ids.PUBLISHED in drawn else ids.INFERRED) if drawn else None,
        "inferred_views": [view for view, found in parts.items() if ids.INFERRED in found],
    }


def _named(claim: TerritoryClaim, *, many: bool) -> str:
    return f"{claim.root}: {claim.summary}" if many else claim.summary


def _drawn(maps: Atlas, scheme: str, view: str, root: str | None) -> bool:
    return any(territory.root == root for territory in maps.territories(scheme, view))


def _scheme_order(scheme: str) -> tuple[int, str]:
    known = scheme in ids.SCHEME_ORDER
    return (ids.SCHEME_ORDER.index(scheme) if known else len(ids.SCHEME_ORDER), scheme)


def _claim(claim: TerritoryClaim) -> dict[str, Any]:
    return {**_plain(claim), "summary": claim.summary}


def _muscles(root: str, tables: Facts) -> list[dict[str, Any]]:
    """Muscles of the root, each with all its roots; last those that only dissent gives to it."""
    found = (*tables.muscles_of(root), *tables.muscles_disputed(root))
    shown = {"rows", "named_in_evidence", "isncsci_key_root"}
    told = []
    for muscle in found:
        sources = [*muscle.source, *(key for row in muscle.rows for key in row.source)]
        told.append(
            {
                "contribution": muscle.contribution_of(root),
                "key": root in muscle.key_of,
                **muscle.model_dump(mode="json", exclude=shown),
                "source": list(dict.fromkeys(sources)),
                "verified": muscle.verified and all(row.verified for row in muscle.rows),
            }
        )
    return told


def _level(root: str, tables: Facts) -> dict[str, Any]:
    members = ids.root_members(root)
    records = [tables.roots[member] for member in members]
    vertebrae = [tables.levels[member] for member in members if member in tables.levels]
    return {
        "vertebra": " and ".join(v.vertebra for v in vertebrae) or None,
        "exit": _joined(records, "exit"),
        "foramen": _joined(records, "foramen"),
        "disc_paracentral": _joined(records, "disc_paracentral"),
        "disc_foraminal": _joined(records, "disc_foraminal"),
        "cord_segment_opposite": _joined(records, "cord_vertebra"),
        "vertebra_landmark": "; ".join(v.surface_landmark for v in vertebrae if v.surface_landmark) or None,
        "cord_or_sac": "; ".join(v.cord_or_sac for v in vertebrae if v.cord_or_sac) or None,
        "note": "; ".join(r.note for r in records if r.note) or None,
        "notes": [_plain(note) for note in tables.level_notes_of(root)],
        "source": list(dict.fromkeys(key for row in (*records, *vertebrae) for key in row.source)),
        "verified": all(row.verified for row in (*records, *vertebrae)),
    }


def _joined(records: Iterable[Root], field: str) -> str | None:
    return (
        "; ".join(dict.fromkeys(getattr(record, field) for record in records if getattr(record, field)))
        or None
    )


def _plain(record: Any) -> dict[str, Any]:
    """A record as JSON-ready data: tuples become lists."""
    return record.model_dump(mode="json")


def _keys(value: Any) -> Iterable[str]:
    """Yield every source key inside, each once, in order of appearance."""
    seen: dict[str, None] = {}

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for name, child in node.items():
                if name in {"source", "sources_a", "sources_b", "sources_c"}:
                    seen.update(dict.fromkeys(child))
                else:
                    walk(child)
        elif isinstance(node, list):
            for child in node:
                walk(child)

    walk(value)
    return seen
