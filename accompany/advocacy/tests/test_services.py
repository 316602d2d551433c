"""Services: a day, a code, a colleague, an award, and no word about anybody."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accompany import clock
from accompany.advocacy.models import Service
from accompany.advocacy.testing import make_service
from accompany.awards.testing import make_award
from accompany.ledger.models import Line
from accompany.participants.testing import make_circles, make_participant
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in


@pytest.fixture(autouse=True)
def circles():
    make_circles()


def log(client, her, by, codes=("advocacy", "efa"), **typed):
    sign_in(client, by)
    form = {
        "codes": list(codes),
        "day": clock.today().isoformat(),
        "minutes": "30",
        "form_id": str(uuid4()),
    }
    page = (
        reverse("advocacy:log-services", args=[her.id])
        if her
        else reverse("advocacy:log-for-nobody-named")
    )
    return client.post(page, form | typed)


def test_two_services_are_logged_in_one_form():
    delphine, award = make_colleague(), make_award()
    her = make_participant(by=delphine)

    response = log(Client(), her, delphine, award=str(award.id))

    assert response.status_code == 302
    rows = Service.objects.order_by("code")
    assert [(row.code, row.award_id, row.minutes) for row in rows] == [
        ("advocacy", award.id, 30),
        ("efa", award.id, 30),
    ]
    assert Line.objects.filter(verb="logged a service", subject=her.handle).count() == 2


def test_a_double_click_logs_once():
    delphine = make_colleague()
    her, form = make_participant(by=delphine), str(uuid4())

    log(Client(), her, delphine, form_id=form)
    log(Client(), her, delphine, form_id=form)

    assert Service.objects.count() == 2


def test_the_award_used_last_is_offered_first():
    delphine, award = make_colleague(), make_award()
    her = make_participant(by=delphine)
    make_service(her, delphine, award=award)

    page = sign_in(Client(), delphine).get(reverse("advocacy:log-services", args=[her.id]))

    assert page.context["form"]["award"].value() == award.id
    assert page.context["form"].often_groups[0].options[0].code == "advocacy"


def test_somebody_outside_the_care_team_may_log_what_she_did():
    her, tamsin = make_participant(by=make_colleague()), make_colleague(Role.HELPLINE)

    assert log(Client(), her, tamsin, codes=["helpline"]).status_code == 302
    assert Service.objects.get().colleague_id == tamsin.id


def test_people_whom_nobody_named_are_counted():
    bea = make_colleague(Role.OUTREACH)

    response = log(Client(), None, bea, codes=["drop_in"], people="14")

    service = Service.objects.get()
    assert response.status_code == 302
    assert (service.participant_id, service.people) == (None, 14)


def test_nothing_ticked_is_asked_again_and_what_was_typed_stays():
    delphine = make_colleague()

    response = log(Client(), make_participant(by=delphine), delphine, codes=[])

    assert response.status_code == 422
    assert "Choose at least one service." in response.content.decode()


def test_tomorrow_has_not_been_given_yet():
    delphine = make_colleague()
    tomorrow = clock.today() + timedelta(days=1)

    response = log(Client(), make_participant(by=delphine), delphine, day=tomorrow.isoformat())

    assert response.status_code == 422
    assert "That day has not come yet." in response.content.decode()
    assert not Service.objects.exists()


def test_an_award_that_did_not_run_that_day_pays_for_nothing():
    delphine = make_colleague()
    today = clock.today()
    award = make_award(first_day=today - timedelta(days=90), last_day=today - timedelta(days=1))

    response = log(Client(), make_participant(by=delphine), delphine, award=str(award.id))

    assert response.status_code == 422
    assert "That award did not run on that day." in response.content.decode()


def test_a_colleague_without_the_capability_finds_no_page():
    her, jo = make_participant(by=make_colleague()), make_colleague(Role.GRANTS)

    assert log(Client(), her, jo).status_code == 404
    assert log(Client(), None, jo).status_code == 404


def test_a_stranger_looks_like_nobody():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    her.id = uuid4()

    assert log(Client(), her, delphine).status_code == 404


def test_whoever_logged_a_service_puts_it_right():
    delphine = make_colleague()
    service = make_service(make_participant(by=delphine), delphine)
    page = reverse("advocacy:change-service", args=[service.id])
    client = sign_in(Client(), delphine)

    shown = client.get(page)
    response = client.post(page, {"codes": "efa", "day": service.day.isoformat(), "minutes": "60"})

    assert shown.status_code == 200
    assert response.status_code == 302
    assert (Service.objects.get().code, Service.objects.get().minutes) == ("efa", 60)
    assert Line.objects.filter(verb="changed a service").exists()


def test_a_colleagues_service_looks_like_none():
    delphine, ines = make_colleague(), make_colleague()
    service = make_service(make_participant(team=[delphine, ines]), delphine)
    client = sign_in(Client(), ines)

    page = client.get(reverse("advocacy:change-service", args=[service.id]))
    out = client.post(reverse("advocacy:take-service-out", args=[service.id]))

    assert (page.status_code, out.status_code) == (404, 404)
    assert Service.objects.exists()


def test_a_service_taken_back_counts_nowhere():
    delphine = make_colleague()
    service = make_service(make_participant(by=delphine), delphine)
    client = sign_in(Client(), delphine)

    client.post(reverse("advocacy:take-service-out", args=[service.id]))

    assert not Service.objects.exists()
    assert Line.objects.filter(verb="took out a service").exists()


def test_a_service_stands_after_a_quarter():
    delphine = make_colleague()
    service = make_service(make_participant(by=delphine), delphine)

    with clock.stopped_at(clock.now() + timedelta(days=91)):
        sign_in(client := Client(), delphine)
        client.post(reverse("advocacy:take-service-out", args=[service.id]))

    assert Service.objects.exists()


def test_a_participant_is_counted_once():
    delphine = make_colleague()
    service = make_service(make_participant(by=delphine), delphine)

    with pytest.raises(IntegrityError), transaction.atomic():
        Service.objects.filter(id=service.id).update(people=2)
