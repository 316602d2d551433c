"""The CMS, set up so that it calls nobody: INSTALLED_APPS names these in place of Wagtail's own.

The settings turn off what has a setting (update check, faces from elsewhere). Wagtail's mail about
workflows has none, and would have nobody to write to: the council sees on its own page at the desk
what waits for it. Nor does the CMS have pages about its users: colleagues, and what they may do,
are the house's.
"""

import json
from types import ModuleType
from typing import Any  # Any: Wagtail's widgets

from django.utils.html import format_html
from wagtail.admin.apps import WagtailAdminAppConfig
from wagtail.contrib.redirects.apps import WagtailRedirectsAppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class Admin(WagtailAdminAppConfig):
    """Wagtail's admin without its mail."""

    default = False

    def ready(self) -> None:
        from wagtail.admin.telepath import widgets

        assert widgets  # imported for what it registers; Wagtail's own `ready` would add the mail
        from wagtail.admin.widgets import BaseChooser

        BaseChooser.render = begun_from_a_file


def begun_from_a_file(
    self: Any, name: str, value: Any, attrs: Any = None, renderer: Any = None
) -> str:
    """A chooser whose beginning stands beside it as data: Wagtail's own stands in a script.

    The policy of the CMS runs no script that stands in a page; `cms.js` begins what it finds.
    """
    known = self.get_value_data(value)
    return format_html(
        '{}<span hidden data-chooser="{}" data-for="{}" data-config="{}"></span>',
        self.render_html(name, known, attrs),
        self.js_constructor,
        attrs["id"],
        json.dumps(self.get_js_init_options(attrs["id"], name, known)),
    )


class Redirects(WagtailRedirectsAppConfig):
    """Wagtail's redirects with a form of ours: to a page of the site, by a plain list."""

    default = False

    def ready(self) -> None:
        super().ready()
        from wagtail.contrib.redirects import views

        from accompany.website.forms import MovedForm

        for view in (views.CreateView, views.EditView):
            view.form_class = MovedForm


class Users(WagtailUsersAppConfig):
    """Wagtail's rows about users without its pages about them."""

    default = False

    def ready(self) -> None:
        # Wagtail asks each app's module for hooks; this one answers that it has none.
        self.module = ModuleType(self.name)
