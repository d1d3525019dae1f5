"""Peripheral nerves by name."""

import pytest

from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_id, nerve_named
from dermatome.errors import InputError


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("common-fibular-peroneal", "common fibular (peroneal)"),
        ("Common fibular", "common fibular (peroneal)"),
        ("common fibular nerve", "common fibular (peroneal)"),
        ("ulnar", "ulnar"),
        ("radial", "radial (trunk)"),
    ],
)
def test_nerves_are_read_in_many_spellings(written: str, name: str) -> None:
    assert nerve_named(written).nerve == name


def test_every_nerve_is_found_by_its_id_and_its_name() -> None:
    for nerve in facts().nerves:
        assert nerve_named(nerve_id(nerve.nerve)) is nerve
        assert nerve_named(nerve.nerve) is nerve


def test_what_is_no_nerve_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="Did you mean ulnar"):
        nerve_named("ulnaris")
