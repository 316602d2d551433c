"""The static copy: what it holds, what it never says, and how it is written."""

import argparse
import json
import os
import re
import stat

import pytest
from django.conf import settings
from django.http import HttpResponse

from accompany.commands import website as command
from accompany.house import addresses, known, presence
from accompany.house.live import PUBLIC
from accompany.house.static_files import nameless
from accompany.ledger.models import Line
from accompany.website import access, copying, due, verbs
from accompany.website.copying import folder as folders
from accompany.website.copying import making
from accompany.website.copying.naming import named_by, named_by_css, ours
from accompany.website.models import NewsPage, SectionPage
from accompany.website.testing import MAIL, make_page, make_site
from accompany.website.tests.servers import apache, ask, open_folder, plain_server

WORK = "/art/porch-light/"
PICTURE = "/art/pictures/0123456789abcdef0123456789abcdef.avif"


@pytest.fixture
def folder():
    with open_folder() as room:
        yield room / "copy"


@pytest.fixture
def somebody_is_here(monkeypatch):
    monkeypatch.setattr(presence, "_people", lambda: 2)


def took_down(monkeypatch, *paths):
    monkeypatch.setattr(addresses, "_gone", [lambda: paths])


def read(folder, name):
    return (folder / name).read_text()


def nothing_names(folder, slug):
    """Whether no file but the page at the address itself holds this part of an address."""
    there = [each for each in folder.rglob("*") if each.is_file() and each.parent.name != slug]
    assert there
    return not [each for each in there if slug.encode() in each.read_bytes()]


def files(folder):
    return {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}


# What it holds


def test_every_public_page_lies_at_its_own_address(folder, client):
    make_site()

    copying.export(folder)

    for path in access.addresses():
        assert (folder / path.lstrip("/") / "index.html").is_file(), path
        assert client.get(path).status_code == 200
    for name in ("404.html", "500.html", "es/404.html", "es/500.html", "sitemap.xml"):
        assert (folder / name).is_file()
    for name in ("robots.txt", ".well-known/security.txt", "news/feed/index.xml"):
        assert (folder / name).is_file()
    assert (folder / "news/open-evening/event.ics").is_file()


def test_every_file_and_page_that_a_page_of_it_names_is_there(folder):
    make_site()

    copying.export(folder)

    for page in folder.rglob("*.html"):
        if "feed" in page.parts:
            continue
        path = "/" + str(page.relative_to(folder)).removesuffix("index.html")
        named = named_by(path, page.read_text())
        assert named.files, path
        for each in named.files | named.pages:
            at = folder / each.lstrip("/")
            assert (at / "index.html" if each.endswith("/") else at).is_file(), (path, each)


def test_nobody_is_claimed_to_be_on_the_line(folder, client, somebody_is_here):
    make_site()
    assert "Two of us are on the line" in client.get("/").content.decode()

    copying.export(folder)

    for page in folder.rglob("*.html"):
        assert "of us" not in page.read_text()
        assert "right now." not in page.read_text() or "is down right now" in page.read_text()


@pytest.mark.parametrize("name", ["404.html", "500.html", "es/410.html"])
def test_the_pages_for_when_something_is_wrong_say_whom_to_call(folder, monkeypatch, name):
    make_site()
    monkeypatch.setattr(known, "_kept", None)
    known._path().unlink(missing_ok=True)

    copying.export(folder)

    assert "tel:+12065550142" in read(folder, name)
    assert "206-555-0142" in read(folder, name)


@pytest.mark.parametrize("name", ["chat/index.html", "es/chat/index.html"])
def test_a_chat_becomes_call_or_text(folder, name):
    make_site()

    copying.export(folder)

    page = read(folder, name)
    assert "tel:+12065550142" in page
    assert "sms:+12065550142" in page
    assert "<form" not in page
    assert "men@alder.example" not in page
    assert f'<html lang="{"es" if name.startswith("es") else "en"}"' in page


def test_a_chat_that_no_page_leads_to_is_there_too(folder):
    site = make_site(spanish=False)
    site.pages[""].body = []
    site.pages[""].save()

    copying.export(folder)

    assert "Call or text" in read(folder, "chat/index.html")
    assert "Call or text" in read(folder, "chat/over/index.html")
    assert not [each for each in ("desk", "cms", "hooks", "demo") if (folder / each).exists()]


def test_contact_becomes_how_to_reach_us(folder):
    make_site()

    copying.export(folder)

    page = read(folder, "contact/index.html")
    for each in ("tel:+12065550142", "tel:+12065550123", f"mailto:{MAIL}", "men@alder.example"):
        assert each in page


def test_no_form_is_ever_in_a_copy_and_no_link_to_the_chat_on_the_way_to_reach_us(
    folder, monkeypatch
):
    make_site()
    form = "<html><form method=post><input name=say></form></html>"
    monkeypatch.setattr(SectionPage, "serve", lambda page, request: HttpResponse(form))

    copying.export(folder)

    assert "Call or text" in read(folder, "about/index.html")
    assert not [each for each in folder.rglob("*.html") if "<form" in each.read_text()]
    assert "Chat here" not in read(folder, "help/index.html")


def test_a_page_of_a_copy_says_itself_what_it_may_do(folder):
    make_site()

    copying.export(folder)

    for name in ("index.html", "chat/index.html", "404.html", "es/500.html"):
        assert "default-src &#x27;none&#x27;" in read(folder, name)
        assert nameless("house/leave.js") in read(folder, name)
        assert "frame-ancestors" not in read(folder, name)


def test_a_page_of_the_house_itself_does_not(client):
    make_site()

    assert "http-equiv" not in client.get("/").content.decode()
    page = client.get("/", headers={"accompany.exported": "1"}).content.decode()
    assert "http-equiv" not in page


def test_private_reading_is_on_where_it_was(folder):
    make_site()

    copying.export(folder)

    assert "data-flat" in read(folder, "help/index.html")
    assert "data-flat" not in read(folder, "about/index.html")


def test_a_picture_of_a_room_comes_with_the_page_that_names_it(folder, monkeypatch):
    site = make_site(spanish=False)
    real = making.Renderer.get

    def get(self, path):
        if path == PICTURE:
            return making.Answer(200, "image/avif", b"pixels")
        if path == "/about/":
            page = f'<img src="/x.svg" srcset="{PICTURE} 400w, https://elsewhere.example/a 800w">'
            return making.Answer(200, "text/html", page.encode())
        return real(self, path)

    monkeypatch.setattr(making.Renderer, "get", get)
    assert site.pages["about/"].live

    copying.export(folder)

    assert (folder / PICTURE.lstrip("/")).read_bytes() == b"pixels"
    assert not (folder / "x.svg").exists(), "a file that is not there keeps no page from its copy"
    assert "x.svg" not in json.loads(read(folder, folders.LIST))["files"]


# How it is written


def test_a_second_export_writes_only_what_changed_and_removes_what_is_stale(folder):
    site = make_site(spanish=False)
    copying.export(folder)
    assert copying.export(folder).written == 0
    (folder / "of-somebody-else.txt").write_text("kept")
    site.pages["news/moved/"].unpublish(log_action=False)
    make_page(site.pages["news/"], "fresh", kind=NewsPage, on=access.clock.today())

    done = copying.export(folder)

    assert (folder / "news/fresh/index.html").is_file()
    assert not (folder / "news/moved").exists()
    assert done.removed == 2, "in English, and as it stood under Spanish"
    assert read(folder, "of-somebody-else.txt") == "kept"
    assert not [each for each in files(folder) if re.search(r"\.\d+$", each)], "no half of a file"


def test_a_folder_that_holds_something_else_is_refused_and_left_alone(folder):
    make_site(spanish=False)
    folder.mkdir()
    (folder / "letters.txt").write_text("hers")

    with pytest.raises(copying.NotOurFolder):
        copying.export(folder)

    assert files(folder) == {"letters.txt"}


def test_somebody_elses_file_in_the_way_is_never_written_over(folder):
    site = make_site(spanish=False)
    copying.export(folder)
    (folder / "news/fresh").mkdir()
    (folder / "news/fresh/index.html").write_text("somebody else's")
    make_page(site.pages["news/"], "fresh", kind=NewsPage, on=access.clock.today())

    with pytest.raises(copying.NotOurFolder):
        copying.export(folder)

    assert read(folder, "news/fresh/index.html") == "somebody else's"


def test_a_list_that_names_files_elsewhere_is_not_believed(folder):
    make_site(spanish=False)
    folder.mkdir()
    outside = folder.parent / "outside.txt"
    outside.write_text("kept")
    for name in ("../outside.txt", "/etc/hostname", "a\0b", ""):
        (folder / folders.LIST).write_text(json.dumps({"files": [name]}))
        with pytest.raises(copying.NotOurFolder):
            copying.export(folder)

    assert outside.read_text() == "kept"


def test_a_link_out_of_the_folder_is_not_followed(folder):
    make_site(spanish=False)
    copying.export(folder)
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    for each in (folder / "about").iterdir():
        each.unlink()
    (folder / "about").rmdir()
    (folder / "about").symlink_to(elsewhere)

    with pytest.raises(copying.NotOurFolder):
        copying.export(folder)

    assert list(elsewhere.iterdir()) == []


def test_another_user_may_read_the_copy_whatever_the_mask(folder):
    make_site(spanish=False)
    before = os.umask(0o077)
    try:
        copying.export(folder)
    finally:
        os.umask(before)

    for each in [folder, *folder.rglob("*")]:
        wanted = 0o755 if each.is_dir() else 0o644
        assert stat.S_IMODE(each.stat().st_mode) == wanted, each


def test_a_page_that_breaks_leaves_the_copy_before_as_it_was(folder, monkeypatch):
    make_site(spanish=False)
    copying.export(folder)
    before = read(folder, "index.html")
    real = making.Renderer.get

    def get(self, path):
        return making.Answer(500, "text/html", b"") if path == "/about/" else real(self, path)

    monkeypatch.setattr(making.Renderer, "get", get)
    with pytest.raises(making.NotWhole):
        copying.export(folder)

    assert read(folder, "index.html") == before
    assert (folder / "about/index.html").is_file()


# What was taken down


def test_what_was_taken_down_is_gone_from_the_copy_even_if_nothing_else_can_be_written(
    folder, monkeypatch
):
    make_site(spanish=False)
    copying.export(folder)
    (folder / "art/pictures").mkdir()
    (folder / PICTURE.lstrip("/")).write_bytes(b"pixels")
    (folder / "art/porch-light").mkdir()
    (folder / "art/porch-light/index.html").write_text("A lamp, by D.O.")
    listed = json.loads(read(folder, folders.LIST))["files"]
    listed += [PICTURE.lstrip("/"), "art/porch-light/index.html"]
    (folder / folders.LIST).write_text(json.dumps({"files": listed}))
    took_down(monkeypatch, WORK, PICTURE)
    broken = making.Answer(500, "text/html", b"")
    monkeypatch.setattr(making.Renderer, "get", lambda self, path: broken)

    with pytest.raises(making.NotWhole):
        copying.export(folder)

    assert not (folder / PICTURE.lstrip("/")).exists()
    assert "This page is gone" in read(folder, "art/porch-light/index.html")
    assert "D.O." not in read(folder, "art/porch-light/index.html")
    assert nothing_names(folder, "porch-light")


def test_nothing_in_the_copy_names_what_was_taken_down(folder, monkeypatch):
    make_site()
    took_down(monkeypatch, WORK, PICTURE)

    copying.export(folder)
    again = copying.export(folder)

    assert (again.written, again.removed) == (0, 0)
    assert nothing_names(folder, "porch-light")
    for above in ("art", "es/art"):
        assert (folder / above / "index.html").is_file(), "a server that lists folders lists none"


def test_a_language_that_the_copy_has_not_got_keeps_nothing_of_what_is_gone(folder, monkeypatch):
    make_site(spanish=False)
    copying.export(folder)
    (folder / "es/art/porch-light").mkdir(parents=True)
    (folder / "es/art/porch-light/index.html").write_text("A lamp, by D.O.")
    listed = [*json.loads(read(folder, folders.LIST))["files"], "es/art/porch-light/index.html"]
    (folder / folders.LIST).write_text(json.dumps({"files": listed}))
    took_down(monkeypatch, WORK)

    copying.export(folder)

    assert not (folder / "es/art/porch-light").exists()


def test_the_mark_of_what_hangs_again_goes(folder, monkeypatch):
    make_site(spanish=False)
    took_down(monkeypatch, "/about/", PICTURE)
    copying.export(folder)
    assert (folder / "about/.gone").is_file()

    took_down(monkeypatch)
    copying.export(folder)

    assert not [each for each in files(folder) if each.endswith(folders.MARK)]
    assert "This page is gone" not in read(folder, "about/index.html")
    assert "about/index.html" in json.loads(read(folder, folders.LIST))["files"]


def test_a_page_of_somebody_else_where_a_work_hung_stays_and_no_copy_is_written(
    folder, monkeypatch
):
    make_site(spanish=False)
    copying.export(folder)
    (folder / "art/porch-light").mkdir(parents=True)
    (folder / "art/porch-light/index.html").write_text("Mine.")
    took_down(monkeypatch, WORK)

    with pytest.raises(copying.NotOurFolder):
        copying.export(folder)

    assert read(folder, "art/porch-light/index.html") == "Mine."


def test_what_hangs_again_is_not_gone(folder, monkeypatch):
    make_site(spanish=False)
    took_down(monkeypatch, "/about/")
    monkeypatch.setattr(addresses, "_listed", [lambda: [addresses.Listed("/about/")]])

    assert copying.export(folder).gone == 0


def test_an_address_that_could_mean_something_to_a_server_is_not_written_for_it(
    folder, monkeypatch
):
    make_site(spanish=False)
    for odd in ('/art/"x"/', "/art/x\nRequire all granted", "/art/{}/", "relative", "/a b/"):
        took_down(monkeypatch, odd)
        with pytest.raises(ValueError, match="not addresses"):
            copying.export(folder)


# Served by others


def test_a_plain_server_shows_the_copy_and_nothing_of_what_is_gone(folder, monkeypatch):
    make_site()
    took_down(monkeypatch, WORK, PICTURE)
    copying.export(folder)

    with plain_server(folder) as port:
        for path in access.addresses():
            told = ask(port, path)
            assert told.status == 200
            assert "text/html" in told.headers["content-type"]
        assert "This page is gone" in ask(port, WORK).text
        assert "Esta página ya no está" in ask(port, f"/es{WORK}").text
        assert ask(port, PICTURE).status == 404
        for path in (f"/{folders.LIST}", "/.htaccess", "/nginx-gone.conf", "/art/", "/es/art/"):
            assert "porch-light" not in ask(port, path).text, path
        assert ask(port, "/gone.json").status == 404
        assert ask(port, nameless("house/house.css")).status == 200
        assert b"<feed" in ask(port, "/news/feed/").body
        assert ask(port, "/.well-known/security.txt").status == 200


def test_apache_shows_the_copy_says_410_where_something_is_gone_and_keeps_the_policy(
    folder, monkeypatch
):
    make_site()
    took_down(monkeypatch, WORK, PICTURE)
    copying.export(folder)

    with apache(folder) as port:
        for path in [*access.addresses(), "/chat/", "/es/chat/"]:
            told = ask(port, path)
            assert told.status == 200, path
            assert told.headers["content-type"].startswith("text/html")
            assert told.headers["content-security-policy"].startswith("default-src 'none'")
            assert told.headers["referrer-policy"] == "no-referrer"
            assert told.headers["cache-control"] == "no-store"
        for path in (WORK, PICTURE, f"/es{WORK}", f"/es{PICTURE}"):
            told = ask(port, path)
            assert told.status == 410, path
            in_spanish = path.startswith("/es/")
            gone = "Esta página ya no está" if in_spanish else "This page is gone"
            assert gone in told.text
            assert f'lang="{"es" if in_spanish else "en"}"' in told.text
            assert "default-src" in told.headers["content-security-policy"]
        nowhere, in_spanish = ask(port, "/nowhere/"), ask(port, "/es/nowhere/")
        assert (nowhere.status, in_spanish.status) == (404, 404)
        assert "We can’t find that page" in nowhere.text
        assert '<html lang="es"' in in_spanish.text
        sent = ask(port, "/es/chat/", method="POST", body="say=help")
        assert sent.status == 405
        assert "Lo que mandaste no nos llegó" in sent.text
        assert "tel:+12065550142" in sent.text
        told = ask(port, "/news/feed/")
        assert told.headers["content-type"].startswith("application/atom+xml")
        assert ask(port, "/news/open-evening/event.ics").headers["content-type"] == "text/calendar"
        for name, kind in [("leave.js", "text/javascript"), ("icon.svg", "image/svg+xml")]:
            assert ask(port, nameless(f"house/{name}")).headers["content-type"] == kind
        assert ask(port, "/.well-known/security.txt").status == 200
        marks = (f"{WORK}{folders.MARK}", f"{PICTURE}{folders.MARK}")
        for path in ("/nginx-gone.conf", "/.htaccess", f"/{folders.LIST}", *marks):
            assert ask(port, path).status == 403, path
        assert ask(port, "/static/").status == 404, "no list of files"


# The command and the loop


def run(folder, *, as_json=False):
    return command.export(argparse.Namespace(folder=folder, json=as_json))


def test_the_command_says_what_it_wrote_and_the_ledger_knows(folder, capsys):
    make_site(spanish=False)

    assert run(folder, as_json=True) == 0

    said = json.loads(capsys.readouterr().out)
    assert said["folder"] == str(folder)
    assert said["pages"] > 10
    assert said["files"] == len(files(folder)) - 1, "all but the list itself"
    assert Line.objects.filter(verb=verbs.EXPORTED.text).count() == 1
    assert run(folder) == 0
    assert "pages" in capsys.readouterr().out


def test_the_loop_keeps_a_copy_ready(settings, folder):
    settings.HOUSE_DATA = folder
    assert due.refresh_copy() == 0
    assert not folder.exists()
    site = make_site(spanish=False)

    assert due.refresh_copy() > 0
    assert due.refresh_copy() == 0
    site.pages["about/"].unpublish(log_action=False)
    assert due.refresh_copy() > 0

    assert (folder / due.COPY / "index.html").is_file()
    assert not (folder / due.COPY / "about").exists()


def test_the_loop_hears_of_a_publication_and_waits_no_minute():
    from accompany.house.due import all_due

    (mine,) = [each for each in all_due() if each.run is due.refresh_copy]

    assert mine.hears == {PUBLIC}
    assert mine.settle.total_seconds() <= 30
    assert mine.again.total_seconds() <= 60


# What a page names


def test_only_addresses_of_this_site_are_followed():
    here = settings.BASE_URL
    for reference in (
        f"{here}/a/",
        "//elsewhere.example/",
        "mailto:a@b.example",
        "tel:+1",
        "data:x",
    ):
        assert ours("/help/", reference) == ""
    assert ours("/help/", "walk-in/?from=1#top") == "/help/walk-in/"
    assert ours("/help/", "../a%20b.svg") == "/a b.svg"


def test_the_files_of_a_style_sheet_are_found():
    css = "@import 'more.css'; a { background: url(\"art/wave.svg?v=1\") } b { x: url(data:a) }"

    assert named_by_css("/static/house/house.css", css) == {
        "/static/house/more.css",
        "/static/house/art/wave.svg",
    }
