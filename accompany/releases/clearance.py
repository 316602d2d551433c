"""A clearance: the gate's yes to one thing leaving, once, through one outlet.

Only `releases.gate` can make one, because only it holds the token. A clearance cannot be copied,
pickled or used twice, so that it cannot be carried from one place to another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NoReturn, final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from accompany.house.refusals import Refusal
from accompany.releases.kinds import Kind

if TYPE_CHECKING:
    from accompany.ledger.lines import Actor

_ONLY_THE_GATE: Final = object()


class NoClearance(Refusal):
    message = _("Nothing left the house: the gate has not said yes to this.")


class ClearanceSpent(Refusal):
    message = _("Nothing left the house: this was already sent once. Start again to send another.")


@final
class Clearance:
    """One yes. `subject` is her handle or a conversation's id; numbers have none."""

    __slots__ = ("_spent", "by", "file_box", "kind", "outlet", "subject")

    def __init__(
        self,
        kind: Kind,
        outlet: str,
        by: Actor,
        *,
        subject: UUID | None = None,
        file_box: UUID | None = None,
        token: object = None,
    ) -> None:
        if token is not _ONLY_THE_GATE:
            raise TypeError("Only the gate makes a clearance.")
        self.kind = kind
        self.outlet = outlet
        self.by = by
        self.subject = subject
        self.file_box = file_box
        self._spent = False

    @property
    def is_spent(self) -> bool:
        return self._spent

    def spend(self) -> None:
        """Use this yes up. Raises `ClearanceSpent` the second time."""
        if self._spent:
            raise ClearanceSpent
        self._spent = True

    def __copy__(self) -> NoReturn:
        raise TypeError("A clearance cannot be copied.")

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise TypeError("A clearance cannot be copied.")

    def __reduce__(self) -> NoReturn:
        raise TypeError("A clearance cannot be carried elsewhere.")

    def __repr__(self) -> str:
        return f"<Clearance {self.kind.value} through {self.outlet}>"
