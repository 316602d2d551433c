"""Styles and scripts without what only their writers read: notes, and the space before a line.

A note in a script is a seventh of what a first visit loads, and says on a telephone that somebody
else may search what a page is for. Lines stay lines, so nothing is ever joined; a script that this
cannot be sure of is served as it is.
"""

import re

STRING = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
NOTE = re.compile(rf"({STRING}|url\([^)\"']*\))|/\*.*?\*/", re.DOTALL)


def lean(data: bytes, suffix: str) -> bytes:
    """This file as it is served."""
    if suffix == ".css":
        return _lines(_without_notes(data.decode()))
    if suffix == ".js":
        return _script(data.decode())
    return data


def _without_notes(style: str) -> str:
    return NOTE.sub(lambda found: found[1] or "", style)


def _script(words: str) -> bytes:
    said = [line for line in words.splitlines() if not line.lstrip().startswith("//")]
    if any(_goes_on(line) for line in said):
        return words.encode()
    return _lines("\n".join(said))


def _goes_on(line: str) -> bool:
    """Whether a text or a note that begins on this line may end on another one."""
    return bool(line.count("`") % 2 or line.endswith("\\") or line.count("/*") != line.count("*/"))


def _lines(words: str) -> bytes:
    kept = (line.strip() for line in words.splitlines())
    return "".join(f"{line}\n" for line in kept if line).encode()
