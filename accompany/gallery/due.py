"""A work comes down when its consent ends, whoever is asleep; and nothing of it stays on disk.

What the council was asked, or said yes to, ends with the consent too.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef

from accompany import clock
from accompany.gallery.actions import end_what_she_no_longer_agrees_to, lower_what_may_not_hang
from accompany.gallery.models import Consent, Hanging, Picture, Proposal, Use
from accompany.house.due import due
from accompany.sealed import tombstones

AT_ONCE = 5000


@due("works whose consent has ended", every=timedelta(minutes=1))
def take_down_ended() -> int:
    """Take down what its artist no longer agrees to. Says how many came down."""
    alive = Consent.objects.live(clock.today()).filter(use=Use.WEB, artwork=OuterRef("artwork"))
    ended = Hanging.objects.hung().filter(~Exists(alive))
    works = [work for work in ended.values_list("artwork", flat=True) if work is not None]
    return sum(map(lower_what_may_not_hang, works))


@due("what the council was asked, when the consent has ended", every=timedelta(minutes=1))
def end_asking() -> int:
    """Shred what stands on a consent that is over. Says how many works that concerned."""
    alive = Proposal.objects.alive(clock.today()).values("id")
    over = Proposal.objects.standing().exclude(id__in=alive)
    works = [work for work in over.values_list("artwork", flat=True) if work is not None]
    return sum(map(end_what_she_no_longer_agrees_to, works))


@due("consents that were taken back", every=timedelta(minutes=1))
def remember_what_was_taken_back() -> int:
    """Leave the tombstone of a consent, should a process have stopped before. Says how many."""
    lies = tombstones.lying().filter(lockbox=OuterRef("id"))
    taken = Consent.objects.filter(~Exists(lies), withdrawn_at__isnull=False)
    return tombstones.leave(taken.values_list("id", flat=True)[:AT_ONCE])


@due("works without their pictures", every=timedelta(minutes=10))
def take_down_without_pictures() -> int:
    """After a restore no public copy is there: a keeper hangs again what may still hang."""
    hung = Picture.objects.filter(hanging__taken_down_at=None)
    missing = {
        artwork
        for artwork, name in hung.values_list("hanging__artwork", "name")
        if artwork is not None and not Picture.shelf.has(name)
    }
    return sum(map(lower_what_may_not_hang, missing))


@due("public pictures of works that came down", every=timedelta(minutes=1))
def sweep_copies() -> int:
    """Delete copies that belong to nothing that hangs, should a process have stopped before."""
    down = Picture.objects.filter(hanging__taken_down_at__isnull=False)
    return Picture.shelf.delete(down.values_list("name", flat=True)) + Picture.sweep()
