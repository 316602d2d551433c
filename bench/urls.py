"""The house's addresses, and two floors: an empty page, and one row as durable as a text."""

import os

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from accompany.house.doors import public
from accompany.staff.acting import StaffRequest
from accompany.staff.doors import signed_in


@signed_in
def empty(request: StaffRequest) -> HttpResponse:
    """Nothing, for a colleague who is signed in."""
    return HttpResponse("nothing")


@public
@require_POST
def one_row(request: HttpRequest) -> HttpResponse:
    """One row, committed as durably as everything else here."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_floor (id, words) VALUES (%s, %s)",
            [os.urandom(16), request.body[:500]],
        )
    return HttpResponse(status=204)


urlpatterns = [
    path("bench/empty/", empty),
    path("bench/row/", one_row),
    path("", include("accompany.urls")),
]
