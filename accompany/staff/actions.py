"""What colleagues change about the house's people: invitations, approvals, keys, leaving.

An invitation is a link for one person, for 72 hours. Who takes it is pending: two colleagues
approve, and the second one's keys seal the circles of her role to her. The first colleague of a new
house needs nobody. Leaving is one step: sessions, second factors, drafts and sealed halves go.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record
from accompany.sealed import circles
from accompany.sealed import colleagues as keys_of
from accompany.sealed.people import OpenKeys, change_passphrase, make_person_key
from accompany.staff import factors, signing_in, verbs
from accompany.staff.access import NotAllowed, require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability, Role
from accompany.staff.models import (
    Approval,
    Authenticator,
    Colleague,
    Draft,
    Invitation,
    RecoveryCode,
    SecurityKey,
    Session,
)

LINK_LIVES = timedelta(hours=72)
ENOUGH = 2


class LinkEnded(Refusal):
    message = _("This link was used or has ended. Ask a colleague for a new one.")


class NameTaken(Refusal):
    message = _("That sign-in name is taken. Choose another.")


class NotYourOwn(Refusal):
    message = _("Somebody else has to do this for you.")


class LastOne(Refusal):
    message = _("Nobody else could bring colleagues in. Invite another supervisor first.")


class LastOfACircle(Refusal):
    message = _("Nobody else holds the keys of this work. Bring another colleague into it first.")


class NothingToGive(Refusal):
    message = _("You hold none of the keys that are still missing. Ask a member of that circle.")


@dataclass(frozen=True)
class Joined:
    """A newcomer with her open keys and the printed codes, which are shown once."""

    acting: Acting
    codes: list[str]


def _digest(token: str) -> str:
    return hashlib.sha256(f"invitation\n{token}".encode()).hexdigest()


@transaction.atomic
def invite(*, name: str, role: Role, by: Acting) -> tuple[Invitation, str]:
    """Invite a newcomer. Returns the link's token, which is kept nowhere."""
    require(by, Capability.MANAGE_COLLEAGUES)
    invitation, token = _new_link(name=name, role=role, by=by)
    record(verbs.INVITED, invitation, by=by)
    return invitation, token


@transaction.atomic
def invite_back(*, colleague: Colleague, by: Acting) -> tuple[Invitation, str]:
    """Give a colleague who lost her passphrase a link to a new key. Her sessions end."""
    require(by, Capability.MANAGE_COLLEAGUES)
    if colleague.id == by.id:
        raise NotYourOwn
    Invitation.objects.filter(colleague=colleague, renews=True, taken_at=None).update(
        withdrawn_at=clock.now()
    )
    invitation, token = _new_link(
        name=colleague.name, role=Role(colleague.role), by=by, colleague=colleague, renews=True
    )
    signing_in.end_sessions(colleague.id)
    record(verbs.INVITED_BACK, invitation, by=by)
    return invitation, token


def _new_link(
    *,
    name: str,
    role: Role,
    by: Acting,
    colleague: Colleague | None = None,
    renews: bool = False,
) -> tuple[Invitation, str]:
    token, now = secrets.token_urlsafe(32), clock.now()
    invitation = Invitation.objects.create(
        name=name,
        role=role,
        digest=_digest(token),
        invited_by=by.colleague,
        made_at=now,
        expires_at=now + LINK_LIVES,
        colleague=colleague,
        renews=renews,
    )
    return invitation, token


def invitation_of(token: str) -> Invitation:
    """The open invitation this link belongs to. Raises `LinkEnded`."""
    found = Invitation.objects.filter(digest=_digest(token)).select_related("colleague").first()
    if found is None or not found.is_open(clock.now()):
        raise LinkEnded
    if found.colleague is not None and not found.colleague.is_active:
        raise LinkEnded
    return found


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Acting) -> None:
    require(by, Capability.MANAGE_COLLEAGUES)
    Invitation.objects.filter(pk=invitation.pk, taken_at=None).update(withdrawn_at=clock.now())
    record(verbs.WITHDREW_INVITATION, invitation, by=by)


@transaction.atomic
def join(
    *, invitation: Invitation, sign_in_name: str, passphrase: str, seed: str, code: str
) -> Joined:
    """Take an invitation: a colleague with her own key, who waits for two approvals."""
    step = _confirmed_step(seed, code)
    _take(invitation)
    now = clock.now()
    try:
        with transaction.atomic():
            colleague = Colleague.objects.create(
                name=invitation.name,
                sign_in_name=sign_in_name,
                role=invitation.role,
                joined_at=now,
            )
    except IntegrityError:
        raise NameTaken from None
    Invitation.objects.filter(pk=invitation.pk).update(colleague=colleague)
    keys = make_person_key(colleague.id, passphrase)
    return _with_factors(colleague, keys, seed, step, joined=True)


@transaction.atomic
def come_back(*, invitation: Invitation, passphrase: str, seed: str, code: str) -> Joined:
    """A new key pair for a colleague who lost her passphrase. She too waits for two approvals."""
    step = _confirmed_step(seed, code)
    _take(invitation)
    if invitation.colleague is None:
        raise LinkEnded
    colleague = Colleague.objects.select_for_update().get(pk=invitation.colleague.pk)
    colleague.approved_at = None
    colleague.lost_key_at = clock.now()
    colleague.save(update_fields=["approved_at", "lost_key_at"])
    Approval.objects.filter(colleague=colleague).delete()
    Draft.objects.filter(colleague=colleague).delete()
    signing_in.end_sessions(colleague.id)
    keys = keys_of.begin_return(colleague.id, passphrase, by=colleague)
    return _with_factors(colleague, keys, seed, step, joined=False)


def _take(invitation: Invitation) -> None:
    taken = Invitation.objects.filter(
        pk=invitation.pk, taken_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    ).update(taken_at=clock.now())
    if not taken:
        raise LinkEnded


def _confirmed_step(seed: str, code: str) -> int:
    step = factors.matching_step(seed, "".join(code.split()))
    if step is None:
        raise factors.WrongCode
    return step


def _with_factors(
    colleague: Colleague, keys: OpenKeys, seed: str, step: int, *, joined: bool
) -> Joined:
    factors.set_authenticator(colleague, seed, spent_step=step)
    codes = factors.new_recovery_codes(colleague)
    record(verbs.JOINED if joined else verbs.CAME_BACK, colleague, by=colleague)
    if joined and _enough(colleague):
        _welcome(colleague)
    return Joined(Acting(colleague, keys), codes)


def needed(colleague: Colleague) -> int:
    """How many colleagues have to approve: two, or as many as there are."""
    return min(ENOUGH, Colleague.objects.at_work().exclude(pk=colleague.pk).count())


def missing_circles(colleague: Colleague) -> set[str]:
    return set(Role(colleague.role).circles) - circles.circles_of(colleague.id)


def can_approve(colleague: Colleague, by: Acting) -> bool:
    """Managers, and members of a circle that is still missing; each once, never oneself."""
    if colleague.id == by.id or by.colleague.approved_at is None or not colleague.is_pending:
        return False
    holds = missing_circles(colleague) & circles.circles_of(by.id)
    said_yes = Approval.objects.filter(colleague=colleague, by=by.colleague).exists()
    if colleague.lost_key_at is not None:
        return not said_yes and (bool(holds) or by.can(Capability.MANAGE_COLLEAGUES))
    if holds:
        waiting = {
            circle
            for circle, person, approvers in circles.pending()
            if person == colleague.id and by.id in approvers
        }
        if holds - waiting:
            return True
    return by.can(Capability.MANAGE_COLLEAGUES) and not said_yes


@transaction.atomic
def approve(*, colleague: Colleague, by: Acting) -> bool:
    """Say yes to a pending colleague. True once she may act; the keys go with the second yes."""
    colleague = Colleague.objects.select_for_update().get(pk=colleague.pk)
    if not can_approve(colleague, by):
        raise NotAllowed if colleague.is_pending else NothingToGive
    Approval.objects.get_or_create(
        colleague=colleague, by=by.colleague, defaults={"at": clock.now()}
    )
    if colleague.lost_key_at is not None:
        is_in = keys_of.approve_return(colleague.id, by=by)
    else:
        for circle in sorted(missing_circles(colleague) & circles.circles_of(by.id)):
            circles.admit(circle, colleague.id, by=by)
        is_in = _enough(colleague)
    if is_in:
        _welcome(colleague)
    record(verbs.APPROVED, colleague, by=by)
    return colleague.approved_at is not None


def _enough(colleague: Colleague) -> bool:
    approvals = Approval.objects.filter(colleague=colleague, by__left_at=None).count()
    return approvals >= needed(colleague) and not missing_circles(colleague)


def _welcome(colleague: Colleague) -> None:
    colleague.approved_at, colleague.lost_key_at = clock.now(), None
    colleague.save(update_fields=["approved_at", "lost_key_at"])


@transaction.atomic
def see_off(*, colleague: Colleague, by: Acting) -> None:
    """Leaving, in one step: nothing of hers opens anything any more. Her name stays known."""
    require(by, Capability.MANAGE_COLLEAGUES)
    colleague = Colleague.objects.select_for_update().get(pk=colleague.pk)
    if colleague.id == by.id:
        raise NotYourOwn
    others = Colleague.objects.who_can(Capability.MANAGE_COLLEAGUES).exclude(pk=colleague.pk)
    if not others.exists():
        raise LastOne
    for circle in circles.circles_of(colleague.id):
        if circles.members(circle) == {colleague.id}:
            raise LastOfACircle
    now = clock.now()
    Colleague.objects.filter(pk=colleague.pk).update(left_at=now)
    signing_in.end_sessions(colleague.id)
    for rows in (Authenticator, RecoveryCode, SecurityKey, Draft):
        rows.objects.filter(colleague=colleague).delete()
    Approval.objects.filter(colleague=colleague).delete()
    Invitation.objects.filter(colleague=colleague, taken_at=None).update(withdrawn_at=now)
    keys_of.leave(colleague.id, by=by)
    record(verbs.LEFT, colleague, by=by)


@transaction.atomic
def set_passphrase(*, new: str, by: Acting, here: Session | None) -> None:
    """Change one's own passphrase. Every other session of hers ends."""
    change_passphrase(by.keys, new)
    signing_in.end_sessions(by.id, but=here)
    record(verbs.CHANGED_PASSPHRASE, by.colleague, by=by)


@transaction.atomic
def set_authenticator(*, seed: str, code: str, by: Acting) -> None:
    """A new app, once it has shown that it works."""
    row = factors.set_authenticator(by.colleague, seed, spent_step=_confirmed_step(seed, code))
    record(verbs.CHANGED_AUTHENTICATOR, row, by=by)


@transaction.atomic
def make_recovery_codes(*, by: Acting) -> list[str]:
    codes = factors.new_recovery_codes(by.colleague)
    record(verbs.MADE_RECOVERY_CODES, by.colleague, by=by)
    return codes


@transaction.atomic
def end_session(*, session: Session, by: Acting) -> None:
    session.delete()
    record(verbs.ENDED_SESSION, by.colleague, by=by)


@transaction.atomic
def end_other_sessions(*, here: Session | None, by: Acting) -> None:
    signing_in.end_sessions(by.id, but=here)
    record(verbs.ENDED_SESSION, by.colleague, by=by)


def set_line_name(*, line_name: str, by: Acting) -> None:
    Colleague.objects.filter(pk=by.id).update(line_name=line_name)
