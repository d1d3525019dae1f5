"""The command line: shapes of its answers, one line for bad input, exit statuses."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from dermatome import cli
from dermatome.anatomy import ids
from dermatome.atlas.load import atlas
from dermatome.library.store import Store
from dermatome.report import CheckReport

ARTICLE = """# The S1 nerve root

## Skin

The S1 dermatome takes in the sole of the foot and the lateral heel.

## Disc

An L5-S1 disc herniation may press on it.
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def call(*arguments: object) -> tuple[int, str, str]:
        status = cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return status, out, err

    return call


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "s1.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def answer(result: tuple[int, str, str]) -> Any:
    status, out, err = result
    assert (status, err) == (0, "")
    return json.loads(out)


def point_in(scheme: str, view: str, root: str, side: str) -> tuple[float, float]:
    territory = atlas().territory(scheme, view, root, side)
    assert territory is not None
    inside = territory.geometry.representative_point()
    return inside.x, inside.y


@pytest.mark.parametrize(
    ("view", "root", "side", "basis"),
    [
        ("foot-sole", "S1", "right", "inferred"),
        ("anterior", "T10", "left", "published"),
        ("posterior", "T7", "right", "inferred"),
    ],
)
def test_hit_names_root_side_and_neighbours(run, view: str, root: str, side: str, basis: str) -> None:
    x, y = point_in("isncsci", view, root, side)
    told = answer(run("hit", "--scheme", "isncsci", "--view", view, f"--x={x}", f"--y={y}", "--json"))
    assert list(told) == [*("root", "side", "scheme", "view", "body_part", "neighbours", "also", "basis")]
    assert (told["root"], told["side"], told["scheme"], told["view"]) == (root, side, "isncsci", view)
    assert told["basis"] == basis
    assert told["neighbours"]
    distances = [neighbour["distance_mm"] for neighbour in told["neighbours"]]
    assert distances == sorted(distances)
    assert all(set(neighbour) == {"root", "side", "distance_mm"} for neighbour in told["neighbours"])


def test_hit_off_the_body_is_empty(run) -> None:
    told = answer(run("hit", "--scheme", "isncsci", "--view", "anterior", "--x=-9999", "--y=0", "--json"))
    assert (told["root"], told["side"], told["body_part"], told["neighbours"]) == (None, None, None, [])


def test_hit_reads_as_a_sentence_without_json(run) -> None:
    x, y = point_in("isncsci", "anterior", "T10", "left")
    status, out, _ = run("hit", "--scheme", "ISNCSCI", "--view", "Anterior", f"--x={x}", f"--y={y}")
    assert status == 0
    assert out.startswith("T10, left") and "(isncsci, anterior, published)" in out
    assert "next to T9" in out or "next to T11" in out


def test_show_json_has_the_promised_keys(run) -> None:
    told = answer(run("show", "s1", "--json"))
    assert {
        *(
            "root",
            "name",
            "region",
            "meanings",
            "territories",
            "key_point",
            "myotome",
            "reflexes",
            "level",
            "sources",
        )
    } <= set(told)
    assert told["root"] == "S1"


def test_show_says_in_words_what_s1_can_mean(run) -> None:
    status, out, _ = run("show", "S1")
    assert status == 0
    for meaning in (
        "S1 as a vertebra",
        "S1 as a nerve root",
        "S1 as a disc level",
        "S1 as a neurological level",
    ):
        assert meaning in out


def test_show_s4_points_to_the_pooled_territory(run) -> None:
    assert "S4-5" in run("show", "S4")[1]


@pytest.mark.slow
@pytest.mark.parametrize(("suffix", "start"), [(".svg", b"<"), (".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_render_writes_the_format_the_name_asks_for(run, tmp_path: Path, suffix: str, start: bytes) -> None:
    target = tmp_path / f"s1{suffix}"
    told = answer(
        run("render", "--root", "S1", "--scheme", "isncsci", "--view", "foot-sole", "-o", target, "--json")
    )
    assert told["root"] == "S1" and Path(told["file"]) == target
    assert target.read_bytes().startswith(start)


def test_render_takes_views_width_and_paper(run, tmp_path: Path) -> None:
    target = tmp_path / "s1.png"
    common = ("render", "--root", "S1", "--scheme", "isncsci", "-o", target, "--json")
    told = answer(run(*common, "--view", "anterior,foot-sole", "--width", "640", "--transparent"))
    assert told["view"] == "anterior,foot-sole"
    with Image.open(target) as drawn:
        assert drawn.width == 640
        assert drawn.convert("RGBA").getchannel("A").getpixel((0, 0)) == 0
    run(*common, "--view", "anterior", "--width", "640")
    with Image.open(target) as drawn:
        assert drawn.convert("RGBA").getchannel("A").getpixel((0, 0)) == 255


def test_render_can_leave_out_names_and_mark_key_points(run, tmp_path: Path) -> None:
    plain, marked = tmp_path / "plain.svg", tmp_path / "marked.svg"
    common = ("render", "--root", "S1", "--scheme", "isncsci", "--view", "posterior", "-o")
    run(*common, plain, "--no-labels")
    run(*common, marked, "--key-points")
    assert ">L5</text>" not in plain.read_text("utf-8")
    assert ">L5</text>" in marked.read_text("utf-8")
    assert marked.read_text("utf-8").count("<circle") > plain.read_text("utf-8").count("<circle")


def test_render_can_leave_out_what_is_inferred(run, tmp_path: Path) -> None:
    common = ("render", "--root", "S1", "--scheme", "isncsci", "--view", "posterior")
    for name, more in (("whole", ()), ("published", ("--no-inferred",))):
        answer(run(*common, *more, "-o", str(tmp_path / f"{name}.svg"), "--json"))
    whole, published = ((tmp_path / f"{n}.svg").read_text(encoding="utf-8") for n in ("whole", "published"))
    assert "inferred: continued by the atlas" in whole and "Hatched" not in whole
    assert "inferred: continued by the atlas" not in published
    assert "Hatched: not mapped on this map: What the atlas infers is left out." in published
    status, _, error = run(
        "render", "--root", "S1", "--scheme", "lee", "--view", "posterior", "--no-inferred", "-o", "x.svg"
    )
    assert status == 2 and error.count("\n") == 1 and "nothing but what is inferred" in error


def test_render_draws_the_pooled_territory_for_s4(run, tmp_path: Path) -> None:
    target = tmp_path / "s4.svg"
    told = answer(
        run("render", "--root", "S4", "--scheme", "isncsci", "--view", "perineum", "-o", target, "--json")
    )
    assert told["root"] == "S4-5"


@pytest.mark.slow
@pytest.mark.parametrize(
    "options", [("--root", "L5,S1"), ("--root", "C1", "--blank"), ("--region", "perineum")]
)
def test_handout_writes_a_pdf(run, tmp_path: Path, options: tuple[str, ...]) -> None:
    target = tmp_path / "handout.pdf"
    status, out, err = run("handout", *options, "--paper", "letter", "-o", str(target))
    assert (status, err) == (0, "")
    assert str(target) in out
    assert target.read_bytes()[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-o", "a.pdf"), "Say what the handout is about"),
        (("--root", "S1", "--region", "foot", "-o", "a.pdf"), "Say what the handout is about"),
        (("--root", "S9", "-o", "a.pdf"), "There is no root"),
        (("--root", ",", "-o", "a.pdf"), "Name at least one root"),
        (("--region", "nose", "-o", "a.pdf"), "There is no region"),
        (("--root", "S1", "--paper", "a5", "-o", "a.pdf"), "There is no paper"),
        (("--root", "S1", "--scheme", "x", "-o", "a.pdf"), "There is no map"),
        (("--root", "S1", "--key", "-o", "a.pdf"), "Only a blank handout has a key"),
        (("--root", "S1", "-o", "a.doc"), "End it in .pdf"),
        (("--root", "C1", "-o", "/nowhere/a.pdf"), "cannot be written"),
    ],
)
def test_handout_refuses_in_one_line(run, options: tuple[str, ...], message: str) -> None:
    status, out, err = run("handout", *options)
    assert (status, out) == (2, "")
    assert message in err
    assert err.count("\n") == 1


def test_facts_of_chosen_roots_and_of_all(run, tmp_path: Path) -> None:
    told = answer(run("facts", "--root", "S1,L5", "--json"))
    assert [root["root"] for root in told["roots"]] == ["S1", "L5"]
    target = tmp_path / "facts.csv"
    assert run("facts", "--csv", "-o", str(target))[0] == 0
    rows = list(csv.DictReader(target.read_text("utf-8-sig").splitlines()))
    assert {row["root"] for row in rows if row["root"]} == set(ids.ROOTS)
    for bad in (("facts",), ("facts", "--csv", "--json"), ("facts", "--csv", "--root", "Q1")):
        status, _, err = run(*bad)
        assert status == 2
        assert err.count("\n") == 1


def test_passages_are_ranked_and_say_why(run) -> None:
    found = answer(
        run("passages", "--root", "S1", "--layer", "dermatome", "--body-part", "foot-sole", "--json")
    )
    assert found
    assert all({"article", "section", "text", "sense", "why", "score"} <= set(passage) for passage in found)
    scores = [passage["score"] for passage in found]
    assert scores == sorted(scores, reverse=True)
    assert "sole" in found[0]["text"]
    assert {passage["sense"] for passage in found} <= set(ids.SENSES)


def test_passages_of_a_given_file_come_from_that_file(run, article: Path) -> None:
    found = answer(
        run("passages", "--root", "S1", "--body-part", "foot-sole", "--article", article, "--json")
    )
    assert "sole of the foot" in found[0]["text"]
    assert {passage["text"] for passage in found} <= {line for line in ARTICLE.splitlines() if line}


def test_passages_tell_a_root_from_a_nerve(run) -> None:
    plain, layered = (
        answer(run("passages", "--root", "L5", "--nerve", "Common fibular", *layer, "--json"))
        for layer in ((), ("--layer", "nerve"))
    )
    assert plain == layered
    assert (plain[0]["article"], plain[0]["section_id"]) == ("l5", "lookalikes")
    assert "common fibular nerve" in plain[0]["why"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--nerve", "fibulous"), "There is no nerve 'fibulous'"),
        (("--nerve", "tibial", "--layer", "reflex"), "The reflex layer knows no nerves. Use --layer nerve"),
    ],
)
def test_passages_refuse_a_nerve_they_cannot_ask_for(run, options: tuple[str, ...], message: str) -> None:
    status, out, err = run("passages", "--root", "L5", *options)
    assert (status, out) == (2, "")
    assert message in err and err.count("\n") == 1


def test_import_lists_sections_passages_and_mentions(run, article: Path) -> None:
    told = answer(run("import", article, "--json"))
    assert {"title", "source", "sections"} <= set(told)
    headings = [section["heading"] for section in told["sections"]]
    assert headings.index("Skin") < headings.index("Disc")
    senses = set()
    for section in told["sections"]:
        assert isinstance(section["level"], int)
        for passage in section["passages"]:
            for mention in passage["mentions"]:
                assert {"surface", "start", "end", "root", "sense"} <= set(mention)
                assert passage["text"][mention["start"] : mention["end"]] == mention["surface"]
                senses.add((mention["root"], mention["sense"]))
    assert ("S1", "dermatome") in senses
    assert any(sense == "disc" for _, sense in senses)


def test_import_into_a_library_keeps_the_article(run, article: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    told = answer(run("import", article, "--library", library, "--json"))
    assert told["sections"]
    with Store.open(library) as store:
        assert [listed.title for listed in store.articles()] == [told["title"]]


def test_import_of_a_folder_keeps_each_article_and_says_what_it_passed_over(run, article: Path) -> None:
    (article.parent / "l5.md").write_text(ARTICLE.replace("S1", "L5"), encoding="utf-8")
    (article.parent / "broken.json").write_text("{", encoding="utf-8")
    library = article.parent.parent / "kept"
    status, out, err = run("import", article.parent, "--library", library)
    assert (status, err) == (0, "")
    assert "The S1 nerve root" in out and "The L5 nerve root" in out
    assert "Passed over: broken.json" in out
    told = answer(run("import", article.parent, "--library", library, "--json"))
    assert {one["title"] for one in told} == {"The S1 nerve root", "The L5 nerve root"}
    with Store.open(library) as store:
        assert len(store.articles()) == 2


@pytest.mark.slow
def test_import_says_what_it_replaced(run, article: Path) -> None:
    library = article.parent / "kept"
    assert run("import", article, "--library", library)[2] == ""
    assert run("import", article, "--library", library)[2] == ""  # the same again
    article.write_text(ARTICLE + "\nAnd more.\n", encoding="utf-8")
    status, _, err = run("import", article, "--library", library, "--json")
    assert (status, err.count("\n")) == (0, 1)
    assert err.startswith("Replaced: The S1 nerve root")


WEEK = (
    "# Notes\n\nThe heel and the sole belong to the first sacral root on most maps.\n\n"
    "Great toe extension is tested against resistance while the patient lies down.\n\n"
    "Whoever limps is watched walking away, turning round and coming back again.\n"
)
OTHER_WEEK = (
    "# Notes\n\nMost maps give the heel and the sole to a sacral root.\n\n"
    "Resistance against the great toe: the patient lies on a couch beside the wall.\n"
)
"""Of one title, file name and subject, with a third of the words in common."""


@pytest.mark.slow
def test_import_replaces_what_it_may_be_a_version_of_when_asked(run, article: Path) -> None:
    for flags, said, articles in (((), "Kept beside Notes (", 2), (("--replace",), "Replaced: Notes (", 1)):
        library = article.parent / f"kept{len(flags)}"
        article.write_text(WEEK, encoding="utf-8")
        assert run("import", article, "--library", library)[2] == ""
        article.write_text(OTHER_WEEK, encoding="utf-8")
        _, _, err = run("import", article, "--library", library, "--json", *flags)
        assert err.startswith(said) and err.count("\n") == 1
        with Store.open(library) as store:
            assert len(store.articles()) == articles


@pytest.mark.slow
def test_check_counts_what_it_looked_at(run) -> None:
    status, out, err = run("check", "--json")
    told = json.loads(out)
    assert (status, told["ok"], err) == (0, True, "")
    counted = {check["name"]: check["counts"] for check in told["checks"]}
    assert counted["facts: key points"] == {"key points a side": 28}


def test_check_fails_on_a_fault(run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "dermatome.check.run", lambda: [CheckReport("maps", {"views": 10}, ["a gap at the knee"])]
    )
    status, out, _ = run("check")
    assert status == 1
    assert "FAIL maps: 10 views" in out and "a gap at the knee" in out


@pytest.mark.parametrize(
    "arguments",
    [
        "",
        "frobnicate",
        "show",
        "show S9",
        "show V1",
        "hit --scheme isncsci --view anterior --x 1",
        "hit --scheme isncsci --view anterior --x one --y 2",
        "hit --scheme isncsci --view anterior --x nan --y 2",
        "hit --scheme nobody --view anterior --x 1 --y 2",
        "hit --scheme isncsci --view inside --x 1 --y 2",
        "render --root S1 --scheme isncsci --view posterior -o /nowhere/at/all/s1.svg",
        "render --root S1 --scheme isncsci --view posterior -o s1.docx",
        "render --root C1 --scheme isncsci --view posterior -o c1.svg",
        "render --root S1 --scheme isncsci --view nowhere -o s1.svg",
        "render --root S1 --scheme isncsci --view anterior,,posterior -o s1.svg",
        "render --root S1 --scheme isncsci --view posterior --width 0 -o s1.png",
        "render --root S1 --scheme isncsci --view posterior --width 1000000 -o s1.png",
        "passages --root S99",
        "passages --root S1 --layer soul",
        "passages --root S1 --body-part tail",
        "passages --root S1 --limit 0",
        "passages --root S1 --article /nowhere/article.md",
        "import /nowhere/article.md",
        "import",
    ],
)
def test_bad_input_is_one_line_on_stderr_and_status_2(run, arguments: str) -> None:
    status, out, err = run(*arguments.split())
    assert (status, out) == (2, "")
    assert len(err.splitlines()) == 1 and err.strip()
    assert "Traceback" not in err


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", ""),
        ("import", "s1.md", "--library", ""),
        ("passages", "--root", "S1", "--article", ""),
        ("passages", "--root", "S1", "--body-part", ""),
        ("passages", "--root", "S1", "--layer", " "),
        ("isncsci", ""),
        ("localise", "--batch", ""),
        ("progress", "--learner", "Ann", "--export", ""),
        ("progress", "--backup", ""),
        ("facts", "--csv", "--output", ""),
        ("render", "--root", "S1", "--view", "anterior", "--output", ""),
    ],
)
def test_an_empty_name_is_no_choice(run, article: Path, monkeypatch, arguments: tuple[str, ...]) -> None:
    monkeypatch.chdir(article.parent)
    status, out, err = run(*arguments)
    assert (status, out) == (2, "") and "nothing is named" in err
    assert [path.name for path in article.parent.iterdir()] == ["s1.md"]


def test_the_module_runs_as_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "dermatome", "show", "S9"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_answers_are_utf_8_whatever_the_locale_says(encoding: str, tmp_path: Path) -> None:
    name = os.fsdecode(b"wurzel \xff.txt")
    (tmp_path / name).write_text("S1 – über das Iliosakralgelenk.", encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-m", "dermatome", "import", name, "--library", "here", "--json"],
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": encoding},
    )
    assert (told.returncode, told.stderr) == (0, b"")
    assert json.loads(told.stdout)["sections"][0]["passages"][0]["text"] == "S1 – über das Iliosakralgelenk."


@pytest.mark.parametrize(
    "arguments", [("show", "S1", "--json"), ("facts", "--csv", "--root", "S1"), ("show", "S9")]
)
def test_an_answer_nobody_can_hear_is_no_fault(arguments: tuple[str, ...]) -> None:
    # Closed as in `dermatome … >&- 2>&-`, not as in `| head`, which only ends early.
    code = (
        "import os, sys; os.close(1); os.close(2); "
        "os.execv(sys.executable, [sys.executable, '-m', 'dermatome', *sys.argv[1:]])"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=False, timeout=60)
    assert done.returncode == (2 if "S9" in arguments else 0)


def test_a_mistake_is_no_answer_where_errors_are_closed() -> None:
    code = (
        "import os, sys; os.close(2); "
        "os.execv(sys.executable, [sys.executable, '-m', 'dermatome', 'show', 'S9'])"
    )
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (2, b"")


def test_no_command_loads_streamlit() -> None:
    code = "import sys, dermatome.cli as c; c.main(['show', 'S1']); sys.exit('streamlit' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60).returncode
        == 0
    )
