"""Awards for tests."""

from datetime import date
from typing import Any  # Any: any argument of the action

from accompany.awards.models import Award


def make_award(**given: Any) -> Award:  # Any: any column
    """A synthetic Victim Assistance award from October 2024 to September 2027."""
    columns: dict[str, Any] = {
        "funder": "State Office of Crime Victims",
        "name": "Victim Assistance",
        "number": "00-VT-0142",
        "first_day": date(2024, 10, 1),
        "last_day": date(2027, 9, 30),
    }
    return Award.objects.create(**(columns | given))
