"""German talk is read as the English it means, and English stays what it was."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from dermatome.anatomy.yaml_text import parse_yaml
from dermatome.errors import InputError
from dermatome.localiser.findings import read_findings
from dermatome.localiser.german.language import is_german
from dermatome.localiser.german.reading import read_german
from dermatome.localiser.german.words import meanings
from dermatome.localiser.lexicon import vocabulary, words_of
from dermatome.localiser.load import german_file, lexicon_file
from dermatome.localiser.model import rank
from dermatome.localiser.records import Findings
from dermatome.localiser.sentence import read_sentence

HERE = Path(__file__).parent
PAIRS: list[list[str]] = parse_yaml((HERE / "german.yaml").read_text(encoding="utf-8"))  # type: ignore[assignment]
CASES = Path(__file__).parents[4] / "shared" / "localiser" / "dev.jsonl"
"""English cases that lie beside a checkout; without them the phrases of these tests must do."""


def _findings(sentence: str) -> Findings:
    return read_findings(read_sentence(sentence)[0])


def all_read(kind: str, phrase: str) -> set[str]:
    """Return the ids of all that is read of a phrase in one list."""
    lists = {"reflex-lost": "gone", "reflex-normal": "kept"}
    found = read_findings(_told(lists.get(kind, kind), phrase))
    groups = (*found.strong_groups, *found.weak_groups, *found.reflex_groups, *found.spared_groups)
    jerks = (*found.reflexes_lost, *found.reflexes_normal)
    patches = {p.id for p in (*found.lost, *found.spared)}
    return {*groups, *jerks, *patches, *found.signs, *(m.id for m in (*found.weak, *found.strong))}


def _told(kind: str, phrase: str) -> dict[str, Any]:
    if kind in {"lost", "spared"}:
        return {"skin": {kind: [phrase]}}
    if kind in {"gone", "kept"}:
        return {"reflexes": {"lost" if kind == "gone" else "normal": [phrase]}}
    return {kind: [phrase]}


@pytest.mark.parametrize(("kind", "english", "german"), PAIRS, ids=[row[2] for row in PAIRS])
def test_german_words_are_read_as_their_english(kind: str, english: str, german: str) -> None:
    assert _findings(german) == read_findings(_told(kind, english))


@pytest.mark.parametrize(
    ("sentence", "taken"),
    [
        ("Kleinfinger taub, Händedruck schwach, TSR seitengleich", ["lost", "weak", "kept"]),
        ("Kleinfinger taub und Händedruck schwach; TSR seitengleich", ["lost", "weak", "kept"]),
        ("Fußheberparese links, Großzehenheberschwäche, PSR auslösbar", ["weak", "weak", "kept"]),
        ("Fussheberparese li., Grosszehenheberschwaeche, PSR ausloesbar", ["weak", "weak", "kept"]),
        ("ich kann die Schuhe nicht mehr zubinden, der Daumen kribbelt", ["weak", "lost"]),
        ("Reithosenanästhesie, Blasenentleerungsstörung", ["lost", "sign"]),
        ("Nix ist taub, aber der Fuß geht nicht hoch", ["spared", "weak"]),
        ("Der Fuß ist eingeschlafen und wacht nicht mehr auf", ["lost"]),
        ("Daumen und Zeigefinger sind taub, der kleine Finger nicht", ["lost", "spared"]),
        ("Den Daumen spür ich nicht, den Zeigefinger auch nicht", ["lost", "lost"]),
        ("Der kleine Finger ist nicht taub, aber der Daumen", ["spared", "lost"]),
        ("Der Daumen ist taub aber der Zeigefinger nicht", ["lost", "spared"]),
        ("Ich spüre den Fuß normal, aber ich kann ihn nicht anheben", ["spared", "weak"]),
        ("Parese C7 links", [None]),
        ("Ich hab ein Messer in die Achsel bekommen", [None]),
        ("BSR +, TSR -, ASR (+), PSR ++", ["kept", "gone", "gone", "kept"]),
        ("keine Paresen oder Sensibilitätsstörungen", ["strong", "spared"]),
        ("Fußheber links, Kraftgrad 3/5", ["weak"]),
        ("Kraftgrad 3/5", [None]),
        ("Daumen taub, blubberdiwupp", ["lost", None]),
    ],
)
def test_each_clause_is_taken_for_what_it_tells(sentence: str, taken: list[str | None]) -> None:
    assert [piece.told for piece in read_sentence(sentence)[1]] == taken


@pytest.mark.parametrize(
    ("sentence", "place"),
    [
        ("Fußheberparese, Hypästhesie Fußrücken, TPR ausgefallen, Glutaeus medius schwach", "L5"),
        ("Ich komme nicht mehr auf die Zehenspitzen, die Ferse ist taub, ASR fehlt", "S1"),
        ("Z.n. Humerusschaftfraktur, Fallhand, Fingerstrecker KG 0, TSR lebhaft", "radial-trunk"),
        ("Nachts wache ich auf, weil Daumen, Zeige- und Mittelfinger kribbeln, dann schüttle ich", "median"),
        ("Hypästhesie D4/5, Froment-Zeichen positiv, Krallenhand", "ulnar"),
        ("Beim Treppensteigen knickt das Knie weg, vorn am Oberschenkel ist alles pelzig", "femoral"),
        ("Die Hose sitzt eng und der Oberschenkel ist seitlich taub", "lateral-femoral-cutaneous"),
        ("Das Schulterblatt steht ab, wenn ich mich gegen die Wand drücke", "long-thoracic"),
        ("I ka d Finger nümme spreize und dr chli Finger isch taub", "ulnar"),
    ],
)
def test_a_german_sentence_leads_to_its_place(sentence: str, place: str) -> None:
    assert rank(_findings(sentence))[0].id == place


@pytest.mark.parametrize(
    ("sentence", "signs"),
    [
        ("kein Lasègue", {"slr-negative"}),
        ("Lasègue -", {"slr-negative"}),
        ("keine Blasen- oder Mastdarmstörung", set()),
        ("Beim Wasserlassen kommt nichts", {"bladder-retention"}),
        ("Wenn ich huste, schießt es mir ins Bein", {"cough-worse", "radicular-leg-pain"}),
        ("Das gestreckte Bein anheben tut höllisch weh", {"slr-positive"}),
        ("Als man mir den Kopf runtergedrückt hat, schoss es in den Arm", {"spurling-positive"}),
        ("Der Nacken zieht mir in den Arm", {"neck-pain", "radicular-arm-pain"}),
        ("Babinski bds. positiv, Spastik", {"cord-signs"}),
        ("Babinski negativ", set()),
        ("Kribbeln in Händen und Füßen", {"bilateral"}),
        ("Weh tut mir nichts, aber der Fuß hängt", {"painless"}),
        ("Erst Schulterschmerzen, später konnte ich den Arm nicht mehr heben", {"severe-pain-then-weakness"}),
    ],
)
def test_german_signs(sentence: str, signs: set[str]) -> None:
    assert set(_findings(sentence).signs) == signs


def test_a_part_of_a_compound_that_a_hyphen_leaves_out_is_filled_in() -> None:
    assert _findings("Ober- und Unterarm außen taub") == _findings("Oberarm und Unterarm außen taub")
    assert _findings("Zeige-, Mittel- und Ringfinger taub") == _findings(
        "Zeigefinger taub, Mittelfinger taub, Ringfinger taub"
    )


def _english() -> list[str]:
    found: list[str] = []
    if CASES.exists():
        for line in CASES.read_text(encoding="utf-8").splitlines():
            forms = json.loads(line)["forms"]
            found += [text for name in ("words", "lay") for text in _texts({**forms[name], "side": ""})]
    found += list(_texts(parse_yaml((HERE / "phrases.yaml").read_text(encoding="utf-8"))))
    return [*found, *(row[1] for row in PAIRS)]


def _texts(told: Any) -> list[str]:
    if isinstance(told, str):
        return [told]
    inside = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return [text for each in inside for text in _texts(each)]


@pytest.mark.parametrize("hint", [False, True])
def test_english_is_never_taken_for_german(hint: bool) -> None:
    """What is no German goes the way it went before, so that its readings are the same."""
    told = _english()
    assert len(told) > 1000
    assert [text for text in told if is_german(text, hint=hint)] == []


def test_german_is_known_by_its_words() -> None:
    assert [row[2] for row in PAIRS if not is_german(row[2])] == []


def test_a_german_page_takes_the_mixed_for_german() -> None:
    assert is_german("Knie weak, buckles", hint=True) and not is_german("Knie weak, buckles")


def test_what_german_words_are_brought_to_is_known() -> None:
    file = german_file()
    known = {*lexicon_file().fillers, *lexicon_file().tokens}
    told = (*file.parts, *file.moves, *file.ways, *file.muscles, *file.reflexes, *file.pains, *file.signs)
    words = {word for phrase in told for word in words_of(phrase)}
    assert sorted(word for word in words if not (word in vocabulary() or word in known)) == []


def test_endings_umlauts_and_slips_do_not_matter() -> None:
    assert meanings("kleinfingers") == meanings("kleinfinger") and meanings("kleinfnger") != ()
    assert meanings("fussheberschwaeche") == (*meanings("fussheber"), *meanings("schwaeche"))
    assert meanings("quatschwort") == ()


@pytest.mark.parametrize(
    "talk",
    [
        "der kleine Finger ist taub und ich kann die Hand nicht mehr heben, ",
        "Daumen taub und ",
        "tut weh aber ",
    ],
)
def test_long_talk_takes_time_that_grows_with_its_length(talk: str) -> None:
    read_german(talk)

    def seconds(times: int) -> float:
        start = time.process_time()
        read_german(talk * times)
        return time.process_time() - start

    seconds(30)
    assert seconds(120) < 9 * max(seconds(30), 0.02)


def test_lists_told_in_german_are_read_as_in_a_sentence() -> None:
    told = {
        "side": "links",
        "skin": {"lost": ["kleiner Finger", "ulnarer Handrücken"], "spared": ["Unterarm innen normal"]},
        "weak": ["Fingerspreizen", {"id": "Daumenadduktion", "grade": 3}, "Faust machen geht gut"],
        "strong": ["Daumenabduktion", "übrige Muskulatur"],
        "reflexes": {"lost": ["Trömner"], "normal": ["TSR", "BSR"]},
        "other": ["Froment-Zeichen", "kein Spurling"],
    }
    english = {
        "side": "left",
        "skin": {"lost": ["little finger", "ulnar back of the hand"], "spared": ["inner forearm"]},
        "weak": ["finger spread", {"id": "thumb-adduction", "grade": 3}],
        "strong": ["thumb abduction", "make a fist", {"group": "all-other"}],
        "reflexes": {"lost": ["finger jerk"], "normal": ["triceps jerk", "biceps jerk"]},
        "other": ["froment", "spurling negative"],
    }
    assert read_findings(told) == read_findings(english)


def test_what_is_no_german_stays_in_its_list_as_it_is() -> None:
    mixed = {"weak": ["deltoid", "Fallhand", "blubberdiwupp"], "skin": {"lost": [{"part": "thumb"}, "taub"]}}
    found = read_findings(mixed)
    assert {m.id for m in found.weak} == {"deltoid", "wrist-extension"}
    assert [p.id for p in found.lost] == ["thumb"]
    assert found.not_understood == ("blubberdiwupp",)


@pytest.mark.parametrize(
    "wrong", [{"weak": "Fallhand"}, {"skin": ["Daumen"]}, {"weak": [3], "other": ["taub"]}]
)
def test_german_words_hide_no_fault_of_the_json(wrong: dict[str, Any]) -> None:
    with pytest.raises(InputError):
        read_findings(wrong)


LISTED: dict[str, dict[str, list[str]]] = parse_yaml((HERE / "german_phrases.yaml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("kind", "meaning", "phrase"),
    [(kind, m, phrase) for kind, rows in LISTED.items() for m, phrases in rows.items() for phrase in phrases],
)
def test_what_lists_tell_in_german(kind: str, meaning: str, phrase: str) -> None:
    assert all_read(kind, phrase) == set(meaning.split(" & "))


@pytest.mark.parametrize(
    ("paralysed", "place"),
    [
        ("Medianusparese", "median"),
        ("Radialislähmung", "radial-trunk"),
        ("Ulnarisparese", "ulnar"),
        ("Peronäuslähmung", "common-fibular-peroneal"),
        ("Femoralisparese", "femoral"),
        ("Axillarisparese", "axillary-circumflex"),
        ("Parese des N. thoracicus longus", "long-thoracic"),
        ("Akzessoriusparese", "accessory"),
        ("Phrenikusparese", "phrenic"),
        ("Obturatoriusparese", "obturator"),
        ("Ischiadikusläsion", "sciatic"),
        ("Suprascapularisparese", "suprascapular"),
        ("Musculocutaneusparese", "musculocutaneous"),
        ("N. interosseus anterior Parese", "anterior-interosseous"),
        ("Parese des N. interosseus posterior", "posterior-interosseous-deep-radial"),
        ("ulnar nerve palsy", "ulnar"),
        ("median nerve palsy", "median"),
        ("peroneal palsy", "common-fibular-peroneal"),
    ],
)
def test_a_nerve_told_to_be_paralysed_comes_first(paralysed: str, place: str) -> None:
    assert rank(_findings(paralysed))[0].id == place
    assert rank(read_findings({"weak": [paralysed]}))[0].id == place
