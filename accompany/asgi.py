"""What the server loads: `accompany.house.serving` says how it answers."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accompany.settings")
django.setup()

from accompany.house.cookies import with_whole_cookies  # noqa: E402  # needs the settings
from accompany.house.serving import Application  # noqa: E402  # needs the settings

application = with_whole_cookies(Application())
