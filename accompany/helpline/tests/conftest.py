import pytest

from accompany.helpline import provider
from accompany.helpline.tests import company as companies
from accompany.house.models import Organization


@pytest.fixture(autouse=True)
def built_in_telephone(settings):
    """Webhooks here are signed by the built-in telephone, unless a test says otherwise."""
    settings.TEXT_PROVIDER = "phone"


@pytest.fixture
def company(settings):
    """The stand-in of the company's API, and a house that uses it."""
    with companies.answering() as answering:
        settings.TEXT_PROVIDER = "twilio"
        settings.TWILIO_ACCOUNT_SID = companies.ACCOUNT
        settings.TWILIO_AUTH_TOKEN = companies.TOKEN
        settings.TWILIO_NUMBER = companies.OURS
        settings.TWILIO_API_BASE = answering.url
        provider.forget_client()
        yield answering
        provider._client().http_client.session.close()
        provider.forget_client()


@pytest.fixture
def alder_street():
    """A named organization, for pages that say whom to call."""
    Organization.objects.update_or_create(
        id=1,
        defaults={
            "name": "Alder Street",
            "helpline_number": "+12065550142",
            "text_number": "+12065550142",
        },
    )
    Organization.forget()
