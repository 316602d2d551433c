"""Settings are refused rather than guessed."""

import os
import runpy
import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from accompany import settings as file_of_settings


@pytest.fixture
def read(monkeypatch, tmp_path):
    """Read the settings file anew, with an environment of its own."""
    for name in [each for each in os.environ if each.startswith(("ACCOMPANY_", "TWILIO_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ACCOMPANY_DATA", str(tmp_path / "var"))

    def with_environment(**environment: str) -> dict[str, object]:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(file_of_settings.__file__)

    return with_environment


def test_an_unknown_name_is_refused(read):
    with pytest.raises(ImproperlyConfigured, match="ACCOMPANY_DEBUG"):
        read(ACCOMPANY_DEBUG="yes")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ACCOMPANY_SIDE", "both"),
        ("ACCOMPANY_WORKERS", "0"),
        ("ACCOMPANY_WORKERS", "many"),
        ("ACCOMPANY_BASE_URL", "desk.example.org"),
        ("ACCOMPANY_BASE_URL", "https://desk.example.org/under/a/path"),
        ("ACCOMPANY_TEXT_PROVIDER", "pigeon"),
        ("ACCOMPANY_DATABASE_URL", "mysql://somewhere/else"),
        ("ACCOMPANY_DATABASE_URL", "postgres://only-one@host/name"),
        ("ACCOMPANY_SECRET_FILE", "/nowhere/at/all"),
    ],
)
def test_a_value_that_makes_no_sense_is_refused(read, name, value):
    with pytest.raises(ImproperlyConfigured):
        read(**{name: value})


def test_the_secret_is_made_once_outside_the_data_folder_and_closed_to_others(read, tmp_path):
    first, second = read()["SECRET_KEY"], read()["SECRET_KEY"]

    assert first == second
    path = tmp_path / "var-host" / "survivors.secret"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_short_secret_is_refused(read, tmp_path):
    path = tmp_path / "secret"
    path.write_text("short")

    with pytest.raises(ImproperlyConfigured, match="shorter"):
        read(ACCOMPANY_SECRET_FILE=str(path))


def test_under_https_the_cookie_is_bound_to_the_host(read):
    read_settings = read(ACCOMPANY_BASE_URL="https://desk.example.org")

    assert read_settings["SESSION_COOKIE_NAME"] == "__Host-desk"
    assert read_settings["SESSION_COOKIE_SECURE"]
    assert "desk.example.org" in read_settings["ALLOWED_HOSTS"]


def test_on_this_machine_the_cookie_needs_no_encryption(read):
    read_settings = read()

    assert read_settings["SESSION_COOKIE_NAME"] == "desk"
    assert not read_settings["SESSION_COOKIE_SECURE"]


def test_the_keyring_keeps_a_journal_that_forgets(read):
    databases = read()["DATABASES"]

    assert "journal_mode=WAL" in databases["default"]["OPTIONS"]["init_command"]
    assert "journal_mode=DELETE" in databases["keyring"]["OPTIONS"]["init_command"]
    assert "secure_delete=ON" in databases["keyring"]["OPTIONS"]["init_command"]
    assert all("synchronous=FULL" in d["OPTIONS"]["init_command"] for d in databases.values())


def test_postgresql_is_chosen_by_two_addresses(read):
    databases = read(
        ACCOMPANY_DATABASE_URL="postgres://desk:p%40ss@db.example.org:5433/desk?sslmode=require",
        ACCOMPANY_KEYRING_URL="postgresql://desk@/keyring?host=/run/keyring",
    )["DATABASES"]

    assert databases["default"]["PASSWORD"] == "p@ss"
    assert databases["default"]["PORT"] == "5433"
    assert databases["default"]["OPTIONS"]["sslmode"] == "require"
    assert databases["keyring"]["HOST"] == "/run/keyring"


def test_a_demo_folder_is_one_by_its_marker_and_has_a_telephone(read, tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "var" / "demo.json").write_text("{}")

    read_settings = read()

    assert read_settings["DEMO"]
    assert read_settings["TEXT_PROVIDER"] == "phone"


def test_the_page_for_operators_lists_every_setting():
    page = Path(file_of_settings.HERE.parent, "docs", "running.md").read_text()

    assert [name for name in sorted(file_of_settings.KNOWN) if f"`{name}`" not in page] == []
