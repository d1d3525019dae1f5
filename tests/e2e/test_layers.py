# pyright: reportArgumentType=false
"""Muscles, reflexes and skin nerves in a real browser: what is lit, what is said, what is fetched when."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

from dermatome.anatomy.load import facts
from dermatome.anatomy.nerves import fields_of
from dermatome.atlas.hit import hit
from dermatome.atlas.load import atlas
from tests.browser import INSIDE

if TYPE_CHECKING:
    from tests.browser import MapPage

pytestmark = [pytest.mark.e2e, pytest.mark.at_rest]

LAYER_FILE = re.compile(
    r"/assets/(catalogue/(myotome|reflex|nerve)|plates/(muscles-|nerves|reflexes|difference-))"
)
FETCHED = "(path) => performance.getEntriesByType('resource').some((file) => file.name.includes(path))"
LAYERS = {"myotome": "Muscles", "reflex": "Reflexes", "nerve": "Skin nerves"}


def shape(page: Page, view: str, name: str, side: str = "right") -> Locator:
    """Return the path of a muscle, reflex or nerve field."""
    return page.locator(f'.da-region[data-view="{view}"][data-id="{name}"][data-side="{side}"]')


def click(page: Page, path: Locator) -> None:
    """Click a region well inside."""
    point = path.evaluate(INSIDE)
    assert point, "the region shows no clickable point"
    page.mouse.click(*point)


def panel(page: Page) -> Locator:
    return page.locator(".panel").first


# ---- what is fetched ------------------------------------------------------------------------------


@pytest.mark.fresh_page
def test_first_page_asks_for_no_layer_before_it_is_drawn(map_page: MapPage) -> None:
    page = map_page.page
    page.add_init_script(
        """new MutationObserver(() => {
          if (document.querySelector(".da-map[data-ready]")) window.readyAt ||= performance.now();
        }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-ready"] });"""
    )
    map_page.open()
    page.wait_for_function(FETCHED, arg="plates/nerves/posterior")
    early = page.evaluate(
        """() => performance.getEntriesByType("resource").filter((file) => file.startTime <= readyAt)
          .map((file) => file.name)"""
    )
    assert [url for url in early if "plates/isncsci" in url]
    assert not [url for url in early if LAYER_FILE.search(url)]


@pytest.mark.fresh_page
def test_a_layer_fetched_ahead_is_not_fetched_again(map_page: MapPage) -> None:
    page = map_page.open("?root=S1").page
    page.wait_for_function(FETCHED, arg="plates/nerves/lateral-right")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("radio", name="Muscles").click()
    expect(panel(page)).to_contain_text("myotome of")
    map_page.settled()
    assert not [url for url in asked if "plates/muscles-superficial" in url or "catalogue/" in url]


# ---- muscles --------------------------------------------------------------------------------------


def test_muscle_click_picks_the_muscle_and_keeps_the_root(map_page: MapPage) -> None:
    page = map_page.open("?root=L5&layer=myotome&view=anterior").page
    muscle = shape(page, "anterior", "tibialis-anterior")
    click(page, muscle)
    expect(map_page.heading()).to_contain_text(re.compile("^Tibialis anterior.*right"))
    expect(muscle).to_have_attribute("aria-pressed", "true")
    expect(panel(page)).to_contain_text("mainly L4; L5 as well")
    expect(page).to_have_url(re.compile("root=L5.*layer=myotome.*muscle=tibialis-anterior"))
    # What is picked is the subject: its own roots are marked, and the root before steps back.
    expect(page.locator(".da-roots :checked")).to_have_count(0)
    expect(page.locator(".da-roots .da-its")).to_have_text("L4")
    expect(
        page.locator('.da-region[data-state="main"], .da-region[data-state="contributing"]')
    ).to_have_count(0)


def test_root_chip_lights_its_muscles_and_tells_main_from_contributing(map_page: MapPage) -> None:
    page = map_page.open("?root=C5&layer=myotome&view=anterior").page
    page.get_by_role("radio", name="L4, fourth lumbar nerve root").click()
    shin = shape(page, "anterior", "tibialis-anterior")
    expect(shin).to_have_attribute("data-state", "main")
    expect(shin).to_have_attribute("aria-description", re.compile("Mainly L4"))
    expect(map_page.heading()).to_contain_text(re.compile("^L4 myotome of"))
    main, also = page.locator(".da-mark.da-main").first, page.locator(".da-mark.da-contributing").first
    # `expect` asks again: a shape drawn anew in between has no style to read.
    expect(main).to_have_css("stroke-dasharray", "none")
    expect(also).to_have_css("stroke-dasharray", re.compile("px"))
    drawn = page.locator('.da-region[data-side="right"]:not([data-role=""])')
    roles = dict(drawn.evaluate_all("all => all.map((path) => [path.dataset.id, path.dataset.role])"))
    assert {
        facts().muscles[name].contribution_of("L4") for name, role in roles.items() if role == "main"
    } == {"main"}
    expect(page.locator(".da-glyph").filter(has_text="★").first).to_be_visible()
    expect(page.locator(".da-legend")).to_contain_text("ISNCSCI key muscle")


def test_deep_muscles_are_offered_and_shown(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&layer=myotome&view=posterior").page
    shown = {region.id for region in atlas().muscles("superficial", "posterior")}
    beneath = [region.id for region in atlas().muscles("deep", "posterior") if region.side == "right"]
    name = next(each for each in beneath if "S1" in facts().muscles[each].roots_main and each not in shown)
    deep = shape(page, "posterior", name)
    expect(deep).to_have_count(0)
    page.get_by_role("button", name=re.compile(r"Deep muscles of S1: \d+")).click()
    expect(deep).to_have_attribute("data-role", "main")
    expect(page).to_have_url(re.compile("depth=deep"))
    expect(page.get_by_role("radio", name="Deep")).to_be_checked()


def test_a_muscle_from_the_list_is_shown_in_its_depth(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&layer=myotome&view=posterior").page
    expect(shape(page, "posterior", "piriformis")).to_have_count(0)
    page.get_by_role("combobox", name="Muscle").select_option("piriformis")
    expect(shape(page, "posterior", "piriformis")).to_have_attribute("aria-pressed", "true")
    expect(map_page.heading()).to_contain_text("Piriformis")
    expect(page.locator(".da-live")).to_contain_text("piriformis, right, selected")


def test_movement_lights_muscles_and_names_roots(map_page: MapPage) -> None:
    page = map_page.open("?root=L5&layer=myotome&view=posterior").page
    page.get_by_role("combobox", name="Movement").select_option("hip-abduction")
    expect(shape(page, "posterior", "gluteus-medius")).to_have_attribute("data-state", "selected")
    expect(map_page.heading()).to_contain_text("Hip abduction")
    expect(panel(page)).to_contain_text("Main rootsL5")
    expect(page).to_have_url(re.compile("movement=hip-abduction"))


def test_grades_convention_and_dissent_are_told_on_request(map_page: MapPage) -> None:
    asked = {
        "?root=L5&layer=myotome&view=anterior": {"ISNCSCI convention": "no guide to a root lesion"},
        "?root=L5&muscle=tibialis-anterior&view=anterior": {
            "MRC grades": "against gravity",
            "Who disagrees?": "tibialis anterior: L5",
        },
    }
    for query, pills in asked.items():
        page = map_page.open(query).page
        for pill, words in pills.items():
            page.get_by_role("radio", name=pill).or_(page.get_by_role("button", name=pill)).first.click()
            expect(page.locator(".panel").last).to_contain_text(words)


def test_layers_and_muscles_by_keyboard(map_page: MapPage) -> None:
    page = map_page.open("?root=L4&view=anterior").page
    page.get_by_role("radio", name="Dermatomes").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".da-map")).to_have_attribute("data-layer", "myotome")
    stop = page.locator('.da-region[data-layer="myotome"][tabindex="0"]')
    expect(stop).to_have_count(1)
    stop.focus()
    page.keyboard.press("ArrowDown")
    name = page.evaluate("document.activeElement.dataset.id")
    assert name in facts().muscles
    expect(page.locator(".da-tip strong")).to_contain_text(facts().muscles[name].name)
    page.keyboard.press("Enter")
    expect(map_page.heading()).to_contain_text(
        re.compile(re.escape(facts().muscles[name].name), re.IGNORECASE)
    )
    assert page.evaluate("document.activeElement.dataset.id") == name, "the focus was lost"


# ---- reflexes -------------------------------------------------------------------------------------


def test_reflex_tells_roots_and_how_it_is_elicited(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&layer=reflex&view=anterior").page
    click(page, shape(page, "anterior", "knee-jerk-patellar"))
    expect(map_page.heading()).to_contain_text("Knee jerk (patellar)")
    for words in ("mainly L4", "femoral nerve", "patellar tendon", "Others give"):
        expect(panel(page)).to_contain_text(words)
    expect(page).to_have_url(re.compile("root=S1.*reflex=knee-jerk-patellar"))


def test_reflex_places_are_wide_enough_for_a_finger(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&layer=reflex&view=anterior").page
    box = shape(page, "anterior", "knee-jerk-patellar").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for dx, dy in ((-11, 0), (11, 0), (0, -11), (0, 11)):
        found = page.evaluate("([x, y]) => document.elementFromPoint(x, y)?.dataset?.id", [x + dx, y + dy])
        assert found == "knee-jerk-patellar"


# ---- nerves ---------------------------------------------------------------------------------------


def test_nerve_field_lights_the_whole_nerve(map_page: MapPage) -> None:
    page = map_page.open("?root=C8&layer=nerve&view=hand-palmar").page
    own = set(fields_of("ulnar"))
    drawn = [r.id for r in atlas().nerves("hand-palmar") if r.side == "right" and r.id in own]
    assert drawn
    click(page, shape(page, "hand-palmar", drawn[0]))
    for name in drawn:
        expect(shape(page, "hand-palmar", name)).to_have_attribute("data-state", "selected")
    expect(panel(page)).to_contain_text("Looks like")
    expect(page).to_have_url(re.compile("nerve=ulnar"))


def test_root_and_nerve_are_laid_over_each_other(map_page: MapPage) -> None:
    page = map_page.open("?root=L5&nerve=common-fibular-peroneal&view=anterior").page
    page.get_by_role("button", name="Compare with L5").click()
    expect(page.locator('.da-region[data-layer="difference"][data-id="root"]').first).to_be_visible()
    expect(page.locator(".da-legend")).to_contain_text("L5 only")
    for words in ("L5 or common fibular", "What tells them apart", "Inversion weak", "strong"):
        expect(panel(page)).to_contain_text(words)
    expect(page).to_have_url(re.compile("nerve=common-fibular-peroneal&difference=yes"))
    page.get_by_role("combobox", name="Look-alikes").select_option(label="C8 / ulnar")
    expect(map_page.heading()).to_contain_text("C8 or ulnar?")
    page.get_by_role("combobox", name="on the map", exact=True).select_option("keegan-garrett")
    expect(panel(page)).to_contain_text("on the Keegan & Garrett map")


# ---- the state ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "?root=L5&layer=myotome&view=posterior&depth=deep&muscle=piriformis",
        "?root=C6&layer=reflex&reflex=biceps&view=anterior",
        "?root=L5&nerve=common-fibular-peroneal&difference=yes&view=anterior",
    ],
)
def test_a_link_reopens_the_layer_it_shows(map_page: MapPage, query: str) -> None:
    page = map_page.open(query).page
    said, address = panel(page).inner_text(), page.url
    page.reload()
    map_page.wait()
    assert panel(page).inner_text() == said
    assert page.url == address


def test_root_and_spot_stay_when_the_layer_changes(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=anterior").page
    map_page.click("anterior", "L3")
    expect(map_page.heading()).to_contain_text(re.compile("^L3"))
    for layer, title in LAYERS.items():
        page.get_by_role("radio", name=title).click()
        expect(page).to_have_url(re.compile(f"root=L3.*layer={layer}.*at=anterior"))
        expect(page.locator(".da-pin")).to_have_count(1)
    page.get_by_role("radio", name="Dermatomes").click()
    expect(map_page.region("anterior", "L3")).to_have_attribute("aria-pressed", "true")


def test_back_button_returns_to_the_layer_before(map_page: MapPage) -> None:
    page = map_page.open("?root=L3&view=anterior").page
    page.get_by_role("radio", name="Muscles").click()
    expect(map_page.heading()).to_contain_text("myotome of")
    page.go_back()
    expect(page.locator(".da-map")).to_have_attribute("data-layer", "dermatome")
    expect(map_page.heading()).to_contain_text("dermatome of")


def test_zoom_stays_when_the_layer_changes(map_page: MapPage) -> None:
    page = map_page.open("?root=L3&view=anterior").page
    page.locator(".da-plate").hover()
    page.get_by_role("button", name="Zoom in: Front").click()
    page.get_by_role("radio", name="Muscles").click()
    expect(page.locator('.da-region[data-layer="myotome"]').first).to_be_visible()
    span = "e => e._fullLayout.xaxis.range[1] - e._fullLayout.xaxis.range[0]"
    home = "e => { const r = e.layout.meta.bounds; return r[2] - r[0]; }"
    canvas = page.locator(".da-plate-canvas")
    assert canvas.evaluate(span) < 0.7 * canvas.evaluate(home)


def test_who_says_so_here(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=foot-sole").page
    map_page.click("foot-sole", "S1")
    page.get_by_role("radio", name="Who says so here?").or_(
        page.get_by_role("button", name="Who says so here?")
    ).first.click()
    table = page.locator(".panel .who")
    for scheme in atlas().schemes:
        expect(table).to_contain_text(scheme.short_name)
    expect(table).to_contain_text("Skin nerve")


def test_overlapping_fields_are_stepped_through(map_page: MapPage) -> None:
    overlapping = [scheme.id for scheme in atlas().schemes if scheme.overlapping]
    assert overlapping
    spot = next(
        (x, y, found)
        for x in range(40, 160, 5)
        for y in range(-400, 800, 20)
        if len((found := hit(overlapping[0], "anterior", x, y)).also) == 1
        and found.root != "S1"
        # Well inside what the two share: a click is as exact as a pixel, which is some millimetres.
        and all(
            hit(overlapping[0], "anterior", x + dx, y + dy).also == found.also
            for dx, dy in ((-8, 0), (8, 0), (0, -8), (0, 8))
        )
    )
    x, y, found = spot
    page = map_page.open(f"?root=S1&scheme={overlapping[0]}&view=anterior").page
    where = page.locator(".da-plate-canvas").evaluate(
        """(e, [x, y]) => {
          const { xaxis, yaxis } = e._fullLayout, box = e.getBoundingClientRect();
          return [box.left + xaxis._offset + xaxis.l2p(x), box.top + yaxis._offset + yaxis.l2p(y)];
        }""",
        [x, y],
    )
    page.mouse.click(*where)
    expect(map_page.heading()).to_contain_text(re.compile(f"^{found.root}"))
    expect(panel(page)).to_contain_text(f"{found.also[0][0]} claim this spot too")
    expect(map_page.region("anterior", found.root, found.side)).to_have_attribute("aria-pressed", "true")
    page.mouse.click(*where)
    expect(map_page.heading()).to_contain_text(re.compile(f"^{found.also[0][0]}"))
    page.mouse.click(*where)
    expect(map_page.heading()).to_contain_text(re.compile(f"^{found.root}"))


# ---- access ---------------------------------------------------------------------------------------


def test_touch_and_a_narrow_screen(phone: MapPage) -> None:
    page = phone.open("?root=L4&view=anterior").page
    page.get_by_role("button", name="Layers, map, roots").tap()
    page.get_by_role("radio", name="Muscles").tap()
    muscle = shape(phone.page, "anterior", "tibialis-anterior")
    expect(muscle).to_have_attribute("data-role", "main")
    phone.page.touchscreen.tap(*muscle.evaluate(INSIDE))
    expect(muscle).to_have_attribute("aria-pressed", "true")
    overflow = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert phone.page.evaluate(overflow) == 0, "the page scrolls sideways on a phone"


# ---- names on the map ---------------------------------------------------------------------------------

OVERLAPS = """
(plates) => plates.flatMap((plate) => {
  const shown = (e) => getComputedStyle(e).display !== "none";
  const names = [...plate.querySelectorAll(".da-label")].filter(shown);
  const boxes = names.map((e) => e.getBoundingClientRect());
  const over = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 6
    && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 6;
  return boxes.flatMap((a, i) => boxes.slice(i + 1).flatMap((b, k) =>
    over(a, b) ? [`${names[i].textContent} / ${names[i + 1 + k].textContent}`] : []));
})
"""


@pytest.mark.parametrize("layer", ["dermatome", "myotome", "nerve", "reflex"])
def test_names_on_the_map_are_not_written_over_each_other(map_page: MapPage, layer: str) -> None:
    map_page.page.set_viewport_size({"width": 1600, "height": 1200})
    page = map_page.open(f"?root=S1&layer={layer}&view=posterior").page
    assert page.locator(".da-label").count() > 3
    assert not page.locator(".da-plate").evaluate_all(OVERLAPS)
