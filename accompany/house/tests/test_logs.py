"""A log keeps no word of a person."""

import logging
import sys
from uuid import UUID

import pytest

from accompany.house.logs import Formatter

HER_WORDS = "I am at 100 Alder Street, +12135550177"


def line(name, message, *args, exc_info=None, **extra):
    record = logging.LogRecord(name, logging.ERROR, "file", 1, message, args, exc_info)
    record.__dict__.update(extra)
    return Formatter().format(record)


def test_ids_numbers_and_plain_names_are_kept():
    row = UUID(int=7)

    said = line("accompany.helpline", "Sent %s to row %s after %d: %s", "a text", row, 3, "ok")

    assert str(row) in said
    assert "a text" in said


@pytest.mark.parametrize("said", [HER_WORDS, "Lila", "+12135550177", "lila@example.org"])
def test_anything_else_is_left_out(said):
    assert said not in line("accompany.helpline", "Not sent: %s", said)


def test_what_a_library_says_is_left_out():
    assert HER_WORDS not in line("django.request", f"Not Found: {HER_WORDS}")
    assert HER_WORDS not in line("twilio.http_client", "Body: %s", HER_WORDS)


def test_trouble_is_told_by_its_kind_and_place_alone():
    try:
        raise ValueError(HER_WORDS)
    except ValueError:
        said = line("django.request", "Trouble", exc_info=sys.exc_info(), status_code=500)

    assert "ValueError" in said
    assert "test_logs.py" in said
    assert "status_code=500" in said
    assert HER_WORDS not in said


def test_a_request_that_fails_leaves_no_address_in_the_log(client, caplog, settings):
    settings.LOGGING_CONFIG = None
    client.raise_request_exception = False

    client.get("/chat/not-a-token/?word=lamp")

    said = "\n".join(Formatter().format(record) for record in caplog.records)
    assert "lamp" not in said
    assert "not-a-token" not in said
