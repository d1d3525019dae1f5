"""The words beside the worksheet, as HTML. Pure: records in, text out."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

from dermatome.isncsci.classify import classify
from dermatome.isncsci.files import Sheet
from dermatome.isncsci.wording import points, result_name, spelled
from dermatome.language import _
from dermatome.ui.base.html import cite


def purpose() -> str:
    """Return what the page is for, and what it is not."""
    said = _(
        "International Standards for Neurological Classification of Spinal Cord Injury, 2019: type the "
        "scores or choose a place on the body, and read what follows from them, and why. Levels here are "
        "neurological levels."
    )
    limits = _("For learning the standard; no record system, and no substitute for a trained examiner.")
    return f"<p class=ex-intro>{escape(said)}{cite(('ISNCSCI2019',))} {escape(limits)}</p>"


MOST_COMPARED: Final = 12


def comparison(named: Sequence[tuple[str, Sheet]]) -> str:
    """Return the results of several examinations side by side, what changed from one to the next in bold.

    They stand in the order of their dates, those without one last; of many there are the latest.
    """
    named = sorted(named, key=lambda each: (not each[1].date, each[1].date))[-MOST_COMPARED:]
    columns = [_values(sheet) for _name, sheet in named]
    heads = "".join(f"<th scope=col>{escape(name)}</th>" for name, _sheet in named)
    rows = []
    for row in columns[0]:
        cells, before = [], None
        for column in columns:
            value = escape(column[row])
            changed = before is not None and before != value
            shown = f"<b>{value}</b> <span class=muted>{_('changed')}</span>" if changed else value
            cells.append(f"<td>{shown}</td>")
            before = value
        rows.append(f"<tr><th scope=row>{escape(row)}</th>{''.join(cells)}</tr>")
    caption = _("Results side by side")
    return (
        f"<div class=ex-compare tabindex=0 role=region aria-label='{escape(caption, quote=True)}'><table>"
        f"<caption>{escape(caption)}</caption><thead><tr><td></td>{heads}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _values(sheet: Sheet) -> dict[str, str]:
    found = classify(sheet.exam)
    results = {result_name(name, side): spelled(name, value.shown()) for name, side, value in found.results()}
    totals = {result_name(name, side): points(total) for name, side, total in found.totals.each()}
    return results | totals
