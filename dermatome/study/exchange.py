"""Progress as a file to take along."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, FailFast, Field, ValidationError

from dermatome.errors import InputError
from dermatome.language import _, grouped

LONGEST_ID: Final = 200
LARGEST_IMPORT: Final = 32 * 1024 * 1024
MOST_REVIEWS: Final = 100_000
"""Answers of a file, and of a learner to whom a file is added: 27 a day for ten years."""
MOST_CARDS: Final = 5_000
"""Cards of a file. Others cannot answer while the states of these are worked out."""
FORMAT: Final = "dermatome-progress"
FORMAT_VERSION: Final = 1
_NO_NUL: Final = r"^[^\x00]*$"  # which no database keeps


class ReviewFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    id: Annotated[str, Field(min_length=1, max_length=64, pattern=_NO_NUL)]
    card: Annotated[str, Field(min_length=1, max_length=LONGEST_ID, pattern=_NO_NUL)]
    question: Annotated[str, Field(min_length=1, max_length=LONGEST_ID, pattern=_NO_NUL)]
    at: Annotated[int, Field(ge=0, lt=2**53)]
    rating: Annotated[int, Field(ge=1, le=4)]
    correct: bool
    given: Annotated[str, Field(max_length=LONGEST_ID, pattern=_NO_NUL)] | None = None
    seconds: Annotated[float, Field(ge=0, lt=1e7)] | None = None
    exam: Annotated[str, Field(max_length=LONGEST_ID, pattern=_NO_NUL)] = ""


class Exported(BaseModel):
    """A file that :meth:`Progress.export` wrote, or one that looks like it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal["dermatome-progress"]
    version: Literal[1]
    reviews: Annotated[list[ReviewFile], Field(max_length=MOST_REVIEWS), FailFast()]


def read_export(text: str) -> Exported:
    """Return what an exported file holds.

    :raises InputError: the text is no export, is of a newer version, or is too large.
    """
    if len(text) > LARGEST_IMPORT:
        raise InputError(
            _("The file is larger than %(n)s MB: no progress is.") % {"n": LARGEST_IMPORT // 2**20}
        )
    try:
        told = Exported.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(step) for step in first["loc"]) or _("the file")
        raise InputError(
            _("This is no exported progress: %(place)s: %(reason)s.")
            % {"place": place, "reason": first["msg"]}
        ) from error
    if len({review.card for review in told.reviews}) > MOST_CARDS:
        raise InputError(
            _("The file has answers to more than %(n)s cards: no progress has.") % {"n": grouped(MOST_CARDS)}
        )
    return told
