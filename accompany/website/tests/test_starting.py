"""Starting a site: drafts to be read first, or public at once but for what is the council's."""

import pytest
from wagtail.models import TaskState

from accompany.website import starting
from accompany.website.models import DiversityPage, HomePage, SitePage
from accompany.website.refusals import AlreadyStarted


def test_a_new_site_is_drafts_that_nobody_outside_sees(client):
    pages = starting.start("seattle")

    assert SitePage.objects.count() == pages * 2 or SitePage.objects.count() == pages
    assert not SitePage.objects.live().exists()
    assert client.get("/history/").status_code == 404
    assert "Leave this site" in client.get("/").content.decode()
    assert not TaskState.objects.exists()
    with pytest.raises(AlreadyStarted):
        starting.start("alder-street")


def test_a_site_begun_in_public_still_asks_the_council(client):
    starting.start("alder-street", is_public=True)

    waiting = {state.revision.as_object().pk for state in TaskState.objects.all()}
    assert waiting == {
        page.pk
        for page in SitePage.objects.all()
        if page.specific.get_latest_revision_as_object().concerns_participants
    }
    assert not HomePage.objects.live().exists()
    history = client.get("/es/history/").content.decode()
    assert "Alder Street" in history
    statement = DiversityPage.objects.get(locale__language_code="en")
    assert (statement.since.year, bool(statement.take_part)) == (2026, True)
    assert "{name}" not in history
