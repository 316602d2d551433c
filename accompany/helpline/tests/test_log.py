"""The quick log: taps, no name, and counts of nothing but contacts."""

from datetime import date, timedelta

import pytest
from django.db import models

from accompany import clock
from accompany.awards.testing import make_award
from accompany.helpline import counts
from accompany.helpline.kinds import Kind
from accompany.helpline.models import AnonymousContact
from accompany.helpline.testing import arrive, make_line
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

LOG = "/desk/helpline/log/"
TAPS = {"channel": "call", "kind": "conversation", "minutes": "6-15", "safe": "yes"}


def tap(client, by, **more):
    return sign_in(client, by).post(LOG, {**TAPS, **more})


@pytest.mark.parametrize("role", [Role.HELPLINE, Role.ADVOCATE, Role.OUTREACH, Role.SUPERVISOR])
def test_a_contact_is_logged_in_four_taps(client, role):
    response = tap(client, make_colleague(role))

    assert response.status_code == 302
    logged = AnonymousContact.objects.get()
    assert (logged.day, logged.channel, logged.kind) == (clock.today(), "call", "conversation")


@pytest.mark.parametrize("role", [Role.GRANTS, Role.DIRECTION, Role.ADMINISTRATOR])
def test_who_speaks_with_nobody_logs_nobody(client, role):
    assert tap(client, make_colleague(role)).status_code == 404
    assert not AnonymousContact.objects.exists()


def test_a_tally_has_no_place_for_words():
    wordy = (models.TextField, models.BinaryField, models.JSONField)
    fields = AnonymousContact._meta.get_fields()

    assert not [each for each in fields if isinstance(each, wordy)]
    for each in fields:
        if isinstance(each, models.CharField):
            assert each.choices


@pytest.mark.parametrize(
    "wrong", [{"channel": "pigeon"}, {"kind": ""}, {"award": "nobody"}, {"minutes": "<b>"}]
)
def test_what_is_not_on_the_list_is_asked_again(client, wrong):
    response = tap(client, make_colleague(Role.HELPLINE), **wrong)

    assert response.status_code == 422
    assert not AnonymousContact.objects.exists()


def test_a_log_can_be_taken_back_for_five_minutes(client):
    tamsin = make_colleague(Role.HELPLINE)
    tap(client, tamsin)
    logged = AnonymousContact.objects.get()

    with clock.stopped_at(clock.now() + timedelta(minutes=6)):
        client.post(f"{LOG}{logged.id}/undo/")
        assert AnonymousContact.objects.exists()
    client.post(f"{LOG}{logged.id}/undo/")
    client.post(f"{LOG}{logged.id}/undo/")

    assert not AnonymousContact.objects.exists()


def test_somebody_elses_log_looks_like_none(client):
    tap(client, make_colleague(Role.HELPLINE))
    logged = AnonymousContact.objects.get()
    sign_in(client, make_colleague(Role.HELPLINE))

    assert client.get(f"{LOG}{logged.id}/").status_code == 404
    client.post(f"{LOG}{logged.id}/undo/")

    assert AnonymousContact.objects.exists()


def test_a_conversation_is_counted_once_however_often_it_is_logged(client):
    tamsin, _ = make_line()
    found = arrive()
    for kind in ("conversation", "accompaniment"):
        sign_in(client, tamsin).post(f"{LOG}?conversation={found.id}", {**TAPS, "kind": kind})

    assert AnonymousContact.objects.get().kind == "accompaniment"


def test_contacts_are_counted_by_day_and_award():
    award, other = make_award(), make_award(name="Another")
    first = date(2026, 7, 1)
    for n, (day, of, kind) in enumerate(
        [
            (first, award, Kind.CONVERSATION),
            (first + timedelta(days=30), award, Kind.ACCOMPANIMENT),
            (first + timedelta(days=31), award, Kind.CONVERSATION),
            (first, other, Kind.CONVERSATION),
            (first, None, Kind.CONVERSATION),
            (first, award, Kind.SILENT),
            (first, award, Kind.WRONG_NUMBER),
            (first - timedelta(days=1), award, Kind.CONVERSATION),
        ]
    ):
        AnonymousContact.objects.create(
            day=day,
            channel="call",
            kind=kind,
            award=of,
            recorded_at=clock.now() + timedelta(seconds=n),
        )
    july = (first, date(2026, 7, 31))

    assert counts.anonymous_contacts(award.id, *july) == 2
    assert counts.anonymous_contacts(None, *july) == 4
    assert counts.anonymous_contacts_by_month(award.id, first, date(2026, 8, 31)) == {
        date(2026, 7, 1): 2,
        date(2026, 8, 1): 1,
    }
