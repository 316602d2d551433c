"""The survivor council's word on pages that concern participants.

Such a page is public only in a version that a member of the council said yes to: `Decision` names
the version, who decided and when. The workflow that asks is made here, in code; nobody can take
the council out of it by clicking.

A question is about one version. When a newer one is put by, whichever way, the question is closed:
nobody says yes to what is not there any more, and the editor asks again when she is ready.
"""

from collections.abc import Iterable
from typing import Any, ClassVar  # Any: what Wagtail hands on
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    Page,
    Revision,
    Task,
    TaskState,
    Workflow,
    WorkflowState,
    WorkflowTask,
)

from accompany.house import live
from accompany.ledger.lines import HOUSE, record
from accompany.website import verbs

NAME = "The survivor council"
WAITING = "council"
IN_PROGRESS = TaskState.STATUS_IN_PROGRESS


class Decision(models.Model):
    """What the council said of one version of one page. Never changed afterwards."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    revision = models.ForeignKey(
        Revision, on_delete=models.SET_NULL, null=True, related_name="decisions"
    )
    page = models.PositiveIntegerField()
    said_yes = models.BooleanField()
    reason = models.TextField(blank=True, max_length=600)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField()

    in_the_clear: ClassVar[dict[str, str]] = {
        "revision": "the version of a public page that was decided on",
        "page": "which page it was",
        "said_yes": "whether it may be public",
        "reason": "what the editor should change; about a page, never about a person",
        "decided_by": "who decided, as the ledger says too",
        "decided_at": "when",
    }

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_no_gives_its_reason", condition=Q(said_yes=True) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.id}"


class CouncilTask(Task):
    """The one task of the one workflow: wait for a member of the council."""

    in_the_clear: ClassVar[dict[str, str]] = {"task_ptr": "the CMS's own row of the same task"}

    class Meta:
        verbose_name = _("the survivor council’s word")

    def __str__(self) -> str:
        return NAME

    def start(self, workflow_state: WorkflowState, user: Any = None) -> TaskState:
        """Begin to wait. The ledger says that the council was asked, and by whom."""
        with transaction.atomic():
            state = super().start(workflow_state, user)
            live.changed(WAITING)
            record(verbs.ASKED_COUNCIL, by=user or HOUSE, page=state.revision.object_id)
        return state

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """While the council reads, nobody changes what it reads."""
        return True

    def get_actions(self, obj: Any, user: Any) -> list[Any]:
        """None in the CMS: the council decides on its own page at the desk."""
        return []

    @classmethod
    def get_description(cls) -> str:
        return str(_("A member of the survivor council reads the page and says yes or no."))


def workflow() -> Workflow:
    """The workflow that asks the council; made at its first use."""
    found = Workflow.objects.filter(workflow_tasks__task__in=CouncilTask.objects.all()).first()
    if found is not None:
        return found
    made = Workflow.objects.create(name=NAME)
    WorkflowTask.objects.create(
        workflow=made, task=CouncilTask.objects.create(name=NAME), sort_order=0
    )
    return made


def waiting() -> QuerySet[TaskState]:
    """What the council is asked: about the newest version of a page, and none that was changed."""
    newest = Page.objects.filter(pk=Cast(OuterRef("revision__object_id"), models.IntegerField()))
    return _open().filter(revision=Subquery(newest.values("latest_revision")[:1]))


@transaction.atomic
def close_outdated(page: int | None = None) -> int:
    """Close what is asked about versions that are not the newest any more. Returns how many."""
    outdated = _open().exclude(pk__in=waiting().values("pk"))
    if page is not None:
        outdated = outdated.filter(revision__object_id=str(page))
    closed = list(outdated.select_related("workflow_state", "revision"))
    for state in closed:
        state.workflow_state.cancel()
        about, version = state.revision.object_id, state.revision_id
        record(verbs.CLOSED_QUESTION, by=HOUSE, page=about, version=version)
    if closed:
        live.changed(WAITING)
    return len(closed)


def _open() -> QuerySet[TaskState]:
    tasks = CouncilTask.objects.all()
    found: QuerySet[TaskState] = TaskState.objects.filter(status=IN_PROGRESS, task__in=tasks)
    return found


def was_asked(pages: Iterable[int]) -> bool:
    """Whether the council was ever asked about one of these pages, whatever it said."""
    ids = list(pages)
    if Decision.objects.filter(page__in=ids).exists():
        return True
    asked = TaskState.objects.filter(task__in=CouncilTask.objects.all())
    return asked.filter(revision__object_id__in=[str(id) for id in ids]).exists()


def is_waiting_or_decided(revision: Revision) -> bool:
    """Whether this version is what the council was asked about: it stays as it was read."""
    if Decision.objects.filter(revision=revision).exists():
        return True
    return TaskState.objects.filter(revision=revision, task__in=CouncilTask.objects.all()).exists()


def said_yes(revision: Revision) -> bool:
    """Whether the council said yes to this very version."""
    return Decision.objects.filter(revision=revision, said_yes=True).exists()
