"""Rows of tables, with the cells that reach down into them from above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from dermatome.library.markup.blocks import Block
from dermatome.library.markup.pieces import join

_WIDEST: Final = 60
"""Columns that a merged cell can take."""
_CARRIED: Final = 200_000
"""Characters and cells that are told again in the rows below; what is more is told once."""


@dataclass(slots=True)
class _Cell:
    blocks: list[Block] = field(default_factory=list)
    rows: int = 1
    carried: bool = False


@dataclass(slots=True)
class Table:
    """The outermost table being read, row by row."""

    row: list[_Cell] | None = None
    header: bool = True
    _open: _Cell | None = None
    _below: dict[int, tuple[int, list[Block]]] = field(default_factory=dict)
    _told: int = 0

    def begin(self) -> None:
        """A table begins: no cell reaches into it."""
        self.row, self._open, self._below = None, None, {}

    def open_row(self) -> None:
        self.row, self.header, self._open = [], True, None

    def open_cell(self, header: bool, rows: int, columns: int) -> None:
        """Open the next cell, behind those that reach down from above."""
        if self.row is None:
            return
        self._fill(self.row)
        self._open = _Cell(rows=1_000_000 if rows == 0 else rows)
        self.row.append(self._open)
        self.row += [_Cell(rows=self._open.rows) for _ in range(1, min(columns, _WIDEST))]
        self.header = self.header and header

    def close_cell(self) -> None:
        self._open = None

    @property
    def cell(self) -> list[Block] | None:
        """The blocks of the open cell, to be added to."""
        return self._open.blocks if self._open is not None else None

    def end_row(self) -> Iterator[Block]:
        """Yield the row as one passage, or, where a table only lays out a page, the blocks in its cells."""
        row, self.row, self._open = self.row, None, None
        if row is None:
            return
        own = [block for cell in row if not cell.carried for block in cell.blocks]
        if own or row:
            self._fill(row)
            self._keep(row)
        size = sum(len(piece[1]) for block in own for piece in block.pieces if piece[0] == "text")
        cells = len(row)
        layout = any(block.kind == "heading" for block in own) or size > 1_500 or len(own) > 4 * cells
        if layout or cells == 1 or not own:
            yield from own
            return
        told = [join([block.pieces for block in cell.blocks], ("br",)) for cell in row]
        filled = [pieces for pieces in told if pieces]
        yield Block("row", join(filled, ("text", "; ")), cells=told, header=self.header, region=own[0].region)

    def _fill(self, row: list[_Cell]) -> None:
        """Put in the cells from above that stand at the end of ``row``."""
        while (above := self._below.pop(len(row), None)) is not None:
            rows, blocks = above
            row.append(_Cell(blocks, rows, carried=True))

    def _keep(self, row: list[_Cell]) -> None:
        for column, cell in enumerate(row):
            if cell.rows > 1 and self._told < _CARRIED:
                self._told += 1 + sum(
                    len(piece[1]) for block in cell.blocks for piece in block.pieces if piece[0] == "text"
                )
                self._below[column] = (cell.rows - 1, cell.blocks)
