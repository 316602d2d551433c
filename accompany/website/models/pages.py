"""What every page of the public site is, in English and in Spanish.

A page's address is the same in both languages, under `/es/` in Spanish. What stands in a tab, a
history or a print header is the page's neutral short name, never its heading. A page that concerns
participants is public only in a version that the survivor council said yes to.
"""

from typing import Any, ClassVar  # Any: what Wagtail hands on

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PagePermissionTester, Revision, Workflow

from accompany.gallery import access as gallery
from accompany.house import language, live
from accompany.house.telling import telling
from accompany.ledger.lines import HOUSE, record
from accompany.website import verbs
from accompany.website.blocks import AsideBlock, BodyBlock, concerns_participants
from accompany.website.models import council
from accompany.website.refusals import AskTheCouncil, OfAWork

# What Wagtail writes on a page's row when it keeps a draft.
BOOKKEEPING = {
    "draft_title",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "wagtail_admin_comments",
}
FEET = [("", _("nowhere")), ("find", _("Find")), ("privacy", _("Your privacy here"))]


def path_in_site(url_path: str) -> str:
    """An address as the CMS keeps it, without the front page it lies under: "/help/walk-in/"."""
    parts = url_path.strip("/").split("/")[1:]
    return "/" + "".join(f"{part}/" for part in parts)


def is_the_gallerys(slug: str, above: Page | None) -> bool:
    """Whether a page of this name, below that one, would be hidden by what the gallery has there.

    A work keeps its address for ever: once it has come down, nothing else may answer there.
    """
    is_below_art = above is not None and path_in_site(above.url_path) == "/art/"
    return is_below_art and gallery.is_ours(slug)


class PageForm(WagtailAdminPageForm):
    """A page as an editor types it; of a new one only its form knows where it will lie."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        is_new = self.instance.pk is None
        if is_new and is_the_gallerys(cleaned.get("slug", ""), self.parent_page):
            self.add_error("slug", str(OfAWork.message))
        return cleaned


class SitePage(Page):
    """What every page of the site has."""

    tab = models.CharField(
        _("neutral short name"),
        max_length=40,
        help_text=_("What a tab and a browser’s history show. It must tell a stranger nothing."),
    )
    lede = models.TextField(_("first sentence"), blank=True, max_length=400)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("page"))
    aside = StreamField(AsideBlock(), blank=True, verbose_name=_("beside it"))
    is_private_reading = models.BooleanField(
        _("private reading is on"),
        default=False,
        help_text=_("Links from this page replace it, so that Back does not show it."),
    )
    is_about_participants = models.BooleanField(
        _("this page is about participants"),
        default=False,
        help_text=_("Their words, their work or their lives. The survivor council is asked first."),
    )
    menu_label = models.CharField(_("name in the menu"), max_length=40, blank=True)
    foot = models.CharField(
        _("in the foot, under"), max_length=10, blank=True, choices=FEET, default=""
    )
    foot_label = models.CharField(_("name in the foot"), max_length=60, blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("lede"),
        FieldPanel("body"),
        FieldPanel("aside"),
    ]
    promote_panels = [
        FieldPanel("slug"),
        FieldPanel("tab"),
        FieldPanel("is_about_participants"),
        FieldPanel("is_private_reading"),
        MultiFieldPanel(
            [
                FieldPanel("show_in_menus"),
                FieldPanel("menu_label"),
                FieldPanel("foot"),
                FieldPanel("foot_label"),
            ],
            heading=_("Menu and foot"),
        ),
    ]

    base_form_class = PageForm
    template = "website/page.html"
    is_front: ClassVar[bool] = False
    is_creatable = False
    show_in_menus_default = False

    in_the_clear: ClassVar[dict[str, str]] = dict.fromkeys(
        (
            "page_ptr",
            "tab",
            "lede",
            "body",
            "aside",
            "is_private_reading",
            "is_about_participants",
            "menu_label",
            "foot",
            "foot_label",
        ),
        "a public page, or a draft of one",
    )

    def __str__(self) -> str:
        return f"page {self.pk}"

    def get_admin_display_title(self) -> str:
        return str(self.draft_title or self.title)

    # Where it is

    @property
    def path_in_site(self) -> str:
        """Its address without the language: "/help/walk-in/"."""
        return path_in_site(self.url_path)

    @property
    def address(self) -> str:
        """Its address: "/es/help/walk-in/"."""
        return language.joined(self.locale.language_code, self.path_in_site)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        site = self._get_relevant_site_root_paths() or []
        if not site:
            return None
        return site[0].site_id, site[0].root_url, self.address

    # What it is about

    @property
    def concerns_participants(self) -> bool:
        return self.is_about_participants or concerns_participants(self.body)

    def needs_the_council(self, version: "SitePage | None" = None) -> bool:
        """Whether this page may be public only after a yes.

        It does if this version concerns participants, or what is live of it or of its twin in
        another language; and once the council was asked about either, it always does.
        """
        if (version or self).concerns_participants:
            return True
        twins = list(Page.objects.filter(translation_key=self.translation_key))
        if any(each.specific.concerns_participants for each in twins if each.live):
            return True
        return council.was_asked(each.pk for each in twins)

    def get_workflow(self) -> Workflow | None:
        return (
            council.workflow()
            if self.needs_the_council(self.get_latest_revision_as_object())
            else None
        )

    @property
    def has_workflow(self) -> bool:
        return self.get_workflow() is not None

    def permissions_for_user(self, user: Any) -> PagePermissionTester:
        return Permissions(user, self)

    def publish(self, revision: Revision, *args: Any, **kwargs: Any) -> Any:
        """Make a version public. Raises `AskTheCouncil` where the council said no yes to it."""
        if self.needs_the_council(revision.as_object()):
            if not council.said_yes(revision):
                raise AskTheCouncil
            kwargs["skip_permission_checks"] = True  # the council's yes is the permission
        user = kwargs.get("user", args[0] if args else None)
        with transaction.atomic():
            done = super().publish(revision, *args, **kwargs)
            live.changed(live.PUBLIC)
            record(verbs.PUBLISHED, by=user or HOUSE, page=self.pk, version=revision.pk)
        return done

    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        """Take it off the site; its drafts and history stay."""
        with transaction.atomic():
            super().unpublish(*args, **kwargs)
            live.changed(live.PUBLIC)
            record(verbs.TOOK_DOWN, by=kwargs.get("user") or HOUSE, page=self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Whichever way a page comes to be live, it is one that the council said yes to.

        A copy is a draft: what the council said of a page it did not say of its copy.
        """
        written = set(kwargs.get("update_fields") or ())
        if written and written <= BOOKKEEPING:  # a draft is put by; nothing of it is public
            super().save(*args, **kwargs)
            return
        if self.live and self.concerns_participants and not self._has_its_yes():  # type: ignore[has-type]  # a field of Wagtail's
            if Page.objects.filter(pk=self.pk, live=True).exists():
                raise AskTheCouncil
            self.live = False
        super().save(*args, **kwargs)
        if self.live:
            live.changed(live.PUBLIC)

    def save_revision(self, *args: Any, **kwargs: Any) -> Revision:
        """Put a version by. One that the council was asked about is never written over.

        What it was asked about an older one is closed.
        """
        over = kwargs.get("overwrite_revision")
        if over is not None and council.is_waiting_or_decided(over):
            kwargs["overwrite_revision"] = None
        with transaction.atomic():
            made: Revision = super().save_revision(*args, **kwargs)
            council.close_outdated(self.pk)
        return made

    def copy(self, *args: Any, **kwargs: Any) -> Any:
        return super().copy(*args, **{**kwargs, "keep_live": False})

    def _has_its_yes(self) -> bool:
        if self.alias_of_id:
            return Page.objects.filter(pk=self.alias_of_id, live=True).exists()
        return self.live_revision_id is not None and council.said_yes(self.live_revision)

    def clean(self) -> None:
        super().clean()
        if is_the_gallerys(self.slug, self.get_parent()):
            raise ValidationError({"slug": OfAWork.message})
        if telling(self.tab):
            raise ValidationError(
                {"tab": _("Choose a name that tells nobody what this page is about.")}
            )

    # How it is drawn

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from accompany.website import access

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **access.around(self, get_language() or language.FIRST)}


class Permissions(PagePermissionTester):
    """An editor may do everything to a page but one thing: publish what is the council's to say."""

    def __init__(self, user: Any, page: Page) -> None:
        self.permissions: set[str] = set()  # what a colleague may do is code, never a group's row
        self.user, self.page, self.page_is_root = user, page, page.depth == 1

    def can_publish(self) -> bool:
        page = self.page.specific
        if isinstance(page, SitePage) and page.has_workflow:
            return False
        return bool(super().can_publish())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """The front page stays: with it every other page would go."""
        return not self._is_front() and bool(super().can_delete(ignore_bulk))

    def can_move(self) -> bool:
        return not self._is_front() and bool(super().can_move())

    def can_set_view_restrictions(self) -> bool:
        """Nobody may: every page that is live is for everybody, and no page asks for a password."""
        return False

    def can_publish_subpage(self) -> bool:
        """New pages begin as drafts: what they are about is known once they are written."""
        return False

    def _is_front(self) -> bool:
        page = self.page.specific
        return isinstance(page, SitePage) and page.is_front
