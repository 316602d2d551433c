"""The CMS's tables are made before ours, and Django is as it was afterwards."""

import gc

import pytest
from django.core.management import call_command
from django.core.management.commands import migrate
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from accompany.website.management.commands.migrate import CmsFirst


@pytest.mark.django_db
def test_the_cms_has_its_tables_before_the_rooms_have_theirs():
    executor = CmsFirst(connection)

    plan = executor.migration_plan(executor.loader.graph.leaf_nodes(), clean_start=True)

    apps = [migration.app_label for migration, _is_backwards in plan]
    last = max(n for n, app in enumerate(apps) if app.startswith("wagtail"))
    assert last < min(apps.index(app) for app in ("participants", "helpline", "website"))


@pytest.mark.django_db
def test_after_migrating_django_is_as_it_was():
    seldom = gc.get_threshold()

    call_command("migrate", check_unapplied=True, verbosity=0)

    assert migrate.MigrationExecutor is MigrationExecutor
    assert gc.get_threshold() == seldom
