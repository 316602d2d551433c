"""What a browser's own folder still holds once the browser is closed, in whatever disguise."""

import base64
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

GZIP = b"\x1f\x8b\x08"
SQLITE = b"SQLite format 3\0"


def traces(folder: Path, *marks: str) -> list[str]:
    """Where these words stand below this folder: plain, in another code, packed, in a row."""
    disguised = {mark: tuple(_disguises(mark)) for mark in marks}
    return [
        f"{mark} in {path.relative_to(folder)}"
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for opened in [b"\0".join(_opened(path))]
        for mark, forms in disguised.items()
        if any(each in opened for each in forms) or mark in path.name
    ]


def titles(folder: Path, host: str) -> dict[str, str]:
    """The addresses of this host in the history, and the title that each has there."""
    found = {}
    for path in folder.rglob("History"):
        with sqlite3.connect(f"file:{path}?immutable=1", uri=True) as history:
            rows = history.execute("SELECT url, title FROM urls WHERE url LIKE ?", [f"%{host}%"])
            found.update(dict(rows.fetchall()))
    return found


def _disguises(mark: str) -> Iterator[bytes]:
    for code in ("utf-8", "utf-16-le", "utf-16-be"):
        written = mark.encode(code)
        yield written
        for pad in range(3):  # the whole groups within: they are the same whatever stands around
            group = base64.b64encode(b" " * pad + written)
            yield group[4 if pad else 0 : -4]


def _opened(path: Path) -> Iterator[bytes]:
    """A file's bytes; what is packed in them; and if it is a database, each value of each row."""
    content = path.read_bytes()
    yield content
    yield from _unpacked(content)
    if content.startswith(SQLITE):
        yield from _values(path)


def _unpacked(content: bytes) -> Iterator[bytes]:
    start = content.find(GZIP)
    while start >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(content[start:])
        start = content.find(GZIP, start + 1)


def _values(path: Path) -> Iterator[bytes]:
    """A long value lies on several pages of a database; here it is whole."""
    with (
        suppress(sqlite3.DatabaseError),
        sqlite3.connect(f"file:{path}?immutable=1", uri=True) as db,
    ):
        for (table,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            with suppress(sqlite3.DatabaseError):
                for row in db.execute(f'SELECT * FROM "{table}"'):
                    for value in row:
                        if isinstance(value, (str, bytes)):
                            yield value.encode() if isinstance(value, str) else value
