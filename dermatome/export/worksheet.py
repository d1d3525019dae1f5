"""The ISNCSCI worksheet as one page to print: filled in and classified, or blank."""

from __future__ import annotations

from typing import Any, Final

from dermatome.anatomy.ids import side_name
from dermatome.anatomy.load import facts
from dermatome.atlas.load import atlas
from dermatome.export.handout_maps import Look, map_picture
from dermatome.export.load import day, edition
from dermatome.export.sheet import LICENCE
from dermatome.export.typeset import typeset
from dermatome.isncsci.classify import classify
from dermatome.isncsci.files import EMPTY, Sheet
from dermatome.isncsci.reasons import notes
from dermatome.isncsci.records import (
    ANAL_CONTRACTION,
    ANAL_PRESSURE,
    MOTOR_LEVELS,
    SENSORY_LEVELS,
    SIDES,
    Classification,
    Exam,
    Side,
)
from dermatome.isncsci.wording import (
    cell_name,
    modality_name,
    observation_name,
    points,
    result_name,
    spelled,
    word,
)
from dermatome.language import _, language

VIEWS: Final = ("anterior", "posterior")
TOTALS: Final = ("motor", "light_touch", "pin_prick")
MOST_COMMENT: Final = 800
"""Characters of comments that the page has room for; the file keeps all."""
MOST_NAME: Final = 40
LONGEST_WORD: Final = 24
"""Letters after which a word may be broken."""


def worksheet(sheet: Sheet | None) -> bytes:
    """Return the worksheet as a PDF of one page; None gives a blank one.

    :raises AssetError: the built geometry or the template is missing or malformed.
    """
    filled, sheet = sheet is not None, sheet or EMPTY
    found = classify(sheet.exam) if filled else None
    source = atlas()
    drawn = [
        map_picture(source.schemes[0].id, view, Look((), numbers={}, blank=True), source) for view in VIEWS
    ]
    title = _("ISNCSCI worksheet")
    data = {
        "lang": language(),
        "title": title,
        "author": "Dermatome Atlas",
        "description": _("Neurological examination of spinal cord injury"),
        "standard": facts().sources["ISNCSCI2019"].citation,
        "education": _("For education only: not a diagnostic tool."),
        "licence": f"{_(LICENCE)} {_('Data of %(day)s') % {'day': day(edition())}}.",
        "sides": [_side(sheet.exam, side, found) for side in SIDES],
        "columns": {name: modality_name(name) for name in TOTALS},
        "words": _words(),
        "figures": [
            {"name": view, "aspect": each.aspect, "alt": each.alt}
            for view, each in zip(VIEWS, drawn, strict=True)
        ],
        "observed": [
            [cell_name(cell), observation_name(sheet.exam.score(cell)) if sheet.exam.score(cell) else ""]
            for cell in (ANAL_CONTRACTION, ANAL_PRESSURE)
        ],
        "notes": [
            [_("Date"), _short(sheet.date, MOST_NAME)],
            [_("Examiner"), _short(sheet.examiner, MOST_NAME)],
        ],
        "comments": _comments(sheet, found),
        "totals": _totals(found) if found else [],
        "results": _results(found),
    }
    return typeset("worksheet.typ", data, {view: each.svg for view, each in zip(VIEWS, drawn, strict=True)})


def _words() -> dict[str, str]:
    return {
        "level": _("Level"),
        "total": _("Total"),
        "comments": _("Comments"),
        "non_key": _("Lowest non-key muscle that moves"),
        "scores": _(
            "Motor 0–5; sensation 0 absent, 1 altered, 2 normal; NT not testable; * impaired by something "
            "else than the injury, ** so, and taken as normal."
        ),
        "points": f"{_('%(map)s map') % {'map': atlas().schemes[0].short_name}}. "
        + _("Dotted borders: inferred, not drawn in the published figure."),
    }


def _side(exam: Exam, side: Side, found: Classification | None) -> dict[str, Any]:
    half = exam.half(side)
    motor = dict(zip(MOTOR_LEVELS, half.motor, strict=True))
    rows = zip(SENSORY_LEVELS, half.light_touch, half.pin_prick, strict=True)
    totals = (found.totals.right if side == "right" else found.totals.left) if found else None
    return {
        "side": side,
        "name": side_name(side).capitalize(),
        "rows": [[level, motor.get(level), touch, prick] for level, touch, prick in rows],
        "totals": [points(getattr(totals, name)) if totals else "" for name in TOTALS],
        "non_key": half.non_key_muscle or "",
    }


def _results(found: Classification | None) -> list[list[str]]:
    if found is None:
        found = classify(EMPTY.exam)
        return [[result_name(name, side), ""] for name, side, _value in found.results()]
    return [[result_name(name, side), spelled(name, value.shown())] for name, side, value in found.results()]


def _totals(found: Classification) -> list[str]:
    """Return the sums of both sides as the form has them: ``Motor total of the arm: 25 + 24 = 49``."""
    totals = found.totals
    return [
        f"{result_name(name)}: {points(getattr(totals.right, name))} + {points(getattr(totals.left, name))}"
        f" = {points(total)}"
        for name, side, total in totals.each()
        if not side
    ]


def _comments(sheet: Sheet, found: Classification | None) -> list[str]:
    starred = [
        f"{cell_name(cell)} {sheet.exam.score(cell)}: {why}" for cell, why in sheet.impaired_by.items() if why
    ]
    said = _short("; ".join(filter(None, [sheet.comments, *starred])), MOST_COMMENT)
    told = [word(note, sheet.exam) for note in notes(sheet.exam, found)] if found else []
    return [*told, said] if said else told


def _short(text: str, most: int) -> str:
    """Return a text on one line, cut to what there is room for, with places to break its longest words."""
    line = " ".join(text.split())
    line = line if len(line) <= most else f"{line[: most - 1]}…"
    return " ".join(
        "\u200b".join(word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
        for word in line.split()
    )
