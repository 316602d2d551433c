"""Every command does what it says, twice if asked twice, and says no in a sentence."""

import json
import shutil
import sqlite3
import stat

import pytest

from accompany import cli
from accompany.commands.saying import say_columns
from accompany.testing import databases as ground
from tests.houses import PASSPHRASE, new_house

COMMANDS = [
    ["init"],
    ["serve"],
    ["work"],
    ["check"],
    ["accounts"],
    ["inventory"],
    ["doors"],
    ["ledger", "verify"],
    ["keys", "drill"],
    ["keys", "recover"],
    ["backup"],
    ["restore"],
]


@pytest.fixture(scope="module")
def founded(tmp_path_factory, django_db_setup):
    """A real house, founded once; and what `init` said."""
    folder = tmp_path_factory.mktemp("house")
    house = new_house(folder)
    done = house.found(folder)
    assert done.returncode == 0, done.stderr
    house.said = done.stdout
    house.folder = folder
    return house


def shares_of(said):
    lines = [line.strip() for line in said.splitlines()]
    return [line for line in lines if len(line.split()) == 33]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.parser().parse_args([*command, "--help"])

    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert "example" in said
    assert "accompany " + " ".join(command) in said


@pytest.mark.parametrize("words", [["dance"], [], ["serve", "--port", "no"], ["check", "--what"]])
def test_wrong_use_ends_with_two(words, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main(words)

    assert ended.value.code == 2


def test_founding_prints_once_what_is_printed_once(founded):
    assert len(shares_of(founded.said)) == 4
    assert "priya" in founded.said
    assert "otpauth://" in founded.said
    assert PASSPHRASE not in founded.said


def test_founding_twice_changes_nothing(founded):
    again = founded.found(founded.folder)

    assert again.returncode == 0
    assert "founded already" in again.stdout
    assert not shares_of(again.stdout)


def test_founding_without_a_terminal_asks_for_options(founded, tmp_path):
    done = new_house(tmp_path).run("init")

    assert done.returncode == 1
    assert "--supervisor" in done.stderr


def test_a_weak_passphrase_is_refused(tmp_path, django_db_setup):
    words = tmp_path / "weak"
    words.write_text("password password")

    done = new_house(tmp_path).run(
        *("init", "--name", "Alder Street", "--number", "+12135550142"),
        *("--supervisor", "Priya N.", "--passphrase-file", str(words)),
    )

    assert done.returncode == 1
    assert "unrelated words" in done.stderr
    assert "password password" not in done.stderr


def test_the_data_folder_is_closed_to_others(founded):
    for path in [founded.data / "survivors", founded.data.with_name("var-host")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
        for each in path.rglob("*"):
            assert stat.S_IMODE(each.stat().st_mode) & 0o077 == 0, each


def test_the_passphrase_is_nowhere_in_the_folder(founded):
    for path in [*founded.data.rglob("*"), *founded.data.with_name("var-host").rglob("*")]:
        if path.is_file():
            assert PASSPHRASE.encode() not in path.read_bytes(), path


def test_check_refuses_and_explains(founded):
    done = founded.run("check", "--json", ACCOMPANY_BASE_URL="http://desk.example.org")

    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert any("not encrypted" in sentence for sentence in found["unsafe"])
    assert any("TWILIO_AUTH_TOKEN" in sentence for sentence in found["unsafe"])
    assert found["webhooks"]["texts"] == "http://desk.example.org/hooks/text/#rc=5&rp=all"


def test_check_names_what_is_unsafe(founded):
    done = founded.run("check", ACCOMPANY_HOSTS="*,.example.org", ACCOMPANY_TEXT_PROVIDER="phone")

    assert done.returncode == 1
    assert "wildcard" in done.stdout
    assert "demo folders only" in done.stdout


def test_check_is_content_with_a_safe_house(founded):
    done = founded.run(
        "check",
        ACCOMPANY_BASE_URL="https://desk.example.org",
        TWILIO_ACCOUNT_SID="AC" + "0" * 32,
        TWILIO_AUTH_TOKEN="synthetic",
        TWILIO_NUMBER="+12135550143",
    )

    assert done.returncode == 0, done.stdout
    assert "synthetic" not in done.stdout


def test_check_sees_files_that_others_can_read(founded):
    path = founded.data.with_name("var-host") / "survivors.secret"
    path.chmod(0o644)
    try:
        assert "survivors.secret" in founded.run("check").stdout
    finally:
        path.chmod(0o600)


def test_an_unknown_setting_is_named(founded):
    done = founded.run("check", ACCOMPANY_COLOUR="blue")

    assert done.returncode == 1
    assert "ACCOMPANY_COLOUR" in done.stderr
    assert "blue" not in done.stderr


@pytest.mark.parametrize("command", [["serve"], ["ledger", "verify"]])
def test_nothing_runs_in_a_folder_without_a_house(tmp_path, django_db_setup, command):
    done = new_house(tmp_path).run(*command)

    assert done.returncode == 1
    assert "accompany init" in done.stderr


def test_a_real_house_tells_nobodys_passphrase(founded):
    done = founded.run("accounts", "--json")

    assert done.returncode == 1
    assert done.stdout == ""


def test_columns_stand_under_each_other_however_long_a_word_is(capsys):
    say_columns([("jo", "Grants manager", "one"), ("ada", "Survivor council member", "two")])
    say_columns([])

    assert capsys.readouterr().out == (
        "jo   Grants manager           one\nada  Survivor council member  two\n"
    )


def copy_of(founded, folder):
    """A house like it, for a test that changes it. Its databases are files."""
    for suffix in ("", "-host"):
        shutil.copytree(f"{founded.data}{suffix}", f"{folder / 'var'}{suffix}")
    return new_house(folder)


def test_a_demo_is_not_built_over_a_real_house(founded, tmp_path):
    if not ground.on_postgres():
        house = copy_of(founded, tmp_path)

        done = house.run("init", "--demo")

        assert done.returncode == 1
        assert "real house" in done.stderr


def test_the_loop_runs_once_when_asked(founded):
    done = founded.run("work", "--once")

    assert done.returncode == 0, done.stderr
    assert "done." in done.stdout


def test_the_paper_shares_open_and_the_wrong_ones_do_not(founded):
    council, direction = shares_of(founded.said)[:3], shares_of(founded.said)[3]

    enough = founded.run("keys", "drill", typed="\n".join([*council[1:], direction]))
    too_few = founded.run("keys", "drill", typed="\n".join([council[0], direction]))
    none = founded.run("keys", "drill")

    assert enough.returncode == 0, enough.stderr
    assert too_few.returncode == 1
    assert none.returncode == 1


def test_recovering_seals_the_circles_to_a_colleague(founded):
    council, direction = shares_of(founded.said)[:3], shares_of(founded.said)[3]

    done = founded.run(
        "keys", "recover", "--for", "priya", typed="\n".join([*council[:2], direction])
    )

    assert done.returncode == 0, done.stderr
    assert "survivors" in done.stdout
    assert founded.run("keys", "recover", "--for", "nobody", typed="a").returncode == 1


def test_the_lists_are_json_when_asked(founded):
    doors = json.loads(founded.run("doors", "--json").stdout)
    inventory = json.loads(founded.run("inventory", "--json").stdout)

    assert {"address", "methods", "name", "opens_for"} <= set(doors[0])
    assert any(each["address"] == "/healthz" for each in doors)
    assert all(each["reason"] for each in inventory["in_the_clear"])
    assert inventory["sealed"]


def test_the_ledger_stands_and_a_changed_line_is_named(founded, tmp_path):
    if not ground.on_postgres():
        house = copy_of(founded, tmp_path)
        assert house.run("ledger", "verify").returncode == 0

        with sqlite3.connect(house.data / "survivors" / "default.sqlite3") as database:
            database.execute("DROP TRIGGER ledger_line_never_changes")
            database.execute("UPDATE ledger_line SET verb = 'opened a door' WHERE seq = 2")
        database.close()

        done = house.run("ledger", "verify")
        assert done.returncode == 1
        assert "Line 2" in done.stdout
        assert "never_changes" in house.run("check").stdout
        assert house.run("serve").returncode == 1
