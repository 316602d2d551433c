"""Public pages as they are sent, in every language: what they say, in which language, how hard."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from wagtail.models import Locale, Page, Site
from wagtail.rich_text import RichText

from accompany.helpline import access as helpline
from accompany.helpline.actions import chats
from accompany.helpline.testing import begin_chat, make_line
from accompany.house import language, presence
from accompany.house.models import Organization
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague
from accompany.website import access, starting
from accompany.website.models import EventPage, HomePage, NewsIndexPage, SectionPage, SupportPage
from accompany.website.tests.reading import _Lines, grade, lines_of_html

READ_IN_FEAR = ("", "help", "contact", "clear-your-visit", "chat")
CHATS = ("/chat/", "/chat/over/")


@pytest.fixture
def whole_site():
    """The starter site, every page of it."""
    return starting.start("alder-street", by=make_colleague(Role.COUNCIL, "Thea"), is_public=True)


@pytest.fixture
def site():
    """A few pages in both languages, as a house has them."""
    organization = Organization.current()
    organization.helpline_hours_es = "De día y de noche"
    organization.save()
    Page.get_first_root_node().get_children().delete()
    roots = {code: Page.objects.get(pk=Page.get_first_root_node().pk) for code in SPOKEN}
    homes = both(
        HomePage,
        roots,
        "home",
        ("We walk beside you", "Caminamos a tu lado"),
        hero_say=("We answer the phone ourselves.", "Contestamos el teléfono en persona."),
    )
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=homes["en"], is_default_site=True)
    clear = both(SectionPage, homes, "clear", ("Clear a visit", "Borra una visita"))
    way = [f'<p><a linktype="page" id="{clear[code].pk}">x</a></p>' for code in SPOKEN]
    helps = both(
        SupportPage,
        homes,
        "help",
        ("Get support", "Busca apoyo"),
        body=tuple([("text", RichText(each))] for each in way),
        show_in_menus=(True, True),
    )
    both(SupportPage, helps, "call", ("Call, text or chat", "Llama, escribe o chatea"))
    news = both(NewsIndexPage, homes, "news", ("News", "Noticias"))
    at = (datetime(2035, 11, 30, 22, tzinfo=UTC),) * 2
    both(EventPage, news, "studio", ("Open studio", "Taller abierto"), starts_at=at)


SPOKEN = ("en", "es")


def both(kind, parents, slug, titles, **more):
    """The same page in English and in Spanish, public in both."""
    made = {}
    for n, code in enumerate(SPOKEN):
        locale = Locale.objects.get_or_create(language_code=code)[0]
        address = f"{slug}-{code}" if kind is HomePage and n else slug
        own = {name: values[n] for name, values in more.items()}
        page = kind(title=titles[n], slug=address, tab="A page", locale=locale, **own)
        if n:
            page.translation_key = made["en"].translation_key
        parents[code].add_child(instance=page)
        page.save_revision().publish()
        made[code] = page
    return made


def sent(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def asked_of(address):
    """The grade that a page may ask for: the sixth where it is read in fear, else the eighth."""
    _language, path = language.split(address)
    return 6 if path.strip("/").split("/")[0] in READ_IN_FEAR else 8


def too_hard(client, addresses, inside="main"):
    found = {}
    for address in addresses:
        spoken, _path = language.split(address)
        asks = grade(lines_of_html(sent(client, address), inside), spoken)
        if asks > asked_of(address):
            found[address] = round(asks, 1)
    return found


# How hard it is to read


def test_every_page_that_is_sent_can_be_read_by_whom_it_is_for(client, whole_site):
    assert too_hard(client, access.addresses()) == {}


@pytest.mark.parametrize("spoken", ["en", "es"])
def test_the_chat_can_be_read_at_three_in_the_morning(client, site, spoken):
    tamsin, _ruth = make_line()
    token, conversation = begin_chat("Hello?")
    waiting = language.joined(spoken, f"/chat/{token}/")
    pages = [language.joined(spoken, each) for each in CHATS] + [waiting, f"{waiting}?wait"]
    assert too_hard(client, pages, inside="body") == {}

    conversation.assigned_to = tamsin.colleague
    conversation.save()
    assert too_hard(client, [waiting], inside="body") == {}

    chats.end(conversation, "closed")
    assert too_hard(client, [waiting], inside="body") == {}


@pytest.mark.parametrize("spoken", ["en", "es"])
def test_what_stands_around_every_page_can_be_read(client, whole_site, spoken):
    """Header, foot, and the page that says that something is not there."""
    around = lines_of_html(sent(client, language.joined(spoken, "/chat/over/")), "body")
    lost = client.get(language.joined(spoken, "/nothing-here/"))
    assert lost.status_code == 404

    assert grade(around, spoken) <= 6
    assert grade(lines_of_html(lost.content.decode(), "body"), spoken) <= 6


# In which language


class Spoken(HTMLParser):
    """Every text of a page with the language that the page says it is in."""

    VOID = _Lines.VOID

    def __init__(self, page):
        super().__init__()
        self.above, self.said = [("", "")], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag not in self.VOID:
            self.above.append((tag, dict(attributes).get("lang") or self.above[-1][1]))

    def handle_endtag(self, tag):
        while len(self.above) > 1 and self.above.pop()[0] != tag:
            pass

    def handle_data(self, data):
        tag, spoken = self.above[-1]
        if data.strip() and tag not in ("script", "style"):
            self.said.append((spoken, " ".join(data.split())))


def said_in(client, address):
    return Spoken(sent(client, address)).said


def language_of(said, words):
    found = {spoken for spoken, text in said if words in text}
    assert len(found) == 1, (words, found)
    return found.pop()


def test_a_page_is_in_the_language_of_its_address(client, site):
    for code in ("en", "es"):
        page = sent(client, language.joined(code, "/help/call/"))
        assert f'<html lang="{code}"' in page
        assert "dir=" not in page.partition(">")[0]

    assert language_of(said_in(client, "/es/help/call/"), "Salir de este sitio") == "es"
    assert language_of(said_in(client, "/help/call/"), "Leave this site") == "en"


def test_a_page_without_spanish_is_english_whole_and_says_so_in_spanish(client, site):
    SupportPage.objects.get(slug="call", locale__language_code="es").unpublish()

    said = said_in(client, "/es/help/call/")

    assert language_of(said, "Esta página todavía no está en tu idioma.") == "es"
    assert language_of(said, "Call, text or chat") == "en"
    assert language_of(said, "Free. You don’t have to give a name") == "en"
    assert language_of(said, "Chat here") == "en"
    assert language_of(said, "Tu privacidad aquí") == "es"
    assert language_of(said, "Busca apoyo") == "es"
    assert 'href="/es/chat/"' in sent(client, "/es/help/call/")


def test_its_links_stay_under_the_language_she_asked_for(client, site):
    SupportPage.objects.get(slug="help", locale__language_code="es").unpublish()

    page = sent(client, "/es/help/")
    main = page[page.index("<main") : page.index("</main>")]

    assert "no está en tu idioma" in main
    assert re.findall(r'href="(/(?!es/)[^"]*)"', main) == []


def test_a_front_page_without_spanish_says_so_too(client, site):
    HomePage.objects.get(locale__language_code="es").unpublish()

    said = said_in(client, "/es/")

    assert language_of(said, "no está en tu idioma") == "es"
    assert language_of(said, "We answer the phone ourselves") == "en"


def test_a_menu_in_another_language_says_which(client, site):
    home = HomePage.objects.get(locale__language_code="es")
    for page in [*home.get_descendants().specific(), home]:
        page.unpublish()

    said = said_in(client, "/es/")

    assert language_of(said, "Get support") == "en"
    assert language_of(said, "Cerrar el menú") == "es"


def test_the_english_page_says_nothing_of_it(client, site):
    SupportPage.objects.get(slug="call", locale__language_code="es").unpublish()

    assert "not in your language" not in sent(client, "/help/call/")


# Words that are made while the page is


@pytest.mark.parametrize(
    ("n", "english", "spanish"),
    [
        (
            1,
            "One of us is on the line right now",
            "Una persona del equipo está en la línea ahora mismo",
        ),
        (2, "Two of us are on the line right now", "Somos dos en la línea ahora mismo"),
        (12, "12 of us are on the line right now", "Somos 12 en la línea ahora mismo"),
    ],
)
def test_who_is_there_is_said_in_words(client, site, monkeypatch, n, english, spanish):
    monkeypatch.setattr(presence, "_people", lambda: n)

    assert f'presence">{english}<' in sent(client, "/help/call/")
    assert f'presence">{spanish}<' in sent(client, "/es/help/call/")


def test_the_chat_says_who_is_there_in_words(client, site, monkeypatch):
    monkeypatch.setattr(helpline, "people_on_the_line", lambda: 2)

    assert ">Two of us are here right now.<" in sent(client, "/chat/")
    assert ">Somos dos aquí ahora mismo.<" in sent(client, "/es/chat/")


def test_days_and_hours_are_written_as_they_are_read(client, site):
    assert "30 de noviembre de 2035, 2:00 p. m." in sent(client, "/es/news/studio/")
    assert "Nov. 30, 2035, 2:00 pm" in sent(client, "/news/studio/")
    assert ">30 nov<" in sent(client, "/es/news/")
    assert ">Nov 30<" in sent(client, "/news/")
    assert "De día y de noche" in sent(client, "/es/")
    assert "De día y de noche" not in sent(client, "/")


def test_hours_that_nobody_said_in_spanish_are_said_in_english(client, site):
    organization = Organization.current()
    organization.helpline_hours_es = ""
    organization.save()

    assert organization.helpline_hours in sent(client, "/es/chat/over/")


def test_what_is_refused_is_refused_in_her_language(client, site):
    make_line()
    token, _chat = begin_chat("hello")
    once = "a" * 40

    long = client.post(f"/es/chat/{token}/say/", {"say": "a" * 5000, "once": once})
    assert long.status_code == 422
    assert "Eso es más largo de lo que cabe en un mensaje." in long.content.decode()

    lost = client.get("/es/chat/nothing-of-ours/")
    assert lost.status_code == 404
    assert "No encontramos esa página" in lost.content.decode()


def test_a_chat_stays_in_the_language_it_began_in(client, site):
    make_line()
    begun = client.post("/es/chat/", {"say": "hola", "once": "b" * 40})

    assert begun.status_code == 303
    assert begun["Location"].startswith("/es/chat/")
    page = sent(client, begun["Location"])
    assert 'data-talk="/es/chat/' in page
    assert 'data-live-url="/es/chat/' in page
    assert 'action="/es/chat/' in page
    assert ">Tus palabras no quedan en este teléfono<" in page
    stopped = client.post(f"{begun['Location']}stop/")
    assert stopped["Location"] == "/es/chat/over/"


# A page that has Spanish while what stands above it has none


def test_an_index_without_spanish_shows_what_there_is(client, site):
    NewsIndexPage.objects.get(locale__language_code="es").unpublish()

    assert language_of(said_in(client, "/es/news/"), "Coming up") == "en"


def test_a_twin_that_is_a_draft_is_no_page(client, site):
    page = SectionPage.objects.get(slug="clear", locale__language_code="es")
    page.unpublish()

    assert Locale.objects.get(language_code="es") == page.locale
    assert "todavía no está en tu idioma" in sent(client, "/es/clear/")
