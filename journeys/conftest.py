"""A browser for every journey, and a house to walk in."""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from journeys.browsing import chromium
from journeys.serving import MADE

# Playwright keeps an event loop in this thread; a journey's own rows live in another process.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    opened = chromium(playwright)
    yield opened
    opened.close()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """The houses that this run copied go with it."""
    if not hasattr(session.config, "workerinput"):
        shutil.rmtree(MADE, ignore_errors=True)
