"""Building it anew: the same at every run, and as large as was asked."""

from dataclasses import replace

import pytest
from django.db import transaction

from accompany.advocacy.models import Service
from accompany.demo import build as demo
from accompany.demo.tests.test_build import acting
from accompany.helpline.models import AnonymousContact, Conversation
from accompany.house.models import Organization
from accompany.participants.models import Card, FollowUp, GlassOpening
from accompany.sealed.lockboxes import open_lockboxes

pytestmark = pytest.mark.django_db(databases=["default", "keyring"])


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


def test_a_size_that_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="No such size"):
        demo.build("enormous")
