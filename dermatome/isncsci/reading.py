"""Examinations and classifications as JSON: checks what comes in, writes what goes out.

The shapes are those of ``python -m dermatome isncsci``; README.md describes them.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dermatome.anatomy.ids import POOLED_SACRAL
from dermatome.errors import ExamError
from dermatome.isncsci.records import (
    MODALITIES,
    MOTOR_LEVELS,
    NOT_SCORED,
    OBSERVATIONS,
    SIDES,
    Both,
    Cell,
    Classification,
    Exam,
    Half,
    Modality,
    Observation,
    Side,
    SideTotals,
    Value,
    levels_of,
    scores_of,
)
from dermatome.isncsci.wording import points
from dermatome.language import N_, _

_NAMES: Final = {"motor": N_("motor"), "light_touch": N_("light touch"), "pin_prick": N_("pin prick")}
_ALLOWED: Final = {modality: frozenset(scores_of(modality)) for modality in MODALITIES}
_POOLED: Final = "S4_5"  # how other programs spell S4-5

_CONTRACTION, _PRESSURE = "voluntary_anal_contraction", "deep_anal_pressure"
_NON_KEY: Final = {side: f"{side}_lowest_non_key_muscle" for side in SIDES}
_KEYS: Final = ("id", *SIDES, _CONTRACTION, _PRESSURE, *_NON_KEY.values())


def read_exam(data: Any, *, partial: bool = False) -> Exam:
    """Return the examination that parsed JSON describes.

    :param partial: cells may be missing or empty; they then count as not scored yet.
    :raises ExamError: it is none; the message names side, modality and level and says what is allowed.
    """
    if not isinstance(data, dict):
        told = {"keys": _listed(_KEYS[1:]), "found": _quoted(data)}
        raise ExamError(_("An examination is an object with %(keys)s, not %(found)s.") % told)
    if len(data) > len(_KEYS) or not data.keys() <= set(_KEYS):
        _look_for_slips(data)
    return Exam(
        _half(data, "right", partial),
        _half(data, "left", partial),
        _observation(data, _CONTRACTION, partial),
        _observation(data, _PRESSURE, partial),
    )


def _look_for_slips(data: Mapping[str, Any]) -> None:
    """Let foreign keys be, such as comments and a date, but not a key that was meant to be one of ours."""
    for key in data:
        if key not in _KEYS and (near := difflib.get_close_matches(str(key), _KEYS, 1, 0.8)):
            told = {"key": _quoted(key), "near": near[0]}
            raise ExamError(_("There is no %(key)s in an examination. Did you mean %(near)s?") % told)


def _half(data: Mapping[str, Any], side: Side, partial: bool) -> Half:
    half = data.get(side)
    if half is None and partial:
        half = {}
    if not isinstance(half, dict):
        told = {"place": side, "wrong": _absent_or(half), "keys": _listed(MODALITIES)}
        raise ExamError(_("%(place)s: %(wrong)s. Give an object with %(keys)s.") % told)
    for key in half:
        if key not in MODALITIES:
            told = {"place": side, "key": _quoted(key), "choices": _listed(MODALITIES)}
            raise ExamError(_("%(place)s: there is no modality %(key)s. Use %(choices)s.") % told)
    return Half(
        _column(half.get("motor"), side, "motor", partial),
        _column(half.get("light_touch"), side, "light_touch", partial),
        _column(half.get("pin_prick"), side, "pin_prick", partial),
        _non_key(data.get(_NON_KEY[side]), side),
    )


def _column(column: Any, side: Side, modality: Modality, partial: bool) -> tuple[str, ...]:
    levels, allowed = levels_of(modality), _ALLOWED[modality]
    if column is None and partial:
        column = {}
    if not isinstance(column, dict):
        told = {"place": f"{side}.{modality}", "wrong": _absent_or(column)}
        told |= {"first": levels[0], "last": levels[-1]}
        text = _("%(place)s: %(wrong)s. Give an object with a score for each level, %(first)s to %(last)s.")
        raise ExamError(text % told)
    scores = tuple(map(column.get, levels))
    # The usual case first and fast: every level, nothing else, strings that are scores.
    if len(column) == len(levels) and allowed.issuperset(_texts(scores)):
        return scores  # type: ignore[return-value]
    return _checked(column, side, modality, partial)


def _texts(scores: Sequence[Any]) -> Sequence[Any]:
    """Return the scores, unless one is no string: what JSON calls true is 1 in Python."""
    return scores if set(map(type, scores)) == {str} else (None,)


def _checked(column: Mapping[str, Any], side: Side, modality: Modality, partial: bool) -> tuple[str, ...]:
    levels = levels_of(modality)
    given: dict[str, Any] = {}
    for key, score in column.items():
        level = POOLED_SACRAL if key == _POOLED else key
        if level not in levels:
            told = {"place": f"{side}.{modality}.{_plain(key)}", "choices": _listed(levels)}
            raise ExamError(_("%(place)s: these scores have no such level. Use %(choices)s.") % told)
        if level in given:
            told = {"place": f"{side}.{modality}.{level}"}
            raise ExamError(_("%(place)s: there are two scores. Give one.") % told)
        given[level] = score
    scores = []
    for level in levels:
        score = given.get(level, NOT_SCORED)
        if isinstance(score, (int, float)) and not isinstance(score, bool) and score in range(10):
            score = str(int(score))
        if partial and score in (NOT_SCORED, None):
            score = NOT_SCORED
        elif not isinstance(score, str) or score not in _ALLOWED[modality]:
            told = {
                "place": f"{side}.{modality}.{level}",
                "wrong": _no_score(score, modality) if level in given else _missing(modality),
                "choices": _listed(scores_of(modality), either=True),
            }
            raise ExamError(_("%(place)s: %(wrong)s. Use %(choices)s.") % told, Cell(side, modality, level))
        scores.append(score)
    return tuple(scores)


def _observation(data: Mapping[str, Any], key: str, partial: bool) -> Observation:
    told = data.get(key)
    if partial and told in (None, NOT_SCORED):
        return NOT_SCORED
    for observation in OBSERVATIONS:
        if isinstance(told, str) and told.strip().lower() == observation.lower():
            return observation
    found = {"place": key, "wrong": _absent_or(told), "choices": _listed(OBSERVATIONS, either=True)}
    raise ExamError(_("%(place)s: %(wrong)s. Use %(choices)s.") % found, Cell("", key, ""))


def _non_key(told: Any, side: Side) -> str | None:
    if told is None or told == "":
        return None
    if isinstance(told, str) and told in MOTOR_LEVELS:
        return told
    found = {"place": _NON_KEY[side], "found": _quoted(told), "choices": _listed(MOTOR_LEVELS)}
    raise ExamError(
        _("%(place)s: %(found)s is no segment with non-key muscles. Use one of %(choices)s; null for none.")
        % found
    )


def _absent_or(told: Any) -> str:
    return _("missing") if told is None else _("%(found)s is none") % {"found": _quoted(told)}


def _missing(modality: Modality) -> str:
    return _("the %(modality)s score is missing") % {"modality": _(_NAMES[modality])}


def _no_score(told: Any, modality: Modality) -> str:
    return _("%(found)s is no %(modality)s score") % {"found": _quoted(told), "modality": _(_NAMES[modality])}


def _quoted(told: Any) -> str:
    return repr(_plain(told)) if isinstance(told, str) else _plain(repr(told))


def _plain(told: object) -> str:
    """Return what was written on one short line, whatever it holds."""
    text = " ".join(str(told).split())
    return text if len(text) <= 40 else f"{text[:39]}…"


def _listed(choices: Sequence[str], *, either: bool = False) -> str:
    told = {"several": ", ".join(choices[:-1]), "last": choices[-1]}
    return (_("%(several)s or %(last)s") if either else _("%(several)s and %(last)s")) % told


# ---- out --------------------------------------------------------------------------------------------


def exam_to_dict(exam: Exam) -> dict[str, Any]:
    """Return an examination as JSON holds it; :func:`read_exam` reads it back."""
    return {
        **{
            side: {
                modality: dict(zip(levels_of(modality), exam.half(side).column(modality), strict=True))
                for modality in MODALITIES
            }
            for side in SIDES
        },
        _CONTRACTION: exam.anal_contraction,
        _PRESSURE: exam.anal_pressure,
        **{_NON_KEY[side]: exam.half(side).non_key_muscle for side in SIDES},
    }


def to_dict(found: Classification) -> dict[str, Any]:
    """Return a classification as JSON holds it: an undecided value is a list with commas."""
    totals = found.totals
    return {
        "sensory_level": _pair(found.sensory_level),
        "motor_level": _pair(found.motor_level),
        "neurological_level_of_injury": found.neurological_level.text,
        "completeness": found.completeness.text,
        "ais": found.ais.text,
        "zpp": {"sensory": _pair(found.sensory_zpp), "motor": _pair(found.motor_zpp)},
        "totals": {
            "right": _summed(totals.right),
            "left": _summed(totals.left),
            **dict(zip(totals._fields[2:], map(points, totals[2:]), strict=True)),
        },
    }


def _pair(both: Both[Value]) -> dict[str, str]:
    return {"right": both.right.text, "left": both.left.text}


def _summed(totals: SideTotals) -> dict[str, str]:
    return dict(zip(totals._fields, map(points, totals), strict=True))
