"""How patients and students say things, by what they mean: a phrase is read as that and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.localiser.findings import read_findings
from dermatome.localiser.records import Findings

PHRASES: Final = parse_yaml(Path(__file__).with_name("phrases.yaml").read_text(encoding="utf-8"))


def _told(kind: str, phrase: str) -> dict[str, Any]:
    return {
        "weak": {"weak": [phrase]},
        "strong": {"strong": [phrase]},
        "lost": {"skin": {"lost": [phrase]}},
        "spared": {"skin": {"spared": [phrase]}},
        "reflex-lost": {"reflexes": {"lost": [phrase]}},
        "reflex-normal": {"reflexes": {"normal": [phrase]}},
        "other": {"other": [phrase]},
    }[kind]


def _read(found: Findings) -> set[str]:
    """Return all that was read, by the ids of what is lost or normal."""
    named = {
        *found.strong_groups,
        *found.reflexes_lost,
        *found.reflexes_normal,
        *found.reflex_groups,
        *found.weak_groups,
    }
    patches = {patch.id for patch in (*found.lost, *found.spared)} | set(found.spared_groups)
    return named | patches | {m.id for m in (*found.weak, *found.strong)} | set(found.signs)


def _meant(meaning: str) -> list[set[str]]:
    return [set(one.split("|")) for one in meaning.split(" & ")]


def _meanings() -> list[Any]:
    return [
        pytest.param(kind, meaning, phrases, id=f"{kind}: {meaning}")
        for kind, meanings in PHRASES.items()
        if kind != "nothing"
        for meaning, phrases in meanings.items()
    ]


@pytest.mark.parametrize(("kind", "meaning", "phrases"), _meanings())
def test_phrases_are_read_as_what_they_mean(kind: str, meaning: str, phrases: list[str]) -> None:
    meant = _meant(meaning)
    wrong: dict[str, set[str]] = {}
    for phrase in phrases:
        read = _read(read_findings(_told(kind, phrase)))
        if not (all(read & one for one in meant) and read <= set().union(*meant)):
            wrong[phrase] = read
    assert not wrong


@pytest.mark.parametrize("phrase", PHRASES["nothing"])
def test_what_is_no_finding_is_taken_for_none(phrase: str) -> None:
    assert _read(read_findings(_told("other", phrase))) <= {"painless"}
