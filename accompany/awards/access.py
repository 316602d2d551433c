"""Reaching awards and their code lists. An award is about money: every colleague may choose one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.http import Http404

from accompany.awards.models import (
    Award,
    AwardQuerySet,
    Code,
    CodeMap,
    Measure,
    Scheme,
    Threshold,
)


@dataclass(frozen=True)
class CatalogService:
    """A service that a colleague can log."""

    code: str
    label: str
    kind: str


def active_awards(on: date) -> AwardQuerySet:
    """The awards that a service of this day may point to."""
    return Award.objects.running(on).order_by("funder", "name")


def award(id: UUID) -> Award:
    try:
        return Award.objects.get(id=id)
    except Award.DoesNotExist:
        raise Http404("No such award.") from None


def service_catalog(on: date) -> list[CatalogService]:
    """Our own services on that day, in the order colleagues know them."""
    return [
        CatalogService(code=row.code, label=row.label, kind=row.parent)
        for row in codes(Scheme.OWN, "service", on)
    ]


def service_label(code: str) -> str:
    """What an old row's service was called last; the code itself if nobody knows it."""
    found = Code.objects.filter(scheme=Scheme.OWN, list="service", code=code)
    return found.order_by("-valid_from").values_list("label", flat=True).first() or code


def codes(scheme: str, list: str, on: date) -> list[Code]:
    """One list as the form had it on that day, in the form's order."""
    found = Code.objects.filter(_valid(on), scheme=scheme, list=list)
    return [*found.order_by("position")]


def code_map(scheme: str, list: str, on: date) -> dict[str, str]:
    """Our own code to the form's code, on that day."""
    found = CodeMap.objects.filter(_valid(on), scheme=scheme, list=list)
    return dict(found.values_list("own", "code"))


def measures(scheme: str, on: date) -> dict[str, Measure]:
    """The form's questions on that day, by code, in the form's order."""
    found = Measure.objects.filter(_valid(on), scheme=scheme).order_by("position")
    return {row.code: row for row in found}


def threshold(recipient: str, on: date) -> Threshold:
    """What is rare for this reader on that day. Raises for a reader nobody decided about."""
    return Threshold.objects.filter(_valid(on)).order_by("-valid_from").get(recipient=recipient)


def _valid(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gte=on))
