"""A sheet as SVG: real text, named regions, nothing linked from outside."""

from __future__ import annotations

import base64
import functools
import io
from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

from dermatome.export.fonts import FALLBACK, FAMILY, letters
from dermatome.export.sheet import HALO_EM, Dot, Mark, Path, Picture, Shape, Sheet, Words


def to_svg(page: Sheet, *, carry_font: bool = False) -> str:
    """Return the sheet as an SVG document of ``page.width`` × ``page.height`` CSS pixels.

    ``carry_font`` puts the letters it uses inside, for readers whose machine lacks the typeface.
    """
    return "\n".join(
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {page.width:g} {page.height:g}" '
            f'width="{page.width:g}" height="{page.height:g}" role="img" font-family="{FALLBACK}">',
            f"<title>{escape(page.title)}</title>",
            f"<desc>{escape(page.description)}</desc>",
            *(_faces(page) if carry_font else ()),
            *([f'<rect width="100%" height="100%" fill="{page.paper}"/>'] if page.paper else []),
            *(_element(mark) for mark in page.marks),
            "</svg>\n",
        )
    )


def _faces(page: Sheet) -> Iterable[str]:
    for bold in (False, True):
        used = {
            letter
            for mark in page.marks
            if isinstance(mark, Words) and mark.bold is bold
            for letter in mark.text
        }
        if used:
            yield (
                f"<style>@font-face{{font-family:'{FAMILY}';font-weight:{700 if bold else 400};"
                f"src:url(data:font/woff;base64,{letters(''.join(sorted(used)), bold=bold)})}}</style>"
            )


def _element(mark: Mark) -> str:
    match mark:
        case Shape():
            return _shape(mark)
        case Words():
            weight = ' font-weight="700"' if mark.bold else ""
            anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
            if mark.halo:
                anchor += (
                    f' stroke="{mark.halo}" stroke-width="{HALO_EM * mark.size:.2g}" paint-order="stroke"'
                )
                anchor += ' stroke-linejoin="round"'
            return (
                f'<text x="{mark.x:g}" y="{mark.y:g}" font-size="{mark.size:g}" fill="{mark.colour}"'
                f"{weight}{anchor}>{escape(mark.text)}</text>"
            )
        case Dot():
            return (
                f'<circle cx="{mark.x:g}" cy="{mark.y:g}" r="{mark.radius:g}" fill="{mark.fill}" '
                f'stroke="{mark.stroke}" stroke-width="1.5"><title>{escape(mark.name)}</title></circle>'
            )
        case Picture():
            return (
                f'<image x="{mark.x:g}" y="{mark.y:g}" width="{mark.width:g}" height="{mark.height:g}" '
                f'preserveAspectRatio="none" href="data:image/png;base64,{_png(mark.data)}"/>'
            )


def _shape(mark: Shape) -> str:
    attributes = [f'd="{_path_data(mark.paths, closed=mark.fill is not None)}"']
    attributes.append(f'fill="{mark.fill}" fill-rule="evenodd"' if mark.fill else 'fill="none"')
    if mark.fill and mark.opacity < 1:
        attributes.append(f'fill-opacity="{mark.opacity:g}"')
    if mark.dashes:
        attributes.append(f'stroke-dasharray="{mark.dashes[0]:g} {mark.dashes[1]:g}"')
    if mark.stroke:
        attributes.append(f'stroke="{mark.stroke}" stroke-width="{mark.width:g}"')
        attributes.append(f'stroke-linejoin="round" stroke-linecap="{mark.cap}"')
    if not mark.name:
        return f"<path {' '.join(attributes)}/>"
    attributes.append(f"aria-label={quoteattr(mark.name)}")
    return f"<path {' '.join(attributes)}><title>{escape(mark.name)}</title></path>"


def _path_data(paths: Iterable[Path], *, closed: bool) -> str:
    """Relative moves keep the file small; positions are rounded before differences are taken."""
    commands = []
    for path in paths:
        points = [(round(x * 100), round(y * 100)) for x, y in path]
        if closed and points[0] == points[-1]:
            points.pop()
        (x, y), rest = points[0], points[1:]
        commands.append(f"M{x / 100:g} {y / 100:g}")
        if rest:
            steps = zip(points, rest, strict=False)
            commands.append(
                "l" + " ".join(f"{(bx - ax) / 100:g} {(by - ay) / 100:g}" for (ax, ay), (bx, by) in steps)
            )
        if closed:
            commands.append("z")
    return "".join(commands)


@functools.lru_cache(maxsize=32)
def _png(webp: bytes) -> str:
    """Relief pictures are WebP, which many drawing programs cannot place; PNG they all can."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(webp)) as picture:
        picture.convert("LA" if _is_grey(picture) else "RGBA").save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode("ascii")


def _is_grey(picture: Image.Image) -> bool:
    red, green, blue, *_ = picture.convert("RGBA").split()
    return red.tobytes() == green.tobytes() == blue.tobytes()
