"""Sessions: a row nobody can read or use without the cookie it belongs to.

The row's name and its sealing key are two hashes of the cookie (`sealed.sessions`), and the whole
of its data is sealed, the colleague's opened person key included. A stolen table opens nothing.
A session ends after fifteen quiet minutes and twelve hours at the latest. Reading a page moves the
quiet time on, at most once a minute; a stream or a page that refreshes itself never does.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.db.models import F

from accompany import clock
from accompany.ledger.asking import find
from accompany.sealed import sessions as sealed
from accompany.sealed.cipher import CannotOpen
from accompany.staff.models import Session

QUIET = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
HALF_WAY = timedelta(minutes=5)
ONCE_A = timedelta(minutes=1)
TRIES = 5


class SessionStore(SessionBase):
    """Django's session interface over sealed rows. `session_key` is the cookie itself."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _row(self) -> Session | None:
        if not self.session_key:
            return None
        name = sealed.row_name(self.session_key)
        row = next(iter(find(Session, "WHERE name = %s", [name])), None)
        return row if row is not None and row.expires_at > clock.now() else None

    def load(self) -> dict[str, Any]:  # Any: Django's own session values
        row = self._row()
        if row is None or self.session_key is None:
            self._session_key = None
            return {}
        try:
            opened = sealed.open(self.session_key, bytes(row.sealed))
        except CannotOpen:
            self._session_key = None
            return {}
        self.row = row
        return self.serializer().loads(opened)  # type: ignore[no-any-return]  # untyped serializer

    def exists(self, session_key: str) -> bool:
        return Session.objects.filter(name=sealed.row_name(session_key)).exists()

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # not in the stubs
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]  # not in the stubs
        words = sealed.seal(self.session_key, self.serializer().dumps(data))
        name = sealed.row_name(self.session_key)
        if not must_create:
            if not Session.objects.filter(name=name).update(sealed=words, **_columns(data)):
                raise UpdateError
            return
        now = clock.now()
        try:
            with transaction.atomic(using="default"):
                self.row = Session.objects.create(
                    name=name,
                    sealed=words,
                    made_at=now,
                    seen_at=now,
                    expires_at=now + (HALF_WAY if "half" in data else QUIET),
                    **_columns(data),
                )
        except IntegrityError:
            raise CreateError from None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            Session.objects.filter(name=sealed.row_name(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        Session.objects.filter(expires_at__lte=clock.now()).delete()


def _columns(data: dict[str, Any]) -> dict[str, Any]:  # Any: see `load`
    owner = data.get(SESSION_KEY)
    return {"colleague_id": UUID(owner) if owner else None, "is_pending": "half" in data}


def row_of(session: SessionBase) -> Session | None:
    """The row behind the running session."""
    return getattr(session, "row", None)


def seen(row: Session) -> bool:
    """Move the quiet time on, at most once a minute and never past twelve hours."""
    now = clock.now()
    if now - row.seen_at < ONCE_A:
        return False
    until = min(now + QUIET, row.made_at + LONGEST)
    Session.objects.filter(pk=row.pk, expires_at__gt=now).update(seen_at=now, expires_at=until)
    return True


def spend_try(row: Session) -> bool:
    """Use one of five tries at the second factor. False when none is left."""
    return bool(
        Session.objects.filter(pk=row.pk, tries__lt=TRIES, is_pending=True).update(
            tries=F("tries") + 1
        )
    )
