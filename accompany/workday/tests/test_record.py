"""A participant's record: put together for whoever holds the key, sealed for everybody else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accompany import clock
from accompany.advocacy.models import NoteKind, Voice
from accompany.advocacy.testing import make_note, make_service
from accompany.helpline.actions.handoff import move
from accompany.helpline.testing import arrive, make_line
from accompany.ledger.models import Line
from accompany.participants import actions
from accompany.participants.testing import make_circles, make_participant
from accompany.releases.models import Disclosure
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in
from accompany.workday import timeline

PAGES = ["record", "services", "looked", "copy"]


@pytest.fixture(autouse=True)
def circles():
    make_circles()


def see(her, by, page="record", **query):
    client = sign_in(Client(), by)
    return client.get(reverse(f"workday:{page}", args=[her.id]), query)


def text(response):
    return response.content.decode()


def test_the_record_shows_who_she_is_and_how_to_reach_her_before_anything_else():
    delphine = make_colleague()
    her = make_participant(by=delphine, pronouns="she / her", languages=("English",))

    page = text(see(her, delphine))

    assert page.index("Before you contact Juniper: call only, 10 am to 2 pm.") < page.index(
        "Beside"
    )
    assert "she / her" in page
    assert "speaks English" in page


def test_notes_and_services_of_a_day_stand_together():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    make_note(her, delphine, "Called the shelter.")
    make_service(her, delphine, "efa", minutes=30)

    entries = see(her, delphine).context["timeline"].entries

    (entry,) = entries
    assert (entry.text, entry.strand) == ("Called the shelter.", "ours")
    assert [(did.label, did.minutes) for did in entry.did] == [
        ("Emergency financial assistance", "30 min")
    ]


def test_her_own_words_are_hers_on_the_page():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    make_note(her, delphine, "I want a door that locks.", voice=Voice.HERS)

    page = text(see(her, delphine))

    assert '<blockquote class="voice"><p>I want a door that locks.</p>' in page
    assert "Juniper’s own words" in page


def test_a_colleagues_private_note_is_seen_and_not_read():
    delphine, ines = make_colleague(), make_colleague()
    her = make_participant(team=[delphine, ines])
    make_note(her, ines, "Between me and me.", kind=NoteKind.PRIVATE)

    as_delphine, as_ines = text(see(her, delphine)), text(see(her, ines))

    assert f"Only {ines.colleague.name} can open it" in as_delphine
    assert "Between me and me." not in as_delphine
    assert "Between me and me." in as_ines


def test_markup_is_shown_as_text():
    delphine = make_colleague()
    her = make_participant(by=delphine, called="<b>Juniper</b>")
    make_note(her, delphine, "<script>alert(1)</script>")

    page = text(see(her, delphine))

    assert "<script>alert" not in page
    assert "<b>Juniper</b>" not in page
    assert "&lt;b&gt;Juniper&lt;/b&gt;" in page


def test_the_title_names_nobody():
    delphine = make_colleague()
    her = make_participant(by=delphine)

    for page in PAGES:
        title = text(see(her, delphine, page)).split("<title>")[1].split("</title>")[0]
        assert "Juniper" not in title


def test_one_page_leaves_one_line():
    delphine = make_colleague()
    her = make_participant(by=delphine)

    for page, verb in [
        ("record", "opened a file"),
        ("services", "looked at services"),
        ("looked", "opened who has looked"),
        ("copy", "opened a card"),
    ]:
        before = Line.objects.count()
        see(her, delphine, page)
        line = Line.objects.order_by("-seq").first()
        assert Line.objects.count() == before + 1
        assert (line.verb, line.subject, line.who) == (verb, her.handle, delphine.id)


def test_outside_the_care_team_the_page_is_sealed_and_says_how_to_ask():
    delphine, bea = make_colleague(), make_colleague(Role.OUTREACH)
    her = make_participant(by=delphine)
    make_note(her, delphine, "Called the shelter.")

    page = text(see(her, bea))

    assert "Juniper’s file is sealed." in page
    assert delphine.colleague.name in page
    assert "Called the shelter." not in page
    assert Line.objects.order_by("-seq").first().verb == "opened a card"


def test_broken_glass_opens_the_record_for_an_hour():
    delphine, bea = make_colleague(), make_colleague(Role.OUTREACH)
    her = make_participant(by=delphine)
    make_note(her, delphine, "Called the shelter.")
    actions.break_glass(participant=her, reason="She texted the lemon.", by=bea)

    during = text(see(her, bea))
    with clock.stopped_at(clock.now() + timedelta(minutes=61)):
        after = text(see(her, bea))

    assert "Called the shelter." in during
    assert "You broke the glass." in during
    assert "Who has looked" not in during
    assert "A copy of all of it" not in during
    assert "Juniper’s file is sealed." in after


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("role", [Role.GRANTS, Role.DIRECTION, Role.ADMINISTRATOR])
def test_whoever_meets_nobody_by_name_finds_no_record(page, role):
    her = make_participant(by=make_colleague())

    assert see(her, make_colleague(role), page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_looks_like_nobody(page):
    delphine = make_colleague()
    her = make_participant(by=delphine)
    her.id = uuid4()

    assert see(her, delphine, page).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_whom_she_keeps_away_finds_nobody(page):
    delphine, bea = make_colleague(), make_colleague(Role.OUTREACH)
    her = make_participant(by=delphine)
    actions.exclude(participant=her, colleague=bea.colleague, by=delphine)

    assert see(her, bea, page).status_code == 404


@pytest.mark.parametrize("page", ["services", "looked", "copy"])
def test_outside_the_care_team_every_tab_leads_to_the_sealed_page(page):
    her = make_participant(by=make_colleague())

    response = see(her, make_colleague(Role.OUTREACH), page)

    assert response.status_code == 302
    assert response["Location"] == reverse("workday:record", args=[her.id])


def test_earlier_days_are_one_step_away_and_no_day_is_cut(monkeypatch):
    monkeypatch.setattr(timeline, "NOTES", 5)
    delphine = make_colleague()
    now = clock.now()
    with clock.stopped_at(now - timedelta(days=20)):
        her = make_participant(by=delphine)
    for days in range(10):
        with clock.stopped_at(now - timedelta(days=days, minutes=1)):
            make_note(her, delphine, f"Morning {days}.")
        with clock.stopped_at(now - timedelta(days=days)):
            make_note(her, delphine, f"Evening {days}.")

    seen, before = [], None
    for _step in range(20):
        shown = see(her, delphine, **({"before": before} if before else {})).context["timeline"]
        seen += [entry.text for entry in shown.entries]
        if shown.earlier is None:
            break
        before = shown.earlier.isoformat()

    assert len(seen) == len(set(seen)) == 20
    assert seen[0] == "Evening 0."
    assert seen[-1] == "Morning 9."


def test_services_come_twenty_five_at_a_time():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    for _nth in range(30):
        make_service(her, delphine)

    first = see(her, delphine, "services")
    second = sign_in(Client(), delphine).get(first.context["older_url"])

    assert len(first.context["rows"]) == 25
    assert len(second.context["rows"]) == 5
    ids = {row.id for row in [*first.context["rows"], *second.context["rows"]]}
    assert len(ids) == 30


def test_a_fresh_service_can_be_undone_by_whoever_logged_it():
    delphine, ines = make_colleague(), make_colleague()
    her = make_participant(team=[delphine, ines])
    make_service(her, delphine)

    assert "Undo" in text(see(her, delphine, "services"))
    assert "Undo" not in text(see(her, ines, "services"))
    with clock.stopped_at(clock.now() + timedelta(minutes=16)):
        assert "Put right" in text(see(her, delphine, "services"))


def test_who_has_looked_is_said_in_plain_words():
    delphine, ines = make_colleague(), make_colleague()
    her = make_participant(team=[delphine, ines])
    see(her, ines)

    page = text(see(her, delphine, "looked"))

    assert ines.colleague.name in page
    assert "opened your file" in page


def test_a_days_repeats_stand_as_one_line():
    delphine, ines = make_colleague(), make_colleague()
    her = make_participant(team=[delphine, ines])
    for _nth in range(3):
        see(her, ines)
        see(her, ines, "services")

    looks = see(her, delphine, "looked").context["looks"]

    opened = [look for look in looks if look.what == "opened your file"]
    assert [(look.who, look.times) for look in opened] == [(ines.colleague.name, 3)]


def test_who_has_looked_leaves_on_paper_through_the_gate():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    client = sign_in(Client(), delphine)

    response = client.post(reverse("workday:looked-copy", args=[her.id]))

    assert "opened your record, with your yes" in text(response)
    assert Disclosure.objects.get().outlet == "workday.looked"
    assert Line.objects.filter(subject=her.handle, table__contains="disclosure").exists()


def test_her_copy_holds_what_is_shared_and_only_names_what_is_private():
    delphine, ines = make_colleague(), make_colleague()
    her = make_participant(team=[delphine, ines], numbers=("+12065550199",))
    make_note(her, delphine, "Called the shelter.")
    make_note(her, delphine, "Between me and me.", kind=NoteKind.PRIVATE)
    make_service(her, ines, "efa")
    client = sign_in(Client(), delphine)

    page = text(client.post(reverse("workday:copy", args=[her.id])))

    assert "Called the shelter." in page
    assert "Emergency financial assistance" in page
    assert "206-555-0199" in page
    assert "A private note." in page
    assert "Between me and me." not in page
    assert Disclosure.objects.get().outlet == "workday.copy"


def test_outside_the_care_team_nobody_gives_her_a_copy():
    her, bea = make_participant(by=make_colleague()), make_colleague(Role.OUTREACH)
    client = sign_in(Client(), bea)

    paper = client.post(reverse("workday:looked-copy", args=[her.id]))
    copy = client.post(reverse("workday:copy", args=[her.id]))

    assert (paper.status_code, copy.status_code) == (302, 302)
    assert not Disclosure.objects.exists()


def test_the_list_shows_my_people_and_everybody_with_us():
    delphine, ines = make_colleague(), make_colleague()
    make_participant(by=delphine)
    make_participant(by=ines, called="Odette")
    client = sign_in(Client(), delphine)

    mine = text(client.get(reverse("workday:people")))
    everyone = text(client.get(reverse("workday:people"), {"who": "everyone"}))

    assert "Juniper" in mine
    assert "Odette" not in mine
    assert "Odette" in everyone


def test_the_list_comes_twenty_five_at_a_time_in_one_line_each():
    delphine = make_colleague()
    for nth in range(30):
        make_participant(by=delphine, called=f"Made Up {nth}")
    client = sign_in(Client(), delphine)
    before = Line.objects.count()

    first = client.get(reverse("workday:people"))
    second = client.get(first.context["older_url"])

    assert Line.objects.count() == before + 2
    names = [person.called for person in [*first.context["people"], *second.context["people"]]]
    assert len(first.context["people"]) == 25
    assert len(names) == len(set(names)) == 30


def test_an_empty_list_says_why():
    page = text(sign_in(Client(), make_colleague()).get(reverse("workday:people")))

    assert "Nobody has chosen you for their care team yet." in page
    assert "People choose; we don’t assign." in page


def test_the_list_of_people_opens_for_nobody_who_meets_none():
    for role in (Role.GRANTS, Role.ADMINISTRATOR):
        client = sign_in(Client(), make_colleague(role))
        assert client.get(reverse("workday:people")).status_code == 404


def test_the_record_asks_few_questions_however_much_it_holds(django_assert_max_num_queries):
    delphine = make_colleague()
    her = make_participant(by=delphine)
    for nth in range(10):
        make_note(her, delphine, f"Note {nth}.")
        make_service(her, delphine)
    client, page = sign_in(Client(), delphine), reverse("workday:record", args=[her.id])

    with django_assert_max_num_queries(40):
        client.get(page)


def test_what_passed_on_the_helpline_stands_in_her_record():
    tamsin, _ruth = make_line()
    delphine = make_colleague()
    conversation = arrive("Can somebody call me tomorrow?")
    her = make_participant(team=[delphine], by=tamsin)
    move(conversation=conversation, participant=her, by=tamsin)

    page = text(see(her, delphine))

    assert "Can somebody call me tomorrow?" in page
    assert "On the helpline, by text" in page


def test_whoever_is_beside_her_knows_that_she_writes_again():
    tamsin, _ruth = make_line()
    delphine = make_colleague()
    her = make_participant(team=[delphine], by=tamsin)
    move(conversation=arrive("Can somebody call me?"), participant=her, by=tamsin)
    arrive("It is me again.")

    page = text(see(her, delphine))

    assert "Juniper is in touch with the helpline right now." in page
    assert "It is me again." not in page


def test_whoever_reads_the_ledger_sees_who_has_looked_and_not_the_file():
    priya = make_colleague(Role.SUPERVISOR)
    her = make_participant(by=make_colleague())

    looked = text(see(her, priya, "looked"))

    assert "opened your record, with your yes" in looked
    assert "Write a note" not in looked
    assert "A copy on paper" not in looked
    assert "Juniper’s file is sealed." in text(see(her, priya))
