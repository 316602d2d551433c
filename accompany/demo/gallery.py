"""The gallery of Alder Street: works in three rooms, and four that do not hang.

Thea of the survivor council said yes to each that hangs; one waits for her.

The pictures are drawings made for this; nobody's work is among them. Encoding two sizes in three
kinds takes a quarter of a second a work, so the small house has few, and the council of the demo
looks at a small picture.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from PIL import Image, ImageOps

from accompany import clock
from accompany.demo.history import moment
from accompany.gallery import actions
from accompany.gallery.models import Artwork, ArtworkWords, Credit, MadeIn, Use
from accompany.house.pictures import QUICK_KINDS
from accompany.staff.acting import Acting

Progress = Callable[[str, int, int], None]

ART = Path(__file__).parent / "art"
WIDTHS = (480, 960)
LOOKED_AT = 480
FEW = 2


@dataclass(frozen=True)
class Piece:
    """One work: its picture, its words, where it hangs and until when she agreed."""

    art: str
    title: str
    medium: str
    year: str
    credit: Credit
    name: str
    alt: str
    room: str = ""
    statement: str = ""
    uses: tuple[Use, ...] = (Use.WEB,)
    agreed_days_ago: int = 200
    days: int = 730
    made_in: MadeIn = MadeIn.STUDIO
    came_down: bool = False
    waits: bool = False
    is_mirrored: bool = False
    artist: str = field(default="Ask Lena", repr=False)

    def picture(self) -> bytes:
        data = (ART / f"{self.art}.webp").read_bytes()
        if not self.is_mirrored:
            return data
        file = BytesIO()
        ImageOps.mirror(Image.open(BytesIO(data))).save(file, "WEBP", quality=85)
        return file.getvalue()

    def words(self) -> ArtworkWords:
        return ArtworkWords(
            title=self.title,
            medium=self.medium,
            year=self.year,
            statement=self.statement,
            credit=self.credit.value,
            credit_name=self.name,
            alt=self.alt,
            artist=self.artist,
            reach="In the studio, Tuesdays after four",
        )


PIECES = (
    Piece(
        "porch-light",
        "Porch light",
        "Cut paper on board, 18 × 21 in",
        "Spring 2026",
        Credit.INITIALS,
        "R.T.",
        "Layered cut paper: pink sky, plum hills, dark green ground. A round yellow light sits "
        "between the hills. In front, one cream shape and one gold shape stand upright, side by "
        "side.",
        room="Evening",
        statement="My grandmother left the porch light on for anybody. It didn’t mean come in. "
        "It meant somebody’s up.",
        uses=(Use.WEB, Use.PRINT),
    ),
    Piece(
        "loom",
        "Loom, week six",
        "Wool",
        "2025",
        Credit.INITIALS,
        "M.E.",
        "Woven strips of plum, rose, sand and green.",
        room="Cloth",
        agreed_days_ago=358,
        days=365,
    ),
    Piece(
        "what-the-river-kept",
        "What the river kept",
        "Gouache",
        "2025",
        Credit.INITIALS,
        "J.M.",
        "Wavy horizontal bands running from dark teal through sand to plum.",
        room="Evening",
        uses=(Use.WEB, Use.SHOW),
        agreed_days_ago=143,
    ),
    Piece(
        "breathing",
        "Untitled (breathing)",
        "Ink",
        "2026",
        Credit.NONE,
        "",
        "Uneven rings, one inside another, from pale sand to deep plum with a gold center.",
        room="Evening",
        agreed_days_ago=58,
    ),
    Piece(
        "two-chairs",
        "Two chairs",
        "Collage",
        "2026",
        Credit.INITIALS,
        "D.O.",
        "Two simple chairs side by side, one plum and one green, under a yellow window.",
        room="At the table",
        uses=(Use.WEB, Use.TRAINING),
        agreed_days_ago=91,
    ),
    Piece(
        "tuesday-cut-outs",
        "Tuesday cut-outs",
        "Cut paper",
        "2026",
        Credit.PSEUDONYM,
        "The Tuesday group",
        "Six blocks of color, each with a cut-paper leaf.",
        room="At the table",
        agreed_days_ago=76,
    ),
    Piece(
        "rain-on-third",
        "Rain on Third",
        "Acrylic",
        "2025",
        Credit.INITIALS,
        "S.P.",
        "Slanting rain over blurred circles of street light.",
        room="Evening",
        agreed_days_ago=301,
    ),
    Piece(
        "quilt-for-my-sister",
        "Quilt for my sister",
        "Cotton",
        "2025",
        Credit.INITIALS,
        "A.K.",
        "A quilt of two-color triangles in plum, rose, gold and green.",
        room="Cloth",
        uses=(Use.WEB, Use.SALE),
        agreed_days_ago=264,
    ),
    Piece(
        "bowl-of-lemons",
        "Bowl of lemons",
        "Oil pastel",
        "2026",
        Credit.FIRST_NAME,
        "Odette",
        "A plum-colored bowl of lemons on a striped cloth.",
        room="At the table",
        uses=(Use.WEB, Use.PRINT, Use.SHOW),
        agreed_days_ago=37,
    ),
    Piece(
        "bowl-of-lemons",
        "Lemons, first try",
        "Oil pastel",
        "2025",
        Credit.FIRST_NAME,
        "Odette",
        "A bowl of lemons, turned the other way.",
        room="At the table",
        came_down=True,
        is_mirrored=True,
        agreed_days_ago=322,
    ),
    Piece(
        "rain-on-third",
        "Rain, going the other way",
        "Acrylic",
        "2026",
        Credit.INITIALS,
        "S.P.",
        "Slanting rain over blurred circles of street light, seen from the other side.",
        statement="I liked it better once I was on the dry side of it.",
        waits=True,
        is_mirrored=True,
        agreed_days_ago=2,
    ),
    Piece(
        "what-the-river-kept",
        "The long water",
        "Gouache",
        "2026",
        Credit.NONE,
        "",
        "",
        made_in=MadeIn.THERAPY,
        uses=(),
        is_mirrored=True,
        agreed_days_ago=112,
    ),
)


def hang(here: dict[str, Acting], *, last: date, is_small: bool, progress: Progress) -> None:
    """Everything that Lena keeps, sealed and hung as it is done in earnest."""
    few = [*PIECES[:FEW], *(piece for piece in PIECES if piece.waits)]
    pieces = few if is_small else PIECES
    for done, piece in enumerate(pieces, 1):
        _hang(piece, here["lena"], here["thea"], last)
        progress("The gallery", done, len(pieces))


def _hang(piece: Piece, lena: Acting, thea: Acting, last: date) -> None:
    agreed_on = last - timedelta(days=piece.agreed_days_ago)
    with clock.stopped_at(moment(agreed_on, time(16, 10))):
        work = actions.add_work(
            id=uuid4(),
            words=piece.words(),
            made_in=piece.made_in.value,
            picture=piece.picture(),
            by=lena,
        )
        if piece.uses:
            _agree(work, piece, agreed_on, lena)
        if piece.room or piece.waits:
            asked = actions.ask_council(work=work, by=lena, longest=LOOKED_AT)
        if piece.room:
            actions.say_yes(id=asked.id, by=thea)
            actions.hang(work=work, room=piece.room, by=lena, widths=WIDTHS, kinds=QUICK_KINDS)
    if piece.came_down:
        with clock.stopped_at(moment(last - timedelta(days=9), time(11, 30))):
            actions.take_back(work=work, use="", by=lena)


def _agree(work: Artwork, piece: Piece, agreed_on: date, lena: Acting) -> None:
    actions.give_consents(
        work=work,
        uses=[use.value for use in piece.uses],
        given_on=agreed_on,
        ends_on=agreed_on + timedelta(days=piece.days),
        by=lena,
    )
