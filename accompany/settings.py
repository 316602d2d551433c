"""Settings: one file, read from the environment. Unknown `ACCOMPANY_…` names are refused."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# The contract names them all; the program's house and outgoing mail are not read yet.
KNOWN = {
    "ACCOMPANY_SIDE",
    "ACCOMPANY_DATA",
    "ACCOMPANY_DATABASE_URL",
    "ACCOMPANY_KEYRING_URL",
    "ACCOMPANY_PROGRAM_URL",
    "ACCOMPANY_BASE_URL",
    "ACCOMPANY_HOSTS",
    "ACCOMPANY_SECRET_FILE",
    "ACCOMPANY_WORKERS",
    "ACCOMPANY_TEXT_PROVIDER",
    "ACCOMPANY_EMAIL_URL",
    "ACCOMPANY_TEST_DATABASE",
}
if unknown := sorted(n for n in os.environ if n.startswith("ACCOMPANY_") and n not in KNOWN):
    raise ImproperlyConfigured(
        f"Unknown settings in the environment: {', '.join(unknown)}. "
        "docs/running.md lists those that exist."
    )


def _choice(name: str, default: str, allowed: set[str]) -> str:
    value = os.environ.get(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of: {', '.join(sorted(allowed))}.")
    return value


def _number(name: str, default: int, least: int, most: int) -> int:
    value = os.environ.get(name, str(default))
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a number from {least} to {most}.")
    return int(value)


def _address(name: str, default: str) -> str:
    value = os.environ.get(name, default).rstrip("/")
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path):
        raise ImproperlyConfigured(f"{name} must be an address like https://desk.example.org.")
    return value


# Where things lie

HERE = Path(__file__).resolve().parent
SIDE = _choice("ACCOMPANY_SIDE", "survivors", {"survivors", "program"})
DATA = Path(os.environ.get("ACCOMPANY_DATA", "var")).resolve()
HOUSE_DATA = DATA / SIDE
FILES = HOUSE_DATA / "files"
HOST = DATA.with_name(DATA.name + "-host")
DEMO = (DATA / "demo.json").is_file()

# Addresses

BASE_URL = _address("ACCOMPANY_BASE_URL", "http://127.0.0.1:8000")
IS_ENCRYPTED = BASE_URL.startswith("https:")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ALLOWED_HOSTS = sorted(
    {
        "127.0.0.1",
        "localhost",
        "[::1]",
        urlsplit(BASE_URL).hostname or "localhost",
        *(h.strip() for h in os.environ.get("ACCOMPANY_HOSTS", "").split(",") if h.strip()),
    }
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
if IS_ENCRYPTED:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Secrets


def _secret_key() -> str:
    """The signing key, from a file outside the data folder; made at first use."""
    given = os.environ.get("ACCOMPANY_SECRET_FILE")
    path = Path(given) if given else HOST / f"{SIDE}.secret"
    if not path.exists():
        if given:
            raise ImproperlyConfigured("ACCOMPANY_SECRET_FILE names a file that is not there.")
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    key = path.read_text().strip()
    if len(key) < 50:
        raise ImproperlyConfigured(
            f"The secret in {path} is shorter than 50 characters. Delete the file to have one made."
        )
    return key


SECRET_KEY = _secret_key()

# Argon2id: passes, and bytes of memory. Tests use the least that libsodium allows.
STRETCH_OPS = 3
STRETCH_MEMORY = 64 * 1024 * 1024

# Databases


def _database(name: str, file: Path, pragmas: dict[str, str]) -> dict[str, object]:
    """SQLite in the data folder, or the PostgreSQL that the environment names."""
    url = os.environ.get(name, "")
    if not url:
        return {
            "ENGINE": "accompany.house.db.sqlite3",
            "NAME": file,
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "".join(f"PRAGMA {key}={pragmas[key]};" for key in pragmas),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or len(parts.path) < 2:
        raise ImproperlyConfigured(f"{name} must look like postgres://user@host:5432/name.")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"prepare_threshold": None, **options},
    }


# In WAL a deleted shred key was seen to stay in the -wal file: the keyring keeps a plain journal.
DATABASES = {
    "default": _database(
        "ACCOMPANY_DATABASE_URL",
        HOUSE_DATA / "default.sqlite3",
        {
            "journal_mode": "WAL",
            "synchronous": "FULL",
            "secure_delete": "ON",
            "foreign_keys": "ON",
            "temp_store": "MEMORY",
        },
    ),
    "keyring": _database(
        "ACCOMPANY_KEYRING_URL",
        HOUSE_DATA / "keyring.sqlite3",
        {
            "journal_mode": "DELETE",
            "synchronous": "FULL",
            "secure_delete": "ON",
            "foreign_keys": "ON",
            "temp_store": "MEMORY",
        },
    ),
}
if len({engine["ENGINE"] for engine in DATABASES.values()}) > 1:
    raise ImproperlyConfigured(
        "Set both ACCOMPANY_DATABASE_URL and ACCOMPANY_KEYRING_URL, or neither."
    )
DATABASE_ROUTERS = ["accompany.sealed.keyring.router.KeyringRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Words of the house, lowest first

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
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
    "accompany.contact",
    "accompany.gallery",
    "accompany.workday",
    "accompany.grants",
    "accompany.website",
    # The CMS, for the public site alone, after it: its templates win.
    "accompany.website.quiet.Redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "accompany.website.quiet.Users",
    "wagtail.images",
    "wagtail.search",
    "accompany.website.quiet.Admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_tasks",
]
MIDDLEWARE = [
    "accompany.house.headers.HeadersMiddleware",
    "accompany.website.zone.CmsMiddleware",
    "accompany.house.language.LanguageMiddleware",
    "accompany.house.origin.OriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accompany.staff.doors.Doors",
    "accompany.house.origin.TokenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]
ROOT_URLCONF = "accompany.urls"
ASGI_APPLICATION = "accompany.asgi.application"

# Pages

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "accompany.house.context.house",
            ]
        },
    }
]
FORM_RENDERER = "accompany.house.forms.HouseForms"
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "accompany.house.static_files.NamedByContent"},
}
# A page is small; nothing a person sends is ever spilled to a temporary file.
# A view that takes a file says so (`house.uploads`); its page refuses one of more than 25 MB.
LARGEST_BODY = 4 * 1024 * 1024
LARGEST_UPLOAD = 28 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = LARGEST_BODY
FILE_UPLOAD_MAX_MEMORY_SIZE = LARGEST_UPLOAD
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

# The public site: edited in the CMS, which calls nobody

# Public, and so not sealed; beside the sealed files, so that backups hold them.
MEDIA_ROOT = FILES / "site"
MEDIA_URL = "/cms/media/"
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
WAGTAIL_SITE_NAME = "Accompany"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "/desk/sign-in/"
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [HERE / "locale"]
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
WAGTAILIMAGES_IMAGE_MODEL = "website.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "accompany.website.forms.PictureForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp", "avif", "heic", "heif"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 25 * 1024 * 1024
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, object]] = []
WAGTAIL_MODERATION_ENABLED = False
WAGTAIL_DATE_FORMAT = "%Y-%m-%d"
WAGTAIL_DATETIME_FORMAT = "%Y-%m-%d %H:%M"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# Sign-in: one way in, of our own; no password is kept, so none can be checked elsewhere

AUTH_USER_MODEL = "staff.Colleague"
AUTHENTICATION_BACKENDS = ["accompany.staff.backend.NoPassword"]
LOGIN_URL = "staff:sign-in"
SESSION_ENGINE = "accompany.staff.sessions"
SESSION_COOKIE_NAME = "__Host-desk" if IS_ENCRYPTED else "desk"
SESSION_COOKIE_SECURE = IS_ENCRYPTED
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "accompany.house.views.stale_form"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Texts

TEXT_PROVIDER = _choice(
    "ACCOMPANY_TEXT_PROVIDER", "phone" if DEMO else "twilio", {"phone", "twilio"}
)
TWILIO_ACCOUNT_SID = os.environ.get("TWILIO_ACCOUNT_SID", "")
TWILIO_AUTH_TOKEN = os.environ.get("TWILIO_AUTH_TOKEN", "")
TWILIO_NUMBER = os.environ.get("TWILIO_NUMBER", "")
TWILIO_API_BASE = _address("TWILIO_API_BASE", "https://api.twilio.com")

# Serving

WORKERS = _number("ACCOMPANY_WORKERS", 2, 1, 32)
PAGE_THREADS = 4
DEBUG = False

# Language and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [HERE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/Los_Angeles"

# Logs

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"wordless": {"()": "accompany.house.logs.Formatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "wordless"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "accompany": {"level": "INFO"},
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "twilio": {"level": "CRITICAL"},
        "urllib3": {"level": "CRITICAL"},
    },
}
