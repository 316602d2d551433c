"""The kinds of pages that an editor can make, and the front page."""

from typing import Any, ClassVar  # Any: what Wagtail hands on

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from accompany.contact.forms import LetterForm
from accompany.contact.views.public import take
from accompany.website.blocks import BodyBlock, concerns_participants
from accompany.website.models.pages import SitePage


class HomePage(SitePage):
    """The front page."""

    hero_say = models.TextField(_("under the heading"), blank=True, max_length=300)
    hero_artwork = models.SlugField(_("a hung work beside it"), blank=True, max_length=80)

    content_panels = [
        *Page.content_panels,
        FieldPanel("hero_say"),
        FieldPanel("hero_artwork"),
        FieldPanel("body"),
    ]
    template = "website/home.html"
    is_front = True
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    in_the_clear: ClassVar[dict[str, str]] = {
        "sitepage_ptr": "a public page",
        "hero_say": "a public page",
        "hero_artwork": "a public page",
    }

    @property
    def concerns_participants(self) -> bool:
        return super().concerns_participants or bool(self.hero_artwork)


class SectionPage(SitePage):
    """A page of text, with or without something beside it."""

    template = "website/page.html"
    is_creatable = True
    in_the_clear: ClassVar[dict[str, str]] = {"sitepage_ptr": "a public page"}

    class Meta:
        verbose_name = _("page")


class SupportPage(SitePage):
    """Get support: how to reach a person, and every service."""

    is_creatable = True
    template = "website/support.html"
    subpage_types: ClassVar = [
        "website.ServicePage",
        "website.SectionPage",
        "website.SupportPage",
    ]
    in_the_clear: ClassVar[dict[str, str]] = {"sitepage_ptr": "a public page"}

    class Meta:
        verbose_name = _("support")


class ServicePage(SitePage):
    """One service: what it is, for whom, and how to come to it."""

    is_creatable = True
    template = "website/service.html"
    parent_page_types: ClassVar = ["website.SupportPage"]
    in_the_clear: ClassVar[dict[str, str]] = {"sitepage_ptr": "a public page"}

    class Meta:
        verbose_name = _("service")


class ContactPage(SitePage):
    """How to write to us; the form is the house's own."""

    template = "website/contact.html"
    is_creatable = True
    max_count_per_parent = 1
    in_the_clear: ClassVar[dict[str, str]] = {"sitepage_ptr": "a public page"}

    class Meta:
        verbose_name = _("contact")

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page around the form, and what is sent from it."""

        def page(form: LetterForm, status: int) -> HttpResponse:
            context = {**self.get_context(request), "form": form}
            return render(request, self.template, context, status=status)

        return take(request, page=page)


class ArtPage(SitePage):
    """The gallery's page: its text is here, its wall is the gallery's."""

    template = "website/art.html"
    is_creatable = True
    max_count_per_parent = 1
    in_the_clear: ClassVar[dict[str, str]] = {"sitepage_ptr": "a public page"}

    class Meta:
        verbose_name = _("gallery")


class DiversityPage(SitePage):
    """A statement in the making: by whom, since when, how to take part, until it is published."""

    committee = models.CharField(_("who is writing it"), max_length=160)
    since = models.DateField(_("since when"), null=True, blank=True)
    take_part = models.TextField(_("how to take part"), max_length=600, blank=True)
    statement = StreamField(BodyBlock(), blank=True, verbose_name=_("the statement"))
    published_on = models.DateField(_("published on"), null=True, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lede"),
        MultiFieldPanel(
            [FieldPanel("committee"), FieldPanel("since"), FieldPanel("take_part")],
            heading=_("While it is being written"),
        ),
        FieldPanel("body"),
        FieldPanel("statement"),
        FieldPanel("published_on"),
    ]
    template = "website/diversity.html"
    is_creatable = True
    max_count_per_parent = 1
    in_the_clear: ClassVar[dict[str, str]] = dict.fromkeys(
        ("sitepage_ptr", "committee", "since", "take_part", "statement", "published_on"),
        "a public page",
    )

    class Meta:
        verbose_name = _("diversity statement")

    @property
    def is_in_the_making(self) -> bool:
        return self.published_on is None or not self.statement

    @property
    def concerns_participants(self) -> bool:
        return super().concerns_participants or concerns_participants(self.statement)

    def clean(self) -> None:
        super().clean()
        if self.published_on and not self.statement:
            raise ValidationError({"statement": _("Write the statement before giving it a day.")})


class NewsIndexPage(SitePage):
    """News and events: what comes up, then what happened."""

    template = "website/news.html"
    is_creatable = True
    subpage_types: ClassVar = ["website.NewsPage", "website.EventPage"]
    in_the_clear: ClassVar[dict[str, str]] = {"sitepage_ptr": "a public page"}

    class Meta:
        verbose_name = _("news and events")


class NewsPage(SitePage):
    """Something that happened, with its day."""

    on = models.DateField(_("day"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("on"),
        FieldPanel("lede"),
        FieldPanel("body"),
        FieldPanel("aside"),
    ]
    template = "website/news_item.html"
    is_creatable = True
    parent_page_types: ClassVar = ["website.NewsIndexPage"]
    in_the_clear: ClassVar[dict[str, str]] = {"sitepage_ptr": "a public page", "on": "its day"}

    class Meta:
        verbose_name = _("news")


class EventPage(SitePage):
    """Something that people can come to."""

    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(
        _("where"),
        max_length=200,
        blank=True,
        help_text=_("As much of it as may be public. An address can wait until somebody asks."),
    )
    for_whom = models.CharField(_("for whom"), max_length=160, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("starts_at"), FieldPanel("ends_at")], heading=_("When")),
        FieldPanel("place"),
        FieldPanel("for_whom"),
        FieldPanel("lede"),
        FieldPanel("body"),
    ]
    template = "website/event.html"
    is_creatable = True
    parent_page_types: ClassVar = ["website.NewsIndexPage"]
    in_the_clear: ClassVar[dict[str, str]] = dict.fromkeys(
        ("sitepage_ptr", "starts_at", "ends_at", "place", "for_whom"), "a public event"
    )

    class Meta:
        verbose_name = _("event")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_event_ends_after_it_begins",
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
            ),
        ]

    def clean(self) -> None:
        super().clean()
        if self.ends_at and self.starts_at and self.ends_at < self.starts_at:
            raise ValidationError({"ends_at": _("It ends before it begins.")})
