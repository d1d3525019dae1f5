"""What programs for notes (Obsidian, and others after it) write beside Markdown, as its reader sees it.

Links ``[[note|words]]``, embedded files, comments ``%% … %%``, marked words ``==…==``, names of blocks, signs
of tasks and of callouts. Each rule looks at a bounded stretch, or goes on behind what it has read.
"""

from __future__ import annotations

import re
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

_LINK: Final = re.compile(
    r"(?P<embeds>!?)\[\[(?P<note>[^\[\]\n|]{1,300})(?:\|(?P<words>[^\[\]\n]{1,300}))?\]\](?![(\[])"
)
_MARKED: Final = re.compile(r"==(?=[^\s=])[^=\n]{1,1000}(?<=\S)==(?!=)")
_BLOCK_NAME: Final = re.compile(r"\^(?=[\d-]{0,60}[A-Za-z])[A-Za-z0-9-]{1,60}\s*\Z")
_TASK: Final = re.compile(r"\[[ xX/-]\][ \t]+")
_CALLOUT: Final = re.compile(r"\[![\w-]{1,40}\][+-]?[ \t]*(?P<title>[^\n]*)(?P<more>\n?)")


def read_notes(parser: MarkdownIt) -> None:
    """Let a parser read them."""
    parser.block.ruler.before("table", "comment", _comment_lines)
    for name, rule in (
        ("note_link", _note_link),
        ("comment", _comment),
        ("marked", _marked),
        ("block_name", _block_name),
        ("task", _task),
        ("callout", _callout),
    ):
        parser.inline.ruler.before("link", name, rule)


def _comment_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Pass over the lines from one that begins with ``%%`` to the one that ends with it."""
    here = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("%%", here) or "%%" in state.src[here + 2 : state.eMarks[start]]:
        return False
    endless: set[int] = state.env.setdefault("endless", set())
    if end in endless:  # looked for before, from a line above
        return False
    for line in range(start + 1, end):
        if state.src[state.bMarks[line] : state.eMarks[line]].rstrip().endswith("%%"):
            if not silent:
                state.line = line + 1
            return True
    endless.add(end)
    return False


def _comment(state: StateInline, _silent: bool) -> bool:
    if not state.src.startswith("%%", state.pos):
        return False
    end = state.src.find("%%", state.pos + 2)
    if end < 0:
        return False
    state.pos = end + 2
    return True


def _note_link(state: StateInline, silent: bool) -> bool:
    match = _LINK.match(state.src, state.pos)
    if match is None:
        return False
    if not silent and not match["embeds"]:
        words = match["words"] or match["note"].strip().lstrip("#").replace("#", " > ")
        state.push("text", "", 0).content = words.strip()
    state.pos = match.end()
    return True


def _marked(state: StateInline, _silent: bool) -> bool:
    """Pass over the signs around marked words, and read these like all others."""
    ends: set[tuple[str, int]] = state.env.setdefault("marked", set())
    if (state.src, state.pos) in ends:
        state.pos += 2
        return True
    match = _MARKED.match(state.src, state.pos)
    if match is None:
        return False
    ends.add((state.src, match.end() - 2))
    state.pos += 2
    return True


def _block_name(state: StateInline, _silent: bool) -> bool:
    before = state.src[max(0, state.pos - 1) : state.pos]
    match = _BLOCK_NAME.match(state.src, state.pos)
    if match is None or not before.isspace():
        return False
    state.pos = match.end()
    return True


def _task(state: StateInline, _silent: bool) -> bool:
    match = _TASK.match(state.src) if state.pos == 0 else None
    if match is None:
        return False
    state.pos = match.end()
    return True


def _callout(state: StateInline, silent: bool) -> bool:
    """Read the first line of a callout, ``[!note] title``: its title is a line of its own."""
    match = _CALLOUT.match(state.src) if state.pos == 0 else None
    if match is None:
        return False
    if not silent and match["title"]:
        state.md.inline.parse(match["title"], state.md, state.env, state.tokens)
        if match["more"]:
            state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True
