"""The demo telephone: a telephone of the made-up world outside, in demo folders alone."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from accompany.helpline import telephone
from accompany.helpline.forms import PhoneForm
from accompany.helpline.provider import our_number
from accompany.house.doors import public

LINES = [f"{line:02}" for line in range(60, 72)]


def _number(line: str) -> str:
    return f"+120655501{line}"


def _only_in_demo() -> None:
    if not settings.DEMO or settings.TEXT_PROVIDER != "phone":
        raise Http404("No such page.")


@public
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Pick a telephone."""
    _only_in_demo()
    lines = [(line, _number(line)) for line in LINES]
    return render(request, "helpline/phones.html", {"lines": lines, "ours": our_number()})


@public
@require_http_methods(["GET", "POST"])
def phone(request: HttpRequest, line: str) -> HttpResponse:
    """One telephone: what it sent and got."""
    _only_in_demo()
    number = _number(line)
    form = PhoneForm(request.POST or None)
    failed = False
    if request.method == "POST" and form.is_valid():
        answer = telephone.type_text(number, form.cleaned_data["words"])
        if answer.status_code < 300:
            return redirect("helpline:phone", line=line)
        failed = True
    context = {
        "line": line,
        "number": number,
        "ours": our_number(),
        "texts": telephone.shown(number),
        "form": form,
        "failed": failed,
    }
    return render(request, "helpline/phone.html", context, status=503 if failed else 200)


@public
@require_GET
def texts(request: HttpRequest, line: str) -> HttpResponse:
    """The texts alone, for a page that is open."""
    _only_in_demo()
    return render(
        request, "helpline/parts/phone_texts.html", {"texts": telephone.shown(_number(line))}
    )
