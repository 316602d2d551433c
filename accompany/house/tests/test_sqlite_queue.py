"""SQLite's writers wait their turn in a queue, and let go whatever happens."""

import subprocess
import sys
import threading
import time

import pytest
from django.db import DatabaseError, OperationalError, transaction

from accompany.house.db.sqlite3.base import DatabaseWrapper


@pytest.fixture
def connect(tmp_path):
    """A new connection of our own kind to one file."""
    made = []

    def again(timeout=20.0):
        connection = DatabaseWrapper(
            {
                "ENGINE": "accompany.house.db.sqlite3",
                "NAME": tmp_path / "queue.sqlite3",
                "OPTIONS": {
                    "timeout": timeout,
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
                },
                "ATOMIC_REQUESTS": False,
                "AUTOCOMMIT": True,
                "CONN_MAX_AGE": None,
                "CONN_HEALTH_CHECKS": False,
                "TIME_ZONE": None,
                "USER": "",
                "PASSWORD": "",
                "HOST": "",
                "PORT": "",
                "TEST": {},
            },
            alias="queue",
        )
        connection.inc_thread_sharing()
        made.append(connection)
        return connection

    with again().cursor() as cursor:
        cursor.execute("CREATE TABLE line (n INTEGER PRIMARY KEY)")
    yield again
    for connection in made:
        connection.close()


def begin(connection):
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)


def write(connection):
    begin(connection)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO line DEFAULT VALUES")
    connection.commit()
    connection.set_autocommit(True)


def count(connection):
    with connection.cursor() as cursor:
        return cursor.execute("SELECT COUNT(*) FROM line").fetchone()[0]


def test_many_writers_all_get_their_turn(connect):
    def writes():
        connection = connect()
        for _ in range(20):
            write(connection)

    threads = [threading.Thread(target=writes) for _ in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)

    assert count(connect()) == 160


def test_a_writer_that_waits_too_long_is_told(connect):
    holder, waiter = connect(), connect(timeout=0.2)
    begin(holder)

    with pytest.raises(OperationalError):
        begin(waiter)

    holder.rollback()
    holder.set_autocommit(True)
    write(waiter)
    assert count(waiter) == 1


@pytest.mark.parametrize("end", ["rollback", "close"])
def test_whoever_gives_up_lets_the_next_one_in(connect, end):
    holder, waiter = connect(), connect(timeout=1)
    begin(holder)

    getattr(holder, end)()

    write(waiter)
    assert count(waiter) == 1


def test_a_statement_that_fails_keeps_nobody_out(connect):
    holder, waiter = connect(), connect(timeout=1)

    begin(holder)
    with pytest.raises(DatabaseError), holder.cursor() as cursor:
        cursor.execute("INSERT INTO nowhere DEFAULT VALUES")
    holder.rollback()
    holder.set_autocommit(True)

    write(waiter)
    assert count(waiter) == 1


def test_a_reader_does_not_wait(connect):
    holder, reader = connect(), connect(timeout=0.2)
    begin(holder)
    with holder.cursor() as cursor:
        cursor.execute("INSERT INTO line DEFAULT VALUES")

    assert count(reader) == 0


def test_a_killed_writer_keeps_nobody_out(connect, tmp_path):
    script = (
        "import fcntl, os, sys, time\n"
        f"lock = os.open({str(tmp_path / 'queue.sqlite3-queue')!r}, os.O_RDWR | os.O_CREAT)\n"
        "fcntl.flock(lock, fcntl.LOCK_EX)\n"
        "print('held', flush=True)\n"
        "time.sleep(60)\n"
    )
    killed = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE)
    assert killed.stdout.readline() == b"held\n"
    connection = connect()
    done = threading.Thread(target=write, args=[connection])

    done.start()
    time.sleep(0.2)
    assert done.is_alive()
    killed.kill()
    killed.wait()
    killed.stdout.close()
    done.join(5)

    assert count(connect()) == 1


@pytest.mark.django_db(transaction=True)
def test_nested_work_takes_one_turn():
    with transaction.atomic(), transaction.atomic(), transaction.atomic(using="keyring"):
        pass
