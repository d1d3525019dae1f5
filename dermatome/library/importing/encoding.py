"""Bytes → text, in whatever encoding a document is, or a refusal that says what to do."""

from __future__ import annotations

import codecs
import re
from typing import Final

from dermatome.errors import ImportFailed
from dermatome.language import _

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED: Final = re.compile(rb"(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_HEAD: Final = 2_048
"""Bytes in which a page says how it is encoded."""
_SAMPLE: Final = 20_000
# fmt: off
_KNOWN: Final = frozenset({
    *(f"cp125{n}" for n in range(9)), *(f"iso8859-{n}" for n in range(1, 17)), "koi8-r", "koi8-u",
    "mac-roman", "cp874", "shift_jis", "cp932",
    "euc_jp", "iso2022_jp", "gb2312", "gbk", "gb18030", "big5", "euc_kr", "cp949",
})
# fmt: on
"""Encodings that a page may declare, as Python calls them."""


def text_of(data: bytes, name: str) -> str:
    """Return the text of a document: UTF-8, -16 or -32, what it declares, else Windows-1252.

    :raises ImportFailed: no text comes of it.
    """
    encoding = next((each for mark, each in _MARKS if data.startswith(mark)), "") or _unmarked(data)
    if encoding:
        return data.decode(encoding, errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", errors="replace")
    broken = text.count("\ufffd")
    if 2 * broken <= len(text) - len(text.encode("ascii", "ignore")):
        return text  # a damaged byte or two
    if declared := _declared(data):
        return data.decode(declared, errors="replace")
    text = data.decode("cp1252", errors="replace")
    if is_no_text(text):
        return text  # which its reader is told, rather than that it has an encoding
    letters = [sign for sign in text[:_SAMPLE] if sign.isalpha() or sign == "\ufffd"]
    if 2 * sum(sign > "\x7f" for sign in letters) > len(letters):  # no language of the West has so many
        raise ImportFailed(
            _("%(name)s is written in an encoding that it does not name. Save it as UTF-8 and try again.")
            % {"name": name}
        )
    return text


def is_no_text(text: str) -> bool:
    """Return whether so many signs are controls that the bytes were never meant to be read."""
    sample = text[:_SAMPLE]
    odd = sum(1 for character in sample if character < " " and character not in "\t\n\r\f\v")
    return odd * 20 > len(sample)


def _unmarked(data: bytes) -> str:
    """Return the encoding of wide text without a mark, told by where its zero bytes are, or ""."""
    sample = data[: _SAMPLE - _SAMPLE % 4]
    if len(sample) < 4 or sample.count(0) < len(sample) // 3:
        return ""
    zeros = [2 * sample[place::4].count(0) > len(sample) // 4 for place in range(4)]
    return {
        (False, True, False, True): "utf-16-le",
        (True, False, True, False): "utf-16-be",
        (False, True, True, True): "utf-32-le",
        (True, True, True, False): "utf-32-be",
    }.get((zeros[0], zeros[1], zeros[2], zeros[3]), "")


def _declared(data: bytes) -> str:
    match = _DECLARED.search(data[:_HEAD])
    try:
        name = codecs.lookup(match[1].decode("ascii", "replace")).name if match else ""
    except LookupError:
        return ""
    return name if name in _KNOWN else ""
