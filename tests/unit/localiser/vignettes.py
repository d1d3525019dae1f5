"""Textbook pictures of lesions, written for these tests: what is told, and which places may be answered."""

from __future__ import annotations

from typing import Any

IDS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "carpal tunnel": (
        {
            "skin": {
                "lost": [{"part": "thumb"}, {"part": "index-finger"}, {"part": "middle-finger"}],
                "spared": [{"part": "little-finger"}],
            },
            "weak": ["abductor-pollicis-brevis"],
            "strong": ["flexor-pollicis-longus", "elbow-extension"],
            "other": ["night-waking"],
        },
        {"median"},
    ),
    "cubital tunnel": (
        {
            "skin": {"lost": [{"part": "little-finger"}, {"part": "hand-dorsum", "surface": ["ulnar"]}]},
            "weak": ["dorsal-interossei-of-the-hand", "adductor-pollicis"],
            "strong": ["abductor-pollicis-brevis"],
            "other": ["tinel-elbow"],
        },
        {"ulnar"},
    ),
    "wrist drop": (
        {
            "skin": {"lost": [{"part": "hand-dorsum", "surface": ["radial"]}]},
            "weak": ["wrist-extension", "finger-extension", "brachioradialis"],
            "strong": ["elbow-extension", "deltoid"],
        },
        {"radial-trunk"},
    ),
    "foot drop at the knee": (
        {
            "skin": {"lost": [{"part": "foot-dorsum"}, {"part": "shin", "surface": ["lateral"]}]},
            "weak": [{"id": "ankle-dorsiflexion", "grade": 1}, "foot-eversion"],
            "strong": ["foot-inversion", "hip-abduction"],
        },
        {"common-fibular-peroneal"},
    ),
    "foot drop at the spine": (
        {
            "skin": {"lost": [{"part": "foot-dorsum"}]},
            "weak": ["great-toe-extension", "foot-inversion", "hip-abduction"],
            "reflexes": {"normal": ["knee-jerk-patellar", "ankle-jerk-achilles"]},
            "other": ["back-pain", "slr-positive"],
        },
        {"L5"},
    ),
    "saphenous at the thigh": (
        {
            "skin": {
                "lost": [{"part": "shin", "surface": ["medial"]}, {"part": "ankle", "surface": ["medial"]}],
                "spared": [{"part": "thigh-front"}],
            },
            "strong": ["knee-extension"],
            "reflexes": {"normal": ["knee-jerk-patellar"]},
        },
        {"saphenous"},
    ),
    "superficial fibular at the upper fibula": (
        {
            "skin": {"lost": [{"part": "foot-dorsum"}], "spared": [{"part": "great-toe"}]},
            "weak": ["foot-eversion", "fibularis-longus"],
            "strong": ["ankle-dorsiflexion", "great-toe-extension"],
        },
        {"superficial-fibular"},
    ),
    "saddle and bladder, strong legs": (
        {
            "side": "bilateral",
            "skin": {"lost": [{"part": "perineum"}]},
            "strong": [{"group": "lower-limb"}],
            "other": ["bladder-incontinence", "bowel-incontinence", "erectile-dysfunction"],
        },
        {"conus-medullaris", "cauda-equina"},
    ),
    "first sacral root": (
        {
            "skin": {"lost": [{"part": "heel"}, {"part": "foot-dorsum", "surface": ["lateral"]}]},
            "weak": ["ankle-plantar-flexion"],
            "reflexes": {"lost": ["ankle-jerk-achilles"]},
            "other": ["radicular-leg-pain", "slr-positive"],
        },
        {"S1"},
    ),
    "seventh cervical root": (
        {
            "skin": {"lost": [{"part": "middle-finger"}]},
            "weak": ["elbow-extension", "wrist-flexion"],
            "reflexes": {"lost": ["triceps"], "normal": ["biceps"]},
            "other": ["neck-pain", "spurling-positive"],
        },
        {"C7"},
    ),
    "numb outer thigh": (
        {
            "skin": {"lost": [{"part": "thigh-front", "surface": ["lateral"]}]},
            "strong": [{"group": "all"}],
            "reflexes": {"normal": ["all"]},
        },
        {"lateral-femoral-cutaneous"},
    ),
    "saddle and bladder": (
        {
            "side": "bilateral",
            "skin": {"lost": [{"part": "perineum"}, {"part": "calf"}]},
            "weak": ["ankle-plantar-flexion", "knee-flexion"],
            "reflexes": {"lost": ["ankle-jerk-achilles"]},
            "other": ["bladder-retention", "back-pain"],
        },
        {"cauda-equina"},
    ),
    "stockings": (
        {
            "side": "bilateral",
            "skin": {"lost": [{"part": "toes"}, {"part": "foot-sole"}]},
            "reflexes": {"lost": ["ankle-jerk-achilles"]},
            "other": ["stocking-loss", "symmetrical", "diabetes"],
        },
        {"polyneuropathy"},
    ),
    "winging on pushing": (
        {"weak": ["serratus-anterior"], "strong": ["trapezius"], "other": ["winging-on-pushing"]},
        {"long-thoracic"},
    ),
    "upper trunk": (
        {
            "skin": {
                "lost": [
                    {"part": "forearm", "surface": ["lateral"]},
                    {"part": "upper-arm", "surface": ["lateral"]},
                ]
            },
            "weak": ["deltoid", "biceps-brachii", "infraspinatus", "brachioradialis"],
            "strong": ["finger-flexion", "finger-abduction", "rhomboids", "serratus-anterior"],
            "reflexes": {"lost": ["biceps"]},
        },
        {"upper-trunk"},
    ),
}
"""By name: the findings in ids, and what may come first."""

WORDS: dict[str, tuple[dict[str, Any], set[str]]] = {
    "carpal tunnel": (
        {
            "skin": {"lost": ["thumb, index and middle finger"], "spared": ["little finger"]},
            "weak": ["lifting the thumb away from the palm"],
            "strong": ["triceps 5/5"],
            "other": ["wakes at night and shakes the hand"],
        },
        {"median"},
    ),
    "foot drop at the knee": (
        {
            "side": "R",
            "skin": {"lost": ["top of my foot", "outside of the shin"]},
            "weak": ["can't walk on my heels", "turning the foot outwards"],
            "strong": ["turning the foot inwards", "standing on tiptoe"],
            "other": ["always sits with legs crossed"],
        },
        {"common-fibular-peroneal"},
    ),
    "first sacral root": (
        {
            "skin": {"lost": ["outer edge of the foot"]},
            "weak": ["cannot stand on tip-toe"],
            "reflexes": {"lost": ["ankle reflex"]},
            "other": ["sciatica", "straight leg raising positive"],
        },
        {"S1"},
    ),
    "wrist drop": (
        {
            "skin": {"lost": ["back of the hand near the thumb"]},
            "weak": ["my wrist just hangs", "straightening the fingers"],
            "strong": ["triceps"],
            "other": ["fell asleep with his arm over a chair"],
        },
        {"radial-trunk"},
    ),
    "numb outer thigh": (
        {"skin": {"lost": ["burning outer thigh"]}, "strong": ["no weakness"], "other": ["tight belt"]},
        {"lateral-femoral-cutaneous"},
    ),
}
