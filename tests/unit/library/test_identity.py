"""Articles without an address: another article, or a new version of one?"""

from pathlib import Path

from dermatome.library.importing import read_articles
from dermatome.library.store import Store

HEEL = "# Monday: heels\n\nThe heel is felt by way of the S1 root, as several maps agree.\n"
THUMB = "# Tuesday: thumbs\n\nThe thumb is felt by way of the C6 root, though one map disagrees.\n"
KNEE = "# Knees\n\nThe front of the knee lies in the L3 dermatome.\n"


def put(root: Path, **files: str) -> Path:
    for name, text in files.items():
        folder = root / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "notes.md").write_text(text)
    return root


def titles(store: Store) -> dict[str, str]:
    return {article.id: article.title for article in store.articles()}


def test_files_of_one_name_in_several_folders_are_several_articles(store: Store, tmp_path: Path) -> None:
    folder = put(tmp_path / "course", mon=HEEL, tue=THUMB)
    store.save_all(read_articles(folder))
    before = titles(store)
    assert set(before.values()) == {"Monday: heels", "Tuesday: thumbs"}
    put(folder, apr=KNEE)
    saved = store.save_all(read_articles(folder))
    assert before.items() < titles(store).items()
    assert len(saved.added) == 1
    assert set(saved.replaced) == set(before)
    assert saved.former == ()


def test_one_of_them_alone_is_known_again(store: Store, tmp_path: Path) -> None:
    folder = put(tmp_path / "course", mon=HEEL, tue=THUMB)
    store.save_all(read_articles(folder))
    before = titles(store)
    saved = store.save_all(read_articles(folder / "tue" / "notes.md"))
    assert titles(store) == before
    assert saved.replaced == ("imported-tue-notes",)
    assert saved.former == ()


def test_a_stranger_of_the_same_file_name_replaces_nothing(store: Store, tmp_path: Path, make) -> None:
    store.save(make(HEEL, "notes.md"))
    stranger = make(KNEE, "notes.md")
    assert store.standing(stranger) is None
    assert store.save_all([stranger]).replaced == ()
    assert set(titles(store).values()) == {"Monday: heels", "Knees"}
    assert [titles(store)[kept] for kept in store.save_all([stranger]).replaced] == ["Knees"]


def test_a_stranger_of_the_same_title_replaces_nothing(store: Store, make) -> None:
    first = make("# Notes\n\nThe heel is felt by way of the first sacral root.\n", "notes.md")
    other = make("# Notes\n\nWarm water, clean towels and two chairs for every pair.\n", "notes.md")
    store.save(first)
    assert store.save_all([other]).replaced == ()
    assert len(titles(store)) == 2


def test_a_new_version_is_named_by_what_it_replaces(store: Store, make) -> None:
    store.save(make(HEEL, "notes.md"))
    newer = make(HEEL.replace("several", "most"), "notes.md")
    standing = store.standing(newer)
    assert standing is not None and standing.title == "Monday: heels"
    assert store.save_all([newer]).former == (("imported-notes", "Monday: heels"),)
    retitled = make(HEEL.replace("Monday: heels", "Heels, second edition"), "notes.md")
    standing = store.standing(retitled)
    assert standing is not None and standing.title == "Monday: heels"


def test_copies_within_one_import_are_kept_apart(store: Store, make) -> None:
    first = make(HEEL, "notes.md")
    assert len(store.save_all([first, first]).added) == 2


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


def test_what_only_may_be_a_new_version_stays_beside_the_old_one(store: Store, make) -> None:
    store.save(make(WEEK, "notes.md"))
    standing = store.standing(make(OTHER_WEEK, "notes.md"))
    assert standing is not None and not standing.sure
    saved = store.save_all([make(OTHER_WEEK, "notes.md")])
    assert (saved.added, saved.replaced) == (("imported-notes-2",), ())
    assert saved.beside == (("imported-notes-2", "imported-notes", "Notes"),)
    articles = {kept: store.get(kept) for kept in titles(store)}
    texts = {kept: article.passages[0].text for kept, article in articles.items() if article}
    assert "on most maps" in texts["imported-notes"] and "Most maps" in texts["imported-notes-2"]
    again = store.save_all([make(WEEK, "notes.md"), make(OTHER_WEEK, "notes.md")])
    assert (again.replaced, again.former, again.beside) == (("imported-notes", "imported-notes-2"), (), ())


def test_asked_for_it_takes_the_old_ones_place(store: Store, make) -> None:
    store.save(make(WEEK, "notes.md"))
    saved = store.save_all([make(OTHER_WEEK, "notes.md")], "any")
    assert saved.former == (("imported-notes", "Notes"),) and len(titles(store)) == 1


def test_asked_to_both_are_kept(store: Store, make) -> None:
    store.save(make(HEEL, "notes.md"))
    saved = store.save_all([make(HEEL.replace("several", "most"), "notes.md")], "none")
    assert (saved.replaced, len(titles(store))) == ((), 2)


def test_an_article_that_grew_is_a_new_version(store: Store, make) -> None:
    store.save(make(WEEK, "notes.md"))
    grown = WEEK + "\n".join(
        f"\nParagraph {n} speaks of another subject: {'abcdefgh'[n] * 9} {'stuvwxyz'[n] * 7} entirely anew.\n"
        for n in range(8)
    )
    assert store.save_all([make(grown, "notes.md")]).former == (("imported-notes", "Notes"),)
