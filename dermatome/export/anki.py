"""Practice cards as a deck for Anki (.apkg), with pictures, that a later export updates instead of doubling.

Anki knows a note by its guid, a kind of note and a deck by their numbers: all three are made from our own ids
and never from the time or the text. Pictures are named after what they show, byte for byte.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import itertools
import json
import os
import sqlite3
import time
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path
from typing import Final

import genanki
from PIL import Image

from dermatome.anatomy.ids import view_name
from dermatome.anatomy.load import facts
from dermatome.atlas.load import Atlas, published_atlas
from dermatome.errors import InputError
from dermatome.export.render import to_png
from dermatome.export.sheet import Dot, Picture, picture
from dermatome.figures.paint import Paint
from dermatome.figures.plate import Plate, PlateOptions, plate
from dermatome.language import _
from dermatome.study.judge import explanation
from dermatome.study.questions import cards, question
from dermatome.study.records import Card, Question, Target, Wanted
from dermatome.study.skin import key_points
from dermatome.study.wording import details, label, map_name, prompt, reasons, right_answer

SUFFIX: Final = ".apkg"
DECK: Final = "Dermatome Atlas"
PICTURE_WIDTH: Final = 620
QUALITY: Final = 84
MARKED: Final = "#e69f00"
PLAIN: Final = "#e3e6e8"
FIELDS: Final = (
    "Id",
    "Question",
    "Picture",
    "Details",
    "Answer",
    "Answer picture",
    "Why",
    "Passage",
    "Source",
)

_STYLE: Final = """
.card { font: 20px/1.45 'Source Sans 3', 'Helvetica Neue', Arial, sans-serif; color: #1d2327;
  background: #fff; text-align: center; margin: 12px auto; max-width: 44em; }
.card img { max-width: 100%; max-height: 62vh; }
.answer { font-size: 1.3em; font-weight: 600; }
.details, .why, .passage { text-align: left; }
.passage { border-left: 4px solid #8aa0b4; padding-left: .8em; }
.source { font-size: .72em; color: #4c5861; text-align: left; }
.nightMode.card { color: #e8ecef; background: #1c2024; } .nightMode .source { color: #aab4bd; }
"""
_FRONT: Final = (
    '<div class="question">{{Question}}</div><div class="details">{{Details}}</div><div>{{Picture}}</div>'
)
_BACK: Final = (
    '{{FrontSide}}<hr id="answer"><div class="answer">{{Answer}}</div><div>{{Answer picture}}</div>'
    '<div class="why">{{Why}}</div><div class="passage">{{Passage}}</div><div class="source">{{Source}}</div>'
)


def stable_number(name: str) -> int:
    """Return the number Anki knows a deck or a kind of note by, always the same for a name."""
    return (1 << 30) + int.from_bytes(hashlib.sha256(name.encode()).digest()[:4]) % (1 << 30)


def guid(card: str) -> str:
    """Return what Anki knows the note of a card by."""
    return genanki.guid_for("dermatome-atlas", card)


def deck(
    chosen: Wanted | Sequence[str],
    path: Path | str,
    *,
    title: str = "",
    source: Atlas | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Path:
    """Write the cards of a filter, or those named by id (of cards or questions), as a deck for Anki.

    :param title: puts them into a deck of that name below "Dermatome Atlas".
    :param progress: called with how many of how many notes are done.
    :raises InputError: nothing fits, an id is unknown, or the file has another suffix or cannot be written.
    :raises AssetError: the built geometry is missing or malformed.
    """
    target = Path(path)
    if target.suffix.lower() != SUFFIX:
        raise InputError(
            _("%(name)s is no name for a deck. End it in %(suffix)s.")
            % {"name": target.name, "suffix": SUFFIX}
        )
    data = deck_bytes(chosen, title=title, source=source, progress=progress)
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise InputError(
            _("%(file)s cannot be written (%(reason)s). Choose a folder that exists.")
            % {"file": target, "reason": error.strerror}
        ) from error
    return target


def deck_bytes(
    chosen: Wanted | Sequence[str],
    *,
    title: str = "",
    at: float | None = None,
    source: Atlas | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> bytes:
    """Return the deck as the bytes of a file; ``at`` is the time it says it was made, in seconds since 1970.

    Errors as for :func:`deck`.
    """
    source = source or published_atlas()
    asked = _questions(chosen, source)
    name = f"{DECK}::{' '.join(title.replace('::', ' ').split())}" if title.strip() else DECK
    made = genanki.Deck(stable_number(f"deck {name}"), name)
    kind = genanki.Model(
        stable_number("note 1"),
        "Dermatome Atlas",
        fields=[{"name": field} for field in FIELDS],
        templates=[{"name": "Question", "qfmt": _FRONT, "afmt": _BACK}],
        css=_STYLE,
    )
    pictures: dict[str, bytes] = {}
    for number, each in enumerate(asked, 1):
        note, drawn = _note(each, source)
        pictures.update(drawn)
        made.add_note(
            genanki.Note(model=kind, fields=list(note.fields), tags=list(note.tags), guid=guid(each.card))
        )
        if progress is not None:
            progress(number, len(asked))
    return _packed(made, pictures, time.time() if at is None else at)


def _questions(chosen: Wanted | Sequence[str], source: Atlas) -> list[Question]:
    if isinstance(chosen, Wanted):
        found: list[Card] = sorted(cards(chosen, source=source), key=lambda card: card.id)
        ids: Iterable[str] = [card.id for card in found]
    else:
        ids = dict.fromkeys(chosen)
    # One note a card: a second question of the same card would take the first one's guid.
    # A patient is examined step by step, which no card can.
    fit = (key for key in ids if not key.startswith("patient/"))
    asked = {each.card: each for each in (question(key, source=source) for key in fit)}
    if not asked:
        raise InputError(_("No question fits. Choose more kinds, roots, maps or difficulties."))
    return list(asked.values())


@dataclass(frozen=True, slots=True)
class _Note:
    fields: tuple[str, ...]
    tags: tuple[str, ...]


def _note(asked: Question, source: Atlas) -> tuple[_Note, dict[str, bytes]]:
    front = _front(asked, source)
    back = _lit(asked.target, source, front=False) if asked.target else None
    passage = explanation(asked)
    works = [facts().sources[key] for key in asked.sources if key in facts().sources]
    cited = [facts().sources[key] for key in (passage.passage.citations if passage else ())]
    told = [work.citation for work in dict.fromkeys((*works, *cited))]
    fields = (
        asked.card,
        escape(_prompt(asked)),
        _image(front),
        _listed(details(asked)),
        escape(right_answer(asked)),
        _image(back),
        "".join(f"<p>{escape(reason)}</p>" for reason in reasons(asked)),
        f"{escape(passage.passage.text)} <small>({escape(passage.article_title)})</small>" if passage else "",
        "<br>".join(escape(work) for work in told),
    )
    tags = ["dermatome", f"kind::{asked.kind}", f"root::{asked.root}", f"difficulty::{asked.difficulty}"]
    tags += [f"layer::{asked.layer}"] if asked.layer else []
    tags += [f"map::{asked.scheme}"] if asked.scheme else []
    return _Note(fields, tuple(tags)), {p.name: p.data for p in (front, back) if p is not None}


def _prompt(asked: Question) -> str:
    """Return the question as a card asks it: nothing can be clicked there."""
    values = {"root": asked.root, "map": map_name(asked.scheme) if asked.scheme else ""}
    if asked.kind == "click_territory":
        return _("Where is the %(root)s dermatome (%(map)s map)?") % values
    if asked.kind == "click_key_point":
        return _("Where is the key sensory point of %(root)s?") % values
    if asked.kind == "root_or_nerve":
        return prompt(asked)
    options = ", ".join(label(asked, choice) for choice in asked.choices)
    return prompt(asked) if asked.free else f"{prompt(asked)} ({options})"


@dataclass(frozen=True, slots=True)
class _Picture:
    name: str
    data: bytes
    view: str


def _front(asked: Question, source: Atlas) -> _Picture | None:
    if asked.click and asked.map_id and asked.view:
        return _drawn(source, asked.map_id, asked.view, None, None, front=True)
    return _lit(asked.shown, source, front=True) if asked.shown else None


def _lit(target: Target, source: Atlas, *, front: bool) -> _Picture:
    dot = target.layer == "key_point"
    return _drawn(source, target.map_id, target.view, target.id, target.side, front=front, dot=dot)


@functools.lru_cache(maxsize=1024)
def _drawn(
    source: Atlas,
    map_id: str,
    view: str,
    lit: str | None,
    side: str | None,
    *,
    front: bool,
    dot: bool = False,
) -> _Picture:
    """Draw a plate with a region lit or a key point dotted, as a small WebP.

    On the ``front`` nothing is named, and no hue tells the root: all shapes are grey but the one asked for.
    """
    chosen, on = (None, None) if dot else (lit, side)
    body = plate(view, map_id, PlateOptions(labels=not front, selected=chosen, side=on), source)
    page = picture(_uncoloured(body) if front else body, source)
    marks = tuple(_smaller(mark, page.width) if isinstance(mark, Picture) else mark for mark in page.marks)
    page = replace(page, paper=body.theme.paper, marks=marks)
    if dot:
        x0, _y0, _x1, y1 = body.bounds
        scale, theme = body.px_per_mm, body.theme
        dots = tuple(
            Dot((m.x - x0) * scale, (y1 - m.y) * scale, 9.0, theme.key_point, theme.key_point_edge, m.name)
            for m in key_points(source, view)
            if m.key_point_of == lit and side in (None, m.side)
        )
        page = replace(page, marks=(*page.marks, *dots))
    out = io.BytesIO()
    with Image.open(io.BytesIO(to_png(page, PICTURE_WIDTH, pictures_fit=True))) as drawn:
        drawn.convert("RGB").save(out, "WEBP", quality=QUALITY, method=4)
    data = out.getvalue()
    name = f"dermatome-{hashlib.sha256(data).hexdigest()[:16]}.webp"
    return _Picture(name, data, view)


def _uncoloured(body: Plate) -> Plate:
    fills = tuple(
        replace(fill, paint=Paint(MARKED if fill.selected else PLAIN, emphasis=fill.paint.emphasis))
        for fill in body.fills
    )
    return replace(body, fills=fills)


def _smaller(relief: Picture, page_width: float) -> Picture:
    """Return the relief at the size it is drawn: half the time of a picture went into making it smaller."""
    return replace(relief, data=_resized(relief.data, round(relief.width * PICTURE_WIDTH / page_width)))


@functools.lru_cache(maxsize=16)
def _resized(data: bytes, width: int) -> bytes:
    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as whole:
        if whole.width <= width:
            return data
        height = round(whole.height * width / whole.width)
        whole.convert("RGBA").resize((width, height), Image.Resampling.LANCZOS).save(
            out, "WEBP", lossless=True
        )
    return out.getvalue()


def _image(shown: _Picture | None) -> str:
    return f'<img src="{shown.name}" alt="{escape(view_name(shown.view), quote=True)}">' if shown else ""


def _listed(rows: Sequence[str]) -> str:
    if len(rows) < 2:
        return "".join(escape(line) for line in rows)
    return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in rows)}</ul>"


def _packed(made: genanki.Deck, pictures: dict[str, bytes], at: float) -> bytes:
    """Return the file: as genanki's own package writes it, but leaving nothing behind."""
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        genanki.Package(made).write_to_db(connection.cursor(), at, itertools.count(int(at * 1000)))
        connection.commit()
        collection = connection.serialize()
    names = {str(number): name for number, name in enumerate(pictures)}
    contents = {"collection.anki2": collection, "media": json.dumps(names).encode()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, data in (contents | dict(zip(names, pictures.values(), strict=True))).items():
            packing = zipfile.ZIP_DEFLATED if name in contents else zipfile.ZIP_STORED
            package.writestr(zipfile.ZipInfo(name, time.gmtime(at)[:6]), data, packing)
    return out.getvalue()
