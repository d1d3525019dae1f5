"""Questions and verdicts in words, in the visitor's language; only cases stay as they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from dermatome.anatomy.ids import TRIGEMINAL
from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import nerve_named
from dermatome.anatomy.records import Differential, Movement, Muscle, Reflex
from dermatome.anatomy.terms import (
    fact,
    fact_text,
    movement_name,
    muscle_name,
    nerve_name,
    part_name,
    reflex_name,
    renamed,
    translated,
)
from dermatome.atlas.load import atlas
from dermatome.language import N_, _
from dermatome.localiser.names import candidate_name, finding_name
from dermatome.spine.rules import exiting, traversing
from dermatome.study import lesions, recall
from dermatome.study.cases import case_choices, is_root
from dermatome.study.load import cases
from dermatome.study.records import (
    EITHER,
    MOST_POINTS,
    Acceptance,
    Answer,
    Kind,
    Question,
    Stage,
    Verdict,
)

KIND_NAMES: Final[Mapping[Kind, str]] = {
    "click_territory": N_("Find the dermatome"),
    "name_territory": N_("Name the dermatome"),
    "click_key_point": N_("Find the key point"),
    "muscle": N_("Muscles"),
    "movement": N_("Movements"),
    "reflex": N_("Reflexes"),
    "disc": N_("Disc and root"),
    "which_map": N_("Which map?"),
    "root_or_nerve": N_("Root or nerve?"),
    "case": N_("Cases"),
    "patient": N_("Examine a patient"),
    "loss": N_("What is lost?"),
}
STAGE_NAMES: Final[Mapping[Stage, str]] = {
    "basics": N_("Basics"),
    "isncsci": N_("ISNCSCI"),
    "motor": N_("Muscles, reflexes, discs"),
    "maps": N_("Maps and disputes"),
    "cases": N_("Cases"),
}
STAGE_HINTS: Final[Mapping[Stage, str]] = {
    "basics": N_("what every examiner asks"),
    "isncsci": N_("key points, key muscles and the map of the standard"),
    "motor": N_("which root carries what, and which disc takes which root"),
    "maps": N_("the published maps, and where they differ"),
    "cases": N_("root or nerve, and whole cases"),
}
DIFFICULTY_NAMES: Final = {1: N_("easy"), 2: N_("medium"), 3: N_("hard")}
SITE_NAMES: Final = {"paracentral": N_("paracentral"), "foraminal": N_("foraminal or far lateral")}


def kind_name(kind: Kind) -> str:
    """Return what a kind of question is called."""
    return _(KIND_NAMES[kind])


def stage_name(stage: Stage) -> str:
    """Return what a stage of the path is called."""
    return _(STAGE_NAMES[stage])


def stage_hint(stage: Stage) -> str:
    """Return what a stage of the path holds, in a few words."""
    return _(STAGE_HINTS[stage])


def difficulty_name(difficulty: int) -> str:
    """Return a difficulty in words."""
    return _(DIFFICULTY_NAMES[difficulty])


def map_name(scheme: str) -> str:
    """Return the short name of a published map."""
    return atlas().scheme(scheme).short_name


def prompt(question: Question) -> str:
    """Return the question in words."""
    values = {
        "root": question.root,
        "map": map_name(question.scheme) if question.scheme else "",
        "thing": _thing(question),
        "site": _(SITE_NAMES[question.site]) if question.kind == "disc" else "",
        "disc": question.subject.replace("-", "/"),
    }
    match question.kind, question.side, question.asks:
        case "click_territory", "left", _any:
            text = _("Click the %(root)s dermatome on the patient's left (%(map)s map).")
        case "click_territory", "right", _any:
            text = _("Click the %(root)s dermatome on the patient's right (%(map)s map).")
        case "click_territory", _side, _any:
            text = _("Click the %(root)s dermatome (%(map)s map).")
        case "name_territory", _side, _any:
            text = _("Which root's dermatome is lit (%(map)s map)?")
        case "click_key_point", "left", _any:
            text = _("Click the key sensory point of %(root)s on the patient's left.")
        case "click_key_point", "right", _any:
            text = _("Click the key sensory point of %(root)s on the patient's right.")
        case "click_key_point", _side, _any:
            text = _("Click the key sensory point of %(root)s.")
        case "which_map", _side, _any:
            text = _("The lit area is the %(root)s dermatome as one published map draws it. Which map?")
        case "muscle", _side, "root-of":
            text = _("Which root chiefly supplies this muscle: %(thing)s?")
        case "muscle", _side, _any:
            text = _("Which of these muscles does the %(root)s root chiefly supply?")
        case "movement", _side, "root-of":
            text = _("Which root chiefly carries this movement: %(thing)s?")
        case "movement", _side, _any:
            text = _("Which of these movements does the %(root)s root chiefly carry?")
        case "reflex", _side, "root-of":
            text = _("Which root chiefly carries this reflex: %(thing)s?")
        case "reflex", _side, _any:
            text = _("Which of these reflexes does the %(root)s root chiefly carry?")
        case "disc", _side, "root-of":
            text = _("A %(site)s herniation of the %(disc)s disc: which root does it take?")
        case "disc", _side, _any:
            text = _("A %(site)s herniation has taken the %(root)s root. Which disc is it?")
        case "root_or_nerve", _side, _any:
            row = recall.findings()[question.subject]
            values["roots"] = _roots_named(row)
            values["mimic"] = mimic_name(row)
            text = _("%(roots)s or %(mimic)s: for which does this finding speak?")
        case "patient", _side, _any:
            text = _("Where is the lesion? Examine what you need, then choose.")
        case "loss", _side, _any:
            name = lesions.lesion_name(question.subject, question.site)
            values["thing"] = name[:1].upper() + name[1:]
            text = _("%(thing)s: mark what is typically lost.")
        case _:
            text = (
                _("Which root is it most likely?") if question.free else _("What explains the findings best?")
            )
    return text % values


def details(question: Question) -> list[str]:
    """Return what is told of the patient asked about."""
    return [_opening(each) for each in question.details]


def _opening(text: str) -> str:
    """Return a fact that begins a line, as questions hold it; its first letter may differ in the tables."""
    said = fact_text(text) or fact_text(text[:1].lower() + text[1:]) or text
    return said[:1].upper() + said[1:]


def label(question: Question, choice: str) -> str:
    """Return a choice or answer in words."""
    match question.kind, question.asks:
        case "which_map", _any:
            known = {scheme.id: scheme for scheme in atlas().schemes}
            found = known.get(choice)
            return f"{found.short_name} ({found.year})" if found and found.year else choice
        case (("muscle" | "movement" | "reflex"), asks) if asks != "root-of":
            thing = recall.things(question.kind).get(choice)
            return choice if thing is None else _name(thing)
        case "disc", "disc-of":
            return choice.replace("-", "/")
        case "root_or_nerve", _any:
            row = recall.findings()[question.subject]
            named = {
                recall.ROOT: _roots_named(row),
                recall.MIMIC: mimic_name(row),
                EITHER: _("either: it does not tell them apart"),
            }
            return named.get(choice, choice)
        case "patient", _any:
            return candidate_name(choice)
        case "loss", _any:
            return finding_name(choice)
        case "case", _any:
            name = case_choices(cases()[question.subject]).get(choice, choice)
            return _("%(root)s root") % {"root": name} if is_root(choice) else name
        case _:
            return choice


def right_answer(question: Question) -> str:
    """Return what is right, in words: any of several, or all that are to be marked."""
    between = ", " if question.several else _(" or ")
    return between.join(label(question, answer) for answer in question.answers)


def contract(question: Question) -> dict[str, Any]:
    """Return a question as the command line prints it, answer included."""
    return {
        "id": question.id,
        "card": question.card,
        "kind": question.kind,
        "root": question.root,
        "layer": question.layer,
        "difficulty": question.difficulty,
        "scheme": question.scheme,
        "view": question.view,
        "side": question.side,
        "prompt": prompt(question),
        "details": details(question),
        "click": question.click,
        "shown": asdict(question.shown) if question.shown else None,
        "target": asdict(question.target) if question.target else None,
        "choices": [{"id": choice, "label": label(question, choice)} for choice in question.choices],
        "answers": [{"id": answer, "label": label(question, answer)} for answer in question.answers],
        "several": question.several,
        "tests": [
            {"id": test, "label": finding_name(test), "lost": lesions.result(question, test)}
            for test in question.tests
        ],
        "sources": list(question.sources),
    }


def verdict_line(question: Question, verdict: Verdict) -> str:
    """Return in one line whether an answer was right, and what would have been."""
    said = _verdict_line(question, verdict)
    if not verdict.inferred:
        return said
    return f"{said} {_('At that spot %(root)s is not published: the atlas infers it.')}" % {
        "root": verdict.given
    }


def _verdict_line(question: Question, verdict: Verdict) -> str:
    right = right_answer(question)
    if question.several:
        said = _("Right: %(right)s.") if verdict.correct else _("Lost are: %(right)s.")
        return said % {"right": right}
    if verdict.points:
        return _("Right: %(right)s. %(n)s of %(most)s points.") % {
            "right": right,
            "n": verdict.points,
            "most": MOST_POINTS,
        }
    if verdict.drawn:
        return _drawn_line(verdict.drawn, right, correct=verdict.correct)
    given = label(question, verdict.given) if verdict.given else ""
    if verdict.given in TRIGEMINAL:
        given = _("%(division)s, a division of the trigeminal nerve") % {"division": verdict.given}
    values = {"right": right, "given": given, "mm": _mm(verdict.distance_mm)}
    if verdict.correct:
        if len(verdict.answers) > 1:
            return _("Right: %(given)s. Taken for right: %(right)s.") % values
        return _("Right: %(right)s.") % values
    if verdict.given is None and question.kind not in ("click_territory", "click_key_point"):
        return _("Answer: %(right)s.") % values
    if verdict.wrong_side:
        return _("The right root, on the patient's other side.")
    if question.kind == "root_or_nerve":
        text = (
            _("No: it speaks for neither alone.")
            if EITHER in verdict.answers
            else _("No: for the %(right)s.")
        )
        return text % values
    if verdict.given is None:
        if verdict.distance_mm is None and verdict.body_part is None:
            return _("Answer: %(right)s.") % values
        if question.kind == "click_key_point":
            return _("That is %(mm)s from the key point of %(right)s.") % values
        if verdict.body_part is None:
            return _("That is beside the body. %(right)s lies %(mm)s away.") % values
        if verdict.distance_mm is None:
            return _("Nothing is mapped there. This view does not show %(right)s.") % values
        return _("Nothing is mapped there. %(right)s lies %(mm)s away.") % values
    if verdict.close:
        return _("%(given)s contributes, but chiefly it is %(right)s.") % values
    if question.kind == "click_key_point" and verdict.distance_mm is not None:
        return _("That is nearer to the key point of %(given)s: %(mm)s from that of %(right)s.") % values
    if verdict.distance_mm is not None:
        return _("That is %(given)s. %(right)s lies %(mm)s away.") % values
    # Names of nerves take an article, roots do not: a sentence that needs neither.
    return _("Your answer: %(given)s. Right: %(right)s.") % values


def _drawn_line(drawn: tuple[int, int], right: str, *, correct: bool) -> str:
    covered, inside = drawn
    said = _("You painted %(covered)s %% of %(right)s; %(inside)s %% of your paint lies in it.") % {
        "right": right,
        "covered": covered,
        "inside": inside,
    }
    return f"{_('Right.')} {said}" if correct else f"{said} {_('At least half is wanted of both.')}"


def acceptance_line(question: Question, acceptance: Acceptance) -> str:
    """Return in one line who would have taken a wrong answer for right, and where."""
    values = {
        "map": _marked(acceptance.scheme) if acceptance.scheme else "",
        "roots": ", ".join(acceptance.roots),
        "where": ", ".join(part_name(part) for part in acceptance.body_parts),
        "works": ", ".join(short_citation(key) for key in acceptance.sources),
        "note": acceptance.note,
    }
    if acceptance.scheme is None:
        return _("Other sources would accept it: %(works)s.") % values
    if acceptance.body_parts:
        return _("The %(map)s map would accept it: there %(roots)s has this (%(where)s).") % values
    return _("The %(map)s map would accept it: there %(roots)s has this.") % values


def _marked(scheme: str) -> str:
    """Return a map's short name, and that its drawing follows descriptions where it does."""
    drawn = _("schematic") if atlas().scheme(scheme).kind == "schematic" else ""
    return f"{map_name(scheme)} ({drawn})" if drawn else map_name(scheme)


def reasons(question: Question, answer: Answer | None = None) -> tuple[str, ...]:
    """Return why the right answer is right: from the facts, in a sentence or two each.

    :param answer: what was answered; a patient and what a lesion takes are spoken of with regard to it.
    """
    match question.kind:
        case "patient":
            return lesions.patient_reasons(question, answer or Answer())
        case "loss":
            return lesions.loss_reasons(question, answer or Answer())
        case "case":
            return cases()[question.subject].reasons
        case "root_or_nerve":
            return _finding_reasons(recall.findings()[question.subject])
        case "disc":
            return _disc_reasons(question)
        case "muscle" | "movement" | "reflex":
            return _thing_reasons(question)
        case "click_key_point":
            return (fact(facts().key_points[question.root].location),)
        case _:
            said = [c for c in facts().territories(question.root) if c.scheme == question.scheme]
            return tuple(
                f"{map_name(claim.scheme)}: {fact(claim.summary)}" for claim in said[:1] if claim.mapped
            )


def _thing_reasons(question: Question) -> tuple[str, ...]:
    thing = recall.things(question.kind)[question.subject]
    name = _name(thing)
    values = {
        "thing": name[:1].upper() + name[1:],
        "main": ", ".join(recall.main_roots(thing)),
        "other": ", ".join(recall.contributing(thing)),
    }
    told = (
        _("%(thing)s: chiefly %(main)s.")
        if not values["other"]
        else _("%(thing)s: chiefly %(main)s, with %(other)s.")
    )
    found = [told % values]
    if not isinstance(thing, Movement) and thing.nerve:
        found.append(_("Nerve: %(nerve)s.") % {"nerve": fact(thing.nerve)})
    if isinstance(thing, Muscle) and thing.how_tested:
        found.append(_("Tested by: %(how)s.") % {"how": fact(thing.how_tested)})
    if isinstance(thing, Reflex):
        told = {"how": fact(thing.how_elicited), "response": fact(thing.response)}
        found.append(_("How: %(how)s. Answer: %(response)s.") % told)
    return tuple(found)


def _disc_reasons(question: Question) -> tuple[str, ...]:
    disc = question.subject.replace("-", "/")
    values = {"disc": disc, "out": exiting(disc), "past": traversing(disc) or ""}
    if disc[0] == "C":
        return (
            _("Cervical roots leave nearly level with their disc: at %(disc)s the %(out)s root leaves.")
            % values,
        )
    if not values["past"]:
        return (_("At %(disc)s the %(out)s root leaves; behind the disc lies the cord.") % values,)
    return (
        _(
            "At %(disc)s the %(out)s root leaves through the foramen; the %(past)s root passes behind "
            "the disc and leaves one level lower."
        )
        % values,
        _("A paracentral herniation takes the root that passes, a far lateral one the root that leaves."),
    )


def _finding_reasons(row: Differential) -> tuple[str, ...]:
    values = {"for": fact(row.favours), "against": fact(row.against)}
    found = [_("It speaks for: %(for)s.") % values]
    if row.against:
        found.append(_("It speaks against: %(against)s.") % values)
    note = fact_text(row.note) if translated() else row.note
    if note:
        found.append(note[:1].upper() + note[1:] + ".")
    return tuple(found)


def short_citation(key: str) -> str:
    """Return a source in a few words: the author and the year, as its citation begins."""
    work = facts().sources.get(key)
    if work is None:
        return key
    author = work.citation.split(",")[0].split(".")[0].split("(")[0].strip()
    return f"{author} {work.year}".strip()


def _mm(distance: float | None) -> str:
    if distance is None:
        return ""
    if distance >= 100:
        return _("%(n)s cm") % {"n": round(distance / 10)}
    return _("%(n)s mm") % {"n": max(1, round(distance))}


def _thing(question: Question) -> str:
    if question.kind not in ("muscle", "movement", "reflex"):
        return ""
    return _name(recall.things(question.kind)[question.subject])


def _name(thing: Muscle | Movement | Reflex) -> str:
    if isinstance(thing, Muscle):
        return muscle_name(thing)
    return reflex_name(thing) if isinstance(thing, Reflex) else movement_name(thing.id)


def _roots_named(row: Differential) -> str:
    if set(row.roots) == {"S2", "S3", "S4"}:
        return _("cauda equina (S2 to S4 roots)")
    if len(row.roots) == 1:
        return _("%(root)s root") % {"root": row.roots[0]}
    return _("%(roots)s roots") % {"roots": ", ".join(row.roots)}


def mimic_name(row: Differential) -> str:
    """Return the look-alike of a finding: a nerve is called one."""
    nerve = recall.nerve_of(row)
    if nerve is None:
        return fact(row.mimic)
    head, where = recall.split_mimic(row)
    english = head if "nerve" in head else f"{head} nerve"
    name = nerve_name(nerve_named(nerve)) if renamed() else english
    return f"{name} ({where})" if where else name
