"""The practice page without a browser: addresses, choices, learners, what the browser is told."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from dermatome.anatomy.ids import TERRITORY_ROOTS, VIEWS
from dermatome.atlas.load import atlas
from dermatome.errors import DataError, InputError
from dermatome.export import decks
from dermatome.export.decks import Making
from dermatome.study import sets
from dermatome.study.judge import judge
from dermatome.study.kept import Answered
from dermatome.study.path import stage_cards, stage_of
from dermatome.study.questions import cards, question, quiz
from dermatome.study.records import KINDS, Answer, Kind, Wanted, card_of
from dermatome.study.store import Progress, open_progress
from dermatome.ui.practice.blind_plates import blind_plate_json
from dermatome.ui.practice.state import (
    Given,
    Round,
    Standing,
    kept_answer,
    read_answer,
    read_round,
    write_answer,
)

PROJECT = Path(__file__).resolve().parents[2]
TIMEOUT = 60
UNKNOWN = sets.encode(sets.make("", ("muscle/root-of/tail",)))
LEG, BACK = "click_territory/isncsci/L4~anterior.either", "name_territory/isncsci/S1~posterior.right"


@pytest.fixture(autouse=True, scope="module")
def own_progress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the progress of these tests in a folder of their own; the page opens its store once a process."""
    from dermatome.ui.base.learner import close_progress

    folder = tmp_path_factory.mktemp("progress")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DERMATOME_PROGRESS", str(folder))
        close_progress()
        yield folder
        close_progress()


def open_practice(**query: str) -> AppTest:
    """Open the page as a visitor with this address would."""
    test = AppTest.from_file(str(PROJECT / "pages" / "practice.py"), default_timeout=TIMEOUT)
    for name, value in query.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def address(test: AppTest) -> dict[str, str]:
    """Return the query of the page's address."""
    return {k: v if isinstance(v, str) else v[-1] for k, v in test.query_params.items()}


def button(test: AppTest, label: str) -> AppTest:
    """Press a button by what stands on it."""
    found = next(each for each in test.button if re.search(label, each.label))
    found.click().run()
    assert not test.exception, [error.message for error in test.exception]
    return test


def words(test: AppTest) -> str:
    """Return all HTML on the page as words."""
    bodies = " ".join(str(getattr(element, "body", "")) for element in test.get("html"))
    return re.sub(r"<[^>]*>", " ", bodies)


# ---- rounds and answers as text ---------------------------------------------------------------------


def test_a_round_is_read_from_its_address() -> None:
    asked = sets.make("Week 3", (LEG, BACK), 600, seed=5)
    for begun in (
        Round(asked, "abc123", began=0),
        Round(asked, "abc123", "exam", "blank", began=1_800_000_000, extra=300, ended=True),
        Round(asked, "abc123", "exam", "borders", began=1_800_000_000, unlimited=True),
    ):
        assert read_round({name: [value] for name, value in begun.to_query().items()}) == begun


def test_time_left() -> None:
    asked = sets.make("", (LEG,), 60)
    exam = Round(asked, "k", "exam", began=1000)
    assert exam.left(1045) == 15
    assert exam.left(2000) == 0
    assert replace(exam, extra=300).left(1045) == 315
    assert replace(exam, unlimited=True).left(1045) is None
    assert Round(asked, "k", "practice", began=1000).left(1045) is None
    assert Round(sets.make("", (LEG,)), "k", "exam", began=1000).left(1045) is None


@pytest.mark.parametrize(
    "answer",
    [
        Answer.skip(),
        Answer.choose("C5"),
        Answer.write("s 1"),
        Answer.click("foot-sole", -12.5, 30),
        Answer.pick("anterior", "L4", "left"),
        Answer.draw(72, 100),
    ],
)
def test_answers_are_kept_as_text(answer: Answer) -> None:
    assert kept_answer(write_answer(answer)) == answer


@pytest.mark.parametrize("text", [None, "", "S1", "[1]", "{}", '{"at": ["nowhere", 1, 2]}', '{"at": 1}'])
def test_other_texts_are_no_answers(text: str | None) -> None:
    assert kept_answer(text) is None


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"choice": 1},
        {"text": " "},
        {"text": "x" * 101},
        {"at": ["anterior", "1", 2]},
        {"region": ["L4"]},
        {"drawn": [101, 5]},
    ],
)
def test_tampered_messages_are_refused(message: dict[str, object]) -> None:
    with pytest.raises(InputError):
        read_answer(message)


def test_the_question_that_stands() -> None:
    asked = tuple(question(name) for name in (LEG, BACK))
    held = Standing(Round(sets.make("", (LEG, BACK)), "k"), asked)
    assert held.current is asked[0]
    given = Given(Answer.skip(), judge(asked[0], Answer.skip(), with_passage=False))
    held.given[LEG] = given
    held.reading = LEG
    assert held.current is asked[0], "the verdict is still being read"
    held.reading = None
    assert held.current is asked[1]
    held.end()
    assert held.current is None


# ---- what the browser is told -----------------------------------------------------------------------


def test_what_was_examined_of_the_open_patient_stands_in_the_address() -> None:
    questions = tuple(question(name) for name in ("patient/ulnar~420", "patient/median~3"))
    round_ = Round(sets.make("", tuple(q.id for q in questions)), "k")
    held = Standing(round_, questions)
    assert held.tests_query() == {}
    made = (questions[0].tests[7], questions[0].tests[2])
    held.tests[questions[0].id] = made
    query = {name: [value] for name, value in held.tests_query().items()}
    again = Standing(round_, questions)
    again.read_tests(query)
    assert again.tests == {questions[0].id: made}
    verdict = judge(questions[0], Answer.skip(), with_passage=False)
    answered = Standing(round_, questions, {questions[0].id: Given(Answer.skip(), verdict)})
    answered.read_tests(query)
    assert answered.tests == {} and answered.tests_query() == {}
    for nonsense in ("", "x", "9.1", "0.999", "0", "9" * 5000):
        again.read_tests({"examined": [nonsense]})
    assert again.tests == {questions[0].id: made}


@pytest.mark.parametrize("map_id", [*(scheme.id for scheme in atlas().schemes), "nerves", "reflexes"])
def test_blind_plates_name_nothing(map_id: str) -> None:
    roots = re.compile(rf"\b({'|'.join((*TERRITORY_ROOTS, 'V1', 'V2', 'V3'))})\b")
    for view in VIEWS:
        plate = json.loads(blind_plate_json(map_id, view, "light"))
        names = [region["name"] for region in plate["regions"].values()]
        assert len(set(names)) == len(names), f"two regions of {view} go by one name"
        for region in plate["regions"].values():
            assert not roots.search(region["name"] + region.get("hint", "")), region
            assert region["told"] != region["name"]
        assert not [text for text in plate["figure"]["layout"]["annotations"] if roots.search(text["text"])]


@pytest.mark.parametrize("kind", KINDS)
def test_a_test_does_not_send_the_answers(kind: Kind) -> None:
    asked = quiz(Wanted(kinds=(kind,)), 3, seed=2)
    names = tuple(q.id for q in asked)
    told = AppTest.from_function(_data_of, args=(names,), default_timeout=TIMEOUT).run()
    assert not told.exception, [error.message for error in told.exception]
    exam, practice, judged = (json.loads(each.value) for each in told.text)
    assert "accept" not in exam["question"]
    assert exam["verdict"] is None
    assert practice["verdict"] is None
    if kind not in ("click_territory", "click_key_point"):
        assert set(practice["question"]["accept"]) == set(question(names[0]).answers)
    verdict = judged["verdict"]
    assert verdict["right"] is False
    assert verdict["said"] and verdict["more"]
    assert "<script" not in json.dumps(judged)


def _data_of(names: tuple[str, ...]) -> None:
    """Print the data of a question as a test sends it, as practice does, and with its verdict."""
    import json

    import streamlit as st

    from dermatome.study import sets
    from dermatome.study.judge import judge
    from dermatome.study.questions import question
    from dermatome.study.records import Answer
    from dermatome.ui.practice.card import practice_data
    from dermatome.ui.practice.state import Given, Round, Standing

    asked = tuple(question(name) for name in names)
    for mode, answered in (("exam", True), ("practice", False), ("practice", True)):
        held = Standing(Round(sets.make("", names), "k", mode), asked)  # type: ignore[arg-type]
        if answered:
            first = Given(Answer.skip(), judge(asked[0], Answer.skip()))
            held.given[names[0]] = first
            held.reading = None if mode == "exam" else names[0]
        st.text(json.dumps(practice_data(held, 0)))


# ---- the page ---------------------------------------------------------------------------------------


def test_a_newcomer_sees_what_there_is_without_being_written_down(own_progress: Path) -> None:
    test = open_practice()
    assert f"{len(cards())} cards fit." in words(test)
    assert "learner" not in address(test)
    assert "Today" in [each.value for each in test.header]
    assert not [each for each in test.button if each.label == "Review what is due"]


def test_start_puts_learner_and_round_into_the_address() -> None:
    test = button(open_practice(), "^Start$")
    query = address(test)
    assert len(sets.decode(query["round"]).questions) == 10
    assert query["key"].isalnum()
    again = open_practice(**query)
    assert not again.info, "the learner of the link is known"


def learners(folder: Path) -> int:
    with sqlite3.connect(folder / "progress.sqlite3") as db:
        return db.execute("SELECT count(*) FROM dermatome_learner").fetchone()[0]


def answered(test: AppTest) -> AppTest:
    """Skip the question that stands, as the browser would; return the session as it is then."""
    held: Standing = test.session_state["standing"]
    assert held.current is not None
    message = {"do": "answer", "q": held.current.id, "skip": True, "n": 1}

    def script() -> None:
        import streamlit as st

        from dermatome.ui.practice import session

        session.acted(st.session_state["said"])

    run = AppTest.from_function(script, default_timeout=TIMEOUT)
    for key in ("standing", "learner", "learner_query", "learner_secret", "learner_wished"):
        if key in test.session_state:
            run.session_state[key] = test.session_state[key]
    run.session_state["said"] = message
    for name, value in address(test).items():
        run.query_params[name] = value
    run.run()
    assert not run.exception, [error.message for error in run.exception]
    return run


def test_nobody_is_written_down_by_a_visit(own_progress: Path) -> None:
    with open_progress(own_progress):
        before = learners(own_progress)
    test = button(open_practice(name="Visitor from Nowhere"), "^Start$")
    open_practice(**address(test))
    button(open_practice(), "^Start$")
    assert learners(own_progress) == before
    held: Standing = answered(test).session_state["standing"]
    assert len(held.given) == 1 and not held.trouble
    assert learners(own_progress) == before + 1
    with open_progress(own_progress) as store:
        found = store.known("visitor from nowhere")
        assert found is not None and len(store.history(found)) == 1


def test_a_newcomers_secret_stands_in_no_address(own_progress: Path) -> None:
    test = button(open_practice(), "^Start$")
    run = answered(test)
    secret = run.session_state["learner_secret"]
    assert len(secret) > 20
    assert secret not in str(address(run))
    with open_progress(own_progress) as store:
        assert store.by_link(secret) == run.session_state["learner"]


def test_an_older_link_is_opened_and_leaves_the_address(own_progress: Path) -> None:
    with open_progress(own_progress) as store:
        _linked, secret = store.new_link()
    opened = open_practice(learner=secret)
    assert ["older kind" in note.value for note in opened.info] == [True]
    assert secret not in str(address(opened))
    test = button(opened, "^Start$")
    assert test.session_state["learner_secret"] == secret
    assert secret not in str(address(test))
    assert "not known here" in open_practice(learner="x" * 20).info[0].value


def test_an_answer_that_is_not_kept_is_not_acknowledged(
    own_progress: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise DataError("Progress in /srv/p does not answer.")

    test = button(open_practice(), "^Start$")
    monkeypatch.setattr(Progress, "answer", fails)
    held: Standing = answered(test).session_state["standing"]
    assert not held.given
    assert held.trouble


@pytest.mark.parametrize(("zone", "days"), [("America/Los_Angeles", 2), ("Nowhere/Land", 1), (None, 1)])
def test_days_are_those_of_the_visitor(
    own_progress: Path, monkeypatch: pytest.MonkeyPatch, zone: str | None, days: int
) -> None:
    """The evening and the next morning there are one day in UTC."""
    midnight = datetime.now(ZoneInfo("America/Los_Angeles")).replace(hour=0, minute=0, second=0)
    with open_progress(own_progress) as store:
        owl = store.learner(f"Owl {zone}")
        for hours in (-28, -20):
            store.answer(owl, Answered(LEG, rating=3, correct=True, at=midnight + timedelta(hours=hours)))
    monkeypatch.setattr(type(st.context), "timezone", zone)
    assert f"on {days} of the last 7 days" in words(open_practice(name=owl.name))


def test_a_beginner_who_chooses_nothing_meets_the_basics() -> None:
    test = open_practice()
    assert "Without a choice the Basics come first." in words(test)
    order = [card.id for card in stage_cards("basics")]
    asked = sets.decode(address(button(test, "^Start$"))["round"])
    assert [card_of(name) for name in asked.questions] == order[:10]
    assert asked.title == "Basics"


def test_each_stage_of_the_path_begins_its_own_round() -> None:
    for label, stage in (("Basics", "basics"), ("Maps and disputes", "maps"), ("Cases", "cases")):
        asked = sets.decode(address(button(open_practice(), f"^{label}$"))["round"])
        assert stage_of([card_of(name) for name in asked.questions]) == stage


def test_choices_narrow_what_is_asked() -> None:
    test = open_practice()
    test.button_group(key="pr_regions").set_value(["L"]).run()
    test.button_group(key="pr_kinds").set_value(["muscle", "movement"]).run()
    assert (
        f"{len(cards(Wanted(kinds=('muscle', 'movement'), roots=('L1', 'L2', 'L3', 'L4', 'L5'))))} cards"
        in (words(test))
    )
    test.button_group(key="pr_count").set_value(5).run()
    asked = sets.decode(address(button(test, "^Start$"))["round"]).questions
    assert len(asked) == 5
    for name in asked:
        assert re.match(r"(muscle|movement)/", name)
        assert question(name).root.startswith("L")


def test_a_filter_that_leaves_nothing_cannot_start() -> None:
    test = open_practice()
    test.button_group(key="pr_kinds").set_value(["disc"]).run()
    test.button_group(key="pr_layers").set_value(["reflex"]).run()
    assert "No question fits" in words(test)
    assert next(each for each in test.button if each.label == "Start").disabled


def test_a_test_with_a_limit() -> None:
    test = open_practice()
    test.button_group(key="pr_mode").set_value("exam").run()
    test.number_input(key="pr_minutes").set_value(10).run()
    query = address(button(test, "^Start$"))
    begun = read_round({name: [value] for name, value in query.items()})
    assert (begun.mode, begun.seconds) == ("exam", 600)
    assert begun.began > 1_700_000_000


def test_a_name_finds_its_progress_again(own_progress: Path) -> None:
    with open_progress(own_progress) as store:
        store.answer(store.learner("Grace"), Answered(LEG, rating=1, correct=False))
    shown = open_practice(name="grace")
    assert "Weakest: L4." in words(shown)
    assert "of the last 7 days" in words(shown)
    assert address(shown)["name"] == "grace"


def test_what_is_due_comes_first(own_progress: Path) -> None:
    with open_progress(own_progress) as store:
        store.answer(
            store.learner("Due"),
            Answered(LEG, rating=1, correct=False, at=datetime.now(UTC) - timedelta(days=3)),
        )
    test = open_practice(name="Due")
    assert "1 card is due." in words(test)
    asked = sets.decode(address(button(test, "^Review what is due$"))["round"]).questions
    assert asked[0].startswith("click_territory/isncsci/L4~")


def test_names_stay_closed_where_only_links_open(monkeypatch: pytest.MonkeyPatch, own_progress: Path) -> None:
    with open_progress(own_progress) as store:
        store.answer(store.learner("Hidden"), Answered(LEG, rating=1, correct=False))
    monkeypatch.setenv("DERMATOME_LEARNERS", "links")
    test = open_practice(name="Hidden")
    assert "Weakest" not in words(test)
    assert not [each for each in test.text_input if each.label == "Name"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"round": "nonsense", "key": "abc"}, "damaged or incomplete"),
        ({"round": "1.AAAA", "key": "abc"}, "damaged or incomplete"),
        ({"round": sets.encode(sets.make("", (LEG,)))}, "not complete"),
        ({"round": sets.encode(sets.make("", (LEG,))), "key": "a b"}, "not complete"),
        (
            {"round": sets.encode(sets.make("", (LEG,), 600)), "key": "k", "mode": "exam"},
            "does not say when it began",
        ),
        (
            {"round": UNKNOWN, "key": "abc"},
            "There is no question",
        ),
        ({"set": "9.zzzz"}, "another version"),
        ({"set": sets.encode(sets.make("", ("none/of/these",)))}, "There is no question"),
        ({"learner": "somebody-elses-guess"}, "not known here"),
    ],
)
def test_bad_addresses_are_explained(query: dict[str, str], said: str) -> None:
    test = open_practice(**query)
    assert len(test.info) == 1
    assert said in test.info[0].value
    assert [each for each in test.button if each.label == "Start"], "and there is something to do"


def test_a_round_that_stands_is_gone_on_with() -> None:
    test = button(open_practice(), "^Start$")
    for name in list(test.query_params):
        del test.query_params[name]
    test.run()
    assert "round" in address(button(test, "^Go on with the round: 10 questions left$"))


def test_a_set_that_was_handed_out() -> None:
    handed = sets.make("Plexus <b>quiz</b>", (LEG, BACK), 300)
    test = open_practice(set=sets.encode(handed))
    assert test.title[0].value.replace("\\", "") == "Plexus <b>quiz</b>"
    assert "2 questions. 5 minutes." in " ".join(each.value for each in test.markdown)
    button(test, "^Begin$")
    assert "Give a name first" in test.error[0].value, "results without a name would be nobody's"
    assert "round" not in address(test)
    test.text_input(key="set_name").set_value("   ").run()
    button(test, "^Begin$")
    assert test.error
    test.text_input(key="set_name").set_value(" Lin  Chen ").run()
    query = address(button(test, "^Begin$"))
    begun = read_round({name: [value] for name, value in query.items()})
    assert (begun.mode, begun.asked.questions) == ("exam", (LEG, BACK))
    assert answered(test).session_state["learner"].name == "Lin Chen"


def test_a_name_stands_in_the_results_where_only_links_open_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DERMATOME_LEARNERS", "links")
    test = open_practice(set=sets.encode(sets.make("Quiz", (LEG,))))
    test.text_input(key="set_name").set_value("Lin Chen").run()
    query = address(button(test, "^Begin$"))
    assert "name" not in query and "learner" not in query
    assert answered(test).session_state["learner"].name == "Lin Chen"


def test_a_teacher_chooses_questions_and_has_to_name_the_set() -> None:
    test = open_practice()
    test.session_state["practice_teachers"] = True
    test.run()
    test.button_group(key="pr_kinds").set_value(["muscle", "name_territory"]).run()
    chosen = test.multiselect(key="set_chosen")
    deltoid = next(line for line in chosen.options if "deltoid" in line)
    assert deltoid.endswith("→ C5"), "which root it asks for"
    named = [line for line in chosen.options if line.startswith("Which root's dermatome is lit")]
    assert named and all(re.search(r"→ [CTLS]\d", line) for line in named)
    chosen.set_value(["muscle/root-of/deltoid"]).run()
    button(test, "^Add to the set$")
    assert test.session_state["set_draft"].questions == ("muscle/root-of/deltoid",)
    assert not [each for each in test.code if "?set=" in each.value], (
        "a set without a title is not handed out"
    )
    assert [each for each in test.info if "title" in each.value]
    test.text_input(key="set_title").set_value("   ").run()
    assert not [each for each in test.code if "?set=" in each.value]
    test.text_input(key="set_title").set_value("Arm").run()
    link = next(each.value for each in test.code if "?set=" in each.value)
    assert sets.decode(link.partition("?set=")[2]).title == "Arm"
    test.selectbox(key="set_preview_of").set_value(0).run()
    assert not test.exception


def test_a_teacher_draws_and_leaves_out() -> None:
    test = open_practice()
    test.session_state["practice_teachers"] = True
    test.run()
    test.number_input(key="set_count").set_value(4).run()
    button(test, "^Draw questions$")
    drawn = test.session_state["set_draft"].questions
    assert len(drawn) == 4
    test.checkbox(key=f"set_asked-{drawn[0]}").uncheck().run()
    test.text_input(key="set_title").set_value("Revision").run()
    link = next(each.value for each in test.code if "?set=" in each.value)
    made = sets.decode(link.partition("?set=")[2])
    assert (made.title, made.questions) == ("Revision", drawn[1:])
    for each in drawn[1:]:
        test.checkbox(key=f"set_asked-{each}").uncheck()
    test.run()
    assert not test.exception
    assert not [each for each in test.code if "?set=" in each.value]


def test_forgetting_has_to_be_meant(own_progress: Path) -> None:
    with open_progress(own_progress) as store:
        learner = store.learner("Forgetful")
        store.answer(learner, Answered(LEG, rating=3, correct=True))
        test = open_practice(name="Forgetful")
        assert next(each for each in test.button if each.label == "Forget my progress").disabled
        test.checkbox(key="progress_sure").check().run()
        button(test, "^Forget my progress$")
        assert "forgotten" in test.info[0].value
        assert "name" not in address(test)
        assert not store.history(learner)


def test_it_speaks_german() -> None:
    test = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=TIMEOUT)
    test.query_params["lang"] = "de"
    test.switch_page("pages/practice.py").run()
    assert not test.exception, [error.message for error in test.exception]


def test_a_deck_is_watched_until_it_can_be_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    stages = [Making(Wanted())]
    monkeypatch.setattr(decks, "ask", lambda selection, visitor: None)
    monkeypatch.setattr(decks, "look", lambda selection: stages[-1])
    test = button(open_practice(), "Anki deck")
    assert "The deck is being made." in words(test)
    assert told(test) == "It begins in a moment."
    stages.append(Making(Wanted(), done=3, of=12))
    assert told(test.run()) == "Card 3 of 12"
    stages.append(Making(Wanted(), done=12, of=12, data=b"deck"))
    assert "The deck is ready: 12 cards, 0.0 MB." in words(test.run())
    assert not test.get("progress")
    stages.append(Making(Wanted(), trouble="Nobody waited for the deck."))
    assert test.run().info[-1].value == "Nobody waited for the deck."


def told(test: AppTest) -> str:
    """Return what the bar says that shows how far a deck is."""
    (bar,) = test.get("progress")
    return bar.proto.text
