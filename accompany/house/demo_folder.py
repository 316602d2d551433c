"""Demo folders: a data folder of synthetic people, known by the file `demo.json` in it.

The file holds what each synthetic colleague signs in with, so that anybody can try the house. It
exists in no other folder, and nothing that reads it works without it.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings


@dataclass(frozen=True)
class Account:
    """What one synthetic colleague signs in with."""

    name: str
    sign_in_name: str
    role: str
    passphrase: str = field(repr=False)
    totp_secret: str = field(repr=False)


def path() -> Path:
    return settings.DATA / "demo.json"


def accounts() -> list[Account]:
    """The demo colleagues; nobody outside a demo folder."""
    if not path().is_file():
        return []
    return [Account(**each) for each in json.loads(path().read_text())["accounts"]]


def is_complete() -> bool:
    """Whether the synthetic organization was built to the end: then its people are listed."""
    return bool(accounts())
