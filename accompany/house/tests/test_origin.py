"""Nothing is taken from another site, and every answer says what a page may do."""

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from accompany.house.doors import public


@public
def take(request):
    return HttpResponse(f"took {request.POST.get('word', 'nothing')}")


urlpatterns = [path("take/", take)]

pytestmark = pytest.mark.urls(__name__)


def send(**headers):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    return client.post("/take/", {"word": "lamp"}, headers=headers)


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "https://testserver"},
    ],
)
def test_what_another_site_sends_is_refused(headers):
    assert send(**headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "null"},
        {},
    ],
)
def test_what_a_page_of_ours_or_no_browser_sends_is_taken(headers):
    response = send(**headers)

    assert response.status_code == 200
    assert response.content == b"took lamp"
    assert not response.cookies


def test_reading_is_open_to_every_site():
    assert Client().get("/take/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_every_answer_carries_the_strict_policy():
    response = Client().get("/take/")

    assert response["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "no-store"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "Strict-Transport-Security" not in response


@override_settings(BASE_URL="https://desk.example.org")
def test_under_https_browsers_are_told_to_stay_there():
    assert "max-age" in Client().get("/take/")["Strict-Transport-Security"]
