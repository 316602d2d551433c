"""A page is told that something changed, once it is committed, and nothing else."""

import asyncio

import pytest
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from accompany.house import live
from accompany.house.due import forget_old_stamps
from accompany.house.hub import Hub
from accompany.house.models import Stamp
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_hub_left():
    """Each test's hub stops watching with it."""
    yield
    if Hub._running is not None:
        Hub._running.close()
        Hub._running = None


def change(*topics, then=None):
    """On a thread of its own, as another process would."""
    try:
        with transaction.atomic():
            for topic in topics:
                live.changed(topic)
            if then:
                raise then
    finally:
        connections.close_all()


async def hear(topics, *changes, seconds=3.0):
    """Whether an ear for `topics` hears any of `changes`, made one after another."""
    hub = Hub.running()
    await asyncio.sleep(0.3)
    with hub.listening(topics) as ear:
        for made in changes:
            await asyncio.to_thread(made)
        heard = await ear.wait(seconds)
    hub.close()
    return heard


def roll_back():
    with pytest.raises(KeyError):
        change("helpline", then=KeyError())


def test_a_change_is_heard():
    assert asyncio.run(hear({"helpline"}, lambda: change("people", "helpline")))


def test_a_change_of_something_else_is_not():
    assert not asyncio.run(hear({"helpline"}, lambda: change("people"), seconds=0.5))


def test_a_change_that_was_rolled_back_is_not():
    assert not asyncio.run(hear({"helpline"}, roll_back, seconds=0.5))


async def listen(still, *, until, seconds=5.0):
    """What a stream says until it says `until`."""
    response = await live.stream({"helpline"}, still=still)
    said = b""

    async def read():
        nonlocal said
        async for piece in response:
            said += piece
            if until in said:
                return

    await asyncio.wait_for(read(), seconds)
    return response, said


def test_a_stream_says_only_that_something_changed():
    async def night():
        hub = Hub.running()
        asyncio.get_running_loop().call_later(0.2, hub.announce, {"helpline"})
        return await listen(lambda: True, until=b"changed")

    response, said = asyncio.run(night())

    assert response["Content-Type"] == "text/event-stream"
    assert response["Cache-Control"] == "no-store"
    assert said.endswith(b"event: changed\ndata: 1\n\n")


def test_a_stream_ends_when_its_session_has(monkeypatch):
    monkeypatch.setattr(live, "LOOK_AGAIN", 0.1)
    answers = [True, True, False]

    _response, said = asyncio.run(listen(lambda: answers.pop(0), until=b"closed"))

    assert said.endswith(b"event: closed\ndata:\n\n")
    assert answers == []


def test_a_stream_says_goodbye_when_the_house_closes():
    async def night():
        hub = Hub.running()
        asyncio.get_running_loop().call_later(0.2, hub.close)
        return await listen(lambda: True, until=b"bye")

    assert asyncio.run(night())[1].endswith(b"event: bye\ndata:\n\n")


def test_there_is_no_stream_for_a_session_that_ended():
    response = asyncio.run(live.stream({"helpline"}, still=lambda: False))

    assert response.status_code == 204


def test_the_streams_of_one_process_have_a_limit(monkeypatch):
    monkeypatch.setattr(live, "AT_MOST", 0)

    assert asyncio.run(live.stream({"helpline"}, still=lambda: True)).status_code == 503


async def two_streams(first, second):
    """What a stream is answered with while another is open."""
    opened = await first()
    events = aiter(opened.streaming_content)
    await anext(events)
    answered = (await second()).status_code
    await events.aclose()
    Hub.running().close()
    return answered


def test_visitors_leave_room_for_the_desk(monkeypatch):
    monkeypatch.setattr(live, "FOR_VISITORS", 1)

    def visitor(name):
        return lambda: live.visitors_stream(name, still=lambda: True)

    def desk():
        return live.stream({"helpline"}, still=lambda: True)

    assert asyncio.run(two_streams(visitor("chat:1"), visitor("chat:2"))) == 503
    assert asyncio.run(two_streams(visitor("chat:1"), desk)) == 200


def test_one_chat_takes_no_other_chats_room(monkeypatch):
    monkeypatch.setattr(live, "FOR_ONE_CHAT", 1)

    def visitor(name):
        return lambda: live.visitors_stream(name, still=lambda: True)

    assert asyncio.run(two_streams(visitor("chat:1"), visitor("chat:1"))) == 503
    assert asyncio.run(two_streams(visitor("chat:1"), visitor("chat:2"))) == 200


def test_a_session_is_looked_at_without_extending_it():
    client = sign_in(Client(), make_colleague(Role.HELPLINE))
    store, cookie = type(client.session), client.session.session_key
    before = client.session.get_model_class().objects.values_list("expires_at", flat=True)[0]

    assert live.is_signed_in(store, cookie)
    assert (
        client.session.get_model_class().objects.values_list("expires_at", flat=True)[0] == before
    )

    client.post(reverse("staff:lock"))
    assert not live.is_signed_in(store, cookie)
    assert not live.is_signed_in(store, "")


def test_old_stamps_are_forgotten(monkeypatch):
    monkeypatch.setattr("accompany.house.due.STAMPS_KEPT", 3)
    Stamp.objects.bulk_create(Stamp(topic=f"chat-{n}", n=n) for n in range(10))

    assert forget_old_stamps() == 7
    assert set(Stamp.objects.values_list("n", flat=True)) == {7, 8, 9}
    assert forget_old_stamps() == 0
