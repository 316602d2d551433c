"""The survivor council decides: one member says yes or no to a version of a page.

A yes makes that version public in the same step. Nobody decides on a page that she sent herself.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.http import Http404
from wagtail.models import Page, TaskState

from accompany import clock
from accompany.gallery import council as gallery
from accompany.house import live
from accompany.ledger.lines import record
from accompany.staff.acting import Acting
from accompany.staff.capabilities import Capability
from accompany.website import changes, verbs
from accompany.website.models import CouncilTask, Decision, SitePage
from accompany.website.models import council as questions
from accompany.website.models.council import WAITING
from accompany.website.refusals import ChangedMeanwhile, NotWaiting, OwnPage, SayWhy

DECIDED = (TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED)


@dataclass(frozen=True)
class Asked:
    """A version of a page that waits for the council."""

    id: int
    page: SitePage
    asked_by: str
    asked_by_id: object
    at: datetime

    @property
    def language(self) -> str:
        return str(self.page.locale.get_display_name())

    @property
    def now(self) -> SitePage | None:
        """The page as it is public now, if it is."""
        found = Page.objects.filter(pk=self.page.pk, live=True).first()
        return cast(SitePage, found.specific) if found is not None else None

    def compared(self) -> list[changes.Paragraph]:
        return changes.compared(self.now, self.page)


def waiting(by: Acting) -> list[Asked]:
    """What waits for the council, the oldest first; nothing for whoever is not of it."""
    if not by.can(Capability.APPROVE_PUBLISHING):
        return []
    return [_asked(state) for state in _states()]


def count_waiting(by: Acting) -> int:
    """How many pages and works wait for her word."""
    if not by.can(Capability.APPROVE_PUBLISHING):
        return 0
    return int(_states().count()) + gallery.waiting(by).count()


def one(id: int, by: Acting) -> Asked:
    """One of them, or 404. Raises `NotWaiting` or `ChangedMeanwhile` where one has been."""
    return _asked(_still_open(_states(), id, by))


@transaction.atomic
def say_yes(*, id: int, by: Acting) -> SitePage:
    """Make this version public. Raises `NotWaiting`, `ChangedMeanwhile` or `OwnPage`."""
    state = _still_waiting(id, by)
    _decide(state, by, said_yes=True)
    state.task.specific.on_action(state, user=by.colleague, action_name="approve")
    live.changed(WAITING)
    record(verbs.SAID_YES, by=by, page=state.revision.object_id, version=state.revision_id)
    return _asked(state).page


@transaction.atomic
def say_no(*, id: int, reason: str, by: Acting) -> SitePage:
    """Send it back with a reason. Raises as a yes does, and `SayWhy`."""
    state = _still_waiting(id, by)
    if not reason.strip():
        raise SayWhy
    _decide(state, by, said_yes=False, reason=reason.strip())
    state.task.specific.on_action(
        state, user=by.colleague, action_name="reject", comment=reason.strip()
    )
    live.changed(WAITING)
    record(verbs.SAID_NO, by=by, page=state.revision.object_id, version=state.revision_id)
    return _asked(state).page


def _still_waiting(id: int, by: Acting) -> TaskState:
    state = _still_open(_states().select_for_update(of=("self",)), id, by)
    if state.workflow_state.requested_by_id == by.id:
        raise OwnPage
    return state


def _still_open(states: Any, id: int, by: Acting) -> TaskState:  # Any: a queryset of Wagtail's
    state: TaskState | None = states.filter(pk=id).first()
    if state is not None and by.can(Capability.APPROVE_PUBLISHING):
        return state
    over = TaskState.objects.filter(pk=id, task__in=CouncilTask.objects.all()).first()
    if over is None or not by.can(Capability.APPROVE_PUBLISHING):
        raise Http404("Nothing waits under this number.")
    raise NotWaiting if over.status in DECIDED or _is_newest(over) else ChangedMeanwhile


def _is_newest(state: TaskState) -> bool:
    page = state.workflow_state.content_object
    return page is None or page.latest_revision_id == state.revision_id


def _decide(state: TaskState, by: Acting, *, said_yes: bool, reason: str = "") -> None:
    Decision.objects.create(
        revision=state.revision,
        page=int(state.revision.object_id),
        said_yes=said_yes,
        reason=reason,
        decided_by=by.colleague,
        decided_at=clock.now(),
    )


def _states() -> Any:  # Any: a queryset of Wagtail's
    return (
        questions.waiting()
        .select_related("workflow_state__requested_by", "revision", "task")
        .order_by("started_at", "pk")
    )


def _asked(state: TaskState) -> Asked:
    sender = state.workflow_state.requested_by
    return Asked(
        id=state.pk,
        page=cast(SitePage, state.revision.as_object()),
        asked_by=sender.name if sender is not None else "",
        asked_by_id=sender.id if sender is not None else None,
        at=state.started_at,
    )
