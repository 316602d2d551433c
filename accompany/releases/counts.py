"""What reports may know of what left: accounts of numbers, which are about nobody."""

from uuid import UUID

from django.db.models import QuerySet

from accompany.releases.models import Publication


def publications(about: UUID) -> QuerySet[Publication]:
    """Every time that the numbers of this frozen report left, the newest first."""
    return Publication.objects.filter(about=about).select_related("by").order_by("-at")
