"""A saved web page."""

from __future__ import annotations

import html as html_lib
import re
from typing import Final

from dermatome.library import markup
from dermatome.library.importing.article import (
    html_to_text,
    iso_date,
    language_tag,
    make_article,
    shortened,
    web_address,
)
from dermatome.library.importing.shortcodes import without_shortcodes
from dermatome.library.markup import Block
from dermatome.library.records import Article

_HEAD: Final = 512 * 1024
_META: Final = re.compile(r"<meta\b([^<>]{0,4000})>", re.IGNORECASE)
_LINK: Final = re.compile(r"<link\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"(?<![\w:-])([\w:-]++)\s*+=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE: Final = re.compile(
    r"<title[^<>]{0,500}>([^<]{0,1000}(?:<(?!/?title)[^<]{0,1000}){0,5})</title>", re.IGNORECASE
)
_DRAWING: Final = re.compile(r"<svg[\s>]", re.IGNORECASE)
_HTML_TAG: Final = re.compile(r"<html\b([^<>]{0,2000})>", re.IGNORECASE)
_TIME: Final = re.compile(r"<time\b([^<>]{0,1000})>", re.IGNORECASE)


def article_of_page(text: str, name: str) -> Article:
    """Return the article of a whole HTML page, with what its head says of it.

    :raises ImportFailed: it holds no text.
    """
    head = text[:_HEAD]
    meta: dict[str, str] = {}
    for match in _META.finditer(head):
        attributes = _attributes(match[1])
        key = attributes.get("property") or attributes.get("name") or attributes.get("itemprop")
        if key and attributes.get("content"):
            meta.setdefault(key.lower(), attributes["content"])
    canonical = next(
        (
            a["href"]
            for m in _LINK.finditer(head)
            if "canonical" in (a := _attributes(m[1])).get("rel", "") and "href" in a
        ),
        "",
    )
    source = web_address(canonical) or web_address(meta.get("og:url"))
    drawn = _DRAWING.search(head)  # has a title of its own
    page = _TITLE.search(head, 0, drawn.start() if drawn else len(head))
    page_title = html_to_text(page[1]) if page else ""
    tag = _HTML_TAG.search(head)
    times = (_attributes(match[1]).get("datetime") for match in _TIME.finditer(head))
    blocks = _main_part(markup.blocks_from_html(without_shortcodes(text), source))
    heads = [block for block in blocks if block.kind == "heading" and block.level == 1]
    heads = [block for block in heads if block.header] or heads
    tops = [markup.words_of(block) for block in heads]
    title = tops[0] if len(tops) == 1 else html_to_text(meta.get("og:title", "")) or page_title
    stated = ("article:published_time", "datepublished", "date", "dc.date", "article:modified_time")
    return make_article(
        markup.repair(blocks),
        title=title,
        name=name,
        source=source,
        date=next((date for key in stated if (date := iso_date(meta.get(key)))), "")
        or next((date for time in times if (date := iso_date(time))), ""),
        language=language_tag(_attributes(tag[1]).get("lang") if tag else "")
        or language_tag(meta.get("og:locale")),
        summary=shortened(html_to_text(meta.get("description") or meta.get("og:description") or ""), 400),
    )


def _main_part(blocks: list[Block]) -> list[Block]:
    """Return what the page is about: its main element or article, else all but menus.

    Where the main element holds little of the words, the page marks it wrongly: only menus are left out.
    """
    candidates = [block for block in blocks if block.region != "nav"]
    main = [block for block in candidates if block.region == "main"]

    def size(part: list[Block]) -> int:
        return sum(len(markup.words_of(block)) for block in part)

    if main and size(main) >= 0.3 * size(candidates):
        return main
    plain = [block for block in candidates if block.region != "chrome"]
    if plain and size(plain) >= 0.3 * size(candidates):
        return plain
    return candidates or blocks


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): html_lib.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(text)
    }
