"""How a reader without a mouse, or without a screen, gets through the body."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from dermatome.atlas.charts import drawing

if TYPE_CHECKING:
    from tests.browser import MapPage

pytestmark = pytest.mark.e2e

FOCUSED = "() => document.activeElement.getAttribute('aria-label')"


def _tree(page: Page) -> list[dict]:
    """The accessibility tree as a screen reader is given it."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    return session.send("Accessibility.getFullAXTree")["nodes"]


def _value(node: dict, name: str) -> str:
    return node.get(name, {}).get("value", "")


def test_regions_are_read_limb_by_limb(map_page: MapPage) -> None:
    page = map_page.open("?root=S1&view=posterior").page
    nodes = {node["nodeId"]: node for node in _tree(page)}
    groups = [n for n in nodes.values() if _value(n, "role") == "group"]
    found = {
        _value(group, "name"): [
            _value(nodes[child], "name")
            for child in group.get("childIds", ())
            if _value(nodes[child], "role") == "button"
        ]
        for group in groups
    }
    limbs = [name for name in found if "arm" in name or "leg" in name or "trunk" in name or "neck" in name]
    assert limbs[:2] == ["Right side of head and neck", "Left side of head and neck"]
    assert limbs[-2:] == ["Right leg", "Left leg"]
    assert any("C7" in name and "right" in name for name in found["Right arm"])
    assert not any("left" in name for limb in found if limb.startswith("Right") for name in found[limb])
    led = sum(len(names) for name, names in found.items() if name.startswith(("Right ", "Left ")))
    assert led == len(drawing("isncsci", "posterior").regions)


def test_page_keys_go_from_limb_to_limb(map_page: MapPage) -> None:
    page = map_page.open("?root=C2&side=right&view=anterior").page
    page.locator(".da-region[tabindex='0']").first.focus()
    visited = [page.evaluate(FOCUSED)]
    for _ in range(9):
        page.keyboard.press("PageDown")
        visited.append(page.evaluate(FOCUSED))
    assert len(set(visited)) > 6
    assert "left" in visited[-1]
    page.keyboard.press("PageUp")
    assert page.evaluate(FOCUSED) == visited[-2] or visited[-1] == visited[-2]


def test_one_tab_stop_a_view(map_page: MapPage) -> None:
    page = map_page.open("?root=L5&view=anterior,posterior").page
    expect(page.locator(".da-region[tabindex='0']")).to_have_count(2)
