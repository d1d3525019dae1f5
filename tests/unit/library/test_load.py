"""Our own articles: front matter, sections with roles, citations."""

from pathlib import Path

import pytest

from dermatome.anatomy.ids import ROOTS
from dermatome.errors import DataError, InputError
from dermatome.library.load import library, parse_own
from dermatome.library.mentions import load
from dermatome.library.records import ROOT_ROLES
from dermatome.library.render import inline_html

HEAD = "---\nid: x1\ntitle: X\nkind: root\nroots: [S1]\nsummary: A summary.\nupdated: 2026-01-02\n---\n"


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "x1.md"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_article_is_sections_with_roles_passages_and_citations(tmp_path: Path) -> None:
    article = parse_own(
        write(
            tmp_path,
            HEAD + "## Skin {#dermatome role=dermatome}\n\n"
            "The heel [@GRAY41; @KIM2012].\n\n### Maps\n\n- One [@GRAY41].\n",
        )
    )
    skin, maps = article.sections
    assert (skin.id, skin.heading, skin.role, skin.level) == ("dermatome", "Skin", "dermatome", 2)
    assert (maps.id, maps.role, maps.parent) == ("dermatome-maps", "dermatome", "dermatome")
    assert skin.passages[0].text == "The heel."
    assert skin.passages[0].citations == ("GRAY41", "KIM2012")
    assert article.citations == ("GRAY41", "KIM2012")
    assert article.updated == "2026-01-02"
    assert article.section("nowhere") is None and article.role("dermatome") == (skin, maps)


def test_html_in_our_own_articles_is_shown_not_obeyed(tmp_path: Path) -> None:
    article = parse_own(
        write(tmp_path, HEAD + "## H {#h role=course}\n\nA <b>bold</b> <script>x</script> claim.\n")
    )
    assert "&lt;script&gt;" in inline_html(article.passages[0]) and "<script" not in inline_html(
        article.passages[0]
    )


@pytest.mark.parametrize(
    "text",
    [
        "no front matter",
        "---\nid: x\n---\n",
        HEAD.replace("[S1]", "S1"),
        "---\nid: [\n---\n",
        HEAD.replace("title: X\n", ""),
    ],
)
def test_bad_front_matter_is_named(tmp_path: Path, text: str) -> None:
    with pytest.raises(DataError, match="front matter"):
        parse_own(write(tmp_path, text))


def test_every_root_has_an_article_with_all_sections() -> None:
    for root in (*ROOTS, "S4-5"):
        article = library().root_article(root)
        assert article is not None
        assert set(ROOT_ROLES) <= {section.role for section in article.sections}


def test_articles_come_in_anatomical_order_topics_last() -> None:
    kinds = [article.kind for article in library().articles]
    assert kinds == sorted(kinds)
    roots = [article.roots[0] for article in library().articles if article.kind == "root"]
    assert roots == sorted(roots, key=ROOTS.index)


def test_an_unknown_article_is_refused() -> None:
    with pytest.raises(InputError, match="no article"):
        library().article("nowhere")
    assert library().get("nowhere") is None


def test_a_broken_lexicon_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("body_parts", "terms", "labels", "maps", "topics"):
        (tmp_path / f"{name}.yaml").write_text((load.LEXICON / f"{name}.yaml").read_text())
    (tmp_path / load.WEIGHTS).write_text((load.LEXICON / load.WEIGHTS).read_text())
    monkeypatch.setattr(load, "LEXICON", tmp_path)
    (tmp_path / "body_parts.yaml").write_text("tail: [tail]\n")
    with pytest.raises(DataError, match="no body part 'tail'"):
        load.lexicon.__wrapped__()
    (tmp_path / "body_parts.yaml").write_text("{")
    with pytest.raises(DataError, match="cannot be read"):
        load.lexicon.__wrapped__()


@pytest.mark.parametrize(
    "weights",
    [
        "",
        "[]",
        '{"senses": ["disc"]}',
        '{"senses": ["disc"], "weights": {"any": [1, 2]}}',
        '{"senses": 1, "weights": {"any": 1}}',
    ],
)
def test_broken_weights_are_named(weights: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("body_parts", "terms", "labels", "maps", "topics"):
        (tmp_path / f"{name}.yaml").write_text((load.LEXICON / f"{name}.yaml").read_text())
    (tmp_path / load.WEIGHTS).write_text(weights)
    monkeypatch.setattr(load, "LEXICON", tmp_path)
    with pytest.raises(DataError, match=r"weights\.json cannot be read"):
        load.lexicon.__wrapped__()
