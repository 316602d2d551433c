"""What hangs: put up with consent and the council's yes, moved, and taken down with the commit.

A keeper who took a work down may put it back where it hung, as long as it may hang, and at the
address that it had. What its artist took back is put back by nobody: hung again, it has another.
"""

import re
from dataclasses import dataclass
from itertools import count
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.gallery import access, council, verbs
from accompany.gallery.models import (
    NOT_SAID,
    WORDS_IN_PUBLIC,
    Artwork,
    Consent,
    Hanging,
    Picture,
    Proposal,
    Room,
    Use,
)
from accompany.house import addresses, live, pictures
from accompany.house.refusals import Refusal
from accompany.ledger.lines import HOUSE, record
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

BACK = "put-back-"


class NeverFromTherapy(Refusal):
    message = _("A work made in art therapy stays private. It cannot be hung.")


class NoConsent(Refusal):
    message = _(
        "She has not agreed to show this on our site, or what she agreed to has ended. Write down "
        "her consent first."
    )


class AskTheCouncil(Refusal):
    message = _(
        "The survivor council has not said yes to this. Ask it first; what hangs is exactly what "
        "it said yes to."
    )


class NoAlternativeText(Refusal):
    message = _("Put the picture into words first, for people who cannot see it.")


class HangsAlready(Refusal):
    message = _("This work hangs already.")


class NotHung(Refusal):
    message = _("This work does not hang. Somebody may have taken it down a moment ago.")


@dataclass(frozen=True)
class Spot:
    """Where a work hung: its address, its room, and how many rooms and works came before it."""

    slug: str
    room: str
    rooms_before: int
    works_before: int


def hang(
    *,
    work: Artwork,
    room: str,
    by: Acting,
    spot: Spot | None = None,
    widths: tuple[int, ...] = pictures.WIDTHS,
    kinds: tuple[pictures.Kind, ...] = pictures.KINDS,
) -> Hanging:
    """Hang a work in a room of that name, in exactly the face that the council said yes to.

    It is the last one there, or stands at its `spot` again. Its copies are made before anything
    is locked.
    """
    require(by, Capability.KEEP_GALLERY)
    work = access.artwork(work.id, by=by)
    yes = _the_councils_yes(work, by)
    pixels = pictures.opened(access.picture_of(work, by))
    id = uuid4()
    made = [
        Picture.written(copy, hanging_id=id)
        for copy in pictures.copies(pixels, widths=widths, kinds=kinds)
    ]
    with transaction.atomic():
        locked = access.artwork(work.id, by=by, lock=True)
        if _the_councils_yes(locked, by) != yes:
            raise AskTheCouncil
        now, said = clock.now(), council.face_of(locked)
        face = Hanging(id=id, artwork=locked, proposal=yes, hung_at=now)
        for name in WORDS_IN_PUBLIC:
            setattr(face, name, getattr(said, name))
        title = locked.words.title
        face.slug = _its_own_slug(locked, title, spot) or _free_slug(title)
        face.room, is_new = _room(room)
        face.place = _next_place(face.room)
        face.save(force_insert=True)
        if spot is not None:
            _set_back(face, spot, is_new_room=is_new)
        Picture.objects.bulk_create(made)
        locked.hung_at = now
        locked.save(update_fields=["hung_at"])
        live.changed(live.PUBLIC)
        record(verbs.HUNG_WORK, face, by=by, artwork=locked.id)
    return face


def put_back(*, work: Artwork, spot: Spot, by: Acting) -> Hanging:
    """Hang a work where it hung. Refused like any hanging: she may have changed her mind."""
    return hang(work=work, room=spot.room, spot=spot, by=by)


@transaction.atomic
def take_down(*, work: Artwork, by: Acting) -> Spot:
    """Take a work down; what its artist agreed to stands. Returns where it hung."""
    require(by, Capability.KEEP_GALLERY)
    work = access.artwork(work.id, by=by, lock=True)
    spot = _spot_of(work)
    lowered = lower(work)
    if lowered is None or spot is None:
        raise NotHung
    record(verbs.TOOK_DOWN, lowered, by=by, artwork=work.id)
    return spot


@transaction.atomic
def lower_what_may_not_hang(work_id: UUID) -> bool:
    """Take down, as the house itself, a work whose consent has ended or whose copies are gone."""
    work = Artwork.objects.select_for_update().filter(id=work_id).first()
    if work is None or (may_hang_on(work) and _has_its_copies(work)):
        return False
    lowered = lower(work)
    if lowered is None:
        return False
    record(verbs.TOOK_DOWN, lowered, by=HOUSE, artwork=work.id)
    return True


def lower(work: Artwork) -> Hanging | None:
    """Empty a work's public face, inside the transaction that says why. `work` is locked."""
    face = Hanging.objects.hung().filter(artwork=work).first()
    if face is None:
        return None
    room, names = face.room_id, list(face.pictures.values_list("name", flat=True))
    face.taken_down_at, face.room, face.place = clock.now(), None, 0
    for name, nothing in NOT_SAID.items():
        setattr(face, name, nothing)
    face.save(update_fields=["taken_down_at", "room", "place", *WORDS_IN_PUBLIC])
    Artwork.objects.filter(id=work.id).update(hung_at=None)
    _close_if_empty(room)
    live.changed(live.PUBLIC)
    transaction.on_commit(lambda: _delete(names), robust=True)
    return face


@transaction.atomic
def move(*, face: Hanging, up: bool, by: Acting) -> None:
    """Change places with the neighbor in the same room."""
    require(by, Capability.KEEP_GALLERY)
    beside = list(
        Hanging.objects.hung().select_for_update().filter(room=face.room_id).order_by("place", "id")
    )
    if _swapped(beside, face.id, up=up):
        for place, each in enumerate(beside):
            Hanging.objects.filter(id=each.id).update(place=place)
        live.changed(live.PUBLIC)
        record(verbs.CHANGED_WALL, face, by=by)


@transaction.atomic
def move_to_room(*, face: Hanging, room: str, by: Acting) -> None:
    """Hang it in another room, as the last one there."""
    require(by, Capability.KEEP_GALLERY)
    face = _locked(face)
    before, (face.room, _is_new) = face.room_id, _room(room)
    if face.room.id == before:
        return
    face.place = _next_place(face.room)
    face.save(update_fields=["room", "place"])
    _close_if_empty(before)
    live.changed(live.PUBLIC)
    record(verbs.CHANGED_WALL, face, by=by)


@transaction.atomic
def move_room(*, room: Room, up: bool, by: Acting) -> None:
    """Change places with the neighboring room."""
    require(by, Capability.KEEP_GALLERY)
    rooms = list(Room.objects.select_for_update().order_by("place", "id"))
    if _swapped(rooms, room.id, up=up):
        for place, each in enumerate(rooms):
            Room.objects.filter(id=each.id).update(place=place)
        live.changed(live.PUBLIC)
        record(verbs.CHANGED_WALL, room, by=by)


@transaction.atomic
def rename_room(*, room: Room, name: str, by: Acting) -> None:
    """Give a room another name; under the name of another room its works join that one."""
    require(by, Capability.KEEP_GALLERY)
    other = Room.objects.filter(name=name).exclude(id=room.id).first()
    if other is None:
        Room.objects.filter(id=room.id).update(name=name)
    else:
        place = _next_place(other)
        for face in Hanging.objects.hung().filter(room=room).order_by("place", "id"):
            Hanging.objects.filter(id=face.id).update(room=other, place=place)
            place += 1
        Room.objects.filter(id=room.id).delete()
    live.changed(live.PUBLIC)
    record(verbs.CHANGED_WALL, room, by=by)


def may_hang_on(work: Artwork) -> bool:
    """Whether its artist's consent to our site is alive today."""
    alive = Consent.objects.live(clock.today())
    return work.may_hang and alive.filter(artwork=work, use=Use.WEB).exists()


def check(work: Artwork) -> None:
    """Whether this opened work may hang, as far as it and its artist go."""
    if not work.may_hang:
        raise NeverFromTherapy
    if work.is_hung:
        raise HangsAlready
    if not may_hang_on(work):
        raise NoConsent
    if not access.words_of(work).alt:
        raise NoAlternativeText


def _the_councils_yes(work: Artwork, by: Acting) -> Proposal:
    """Open a work that may hang, and find the council's yes to the face it has now."""
    check(work.open(access.box_of(work, by)))
    found = council.yes_to(work, by)
    if found is None:
        raise AskTheCouncil
    return found


def _has_its_copies(work: Artwork) -> bool:
    names = Picture.objects.filter(hanging__artwork=work, hanging__taken_down_at=None).values_list(
        "name", flat=True
    )
    return all(Picture.shelf.has(name) for name in names)


def _base(title: str) -> str:
    return slugify(title).replace("_", "-")[:60].strip("-") or "untitled"


def _its_own_slug(work: Artwork, title: str, spot: Spot | None) -> str:
    """The address from which its keeper took it down, while that still says its title.

    The row of what came down gets one that nobody ever saw: no two rows have the same.
    """
    if spot is None or not re.fullmatch(rf"{re.escape(_base(title))}(-\d+)?", spot.slug):
        return ""
    down = Hanging.objects.filter(slug=spot.slug, artwork=work, taken_down_at__isnull=False)
    if not down.update(slug=f"{BACK}{uuid4().hex}"):
        return ""
    return spot.slug


def _free_slug(title: str) -> str:
    """An address of its title that no work has or ever had, and no other page or file."""
    base = _base(title)
    slugs = (base if n == 1 else f"{base}-{n}" for n in count(1))
    return next(slug for slug in slugs if _is_free(slug))


def _is_free(slug: str) -> bool:
    return not access.is_ours(slug) and not addresses.is_taken(f"/art/{slug}/")


def _room(name: str) -> tuple[Room, bool]:
    """The room of that name, and whether it is new: then it comes last."""
    last = Room.objects.aggregate(last=Max("place"))["last"]
    return Room.objects.get_or_create(
        name=name, defaults={"place": 0 if last is None else last + 1}
    )


def _spot_of(work: Artwork) -> Spot | None:
    face = Hanging.objects.hung().filter(artwork=work).select_related("room").first()
    if face is None or face.room is None:
        return None
    rooms = list(Room.objects.order_by("place", "id").values_list("id", flat=True))
    works = Hanging.objects.hung().filter(room=face.room).order_by("place", "id")
    return Spot(
        slug=face.slug,
        room=face.room.name,
        rooms_before=rooms.index(face.room.id),
        works_before=list(works.values_list("id", flat=True)).index(face.id),
    )


def _set_back(face: Hanging, spot: Spot, *, is_new_room: bool) -> None:
    """Move what was just hung last to its spot, and a room that had closed meanwhile to its own."""
    others = Hanging.objects.hung().filter(room=face.room).exclude(id=face.id)
    works = list(others.select_for_update().order_by("place", "id"))
    works.insert(spot.works_before, face)
    for place, each in enumerate(works):
        Hanging.objects.filter(id=each.id).update(place=place)
    if is_new_room and face.room is not None:
        rooms = list(Room.objects.select_for_update().exclude(id=face.room.id).order_by("place"))
        rooms.insert(spot.rooms_before, face.room)
        for place, room in enumerate(rooms):
            Room.objects.filter(id=room.id).update(place=place)


def _close_if_empty(room: UUID | None) -> None:
    if room is not None:
        Room.objects.filter(id=room, hangings=None).delete()


def _next_place(room: Room) -> int:
    last = Hanging.objects.filter(room=room).aggregate(last=Max("place"))["last"]
    return 0 if last is None else last + 1


def _locked(face: Hanging) -> Hanging:
    found = Hanging.objects.hung().select_for_update(of=("self",)).filter(id=face.id).first()
    if found is None:
        raise NotHung
    return found


def _swapped(rows: list[Hanging] | list[Room], id: UUID, *, up: bool) -> bool:
    at = next((n for n, each in enumerate(rows) if each.pk == id), None)
    if at is None:
        return False
    other = at - 1 if up else at + 1
    if not 0 <= other < len(rows):
        return False
    rows[at], rows[other] = rows[other], rows[at]  # type: ignore[assignment]  # of one kind
    return True


def _delete(names: list[str]) -> None:
    Picture.shelf.delete(names)
