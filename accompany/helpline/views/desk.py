"""The helpline's desk: who waits, the conversation that is open, and what to do next."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accompany import clock
from accompany.helpline import access, verbs
from accompany.helpline.actions import desk as actions
from accompany.helpline.actions import duty as duties
from accompany.helpline.forms import HandOverForm, NoteForm, PhraseForm, ReplyForm, SheetForm
from accompany.helpline.models import Conversation, SheetWords
from accompany.helpline.views.chat import fresh
from accompany.house.refusals import Refusal
from accompany.ledger.lines import opening
from accompany.participants import access as people
from accompany.sealed.lockboxes import NotYours, Shredded
from accompany.staff import drafts
from accompany.staff.acting import StaffRequest
from accompany.staff.capabilities import Capability
from accompany.staff.doors import door

Context = dict[str, Any]  # Any: a template's context

answers = door(Capability.ANSWER_HELPLINE)


@answers
@require_GET
def board(request: StaffRequest) -> HttpResponse:
    """Who waits, and who is being answered."""
    opening(verbs.LOOKED_AT_QUEUE, by=request.by)
    return render(request, "helpline/board.html", _lists(request))


@answers
@require_GET
def queue(request: StaffRequest) -> HttpResponse:
    """The lists alone, for a page that is open."""
    opening(verbs.LOOKED_AT_QUEUE, by=request.by)
    current = request.GET.get("current", "")
    return render(request, "helpline/parts/queue.html", {**_lists(request), "current": current})


def _lists(request: StaffRequest) -> Context:
    duties.seen(request.by)
    return {
        "queue": access.queue(request.by),
        "duty": access.duty(request.by),
        "on_duty": access.on_duty(),
    }


@answers
@require_GET
def conversation(request: StaffRequest, id: UUID) -> HttpResponse:
    """One conversation, and the lists beside it."""
    return conversation_page(request, access.conversation(id, request.by))


@answers
@require_GET
def talk(request: StaffRequest, id: UUID) -> HttpResponse:
    """The conversation alone, for a page that is open."""
    found = access.conversation(id, request.by)
    opening(verbs.READ, found, by=request.by, subject=found.id)
    duties.seen(request.by)
    return render(request, "helpline/parts/talk.html", _talk(request, found))


def conversation_page(
    request: StaffRequest,
    found: Conversation,
    *,
    status: int = 200,
    **forms: Any,  # Any: the forms of the page, each of its own kind
) -> HttpResponse:
    """The page of a conversation, with whatever was typed kept."""
    opening(verbs.READ, found, by=request.by, subject=found.id)
    try:
        talk = _talk(request, found)
    except (NotYours, Shredded) as sealed:
        return render(
            request, "helpline/sealed.html", {"conversation": found, "why": str(sealed)}, status=403
        )
    colleagues = [
        (str(each.id), each.name) for each in access.colleagues_to_hand_to(found, request.by)
    ]
    address = found_url(found)
    told: SheetWords = talk["talk"].told
    version = talk["talk"].sheet.version if talk["talk"].sheet else 0
    kept = drafts.kept(request, "reply") or {}
    context = {
        **_lists(request),
        **talk,
        "current": str(found.id),
        "reply_form": ReplyForm(
            initial={"reply": kept.get("reply", ""), "seen": talk["talk"].last_nth, "once": fresh()}
        ),
        "note_form": NoteForm(initial=drafts.kept(request, "note") or {}),
        "hand_over_form": HandOverForm(colleagues=colleagues),
        "sheet_form": SheetForm(initial={**told.__dict__, "version": version}),
        "draft_tokens": {
            name: drafts.token(request.by.id, address, name) for name in ("reply", "note")
        },
        "phrases": access.phrases(),
        **forms,
    }
    return render(request, "helpline/conversation.html", context, status=status)


def _talk(request: StaffRequest, found: Conversation) -> Context:
    opened = access.talk(found, request.by)
    verdict, safe = actions.verdict(opened, request.by)
    name = ""
    free = access.is_free_for(found, request.by)
    if found.participant_id:
        names = people.names([found.participant_id], request.by)
        name = names.get(found.participant_id, "")
    return {
        "conversation": found,
        "talk": opened,
        "name": name,
        "verdict": verdict,
        "safe_sentence": _safe_sentence(found, opened, verdict.sentence),
        "safe_rules": _safe_rules(found, opened, safe.rules if found.participant_id else []),
        "is_quiet": found.is_quiet(clock.now()),
        "mine": found.assigned_to_id == request.by.id,
        "free": free,
        "can_reply": found.is_going and free and verdict.allowed and not opened.is_stopped,
    }


def _safe_sentence(found: Conversation, opened: access.Talk, rule: str) -> str:
    """The line before the reply box: what they said, or what the channel itself asks."""
    if found.participant_id:
        return rule
    if opened.told.safe:
        return opened.told.safe
    if found.is_chat:
        return _("Reply only while they’re here")
    if opened.told.no_text:
        return _("Never call or text back")
    return _("Answer what they send. Never text first, and never follow a silence.")


def _safe_rules(found: Conversation, opened: access.Talk, rules: list[str]) -> list[str]:
    told = opened.told
    said = list(rules)
    if told.no_text:
        said.append(_("Never call or text back"))
    if told.not_alone:
        said.append(_("Someone else is in the room"))
    if not found.is_chat:
        said.append(_("Someone else may read their phone"))
    return said


def found_url(found: Conversation) -> str:
    return reverse("helpline:conversation", args=[found.id])


def _where(found: Conversation, part: str = "c-h") -> str:
    """The part of a conversation's page to go on with: on a telephone it is far down."""
    return f"{found_url(found)}#{part}"


@answers
@require_POST
def reply(request: StaffRequest, id: UUID) -> HttpResponse:
    """Answer; or put a saved phrase into the box without sending anything."""
    found = access.conversation(id, request.by)
    if "phrase" in request.POST:
        return _with_phrase(request, found)
    form = ReplyForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            actions.reply(
                conversation=found,
                words=typed["reply"],
                seen=typed["seen"],
                once=typed["once"],
                follows_silence=typed["follow"],
                by=request.by,
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(_where(found))
    found = access.conversation(id, request.by)
    return conversation_page(request, found, status=422, reply_form=_seen_now(form, found))


def _seen_now(form: ReplyForm, found: Conversation) -> ReplyForm:
    """The page that comes back shows everything, so what is sent from it has seen everything."""
    form.data = {**form.data.dict(), "seen": str(found.messages)}  # type: ignore[attr-defined]  # a QueryDict
    return form


def _with_phrase(request: StaffRequest, found: Conversation) -> HttpResponse:
    try:
        phrase = access.phrase(UUID(request.POST["phrase"]))
    except ValueError:
        return conversation_page(request, found)
    typed = request.POST.get("reply", "").strip()
    initial = {
        "reply": f"{typed}\n{phrase.words}".strip(),
        "seen": request.POST.get("seen", "0"),
        "once": fresh(),
        "follow": "follow" in request.POST,
    }
    return conversation_page(request, found, reply_form=ReplyForm(initial=initial))


@answers
@require_POST
def note(request: StaffRequest, id: UUID) -> HttpResponse:
    """Write to colleagues."""
    found = access.conversation(id, request.by)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return conversation_page(request, found, status=422, note_form=form)
    actions.write_note(conversation=found, text=form.cleaned_data["note"], by=request.by)
    return redirect(_where(found, "k-h"))


@answers
@require_POST
def sheet(request: StaffRequest, id: UUID) -> HttpResponse:
    """Write down what they told us."""
    found = access.conversation(id, request.by)
    form = SheetForm(request.POST)
    if form.is_valid():
        try:
            actions.write_sheet(
                conversation=found,
                words=form.words(),
                version=form.cleaned_data["version"],
                by=request.by,
            )
        except actions.SheetChanged as refusal:
            form.add_error(None, str(refusal))
            form = _on_top_of(form, found, request)
        else:
            return redirect(_where(found, "k-h"))
    return conversation_page(request, found, status=422, sheet_form=form)


def _on_top_of(form: SheetForm, found: Conversation, request: StaffRequest) -> SheetForm:
    """The same form, ready to be saved over what was just read."""
    current = access.talk(found, request.by).sheet
    version = str(current.version if current else 0)
    form.data = {**form.data.dict(), "version": version}  # type: ignore[attr-defined]  # a QueryDict
    return form


@answers
@require_POST
def hand_over(request: StaffRequest, id: UUID) -> HttpResponse:
    """Give a conversation to a colleague."""
    found = access.conversation(id, request.by)
    colleagues = access.colleagues_to_hand_to(found, request.by)
    form = HandOverForm(request.POST, colleagues=[(str(c.id), c.name) for c in colleagues])
    if form.is_valid():
        to = access.colleague_to_hand_to(UUID(form.cleaned_data["to"]), found, request.by)
        try:
            actions.hand_over(
                conversation=found, to=to, note=form.cleaned_data["note"], by=request.by
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s is with them now.") % {"name": to.name})
            return redirect("helpline:board")
    return conversation_page(request, found, status=422, hand_over_form=form)


@answers
@require_POST
def take(request: StaffRequest, id: UUID) -> HttpResponse:
    return _done(request, id, actions.take)


@answers
@require_POST
def step_back(request: StaffRequest, id: UUID) -> HttpResponse:
    return _done(request, id, actions.step_back, then="helpline:board")


@answers
@require_POST
def close(request: StaffRequest, id: UUID) -> HttpResponse:
    return _done(request, id, actions.close, then="helpline:board")


@answers
@require_POST
def bring_back(request: StaffRequest, id: UUID) -> HttpResponse:
    return _done(request, id, actions.bring_back)


def _done(
    request: StaffRequest,
    id: UUID,
    action: Any,  # Any: an action on one conversation
    *,
    then: str = "",
) -> HttpResponse:
    found = access.conversation(id, request.by)
    try:
        other = action(conversation=found, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("helpline:conversation", id=found.id)
    if then:
        return redirect(then)
    return redirect(_where(other if isinstance(other, Conversation) else found))


@answers
@require_POST
def send_again(request: StaffRequest, id: UUID) -> HttpResponse:
    """Queue a text once more, after a colleague looked at it."""
    outgoing = access.outgoing(id, request.by)
    found = outgoing.message.conversation
    try:
        actions.send_again(outgoing=outgoing, by=request.by)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(found_url(found))


@answers
@require_POST
def duty(request: StaffRequest) -> HttpResponse:
    """Take chats and texts, or step away."""
    if "away" in request.POST:
        duties.step_away(by=request.by)
    else:
        duties.begin(by=request.by)
    return redirect("helpline:board")


def _an_id(text: str) -> UUID:
    """The id that a button carries, or 404."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404("No such id.") from None


@answers
def phrases(request: StaffRequest) -> HttpResponse:
    """What we often say; supervisors change it."""
    form = PhraseForm(request.POST or None)
    if request.method == "POST" and "retire" in request.POST:
        actions.retire_phrase(id=_an_id(request.POST["retire"]), by=request.by)
        return redirect("helpline:phrases")
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_phrase(**form.cleaned_data, by=request.by)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("helpline:phrases")
    return render(
        request,
        "helpline/phrases.html",
        {
            "form": form,
            "phrases": access.phrases(),
            "may_edit": request.by.can(Capability.EDIT_PHRASES),
        },
        status=422 if form.errors else 200,
    )
