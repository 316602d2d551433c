"""Security keys: a thing she touches, as a second factor after her passphrase (WebAuthn).

A key is bound to the address of the house, so a copied page cannot use it. It needs a host name:
browsers refuse keys on a bare IP address. Only `fido2` reads what a key says.
"""

import hashlib
import ipaddress
import json
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from accompany import clock
from accompany.house.refusals import Refusal
from accompany.ledger.lines import record
from accompany.staff import verbs
from accompany.staff.acting import Acting
from accompany.staff.models import Colleague, SecurityKey

State = dict[str, Any]  # Any: `fido2` keeps its challenge in a plain dictionary


class KeyNotAccepted(Refusal):
    message = _("That security key did not answer as it should. Try again, or use a code.")


def can_work_here(request: HttpRequest) -> bool:
    """Browsers offer security keys to host names only."""
    try:
        ipaddress.ip_address(_host(request).strip("[]"))
    except ValueError:
        return True
    return False


def begin_adding(request: HttpRequest, colleague: Colleague) -> tuple[str, State]:
    """What the browser is asked to make, as JSON, and what to remember until it answers."""
    options, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=colleague.id.bytes, name=colleague.sign_in_name, display_name=colleague.name
        ),
        credentials=_credentials(colleague),
        resident_key_requirement=ResidentKeyRequirement.DISCOURAGED,
        user_verification=UserVerificationRequirement.DISCOURAGED,
    )
    return json.dumps(dict(options)["publicKey"], default=dict), state


@transaction.atomic
def add(*, request: HttpRequest, state: State, answer: str, label: str, by: Acting) -> SecurityKey:
    """Register the key that answered. Raises `KeyNotAccepted`."""
    try:
        made = _server(request).register_complete(
            state, RegistrationResponse.from_dict(json.loads(answer))
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyNotAccepted from None
    credential = made.credential_data
    if credential is None or _row_of(credential.credential_id) is not None:
        raise KeyNotAccepted
    row = SecurityKey.objects.create(
        colleague=by.colleague,
        credential=bytes(credential),
        credential_digest=_digest(credential.credential_id),
        signatures=made.counter,
        label=label,
        made_at=clock.now(),
    )
    record(verbs.ADDED_SECURITY_KEY, row, by=by)
    return row


@transaction.atomic
def remove(*, key: SecurityKey, by: Acting) -> None:
    record(verbs.REMOVED_SECURITY_KEY, key, by=by)
    key.delete()


def begin_asking(request: HttpRequest, colleague: Colleague) -> tuple[str, State]:
    """What the browser is asked to sign, as JSON, and what to remember until it answers."""
    options, state = _server(request).authenticate_begin(
        _credentials(colleague), user_verification=UserVerificationRequirement.DISCOURAGED
    )
    return json.dumps(dict(options)["publicKey"], default=dict), state


def accept(request: HttpRequest, colleague: Colleague, state: State, answer: str) -> None:
    """Check what a key signed. A counter that does not move means a copied key. Or raise."""
    try:
        said = AuthenticationResponse.from_dict(json.loads(answer))
        used = _server(request).authenticate_complete(state, _credentials(colleague), said)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise KeyNotAccepted from None
    row = _row_of(used.credential_id)
    count = said.response.authenticator_data.counter
    moved = row is not None and SecurityKey.objects.filter(
        Q(signatures__lt=count) | Q(signatures=0) if count else Q(signatures=0),
        pk=row.pk,
        colleague=colleague,
    ).update(signatures=count, used_at=clock.now())
    if not moved:
        raise KeyNotAccepted


def _server(request: HttpRequest) -> Fido2Server:
    origins = {f"{request.scheme}://{request.get_host()}", settings.BASE_URL.rstrip("/")}
    return Fido2Server(
        PublicKeyCredentialRpEntity(id=_host(request), name="Accompany"),
        verify_origin=lambda origin: origin in origins,
    )


def _host(request: HttpRequest) -> str:
    host = request.get_host()
    return host if host.endswith("]") else host.rsplit(":", 1)[0]


def _credentials(colleague: Colleague) -> list[AttestedCredentialData]:
    return [
        AttestedCredentialData(bytes(row.credential))
        for row in SecurityKey.objects.filter(colleague=colleague)
    ]


def _row_of(credential_id: bytes) -> SecurityKey | None:
    return SecurityKey.objects.filter(credential_digest=_digest(credential_id)).first()


def _digest(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()
