"""Starting the site: the pages of a content pack become pages of the CMS, in every language.

A pack is written once, into a house that has no site yet. What concerns participants waits for the
survivor council, unless somebody of the council said yes to the pack itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any  # Any: the raw form of Wagtail's blocks
from zoneinfo import ZoneInfo

from django.db import transaction
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.rich_text import RichText
from wagtail.signal_handlers import disable_reference_index_auto_update

from accompany import clock
from accompany.house import language, live
from accompany.house.models import Organization
from accompany.ledger.lines import HOUSE, record
from accompany.staff.acting import Acting
from accompany.website import verbs
from accompany.website.models import (
    ArtPage,
    ContactPage,
    Decision,
    DiversityPage,
    EventPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
    ServicePage,
    SiteFacts,
    SitePage,
    SupportPage,
)
from accompany.website.packs import Block, Pack, PackPage, markup, read, targets
from accompany.website.refusals import AlreadyStarted

TYPES: dict[str, type[SitePage]] = {
    "home": HomePage,
    "support": SupportPage,
    "service": ServicePage,
    "section": SectionPage,
    "contact": ContactPage,
    "art": ArtPage,
    "diversity": DiversityPage,
    "news-index": NewsIndexPage,
    "news": NewsPage,
    "event": EventPage,
}
FEET = ("find", "privacy")
LASTS = timedelta(hours=2)

Progress = Callable[[str, int, int], None]


@dataclass
class Starting:
    """One pack in one language, while its pages are being made."""

    pack: Pack
    locale: Locale
    pages: dict[str, SitePage] = field(default_factory=dict)


@transaction.atomic
def start(
    name: str,
    *,
    by: Acting | None = None,
    is_public: bool = False,
    progress: Progress = lambda label, done, total: None,
) -> int:
    """Write the pack `name`; returns how many pages there are. Raises `AlreadyStarted`.

    Pages are drafts, to be read before they are public, unless `is_public`. Then those about
    participants wait for the council, or are public too by the yes of `by`, who is of it.
    """
    if HomePage.objects.exists():
        raise AlreadyStarted
    root = Page.get_first_root_node()
    root.get_children().exclude(content_type__model="homepage").delete()
    root = Page.objects.get(pk=root.pk)
    starts = [
        Starting(read(name, code), Locale.objects.get_or_create(language_code=code)[0])
        for code in (language.FIRST, *language.others())
    ]
    total = sum(len(each.pack.pages) for each in starts) * 2
    done = 0
    for each in starts:
        for page in each.pack.pages:
            with disable_reference_index_auto_update():
                _place(each, page, root, starts[0])
            done += 1
            progress("The public site", done, total)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", root_page=starts[0].pages[""], is_default_site=True, site_name=""
    )
    _write_facts(starts)
    for each in starts:
        for page in each.pack.pages:
            _fill(each, page)
            with disable_reference_index_auto_update():  # a page is saved three times
                _finish(each.pages[page.path], by, is_public)
            ReferenceIndex.create_or_update_for_object(each.pages[page.path])
            done += 1
            progress("The public site", done, total)
    live.changed(live.PUBLIC)
    record(verbs.STARTED_SITE, by=by or HOUSE, pack=name)
    return total // 2


def _place(each: Starting, page: PackPage, root: Page, first: Starting) -> None:
    """Make the page, empty and not public, where it belongs."""
    kind = TYPES[page.type]
    made = kind(
        title=page.title,
        slug=page.path.rpartition("/")[2]
        or ("home" if each is first else f"home-{each.locale.language_code}"),
        tab=page.tab,
        live=False,
        locale=each.locale,
        **_needed(page),
    )
    if each is not first:
        made.translation_key = first.pages[page.path].translation_key
    parent = root if page.parent is None else each.pages[page.parent]
    parent.add_child(instance=made)
    each.pages[page.path] = made


def _needed(page: PackPage) -> dict[str, Any]:
    """What a page of this type cannot be made without."""
    on = page.date or clock.today() + timedelta(days=page.days or 0)
    if page.type == "news":
        return {"on": on}
    if page.type == "event":
        zone = ZoneInfo(Organization.current().timezone)
        begins = datetime.combine(on, time.fromisoformat(page.time or "18:00"), zone)
        lasts = timedelta(minutes=page.lasts_minutes) if page.lasts_minutes else LASTS
        return {
            "starts_at": begins,
            "ends_at": begins + lasts,
            "place": page.place,
            "for_whom": page.for_whom,
        }
    return {}


def _fill(each: Starting, page: PackPage) -> None:
    """Put the pack's words on the page, now that every page it may link to is there."""
    made = each.pages[page.path]
    made.lede = _said(markup.in_plain_words(page.lede))
    made.is_private_reading = page.private
    made.is_about_participants = page.concerns_participants
    made.body = [_raw(each, block) for block in page.body]
    made.aside = [_raw(each, block) for block in page.aside]
    if isinstance(made, HomePage) and page.hero is not None:
        made.title = made.draft_title = page.hero.heading
        made.hero_say, made.hero_artwork = page.hero.say, page.hero.artwork
    if isinstance(made, DiversityPage):
        made.committee = each.pack.committee
        made.since, made.take_part = page.since, _said(page.take_part)
    _in_menu_and_foot(each, page, made)


def _in_menu_and_foot(each: Starting, page: PackPage, made: SitePage) -> None:
    target = targets.PAGE + (page.path or targets.HOME)
    for link in each.pack.menu:
        if link.to == target:
            made.show_in_menus, made.menu_label = True, link.words
    for name, group in zip(FEET, each.pack.foot, strict=False):
        for link in group.links:
            if link.to == target and not made.foot:
                made.foot, made.foot_label = name, link.words


def _finish(made: SitePage, by: Acting | None, is_public: bool) -> None:
    """Leave it a draft, make it public, or have the council asked."""
    made.full_clean()
    revision = made.save_revision(clean=False, log_action=True)
    if not is_public:
        return
    if made.concerns_participants:
        if by is None:
            workflow = made.get_workflow()
            assert workflow is not None  # it concerns participants
            workflow.start(made, None)
            return
        Decision.objects.create(
            revision=revision,
            page=made.pk,
            said_yes=True,
            decided_by=by.colleague,
            decided_at=clock.now(),
        )
    revision.publish(log_action=True)


def _write_facts(starts: list[Starting]) -> None:
    first = starts[0].pack
    facts = SiteFacts.load()
    facts.neutral_name = first.neutral_name
    facts.men_number, facts.men_email = first.lines.men_number, first.lines.men_email
    facts.men_hours = first.mens_line
    facts.office_number = first.lines.office_number
    for each in starts[1:]:
        setattr(facts, f"men_hours_{each.locale.language_code}", each.pack.mens_line)
    facts.save()


# A pack's blocks as the CMS keeps them


def _said(words: str) -> str:
    return words.replace("{name}", Organization.current().name)


def _raw(each: Starting, block: Block) -> tuple[str, Any]:
    return block.kind, _value(each, block)


def _value(each: Starting, block: Any) -> Any:  # Any: one of many dataclasses
    rich: frozenset[str] = getattr(block, "marked", frozenset())
    if block.__class__.__name__ == "Text":
        return _rich(each, block.text)
    value: dict[str, Any] = {}
    for name, found in vars(block).items():
        if name in rich:
            value[name] = _rich(each, found)
        elif name == "to":
            value[name] = _link(each, found)
        elif isinstance(found, tuple):
            value[name] = [_value(each, inner) for inner in found]
        elif isinstance(found, str):
            value[name] = _said(found)
        elif found is not None and not isinstance(found, int):
            value[name] = _value(each, found)
        elif found is not None:
            value[name] = found
    return value


def _rich(each: Starting, words: str) -> Any:
    return RichText(markup.as_html(_said(words), lambda target: _opening(each, target)))


def _opening(each: Starting, target: str) -> str:
    """A link's first tag, as the CMS keeps it."""
    path = targets.path(target)
    if path is not None:
        return f'<a linktype="page" id="{each.pages[path].pk}">'
    return f'<a href="{_elsewhere(each, target)}">'


def _link(each: Starting, target: str) -> dict[str, Any]:
    path = targets.path(target)
    if path is not None:
        return {"page": each.pages[path].page_ptr, "address": ""}
    return {"page": None, "address": _elsewhere(each, target)}


def _elsewhere(each: Starting, target: str) -> str:
    if target == targets.PAGE + targets.CHAT:
        return language.joined(each.locale.language_code, "/chat/")
    return target
