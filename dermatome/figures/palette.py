"""Colours of the body map, for light and dark pages.

Each spinal region is one hue family and each root a shade of it: C periwinkle, T yellow, L
mint, S terracotta. The shades were found by a search that maximised, at once for normal sight
and for simulated protanopia, deuteranopia and tritanopia, the difference between regions and
between roots that share a border on a map; the tests repeat the simulation and hold the
result. Colour is never the only sign: every territory also carries its name and a border.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from dermatome.anatomy.ids import POOLED_SACRAL, TERRITORY_ROOTS, TRIGEMINAL
from dermatome.errors import InputError
from dermatome.language import _

ThemeName = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Theme:
    """Every colour a body map needs. Widths of lines are in CSS pixels at 900 px a plate.

    ``muscle``: muscles that every root supplies in turn. ``nerves``: fields of the skin nerves, in no order.
    ``agreement``: skin that one map gives to a root, two maps, and so on. ``nerve``: a nerve held against a
    root, apart from every root's hue.
    """

    name: ThemeName
    paper: str
    ink: str
    quiet_ink: str
    skin: str
    border: str
    contour: str
    feature: str
    fine: str
    unmapped: str
    hatch: str
    key_point: str
    key_point_edge: str
    selected_edge: str
    roots: dict[str, str]
    trigeminal: dict[str, str]
    muscle: str
    nerves: tuple[str, ...]
    agreement: tuple[str, ...]
    nerve: str

    def fill(self, root: str) -> str:
        """Return the fill of a root or trigeminal division. :raises InputError: there is none."""
        colour = self.roots.get(root) or self.trigeminal.get(root)
        if colour is None:
            raise InputError(
                _("No colour is set for %(root)s. Use a root that owns skin, C2 to S4-5.")
                % {"root": repr(root)}
            )
        return colour

    def stepped_back(self, colour: str) -> str:
        """Return a ``#rrggbb`` fill as it looks behind what is selected."""
        return mix(colour, self.skin, DIMMED)

    def of_root(self, root: str | None) -> str:
        """Return the hue of a root for its muscles and reflexes; C1, S4, S5 and Co1 borrow a neighbour's.

        ``muscle`` stands in where there is no chief root, as in muscles that every root supplies in turn.
        """
        return self.fill(_BORROWED.get(root, root)) if root else self.muscle

    def count(self, maps: int) -> str:
        """Return the fill of skin that so many maps agree on; from one map up, deeper with each."""
        return self.agreement[min(maps, len(self.agreement)) - 1]


_BORROWED = {"C1": "C2", "S4": POOLED_SACRAL, "S5": POOLED_SACRAL, "Co1": POOLED_SACRAL}

DARK_INK = "#16181d"
LIGHT_INK = "#ffffff"
DIMMED = 0.72
"""Share of the skin colour in a root that steps back."""


def ink_on(fill: str) -> str:
    """Return the text colour, dark or light, that contrasts more with a ``#rrggbb`` fill."""
    return max((DARK_INK, LIGHT_INK), key=lambda ink: contrast(ink, fill))


def contrast(one: str, other: str) -> float:
    """Return the WCAG 2.2 contrast ratio of two ``#rrggbb`` colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """Return the WCAG relative luminance of a ``#rrggbb`` colour, 0 to 1."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def mix(one: str, other: str, share: float) -> str:
    """Return ``one`` with ``share`` (0 to 1) of ``other`` blended in, as ``#rrggbb``."""
    pairs = ((int(one[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _shades(cervical: str, thoracic: str, lumbar: str, sacral: str) -> dict[str, str]:
    """Name the shades: one for each root, but three in turn for the bands from T3 down."""
    c, (t1, t2, *bands), s = cervical.split(), thoracic.split(), sacral.split()
    roots = {f"C{n}": c[n - 2] for n in range(2, 9)}
    roots |= {"T1": t1, "T2": t2}
    roots |= {f"T{n}": bands[n % len(bands)] for n in range(3, 13)}
    roots |= {f"L{n}": shade for n, shade in enumerate(lumbar.split(), start=1)}
    roots |= dict(zip(("S1", "S2", "S3", POOLED_SACRAL), s, strict=True))
    return {root: roots[root] for root in TERRITORY_ROOTS}


LIGHT = Theme(
    name="light",
    paper="#ffffff",
    ink=DARK_INK,
    quiet_ink="#565b66",
    skin="#ece4da",
    border="#343841",
    contour="#24262b",
    feature="#5d5650",
    fine="#8a8178",
    unmapped="#ebe9e6",
    hatch="#b9b5ae",
    key_point="#16181d",
    key_point_edge="#ffffff",
    selected_edge="#16181d",
    roots=_shades(
        cervical="#bfc9ec #6f85e1 #bfc9ec #9086a7 #cbc5e9 #a6a8f5 #807fde",
        thoracic="#d4cd80 #f7dd6d #fbf4a0 #d0bc49 #dad38b",
        lumbar="#b7eec5 #8af4ea #6ad3c7 #95e9d1 #4cb9b0",
        sacral="#e1826f #c68e89 #e99e92 #de8463",
    ),
    trigeminal=dict(zip(TRIGEMINAL, ("#f1efec", "#f8f7f5", "#e8e5e1"), strict=True)),
    muscle="#d8b4a8",
    nerves=("#9bf8f2", "#e7cf6d", "#b596a4", "#c5cc91", "#faaaac", "#d7fa9c", "#81b8d6", "#e58964"),
    agreement=("#eef2fa", "#c3d3ee", "#94b0dc", "#658bc6"),
    nerve="#be708a",
)

DARK = Theme(
    name="dark",
    paper="#0e1117",
    ink="#f2f3f5",
    quiet_ink="#b4b9c3",
    skin="#8f8983",
    border="#1c1f26",
    contour="#0b0d12",
    feature="#3d3833",
    fine="#5a534c",
    unmapped="#77746f",
    hatch="#96928b",
    key_point="#ffffff",
    key_point_edge="#0e1117",
    selected_edge="#05070a",
    roots=_shades(
        cervical="#c3c8eb #7f84ce #c3c8eb #9295b7 #c3c8eb #c29afb #9c75d2",
        thoracic="#ccb951 #ded890 #eed463 #aea32a #c8bc61",
        lumbar="#45b2a7 #71c0a8 #68d3c8 #279c94 #95cda7",
        sacral="#b28070 #d4917a #cb7556 #b37f74",
    ),
    trigeminal=dict(zip(TRIGEMINAL, ("#a8a49d", "#b3afa8", "#9b9790"), strict=True)),
    muscle="#a98a80",
    nerves=("#aaccec", "#dab552", "#a37ca0", "#57dfc7", "#fa95a2", "#c6d090", "#6395dd", "#b87948"),
    agreement=("#7584a0", "#93a8c8", "#b3c6e4", "#dbe6f8"),
    nerve="#eef5f9",
)

THEMES: dict[str, Theme] = {"light": LIGHT, "dark": DARK}


def theme_named(name: str) -> Theme:
    """Return a theme by name. :raises InputError: there is no such theme."""
    if name not in THEMES:
        raise InputError(_("There is no theme %(name)s. Use light or dark.") % {"name": repr(name)})
    return THEMES[name]
