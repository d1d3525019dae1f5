"""Blocks → an article, and what every kind of document says about itself in its own way."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

from dermatome.errors import ImportFailed
from dermatome.language import _
from dermatome.library import markup
from dermatome.library.markup import Block, clean_text, collapse, slugify
from dermatome.library.mentions import find_mentions, roots_of
from dermatome.library.records import Article, Section

_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_LONGEST: Final = 80
"""Characters of an id made from a path."""
_STOP_WORDS: Final = {
    "en": "the and of is to in that with for are",
    "de": "der die und das ist nicht mit den von ein",
    "fr": "le la les et des est une dans que pour",
    "es": "el la los y de que en una por con",
    "pt": "o a os e de que em uma por com não",
    "it": "il la e di che una per con della sono",
    "nl": "de het een en van is dat niet met op",
}


def make_article(
    blocks: list[Block],
    *,
    title: str,
    name: str,
    source: str = "",
    date: str = "",
    language: str = "",
    summary: str = "",
) -> Article:
    """Return an imported article; what is not told of it is read off its text.

    :param name: of its file or page: gives the title where there is none, and the id.
    :param source: its address.
    :param date: as ``YYYY-MM-DD``, "" when not known.
    :param language: a BCP 47 tag, "" to have it guessed.
    :raises ImportFailed: it holds no text.
    """
    title = shortened(title, 300) or _title_from(name, blocks)
    sections = markup.sections_from_blocks(blocks, title=title)
    if not any(section.passages or section.heading for section in sections):
        raise ImportFailed(_("%(name)s holds no text.") % {"name": name})
    roots = _main_root(title, sections)
    words = " ".join(passage.text for section in sections for passage in section.passages)[:20_000]
    slug = _slug(name, title) or hashlib.sha256((title + source + words).encode()).hexdigest()[:10]
    return Article(
        id=f"imported-{slug}",
        title=title,
        kind="imported",
        sections=sections,
        roots=roots,
        summary=summary,
        source=source,
        date=date,
        language=language or _guess_language(words),
    )


def _slug(name: str, title: str) -> str:
    """Return what tells a document from others: its path in the folder it came with, else its title.

    It does not depend on what else is in the folder, so that it stays when the folder grows.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    own = slugify(path.stem, "") if _speaks(path.stem) else slugify(title, "")
    above = slugify(" ".join(path.parts[:-1]), "")
    if not above or not own:
        return own
    slug = f"{above}-{own}"
    return slug if len(slug) <= _LONGEST else f"{own}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"


def _main_root(title: str, sections: Sequence[Section]) -> tuple[str, ...]:
    """Return the one root an article is about: the only one in its title, else the one named most by far."""
    named = roots_of(find_mentions(title))
    if named:
        return named if len(named) == 1 else ()
    counts = Counter(
        mention.root
        for section in sections
        for text in (section.heading, *(passage.text for passage in section.passages))
        for mention in find_mentions(text, None)
        if mention.root
    )
    if not counts:
        return ()
    root, most = counts.most_common(1)[0]
    return (root,) if most >= 4 and most >= 0.6 * counts.total() else ()


def _title_from(name: str, blocks: list[Block]) -> str:
    """Name an untitled article: by its file, unless that is a mere code; else by its first heading."""
    stem = collapse(re.sub(r"[-_]+", " ", PurePosixPath(name.replace("\\", "/")).stem))
    if _speaks(stem):
        return stem[:1].upper() + stem[1:200]
    for block in [*(b for b in blocks if b.kind == "heading"), *blocks]:
        if words := markup.words_of(block):
            return shortened(words, 100)
    return stem or "Untitled"


def _speaks(stem: str) -> bool:
    """True when a file's name says something, rather than being a number, a code or "upload"."""
    letters = sum(character.isalpha() for character in stem)
    return letters >= 3 and letters >= 0.7 * len(re.sub(r"[\s_-]", "", stem)) and stem != "upload"


def html_to_text(html: str) -> str:
    """Return the words of a short HTML fragment such as a title, markup and entities resolved."""
    if not html:
        return ""
    blocks = markup.blocks_from_html(html[:20_000])
    return collapse(" ".join(markup.words_of(block) for block in blocks))


def web_address(value: Any) -> str:
    """Return a web address, or "" for anything that is none."""
    if not isinstance(value, str) or len(value) > 2_000:
        return ""
    address = clean_text(value).strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    safe = parts.scheme in {"http", "https"} and parts.netloc and not re.search(r"[\s<>\"']", address)
    return address if safe else ""


def iso_date(value: Any) -> str:
    """Return an ISO date from a date, or from text that starts with one; "" otherwise."""
    if not isinstance(value, str) or not (match := _ISO_DATE.match(value.strip())):
        return ""
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def language_tag(value: Any) -> str:
    """Return a BCP 47 tag such as ``en-GB``, or ""."""
    if isinstance(value, str) and _LANGUAGE.fullmatch(value.strip()):
        first, *rest = value.strip().replace("_", "-").split("-")
        return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])
    return ""


def _guess_language(words: str) -> str:
    """Return the language whose commonest words make up most of the text, "und" when none stands out."""
    tokens = re.findall(r"[^\W\d_]+", words.lower())
    if len(tokens) < 20:
        return "und"
    used = Counter(tokens)
    counts = {
        language: sum(used[word] for word in set(listed.split())) for language, listed in _STOP_WORDS.items()
    }
    best, second = sorted(counts.values(), reverse=True)[:2]
    if best < 0.06 * len(tokens) or best < 1.25 * second:
        return "und"
    return max(counts, key=lambda language: counts[language])


def shortened(text: str, length: int = 160) -> str:
    """Return a text on one line, cut between words to so many characters."""
    text = collapse(clean_text(text))
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
