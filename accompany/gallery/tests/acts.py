"""What a keeper and a member of the council do in a test, and what there is to see of it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accompany.gallery import access
from accompany.gallery.models import Picture, Proposal
from accompany.gallery.testing import agree, make_work
from accompany.sealed import files
from accompany.sealed.models import Lockbox, SealedFile
from accompany.staff.testing import sign_in

SECRETS = ("Rosalind", "Teague", "Through Bea")
TYPED = {
    "title": "Porch light",
    "medium": "Cut paper",
    "alt": "Paper-cut hills with a round yellow light.",
    "credit": "initials",
    "credit_name": "R.T.",
    "made_in": "studio",
    "artist": "Rosalind Teague",
    "reach": "Through Bea, Tuesdays",
}


def get(by, name, *args, **query):
    return sign_in(Client(), by).get(reverse(name, args=args), query)


def press(by, name, *args, **typed):
    return sign_in(Client(), by).post(reverse(f"gallery:{name}", args=args), typed)


def hang(by, work):
    return press(by, "hang", work.id, room="Dusk")


def page_of(by, work):
    return get(by, "gallery:work", work.id).content.decode()


def change(by, work, picture=None, **said):
    work.refresh_from_db()
    sent = {**TYPED, "version": work.version, **said}
    if picture is not None:
        sent["picture"] = SimpleUploadedFile("new.jpg", picture)
    return press(by, "change", work.id, **sent)


def ready(by):
    work = make_work(by)
    agree(work, by)
    return work


def standing(work):
    return Proposal.objects.standing().filter(artwork=work).first()


def titles():
    return [(room.name, [work.title for work in room.works]) for room in access.hung()]


def on_disk():
    """The public copies, by name."""
    return sorted(each.name for each in Picture.shelf.folder.glob("*"))


def everything_on_disk():
    """The sealed files, byte for byte."""
    found = [each for each in files.Path(files.settings.FILES).rglob("*") if each.is_file()]
    return [each.read_bytes() for each in found]


def assert_shredded(proposal):
    found = Proposal.objects.get(id=proposal.id)
    assert found.ended_at
    assert found.picture_id is None
    assert Lockbox.objects.get(id=proposal.lockbox_id).shredded_at
    assert not SealedFile.objects.filter(lockbox=proposal.lockbox_id).exists()
    assert len(everything_on_disk()) == SealedFile.objects.count()
