"""The export file of WordPress (Tools > Export, "WXR"), and feeds that carry whole posts."""

from __future__ import annotations

import email.utils
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

from dermatome.errors import ImportFailed
from dermatome.language import _, grouped
from dermatome.library.importing.limits import LIMITS

_HEAD: Final = 8_192
"""Characters within which the feed begins, behind declarations and comments."""
_PIECE: Final = 65_536
_NO_TEXT: Final = frozenset(
    {
        "attachment",
        "nav_menu_item",
        "revision",
        "custom_css",
        "customize_changeset",
        "wp_global_styles",
        "wp_template",
        "wp_template_part",
        "wp_navigation",
        "wp_font_family",
        "oembed_cache",
        "user_request",
    }
)


def is_feed(text: str) -> bool:
    """Return whether ``text`` is an export file of WordPress, or another feed of posts."""
    head = text[:_HEAD].lower()
    return head.startswith(("<?xml", "<rss", "<!")) and "<rss" in head and "<html" not in head


def posts_in(text: str, name: str) -> list[dict[str, Any]]:
    """Return the posts and pages as the REST interface would give them.

    Drafts and what has a password or is private come with their status and without their text.

    :raises ImportFailed: it is no XML, declares entities, or holds no post.
    """
    if "<!doctype" in text[: text.lower().index("<rss")].lower():
        raise ImportFailed(
            _("%(name)s declares entities of its own, which no export of posts does.") % {"name": name}
        )
    posts: list[dict[str, Any]] = []
    items = 0
    language = ""
    parser = ElementTree.XMLPullParser(["end"])
    try:
        for event in _events(parser, text):
            tag = _local(event.tag)
            if tag == "language" and not items:
                language = (event.text or "").strip()
            if tag != "item":
                continue
            items += 1
            if items > 10 * LIMITS.articles:
                raise ImportFailed(
                    _("%(name)s holds more than %(n)s entries. Split it.")
                    % {"name": name, "n": grouped(10 * LIMITS.articles)}
                )
            fields = {_local(child.tag): (child.text or "") for child in event}
            event.clear()
            if fields.get("post_type", "post") in _NO_TEXT:
                continue
            status = "private" if fields.get("post_password") else fields.get("status", "publish")
            posts.append(
                _post(fields, language) if status == "publish" else {"status": status, "content": ""}
            )
    except ElementTree.ParseError as error:
        raise ImportFailed(
            _("%(name)s looks like an export of WordPress but is broken: %(reason)s.")
            % {"name": name, "reason": error}
        ) from error
    if not posts:
        raise ImportFailed(_("%(name)s holds no published post.") % {"name": name})
    return posts


def _events(parser: ElementTree.XMLPullParser, text: str) -> Iterator[ElementTree.Element]:
    """Yield each element as it ends; a document cut short raises when the rest is asked for."""
    for start in range(0, len(text), _PIECE):
        parser.feed(text[start : start + _PIECE])
        for event in parser.read_events():
            if isinstance(event[-1], ElementTree.Element):
                yield event[-1]
    parser.close()


def _local(tag: str) -> str:
    """Return the name of an element without its namespace; contents and excerpts are both "encoded"."""
    space, _, name = tag.rpartition("}")
    return "excerpt" if name == "encoded" and "excerpt" in space else name


def _post(fields: dict[str, str], language: str) -> dict[str, Any]:
    date = fields.get("post_date", "")
    if not date or date.startswith("0000"):
        try:
            date = email.utils.parsedate_to_datetime(fields.get("pubDate", "")).date().isoformat()
        except (TypeError, ValueError):
            date = ""
    return {
        "title": fields.get("title", ""),
        "link": fields.get("link", ""),
        "slug": fields.get("post_name", ""),
        "date": date,
        "content": fields.get("encoded") or fields.get("description", ""),
        "excerpt": fields.get("excerpt", ""),
        "lang": language,
    }
