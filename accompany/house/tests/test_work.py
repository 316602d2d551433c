"""The loop does what is due, whatever fails, and one loop works at a time."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import transaction

from accompany import clock, work
from accompany.house import due as dues
from accompany.house import health
from accompany.house.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def loop(monkeypatch):
    """A loop with two kinds of due work: one that works, one that fails."""
    done = []
    monkeypatch.setattr(dues, "_registered", {})

    @dues.due("broken", every=timedelta(hours=1))
    def broken():
        done.append("broken")
        raise ValueError("words that must not be logged")

    @dues.due("working", every=timedelta(hours=1))
    def working():
        done.append("working")
        return 2

    monkeypatch.setattr(work, "all_due", lambda: list(dues._registered.values()))
    loop = work.Loop()
    loop.done = done
    return loop


def test_what_fails_keeps_nothing_else_from_running(loop):
    assert loop.once() == 2
    assert loop.done == ["broken", "working"]


def test_what_is_not_due_waits(loop):
    loop.once()

    assert loop.once() == 0
    assert loop.done == ["broken", "working"]


def test_what_was_woken_runs_at_once(loop):
    loop.once()

    loop.hear({dues.WAKE + "working", "helpline"})

    assert loop.once() == 2
    assert loop.done == ["broken", "working", "working"]


def test_what_fails_is_tried_later_each_time(loop):
    loop.once()
    first = loop.rounds["broken"].at - time.monotonic()
    loop.hear(None)
    loop.once()
    second = loop.rounds["broken"].at - time.monotonic()

    assert first == pytest.approx(2 * 3600, abs=5)
    assert second == pytest.approx(3 * 3600, abs=5)
    assert Heartbeat.objects.get(name="broken").failures == 2


@pytest.fixture
def hearing(loop, monkeypatch):
    """The loop with one more: what follows the topic "shown", once it has settled."""

    @dues.due("copy", every=timedelta(days=1), hears=["shown"], settle=timedelta(seconds=20))
    def copy():
        loop.done.append("copy")
        if loop.meanwhile:
            loop.hear({loop.meanwhile})
        if loop.breaks:
            raise ValueError("no copy")
        return 1

    made = work.Loop()
    loop.rounds, loop.meanwhile, loop.breaks = made.rounds, "", False
    loop.once()
    assert "copy" not in loop.done, "what is due at once comes first"
    loop.rounds["copy"].at = 0.0
    loop.once()
    loop.done.clear()
    return loop


def waits(loop):
    """In how many seconds the copy comes round."""
    return loop.rounds["copy"].at - time.monotonic()


def test_what_hears_of_a_change_runs_once_it_has_settled(hearing):
    assert waits(hearing) > 80_000

    hearing.hear({"shown"})

    assert waits(hearing) == pytest.approx(20, abs=3)
    assert hearing.once() == 0
    assert hearing.done == []


def test_many_changes_are_one_and_the_first_says_when(hearing):
    hearing.hear({"shown"})
    first = hearing.rounds["copy"].at

    for _ in range(5):
        hearing.hear({"shown", "helpline"})

    assert hearing.rounds["copy"].at == first
    hearing.rounds["copy"].at = 0.0
    hearing.once()
    assert hearing.done == ["copy"]
    assert waits(hearing) > 80_000


def test_a_change_while_it_runs_is_not_lost(hearing):
    hearing.meanwhile = "shown"
    hearing.rounds["copy"].at = 0.0

    hearing.once()

    assert waits(hearing) == pytest.approx(20, abs=3)


def test_what_it_does_not_hear_of_brings_nothing_forward(hearing):
    hearing.hear({"helpline"})

    assert waits(hearing) > 80_000


def test_what_follows_changes_and_fails_is_tried_again_within_minutes(hearing):
    hearing.breaks = True
    hearing.rounds["copy"].at = 0.0

    hearing.once()

    assert 30 < waits(hearing) <= 120


def test_the_loop_leaves_a_heartbeat_that_readiness_shows(loop, client):
    assert client.get("/readyz").json()["loop"] is False

    loop.once()

    assert client.get("/readyz").status_code == 200
    later = clock.now() + health.STALE + timedelta(seconds=1)
    with clock.stopped_at(later):
        assert client.get("/readyz").json() == {
            "ready": False,
            "databases": True,
            "loop": False,
            "disk": True,
        }


def test_alive_is_said_without_asking_anything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"alive": True}


def test_one_loop_works_at_a_time():
    never = threading.Event()
    outcome = []

    def second():
        with work.elected(threading.Event(), wait=False) as is_elected:
            outcome.append(is_elected)

    with work.elected(never) as is_elected:
        assert is_elected
        other = threading.Thread(target=second)
        other.start()
        other.join()
    assert outcome == [False]

    other = threading.Thread(target=second)
    other.start()
    other.join()
    assert outcome == [False, True]


def test_a_running_loop_is_woken_by_a_commit_and_stops_when_told(loop):
    runner = threading.Thread(target=loop.run)
    runner.start()
    deadline = time.monotonic() + 10
    while loop.done.count("working") < 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.5)

    with transaction.atomic():
        dues.wake("working")
    while loop.done.count("working") < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    loop.stop()
    runner.join(5)

    assert loop.done.count("working") == 2
    assert not runner.is_alive()


def test_every_word_says_what_is_due_by_name():
    names = [each.name for each in dues.all_due()]

    assert "old stamps" in names
    assert names == sorted(set(names))
