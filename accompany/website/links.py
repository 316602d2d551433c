"""Links in running text: they stay in the language of the address that a visitor asked for.

A page that is shown in English because it has no Spanish yet still leads on to Spanish pages.
"""

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from accompany.house import language
from accompany.website.models import SitePage


class StayingLinks(PageLinkHandler):
    """Wagtail's own links to pages, by the address without a language."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return [
            f'<a href="{escape(address(page))}">' if isinstance(page, SitePage) else "<a>"
            for page in cls.get_many(attrs_list)
        ]


def address(page: SitePage) -> str:
    """Where this page stands in the language of the address that is being answered."""
    return language.joined(language.addressed(), page.path_in_site)
