"""Capabilities and roles: a capability opens a door, a role is a bunch of them.

Both are code, so that what a colleague may do changes only with a reviewed change.
A role also says which circles its people belong to: what they may do, and what they hold keys to.
"""

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accompany.sealed.circles import (
    COMMUNITY,
    COUNCIL,
    COUNTS,
    GALLERY,
    GLASS,
    HELPLINE,
    SUPERVISORS,
    SURVIVORS,
)


class Capability(TextChoices):
    ANSWER_HELPLINE = "answer-helpline", _("answer the helpline")
    FIND_PEOPLE = "find-people", _("find people")
    OPEN_RECORD = "open-record", _("open a participant record")
    WRITE_NOTES = "write-notes", _("write notes")
    LOG_SERVICES = "log-services", _("log services")
    QUICK_LOG = "quick-log", _("log a contact without a name")
    BREAK_GLASS = "break-glass", _("open a sealed file for an hour, with a reason")
    REVIEW_GLASS = "review-glass", _("review files opened with a reason")
    ERASE = "erase", _("forget someone who asks to be forgotten")
    EDIT_PHRASES = "edit-phrases", _("edit saved phrases")
    READ_LEDGER = "read-ledger", _("read the ledger")
    VERIFY_LEDGER = "verify-ledger", _("verify the ledger")
    MANAGE_COLLEAGUES = "manage-colleagues", _("invite colleagues and see them off")
    CHANGE_FACTS = "change-facts", _("change our hours, numbers and addresses")
    READ_COUNTS = "read-counts", _("read counts")
    FREEZE_REPORTS = "freeze-reports", _("freeze reports")
    TICK_REPORTS = "tick-reports", _("be the second person of a report")
    READ_LETTERS = "read-letters", _("read letters from the public site")
    KEEP_GALLERY = "keep-gallery", _("keep the gallery")
    EDIT_SITE = "edit-site", _("edit the public site")
    APPROVE_PUBLISHING = (
        "approve-publishing",
        _("say yes to works, and to pages about participants"),
    )


class Role(TextChoices):
    HELPLINE = "helpline", _("Helpline advocate")
    ADVOCATE = "advocate", _("Case advocate")
    OUTREACH = "outreach", _("Outreach worker")
    SUPERVISOR = "supervisor", _("Supervisor")
    GRANTS = "grants", _("Grants manager")
    DIRECTION = "direction", _("Direction")
    EDITOR = "editor", _("Editor")
    KEEPER = "keeper", _("Gallery keeper")
    COUNCIL = "council", _("Survivor council member")
    ADMINISTRATOR = "administrator", _("System administrator")

    @property
    def capabilities(self) -> frozenset[Capability]:
        return CAPABILITIES[self]

    @property
    def circles(self) -> frozenset[str]:
        return CIRCLES[self]


WORK: dict[Role, Promise] = {
    Role.HELPLINE: _("Answers calls, texts and chats; opens records."),
    Role.ADVOCATE: _("Walks with the people who chose this care team."),
    Role.OUTREACH: _("Meets people where they are; logs contacts and services."),
    Role.SUPERVISOR: _("All of that, reviews opened files, brings colleagues in."),
    Role.GRANTS: _("Reads counts and freezes reports. Never sees a name."),
    Role.DIRECTION: _("Second person for reports; brings colleagues in; edits the public site."),
    Role.EDITOR: _("Writes the public site, reads letters about training and the press."),
    Role.KEEPER: _("Keeps the gallery: works, consents, hanging. Opens no record."),
    Role.COUNCIL: _("Says yes or no before a work, or a page about participants, is public."),
    Role.ADMINISTRATOR: _("Looks after accounts and the ledger. Opens nothing."),
}

_C = Capability
_ACCOMPANY = frozenset(
    {
        _C.FIND_PEOPLE,
        _C.OPEN_RECORD,
        _C.WRITE_NOTES,
        _C.LOG_SERVICES,
        _C.QUICK_LOG,
        _C.BREAK_GLASS,
    }
)

CAPABILITIES: dict[Role, frozenset[Capability]] = {
    Role.HELPLINE: _ACCOMPANY | {_C.ANSWER_HELPLINE, _C.ERASE, _C.READ_LETTERS},
    Role.ADVOCATE: _ACCOMPANY | {_C.ERASE},
    Role.OUTREACH: _ACCOMPANY,
    Role.SUPERVISOR: _ACCOMPANY
    | {
        _C.ANSWER_HELPLINE,
        _C.ERASE,
        _C.REVIEW_GLASS,
        _C.READ_LEDGER,
        _C.VERIFY_LEDGER,
        _C.MANAGE_COLLEAGUES,
        _C.CHANGE_FACTS,
        _C.EDIT_PHRASES,
        _C.READ_LETTERS,
        _C.KEEP_GALLERY,
    },
    Role.GRANTS: frozenset({_C.READ_COUNTS, _C.FREEZE_REPORTS}),
    Role.DIRECTION: frozenset(
        {
            _C.READ_COUNTS,
            _C.TICK_REPORTS,
            _C.MANAGE_COLLEAGUES,
            _C.CHANGE_FACTS,
            _C.READ_LETTERS,
            _C.EDIT_SITE,
        }
    ),
    Role.EDITOR: frozenset({_C.EDIT_SITE, _C.READ_LETTERS}),
    Role.KEEPER: frozenset({_C.KEEP_GALLERY, _C.READ_LETTERS}),
    Role.COUNCIL: frozenset({_C.APPROVE_PUBLISHING}),
    Role.ADMINISTRATOR: frozenset({_C.VERIFY_LEDGER, _C.MANAGE_COLLEAGUES}),
}

CIRCLES: dict[Role, frozenset[str]] = {
    Role.HELPLINE: frozenset({HELPLINE, SURVIVORS, GLASS}),
    Role.ADVOCATE: frozenset({SURVIVORS, GLASS}),
    Role.OUTREACH: frozenset({SURVIVORS, GLASS}),
    Role.SUPERVISOR: frozenset(
        {HELPLINE, SURVIVORS, GLASS, SUPERVISORS, GALLERY, COMMUNITY, COUNCIL}
    ),
    Role.GRANTS: frozenset({COUNTS}),
    Role.DIRECTION: frozenset({COUNTS, COMMUNITY}),
    Role.EDITOR: frozenset({COMMUNITY}),
    Role.KEEPER: frozenset({GALLERY}),
    Role.COUNCIL: frozenset({COUNCIL}),
    Role.ADMINISTRATOR: frozenset(),
}
