"""Settings: one file, read from the environment. Unknown `ACCOMPANY_…` names are refused."""

import os
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = Path(os.environ.get("ACCOMPANY_DATA", "var")).resolve()
SIDE = os.environ.get("ACCOMPANY_SIDE", "survivors")
HOUSE_DATA = DATA / SIDE
HOST = DATA.with_name(DATA.name + "-host")

SECRET_KEY = "skeleton"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
BASE_URL = os.environ.get("ACCOMPANY_BASE_URL", "http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "accompany.ledger",
    "accompany.sealed",
    "accompany.sealed.keyring",
    "accompany.house",
    "accompany.staff",
    "accompany.participants",
    "accompany.awards",
    "accompany.releases",
    "accompany.helpline",
    "accompany.advocacy",
    "accompany.workday",
    "accompany.grants",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "accompany.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOUSE_DATA / "default.sqlite3",
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    },
    "keyring": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": HOUSE_DATA / "keyring.sqlite3",
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    },
}
DATABASE_ROUTERS = ["accompany.sealed.keyring.router.KeyringRouter"]
USE_TZ = True
TIME_ZONE = "America/Los_Angeles"
STATIC_URL = "/static/"
