"""An older copy of the database comes back: whom we forgot since is forgotten again, wholly."""

import pytest
from django.apps import apps
from django.db import connection

from accompany import clock
from accompany.advocacy.models import Note, Service
from accompany.advocacy.testing import make_note, make_service
from accompany.commands import keeping
from accompany.gallery import access as gallery
from accompany.gallery import actions as art
from accompany.gallery import due as art_due
from accompany.gallery.models import Artwork, Consent, Hanging, Proposal, Use
from accompany.gallery.testing import (
    agree,
    let_hang,
    make_asked,
    make_hung,
    make_keepers,
    make_work,
)
from accompany.helpline.actions import forgetting
from accompany.helpline.models import AnonymousContact, Conversation, Message
from accompany.helpline.testing import arrive, make_line
from accompany.ledger import heads
from accompany.ledger.models import Line
from accompany.ledger.verify import verify
from accompany.participants import actions, erasure, finding
from accompany.participants.models import (
    Card,
    CareTeam,
    Erasure,
    FindPage,
    FollowUp,
    Participant,
)
from accompany.participants.testing import make_circles, make_participant
from accompany.sealed import restoring, tombstones
from accompany.sealed.lockboxes import shred
from accompany.sealed.models import Lockbox
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague

STAYS_AS_IT_IS = {"ledger_line", "sealed_tombstone"}


def tables():
    ours = (m for m in apps.get_models() if m.__module__.startswith("accompany."))
    named = {m._meta.db_table for m in ours if m._meta.app_label != "keyring"}
    return sorted(named - STAYS_AS_IT_IS)


def copied():
    """What a backup of the database holds, the ledger aside."""
    copies = {}
    with connection.cursor() as cursor:
        for table in tables():
            cursor.execute(f'SELECT * FROM "{table}"')
            copies[table] = ([f'"{each[0]}"' for each in cursor.description], cursor.fetchall())
    return copies


def put_back(copies):
    """The rows of a backup again, beside today's keyring."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in copies:
            cursor.execute(f'DELETE FROM "{table}"')
        for table, (columns, rows) in copies.items():
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(
                f'INSERT INTO "{table}" ({", ".join(columns)}) VALUES ({marks})', rows
            )


def shred_what_was_ordered():
    shred(Lockbox.objects.filter(ordered_at__isnull=False).values_list("id", flat=True))


@pytest.fixture
def house(monkeypatch):
    monkeypatch.setattr(finding, "FEW", 0)
    monkeypatch.setattr(heads, "remember_head", lambda: False)
    make_circles()
    make_line()
    return make_colleague(Role.ADVOCATE, "Delphine A."), make_colleague(Role.HELPLINE, "Ruth K.")


def forget(person, delphine, ruth):
    asked = erasure.ask_to_be_forgotten(participant=person, by=delphine)
    erasure.forget(erasure=asked, by=ruth)
    shred_what_was_ordered()


def test_whom_we_forgot_since_the_backup_is_forgotten_again(house):
    delphine, ruth = house
    gone = make_participant(called="Juniper", by=delphine)
    stays = make_participant(called="Magdalena", by=delphine)
    for person in (gone, stays):
        make_note(person, by=delphine)
        make_service(person, by=delphine)
        actions.plan_follow_up(
            participant=person,
            what="Call",
            due_on=clock.today(),
            for_colleague=delphine.colleague,
            by=delphine,
        )
    linked = arrive()
    Conversation.objects.filter(id=linked.id).update(participant=gone)
    finding.search("Juniper", by=ruth)
    older = copied()
    forget(gone, delphine, ruth)

    put_back(older)
    assert Participant.objects.count() == 2
    restoring.replay_tombstones()
    assert keeping._forget_again() == 1

    for model in (Participant, Card, FollowUp, Note, Service):
        assert model.objects.count() == 1, model
    assert set(CareTeam.objects.values_list("participant", flat=True)) == {stays.id}
    assert not Conversation.objects.exists()
    assert not Participant.objects.filter(handle=gone.handle).exists()
    assert Line.objects.filter(verb="forgot a person", subject=gone.handle).count() == 2
    assert keeping._forget_again() == 0


def test_an_asking_that_came_back_is_done_and_names_nobody(house):
    delphine, ruth = house
    person = make_participant(by=delphine)
    asked = erasure.ask_to_be_forgotten(participant=person, by=delphine)
    older = copied()
    erasure.forget(erasure=asked, by=ruth)
    shred_what_was_ordered()

    put_back(older)
    restoring.replay_tombstones()
    erasure.replay()

    again = Erasure.objects.get()
    assert again.participant_id is None
    assert again.done_at is not None


def test_others_of_a_dead_find_page_are_found_after(house):
    delphine, ruth = house
    gone = make_participant(called="Juniper", by=delphine)
    make_participant(called="Magdalena", by=delphine)
    finding.search("Juniper", by=ruth)
    older = copied()
    forget(gone, delphine, ruth)

    put_back(older)
    restoring.replay_tombstones()
    keeping._forget_again()

    assert [each.card.called for each in finding.search("Magdalena", by=ruth)] == ["Magdalena"]
    assert finding.search("Juniper", by=ruth) == []
    assert FindPage.objects.count() == 1


def test_a_conversation_that_was_erased_since_is_erased_again(house):
    going, stays = arrive(number="+12065550161"), arrive(number="+12065550162")
    older = copied()
    Conversation.objects.filter(id=going.id).update(erase_due=clock.now())
    forgetting.erase(going)
    shred_what_was_ordered()

    put_back(older)
    restoring.replay_tombstones()
    assert keeping._forget_again() == 1

    assert list(Conversation.objects.values_list("id", flat=True)) == [stays.id]
    assert set(Message.objects.values_list("conversation", flat=True)) == {stays.id}
    assert not AnonymousContact.objects.exists()


def test_the_ledger_stands_after_forgetting_again(house):
    delphine, ruth = house
    person = make_participant(by=delphine)
    make_note(person, by=delphine)
    older = copied()
    forget(person, delphine, ruth)
    put_back(older)
    restoring.replay_tombstones()
    keeping._forget_again()

    assert verify().is_whole


# What an artist took back


@pytest.fixture
def lena(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(heads, "remember_head", lambda: False)
    settings.FILES, settings.HOUSE_DATA = tmp_path / "files", tmp_path / "house"
    keeper, _supervisor = make_keepers()
    return keeper


def the_loop_goes_on():
    shred_what_was_ordered()
    art_due.remember_what_was_taken_back()


def come_back(older):
    put_back(older)
    restoring.replay_tombstones()
    return keeping._forget_again()


def test_what_an_artist_took_back_since_the_backup_is_taken_back_again(lena):
    face, stays = make_hung(lena), make_hung(lena, "Kept")
    agree(face.artwork, lena, Use.PRINT)
    older = copied()
    art.take_back_by_slip(work=face.artwork, use="")
    the_loop_goes_on()

    assert come_back(older) == 1

    again = Hanging.objects.get(id=face.id)
    assert (again.slug, again.title, again.alt, again.is_hung) == ("porch-light", "", "", False)
    assert not Consent.objects.filter(artwork=face.artwork, withdrawn_at=None).exists()
    assert not Proposal.objects.standing().filter(artwork=face.artwork).exists()
    assert Artwork.objects.get(id=face.artwork_id).hung_at is None
    with pytest.raises(gallery.Gone):
        gallery.hung_work("porch-light")
    assert Hanging.objects.hung().get().id == stays.id
    assert Consent.objects.get(artwork=stays.artwork).withdrawn_at is None
    lines = Line.objects.filter(verb="took back an artist's consent")
    assert [line.facts.count("restored") for line in lines.order_by("seq")] == [0, 0, 1, 1]
    assert keeping._forget_again() == 0
    assert verify().is_whole


def test_a_use_that_was_taken_back_is_so_again_and_the_work_stays(lena):
    face = make_hung(lena)
    agree(face.artwork, lena, Use.PRINT)
    older = copied()
    art.take_back(work=face.artwork, use=Use.PRINT, by=lena)
    the_loop_goes_on()

    assert come_back(older) == 1

    alive = Consent.objects.filter(withdrawn_at=None)
    assert list(alive.values_list("use", flat=True)) == [Use.WEB]
    assert Hanging.objects.get().is_hung


def test_what_was_taken_back_before_it_hung_is_taken_back_again(lena):
    agreed, asked = make_work(lena), make_asked(lena, "Asked")
    agree(agreed, lena)
    older = copied()
    art.take_back(work=agreed, use="", by=lena)
    art.take_back(work=asked.artwork, use="", by=lena)
    the_loop_goes_on()

    assert come_back(older) == 2

    assert not Consent.objects.filter(withdrawn_at=None).exists()
    assert not Proposal.objects.standing().exists()


def test_a_keeper_asks_her_again_and_it_hangs_as_any_work(lena):
    face = make_hung(lena)
    older = copied()
    art.take_back(work=face.artwork, use="", by=lena)
    the_loop_goes_on()
    come_back(older)

    work = Artwork.objects.get()
    with pytest.raises(art.NoConsent):
        art.hang(work=work, room="Dusk", by=lena)
    agree(work, lena)
    let_hang(work, lena)

    assert art.hang(work=work, room="Dusk", by=lena, widths=(120,)).slug == "porch-light-2"


def test_where_the_councils_yes_ended_she_is_asked_again(lena):
    """A house of an earlier release left no tombstone of a consent, but of what the council saw."""
    face = make_hung(lena)
    older = copied()
    art.take_back(work=face.artwork, use="", by=lena)
    shred_what_was_ordered()

    assert come_back(older) == 1

    assert not Hanging.objects.get().is_hung
    assert Consent.objects.get().withdrawn_at is not None


def test_what_hung_before_the_council_was_asked_comes_down_with_a_restore(lena):
    face = make_hung(lena)
    Proposal.objects.update(ended_at=clock.now())
    Hanging.objects.update(is_older=True, proposal=None)

    assert come_back(copied()) == 1

    again = Hanging.objects.get()
    assert (again.slug, again.title, again.is_hung) == (face.slug, "", False)
    assert Consent.objects.get().withdrawn_at is None


def test_a_work_that_was_deleted_since_is_deleted_again(lena):
    face = make_hung(lena)
    older = copied()
    art.delete_work(work=face.artwork, by=lena)
    the_loop_goes_on()

    assert come_back(older) == 1

    assert not Artwork.objects.exists()
    assert not Consent.objects.exists()
    assert Hanging.objects.get().title == ""


def test_a_consent_taken_back_is_remembered_with_the_commit(
    lena, django_capture_on_commit_callbacks
):
    face = make_hung(lena)
    with django_capture_on_commit_callbacks(execute=True):
        art.take_back(work=face.artwork, use="", by=lena)

    assert Consent.objects.get().id in tombstones.lying()
    assert art_due.remember_what_was_taken_back() == 0
