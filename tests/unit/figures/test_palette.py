"""Colours can be told apart, also by readers with a colour-vision deficiency, and text can be read.

Deficiencies are simulated by coloraide: Brettel, Viénot and Mollon 1997 (all three) and Machado,
Oliveira and Fernandes 2009 (protan and deutan), at full severity; differences are CIEDE2000.
"""

from __future__ import annotations

import functools
from itertools import combinations, pairwise

import pytest
from coloraide import Color

from dermatome.anatomy.ids import TERRITORY_ROOTS, TRIGEMINAL, VIEWS, region_of
from dermatome.atlas.load import atlas
from dermatome.errors import InputError
from dermatome.figures.paint import NERVE_SHADES, nerve_shades
from dermatome.figures.palette import LIGHT, THEMES, Theme, contrast, ink_on, luminance, mix, theme_named

SIGHTS = (
    "normal",
    "protan brettel",
    "deutan brettel",
    "tritan brettel",
    "protan machado",
    "deutan machado",
)
MIN_BETWEEN_NEIGHBOURS = 5.0
"""About five times the smallest difference seen side by side; every territory also has an edge."""
MIN_BETWEEN_REGIONS = {"normal": 15.0, "other": 7.0}
MIN_TEXT_CONTRAST = 4.5

EACH_THEME = pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
EACH_SIGHT = pytest.mark.parametrize("sight", SIGHTS)


@functools.cache
def _seen(colour: str, sight: str) -> Color:
    if sight == "normal":
        return Color(colour)
    deficiency, method = sight.split()
    return Color(colour).filter(deficiency, method=method)


def _difference(one: str, other: str, sight: str) -> float:
    return _seen(one, sight).delta_e(_seen(other, sight), method="2000")


@functools.cache
def _bordering() -> frozenset[tuple[str, str]]:
    """Pairs of roots that share a border on any map in any view, and those next in number."""
    pairs = set(pairwise(TERRITORY_ROOTS))
    for scheme in atlas().schemes:
        for view in VIEWS:
            index = atlas().index(scheme.id, view)
            for territory, around in zip(index.territories, index.adjacent, strict=True):
                pairs |= {(territory.root, index.territories[i].root) for i in around}
    return frozenset((a, b) for a, b in pairs if a != b and not {a, b} & set(TRIGEMINAL))


@EACH_THEME
@EACH_SIGHT
def test_bordering_roots_differ(theme: Theme, sight: str) -> None:
    close = {
        f"{a}|{b}": round(_difference(theme.fill(a), theme.fill(b), sight), 1)
        for a, b in sorted(_bordering())
        if _difference(theme.fill(a), theme.fill(b), sight) < MIN_BETWEEN_NEIGHBOURS
    }
    assert not close


@EACH_THEME
@EACH_SIGHT
def test_the_roots_of_the_hand_are_told_apart_on_small_screens(theme: Theme, sight: str) -> None:
    for a, b in combinations(("C5", "C6", "C7", "C8"), 2):
        assert _difference(theme.fill(a), theme.fill(b), sight) >= 2 * MIN_BETWEEN_NEIGHBOURS, f"{a} {b}"


@EACH_THEME
@EACH_SIGHT
def test_spinal_regions_are_different_families(theme: Theme, sight: str) -> None:
    least = MIN_BETWEEN_REGIONS.get(sight, MIN_BETWEEN_REGIONS["other"])
    close = {
        f"{a}|{b}": round(_difference(theme.fill(a), theme.fill(b), sight), 1)
        for a, b in combinations(TERRITORY_ROOTS, 2)
        if region_of(a) != region_of(b) and _difference(theme.fill(a), theme.fill(b), sight) < least
    }
    assert not close


@EACH_THEME
def test_a_family_holds_together(theme: Theme) -> None:
    """Any two roots of a region are more alike in hue than roots of different regions."""
    hues = {root: Color(theme.fill(root)).convert("oklch")["hue"] for root in TERRITORY_ROOTS}
    for one, other in combinations(TERRITORY_ROOTS, 2):
        apart = abs((hues[one] - hues[other] + 180) % 360 - 180)
        assert (apart < 40) == (region_of(one) == region_of(other)), f"{one} {other}"


@EACH_THEME
@EACH_SIGHT
@pytest.mark.parametrize("root", ["C2", "C3"])
def test_the_face_is_told_from_the_roots_beside_it(theme: Theme, sight: str, root: str) -> None:
    for division in TRIGEMINAL:
        assert _difference(theme.fill(root), theme.fill(division), sight) >= 10, division


@EACH_THEME
def test_labels_can_be_read(theme: Theme) -> None:
    """Also where a root steps back; in shadow the letters carry a halo of the fill itself."""
    for root in (*TERRITORY_ROOTS, *TRIGEMINAL):
        for fill in (theme.fill(root), theme.stepped_back(theme.fill(root))):
            assert contrast(ink_on(fill), fill) >= MIN_TEXT_CONTRAST, root


@EACH_THEME
def test_text_on_the_page_can_be_read(theme: Theme) -> None:
    assert contrast(theme.ink, theme.paper) >= 7
    assert contrast(theme.quiet_ink, theme.paper) >= MIN_TEXT_CONTRAST


@EACH_THEME
def test_lines_that_carry_meaning_can_be_seen(theme: Theme) -> None:
    """WCAG 2.2 asks 3:1 of graphics: the edges of territories against every fill they part."""
    for root in TERRITORY_ROOTS:
        assert contrast(theme.border, theme.fill(root)) >= 3, root
        assert contrast(theme.selected_edge, theme.fill(root)) >= 3, root


@EACH_THEME
@EACH_SIGHT
def test_nerve_fields_can_be_told_apart(theme: Theme, sight: str) -> None:
    close = [
        (a, b) for a, b in combinations(theme.nerves, 2) if _difference(a, b, sight) < MIN_BETWEEN_NEIGHBOURS
    ]
    assert not close


def test_nerve_fields_that_touch_differ_in_colour() -> None:
    shades = nerve_shades(atlas())
    for view in VIEWS:
        index = atlas().nerve_index(view)
        for region, around in zip(index.regions, index.adjacent, strict=True):
            others = {index.regions[i].id for i in around} - {region.id}
            assert shades[region.id] not in {shades[other] for other in others}, f"{view}: {region.id}"
    assert set(shades.values()) == set(range(NERVE_SHADES)) == set(range(len(LIGHT.nerves)))


@EACH_THEME
@EACH_SIGHT
def test_agreement_deepens_with_each_map(theme: Theme, sight: str) -> None:
    for fewer, more in pairwise(theme.agreement):
        assert _difference(fewer, more, sight) >= 8
    light = [luminance(colour) for colour in theme.agreement]
    assert light in (sorted(light), sorted(light, reverse=True))


@EACH_THEME
@EACH_SIGHT
def test_a_nerve_has_no_roots_hue(theme: Theme, sight: str) -> None:
    close = [root for root in TERRITORY_ROOTS if _difference(theme.nerve, theme.fill(root), sight) < 7]
    assert not close


@EACH_THEME
def test_borders_and_names_can_be_seen_on_every_layer(theme: Theme) -> None:
    """WCAG 2.2: 3 to 1 for lines that carry meaning, 4.5 to 1 for text."""
    for fill in (*theme.nerves, *theme.agreement, theme.nerve, theme.muscle):
        assert contrast(theme.border, fill) >= 3
        assert contrast(ink_on(fill), fill) >= MIN_TEXT_CONTRAST


@EACH_THEME
def test_roots_without_skin_borrow_a_hue(theme: Theme) -> None:
    assert theme.of_root("C1") == theme.fill("C2")
    assert theme.of_root("S5") == theme.of_root("Co1") == theme.fill("S4-5")
    assert theme.of_root(None) == theme.muscle


@EACH_THEME
def test_every_root_and_division_has_a_colour(theme: Theme) -> None:
    assert set(theme.roots) == set(TERRITORY_ROOTS)
    assert set(theme.trigeminal) == set(TRIGEMINAL)


def test_unknown_root_and_theme() -> None:
    with pytest.raises(InputError, match="No colour is set for 'C1'"):
        LIGHT.fill("C1")
    with pytest.raises(InputError, match="no theme 'sepia'"):
        theme_named("sepia")


def test_contrast_follows_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert luminance("#808080") == pytest.approx(Color("#808080").luminance(), abs=1e-4)


def test_mix() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
    assert mix("#123456", "#ffffff", 0) == "#123456"
