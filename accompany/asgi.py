"""What the server loads: `accompany.house.serving` says how it answers."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accompany.settings")
django.setup()

from accompany.house.serving import Application  # noqa: E402  # needs the settings

application = Application()
