"""Passages and sections → HTML, with what they mention turned into links.

Everything here works on markup the sanitiser has already passed; it only adds elements of its own.
"""

from __future__ import annotations

import html as html_lib
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final
from urllib.parse import quote, urlencode

from dermatome.language import N_, _
from dermatome.library.records import Mention, Passage, Section
from dermatome.notation import label_without_root

ArticleLink = Callable[[str, str], str]
"""From (article id, section id or "") to the address of that place."""

MentionLink = Callable[[Mention], str]
"""From a mention to the address that lights its region; "" leaves the words unlinked."""

_TOKEN: Final = re.compile(r"<[^>]*>|[^<]+")
_ARTICLE_HREF: Final = re.compile(r'href="article:([\w-]+)(?:#([\w-]+))?"')

SENSE_NAMES: Final[dict[str, str]] = {
    "vertebra": N_("vertebra"),
    "nerve_root": N_("nerve root"),
    "disc": N_("disc"),
    "foramen": N_("foramen"),
    "cord_segment": N_("cord segment"),
    "dermatome": N_("dermatome"),
    "myotome": N_("myotome"),
    "reflex": N_("reflex"),
    "level": N_("level"),
    "other": N_("not a spinal label"),
}


def sense_name(sense: str) -> str:
    """Return a sense as a reader calls it (``"cord segment"``), in the visitor's language."""
    return _(SENSE_NAMES[sense])


def article_href(article: str, section: str = "") -> str:
    """Return the address of an article, relative to the app: ``library?article=s1&section=dermatome``."""
    query = {"article": article, **({"section": section} if section else {})}
    return f"library?{urlencode(query, quote_via=quote)}"


def mention_href(mention: Mention) -> str:
    """Return the address that lights the mentioned root on the atlas page; "" when there is none."""
    return f"?{urlencode({'root': mention.root})}" if mention.root else ""


def inline_html(passage: Passage, *, article_link: ArticleLink = article_href) -> str:
    """Return the passage's inline HTML with links between articles resolved."""
    return _resolve(passage.markup, article_link)


def linked_html(
    passage: Passage,
    mentions: Iterable[Mention],
    *,
    mention_link: MentionLink = mention_href,
    article_link: ArticleLink = article_href,
) -> str:
    """Return the passage's inline HTML with each mention as a link that names root and sense.

    Each link is ``<a class="mention" data-root data-sense href title>``. A mention inside an existing link is
    left alone; of a range, the link goes to its first root and ``data-root`` lists all of them.
    """
    return _resolve(_mark(passage.markup, passage.text, mentions, mention_link), article_link)


def section_html(
    section: Section,
    *,
    mentions: Callable[[Passage], Iterable[Mention]] | None = None,
    mention_link: MentionLink = mention_href,
    article_link: ArticleLink = article_href,
) -> str:
    """Return the passages of a section as block HTML; each block has ``id="p-<passage id>"``.

    ``mentions`` finds the mentions of a passage; None renders none.
    """

    def content(passage: Passage) -> str:
        if mentions is None:
            return inline_html(passage, article_link=article_link)
        return linked_html(passage, mentions(passage), mention_link=mention_link, article_link=article_link)

    out: list[str] = []
    index = 0
    passages = section.passages
    while index < len(passages):
        kind = passages[index].kind
        stop = index + 1
        while kind in {"item", "row"} and stop < len(passages) and passages[stop].kind == kind:
            stop += 1
        group = passages[index:stop]
        if kind == "item":
            out.append(_list_html(group, content))
        elif kind == "row":
            out.append(_table_html(group, article_link))
        else:
            out.append(_block_html(group[0], content(group[0])))
        index = stop
    return "\n".join(out)


def _block_html(passage: Passage, content: str) -> str:
    anchor = f'id="p-{html_lib.escape(passage.id)}"'
    if passage.kind == "quote":
        return f"<blockquote {anchor}><p>{content}</p></blockquote>"
    if passage.kind == "code":
        return f"<pre {anchor}>{content}</pre>"
    if passage.kind == "caption":
        return f'<p {anchor} class="caption">{content}</p>'
    return f"<p {anchor}>{content}</p>"


def _list_html(items: Sequence[Passage], content: Callable[[Passage], str]) -> str:
    out: list[str] = []
    open_lists: list[str] = []
    item_open: list[bool] = []
    for item in items:
        depth = min(item.depth, len(open_lists))  # a list never skips a level
        while len(open_lists) > depth + 1:
            out.append(("</li>" if item_open.pop() else "") + f"</{open_lists.pop()}>")
        tag = "ul" if item.number is None else "ol"
        if len(open_lists) == depth + 1 and not item.continued and open_lists[depth] != tag:
            out.append(("</li>" if item_open.pop() else "") + f"</{open_lists.pop()}>")
        if len(open_lists) == depth:
            start = f' start="{item.number}"' if item.number not in {None, 1} else ""
            out.append(f"<{tag}{start}>")
            open_lists.append(tag)
            item_open.append(False)
        anchor = f'id="p-{html_lib.escape(item.id)}"'
        if item.continued and item_open[-1]:
            out.append(f"<p {anchor}>{content(item)}</p>")
            continue
        if item_open[-1]:
            out.append("</li>")
        out.append(f"<li {anchor}>{content(item)}")
        item_open[-1] = True
    while open_lists:
        out.append(("</li>" if item_open.pop() else "") + f"</{open_lists.pop()}>")
    return "".join(out)


def _table_html(rows: Sequence[Passage], article_link: ArticleLink) -> str:
    out = ["<table>"]
    for row in rows:
        tag = "th" if row.header else "td"
        cells = "".join(f"<{tag}>{_resolve(cell, article_link)}</{tag}>" for cell in row.cells)
        out.append(f'<tr id="p-{html_lib.escape(row.id)}">{cells}</tr>')
    return "".join([*out, "</table>"])


def _resolve(markup: str, article_link: ArticleLink) -> str:
    return _ARTICLE_HREF.sub(
        lambda match: f'href="{html_lib.escape(article_link(match[1], match[2] or ""))}"', markup
    )


def _mark(markup: str, text: str, mentions: Iterable[Mention], mention_link: MentionLink) -> str:
    """Wrap each mention in a link; positions in ``text`` hold for the text nodes of ``markup``."""
    spans: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        if mention.root is not None:
            spans.setdefault((mention.start, mention.end), []).append(mention)
    if not spans:
        return markup
    waiting = sorted(spans.items())
    out: list[str] = []
    position = passed = 0
    skip_cite = links = 0
    for match in _TOKEN.finditer(markup):
        token = match[0]
        if token.startswith("<"):
            if token.startswith('<sup class="cite"'):
                skip_cite += 1
            elif token == "</sup>" and skip_cite:
                skip_cite -= 1
            elif token.startswith("<a "):
                links += 1
            elif token == "</a>":
                links -= 1
            elif token == "<br>" and not skip_cite:
                position += 1
            out.append(token)
            continue
        if skip_cite:
            out.append(token)
            continue
        words = html_lib.unescape(token)
        end = position + len(words)
        cursor = 0
        while passed < len(waiting) and waiting[passed][0][1] <= position:
            passed += 1
        for at in range(passed, len(waiting)):
            (start, stop), group = waiting[at]
            if start >= end:
                break
            if stop <= position or links:
                continue
            first, last = max(start - position, cursor), min(stop, end) - position
            # Of a mention cut up by markup, only the piece with the label becomes the link.
            label = group[0].label or group[0].surface
            if first >= last or ((stop > end or start < position) and label not in words[first:last]):
                continue
            href = mention_link(group[0])
            if not href:
                continue
            out.append(html_lib.escape(words[cursor:first], quote=False))
            out.append(_mention_open(group, href))
            out.append(html_lib.escape(words[first:last], quote=False) + "</a>")
            cursor = last
        out.append(html_lib.escape(words[cursor:], quote=False))
        position = end
    return "".join(out)


def _mention_open(group: Sequence[Mention], href: str) -> str:
    roots = " ".join(str(mention.root) for mention in group)
    sense = group[0].sense
    label = label_without_root(group[0].label)
    title = f"{label or roots.replace(' ', ', ')}: {sense_name(sense)}"
    told = f'data-label="{html_lib.escape(label)}" ' if label else ""
    return (
        f'<a class="mention" data-root="{html_lib.escape(roots)}" data-sense="{sense}" {told}'
        f'href="{html_lib.escape(href)}" title="{html_lib.escape(title)}">'
    )
