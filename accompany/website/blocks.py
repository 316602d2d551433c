"""What an editor may put on a page: a fixed set of pieces, each drawn in the design language.

There is no block for free HTML, for an embed or for a script, and none that asks a visitor's
browser to fetch anything from elsewhere. A piece that shows a participant's words or work says so
(`concerns_participants`), so that the page it stands on asks the survivor council first.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, ClassVar  # Any: what Wagtail's blocks hold

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

HREF = re.compile(r'href="([^"]*)"')
TEXT = ("h2", "h3", "bold", "italic", "ul", "ol", "link")
PLAIN = ("bold", "italic", "link")
LINES = [("helpline", _("the helpline")), ("men", _("the men’s line")), ("office", _("the office"))]
TONES = [
    ("plain", _("plain")),
    ("lamp", _("a person is here")),
    ("care", _("take care")),
    ("good", _("done, agreed")),
]


class Piece(blocks.StructBlock):
    """One piece of a page. `concerns_participants`: whether it may show a participant's words."""

    concerns_participants: ClassVar[bool] = False


class LinkBlock(blocks.StructBlock):
    """Where something leads: a page of ours, or an address that says it leaves the site."""

    page = blocks.PageChooserBlock(required=False, label=_("a page of ours"))
    address = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("or another place of ours"),
        help_text=_("As /chat/ or /art/. Never another site: that is a piece of its own."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            raise ValidationError(_("Choose a page, or write a place of ours: one of the two."))
        if cleaned["address"] and not is_ours(cleaned["address"]):
            raise ValidationError(_("Write a place of ours, as /chat/."))
        return cleaned


def is_ours(address: str) -> bool:
    """Whether this is a place of this site, and nothing a browser reads as another one."""
    is_plain = all(each > " " and each != "\\" for each in address)
    return is_plain and address.startswith("/") and not address.startswith("//")


class InnerText(blocks.RichTextBlock):
    """Text whose links stay here: what leads to another site is a piece of its own and says so."""

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        for address in HREF.findall(cleaned.source if cleaned else ""):
            if not (is_ours(unescape(address)) or address.startswith(("#", "mailto:", "tel:"))):
                raise ValidationError(
                    _("This text links to another site. Use “A link to another site” for that.")
                )
        return cleaned


def line(label: Any, *, required: bool = False) -> InnerText:
    """A sentence or two that may hold a link."""
    return InnerText(features=list(PLAIN), label=label, required=required)


class TextBlock(InnerText):
    """Paragraphs, lists and headings."""

    concerns_participants = False

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        template = "website/blocks/text.html"


class VoiceBlock(Piece):
    """Words exactly as somebody said them, with whose they are and with what permission."""

    concerns_participants = True

    words = blocks.TextBlock(label=_("the words, as they were said"), max_length=600)
    whose = blocks.CharBlock(
        label=_("whose"), max_length=120, help_text=_("As she chose to be named.")
    )
    permission = blocks.CharBlock(
        label=_("with what permission"),
        max_length=160,
        help_text=_("As: printed with permission, which she can take back."),
    )

    class Meta:
        label = _("Somebody’s words")
        icon = "openquote"
        template = "website/blocks/voice.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=80)
    text = line(_("text"), required=True)


class StepsBlock(Piece):
    heading = blocks.CharBlock(label=_("heading"), max_length=100)
    lead = line(_("a sentence under it"))
    steps = blocks.ListBlock(StepBlock(), min_num=2, max_num=6, label=_("steps"))

    class Meta:
        label = _("Steps")
        icon = "list-ol"
        template = "website/blocks/steps.html"


class DoorBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"), max_length=100)
    text = blocks.CharBlock(label=_("a sentence"), max_length=240, required=False)
    to = LinkBlock(label=_("leads to"))


class DoorsBlock(Piece):
    heading = blocks.CharBlock(label=_("heading"), max_length=100, required=False)
    doors = blocks.ListBlock(DoorBlock(), min_num=1, label=_("doors"))

    class Meta:
        label = _("Doors")
        icon = "list-ul"
        template = "website/blocks/doors.html"


class RowBlock(blocks.StructBlock):
    what = blocks.CharBlock(label=_("what"), max_length=120)
    about = line(_("about it"))


class RowsBlock(Piece):
    heading = blocks.CharBlock(label=_("heading"), max_length=100, required=False)
    rows = blocks.ListBlock(RowBlock(), min_num=1, label=_("rows"))

    class Meta:
        label = _("Rows, such as hours")
        icon = "table"
        template = "website/blocks/rows.html"


class QuestionBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("question"), max_length=160)
    answer = InnerText(label=_("answer"), features=[*PLAIN, "ul", "ol"])


class QuestionsBlock(Piece):
    heading = blocks.CharBlock(label=_("heading"), max_length=100, required=False)
    lead = line(_("a sentence under it"))
    questions = blocks.ListBlock(QuestionBlock(), min_num=1, label=_("questions"))

    class Meta:
        label = _("Questions")
        icon = "help"
        template = "website/blocks/questions.html"


class MomentBlock(blocks.StructBlock):
    when = blocks.CharBlock(label=_("when"), max_length=40)
    what = line(_("what"), required=True)


class TimelineBlock(Piece):
    heading = blocks.CharBlock(label=_("heading"), max_length=100, required=False)
    moments = blocks.ListBlock(MomentBlock(), min_num=1, label=_("moments"))

    class Meta:
        label = _("Years")
        icon = "history"
        template = "website/blocks/timeline.html"


class FactBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=60)
    value = line(_("value"), required=True)


class ButtonBlock(blocks.StructBlock):
    words = blocks.CharBlock(label=_("words"), max_length=60, required=False)
    to = LinkBlock(label=_("leads to"), required=False)

    def clean(self, value: Any) -> Any:
        if not value.get("words"):
            return value
        return super().clean(value)


class FactsBlock(Piece):
    heading = blocks.CharBlock(label=_("heading"), max_length=100)
    facts = blocks.ListBlock(FactBlock(), min_num=1, label=_("facts"))
    button = ButtonBlock(label=_("a button under it"), required=False)

    class Meta:
        label = _("A sheet of facts")
        icon = "form"
        template = "website/blocks/facts.html"


class NoticeBlock(Piece):
    tone = blocks.ChoiceBlock(choices=TONES, default="plain", label=_("tone"))
    heading = blocks.CharBlock(label=_("heading"), max_length=120, required=False)
    text = line(_("text"), required=True)

    class Meta:
        label = _("Notice")
        icon = "info-circle"
        template = "website/blocks/notice.html"


class ReachBlock(Piece):
    """How to reach a person. Numbers are the organization's own, never typed into a page."""

    heading = blocks.CharBlock(label=_("heading"), max_length=100, required=False)
    text = line(_("text"))
    line = blocks.ChoiceBlock(choices=LINES, default="helpline", label=_("which line"))

    class Meta:
        label = _("How to reach us")
        icon = "mail"
        template = "website/blocks/reach.html"


class PictureBlock(Piece):
    picture = ImageChooserBlock(label=_("picture"))
    caption = blocks.CharBlock(label=_("caption"), max_length=200, required=False)

    class Meta:
        label = _("Picture")
        icon = "image"
        template = "website/blocks/picture.html"


class ArtworkBlock(Piece):
    """A work that hangs in the gallery, by its address there. Not hung: nothing is drawn."""

    concerns_participants = True

    slug = blocks.RegexBlock(
        regex=r"^[a-z0-9-]+$",
        max_length=80,
        label=_("the work’s address in the gallery"),
        help_text=_("The last part of it: porch-light for /art/porch-light/."),
        error_messages={"invalid": _("Small letters, numbers and hyphens.")},
    )

    class Meta:
        label = _("A hung work")
        icon = "image"
        template = "website/blocks/artwork.html"


class ComingUpBlock(Piece):
    heading = blocks.CharBlock(label=_("heading"), max_length=100)
    most = blocks.IntegerBlock(label=_("how many"), default=3, min_value=1, max_value=10)

    class Meta:
        label = _("Coming up")
        icon = "date"
        template = "website/blocks/coming_up.html"


class LinkOutBlock(Piece):
    """The one way to another site: it says that it leaves."""

    words = blocks.CharBlock(label=_("words"), max_length=100)
    url = blocks.URLBlock(label=_("address"))
    note = blocks.CharBlock(label=_("a sentence about where it leads"), max_length=240)

    class Meta:
        label = _("A link to another site")
        icon = "link-external"
        template = "website/blocks/link_out.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not cleaned["url"].startswith("https://"):
            raise ValidationError(_("Only an address that begins with https:// is safe to offer."))
        return cleaned


class PersonBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("name"), max_length=80)
    role = blocks.CharBlock(label=_("role"), max_length=120, required=False)
    about = line(_("about"))


class PeopleBlock(Piece):
    heading = blocks.CharBlock(label=_("heading"), max_length=100, required=False)
    people = blocks.ListBlock(PersonBlock(), min_num=1, label=_("people"))

    class Meta:
        label = _("People")
        icon = "group"
        template = "website/blocks/people.html"


class BodyBlock(blocks.StreamBlock):
    """The pieces of a page, in order."""

    text = TextBlock(features=list(TEXT))
    voice = VoiceBlock()
    steps = StepsBlock()
    doors = DoorsBlock()
    rows = RowsBlock()
    questions = QuestionsBlock()
    timeline = TimelineBlock()
    facts = FactsBlock()
    notice = NoticeBlock()
    reach = ReachBlock()
    picture = PictureBlock()
    artwork = ArtworkBlock()
    coming_up = ComingUpBlock()
    link_out = LinkOutBlock()
    people = PeopleBlock()

    class Meta:
        block_counts: ClassVar[dict[str, dict[str, int]]] = {}


class AsideBlock(blocks.StreamBlock):
    """What stands beside the page's text."""

    facts = FactsBlock()
    reach = ReachBlock()
    notice = NoticeBlock()
    doors = DoorsBlock()
    rows = RowsBlock()
    text = TextBlock(features=["h3", *PLAIN, "ul"])
    link_out = LinkOutBlock()


def concerns_participants(stream: Any) -> bool:
    """Whether any of these pieces shows a participant's words or work."""
    return any(getattr(each.block, "concerns_participants", False) for each in stream or ())


def words_of(stream: Any) -> Iterator[str]:
    """Every text of these pieces, in order: what is compared side by side and searched."""
    for each in stream or ():
        yield from _words(each.block, each.value)


def _words(block: Any, value: Any) -> Iterator[str]:
    if isinstance(block, blocks.StructBlock):
        for name, child in block.child_blocks.items():
            yield from _words(child, value.get(name))
    elif isinstance(block, blocks.ListBlock):
        for each in value or ():
            yield from _words(block.child_block, each)
    elif isinstance(block, blocks.RichTextBlock):
        yield value.source if value else ""
    elif isinstance(block, blocks.CharBlock | blocks.TextBlock):
        yield str(value or "")
