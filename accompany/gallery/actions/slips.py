"""The slip with a code that an artist takes home, and the proof that she is given."""

from django.db import transaction

from accompany import clock
from accompany.gallery import access, verbs
from accompany.gallery.models import Artwork
from accompany.ledger.lines import record
from accompany.sealed import slips
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability


@transaction.atomic
def make_slip(*, work: Artwork, by: Acting) -> str:
    """A new code for her. It is said once and stored nowhere; an older one opens no more."""
    require(by, Capability.KEEP_GALLERY)
    work = access.artwork(work.id, by=by, lock=True)
    words = access.words_of(work.open(access.box_of(work, by)))
    written = slips.new_code()
    code = slips.clean(written) or ""
    work.slip, work.slip_made_at = slips.digest(code), clock.now()
    work.slip_opens = slips.lock(code, words.title, row=work)
    work.save(update_fields=["slip", "slip_opens", "slip_made_at"])
    record(verbs.MADE_SLIP, work, by=by)
    return written


@transaction.atomic
def record_proof(*, work: Artwork, by: Acting) -> None:
    """Write down that a proof was shown for printing."""
    require(by, Capability.KEEP_GALLERY)
    record(verbs.PRINTED_PROOF, access.artwork(work.id, by=by), by=by)
