"""Whether the databases stand as the code expects: every migration run, every trigger up."""

from collections.abc import Iterator

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from accompany.ledger import triggers


def missing_tables() -> Iterator[str]:
    """Migrations that have not run."""
    for alias in connections:
        executor = MigrationExecutor(connections[alias])
        if executor.migration_plan(_targets(executor, alias)):
            yield f"The {alias} database is older than this code. Run: accompany init"
            return


def _targets(executor: MigrationExecutor, alias: str) -> list[tuple[str, str]]:
    leaves = executor.loader.graph.leaf_nodes()
    return [leaf for leaf in leaves if alias == "default" or leaf[0] == alias]


def missing_triggers() -> Iterator[str]:
    """Triggers that keep the ledger's lines from being changed, and are gone."""
    for name in triggers.missing():
        yield (
            f"The ledger's trigger {name} is gone. Find out who took it down and run: accompany"
            " ledger verify. Then put it up again: accompany init"
        )
