"""What a step of a lecture shows: the map, the column, a passage, a case for the localiser, an examination.

A step keeps the address of what it shows: of the map its query alone (so since the first lectures), of the
other pages their path before it, as ``levels?disc=L4/5&herniation=paracentral``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

from dermatome.anatomy.ids import territory_root
from dermatome.anatomy.load import facts
from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.language import _
from dermatome.lecture.deck import MAX_ADDRESS, Step
from dermatome.library.load import library
from dermatome.library.records import Article, Passage, Section
from dermatome.localiser.answer import localise
from dermatome.localiser.summary import caveat, places
from dermatome.localiser.summary import told as told_lines
from dermatome.spine.rules import SITE_NAMES
from dermatome.ui.base import session
from dermatome.ui.base.findings import Told, findings
from dermatome.ui.base.findings import read_query as read_told
from dermatome.ui.base.levels import Levels, read_levels
from dermatome.ui.base.session import known
from dermatome.ui.base.state import LAYER_OF, Selection, preset_of, read_query, shown_name
from dermatome.ui.lecture.examined import examination, summary
from dermatome.ui.lecture.facts import short_source

MAP, LEVELS, ARTICLE, LOCALISE, EXAMINATION = "", "levels", "articles", "localise", "examination"
"""The pages a step can be of, as its address names them."""
MOST_FIELDS: Final = 40
PLACES_SHOWN: Final = 3
SOURCES_SHOWN: Final = 4
LONGEST_CASE: Final = 70
"""Letters of a case by which it is told from the others."""
_ON_MAP: Final = {
    *("root", "scheme", "side", "view", "layer", "depth", "difference", "part", "at", "inferred", "stand"),
    *LAYER_OF,
}
_IN_ARTICLE: Final = {"article", "section", "passage"}
_IN_CASE: Final = {field.name for field in fields(Told)}
_ON_COLUMN: Final = {"vertebra", "disc", "root", "segment", "herniation", "conus", "transitional", "which"}
_ALLOWED: Final = {
    MAP: _ON_MAP,
    LEVELS: _ON_COLUMN,
    ARTICLE: _IN_ARTICLE,
    LOCALISE: _IN_CASE,
    EXAMINATION: {"exam"},
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A section of an article of ours, or one ``passage`` of it."""

    article: Article
    section: Section
    passage: Passage | None = None

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What is shown."""
        return (self.passage,) if self.passage else self.section.passages


def page_of(step: Step) -> str:
    """Return which page a step is of: :data:`MAP`, :data:`LEVELS` or :data:`ARTICLE`."""
    return _split(step.address)[0]


def _split(address: str) -> tuple[str, str]:
    page, mark, query = address.partition("?")
    return (page, query) if mark else (MAP, address)


def _fields(query: str) -> dict[str, list[str]]:
    return parse_qs(query, max_num_fields=MOST_FIELDS)


def map_address(selection: Selection) -> str:
    """Return the address by which a step of the map reopens."""
    return urlencode(selection.to_query(), doseq=True, safe=",")


def levels_step(state: Levels) -> Step:
    """Return a step that shows a thing on the column."""
    return Step(address=f"{LEVELS}?{urlencode(state.to_query(), safe='/')}")


def article_step(reading: Reading) -> Step:
    """Return a step that shows a passage: all of it at once, with nothing to reveal."""
    query = {"article": reading.article.id, "section": reading.section.id}
    if reading.passage:
        query["passage"] = reading.passage.id
    return Step(address=f"{ARTICLE}?{urlencode(query)}", shown=("name",), reveals=())


def case_step(told: Told) -> Step:
    """Return a step that shows a case: what is told at once, the places it points to with the name.

    :raises InputError: so much is told that no step can hold it.
    """
    address = f"{LOCALISE}?{urlencode(told.query(), safe=',:~')}"
    if len(address) > MAX_ADDRESS:
        raise InputError(_("This case is too long for a step of a lecture. Paint or tell less."))
    return Step(address=address, shown=(), reveals=("name",))


def examination_step(code: str) -> Step:
    """Return a step that shows an examination: its scores at once, its results one by one for the name."""
    return Step(address=f"{EXAMINATION}?{urlencode({'exam': code})}", shown=(), reveals=("name",))


def _code_of(step: Step) -> str:
    return _fields(_split(step.address)[1])["exam"][-1]


def told_of(step: Step) -> Told:
    """Return what is told in the case a step shows."""
    return read_told(_fields(_split(step.address)[1]))


def selection_of(step: Step) -> Selection:
    """Return what the map shows at a step; of another page, the root it goes with on the map as it was."""
    page, query = _split(step.address)
    if page == MAP:
        return read_query(_fields(query), session.schemes(), known())[0]
    start = read_query({}, session.schemes(), known())[0]
    if page in (LOCALISE, EXAMINATION):
        return start
    root = territory_root(levels_of(step).root) if page == LEVELS else _root_of(reading_of(step).article)
    return start.choose(root) if root else start


def _root_of(article: Article) -> str | None:
    return territory_root(article.roots[0]) if article.roots else None


def levels_of(step: Step) -> Levels:
    """Return the state of the column a step shows."""
    return read_levels(_fields(_split(step.address)[1]), Levels())[0]


def reading_of(step: Step) -> Reading:
    """Return the passage a step shows. :raises InputError: it is not in the library of the atlas."""
    return _reading(_fields(_split(step.address)[1]))


def _reading(query: Mapping[str, list[str]]) -> Reading:
    one = {name: values[-1] for name, values in query.items()}
    article = library().article(one.get("article", "")[:120])
    section = article.section(one.get("section", ""))
    if section is None or not section.passages:
        raise InputError(_("The article “%(title)s” has no such section.") % {"title": article.title})
    if "passage" not in one:
        return Reading(article, section)
    passage = next((each for each in section.passages if each.id == one["passage"]), None)
    if passage is None:
        raise InputError(_("The article “%(title)s” has no such passage.") % {"title": article.title})
    return Reading(article, section, passage)


def check(address: str) -> list[str]:
    """Return what is wrong with the address of a step, a sentence each."""
    page, query = _split(address)
    try:
        fields = _fields(query)
    except ValueError:
        return [_("Its address has too many parts.")]
    allowed = _ALLOWED.get(page)
    if allowed is None:
        return [_("“%(name)s” is no page a lecture can show.") % {"name": page[:30]}]
    if unknown := sorted(set(fields) - allowed):
        return [_("“%(name)s” is no part of an address.") % {"name": unknown[0][:30]}]
    if page == LEVELS:
        return read_levels(fields, Levels())[1]
    if page == LOCALISE:
        return [] if findings(read_told(fields))[0].empty is False else [_("Its address tells no findings.")]
    if page in (ARTICLE, EXAMINATION):
        try:
            _reading(fields) if page == ARTICLE else examination(*fields.get("exam", [""])[-1:])
        except InputError as error:
            return [str(error)]
        return []
    if "root" not in fields:
        return [_("Its address names no root.")]
    return read_query(fields, session.schemes(), known())[1]


# ---- in words, and for the browser ------------------------------------------------------------------


def described(step: Step) -> str:
    """Return what a step shows in a few words, for one without a name of its own."""
    page = page_of(step)
    if page == LEVELS:
        state = levels_of(step)
        site = f" · {_(SITE_NAMES[state.herniation])}" if state.herniation else ""
        return f"{state.id} · {_('Levels')}{site}"
    if page == LOCALISE:
        said = "; ".join(text for _title, text in told_lines(findings(told_of(step))[0]))
        return f"{_('Localise')} · {said if len(said) <= LONGEST_CASE else said[: LONGEST_CASE - 1] + '…'}"
    if page == EXAMINATION:
        return summary(_code_of(step))
    if page == ARTICLE:
        reading = reading_of(step)
        return f"{reading.article.title} · {reading.section.heading}"
    return _on_map(selection_of(step))


def _on_map(selection: Selection) -> str:
    views = preset_of(selection.views)
    shown = _(views) if views else ", ".join(shown_name(view) for view in selection.views)
    layers = {"myotome": _("Muscles"), "reflex": _("Reflexes"), "nerve": _("Skin nerves")}
    what = layers.get(selection.layer) or atlas().scheme(selection.scheme).short_name
    return f"{selection.root} · {what} · {shown}"


def step_data(step: Step) -> dict[str, Any]:
    """Return a step as the browser needs it: what the file would say, and what is to be shown."""
    told = {**step.model_dump(mode="json"), "state": selection_of(step).to_data()}
    page = page_of(step)
    if page == LEVELS:
        state = levels_of(step)
        site = state.herniation or "none"
        path = "/".join((state.kind, state.id.replace("/", "-"), site, state.conus, state.transitional))
        told["told"] = {"page": page, "path": path, "address": step.address}
    elif page == LOCALISE:
        told["told"] = {"page": page, "address": step.address, **_case(told_of(step))}
    elif page == EXAMINATION:
        told["told"] = {"page": page, "address": step.address, **examination(_code_of(step))}
    elif page == ARTICLE:
        told["told"] = {"page": page, "address": _read_on(step), **_words(reading_of(step))}
    return told


def _case(told: Told) -> dict[str, Any]:
    """Return a case in lines; those of the answer are marked, for they are revealed after the findings."""
    answer = localise(findings(told)[0])
    lines = [{"kind": "p", "text": f"{title}: {text}"} for title, text in told_lines(answer.findings)]
    found = [*answer.notes]
    for place in places(answer)[:PLACES_SHOWN]:
        against = f" {_('Against')}: {place.con[0]}." if place.con else ""
        why = f" {_('For')}: {'; '.join(place.pro[:2])}.{against}" if place.pro else against
        found.append(f"{place.share:.0%} {place.name}.{why}")
    found.append(caveat())
    lines += [{"kind": "p", "text": text, "answer": True} for text in found]
    keys = dict.fromkeys(key for place in places(answer)[:PLACES_SHOWN] for key in place.sources)
    return {
        "what": _("Where is the lesion?"),
        "where": "",
        "lines": lines,
        "sources": [short_source(key) for key in list(keys)[:SOURCES_SHOWN]],
    }


def _read_on(step: Step) -> str:
    reading = reading_of(step)
    return f"{ARTICLE}?{urlencode({'article': reading.article.id})}#{reading.section.id}"


def _words(reading: Reading) -> dict[str, Any]:
    keys = dict.fromkeys(key for passage in reading.passages for key in passage.citations)
    return {
        "what": reading.article.title,
        "where": reading.section.heading,
        "lines": [{"kind": each.kind, "text": each.text} for each in reading.passages],
        "sources": [short_source(key) for key in keys if key in facts().sources],
    }
