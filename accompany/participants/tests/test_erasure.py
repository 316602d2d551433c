"""Being forgotten: done by two, for good, and provable without a name."""

import pytest
from django.db import connection
from django.urls import reverse

from accompany import clock
from accompany.ledger.models import Line
from accompany.participants import access, actions, erasure, finding
from accompany.participants.models import (
    Card,
    CareTeam,
    Erasure,
    Facts,
    FileSheet,
    FindPage,
    FollowUp,
    GlassOpening,
    Participant,
)
from accompany.participants.testing import make_circles, make_participant
from accompany.sealed.keyring import keys as shred_keys
from accompany.sealed.lockboxes import shred
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

REASON = "She texted a lemon and Delphine is asleep."


@pytest.fixture
def house(monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    make_circles()
    return {
        "delphine": make_colleague(Role.ADVOCATE, "Delphine A."),
        "ruth": make_colleague(Role.HELPLINE, "Ruth K."),
        "bea": make_colleague(Role.OUTREACH, "Bea L."),
    }


def lived(house):
    """A participant about whom something of every kind is kept."""
    person = make_participant(by=house["delphine"])
    actions.break_glass(participant=person, reason=REASON, by=house["bea"])
    actions.plan_follow_up(
        participant=person,
        what="Call",
        due_on=clock.today(),
        for_colleague=house["delphine"].colleague,
        by=house["ruth"],
    )
    finding.search("Juniper", by=house["bea"])
    return person


def ask(client, by, person):
    return sign_in(client, by).post(
        reverse("participants:ask-to-be-forgotten", args=[person.id]), {"asked": "on"}
    )


def forget(client, by):
    asked = Erasure.objects.get()
    return sign_in(client, by).post(reverse("participants:forgetting", args=[asked.id]))


def test_she_is_forgotten_by_two_people(client, house):
    person = lived(house)

    assert ask(client, house["delphine"], person).status_code == 302
    response = forget(client, house["ruth"])

    assert response.status_code == 302
    for model in (Participant, Card, FileSheet, Facts, FollowUp, GlassOpening, CareTeam, FindPage):
        assert not model.objects.exists()
    proof = sign_in(client, house["ruth"]).get(response["Location"]).content.decode()
    assert "destroyed the keys" in proof
    assert "Juniper" not in proof
    assert clock.today().strftime("%B") in proof


def test_who_wrote_it_down_cannot_do_it_alone(client, house):
    person = lived(house)
    ask(client, house["delphine"], person)

    forget(client, house["delphine"])

    assert Participant.objects.filter(id=person.id).exists()


def test_who_is_not_on_her_team_cannot_write_it_down(client, house):
    person = lived(house)

    assert ask(client, house["ruth"], person).status_code == 302
    assert not Erasure.objects.exists()


def test_outreach_cannot_be_the_second_person(client, house):
    ask(client, house["delphine"], lived(house))

    assert forget(client, house["bea"]).status_code == 404


def test_a_legal_hold_refuses_it(client, house):
    person = lived(house)
    ask(client, house["delphine"], person)
    erasure.place_hold(participant=person, by=make_colleague(Role.SUPERVISOR))

    forget(client, house["ruth"])

    assert Participant.objects.filter(id=person.id).exists()
    erasure.lift_hold(participant=person, by=make_colleague(Role.SUPERVISOR))
    forget(client, house["ruth"])
    assert not Participant.objects.exists()


def test_she_can_take_it_back(client, house):
    person = lived(house)
    ask(client, house["delphine"], person)
    asked = Erasure.objects.get()

    sign_in(client, house["ruth"]).post(reverse("participants:take-back-asking", args=[asked.id]))

    assert forget(client, house["ruth"]).status_code == 404
    assert access.participant(person.id, house["ruth"])


def test_the_ledger_says_it_was_done_and_her_handle_leads_nowhere(client, house):
    person = lived(house)
    ask(client, house["delphine"], person)
    forget(client, house["ruth"])

    line = Line.objects.get(verb="forgot a person")
    assert line.subject == person.handle
    assert not Participant.objects.filter(handle=line.subject).exists()
    assert Erasure.objects.get().participant_id is None


def test_words_above_delete_their_rows_and_give_their_lockboxes(client, house, monkeypatch):
    from accompany.sealed.lockboxes import make_lockbox
    from accompany.sealed.models import Lockbox

    box = make_lockbox("note", people=[house["delphine"].id, house["ruth"].id])
    told = []
    monkeypatch.setattr(erasure, "_listeners", [])

    @erasure.on_erase
    def notes(participant):
        told.append(participant.id)
        return erasure.Gone(boxes=(box.id,))

    person = lived(house)
    ask(client, house["delphine"], person)
    forget(client, house["ruth"])

    assert told == [person.id]
    assert Lockbox.objects.get(id=box.id).ordered_at is not None


def rows_of(*tables):
    """What a backup of these tables holds."""
    with connection.cursor() as cursor:
        copies = {}
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')
            copies[table] = (
                [f'"{column[0]}"' for column in cursor.description],
                cursor.fetchall(),
            )
        return copies


def put_back(copies):
    """Restore tables as they were, under today's keyring."""
    with connection.cursor() as cursor:
        for table, (columns, rows) in copies.items():
            cursor.execute(f'DELETE FROM "{table}"')
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({marks})', rows
            )


def test_an_older_copy_beside_todays_keyring_opens_nothing_of_hers(
    client, house, django_capture_on_commit_callbacks
):
    person = lived(house)
    boxes = [person.card_box_id, person.file_box_id, person.facts_box_id]
    boxes += list(FindPage.objects.values_list("lockbox_id", flat=True))
    boxes += list(GlassOpening.objects.values_list("lockbox_id", flat=True))
    backup = rows_of(
        "sealed_lockbox",
        "participants_participant",
        "participants_findpage",
        "participants_card",
        "participants_filesheet",
        "participants_facts",
        "participants_careteam",
        "sealed_grant",
    )
    ask(client, house["delphine"], person)
    with django_capture_on_commit_callbacks(execute=True):
        forget(client, house["ruth"])
    shred(boxes)

    assert shred_keys.find(boxes) == {}
    connection.disable_constraint_checking()
    put_back({"sealed_grant": backup["sealed_grant"]} | backup)

    from accompany.sealed.lockboxes import open_lockboxes

    for reader in house.values():
        assert open_lockboxes(boxes, by=reader, through_glass=True) == {}
    assert finding.search("Juniper", by=house["bea"]) == []


def test_the_day_of_the_last_copy_is_thirty_days_on(client, house):
    ask(client, house["delphine"], lived(house))
    forget(client, house["ruth"])

    done = Erasure.objects.get()
    assert (done.last_copy_on - clock.today()).days == 30


def test_the_proof_is_for_the_two_and_for_supervisors(client, house):
    ask(client, house["delphine"], lived(house))
    forget(client, house["ruth"])
    address = reverse("participants:forgotten", args=[Erasure.objects.get().id])

    assert sign_in(client, house["bea"]).get(address).status_code == 404
    assert sign_in(client, make_colleague(Role.SUPERVISOR)).get(address).status_code == 200


def test_the_ledger_still_verifies_after_a_whole_life_here(client, house):
    from accompany.ledger.verify import verify
    from accompany.participants.words import CardWords

    person = lived(house)
    stays = make_participant(called="Magdalena", by=house["delphine"])
    actions.change_card(participant=stays, words=CardWords("Lena"), seen=1, by=house["ruth"])
    actions.exclude(participant=stays, colleague=house["bea"].colleague, by=house["delphine"])
    finding.search("Lena", by=house["ruth"])
    assert verify().is_whole

    ask(client, house["delphine"], person)
    forget(client, house["ruth"])

    assert verify().findings == []


def test_what_somebody_was_typing_about_her_goes_too(client, house):
    from accompany.staff import drafts
    from accompany.staff.models import Draft

    person = lived(house)
    address = reverse("participants:card", args=[person.id])
    drafts.keep(house["ruth"].id, address, "", {"called": ["Juniper"]})
    ask(client, house["delphine"], person)

    forget(client, house["delphine"])
    assert Draft.objects.exists()
    forget(client, house["ruth"])

    assert not Draft.objects.exists()
