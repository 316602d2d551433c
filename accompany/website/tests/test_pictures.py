"""Pictures of the site: words for each, pixels alone, small copies, and none of what was sent."""

import io
import subprocess

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accompany.house import live
from accompany.staff.capabilities import Role
from accompany.staff.testing import make_colleague, sign_in
from accompany.website import images
from accompany.website.models import Picture, PictureCopy
from accompany.website.testing import make_home, make_page


@pytest.fixture
def home():
    return make_home()


@pytest.fixture
def editor():
    return sign_in(Client(), make_colleague(Role.EDITOR))


def a_photo(size=(900, 600), kind="JPEG"):
    """A photo with a place, a maker and a day in it."""
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "Telltale Camera"
    exif[0x9003] = "2026:01:02 03:04:05"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2] = "N", (47.0, 36.0, 0.0)
    file = io.BytesIO()
    image.save(file, kind, exif=exif)
    return file.getvalue()


def upload(editor, data, *, name="photo.jpg", **fields):
    sent = {
        "title": "Chairs",
        "description": "Two chairs by a window.",
        "credit": "Noor E.",
        "file": SimpleUploadedFile(name, data),
        **fields,
    }
    return editor.post(reverse("wagtailimages:add"), sent)


def test_what_was_sent_is_not_kept(editor, home):
    data = a_photo()

    upload(editor, data)

    picture = Picture.objects.get()
    with picture.file.open("rb") as file:
        kept = file.read()
    assert kept != data
    assert b"Telltale" not in kept
    assert "photo" not in picture.file.name


def test_its_copies_hold_no_word_of_the_camera_and_are_small(editor, home):
    upload(editor, a_photo())
    images.shown(Picture.objects.get())

    files = [PictureCopy.shelf.folder / row.name for row in PictureCopy.objects.all()]
    said = subprocess.run(
        ["exiftool", "-a", "-G1", *map(str, files)], check=True, capture_output=True, text=True
    ).stdout

    assert "Telltale" not in said
    assert "GPS" not in said
    assert all(path.stat().st_size <= 60 * 1024 for path in files)
    assert {row.kind for row in PictureCopy.objects.all()} == {"avif", "webp", "jpeg"}


def test_a_page_shows_it_in_three_kinds_with_its_words(client, editor, home):
    upload(editor, a_photo())
    picture = Picture.objects.get()
    make_page(home, "rooms", body=[("picture", {"picture": picture, "caption": "Our room"})])

    said = client.get("/rooms/").content.decode()

    assert 'type="image/avif"' in said
    assert 'alt="Two chairs by a window."' in said
    assert "Noor E." in said
    name = PictureCopy.objects.filter(kind="webp").first().name
    shown = client.get(f"/pictures/{name}")
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert shown["Cache-Control"] == "no-store"


@pytest.mark.parametrize("left_out", ["description", "credit"])
def test_a_picture_without_words_or_credit_is_refused(editor, home, left_out):
    answer = upload(editor, a_photo(), **{left_out: ""})

    assert answer.status_code == 200
    assert not Picture.objects.exists()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        a_photo()[:400],
        a_photo() + b"PK\x05\x06" + b"\0" * 18,
        b"%PDF-1.7 not a picture",
    ],
    ids=["empty", "svg", "cut off", "zip at its end", "pdf"],
)
def test_what_is_no_picture_is_refused_in_words(editor, home, data):
    answer = upload(editor, data)

    assert answer.status_code == 200
    assert not Picture.objects.exists()


def test_there_is_no_way_to_lay_down_many_files_as_they_are(editor, home):
    answer = editor.get("/cms/images/multiple/add/")

    assert answer["Location"] == reverse("wagtailimages:add")
    assert editor.get("/cms/images/multiple/1/").status_code == 404


def test_the_cms_picture_is_for_editors_only(client, editor, home):
    upload(editor, a_photo())
    address = settings.MEDIA_URL + Picture.objects.get().file.name

    seen = editor.get(address)
    assert seen.status_code == 200
    assert b"".join(seen.streaming_content)
    assert client.get(address).status_code == 302
    assert editor.get(settings.MEDIA_URL + "../default.sqlite3").status_code == 404


def test_a_picture_that_is_deleted_leaves_no_file(
    client, editor, home, django_capture_on_commit_callbacks
):
    upload(editor, a_photo())
    picture = Picture.objects.get()
    images.shown(picture)
    name = PictureCopy.objects.first().name

    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()

    assert client.get(f"/pictures/{name}").status_code == 404
    assert not (PictureCopy.shelf.folder / name).exists()


def test_pictures_that_are_ticked_and_deleted_leave_no_file_either(
    editor, home, monkeypatch, django_capture_on_commit_callbacks
):
    upload(editor, a_photo())
    picture = Picture.objects.get()
    images.shown(picture)
    files = [PictureCopy.shelf.folder / row.name for row in PictureCopy.objects.all()]
    address = reverse("wagtail_bulk_action", args=["website", "picture", "delete"])

    told = []
    monkeypatch.setattr(live, "changed", told.append)

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"{address}?id={picture.pk}")

    assert not Picture.objects.exists()
    assert live.PUBLIC in told
    assert not any(file.exists() for file in files)


def test_a_name_nobody_has_is_no_picture(client):
    assert client.get(f"/pictures/{'0' * 32}.webp").status_code == 404
