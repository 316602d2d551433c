"""What the public pages' templates say with `{% load website %}`."""

from datetime import date, datetime
from typing import Any  # Any: what Wagtail's blocks hold

from django import template
from django.conf import settings
from django.http import Http404
from django.template.context import Context
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from accompany.gallery import access as gallery
from accompany.house import language
from accompany.house.copies import Shown
from accompany.house.pictures import PictureRefused
from accompany.website import access, images, links
from accompany.website import structured as blocks_of_data
from accompany.website.models import EventPage, Picture, SitePage

register = template.Library()


def spoken() -> str:
    return get_language() or language.FIRST


@register.filter
def short_day(moment: date | datetime) -> str:
    """A day for a narrow column: "Nov 30", "30 nov"."""
    on = timezone.localtime(moment) if isinstance(moment, datetime) else moment
    day, month = format_date(on, "j"), format_date(on, "M")
    return f"{month} {day}" if spoken() == language.FIRST else f"{day} {month.lower()}"


@register.simple_tag(takes_context=True)
def pieces(context: Context, stream: Any) -> SafeString:
    """Every piece of a stream, in order."""
    lifted = getattr(context.get("lifted"), "id", None)
    drawn = [piece(context, each) for each in stream or () if lifted is None or each.id != lifted]
    return SafeString("\n".join(drawn))


@register.simple_tag(takes_context=True)
def piece(context: Context, each: Any, name: str = "") -> SafeString:
    """One piece; `name` is the id of its heading."""
    given: Any = {**context.flatten(), "name": name}
    return SafeString(each.render(context=given))


@register.simple_tag
def canonical(page: SitePage) -> str:
    """The one full address of this page."""
    return settings.BASE_URL + page.address


@register.simple_tag
def address(page: SitePage) -> str:
    """Where this page stands in the language of the address that is being answered."""
    return links.address(page)


@register.simple_tag
def leads_to(link: Any) -> str:
    """Where a link of a piece leads, or nothing if its page is not public."""
    if link and link.get("page"):
        found = access.named(link["page"].pk)
        return address(found) if found is not None else ""
    place = str(link.get("address") or "") if link else ""
    return language.joined(language.addressed(), place) if place else ""


@register.simple_tag
def said(name: str) -> str:
    """A fact of the site in the language now spoken."""
    return access.facts().said(name)


@register.simple_tag
def coming_up(most: int) -> list[EventPage]:
    """The next events."""
    return access.events(spoken(), most=most)


@register.simple_tag
def hung(slug: str) -> Any:
    """The work that hangs in the gallery under this name, or nothing."""
    try:
        return gallery.hung_work(slug) if slug else None
    except (Http404, gallery.Gone):
        return None


@register.simple_tag
def copies_of(picture: Picture | None) -> Shown | None:
    """A picture's public copies, or nothing where it or its file is gone."""
    if picture is None:
        return None
    try:
        return images.shown(picture)
    except (OSError, PictureRefused):
        return None


@register.simple_tag
def structured(page: SitePage) -> SafeString:
    """What search engines read of this page: data, never run."""
    return blocks_of_data.block(page)
