"""The two ways by which words of ours leave the helpline: into the outbox, and into a chat.

Each takes a clearance that only the gate makes, and a message. Nothing else can be given to them: a
note between colleagues is another kind of row.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from accompany import clock
from accompany.helpline.models import Direction, Message, OutgoingText
from accompany.releases import gate
from accompany.releases.clearance import Clearance
from accompany.releases.kinds import Kind
from accompany.releases.outlets import outlet
from accompany.sealed import dispatch

TEXT = "helpline.text"
CHAT = "helpline.chat"


class NotAMessage(TypeError):
    """Something other than a message of ours was about to leave."""


@dataclass(frozen=True)
class Envelope:
    """What the loop needs to send a text, sealed to the host alone."""

    to: str
    words: str
    until: str = ""

    @property
    def good_until(self) -> datetime | None:
        return datetime.fromisoformat(self.until) if self.until else None

    def seal(self) -> bytes:
        return dispatch.seal(json.dumps(asdict(self)).encode("utf-8", "surrogatepass"))

    @classmethod
    def open(cls, sealed: bytes) -> "Envelope":
        return cls(**json.loads(dispatch.open(sealed).decode("utf-8", "surrogatepass")))


@outlet(TEXT, kind=Kind.TO_HERSELF)
def queue_text(
    clearance: Clearance, message: Message, *, to: str, until: datetime | None, rule_version: int
) -> OutgoingText:
    """Put a message of ours into the outbox: it goes within fifteen minutes, or not at all."""
    words = _ours(message)
    now = clock.now()
    queued = OutgoingText(
        message=message,
        envelope=Envelope(to, words, until.isoformat() if until else "").seal(),
        rule_version=rule_version,
        queued_at=now,
        not_before=now,
    )
    queued.save(force_insert=True)
    _account(clearance, words)
    return queued


@outlet(CHAT, kind=Kind.TO_HERSELF)
def say_in_chat(clearance: Clearance, message: Message) -> Message:
    """Let a message of ours be seen in the visitor's chat."""
    _account(clearance, _ours(message))
    return message


def _ours(message: Message) -> str:
    if not isinstance(message, Message) or message.direction != Direction.OURS:
        raise NotAMessage
    words: str = message.words.text
    return words


def _account(clearance: Clearance, words: str) -> None:
    digest = sha256(words.encode("utf-8", "surrogatepass")).hexdigest()
    gate.disclosed(clearance, recipient="herself", categories=("message",), digest=digest)
