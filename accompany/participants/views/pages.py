"""What the pages of this word share: her name on top, the way back, and editing what is sealed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from typing import Any  # Any: what forms and templates hold
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.ledger.verbs import Verb
from accompany.participants import access
from accompany.participants.actions import ChangedMeanwhile
from accompany.participants.models import Participant
from accompany.participants.words import CardWords
from accompany.sealed.documents import SealedRow
from accompany.staff import drafts
from accompany.staff.acting import StaffRequest

Made = Callable[..., forms.Form]


@dataclass(frozen=True)
class Her:
    """Who a page is about: the row, and her card."""

    row: Participant
    card: CardWords

    @property
    def id(self) -> UUID:
        return self.row.id

    @property
    def called(self) -> str:
        return self.card.called

    @property
    def before_contact(self) -> str:
        rule = self.card.safe.sentence
        return _("Before you contact %(name)s: %(rule)s") % {
            "name": self.called,
            "rule": rule[:1].lower() + rule[1:],
        }


@dataclass(frozen=True)
class Edit:
    """How one sealed row of hers is edited on a page."""

    title: str
    lead: str
    button: str
    saved: str
    look: Verb
    read: Callable[[], SealedRow]
    form: Made
    typed: Callable[[Any], dict[str, Any]]
    save: Callable[[Any, SealedRow, int], Any]


def her(participant: Participant, request: StaffRequest) -> Her:
    return Her(participant, access.card_words(participant, request.by))


def to_record(participant: Participant | UUID) -> HttpResponse:
    """Back to her record; whoever cannot open it finds the sealed page there."""
    id = participant if isinstance(participant, UUID) else participant.id
    return redirect("workday:record", id)


def edit(request: StaffRequest, participant: Participant, how: Edit) -> HttpResponse:
    """One page that edits a sealed row. Whoever saves second sees both, and loses nothing."""
    if request.method != "POST":
        opening(how.look, participant, by=request.by)
        row = how.read()
        typed = how.typed(row.words) | (drafts.kept(request) or {}) | {"seen": row.version}
        return _edit_page(request, participant, how, how.form(row=row, initial=typed))
    row = how.read()
    form = how.form(row=row, data=request.POST)
    now: list[tuple[str, str]] = []
    if form.is_valid():
        try:
            how.save(form, row, form.cleaned_data["seen"])
        except ChangedMeanwhile as told:
            form = _again(request, how, told)
            now = _standing(form, how.typed(told.row.words))
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, how.saved)
            return to_record(participant)
    return _edit_page(request, participant, how, form, now=now, status=422)


def _again(request: StaffRequest, how: Edit, told: ChangedMeanwhile) -> forms.Form:
    """What was typed once more, over the version that stands now."""
    data = request.POST.copy()
    data["seen"] = str(told.row.version)
    form = how.form(row=told.row, data=data)
    form.is_valid()
    form.add_error(None, str(told))
    return form


def _standing(form: forms.Form, now: dict[str, Any]) -> list[tuple[str, str]]:
    """Every field in which what stands now differs from what was typed, with what stands."""
    return [
        (str(field.label), _shown(field, now.get(field.name)) or _("Nothing"))
        for field in form.visible_fields()
        if _plain(field.value()) != _plain(now.get(field.name))
    ]


def _plain(value: Any) -> Any:  # Any: whatever a field holds
    if isinstance(value, list | tuple):
        return sorted(
            str(each)[:5] if isinstance(each, time) else str(each) for each in value if each
        )
    return "\n".join(str(value or "").split())


def _shown(field: forms.BoundField, value: Any) -> str:
    chosen = dict(getattr(field.field, "choices", ()))
    values = value if isinstance(value, list | tuple) else [value or ""]
    return ", ".join(_said(chosen, each) for each in values if each)


def _said(chosen: dict[Any, Any], value: Any) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(chosen.get(value, value))


def _edit_page(
    request: StaffRequest,
    participant: Participant,
    how: Edit,
    form: forms.Form,
    *,
    now: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    page = {"her": her(participant, request), "how": how, "form": form, "now": now}
    return render(request, "participants/edit.html", page, status=status)
