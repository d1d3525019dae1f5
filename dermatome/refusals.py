"""Why a value of a file was refused, in the language of whoever brought the file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dermatome.language import N_, _

_WHY: Final[Mapping[str, str]] = {
    "missing": N_("it is missing"),
    "extra_forbidden": N_("nothing of this name is known"),
    **dict.fromkeys(("string_type", "string_unicode"), N_("it should be a text")),
    **dict.fromkeys(("bool_type", "bool_parsing"), N_("it should be true or false")),
    **dict.fromkeys(
        ("int_type", "int_parsing", "int_from_float", "float_type", "float_parsing", "finite_number"),
        N_("it should be a number"),
    ),
    **dict.fromkeys(("greater_than", "greater_than_equal"), N_("it is too small (at least %(limit)s)")),
    **dict.fromkeys(("less_than", "less_than_equal"), N_("it is too large (at most %(limit)s)")),
    **dict.fromkeys(("string_too_long", "too_long"), N_("it is too long (at most %(limit)s)")),
    **dict.fromkeys(("string_too_short", "too_short"), N_("it is too short (at least %(limit)s)")),
    **dict.fromkeys(("tuple_type", "list_type"), N_("it should be a list")),
    **dict.fromkeys(("model_type", "dict_type", "model_attributes_type"), N_("it should be an object")),
}

_BOUNDS: Final = ("max_length", "min_length", "ge", "le", "gt", "lt")


def why_refused(fault: Mapping[str, Any]) -> str:
    """Return in words what is wrong, of one entry of pydantic's ``ValidationError.errors()``."""
    if fault["type"] == "value_error":
        return " ".join(str(fault["ctx"]["error"]).split())
    bounds = fault.get("ctx", {})
    limit = next((bounds[name] for name in _BOUNDS if name in bounds), "")
    return _(_WHY.get(fault["type"], N_("it cannot have this value"))) % {"limit": limit}
