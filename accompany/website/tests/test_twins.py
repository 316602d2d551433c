"""Languages beside each other: how each page stands in Spanish, and what it has still to say."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from wagtail.models import Locale

from accompany import clock
from accompany.ledger.models import Line
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in
from accompany.website import beside, starting, twins
from accompany.website.models import TwinLook
from accompany.website.refusals import HasATwin, HasNoTwin
from accompany.website.testing import bare_root, make_home, make_page

ES = "es"


@pytest.fixture
def editor():
    return make_colleague(Role.EDITOR, "Noor")


@pytest.fixture
def home():
    Locale.objects.get_or_create(language_code=ES)
    return published(make_home(title="We walk beside you", tab="Start"))


def published(page):
    page.save_revision().publish()
    return page


def twin_of(page):
    return page.get_translation(Locale.objects.get(language_code=ES)).specific


def stand(page):
    return twins.one(page.pk, ES)


TEXT = [("text", "<h2>First</h2><p>One.</p><p>Two.</p>")]


# How a page stands


def test_a_page_that_nobody_began_in_spanish_is_missing(home):
    assert stand(home).state == twins.State.MISSING


def test_a_twin_is_a_draft_until_it_is_public_and_then_up_to_date(home, editor):
    twins.make(id=home.pk, code=ES, by=editor)
    assert stand(home).state == twins.State.DRAFT

    published(twin_of(home))

    assert stand(home).state == twins.State.CURRENT


def test_a_twin_is_behind_once_its_english_changed(home, editor):
    twins.make(id=home.pk, code=ES, by=editor)
    published(twin_of(home))

    home.hero_say = "We answer the phone ourselves."
    published(home)

    assert stand(home).state == twins.State.BEHIND


def test_a_draft_of_the_english_leaves_the_twin_up_to_date(home, editor):
    twins.make(id=home.pk, code=ES, by=editor)
    published(twin_of(home))

    home.hero_say = "Not said in public yet."
    home.save_revision()

    assert stand(home).state == twins.State.CURRENT


def test_a_twin_is_up_to_date_once_somebody_changed_it_or_said_so(home, editor):
    twins.make(id=home.pk, code=ES, by=editor)
    published(twin_of(home))
    published(home)
    assert stand(home).state == twins.State.BEHIND

    twins.say_up_to_date(id=home.pk, code=ES, by=editor)
    assert stand(home).state == twins.State.CURRENT

    published(home)
    assert stand(home).state == twins.State.BEHIND
    published(twin_of(home))
    assert stand(home).state == twins.State.CURRENT


def test_a_fresh_site_is_up_to_date_in_spanish(editor):
    bare_root()

    starting.start("alder-street", by=make_colleague(Role.COUNCIL), is_public=True)
    found = twins.every(ES)

    assert {each.state for each in found} == {twins.State.CURRENT}
    assert len(found) > 30
    assert [each.english.title for each in found if each.count_open > 2] == []


# Making a twin


def test_a_twin_begins_as_a_draft_under_the_same_address(home, editor):
    page = make_page(home, "history", title="History", lede="A room and a kettle.", body=TEXT)
    twins.make(id=home.pk, code=ES, by=editor)

    made = twins.make(id=page.pk, code=ES, by=editor)

    assert not made.live
    assert made.locale.language_code == ES
    assert twin_of(page).path_in_site == page.path_in_site == "/history/"
    assert twin_of(page).lede == "A room and a kettle."
    said = Line.objects.filter(verb="began a page in another language").latest("seq")
    assert json.loads(said.facts)["twin"] == made.pk


def test_what_stands_above_a_twin_is_begun_too_and_is_no_public_copy(home, editor):
    above = make_page(home, "about", title="About")
    page = make_page(above, "history", title="History")

    twins.make(id=page.pk, code=ES, by=editor)

    for each in (home, above, page):
        assert stand(each).state == twins.State.DRAFT
        assert twin_of(each).alias_of_id is None


def test_a_page_has_one_twin(home, editor):
    twins.make(id=home.pk, code=ES, by=editor)

    with pytest.raises(HasATwin):
        twins.make(id=home.pk, code=ES, by=editor)


def test_nobody_says_that_a_missing_page_is_up_to_date(home, editor):
    with pytest.raises(HasNoTwin):
        twins.say_up_to_date(id=home.pk, code=ES, by=editor)
    assert not TwinLook.objects.exists()


def test_a_twin_that_goes_takes_what_was_said_of_it_along(home, editor):
    page = make_page(home, "history", title="History")
    twins.make(id=page.pk, code=ES, by=editor)
    twins.say_up_to_date(id=page.pk, code=ES, by=editor)

    twin_of(page).delete()

    assert not TwinLook.objects.exists()
    assert stand(page).state == twins.State.MISSING


# Beside each other


def pairs_of(parts, name):
    return next(part for part in parts if part.name == name)


def compared(page):
    return stand(page).parts


def test_a_twin_that_nobody_wrote_yet_says_the_same_as_its_english(home, editor):
    page = make_page(home, "history", title="History", lede="A room.", body=TEXT)
    twins.make(id=page.pk, code=ES, by=editor)

    parts = compared(page)

    assert {pair.state for part in parts for pair in part.pairs} == {beside.State.SAME}
    assert stand(page).count_open == sum(part.count_open for part in parts) == 6


def test_each_paragraph_stands_beside_the_one_that_says_it(home, editor):
    page = make_page(home, "history", title="History", body=TEXT)
    twin = twins.make(id=page.pk, code=ES, by=editor)
    twin.title, twin.tab = "Historia", "Una página"
    twin.body = [("text", "<h2>Primero</h2><p>Uno.</p>")]
    twin.save_revision()

    said = [(p.english, p.other, p.state) for p in pairs_of(compared(page), "Text").pairs]

    assert said == [
        ("First", "Primero", "said"),
        ("One.", "Uno.", "said"),
        ("Two.", "", "empty"),
    ]
    assert stand(page).count_open == 1


STEPS = {
    "type": "steps",
    "value": {
        "heading": "What happens",
        "lead": "",
        "steps": [
            {
                "type": "item",
                "id": "5e1f0c0a-0000-4000-8000-000000000001",
                "value": {"title": "You call", "text": "<p>Any hour.</p>"},
            },
            {
                "type": "item",
                "id": "5e1f0c0a-0000-4000-8000-000000000002",
                "value": {"title": "We listen", "text": "<p>Or not.</p>"},
            },
        ],
    },
}
NOTICE = {"type": "notice", "value": {"tone": "care", "heading": "Danger", "text": "<p>911</p>"}}


def test_a_piece_that_is_not_there_is_missing_and_moves_nothing_out_of_line(home, editor):
    page = make_page(home, "call", title="Call", body=json.dumps([NOTICE, STEPS]))
    twin = twins.make(id=page.pk, code=ES, by=editor)
    spanish = json.loads(json.dumps(STEPS).replace("What happens", "Qué pasa"))
    twin.body = json.dumps([spanish])
    twin.save_revision()

    notice, steps = (pairs_of(compared(page), name) for name in ("Notice", "Steps"))

    assert notice.is_missing
    assert [pair.state for pair in notice.pairs] == ["empty", "empty"]
    assert not steps.is_missing
    assert steps.pairs[0] == beside.Pair("What happens", "Qué pasa")
    assert steps.count_open == 4


def test_a_step_that_is_missing_leaves_the_others_in_their_places(home, editor):
    page = make_page(home, "call", title="Call", body=json.dumps([STEPS]))
    twin = twins.make(id=page.pk, code=ES, by=editor)
    fewer = json.loads(json.dumps(STEPS))
    fewer["value"]["steps"].pop()
    twin.body = json.dumps([fewer])
    twin.save_revision()

    steps = pairs_of(compared(page), "Steps")

    assert [pair.english for pair in steps.pairs if not pair.other] == ["We listen", "Or not."]


def test_a_number_and_a_name_are_the_same_in_both_and_nothing_is_left_to_say():
    assert beside.Pair("2013", "2013").state == "said"
    assert beside.Pair("Noel G.", "Noel G.", is_name=True).state == "said"
    assert beside.Pair("Art", "Art").state == "same"
    assert beside.Pair("", "Solo aquí").state == "extra"
    assert not beside.Pair("", "Solo aquí").is_open


def test_what_waits_to_be_published_in_spanish_is_what_is_shown(home, editor):
    page = make_page(home, "history", title="History")
    twin = published(twins.make(id=page.pk, code=ES, by=editor))
    twin.title = "Historia"
    twin.save_revision()

    assert pairs_of(compared(page), "Title").pairs[0].other == "Historia"


# The CMS's pages


def test_the_list_counts_and_filters(client, home, editor):
    make_page(home, "history", title="History")
    behind = make_page(home, "mission", title="Mission")
    twins.make(id=behind.pk, code=ES, by=editor)
    published(twin_of(behind))
    published(behind)
    sign_in(client, editor)

    everything = client.get(reverse("cms-languages")).content.decode()
    only = client.get(reverse("cms-languages"), {"state": "behind"}).content.decode()

    assert "History" in everything
    assert "/history/" in everything
    assert "Mission" in only
    assert "/history/" not in only
    assert 'aria-current="page">Behind <span class="twin-count">1</span>' in only


@pytest.mark.parametrize("asked", ["%00", "nowhere", "<script>", "🌙", "a" * 5000])
def test_a_filter_that_means_nothing_shows_all(client, home, editor, asked):
    sign_in(client, editor)

    page = client.get(f"{reverse('cms-languages')}?state={asked}")

    assert page.status_code == 200
    assert "We walk beside you" in page.content.decode()


def test_a_page_is_begun_and_said_to_be_up_to_date_by_a_button(client, home, editor):
    sign_in(client, editor)

    begun = client.post(reverse("cms-language-make", args=[home.pk]))
    again = client.post(reverse("cms-language-make", args=[home.pk]), follow=True)

    assert begun["Location"] == reverse("wagtailadmin_pages:edit", args=[twin_of(home).pk])
    assert "there in Spanish already" in again.content.decode()

    published(twin_of(home))
    published(home)
    shown = client.get(reverse("cms-language", args=[home.pk])).content.decode()
    assert "The English changed after the Spanish" in shown
    said = client.post(reverse("cms-language-up-to-date", args=[home.pk]), follow=True)
    assert "Noted" in said.content.decode()
    assert TwinLook.objects.get().looked_by_id == editor.id


def test_a_missing_page_shows_its_english_and_how_to_begin(client, home, editor):
    sign_in(client, editor)

    page = client.get(reverse("cms-language", args=[home.pk])).content.decode()
    refused = client.post(reverse("cms-language-up-to-date", args=[home.pk]), follow=True)

    assert "Begin the Spanish page" in page
    assert "not there in Spanish yet" in refused.content.decode()


def test_words_are_escaped_and_each_says_its_language(client, home, editor):
    page = make_page(home, "odd", title="<b>Bold</b> & 🌙", lede="<script>alert(1)</script>")
    twin = twins.make(id=page.pk, code=ES, by=editor)
    twin.title = "Palabras"
    twin.save_revision()
    sign_in(client, editor)

    shown = client.get(reverse("cms-language", args=[page.pk])).content.decode()

    assert "<script>alert" not in shown
    assert '<span lang="es">Palabras</span>' in shown


@pytest.mark.parametrize("name", ["cms-language", "cms-language-make", "cms-language-up-to-date"])
def test_only_an_english_page_has_a_twin(client, home, editor, name):
    twin = twins.make(id=home.pk, code=ES, by=editor)
    sign_in(client, editor)
    ask = client.get if name == "cms-language" else client.post

    for id in (twin.pk, 999_999):
        assert ask(reverse(name, args=[id])).status_code == 404


def test_without_the_key_there_is_no_such_page(client, home):
    sign_in(client, make_colleague(Role.HELPLINE))

    for answer in (
        client.get(reverse("cms-languages")),
        client.get(reverse("cms-language", args=[home.pk])),
        client.post(reverse("cms-language-make", args=[home.pk])),
        client.post(reverse("cms-language-up-to-date", args=[home.pk])),
    ):
        assert answer.status_code == 404
    assert not home.has_translation(Locale.objects.get(language_code=ES))


def test_the_menu_leads_there(client, home, editor):
    sign_in(client, editor)

    assert reverse("cms-languages") in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_change_of_the_clock_is_no_change_of_a_page(home, editor, monkeypatch):
    twins.make(id=home.pk, code=ES, by=editor)
    published(twin_of(home))
    later = clock.now() + timedelta(days=400)
    monkeypatch.setattr(clock, "now", lambda: later)

    assert stand(home).state == twins.State.CURRENT
