"""The catalogues are complete and up to date, texts follow the visitor, and nothing slips past them."""

from __future__ import annotations

import ast
import contextvars
import json
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dermatome.anatomy import terms
from dermatome.anatomy.ids import BODY_PARTS, parse_root, root_name
from dermatome.anatomy.load import facts
from dermatome.anatomy.load import translations as facts_in
from dermatome.atlas.describe import describe
from dermatome.atlas.load import atlas
from dermatome.errors import AtlasError, InputError
from dermatome.figures.body import body_figure_json
from dermatome.isncsci.reading import read_exam
from dermatome.language import (
    LANGUAGES,
    SOURCE,
    _,
    cached,
    language,
    n_,
    parse_language,
    set_language,
    speaking,
    translations,
)
from dermatome.library.importing.documents import decode
from dermatome.library.markup.blocks import check_number
from dermatome.study import judge, sets, wording
from dermatome.study.questions import cards, question
from dermatome.ui.base.served import FRONTEND
from dermatome.ui.base.words import words_json
from dermatome.ui.documents.catalogues import catalogue_json
from dermatome.ui.documents.plates import plate_json
from tools.dev.messages import as_text, compiled, extract, forms, read, renewed, written

ROOT = Path(__file__).resolve().parents[2]
TRANSLATED = [code for code in LANGUAGES if code != SOURCE]
VARIABLE = re.compile(r"%\(\w+\)s")


# ---- catalogues ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", TRANSLATED)
def test_every_text_is_translated(code: str) -> None:
    catalogue = renewed(code, extract())
    missing = [m.id for m in catalogue if m.id and (m.fuzzy or not all(forms(m.string)))]
    assert missing == [], "translate these in the .po file, then run make messages"


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_committed_catalogue_is_that_of_the_code(code: str) -> None:
    assert written(code).read_bytes() == as_text(renewed(code, extract())), "run make messages"


@pytest.mark.parametrize("code", TRANSLATED)
def test_the_compiled_catalogue_is_that_of_the_written_one(code: str) -> None:
    texts = translations(code)
    shown = {
        m.id if isinstance(m.id, str) else m.id[0]: m.string for m in read(code) if m.id and not m.context
    }
    assert {text: texts.get(text) for text in shown} == shown
    assert written(code).with_suffix(".mo").read_bytes() == compiled(renewed(code, read(code)))


@pytest.mark.parametrize("code", TRANSLATED)
def test_translations_use_only_the_variables_they_are_given(code: str) -> None:
    for message in read(code):
        given = set(VARIABLE.findall(" ".join(forms(message.id))))
        for form in forms(message.string):
            assert set(VARIABLE.findall(form)) <= given, message.id


@pytest.mark.parametrize("code", TRANSLATED)
def test_plurals_have_as_many_forms_as_the_language(code: str) -> None:
    catalogue = read(code)
    plural = [message for message in catalogue if message.id and not isinstance(message.id, str)]
    assert plural
    assert {len(forms(message.string)) for message in plural} == {catalogue.num_plurals}


@pytest.mark.parametrize("code", TRANSLATED)
def test_why_a_map_is_blank_is_told_in_the_language_spoken(code: str) -> None:
    reasons = {scheme.blank for scheme in atlas().schemes if scheme.blank}
    assert reasons and reasons <= set(translations(code))


# ---- the language spoken ------------------------------------------------------------------------


def test_english_is_spoken_where_nothing_is_said() -> None:
    assert language() == SOURCE
    assert _("Library") == "Library"


def test_a_number_takes_its_form() -> None:
    assert n_("%(n)s map", "%(n)s maps", 1) == "1 map"
    with speaking("de"):
        assert n_("%(n)s map", "%(n)s maps", 1) == "1 Karte"
        assert n_("%(n)s map", "%(n)s maps", 3) == "3 Karten"


def test_one_visitor_does_not_change_the_language_of_another() -> None:
    heard: dict[str, str] = {}
    both_set = threading.Barrier(2)

    def visit(code: str) -> None:
        set_language(code)
        both_set.wait(timeout=10)
        heard[code] = _("Library")

    visits = [threading.Thread(target=contextvars.Context().run, args=(visit, code)) for code in ("de", "en")]
    for each in visits:
        each.start()
    for each in visits:
        each.join()
    assert heard == {"de": "Bibliothek", "en": "Library"}
    assert language() == SOURCE


@pytest.mark.parametrize(("text", "code"), [("de", "de"), ("DE-at", "de"), ("de_CH", "de"), (" en ", "en")])
def test_languages_are_read_leniently(text: str, code: str) -> None:
    assert parse_language(text) == code


@pytest.mark.parametrize("text", ["", "klingon", "../../etc", "d"])
def test_an_unknown_language_is_refused_with_those_on_offer(text: str) -> None:
    with pytest.raises(InputError, match="en, de"):
        parse_language(text)


def test_what_is_kept_is_kept_by_language_and_terms() -> None:
    made: list[str] = []

    @cached()
    def greeting(name: str) -> str:
        made.append(language())
        return f"{_('Library')} {name}"

    with speaking("de"):
        assert greeting("A") == greeting("A") == "Bibliothek A"
    assert greeting("A") == "Library A"
    with speaking("en", "la"):
        assert greeting("A") == "Library A"
    assert made == ["de", "en", "en"]


# ---- what is served -----------------------------------------------------------------------------


def test_plates_are_written_in_each_language_and_stay_so() -> None:
    english = plate_json("isncsci", "foot-sole", "light")
    with speaking("de"):
        german = plate_json("isncsci", "foot-sole", "light")
    assert json.loads(english)["title"] == "Soles"
    assert json.loads(german)["title"] == "Fußsohlen"
    assert json.loads(english)["regions"].keys() == json.loads(german)["regions"].keys()
    assert plate_json("isncsci", "foot-sole", "light") == english


@pytest.mark.parametrize("map_id", ["muscles-superficial", "nerves", "reflexes"])
def test_names_on_the_map_follow_the_terms(map_id: str) -> None:
    def names() -> set[str]:
        figure = json.loads(body_figure_json("posterior", map_id))
        return {trace["meta"]["name"] for trace in figure["data"] if "id" in trace["meta"]}

    english = names()
    with speaking("de"):
        german = names()
    assert english and not english & german
    with speaking("en", "la"):
        latin = names()
    # Terminologia Anatomica has no reflexes.
    assert latin == english if map_id == "reflexes" else not latin & english


def test_the_catalogue_of_muscles_speaks_latin_on_request() -> None:
    with speaking("en", "la"):
        items = json.loads(catalogue_json("myotome"))["items"]
    assert items["biceps-brachii"]["name"] == "musculus biceps brachii"
    assert len({item["name"] for item in items.values()}) == len(items)


def test_the_scripts_get_every_text_they_ask_for() -> None:
    asked = {
        message.id if isinstance(message.id, str) else message.id[0]
        for message in extract()
        if any(path.endswith(".js") for path, _line in message.locations)
    }
    assert len(asked) > 50
    # The collector does not look into a template within a template.
    called, comment = re.compile(r'(?<![\w.])(?:_|N_|n_)\("([^"\\]+)"'), re.compile(r"/\*.*?\*/", re.S)
    for path in FRONTEND.rglob("*.js"):
        script = comment.sub("", path.read_text(encoding="utf-8"))
        assert set(called.findall(script)) <= asked, path
    with speaking("de"):
        assert asked <= json.loads(words_json()).keys()
    assert json.loads(words_json()) == {}


# ---- terms --------------------------------------------------------------------------------------


def test_body_parts_have_german_and_latin_names() -> None:
    with speaking("de"):
        german = [terms.part_name(part) for part in BODY_PARTS]
    with speaking("de", "la"):
        latin = [terms.part_name(part) for part in BODY_PARTS]
    assert len(set(german)) == len(set(latin)) == len(BODY_PARTS)
    named = dict(zip(BODY_PARTS, zip(german, latin, strict=True), strict=True))
    assert named["calf"] == ("Wade", "sura")
    assert named["great-toe"] == ("Großzehe", "hallux")


def test_german_falls_back_on_latin_and_shortens_it() -> None:
    with speaking("de"):
        assert terms.muscle_name(facts().muscles["biceps-brachii"]) == "M. biceps brachii"
        assert terms.bare("M. biceps brachii") == "biceps brachii"
        reflex = facts().reflexes_by_id["ankle-jerk-achilles"]
        assert terms.reflex_name(reflex) == "Achillessehnenreflex"


def test_roots_and_regions_are_named_in_german() -> None:
    with speaking("de"):
        assert root_name("S1") == "erste sakrale Spinalnervenwurzel"
        sole = atlas().territory("isncsci", "foot-sole", "S1", "right")
        assert sole is not None
        assert describe(sole) == "S1, rechts, Fußsohle"


# ---- nothing slips past -------------------------------------------------------------------------

SHOWN = {
    "button",
    "caption",
    "checkbox",
    "download_button",
    "error",
    "expander",
    "file_uploader",
    "form_submit_button",
    "header",
    "info",
    "markdown",
    "metric",
    "multiselect",
    "number_input",
    "pills",
    "popover",
    "progress",
    "radio",
    "segmented_control",
    "select_slider",
    "selectbox",
    "slider",
    "subheader",
    "success",
    "text_area",
    "text_input",
    "title",
    "toggle",
    "warning",
    "write",
}
"""Streamlit's functions whose texts a visitor reads."""
WORDS = ("help", "placeholder", "label")


def _bare(text: ast.expr | None) -> str:
    """Return the words of a literal that no catalogue translates; "" where there are none."""
    if isinstance(text, ast.Constant) and isinstance(text.value, str):
        return text.value if re.search(r"[A-Za-z]{2}", text.value) else ""
    if isinstance(text, ast.JoinedStr):
        return "".join(_bare(part) for part in text.values)
    return ""


@pytest.mark.parametrize(
    "path",
    sorted([*(ROOT / "dermatome" / "ui").rglob("*.py"), *(ROOT / "pages").glob("*.py")]),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_text_reaches_the_screen_untranslated(path: Path) -> None:
    shown: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr in SHOWN and isinstance(node.func.value, ast.Name) and node.func.value.id == "st":
            texts = [*node.args[:1], *(word.value for word in node.keywords if word.arg in WORDS)]
            shown += [f"{node.lineno}: {text}" for text in map(_bare, texts) if text]
    assert shown == []


def test_the_check_finds_what_it_is_for() -> None:
    call = ast.parse('st.title(f"Sources of {root}")').body[0]
    assert isinstance(call, ast.Expr) and isinstance(call.value, ast.Call)
    assert _bare(call.value.args[0]) == "Sources of "


# ---- errors -------------------------------------------------------------------------------------

SPEAKING = {"_", "n_", "p_"}
OWN_FILES = {"load.py", "manifest.py", "measure.py", "gate.py", "names.py"}
"""Where a :class:`DataError` says that a file of the atlas itself, or how it was set up, is faulty: that is
for who runs it, as every :class:`AssetError` is, and stays English as ``make check`` does."""


NO_PAGE = {"cli", "checks", "localiser"}
"""What no page uses: the command line, which speaks English, and what only it reaches."""


def _errors_of(tree: ast.AST, own_files: bool) -> Iterator[ast.Call]:
    told = {"AtlasError", "InputError", "ExamError", "ImportFailed"} | (set() if own_files else {"DataError"})
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in told
            and node.args
        ):
            yield node


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _translating(tree: ast.AST) -> set[str]:
    """Return what stands for translated texts in a module: functions, and the names of what they return."""
    known = set(SPEAKING)
    for _turn in range(3):  # a helper of a helper
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.returns is not None and _names(node) & known:
                if ast.unparse(node.returns) == "str":
                    known.add(node.name)
            elif isinstance(node, ast.Assign) and _names(node.value) & known:
                known |= {target.id for target in node.targets if isinstance(target, ast.Name)}
            elif isinstance(node, ast.For) and _names(node.iter) & known:
                known |= _names(node.target)
    return known


def untranslated(source: str, own_files: bool = False) -> list[str]:
    """Return the errors of a module whose text no catalogue translates, or which hold words of their own."""
    tree = ast.parse(source)
    known = _translating(tree)
    return [
        f"{call.lineno}: {ast.unparse(call)}"
        for call in _errors_of(tree, own_files)
        if _bare(call.args[0]) or not _names(call.args[0]) & known
    ]


@pytest.mark.parametrize(
    "path",
    sorted(
        path
        for path in (ROOT / "dermatome").rglob("*.py")
        if path.relative_to(ROOT / "dermatome").parts[0] not in NO_PAGE
    ),
    ids=lambda path: f"{path.parent.name}/{path.name}",
)
def test_no_error_reaches_a_page_untranslated(path: Path) -> None:
    assert untranslated(path.read_text(encoding="utf-8"), own_files=path.name in OWN_FILES) == []


def _own(function: ast.AST) -> Iterator[ast.AST]:
    """Yield the nodes of a function, but not of what has a scope of its own."""
    for node in ast.iter_child_nodes(function):
        if not isinstance(node, ast.FunctionDef | ast.Lambda | ast.ListComp | ast.SetComp | ast.GeneratorExp):
            yield node
            yield from _own(node)


@pytest.mark.parametrize("path", sorted((ROOT / "dermatome").rglob("*.py")), ids=lambda path: path.stem)
def test_the_name_that_translates_is_not_taken_for_another_thing(path: Path) -> None:
    """``first, _, last = text.partition(…)`` makes ``_`` a text in the whole function."""
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(function, ast.FunctionDef):
            names = [node for node in _own(function) if isinstance(node, ast.Name) and node.id == "_"]
            kinds = {type(node.ctx) for node in names}
            assert kinds != {ast.Load, ast.Store}, f"{function.name}: give what is not used another name"


def test_the_check_of_errors_finds_what_it_is_for() -> None:
    assert untranslated('raise InputError("No root.")') != []
    assert untranslated('raise ImportFailed(f"{name} is empty.")') != []
    assert untranslated('def _why() -> str:\n    return "no"\nraise InputError(_why())') != []
    assert untranslated('text = _("%(name)s is empty.")\nraise ImportFailed(text % told)') == []
    assert untranslated('def _why() -> str:\n    return _("no")\nraise InputError(_why())') == []


def test_errors_are_told_in_the_language_spoken() -> None:
    def said(fails: Callable[[], object]) -> str:
        with pytest.raises(AtlasError) as failed:
            fails()
        return str(failed.value)

    def fail_each() -> list[str]:
        return [
            said(lambda: decode(b"%PDF-1.7", "a.pdf")),
            said(lambda: sets.decode("1.x")),
            said(lambda: sets.from_file("[]")),
            said(lambda: parse_root("Q9")),
            said(lambda: read_exam({"right": {}})),
            said(lambda: check_number(10**9)),
        ]

    english = fail_each()
    with speaking("de"):
        german = fail_each()
    assert english[0] == "a.pdf is a PDF file. Save its text, or the web page it came from."
    assert german[0].startswith("a.pdf ist eine PDF-Datei.")
    assert not set(english) & set(german)
    assert "20,000" in english[-1] and "20.000" in german[-1]


# ---- practice -------------------------------------------------------------------------------------


def test_practice_tells_facts_and_passages_in_the_language_spoken() -> None:
    with speaking("de"):
        for name in ("muscle", "reflex", "click_key_point", "root_or_nerve"):
            asked = [question(card.id) for card in cards() if card.kind == name][:12]
            told = [line for each in asked for line in (*wording.details(each), *wording.reasons(each))]
            known = {
                text: said for text, said in facts_in("de").items() if len(text) > 22 and text not in said
            }
            english = [text for text in known if text in " | ".join(told)]
            assert not english, name
        german = judge.explanation(asked[0])
    spoken = judge.explanation(asked[0])
    assert german and spoken and german.passage == spoken.passage
    assert "handelt von" in german.why and "about" in spoken.why
