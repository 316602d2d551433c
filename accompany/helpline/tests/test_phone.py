"""The demo telephone: through the real doors, in demo folders alone."""

from datetime import timedelta

import pytest

from accompany import clock
from accompany.helpline import access, telephone
from accompany.helpline.actions import desk, outbox
from accompany.helpline.models import Conversation, DemoText, OutgoingText, ProviderReceipt
from accompany.helpline.provider import provider
from accompany.helpline.testing import make_line
from accompany.helpline.views import hooks

LINE = "/demo/phone/60/"

pytestmark = pytest.mark.usefixtures("alder_street")


@pytest.fixture(autouse=True)
def demo_folder(settings):
    settings.DEMO = True


def test_outside_demo_folders_there_is_no_telephone(client, settings):
    for demo, text_provider in ((False, "phone"), (True, "twilio")):
        settings.DEMO, settings.TEXT_PROVIDER = demo, text_provider
        for path in ("/demo/phone/", LINE, f"{LINE}texts/"):
            assert client.get(path).status_code == 404
        assert client.post(LINE, {"words": "hello"}).status_code == 404
    assert not DemoText.objects.exists()


def test_a_text_goes_through_the_real_hook_with_a_real_signature(client, monkeypatch):
    tamsin, _ = make_line()
    verified = []
    real = hooks.signed_fields
    monkeypatch.setattr(
        hooks, "signed_fields", lambda request: verified.append(real(request)) or verified[-1]
    )

    response = client.post(LINE, {"words": "is this the place"})

    assert response.status_code == 302
    assert verified[0]["Body"] == "is this the place"
    assert access.queue(tamsin).waiting[0].last_words == "is this the place"
    assert "is this the place" in client.get(LINE).content.decode()


def test_an_answer_reaches_the_telephone_and_its_copy_is_removed(client):
    tamsin, _ = make_line()
    client.post(LINE, {"words": "hello"})
    conversation = Conversation.objects.get()
    desk.reply(conversation=conversation, words="hi, it’s us", seen=1, once="o" * 22, by=tamsin)

    outbox.send_due(provider())
    telephone.carry()
    outbox.remove_there(provider())

    assert OutgoingText.objects.get().state == "delivered"
    assert "hi, it’s us" in client.get(f"{LINE}texts/").content.decode()
    assert not ProviderReceipt.objects.filter(removed_at=None).exists()
    assert "hi, it’s us" not in client.get("/demo/phone/61/").content.decode()


def test_stop_is_answered_without_naming_us_and_blocks_texts(client):
    tamsin, _ = make_line()
    client.post(LINE, {"words": "hello"})
    client.post(LINE, {"words": "STOP"})

    shown = client.get(LINE).content.decode()

    assert "no more texts from this number" in shown
    assert "Alder" not in shown[shown.find("<ol") :]
    with pytest.raises(desk.Stopped):
        desk.reply(
            conversation=Conversation.objects.get(), words="hi", seen=2, once="o" * 22, by=tamsin
        )


def test_what_the_telephone_holds_is_sealed_and_wiped_after_a_day(client):
    make_line()
    client.post(LINE, {"words": "marigold"})
    assert b"marigold" not in bytes(DemoText.objects.get().sealed)

    with clock.stopped_at(clock.now() + timedelta(hours=25)):
        telephone.wipe()

    assert not DemoText.objects.exists()
