"""What holds of records, teams, promises and glass, asked of the actions and the rows."""

from datetime import timedelta

import pytest

from accompany import clock
from accompany.ledger.models import Line
from accompany.participants import access, actions, finding
from accompany.participants.models import Card, CareTeam, FindPage
from accompany.participants.safe_contact import SafeContact
from accompany.participants.testing import KIM, make_circles, make_participant
from accompany.participants.words import CardWords, Number
from accompany.sealed.lockboxes import NotYours, holders_of, open_lockbox
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

REASON = "She texted a lemon and Delphine is asleep."


@pytest.fixture
def night():
    make_circles()
    return {
        "tamsin": make_colleague(Role.HELPLINE, "Tamsin O."),
        "delphine": make_colleague(Role.ADVOCATE, "Delphine A."),
        "bea": make_colleague(Role.OUTREACH, "Bea L."),
    }


def test_whoever_opens_a_record_for_others_keeps_no_key_to_the_file(night):
    person = make_participant(by=night["tamsin"], team=[night["delphine"]])

    with pytest.raises(NotYours):
        access.file_box(person, night["tamsin"])
    assert access.file_box(person, night["delphine"])
    people, circles = holders_of(person.file_box_id)
    assert people == {night["delphine"].id}
    assert circles == {"glass"}
    assert holders_of(person.card_box_id) == (set(), {"survivors"})
    assert holders_of(person.facts_box_id) == ({night["delphine"].id}, {"counts"})


def test_an_alias_alone_is_enough(night):
    person = make_participant(called="", aliases=["Juniper"], by=night["delphine"])

    assert access.card(person, night["bea"]).words.called == "Juniper"


def test_a_record_needs_a_name_and_a_team(night):
    from accompany.participants.actions.records import NoCareTeam, NoName

    with pytest.raises(NoName):
        make_participant(called="  ", by=night["delphine"])
    with pytest.raises(NoCareTeam):
        actions.open_record(called="Juniper", team=[], safe=KIM, by=night["delphine"])


def test_the_second_of_two_editors_is_told_and_the_first_loses_nothing(night):
    person = make_participant(by=night["delphine"])
    seen = access.card(person, night["bea"]).version
    actions.change_card(
        participant=person, words=CardWords("June"), seen=seen, by=night["delphine"]
    )

    with pytest.raises(actions.ChangedMeanwhile) as told:
        actions.change_card(participant=person, words=CardWords("Juno"), seen=seen, by=night["bea"])

    assert told.value.row.words.called == "June"
    assert access.card(person, night["bea"]).words.called == "June"


def test_changing_names_leaves_safe_contact_alone(night):
    person = make_participant(by=night["delphine"])

    actions.change_card(participant=person, words=CardWords("June"), seen=1, by=night["delphine"])

    assert access.safe(person, night["bea"]) == KIM


def test_changed_rules_are_told_to_whoever_holds_something_waiting(night, monkeypatch):
    from accompany.participants import safe_contact

    told = []
    monkeypatch.setattr(safe_contact, "_listeners", [])
    safe_contact.on_change(lambda participant, *, by: told.append((participant.id, by.id)))
    person = make_participant(by=night["delphine"])

    actions.change_safe_contact(
        participant=person, safe=SafeContact(("text",)), seen=1, by=night["delphine"]
    )

    assert told == [(person.id, night["delphine"].id)]
    assert access.safe(person, night["bea"]).reviewed_on == clock.today()


def test_joining_the_team_opens_the_file_and_leaving_shuts_it(night):
    person = make_participant(by=night["delphine"])

    actions.choose_for_team(
        participant=person, colleague=night["bea"].colleague, by=night["delphine"]
    )
    assert access.file_box(person, night["bea"])
    assert access.facts(person, night["bea"])

    actions.leave_team(participant=person, colleague=night["delphine"].colleague, by=night["bea"])
    with pytest.raises(NotYours):
        access.file_box(person, night["delphine"])
    with pytest.raises(NotYours):
        open_lockbox(person.file_box_id, by=night["delphine"])


def test_the_last_of_the_team_cannot_leave(night):
    from accompany.participants.actions.team import LastOnTheTeam

    person = make_participant(by=night["delphine"])

    with pytest.raises(LastOnTheTeam):
        actions.leave_team(
            participant=person, colleague=night["delphine"].colleague, by=night["delphine"]
        )
    assert CareTeam.objects.filter(participant=person, left_at=None).count() == 1


def test_broken_glass_opens_the_file_for_an_hour(night):
    person = make_participant(by=night["delphine"], numbers=[Number("+12065550142")])
    start = clock.now()

    actions.break_glass(participant=person, reason=REASON, by=night["bea"])

    with clock.stopped_at(start + timedelta(minutes=59)):
        assert access.sheet(person, night["bea"]).words.numbers[0].number == "+12065550142"
    with clock.stopped_at(start + timedelta(minutes=61)), pytest.raises(NotYours):
        access.file_box(person, night["bea"])


def test_glass_keys_open_nothing_without_breaking_it(night):
    person = make_participant(by=night["delphine"])

    with pytest.raises(NotYours):
        open_lockbox(person.file_box_id, by=night["bea"])


def test_exclusion_beats_glass(night):
    from django.http import Http404

    person = make_participant(by=night["delphine"])
    actions.break_glass(participant=person, reason=REASON, by=night["bea"])

    actions.exclude(participant=person, colleague=night["bea"].colleague, by=night["delphine"])

    with pytest.raises(NotYours):
        access.file_box(person, night["bea"])
    with pytest.raises(Http404):
        actions.break_glass(participant=person, reason=REASON, by=night["bea"])
    with pytest.raises(Http404):
        access.participant(person.id, night["bea"])
    assert finding.search("Juniper", by=night["bea"]) == []
    assert len(finding.search("Juniper", by=night["tamsin"])) == 1


def test_a_changed_card_is_found_by_its_new_name_only(night, monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    person = make_participant(by=night["delphine"])
    assert [found.participant for found in finding.search("Junipar", by=night["bea"])] == [person]
    page = FindPage.objects.get()

    actions.change_card(
        participant=person, words=CardWords("Magdalena"), seen=1, by=night["delphine"]
    )

    assert not FindPage.objects.filter(id=page.id).exists()
    assert finding.search("Juniper", by=night["bea"]) == []
    assert [found.participant for found in finding.search("Lena", by=night["bea"])] == [person]
    assert Card.objects.get().page_id


def test_the_reason_for_breaking_the_glass_is_for_the_team_and_supervisors(night):
    person = make_participant(by=night["delphine"])
    supervisor = make_colleague(Role.SUPERVISOR)

    actions.break_glass(participant=person, reason=REASON, by=night["bea"])

    for reader in (night["delphine"], supervisor):
        assert [each.words.reason for each in access.glass_openings(reader)] == [REASON]
    assert access.glass_openings(night["tamsin"]) == []
    assert REASON not in "".join(line.facts for line in Line.objects.all())


def test_her_looks_say_what_happened_in_plain_words(night):
    person = make_participant(by=night["tamsin"], team=[night["delphine"]])
    actions.show_numbers(participant=person, by=night["delphine"])
    actions.break_glass(participant=person, reason=REASON, by=night["bea"])

    looks = access.looks(person, night["delphine"])

    assert ("Bea L.", "looked at your phone number") not in [(x.who, x.what) for x in looks]
    assert ("Delphine A.", "looked at your phone number") in [(x.who, x.what) for x in looks]
    assert looks[0].who == "Bea L."
    with pytest.raises(access.NotOnHerTeam):
        access.looks(person, night["tamsin"])
