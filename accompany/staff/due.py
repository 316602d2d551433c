"""What staff leaves behind is forgotten on time."""

from datetime import timedelta

from accompany.house.due import due
from accompany.staff import drafts, signing_in, slowing


@due("forget ended sessions and old drafts", every=timedelta(minutes=10))
def forget() -> int:
    return signing_in.forget_expired_sessions() + drafts.forget_old() + slowing.forget_old()
