"""What the loop does for letters. It holds no keys: it forgets on their day."""

from datetime import timedelta

from accompany.contact import actions
from accompany.house.due import due


@due("contact: forget letters", every=timedelta(minutes=5))
def forget() -> int:
    return actions.erase_due()
