"""The house's own settings, and the addresses of the floors beside its own."""

from accompany.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
