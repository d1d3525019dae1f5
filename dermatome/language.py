"""The language people read the atlas in: every text for people passes through here.

Texts are written in English in the code and looked up in the gettext catalogues under ``locale/``::

    _("Clear the selection")
    _("%(root)s on the right") % {"root": root}
    n_("%(n)s map", "%(n)s maps", len(maps))

The language belongs to the visitor, not to the process, so a text is looked up when it is shown, never
when a module is loaded: constants hold ``N_("Text")`` and go through :func:`_` on use. Facts have
their words in ``data/translations``; articles stay in the language they were written in.

A script run and a request each choose theirs with :func:`set_language` or :func:`speaking`; code that runs
without (a callback of a visitor's session) asks the one who was introduced with :func:`ask`.
"""

from __future__ import annotations

import contextlib
import functools
import gettext
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from dermatome.errors import InputError

P = ParamSpec("P")
T = TypeVar("T")

LOCALES: Final = Path(__file__).with_name("locale")
DOMAIN: Final = "dermatome"

SOURCE: Final = "en"
"""The language the texts in the code are written in; it has no catalogue."""
LANGUAGES: Final = {"en": "English", "de": "Deutsch"}
"""The languages on offer, each by its own name."""

TERMS: Final = ("common", "la")
"""How the body's parts are named: in the visitor's language, or in Latin (Terminologia Anatomica)."""

_language: ContextVar[str | None] = ContextVar("language", default=None)
_terms: ContextVar[str | None] = ContextVar("terms", default=None)
_ask: list[Callable[[], tuple[str | None, str | None]]] = []


def language() -> str:
    """Return the code of the language texts are shown in now, a key of :data:`LANGUAGES`."""
    return _language.get() or _asked()[0] or SOURCE


def terms() -> str:
    """Return how the body's parts are named now, one of :data:`TERMS`."""
    return _terms.get() or _asked()[1] or TERMS[0]


def spoken() -> tuple[str, str]:
    """Return language and terms: what a kept text depends on."""
    return language(), terms()


def _asked() -> tuple[str | None, str | None]:
    answer = _ask[-1]() if _ask else (None, None)
    if answer[0]:  # a visitor's: it holds until the run of the script sets another
        set_language(*answer)
    return answer


def set_language(code: str | None, terms: str | None = None) -> None:
    """Show texts in this language from now on, in this thread or task alone; None leaves it to :func:`ask`.

    :raises InputError: there is no such language, or no such terms.
    """
    _language.set(None if code is None else parse_language(code))
    _terms.set(None if terms is None else parse_terms(terms))


@contextlib.contextmanager
def speaking(code: str, terms: str = TERMS[0]) -> Iterator[None]:
    """Show texts in this language inside a ``with`` block. Errors as for :func:`set_language`."""
    before = _language.set(parse_language(code)), _terms.set(parse_terms(terms))
    try:
        yield
    finally:
        _language.reset(before[0])
        _terms.reset(before[1])


def ask(who: Callable[[], tuple[str | None, str | None]]) -> None:
    """Introduce who knows language and terms where none were set; None leaves it at English, and common."""
    _ask[:] = [who]


def parse_language(text: str) -> str:
    """Return the code of a language on offer: ``"DE"`` and ``"de-AT"`` are ``"de"``.

    :raises InputError: there is no such language.
    """
    code = text.strip().lower().replace("_", "-").partition("-")[0]
    if code not in LANGUAGES:
        raise InputError(
            _("There is no language %(text)s. Use one of %(choices)s.")
            % {"text": repr(text), "choices": ", ".join(LANGUAGES)}
        )
    return code


def parse_terms(text: str) -> str:
    """Return one of :data:`TERMS`. :raises InputError: there are no such terms."""
    terms = text.strip().lower()
    if terms not in TERMS:
        raise InputError(
            _("There are no terms %(text)s. Use one of %(choices)s.")
            % {"text": repr(text), "choices": ", ".join(TERMS)}
        )
    return terms


def _(text: str) -> str:
    """Return a text of the interface in the visitor's language."""
    return _catalogue(language()).gettext(text)


def n_(singular: str, plural: str, n: int) -> str:
    """Return the form of a text that fits a number; ``%(n)s`` is filled in, other variables are left."""
    return _catalogue(language()).ngettext(singular, plural, n).replace("%(n)s", str(n))


def p_(context: str, text: str) -> str:
    """Return a text whose translation depends on where it stands: ``p_("side", "left")``."""
    return _catalogue(language()).pgettext(context, text)


def grouped(n: int) -> str:
    """Return a whole number as people write it: ``20,000`` in English."""
    return f"{n:,}".replace(",", p_("thousands sign", ","))


def all_of(names: Iterable[str]) -> str:
    """Return names as a list in words: ``"C5, C6 and C7"``."""
    return _joined(names, _("%(several)s and %(last)s"))


def one_of(names: Iterable[str]) -> str:
    """Return names as a choice in words: ``"left, right or both"``."""
    return _joined(names, _("%(several)s or %(last)s"))


def _joined(names: Iterable[str], text: str) -> str:
    *several, last = list(names) or [""]
    return text % {"several": ", ".join(several), "last": last} if several else last


def N_(text: str) -> str:
    """Mark a constant as a text of the interface; :func:`_` translates it where it is shown."""
    return text


def as_spoken(make: Callable[[], T]) -> Callable[[], T]:
    """Return a function that does the same later, in the language and terms of now."""
    told = spoken()

    def later() -> T:
        with speaking(*told):
            return make()

    return later


def cached(maxsize: int | None = None) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Like :func:`functools.lru_cache`, for what holds texts: kept apart by language and terms."""

    def decorate(make: Callable[P, T]) -> Callable[P, T]:
        @functools.lru_cache(maxsize)
        def kept(_spoken: tuple[str, str], *args: P.args, **kwargs: P.kwargs) -> T:
            return make(*args, **kwargs)

        @functools.wraps(make)
        def look_up(*args: P.args, **kwargs: P.kwargs) -> T:
            return kept(spoken(), *args, **kwargs)

        return look_up

    return decorate


def translations(code: str) -> Mapping[str, str | tuple[str, ...]]:
    """Return every text of a language by its English, the forms of a plural by its singular."""
    plain: dict[str, str | tuple[str, ...]] = {}
    plural: dict[str, list[str]] = {}
    for text, translated in getattr(_catalogue(parse_language(code)), "_catalog", {}).items():
        if isinstance(text, tuple):
            plural.setdefault(text[0], []).insert(text[1], translated)
        elif text:
            plain[text] = translated
    return plain | {text: tuple(forms) for text, forms in plural.items()}


@functools.cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code == SOURCE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALES, [code])


def capital(text: str) -> str:
    """Return a text with a capital first letter."""
    return text[:1].upper() + text[1:]
