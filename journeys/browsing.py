"""Debian's Chromium, as a person has it: with its back-forward cache."""

import os
import shutil
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright

# Playwright turns the back-forward cache off; then a test of Back proves nothing.
NOT_THESE = ["--disable-back-forward-cache"]


def how(*, trusting: str = "") -> dict[str, Any]:  # Any: what Playwright takes
    """Where the browser is and how to start it. `trusting`: the digest of a test server's key."""
    path = shutil.which("chromium")
    if path is None and os.environ.get("CI"):
        pytest.fail("Journeys need Debian's chromium, and here nothing may be left out.")
    if path is None:
        pytest.skip("Journeys need Debian's chromium.")
    args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    if trusting:
        args.append(f"--ignore-certificate-errors-spki-list={trusting}")
    return {"executable_path": path, "args": args}


def chromium(playwright: Playwright, *, trusting: str = "") -> Browser:
    """A running browser."""
    return playwright.chromium.launch(ignore_default_args=NOT_THESE, **how(trusting=trusting))
