"""Today: what was promised stands first, what waits stands beside it, and nobody sees too much."""

from datetime import time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accompany import clock
from accompany.awards.testing import make_award
from accompany.house.models import Heartbeat
from accompany.ledger.models import Line
from accompany.participants import actions
from accompany.participants.models import CareTeam
from accompany.participants.testing import make_circles, make_participant
from accompany.staff.capabilities import Role
from accompany.staff.models import Colleague
from accompany.staff.testing import make_colleague, sign_in


@pytest.fixture(autouse=True)
def circles():
    make_circles()


def day_of(by):
    response = sign_in(Client(), by).get(reverse("workday:today"))
    assert response.status_code == 200
    return response


def text(response):
    return response.content.decode()


def promise(her, by, what="Call about the interview", **given):
    wanted = {"due_on": clock.today(), "for_colleague": by.colleague} | given
    return actions.plan_follow_up(participant=her, what=what, by=by, **wanted)


def test_what_was_promised_stands_with_her_name_her_hours_and_how_to_reach_her():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    promise(her, delphine, not_before=time(10), not_after=time(14), channel="call")

    page = text(day_of(delphine))

    assert "Juniper" in page
    assert "Call about the interview" in page
    assert "10 am to 2 pm." in page
    assert "No voicemail" in page
    assert "One thing today. Nothing is overdue." in page


def test_the_day_is_ordered_by_the_hours_people_gave():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    promise(her, delphine, "In the afternoon", not_before=time(15))
    promise(her, delphine, "In the morning", not_before=time(9))

    page = text(day_of(delphine))

    assert page.index("In the morning") < page.index("In the afternoon")


def test_what_is_late_is_said_without_alarm():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    with clock.stopped_at(clock.now() - timedelta(days=3)):
        promise(her, delphine)

    page = text(day_of(delphine))

    assert "One is from an earlier day." in page
    assert "Nothing is overdue." not in page


def test_what_was_promised_for_tomorrow_stands_there_and_is_not_counted_as_today():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    promise(her, delphine, "Call about a room", due_on=clock.today() + timedelta(days=1))

    page = text(day_of(delphine))

    assert "A quiet day so far" in page
    assert 'id="tomorrow"' in page
    assert "Call about a room" in page


def test_a_colleagues_promises_are_hers():
    delphine, ines = make_colleague(), make_colleague()
    her = make_participant(team=[delphine, ines])
    promise(her, ines)

    assert "Call about the interview" not in text(day_of(delphine))


def test_my_people_are_those_who_chose_me():
    delphine, ines = make_colleague(), make_colleague()
    make_participant(by=delphine)
    make_participant(by=ines, called="Odette")

    page = text(day_of(delphine))

    assert "One person chose you for their care team." in page
    assert "Juniper" in page
    assert "Odette" not in page


def test_a_day_leaves_one_line_and_an_empty_day_says_why():
    delphine = make_colleague()
    before = Line.objects.count()

    page = text(day_of(delphine))

    assert Line.objects.count() == before + 1
    assert "A quiet day so far. Nothing is overdue." in page
    assert "People choose; we don’t assign." in page


@pytest.mark.parametrize("role", [Role.GRANTS, Role.DIRECTION, Role.ADMINISTRATOR])
def test_whoever_meets_nobody_by_name_sees_no_name(role):
    delphine = make_colleague()
    her = make_participant(by=delphine)
    promise(her, delphine)
    before = Line.objects.count()

    page = text(day_of(make_colleague(role)))

    assert "Juniper" not in page
    assert "Call about" not in page
    assert Line.objects.filter(verb="opened a list of people").count() == 0
    assert Line.objects.count() >= before


def test_the_administrator_sees_how_the_house_is_running():
    Heartbeat.objects.create(name="loop", at=clock.now() - timedelta(seconds=3))

    page = text(day_of(make_colleague(Role.ADMINISTRATOR)))

    assert "Last came by 3 seconds ago." in page
    assert "Its head is" in page
    assert "1 colleague is signed in." in page


def test_a_loop_that_stopped_is_said():
    Heartbeat.objects.create(name="loop", at=clock.now() - timedelta(hours=3))

    assert "Quiet" in text(day_of(make_colleague(Role.ADMINISTRATOR)))


def test_an_answerer_sees_whether_anybody_waits():
    page = text(day_of(make_colleague(Role.HELPLINE)))

    assert "It’s quiet. Nobody is waiting." in page


def test_an_advocate_sees_nothing_of_the_helpline():
    assert "Nobody is waiting." not in text(day_of(make_colleague()))


def test_words_kept_when_the_desk_locked_are_named():
    delphine, client = make_colleague(), Client()
    her = make_participant(by=delphine)
    page = reverse("advocacy:write-note", args=[her.id])
    draft = sign_in(client, delphine).get(page).context["draft"]["token"]
    client.logout()
    client.post(page, {"text": "Half a sentence", "draft": draft})

    today = text(day_of(delphine))

    assert "One form half written" in today
    assert "Half a sentence" not in today


def test_nobody_signed_in_is_led_to_the_sign_in():
    response = Client().get(reverse("workday:today"))

    assert response.status_code == 302
    assert reverse("staff:sign-in") in response["Location"]


def test_broken_glass_is_known_at_once_to_whom_it_concerns():
    delphine, ines, bea = make_colleague(), make_colleague(), make_colleague(Role.OUTREACH)
    priya = make_colleague(Role.SUPERVISOR)
    her = make_participant(by=delphine)
    make_participant(by=ines, called="Odette")
    actions.break_glass(participant=her, reason="She texted the lemon.", by=bea)
    said = f"{bea.colleague.name} has broken the glass"

    assert said in text(day_of(delphine))
    assert said in text(day_of(priya))
    assert said not in text(day_of(ines))
    assert said not in text(day_of(bea))
    with clock.stopped_at(clock.now() + timedelta(minutes=61)):
        assert said not in text(day_of(delphine))


def test_the_live_part_of_today_opens_nothing_and_names_no_participant():
    delphine, bea = make_colleague(), make_colleague(Role.OUTREACH)
    her = make_participant(by=delphine)
    actions.break_glass(participant=her, reason="She texted the lemon.", by=bea)
    client = sign_in(Client(), delphine)
    before = Line.objects.count()

    part = text(client.get(reverse("workday:broken"), headers={"X-Live": "1"}))

    assert bea.colleague.name in part
    assert "Juniper" not in part
    assert Line.objects.count() == before


def test_the_live_part_of_today_is_not_for_whoever_meets_nobody():
    client = sign_in(Client(), make_colleague(Role.ADMINISTRATOR))

    assert client.get(reverse("workday:broken")).status_code == 404


def test_a_grants_manager_sees_the_quarter_that_ended_and_the_one_that_runs():
    make_award(first_day=clock.today() - timedelta(days=400), last_day=clock.today())

    page = text(day_of(make_colleague(Role.GRANTS)))

    assert "Ended" in page
    assert "Running" in page
    assert "You see numbers, never a name." in page


def test_a_new_colleague_waits_on_the_day_of_whoever_may_let_her_in():
    bea = make_colleague(Role.OUTREACH, name="Bea L.")
    Colleague.objects.filter(id=bea.id).update(approved_at=None)

    page = text(day_of(make_colleague(Role.SUPERVISOR)))

    assert "Waiting for your yes" in page
    assert "Bea L." in page


def test_many_people_lead_to_the_whole_list():
    delphine = make_colleague()
    for nth in range(7):
        make_participant(by=delphine, called=f"Made Up {nth}")

    page = text(day_of(delphine))

    assert "Seven people chose you for their care team." in page
    assert "All of them" in page


def test_a_full_day_asks_no_more_questions_than_a_short_one():
    delphine = make_colleague()
    client, questions = sign_in(Client(), delphine), []
    for n in (1, 12):
        for nth in range(n):
            her = make_participant(by=delphine, called=f"Made Up {nth}")
            promise(her, delphine)
        client.get(reverse("workday:today"))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("workday:today"))
        questions.append(len(asked))

    assert questions[0] == questions[1]
    assert questions[1] <= 24  # PostgreSQL asks for the chain's lock as well


def test_a_promise_whose_file_is_no_longer_mine_shows_no_word_of_it():
    delphine, ines = make_colleague(), make_colleague()
    her = make_participant(team=[delphine, ines])
    promise(her, delphine)
    CareTeam.objects.filter(participant=her, colleague=delphine.colleague).update(
        left_at=clock.now() + timedelta(minutes=1)
    )

    page = text(day_of(delphine))

    assert "Juniper" in page
    assert "Call about the interview" not in page
    assert "no longer on the care team" in page
