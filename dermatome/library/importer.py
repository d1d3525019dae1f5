"""Read articles from outside: WordPress JSON, HTML, Markdown, plain text, and folders or zip files of these.

The kind of a document is told from its content, not from its name. Whatever comes in, what comes out is an
:class:`~dermatome.library.records.Article` of clean sections with every visible sentence of the original,
or one :class:`~dermatome.errors.ImportFailed` that says what is wrong.
"""

from __future__ import annotations

import datetime
import hashlib
import html as html_lib
import json
import os
import re
import stat
import tomllib
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import urlsplit

import yaml

from dermatome.errors import ImportFailed, one_line
from dermatome.library import markup
from dermatome.library.markup import Block, clean_text, collapse, slugify
from dermatome.library.mentions import find_mentions, roots_of
from dermatome.library.plaintext import blocks_from_text
from dermatome.library.records import Article, Section


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an import may hold. Real exports stay far below; more is refused with a reason."""

    file_bytes: int = 64 * 2**20
    document_bytes: int = 8 * 2**20
    archive_bytes: int = 256 * 2**20
    archive_files: int = 10_000
    archive_ratio: int = 200
    folder_depth: int = 12
    articles: int = 10_000
    passages: int = 300_000
    json_values: int = 3_000_000


LIMITS: Final = Limits()

Progress = Callable[[int, int], None]
"""Called with (articles done, articles known of); the second is 0 while it is not known."""

_SUFFIXES: Final = frozenset({".json", ".html", ".htm", ".xhtml", ".md", ".markdown", ".txt", ".text", ""})
_HEAD: Final = 512 * 1024
_LONGEST_NAME: Final = 150
_MODEST: Final = 4 * 2**20
"""Bytes an archive may unpack to whatever its own size."""
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Of the others Python unpacks a whole piece at once, however large it becomes."""
_FRONT_MATTER: Final = re.compile(
    r"\A(?P<mark>---|\+\+\+)[ \t]*\r?\n(?P<fields>.{0,65536}?)\r?\n(?P=mark)[ \t]*(?:\r?\n|\Z)", re.DOTALL
)
_HTML_HINT: Final = re.compile(
    r"<!doctype html|<html[\s>]|<body[\s>]"
    r"|</(?:p|div|h[1-6]|li|ul|ol|article|section|span|a|td|strong|em|b|i)>"
    r"|<(?:p|br|h[1-6]|li|hr)\s*/?>",
    re.IGNORECASE,
)
_MARKDOWN_HINT: Final = re.compile(
    r"^#{1,6}[ \t]+\S|^(?:```|~~~)|\[[^\]\n]{1,200}\]\((?:https?:|/|#|\.)[^)\s]*\)|^\|.+\|[ \t]*$"
    r"|(?<!\w)\*\*[^*\n]{1,200}\*\*(?!\w)",
    re.MULTILINE,
)
_SHORTCODE: Final = re.compile(
    r"\[/?(?:vc_\w+|et_pb_\w+|fusion_\w+|av_\w+|su_\w+|caption|gallery|embed|audio|video|playlist|"
    r"contact-form-7|toc|ez-toc)(?:\s[^\[\]\n]{0,500})?/?\]"
)
_PARAGRAPH: Final = re.compile(r"<(?:p|br|pre)\b", re.IGNORECASE)
_BLANK_LINE: Final = re.compile(r"\n[ \t\r]*\n")
_META: Final = re.compile(r"<meta\b([^<>]{0,4000})>", re.IGNORECASE)
_LINK: Final = re.compile(r"<link\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE: Final = re.compile(r"<title[^>]{0,500}>(.{0,1000}?)</title>", re.IGNORECASE | re.DOTALL)
_HTML_TAG: Final = re.compile(r"<html\b([^>]{0,2000})>", re.IGNORECASE)
_TIME: Final = re.compile(r"<time\b([^<>]{0,1000})>", re.IGNORECASE)
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_WRAPPERS: Final = ("posts", "items", "pages", "data")
_STOP_WORDS: Final = {
    "en": "the and of is to in that with for are",
    "de": "der die und das ist nicht mit den von ein",
    "fr": "le la les et des est une dans que pour",
    "es": "el la los y de que en una por con",
    "pt": "o a os e de que em uma por com não",
    "it": "il la e di che una per con della sono",
    "nl": "de het een en van is dat niet met op",
}


# ---------------------------------------------------------------------------- the ways in


def read_article(path: Path | str) -> Article:
    """Read the one article in a file.

    :raises ImportFailed: the file cannot be read, holds no article, or holds several.
    """
    articles = list(read_articles(path))
    if len(articles) > 1:
        raise ImportFailed(
            f"{Path(path).name} holds {len(articles)} articles, and one was asked for. "
            "Import it into a library, which takes them all."
        )
    return articles[0]


def read_articles(
    path: Path | str, *, progress: Progress | None = None, skipped: list[str] | None = None
) -> Iterator[Article]:
    """Yield the articles in a file, a folder or a zip file, one at a time.

    Documents of a collection that cannot be read are passed over; ``skipped`` receives a line on each.

    :raises ImportFailed: nothing there, nothing readable, or a limit exceeded.
    """
    path = Path(path)
    problems: list[str] = [] if skipped is None else skipped
    before = len(problems)
    try:
        is_folder = path.is_dir()
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        raise ImportFailed(f"There is no file {str(path)!r}. Check the name.") from error
    if is_folder:
        documents = _folder(path, problems)
    elif stat.S_ISREG(mode):
        documents = _file(path)
    else:
        raise ImportFailed(f"{path.name} is no regular file.")
    yield from _articles(documents, progress, problems, before, _label(path.name), single=not is_folder)


def parse_articles(
    data: bytes, name: str = "upload", *, progress: Progress | None = None, skipped: list[str] | None = None
) -> Iterator[Article]:
    """Yield the articles in an uploaded file, given as bytes; ``name`` serves messages and untitled articles.

    :raises ImportFailed: as for :func:`read_articles`.
    """
    problems: list[str] = [] if skipped is None else skipped
    name = _label(name)
    documents = _documents(data, name)
    yield from _articles(documents, progress, problems, len(problems), name, single=True)


def _articles(
    documents: Iterator[tuple[str, bytes]],
    progress: Progress | None,
    problems: list[str],
    before: int,
    name: str,
    *,
    single: bool,
) -> Iterator[Article]:
    found = passages = 0
    used: dict[str, int] = {}
    for document, data in documents:
        try:
            for article, total in _parse(data, document, problems):
                found += 1
                passages += len(article.passages)
                if found > LIMITS.articles or passages > LIMITS.passages:
                    break
                yield _unique(article, used)
                if progress:
                    progress(found, total if single else 0)
        except ImportFailed as error:
            if single and document == name:
                raise
            problems.append(f"{document}: {error}")
        if found > LIMITS.articles or passages > LIMITS.passages:
            raise ImportFailed(
                f"{name} holds more than {LIMITS.articles:,} articles or {LIMITS.passages:,} paragraphs. "
                "Split it."
            )
    if not found:
        told = problems[before:]
        reason = f" {told[0]}" if len(told) == 1 else f" The first of {len(told)}: {told[0]}" if told else ""
        raise ImportFailed(f"{name} holds no article that can be read.{reason}")


def _label(name: str) -> str:
    """Return a file's name as it can be told: on one line, not too long, nothing in it unseen."""
    name = collapse(clean_text(name)) or "upload"
    return name if len(name) <= _LONGEST_NAME else "…" + name[-_LONGEST_NAME:]


def _unique(article: Article, used: dict[str, int]) -> Article:
    wanted = markup.unique(article.id, used)
    return article if wanted == article.id else replace(article, id=wanted)


# ---------------------------------------------------------------------------- files, folders, archives


def _file(path: Path) -> Iterator[tuple[str, bytes]]:
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            raise ImportFailed(_too_large(path.name, size))
        data = path.read_bytes()
    except OSError as error:
        raise ImportFailed(f"{path.name} cannot be read: {error.strerror or error}.") from error
    yield from _documents(data, _label(path.name))


def _too_large(name: str, size: int) -> str:
    return f"{name} is {size / 2**20:.0f} MB; at most {LIMITS.file_bytes // 2**20} MB are read. Split it."


def _documents(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    if len(data) > LIMITS.file_bytes:
        raise ImportFailed(_too_large(name, len(data)))
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        yield from _archive(data, name)
    else:
        yield name, data


def _folder(root: Path, problems: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the documents under ``root``; links that lead out of it are not followed.

    What cannot be opened is passed over, with a line in ``problems``.
    """
    files = size = 0
    for folder, folders, names in os.walk(root, followlinks=False):
        here = Path(folder)
        if len(here.relative_to(root).parts) >= LIMITS.folder_depth:
            folders.clear()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = here / name
            if name.startswith(".") or path.suffix.lower() not in _SUFFIXES:
                continue
            if path.is_symlink() or not path.is_file():  # a named pipe would keep its reader waiting
                continue
            files += 1
            if files > LIMITS.archive_files:
                raise ImportFailed(
                    f"The folder holds more than {LIMITS.archive_files:,} files. Import parts of it."
                )
            try:
                contents = [data for _, data in _file(path)]
            except ImportFailed as error:
                problems.append(str(error))
                continue
            for data in contents:
                size += len(data)
                if size > LIMITS.archive_bytes:
                    raise ImportFailed(
                        f"The folder holds more than {LIMITS.archive_bytes // 2**20} MB. Import parts of it."
                    )
                yield _label(path.relative_to(root).as_posix()), data


def _archive(data: bytes, name: str) -> Iterator[tuple[str, bytes]]:
    """Yield the documents in a zip file, in memory: nothing is ever written to disk."""
    import io

    try:
        # Counted before the list is read, which takes many times the memory of the file.
        if data.count(b"PK\x01\x02") > LIMITS.archive_files:
            raise ImportFailed(f"{name} holds more than {LIMITS.archive_files:,} files. Split it.")
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if "[Content_Types].xml" in names:
                raise ImportFailed(
                    f"{name} is an office document. Save it as a web page (HTML) or as text first."
                )
            total = 0
            for member in members:
                _check_member(member, name)
                path = PurePosixPath(member.filename)
                hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts)
                link = stat.S_ISLNK(member.external_attr >> 16)
                if member.is_dir() or link or hidden or path.suffix.lower() not in _SUFFIXES:
                    continue
                content = _read_member(archive, member, name)
                total += len(content)
                if total > LIMITS.archive_bytes:
                    raise ImportFailed(
                        f"{name} unpacks to more than {LIMITS.archive_bytes // 2**20} MB. Split it."
                    )
                if total > _MODEST and total > LIMITS.archive_ratio * len(data):
                    raise ImportFailed(
                        f"{name} unpacks to more than {LIMITS.archive_ratio} times its size. Refused."
                    )
                yield _label(member.filename), content
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        ValueError,
    ) as error:
        raise ImportFailed(f"{name} is a damaged or unsupported zip file. Pack it again.") from error


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    """Refuse members that reach outside the archive, are locked, or unpack out of proportion."""
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if member.filename.startswith(("/", "\\")) or ".." in parts or (parts and ":" in parts[0]):
        raise ImportFailed(
            f"{name} holds a file whose path leads outside it ({member.filename[:60]!r}). Refused."
        )
    if member.flag_bits & 0x1:
        raise ImportFailed(f"{name} is locked with a password. Unlock it first.")
    if member.compress_type not in _PACKINGS:
        raise ImportFailed(f"{name} is packed in an unusual way. Pack it again as an ordinary zip file.")
    if member.file_size > 2**20 and member.file_size > LIMITS.archive_ratio * max(1, member.compress_size):
        raise ImportFailed(
            f"{name} holds a file that unpacks to more than {LIMITS.archive_ratio} times its size."
        )


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Read a member, trusting what comes out of it rather than the size its header claims."""
    with archive.open(member) as stream:
        content = stream.read(LIMITS.file_bytes + 1)
    if len(content) > LIMITS.file_bytes:
        raise ImportFailed(
            f"{name}: {member.filename[:60]} unpacks to more than {LIMITS.file_bytes // 2**20} MB."
        )
    return content


# ---------------------------------------------------------------------------- one document


def _parse(data: bytes, name: str, problems: list[str]) -> Iterator[tuple[Article, int]]:
    """Yield (article, number of articles in the document)."""
    text = decode(data, name)
    stripped = text.lstrip()
    if not stripped:
        raise ImportFailed(f"{name} is empty.")
    called_json = PurePosixPath(name).suffix.lower() == ".json" and not _is_html(text)
    if stripped[0] in "{[" or called_json:
        if sum(map(stripped.count, "[{,")) > LIMITS.json_values:
            raise ImportFailed(
                f"{name} holds more than {LIMITS.json_values:,} JSON values, which no export of posts does. "
                "Split it."
            )
        try:
            # Nothing that is read here is a number, and Python refuses to read one of many digits.
            loaded: Any = json.loads(stripped, strict=False, parse_int=_no_number)
        except RecursionError:
            raise ImportFailed(f"{name}: the JSON is nested too deeply. Export it again.") from None
        except ValueError as error:
            if called_json or re.match(r"\{\s*\"|\[\s*[\[{]", stripped):
                raise ImportFailed(f"{name} looks like JSON but is broken: {one_line(error)}.") from error
        else:
            yield from _wordpress(loaded, name, problems)
            return
    if len(text) > LIMITS.document_bytes:
        raise ImportFailed(
            f"{name} is one document of {len(text) / 2**20:.0f} MB; at most "
            f"{LIMITS.document_bytes // 2**20} MB are read. Split it."
        )
    yield _document(text, name), 1


def _no_number(_digits: str) -> None:
    return None


def decode(data: bytes, name: str = "the file") -> str:
    """Return the text of a document: UTF-8, UTF-16 with a mark, else Windows-1252.

    :raises ImportFailed: the bytes are no text, with a hint for the commonest other formats.
    """
    for signature, advice in (
        (b"%PDF", "a PDF file. Save its text, or the web page it came from"),
        (b"{\\rtf", "an RTF document. Save it as a web page (HTML) or as plain text"),
        (b"\xd0\xcf\x11\xe0", "an old office document. Save it as a web page (HTML) or as plain text"),
        (b"\x1f\x8b", "a gzip file. Unpack it"),
        (b"PK\x03\x04", "a zip file inside another one. Unpack it first"),
        (b"\x89PNG", "a picture. Give the article's text"),
        (b"\xff\xd8\xff", "a picture. Give the article's text"),
        (b"SQLite format 3", "a database. Export its articles"),
    ):
        if data.startswith(signature):
            raise ImportFailed(f"{name} is {advice}.")
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("utf-8-sig", errors="replace")
            broken = text.count("\ufffd")
            if 2 * broken > len(text) - len(text.encode("ascii", "ignore")):  # else a damaged byte or two
                text = data.decode("cp1252", errors="replace")
    sample = text[:20_000]
    odd = sum(1 for character in sample if character < " " and character not in "\t\n\r\f\v")
    if odd * 20 > len(sample):
        raise ImportFailed(f"{name} is no text. Give HTML, Markdown, plain text or a WordPress post as JSON.")
    return text


def _document(text: str, name: str) -> Article:
    """Read one document that is not JSON."""
    front: dict[str, Any] = {}
    if match := _FRONT_MATTER.match(text):
        front = _toml(match["fields"]) if match["mark"] == "+++" else _front_matter(match["fields"])
        if front:
            text = text[match.end() :]
    if not front and _is_html(text):
        return _html_page(text, name)
    if (front or _is_markdown(text, name)) and not _costly(text):
        return _markdown(text, front, name)
    return _plain(text, name)


def _is_html(text: str) -> bool:
    head = text[:4_000].lstrip().lower()
    if head.startswith(("<!doctype html", "<html", "<?xml", "<!--")) and "<" in head[4:]:
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


def _is_markdown(text: str, name: str) -> bool:
    if PurePosixPath(name).suffix.lower() in {".md", ".markdown"}:
        return True
    return len(_MARKDOWN_HINT.findall(text[:200_000])) >= 2 or bool(re.match(r"\s*#{1,3}[ \t]+\S", text))


# ---------------------------------------------------------------------------- WordPress


def _wordpress(loaded: Any, name: str, problems: list[str]) -> Iterator[tuple[Article, int]]:
    """Yield the articles of a REST answer: one post, a list of posts, or an object that wraps a list."""
    if isinstance(loaded, dict) and "content" not in loaded:
        wrapped = next(
            (loaded[key] for key in ("posts", "items", "pages", "data") if isinstance(loaded.get(key), list)),
            None,
        )
        if wrapped is None and isinstance(loaded.get("message"), str) and "code" in loaded:
            raise ImportFailed(
                f"{name} is an error answer of WordPress, not a post: {_short(loaded['message'])}"
            )
        loaded = wrapped if wrapped is not None else loaded
    posts = loaded if isinstance(loaded, list) else [loaded]
    if not posts:
        raise ImportFailed(f"{name} is an empty list: it holds no post.")
    if not any(isinstance(post, dict) and "content" in post for post in posts):
        raise ImportFailed(
            f'{name} is JSON but no WordPress post: a post has "title" and "content". '
            "Fetch it from /wp-json/wp/v2/posts/ID."
        )
    for number, post in enumerate(posts, start=1):
        try:
            yield _post(post, name), len(posts)
        except ImportFailed as error:
            if len(posts) == 1:
                raise
            problems.append(f"{name}, post {number}: {error}")


def _post(post: Any, name: str) -> Article:
    if not isinstance(post, dict) or "content" not in post:
        raise ImportFailed("this entry is no post.")
    content = post["content"]
    body = _rendered(content)
    if not body.strip():
        protected = isinstance(content, dict) and content.get("protected")
        raise ImportFailed(
            "the post is protected by a password; export it while signed in."
            if protected
            else "the post is empty."
        )
    if len(body) > LIMITS.document_bytes:
        raise ImportFailed(f"the post is longer than {LIMITS.document_bytes // 2**20} MB.")
    source = _address(post.get("link")) or _address(_rendered(post.get("guid")))
    title = html_to_text(_rendered(post.get("title")))
    slug = post.get("slug") if isinstance(post.get("slug"), str) else ""
    blocks = markup.repair(_content_blocks(body, source))
    excerpt = html_to_text(_rendered(post.get("excerpt"))).removesuffix("[…]").removesuffix("[...]").strip()
    return _article(
        blocks,
        title=title,
        name=slug or name,
        source=source,
        date=_date(post.get("date")) or _date(post.get("date_gmt")),
        language=_post_language(post),
        summary=_short(excerpt, 400),
    )


def _content_blocks(body: str, base: str) -> list[Block]:
    """Return the blocks of a post; a table of contents that only repeats its headings is left out.

    A post as typed (``raw``) has blank lines for paragraphs; WordPress marks them when it shows the post.
    """
    if not _PARAGRAPH.search(body):
        body = _BLANK_LINE.sub("\n<p>", body)
    blocks = markup.blocks_from_html(_SHORTCODE.sub(" ", body), base)
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
        if language := _language(post.get(key)):
            return language
    seo = post.get("yoast_head_json")
    if isinstance(seo, dict):
        schema = seo.get("schema")
        graph = schema.get("@graph") if isinstance(schema, dict) else None
        for node in graph if isinstance(graph, list) else []:
            if isinstance(node, dict) and (language := _language(node.get("inLanguage"))):
                return language
        return _language(seo.get("og_locale"))
    return ""


# ---------------------------------------------------------------------------- HTML, Markdown, plain text


def _html_page(text: str, name: str) -> Article:
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
    source = _address(canonical) or _address(meta.get("og:url"))
    page = _TITLE.search(head)
    page_title = html_to_text(page[1]) if page else ""
    tag = _HTML_TAG.search(head)
    times = (_attributes(match[1]).get("datetime") for match in _TIME.finditer(head))
    blocks = _main_part(markup.blocks_from_html(_SHORTCODE.sub(" ", text), source))
    tops = [markup.words_of(block) for block in blocks if block.kind == "heading" and block.level == 1]
    title = tops[0] if len(tops) == 1 else html_to_text(meta.get("og:title", "")) or page_title
    stated = ("article:published_time", "datepublished", "date", "dc.date", "article:modified_time")
    return _article(
        markup.repair(blocks),
        title=title,
        name=name,
        source=source,
        date=next((date for key in stated if (date := _date(meta.get(key)))), "")
        or next((date for time in times if (date := _date(time))), ""),
        language=_language(_attributes(tag[1]).get("lang") if tag else "")
        or _language(meta.get("og:locale")),
        summary=_short(html_to_text(meta.get("description") or meta.get("og:description") or ""), 400),
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


def _markdown(text: str, front: dict[str, Any], name: str) -> Article:
    source = _address(front.get("source") or front.get("url") or front.get("link") or front.get("permalink"))
    blocks = markup.repair(markup.blocks_from_markdown(text, source))
    title = _scalar(front.get("title"))
    tops = [markup.words_of(block) for block in blocks if block.kind == "heading" and block.level == 1]
    if not title and len(tops) == 1 and blocks[0].kind == "heading":
        title = tops[0]
    return _article(
        blocks,
        title=collapse(clean_text(title)),
        name=name,
        source=source,
        date=_date(front.get("date") or front.get("updated")),
        language=_language(front.get("lang") or front.get("language")),
        summary=_short(_scalar(front.get("summary") or front.get("description") or ""), 400),
    )


def _plain(text: str, name: str) -> Article:
    blocks = blocks_from_text(clean_text(text))
    first = markup.words_of(blocks[0]) if blocks and blocks[0].kind == "heading" else ""
    if re.match(r"(?:1[.)]?|I[.)])\s", first):  # the first of numbered sections is no title
        first = ""
    return _article(blocks, title=first, name=name)


# ---------------------------------------------------------------------------- together


def _article(
    blocks: list[Block],
    *,
    title: str,
    name: str,
    source: str = "",
    date: str = "",
    language: str = "",
    summary: str = "",
) -> Article:
    title = _short(title, 300) or _title_from(name, blocks)
    sections = markup.sections_from_blocks(blocks, title=title)
    if not any(section.passages or section.heading for section in sections):
        raise ImportFailed(f"{name} holds no text.")
    roots = _main_root(title, sections)
    words = " ".join(passage.text for section in sections for passage in section.passages)[:20_000]
    stem = PurePosixPath(name.replace("\\", "/")).stem
    slug = slugify(stem, "") if _speaks(stem) else ""
    slug = slug or slugify(title, "") or hashlib.sha256((title + source + words).encode()).hexdigest()[:10]
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
            return _short(words, 100)
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


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): html_lib.unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(text)
    }


def _address(value: Any) -> str:
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


def _date(value: Any) -> str:
    """Return an ISO date from a date, or from text that starts with one; "" otherwise."""
    if not isinstance(value, str) or not (match := _ISO_DATE.match(value.strip())):
        return ""
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])).isoformat()
    except ValueError:
        return ""


def _language(value: Any) -> str:
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
    counts = {
        language: sum(token in known for token in tokens)
        for language, known in ((language, set(listed.split())) for language, listed in _STOP_WORDS.items())
    }
    best, second = sorted(counts.values(), reverse=True)[:2]
    if best < 0.06 * len(tokens) or best < 1.25 * second:
        return "und"
    return max(counts, key=lambda language: counts[language])


def _short(text: str, length: int = 160) -> str:
    text = collapse(clean_text(text))
    return text if len(text) <= length else text[: length - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
