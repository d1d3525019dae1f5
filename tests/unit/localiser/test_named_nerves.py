"""Who names the nerve that is hurt finds it first, although a neighbour is hurt more often."""

from __future__ import annotations

import pytest

from dermatome.localiser.findings import read_findings
from dermatome.localiser.model import rank
from dermatome.localiser.named_nerves import named_nerves
from dermatome.localiser.names import finding_name
from dermatome.localiser.sentence import read_sentence


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ("tibial nerve palsy", "tibial"),
        ("superior gluteal nerve palsy", "superior-gluteal"),
        ("superior gluteal", "superior-gluteal"),
        ("inferior gluteal nerve injury", "inferior-gluteal"),
        ("injury to the left genitofemoral nerve", "genitofemoral"),
        ("sural nerve damage", "sural"),
        ("common peroneal neuropathy", "common-fibular-peroneal"),
        ("Tibialisparese", "tibial"),
        ("Läsion des N. gluteus superior", "superior-gluteal"),
    ],
)
def test_a_nerve_told_by_name_comes_first(told: str, place: str) -> None:
    findings = read_findings(read_sentence(told)[0])
    assert findings.signs == (f"nerve:{place}",)
    assert rank(findings)[0].id == place


@pytest.mark.parametrize(
    "told",
    [
        "superior gluteal region numb",
        "numb in the ulnar nerve distribution",
        "no ulnar nerve lesion",
        "referred as ulnar neuropathy",
        "my brother had an ulnar nerve injury",
        "tibial fracture",
        "femoral nerve stretch test positive",
        "sural nerve biopsy",
    ],
)
def test_nothing_else_names_a_hurt_nerve(told: str) -> None:
    assert not any(sign.startswith("nerve:") for sign in read_findings(read_sentence(told)[0]).signs)


def test_what_is_only_pressed_is_not_said_to_be_weak() -> None:
    assert read_findings(read_sentence("median nerve entrapment")[0]).weak == ()


def test_it_is_called_as_it_was_told() -> None:
    (sign,) = named_nerves("tibial nerve palsy")
    assert finding_name(sign) == "lesion of the tibial nerve (as told)"
