"""A small house in which there is something of every kind, for tests that walk every address."""

import re
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from accompany import clock
from accompany.advocacy.testing import make_note, make_service
from accompany.awards.testing import make_award
from accompany.commands.listing import every_door
from accompany.contact.models import Topic
from accompany.contact.testing import make_letter
from accompany.gallery.testing import make_asked, make_hung
from accompany.helpline.actions import desk, log
from accompany.helpline.kinds import Kind
from accompany.helpline.models import OutgoingText
from accompany.helpline.testing import arrive, begin_chat
from accompany.participants import actions, erasure
from accompany.participants.models import Participant
from accompany.participants.testing import make_participant
from accompany.staff import actions as staff
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, session_of, sign_in

CMS = "/cms/"  # another's pages: accompany/website/tests knock at their doors
LOCK = "/desk/lock/"
PICTURE = r"(?P<name>[0-9a-f]{32}\.(?:avif|webp|jpeg))"
STREAMS = {"/desk/live/"}


@dataclass
class WholeHouse:
    """Who works here, whom they accompany, and the id of one row of every kind."""

    people: dict[Role, Acting]
    her: Participant
    token: str
    picture: str = ""
    named: dict[str, UUID] = field(default_factory=dict)
    of_prefix: dict[str, UUID] = field(default_factory=dict)

    def address(self, door: dict, *, real: bool = True) -> str:
        """A door's address with ids of rows that are there, or that nobody has."""
        pattern = door["address"]

        def one(found: re.Match[str]) -> str:
            kind, name = found[1], found[2]
            if kind == "uuid":
                return str(self._row(pattern, name) if real else uuid4())
            if kind == "int":
                return {"year": "2025", "month": "1"}.get(name, "7")
            if kind == "slug":
                return {"reader": "funder", "scheme": "vocasc"}.get(name, "a")
            return "a"

        address = re.sub(r"<(\w+):(\w+)>", one, pattern)
        address = address.replace(r"(?P<slug>[a-z0-9-]+)", "a")
        address = address.replace(r"(?P<path>(?:[a-z0-9-]+/)+)", "a/")
        address = address.replace(r"(?P<token>[A-Za-z0-9_-]{43})", self.token if real else "a" * 43)
        address = address.replace(PICTURE, self.picture if real else "0" * 32 + ".webp")
        return address.replace(r"(?P<line>\d\d)", "41").rstrip("$")

    def _row(self, pattern: str, name: str) -> UUID:
        for prefix, id in self.of_prefix.items():
            if pattern.startswith(prefix):
                return id
        return self.named[name]


def make_whole_house(client) -> WholeHouse:
    """Everything of every kind, made as it is made in earnest."""
    people = {role: make_colleague(role) for role in Role}
    second = make_colleague(Role.HELPLINE, "Ruth K.")
    advocate, tamsin = people[Role.ADVOCATE], people[Role.HELPLINE]
    her = make_participant(called="Juniper", by=advocate, numbers=["+12065550175"])
    note = make_note(her, by=advocate)
    service = make_service(her, by=advocate)
    promise = actions.plan_follow_up(
        participant=her,
        what="Call",
        due_on=clock.today(),
        for_colleague=advocate.colleague,
        by=advocate,
    )
    glass = actions.break_glass(
        participant=her, reason="She texted a lemon and nobody is awake.", by=people[Role.OUTREACH]
    )
    asked = erasure.ask_to_be_forgotten(participant=her, by=advocate)
    talk = arrive()
    desk.take(conversation=talk, by=tamsin)
    talk.refresh_from_db()
    desk.reply(conversation=talk, words="We are here.", seen=1, once=uuid4().hex, by=tamsin)
    token, _chat = begin_chat()
    contact = log.log_contact(
        contact=log.Contact(clock.today(), "text", Kind.CONVERSATION), by=tamsin
    )
    letter = make_letter("She found a room", topic=Topic.SUPPORT, name="Juniper")
    award = make_award()
    hung = make_hung(by=people[Role.KEEPER])
    waiting = make_asked(people[Role.KEEPER], "Rain on Third")
    sign_in(client, advocate)
    invited, _token = staff.invite(name="New N.", role=Role.ADVOCATE, by=people[Role.SUPERVISOR])
    return WholeHouse(
        people=people,
        her=her,
        token=token,
        picture=hung.pictures.order_by("name")[0].name,
        named={
            "participant": her.id,
            "note": note.id,
            "service": service.id,
            "follow_up": promise.id,
            "opened": glass.id,
            "asked": asked.id,
            "award": award.id,
            "artwork": hung.artwork_id,
            "hanging": hung.id,
            "proposal": waiting.id,
            "room": hung.room_id,
            "id": talk.id,
        },
        of_prefix={
            "/desk/helpline/log/": contact.id,
            "/desk/helpline/texts/": OutgoingText.objects.get().id,
            "/desk/letters/": letter.id,
            "/desk/me/devices/": session_of(advocate).id,
            "/desk/me/keys/": uuid4(),
            "/desk/colleagues/invitations/": invited.id,
            "/desk/colleagues/": second.id,
        },
    )


def doors(*, locks: bool = False) -> list[dict]:
    """Every address of the house's own, but streams, and the lock, which ends the session."""
    return [
        door
        for door in every_door()
        if not door["address"].startswith(CMS)
        if door["address"] not in STREAMS and not door["address"].endswith("live/$")
        if locks or door["address"] != LOCK
    ]
