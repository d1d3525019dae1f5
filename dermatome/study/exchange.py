"""Progress as a file to take along."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, FailFast, Field, PlainValidator, ValidationError

from dermatome.errors import InputError, one_line
from dermatome.isncsci.files import MOST_EXAMS, Sheet, read_sheet
from dermatome.language import N_, _, grouped
from dermatome.study.worksheets import LONGEST_NAME, Worksheet

LONGEST_ID: Final = 200
LARGEST_IMPORT: Final = 32 * 1024 * 1024
MOST_REVIEWS: Final = 100_000
"""Answers of a file, and of a learner to whom a file is added: 27 a day for ten years."""
MOST_CARDS: Final = 5_000
"""Cards of a file."""
MOST_OF_CARD: Final = 2_000
"""Answers of a file to one card. Others cannot answer while its state is worked out."""
NO_PROGRESS: Final = N_("This is no progress saved from the atlas, or it is damaged. Choose another file.")
BATCH: Final = 200
"""Answers of a file that are added in one transaction, some hundredths of a second."""
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


class ExaminationFile(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Annotated[str, Field(max_length=LONGEST_NAME, pattern=_NO_NUL)]
    at: Annotated[int, Field(ge=0, lt=2**53)]
    worksheet: Annotated[Sheet, PlainValidator(read_sheet)]


class Exported(BaseModel):
    """A file that :meth:`Progress.export` wrote, or one that looks like it; older ones hold answers alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    format: Literal["dermatome-progress"]
    version: Literal[1]
    reviews: Annotated[list[ReviewFile], Field(max_length=MOST_REVIEWS), FailFast()]
    examinations: Annotated[list[ExaminationFile], Field(max_length=MOST_EXAMS), FailFast()] = []

    @property
    def worksheets(self) -> list[Worksheet]:
        """The examinations as they are kept."""
        return [Worksheet(each.name, each.at, each.worksheet) for each in self.examinations]


def read_export(text: str | bytes) -> Exported:
    """Return what an exported file holds.

    :raises InputError: the text is no export, is of a newer version, or is too large, or an examination in it
        cannot be as it is written.
    """
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise InputError(_(NO_PROGRESS)) from error
    if len(text) > LARGEST_IMPORT:
        raise InputError(
            _("The file is larger than %(n)s MB: no progress is.") % {"n": LARGEST_IMPORT // 2**20}
        )
    try:
        told = Exported.model_validate_json(text.removeprefix("\ufeff"))
    except ValidationError as error:
        raise InputError(_fault(error)) from error
    cards = Counter(review.card for review in told.reviews)
    if len(cards) > MOST_CARDS:
        raise InputError(
            _("The file has answers to more than %(n)s cards: no progress has.") % {"n": grouped(MOST_CARDS)}
        )
    if max(cards.values(), default=0) > MOST_OF_CARD:
        raise InputError(
            _("The file has more than %(n)s answers to one card: no progress has.")
            % {"n": grouped(MOST_OF_CARD)}
        )
    return told


def _fault(error: ValidationError) -> str:
    """Return what is wrong with a file, by the number of the examination if it is one of these."""
    first = error.errors()[0]
    match first["loc"]:
        case ("examinations", int(at), *_rest):
            why = one_line(first.get("ctx", {}).get("error", _("it wants name, at and worksheet.")))
            return _("Examination %(n)s of the file cannot be read: %(why)s") % {"n": at + 1, "why": why}
        case ("examinations",) if first["type"] == "too_long":
            most = grouped(MOST_EXAMS)
            return _("The file has more than %(n)s examinations: no progress has.") % {"n": most}
    return _(NO_PROGRESS)


def write_export(
    name: str, latest: Iterable[Mapping[str, object]], examinations: Iterable[Worksheet] = ()
) -> str:
    """Return examinations and answers, given with the latest first, as text that :func:`read_export` reads.

    Of more answers than a file may hold the oldest are left out.
    """
    rows: list[dict[str, object]] = []
    sheets = [each.to_dict() for each in examinations]
    of_card: Counter[object] = Counter()
    room = LARGEST_IMPORT - 10_000 - len(json.dumps(sheets, ensure_ascii=False, indent=1))
    for found in latest:
        row: dict[str, object] = {**found, "at": max(0, int(str(found["at"])))}
        of_card[row["card"]] += 1
        room -= 2 * len(json.dumps(row, ensure_ascii=False))  # as indented below
        if room < 0 or len(rows) == MOST_REVIEWS or len(of_card) > MOST_CARDS:
            break
        if of_card[row["card"]] <= MOST_OF_CARD:
            rows.append(row)
    told = {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "name": name,
        "exported": datetime.now(UTC).isoformat(timespec="seconds"),
        "reviews": rows[::-1],
        "examinations": sheets,
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def batches(reviews: Iterable[ReviewFile]) -> Iterator[list[ReviewFile]]:
    """Yield answers in batches; those to one card come together, for its state is worked out once."""
    by_card: dict[str, list[ReviewFile]] = {}
    for each in reviews:
        by_card.setdefault(each.card, []).append(each)
    batch: list[ReviewFile] = []
    for own in by_card.values():
        batch += own
        if len(batch) >= BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
