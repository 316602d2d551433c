"""`migrate`, with the CMS's tables made first and in less time.

Wagtail comes with a hundred migrations. After each step Django draws anew every model that is tied
to the one changed, and by a colleague everything of ours is tied to it. Made before ours, the CMS's
steps draw a few models instead of a hundred. Most of what they leave behind is models that refer to
each other, so garbage is looked for seldom meanwhile. Together that is a third of the work.

Django goes by the names of the apps, and offers no way to say another order: what makes the plan is
a name in the module of its command. So that name is ours while the command runs, and Django's again
after. To migrate the CMS's apps first, by name, does not do: what follows each migrating asks for
tables of ours. Nor does `run_before`: every room would stand on the CMS, and a house that has run
its migrations in the old order would be told that its history is wrong.
"""

import gc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any  # Any: what Django hands on

from django.core.management.commands import migrate
from django.db.migrations.executor import MigrationExecutor

SELDOM = (200_000, 20, 20)


class CmsFirst(MigrationExecutor):
    """Django's own, going to the CMS's targets before the others; each after what it stands on."""

    def migration_plan(
        self, targets: Iterable[tuple[str, str | None]], clean_start: bool = False
    ) -> Any:  # Any: Django's plan
        in_order = sorted(targets, key=lambda target: not target[0].startswith("wagtail"))
        return super().migration_plan(in_order, clean_start)


class Command(migrate.Command):
    """Django's own, with that order."""

    def handle(self, *args: Any, **options: Any) -> None:  # Any: as the command line has it
        with cms_first(), garbage_left_lying():
            super().handle(*args, **options)


@contextmanager
def cms_first() -> Iterator[None]:
    before = vars(migrate)["MigrationExecutor"]
    vars(migrate)["MigrationExecutor"] = CmsFirst
    try:
        yield
    finally:
        vars(migrate)["MigrationExecutor"] = before


@contextmanager
def garbage_left_lying() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
