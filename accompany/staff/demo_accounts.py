"""Demo folders only: who may sign in, and with which code at this moment."""

from dataclasses import dataclass

from django.conf import settings

from accompany import clock
from accompany.house import demo_folder
from accompany.staff import factors
from accompany.staff.capabilities import Role
from accompany.staff.models import Authenticator


@dataclass(frozen=True)
class DemoAccount:
    """A synthetic colleague, as the sign-in page of a demo folder shows her."""

    name: str
    sign_in_name: str
    shown_role: str
    passphrase: str
    code: str


def read() -> list[DemoAccount]:
    """The colleagues of a demo folder; none in a real house, whatever files lie there."""
    if not settings.DEMO:
        return []
    spent = dict(Authenticator.objects.values_list("colleague__sign_in_name", "spent_step"))
    return [
        DemoAccount(
            name=account.name,
            sign_in_name=account.sign_in_name,
            shown_role=_shown(account.role),
            passphrase=account.passphrase,
            code=_unspent(account.totp_secret, spent.get(account.sign_in_name, 0)),
        )
        for account in demo_folder.accounts()
    ]


def _shown(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def _unspent(seed: str, spent: int) -> str:
    """A code that works now: the next one if the present one is spent."""
    step = int(clock.now().timestamp()) // factors.STEP
    return factors.code_at(seed, step + 1 if spent == step else step)
