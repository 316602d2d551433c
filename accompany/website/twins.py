"""Twins: the same page in another language, and how it stands.

A twin is behind when its English was made public after the twin was last changed, or last said to
be up to date. A page that somebody only republished counts as changed: looking once too often does
no harm.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, cast  # Any: a queryset of Wagtail's

from django.db import transaction
from django.db.models import TextChoices
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.models import Locale

from accompany import clock
from accompany.house import language
from accompany.ledger.lines import record
from accompany.staff.acting import Acting
from accompany.website import beside, verbs
from accompany.website.models import SitePage, TwinLook
from accompany.website.refusals import HasATwin, HasNoTwin


class State(TextChoices):
    """How a page stands in another language."""

    MISSING = "missing", _("missing")
    DRAFT = "draft", _("draft")
    BEHIND = "behind", _("behind")
    CURRENT = "current", _("up to date")


@dataclass(frozen=True)
class Twins:
    """An English page and its twin in one other language, if it has one."""

    english: SitePage
    twin: SitePage | None
    code: str

    @cached_property
    def state(self) -> State:
        if self.twin is None:
            return State.MISSING
        if self.is_behind:
            return State.BEHIND
        return State.CURRENT if self.twin.live else State.DRAFT

    @property
    def is_behind(self) -> bool:
        changed, looked = changed_at(self.english), self.looked_at
        return bool(changed and looked and changed > looked)

    @property
    def looked_at(self) -> datetime | None:
        """When the twin was last changed, or last said to be up to date."""
        if self.twin is None:
            return None
        look: TwinLook | None = getattr(self.twin, "look", None)
        said = look.looked_at if look is not None else None
        return max(filter(None, (said, self.twin.latest_revision_created_at)), default=None)

    @cached_property
    def ours(self) -> SitePage:
        """The English as it is public, or else as it was last written."""
        return latest(self.english) if not self.english.live else specific(self.english)

    @cached_property
    def theirs(self) -> SitePage | None:
        """The twin as it was last written, public or not."""
        return latest(self.twin) if self.twin is not None else None

    @cached_property
    def count_open(self) -> int:
        """How many paragraphs the twin has still to say."""
        return beside.count_open(self.ours, self.theirs) if self.theirs is not None else 0

    @property
    def parts(self) -> list[beside.Part]:
        return beside.compared(self.ours, self.theirs)


def changed_at(page: SitePage) -> datetime | None:
    """When a page's words last changed for whoever reads it."""
    at = page.last_published_at if page.live else page.latest_revision_created_at
    return cast(datetime | None, at)


def latest(page: SitePage) -> SitePage:
    return cast(SitePage, specific(page).get_latest_revision_as_object())


def specific(page: SitePage) -> SitePage:
    return cast(SitePage, page.specific)


def every(code: str) -> list[Twins]:
    """Every English page beside its twin in this language, in the order of the tree."""
    twins = {each.translation_key: each for each in _pages(code).select_related("look")}
    return [Twins(page, twins.get(page.translation_key), code) for page in _pages(language.FIRST)]


def one(id: int, code: str) -> Twins:
    """An English page beside its twin, or 404."""
    page = _pages(language.FIRST).filter(pk=id).first()
    if page is None:
        raise Http404("No such page in English.")
    twin = _pages(code).filter(translation_key=page.translation_key).select_related("look").first()
    return Twins(page, twin, code)


@transaction.atomic
def make(*, id: int, code: str, by: Acting) -> SitePage:
    """Begin the twin as a draft that still says everything in English. Raises `HasATwin`."""
    found = one(id, code)
    if found.twin is not None:
        raise HasATwin
    locale, _is_new = Locale.objects.get_or_create(language_code=code)
    twin: SitePage | None = None
    for page in SitePage.objects.ancestor_of(found.english, inclusive=True).order_by("depth"):
        if not page.has_translation(locale):
            # What stands above it has to be there first; it too begins as a draft.
            copying = CopyPageForTranslationAction(latest(page), locale, user=by.colleague)
            twin = copying.execute(skip_permission_checks=True)
            record(verbs.MADE_TWIN, by=by, page=page.pk, twin=twin.pk)
    return cast(SitePage, twin)


@transaction.atomic
def say_up_to_date(*, id: int, code: str, by: Acting) -> Twins:
    """Somebody looked at both and says that they say the same. Raises `HasNoTwin`."""
    found = one(id, code)
    if found.twin is None:
        raise HasNoTwin
    TwinLook.objects.update_or_create(
        page=found.twin, defaults={"looked_at": clock.now(), "looked_by": by.colleague}
    )
    record(verbs.LOOKED_AT_TWIN, by=by, page=found.english.pk, twin=found.twin.pk)
    return found


def _pages(code: str) -> Any:
    found = SitePage.objects.filter(locale__language_code=code)
    return found.order_by("path").select_related("locale")
