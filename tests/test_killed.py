"""What was acknowledged is never lost: not by `kill -9` under load, not by a full disk."""

import http.client
from collections.abc import Iterator
from pathlib import Path
from random import Random
from urllib.parse import urlencode

import pytest

from tests.house_under_test import KillableHouse, new_id, on_postgres

KILLS = 10 if on_postgres() else 50


@pytest.fixture
def house(tmp_path: Path) -> Iterator[KillableHouse]:
    made = KillableHouse(tmp_path / "data")
    yield made
    made.kill()


def test_no_acknowledged_text_is_lost_or_doubled_however_often_the_server_is_killed(house):
    chance = Random(1)
    taken: list[str] = []
    for _ in range(KILLS):
        house.start()
        taken += house.acknowledged_until_killed(after=0.15 + chance.random() * 0.5)

    stored = house.stored(taken)

    assert len(taken) > KILLS
    assert stored.of_these == len(taken)
    assert stored.findings == 0

    house.start()
    assert {house.text(id) for id in taken[-40:]} <= {200, 204}
    house.kill()

    assert house.stored(taken).texts == stored.texts


@pytest.mark.skipif(on_postgres(), reason="PostgreSQL's files are not this process's")
def test_a_full_disk_says_503_and_never_a_false_200(house):
    largest = max(path.stat().st_size for path in house.data.rglob("*") if path.is_file())
    house.start(largest_file=largest + 64 * 1024)
    taken, refused = [], []
    for _ in range(400):
        id = new_id()
        status = house.text(id, "x" * 1500)
        (taken if status in (200, 204) else refused).append((id, status))
        if len(refused) == 3:
            break

    assert refused
    assert {status for _, status in refused} == {503}
    status, page = start_a_chat(house)
    assert status == 503
    assert "206-555-0188" in page

    house.kill()
    stored = house.stored([id for id, _ in taken])
    assert stored.of_these == len(taken)
    assert stored.findings == 0

    house.start()
    assert {house.text(id) for id, _ in refused} <= {200, 204}


def start_a_chat(house: KillableHouse) -> tuple[int, str]:
    """What a visitor sees who writes now."""
    wire = http.client.HTTPConnection("127.0.0.1", house.port, timeout=30)
    wire.request("GET", "/chat/")
    page = wire.getresponse().read().decode()
    once = page.split('name="once" value="')[1].split('"')[0]
    wire.request(
        "POST",
        "/chat/",
        urlencode({"say": "hello", "once": once}),
        {"Content-Type": "application/x-www-form-urlencoded", "Origin": house.url},
    )
    answer = wire.getresponse()
    said = answer.status, answer.read().decode()
    wire.close()
    return said
