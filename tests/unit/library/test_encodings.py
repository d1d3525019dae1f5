"""Text comes in as it was written, in whatever encoding, or the refusal says what to do."""

from __future__ import annotations

import codecs

import pytest

from dermatome.errors import ImportFailed
from dermatome.library.importing import parse_articles

WORDS = "The sole – “Fußsohle” – belongs to the S1 root."
RUSSIAN = "Подошва стопы относится к корешку S1, а пятка также."


def text_of(data: bytes, name: str = "a.txt") -> str:
    (article,) = parse_articles(data, name)
    return " ".join(passage.text for passage in article.passages)


@pytest.mark.parametrize("order", ["le", "be"])
@pytest.mark.parametrize("width", ["utf-16", "utf-32"])
@pytest.mark.parametrize("marked", [True, False])
def test_wide_text_is_read_with_and_without_a_mark(width: str, order: str, marked: bool) -> None:
    encoding = f"{width}-{order}"
    mark = getattr(codecs, f"BOM_{encoding.upper().replace('-', '_').replace('F_', 'F')}")
    assert text_of((mark if marked else b"") + WORDS.encode(encoding)) == WORDS


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "iso-8859-5"])
def test_a_page_is_read_as_it_says_it_is_encoded(encoding: str) -> None:
    page = f'<html><head><meta charset="{encoding}"></head><body><p>{RUSSIAN}</p></body></html>'
    assert text_of(page.encode(encoding), "a.html") == RUSSIAN


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "shift_jis", "gbk", "iso-8859-7"])
def test_what_does_not_say_so_is_refused_and_told(encoding: str) -> None:
    words = {
        "shift_jis": "足底は第一仙骨神経根",
        "gbk": "足底属于第一骶神经根",
        "iso-8859-7": "Το πέλμα ανήκει",
    }
    with pytest.raises(ImportFailed, match="Save it as UTF-8"):
        text_of(words.get(encoding, RUSSIAN).encode(encoding))


def test_western_text_without_a_word_on_its_encoding_is_read() -> None:
    assert text_of(WORDS.encode("cp1252")) == WORDS
    assert text_of("Überprüfung: ä, ö, ü, é und ß.".encode("cp1252")) == "Überprüfung: ä, ö, ü, é und ß."


@pytest.mark.parametrize(
    "declared", ["rot13", "zlib", "utf-7", "unicode_escape", "idna", "x" * 40, "..//etc"]
)
def test_no_page_names_a_decoder_of_another_kind(declared: str) -> None:
    page = f'<html><head><meta charset="{declared}"></head><body><p>Fuß: the S1 root.</p></body></html>'
    assert text_of(page.encode("cp1252"), "a.html") == "Fuß: the S1 root."
