"""The real server: it starts, says who is there, and stops with a goodbye on every stream."""

import http.client
import os
import signal
import time
from urllib.parse import urlsplit

import pytest

from tests.houses import new_house, wait_for

SIGN_IN = """
from django.test import Client
from accompany.sealed.people import unlock
from accompany.staff.acting import Acting
from accompany.staff.models import Colleague
from accompany.staff.testing import sign_in
colleague = Colleague.objects.get()
acting = Acting(colleague, unlock(colleague.id, "seven porch lights after rain"))
print(sign_in(Client(), acting).session.session_key)
"""
CHANGE = """
from django.db import transaction
from accompany.house.live import changed
with transaction.atomic():
    changed("helpline")
"""
STREAMS = 20


@pytest.fixture(scope="module")
def house(tmp_path_factory, django_db_setup):
    folder = tmp_path_factory.mktemp("house")
    house = new_house(folder)
    done = house.found(folder)
    assert done.returncode == 0, done.stderr
    return house


def open_stream(base, cookie):
    connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=20)
    connection.request(
        "GET", "/desk/live/?topic=helpline", headers={"Cookie": f"desk={cookie}"} if cookie else {}
    )
    return connection, connection.getresponse()


def read_until(answer, word):
    said = b""
    while word not in said:
        line = answer.readline()
        if not line:
            break
        said += line
    return said


def children_of(pid):
    found = []
    for name in os.listdir("/proc"):
        if name.isdecimal():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parts = file.read().rpartition(")")[2].split()
            except OSError:
                continue
            if int(parts[1]) == pid and parts[0] != "Z":
                found.append(int(name))
    return found


def test_streams_hear_a_commit_and_say_goodbye_when_the_house_stops(house):
    cookie = house.python(SIGN_IN)
    with house.served() as server:
        wait_for(f"{server.base}/readyz", server)
        streams = [open_stream(server.base, cookie) for _ in range(STREAMS)]
        for _connection, answer in streams:
            assert answer.status == 200
            assert answer.headers["Content-Type"] == "text/event-stream"
            read_until(answer, b"event: open")

        house.python(CHANGE)
        for _connection, answer in streams:
            assert b"event: changed" in read_until(answer, b"event: changed")

        below = children_of(server.pid)
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        goodbyes = [b"event: bye" in read_until(answer, b"event: bye") for _c, answer in streams]
        server.wait(20)
        took = time.monotonic() - began

        assert all(goodbyes)
        assert took < 8
        assert len(below) >= 3
        assert [pid for pid in below if os.path.exists(f"/proc/{pid}/exe")] == []
        for connection, _answer in streams:
            connection.close()


def test_a_stranger_gets_no_stream(house):
    with house.served() as server:
        for cookie in ("", "not-a-session"):
            connection, answer = open_stream(server.base, cookie)
            assert answer.status in (204, 302)
            connection.close()


def test_the_loop_is_started_again_when_it_dies_and_ends_with_a_killed_server(house):
    with house.served() as server:
        wait_for(f"{server.base}/readyz", server)
        workers = children_of(server.pid)
        loops = [pid for pid in workers if is_loop(pid)]
        assert len(loops) == 1

        os.kill(loops[0], signal.SIGKILL)
        deadline = time.monotonic() + 20
        again = []
        while not again and time.monotonic() < deadline:
            again = [p for p in children_of(server.pid) if is_loop(p) and p not in loops]
            time.sleep(0.1)
        assert len(again) == 1

        everybody = children_of(server.pid)
        server.kill()
        server.wait()
        while time.monotonic() < deadline + 20 and any(is_ours(pid) for pid in everybody):
            time.sleep(0.2)
        assert not any(is_ours(pid) for pid in everybody)


def command_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read()
    except OSError:
        return b""


def is_loop(pid):
    return b"\0work\0" in command_of(pid)


def is_ours(pid):
    command = command_of(pid)
    return b"accompany" in command or b"multiprocessing" in command
