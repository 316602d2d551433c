"""A small site to test with: a front page in each language, and pages as a test wants them."""

from wagtail.models import Locale, Page, Site

from accompany.website.models import HomePage, SectionPage


def make_home(language="en", **fields):
    """The front page of a language, public at once."""
    locale, _made = Locale.objects.get_or_create(language_code=language)
    root = Page.get_first_root_node()
    if language == "en":
        root.get_children().delete()
        root = Page.objects.get(pk=root.pk)
    slug = "home" if language == "en" else f"home-{language}"
    given = {"title": "Home", "slug": slug, "tab": "Home", "locale": locale, **fields}
    home = root.add_child(instance=HomePage(**given))
    if language == "en":
        Site.objects.all().delete()
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


def make_page(parent, slug="rain", *, kind=SectionPage, is_live=True, twin_of=None, **fields):
    """A page below another, public at once unless told otherwise."""
    given = {"title": "Rain", "tab": "Rain", "slug": slug, "locale": parent.locale, **fields}
    page = kind(**given, live=False)
    if twin_of is not None:
        page.translation_key = twin_of.translation_key
    parent.add_child(instance=page)
    if is_live:
        page.save_revision().publish()
    return kind.objects.get(pk=page.pk)


def text(words):
    """The body of a page: one piece of text."""
    return [("text", f"<p>{words}</p>")]


def voice(words="I came back in March."):
    """The body of a page that quotes a participant."""
    return [("voice", {"words": words, "whose": "J.M.", "permission": "With permission"})]
