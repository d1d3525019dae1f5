"""Decks for Anki, read back with Anki's own library."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from anki.consts import CARD_TYPE_REV, QUEUE_TYPE_REV
from PIL import Image

from dermatome.errors import InputError
from dermatome.export import anki
from dermatome.study.records import Wanted

KEYS = (
    "name_territory/keegan-garrett/S1~foot-sole.left",
    "click_territory/keegan-garrett/S1~foot-sole.either",
    "click_key_point/L4~foot-dorsum.either",
    "case/saddle",
    "disc/root-of/L4-5.paracentral",
    "root_or_nerve",
)
AT = 1_780_000_000.0


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("anki") / "atlas.apkg"
    path.write_bytes(anki.deck_bytes(KEYS[:5], at=AT))
    return path


@pytest.fixture
def collection(tmp_path: Path) -> Iterator[Collection]:
    opened = Collection(str(tmp_path / "collection.anki2"))
    yield opened
    opened.close()


def take(collection: Collection, path: Path) -> tuple[int, int]:
    """Import as Anki does by default; return how many notes were new and how many updated."""
    log = collection.import_anki_package(
        ImportAnkiPackageRequest(package_path=str(path), options=ImportAnkiPackageOptions())
    ).log
    return len(log.new), len(log.updated)


def notes(collection: Collection) -> dict[str, dict[str, str]]:
    found = [collection.get_note(key) for key in collection.find_notes("")]
    return {note["Id"]: dict(note.items()) for note in found}


@pytest.mark.slow
def test_anki_reads_every_note_with_its_pictures(package: Path, collection: Collection) -> None:
    assert take(collection, package) == (5, 0)
    found = notes(collection)
    assert set(found) == {key.partition("~")[0] for key in KEYS[:5]}
    named = found["name_territory/keegan-garrett/S1"]
    assert (
        named["Answer"] == "S1"
        and "Keegan" in named["Question"]
        and named["Answer picture"] != named["Picture"]
    )
    assert named["Passage"] and named["Source"] and named["Why"]
    clicked = found["click_territory/keegan-garrett/S1"]
    assert clicked["Question"].startswith("Where is the S1 dermatome")
    assert clicked["Picture"] != clicked["Answer picture"] != ""
    media = Path(collection.media.dir())
    for name in [
        n for note in found.values() for field in ("Picture", "Answer picture") for n in [note[field]] if n
    ]:
        with Image.open(media / name.split('"')[1]) as picture:
            assert picture.format == "WEBP" and picture.width == anki.PICTURE_WIDTH
    assert collection.decks.all_names_and_ids(skip_empty_default=True)[0].name == anki.DECK
    (card,) = collection.find_cards('"Id:case/saddle"')
    shown = collection.get_card(card)
    assert "saddle" in shown.question() and "cauda equina" in shown.answer()
    assert "<li>" in shown.question() and "S3 root" in shown.answer()


def test_importing_again_doubles_nothing(package: Path, collection: Collection) -> None:
    take(collection, package)
    assert take(collection, package) == (0, 0)
    assert collection.note_count() == collection.card_count() == 5
    names = [each.name for each in collection.models.all_names_and_ids()]
    assert [name for name in names if name.startswith("Dermatome")] == ["Dermatome Atlas"]


def test_a_later_export_updates_and_keeps_what_was_learnt(
    package: Path, collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(collection, package)
    (card_id,) = collection.find_cards('"Id:disc/root-of/L4-5.paracentral"')
    card = collection.get_card(card_id)
    card.ivl, card.reps = 30, 5
    card.type, card.queue = CARD_TYPE_REV, QUEUE_TYPE_REV
    collection.update_card(card)
    was = anki.reasons
    monkeypatch.setattr(anki, "reasons", lambda asked: (*was(asked), "Changed since."))
    later = tmp_path / "later.apkg"
    later.write_bytes(anki.deck_bytes(KEYS[:5], at=AT + 86_400))
    assert take(collection, later) == (0, 5)
    assert collection.note_count() == 5
    assert all("Changed since." in note["Why"] for note in notes(collection).values())
    assert collection.get_card(card_id).ivl == 30 and collection.get_card(card_id).reps == 5


def test_a_wider_export_adds_to_the_same_deck(package: Path, collection: Collection, tmp_path: Path) -> None:
    take(collection, package)
    more = tmp_path / "more.apkg"
    more.write_bytes(anki.deck_bytes((*KEYS[3:5], "reflex/root-of/ankle-jerk-achilles"), at=AT + 10))
    new, _ = take(collection, more)
    assert new == 1 and collection.note_count() == 6
    assert len(collection.decks.all_names_and_ids(skip_empty_default=True)) == 1


def test_numbers_and_guids_come_from_ids_alone() -> None:
    first, second = (zipfile.ZipFile(io.BytesIO(anki.deck_bytes(KEYS[3:5], at=AT + at))) for at in (0, 5))
    assert first.namelist() == second.namelist() and json.loads(first.read("media")) == {}
    assert anki.guid("a/b") == anki.guid("a/b") != anki.guid("a/c")
    assert anki.stable_number("deck x") == anki.stable_number("deck x") != anki.stable_number("deck y")
    assert 1 << 30 <= anki.stable_number("any") < 1 << 31  # what Anki takes for a number of its own


def test_texts_are_escaped(monkeypatch: pytest.MonkeyPatch, collection: Collection, tmp_path: Path) -> None:
    asked = anki.question("case/saddle")
    evil = replace(asked, details=("<script>alert(1)</script>", "a & b"))
    monkeypatch.setattr(anki, "question", lambda *_, **__: evil)
    path = tmp_path / "evil.apkg"
    path.write_bytes(anki.deck_bytes(("case/saddle",), at=AT))
    take(collection, path)
    (note,) = notes(collection).values()
    assert "<script" not in note["Details"] and "&lt;script&gt;" in note["Details"]


def test_a_title_makes_a_deck_below(collection: Collection, tmp_path: Path) -> None:
    path = anki.deck(Wanted(kinds=("disc",), roots=("L5",)), tmp_path / "l5.apkg", title="Week 1::x")
    take(collection, path)
    names = [each.name for each in collection.decks.all_names_and_ids(skip_empty_default=True)]
    assert f"{anki.DECK}::Week 1 x" in names
    assert collection.find_cards("tag:root::L5 tag:kind::disc") and not list(tmp_path.glob(".*part"))


def test_bad_wishes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"End it in \.apkg"):
        anki.deck(KEYS[4:5], tmp_path / "deck.zip")
    with pytest.raises(InputError, match="No question fits"):
        anki.deck((), tmp_path / "deck.apkg")
    with pytest.raises(InputError, match="There is no question"):
        anki.deck(KEYS[5:], tmp_path / "deck.apkg")
    with pytest.raises(InputError, match="cannot be written"):
        anki.deck(KEYS[4:5], tmp_path / "no" / "deck.apkg")
