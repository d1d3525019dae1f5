"""Collects the interface's texts into the catalogues of its languages and compiles these: ``make messages``.

The compiled catalogues are committed beside the written ones, so that a plain checkout runs without a build.
"""

from __future__ import annotations

import ast
import csv
import io
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from dermatome.language import DOMAIN, LANGUAGES, LOCALES, SOURCE

PROJECT = Path(__file__).resolve().parents[2]
METHODS = [
    ("dermatome/**.py", "tools.dev.messages:in_python"),
    ("pages/**.py", "tools.dev.messages:in_python"),
    ("dermatome/frontend/**.js", "javascript"),
    ("data/schemes/**.yaml", "tools.dev.messages:of_map"),
    ("data/spine/conus.csv", "tools.dev.messages:of_conus"),
]
OPTIONS = {"dermatome/frontend/**.js": {"parse_template_string": "true"}}
KEYWORDS = {"_": None, "N_": None, "n_": (1, 2), "p_": ((1, "c"), 2)}
WIDTH = 100


class Written(Catalog):
    """A catalogue whose head holds what gettext needs, and no dates: the same texts give the same file."""

    mime_headers = property(
        lambda self: [
            ("Project-Id-Version", "Dermatome Atlas"),
            ("Language", str(self.locale_identifier)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]
    )


def in_python(
    file: BinaryIO, keywords: Collection[str], comment_tags: object, options: object
) -> Iterator[tuple[int, str, tuple[str | None, ...], list[str]]]:
    """Yield the texts of a Python file as Babel wants them; its own way skips f-strings."""
    for node in ast.walk(ast.parse(file.read())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in keywords:
            given = (arg.value if isinstance(arg, ast.Constant) else None for arg in node.args)
            texts = tuple(text if isinstance(text, str) else None for text in given)
            if texts and texts[0] is not None:
                yield node.lineno, node.func.id, texts, []


def of_map(file: BinaryIO, *_: object, **__: object) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield what a published map says of itself."""
    told = yaml.safe_load(file)
    texts = [told["name"], told["summary"], told["caveat"], *(told.get("not_mapped") or {}).values()]
    yield from ((1, "_", text.strip(), []) for text in texts)


def of_conus(file: BinaryIO, *_: object, **__: object) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield how usual each end of the cord is."""
    rows = csv.DictReader(io.StringIO(file.read().decode()))
    yield from ((1, "_", row["said"], []) for row in rows if row["said"])


def extract() -> Catalog:
    """Return every text the code shows to people, with the files it stands in."""
    found = Catalog(project="Dermatome Atlas", charset="utf-8")
    texts = extract_from_dir(PROJECT, METHODS, OPTIONS, keywords=KEYWORDS)
    for name, _line, text, comments, context in sorted(texts, key=lambda found: (found[0], found[1])):
        found.add(text, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def written(code: str) -> Path:
    """Return the path of a language's catalogue as people edit it."""
    return LOCALES / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(code: str) -> Catalog:
    """Return a language's catalogue; an empty one where it has none yet."""
    if not written(code).exists():
        return Catalog(locale=code)
    with written(code).open("rb") as file:
        return read_po(file, locale=code)


def renewed(code: str, texts: Catalog) -> Catalog:
    """Return a language's catalogue for these texts, with the translations it has; other texts are gone."""
    before, after = (
        read(code),
        Written(locale=code, header_comment=f"# The interface in {LANGUAGES[code]}.", fuzzy=False),
    )
    for message in texts:
        if not message.id:
            continue
        known = before.get(message.id, message.context)
        after.add(
            message.id,
            known.string if known else None,
            message.locations,
            flags=message.flags | (known.flags if known else set()),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    return after


def as_text(catalogue: Catalog) -> bytes:
    """Return a catalogue as people edit it."""
    file = io.BytesIO()
    write_po(file, catalogue, width=WIDTH, include_lineno=False)
    return file.getvalue()


def compiled(catalogue: Catalog) -> bytes:
    """Return a catalogue as gettext reads it. A fuzzy text is left out, so it shows in English."""
    packed = io.BytesIO()
    write_mo(packed, catalogue)
    return packed.getvalue()


def main() -> None:
    """Bring the catalogues of all languages in line with the code."""
    texts = extract()
    for code in LANGUAGES:
        if code == SOURCE:
            continue
        catalogue = renewed(code, texts)
        written(code).parent.mkdir(parents=True, exist_ok=True)
        written(code).write_bytes(as_text(catalogue))
        written(code).with_suffix(".mo").write_bytes(compiled(catalogue))
        missing = sum(1 for message in catalogue if message.id and not all(forms(message.string)))
        print(f"{code}: {len(catalogue)} texts, {missing} not translated")


def forms(string: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a translation: one, or one a number; an empty one is missing."""
    return (string or "",) if string is None or isinstance(string, str) else tuple(string)


if __name__ == "__main__":
    main()
