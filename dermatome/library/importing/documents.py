"""One document → its articles.

The kind of a document is told from its content, not from its name.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, Final

import yaml

from dermatome.errors import ImportFailed, one_line
from dermatome.language import _, grouped
from dermatome.library import markup
from dermatome.library.importing.article import iso_date, language_tag, make_article, shortened, web_address
from dermatome.library.importing.encoding import is_no_text, text_of
from dermatome.library.importing.limits import LIMITS
from dermatome.library.importing.webpage import article_of_page
from dermatome.library.importing.wordpress import articles_of_posts
from dermatome.library.importing.wxr import is_feed, posts_in
from dermatome.library.markup import blocks_from_text, clean_text, collapse
from dermatome.library.records import Article

_FRONT_MATTER: Final = re.compile(
    r"\A(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<fields>.{0,65536}?)\r?\n(?:(?P=mark)|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL,
)
_MESSAGE: Final = re.compile(
    r"(?:[A-Za-z][\w-]{0,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,9}){0,40}?MIME-Version:", re.IGNORECASE
)
"""The head of a message, and of a page that a browser saved in one file."""
_ROOT_ELEMENT: Final = re.compile(
    r"\s*+<\?xml\b[^>]{0,500}>\s*+(?:<[?!][^>]{0,2000}>\s*+){0,20}<([A-Za-z_][\w.:-]{0,99})", re.IGNORECASE
)
_PAGES: Final = frozenset(("html", "body", "article", "main", "section", "div", "p", "span"))
"""Elements that a page may consist of; XML has others."""
_OTHER_XML: Final = re.compile(r"<(?:para|simpara|sec|front|articleinfo)[\s>]")
"""Of articles that are no pages: DocBook and JATS."""
_HTML_HINT: Final = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]"
    r"|</(?:p|div|h[1-6]|li|ul|ol|article|section|span|a|td|strong|em|b|i)>"
    r"|<(?:p|br|h[1-6]|li|hr)\s*/?>",
    re.IGNORECASE,
)
_MARKDOWN_HINT: Final = re.compile(
    r"^#{1,6}[ \t]+\S|^(?:```|~~~)|\[[^\]\n]{1,200}\]\((?:https?:|/|#|\.)[^()\[\]\s]{0,500}\)|^\|.+\|[ \t]*$"
    r"|(?<!\w)\*\*[^*\n]{1,200}\*\*(?!\w)",
    re.MULTILINE,
)

_HEADING_MARK: Final = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)


def articles_in(data: bytes, name: str, problems: list[str]) -> Iterator[tuple[Article, int]]:
    """Yield (article, number of articles in the document)."""
    text = decode(data, name)
    stripped = text.lstrip()
    if not stripped:
        raise ImportFailed(_("%(name)s is empty.") % {"name": name})
    called_json = PurePosixPath(name).suffix.lower() == ".json" and not _is_html(text)
    if stripped[0] in "{[" or called_json:
        if sum(map(stripped.count, "[{,")) > LIMITS.json_values:
            raise ImportFailed(
                _("%(name)s holds more than %(n)s JSON values, which no export of posts does. Split it.")
                % {"name": name, "n": grouped(LIMITS.json_values)}
            )
        try:
            # Nothing that is read here is a number, and Python refuses to read one of many digits.
            loaded: Any = json.loads(stripped, strict=False, parse_int=_no_number)
        except RecursionError:
            raise ImportFailed(
                _("%(name)s: the JSON is nested too deeply. Export it again.") % {"name": name}
            ) from None
        except ValueError as error:
            if called_json or re.match(r"\{\s*\"|\[\s*[\[{]", stripped):
                raise ImportFailed(
                    _("%(name)s looks like JSON but is broken: %(reason)s.")
                    % {"name": name, "reason": one_line(error)}
                ) from error
        else:
            yield from articles_of_posts(loaded, name, problems)
            return
    if is_feed(stripped):
        yield from articles_of_posts(posts_in(clean_text(stripped), name), name, problems)
        return
    if len(text) > LIMITS.document_bytes:
        raise ImportFailed(
            _("%(name)s is one document of %(size)s MB; at most %(most)s MB are read. Split it.")
            % {
                "name": name,
                "size": f"{len(text) / 2**20:.0f}",
                "most": LIMITS.document_bytes // 2**20,
            }
        )
    yield _document(text, name), 1


def _no_number(_digits: str) -> None:
    return None


def decode(data: bytes, name: str = "the file") -> str:
    """Return the text of a document, in whatever encoding (:func:`text_of`).

    :raises ImportFailed: the bytes are no text, with a hint for the commonest other formats.
    """
    _refuse_other_formats(data, name)
    text = text_of(data, name).lstrip("\ufeff")  # some tools write the mark twice
    if is_no_text(text):
        raise ImportFailed(
            _("%(name)s is no text. Give HTML, Markdown, plain text or a WordPress post as JSON.")
            % {"name": name}
        )
    _refuse_other_markup(text, name)
    return text


def _refuse_other_formats(data: bytes, name: str) -> None:
    """Do nothing for what may be text. :raises ImportFailed: it begins as a file of another kind does."""
    for signature, advice in (
        (b"%PDF", _("%(name)s is a PDF file. Save its text, or the web page it came from.")),
        (b"{\\rtf", _("%(name)s is an RTF document. Save it as a web page (HTML) or as plain text.")),
        (
            b"\xd0\xcf\x11\xe0",
            _("%(name)s is an old office document. Save it as a web page (HTML) or as plain text."),
        ),
        (b"\x1f\x8b", _("%(name)s is a gzip file. Unpack it.")),
        (b"PK\x03\x04", _("%(name)s is a zip file inside another one. Unpack it first.")),
        (b"\x89PNG", _("%(name)s is a picture. Give the article's text.")),
        (b"\xff\xd8\xff", _("%(name)s is a picture. Give the article's text.")),
        (b"SQLite format 3", _("%(name)s is a database. Export its articles.")),
        (b"7z\xbc\xaf", _("%(name)s is an archive of another kind. Pack it as a zip file.")),
        (b"Rar!", _("%(name)s is an archive of another kind. Pack it as a zip file.")),
        (b"GIF8", _("%(name)s is a picture. Give the article's text.")),
        (b"%!PS", _("%(name)s is no text. Give HTML, Markdown, plain text or a WordPress post as JSON.")),
    ):
        if data.startswith(signature):
            raise ImportFailed(advice % {"name": name})


def _refuse_other_markup(text: str, name: str) -> None:
    """Do nothing for what is read here. :raises ImportFailed: it is markup that would be read as words."""
    if _MESSAGE.match(text):
        raise ImportFailed(
            _(
                "%(name)s is a page or message with all its parts in one file (MHTML). Save it as a web "
                "page, HTML only."
            )
            % {"name": name}
        )
    root = _ROOT_ELEMENT.match(text)
    if root and not is_feed(text) and (root[1].lower() not in _PAGES or _OTHER_XML.search(text)):
        raise ImportFailed(
            _(
                "%(name)s is XML, but no web page and no export of WordPress. Save it as a web page (HTML) "
                "or as plain text."
            )
            % {"name": name}
        )


def _document(text: str, name: str) -> Article:
    """Read one document that is not JSON."""
    front: dict[str, Any] = {}
    if match := _FRONT_MATTER.match(text):
        front = _toml(match["fields"]) if match["mark"] == "+++" else _front_matter(match["fields"])
        if front:
            text = text[match.end() :]
            _refuse_draft(front, name)
    # Markdown may hold a table or two in HTML; a page is told by how it begins.
    if not front and (_begins_as_html(text) if _called_markdown(name) else _is_html(text)):
        return article_of_page(text, name)
    if (front or _is_markdown(text, name)) and not _costly(text):
        return _markdown(text, front, name)
    return _plain(text, name)


def _refuse_draft(front: dict[str, Any], name: str) -> None:
    """Do nothing for what everybody may read. :raises ImportFailed: its front matter calls it a draft."""
    draft = _scalar(front.get("draft")).lower() in {"true", "yes", "on"}
    hidden = _scalar(front.get("published")).lower() in {"false", "no", "off"}
    if draft or hidden or _scalar(front.get("status")).lower() in {"draft", "private"}:
        raise ImportFailed(
            _("%(name)s is a draft, as its front matter says. Publish it there first.") % {"name": name}
        )


def _begins_as_html(text: str) -> bool:
    head = text[:4_000].lstrip().lower()
    return head.startswith(("<!doctype html", "<html", "<?xml", "<!--")) and "<" in head[4:]


def _is_html(text: str) -> bool:
    head = text[:4_000].lstrip().lower()
    if _begins_as_html(text):
        return True
    hints = len(_HTML_HINT.findall(text[:200_000]))
    return hints >= 3 or (hints >= 1 and head.startswith("<"))


def _costly(text: str) -> bool:
    """True when a text holds so many special characters that parsing it as Markdown takes for ever.

    No article does; the text is then read as plain text.
    """
    if text.count("\n") > 100_000 or sum(map(text.count, "[]!*_`<&~|")) > 100_000:
        return True
    return any(len(re.findall(r"[\[\]!*_`<&~]", chunk)) > 2_000 for chunk in re.split(r"\n\s*\n", text))


def _called_markdown(name: str) -> bool:
    return PurePosixPath(name).suffix.lower() in {".md", ".markdown"}


def _is_markdown(text: str, name: str) -> bool:
    if _called_markdown(name):
        return True
    return len(_MARKDOWN_HINT.findall(text[:200_000])) >= 2 or bool(re.match(r"\s*#{1,3}[ \t]+\S", text))


def _markdown(text: str, front: dict[str, Any], name: str) -> Article:
    source = web_address(
        front.get("source") or front.get("url") or front.get("link") or front.get("permalink")
    )
    try:
        blocks = markup.repair(markup.blocks_from_markdown(text, source))
    except markup.TooDeep:
        blocks = blocks_from_text(_HEADING_MARK.sub("", clean_text(text)))
    title = _scalar(front.get("title"))
    tops = [markup.words_of(block) for block in blocks if block.kind == "heading" and block.level == 1]
    if not title and len(tops) == 1 and blocks[0].kind == "heading":
        title = tops[0]
    return make_article(
        blocks,
        title=collapse(clean_text(title)),
        name=name,
        source=source,
        date=iso_date(front.get("date") or front.get("updated")),
        language=language_tag(front.get("lang") or front.get("language")),
        summary=shortened(_scalar(front.get("summary") or front.get("description") or ""), 400),
    )


def _plain(text: str, name: str) -> Article:
    blocks = blocks_from_text(clean_text(text))
    first = markup.words_of(blocks[0]) if blocks and blocks[0].kind == "heading" else ""
    if re.match(r"(?:1[.)]?|I[.)])\s", first):  # the first of numbered sections is no title
        first = ""
    return make_article(blocks, title=first, name=name)


def _front_matter(text: str) -> dict[str, Any]:
    try:
        # All values as text: tags make nothing, and << does not copy the same over and over.
        loaded = yaml.load(text, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return {}
    return loaded if isinstance(loaded, dict) else {}


def _toml(text: str) -> dict[str, Any]:
    """Return front matter between ``+++``, as Hugo writes it; all that is no list or table as text."""
    try:
        loaded = tomllib.loads(text.replace("\r\n", "\n"))
    except (ValueError, RecursionError):
        return {}
    return {key: value if isinstance(value, list | dict) else str(value) for key, value in loaded.items()}


def _scalar(value: Any) -> str:
    return value if isinstance(value, str) and value not in {"~", "null"} else ""
