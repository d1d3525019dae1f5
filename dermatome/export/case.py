"""A case of the localiser to hand out: findings, the places they point to with reasons, the caveat."""

from __future__ import annotations

from typing import Any, Final

from dermatome.anatomy.load import facts
from dermatome.export.load import day, edition
from dermatome.export.sheet import LICENCE
from dermatome.export.typeset import typeset
from dermatome.language import _, language
from dermatome.localiser.answer import Answer
from dermatome.localiser.names import finding_name
from dermatome.localiser.summary import Place, caveat, places, told

MOST_SOURCES: Final = 12


def case_handout(answer: Answer) -> bytes:
    """Return a case as a PDF. :raises AssetError: the template is missing or malformed."""
    found = places(answer)
    keys = dict.fromkeys(key for place in found for key in place.sources)
    data = {
        "lang": language(),
        "title": _("Where is the lesion?"),
        "author": "Dermatome Atlas",
        "caveat": caveat(),
        "education": _("For education only: not a diagnostic tool."),
        "licence": f"{_(LICENCE)} {_('Data of %(day)s') % {'day': day(edition())}}.",
        "words": {
            "findings": _("Findings"),
            "places": _("What they point to"),
            "tests": _("Next best tests"),
            "pro": _("For"),
            "con": _("Against"),
            "sources": _("Sources"),
        },
        "findings": [list(line) for line in told(answer.findings)],
        "notes": list(answer.notes),
        "places": [_place(place) for place in found],
        "tests": [finding_name(test.test) for test in answer.tests],
        "sources": [facts().sources[key].citation for key in list(keys)[:MOST_SOURCES]],
    }
    return typeset("case.typ", data)


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name[:1].upper() + place.name[1:],
        "share": f"{place.share:.0%}",
        "pro": list(place.pro),
        "con": list(place.con),
    }
