"""Where works hung that a keeper took down, kept in her session: gone when she locks or leaves."""

from dataclasses import asdict
from typing import Any  # Any: what a session holds

from accompany.gallery.actions import Spot
from accompany.gallery.models import Artwork
from accompany.staff.acting import StaffRequest

KEY = "gallery-spots"
MOST = 20


def remember(request: StaffRequest, work: Artwork, spot: Spot) -> None:
    """Keep where it hung, of the last few works that she took down."""
    kept = {**_kept(request), str(work.id): asdict(spot)}
    request.session[KEY] = dict(list(kept.items())[-MOST:])


def remembered(request: StaffRequest, work: Artwork) -> Spot | None:
    """Where it hung, if she is the one who took it down."""
    kept = _kept(request).get(str(work.id))
    return None if kept is None else Spot(**kept)


def forget(request: StaffRequest, work: Artwork) -> None:
    """It hangs again."""
    request.session[KEY] = {id: spot for id, spot in _kept(request).items() if id != str(work.id)}


def _kept(request: StaffRequest) -> dict[str, dict[str, Any]]:
    kept: dict[str, dict[str, Any]] = request.session.get(KEY, {})
    return kept
