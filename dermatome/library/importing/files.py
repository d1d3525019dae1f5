"""Files, folders and zip archives → documents: a name and its bytes."""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final

from dermatome.errors import ImportFailed
from dermatome.language import _, grouped
from dermatome.library.importing.limits import LIMITS
from dermatome.library.markup import clean_text, collapse

_SUFFIXES: Final = frozenset(
    {".json", ".html", ".htm", ".xhtml", ".xml", ".md", ".markdown", ".txt", ".text", ""}
)
_CHAPTERS: Final = frozenset({".xhtml", ".html", ".htm"})
_CONTENTS: Final = frozenset({"nav", "toc"})
"""What the table of contents of a book is called."""
_LONGEST_NAME: Final = 150
_MODEST: Final = 4 * 2**20
"""Bytes an archive may unpack to whatever its own size."""
_DAMAGED: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What reading a damaged archive raises."""
_PACKINGS: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""Of the others Python unpacks a whole piece at once, however large it becomes."""


def shown_name(name: str) -> str:
    """Return a file's name as it can be told: on one line, not too long, nothing in it unseen."""
    name = collapse(clean_text(name)) or "upload"
    return name if len(name) <= _LONGEST_NAME else "…" + name[-_LONGEST_NAME:]


def documents_of(path: Path, problems: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the documents in a file; a line in ``problems`` for each of an archive that is refused."""
    try:
        size = path.stat().st_size
        if size > LIMITS.file_bytes:
            raise ImportFailed(_too_large(path.name, size))
        data = path.read_bytes()
    except OSError as error:
        raise ImportFailed(
            _("%(name)s cannot be read: %(reason)s.") % {"name": path.name, "reason": error.strerror or error}
        ) from error
    yield from documents_in(data, shown_name(path.name), problems)


def _too_large(name: str, size: int) -> str:
    told = {"name": name, "size": f"{size / 2**20:.0f}", "most": LIMITS.file_bytes // 2**20}
    return _("%(name)s is %(size)s MB; at most %(most)s MB are read. Split it.") % told


def documents_in(data: bytes, name: str, problems: list[str]) -> Iterator[tuple[str, bytes]]:
    """As :func:`documents_of`, of a file given as bytes."""
    if len(data) > LIMITS.file_bytes:
        raise ImportFailed(_too_large(name, len(data)))
    if data[:4] in {b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"}:
        yield from _archive(data, name, problems)
    else:
        yield name, data


def documents_under(root: Path, problems: list[str]) -> Iterator[tuple[str, bytes]]:
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
                    _("The folder holds more than %(n)s files. Import parts of it.")
                    % {"n": grouped(LIMITS.archive_files)}
                )
            try:
                contents = [data for _, data in documents_of(path, problems)]
            except ImportFailed as error:
                problems.append(str(error))
                continue
            for data in contents:
                size += len(data)
                if size > LIMITS.archive_bytes:
                    raise ImportFailed(
                        _("The folder holds more than %(n)s MB. Import parts of it.")
                        % {"n": LIMITS.archive_bytes // 2**20}
                    )
                yield shown_name(path.relative_to(root).as_posix()), data


def _archive(data: bytes, name: str, problems: list[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the documents in a zip file, in memory: nothing is ever written to disk.

    A member that is refused or damaged is passed over with a line in ``problems``; only what the whole
    archive holds too much of ends its reading.
    """
    import io

    try:
        # Counted before the list is read, which takes many times the memory of the file.
        if data.count(b"PK\x01\x02") > LIMITS.archive_files:
            raise ImportFailed(
                _("%(name)s holds more than %(n)s files. Split it.")
                % {"name": name, "n": grouped(LIMITS.archive_files)}
            )
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            members = list(_documents_among(members, name))
            total = 0
            for member in members:
                content = None
                try:
                    _check_member(member, name)
                    total += min(member.file_size, LIMITS.file_bytes)  # unpacked in vain counts as well
                    content = _read_member(archive, member, name)
                except ImportFailed as error:
                    problems.append(str(error))
                if total > LIMITS.archive_bytes:
                    raise ImportFailed(
                        _("%(name)s unpacks to more than %(n)s MB. Split it.")
                        % {"name": name, "n": LIMITS.archive_bytes // 2**20}
                    )
                if total > _MODEST and total > LIMITS.archive_ratio * len(data):
                    raise ImportFailed(
                        _("%(name)s unpacks to more than %(n)s times its size. Refused.")
                        % {"name": name, "n": LIMITS.archive_ratio}
                    )
                if content is not None:
                    yield shown_name(member.filename), content
    except _DAMAGED as error:
        raise ImportFailed(
            _("%(name)s is a damaged or unsupported zip file. Pack it again.") % {"name": name}
        ) from error


def _documents_among(members: list[zipfile.ZipInfo], name: str) -> Iterator[zipfile.ZipInfo]:
    """Yield the members that may be articles: of a book (EPUB) its chapters.

    :raises ImportFailed: it is an office document, whose parts are no articles.
    """
    names = {member.filename for member in members}
    if (
        "[Content_Types].xml" in names
        or names >= {"content.xml", "META-INF/manifest.xml"}
        or names >= {"content.xml", "styles.xml"}
        or any(each.endswith(".iwa") for each in names)
    ):
        raise ImportFailed(
            _("%(name)s is an office document. Save it as a web page (HTML) or as text first.")
            % {"name": name}
        )
    book = "META-INF/container.xml" in names
    for member in members:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        hidden = any(part != ".." and part.startswith((".", "__MACOSX")) for part in path.parts)
        link = stat.S_ISLNK(member.external_attr >> 16)
        suffixes = _CHAPTERS if book else _SUFFIXES
        if member.filename.endswith("/") or link or hidden or path.suffix.lower() not in suffixes:
            continue
        if not (book and path.stem.lower() in _CONTENTS):
            yield member


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    """Refuse members that reach outside the archive, are locked, or unpack out of proportion."""
    parts = PurePosixPath(member.filename.replace("\\", "/")).parts
    if member.filename.startswith(("/", "\\")) or ".." in parts or (parts and ":" in parts[0]):
        raise ImportFailed(
            _("%(name)s holds a file whose path leads outside it (%(member)s). Refused.")
            % {"name": name, "member": repr(member.filename[:60])}
        )
    if member.flag_bits & 0x1:
        raise ImportFailed(_("%(name)s is locked with a password. Unlock it first.") % {"name": name})
    if member.compress_type not in _PACKINGS:
        raise ImportFailed(
            _("%(name)s is packed in an unusual way. Pack it again as an ordinary zip file.") % {"name": name}
        )
    if member.file_size > 2**20 and member.file_size > LIMITS.archive_ratio * max(1, member.compress_size):
        raise ImportFailed(
            _("%(name)s holds a file that unpacks to more than %(n)s times its size.")
            % {"name": name, "n": LIMITS.archive_ratio}
        )


def _read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    """Read a member, trusting what comes out of it rather than the size its header claims."""
    try:
        with archive.open(member) as stream:
            content = stream.read(LIMITS.file_bytes + 1)
    except _DAMAGED as error:
        shown = shown_name(member.filename)
        raise ImportFailed(
            _("%(name)s: %(member)s is damaged or packed in an unusual way.")
            % {"name": name, "member": shown}
        ) from error
    if len(content) > LIMITS.file_bytes:
        raise ImportFailed(
            _("%(name)s: %(member)s unpacks to more than %(n)s MB.")
            % {"name": name, "member": member.filename[:60], "n": LIMITS.file_bytes // 2**20}
        )
    return content
