"""What the CMS shows, and what it does not: its menus, its help, and a word at each publication.

Wagtail finds this file by its name.
"""

from typing import Any  # Any: Wagtail's menus and requests

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.menu import MenuItem
from wagtail.models import Page

from accompany.website.refusals import OfAWork

NOT_HERE = {"users", "groups", "sites", "locales", "workflows", "workflow-tasks", "collections"}


@hooks.register("construct_admin_api")
def have_no_documents(router: Any) -> None:
    """The CMS asks where documents are, even of a house that has none: nothing of it is a page."""

    class NoDocuments(PagesAdminAPIViewSet):
        def get_queryset(self) -> Any:
            return super().get_queryset().none()

    router.register_endpoint("documents", NoDocuments)


@hooks.register("construct_settings_menu")
def leave_out_what_is_code(request: HttpRequest, items: list[Any]) -> None:
    """Colleagues, what they may do and the council's workflow are the house's own."""
    items[:] = [each for each in items if each.name not in NOT_HERE]


@hooks.register("construct_help_menu")
def leave_out_help_elsewhere(request: HttpRequest, items: list[Any]) -> None:
    """No link that tells another site who reads its help."""
    items[:] = [each for each in items if each.name == "keyboard-shortcuts-trigger"]


@hooks.register("before_move_page")
def leave_works_their_addresses(
    request: HttpRequest, page: Page, above: Page
) -> HttpResponse | None:
    from accompany.website.models import is_the_gallerys

    if not is_the_gallerys(page.slug, above):
        return None
    messages.error(request, OfAWork.message)
    return redirect("wagtailadmin_pages:move", page.pk)


@hooks.register("register_admin_menu_item")
def back_to_the_desk() -> MenuItem:
    return MenuItem(_("Back to the desk"), reverse("workday:today"), icon_name="home", order=1)


@hooks.register("register_rich_text_features", order=10)
def links_stay_in_the_language(features: Any) -> None:
    from accompany.website.links import StayingLinks

    features.register_link_type(StayingLinks)


@hooks.register("register_admin_urls")
def languages_beside_each_other() -> list[Any]:
    from accompany.website import languages_pages

    return languages_pages.urlpatterns


@hooks.register("register_admin_menu_item")
def spanish() -> MenuItem:
    return MenuItem(_("Spanish"), reverse("cms-languages"), icon_name="globe", order=150)


@hooks.register("insert_global_admin_css")
def look_like_the_house() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("website/cms.css"))


@hooks.register("insert_global_admin_js")
def begin_from_a_file() -> SafeString:
    return format_html('<script defer src="{}"></script>', static("website/cms.js"))
