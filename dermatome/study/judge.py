"""Judges an answer: right or wrong, how far off, who else would take it, and why.

A drawing is judged on the skin of the whole body, a click on the map the question names, in the view clicked;
where fields overlap, every root under the point is right. Practice has the maps as their published figures
are: nothing that the atlas infers is asked for, but who clicks there is judged by what is inferred, and told
so. What another published map gives to the same spot, or sources the atlas does not follow, is told beside
the verdict and never counts as right.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable
from dataclasses import replace

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from dermatome.anatomy.ids import SIDES, TRIGEMINAL, parse_root, parse_side, parse_view, territory_root
from dermatome.anatomy.load import facts
from dermatome.atlas.describe import parts_of
from dermatome.atlas.hit import body_part_at, hit
from dermatome.atlas.load import Atlas, published_atlas
from dermatome.atlas.records import Landmark, Region
from dermatome.errors import InputError
from dermatome.language import _, cached
from dermatome.library.passages import passages
from dermatome.library.records import RankedPassage
from dermatome.study import recall, wording
from dermatome.study.cases import case_choices
from dermatome.study.drawn import DRAWN
from dermatome.study.lesions import fewest
from dermatome.study.load import cases
from dermatome.study.records import Acceptance, Answer, PassageQuery, Question, Target, Verdict
from dermatome.study.skin import KEY_POINT_MAP, key_points

KEY_POINT_REACH_MM = 40.0
"""A key point is found within this distance, if no other one is nearer."""
_SEARCHED = 40
"""So many passages are searched for one that names the muscle, movement or reflex asked about."""
LEAST_DRAWN = 50
"""A drawing is right that covers so many per cent of the field, if as many of its own lie in it."""
LEAST_SHARE = 0.2
"""A map accepts another name for a lit territory when it gives that root at least this share of it."""


def judge(
    question: Question, answer: Answer, *, with_passage: bool = True, source: Atlas | None = None
) -> Verdict:
    """Return the verdict on an answer; a skipped one is wrong, and tells what is right.

    :param with_passage: look for the passage that explains it as well.
    :raises InputError: the answer is of another sort than the question asks for (a click where there are
        choices), names no root, or is no spot of the view.
    :raises AssetError: the built geometry is missing or malformed.
    """
    source = source or published_atlas()
    if answer.skipped:
        verdict = _skipped(question)
    elif question.several:
        verdict = _marked(question, answer)
    elif answer.drawn is not None:
        verdict = _drawn(question, answer.drawn)
    elif not question.click:
        verdict = _chosen(question, answer, source)
    elif question.kind == "click_key_point":
        verdict = _key_point(question, answer, source)
    else:
        verdict = _territory(question, answer, source)
    found = explanation(question, verdict.body_part) if with_passage else None
    return replace(
        verdict,
        passage=found,
        tests=len(answer.tests) if question.tests else None,
        fewest=fewest(question) if question.tests else None,
        reasons=wording.reasons(question, answer),
        sources=tuple(dict.fromkeys((*question.sources, *(found.passage.citations if found else ())))),
    )


def explanation(question: Question, body_part: str | None = None) -> RankedPassage | None:
    """Return the piece of an article that explains the right answer.

    ``body_part`` is where it was sought: what speaks of the root there is told before what speaks of the part
    where it chiefly lies.
    """
    query = question.query
    if query is None:
        return None
    if body_part and body_part != query.body_part:
        there = _explanation(query, body_part)
        if there is not None and there.on_part:
            return there
    return _explanation(query, query.body_part)


@cached(maxsize=2048)
def _explanation(query: PassageQuery, body_part: str | None) -> RankedPassage | None:
    found = passages(
        query.root,
        query.layer,
        body_part,
        limit=_SEARCHED if query.names else 1,
        scheme=query.scheme,
        nerve=query.nerve,
    ) or passages(query.root, limit=1)
    for name, beside in itertools.product(query.names, dict.fromkeys((query.beside, ""))):
        texts = ((each, each.passage.text.lower()) for each in found)
        if best := next((each for each, text in texts if name in text and beside in text), None):
            return best
    return found[0] if found else None


def _skipped(question: Question) -> Verdict:
    return Verdict(question.id, False, None, question.answers, right=question.target)


def _marked(question: Question, answer: Answer) -> Verdict:
    if answer.marks is None or not set(answer.marks) <= set(question.choices):
        raise InputError(_("This question is answered by marking some of the choices."))
    correct = set(answer.marks) == set(question.answers)
    return Verdict(question.id, correct, None, question.answers, right=question.target)


def _drawn(question: Question, drawn: tuple[int, int]) -> Verdict:
    if question.kind not in DRAWN:
        raise InputError(_("This question is not answered by a drawing."))
    correct = min(drawn) >= LEAST_DRAWN
    given = question.root if correct else None
    return Verdict(question.id, correct, given, question.answers, right=question.target, drawn=drawn)


# ---- choices and typed roots ----------------------------------------------------------------------------


def _chosen(question: Question, answer: Answer, source: Atlas) -> Verdict:
    given = _given(question, answer)
    correct = given in question.answers
    return Verdict(
        question.id,
        correct,
        given,
        question.answers,
        right=question.target,
        clicked=None if correct else _region_named(question, given, source),
        close=not correct and _contributes(question, given),
        accepted_by=() if correct else tuple(_taken_elsewhere(question, given, source)),
    )


def _given(question: Question, answer: Answer) -> str:
    if answer.choice is not None:
        allowed = {*question.choices, *question.answers}
        if question.kind == "case":
            allowed |= set(case_choices(cases()[question.subject]))
        if answer.choice in allowed:
            return answer.choice
        if not question.free:
            raise InputError(
                _("There is no choice %(choice)s. Take one of those offered.")
                % {"choice": repr(answer.choice[:40])}
            )
    text = answer.text if answer.text is not None else answer.choice
    if text is None or not question.free:
        raise InputError(_("This question is answered by one of the choices."))
    root = parse_root(text)
    pooled = territory_root(root)
    return pooled if pooled and pooled in question.answers else root


def _region_named(question: Question, given: str, source: Atlas) -> Target | None:
    """Return what was named instead, where it can be drawn beside the right region."""
    target = question.target
    if target is None:
        return None
    if question.kind == "name_territory":
        named = territory_root(given)
        drawn = named and any(t.root == named for t in source.territories(target.map_id, target.view))
        return Target("dermatome", target.map_id, target.view, str(named), target.side) if drawn else None
    if question.kind == "which_map":
        drawn = any(t.root == target.id for t in source.territories(given, target.view))
        return Target("dermatome", given, target.view, target.id) if drawn else None
    if question.kind in ("muscle", "movement", "reflex") and question.asks != "root-of":
        return recall.place(question.kind, recall.things(question.kind)[given], source)
    return None


def _contributes(question: Question, given: str) -> bool:
    if question.kind not in ("muscle", "movement", "reflex") or question.asks != "root-of":
        return False
    thing = recall.things(question.kind)[question.subject]
    return given in recall.contributing(thing)


def _taken_elsewhere(question: Question, given: str, source: Atlas) -> Iterable[Acceptance]:
    if question.kind == "name_territory" and question.target is not None:
        yield from _maps_naming(source, question.target, territory_root(given) or given)
    if question.kind == "muscle" and question.asks == "root-of":
        for row in recall.things("muscle")[question.subject].dissent:
            if row.root == given:
                yield Acceptance(None, (given,), sources=row.source, note=row.note)
    if question.kind == "reflex" and question.asks == "root-of":
        for row in facts().reflex_dissent(question.subject):
            if given in row.roots_primary:
                yield Acceptance(None, (given,), sources=row.source, note=row.note)


@functools.lru_cache(maxsize=1024)
def _maps_naming(source: Atlas, lit: Target, root: str) -> tuple[Acceptance, ...]:
    """Return the maps that give a good part of a lit territory to ``root``."""
    shape = _shape(source, lit.map_id, lit.view, lit.id, lit.side)
    found = []
    for scheme in source.schemes:
        if scheme.id == lit.map_id or shape is None:
            continue
        theirs = _shape(source, scheme.id, lit.view, root, lit.side)
        common = shape.intersection(theirs) if theirs is not None else None
        if common is not None and common.area >= LEAST_SHARE * shape.area:
            found.append(Acceptance(scheme.id, (root,), lit.view, _parts_under(source, lit.view, common)))
    return tuple(found)


# ---- clicks ---------------------------------------------------------------------------------------------


def _territory(question: Question, answer: Answer, source: Atlas) -> Verdict:
    view = parse_view(answer.view or question.view or "")
    scheme = str(question.scheme)
    right = Target("dermatome", scheme, view, question.root, question.side)
    shape = _shape(source, scheme, view, question.root, question.side)
    # In a view that does not show the territory the right one is shown where it was asked for.
    shown = right if shape is not None else question.target
    if answer.region is not None:
        root, side = answer.region[0], parse_side(answer.region[1])
        under: tuple[tuple[str, str], ...] = ((_picked(root), side),)
        place, part, inferred = None, None, False
    else:
        place = _spot(answer)
        found = hit(scheme, view, place.x, place.y, source=source)
        if inferred := found.root is None:
            found = hit(scheme, view, place.x, place.y, source=replace(source, inferred=True))
            inferred = found.root is not None
        first = ((found.root, found.side),) if found.root and found.side else ()
        under, part = (*first, *found.also), found.body_part
    fitting = [key for key in under if key[0] == question.root]
    on_side = [key for key in fitting if question.side in (None, key[1])]
    root, side = (on_side or fitting or list(under) or [(None, None)])[0]
    correct = bool(on_side)
    return Verdict(
        question.id,
        correct,
        root,
        question.answers,
        clicked=Target("dermatome", scheme, view, root, side) if root else None,
        right=shown,
        distance_mm=round(float(place.distance(shape)), 1) if place and shape is not None else None,
        wrong_side=bool(fitting) and not correct,
        body_part=part,
        inferred=inferred,
        accepted_by=() if correct or fitting else tuple(_maps_at(source, question, answer, view)),
    )


def _picked(root: str) -> str:
    return root if root in TRIGEMINAL else parse_root(root)


def _maps_at(source: Atlas, question: Question, answer: Answer, view: str) -> Iterable[Acceptance]:
    """Yield the maps that give the clicked spot, or the picked region, to the root asked for."""
    if answer.region is not None:
        root, side = answer.region
        lit = Target("dermatome", str(question.scheme), view, root, side)
        if question.side in (None, side):
            yield from _maps_naming(source, lit, question.root)
        return
    place = _spot(answer)
    part = body_part_at(view, place.x, place.y, source=source)
    for scheme in source.schemes:
        if scheme.id == question.scheme:
            continue
        found = hit(scheme.id, view, place.x, place.y, source=source)
        under = [*([(found.root, found.side)] if found.root else []), *found.also]
        if any(root == question.root and question.side in (None, side) for root, side in under):
            roots = tuple(root for root, _ in under if root)
            yield Acceptance(scheme.id, roots, view, (part,) if part else ())


def _key_point(question: Question, answer: Answer, source: Atlas) -> Verdict:
    view = parse_view(answer.view or question.view or "")
    marks = key_points(source, view)
    mine = [mark for mark in marks if mark.key_point_of == question.root]
    wanted = [mark for mark in mine if question.side in (None, mark.side, "midline")]
    if answer.region is not None:
        place, part = None, None
        picked, side = _picked(answer.region[0]), parse_side(answer.region[1])
        nearest = next((m for m in marks if m.key_point_of == picked and m.side in (side, "midline")), None)
    else:
        place = _spot(answer)
        part = body_part_at(view, place.x, place.y, source=source)
        nearest = min(marks, key=lambda mark: _away(place, mark), default=None)
        if nearest is not None and _away(place, nearest) > KEY_POINT_REACH_MM:
            nearest = None
    distance = min((_away(place, mark) for mark in wanted), default=None) if place else None
    correct = nearest in wanted if nearest is not None else False
    given = nearest.key_point_of if nearest is not None else None
    return Verdict(
        question.id,
        correct,
        given,
        question.answers,
        clicked=Target("key_point", KEY_POINT_MAP, view, given, nearest.side) if given and nearest else None,
        right=Target("key_point", KEY_POINT_MAP, view, question.root, question.side)
        if wanted
        else question.target,
        distance_mm=None if distance is None else round(distance, 1),
        wrong_side=not correct and nearest is not None and nearest in mine,
        body_part=part,
    )


def _spot(answer: Answer) -> Point:
    if answer.x is None or answer.y is None:
        raise InputError(_("This question is answered by a click on the body."))
    if not (math.isfinite(answer.x) and math.isfinite(answer.y)):
        raise InputError(
            _("(%(x)s, %(y)s) is no spot. Give two numbers of millimetres.") % {"x": answer.x, "y": answer.y}
        )
    return Point(answer.x, answer.y)


def _away(place: Point | None, mark: Landmark) -> float:
    return float("inf") if place is None else float(place.distance(Point(mark.x, mark.y)))


@functools.lru_cache(maxsize=4096)
def _shape(source: Atlas, scheme: str, view: str, root: str, side: str | None) -> BaseGeometry | None:
    sides = (side,) if side else SIDES
    found = [t.geometry for t in source.territories(scheme, view) if t.root == root and t.side in sides]
    return shapely.union_all(found) if found else None


def _parts_under(source: Atlas, view: str, shape: BaseGeometry) -> tuple[str, ...]:
    pieces = [piece for piece in shapely.get_parts(shape) if isinstance(piece, Polygon)]
    common = Region("common", "dermatome", SIDES[0], view, MultiPolygon(pieces))
    return parts_of(common, source=source)[:3]
