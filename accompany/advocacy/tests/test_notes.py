"""Notes: short, sealed in her file, and a private one opens for its writer alone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accompany import clock
from accompany.advocacy.models import Note, NoteKind
from accompany.advocacy.testing import make_note
from accompany.ledger.models import Line
from accompany.participants import access
from accompany.participants.actions import close_record
from accompany.participants.testing import make_circles, make_participant
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in

WORDS = "Called the shelter with her in the room."


@pytest.fixture(autouse=True)
def circles():
    make_circles()


def write_note(client, her, by, text=WORDS, **typed):
    sign_in(client, by)
    form = {"text": text, "kind": "shared", "voice": "ours", "form_id": str(uuid4())} | typed
    return client.post(reverse("advocacy:write-note", args=[her.id]), form)


def change_note(client, note, by, text, version):
    sign_in(client, by)
    form = {"text": text, "voice": "ours", "version": version}
    return client.post(reverse("advocacy:change-note", args=[note.id]), form)


def words_of(note, by):
    return note.open(access.file_box(note.participant, by)).words


def test_a_note_is_sealed_in_her_file():
    delphine = make_colleague()
    her = make_participant(by=delphine)

    response = write_note(Client(), her, by=delphine)

    note = Note.objects.get()
    assert response.status_code == 302
    assert note.lockbox_id == her.file_box_id
    assert WORDS.encode() not in bytes(note.sealed)
    assert words_of(note, delphine).text == WORDS


def test_a_written_note_leaves_a_line_that_says_no_word():
    delphine = make_colleague()
    her = make_participant(by=delphine)

    write_note(Client(), her, by=delphine)

    line = Line.objects.get(verb="wrote a note")
    assert (line.row, line.version, line.subject) == (Note.objects.get().id, 1, her.handle)
    assert "shelter" not in line.facts


def test_a_double_click_writes_one_note():
    delphine = make_colleague()
    her, form = make_participant(by=delphine), str(uuid4())

    write_note(Client(), her, by=delphine, form_id=form)
    again = write_note(Client(), her, by=delphine, form_id=form)

    assert again.status_code == 302
    assert Note.objects.count() == 1


def test_a_private_note_opens_for_nobody_but_its_writer():
    delphine, ines = make_colleague(), make_colleague()
    her = make_participant(team=[delphine, ines])

    write_note(Client(), her, by=delphine, kind="private")

    note = Note.objects.get()
    words = words_of(note, ines)
    assert WORDS not in str(words)
    with pytest.raises(Exception):  # noqa: B017, PT011  # whatever the cipher says, it does not open
        ines.keys.unseal(words.kept.encode())


def test_five_hundred_characters_are_a_note_and_one_more_is_not():
    delphine = make_colleague()
    her = make_participant(by=delphine)

    fits = write_note(Client(), her, by=delphine, text="a" * 500)
    too_long = write_note(Client(), her, by=delphine, text="a" * 501)

    assert fits.status_code == 302
    assert too_long.status_code == 422
    assert "A note holds 500 characters" in too_long.content.decode()
    assert "a" * 501 in too_long.content.decode()
    assert Note.objects.count() == 1


def test_markup_in_a_note_is_shown_as_text():
    delphine = make_colleague()
    her = make_participant(by=delphine)

    response = write_note(Client(), her, by=delphine, text="<script>" + "a" * 500)

    assert "&lt;script&gt;" in response.content.decode()


def test_a_note_half_written_when_the_desk_locked_is_there_again():
    delphine = make_colleague()
    her, client = make_participant(by=delphine), Client()
    page = reverse("advocacy:write-note", args=[her.id])
    token = sign_in(client, delphine).get(page).context["draft"]["token"]

    client.logout()
    client.post(page, {"text": WORDS, "kind": "private", "draft": token})
    again = sign_in(client, delphine).get(page)

    assert WORDS in again.content.decode()
    assert again.context["form"]["kind"].value() == "private"


def test_whoever_has_no_key_to_the_file_is_led_to_the_sealed_page():
    her, bea = make_participant(by=make_colleague()), make_colleague(Role.OUTREACH)

    response = write_note(Client(), her, by=bea)

    assert response.status_code == 302
    assert response["Location"] == reverse("workday:record", args=[her.id])
    assert not Note.objects.exists()


def test_a_colleague_without_the_capability_finds_no_page():
    her, jo = make_participant(by=make_colleague()), make_colleague(Role.GRANTS)

    assert write_note(Client(), her, by=jo).status_code == 404


def test_a_stranger_looks_like_nobody():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    her.id = uuid4()

    assert write_note(Client(), her, by=delphine).status_code == 404


def test_a_closed_record_takes_no_notes():
    delphine = make_colleague()
    her = make_participant(by=delphine)
    close_record(participant=her, by=delphine)

    response = write_note(Client(), her, by=delphine)

    assert response.status_code == 422
    assert "This record is closed" in response.content.decode()


def test_its_writer_changes_a_note():
    delphine = make_colleague()
    note = make_note(make_participant(by=delphine), delphine)

    response = change_note(Client(), note, delphine, "She found two rooms.", version=1)

    assert response.status_code == 302
    changed = Note.objects.get()
    assert (changed.version, words_of(changed, delphine).text) == (2, "She found two rooms.")
    assert Line.objects.get(verb="changed a note").version == 2


def test_a_note_changed_in_another_window_loses_neither_text():
    delphine = make_colleague()
    note = make_note(make_participant(by=delphine), delphine)

    change_note(Client(), note, delphine, "The first window.", version=1)
    second = change_note(Client(), note, delphine, "The second window.", version=1)

    page = second.content.decode()
    assert second.status_code == 422
    assert "changed in another window" in page
    assert "The first window." in page
    assert "The second window." in page
    third = change_note(Client(), note, delphine, "Both.", version=second.context["note"].version)
    assert third.status_code == 302


def test_a_colleagues_note_looks_like_no_note():
    delphine, ines = make_colleague(), make_colleague()
    note = make_note(make_participant(team=[delphine, ines]), delphine)

    assert change_note(Client(), note, ines, "Mine now.", version=1).status_code == 404


def test_a_note_stands_after_a_week():
    delphine = make_colleague()
    note = make_note(make_participant(by=delphine), delphine)

    with clock.stopped_at(clock.now() + timedelta(days=8)):
        response = change_note(Client(), note, delphine, "Too late.", version=1)

    assert response.status_code == 422
    assert "seven days" in response.content.decode()


def test_its_writer_takes_a_note_out():
    delphine = make_colleague()
    note = make_note(make_participant(by=delphine), delphine)
    client = sign_in(Client(), delphine)

    client.post(reverse("advocacy:take-note-out", args=[note.id]))

    assert not Note.objects.exists()
    assert Line.objects.get(verb="took out a note").row == note.id


def test_a_private_note_is_shown_to_its_writer_again():
    delphine = make_colleague()
    note = make_note(
        make_participant(by=delphine), delphine, text="Between me and me.", kind=NoteKind.PRIVATE
    )
    client = sign_in(Client(), delphine)

    page = client.get(reverse("advocacy:change-note", args=[note.id])).content.decode()

    assert "Between me and me." in page
