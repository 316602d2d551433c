"""Dispatch envelopes: what must leave within minutes, sealed to the host itself.

This is the one exception to "an idle server holds nothing readable": an envelope lives at most
until its text is sent or fifteen minutes have passed; whoever makes it deletes it.
"""

from accompany.sealed import cipher, host

FORMAT = b"\x40"


def seal(words: bytes) -> bytes:
    """Seal to the host's dispatch key."""
    public = cipher.public_half(host.secret("dispatch"))
    return FORMAT + cipher.seal(public, cipher.pad(words))


def open(envelope: bytes) -> bytes:
    """Open on the host that sealed it."""
    private = host.secret("dispatch")
    if envelope[:1] != FORMAT:
        raise cipher.CannotOpen
    return cipher.unpad(cipher.unseal(cipher.public_half(private), private, bytes(envelope[1:])))
