"""The only ways to reach a work: for a keeper, for whoever holds a slip, and for everybody.

Keepers open works with their own keys. A code on a slip reaches one work and opens nothing of it
but its title. Everybody reads what hangs, and nothing else: `hung` and `hung_work` ask the public
faces alone, and say `Gone` of an address whose work came down.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accompany import clock
from accompany.gallery import verbs
from accompany.gallery.models import (
    Artwork,
    ArtworkWords,
    Consent,
    Hanging,
    MadeIn,
    Picture,
    Proposal,
    Room,
    Use,
)
from accompany.house.addresses import Listed
from accompany.house.copies import Shown
from accompany.ledger.models import Line
from accompany.sealed import slips
from accompany.sealed.cipher import CannotOpen
from accompany.sealed.files import open_file
from accompany.sealed.lockboxes import (
    NotYours,
    OpenLockbox,
    Shredded,
    open_lockbox,
    open_lockboxes,
)
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

SOON = timedelta(days=30)
PAGE = 24
A_COPY = f"{'0' * 32}.webp"


class Gone(Exception):
    """What hung here has come down. The caller answers 410."""


# For keepers


def works(by: Acting) -> QuerySet[Artwork]:
    if not by.can(Capability.KEEP_GALLERY):
        return Artwork.objects.none()
    return Artwork.objects.all()


def artwork(id: UUID, by: Acting, *, lock: bool = False) -> Artwork:
    """One work whose lockbox opens for this keeper, or 404. Its words are still sealed."""
    found = works(by).filter(id=id)
    work = (found.select_for_update(of=("self",)) if lock else found).first()
    if work is None:
        raise Http404("No such work.")
    box_of(work, by)
    return work


def box_of(work: Artwork, by: Acting) -> OpenLockbox:
    try:
        return open_lockbox(work.lockbox_id, by=by)
    except (NotYours, Shredded):
        raise Http404("No such work.") from None


def picture_of(work: Artwork, by: Acting, *, small: bool = False) -> bytes:
    """Its sealed picture, or the small one. A caller has written the line of looking."""
    file = work.preview_id if small else work.original_id
    if file is None:
        raise Http404("No such picture.")
    try:
        return open_file(file, box=box_of(work, by), row=work)
    except CannotOpen:
        raise Http404("No such picture.") from None


@dataclass(frozen=True)
class OnTheWall:
    """A work as a keeper's wall shows it."""

    work: Artwork
    consents: list[Consent]
    today: date
    asked: Proposal | None = None

    @property
    def web(self) -> Consent | None:
        """The consent by which it may hang: of several the one that lasts longest."""
        return live_web(self.consents, self.today)

    @property
    def ends_soon(self) -> bool:
        return self.work.is_hung and self.web is not None and self.web.ends_within(SOON, self.today)


def live_web(consents: Iterable[Consent], on: date) -> Consent | None:
    alive = [each for each in consents if each.use == Use.WEB and each.is_live(on)]
    return max(alive, key=lambda each: each.ends_on, default=None)


SHOWN = ("all", "hung", "council", "ready", "ending", "private")


def shown(by: Acting, which: str) -> QuerySet[Artwork]:
    """The works of one tab, newest first."""
    found, today = works(by).order_by("-added_at", "id"), clock.today()
    web = Consent.objects.live(today).filter(use=Use.WEB)
    if which == "hung":
        return found.exclude(hung_at=None)
    asked = Proposal.objects.standing().alive(today)
    if which == "council":
        return found.filter(id__in=asked.filter(yes=None).values("artwork"))
    if which == "ready":
        return found.filter(hung_at=None, id__in=asked.exclude(yes=None).values("artwork"))
    if which == "ending":
        later = web.filter(ends_on__gt=today + SOON)
        return found.exclude(hung_at=None).exclude(id__in=later.values("artwork"))
    if which == "private":
        return found.filter(made_in=MadeIn.THERAPY)
    return found


def wall(page: Iterable[Artwork], by: Acting) -> list[OnTheWall]:
    """These works, opened; those that this keeper has no key to are left out."""
    rows = list(page)
    boxes = open_lockboxes({row.lockbox_id for row in rows}, by=by)
    opened = [row.open(boxes[row.lockbox_id]) for row in rows if row.lockbox_id in boxes]
    consents: dict[UUID, list[Consent]] = {row.id: [] for row in opened}
    for each in Consent.objects.filter(artwork__in=opened):
        consents[each.artwork_id].append(each)
    today = clock.today()
    found = Proposal.objects.filter(artwork__in=opened).order_by("asked_at", "id")
    asked = {each.artwork_id: each for each in found}
    return [OnTheWall(row, consents[row.id], today, asked.get(row.id)) for row in opened]


def consents(work: Artwork) -> list[Consent]:
    """Everything she agreed to, what is alive first."""
    today = clock.today()
    found = list(Consent.objects.filter(artwork=work).order_by("-given_on", "use", "id"))
    return sorted(found, key=lambda each: not each.is_live(today))


def hanging_of(work: Artwork) -> Hanging | None:
    return Hanging.objects.hung().filter(artwork=work).select_related("room").first()


def hanging(id: UUID) -> Hanging:
    """Something that hangs, or 404."""
    found = Hanging.objects.hung().filter(id=id).first()
    if found is None:
        raise Http404("Nothing like that hangs.")
    return found


def came_down(id: UUID) -> Artwork:
    """The work that hung there and has come down, for a proof that says no word of it; or 404."""
    found = Hanging.objects.filter(id=id, taken_down_at__isnull=False).first()
    if found is None or found.artwork is None:
        raise Http404("Nothing like that came down.")
    return found.artwork


def faces() -> list[Hanging]:
    """Everything that hangs, by title, for whoever is told that a work should come down."""
    hung = Hanging.objects.hung().select_related("room").prefetch_related("pictures")
    return list(hung.order_by("title", "id"))


def room(id: UUID) -> Room:
    found = Room.objects.filter(id=id).first()
    if found is None:
        raise Http404("No such room.")
    return found


# For whoever holds a slip


@dataclass(frozen=True)
class Slip:
    """What a code opens: one work, by its title, and what its artist agreed to."""

    artwork: Artwork = field(repr=False)
    title: str
    uses: tuple[tuple[str, str], ...]
    is_hung: bool


def slip(typed: str) -> Slip | None:
    """What this code opens; None for every code that opens nothing, whatever the reason."""
    code = slips.clean(typed)
    work = Artwork.objects.filter(slip=slips.digest(code)).first() if code else None
    if code is None or work is None or work.slip_opens is None:
        return None
    try:
        title = slips.unlock(code, work.slip_opens, row=work)
    except CannotOpen:
        return None
    face = hanging_of(work)
    alive = Consent.objects.filter(artwork=work, withdrawn_at=None, ends_on__gte=clock.today())
    uses = set(alive.values_list("use", flat=True))
    named = tuple((use.value, str(use.label)) for use in Use if use.value in uses)
    return Slip(work, face.title if face else title, named, face is not None)


@dataclass(frozen=True)
class ProofLine:
    """One thing that was done for her, as the ledger has it."""

    seq: int
    at: datetime
    says: str


def proof(work: Artwork) -> list[ProofLine]:
    """What was taken back and what came down, line by line, oldest first. No word of the work."""
    uses = dict(Consent.objects.filter(artwork=work).values_list("id", "use"))
    hangings = set(Hanging.objects.filter(artwork=work).values_list("id", flat=True))
    lines = Line.objects.filter(
        verb__in=[verbs.WITHDREW_CONSENT.text, verbs.TOOK_DOWN.text],
        table__in=[Consent._meta.db_table, Hanging._meta.db_table],
        row__in=[*uses, *hangings],
    ).order_by("seq")
    return [ProofLine(line.seq, line.at, _said(line, uses)) for line in lines]


def _said(line: Line, uses: dict[UUID, str]) -> str:
    if line.row in uses:
        use = str(Use(uses[line.row]).label).lower()
        return _("Consent taken back: %(use)s.") % {"use": use}
    return _(
        "Its public page was emptied, and every copy of its picture was deleted from our site. "
        "Its address now tells search engines that it is gone; they forget it when they look again."
    )


# For everybody


@dataclass(frozen=True)
class HungWork(Shown):
    """A work as everybody may see it."""

    slug: str
    title: str
    medium: str
    year: str
    statement: str
    credit_line: str
    room: str
    hung_at: datetime
    agreed: tuple[str, ...]
    not_agreed: tuple[str, ...]
    agreed_on: date | None


@dataclass(frozen=True)
class HungRoom:
    """A room and the works in it, in the keeper's order."""

    name: str
    works: tuple[HungWork, ...]


def hung() -> tuple[HungRoom, ...]:
    """Everything that hangs, room by room; without what the loop is about to take down."""
    faces = Hanging.objects.hung().select_related("room").order_by("room__place", "place", "id")
    rooms: dict[str, list[HungWork]] = {}
    for work in _public(faces):
        rooms.setdefault(work.room, []).append(work)
    return tuple(HungRoom(name, tuple(found)) for name, found in rooms.items())


def hung_work(slug: str) -> HungWork:
    """One work by its address. Raises `Http404`, or `Gone` when it has come down."""
    face = Hanging.objects.filter(slug=slug).select_related("room").first()
    if face is None:
        raise Http404("Nothing hung here.")
    found = next(iter(_public([face] if face.is_hung else [])), None)
    if found is None:
        raise Gone
    return found


def picture(name: str) -> tuple[bytes, str]:
    """A public picture and its type. Raises `Http404`, or `Gone` when its work has come down."""
    row = Picture.objects.filter(name=name).select_related("hanging").first()
    if row is None:
        raise Http404("No such picture.")
    face, today = row.hanging, clock.today()
    agreed = Consent.objects.live(today).filter(artwork=face.artwork_id, use=Use.WEB)
    data = Picture.shelf.read(name) if face.is_hung and agreed.exists() else None
    if data is None:
        raise Gone
    return data, row.type


def _public(faces: Iterable[Hanging]) -> list[HungWork]:
    found = list(faces)
    pictures: dict[UUID, list[Picture]] = {}
    for row in Picture.objects.filter(hanging__in=found).order_by("kind", "width"):
        pictures.setdefault(row.hanging_id, []).append(row)
    agreed: dict[UUID, list[Consent]] = {}
    works_of = [face.artwork_id for face in found]
    for consent in Consent.objects.live(clock.today()).filter(artwork__in=works_of):
        agreed.setdefault(consent.artwork_id, []).append(consent)
    shown = []
    for face in found:
        mine, said = pictures.get(face.id, []), agreed.get(face.artwork_id or face.id, [])
        is_agreed = any(each.use == Use.WEB for each in said)
        if is_agreed and mine and all(Picture.shelf.has(each.name) for each in mine):
            shown.append(_face(face, mine, said))
    return shown


def _face(face: Hanging, pictures: list[Picture], agreed: list[Consent]) -> HungWork:
    uses = {each.use for each in agreed}
    return HungWork(
        slug=face.slug,
        title=face.title,
        medium=face.medium,
        year=face.year,
        statement=face.statement,
        credit_line=face.credited,
        alt=face.alt,
        room=face.room.name if face.room else "",
        hung_at=face.hung_at,
        pictures=tuple(pictures),
        agreed=tuple(str(use.label) for use in Use if use.value in uses),
        not_agreed=tuple(str(use.label) for use in Use if use.value not in uses),
        agreed_on=min((each.given_on for each in agreed if each.use == Use.WEB), default=None),
    )


def words_of(work: Artwork) -> ArtworkWords:
    """The words of an opened work, typed."""
    words: ArtworkWords = work.words
    return words


# For whoever gives an address, or lists what is public


def is_ours(slug: str) -> bool:
    """Whether the gallery has this address, or had it: a work's, for ever, or one of its pages."""
    return not is_a_works(slug) or Hanging.objects.filter(slug=slug).exists()


def is_a_works(slug: str) -> bool:
    """Whether the address of such a work leads to no other page or file of ours."""
    address = _address(slug)
    try:
        leads_to = resolve(address).view_name
    except Resolver404:
        return True
    return leads_to == "artwork" and not reverse("gallery:picture", args=[A_COPY]).startswith(
        address
    )


def _address(slug: str) -> str:
    return f"/art/{slug}/"


def listed() -> Iterator[Listed]:
    """The address of every work that hangs, and the day it was hung."""
    for room in hung():
        for work in room.works:
            if is_a_works(work.slug):
                yield Listed(_address(work.slug), timezone.localdate(work.hung_at))


def gone() -> Iterator[str]:
    """The addresses of works and pictures that have come down: they answer "gone" for ever."""
    faces = Hanging.objects.filter(taken_down_at__isnull=False)
    for slug in faces.values_list("slug", flat=True):
        if is_a_works(slug):
            yield _address(slug)
    for name in Picture.objects.filter(hanging__in=faces).values_list("name", flat=True):
        yield f"/art/pictures/{name}"
