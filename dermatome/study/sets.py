"""Sets of questions that a teacher chooses, as a link or a file.

A set is nothing but ids, so a link carries all of it and no server has to keep one. It may come from anybody:
it is bounded in size before and after unpacking, and every question in it is one of ours or is refused.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dermatome.atlas.load import Atlas
from dermatome.errors import InputError
from dermatome.language import N_, _
from dermatome.refusals import why_refused
from dermatome.study.exam import LONGEST_SECONDS, MOST_QUESTIONS, Exam
from dermatome.study.questions import question

VERSION: Final = "1"
LONGEST_LINK: Final = 6_000
"""Characters; browsers and servers in between take about 8,000."""
LARGEST: Final = 64_000
"""Bytes of a set unpacked, or of a file."""

_Id = Annotated[str, Field(min_length=3, max_length=120)]


class QuestionSet(BaseModel):
    """Chosen questions: ids of questions, or of cards, whose variants ``seed`` then settles.

    ``seconds`` is the time limit of all together, None for none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["dermatome-questions"] = "dermatome-questions"
    version: Literal[1] = 1
    title: Annotated[str, Field(max_length=120)] = ""
    questions: Annotated[tuple[_Id, ...], Field(min_length=1, max_length=MOST_QUESTIONS)]
    seconds: Annotated[int, Field(ge=1, le=LONGEST_SECONDS)] | None = None
    seed: Annotated[int, Field(ge=0, lt=2**31)] = 0


def make(title: str, questions: tuple[str, ...], seconds: int | None = None, seed: int = 0) -> QuestionSet:
    """Return a set. :raises InputError: no or too many questions, a title or a time limit out of bounds."""
    try:
        return QuestionSet(
            title=" ".join(title.split()),
            questions=tuple(dict.fromkeys(questions)),
            seconds=seconds,
            seed=seed,
        )
    except ValidationError as error:
        raise InputError(_fault(error)) from error


def encode(chosen: QuestionSet) -> str:
    """Return a set in few letters, digits, ``-``, ``_`` and ``.``, for a link.

    :raises InputError: it is too large for a link; a file holds it still.
    """
    told = [chosen.title, chosen.seconds or 0, chosen.seed, *chosen.questions]
    packed = zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    text = f"{VERSION}.{base64.urlsafe_b64encode(packed).rstrip(b'=').decode()}"
    if len(text) > LONGEST_LINK:
        raise InputError(_("This set is too large for a link. Save it as a file, or choose fewer questions."))
    return text


def decode(text: str) -> QuestionSet:
    """Return the set a link holds. :raises InputError: it is damaged, too large or newer."""
    version, dot, body = text.strip().partition(".")
    if len(text) > LONGEST_LINK or not dot:
        raise InputError(_(_BROKEN))
    if version != VERSION:
        raise InputError(_("This link was made by another version of the atlas. Ask for a new one."))
    try:
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(packed, LARGEST)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise InputError(_(_BROKEN))
        title, seconds, seed, *questions = json.loads(raw)
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError) as error:
        raise InputError(_(_BROKEN)) from error
    return _validated(
        {"title": title, "seconds": seconds or None, "seed": seed, "questions": tuple(questions)}
    )


def to_file(chosen: QuestionSet) -> str:
    """Return a set as the text of a file (JSON)."""
    return json.dumps(chosen.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n"


def from_file(text: str) -> QuestionSet:
    """Return the set a file holds. :raises InputError: it holds none, is too large or newer."""
    if len(text.encode()) > LARGEST:
        raise InputError(
            _("The file is larger than %(n)s kB: no set of questions is.") % {"n": LARGEST // 1000}
        )
    try:
        told = json.loads(text.removeprefix("\ufeff"))  # editors put the mark before what they save
    except (ValueError, RecursionError) as error:
        raise InputError(_("The file is no set of questions.")) from error
    if not isinstance(told, dict):
        raise InputError(_("The file is no set of questions."))
    return _validated(told)


def as_exam(chosen: QuestionSet, *, source: Atlas | None = None) -> Exam:
    """Return the exam a set makes. :raises InputError: a question of it is not known here."""
    asked = tuple(question(each, chosen.seed, source=source) for each in chosen.questions)
    unique = {each.id: each for each in asked}
    return Exam(tuple(unique.values()), chosen.seconds, chosen.title, chosen.seed)


_BROKEN: Final = N_("This link is damaged or incomplete. Copy it again, the whole of it.")


def _validated(told: dict[str, object]) -> QuestionSet:
    try:
        return QuestionSet.model_validate(told)
    except ValidationError as error:
        raise InputError(_fault(error)) from error


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(step) for step in first["loc"]) or "set"
    return _("This is no set of questions: %(place)s: %(reason)s.") % {
        "place": place,
        "reason": why_refused(first),
    }
