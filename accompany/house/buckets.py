"""Token buckets: how much of something may come at once, and how fast more may follow.

They live in memory alone and are bounded in number. What a bucket is kept for is known only by a
digest under a key that dies with the process, so that even its memory holds no address.
"""

import secrets
from collections import OrderedDict
from datetime import datetime
from hashlib import blake2b

MOST_BUCKETS = 20_000  # a few megabytes; beyond that whoever was not seen for longest is forgotten
DEEPEST = 50  # how many times its size a bucket may be overdrawn


class Bucket:
    """Holds up to `size` tokens; one more drips in every `each` seconds."""

    __slots__ = ("at", "each", "left", "size")

    def __init__(self, size: int, each: float, now: datetime) -> None:
        self.size, self.each, self.at = size, each, now
        self.left = float(size)

    def level(self, now: datetime) -> float:
        """How many tokens there are now. A clock that was set back adds none."""
        passed = max((now - self.at).total_seconds(), 0.0)
        self.left = min(self.left + passed / self.each, float(self.size))
        self.at = now
        return self.left

    def draw(self, now: datetime) -> bool:
        """Take a token if there is one."""
        if self.level(now) < 1:
            return False
        self.left -= 1
        return True

    def overdraw(self, now: datetime) -> None:
        """Take a token whether there is one or not."""
        self.left = max(self.level(now) - 1, -float(self.size * DEEPEST))

    def stall(self, now: datetime) -> None:
        """Begin the wait for the next token anew: whoever hammers gets none."""
        self.left = min(self.level(now), 0.0)


class Buckets:
    """A bucket for each of many, made when it is first asked for."""

    def __init__(self, size: int, each: float, *, most: int = MOST_BUCKETS) -> None:
        self._size, self._each, self._most = size, each, most
        self._key = secrets.token_bytes(32)
        self._kept: OrderedDict[bytes, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def of(self, whose: str, now: datetime) -> Bucket:
        digest = blake2b(whose.encode(), key=self._key, digest_size=16).digest()
        found = self._kept.get(digest)
        if found is None:
            found = self._kept[digest] = Bucket(self._size, self._each, now)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        self._kept.move_to_end(digest)
        return found
