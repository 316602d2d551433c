"""Packs: the starter site in words, before it is pages.

A pack lies over `common`: where both have a page, the pack's own wins whole. Every page stands in
every language with the same blocks in the same order, and every link leads somewhere. A pack that
is not so is not read: `OutOfShape` says which file, and why.
"""

from accompany.website.packs.blocks import KINDS, Block
from accompany.website.packs.pack import Hero, Link, Pack, PackPage
from accompany.website.packs.reading import LANGUAGES, PACKS, read
from accompany.website.packs.shape import OutOfShape

__all__ = [
    "KINDS",
    "LANGUAGES",
    "PACKS",
    "Block",
    "Hero",
    "Link",
    "OutOfShape",
    "Pack",
    "PackPage",
    "read",
]
