"""Pictures: a file somebody sent is never handed on. Pixels are read of it, and new files are made.

What a file is, its first bytes say; its name says nothing and is never used. How many pixels it
holds is read before any is decoded. A file that is also another kind of file is refused, as is one
that moves or is cut off. The copies carry no word of the camera, the place or the day.
"""

import io
import re
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from struct import unpack_from
from typing import Any  # Any: what Pillow's writers take

import pillow_heif
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms, ImageOps

from accompany.house.refusals import Refusal

LARGEST_FILE = 25 * 1024 * 1024
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 30_000
LONGEST_KEPT = 2400
WIDTHS = (480, 800, 1200)
MOST = 60 * 1024
QUALITIES = (80, 68, 55, 42)
SHORTEST = 64
HOPELESS = 3  # so many times too large, and only the plainest may still fit
TAIL = 22 + 65_535  # where the directory of a zip file may begin

pillow_heif.register_heif_opener()
_one_at_a_time = threading.Lock()  # so that several large pictures at once fill no small machine


class PictureRefused(Refusal):
    message = _("This file cannot be read as a picture. Try to save it again as a JPEG.")


class NotAPicture(PictureRefused):
    message = _(
        "This is not a kind of picture we can take. Send a photo or a scan as JPEG, PNG, WebP, "
        "AVIF or HEIC."
    )


class EmptyFile(PictureRefused):
    message = _("This file is empty. Choose it again.")


class FileTooLarge(PictureRefused):
    message = _("This file is larger than 25 MB. Save a smaller copy and send that.")


class TooManyPixels(PictureRefused):
    message = _("This picture is too wide or too high to open here. Save a smaller copy.")


class CutOff(PictureRefused):
    message = _("This picture is cut off, or damaged on the way. Choose it again.")


class ItMoves(PictureRefused):
    message = _("This picture moves. Send one that stands still.")


class TwoThingsAtOnce(PictureRefused):
    message = _(
        "There is another file hidden in this picture. Open it, save it again as a JPEG, and send "
        "that."
    )


@dataclass(frozen=True)
class Copy:
    """One file made anew from pixels."""

    kind: str
    width: int
    height: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Kind:
    """A kind of picture we make: what it is called and how it is written."""

    name: str
    pillow: str
    how: dict[str, Any]  # Any: what Pillow's writers take


AVIF = Kind("avif", "AVIF", {"speed": 8, "max_threads": 2})
WEBP = Kind("webp", "WEBP", {"method": 4})
JPEG = Kind("jpeg", "JPEG", {"optimize": True, "progressive": True})
KINDS = (AVIF, WEBP, JPEG)
QUICK_KINDS = (  # a third of the work, and a third larger: for what is only looked at
    Kind("avif", "AVIF", {"speed": 10, "max_threads": 2}),
    Kind("webp", "WEBP", {"method": 1}),
    JPEG,
)
TYPES = {kind.name: f"image/{kind.name}" for kind in KINDS}


def opened(data: bytes) -> Image.Image:
    """The pixels of an untrusted file: upright, in plain color, at most 2,400 on the longer side.

    Raises `PictureRefused`.
    """
    kind = _kind_of(data)
    if _is_something_else_too(data, kind):
        raise TwoThingsAtOnce
    with _one_at_a_time:
        try:
            return _pixels(data, kind)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):
            raise TooManyPixels from None
        except PictureRefused:
            raise
        except Exception:  # a decoder may raise anything about a file that is not what it says
            raise CutOff from None


def copies(
    pixels: Image.Image,
    *,
    widths: Iterable[int] = WIDTHS,
    most: int = MOST,
    kinds: Iterable[Kind] = KINDS,
) -> list[Copy]:
    """New files of these pixels, each at most `most` bytes, never larger than the pixels are."""
    longest = max(pixels.size)
    sides = sorted({min(width, longest) for width in widths})
    scaled = _Scaled(pixels)
    return [made for kind in kinds for made in _of_kind(scaled, sides, kind, most)]


def _of_kind(pixels: "_Scaled", sides: list[int], kind: Kind, most: int) -> Iterator[Copy]:
    """One file for each side, each larger than the last, until one no longer fits at its side."""
    largest = 0
    for side in sides:
        made = _copy(pixels, side, kind, most)
        if max(made.width, made.height) > largest:
            yield made
        largest = max(made.width, made.height)
        if largest < side:
            return


def one_copy(pixels: Image.Image, side: int, *, kind: Kind = WEBP, most: int = MOST) -> Copy:
    """One new file, for a thumbnail."""
    return _copy(_Scaled(pixels), min(side, max(pixels.size)), kind, most)


# What a file is


def _kind_of(data: bytes) -> str:
    """Pillow's name for what the first bytes say, or a refusal."""
    if not data:
        raise EmptyFile
    if len(data) > LARGEST_FILE:
        raise FileTooLarge
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and len(data) >= 16:
        return _kind_of_box(data)
    raise NotAPicture


def _kind_of_box(data: bytes) -> str:
    """AVIF and HEIC are told apart by the brands that a file says it keeps to."""
    (size,) = unpack_from(">I", data)
    if not 16 <= size <= 1024:
        raise NotAPicture
    names = data[8:12] + data[16:size]
    brands = {names[at : at + 4] for at in range(0, len(names), 4)}
    if brands & {b"avis", b"hevc", b"hevx", b"msf1"} and b"mif1" not in brands:
        raise ItMoves
    if b"avif" in brands:
        return "AVIF"
    if brands & {b"heic", b"heix", b"heim", b"heis", b"mif1"}:
        return "HEIF"
    raise NotAPicture


def _pixels(data: bytes, kind: str) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=[kind]) as image:
        width, height = image.size
        if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
            raise TooManyPixels
        if kind != "HEIF" and image.format != "MPO" and getattr(image, "n_frames", 1) > 1:
            raise ItMoves
        image.draft("RGB", (LONGEST_KEPT, LONGEST_KEPT))
        image.load()
        smaller = _smaller(image, LONGEST_KEPT)
        upright = ImageOps.exif_transpose(smaller) or smaller
        return _bare(_in_plain_color(upright, image.info.get("icc_profile")))


def _smaller(image: Image.Image, longest: int) -> Image.Image:
    """The same, no longer than that; orientation is kept for the next step."""
    if max(image.size) <= longest:
        return image
    has_steps = image.mode in ("P", "1", "I;16", "I", "F")
    full = _deep(image) if has_steps else image
    small = full.resize(_size(image, longest), Image.Resampling.LANCZOS, reducing_gap=2.0)
    small.info = dict(image.info)
    small.getexif()[0x0112] = image.getexif().get(0x0112, 1)
    return small


def _deep(image: Image.Image) -> Image.Image:
    """Palettes as colors, and sixteen bits of grey as eight."""
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.mode == "P" else "L")


def _in_plain_color(image: Image.Image, profile: bytes | None) -> Image.Image:
    """On white where it is clear, and in the colors that every screen has."""
    if image.mode in ("P", "1", "F") or image.mode.startswith("I"):
        image = _deep(image)
    if image.mode in ("LA", "PA", "La", "RGBa"):
        image = image.convert("RGBA")
    if image.mode == "RGBA":
        white = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(white, image).convert("RGB")
    return _by_profile(image, profile).convert("RGB")


def _by_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A phone's wider colors as plain ones. A profile that cannot be read is passed over."""
    if not profile or image.mode not in ("RGB", "L", "CMYK"):
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        plain = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(image, given, plain, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return image
    return turned or image


def _bare(image: Image.Image) -> Image.Image:
    """The pixels and nothing else."""
    return Image.frombytes("RGB", image.size, image.tobytes())


# What else a file is

TEXTS = re.compile(
    rb"<script|<html|<!doctype|<svg[\s>]|<iframe|<\?php|%pdf-\d|javascript:", re.IGNORECASE
)
PROGRAMS = (b"MZ", b"\x7fELF", b"PK\x03\x04", b"Rar!", b"7z\xbc\xaf", b"\xca\xfe\xba\xbe", b"#!")
MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
BOXES = frozenset(
    {b"ftyp", b"meta", b"mdat", b"moov", b"free", b"skip", b"uuid", b"idat", b"mpvd", b"sefd"}
)


def _is_something_else_too(data: bytes, kind: str) -> bool:
    """Whether another program would take this for a file of its own."""
    walk = {"JPEG": _of_jpeg, "PNG": _of_png, "WEBP": _of_webp}.get(kind, _of_boxes)
    *inside, after = walk(data)
    if after.lstrip(b"\0\r\n ").startswith(PROGRAMS) or _ends_as_zip(data):
        return True
    return any(TEXTS.search(each) for each in (*inside, after))


def _ends_as_zip(data: bytes) -> bool:
    """Whether a zip file's directory ends exactly where the file does, or nearly."""
    at = data.rfind(b"PK\x05\x06", max(0, len(data) - TAIL))
    if at < 0 or len(data) - at < 22:
        return False
    (comment,) = unpack_from("<H", data, at + 20)
    return bool(at + 22 + comment <= len(data))


def _of_jpeg(data: bytes) -> Iterator[bytes]:
    """What a JPEG says beside its pixels, and last what comes after its end."""
    at = 2
    while found := MARKER.search(data, at):
        marker, at = data[found.start() + 1], found.end()
        if marker == 0xD9:
            yield data[at:]
            return
        if marker in (0x01, 0xD8):
            continue
        if at + 2 > len(data):
            break
        (size,) = unpack_from(">H", data, at)
        if marker in range(0xE0, 0xF0) or marker == 0xFE:
            yield data[at : at + size]
        at += size
    raise CutOff


def _of_png(data: bytes) -> Iterator[bytes]:
    at = 8
    while at + 12 <= len(data):
        (size,) = unpack_from(">I", data, at)
        name, end = data[at + 4 : at + 8], at + 12 + size
        if name == b"IEND":
            yield data[end:]
            return
        if name == b"acTL":
            raise ItMoves
        if name != b"IDAT":
            yield data[at + 8 : end - 4]
        at = end
    raise CutOff


def _of_webp(data: bytes) -> Iterator[bytes]:
    (size,) = unpack_from("<I", data, 4)
    end, at = size + 8, 12
    if end > len(data):
        raise CutOff
    while at + 8 <= end:
        (part,) = unpack_from("<I", data, at + 4)
        if data[at : at + 4] in (b"EXIF", b"XMP ", b"ICCP"):
            yield data[at + 8 : min(at + 8 + part, end)]
        at += 8 + part + part % 2
    yield data[end + end % 2 :] if end < len(data) else b""


def _of_boxes(data: bytes) -> Iterator[bytes]:
    at = 0
    while at + 8 <= len(data):
        (size,) = unpack_from(">I", data, at)
        name, head = data[at + 4 : at + 8], 8
        if name not in BOXES:
            break
        if size == 1 and at + 16 <= len(data):
            (size,), head = unpack_from(">Q", data, at + 8), 16
        end = len(data) if size == 0 else at + size
        if (size and size < head) or end > len(data):
            raise CutOff
        if name not in (b"mdat", b"mpvd", b"idat"):
            yield data[at + head : end]
        at = end
    yield data[at:]


# New files


def _size(image: Image.Image, longest: int) -> tuple[int, int]:
    share = longest / max(image.size)
    return max(1, round(image.width * share)), max(1, round(image.height * share))


class _Scaled:
    """Pixels at the sides that are asked for, each made once for all kinds."""

    def __init__(self, pixels: Image.Image) -> None:
        self._whole = pixels
        self._made = {max(pixels.size): pixels}

    def at(self, side: int) -> Image.Image:
        if side not in self._made:
            size = _size(self._whole, side)
            self._made[side] = self._whole.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
        return self._made[side]


def _copy(pixels: _Scaled, side: int, kind: Kind, most: int) -> Copy:
    """A file of this kind, as good as fits; fewer pixels where even the plainest does not."""
    while True:
        scaled = pixels.at(side)
        data = _written(scaled, kind, QUALITIES[0])
        worse = QUALITIES[-1:] if len(data) > HOPELESS * most else QUALITIES[1:]
        for quality in worse:
            if len(data) <= most:
                break
            data = _written(scaled, kind, quality)
        if len(data) <= most or side <= SHORTEST:
            return Copy(kind.name, scaled.width, scaled.height, data)
        side = max(SHORTEST, int(side * max(0.5, 0.95 * (most / len(data)) ** 0.5)))


def _written(image: Image.Image, kind: Kind, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, kind.pillow, quality=quality, **kind.how)
    return file.getvalue()
