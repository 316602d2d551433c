"""The ledger: one chain of lines, each holding the hash of the line before it.

A line holds ids, numbers and a verb, never words. It cannot be changed or deleted: triggers refuse
it, and `ledger verify` names the first line that was changed all the same.
"""

from typing import ClassVar

from django.db import models

NOTHING_BEFORE = "0" * 64


class Line(models.Model):
    """Who did what to which row, when, and what line came before."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    before = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField(db_index=True)
    who = models.UUIDField(db_index=True)
    verb = models.CharField(max_length=80)
    table = models.CharField(max_length=64, default="", blank=True)
    row = models.UUIDField(null=True)
    version = models.PositiveIntegerField(null=True)
    subject = models.UUIDField(null=True, db_index=True)
    facts = models.TextField(default="{}")

    in_the_clear: ClassVar[dict[str, str]] = {
        "seq": "the place of the line in the chain",
        "before": "the hash of the line before, which makes the chain",
        "hash": "the hash of this line",
        "at": "the moment, which a person may ask for",
        "who": "the random id of who acted",
        "verb": "what was done, from a fixed list, never words typed by anyone",
        "table": "where the row lies",
        "row": "the random id of the row",
        "version": "the version the row then had, so that a row put back is found",
        "subject": "a random handle whose link to a participant dies with her",
        "facts": "ids and numbers only",
    }

    class Meta:
        indexes = [models.Index(fields=["table", "row"], name="ledger_line_row")]

    def __str__(self) -> str:
        return f"line {self.seq}"
