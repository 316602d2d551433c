"""Editing her card, her safe contact, the first sheet of her file and her facts; her numbers."""

from typing import Any  # Any: what forms and templates hold
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accompany import clock
from accompany.participants import access, actions, verbs
from accompany.participants.forms import CardForm, FactsForm, SafeContactForm, SheetForm
from accompany.participants.safe_contact import Channel, judge
from accompany.participants.views.pages import Edit, edit, her, to_record
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door


@door(Capability.FIND_PEOPLE)
def card(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Her names, pronouns, languages and safe word."""
    row = access.participant(participant, request.by)
    how = Edit(
        title=_("Names"),
        lead=_("What she goes by. Everybody who accompanies people can read this."),
        button=_("Save what she goes by"),
        saved=_("The card is changed."),
        look=verbs.LOOKED_AT_CARD,
        read=lambda: access.card(row, request.by),
        form=lambda row, **typed: CardForm(**typed),
        typed=CardForm.typed,
        save=lambda form, _card, seen: actions.change_card(
            participant=row, words=form.card(), seen=seen, by=request.by
        ),
    )
    return edit(request, row, how)


@door(Capability.FIND_PEOPLE)
def safe_contact(request: StaffRequest, participant: UUID) -> HttpResponse:
    """How she may be reached safely."""
    row = access.participant(participant, request.by)
    how = Edit(
        title=_("Safe contact"),
        lead=_("How she may be reached without harm, as she says it. Texts that wait are let go."),
        button=_("Save how to reach her"),
        saved=_("From now on this holds. Texts that waited were not sent."),
        look=verbs.LOOKED_AT_CARD,
        read=lambda: access.card(row, request.by),
        form=lambda row, **typed: SafeContactForm(**typed),
        typed=lambda words: SafeContactForm.typed_rules(words.safe),
        save=lambda form, now, seen: actions.change_safe_contact(
            participant=row, safe=form.safe(now.words.safe), seen=seen, by=request.by
        ),
    )
    return edit(request, row, how)


@door(Capability.FIND_PEOPLE)
def sheet(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Her numbers, addresses and what she works toward."""
    row = access.participant(participant, request.by)
    if not access.opens_file(row, request.by):
        return to_record(row)
    how = Edit(
        title=_("Numbers, and what she works toward"),
        lead=_("Sealed in her file, for her care team alone."),
        button=_("Seal this"),
        saved=_("It is sealed in the file."),
        look=verbs.LOOKED_AT_FILE,
        read=lambda: access.sheet(row, request.by),
        form=lambda row, **typed: SheetForm(
            goals=SheetForm.how_many(row.words, request.POST), **typed
        ),
        typed=SheetForm.typed,
        save=lambda form, _sheet, seen: actions.change_sheet(
            participant=row, words=form.sheet(), seen=seen, by=request.by
        ),
    )
    return edit(request, row, how)


@door(Capability.FIND_PEOPLE)
def facts(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Her coded answers, for her care team."""
    row = access.participant(participant, request.by)
    if not access.on_team(row, request.by):
        return to_record(row)
    how = Edit(
        title=_("For counting only"),
        lead=_("Codes for funders’ totals. She may leave out any of them; nothing depends on it."),
        button=_("Seal these answers"),
        saved=_("The answers are sealed."),
        look=verbs.LOOKED_AT_FACTS,
        read=lambda: access.facts(row, request.by),
        form=lambda row, **typed: FactsForm(now=row.words, **typed),
        typed=FactsForm.typed,
        save=lambda form, _facts, seen: actions.change_facts(
            participant=row, words=form.facts(), seen=seen, by=request.by
        ),
    )
    return edit(request, row, how)


@require_POST
@door(Capability.FIND_PEOPLE)
def show_numbers(request: StaffRequest, participant: UUID) -> HttpResponse:
    """Her numbers, asked for and recorded, with her rules before them."""
    row = access.participant(participant, request.by)
    try:
        numbers = actions.show_numbers(participant=row, by=request.by)
    except access.NotOnHerTeam:
        return to_record(row)
    whose = her(row, request)
    now = clock.now()
    page: dict[str, Any] = {
        "her": whose,
        "numbers": numbers,
        "verdicts": [
            judge(whose.card.safe, channel, now) for channel in (Channel.CALL, Channel.TEXT)
        ],
        "may_call": judge(whose.card.safe, Channel.CALL, now).allowed,
    }
    return render(request, "participants/numbers.html", page)
