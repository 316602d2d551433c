"""A page about participants is public only once the survivor council said yes to that version."""

import itertools
import re

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision, TaskState

from accompany.gallery.testing import make_hung, make_keepers
from accompany.ledger.models import Line
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in
from accompany.website import changes, council, due, verbs
from accompany.website.models import Decision
from accompany.website.refusals import AskTheCouncil
from accompany.website.testing import make_home, make_page, text, voice


@pytest.fixture
def home():
    return make_home()


@pytest.fixture
def editor():
    return make_colleague(Role.EDITOR)


@pytest.fixture
def member():
    return make_colleague(Role.COUNCIL)


def ask(page, editor):
    """Send the newest version of a page to the council; the number it waits under."""
    page.save_revision(user=editor.colleague)
    state = page.get_workflow().start(page, editor.colleague)
    return state.current_task_state_id


def decide(member, id, *, word="yes", **fields):
    return sign_in(Client(), member).post(reverse(f"council-{word}", args=[id]), fields)


def test_it_is_not_published_without_the_council(client, home):
    page = make_page(home, "voices", is_live=False, body=voice())

    with pytest.raises(AskTheCouncil):
        page.save_revision().publish()

    assert client.get("/voices/").status_code == 404


def test_a_yes_makes_it_public_and_stands_in_the_ledger(client, home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())

    decide(member, ask(page, editor))

    assert "I came back in March." in client.get("/voices/").content.decode()
    assert Decision.objects.get().decided_by == member.colleague
    line = Line.objects.filter(verb=str(verbs.SAID_YES)).get()
    assert line.who == member.id


def test_a_no_sends_it_back_with_a_reason(client, home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    id = ask(page, editor)

    nothing_said = decide(member, id, word="no", reason="  ")
    decide(member, id, word="no", reason="Too close to who she is.")

    assert nothing_said.status_code == 422
    assert client.get("/voices/").status_code == 404
    assert Decision.objects.get().reason == "Too close to who she is."
    page.refresh_from_db()
    assert not page.workflow_in_progress


def test_nobody_decides_on_a_page_that_she_sent_herself(client, home, member):
    page = make_page(home, "voices", is_live=False, body=voice())

    decide(member, ask(page, member))

    assert client.get("/voices/").status_code == 404
    assert not Decision.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_a_yes_is_not_for_whoever_is_not_of_the_council(client, home, editor, role):
    page = make_page(home, "voices", is_live=False, body=voice())

    answer = decide(make_colleague(role), ask(page, editor))

    assert answer.status_code == 404
    assert client.get("/voices/").status_code == 404


def test_a_second_yes_changes_nothing(home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    id = ask(page, editor)

    decide(member, id)
    decide(member, id)

    assert Decision.objects.count() == 1


def test_a_yes_is_for_one_version_only(client, home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    decide(member, ask(page, editor))
    page.refresh_from_db()

    page.body = voice("Other words.")
    with pytest.raises(AskTheCouncil):
        page.save_revision().publish()

    assert "Other words." not in client.get("/voices/").content.decode()


def test_taking_the_quotation_out_again_asks_the_council_too(home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    decide(member, ask(page, editor))
    page.refresh_from_db()

    page.body = text("Nothing about anybody.")
    with pytest.raises(AskTheCouncil):
        page.save_revision().publish()


def test_a_copy_of_it_is_a_draft(home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    decide(member, ask(page, editor))
    page.refresh_from_db()

    copied = page.copy(update_attrs={"slug": "voices-2"})

    assert not copied.live


def test_going_back_to_an_older_version_asks_again(home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    decide(member, ask(page, editor))
    page.refresh_from_db()
    old = page.live_revision

    restored = old.as_object()
    with pytest.raises(AskTheCouncil):
        restored.save_revision().publish()


def test_other_pages_need_no_council(client, home):
    make_page(home, "hours", body=text("Open at one."))

    assert "Open at one." in client.get("/hours/").content.decode()


def test_the_council_sees_what_waits_and_what_is_new(home, editor, member):
    page = make_page(home, "voices", is_live=False, body=[*voice(), *text("It rained.")])
    decide(member, ask(page, editor))
    page.refresh_from_db()
    page.body = [*voice(), *text("It snowed.")]
    id = ask(page, editor)
    reader = sign_in(Client(), member)

    waiting = reader.get(reverse("council")).content.decode()
    asked = reader.get(reverse("council-page", args=[id])).content.decode()
    seen = reader.get(reverse("council-as-seen", args=[id])).content.decode()

    assert "Rain" in waiting
    assert editor.colleague.name in waiting
    assert "<del>It rained.</del>" in asked
    assert "It snowed." in asked
    assert "It snowed." in seen
    assert "I came back in March." in seen


# What was changed while it waited


def changed_while_waiting(home, editor, reader):
    """A page that the council reads, and that is put by anew meanwhile; the number it had."""
    page = make_page(home, "voices", is_live=False, body=voice())
    id = ask(page, editor)
    assert reader.get(reverse("council-page", args=[id])).status_code == 200
    page.refresh_from_db()
    page.body = voice("Words that nobody of the council read.")
    page.save_revision()
    return page, id


def test_what_was_changed_meanwhile_is_asked_about_no_more(home, editor, member):
    reader = sign_in(Client(), member)

    page, _id = changed_while_waiting(home, editor, reader)

    assert "Nothing waits for you." in reader.get(reverse("council")).content.decode()
    assert not page.workflow_in_progress
    assert Line.objects.filter(verb=str(verbs.CLOSED_QUESTION)).count() == 1


@pytest.mark.parametrize("name", ["council-page", "council-as-seen", "council-yes", "council-no"])
def test_whoever_still_reads_it_is_told_that_it_was_changed(client, home, editor, member, name):
    reader = sign_in(Client(), member)
    _page, id = changed_while_waiting(home, editor, reader)
    send = reader.post if name in {"council-yes", "council-no"} else reader.get

    answer = send(reverse(name, args=[id]), {"reason": "Too close."}, follow=True)

    assert "This page was changed meanwhile" in answer.content.decode()
    assert not Decision.objects.exists()
    assert client.get("/voices/").status_code == 404


def test_it_is_asked_about_again_in_its_new_words(client, home, editor, member):
    page, _id = changed_while_waiting(home, editor, sign_in(Client(), member))

    decide(member, ask(page, editor))

    assert "Words that nobody of the council read." in client.get("/voices/").content.decode()


def test_what_was_changed_past_the_page_is_closed_by_the_loop(home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    id = ask(page, editor)
    newer = Revision.objects.get(pk=page.latest_revision_id)
    newer.pk = None
    newer.save()
    Page.objects.filter(pk=page.pk).update(latest_revision=newer)

    assert council.count_waiting(member) == 0
    assert due.close_outdated() == 1
    assert due.close_outdated() == 0

    assert TaskState.objects.get(pk=id).status == TaskState.STATUS_CANCELLED


def test_what_another_member_decided_says_so(home, editor, member):
    id = ask(make_page(home, "voices", is_live=False, body=voice()), editor)
    decide(member, id)

    answer = sign_in(Client(), member).get(reverse("council-page", args=[id]), follow=True)

    assert "one of you decided" in answer.content.decode()


def test_a_page_of_the_council_asks_first_and_its_headings_are_in_order(home, editor, member):
    id = ask(make_page(home, "voices", is_live=False, body=voice()), editor)

    page = sign_in(Client(), member).get(reverse("council-page", args=[id])).content.decode()

    assert page.index("May this be public, as it is here?") < page.index("What it says")
    levels = [int(each) for each in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_nothing_waits_and_the_page_says_so(member):
    page = sign_in(Client(), member).get(reverse("council")).content.decode()

    assert "Nothing waits for you." in page


def test_after_a_no_taking_the_quotation_out_asks_again(client, home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    decide(member, ask(page, editor), word="no", reason="Too close.")
    page.refresh_from_db()

    page.body = text("Nothing about anybody.")
    with pytest.raises(AskTheCouncil):
        page.save_revision().publish()


def test_a_twin_of_such_a_page_asks_too(home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    decide(member, ask(page, editor))
    spanish = make_home("es", title="Inicio")

    with pytest.raises(AskTheCouncil):
        make_page(spanish, "voices", twin_of=page, body=text("Nada de nadie."))


def test_words_of_a_participant_can_be_drafted_on_a_page_that_is_public(client, home, editor):
    page = make_page(home, "hours", body=text("Open at one."))

    page.body = voice()
    page.save_revision(user=editor.colleague)

    assert "Open at one." in client.get("/hours/").content.decode()
    assert page.has_workflow


def test_what_the_council_read_is_not_written_over(home, editor, member):
    page = make_page(home, "voices", is_live=False, body=voice())
    decide(member, ask(page, editor))
    page.refresh_from_db()
    read = page.live_revision

    page.body = voice("Never shown.")
    newer = page.save_revision(overwrite_revision=read)

    read.refresh_from_db()
    assert newer.pk != read.pk
    assert read.as_object().body[0].value["words"] == "I came back in March."


def test_the_council_reads_the_title_of_the_work_on_the_front_page(home, settings, tmp_path):
    settings.FILES, settings.HOUSE_DATA = tmp_path / "files", tmp_path / "house"
    make_hung(make_keepers()[0])
    home.hero_artwork = "porch-light"
    shown = list(changes.paragraphs(home))
    home.hero_artwork = "rain"

    assert "Porch light" in shown
    assert "porch-light" not in shown
    assert "rain" in changes.paragraphs(home), "of what does not hang nothing but this is known"
