"""The head kept elsewhere: the chain alone cannot show that its last lines were cut off.

The last line's place and hash are kept in a file of the host, and copied into every backup. A head
that is no longer in the chain is never overwritten: it is the proof.
"""

import json
import os
from pathlib import Path

from django.conf import settings

from accompany import clock
from accompany.ledger.lines import head
from accompany.ledger.models import Line


def path() -> Path:
    """Where the host keeps the head."""
    return Path(settings.HOST) / settings.SIDE / "ledger-head.json"


def remember_head() -> bool:
    """Keep the present head; false, and nothing kept, when the one kept before is gone."""
    kept = remembered()
    if kept and not stands(*kept):
        return False
    seq, hash = head()
    target = path()
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    scratch = target.with_suffix(f".{os.getpid()}")
    written = json.dumps({"seq": seq, "hash": hash, "at": clock.now().isoformat()})
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(written + "\n")
        file.flush()
        os.fsync(file.fileno())
    os.replace(scratch, target)
    return True


def remembered() -> tuple[int, str] | None:
    """The head kept on this host, if one is."""
    try:
        kept = json.loads(path().read_text())
    except FileNotFoundError:
        return None
    return int(kept["seq"]), str(kept["hash"])


def stands(seq: int, hash: str) -> bool:
    """Whether a head once seen is still in the chain."""
    return seq == 0 or Line.objects.filter(seq=seq, hash=hash).exists()
