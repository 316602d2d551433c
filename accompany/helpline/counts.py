"""Anonymous contacts, counted: numbers of tallies, never a word or a number of a telephone.

Only contacts in which someone was spoken with are counted; a silent call is logged, not counted.
"""

from datetime import date
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth

from accompany.helpline.kinds import Kind
from accompany.helpline.models import AnonymousContact


def anonymous_contacts(award_id: UUID | None, first: date, last: date) -> int:
    """How many contacts there were from the first day to the last, both counted."""
    return _counted(award_id, first, last).count()


def anonymous_contacts_by_month(award_id: UUID | None, first: date, last: date) -> dict[date, int]:
    """The same by month, under the month's first day. Months without any are left out."""
    months = (
        _counted(award_id, first, last)
        .annotate(month=TruncMonth("day"))
        .values("month")
        .annotate(n=Count("id"))
    )
    return {row["month"]: row["n"] for row in months.order_by("month")}


def _counted(award_id: UUID | None, first: date, last: date) -> QuerySet[AnonymousContact]:
    counted = [kind.value for kind in Kind if kind.is_contact]
    found = AnonymousContact.objects.filter(day__range=(first, last), kind__in=counted)
    return found.filter(award_id=award_id) if award_id else found
