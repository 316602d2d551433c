"""Reading a pack: its files, laid over those of `common`, looked at from every side.

A file's place is its path: `help/call.toml` is the page `help/call`; `home.toml` is the home page.
`pack.toml` names every page once, parents first. What it does not name is not lost: it is refused.
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from accompany.website.packs import targets, twins, words
from accompany.website.packs.blocks import KINDS, Block
from accompany.website.packs.pack import FootGroup, Lines, Link, Pack, PackPage
from accompany.website.packs.shape import OutOfShape, Table, shaped

HERE = Path(__file__).parent
COMMON = "common"
PACKS = ("alder-street", "seattle")
LANGUAGES = ("en", "es")
MENU_HOLDS = 5

STANDS_FOR = re.compile(r"\{(\w*)\}")
PHONE = re.compile(r"\d{3}\)?[-. ]\d{3}[-. ]\d{4}|\+?1?\d{10}")
TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
EMAIL = re.compile(r"\S@\S")


@dataclass(frozen=True)
class Words:
    """The same in every language."""

    en: str
    es: str

    def into(self, language: str) -> str:
        return str(getattr(self, language))


@dataclass(frozen=True)
class LinkWords:
    to: str
    en: str
    es: str

    def into(self, language: str) -> Link:
        return Link(self.to, str(getattr(self, language)))


@dataclass(frozen=True)
class FootWords:
    heading: Words
    links: tuple[LinkWords, ...]

    def into(self, language: str) -> FootGroup:
        links = tuple(each.into(language) for each in self.links)
        return FootGroup(self.heading.into(language), links)


@dataclass(frozen=True)
class About:
    """What `pack.toml` says."""

    name: Words
    neutral_name: Words
    mens_line: Words
    committee: Words
    tree: tuple[str, ...]
    menu: tuple[LinkWords, ...]
    foot: tuple[FootWords, ...]
    walk_in_hours: Words | None = None
    lines: Lines = field(default_factory=Lines)

    def stand_ins(self, language: str) -> dict[str, str]:
        """What is filled in while reading. `{name}` stays: it may change once the site stands."""
        hours = self.walk_in_hours
        found = {"name": "{name}", "committee": self.committee.into(language)}
        return found | ({"walk_in_hours": hours.into(language)} if hours else {})


def read(pack: str, language: str, *, packs: Path = HERE) -> Pack:
    """A pack in one language. Raises `OutOfShape` if anything about it is not as it should be."""
    about = _about(packs, pack)
    in_each = {each: _pages(packs, pack, each, about) for each in LANGUAGES}
    for path, page in in_each["en"].items():
        twins.require(page, in_each["es"][path], f"{pack}: {path or 'home'}")
    return _put_together(pack, language, about, in_each[language])


def _about(packs: Path, pack: str) -> About:
    """`pack.toml`, with a tree that stands and links that lead somewhere."""
    file = packs / pack / "pack.toml"
    about = shaped(About, _table(file), _name(file))
    seen: set[str] = set()
    for path in about.tree:
        if path in seen:
            raise OutOfShape(f"{_name(file)}: {path!r} is in the tree twice")
        if path and path.rpartition("/")[0] not in seen:
            raise OutOfShape(f"{_name(file)}: {path!r} comes before the page above it")
        seen.add(path)
    if len(about.menu) > MENU_HOLDS:
        raise OutOfShape(f"{_name(file)}: the menu holds {MENU_HOLDS} entries at most")
    for link in [*about.menu, *(link for group in about.foot for link in group.links)]:
        targets.require(link.to, seen, _name(file))
    return about


def _pages(packs: Path, pack: str, language: str, about: About) -> dict[str, PackPage]:
    """Every page of the tree, in its order; a file that the tree does not name is refused."""
    files = _files(packs, COMMON, language) | _files(packs, pack, language)
    if astray := sorted(set(files) - set(about.tree)):
        raise OutOfShape(f"{_name(files[astray[0]])}: the tree of {pack} does not name it")
    pages = {}
    for path in about.tree:
        if path not in files:
            raise OutOfShape(f"{pack}: {path or 'home'} is missing in {language}")
        pages[path] = _page(files[path], path, about, language)
    return pages


def _files(packs: Path, pack: str, language: str) -> dict[str, Path]:
    """The files of one folder by the paths of their pages."""
    folder = packs / pack / language
    found = {
        file.relative_to(folder).with_suffix("").as_posix(): file
        for file in sorted(folder.rglob("*.toml"))
    }
    return {"" if path == "home" else path: file for path, file in found.items()}


def _page(file: Path, path: str, about: About, language: str) -> PackPage:
    """One file as a page."""
    where = _name(file)
    table = _filled_in(_table(file), about.stand_ins(language), where)
    for part in ("body", "aside"):
        if part in table:
            table[part] = _blocks(table[part], f"{where}, {part}")
    if "path" in table:
        raise OutOfShape(f"{where}: nothing here is called path; the file’s place says it")
    head = {key: each for key, each in table.items() if key not in ("body", "aside")}
    page = shaped(PackPage, head | {"path": path or "home"}, where)
    blocks = {part: table.get(part, ()) for part in ("body", "aside")}
    page = PackPage(**{**vars(page), **blocks, "path": path})
    _look_at(page, where)
    words.require_marks(page, where)
    for target in targets.of(page):
        targets.require(target, set(about.tree), where)
    return page


def _blocks(tables: Any, where: str) -> tuple[Block, ...]:  # Any: as it stood in the file
    """The blocks of a page's body or aside."""
    if not isinstance(tables, list):
        raise OutOfShape(f"{where}: blocks begin with [[ and ]]")
    return tuple(_block(each, f"{where} {n}") for n, each in enumerate(tables, start=1))


def _block(table: Table, where: str) -> Block:
    if not isinstance(table, dict):
        raise OutOfShape(f"{where}: a table belongs here")
    kind = str(table.get("kind", ""))
    if kind not in KINDS:
        raise OutOfShape(f"{where}: no block is called {kind!r}")
    fields = {key: each for key, each in table.items() if key != "kind"}
    return shaped(KINDS[kind], fields, f"{where} ({kind})")


def _look_at(page: PackPage, where: str) -> None:
    """What a page of its type needs, and what none may do."""
    dated = page.type in ("news", "event")
    if (page.hero is not None) != (page.type == "home"):
        raise OutOfShape(f"{where}: the home page has a hero, and no other page has one")
    if dated != ((page.date is None) != (page.days is None)):
        raise OutOfShape(f"{where}: news and events have a date or days, one of them; others none")
    if page.type == "event" and not (page.time and page.lasts_minutes and page.place):
        raise OutOfShape(f"{where}: an event has a time, lasts_minutes and a place")
    if page.time and not TIME.fullmatch(page.time):
        raise OutOfShape(f"{where}, time: a time such as 14:00 belongs here")
    if page.shows_participants and not page.concerns_participants:
        raise OutOfShape(f"{where}: it shows words or work, so concerns_participants is true")


def _filled_in(found: Any, stand_ins: dict[str, str], where: str) -> Any:  # Any: as in the file
    """Words with what stands in braces filled in. No number, no address: `reach` draws those."""
    if isinstance(found, dict):
        return {key: _filled_in(each, stand_ins, where) for key, each in found.items()}
    if isinstance(found, list):
        return [_filled_in(each, stand_ins, where) for each in found]
    if not isinstance(found, str):
        return found
    if unknown := set(STANDS_FOR.findall(found)) - set(stand_ins):
        raise OutOfShape(f"{where}: nothing stands for {{{unknown.pop()}}}")
    if reach := PHONE.search(found) or EMAIL.search(found):
        raise OutOfShape(f"{where}: {reach[0]!r} belongs in the settings; use a reach block")
    return STANDS_FOR.sub(lambda each: stand_ins[each[1]], found)


def _put_together(pack: str, language: str, about: About, pages: dict[str, PackPage]) -> Pack:
    return Pack(
        pack=pack,
        language=language,
        name=about.name.into(language),
        neutral_name=about.neutral_name.into(language),
        mens_line=about.mens_line.into(language),
        committee=about.committee.into(language),
        walk_in_hours=about.walk_in_hours.into(language) if about.walk_in_hours else "",
        lines=about.lines,
        pages=tuple(pages.values()),
        menu=tuple(each.into(language) for each in about.menu),
        foot=tuple(each.into(language) for each in about.foot),
    )


def _table(file: Path) -> dict[str, Any]:  # Any: as it stands in the file
    """What a file says."""
    try:
        with file.open("rb") as opened:
            return tomllib.load(opened)
    except FileNotFoundError:
        raise OutOfShape(f"{_name(file)}: is missing") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as why:
        raise OutOfShape(f"{_name(file)}: {why}") from None


def _name(file: Path) -> str:
    """A file's place, from its pack on, for whoever has to look into it."""
    packs = (COMMON, *PACKS)
    start = max((n for n, part in enumerate(file.parts) if part in packs), default=-2)
    return "/".join(file.parts[start:])
