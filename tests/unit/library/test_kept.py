"""What was found in our own articles before: the same as is found now, or not used."""

from pathlib import Path

import pytest

from dermatome.library import check, load
from dermatome.library.load import found_before, key_of, library
from dermatome.library.mentions import section_context
from dermatome.library.reading import found, read

PLACES = [(passage.text, section_context(section)) for _, section, passage in library().passages()]


def test_what_is_kept_of_each_passage_is_what_the_rules_find() -> None:
    assert len(PLACES) > 1_700
    for text, role in PLACES:
        assert key_of(text, role) in found_before(), f"run make mentions: {text[:60]}"
        assert read.__wrapped__(text, role) == found(text, role)
    assert sum(len(found(*place).mentions) for place in PLACES) > 3_000
    assert any(found(*place).against for place in PLACES)


def test_a_passage_that_was_edited_is_read_anew() -> None:
    text, role = next(place for place in PLACES if "C6" in found(*place).roots)
    edited = text.replace("C6", "C7")
    assert read(edited, role) == found(edited, role)
    assert "C6" in read(text, role).roots and "C6" not in read(edited, role).roots


def test_the_same_words_under_another_heading_are_another_text() -> None:
    text = "S1."
    assert key_of(text, "dermatome") != key_of(text, "myotome") != key_of(text, None)
    assert {read(text, role).senses["S1"] for role in ("dermatome", "myotome")} == {
        ("dermatome",),
        ("myotome",),
    }


def test_any_text_has_a_key() -> None:
    assert read("half a sign \ud83d beside the S1 root", None).roots == ("S1",)


def test_nothing_is_kept_once_the_rules_are_others(monkeypatch: pytest.MonkeyPatch) -> None:
    assert found_before.__wrapped__()
    monkeypatch.setattr(load, "rules_digest", lambda: "another")
    assert found_before.__wrapped__() == {}


@pytest.mark.parametrize("content", [None, b"", b'{"rules": "cut o', b"\xff", b"{}"])
def test_without_the_file_everything_is_read(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(load, "KEPT", tmp_path / "mentions.json")
    if content is not None:
        load.KEPT.write_bytes(content)
    assert found_before.__wrapped__() == {}


def test_the_check_names_a_file_that_is_not_what_the_rules_find(monkeypatch: pytest.MonkeyPatch) -> None:
    def faults() -> list[str]:
        (report,) = (each for each in check.run() if each.name == "library: kept mentions")
        assert int(report.counts["texts"]) > 1_700
        return report.faults

    assert faults() == []
    other = load.kept_as_written().replace('"C6","dermatome"', '"C6","myotome"', 1)
    monkeypatch.setattr(check, "kept_as_written", lambda: other)
    assert faults() == [
        "assets/library/mentions.json is not what the rules find in the articles: run make mentions."
    ]
