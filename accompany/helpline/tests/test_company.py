"""The stand-in of the company's API behaves as the company's own library expects."""

from datetime import timedelta

import pytest

from accompany import clock
from accompany.helpline.provider import BLOCKED, Lost, NotSent, Twilio, forget_client
from accompany.helpline.tests.company import OURS, TOKEN

HERS = "+12065550160"


def test_a_text_is_sent_and_kept_there(company):
    id = Twilio(TOKEN).send(to=HERS, words="hi")

    assert company.messages[id]["from"] == OURS
    assert company.sent_to(HERS) == ["hi"]


def test_a_delivered_text_is_removed_and_seen_to_be_gone(company):
    id = Twilio(TOKEN).send(to=HERS, words="hi")
    company.arrive(id)

    assert Twilio(TOKEN).remove(id) is True
    assert id not in company.messages
    assert [method for method, _ in company.requests[-2:]] == ["DELETE", "GET"]


def test_a_text_on_its_way_cannot_be_removed_yet(company):
    id = Twilio(TOKEN).send(to=HERS, words="hi")

    assert Twilio(TOKEN).remove(id) is False
    assert id in company.messages


def test_what_is_gone_already_counts_as_removed(company):
    assert Twilio(TOKEN).remove("SM" + "0" * 32) is True


def test_a_blocked_number_is_surely_not_sent_to(company):
    company.blocked.add(HERS)

    with pytest.raises(NotSent) as refused:
        Twilio(TOKEN).send(to=HERS, words="hi")

    assert (refused.value.code, refused.value.again) == (BLOCKED, False)


@pytest.mark.parametrize("how", ["lost", "broken"])
def test_a_lost_answer_is_no_answer(company, how):
    company.fail_next.append(how)

    with pytest.raises(Lost):
        Twilio(TOKEN).send(to=HERS, words="hi")

    assert company.sent_to(HERS) == ["hi"]


def test_a_busy_company_surely_sent_nothing(company):
    company.fail_next.append("busy")

    with pytest.raises(NotSent) as refused:
        Twilio(TOKEN).send(to=HERS, words="hi")

    assert refused.value.again
    assert not company.messages


def test_a_company_that_cannot_be_reached_surely_sent_nothing(company, settings):
    settings.TWILIO_API_BASE = "http://127.0.0.1:1"
    forget_client()

    with pytest.raises(NotSent) as refused:
        Twilio(TOKEN).send(to=HERS, words="hi")

    assert refused.value.again


def test_recent_texts_are_those_that_reached_us(company):
    company.receive(HERS, "hello", pictures=1)
    Twilio(TOKEN).send(to=HERS, words="hi")

    recent = list(Twilio(TOKEN).recent(since=clock.now() - timedelta(hours=1)))

    assert [(each.number, each.words, each.pictures) for each in recent] == [(HERS, "hello", 1)]
