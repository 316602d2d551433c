"""What our pages say of how to reach us: hours, numbers, addresses.

They stand on every public page and on the pages for when something broke, so a change is public
with its commit, and the ledger says who made it and which of them she changed. The numbers decide
whom a frightened person reaches: those who run the helpline change them, and direction.
"""

from collections.abc import Mapping

from django.db import transaction

from accompany.house import live
from accompany.house.models import Organization
from accompany.ledger.lines import record
from accompany.staff import verbs
from accompany.staff.access import require
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability

FACTS = (
    "helpline_hours",
    "helpline_hours_es",
    "helpline_number",
    "text_number",
    "email",
    "mailing_address",
)


@transaction.atomic
def change_facts(*, said: Mapping[str, str], by: Acting) -> list[str]:
    """Change these facts of ours; the rest stays as it is. Returns which were another before."""
    require(by, Capability.CHANGE_FACTS)
    ours = Organization.objects.select_for_update().get(id=1)
    changed = [name for name in FACTS if name in said and getattr(ours, name) != said[name]]
    if not changed:
        return []
    for name in changed:
        setattr(ours, name, said[name])
    ours.save(update_fields=changed)
    live.changed(live.PUBLIC)
    transaction.on_commit(Organization.forget, robust=True)
    record(verbs.CHANGED_FACTS, None, by=by, subject=None, **dict.fromkeys(changed, 1))
    return changed
