"""What shows nothing is looked past; what shapes letters or emoji stays."""

from __future__ import annotations

import pytest

from dermatome.library.importing import parse_articles
from dermatome.library.reading import read
from dermatome.library.search import search
from dermatome.unseen import seen

NO_ROOM = "\u034f\u061c\u200b\u2060\u2063\ufe0f\u200d\U000e0041\ufffb"


@pytest.mark.parametrize("sign", NO_ROOM)
def test_a_label_is_read_across_a_sign_that_takes_no_room(sign: str) -> None:
    (article,) = parse_articles(f"The heel is felt by way of the S{sign}1 root.".encode())
    (passage,) = article.passages
    assert passage.text == "The heel is felt by way of the S1 root."
    assert read(passage.text, None).roots == ("S1",)


@pytest.mark.parametrize("sign", "\u3164\u2800\uffa0\ufffc")
def test_a_blank_parts_words_as_a_space_does(sign: str) -> None:
    assert seen(f"C5{sign}C6") == "C5 C6"


@pytest.mark.parametrize("text", ["نمی\u200cخواهم", "👩\u200d⚕\ufe0f", "क्\u200dष", "Zoë"])
def test_what_shapes_letters_stays(text: str) -> None:
    assert seen(text) == text


def test_a_search_looks_past_what_was_pasted_with_it() -> None:
    assert (
        [hit.passage for hit in search("S\u200b1 heel")] == [hit.passage for hit in search("S1 heel")] != []
    )
