"""What is wrong with a file that somebody brought is said in their language, never in pydantic's words."""

from __future__ import annotations

import json
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from dermatome.language import speaking
from dermatome.refusals import why_refused


class Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: Annotated[str, Field(max_length=3)] = ""
    count: Annotated[int, Field(ge=1, le=9)] = 1
    yes: bool = True
    many: tuple[int, ...] = ()

    @field_validator("name")
    @classmethod
    def _no_dot(cls, name: str) -> str:
        if "." in name:
            raise ValueError("it holds a dot")
        return name


def refused(told: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as refusal:
        Model.model_validate_json(json.dumps(told))
    return why_refused(refusal.value.errors()[0])


@pytest.mark.parametrize(
    ("told", "english", "german"),
    [
        ({"name": 3}, "it should be a text", "es sollte ein Text sein"),
        ({"name": "long one"}, "it is too long (at most 3)", "es ist zu lang (höchstens 3)"),
        ({"count": "x"}, "it should be a number", "es sollte eine Zahl sein"),
        ({"count": 0}, "it is too small (at least 1)", "es ist zu klein (mindestens 1)"),
        ({"yes": "maybe"}, "it should be true or false", "es sollte true oder false sein"),
        ({"many": 3}, "it should be a list", "es sollte eine Liste sein"),
        ({"other": 3}, "nothing of this name is known", "nichts dieses Namens ist bekannt"),
        ({"name": "a.b"}, "it holds a dot", "it holds a dot"),
    ],
)
def test_a_refusal_is_told_in_the_language_of_the_reader(
    told: dict[str, Any], english: str, german: str
) -> None:
    assert refused(told) == english
    with speaking("de"):
        assert refused(told) == german
