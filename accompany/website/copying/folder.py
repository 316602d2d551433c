"""The folder of a copy: each file whole or not there; nothing is removed that no copy wrote.

A list in the folder says which files are its own. It is written before them, so that a copy cut
short leaves nothing behind that the next one would not know. What is gone stands on no list, for
whoever could read it would read the titles of works that were taken down: an empty mark beside it
says that a copy wrote it.
"""

import fcntl
import json
import os
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_lazy as _

from accompany.house.refusals import Refusal

LIST = ".accompany-copy.json"
# What lies at "art/porch-light/" is marked by "art/porch-light/.gone", a picture by "x.avif.gone".
MARK = ".gone"
PAGE = "index.html"
# A copy is public: the web server that serves it is another user.
FILE, FOLDER = 0o644, 0o755


class NotOurFolder(Refusal):
    message = _("That folder holds something else. Name an empty one, or one with an earlier copy.")


class Folder:
    """An open folder: its own files, and what was done to them."""

    def __init__(self, root: Path, own: set[str]) -> None:
        self.root = root
        self.own = own
        self.written = 0
        self.removed = 0

    def claim(self, names: Iterable[str]) -> None:
        """Say that these are ours. Raises `NotOurFolder` where somebody else's file stands."""
        fresh = set(names) - self.own
        for name in fresh:
            if os.path.lexists(self._path(name)):
                raise NotOurFolder
        if fresh:
            self.own |= fresh
            self._list()

    def write(self, name: str, data: bytes) -> None:
        """Put a file there in one step; one that is as it should be is left alone."""
        path = self._path(name)
        with suppress(OSError):
            if path.read_bytes() == data:
                return
        _make(self.root, path.parent)
        _put(path, data)
        self.written += 1

    def remove(self, name: str) -> None:
        """Remove a file of ours, and the folders that are empty without it."""
        path = self._path(name)
        with suppress(FileNotFoundError):
            path.unlink()
            self.removed += 1
        for above in path.parents:
            if above == self.root:
                break
            with suppress(OSError):
                above.rmdir()

    def keep_only(self, names: Iterable[str]) -> None:
        """Remove every file of ours but these."""
        kept = set(names)
        for name in sorted(self.own - kept):
            self.remove(name)
        self.own = kept
        self._list()

    def mark_gone(self, places: Set[str], *, bare: Set[str]) -> None:
        """Mark what is gone, and strike what lay there from the list; what is back loses its mark.

        `places`: "art/porch-light/" for a page, "art/pictures/x.avif" for a file. Nothing is left
        at those that are `bare`, and no mark.
        """
        marks = {each + MARK for each in places}
        pages = {each + PAGE for each in places if each.endswith("/")}
        for name in sorted((marks | pages) - self.own):
            if os.path.lexists(self._path(name)):
                raise NotOurFolder
        for name in sorted(marks):
            self.write(name, b"")
        for name in sorted(self.own):
            if name not in marks | pages and lies_in(name, places | bare):
                self.remove(name)
                self.own.discard(name)
        self.own |= marks | pages
        for name in sorted(each for each in self.own - marks if each.endswith(MARK)):
            self.remove(name)
            self.own.discard(name)
        self._list()

    def _list(self) -> None:
        gone = {each.removesuffix(MARK) for each in self.own if each.endswith(MARK)}
        listed = [each for each in self.own if not each.endswith(MARK) and not lies_in(each, gone)]
        _put(self.root / LIST, json.dumps({"files": sorted(listed)}, indent=1).encode())

    def _path(self, name: str) -> Path:
        """Where this file lies: within the folder, whatever it is called and whatever links say."""
        path = self.root / safe(name)
        if not path.parent.resolve().is_relative_to(self.root):
            raise NotOurFolder
        return path


def lies_in(name: str, places: Set[str]) -> bool:
    """Whether this file is at one of these places, or below one."""
    return name in places or any(f"{each}/" in places for each in PurePosixPath(name).parents)


def safe(name: str) -> str:
    """This name of a file, if it can only mean one within the folder."""
    parts = PurePosixPath(name).parts
    odd = not parts or name.startswith("/") or ".." in parts or "\0" in name or "\\" in name
    if odd or parts[0] == LIST:
        raise ValueError("This is not the name of a file in a copy.")
    return name


@contextmanager
def opened(path: Path) -> Iterator[Folder]:
    """The folder at this path, made if need be, for one writer at a time."""
    path.mkdir(parents=True, exist_ok=True)
    root = path.resolve()
    held = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        own = _own(root)
        os.chmod(root, FOLDER)
        yield Folder(root, own)
    finally:
        os.close(held)


def _own(root: Path) -> set[str]:
    """The files that an earlier copy wrote. Raises `NotOurFolder` if none did and it holds some."""
    if not (root / LIST).is_file():
        if any(each.name != LIST for each in root.iterdir()):
            raise NotOurFolder
        return set()
    try:
        listed = json.loads((root / LIST).read_text())["files"]
        return {safe(str(each)) for each in listed} | _marked(root)
    except (ValueError, KeyError, TypeError):
        raise NotOurFolder from None


def _marked(root: Path) -> set[str]:
    """The marks of what is gone, and the pages that say so."""
    marks = [each for each in root.rglob(f"*{MARK}") if each.is_file() and not each.stat().st_size]
    pages = [each.with_name(PAGE) for each in marks if each.name == MARK]
    return {str(each.relative_to(root)) for each in (*marks, *pages)}


def _make(root: Path, folder: Path) -> None:
    if folder == root or folder.is_dir():
        return
    _make(root, folder.parent)
    folder.mkdir(exist_ok=True)
    folder.chmod(FOLDER)


def _put(path: Path, data: bytes) -> None:
    half = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        half.write_bytes(data)
        half.chmod(FILE)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
