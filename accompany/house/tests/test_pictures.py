"""Pictures that somebody sends: only pixels go in, and nothing but pixels comes out."""

import io
import json
import shutil
import struct
import subprocess
import zipfile
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from PIL import Image, PngImagePlugin

from accompany.house import pictures
from accompany.house.pictures import PictureRefused, copies, opened

HER_PLACE = "47.6062 N"
KINDS = ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"]
each_kind = pytest.mark.parametrize("kind", KINDS)


def drawing(size=(320, 240), mode="RGB"):
    return Image.radial_gradient("L").resize(size).convert(mode)


def file_of(image, kind, **how):
    file = io.BytesIO()
    image.save(file, kind, **how)
    return file.getvalue()


def with_its_place(kind):
    """A file as a phone makes it: where, when and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x9003], exif[0x013B] = "Phone Co", "2026:03:03 03:03:03", "Her Name"
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 36.0, 22.0)})
    how = {"exif": exif}
    if kind == "PNG":
        how["pnginfo"] = PngImagePlugin.PngInfo()
        how["pnginfo"].add_text("Comment", HER_PLACE)
    if kind == "JPEG":
        how["comment"] = HER_PLACE.encode()
    return file_of(drawing(), kind, **how)


def png_of(*chunks):
    """A PNG file of these chunks, checksums and all."""
    said = b"\x89PNG\r\n\x1a\n"
    for name, data in chunks:
        said += struct.pack(">I", len(data)) + name + data
        said += struct.pack(">I", zlib.crc32(name + data))
    return said


@each_kind
def test_a_picture_of_a_kind_we_take_gives_its_pixels(kind):
    pixels = opened(file_of(drawing(), kind))

    assert (pixels.mode, pixels.size, pixels.info) == ("RGB", (320, 240), {})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_pixels_stand_upright_and_small(kind):
    """HEIC turns its own pixels, and says no more of it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    sideways = drawing((3000, 1500))

    pixels = opened(file_of(sideways, kind, exif=exif))

    assert pixels.size == (1200, 2400)


def test_what_is_clear_is_white():
    pixels = opened(file_of(Image.new("RGBA", (9, 9), (0, 0, 0, 0)), "PNG"))

    assert pixels.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16"])
@pytest.mark.parametrize("size", [(40, 30), (2500, 30)])
def test_a_drawing_of_few_colors_is_a_drawing(mode, size):
    plain = Image.new("I;16", size, 40_000) if mode == "I;16" else drawing(size, mode)

    pixels = opened(file_of(plain, "PNG"))

    assert pixels.mode == "RGB"
    assert len({pixels.getpixel((x, 5)) for x in range(pixels.width)}) >= 1


def test_sixteen_bits_of_grey_are_the_same_grey():
    pixels = opened(file_of(Image.new("I;16", (8, 8), 128 * 256), "PNG"))

    assert pixels.getpixel((4, 4)) == (128, 128, 128)


def test_colors_for_print_are_taken():
    assert opened(file_of(drawing(mode="CMYK"), "JPEG")).mode == "RGB"


def test_a_photo_that_holds_a_second_one_is_its_first():
    """Phones keep a second picture behind the first."""
    two = file_of(drawing(), "MPO", save_all=True, append_images=[drawing((20, 20))])

    assert opened(two).size == (320, 240)


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"%PDF-1.7\n",
        b"<!doctype html><html></html>",
        b"MZ\x90\0",
        b"PK\x03\x04",
        b"hello",
        b"\0" * 4000,
        b"....ftyp",
        b"\0\0\0\x18ftypqt  \0\0\0\0qt  qt  ",
        b"RIFF\x04\0\0\0WAVE",
    ],
)
def test_what_is_no_picture_is_refused_kindly(data):
    with pytest.raises(PictureRefused, match="not a kind of picture"):
        opened(data)


def test_gif_and_tiff_are_not_taken():
    for kind in ("GIF", "TIFF", "BMP", "ICO"):
        with pytest.raises(PictureRefused, match="JPEG, PNG, WebP"):
            opened(file_of(drawing((64, 64)), kind))


def test_an_empty_file_and_one_too_large_are_refused():
    with pytest.raises(PictureRefused, match="empty"):
        opened(b"")
    with pytest.raises(PictureRefused, match="larger than 25 MB"):
        opened(b"\xff\xd8\xff" + bytes(pictures.LARGEST_FILE))


@each_kind
@pytest.mark.parametrize("left", [0.1, 0.5, 0.9])
def test_a_picture_cut_off_is_refused(kind, left):
    data = file_of(Image.effect_noise((200, 200), 90), kind)

    with pytest.raises(PictureRefused):
        opened(data[: int(len(data) * left)])


HIDDEN = {
    "a zip file": b"PK\x03\x04 and more",
    "a program": b"MZ\x90\0\x03",
    "a page": b"<html><body>",
    "a script": b"\n\n <ScRiPt>alert(1)",
    "a drawing with a script": b"<svg onload='x()'>",
    "a document": b"%PDF-1.7",
    "a program for a server": b"<?php system($_GET[0]);",
}


@each_kind
@pytest.mark.parametrize("hidden", HIDDEN.values(), ids=HIDDEN)
def test_a_picture_that_is_another_file_too_is_refused(kind, hidden):
    with pytest.raises(PictureRefused, match="another file"):
        opened(file_of(drawing(), kind) + hidden)


@each_kind
def test_a_picture_with_a_real_archive_behind_it_is_refused(kind):
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as within:
        within.writestr("a.txt", "words")

    with pytest.raises(PictureRefused, match="another file"):
        opened(file_of(drawing(), kind) + b"\x01" * 9 + archive.getvalue())


def test_a_page_hidden_in_a_comment_is_refused():
    in_a_photo = file_of(drawing(), "JPEG", comment=b"<script>alert(1)</script>")
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "%PDF-1.4")
    in_a_scan = file_of(drawing(), "PNG", pnginfo=said)

    for each in (in_a_photo, in_a_scan):
        with pytest.raises(PictureRefused, match="another file"):
            opened(each)


def test_a_bomb_is_refused_before_it_is_opened():
    head = struct.pack(">IIBBBBB", 29_000, 29_000, 8, 2, 0, 0, 0)
    bomb = png_of((b"IHDR", head), (b"IDAT", zlib.compress(bytes(1000))), (b"IEND", b""))
    too_wide = struct.pack(">IIBBBBB", 2**31 - 1, 1, 8, 2, 0, 0, 0)
    line = png_of((b"IHDR", too_wide), (b"IDAT", zlib.compress(b"\0")), (b"IEND", b""))

    for each in (bomb, line):
        with pytest.raises(PictureRefused, match="too wide or too high"):
            opened(each)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_a_picture_that_moves_is_refused(kind):
    frames = [Image.effect_noise((40, 40), each * 9) for each in range(3)]
    moves = file_of(frames[0], kind, save_all=True, append_images=frames[1:])

    with pytest.raises(PictureRefused, match="moves"):
        opened(moves)


@settings(max_examples=150)
@given(some.sampled_from(KINDS), some.integers(0, 4000), some.binary(min_size=1, max_size=12))
def test_whatever_bytes_are_changed_it_opens_or_is_refused(kind, place, changed):
    data = bytearray(_small(kind))
    at = place % len(data)
    data[at : at + len(changed)] = changed

    try:
        pixels = opened(bytes(data))
    except PictureRefused:
        return
    assert pixels.mode == "RGB"


_kept = {}


def _small(kind):
    if kind not in _kept:
        _kept[kind] = file_of(drawing((48, 36)), kind)
    return _kept[kind]


@each_kind
def test_nothing_of_the_camera_the_place_or_the_day_survives(kind, tmp_path):
    assert shutil.which("exiftool"), "Debian's libimage-exiftool-perl reads what is left."
    (tmp_path / f"sent.{kind.lower()}").write_bytes(with_its_place(kind))

    for each in copies(opened(with_its_place(kind)), widths=(200,)):
        (tmp_path / f"{each.kind}.{each.kind}").write_bytes(each.data)

    read = subprocess.run(
        ["exiftool", "-json", "-G1", "-a", "-u", str(tmp_path)],
        capture_output=True,
        check=True,
        text=True,
    )
    sent, *made = sorted(json.loads(read.stdout), key=lambda each: "sent" not in each["SourceFile"])
    assert any("GPS" in name for name in sent)
    assert len(made) == 3
    for each in made:
        groups = {name.partition(":")[0] for name in each} - {"SourceFile"}
        assert groups <= {
            "ExifTool",
            "System",
            "File",
            "RIFF",
            "JFIF",
            "Composite",
            "Meta",
            "QuickTime",
        }
        said = json.dumps(each)
        assert "Phone Co" not in said
        assert "Her Name" not in said
        assert "2026:03:03 03" not in said


def test_copies_are_small_sized_and_never_larger_than_the_picture():
    made = copies(drawing((1000, 500)))

    assert {(each.kind, each.width, each.height) for each in made} == {
        (kind, *size)
        for kind in ("avif", "webp", "jpeg")
        for size in ((480, 240), (800, 400), (1000, 500))
    }
    assert all(len(each.data) <= 60 * 1024 for each in made)
    assert all(Image.open(io.BytesIO(each.data)).size[0] == each.width for each in made)


def test_a_picture_that_does_not_fit_loses_pixels_and_not_the_rule():
    noise = Image.merge("RGB", [Image.effect_noise((1300, 900), 100)] * 3)

    for each in copies(noise, most=30 * 1024):
        assert len(each.data) <= 30 * 1024
        assert max(each.width, each.height) >= 200


def test_each_copy_of_a_kind_is_larger_than_the_one_before():
    noise = Image.merge("RGB", [Image.effect_noise((1300, 900), 100)] * 3)

    made = copies(noise, most=50 * 1024)

    for kind in ("avif", "webp", "jpeg"):
        widths = [each.width for each in made if each.kind == kind]
        assert widths == sorted(set(widths))
