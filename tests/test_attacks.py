"""Somebody who wants in, or harm; and bad luck. What each gets."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import router
from django.test import Client
from django.urls import reverse

from accompany import clock
from accompany.advocacy.testing import make_note, make_service
from accompany.helpline.actions import chats, desk, handoff
from accompany.helpline.models import ChatDoor, Conversation, Message, ProviderReceipt
from accompany.helpline.testing import arrive, make_line
from accompany.ledger import triggers
from accompany.ledger.verify import verify
from accompany.participants import access, actions, erasure
from accompany.participants.actions.team import LastOnTheTeam
from accompany.participants.models import GLASS_LASTS
from accompany.participants.safe_contact import SafeContact
from accompany.participants.testing import make_circles, make_participant
from accompany.sealed.lockboxes import NotYours
from accompany.staff import actions as staff
from accompany.staff import drafts
from accompany.staff.capabilities import Role
from accompany.staff.models import Draft
from accompany.staff.testing import make_colleague, sign_in
from tests.whole_house import doors

REASON = "She texted a lemon and nobody is awake."


def test_the_same_button_pressed_twice_at_once_begins_one_chat(monkeypatch):
    make_line()
    once, begin = uuid4().hex, chats._begin

    def beaten(token, name, words):
        """The other press was stored between looking and writing."""
        begin(token, name, words)
        begin(token, name, words)

    monkeypatch.setattr(chats, "_begin", beaten)

    assert chats.start(once=once, words="hello")
    assert ChatDoor.objects.count() == Conversation.objects.count() == 1


def test_nothing_is_served_while_a_trigger_of_the_ledger_is_down():
    from accompany.commands.checking import require_standing
    from accompany.commands.saying import CommandRefused

    require_standing()

    with triggers.taken_down(), pytest.raises(CommandRefused, match=r"trigger .* is gone"):
        require_standing()


@pytest.fixture
def people():
    make_circles()
    return {
        "delphine": make_colleague(Role.ADVOCATE, "Delphine A."),
        "ines": make_colleague(Role.ADVOCATE, "Ines B."),
        "bea": make_colleague(Role.OUTREACH, "Bea L."),
        "tamsin": make_colleague(Role.HELPLINE, "Tamsin O."),
        "ruth": make_colleague(Role.HELPLINE, "Ruth K."),
        "priya": make_colleague(Role.SUPERVISOR, "Priya N."),
    }


def test_an_hour_through_the_glass_never_becomes_more(people):
    bea, delphine, ines = people["bea"], people["delphine"], people["ines"]
    her = make_participant(team=[delphine, ines])
    actions.break_glass(participant=her, reason=REASON, by=bea)

    for act in (actions.choose_for_team, actions.leave_team, actions.exclude, actions.unexclude):
        for whom in (bea, delphine, people["priya"]):
            with pytest.raises(access.NotOnHerTeam):
                act(participant=her, colleague=whom.colleague, by=bea)
    page = sign_in(Client(), bea).get(reverse("participants:team", args=[her.id])).content.decode()

    assert "Give them the keys" not in page
    with clock.stopped_at(clock.now() + GLASS_LASTS), pytest.raises(NotYours):
        access.file_box(her, bea)


def test_whoever_is_left_alone_gets_a_new_team_through_the_glass(people):
    bea, delphine = people["bea"], people["delphine"]
    her = make_participant(by=delphine)
    staff.see_off(colleague=delphine.colleague, by=people["priya"])
    actions.break_glass(participant=her, reason=REASON, by=bea)

    actions.choose_for_team(participant=her, colleague=people["ines"].colleague, by=bea)

    assert access.file_box(her, people["ines"])


def test_with_one_supervisor_the_glass_of_somebody_left_alone_still_breaks():
    make_colleague(Role.GRANTS)
    make_colleague(Role.DIRECTION)
    priya, delphine = make_colleague(Role.SUPERVISOR), make_colleague(Role.ADVOCATE)
    bea = make_colleague(Role.OUTREACH)
    her = make_participant(by=delphine)
    staff.see_off(colleague=delphine.colleague, by=priya)

    opened = actions.break_glass(participant=her, reason=REASON, by=bea)

    assert opened.id in {each.id for each in access.glass_openings(priya)}
    assert access.file_box(her, bea)


def test_the_last_who_is_still_with_us_stays_beside_her(people):
    delphine, ines = people["delphine"], people["ines"]
    her = make_participant(team=[delphine, ines])
    staff.see_off(colleague=ines.colleague, by=people["priya"])

    with pytest.raises(LastOnTheTeam):
        actions.leave_team(participant=her, colleague=delphine.colleague, by=delphine)


def linked(her):
    """A text that arrived from somebody who is known."""
    talk = arrive()
    Conversation.objects.filter(id=talk.id).update(participant=her)
    return Conversation.objects.get(id=talk.id)


def test_a_conversation_is_never_handed_to_whom_she_keeps_away(people):
    tamsin, ruth = people["tamsin"], people["ruth"]
    her = make_participant(by=people["delphine"])
    actions.exclude(participant=her, colleague=ruth.colleague, by=people["delphine"])
    talk, client = linked(her), sign_in(Client(), tamsin)
    address = reverse("helpline:hand-over", args=[talk.id])

    offered = client.get(reverse("helpline:conversation", args=[talk.id])).content.decode()
    client.post(address, {"to": str(ruth.id), "note": ""})

    assert f'value="{ruth.id}"' not in offered
    assert f'value="{people["priya"].id}"' in offered
    talk.refresh_from_db()
    assert talk.assigned_to_id is None


def test_nobody_waits_for_a_colleague_who_cannot_come_any_more(people):
    tamsin, ruth = people["tamsin"], people["ruth"]
    her = make_participant(by=people["delphine"])
    kept_away, alone = linked(her), arrive(number="+12065550171")
    for talk in (kept_away, alone):
        desk.take(conversation=talk, by=tamsin)
    with pytest.raises(desk.WithSomeoneElse):
        desk.take(conversation=alone, by=ruth)
    actions.exclude(participant=her, colleague=tamsin.colleague, by=people["delphine"])

    desk.take(conversation=kept_away, by=ruth)
    with clock.stopped_at(clock.now() + timedelta(minutes=25)):
        desk.take(conversation=alone, by=ruth)

    for talk in (kept_away, alone):
        talk.refresh_from_db()
        assert talk.assigned_to_id == ruth.id


def test_whoever_is_signed_in_keeps_her_conversation(people):
    talk = arrive()
    desk.take(conversation=talk, by=people["tamsin"])
    later = clock.now() + timedelta(minutes=25)
    with clock.stopped_at(later):
        sign_in(Client(), people["tamsin"])

        with pytest.raises(desk.WithSomeoneElse):
            desk.take(conversation=talk, by=people["ruth"])


def test_whoever_she_keeps_away_finds_her_on_no_path(people):
    """The same answer as for somebody who never was, whatever is asked."""
    bea, delphine = people["bea"], people["delphine"]
    her = make_participant(called="Juniper", by=delphine)
    actions.break_glass(participant=her, reason=REASON, by=bea)
    promise = actions.plan_follow_up(
        participant=her,
        what="Call",
        due_on=clock.today(),
        for_colleague=bea.colleague,
        by=delphine,
    )
    client = sign_in(Client(), bea)
    assert "Juniper" in client.get("/desk/").content.decode()
    actions.exclude(participant=her, colleague=bea.colleague, by=delphine)

    for door in doors():
        if "<uuid:participant>" not in door["address"]:
            continue
        for method in ("get", "post"):
            real = getattr(client, method)(
                door["address"].replace("<uuid:participant>", str(her.id))
            )
            none = getattr(client, method)(
                door["address"].replace("<uuid:participant>", str(uuid4()))
            )
            assert real.status_code == none.status_code, door["address"]
            assert real.status_code in (404, 405)
            assert real.content == none.content
    for name in ("change-follow-up", "finish-follow-up"):
        assert client.get(reverse(f"participants:{name}", args=[promise.id])).status_code in (
            404,
            405,
        )
    for address in ("/desk/", "/desk/people/?who=everyone", "/desk/people/glass/"):
        assert "Juniper" not in client.get(address).content.decode()
    found = client.post(reverse("participants:find"), {"query": "Juniper"}).content.decode()
    assert str(her.id) not in found


KEYS_THAT_ARE_GONE = {"sealed.Lockbox.id", "sealed.Tombstone.lockbox", "keyring.Tombstone.lockbox"}


def everything_stored():
    """Every value of every table of both databases, but the ledger's."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table == "ledger_line" or not model._meta.managed:
            continue
        for row in model._base_manager.using(router.db_for_read(model)).values():
            for column, value in row.items():
                yield f"{model._meta.label}.{column}", value


def holds(value, needle):
    if isinstance(value, memoryview | bytes):
        raw = bytes(value)
        return needle.bytes in raw or str(needle).encode() in raw or needle.hex.encode() in raw
    return str(needle) in str(value) or needle.hex in str(value)


def test_after_she_is_forgotten_nothing_in_any_table_leads_to_her(
    people, django_capture_on_commit_callbacks
):
    delphine, tamsin, ruth = people["delphine"], people["tamsin"], people["ruth"]
    safe = SafeContact(channels=("text",))
    her = make_participant(called="Juniper", by=delphine, numbers=["+12065550175"], safe=safe)
    ids = {"her": her.id, "handle": her.handle, "note": make_note(her, by=delphine).id}
    ids["service"] = make_service(her, by=delphine).id
    promise = actions.plan_follow_up(
        participant=her,
        what="Call",
        due_on=clock.today(),
        for_colleague=delphine.colleague,
        by=ruth,
    )
    ids["promise"] = promise.id
    ids["glass"] = actions.break_glass(participant=her, reason=REASON, by=people["bea"]).id
    moved = arrive(number="+12065550171")
    handoff.move(conversation=moved, participant=her, by=tamsin)
    going = linked(her)
    desk.take(conversation=going, by=tamsin)
    desk.reply(conversation=going, words="Yes.", seen=1, once=uuid4().hex, by=tamsin)
    ids |= {"moved": moved.id, "going": going.id}
    ids["said"] = Message.objects.filter(conversation=going).first().id
    client = sign_in(Client(), delphine)
    for name in ("copy", "looked-copy"):
        assert client.post(reverse(f"workday:{name}", args=[her.id])).status_code == 200
    record_url = reverse("workday:record", args=[her.id])
    for page in ("", "note/", "names/", "follow-up/", "sheet/"):
        address = f"{record_url}{page}"
        drafts.keep(delphine.id, address, "", {"text": ["Juniper wants a room"]})
    drafts.keep(
        tamsin.id, reverse("helpline:conversation", args=[going.id]), "reply", {"reply": ["Yes, J"]}
    )
    drafts.keep(
        delphine.id, reverse("advocacy:change-note", args=[ids["note"]]), "", {"text": ["Juniper"]}
    )
    asked = erasure.ask_to_be_forgotten(participant=her, by=delphine)
    with django_capture_on_commit_callbacks(execute=True):
        erasure.forget(erasure=asked, by=ruth)

    ids |= {"file": her.file_box_id, "card": her.card_box_id, "facts": her.facts_box_id}
    left = {
        f"{where} holds {name}"
        for where, value in everything_stored()
        if where not in KEYS_THAT_ARE_GONE
        for name, id in ids.items()
        if value is not None and holds(value, id)
    }
    assert left == set()
    assert not Draft.objects.exists()
    assert not ProviderReceipt.objects.exclude(message=None).exists()
    assert verify().is_whole
