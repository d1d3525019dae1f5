"""What worksheet and body always need: cells, what may stand in them, what they are about, which map."""

from __future__ import annotations

import json
from typing import Any, Final

from dermatome.anatomy.ids import side_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.terms import fact
from dermatome.atlas.load import atlas
from dermatome.isncsci.classroom import CHOICES, DIFFICULTIES
from dermatome.isncsci.profiles import PROFILES
from dermatome.isncsci.records import (
    MODALITIES,
    MOTOR_LEVELS,
    NOT_DETERMINABLE,
    OBSERVATIONS,
    SENSORY_LEVELS,
    SIDES,
    levels_of,
    scores_of,
)
from dermatome.isncsci.wording import modality_name, observation_name, spelled
from dermatome.language import _

COLUMNS: Final = (
    ("right", "motor"),
    ("right", "light_touch"),
    ("right", "pin_prick"),
    ("left", "light_touch"),
    ("left", "pin_prick"),
    ("left", "motor"),
)
"""Of the worksheet, from left to right; the levels stand in the middle."""

ROWS: Final = (("anterior", "posterior"), ("perineum",))
"""Views of the body beside the worksheet, a row each."""


def examination_json() -> bytes:
    """Return what the worksheet is made of, as UTF-8 JSON."""
    return json.dumps(_document(), ensure_ascii=False, separators=(",", ":")).encode()


def _document() -> dict[str, Any]:
    scheme = atlas().schemes[0]
    return {
        "map": scheme.id,
        "map_name": _("%(map)s map") % {"map": scheme.short_name},
        "rows": ROWS,
        "columns": COLUMNS,
        "levels": SENSORY_LEVELS,
        "muscles": MOTOR_LEVELS,
        "modalities": {
            modality: {
                "name": modality_name(modality),
                "levels": levels_of(modality),
                "scores": scores_of(modality),
                "normal": "5" if modality == "motor" else "2",
            }
            for modality in MODALITIES
        },
        "observations": {
            name: modality_name(name) for name in ("voluntary_anal_contraction", "deep_anal_pressure")
        },
        "observed": {told: observation_name(told) for told in OBSERVATIONS},
        "sides": {side: side_name(side) for side in SIDES},
        "points": {
            root: fact(point.location) for root in SENSORY_LEVELS if (point := facts().key_point(root))
        },
        "key_muscles": {
            muscle.id: muscle.isncsci_key_root
            for muscle in facts().muscles.values()
            if muscle.isncsci_key_root
        },
        "actions": {root: _action(root) for root in MOTOR_LEVELS},
        "choices": {
            result: [(choice, spelled(result, choice)) for choice in (*choices, NOT_DETERMINABLE)]
            for result, choices in CHOICES.items()
        },
        "profiles": {"mixed": _("Mixed"), **{name: _(title) for name, title in PROFILES.items()}},
        "difficulties": {name: _(title) for name, title in DIFFICULTIES.items()},
    }


def _action(root: str) -> str:
    return ", ".join(fact(row.muscle) for row in facts().myotomes(root) if row.kind == "isncsci_key_group")
