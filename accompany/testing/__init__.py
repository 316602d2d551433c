"""The ground under every test: a data folder of its own, cheap stretching, databases ready at once.

A pytest plugin, loaded before the settings are read. The folder is temporary; nothing a test does
touches `var`. `ACCOMPANY_TEST_DATABASE=postgres` puts the same tests on PostgreSQL.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import hypothesis

from accompany.testing import postgres

ROOM = Path(tempfile.mkdtemp(prefix="accompany-tests-"))
OWNER = os.getpid()


def _sweep() -> None:
    if os.getpid() == OWNER:
        shutil.rmtree(ROOM, ignore_errors=True)
        shutil.rmtree(f"{ROOM}-host", ignore_errors=True)


atexit.register(_sweep)

for name in [each for each in os.environ if each.startswith(("ACCOMPANY_", "TWILIO_"))]:
    if name != "ACCOMPANY_TEST_DATABASE":
        del os.environ[name]
os.environ["ACCOMPANY_DATA"] = str(ROOM / "var")
if os.environ.get("ACCOMPANY_TEST_DATABASE") == "postgres":
    os.environ.update(postgres.addresses())


def pytest_configure() -> None:
    from django.conf import settings

    settings.STRETCH_OPS = 1
    settings.STRETCH_MEMORY = 8192

    # These files need not outlive a power cut. Houses that tests serve wait for the disk as ever.
    os.fsync = lambda _file: None  # type: ignore[assignment]  # for this process alone
    for database in settings.DATABASES.values():
        options: dict[str, str] = database["OPTIONS"]  # type: ignore[assignment]  # a setting
        if "init_command" in options:
            options["init_command"] = options["init_command"].replace("=FULL", "=OFF")

    # A busy machine is slow, not wrong.
    hypothesis.settings.register_profile("house", deadline=None)
    hypothesis.settings.load_profile("house")
