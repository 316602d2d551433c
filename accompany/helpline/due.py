"""What the loop does for the helpline. It holds no keys: it moves envelopes, states and days."""

from datetime import timedelta

from django.conf import settings

from accompany.helpline.actions import forgetting, outbox
from accompany.helpline.provider import Lost, NotSent, provider
from accompany.house.due import due


@due("helpline: send texts", every=timedelta(seconds=1))
def send_texts() -> int:
    return outbox.send_due(provider())


@due("helpline: remove texts at the telephone company", every=timedelta(seconds=5))
def remove_texts() -> int:
    return outbox.remove_there(provider())


@due("helpline: collect texts that never arrived", every=timedelta(minutes=2))
def collect_texts() -> int:
    if not _company_is_set():
        return 0
    try:
        return outbox.collect(provider(), since=timedelta(hours=24))
    except (Lost, NotSent):
        return 0


@due("helpline: end quiet chats", every=timedelta(seconds=15))
def end_chats() -> int:
    return forgetting.end_quiet_chats()


@due("helpline: forget conversations", every=timedelta(minutes=5))
def forget() -> int:
    return forgetting.erase_due() + forgetting.forget_receipts()


@due("helpline: carry texts of the demo telephone", every=timedelta(seconds=1))
def carry() -> int:
    if settings.TEXT_PROVIDER != "phone":
        return 0
    from accompany.helpline import telephone

    return telephone.carry()


@due("helpline: wipe the demo telephone", every=timedelta(hours=1))
def wipe() -> int:
    from accompany.helpline import telephone

    return telephone.wipe()


def _company_is_set() -> bool:
    return settings.TEXT_PROVIDER == "phone" or bool(settings.TWILIO_ACCOUNT_SID)
