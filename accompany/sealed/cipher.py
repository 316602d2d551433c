"""The cipher: libsodium's own primitives, and nothing made at home.

XChaCha20-Poly1305 seals under a shared key, an X25519 sealed box seals to a public half, Argon2id
stretches a passphrase, BLAKE2b derives and digests. Every derived key has a purpose of its own, so
that no key is ever used for two things. Byte formats are written down in `docs/formats.md`.
"""

from hashlib import blake2b
from struct import pack, unpack

from nacl import bindings, exceptions
from nacl.utils import random as random_bytes

KEY = 32
NONCE = bindings.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES
SALT = bindings.crypto_pwhash_SALTBYTES
BUCKETS = (64, 256, 1024, 4096)


class CannotOpen(Exception):
    """The bytes are not what was sealed here, or the key is not theirs."""


def new_key() -> bytes:
    """Thirty-two random bytes."""
    return random_bytes(KEY)


def derive(key: bytes, purpose: bytes, data: bytes = b"") -> bytes:
    """Another key, or a keyed digest of `data`, for one purpose (at most 16 bytes)."""
    return blake2b(data, digest_size=KEY, key=key, person=purpose).digest()


def digest(data: bytes, purpose: bytes) -> bytes:
    """An unkeyed digest for one purpose."""
    return blake2b(data, digest_size=KEY, person=purpose).digest()


def bind(*parts: bytes | str) -> bytes:
    """Parts joined so that no two lists of parts give the same bytes."""
    joined = b""
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        joined += len(raw).to_bytes(2, "big") + raw
    return joined


def lock(key: bytes, words: bytes, bound: bytes) -> bytes:
    """Seal under a shared key, bound to `bound`."""
    nonce = random_bytes(NONCE)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(words, bound, nonce, key)


def unlock(key: bytes, locked: bytes, bound: bytes) -> bytes:
    """Open what `lock` sealed, or raise `CannotOpen`."""
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
            locked[NONCE:], bound, locked[:NONCE], key
        )
    except (exceptions.CryptoError, TypeError, ValueError):
        raise CannotOpen from None


def public_half(private: bytes) -> bytes:
    """The public half of an X25519 private half."""
    return bindings.crypto_scalarmult_base(private)


def seal(public: bytes, words: bytes) -> bytes:
    """Seal to a public half; only its private half opens."""
    return bindings.crypto_box_seal(words, public)


def unseal(public: bytes, private: bytes, sealed: bytes) -> bytes:
    """Open what `seal` sealed, or raise `CannotOpen`."""
    try:
        return bindings.crypto_box_seal_open(sealed, public, private)
    except (exceptions.CryptoError, TypeError, ValueError):
        raise CannotOpen from None


def stretch(passphrase: bytes, salt: bytes, ops: int, memory: int) -> bytes:
    """Argon2id: the key that a passphrase gives."""
    return bindings.crypto_pwhash_alg(
        KEY, passphrase, salt, ops, memory, bindings.crypto_pwhash_ALG_ARGON2ID13
    )


def pad(words: bytes) -> bytes:
    """Fill up to the next bucket, so that length tells little."""
    size = len(words) + 4
    bucket = next((each for each in BUCKETS if size <= each), -(-size // 4096) * 4096)
    return pack(">I", len(words)) + words + bytes(bucket - size)


def unpad(padded: bytes) -> bytes:
    """Take the filling off again."""
    if len(padded) < 4 or (size := unpack(">I", padded[:4])[0]) > len(padded) - 4:
        raise CannotOpen
    return padded[4 : 4 + size]
