"""Refusals: an expected "no", said to a person in plain words.

A word defines its own refusals beside what refuses. A view shows the sentence and keeps what was
typed; anything else that is raised is a bug and may crash.
"""

from typing import ClassVar

from django.utils.functional import Promise


class Refusal(Exception):
    """Something that may not be done now, and the sentence that says so."""

    message: ClassVar[str | Promise] = ""

    def __init__(self, message: str | Promise | None = None) -> None:
        super().__init__()
        self._said = message

    def __str__(self) -> str:
        return str(self.message if self._said is None else self._said)
