"""Security keys, with a key made of software that signs as a real one does."""

import hashlib
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from accompany import clock
from accompany.ledger.models import Line
from accompany.staff.models import SecurityKey
from accompany.staff.testing import PASSPHRASE, make_colleague, sign_in

A_NIGHT = datetime(2026, 11, 12, 11, 2, tzinfo=UTC)
HOST = "testserver"
FLAG = AuthenticatorData.FLAG


@pytest.fixture(autouse=True)
def night():
    with clock.stopped_at(A_NIGHT):
        yield


def text(raw):
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


class SoftKey:
    """Signs like a security key. `count` is its counter."""

    def __init__(self, id=b"\x07" * 32):
        self.id, self.count = id, 1
        self.private = ec.generate_private_key(ec.SECP256R1())

    def _client_data(self, kind, options, origin):
        return CollectedClientData.create(kind, options["challenge"], origin)

    def _said(self, response):
        return json.dumps(
            {
                "id": text(self.id),
                "rawId": text(self.id),
                "type": "public-key",
                "clientExtensionResults": {},
                "response": {name: text(bytes(value)) for name, value in response.items()},
            }
        )

    def made(self, options, origin=f"http://{HOST}"):
        public = ES256.from_cryptography_key(self.private.public_key())
        data = AuthenticatorData.create(
            hashlib.sha256(HOST.encode()).digest(),
            FLAG.UP | FLAG.AT,
            self.count,
            AttestedCredentialData.create(Aaguid.NONE, self.id, public),
        )
        client = self._client_data("webauthn.create", options, origin)
        whole = AttestationObject.create("none", data, {})
        return self._said({"clientDataJSON": client, "attestationObject": whole})

    def signed(self, options, origin=f"http://{HOST}"):
        self.count += 1
        data = AuthenticatorData.create(hashlib.sha256(HOST.encode()).digest(), FLAG.UP, self.count)
        client = self._client_data("webauthn.get", options, origin)
        signature = self.private.sign(data + client.hash, ec.ECDSA(hashes.SHA256()))
        return self._said(
            {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        )


def options_of(response):
    return json.loads(response.context["options"])


def add(client, key, label="blue one", **more):
    options = options_of(client.get("/desk/me/keys/add/"))
    answer = key.made(options, **more)
    return client.post("/desk/me/keys/add/", {"label": label, "answer": answer})


@pytest.fixture
def ruth():
    return make_colleague()


@pytest.fixture
def key(ruth):
    key = SoftKey()
    add(sign_in(Client(), ruth), key)
    return key


def half_way(ruth):
    client = Client()
    typed = {"name": ruth.colleague.name, "passphrase": PASSPHRASE, "code": ""}
    client.post("/desk/sign-in/", typed)
    return client, options_of(client.get("/desk/sign-in/second/"))


def touch(client, answer):
    return client.post("/desk/sign-in/key/", {"answer": answer})


def is_in(client):
    return client.get("/desk/me/").status_code == 200


def test_a_passphrase_and_a_key_open_the_desk(ruth, key):
    client, options = half_way(ruth)

    touch(client, key.signed(options))

    assert is_in(client)
    assert SecurityKey.objects.get().used_at == A_NIGHT


def test_adding_a_key_leaves_a_line(ruth, key):
    assert Line.objects.filter(verb="added a security key", who=ruth.id).count() == 1
    assert SecurityKey.objects.get().label == "blue one"


def test_an_answer_for_another_site_is_not_taken(ruth, key):
    client, options = half_way(ruth)

    response = touch(client, key.signed(options, origin="http://testserver.evil.example"))

    assert response.status_code == 422
    assert not is_in(client)


def test_an_answer_works_once(ruth, key):
    client, options = half_way(ruth)
    answer = key.signed(options)
    touch(client, answer)
    other, _options = half_way(ruth)

    touch(other, answer)

    assert not is_in(other)


def test_a_copied_key_shows_by_its_counter(ruth, key):
    client, options = half_way(ruth)
    touch(client, key.signed(options))
    key.count = 1
    other, options = half_way(ruth)

    touch(other, key.signed(options))

    assert not is_in(other)


def test_a_key_of_somebody_else_is_not_taken(ruth, key):
    ines = make_colleague()
    add(sign_in(Client(), ines), SoftKey(id=b"\x09" * 32))
    client, options = half_way(ines)

    response = touch(client, key.signed(options))

    assert response.status_code == 422
    assert not is_in(client)


def test_another_private_half_is_not_taken(ruth, key):
    client, options = half_way(ruth)

    touch(client, SoftKey(id=key.id).signed(options))

    assert not is_in(client)


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", "not json", '{"id": 7}'])
def test_nonsense_is_not_taken(ruth, key, answer):
    client, _options = half_way(ruth)

    assert touch(client, answer).status_code == 422
    assert not is_in(client)


def test_a_key_without_the_passphrase_opens_nothing(ruth, key, client):
    response = touch(client, "{}")

    assert response["Location"].startswith("/desk/sign-in/")


def test_five_tries_with_a_key_too(ruth, key):
    client, _options = half_way(ruth)

    for _try in range(5):
        touch(client, "{}")
    response = touch(client, "{}")

    assert "Start again" in response.content.decode()


def test_half_way_with_a_key_ends_after_five_minutes(ruth, key):
    client, options = half_way(ruth)

    with clock.stopped_at(A_NIGHT + timedelta(minutes=6)):
        touch(client, key.signed(options))

        assert not is_in(client)


def test_one_key_belongs_to_one_colleague(ruth, key):
    ines = make_colleague()

    response = add(sign_in(Client(), ines), key)

    assert response.status_code == 422
    assert SecurityKey.objects.count() == 1


def test_a_key_can_be_removed_by_its_owner_alone(ruth, key):
    row = SecurityKey.objects.get()
    stranger = sign_in(Client(), make_colleague())

    assert stranger.post(f"/desk/me/keys/{row.id}/remove/").status_code == 404
    sign_in(Client(), ruth).post(f"/desk/me/keys/{row.id}/remove/")

    assert not SecurityKey.objects.exists()


def test_at_a_bare_number_keys_are_not_offered(ruth, settings):
    client = sign_in(Client(SERVER_NAME="127.0.0.1"), ruth)

    page = client.get("/desk/me/keys/add/").content.decode()

    assert "Not at this address." in page
