"""Tags: what a telephone number is known by without being written down.

A tag is a keyed digest under a host key that lives thirty days. Two generations are alive, so that
a number is known for thirty to sixty days; older keys are destroyed, and with them what any older
tag could tell.
"""

from datetime import date, timedelta
from pathlib import Path

from accompany import clock
from accompany.sealed import cipher, host

LIFE = timedelta(days=30)
ALIVE = 2


def phone_tag(e164: str) -> str:
    """The tag of a number under the current key."""
    return _tag(_alive()[0], e164)


def phone_tags(e164: str) -> list[str]:
    """The tags a number may be stored under: the current key's, then the one before."""
    return [_tag(path, e164) for path in _alive()]


def provider_digest(provider_id: str) -> str:
    """What a provider's id is remembered by once it is deleted there."""
    key = host.secret("provider-ids")
    return cipher.derive(key, b"provider id", provider_id.encode()).hex()


def rotate() -> int:
    """Begin a new generation when the current one is thirty days old; destroy those past two."""
    with host.held("tags"):
        alive = _alive()
        due = clock.today() - _made_on(alive[0]) >= LIFE
        if due:
            _begin()
        for old in _all()[ALIVE:]:
            host.destroy(old)
    return int(due)


def _tag(path: Path, e164: str) -> str:
    return cipher.derive(host.secret(path.stem), b"phone tag", e164.encode()).hex()


def _alive() -> list[Path]:
    return _all()[:ALIVE] or [_begin()]


def _all() -> list[Path]:
    return sorted(host.folder().glob("phone-*.key"), reverse=True)


def _begin() -> Path:
    name = f"phone-{clock.today().isoformat()}"
    host.secret(name)
    return host.folder() / f"{name}.key"


def _made_on(path: Path) -> date:
    return date.fromisoformat(path.stem.removeprefix("phone-"))
