"""The export file of WordPress."""

import pytest

from dermatome.errors import ImportFailed
from dermatome.library.importing import parse_articles

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- generator="WordPress" -->\n<rss version="2.0" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/" '
    'xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel><title>Blog</title>'
    "<language>en-GB</language>"
)


def item(title: str, body: str, **fields: str) -> str:
    told = {"status": "publish", "post_type": "post", "post_name": title.lower().replace(" ", "-")} | fields
    extra = "".join(f"<wp:{name}><![CDATA[{value}]]></wp:{name}>" for name, value in told.items())
    return (
        f"<item><title>{title}</title><link>https://blog.example/{told['post_name']}/</link>"
        f"<pubDate>Tue, 03 Mar 2026 09:00:00 +0000</pubDate>{extra}"
        f"<content:encoded><![CDATA[{body}]]></content:encoded>"
        "<excerpt:encoded><![CDATA[In short.]]></excerpt:encoded>"
        "<wp:comment><wp:comment_content>Not mine.</wp:comment_content></wp:comment></item>"
    )


def export(*items: str) -> bytes:
    return f"{HEAD}{''.join(items)}</channel></rss>".encode()


def test_posts_and_pages_are_articles_and_the_rest_is_left_out() -> None:
    skipped: list[str] = []
    data = export(
        item("Heel", "<!-- wp:paragraph --><p>The heel is S1 skin.</p><!-- /wp:paragraph -->"),
        item("Thumb", "The thumb is C6 skin.\n\nMaps differ.", post_type="page"),
        item("Half done", "<p>Draft.</p>", status="draft"),
        item("Mine", "<p>Private.</p>", status="private"),
        item("Locked", "<p>Secret.</p>", post_password="x"),
        item("Picture", "", post_type="attachment"),
    )
    heel, thumb = parse_articles(data, "blog.xml", skipped=skipped)
    assert (heel.id, heel.title, heel.source) == ("imported-heel", "Heel", "https://blog.example/heel/")
    assert (heel.date, heel.language, heel.summary) == ("2026-03-03", "en-GB", "In short.")
    assert [p.text for p in heel.passages] == ["The heel is S1 skin."]
    assert [p.text for p in thumb.passages] == ["The thumb is C6 skin.", "Maps differ."]
    assert skipped == ["blog.xml: 3 entries that are not published left out."]


def test_one_post_that_cannot_be_read_does_not_stop_the_others() -> None:
    skipped: list[str] = []
    (heel,) = parse_articles(export(item("Empty", ""), item("Heel", "<p>S1.</p>")), "b.xml", skipped=skipped)
    assert heel.title == "Heel"
    assert len(skipped) == 1


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (export(item("Half done", "<p>x</p>", status="draft")), "no published post"),
        (export(item("Heel", "<p>x</p>"))[:-20], "broken"),
        (
            export(item("Heel", "<p>x</p>")).replace(b"<rss", b'<!DOCTYPE r [<!ENTITY a "b">]><rss', 1),
            "entities",
        ),
    ],
)
def test_what_is_no_sound_export_is_refused_in_one_line(data: bytes, told: str) -> None:
    with pytest.raises(ImportFailed, match=told) as refused:
        list(parse_articles(data, "blog.xml"))
    assert "\n" not in str(refused.value)
