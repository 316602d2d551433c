"""Tags, dispatch envelopes, sessions and the host's own files."""

import stat
from datetime import timedelta
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from accompany import clock
from accompany.sealed import cipher, dispatch, due, host, sessions, tags
from accompany.sealed.cipher import CannotOpen

often = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
NUMBER = "+12135550101"
OTHER = "+12135550102"


@pytest.fixture(autouse=True)
def own_host(tmp_path, settings):
    settings.HOST = tmp_path / "host"


def test_a_secret_is_made_once_and_closed_to_others():
    first = host.secret("dispatch")
    path = host.folder() / "dispatch.key"

    assert len(first) == 32
    assert host.secret("dispatch") == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(host.folder().stat().st_mode) == 0o700
    host.forget_what_was_read()
    assert host.secret("dispatch") == first


def test_two_secrets_are_never_the_same():
    assert host.secret("one") != host.secret("two")


def test_each_side_has_secrets_of_its_own(settings):
    survivors = host.secret("one")

    settings.SIDE = "program"

    assert host.secret("one") != survivors


def test_many_who_ask_first_get_one_secret():
    found = set()
    threads = [Thread(target=lambda: found.add(host.secret("race"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 1


def test_a_secret_cut_short_is_not_used():
    host.write(host.folder() / "cut.key", b"short")

    with pytest.raises(ValueError, match="not 32 bytes"):
        host.secret("cut")


def test_a_file_others_could_read_is_told():
    host.secret("dispatch")
    path = host.folder() / "dispatch.key"
    path.chmod(0o644)

    assert host.loose_files() == [path]


# Tags


def test_a_number_is_known_again_and_another_is_not():
    assert tags.phone_tag(NUMBER) == tags.phone_tag(NUMBER)
    assert tags.phone_tag(NUMBER) != tags.phone_tag(OTHER)
    assert NUMBER[2:] not in tags.phone_tag(NUMBER)


def test_a_number_is_known_for_thirty_to_sixty_days_and_then_no_more():
    start = clock.now()
    with clock.stopped_at(start):
        first = tags.phone_tag(NUMBER)
        assert due.rotate_tags() == 0
    with clock.stopped_at(start + timedelta(days=30)):
        assert due.rotate_tags() == 1
        assert tags.phone_tag(NUMBER) != first
        assert tags.phone_tags(NUMBER)[1] == first
        oldest = min(host.folder().glob("phone-*.key"))
    with clock.stopped_at(start + timedelta(days=60)):
        assert due.rotate_tags() == 1
        assert first not in tags.phone_tags(NUMBER)
        assert len(tags.phone_tags(NUMBER)) == 2
        assert not oldest.exists()
        assert due.rotate_tags() == 0


def test_a_providers_id_is_remembered_without_being_kept():
    digest = tags.provider_digest("SM0123456789abcdef")

    assert digest == tags.provider_digest("SM0123456789abcdef")
    assert "0123456789abcdef" not in digest


# Dispatch


@given(some.binary(max_size=2000))
@often
def test_a_dispatch_envelope_opens_on_its_host(words):
    assert dispatch.open(dispatch.seal(words)) == words


def test_a_dispatch_envelope_opens_on_no_other_host(tmp_path, settings):
    envelope = dispatch.seal(b"See you at ten.")

    settings.HOST = tmp_path / "another"

    with pytest.raises(CannotOpen):
        dispatch.open(envelope)


@given(place=some.integers(0, 999), bit=some.integers(0, 7))
@often
def test_a_changed_envelope_does_not_open(place, bit):
    changed = bytearray(dispatch.seal(b"See you at ten."))
    changed[place % len(changed)] ^= 1 << bit

    with pytest.raises(CannotOpen):
        dispatch.open(bytes(changed))


# Sessions


@given(some.text(min_size=1, max_size=40), some.binary(max_size=900))
@often
def test_a_session_opens_with_its_cookie(cookie, data):
    assert sessions.open(cookie, sessions.seal(cookie, data)) == data


@given(some.text(max_size=40), some.text(max_size=40))
@often
def test_a_session_opens_with_no_other_cookie(cookie, other):
    if cookie == other:
        return
    sealed = sessions.seal(cookie, b"keys")

    with pytest.raises(CannotOpen):
        sessions.open(other, sealed)


def test_a_stolen_session_table_opens_nothing():
    """The thief has the row's name and its data, and tries the name as a cookie."""
    sealed = sessions.seal("the cookie", b"keys")
    name = sessions.row_name("the cookie")

    with pytest.raises(CannotOpen):
        sessions.open(name, sealed)
    assert "the cookie" not in name
    assert sessions.row_name(name) != name


def test_a_session_put_back_from_another_row_does_not_open():
    with pytest.raises(CannotOpen):
        sessions.open("one", sessions.seal("two", b"keys"))


# The cipher against published vectors


def test_the_cipher_agrees_with_the_published_vector():
    """draft-irtf-cfrg-xchacha-03, appendix A.3.1."""
    words = (
        b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the "
        b"future, sunscreen would be it."
    )
    bound = bytes.fromhex("50515253c0c1c2c3c4c5c6c7")
    key = bytes(range(0x80, 0xA0))
    nonce = bytes(range(0x40, 0x58))
    locked = bytes.fromhex(
        "bd6d179d3e83d43b9576579493c0e939572a1700252bfaccbed2902c21396cbb731c7f1b0b4aa6440bf3a82f4eda7e39"
        "ae64c6708c54c216cb96b72e1213b4522f8c9ba40db5d945b11b69b982c1bb9e3f3fac2bc369488f76b2383565d3fff9"
        "21f9664c97637da9768812f615c68b13b52ec0875924c1c7987947deafd8780acf49"
    )

    assert cipher.unlock(key, nonce + locked, bound) == words


def test_a_key_for_one_purpose_is_not_a_key_for_another():
    key = cipher.new_key()

    assert cipher.derive(key, b"one") != cipher.derive(key, b"two")
    assert cipher.derive(key, b"one") != cipher.derive(key, b"one", b"data")
