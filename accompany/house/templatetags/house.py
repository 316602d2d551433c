"""What templates say with `{% load house %}`."""

from datetime import datetime
from typing import Any  # Any: what templates hold

from django import template
from django.forms import BaseForm, BoundField, Field, Form
from django.template.defaultfilters import date as format_date
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accompany import clock
from accompany.house import charts, icons, numbers, telling

register = template.Library()
register.filter("in_words", numbers.in_words)
register.filter("phone", numbers.as_dialed)
register.filter("at_a_glance", telling.at_a_glance)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon, beside a word: nothing of it is read aloud."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>',
        " icon-dir" if name in icons.DIRECTIONAL else "",
        mark_safe(icons.PATHS[name]),  # noqa: S308  # a constant of ours
    )


@register.simple_tag
def url_if(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of that name, or nothing where no page has it: no link leads nowhere."""
    try:
        return reverse(name, args=args, kwargs=kwargs)
    except NoReverseMatch:
        return ""


@register.filter
def tel(number: str) -> str:
    """A number as `tel:` and `sms:` links want it."""
    return "".join(each for each in number if each.isdigit() or each == "+")


@register.filter
def initials(name: str) -> str:
    """The letters in a face: DA for Delphine A."""
    return "".join(word[0] for word in name.split()[:2]).upper()


@register.filter
def at(moment: datetime | None) -> str:
    """The time of day: 11:42 pm."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{format_date(local, 'g:i')} {_('am') if local.hour < 12 else _('pm')}"


@register.filter
def day(moment: Any) -> str:
    """The day: Thu Nov 12, with the year unless it is this one."""
    if not moment:
        return ""
    local = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    return format_date(local, "D M j" if local.year == clock.today().year else "D M j, Y")


@register.filter
def waited(since: datetime | None) -> str:
    """How long since: under 1 min, 2 min, 1 h 5 min, 3 days."""
    if since is None:
        return ""
    minutes = max(int((clock.now() - since).total_seconds() // 60), 0)
    if minutes < 1:
        return _("under 1 min")
    if minutes < 60:
        return _("%(n)s min") % {"n": minutes}
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return _("%(h)s h %(n)s min") % {"h": hours, "n": minutes}
    return ngettext("%(n)s day", "%(n)s days", hours // 24) % {"n": hours // 24}


@register.inclusion_tag("house/parts/bars.html")
def bars(
    table: charts.Bars, title: str, desc: str = "", caption: str = "", first: str = ""
) -> dict[str, Any]:  # Any: a template's context
    """A bar chart and, below it, the same numbers as a table."""
    drawing = charts.draw(table)
    key = abs(hash((title, len(table.rows)))) % 10**8
    return {
        "numbers": table,
        "drawing": drawing,
        "title": title,
        "desc": desc,
        "caption": caption,
        "first": first,
        "key": key,
    }


# What the form templates ask.


@register.filter
def target(field: BoundField) -> str:
    """The id that a summary's link leads to: the input, or the first of several."""
    if not field.use_fieldset:
        return field.id_for_label or field.auto_id
    first = next(iter(field.subwidgets), None)
    own = first.id_for_label if first is not None else ""
    return own or f"{field.auto_id}_0"


@register.filter
def shape(field: BoundField) -> str:
    """How a field is drawn: `choice`, `choices`, `seg`, `parts` of one answer, or `plain`."""
    kind = getattr(field.field.widget, "input_type", "")
    several = field.use_fieldset and kind in {"radio", "checkbox"}
    if several:
        return "seg" if "seg" in field.field.widget.attrs.get("class", "") else "choices"
    if kind == "checkbox":
        return "choice"
    return "parts" if field.use_fieldset else "plain"


@register.filter
def is_all_if_you_like(form: BaseForm) -> bool:
    """Whether no answer is needed: then that is said once, on top."""
    fields = form.visible_fields()
    marks = getattr(form, "marks_optional", True)
    return marks and len(fields) > 2 and not any(field.field.required for field in fields)


@register.filter
def is_if_you_like(field: BoundField) -> bool:
    """Whether the label says that the answer may be left out."""
    marks = getattr(field.form, "marks_optional", True) and not is_all_if_you_like(field.form)
    return marks and not field.field.required and shape(field) != "choice"


@register.filter
def first_line(label: Any) -> str:
    """A choice's own words."""
    return str(label).split("\n", 1)[0]


@register.filter
def second_line(label: Any) -> str:
    """A choice's hint, if it has one."""
    return str(label).partition("\n")[2]


@register.filter
def in_question(form: Form) -> list[BoundField]:
    """The visible fields whose answers need another look."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def oops(field: BoundField) -> str:
    """What its errors say. An empty answer is asked for by its label, not by a stock phrase."""
    stock = str(Field.default_error_messages["required"])
    asks = _("“%(label)s” needs an answer.") % {"label": field.label}
    return " ".join(asks if str(error) == stock else str(error) for error in field.errors)


@register.filter
def on_the_whole(form: Form) -> list[str]:
    """What is said about the form as a whole, and about fields nobody sees."""
    unseen = [message for field in form.hidden_fields() for message in field.errors]
    return [*form.non_field_errors(), *unseen]


@register.filter
def another_look(form: Form) -> str:
    """The heading of a summary: "Two answers need another look"."""
    n = len([name for name in form.errors if name != "__all__"])
    if not n:
        return _("This needs another look")
    words = ngettext("%(n)s answer needs another look", "%(n)s answers need another look", n)
    return capfirst(words % {"n": numbers.in_words(n)})
