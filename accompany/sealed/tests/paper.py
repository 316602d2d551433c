"""A sealed row that exists in tests alone, in a registry of its own."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.apps.registry import Apps
from django.db import connection, models

from accompany.sealed.documents import SealedRow
from accompany.sealed.models import Lockbox
from accompany.testing import databases as ground

registry = Apps()
registry.all_models["sealed"]["lockbox"] = Lockbox


@dataclass(frozen=True)
class Rule:
    """Something nested."""

    channel: str
    until: date | None = None


@dataclass(frozen=True)
class PaperWords:
    """What is written on a paper."""

    text: str
    pages: int = 1
    is_private: bool = False
    names: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    on: date | None = None


class Paper(SealedRow):
    """A row with words, and one clear column."""

    Words = PaperWords
    shelf = models.CharField(max_length=20, default="")

    in_the_clear: ClassVar[dict[str, str]] = {"shelf": "where it lies"}

    class Meta:
        apps = registry
        app_label = "sealed"
        db_table = "sealed_paper"

    def __str__(self) -> str:
        return f"paper {self.id}"


class OtherPaper(SealedRow):
    """The same words in another table."""

    Words = PaperWords

    in_the_clear: ClassVar[dict[str, str]] = {}

    class Meta:
        apps = registry
        app_label = "sealed"
        db_table = "sealed_otherpaper"

    def __str__(self) -> str:
        return f"other paper {self.id}"


@dataclass(frozen=True)
class NewerWords:
    """The words of a paper after a field was added and one taken away."""

    text: str
    color: str = "white"


def make_tables() -> None:
    """The tables of the papers, which no migration makes, here and in the clean state."""
    with connection.schema_editor() as editor:
        for model in (Paper, OtherPaper):
            editor.create_model(model)
    if ground.on_postgres():
        with connection.cursor() as cursor:
            for model in (Paper, OtherPaper):
                table = model._meta.db_table
                cursor.execute(f"CREATE TABLE clean.{table} AS TABLE public.{table}")
    else:
        ground._copy(ground._file("default"), ground._clean_state("default"))


def a_paper(box, text="She found a room.", **words):
    """A paper in a lockbox, saved."""
    paper = Paper(id=uuid4()).seal(PaperWords(text, **words), box=box)
    paper.save()
    return paper
