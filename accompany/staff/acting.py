"""Acting: a colleague together with her opened keys, for as long as one request runs."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest

from accompany.staff.capabilities import Capability, Role
from accompany.staff.models import Colleague

if TYPE_CHECKING:
    from accompany.sealed.people import OpenKeys


@dataclass(frozen=True)
class Acting:
    """Who acts, and with which keys. Every action takes one as `by`."""

    colleague: Colleague
    keys: "OpenKeys" = field(repr=False)

    @property
    def id(self) -> UUID:
        return self.colleague.id

    @property
    def role(self) -> Role:
        return Role(self.colleague.role)

    def can(self, capability: Capability) -> bool:
        return self.colleague.can(capability)

    def __str__(self) -> str:
        return str(self.id)


class StaffRequest(HttpRequest):
    """A request behind a door: somebody is signed in and `by` is who."""

    by: Acting
    user: Colleague
