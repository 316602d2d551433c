"""Being allowed, and reaching colleagues, invitations and sessions on someone's behalf."""

from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from accompany.house.refusals import Refusal
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.staff.models import Colleague, Invitation, SecurityKey, Session


class NotAllowed(Refusal):
    message = _("Your role does not open this. Ask a supervisor.")


def require(by: Acting, capability: Capability) -> None:
    """Raise `NotAllowed` unless whoever acts holds `capability`."""
    if not by.can(capability):
        raise NotAllowed


def colleague(id: UUID, by: Acting, *, lock: bool = False) -> Colleague:
    """One colleague who has not left, for someone who may manage colleagues."""
    if not by.can(Capability.MANAGE_COLLEAGUES):
        raise Http404("No such colleague.")
    found = Colleague.objects.here()
    try:
        return (found.select_for_update() if lock else found).get(id=id)
    except Colleague.DoesNotExist:
        raise Http404("No such colleague.") from None


def invitation(id: UUID, by: Acting) -> Invitation:
    if not by.can(Capability.MANAGE_COLLEAGUES):
        raise Http404("No such invitation.")
    try:
        return Invitation.objects.get(id=id, taken_at=None, withdrawn_at=None)
    except Invitation.DoesNotExist:
        raise Http404("No such invitation.") from None


def own_session(id: UUID, by: Acting) -> Session:
    """One of her own sessions; anybody else's looks like none."""
    try:
        return Session.objects.get(id=id, colleague_id=by.id, is_pending=False)
    except Session.DoesNotExist:
        raise Http404("No such session.") from None


def own_security_key(id: UUID, by: Acting) -> SecurityKey:
    try:
        return SecurityKey.objects.get(id=id, colleague_id=by.id)
    except SecurityKey.DoesNotExist:
        raise Http404("No such security key.") from None
