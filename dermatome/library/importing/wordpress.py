"""Posts of WordPress, as its REST API gives them; see ``wxr.py`` for its export file."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any, Final

from dermatome.errors import ImportFailed
from dermatome.language import _, n_
from dermatome.library import markup
from dermatome.library.importing.article import (
    html_to_text,
    iso_date,
    language_tag,
    make_article,
    shortened,
    web_address,
)
from dermatome.library.importing.limits import LIMITS
from dermatome.library.importing.shortcodes import without_shortcodes
from dermatome.library.markup import Block
from dermatome.library.records import Article

_PARAGRAPH: Final = re.compile(r"<(?:p|br|pre)\b", re.IGNORECASE)
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_WRAPPERS: Final = ("posts", "items", "pages", "data")

_log = logging.getLogger(__name__)


def articles_of_posts(loaded: Any, name: str, problems: list[str]) -> Iterator[tuple[Article, int]]:
    """Yield the articles of a REST answer: one post, a list of posts, or an object that wraps a list."""
    posts = _posts_of(loaded, name)
    published = [(number, post) for number, post in enumerate(posts, start=1) if _is_published(post)]
    if hidden := len(posts) - len(published):
        told = n_(
            "%(n)s entry that is not published left out.",
            "%(n)s entries that are not published left out.",
            hidden,
        )
        problems.append(f"{name}: {told}")
    if not published:
        raise ImportFailed(_("%(name)s holds no published post.") % {"name": name})
    for number, post in published:
        try:
            article = _post(post, name)
        except ImportFailed as error:
            if len(published) == 1:
                raise
            problems.append(f"{_place(name, number)}: {error}")
            continue
        except Exception:
            if len(published) == 1:
                raise
            _log.exception("Post %s of %s upset the reader of articles.", number, name)
            problems.append(f"{_place(name, number)}: {_('it is built in a way that cannot be read.')}")
            continue
        yield article, len(published)


def _posts_of(loaded: Any, name: str) -> list[Any]:
    if isinstance(loaded, dict) and "content" not in loaded:
        wrapped = next(
            (loaded[key] for key in _WRAPPERS if isinstance(loaded.get(key), list)),
            None,
        )
        if wrapped is None and isinstance(loaded.get("message"), str) and "code" in loaded:
            raise ImportFailed(
                _("%(name)s is an error answer of WordPress, not a post: %(message)s")
                % {"name": name, "message": shortened(loaded["message"])}
            )
        loaded = wrapped if wrapped is not None else loaded
    posts = loaded if isinstance(loaded, list) else [loaded]
    if not posts:
        raise ImportFailed(_("%(name)s is an empty list: it holds no post.") % {"name": name})
    if not any(isinstance(post, dict) and "content" in post for post in posts):
        raise ImportFailed(
            _(
                '%(name)s is JSON but no WordPress post: a post has "title" and "content". '
                "Fetch it from /wp-json/wp/v2/posts/ID."
            )
            % {"name": name}
        )
    return posts


def _is_published(post: Any) -> bool:
    """Drafts, and what is private or waits for its day, are nobody's to read."""
    return not isinstance(post, dict) or post.get("status", "publish") == "publish"


def _place(name: str, number: int) -> str:
    return _("%(name)s, post %(number)s") % {"name": name, "number": number}


def _post(post: Any, name: str) -> Article:
    if not isinstance(post, dict) or "content" not in post:
        raise ImportFailed(_("this entry is no post."))
    content = post["content"]
    body = _rendered(content)
    if not body.strip():
        protected = isinstance(content, dict) and content.get("protected")
        raise ImportFailed(
            _("the post is protected by a password; export it while signed in.")
            if protected
            else _("the post is empty.")
        )
    if len(body) > LIMITS.document_bytes:
        raise ImportFailed(_("the post is longer than %(n)s MB.") % {"n": LIMITS.document_bytes // 2**20})
    source = web_address(post.get("link")) or web_address(_rendered(post.get("guid")))
    title = html_to_text(_rendered(post.get("title")))
    slug = post.get("slug") if isinstance(post.get("slug"), str) else ""
    blocks = markup.repair(_content_blocks(body, source))
    excerpt = html_to_text(_rendered(post.get("excerpt"))).removesuffix("[…]").removesuffix("[...]").strip()
    return make_article(
        blocks,
        title=title,
        name=slug or markup.slugify(title, "") or name,
        source=source,
        date=iso_date(post.get("date")) or iso_date(post.get("date_gmt")),
        language=_post_language(post),
        summary=shortened(excerpt, 400),
    )


def _content_blocks(body: str, base: str) -> list[Block]:
    """Return the blocks of a post; a table of contents that only repeats its headings is left out.

    A post as typed (``raw``) has blank lines for paragraphs; WordPress marks them when it shows the post.
    """
    body = without_shortcodes(body)
    if not _PARAGRAPH.search(body):
        body = _BLANK_LINE.sub("\n<p>", body)
    blocks = markup.blocks_from_html(body, base)
    headings = {markup.words_of(block) for block in blocks if block.kind == "heading"}
    return [block for block in blocks if block.region != "nav" or markup.words_of(block) not in headings]


def _rendered(value: Any) -> str:
    """Return the text of a REST field: a string, or an object with ``rendered`` or ``raw``."""
    if isinstance(value, dict):
        value = value.get("rendered") or value.get("raw") or ""
    return value if isinstance(value, str) else ""


def _post_language(post: dict[str, Any]) -> str:
    """Return the language a post states: its own field (translation plug-ins) or what its SEO data say."""
    for key in ("lang", "language", "locale"):
        if language := language_tag(post.get(key)):
            return language
    seo = post.get("yoast_head_json")
    if isinstance(seo, dict):
        schema = seo.get("schema")
        graph = schema.get("@graph") if isinstance(schema, dict) else None
        for node in graph if isinstance(graph, list) else []:
            if isinstance(node, dict) and (language := language_tag(node.get("inLanguage"))):
                return language
        return language_tag(seo.get("og_locale"))
    return ""
