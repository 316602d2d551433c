"""The database knows its own tables."""

from django.db import connection

from accompany.house import due


def test_the_loop_has_the_database_look_at_its_tables():
    assert due.refresh_statistics() == 1

    with connection.cursor() as cursor:
        known = (
            "SELECT count(*) FROM sqlite_stat1"
            if connection.vendor == "sqlite"
            else "SELECT count(*) FROM pg_stats WHERE schemaname = 'public'"
        )
        cursor.execute(known)
        assert cursor.fetchone()[0] > 0
