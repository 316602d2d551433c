"""A work and a page never share an address: what hangs hides no page, and no page a work."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from accompany.gallery import access, actions, pacing
from accompany.gallery.testing import make_hung, make_keepers
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in
from accompany.website.access import found_by_machines
from accompany.website.copying.making import gone_addresses
from accompany.website.models import ArtPage, SectionPage, SitePage
from accompany.website.testing import make_home, make_page

SAID = "The gallery has this address"


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.FILES = tmp_path / "files"
    settings.HOUSE_DATA = tmp_path / "house"
    pacing.pace.forget()


@pytest.fixture
def lena():
    keeper, _supervisor = make_keepers()
    return keeper


@pytest.fixture
def art():
    return make_page(make_home(), "art")


@pytest.fixture
def editor():
    return sign_in(Client(), make_colleague(Role.EDITOR))


def typed(slug, **more):
    return nested_form_data(
        {
            "title": "Porch light",
            "slug": slug,
            "tab": "Alder",
            "lede": "",
            "body": streamfield([]),
            "aside": streamfield([]),
            "menu_label": "",
            "foot": "",
            "foot_label": "",
            "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
            **more,
        }
    )


def begin(client, above, slug):
    address = reverse("wagtailadmin_pages:add", args=["website", "sectionpage", above.pk])
    return client.post(address, typed(slug))


# A work hides no page


def test_a_room_says_how_much_hangs_in_it_so_that_small_ones_stand_side_by_side(lena):
    make_page(make_home(), "art", kind=ArtPage)
    for title, room in [("One", "Dusk"), ("Two", "Dusk"), ("Three", "Dawn")]:
        make_hung(lena, title, room=room)

    page = Client().get("/art/").content.decode()

    assert page.index('class="room room-2"') < page.index('class="room room-1"')


def test_a_work_called_like_a_page_hides_it_neither_hung_nor_gone(lena, art):
    page = make_page(art, "consent", title="What consent is")
    face = make_hung(lena, "Consent")
    assert "What consent is" in Client().get(page.address).content.decode()

    actions.take_down(work=face.artwork, by=lena)

    assert face.slug == "consent-2"
    assert Client().get(page.address).status_code == 200
    assert Client().get("/art/consent-2/").status_code == 410
    assert page.address not in gone_addresses()


def test_a_draft_keeps_its_address_and_so_does_a_page_in_spanish(lena, art):
    make_page(art, "draft", is_live=False)
    make_page(make_page(make_home("es"), "art"), "lluvia")

    assert make_hung(lena, "Draft").slug == "draft-2"
    assert make_hung(lena, "Lluvia").slug == "lluvia-2"


def test_an_address_that_an_editor_is_about_to_give_or_sent_elsewhere_is_taken(lena, art):
    page = make_page(art, "old")
    page.slug = "new"
    page.save_revision()
    Redirect.objects.create(old_path="/art/moved", redirect_link="/art/")

    assert make_hung(lena, "New").slug == "new-2"
    assert make_hung(lena, "Moved").slug == "moved-2"


def test_a_page_elsewhere_keeps_nothing_below_art(lena, art):
    make_page(Page.objects.get(pk=art.get_parent().pk), "rain")

    assert make_hung(lena, "Rain").slug == "rain"


# Nor the gallery’s own pages


@pytest.mark.parametrize(("title", "slug"), [("Withdraw", "withdraw"), ("Pictures", "pictures")])
def test_a_work_never_takes_the_artists_way_out(lena, art, title, slug):
    face = make_hung(lena, title)
    listed = {each.path for each in found_by_machines()}

    actions.take_down(work=face.artwork, by=lena)

    assert face.slug == f"{slug}-2"
    assert f"/art/{slug}-2/" in listed
    assert f"/art/{slug}/" not in listed
    assert f"/art/{slug}-2/" in gone_addresses()
    assert f"/art/{slug}/" not in gone_addresses()
    assert Client().get("/art/withdraw/").status_code == 200


def test_what_took_the_way_out_before_has_it_no_more(lena, art):
    face = make_hung(lena)
    type(face).objects.filter(id=face.id).update(slug="withdraw")
    assert "/art/withdraw/" not in {each.path for each in access.listed()}

    actions.take_down(work=face.artwork, by=lena)

    assert "/art/withdraw/" not in set(access.gone())


def test_a_title_with_a_line_below_has_an_address_that_answers(lena, art):
    face = make_hung(lena, "my_porch _light")

    assert face.slug == "my-porch--light"
    assert Client().get(f"/art/{face.slug}/").status_code == 200


# A page hides under no work


@pytest.mark.parametrize("is_gone", [False, True])
def test_no_page_begins_where_a_work_hangs_or_hung(lena, art, editor, is_gone):
    face = make_hung(lena)
    if is_gone:
        actions.take_down(work=face.artwork, by=lena)

    refused = begin(editor, art, "porch-light")
    elsewhere = begin(editor, art.get_parent(), "porch-light")

    assert refused.status_code == 200
    assert refused.content.decode().count(SAID) == 1
    assert elsewhere.status_code == 302
    assert SitePage.objects.filter(slug="porch-light").count() == 1


def test_no_page_begins_in_place_of_the_artists_way_out(art, editor):
    assert SAID in begin(editor, art, "withdraw").content.decode()
    assert begin(editor, art, "withdrawing").status_code == 302


def test_no_page_is_renamed_or_moved_to_where_a_work_hangs(lena, art, editor):
    make_hung(lena)
    page = make_page(art, "evenings")
    other = make_page(Page.objects.get(pk=art.get_parent().pk), "porch-light")

    renamed = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), typed("porch-light", title="Rain")
    )
    moved = editor.post(
        reverse("wagtailadmin_pages:move_confirm", args=[other.pk, art.pk]), follow=True
    )

    assert renamed.content.decode().count(SAID) == 1
    assert SAID in moved.content.decode()
    assert SectionPage.objects.get(pk=other.pk).path_in_site == "/porch-light/"
    assert SectionPage.objects.get(pk=page.pk).get_latest_revision_as_object().slug == "evenings"
