"""The synthetic organization looks like two years of real work, and opens as a real one does."""

from contextlib import ExitStack, contextmanager
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F
from django.test import override_settings

from accompany import clock
from accompany.advocacy.models import Note, Service
from accompany.awards.models import Award
from accompany.demo import build as demo
from accompany.demo.colleagues import ACCOUNTS
from accompany.demo.words import CALLED
from accompany.gallery import access as gallery
from accompany.gallery.due import take_down_ended
from accompany.grants.models import Report
from accompany.helpline.models import AnonymousContact
from accompany.house.models import Organization
from accompany.ledger.verify import verify
from accompany.participants import finding
from accompany.participants.models import FollowUp, Participant
from accompany.sealed.people import unlock
from accompany.staff.acting import Acting
from accompany.staff.models import Colleague
from accompany.testing import databases as ground

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


@pytest.fixture(scope="module")
def alder_street(django_db_setup, django_db_blocker, tmp_path_factory):
    """Built once for all who only look at it, and taken back after them. Where its folder is."""
    data = tmp_path_factory.mktemp("alder-street")
    folders = {"DATA": data, "HOUSE_DATA": data / "survivors", "FILES": data / "files"}
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        stack.enter_context(override_settings(**folders))
        for alias in ground.ALIASES:
            stack.enter_context(taken_back(alias))
        demo.build("small")
        yield data
    Organization.forget()


@contextmanager
def taken_back(alias):
    block = transaction.atomic(using=alias)
    block._from_testcase = True  # as around every test: what is durable may begin within it
    with block:
        yield
        transaction.set_rollback(True, using=alias)


def acting(sign_in_name):
    colleague = Colleague.objects.get(sign_in_name=sign_in_name)
    account = next(each for each in ACCOUNTS if each.sign_in_name == sign_in_name)
    return Acting(colleague, unlock(colleague.id, account.passphrase))


def test_a_demo_folder_has_people_services_contacts_and_follow_ups_due(alder_street):
    size = demo.SIZES["small"]

    assert Colleague.objects.count() == len(ACCOUNTS) == 16
    assert Participant.objects.count() == size.people
    assert Service.objects.count() == size.services
    assert Note.objects.count() == size.notes
    assert AnonymousContact.objects.count() == size.contacts
    assert FollowUp.objects.filter(due_on=clock.today(), done_at=None).exists()


def test_a_few_works_hang_with_their_artists_consent(alder_street):
    rooms = gallery.hung()

    works = [work for room in rooms for work in room.works]
    assert {work.title for work in works} == {"Porch light", "Loom, week six"}
    assert all(len(picture.name) > 32 for work in works for picture in work.pictures)
    assert max(picture.size for work in works for picture in work.pictures) <= 60 * 1024
    assert take_down_ended() == 0


def test_its_days_end_yesterday_and_reach_back_two_years(alder_street):
    days = Service.objects.order_by("day").values_list("day", flat=True)

    assert days.last() < clock.today()
    assert days.first() < clock.today() - timedelta(days=500)


def test_what_ended_a_while_ago_was_sent_and_one_quarter_is_left_to_do(alder_street):
    over = [
        (award, period)
        for award in Award.objects.all()
        for period in award.periods
        if period.last < clock.today()
    ]
    left = [
        period
        for award, period in over
        if not Report.objects.filter(award=award, first_day=period.first).exists()
    ]

    sent = Report.objects.select_related("ready_by", "ticked_by", "frozen_by")
    assert sent.count() == 2
    for report in sent:
        assert report.is_frozen
        assert report.last_day < report.ready_at.date() < report.frozen_at.date() < clock.today()
        assert (report.ready_by.sign_in_name, report.ticked_by.sign_in_name) == ("jo", "sunniva")
    assert left


def test_nobody_is_promised_anything_before_she_came(alder_street):
    early = FollowUp.objects.filter(planned_at__lt=F("participant__opened_at"))

    assert not early.exists()


def test_its_ledger_holds(alder_street):
    assert verify().findings == []


def test_every_name_on_a_card_can_be_found_by_a_colleague_who_accompanies(alder_street):
    tamsin = acting("tamsin")
    everybody = Participant.objects.count()

    found = {hit.participant.id for called in CALLED for hit in finding.search(called, by=tamsin)}

    assert 0 < len(found) <= everybody


def test_the_folder_says_who_may_sign_in(alder_street):
    assert "tamsin" in (alder_street / "demo.json").read_text()
