"""The CMS: editors come in by the one sign-in, and it says nothing to anybody outside."""

import re
import socket
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from accompany.house import live
from accompany.ledger.models import Line
from accompany.staff.capabilities import Capability, Role
from accompany.staff.models import Session
from accompany.staff.testing import make_colleague, sign_in
from accompany.website import due, verbs, zone
from accompany.website.models import SectionPage
from accompany.website.testing import make_home, make_page, text, voice

EDITORS = [role for role in Role if Capability.EDIT_SITE in role.capabilities]


@pytest.fixture
def home():
    return make_home()


@pytest.fixture
def editor():
    return sign_in(Client(), make_colleague(Role.EDITOR))


def edit(client, page, *, body, action="action-publish", **fields):
    """Send the CMS's own form of a page."""
    sent = {
        "title": page.title,
        "slug": page.slug,
        "tab": page.tab,
        "lede": page.lede,
        "body": streamfield(body),
        "aside": streamfield([]),
        "menu_label": "",
        "foot": "",
        "foot_label": "",
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        action: action,
        **fields,
    }
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, nested_form_data(sent))


def the_words(words):
    return [("text", rich_text(f"<p>{words}</p>"))]


# Who gets in


def test_a_name_and_a_passphrase_alone_open_nothing(client, home):
    make_colleague(Role.EDITOR)

    answer = client.post("/cms/login/", {"username": "editor", "password": "anything at all"})

    assert answer["Location"].startswith("/desk/sign-in/")
    assert client.get("/cms/")["Location"].startswith("/desk/sign-in/")
    assert not Session.objects.filter(is_pending=False).exclude(colleague=None).exists()


@pytest.mark.parametrize("role", list(Role))
def test_only_editors_get_in(home, role):
    client = sign_in(Client(), make_colleague(role))

    assert client.get("/cms/").status_code == (200 if role in EDITORS else 404)


@pytest.mark.parametrize("closed", zone.CLOSED)
def test_what_is_code_is_closed_even_to_editors(editor, home, closed):
    assert editor.get(f"/cms/{closed}", follow=True).status_code == 404


def test_a_colleague_on_the_way_in_does_not_get_in(client, home):
    somebody = make_colleague(Role.EDITOR)
    Session.objects.create(
        name="x" * 64,
        colleague=somebody.colleague,
        is_pending=True,
        made_at=timezone.now(),
        seen_at=timezone.now(),
        expires_at=timezone.now() + timedelta(minutes=5),
        sealed=b"",
    )
    client.cookies["desk"] = "x" * 64

    assert client.get("/cms/")["Location"].startswith("/desk/sign-in/")


# What an editor does


def test_an_editor_publishes_a_page(client, editor, home):
    page = make_page(home, "hours", body=text("Open at one."))

    answer = edit(editor, page, body=the_words("Open at two."))

    assert answer.status_code == 302
    assert "Open at two." in client.get("/hours/").content.decode()
    assert Line.objects.filter(verb=str(verbs.PUBLISHED)).exists()


def test_a_draft_is_seen_by_nobody_outside(client, editor, home):
    page = make_page(home, "hours", body=text("Open at one."))

    edit(editor, page, body=the_words("Open at two."), action="action-save")

    assert "Open at one." in client.get("/hours/").content.decode()


def test_the_councils_page_offers_to_ask_and_not_to_publish(editor, home):
    page = make_page(home, "voices", is_live=False, body=voice())
    page.save_revision()

    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert 'name="action-submit"' in shown
    assert 'name="action-publish"' not in shown


def test_sending_it_to_the_council_makes_it_wait_there(editor, home, mailoutbox):
    page = make_page(home, "voices", is_live=False, body=voice())
    page.save_revision()
    words = [
        (
            "voice",
            {"words": "I came back.", "whose": "J.M.", "permission": "With permission"},
        )
    ]

    edit(editor, page, body=words, action="action-submit")

    member = sign_in(Client(), make_colleague(Role.COUNCIL))
    assert "Rain" in member.get(reverse("council")).content.decode()
    assert Line.objects.filter(verb=str(verbs.ASKED_COUNCIL)).exists()
    assert mailoutbox == []


def test_a_telling_name_for_a_tab_is_refused(editor, home):
    page = make_page(home, "hours", body=text("Open at one."))

    answer = edit(editor, page, body=the_words("Open."), tab="Victims of trafficking")

    assert answer.status_code == 200
    assert "tells nobody what this page is about" in answer.content.decode()


def test_markup_that_is_sent_by_hand_is_text_or_nothing(client, editor, home):
    page = make_page(home, "hours", body=text("Open at one."))

    edit(editor, page, body=the_words("<b onclick='alert(1)'>Now</b> <script>alert(1)</script>"))

    said = client.get("/hours/").content.decode()
    assert "<script>alert" not in said
    assert "onclick" not in said


def test_a_page_appears_on_its_day(home, monkeypatch):
    page = make_page(home, "hours", is_live=False, body=text("Open at one."))
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.save_revision().publish()
    early = due.keep_the_days()
    begun = timezone.now() - timedelta(minutes=1)
    revision = page.revisions.get()
    content = {**revision.content, "go_live_at": begun.isoformat()}
    page.revisions.update(approved_go_live_at=begun, content=content)
    told = []
    monkeypatch.setattr(live, "changed", told.append)

    done = due.keep_the_days()

    assert (early, done) == (0, 1)
    assert live.PUBLIC in told
    assert SectionPage.objects.get(pk=page.pk).live


def test_a_page_ends_on_its_day(client, home, monkeypatch):
    page = make_page(home, "hours", body=text("Open at one."))
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    told = []
    monkeypatch.setattr(live, "changed", told.append)

    due.keep_the_days()

    assert client.get("/hours/").status_code == 404
    assert live.PUBLIC in told
    assert Line.objects.filter(verb=str(verbs.TOOK_DOWN)).count() == 1


def test_moving_a_page_leaves_a_way_from_its_old_address(
    client, editor, home, django_capture_on_commit_callbacks
):
    page = make_page(home, "hours", body=text("Open at one."))

    with django_capture_on_commit_callbacks(execute=True):
        edit(editor, page, body=the_words("Open at one."), slug="when")

    assert client.get("/hours/")["Location"] == "/when/"


def test_an_older_version_can_be_put_back(client, editor, home):
    page = make_page(home, "hours", body=text("Open at one."))
    first = page.live_revision
    edit(editor, page, body=the_words("Open at two."))

    old = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    shown = editor.get(old).content.decode()

    assert "Open at one." in shown


# What its pages may do


@pytest.mark.parametrize("address", ["/cms/", "/cms/pages/", "/cms/redirects/", "/cms/images/"])
def test_a_page_of_the_cms_runs_no_script_that_stands_in_its_text(editor, home, address):
    said = editor.get(address)

    assert said.status_code == 200
    assert inline_scripts(said.content.decode()) == []
    assert "unsafe-eval" not in said["Content-Security-Policy"]
    assert "script-src 'self';" in said["Content-Security-Policy"]


def test_nor_does_the_page_on_which_pages_are_written(editor, home):
    page = make_page(home, "hours", body=text("Open at one."))

    said = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert inline_scripts(said) == []


def test_a_preview_may_do_what_the_page_may(editor, home):
    page = make_page(home, "hours", body=text("Open at one."))

    said = editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))

    assert "Open at one." in said.content.decode()
    assert said["Content-Security-Policy"] == zone.PREVIEWED


def inline_scripts(page):
    return [
        found
        for found in re.findall(r"<script[^>]*>", page)
        if "src=" not in found and "json" not in found and "text/x-template" not in found
    ]


def test_the_cms_calls_nobody(editor, home, monkeypatch):
    """The house itself; what an editor's browser asks for, her journey watches."""
    page = make_page(home, "hours", body=text("Open at one."))

    def refuse(*anywhere):
        raise AssertionError(f"The CMS called {anywhere}.")

    for way in ("create_connection", "getaddrinfo", "gethostbyname"):
        monkeypatch.setattr(socket, way, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    for address in ("/cms/", "/cms/pages/", reverse("wagtailadmin_pages:edit", args=[page.pk])):
        said = editor.get(address).content.decode()
        fetched = r'(?:src|action|<link[^>]*href)="(?:https?:)?//([^/"]+)'
        elsewhere = set(re.findall(fetched, said))
        assert elsewhere <= {"127.0.0.1:8000", "localhost", "testserver"}, address


def test_a_page_that_is_deleted_or_moved_is_told_of(home, monkeypatch):
    above, page = make_page(home, "help"), make_page(home, "hours")
    told = []
    monkeypatch.setattr(live, "changed", told.append)

    page.move(above, pos="last-child")
    after_moving = len(told)
    page.delete()

    assert 0 < after_moving < len(told)
    assert set(told) == {live.PUBLIC}
    assert Line.objects.filter(verb=str(verbs.DELETED)).count() == 1


def test_the_front_page_cannot_be_deleted(editor, home):
    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[home.pk]), follow=True)

    assert Page.objects.filter(pk=home.pk).exists()
    assert answer.status_code in (200, 404)


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/", "//elsewhere.example/", "/\t/elsewhere.example/"]
)
def test_text_leads_to_no_other_site(editor, home, address):
    page = make_page(home, "hours", body=text("Open at one."))

    answer = edit(editor, page, body=[("text", rich_text(f'<p><a href="{address}">x</a></p>'))])

    page.refresh_from_db()
    assert answer.status_code == 200
    assert "elsewhere" not in str(page.body)


def test_a_moved_address_never_leads_to_another_site(client, home):
    Redirect.objects.create(old_path="/old", redirect_link="https://elsewhere.example/")

    assert client.get("/old/").status_code == 404


def test_nothing_that_is_public_can_be_called_private(editor, home):
    page = make_page(home, "hours", body=text("Open at one."))

    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "Change privacy" not in shown


def test_an_open_page_that_asks_by_itself_is_nobody_at_work(home):
    somebody = make_colleague(Role.EDITOR)
    client = sign_in(Client(), somebody)
    page = make_page(home, "hours", body=text("Open at one."))
    early = timezone.now() - timedelta(minutes=10)
    Session.objects.filter(colleague=somebody.colleague).update(seen_at=early)

    client.get(f"/cms/pages/{page.pk}/edit/preview/?in_preview_panel=true")
    client.post(f"/cms/editing-sessions/ping/wagtailcore/page/{page.pk}/1/")

    assert Session.objects.get(colleague=somebody.colleague).seen_at == early


# What is not there


def nowhere(client, path="/cms/nowhere/"):
    response = client.get(path)
    assert response.status_code == 404
    return response.content.decode()


@pytest.mark.parametrize(
    "path", ["/cms/nowhere/", "/cms/pages/999/edit/", "/cms/users/", "/cms/media/none.png"]
)
def test_what_is_not_in_the_cms_is_said_as_in_the_rest_of_the_house(editor, home, path):
    page = nowhere(editor, path)

    assert "We can’t find that page" in page
    assert "Go to the pages of the site" in page
    assert "Wagtail" not in page
    assert "Leave this site" not in page


def test_a_colleague_without_the_key_is_shown_the_way_to_today_and_no_other(home):
    page = nowhere(sign_in(Client(), make_colleague(Role.COUNCIL)))

    assert "Go to Today" in page
    assert reverse("wagtailadmin_explore_root") not in page


def test_a_form_of_the_cms_that_is_not_taken_is_refused_in_the_words_of_the_house(home):
    client = sign_in(Client(enforce_csrf_checks=True), make_colleague(Role.EDITOR))

    response = client.post("/cms/pages/3/edit/", {}, headers={"origin": "https://else.example"})

    assert response.status_code == 403
    assert "What you sent was not taken" in response.content.decode()
    assert "Leave this site" not in response.content.decode()
