"""The synthetic organization looks like two years of real work, and opens as a real one does."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.models import F

from accompany import clock
from accompany.advocacy.models import Note, Service
from accompany.awards.models import Award
from accompany.demo import build as demo
from accompany.demo.colleagues import ACCOUNTS
from accompany.demo.words import CALLED
from accompany.gallery import access as gallery
from accompany.gallery.due import take_down_ended
from accompany.grants.models import Report
from accompany.helpline.models import AnonymousContact, Conversation
from accompany.house.models import Organization
from accompany.ledger.verify import verify
from accompany.participants import finding
from accompany.participants.models import Card, FollowUp, GlassOpening, Participant
from accompany.sealed.lockboxes import open_lockboxes
from accompany.sealed.people import unlock
from accompany.staff.acting import Acting
from accompany.staff.models import Colleague

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


@pytest.fixture
def alder_street(settings, tmp_path):
    settings.DATA = tmp_path
    settings.HOUSE_DATA, settings.FILES = tmp_path / "survivors", tmp_path / "files"
    demo.build("small")


def acting(sign_in_name):
    colleague = Colleague.objects.get(sign_in_name=sign_in_name)
    account = next(each for each in ACCOUNTS if each.sign_in_name == sign_in_name)
    return Acting(colleague, unlock(colleague.id, account.passphrase))


def what_was_chosen():
    """Everything of a house that is built and taken back, but for keys, ids and the hour."""
    with transaction.atomic():
        demo.build("small")
        tamsin = acting("tamsin")
        cards = list(Card.objects.all())
        boxes = open_lockboxes([card.lockbox_id for card in cards], by=tamsin)
        chosen = (
            sorted(str(card.open(boxes[card.lockbox_id]).words) for card in cards),
            sorted(Service.objects.values_list("day", "code", "minutes", "award__name")),
            sorted(AnonymousContact.objects.values_list("day", "channel", "kind")),
            sorted(FollowUp.objects.values_list("due_on", "for_colleague__sign_in_name")),
        )
        transaction.set_rollback(True)
    Organization.forget()
    return chosen


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


def test_it_is_the_same_at_every_run(settings, tmp_path):
    settings.DATA = tmp_path

    assert what_was_chosen() == what_was_chosen()


def test_two_people_wait_tonight_and_a_file_was_opened_with_a_reason(
    settings, tmp_path, monkeypatch
):
    settings.DATA, settings.TWILIO_AUTH_TOKEN = tmp_path, "a token of the company"
    monkeypatch.setitem(demo.SIZES, "small", replace(demo.SIZES["small"], live=True))
    demo.build("small")

    assert Conversation.objects.going().filter(waiting_since__isnull=False).count() == 2
    opening = GlassOpening.objects.get()
    assert opening.reviewed_by.sign_in_name == "odile"


def test_the_usual_house_is_as_large_as_two_years_of_one():
    usual, large = demo.SIZES["usual"], demo.SIZES["large"]

    assert (usual.people, usual.services, usual.contacts) == (120, 2_500, 900)
    assert (large.people, large.services, large.contacts) == (10_000, 200_000, 50_000)


def test_the_folder_says_who_may_sign_in(alder_street, settings):
    assert "tamsin" in (settings.DATA / "demo.json").read_text()


def test_a_size_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="No such size"):
        demo.build("enormous")
